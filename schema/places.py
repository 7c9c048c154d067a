"""Says in words where something stands, as the kind of its source has it."""

from __future__ import annotations

from collections.abc import Sequence

from juesuan.schema.filing import Place, Source

_SHEETS = ("spreadsheetml", "ms-excel", "opendocument.spreadsheet")
_TABLES = ("text/html", "multipart/related", "wordprocessingml")


def place_words(place: Place, sources: Sequence[Source]) -> tuple[str, str]:
    """Return a place in Chinese and in English; ``sources`` are those of its filing."""
    if place.page is None:
        return "位置不明", "place unknown"
    number = (place.source or 1) - 1
    source = sources[number] if number < len(sources) else None
    zh, en = _within(place, source.media_type if source else "")
    if source is None or len(sources) < 2:
        return zh, en
    return f"{source.name} {zh}", f"{source.name} {en}"


def _within(place: Place, media_type: str) -> tuple[str, str]:
    if media_type == "text/plain":
        return f"第 {place.page} 行", f"line {place.page}"
    row, column = place.row, place.column
    if row is None or column is None:
        return f"第 {place.page} 页", f"page {place.page}"
    if any(mark in media_type for mark in _SHEETS):
        cell = f"{_letters(column)}{row}"
        return f"第 {place.page} 张工作表 {cell} 单元格", f"sheet {place.page}, cell {cell}"
    if any(mark in media_type for mark in _TABLES):
        return (
            f"第 {place.page} 个表格 {row} 行 {column} 列",
            f"table {place.page}, row {row}, column {column}",
        )
    return (
        f"第 {place.page} 页 {row} 行 {column} 列",
        f"page {place.page}, row {row}, column {column}",
    )


def _letters(column: int) -> str:
    """Return the letters by which spreadsheets name a column (from 1)."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters

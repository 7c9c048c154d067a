"""Reads spreadsheets: XLSX and XLSM, XLSB, XLS, ODS. A place's page is the sheet's number.

Rows and columns of places are those of the sheet (7, 3 is C7). Hidden sheets are not read: they
were not shown to the public.
"""

from __future__ import annotations

import datetime
import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from juesuan.converter.document import Cell, Document, Grid, Line, Page
from juesuan.converter.readers.matrix import table_blocks
from juesuan.converter.readers.number_format import shown_number
from juesuan.schema.errors import UnreadableInputError
from juesuan.schema.limits import MAX_MERGED_RANGES, MAX_SHEET_AREA, MAX_TABLE_CELLS
from juesuan.schema.text import legal, normalise

MEDIA_TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "xlsb": "application/vnd.ms-excel.sheet.binary.macroenabled.12",
    "xls": "application/vnd.ms-excel",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
}
_NUMERALS = re.compile(r"[0-9一二三四五六七八九十]|\([^()]*\)")
_SHORTEST_TITLE = 5  # characters, as 支出决算表 has
Merged = tuple[tuple[int, int], tuple[int, int]]
"""The first and last (row, column) of merged cells, from 0."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A visible sheet: its number from 1, its name, its filled cells, its merged ranges."""

    number: int
    name: str
    cells: Sequence[Cell]
    merged: Sequence[Merged]


def read_spreadsheet(data: bytes, name: str, sha256: str, kind: str) -> Document:
    """Read a spreadsheet of a kind in MEDIA_TYPES; UnreadableInputError when it cannot be read."""
    pages = tuple(_page(sheet, name) for sheet in _engine(kind)(data, name))
    return Document(name, sha256, MEDIA_TYPES[kind], pages)


def _engine(kind: str) -> Callable[[bytes, str], Iterator[Sheet]]:
    if kind == "xls":
        from juesuan.converter.readers.xls import xls_sheets

        return xls_sheets
    if kind == "ods":
        from juesuan.converter.readers.ods import ods_sheets

        return ods_sheets
    from juesuan.converter.readers.calamine import xlsb_sheets, xlsx_sheets

    return xlsb_sheets if kind == "xlsb" else xlsx_sheets


def _page(sheet: Sheet, name: str) -> Page:
    blocks = table_blocks(_with_spans(sheet, name), sheet.number, name)
    titles = [block.text for block in blocks if isinstance(block, Line)]
    if any(isinstance(block, Grid) for block in blocks) and not any(map(_is_title, titles)):
        # The sheet's name is its title where the sheet prints none.
        blocks.insert(0, Line(sheet.name, sheet.number))
    return Page(sheet.number, tuple(blocks))


def _is_title(text: str) -> bool:
    """Return whether a line may be a form's title rather than its number (公开01表)."""
    words = _NUMERALS.sub("", normalise(text))
    return len(words) >= _SHORTEST_TITLE and words.endswith("表")


def _with_spans(sheet: Sheet, name: str) -> list[Cell]:
    """Return the cells with their spans; what a merged cell covers is not shown, so not read."""
    if len(sheet.merged) > MAX_MERGED_RANGES:
        raise too_large(name, sheet.name)
    by_row: dict[int, dict[int, Cell]] = {}
    for cell in sheet.cells:
        by_row.setdefault(cell.row, {})[cell.column] = cell
    numbers = sorted(by_row)
    work = 0
    for (top, left), (bottom, right) in sheet.merged:
        for row in numbers[bisect_left(numbers, top) : bisect_right(numbers, bottom)]:
            cells = by_row[row]
            work += len(cells)
            for column in [c for c in cells if left <= c <= right and (row, c) != (top, left)]:
                del cells[column]
        if work > 10 * MAX_SHEET_AREA:
            raise too_large(name, sheet.name)
        if first := by_row.get(top, {}).get(left):
            by_row[top][left] = replace(
                first, row_span=bottom - top + 1, column_span=right - left + 1
            )
    return [cell for row in numbers for cell in by_row[row].values()]


def too_large(name: str, sheet: str, limit: int = MAX_SHEET_AREA) -> UnreadableInputError:
    """Return the error for a sheet beyond the limits."""
    sheet = legal(sheet)
    return UnreadableInputError(
        f"{name}：工作表“{sheet}”超过 {limit} 个单元格的上限",
        f"{name}: the sheet {sheet!r} exceeds the limit of {limit} cells",
    )


def bounded(cells: Iterable[Cell], name: str, sheet: str) -> list[Cell]:
    """Return the filled cells of a sheet; UnreadableInputError when they are too many."""
    found = list(islice(cells, MAX_TABLE_CELLS + 1))
    if len(found) > MAX_TABLE_CELLS:
        raise too_large(name, sheet, MAX_TABLE_CELLS)
    return found


def damaged(name: str) -> UnreadableInputError:
    """Return the error for a workbook that no reader opens."""
    return UnreadableInputError(
        f"{name}：电子表格已损坏或已加密，无法打开",
        f"{name}: the spreadsheet is damaged or encrypted and cannot be opened",
    )


def cell_text(value: object, code: str | None, show_zeros: bool = True) -> str:
    """Return what a cell shows of a value, by its number format where that is known."""
    if isinstance(value, bool) or value is None:
        return "" if value is None else str(value).upper()
    if isinstance(value, int | float):
        return shown_number(value, code) if value or show_zeros else ""
    if isinstance(value, datetime.datetime | datetime.date | datetime.time):
        return (
            value.isoformat(sep=" ") if isinstance(value, datetime.datetime) else value.isoformat()
        )
    return str(value)

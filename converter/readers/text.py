"""Reads plain text whose tables are separated by tabs. A place's page is the line number."""

from __future__ import annotations

from collections.abc import Iterator

from juesuan.converter.document import Block, Cell, Document, Grid, Line, Page
from juesuan.schema.errors import UnreadableInputError

MEDIA_TYPE = "text/plain"
_ENCODINGS = ("utf-8-sig", "gb18030")


def read_text(data: bytes, name: str, sha256: str) -> Document:
    """Read text in UTF-8 or GB18030; UnreadableInputError when it is neither."""
    return Document(name, sha256, MEDIA_TYPE, (Page(1, tuple(_blocks(_decode(data, name)))),))


def _decode(data: bytes, name: str) -> str:
    if b"\0" not in data:
        for encoding in _ENCODINGS:
            try:
                return data.decode(encoding)
            except UnicodeDecodeError:
                continue
    raise UnreadableInputError(
        f"{name}：既不是 PDF、XML，也不是 UTF-8 或 GB18030 文本",
        f"{name}: neither PDF nor XML nor text in UTF-8 or GB18030",
    )


def _blocks(text: str) -> Iterator[Block]:
    """Yield lines and grids; blank lines between the rows of a table do not end it."""
    table: list[tuple[int, str]] = []
    for number, line in enumerate(text.splitlines(), 1):
        if "\t" in line:
            table.append((number, line))
        elif line.strip():
            if table:
                yield _grid(table)
                table = []
            yield Line(line.strip(), number)
    if table:
        yield _grid(table)


def _grid(lines: list[tuple[int, str]]) -> Grid:
    rows = [(number, line.split("\t")) for number, line in lines]
    cells = tuple(
        Cell(text.strip(), row, column, page=number)
        for row, (number, texts) in enumerate(rows)
        for column, text in enumerate(texts)
    )
    return Grid(rows[0][0], cells, len(rows), max(len(texts) for _, texts in rows))

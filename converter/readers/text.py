"""Reads plain text whose tables are separated by tabs. A place's page is the line number."""

from __future__ import annotations

from collections.abc import Iterator

from juesuan.converter.document import Block, Cell, Document, Grid, Line, Page
from juesuan.converter.readers.encoding import decode_text

MEDIA_TYPE = "text/plain"


def read_text(data: bytes, name: str, sha256: str) -> Document:
    """Read text; UnreadableInputError when it is none in a known encoding."""
    return Document(name, sha256, MEDIA_TYPE, (Page(1, tuple(_blocks(decode_text(data, name)))),))


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

"""Turns the cells of a sheet or table into blocks: lines above and below, and grids between.

A sheet may hold a form's title, number, unit and notes in cells, and several forms one below the
other. What stands alone in its row before or after a table is a line; a row that reads like a
title ends a table. Nothing is known here of particular forms.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import replace

from juesuan.converter.document import Block, Cell, Grid, Line
from juesuan.converter.numbers import looks_numeric
from juesuan.schema.errors import UnreadableInputError
from juesuan.schema.limits import MAX_TABLE_CELLS
from juesuan.schema.text import normalise

_UNIT = 100.0  # points: the width given to columns of which only the order is known
_LONG = 40  # characters: no label of a row is longer
_TITLE = re.compile(r".{1,58}表(?:\([^()]*\))?")
_CAPTION = re.compile(r".*:.*|.{1,58}表(?:\([^()]*\))?|20\d\d年度?")
_NOTE = re.compile(r"注|说明|备注|附注")

Row = tuple[int, list[Cell]]
"""The number of a row and its cells that hold text, left to right."""


def table_blocks(cells: Iterable[Cell], page: int, name: str) -> list[Block]:
    """Return the blocks of one sheet or table, top to bottom; ``page`` is the place they get.

    UnreadableInputError names the file, ``name``, where a table exceeds the limit.
    Rows and columns of the cells count from 0 in the source; empty cells need not be given.
    """
    by_row: dict[int, list[Cell]] = {}
    for cell in cells:
        if cell.text.strip():
            by_row.setdefault(cell.row, []).append(cell)
    rows = [(number, sorted(by_row[number], key=lambda c: c.column)) for number in sorted(by_row)]
    blocks: list[Block] = []
    for part in _parts(rows):
        head = next((i for i, row in enumerate(part) if not _is_lead(row[1])), len(part))
        tail = _tail(part, head)
        blocks += [_line(row, page) for row in part[:head]]
        if head < tail:
            blocks.append(_grid(part[head:tail], page, name))
        blocks += [_line(row, page) for row in part[tail:]]
    return blocks


def _parts(rows: Sequence[Row]) -> list[list[Row]]:
    """Cut rows where a title follows a table."""
    parts: list[list[Row]] = [[]]
    in_table = False
    for row in rows:
        if in_table and _is_title(row[1]):
            parts.append([])
            in_table = False
        parts[-1].append(row)
        in_table = in_table or not _is_lead(row[1])
    return parts


def _is_title(cells: Sequence[Cell]) -> bool:
    texts = [normalise(cell.text) for cell in cells]
    captions = all(_CAPTION.fullmatch(text) for text in texts)
    return captions and len(texts) <= 3 and any(_TITLE.fullmatch(text) for text in texts)


def _is_lead(cells: Sequence[Cell]) -> bool:
    """Return whether a row stands above a table: alone, or with captions such as a unit."""
    if any(looks_numeric(cell.text) for cell in cells):
        return False
    return len(cells) == 1 or (
        len(cells) <= 4 and any(_CAPTION.fullmatch(normalise(cell.text)) for cell in cells)
    )


def _tail(part: Sequence[Row], head: int) -> int:
    """Return where the notes under a table begin: the rows below hold words only."""
    start = len(part)
    while start > head and _may_follow(part[start - 1][1]):
        start -= 1
    width = max((c.column + c.column_span for _, row in part[head:start] for c in row), default=0)
    for index in range(max(start, head + 1), len(part)):
        number, cells = part[index]
        first = cells[0]
        if (
            _NOTE.match(normalise(first.text))
            or len(first.text) > _LONG
            or first.column_span >= max(2, width)
            or number > part[index - 1][0] + 1
        ):
            return index
    return len(part)


def _may_follow(cells: Sequence[Cell]) -> bool:
    if any(looks_numeric(cell.text) for cell in cells):
        return False
    return len(cells) == 1 or bool(_NOTE.match(normalise(cells[0].text)))


def _line(row: Row, page: int) -> Line:
    return Line("  ".join(" ".join(cell.text.split()) for cell in row[1]), page)


def _grid(rows: Sequence[Row], page: int, name: str) -> Grid:
    """Build a grid of the rows and columns in which a text begins; the others are only width."""
    numbers = [number for number, _ in rows]
    columns = sorted({cell.column for _, cells in rows for cell in cells})
    if len(numbers) * len(columns) > MAX_TABLE_CELLS:
        raise UnreadableInputError(
            f"{name}：表格超过 {MAX_TABLE_CELLS} 个单元格的上限",
            f"{name}: a table exceeds the limit of {MAX_TABLE_CELLS} cells",
        )
    kept = []
    for index, (_, cells) in enumerate(rows):
        for cell in cells:
            start = bisect_left(columns, cell.column)
            high = bisect_left(numbers, cell.row + cell.row_span) - index
            wide = bisect_left(columns, cell.column + cell.column_span) - start
            kept.append(
                replace(
                    cell,
                    row=index,
                    column=start,
                    row_span=max(1, high),
                    column_span=max(1, wide),
                    page=page,
                    at=(cell.row + 1, cell.column + 1),
                )
            )
    n_rows, n_columns = len(numbers), len(columns)
    kept += _empty_cells(kept, numbers, columns, page)
    edges = tuple(_UNIT * i for i in range(n_columns + 1)) if _is_geometric(kept) else ()
    return Grid(page, tuple(kept), n_rows, n_columns, edges)


def _is_geometric(cells: Sequence[Cell]) -> bool:
    """Return whether the places of cells can be trusted.

    They can where cells are merged, or the first row is full; else an empty cell may stand for a
    merged one, as in plain text.
    """
    if any(cell.column_span > 1 or cell.row_span > 1 for cell in cells):
        return True
    return all(cell.text for cell in cells if cell.row == 0)


def _empty_cells(
    cells: Sequence[Cell], numbers: Sequence[int], columns: Sequence[int], page: int
) -> list[Cell]:
    """Return the cells of the grid that no cell with text covers."""
    if sum(cell.row_span * cell.column_span for cell in cells) > MAX_TABLE_CELLS:
        return []
    taken = {
        (row, column)
        for cell in cells
        for row in range(cell.row, cell.row + cell.row_span)
        for column in cell.columns
    }
    return [
        Cell("", row, column, page=page, at=(number + 1, at + 1))
        for row, number in enumerate(numbers)
        for column, at in enumerate(columns)
        if (row, column) not in taken
    ]

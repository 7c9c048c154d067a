"""Finds tables that no lines divide into columns: by figures that stand under one another.

Columns are told by the white between them, rows by base lines and by rules across, and the span
of a head by where its middle stands over the columns. A region must give evidence: several lines
with figures in aligned columns, and no sentence.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from juesuan.converter.document import Cell, Grid
from juesuan.converter.readers.extents import columns_of, edges_of
from juesuan.converter.readers.heads import Head, lay_heads
from juesuan.converter.readers.page import Char, Ruling
from juesuan.converter.readers.rows import Piece, Row, column_at, cuts_of, join_rows, pieces_of
from juesuan.converter.readers.strokes import join_line, text_lines

_FAR = 4.0  # times the usual pitch of lines: a table ends at wider white
_CODE = re.compile(r"\d{3}(?:\d{2}){0,2}")
_OUTSIDE = re.compile(
    r".*(?:[：:]|表(?:[(（].*[)）])?$|^注|第\d+页)|.*[，。；]|[-—]\s*\d+\s*[-—]|.*[….]{3}"
)
_OF_WHICH = re.compile(r"其中[：:]")
_TITLE = re.compile(r".{3,60}表(?:[(（].*[)）])?$")
_MIN_LINES = 3
_MIN_AMOUNTS = 5


def find_open_tables(
    page: int, chars: Sequence[Char], rulings: Sequence[Ruling]
) -> tuple[list[Grid], list[Char]]:
    """Return the tables among characters outside ruled tables, and the characters left over."""
    lines = [Row(pieces_of(line)) for line in text_lines(chars)]
    grids: list[Grid] = []
    taken: set[int] = set()
    for start, stop in _regions(lines):
        while start and lines[start - 1].bottom > lines[start].top + 1:
            start -= 1  # the first line of a name that is wrapped beside the first figures
        first = _header_start(lines, start, rulings)
        grid = _grid(page, lines[first:start], lines[start:stop], rulings)
        if grid is not None:
            grids.append(grid)
            taken.update(range(first, stop))
    left = [
        char
        for number, line in enumerate(lines)
        if number not in taken
        for piece in line.pieces
        for char in piece.chars
    ]
    return grids, left


# --- where a table stands --------------------------------------------------------------------


def _regions(lines: Sequence[Row]) -> list[tuple[int, int]]:
    """Return the ranges of lines that are bodies of tables."""
    regions = []
    start = 0
    while start < len(lines):
        if not lines[start].figures or _is_outside(lines[start]):
            start += 1
            continue
        stop, last = start, start
        pitch = _pitch(lines[start:])
        while stop < len(lines) and not _is_outside(lines[stop]):
            if stop > start and lines[stop].top - lines[stop - 1].bottom > _FAR * pitch:
                break
            if lines[stop].figures:
                last = stop
            stop += 1
        end = last + 1
        if end < stop and end < len(lines) and lines[end].top < lines[last].bottom + 0.5 * pitch:
            end += 1  # the rest of a name that is wrapped in the last row
        titled = any(_TITLE.match(_words(line)) for line in lines[max(0, start - 9) : start])
        if _has_evidence(lines[start:end], titled):
            regions.append((start, end))
        start = max(stop, start + 1)
    return regions


def _is_outside(line: Row) -> bool:
    """Return whether a line is a sentence, a title, a unit, a note or a page number."""
    whole = _OF_WHICH.sub("", _words(line))
    if len(line.pieces) == 1 and _CODE.fullmatch(whole) is None and whole.isdigit():
        return True
    return bool(_OUTSIDE.match(whole)) and not any(p.is_amount for p in line.pieces[1:])


def _pitch(lines: Sequence[Row]) -> float:
    steps = [b.bottom - a.bottom for a, b in pairwise(lines[:40])]
    return median(steps) if steps else 20.0


def _words(line: Row) -> str:
    return "".join(piece.text for piece in line.pieces)


def _has_evidence(lines: Sequence[Row], titled: bool) -> bool:
    """Return whether figures stand in columns: three lines of them, or one line of many.

    Zeros and dashes are evidence under the title of a table only.
    """
    if titled and any(len(line.figures) >= _MIN_LINES for line in lines):
        return True
    if titled and sum(len(line.figures) > 1 for line in lines) >= _MIN_LINES:
        return True
    rows = [line for line in lines if any(piece.is_amount for piece in line.figures)]
    amounts = [piece for line in rows for piece in line.figures]
    if any(sum(p.is_amount for p in line.figures) >= _MIN_AMOUNTS for line in rows):
        return True
    if len(rows) < _MIN_LINES or len(amounts) < _MIN_AMOUNTS - 1:
        return False
    several = [line for line in rows if len(line.pieces) > 1]
    if len(several) < _MIN_LINES or 2 * max(len(rows), len(several)) < len(lines):
        return False
    aligned = sum(_has_neighbour(piece, amounts) for piece in amounts)
    return aligned >= 0.6 * len(amounts)


def _has_neighbour(piece: Piece, others: Sequence[Piece]) -> bool:
    middle = (piece.x0 + piece.x1) / 2
    return any(
        other is not piece
        and min(
            abs(other.x1 - piece.x1),
            abs(other.x0 - piece.x0),
            abs((other.x0 + other.x1) / 2 - middle),
        )
        < 2
        for other in others
    )


def _header_start(lines: Sequence[Row], body: int, rulings: Sequence[Ruling]) -> int:
    """Return the first line of the header over a body."""
    start = body
    while start > 0 and body - start < 12:
        above = lines[start - 1]
        if _is_outside(above) or lines[start].top - above.bottom > 3 * (above.bottom - above.top):
            break
        if _rule_between(above, lines[start], rulings) and start < body and _alone(above):
            break
        start -= 1
    if start < body and _alone(lines[start]) and body - start > 1 and not _leads(lines, start):
        start += 1  # one text over the whole table is a title
    return start


def _alone(line: Row) -> bool:
    return len(line.pieces) == 1


def _leads(lines: Sequence[Row], number: int) -> bool:
    """Return whether a lone text stands over some columns only (or is the start of a head)."""
    piece, below = lines[number].pieces[0], lines[number + 1].pieces
    low, high = min(p.x0 for p in below), max(p.x1 for p in below)
    return abs((piece.x0 + piece.x1) - (low + high)) > 0.2 * (high - low)


def _rule_between(upper: Row, lower: Row, rulings: Sequence[Ruling]) -> bool:
    return any(r.x1 - r.x0 > 100 and upper.bottom - 2 <= r.top <= lower.top + 2 for r in rulings)


# --- its columns and rows --------------------------------------------------------------------


def _grid(
    page: int, heads: Sequence[Row], lines: Sequence[Row], rulings: Sequence[Ruling]
) -> Grid | None:
    over = [piece.box for line in heads for piece in line.pieces]
    body = [piece.box for line in lines if not _counts(line) for piece in line.pieces]
    columns = columns_of(over, body, len(lines))
    if len(columns) < 2:
        return None
    edges = edges_of(columns, over)
    bounds = [(edges[i] + edges[i + 1]) / 2 for i in range(len(edges) - 1)]
    rows = join_rows(lines, edges, cuts_of(rulings, lines))
    pieces = [piece for line in heads for piece in line.pieces]
    head_cells, n_heads = lay_heads(
        [Head(p.text, p.x0, p.top, p.x1, p.bottom) for p in pieces], edges, columns, rulings, page
    )
    cells = list(head_cells)
    for number, row in enumerate(rows, n_heads):
        inside: list[list[Char]] = [[] for _ in bounds]
        spans = [1] * len(bounds)
        for piece in row.pieces:
            first = column_at(edges, piece.x0 + 1)
            middle = column_at(edges, (piece.x0 + piece.x1) / 2)
            inside[middle if piece.is_figure else first] += piece.chars
        for column, chars in enumerate(inside):
            text = "\n".join(join_line(line) for line in text_lines(chars)) if chars else ""
            box = (edges[column], row.top, edges[column + 1], row.bottom)
            cells.append(Cell(text, number, column, 1, spans[column], page, box))
    whole = [*heads, *lines]
    outer = (edges[0], whole[0].top, edges[-1], max(row.bottom for row in whole))
    return Grid(page, tuple(cells), n_heads + len(rows), len(bounds), tuple(edges), outer, True)


def _counts(line: Row) -> bool:
    """Return whether a line only numbers the columns (栏次 1 2 3)."""
    texts = [piece.text for piece in line.figures]
    return len(texts) > 1 and all(b == str(n) for n, b in enumerate(texts, int(texts[0] == "1")))

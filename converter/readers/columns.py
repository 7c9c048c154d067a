"""Finds tables that no lines divide into columns: by figures that stand under one another.

Columns are told by the white between them, rows by base lines and by rules across, and the span
of a head by where its middle stands over the columns. A region must give evidence: several lines
with figures in aligned columns, and no sentence.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from juesuan.converter.document import Cell, Grid
from juesuan.converter.readers.extents import Box, columns_of, edges_of
from juesuan.converter.readers.heads import Head, lay_heads
from juesuan.converter.readers.page import Char, Ruling
from juesuan.converter.readers.strokes import box_of, join_line, size_of, text_lines

_GAP = 0.7  # times the size of characters: wider white parts two pieces of a line
_FAR = 4.0  # times the usual pitch of lines: a table ends at wider white
_FIGURE = re.compile(r"[-－—+(（△]?\d[\d,，]*(?:[.．]\d+)?%?[)）]?|[-－—─]{1,3}")
_AMOUNT = re.compile(r"[-－—+(（△]?(?:\d[\d,，]*[.．]\d+|\d{1,3}(?:[,，]\d{3})+|\d{6,})%?[)）]?")
_CODE = re.compile(r"\d{3}(?:\d{2}){0,2}")
_OUTSIDE = re.compile(
    r".*(?:[：:]|表(?:[(（].*[)）])?$|^注|第\d+页)|.*[，。；]|[-—]\s*\d+\s*[-—]|.*[….]{3}"
)
_OF_WHICH = re.compile(r"其中[：:]")
_TITLE = re.compile(r".{3,60}表(?:[(（].*[)）])?$")
_MIN_LINES = 3
_MIN_AMOUNTS = 5


@dataclass(slots=True)
class _Piece:
    """Characters of a line that no wide white parts."""

    chars: list[Char]
    text: str
    x0: float
    x1: float
    top: float
    bottom: float

    @property
    def box(self) -> Box:
        return Box(self.x0, self.top, self.x1, self.bottom)

    @property
    def is_figure(self) -> bool:
        return bool(_FIGURE.fullmatch(self.text))

    @property
    def is_amount(self) -> bool:
        return bool(_AMOUNT.fullmatch(self.text))


@dataclass(slots=True)
class _Row:
    """Pieces that stand on one line (or, later, in one row)."""

    pieces: list[_Piece]

    @property
    def top(self) -> float:
        return min(piece.top for piece in self.pieces)

    @property
    def bottom(self) -> float:
        return max(piece.bottom for piece in self.pieces)

    @property
    def figures(self) -> list[_Piece]:
        return [piece for piece in self.pieces if piece.is_figure and not _is_code(self, piece)]


def _is_code(row: _Row, piece: _Piece) -> bool:
    return piece is row.pieces[0] and bool(_CODE.fullmatch(piece.text))


def find_open_tables(
    page: int, chars: Sequence[Char], rulings: Sequence[Ruling]
) -> tuple[list[Grid], list[Char]]:
    """Return the tables among characters outside ruled tables, and the characters left over."""
    lines = [_Row(_pieces(line)) for line in text_lines(chars)]
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


def _pieces(line: list[Char]) -> list[_Piece]:
    white = _GAP * size_of(line)
    parts = [[line[0]]]
    for before, char in pairwise(line):
        if char.x0 - before.x1 > white:
            parts.append([])
        parts[-1].append(char)
    return [
        _Piece(part, "".join(char.text for char in part), x0, x1, top, bottom)
        for part in parts
        for x0, top, x1, bottom in (box_of(part),)
    ]


# --- where a table stands --------------------------------------------------------------------


def _regions(lines: Sequence[_Row]) -> list[tuple[int, int]]:
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


def _is_outside(line: _Row) -> bool:
    """Return whether a line is a sentence, a title, a unit, a note or a page number."""
    whole = _OF_WHICH.sub("", _words(line))
    if len(line.pieces) == 1 and _CODE.fullmatch(whole) is None and whole.isdigit():
        return True
    return bool(_OUTSIDE.match(whole)) and not any(p.is_amount for p in line.pieces[1:])


def _pitch(lines: Sequence[_Row]) -> float:
    steps = [b.bottom - a.bottom for a, b in pairwise(lines[:40])]
    return median(steps) if steps else 20.0


def _words(line: _Row) -> str:
    return "".join(piece.text for piece in line.pieces)


def _has_evidence(lines: Sequence[_Row], titled: bool) -> bool:
    """Return whether figures stand in columns: three lines of them, or one line of many.

    Zeros and dashes are evidence under the title of a table only.
    """
    if titled and any(len(line.figures) >= _MIN_LINES for line in lines):
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


def _has_neighbour(piece: _Piece, others: Sequence[_Piece]) -> bool:
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


def _header_start(lines: Sequence[_Row], body: int, rulings: Sequence[Ruling]) -> int:
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


def _alone(line: _Row) -> bool:
    return len(line.pieces) == 1


def _leads(lines: Sequence[_Row], number: int) -> bool:
    """Return whether a lone text stands over some columns only (or is the start of a head)."""
    piece, below = lines[number].pieces[0], lines[number + 1].pieces
    low, high = min(p.x0 for p in below), max(p.x1 for p in below)
    return abs((piece.x0 + piece.x1) - (low + high)) > 0.2 * (high - low)


def _rule_between(upper: _Row, lower: _Row, rulings: Sequence[Ruling]) -> bool:
    return any(r.x1 - r.x0 > 100 and upper.bottom - 2 <= r.top <= lower.top + 2 for r in rulings)


# --- its columns and rows --------------------------------------------------------------------


def _grid(
    page: int, heads: Sequence[_Row], lines: Sequence[_Row], rulings: Sequence[Ruling]
) -> Grid | None:
    over = [piece.box for line in heads for piece in line.pieces]
    body = [piece.box for line in lines if not _counts(line) for piece in line.pieces]
    columns = columns_of(over, body, len(lines))
    if len(columns) < 2:
        return None
    edges = edges_of(columns, over)
    bounds = [(edges[i] + edges[i + 1]) / 2 for i in range(len(edges) - 1)]
    rows = _rows(lines, edges, _cuts(rulings, lines))
    pieces = [piece for line in heads for piece in line.pieces]
    head_cells, n_heads = lay_heads(
        [Head(p.text, p.x0, p.top, p.x1, p.bottom) for p in pieces], edges, columns, rulings, page
    )
    cells = list(head_cells)
    for number, row in enumerate(rows, n_heads):
        inside: list[list[Char]] = [[] for _ in bounds]
        spans = [1] * len(bounds)
        for piece in row.pieces:
            first = _column(edges, piece.x0 + 1)
            middle = _column(edges, (piece.x0 + piece.x1) / 2)
            inside[middle if piece.is_figure else first] += piece.chars
        for column, chars in enumerate(inside):
            text = "\n".join(join_line(line) for line in text_lines(chars)) if chars else ""
            box = (edges[column], row.top, edges[column + 1], row.bottom)
            cells.append(Cell(text, number, column, 1, spans[column], page, box))
    whole = [*heads, *lines]
    outer = (edges[0], whole[0].top, edges[-1], max(row.bottom for row in whole))
    return Grid(page, tuple(cells), n_heads + len(rows), len(bounds), tuple(edges), outer)


def _counts(line: _Row) -> bool:
    """Return whether a line only numbers the columns (栏次 1 2 3)."""
    texts = [piece.text for piece in line.figures]
    return len(texts) > 1 and all(b == str(n) for n, b in enumerate(texts, int(texts[0] == "1")))


def _column(edges: Sequence[float], x: float) -> int:
    return min(max(bisect_right(edges, x) - 1, 0), len(edges) - 2)


def _cuts(rulings: Sequence[Ruling], lines: Sequence[_Row]) -> list[float]:
    """Return the y positions of rules across most of a table's width."""
    low = min(piece.x0 for line in lines for piece in line.pieces)
    high = max(piece.x1 for line in lines for piece in line.pieces)
    return sorted(
        {round(r.top) for r in rulings if min(r.x1, high) - max(r.x0, low) > 0.7 * (high - low)}
    )


def _rows(lines: Sequence[_Row], edges: Sequence[float], cuts: Sequence[float]) -> list[_Row]:
    """Join the lines of one row: between two rules, or where wrapped names surround figures."""
    inner = [cut for cut in cuts if lines[0].bottom < cut < lines[-1].top]
    if len(inner) * 2 >= len(lines) / 3 and inner:
        bands: dict[int, _Row] = {}
        for line in lines:
            band = bisect_right(inner, (line.top + line.bottom) / 2)
            bands.setdefault(band, _Row([])).pieces.extend(line.pieces)
        if all(_one_figure_a_column(row, edges) for row in bands.values()):
            return list(bands.values())
    rows: list[_Row] = []
    for line in lines:
        before = rows[-1] if rows else None
        if before and _goes_on(before, line):
            before.pieces.extend(line.pieces)
        else:
            rows.append(_Row(list(line.pieces)))
    return rows


def _one_figure_a_column(row: _Row, edges: Sequence[float]) -> bool:
    places = [_column(edges, (p.x0 + p.x1) / 2) for p in row.figures]
    return len(places) == len(set(places))


def _goes_on(row: _Row, line: _Row) -> bool:
    """Return whether a line belongs to the row above it: they overlap, or words are wrapped."""
    high = min(line.bottom - line.top, row.bottom - row.top)
    overlap = row.bottom - line.top
    if row.figures and line.figures:
        return False
    if overlap > 0.15 * high:
        return True
    if line.figures or any(_CODE.match(piece.text) for piece in line.pieces):
        return False
    # A lone word close below the only words of its column goes on with them.
    over = [p for p in row.pieces if not p.is_figure and abs(p.x0 - line.pieces[0].x0) < 3]
    return len(line.pieces) == 1 and bool(over) and overlap > -0.3 * high and len(over[-1].text) > 4

"""The lines of a table without lines, their pieces, and the rows that they make together."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from juesuan.converter.readers.extents import Box
from juesuan.converter.readers.page import Char, Ruling
from juesuan.converter.readers.strokes import box_of, size_of

_GAP = 0.7  # times the size of characters: wider white parts two pieces of a line
_FIGURE = re.compile(r"[-－—+(（△]?\d[\d,，]*(?:[.．]\d+)?%?[)）]?|[-－—─]{1,3}")
_AMOUNT = re.compile(r"[-－—+(（△]?(?:\d[\d,，]*[.．]\d+|\d{1,3}(?:[,，]\d{3})+|\d{6,})%?[)）]?")
_CODE = re.compile(r"\d{3}(?:\d{2}){0,2}")
_NEAR = 0.6  # times the height of a line: more is not between the lines of one name


@dataclass(slots=True)
class Piece:
    """Characters of a line that no wide white parts."""

    chars: list[Char]
    text: str
    x0: float
    x1: float
    top: float
    bottom: float

    @property
    def box(self) -> Box:
        """Where it stands."""
        return Box(self.x0, self.top, self.x1, self.bottom)

    @property
    def is_figure(self) -> bool:
        """Whether it is a number or a dash."""
        return bool(_FIGURE.fullmatch(self.text))

    @property
    def is_amount(self) -> bool:
        """Whether it is surely a sum of money."""
        return bool(_AMOUNT.fullmatch(self.text))


@dataclass(slots=True)
class Row:
    """Pieces that stand on one line (or, later, in one row)."""

    pieces: list[Piece]

    @property
    def top(self) -> float:
        """Where the highest piece begins."""
        return min(piece.top for piece in self.pieces)

    @property
    def bottom(self) -> float:
        """Where the lowest piece ends."""
        return max(piece.bottom for piece in self.pieces)

    @property
    def figures(self) -> list[Piece]:
        """The pieces that are numbers or dashes, without the code of the row."""
        return [piece for piece in self.pieces if piece.is_figure and not _is_code(self, piece)]


def _is_code(row: Row, piece: Piece) -> bool:
    return piece is row.pieces[0] and bool(_CODE.fullmatch(piece.text))


def pieces_of(line: list[Char]) -> list[Piece]:
    """Return the pieces into which wide white parts a line."""
    white = _GAP * size_of(line)
    parts = [[line[0]]]
    for before, char in pairwise(line):
        if char.x0 - before.x1 > white:
            parts.append([])
        parts[-1].append(char)
    return [
        Piece(part, "".join(char.text for char in part), x0, x1, top, bottom)
        for part in parts
        for x0, top, x1, bottom in (box_of(part),)
    ]


def column_at(edges: Sequence[float], x: float) -> int:
    """Return the column at an x position, the nearest one outside the table."""
    return min(max(bisect_right(edges, x) - 1, 0), len(edges) - 2)


def cuts_of(rulings: Sequence[Ruling], lines: Sequence[Row]) -> list[float]:
    """Return the y positions of rules across most of a table's width."""
    low = min(piece.x0 for line in lines for piece in line.pieces)
    high = max(piece.x1 for line in lines for piece in line.pieces)
    return sorted(
        {round(r.top) for r in rulings if min(r.x1, high) - max(r.x0, low) > 0.7 * (high - low)}
    )


def join_rows(lines: Sequence[Row], edges: Sequence[float], cuts: Sequence[float]) -> list[Row]:
    """Join the lines of one row: between two rules, or where wrapped names surround figures."""
    inner = [cut for cut in cuts if lines[0].bottom < cut < lines[-1].top]
    if len(inner) * 2 >= len(lines) / 3 and inner:
        bands: dict[int, Row] = {}
        for line in lines:
            band = bisect_right(inner, (line.top + line.bottom) / 2)
            bands.setdefault(band, Row([])).pieces.extend(line.pieces)
        if all(_one_figure_a_column(row, edges) for row in bands.values()):
            return list(bands.values())
    if (centred := _centred(lines)) is not None:
        return centred
    rows: list[Row] = []
    for line in lines:
        before = rows[-1] if rows else None
        if before and _goes_on(before, line):
            before.pieces.extend(line.pieces)
        else:
            rows.append(Row(list(line.pieces)))
    return rows


def _one_figure_a_column(row: Row, edges: Sequence[float]) -> bool:
    places = [column_at(edges, (p.x0 + p.x1) / 2) for p in row.figures]
    return len(places) == len(set(places))


def _centred(lines: Sequence[Row]) -> list[Row] | None:
    """Join wrapped names whose middle stands level with their figures; None if one does not."""
    at = [number for number, line in enumerate(lines) if line.figures]
    rows: list[Row] = []
    above = list(lines[: at[0]])
    for number, after in pairwise([*at, len(lines)]):
        line, between = lines[number], lines[number + 1 : after]
        below, rest = list(between[: len(above)]), list(between[len(above) :])
        if len(below) < len(above):
            return None
        if above:
            middle = (above[0].top + below[-1].bottom) / 2
            near = _NEAR * (line.bottom - line.top)
            if abs(middle - (line.top + line.bottom) / 2) > near:
                return None
            if any(b.top - a.bottom > near for a, b in pairwise([*above, line, *below])):
                return None
        rows.append(Row([piece for part in (*above, line, *below) for piece in part.pieces]))
        above = rest
    return None if above else rows


def _goes_on(row: Row, line: Row) -> bool:
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

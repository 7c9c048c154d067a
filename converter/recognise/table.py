"""Joins the grids of one form into one table: common columns, no repeated headers, whole rows."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from juesuan.converter.document import Cell, Grid
from juesuan.converter.numbers import looks_numeric
from juesuan.schema.text import normalise

_SNAP = 4.0  # points: column borders nearer than this on two pages are one border
_LOOSE = 0.5  # the same for borders that are not drawn, as a share of the column beside them


@dataclass(frozen=True, slots=True)
class Slot:
    """A cell in the joined table; ``cell`` keeps its place on the page.

    ``start`` and ``stop`` delimit its columns in the joined table; ``row`` counts over all pages.
    """

    cell: Cell
    row: int
    row_span: int
    start: int
    stop: int

    @property
    def text(self) -> str:
        """The printed text."""
        return self.cell.text

    @property
    def words(self) -> str:
        """The text as it is compared."""
        return normalise(self.cell.text)


@dataclass(slots=True)
class Table:
    """The rows of a form over all its pages.

    ``repeated`` holds figures of rows that a repeated header printed once more.
    """

    rows: list[list[Slot]]
    n_columns: int
    geometric: bool
    repeated: list[Slot]


def join_grids(grids: Sequence[Grid]) -> Table:
    """Join the grids of a form, in order."""
    edges = _common_edges(grids)
    rows: list[list[Slot]] = []
    repeated: list[Slot] = []
    for index, grid in enumerate(grids):
        offset = len(rows)
        at = _joined_columns(grid, edges, grids[0])
        page_rows = [
            [Slot(cell, offset + cell.row, cell.row_span, *_span(cell, at)) for cell in row]
            for row in grid.rows()
        ]
        if index:
            page_rows = _without_repeats(rows, page_rows, repeated)
        rows += page_rows
    for number, row in enumerate(rows):
        rows[number] = [s if s.row == number else replace(s, row=number) for s in row]
    return Table(rows, max(1, len(edges) - 1), bool(edges and grids[0].edges), repeated)


def _common_edges(grids: Sequence[Grid]) -> list[float]:
    """Return the column borders of all pages together, in the first page's coordinates."""
    if not grids[0].edges:
        return [float(i) for i in range(grids[0].n_columns + 1)]
    positions = sorted(x for grid in grids for x in _aligned(grid, grids[0]))
    common = [positions[0]]
    for x in positions:
        if x - common[-1] > _SNAP:
            common.append(x)
    return common


def _aligned(grid: Grid, first: Grid) -> list[float]:
    """Return a grid's borders moved and scaled so that its outer ones fall on the first grid's."""
    (a, b), (p, q) = (first.edges[0], first.edges[-1]), (grid.edges[0], grid.edges[-1])
    if abs(a - p) <= _SNAP and abs(b - q) <= _SNAP:
        edges = list(grid.edges)
    else:
        edges = [a + (x - p) * (b - a) / (q - p) for x in grid.edges]
    return _snapped(edges, first.edges) if grid.loose and grid is not first else edges


def _snapped(edges: list[float], to: Sequence[float]) -> list[float]:
    """Move borders that lie anywhere in the white between two columns to the like ones."""
    places = [bisect_left(to, x) for x in edges]
    snapped = []
    for x, place in zip(edges, places, strict=True):
        around = to[max(0, place - 1) : place + 1]
        nearest = min(around, key=lambda y: abs(x - y))
        narrow = min((b - a for a, b in pairwise(to[max(0, place - 2) : place + 2])), default=0)
        snapped.append(nearest if abs(x - nearest) < _LOOSE * narrow else x)
    return snapped if len(set(snapped)) == len(edges) else edges


def _joined_columns(grid: Grid, edges: list[float], first: Grid) -> list[int]:
    """Return, for each border of a grid's columns, its index among the common ones."""
    if not grid.edges:
        return list(range(grid.n_columns + 1))
    return [_nearest(edges, x) for x in _aligned(grid, first)]


def _span(cell: Cell, at: list[int]) -> tuple[int, int]:
    start = at[cell.column]
    return start, max(at[cell.column + cell.column_span], start + 1)


def _nearest(edges: list[float], x: float) -> int:
    return min(range(len(edges)), key=lambda i: abs(edges[i] - x))


def _signature(row: Sequence[Slot]) -> tuple[str, ...]:
    return tuple(slot.words for slot in row if slot.words)


def _without_repeats(
    rows: list[list[Slot]], page_rows: list[list[Slot]], repeated: list[Slot]
) -> list[list[Slot]]:
    """Drop the leading rows of a later page that repeat rows from the head of the first page."""
    head = {_signature(row) for row in rows[: _HEAD + 2]}
    kept: list[list[Slot]] = []
    for number, row in enumerate(page_rows):
        signature = _signature(row)
        if number < _HEAD and signature and signature in head and not kept:
            repeated += [slot for slot in row if looks_numeric(slot.text) and "." in slot.text]
        else:
            kept.append(row)
    return kept


_HEAD = 8  # rows in which a header with its total row ends

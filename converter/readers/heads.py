"""Lays out the heads of a table without lines: which columns each spans, and on which level."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from juesuan.converter.document import Cell
from juesuan.converter.readers.page import Ruling

_NEAR = 3.0  # points by which a rule may miss the columns that it gathers


@dataclass(slots=True)
class Head:
    """A text of the header with its box."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float


@dataclass(slots=True)
class _Placed:
    heads: list[Head]
    start: int
    stop: int
    level: int = 0

    @property
    def text(self) -> str:
        return "\n".join(head.text for head in self.heads)


def lay_heads(
    heads: Sequence[Head],
    edges: Sequence[float],
    columns: Sequence[tuple[float, float]],
    rulings: Sequence[Ruling],
    page: int,
) -> tuple[list[Cell], int]:
    """Return the cells of a header and the number of its rows."""
    placed: list[_Placed] = []
    lines = sorted({head.bottom for head in heads})
    for bottom in lines:
        line = sorted((h for h in heads if h.bottom == bottom), key=lambda h: h.x0)
        for head in line:
            start, stop = _span(head, line, heads, edges, columns, rulings)
            same = next(
                (p for p in placed if (p.start, p.stop) == (start, stop) and _wraps(p, head)), None
            )
            if same:
                same.heads.append(head)
            else:
                placed.append(_Placed([head], start, stop))
    free = [0] * (len(edges) - 1)
    for item in placed:
        item.level = max(free[item.start : item.stop])
        free[item.start : item.stop] = [item.level + 1] * (item.stop - item.start)
    n_rows = max(free, default=0)
    cells = []
    for item in placed:
        below = [p.level for p in placed if p.level > item.level and _meet(p, item)]
        high = min(below, default=n_rows) - item.level
        box = (
            edges[item.start],
            item.heads[0].top,
            edges[item.stop],
            item.heads[-1].bottom,
        )
        cells.append(
            Cell(item.text, item.level, item.start, high, item.stop - item.start, page, box)
        )
    return cells, n_rows


def _meet(one: _Placed, other: _Placed) -> bool:
    return one.start < other.stop and other.start < one.stop


def _wraps(placed: _Placed, head: Head) -> bool:
    """Return whether a text goes on with the one above it in the same columns."""
    above = placed.heads[-1]
    return head.top - above.bottom < 0.8 * (above.bottom - above.top)


def _span(
    head: Head,
    line: Sequence[Head],
    heads: Sequence[Head],
    edges: Sequence[float],
    columns: Sequence[tuple[float, float]],
    rulings: Sequence[Ruling],
) -> tuple[int, int]:
    """Return the columns under a head: by a rule below it, by its width, or by its middle."""
    middle = (head.x0 + head.x1) / 2
    at = min(max(bisect_right(edges, middle) - 1, 0), len(edges) - 2)
    under = [h for h in heads if h.top > head.bottom - 1 and h is not head]
    if not under:
        return at, at + 1
    for rule in rulings:
        gathered = head.bottom - 2 <= rule.top <= min(h.top for h in under) + 2
        if gathered and rule.x0 - _NEAR <= head.x0 and head.x1 <= rule.x1 + _NEAR:
            inside = [
                i
                for i, (low, high) in enumerate(columns)
                if rule.x0 - _NEAR <= (low + high) / 2 <= rule.x1 + _NEAR
            ]
            if 1 < len(inside) < len(columns):
                return inside[0], inside[-1] + 1
    return _by_middle(head, line, under, edges, columns, at)


def _by_middle(
    head: Head,
    line: Sequence[Head],
    under: Sequence[Head],
    edges: Sequence[float],
    columns: Sequence[tuple[float, float]],
    at: int,
) -> tuple[int, int]:
    """Return the widest run of columns with the head in its middle that no neighbour claims."""
    middle = (head.x0 + head.x1) / 2
    low, high = columns[at]
    single = abs((low + high) / 2 - middle)
    left = max((h.x1 for h in line if h.x1 <= head.x0), default=edges[0] - 1)
    right = min((h.x0 for h in line if h.x0 >= head.x1), default=edges[-1] + 1)
    best, best_miss = (at, at + 1), single
    for start in range(len(columns)):
        for stop in range(start + 2, len(columns) + 1):
            if not (columns[start][0] > left and columns[stop - 1][1] < right):
                continue
            if not columns[start][0] - 6 <= middle <= columns[stop - 1][1] + 6:
                continue
            own = [_has_own(h, columns[start:stop]) for h in under]
            if sum(own) < 2:
                continue
            miss = abs((columns[start][0] + columns[stop - 1][1]) / 2 - middle)
            width = (columns[stop - 1][1] - columns[start][0]) / (stop - start)
            if miss < best_miss - 1 and miss < 0.35 * width:
                best, best_miss = (start, stop), miss
    return best


def _has_own(head: Head, columns: Sequence[tuple[float, float]]) -> bool:
    middle = (head.x0 + head.x1) / 2
    return columns[0][0] - 6 <= middle <= columns[-1][1] + 6

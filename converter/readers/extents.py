"""Finds the columns of a table without lines: the white between figures, and the heads over it.

Heads need not stand over the figures of their column (they in the middle, the figures at the
right), and a column may hold nothing but its head. So heads and columns are aligned as two
sequences from left to right, with the least distance between partners.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

Extent = tuple[float, float]


class Box(NamedTuple):
    """A piece of text on the page."""

    x0: float
    top: float
    x1: float
    bottom: float


_MIN_WHITE = 2.0  # points between two columns
_CROSSING = 0.12  # share of a table's lines that may run across the white between two columns
_EMPTY_COLUMN = 40.0  # points that a head may be from figures before it is sooner without any
_NO_HEAD = 150.0  # the same for figures without a head


def columns_of(heads: Sequence[Box], body: Sequence[Box], n_lines: int) -> list[Extent]:
    """Return the extents of figures and words in each column, or of the head of an empty one."""
    bodies = _bodies(body, n_lines)
    leaves = _leaves(heads)
    extents = []
    for h, b in _pairs(leaves, bodies):
        if b is not None:
            extents.append(bodies[b])
        elif h is not None:
            extents.append(leaves[h])
    return extents


def edges_of(columns: Sequence[Extent], heads: Sequence[Box]) -> list[float]:
    """Return the borders between columns: in the white that is left beside heads and figures."""
    leaves = _leaves(heads)
    whole = list(columns)
    for h, b in _pairs(leaves, list(columns)):
        if h is not None and b is not None:
            whole[b] = (min(leaves[h][0], columns[b][0]), max(leaves[h][1], columns[b][1]))
    edges = [min(columns[0][0], whole[0][0]) - 2]
    for number, (left, right) in enumerate(pairwise(columns)):
        middle = (whole[number][1] + whole[number + 1][0]) / 2
        edges.append(min(max(middle, left[1]), right[0]))
    return [*edges, max(columns[-1][1], whole[-1][1]) + 2]


def _bodies(pieces: Sequence[Box], n_lines: int) -> list[Extent]:
    """Return where pieces stand, parted by white that few lines cross."""
    marks = sorted({p.x0 for p in pieces} | {p.x1 for p in pieces})
    allowed = int(_CROSSING * n_lines)
    columns: list[Extent] = []
    for low, high in pairwise(marks):
        middle = (low + high) / 2
        covering = sum(piece.x0 < middle < piece.x1 for piece in pieces)
        if covering <= allowed and (covering == 0 or high - low >= _MIN_WHITE):
            continue
        if columns and low - columns[-1][1] < _MIN_WHITE:
            columns[-1] = (columns[-1][0], high)
        else:
            columns.append((low, high))
    return columns


def _leaves(heads: Sequence[Box]) -> list[Extent]:
    """Return the extents of the lowest heads; those that gather several are left out."""
    leaves: list[list[Box]] = []
    for head in sorted(heads, key=lambda h: (-h.bottom, h.x0)):
        below = [leaf for leaf in leaves if _overlap(head, leaf)]
        if not below:
            if not _gathers(head, heads):
                leaves.append([head])
        elif len(below) == 1 and _is_line_of(head, below[0][-1]):
            below[0].append(head)
    return sorted((min(h.x0 for h in leaf), max(h.x1 for h in leaf)) for leaf in leaves)


def _overlap(head: Box, leaf: Sequence[Box]) -> bool:
    return any(head.x0 < h.x1 and h.x0 < head.x1 for h in leaf)


def _is_line_of(head: Box, below: Box) -> bool:
    near = below.top - head.bottom < 0.8 * (head.bottom - head.top)
    middles = abs(head.x0 + head.x1 - below.x0 - below.x1) / 2
    return near and min(middles, abs(head.x0 - below.x0)) < 3


def _gathers(head: Box, heads: Sequence[Box]) -> bool:
    """Return whether a head stands over the white between its neighbours, both lower."""
    left = max((h for h in heads if h.x1 <= head.x0 + 2), key=lambda h: h.x1, default=None)
    right = min((h for h in heads if h.x0 >= head.x1 - 2), key=lambda h: h.x0, default=None)
    return left is not None and right is not None and min(left.top, right.top) >= head.bottom - 2


def _distance(one: Extent, other: Extent) -> float:
    return max(0.0, one[0] - other[1], other[0] - one[1])


def _pairs(
    heads: Sequence[Extent], bodies: Sequence[Extent]
) -> list[tuple[int | None, int | None]]:
    """Align heads and columns; return (head, column) from left to right, None for no partner."""
    n, m = len(heads), len(bodies)
    cost = [[0.0] * (m + 1) for _ in range(n + 1)]
    step: list[list[int]] = [[0] * (m + 1) for _ in range(n + 1)]
    for i in range(n + 1):
        for j in range(m + 1):
            choices = []
            if i and j:
                choices.append((cost[i - 1][j - 1] + _distance(heads[i - 1], bodies[j - 1]), 0))
            if i:
                choices.append((cost[i - 1][j] + _EMPTY_COLUMN, 1))
            if j:
                choices.append((cost[i][j - 1] + _NO_HEAD, 2))
            if choices:
                cost[i][j], step[i][j] = min(choices)
    pairs: list[tuple[int | None, int | None]] = []
    i, j = n, m
    while i or j:
        kind = step[i][j]
        pairs.append((i - 1 if kind != 2 else None, j - 1 if kind != 1 else None))
        i, j = i - (kind != 2), j - (kind != 1)
    return pairs[::-1]

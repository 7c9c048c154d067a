"""Finds tables from ruling lines: lines that touch make a lattice, missing borders merge cells."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from juesuan.converter.readers.page import Ruling
from juesuan.schema.limits import MAX_GRID_LINES

_SNAP = 2.6  # points: parallel lines nearer than this are one line drawn twice
_REACH = 4.0  # points: gap that a line may leave and still touch another
_SHORT = 4.0  # points: shorter lines are ticks or parts of letters
_COVER = 0.5  # share of a cell's side that must be drawn to count as a border


@dataclass(slots=True)
class _Rule:
    """A drawn line: ``at`` across, from ``start`` to ``end`` along."""

    at: float
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Lattice:
    """A table's skeleton: border positions, and cells as (row, column, row span, column span)."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    cells: tuple[tuple[int, int, int, int], ...]

    def slot(self, x: float, y: float) -> tuple[int, int] | None:
        """Return the (row, column) of the lattice under a point, or None outside."""
        column, row = bisect_right(self.xs, x) - 1, bisect_right(self.ys, y) - 1
        if 0 <= row < len(self.ys) - 1 and 0 <= column < len(self.xs) - 1:
            return row, column
        return None

    def owners(self) -> list[list[int]]:
        """Return, for each row and column, the index of the cell that covers it."""
        owners = [[0] * (len(self.xs) - 1) for _ in range(len(self.ys) - 1)]
        for index, (row, column, high, wide) in enumerate(self.cells):
            for r in range(row, row + high):
                owners[r][column : column + wide] = [index] * wide
        return owners


def find_lattices(rulings: Iterable[Ruling], width: float, height: float) -> list[Lattice]:
    """Return the lattices that can be tables or the rest of one, from top to bottom."""
    across, down = [], []
    for r in rulings:
        wide, high = r.x1 - r.x0, r.bottom - r.top
        if wide > 0.98 * width and high > 0.98 * height:
            continue
        if wide >= _SHORT and high < 1.5:
            across.append(_Rule((r.top + r.bottom) / 2, r.x0, r.x1))
        elif high >= _SHORT and wide < 1.5:
            down.append(_Rule((r.x0 + r.x1) / 2, r.top, r.bottom))
    rows, columns = _merge(across), _merge(down)
    if len(rows) > MAX_GRID_LINES * 4 or len(columns) > MAX_GRID_LINES * 4:
        return []
    lattices = [_lattice(h, v) for h, v in _touching(rows, columns)]
    found = [lattice for lattice in lattices if lattice is not None]
    return sorted(found, key=lambda lattice: (lattice.ys[0], lattice.xs[0]))


def _merge(rules: list[_Rule]) -> list[_Rule]:
    """Snap nearly equal positions together and join the pieces of one line."""
    merged: list[_Rule] = []
    for group in _clusters(rules):
        at = sum(rule.at for rule in group) / len(group)
        group.sort(key=lambda rule: rule.start)
        current = _Rule(at, group[0].start, group[0].end)
        for rule in group[1:]:
            if rule.start <= current.end + _REACH:
                current.end = max(current.end, rule.end)
            else:
                merged.append(current)
                current = _Rule(at, rule.start, rule.end)
        merged.append(current)
    return merged


def _clusters(rules: list[_Rule]) -> list[list[_Rule]]:
    groups: list[list[_Rule]] = []
    for rule in sorted(rules, key=lambda rule: rule.at):
        if groups and rule.at - groups[-1][0].at <= _SNAP:
            groups[-1].append(rule)
        else:
            groups.append([rule])
    return groups


def _touching(rows: list[_Rule], columns: list[_Rule]) -> list[tuple[list[_Rule], list[_Rule]]]:
    """Return the connected groups of horizontal and vertical lines."""
    parent = list(range(len(rows) + len(columns)))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    for i, h in enumerate(rows):
        for j, v in enumerate(columns, len(rows)):
            if (
                h.start - _REACH <= v.at <= h.end + _REACH
                and v.start - _REACH <= h.at <= v.end + _REACH
            ):
                parent[root(i)] = root(j)
    groups: dict[int, tuple[list[_Rule], list[_Rule]]] = {}
    for i, h in enumerate(rows):
        groups.setdefault(root(i), ([], []))[0].append(h)
    for j, v in enumerate(columns, len(rows)):
        groups.setdefault(root(j), ([], []))[1].append(v)
    return list(groups.values())


def _positions(rules: Sequence[_Rule], ends: Sequence[_Rule]) -> list[float]:
    """Return the sorted border positions, closed by the other lines' ends where sides are open."""
    at = sorted({rule.at for rule in rules})
    low, high = min(rule.start for rule in ends), max(rule.end for rule in ends)
    if not at or at[0] - low > 2 * _REACH:
        at.insert(0, low)
    if high - at[-1] > 2 * _REACH:
        at.append(high)
    return at


def _lattice(rows: list[_Rule], columns: list[_Rule]) -> Lattice | None:
    if len(rows) < 2 or not columns:
        return None
    xs, ys = _positions(columns, rows), _positions(rows, columns)
    if len(xs) < 3 or (len(ys) < 3 and len(xs) < 4):
        return None  # a box or a frame; a single row of three cells may end a table
    return Lattice(tuple(xs), tuple(ys), _merged_cells(rows, columns, xs, ys))


def _borders(rules: list[_Rule], along: list[float], at: list[float]) -> list[list[bool]]:
    """Return, for each inner position and each interval along it, whether a border is drawn."""
    index = {position: i for i, position in enumerate(at)}
    drawn = [[False] * (len(along) - 1) for _ in at]
    for rule in rules:
        if (i := index.get(rule.at)) is None:
            continue
        for k in range(max(0, bisect_right(along, rule.start - _REACH) - 1), len(along) - 1):
            low, high = along[k], along[k + 1]
            if low >= rule.end:
                break
            if min(high, rule.end) - max(low, rule.start) >= _COVER * (high - low):
                drawn[i][k] = True
    return drawn


def _merged_cells(
    rows: list[_Rule], columns: list[_Rule], xs: list[float], ys: list[float]
) -> tuple[tuple[int, int, int, int], ...]:
    """Join neighbouring slots that no border parts; what is no rectangle is cut into rows."""
    right_of = _borders(columns, ys, xs)
    below = _borders(rows, xs, ys)
    n_rows, n_columns = len(ys) - 1, len(xs) - 1
    owner = [[-1] * n_columns for _ in range(n_rows)]
    cells: list[tuple[int, int, int, int]] = []
    for row in range(n_rows):
        for column in range(n_columns):
            if owner[row][column] >= 0:
                continue
            wide = 1
            while (
                column + wide < n_columns
                and owner[row][column + wide] < 0
                and not right_of[column + wide][row]
            ):
                wide += 1
            high = 1
            while row + high < n_rows and all(
                owner[row + high][c] < 0
                and not below[row + high][c]
                and (c == column or not right_of[c][row + high])
                for c in range(column, column + wide)
            ):
                high += 1
            for r in range(row, row + high):
                owner[r][column : column + wide] = [len(cells)] * wide
            cells.append((row, column, high, wide))
    return tuple(cells)

"""Lays out the heads of a table without lines: which columns each spans, and on which level.

Texts that one cell wraps are joined first. A head over others that stand in one row gathers the
columns of that row; neighbouring heads share the row out as their left edges or middles say. A
rule drawn under a head says it outright.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import combinations, islice, pairwise

from juesuan.converter.document import Cell
from juesuan.converter.readers.page import Ruling

_NEAR = 3.0  # points by which a rule may miss the columns that it gathers
_LEVEL = 2.0  # points by which heads of one row may differ in height
_ALIGNED = 1.0  # points by which the middles (or tops, or bottoms) of one row differ at most
_CENTRED = 2.0  # points by which the lines of one cell differ in their middles or ends
_INSIDE = 0.5  # share of a head's width that lies over its columns at least
_OFF = 0.2  # share of its columns' width by which a head is away from their middle at most
_ROOM = 2.6  # times a line's height: the first line of a wrapped head leaves less of its column
_TIGHT = 0.2  # times a line's height: so little is between lines of one cell only
_MAX_PARTITIONS = 5_000


@dataclass(slots=True)
class Head:
    """A text of the header with its box; ``start`` and ``stop`` delimit its columns."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    lines: int = 1
    start: int = 0
    stop: int = 1
    level: int = 0
    lowest: float = 0.0
    off: float = 0.0  # how far it is from where a head of its columns would stand
    at: float = 0.0  # the height by which the heads of this table's rows are aligned

    @property
    def size(self) -> float:
        """The height of one of its lines."""
        return (self.bottom - self.top) / self.lines

    def is_beside(self, other: Head) -> bool:
        """Return whether two heads stand in one row."""
        return abs(self.at - other.at) < _ALIGNED or self.gathers(other) or other.gathers(self)

    def gathers(self, other: Head) -> bool:
        """Return whether another stands beside this one and the heads under it together."""
        return self.top < (other.top + other.bottom) / 2 < self.lowest and other.lowest == 0


def lay_heads(
    texts: Sequence[Head],
    edges: Sequence[float],
    columns: Sequence[tuple[float, float]],
    rulings: Sequence[Ruling],
    page: int,
) -> tuple[list[Cell], int]:
    """Return the cells of a header and the number of its rows."""
    heads = _join_wrapped(texts, edges)
    is_low = _align(heads)
    for head in heads:
        head.start = _column(head, edges)
        head.stop = head.start + 1
    _spread(heads, edges, columns, rulings, is_low)
    if not _is_certain(heads, edges):
        return [_whole(heads, edges, page)], 1
    free = [0] * (len(edges) - 1)
    for head in heads:
        head.level = max(free[head.start : head.stop])
        free[head.start : head.stop] = [head.level + 1] * (head.stop - head.start)
    n_rows = max(free, default=0)
    cells = []
    for head in heads:
        below = (h.level for h in heads if h.level > head.level and _meet(h, head))
        high = min(below, default=n_rows) - head.level
        box = (edges[head.start], head.top, edges[head.stop], head.bottom)
        wide = head.stop - head.start
        cells.append(Cell(head.text, head.level, head.start, high, wide, page, box))
    return cells, n_rows


def _meet(one: Head, other: Head) -> bool:
    return one.start < other.stop and other.start < one.stop


def _is_certain(heads: Sequence[Head], edges: Sequence[float]) -> bool:
    """Return whether every head has room over its columns, in their middle or at their left."""
    for head in heads:
        left, right = edges[head.start], edges[head.stop]
        if min(head.x1, right) - max(head.x0, left) < _INSIDE * (head.x1 - head.x0):
            return False
        if head.off > _OFF * (right - left) + _NEAR:
            return False
    beside = ((a, b) for a, b in combinations(heads, 2) if abs(a.at - b.at) < _ALIGNED)
    return not any(_meet(a, b) for a, b in beside)


def _whole(heads: Sequence[Head], edges: Sequence[float], page: int) -> Cell:
    """Return one cell with all heads: which columns they name cannot be told."""
    text = "\n".join(head.text for head in sorted(heads, key=lambda head: (head.top, head.x0)))
    box = (edges[0], min(h.top for h in heads), edges[-1], max(h.bottom for h in heads))
    return Cell(text, 0, 0, 1, len(edges) - 1, page, box)


def _align(heads: Sequence[Head]) -> bool:
    """Note by what heads of one row are aligned: middles, tops or bottoms, where fewest differ.

    Return whether it is bottoms.
    """
    ways: list[Callable[[Head], float]] = [
        lambda head: (head.top + head.bottom) / 2,
        lambda head: head.top,
        lambda head: head.bottom,
    ]
    way = min(ways, key=lambda of: _n_levels(sorted(map(of, heads))))
    for head in heads:
        head.at = way(head)
    return way is ways[2]


def _n_levels(positions: Sequence[float]) -> int:
    return 1 + sum(high - low >= _ALIGNED for low, high in pairwise(positions))


def _column(head: Head, edges: Sequence[float]) -> int:
    """Return the column that a head overlaps most."""
    overlaps = [min(head.x1, high) - max(head.x0, low) for low, high in pairwise(edges)]
    return max(range(len(overlaps)), key=overlaps.__getitem__)


def _join_wrapped(texts: Sequence[Head], edges: Sequence[float]) -> list[Head]:
    heads: list[Head] = []
    for text in sorted(texts, key=lambda head: (head.top, head.x0)):
        above = next((h for h in reversed(heads) if _wraps(h, text, texts, edges)), None)
        if above is None:
            heads.append(text)
            continue
        above.text += f"\n{text.text}"
        above.x0, above.x1 = min(above.x0, text.x0), max(above.x1, text.x1)
        above.bottom = text.bottom
        above.lines += 1
    return heads


def _wraps(above: Head, text: Head, texts: Sequence[Head], edges: Sequence[float]) -> bool:
    """Return whether a text goes on with the one above it in the same cell.

    It does not where the column had room for it and it stands in a row of heads of which some
    have nothing over them: then the one above is the head of several columns.
    """
    if not _is_close_over(above, text):
        return False
    left, right = text.x0 - above.x0, text.x1 - above.x1
    if min(abs(left), abs(right), abs(left + right) / 2) > _CENTRED:
        return False
    column = _column(text, edges)
    if column != _column(above, edges):
        return False
    width = edges[column + 1] - edges[column]
    wide = above.x1 - above.x0
    row = [h for h in texts if h is not text and abs(h.top - text.top) < _ALIGNED]
    row = [h for h in row if not any(_is_close_over(o, h) for o in texts)]
    sides = {_column(h, edges) - column for h in row}
    is_last = above.lines == 1 and not any(_is_close_over(text, h) for h in texts)
    if is_last and {-1, 1} <= sides:
        return False  # the last of two lines is level with single ones in rows of heads only
    if text.top - above.bottom < _TIGHT * above.size or width - _ROOM * above.size < wide <= width:
        return True
    if wide > width and row:
        return False  # it stands in a row of heads
    for side in (column - 1, column + 1):
        beside = [h for h in texts if _column(h, edges) == side]
        lower = beside and all(h.top >= above.bottom - 1 for h in beside)
        if lower and any(_overlap(h, text) > 0.3 * text.size for h in beside):
            return False
    return True


def _is_close_over(above: Head, text: Head) -> bool:
    if not (above.x0 < text.x1 and text.x0 < above.x1):
        return False
    return -0.5 * above.size < text.top - above.bottom < 0.8 * above.size


def _overlap(one: Head, other: Head) -> float:
    return min(one.bottom, other.bottom) - max(one.top, other.top)


def _spread(
    heads: Sequence[Head],
    edges: Sequence[float],
    columns: Sequence[tuple[float, float]],
    rulings: Sequence[Ruling],
    is_low: bool,
) -> None:
    """Give heads over other heads the columns of the row under them.

    Unless heads that span rows stand low (``is_low``) as their neighbours' lowest ones do, a row
    of lower heads is shared out as a whole.
    """
    waiting = sorted(heads, key=lambda head: -head.top)
    while waiting:
        lowest = waiting.pop(0)
        row = _row_under(lowest, heads)
        if not row:
            continue
        others = [(h, _row_under(h, heads)) for h in waiting]
        group = [
            lowest,
            *(h for h, r in others if r and r[0] is row[0] and h.bottom > lowest.top + _LEVEL),
        ]
        waiting = [h for h in waiting if not any(h is member for member in group)]
        group.sort(key=lambda h: h.x0)
        unruled = [h for h in group if not _by_rule(h, group, row, columns, rulings)]
        if unruled:
            _share_out(group, row, edges, whole=not is_low)
        for head in group:
            head.lowest = max(max(h.lowest, h.bottom) for h in row)
            head.off = _off(head, [h for h in row if head.start <= h.start < head.stop], edges)


def _off(head: Head, under: Sequence[Head], edges: Sequence[float]) -> float:
    """Return by how much a head is away from the middle or the left of those under it."""
    middle = (head.x0 + head.x1) / 2
    return min(
        abs(middle - (edges[head.start] + edges[head.stop]) / 2),
        *(abs(middle - (h.x0 + under[-1].x1) / 2) for h in under[:1]),
        *(abs(head.x0 - h.x0) for h in under[:1]),
    )


def _row_under(head: Head, heads: Sequence[Head]) -> list[Head]:
    """Return the heads of the unbroken row under a head, from left to right, or none."""
    lower = [h for h in heads if h.top >= head.bottom - _LEVEL and _stands_under(h, head)]
    if not lower:
        return []
    first = min(lower, key=lambda h: h.top)
    row = [h for h in heads if h.top >= head.bottom - _LEVEL and h.is_beside(first)]
    run = [first]
    while (left := next((h for h in row if h.stop == run[0].start), None)) is not None:
        run.insert(0, left)
    while (right := next((h for h in row if h.start == run[-1].stop), None)) is not None:
        run.append(right)
    return run


def _stands_under(lower: Head, head: Head) -> bool:
    return lower.start <= head.start < lower.stop or (lower.x0 < head.x1 and head.x0 < lower.x1)


def _across(rulings: Sequence[Ruling]) -> list[Ruling]:
    """Return the rules across, those joined that go on one behind the other."""
    rules: list[Ruling] = []
    across = (rule for rule in rulings if rule.x1 - rule.x0 > rule.bottom - rule.top)
    for rule in sorted(across, key=lambda rule: (round(rule.top), rule.x0)):
        before = rules[-1] if rules else None
        if before and abs(rule.top - before.top) < 1.5 and rule.x0 <= before.x1 + _NEAR:
            rules[-1] = before._replace(x1=max(before.x1, rule.x1))
        else:
            rules.append(rule)
    return rules


def _by_rule(
    head: Head,
    group: Sequence[Head],
    row: Sequence[Head],
    columns: Sequence[tuple[float, float]],
    rulings: Sequence[Ruling],
) -> bool:
    """Give a head the columns over which a rule is drawn under it; return whether there is one."""
    for rule in _across(rulings):
        if not head.bottom - _NEAR <= rule.top <= row[0].top + _NEAR:
            continue
        if not (rule.x0 - _NEAR <= head.x0 and head.x1 <= rule.x1 + _NEAR):
            continue
        low, high = rule.x0 - _NEAR, rule.x1 + _NEAR
        if all(low <= (left + right) / 2 <= high for left, right in columns):
            continue  # a rule across the table
        if any(h is not head and low <= (h.x0 + h.x1) / 2 <= high for h in group):
            continue
        inside = [h for h in row if low <= (h.x0 + h.x1) / 2 <= high]
        if inside:
            head.start, head.stop = inside[0].start, inside[-1].stop
            return True
    return False


def _share_out(
    group: Sequence[Head], row: Sequence[Head], edges: Sequence[float], whole: bool
) -> None:
    """Share the columns of a row out to the heads over it, each a run of neighbours.

    The heads stand at the left edge or in the middle of their runs, and inside. Among runs that
    fit equally well, those are taken that cover most of the row.
    """
    best: tuple[tuple[int, int], tuple[int, ...]] | None = None
    for cuts in islice(combinations(range(len(row) + 1), len(group) + 1), _MAX_PARTITIONS):
        if whole and cuts[-1] - cuts[0] < len(row):
            continue
        parts = [row[low:high] for low, high in pairwise(cuts)]
        pairs = list(zip(group, parts, strict=True))
        left = sum(abs(head.x0 - part[0].x0) for head, part in pairs)
        middle = sum(abs(head.x0 + head.x1 - p[0].x0 - p[-1].x1) / 2 for head, p in pairs)
        cells = sum(
            abs(head.x0 + head.x1 - edges[p[0].start] - edges[p[-1].stop]) / 2 for head, p in pairs
        )
        over = sum(
            max(0.0, edges[p[0].start] - head.x0) + max(0.0, head.x1 - edges[p[-1].stop])
            for head, p in pairs
        )
        off = round((min(left, middle, cells) + over) / (_NEAR * len(group)))
        fit = (off, cuts[0] - cuts[-1])
        if best is None or fit < best[0]:
            best = (fit, cuts)
    if best is not None:
        for head, (low, high) in zip(group, pairwise(best[1]), strict=True):
            head.start, head.stop = row[low].start, row[high - 1].stop

"""Brings lines home that a wrapped text too high for its cell prints above or below it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from juesuan.converter.readers.lattice import Lattice
from juesuan.converter.readers.page import Char

Place = int | None  # the index of a cell, or None outside the lattice

_PITCH = 1.6  # times a character's size between base lines of one text at most
_CROSS = 0.12  # times a character's height that stands on the other side of a border
_ROWS = 0.85  # times a row's height: lines of one text are nearer than this
_EVEN = 0.25  # times a character's size by which the steps between lines may differ


def bring_home(lattice: Lattice, chars: Sequence[Char], places: Sequence[Place]) -> dict[int, int]:
    """Return the cell of each character (by index) that stands outside the cell of its text.

    The lines of one text follow one another in the file, evenly spaced and over one another, and
    nearer than the rows of the table. Its cell is the one in which its middle line stands. It is
    seen to be too high by a line that crosses the cell's border, or stands in another cell beside
    what is printed there.
    """
    moved: dict[int, int] = {}
    filled = Counter(places)
    for text in _texts(chars):
        middle = text[(len(text) - 1) // 2]
        home = places[middle[0]]
        if home is None or all(places[i] == home for line in text for i in line):
            continue
        row, _, high, _ = lattice.cells[home]
        top, bottom = lattice.ys[row], lattice.ys[row + high]
        if _are_rows(lattice, text, chars, places):
            continue
        if _crosses(text, chars, top, bottom) or _intrudes(text, places, home, filled):
            moved.update((i, home) for line in text for i in line if places[i] != home)
    return moved


def _crosses(
    text: Sequence[Sequence[int]], chars: Sequence[Char], top: float, bottom: float
) -> bool:
    for line in text:
        char = chars[line[0]]
        over = _CROSS * (char.bottom - char.top)
        if any(char.top + over < border < char.bottom - over for border in (top, bottom)):
            return True
    return False


def _intrudes(
    text: Sequence[Sequence[int]], places: Sequence[Place], home: int, filled: Counter[Place]
) -> bool:
    """Return whether lines of a text stand in another cell that holds something else."""
    inside = Counter(places[i] for line in text for i in line)
    return any(
        place is not None and place != home and filled[place] > count
        for place, count in inside.items()
    )


def _are_rows(
    lattice: Lattice,
    text: Sequence[Sequence[int]],
    chars: Sequence[Char],
    places: Sequence[Place],
) -> bool:
    """Return whether the lines stand as far apart as the rows of the table do."""
    step = chars[text[1][0]].base - chars[text[0][0]].base
    for line in text:
        if (place := places[line[0]]) is not None:
            row, _, high, _ = lattice.cells[place]
            if step > _ROWS * (lattice.ys[row + high] - lattice.ys[row]):
                return True
    return False


def _texts(chars: Sequence[Char]) -> Iterator[list[list[int]]]:
    """Yield the runs of several lines of words that follow one another in the file."""
    text: list[list[int]] = []
    for line in _lines(chars):
        if text and not _goes_on(text, line, chars):
            if len(text) > 1:
                yield text
            text = []
        text.append(line)
    if len(text) > 1:
        yield text


def _lines(chars: Sequence[Char]) -> Iterator[list[int]]:
    """Yield the indices of characters that follow one another on a line, gaps not wide."""
    line = [0] if chars else []
    for index, (before, char) in enumerate(pairwise(chars), 1):
        em = char.x1 - char.x0
        if abs(char.base - before.base) > 0.3 * em or not -em < char.x0 - before.x1 < em:
            yield line
            line = []
        line.append(index)
    if line:
        yield line


def _goes_on(text: Sequence[Sequence[int]], line: Sequence[int], chars: Sequence[Char]) -> bool:
    above, first, last = text[-1], chars[line[0]], chars[line[-1]]
    left, right = chars[above[0]], chars[above[-1]]
    if not (left.text > "\u2e7f" and first.text > "\u2e7f"):
        return False
    em = left.x1 - left.x0
    step = first.base - left.base
    if not 0.5 * em < step < _PITCH * em:
        return False
    if abs(left.x0 + right.x1 - first.x0 - last.x1) > em and abs(left.x0 - first.x0) > 0.3 * em:
        return False
    if len(text) > 1:
        before = left.base - chars[text[-2][0]].base
        return abs(step - before) < _EVEN * em
    return True

"""Keeps a number whole that is printed a little over the border of its cell."""

from __future__ import annotations

import re
from collections.abc import Sequence

from juesuan.converter.readers.lattice import Lattice
from juesuan.converter.readers.page import Char
from juesuan.converter.readers.strokes import text_lines

_FIGURE = frozenset("0123456789,.-+()，．－（）%")
_WHOLE = re.compile(r"[-－+(（]?\d{1,3}(?:([,，])\d{3}(?:\1\d{3})*|\d*)(?:[.．]\d+)?[%)）]?|[-－]")
_TWO_DECIMALS = re.compile(r"[.．]\d\d[%)）]?$")
_ENDS = frozenset((")", "）", "%"))
_NEAR = 0.6  # times a character's height: a number that goes on beyond a border is this near it
_TOUCH = 0.25  # times a character's height: characters of one number are nearer than this
_OVER = 0.1  # times a character's height by which it stands on both sides of a border
_SAME = 0.1  # times a character's height by which those of one number may differ


def reunite(lattice: Lattice, cells: list[list[Char]]) -> None:
    """Move the characters of numbers that straddle a border into the cell that holds most."""
    xs = lattice.xs
    for index, (row, column, high, wide) in enumerate(lattice.cells):
        if column + wide == len(xs) - 1 or not cells[index]:
            continue
        border = xs[column + wide]
        if not any(_may_go_on(char, border) for char in cells[index]):
            continue
        owner = lattice.owners()
        for r in range(row, row + high):
            other = owner[r][column + wide]
            if cells[other] and other != index:
                _reunite(cells, index, other, border)


def _reunite(cells: list[list[Char]], left: int, right: int, border: float) -> None:
    if not any(_may_go_on(char, border) for char in cells[right]):
        return
    of_left = {id(char) for char in cells[left]}
    for line in text_lines([*cells[left], *cells[right]]):
        run = _run_over(line, border)
        if not run or not _WHOLE.fullmatch("".join(char.text for char in run)):
            continue
        before = [char for char in run if id(char) in of_left]
        if not before or len(before) == len(run) or _are_two(run, len(before), border):
            continue
        source, target = (left, right) if 2 * len(before) < len(run) else (right, left)
        moved = {id(char) for char in run if (id(char) in of_left) == (source == left)}
        cells[target] += [char for char in cells[source] if id(char) in moved]
        cells[source] = [char for char in cells[source] if id(char) not in moved]


def _are_two(run: Sequence[Char], count: int, border: float) -> bool:
    """Return whether the first characters of a run are a number and the others another one.

    Money has no more than two decimals. Strings of the file tell most; where each digit is a
    string of its own or none is known, a border between two digits parts what is whole on
    either side, and one through a digit does not.
    """
    before, after = run[:count], run[count:]
    texts = ["".join(char.text for char in part) for part in (before, after)]
    if _TWO_DECIMALS.search(texts[0]) and texts[1] not in _ENDS:
        return True
    last, first = before[-1], after[0]
    if abs(_height(last) - _height(first)) > _SAME * _height(last):
        return True
    if last.run and last.run == first.run:
        return False
    if not all(_WHOLE.fullmatch(text) for text in texts):
        return False
    if _is_one_string(before) and _is_one_string(after):
        return True
    over = _OVER * _height(last)
    return not (last.x1 > border + over or first.x0 < border - over)


def _may_go_on(char: Char, border: float) -> bool:
    near = _NEAR * _height(char)
    return char.x0 - near < border < char.x1 + near and char.text in _FIGURE


def _is_one_string(part: Sequence[Char]) -> bool:
    return len(part) > 1 and part[0].run > 0 and all(char.run == part[0].run for char in part)


def _height(char: Char) -> float:
    return char.bottom - char.top


def _run_over(line: list[Char], border: float) -> list[Char]:
    """Return the characters of figures that stand without a gap around a border."""
    run: list[Char] = []
    for char in line:
        near = run and char.x0 - run[-1].x1 <= _TOUCH * (char.bottom - char.top)
        if char.text not in _FIGURE or (run and not near):
            if run and run[0].x0 < border < run[-1].x1:
                return run
            run = []
        if char.text in _FIGURE:
            run.append(char)
    return run if run and run[0].x0 < border < run[-1].x1 else []

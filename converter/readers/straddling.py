"""Keeps a number whole that is printed a little over the border of its cell."""

from __future__ import annotations

import re

from juesuan.converter.readers.lattice import Lattice
from juesuan.converter.readers.page import Char
from juesuan.converter.readers.strokes import text_lines

_FIGURE = frozenset("0123456789,.-+()，．－（）%")
_WHOLE = re.compile(r"[-－+(（]?\d{1,3}(?:([,，])\d{3}(?:\1\d{3})*|\d*)(?:[.．]\d+)?[%)）]?")
_NEAR = 0.8  # points from a border within which the end of a number may go on beyond it
_TOUCH = 0.25  # times a character's height: characters of one number are nearer than this


def reunite(lattice: Lattice, cells: list[list[Char]]) -> None:
    """Move the characters of numbers that straddle a border into the cell that holds most."""
    xs = lattice.xs
    for index, (row, column, high, wide) in enumerate(lattice.cells):
        if column + wide == len(xs) - 1 or not cells[index]:
            continue
        border = xs[column + wide]
        ends = [c for c in cells[index] if c.x1 > border - _NEAR and c.text in _FIGURE]
        if not ends:
            continue
        owner = lattice.owners()
        for r in range(row, row + high):
            other = owner[r][column + wide]
            if cells[other] and other != index:
                _reunite(cells, index, other, border)


def _reunite(cells: list[list[Char]], left: int, right: int, border: float) -> None:
    starts = [c for c in cells[right] if c.x0 < border + _NEAR and c.text in _FIGURE]
    if not starts:
        return
    of_left = {id(char) for char in cells[left]}
    for line in text_lines([*cells[left], *cells[right]]):
        run = _run_over(line, border)
        if not run or not _WHOLE.fullmatch("".join(char.text for char in run)):
            continue
        before = [char for char in run if id(char) in of_left]
        if not before or len(before) == len(run):
            continue
        source, target = (left, right) if 2 * len(before) < len(run) else (right, left)
        moved = {id(char) for char in run if (id(char) in of_left) == (source == left)}
        cells[target] += [char for char in cells[source] if id(char) in moved]
        cells[source] = [char for char in cells[source] if id(char) not in moved]


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

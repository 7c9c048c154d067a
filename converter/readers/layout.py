"""Turns the characters and ruling lines of a page into lines of text and grids of cells."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from statistics import median

from juesuan.converter.document import Block, Box, Cell, Grid, Line, Page
from juesuan.converter.readers.lattice import Lattice, find_lattices
from juesuan.converter.readers.page import Char, PageContent

_DOUBLE = 0.9  # points: the same character this near itself is printed twice for boldness


def lay_out(content: PageContent) -> Page:
    """Return the page's blocks in reading order (top to bottom)."""
    lattices = find_lattices(content.rulings, content.width, content.height)
    inside: list[dict[tuple[int, int], list[Char]]] = [{} for _ in lattices]
    outside: list[Char] = []
    for char in content.chars:
        x, y = (char.x0 + char.x1) / 2, (char.top + char.bottom) / 2
        for lattice, slots in zip(lattices, inside, strict=True):
            if (slot := lattice.slot(x, y)) is not None:
                slots.setdefault(slot, []).append(char)
                break
        else:
            outside.append(char)
    blocks: list[tuple[float, Block]] = []
    for lattice, slots in zip(lattices, inside, strict=True):
        if slots:
            blocks.append((lattice.ys[0], _grid(content.number, lattice, slots)))
    for chars in text_lines(outside):
        box = _box(chars)
        blocks.append((box[1], Line(join_line(chars), content.number, box)))
    blocks.sort(key=lambda block: block[0])
    return Page(content.number, tuple(block for _, block in blocks))


def _grid(page: int, lattice: Lattice, slots: dict[tuple[int, int], list[Char]]) -> Grid:
    cells = []
    for row, column, high, wide in lattice.cells:
        chars = [
            char
            for r in range(row, row + high)
            for c in range(column, column + wide)
            for char in slots.get((r, c), ())
        ]
        text = "\n".join(join_line(line) for line in text_lines(chars))
        box = (
            lattice.xs[column],
            lattice.ys[row],
            lattice.xs[column + wide],
            lattice.ys[row + high],
        )
        cells.append(Cell(text, row, column, high, wide, page, box))
    outer = (lattice.xs[0], lattice.ys[0], lattice.xs[-1], lattice.ys[-1])
    return Grid(page, tuple(cells), len(lattice.ys) - 1, len(lattice.xs) - 1, lattice.xs, outer)


def text_lines(chars: Iterable[Char]) -> list[list[Char]]:
    """Group characters into lines, top to bottom, each from left to right."""
    lines: list[list[Char]] = []
    for char in sorted(chars, key=lambda char: (char.base, char.x0)):
        if lines and char.base - lines[-1][0].base <= _line_tolerance(char):
            lines[-1].append(char)
        else:
            lines.append([char])
    for line in lines:
        line.sort(key=lambda char: char.x0)
    return [_without_doubles(line) for line in lines]


def _line_tolerance(char: Char) -> float:
    return max(2.0, 0.45 * max(char.x1 - char.x0, char.bottom - char.top))


def _without_doubles(line: list[Char]) -> list[Char]:
    kept: list[Char] = []
    for char in line:
        if any(c.text == char.text and abs(c.x0 - char.x0) < _DOUBLE for c in kept[-2:]):
            continue
        kept.append(char)
    return kept


def join_line(line: Sequence[Char]) -> str:
    """Join a line's characters; a gap wider than a character becomes two spaces."""
    em = median(max(char.x1 - char.x0, char.bottom - char.top) for char in line)
    parts = [line[0].text]
    for before, char in pairwise(line):
        gap = char.x0 - before.x1
        if gap > 1.2 * em:
            parts.append("  ")
        elif gap > 0.3 * em and _latin(before) and _latin(char):
            parts.append(" ")
        parts.append(char.text)
    return "".join(parts)


def _latin(char: Char) -> bool:
    return char.text.isascii() and char.text.isalpha()


def _box(chars: Sequence[Char]) -> Box:
    return (
        min(char.x0 for char in chars),
        min(char.top for char in chars),
        max(char.x1 for char in chars),
        max(char.bottom for char in chars),
    )

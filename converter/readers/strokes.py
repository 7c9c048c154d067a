"""Joins characters into lines of text: what stands on one base line, from left to right."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from operator import itemgetter
from statistics import median

from juesuan.converter.document import Box
from juesuan.converter.readers.page import Char

_DOUBLE = 0.9  # points: the same character this near itself is printed twice for boldness
_by_base = itemgetter(5, 1)
_by_left = itemgetter(1)


def text_lines(chars: Iterable[Char]) -> list[list[Char]]:
    """Group characters into lines, top to bottom, each from left to right."""
    lines: list[list[Char]] = []
    line: list[Char] = []
    start = 0.0
    for char in sorted(chars, key=_by_base):
        _, x0, top, x1, bottom, base, _ = char
        if line and (
            base - start <= 2 or base - start <= 0.45 * _size(char, x1 - x0, bottom - top)
        ):
            line.append(char)
        else:
            line, start = [char], base
            lines.append(line)
    return [_without_doubles(line) for line in lines]


def _size(char: Char, wide: float, high: float) -> float:
    """Return the size of a character, or of the letters of a piece of prose."""
    return high if high > wide or len(char.text) > 1 else wide


def _without_doubles(line: list[Char]) -> list[Char]:
    line.sort(key=_by_left)
    kept: list[Char] = []
    one = two = None
    for char in line:
        if one is not None:
            near = char[1] - _DOUBLE
            if (one[0] == char[0] and one[1] > near) or (
                two is not None and two[0] == char[0] and two[1] > near
            ):
                continue
        kept.append(char)
        one, two = char, one
    return kept


def join_lines(chars: Iterable[Char]) -> str:
    """Return the text of a cell, its lines parted by line breaks."""
    return "\n".join(join_line(line) for line in text_lines(chars))


def join_line(line: Sequence[Char]) -> str:
    """Join a line's characters; a gap wider than a character becomes two spaces."""
    em = size_of(line)
    wide, narrow = 1.2 * em, 0.3 * em
    before = line[0]
    parts = [before[0]]
    end = before[3]
    for char in line[1:]:
        gap = char[1] - end
        if gap > narrow:
            if gap > wide:
                parts.append("  ")
            elif _latin(before) and _latin(char):
                parts.append(" ")
        parts.append(char[0])
        before, end = char, char[3]
    return "".join(parts)


def size_of(line: Sequence[Char]) -> float:
    """Return the usual size of a line's characters."""
    return median([_size(char, char[3] - char[1], char[4] - char[2]) for char in line])


def _latin(char: Char) -> bool:
    return char.text.isascii() and char.text.isalpha()


def box_of(chars: Sequence[Char]) -> Box:
    """Return the box around some characters."""
    return (
        min([char[1] for char in chars]),
        min([char[2] for char in chars]),
        max([char[3] for char in chars]),
        max([char[4] for char in chars]),
    )

"""The text and path objects of OFD pages as characters and ruling lines (GB/T 33190, 8 to 11)."""

from __future__ import annotations

import math
from collections.abc import Iterator
from itertools import pairwise

from lxml import etree

from juesuan.converter.readers.affine import Matrix, Point, apply, times
from juesuan.converter.readers.page import Char, Ruling

_ASCENT, _DESCENT = 0.88, 0.12  # shares of the size above and below the baseline
_NARROW = 0.5  # width of an ASCII character in ems
_THIN = 2.0  # points: a filled area as thin as this is drawn as a line
_STEEP = 1.0  # points by which a ruling line may slant
_COORDINATES = {"S": 2, "M": 2, "L": 2, "Q": 4, "B": 6, "A": 7, "C": 0}
_BIG = 1e7


def numbers(text: str | None) -> list[float]:
    """Return the numbers of a list; what is no number within bounds is 0."""
    return [_number(part) for part in (text or "").split()]


def _number(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        return 0.0
    return value if math.isfinite(value) and abs(value) < _BIG else 0.0


def object_matrix(element: etree._Element, to_page: Matrix) -> Matrix:
    """Return the matrix from an object's own space, through its CTM and boundary, to points."""
    boundary = [*numbers(element.get("Boundary")), 0.0, 0.0][:2]
    matrix = times((1, 0, 0, 1, boundary[0], boundary[1]), to_page)
    own = numbers(element.get("CTM"))
    if len(own) == 6:
        matrix = times((own[0], own[1], own[2], own[3], own[4], own[5]), matrix)
    return matrix


def text_chars(element: etree._Element, matrix: Matrix) -> Iterator[Char]:
    """Yield the visible characters of a text object."""
    size = _number(element.get("Size") or "0")
    scale = _number(element.get("HScale") or "1") or 1.0
    x = y = 0.0
    for code in element.iterfind("{*}TextCode"):
        text = (code.text or "").strip("\r\n")
        x = _number(code.get("X") or str(x))
        y = _number(code.get("Y") or str(y))
        right = deltas(code.get("DeltaX"), len(text))
        down = deltas(code.get("DeltaY"), len(text))
        at_x, at_y = x, y
        for index, char in enumerate(text):
            natural = size * scale * (_NARROW if char.isascii() else 1.0)
            step = right[index] if index < len(right) else (0.0 if down else natural)
            if char.strip():
                width = min(natural, step) if step > 0 else natural
                yield _char(char, at_x, at_y, width, size, matrix)
            at_x += step
            at_y += down[index] if index < len(down) else 0.0


def _char(char: str, x: float, y: float, width: float, size: float, matrix: Matrix) -> Char:
    corners = [
        apply(matrix, x + right, y + below)
        for right in (0.0, width)
        for below in (-_ASCENT * size, _DESCENT * size)
    ]
    xs, ys = [p[0] for p in corners], [p[1] for p in corners]
    base = apply(matrix, x, y)[1]
    return Char(char, min(xs), min(ys), max(xs), max(ys), base)


def deltas(text: str | None, count: int) -> list[float]:
    """Return at most ``count`` offsets; ``g n v`` in the list stands for n times v."""
    values: list[float] = []
    parts = iter((text or "").split())
    for part in parts:
        if len(values) >= count:
            break
        if part == "g":
            again = int(_number(next(parts, "0")))
            values += [_number(next(parts, "0"))] * max(0, min(again, count - len(values)))
        else:
            values.append(_number(part))
    return values


def path_rulings(element: etree._Element, matrix: Matrix) -> Iterator[Ruling]:
    """Yield the horizontal and vertical lines of a path object."""
    data = element.find("{*}AbbreviatedData")
    lines = list(_segments("" if data is None else data.text or "", matrix))
    filled = element.get("Fill") == "true" and _is_thin(lines)
    if element.get("Stroke") == "false" and not filled:
        return
    for (x0, y0), (x1, y1) in lines:
        if (abs(x0 - x1) < _STEEP) != (abs(y0 - y1) < _STEEP):
            yield Ruling(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))


def _is_thin(lines: list[tuple[Point, Point]]) -> bool:
    xs = [p[0] for line in lines for p in line]
    ys = [p[1] for line in lines for p in line]
    return bool(lines) and min(max(xs) - min(xs), max(ys) - min(ys)) < _THIN


def _segments(text: str, matrix: Matrix) -> Iterator[tuple[Point, Point]]:
    """Yield the straight segments of abbreviated path data; curves only move the pen."""
    start = here = (0.0, 0.0)
    for operator, values in _operations(text):
        if operator == "C":
            yield here, start
            here = start
            continue
        if len(values) < _COORDINATES[operator]:
            return
        point = apply(matrix, values[-2], values[-1])
        if operator in ("S", "M"):
            start = point
        elif operator == "L":
            yield here, point
        here = point


def _operations(text: str) -> Iterator[tuple[str, list[float]]]:
    parts = text.split()
    marks = [i for i, part in enumerate(parts) if part in _COORDINATES]
    for at, end in pairwise([*marks, len(parts)]):
        values = numbers(" ".join(parts[at + 1 : end]))
        yield parts[at], values[: _COORDINATES[parts[at]]]

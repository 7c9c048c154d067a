"""Finds the ruling lines in the image of a page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from juesuan.converter.readers.page import Ruling
from juesuan.converter.readers.scan.image import Gray

_RUN = 0.1  # inches: runs of dark pixels shorter than this are no part of a line
_ACROSS, _DOWN = 0.2, 0.15  # inches: shorter lines are strokes of letters
_GAP = 0.03  # inches: a break in a line through noise
_THICK = 0.06  # inches: what is thicker is no line
_LONG = 1.2  # inches: a longer line is a line even where it meets no other
_OVERHANG = 0.35  # inches: as far as a letter beside a line reaches
_MEETS = 0.04  # inches: how near the end of a short line must come to a line across
_CHAIN = (0.17, 1.0)  # inches of a line down with what continues it: if bare, in any case
_BESIDE = (0.018, 0.03)  # inches beside a line: nearest and farthest
_CROWDED = 0.15  # share of a line beside which letters may stand
_BROKEN = 1  # pixels that may be missing where one line runs into another


Labels = npt.NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Lines:
    """The ruling lines of a page in points, and the pixels that they cover (255)."""

    rulings: list[Ruling]
    mask: Gray


@dataclass(slots=True)
class _Line:
    """A line in pixels: ``at`` across, from ``start`` to ``end`` along; its label in the image."""

    at: float
    start: int
    end: int
    label: int


def find_rulings(dark: Gray, dpi: float) -> Lines:
    """Return the horizontal and vertical lines among the dark pixels of a straight page.

    A short line counts only where both its ends meet lines across it, and every one where its ink
    runs into the lines that it meets: strokes of letters do not, even one above the other.
    """
    standing = np.ascontiguousarray(dark.T)
    across, across_labels = _lines(dark, dpi, _ACROSS)
    down, down_labels = _lines(standing, dpi, _DOWN)
    long_across = [line for line in across if line.end - line.start >= _LONG * dpi]
    long_down = [line for line in down if line.end - line.start >= _LONG * dpi / 2]
    down = [
        line
        for line in down
        if (line in long_down or _is_held(line, long_across, dpi))
        and _touches(line, long_across, standing, dpi)
    ]
    down = [
        line
        for line in down
        if (chain := _chain(line, down, dpi)) >= _CHAIN[1] * dpi
        or (chain >= _CHAIN[0] * dpi and _is_bare(line, standing, dpi))
    ]
    across = [
        line
        for line in across
        if line in long_across or (_is_held(line, down, dpi) and _touches(line, down, dark, dpi))
    ]
    _trim(down, across, dpi)
    _trim(across, down, dpi)
    scale = 72 / dpi
    rulings = [
        Ruling(line.start * scale, line.at * scale, line.end * scale, line.at * scale)
        for line in across
    ] + [
        Ruling(line.at * scale, line.start * scale, line.at * scale, line.end * scale)
        for line in down
    ]
    mask = _mask(across, across_labels) | _mask(down, down_labels).T
    return Lines(rulings, np.ascontiguousarray(mask))


def _lines(dark: Gray, dpi: float, shortest: float) -> tuple[list[_Line], Labels]:
    """Return the horizontal lines, and the image in which every line's pixels bear its label."""
    run, gap, least = (max(2, round(inches * dpi)) for inches in (_RUN, _GAP, shortest))
    runs = cv2.morphologyEx(dark, cv2.MORPH_OPEN, _bar(run))
    runs = cv2.morphologyEx(runs, cv2.MORPH_CLOSE, _bar(gap))
    runs = cv2.morphologyEx(runs, cv2.MORPH_OPEN, _bar(least))
    count, labels, stats, centres = cv2.connectedComponentsWithStats(runs, connectivity=8)
    lines = []
    for label in range(1, count):
        x, _, width, height, _ = stats[label]
        if height <= _THICK * dpi:
            lines.append(_Line(float(centres[label][1]) + 0.5, int(x), int(x + width), label))
    return lines, labels


def _bar(length: int) -> Gray:
    kernel: Gray = cv2.getStructuringElement(cv2.MORPH_RECT, (length, 1))
    return kernel


def _is_held(line: _Line, others: Sequence[_Line], dpi: float) -> bool:
    """Return whether lines across meet both ends of a line."""
    near = _MEETS * dpi
    return all(
        any(
            abs(other.at - end) <= near and other.start - near <= line.at <= other.end + near
            for other in others
        )
        for end in (line.start, line.end)
    )


def _touches(line: _Line, others: Sequence[_Line], dark: Gray, dpi: float) -> bool:
    """Return whether the ink of a line runs into most of the lines across that it meets.

    ``dark`` is the image in which the line lies level.
    """
    near = round(_MEETS * dpi)
    at = round(line.at - 0.5)
    ink = dark[max(0, at - 1) : at + 2].max(axis=0) > 0
    touched = met = 0
    for other in others:
        if not other.start - near <= line.at <= other.end + near:
            continue
        place = round(other.at - 0.5)
        for first, last in ((place - near, place), (place, place + near)):
            if line.start <= first + near // 2 and last - near // 2 <= line.end:
                met += 1
                touched += int(np.count_nonzero(~ink[max(0, first) : last + 1])) <= _BROKEN
    return not met or touched * 2 > met


def _chain(line: _Line, lines: Sequence[_Line], dpi: float) -> float:
    """Return the length of a line together with those that continue it directly."""
    near = _MEETS * dpi
    length = line.end - line.start
    for other in lines:
        apart = max(other.start - line.end, line.start - other.end)
        if other is not line and abs(other.at - line.at) <= near / 2 and apart <= near:
            length += other.end - other.start
    return length


def _is_bare(line: _Line, dark: Gray, dpi: float) -> bool:
    """Return whether hardly any ink stands beside a line; a letter's stroke has the letter."""
    at, ends = round(line.at - 0.5), round(_BESIDE[0] * dpi)
    near, far = (max(2, round(inches * dpi)) for inches in _BESIDE)
    inside = slice(line.start + ends, max(line.start + ends + 1, line.end - ends))
    sides = (dark[max(0, at - far) : at - near + 1, inside], dark[at + near : at + far + 1, inside])
    return all(float((side > 0).any(axis=0).mean()) <= _CROWDED for side in sides)


def _trim(lines: Sequence[_Line], others: Sequence[_Line], dpi: float) -> None:
    """End lines at the last line that they cross, where a letter's stroke prolongs them alone."""
    near, overhang = _MEETS * dpi, _OVERHANG * dpi
    for line in lines:
        crossing = [
            other.at for other in others if other.start - near <= line.at <= other.end + near
        ]
        if not crossing:
            continue
        first, last = min(crossing), max(crossing)
        if near < line.end - last <= overhang and _alone(line, lines, last, near):
            line.end = round(last)
        if near < first - line.start <= overhang and _alone(line, lines, first, near):
            line.start = round(first)


def _alone(line: _Line, lines: Sequence[_Line], at: float, near: float) -> bool:
    """Return whether no other line passes a position along them."""
    return not any(
        other is not line and other.start < at - near and other.end > at + near for other in lines
    )


def _mask(lines: Sequence[_Line], labels: Labels) -> Gray:
    kept = np.zeros(int(labels.max()) + 1, np.uint8)
    kept[[line.label for line in lines]] = 255
    mask: Gray = kept[labels]
    return mask

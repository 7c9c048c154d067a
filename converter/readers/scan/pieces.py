"""Cuts the cells of a table into lines of text; cells without ink are passed over."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from juesuan.converter.readers.lattice import Lattice
from juesuan.converter.readers.scan.image import Gray
from juesuan.converter.readers.scan.recogniser import PixelBox

_SPECK = 0.02  # inches: ink smaller than this both ways is a stray mark
_MARK = 0.035  # inches: ink that reaches this one way at least is writing
_DASH, _GRAIN, _SLENDER = 0.02, 0.01, 1.3  # a short dash: inches wide, high; width by height
_GAP = 0.012  # inches of empty rows between two lines of text
_LETTER, _USUAL = 0.05, 0.11  # inches: least and usual height of a line of letters
_LOW = 0.6  # share of the usual height below which a band is part of its neighbour
_STRIP_MARGIN, _STRIPS_APART = 0.15, 0.6  # inches
_COLUMNS_APART = 1.2  # heights of a line: a wider gap parts columns
_MARGIN = 0.18  # share of a line's height that is kept around it


@dataclass(frozen=True, slots=True)
class Piece:
    """One line of writing: its box in pixels and its image, dark on light."""

    box: PixelBox
    image: Gray
    in_table: bool


def cell_pieces(
    gray: Gray, dark: Gray, mask: Gray, lattices: Sequence[Lattice], dpi: float
) -> list[Piece]:
    """Return the lines of writing in the cells of tables, cell by cell."""
    scale = dpi / 72
    writing = writing_only(dark, mask, dpi)
    plain = without_lines(gray, mask)
    found: list[list[PixelBox]] = []
    for lattice in lattices:
        for row, column, high, wide in lattice.cells:
            left, right = (round(lattice.xs[i] * scale) for i in (column, column + wide))
            top, bottom = (round(lattice.ys[i] * scale) for i in (row, row + high))
            found.append(list(_bands(writing, (left, top, right, bottom), dpi)))
    usual = _usual_height([box for boxes in found for box in boxes], dpi)
    return [
        Piece(box, cut(plain, box), True)
        for boxes in found
        for box in _joined(boxes, usual, gray.shape)
    ]


def loose_pieces(
    gray: Gray,
    dark: Gray,
    mask: Gray,
    lattices: Sequence[Lattice],
    dpi: float,
    find_lines: Callable[[Gray], list[PixelBox]],
) -> list[Piece]:
    """Return the lines of text outside the tables, as a detector finds them."""
    outside = gray.copy()
    writing = writing_only(dark, mask, dpi)
    for lattice in lattices:
        left, right = (round(x * dpi / 72) for x in (lattice.xs[0], lattice.xs[-1]))
        top, bottom = (round(y * dpi / 72) for y in (lattice.ys[0], lattice.ys[-1]))
        outside[max(0, top - 2) : bottom + 3, max(0, left - 2) : right + 3] = 255
        writing[max(0, top - 2) : bottom + 3, max(0, left - 2) : right + 3] = 0
    return [
        Piece(part, cut(gray, part), False)
        for first, last in _strips(writing, dpi)
        for box in _shifted(find_lines(outside[first:last]), first)
        for part in _parted(writing, box)
    ]


def _parted(writing: Gray, box: PixelBox) -> Iterator[PixelBox]:
    """Yield the parts of a line of text between wide gaps: figures of several columns."""
    left, top, right, bottom = box
    columns = np.flatnonzero(writing[top:bottom, left:right].any(axis=0))
    wide = _COLUMNS_APART * (bottom - top)
    cuts = np.flatnonzero(np.diff(columns) > wide) + 1
    if not cuts.size:
        yield box
        return
    for part in np.split(columns, cuts):
        yield left + int(part[0]), top, left + int(part[-1]) + 1, bottom


def _strips(writing: Gray, dpi: float) -> Iterator[tuple[int, int]]:
    """Yield the bands of rows that hold writing, with a margin; near ones together."""
    rows = np.flatnonzero(writing.any(axis=1))
    if not rows.size:
        return
    margin, apart = round(_STRIP_MARGIN * dpi), round(_STRIPS_APART * dpi)
    for band in np.split(rows, np.flatnonzero(np.diff(rows) > apart) + 1):
        yield max(0, int(band[0]) - margin), min(writing.shape[0], int(band[-1]) + margin)


def _shifted(boxes: Sequence[PixelBox], down: int) -> Iterator[PixelBox]:
    for left, top, right, bottom in boxes:
        if right > left and bottom > top:
            yield max(0, left), max(0, top) + down, right, bottom + down


def writing_only(dark: Gray, mask: Gray, dpi: float) -> Gray:
    """Return the dark pixels without ruling lines and stray specks."""
    around = cv2.dilate(mask, cv2.getStructuringElement(cv2.MORPH_RECT, (3, 3)))
    ink = cv2.bitwise_and(dark, cv2.bitwise_not(around))
    _, labels, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    sizes = np.maximum(stats[:, cv2.CC_STAT_WIDTH], stats[:, cv2.CC_STAT_HEIGHT])
    keep = np.where(sizes >= max(2, _SPECK * dpi), 255, 0).astype(np.uint8)
    keep[0] = 0
    kept: Gray = keep[labels]
    return kept


def without_lines(gray: Gray, mask: Gray) -> Gray:
    """Return the image with its ruling lines painted over by what is around them."""
    around = cv2.dilate(mask, cv2.getStructuringElement(cv2.MORPH_RECT, (3, 3)))
    plain = gray.copy()
    plain[around > 0] = cv2.dilate(gray, np.ones((9, 9), np.uint8))[around > 0]
    return plain


def cut(gray: Gray, box: PixelBox) -> Gray:
    """Return the image of a line of text with a margin, dark on light."""
    left, top, right, bottom = box
    margin = max(2, round((bottom - top) * _MARGIN))
    height, width = gray.shape
    image = gray[
        max(0, top - margin) : min(height, bottom + margin),
        max(0, left - margin) : min(width, right + margin),
    ]
    return image if np.median(image) > 110 else 255 - image


def _bands(writing: Gray, cell: PixelBox, dpi: float) -> Iterator[PixelBox]:
    """Yield the boxes of the bands of rows of a cell that hold ink."""
    left, top, right, bottom = cell
    inside = writing[top:bottom, left:right]
    if not inside.any():
        return
    rows = np.flatnonzero(inside.any(axis=1))
    gap = max(1, round(_GAP * dpi))
    for band in np.split(rows, np.flatnonzero(np.diff(rows) > gap) + 1):
        first, last = int(band[0]), int(band[-1]) + 1
        columns = np.flatnonzero(inside[first:last].any(axis=0))
        start, stop = int(columns[0]), int(columns[-1]) + 1
        wide, high = stop - start, last - first
        dash = high >= _GRAIN * dpi and wide >= max(_DASH * dpi, _SLENDER * high)
        if dash or max(wide, high) >= _MARK * dpi:
            yield left + start, top + first, left + stop, top + last


def _usual_height(boxes: Sequence[PixelBox], dpi: float) -> int:
    """Return the usual height of lines of letters; dashes and strokes are no measure."""
    heights = [bottom - top for _, top, _, bottom in boxes if bottom - top >= _LETTER * dpi]
    return int(np.median(heights)) if heights else round(_USUAL * dpi)


def _joined(boxes: Sequence[PixelBox], usual: int, shape: tuple[int, ...]) -> Iterator[PixelBox]:
    """Join low bands to their neighbours (the strokes of 二), and give dashes a line's height."""
    joined: list[PixelBox] = []
    for box in boxes:
        if (
            joined
            and (box[3] - joined[-1][1]) <= 1.35 * usual
            and (box[3] - box[1] < _LOW * usual or joined[-1][3] - joined[-1][1] < _LOW * usual)
        ):
            last = joined.pop()
            box = (min(last[0], box[0]), last[1], max(last[2], box[2]), box[3])
        joined.append(box)
    for left, top, right, bottom in joined:
        lack = max(0, round(usual * 0.8) - (bottom - top))
        yield left, max(0, top - lack // 2), right, min(shape[0], bottom + (lack + 1) // 2)

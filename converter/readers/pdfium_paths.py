"""Ruling lines of a PDF page through PDFium: from paths, filled boxes and images."""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterator
from typing import Any

import pypdfium2.raw as raw

from juesuan.converter.readers.affine import IDENTITY, Matrix, Point, apply, times
from juesuan.converter.readers.page import Ruling
from juesuan.schema.limits import MAX_PAGE_OBJECTS

ToPage = Callable[[float, float], Point]

_THIN = 3.0  # points: a filled box no thicker than this is a ruling line
_NO_WIDTH = 0.01  # points
_MAX_FORM_DEPTH = 8


class Drawing:
    """What is drawn on a page beside its characters.

    ``left_out`` tells whether there is text that PDFium leaves out of its text page, and
    ``pictured`` what area (in square points) images cover.
    """

    def __init__(self, page: Any, to_page: ToPage) -> None:
        self.rulings: list[Ruling] = []
        self.left_out = False
        self.pictured = 0.0
        self._to_page = to_page
        self._embedded: dict[int | None, bool] = {}
        self._budget = MAX_PAGE_OBJECTS
        self._bounds = tuple(ctypes.c_float() for _ in range(4))
        self._refs = tuple(ctypes.byref(value) for value in self._bounds)
        self._read(page, IDENTITY, 0)

    def _read(self, container: Any, matrix: Matrix, depth: int) -> None:
        """Read the objects, those inside form XObjects too, with their parents' matrix."""
        if depth == 0:
            count, get = raw.FPDFPage_CountObjects(container), raw.FPDFPage_GetObject
        else:
            count, get = raw.FPDFFormObj_CountObjects(container), raw.FPDFFormObj_GetObject
        kind_of = raw.FPDFPageObj_GetType
        count = min(count, self._budget)
        self._budget -= count
        for index in range(count):
            item = get(container, index)
            kind = kind_of(item)
            if kind == raw.FPDF_PAGEOBJ_TEXT:
                if not self.left_out:
                    self._look_at_font(item)
            elif kind == raw.FPDF_PAGEOBJ_PATH:
                self._add(item, matrix, outline=True)
            elif kind in (raw.FPDF_PAGEOBJ_IMAGE, raw.FPDF_PAGEOBJ_SHADING):
                self.pictured += self._add(item, matrix, outline=False)
            elif kind == raw.FPDF_PAGEOBJ_FORM and depth < _MAX_FORM_DEPTH:
                self._read(item, times(_matrix(item), matrix), depth + 1)

    def _measure(self, item: Any) -> tuple[float, float, float, float] | None:
        if not raw.FPDFPageObj_GetBounds(item, *self._refs):
            return None
        left, bottom, right, top = self._bounds
        return left.value, bottom.value, right.value, top.value

    def _look_at_font(self, item: Any) -> None:
        """Find text that PDFium leaves out of its text page.

        It does so with a single character of no width: one of a font that is neither embedded
        nor installed, so that no glyph can be measured.
        """
        font = raw.FPDFTextObj_GetFont(item)
        address = ctypes.addressof(font.contents) if font else None
        embedded = self._embedded.get(address)
        if embedded is None:
            embedded = bool(raw.FPDFFont_GetIsEmbedded(font))
            self._embedded[address] = embedded
        if embedded:
            return
        bounds = self._measure(item)
        self.left_out = bounds is None or bounds[2] - bounds[0] < _NO_WIDTH

    def _add(self, item: Any, matrix: Matrix, outline: bool) -> float:
        """Add the straight lines of an object: thin boxes as one line, others by their outline.

        Return the area of its box.
        """
        bounds = self._measure(item)
        if bounds is None:
            return 0.0
        x0, y0 = apply(matrix, bounds[0], bounds[1])
        x1, y1 = apply(matrix, bounds[2], bounds[3])
        wide, high = abs(x1 - x0), abs(y1 - y0)
        if min(wide, high) <= _THIN:
            if high <= wide:
                y0 = y1 = (y0 + y1) / 2
            else:
                x0 = x1 = (x0 + x1) / 2
            self._rule((x0, y0), (x1, y1))
        elif outline:
            for start, end in _outline(item, times(_matrix(item), matrix)):
                self._rule(start, end)
        return wide * high

    def _rule(self, start: Point, end: Point) -> None:
        (u0, v0), (u1, v1) = self._to_page(*start), self._to_page(*end)
        if u0 > u1:
            u0, u1 = u1, u0
        if v0 > v1:
            v0, v1 = v1, v0
        self.rulings.append(Ruling(u0, v0, u1, v1))


def _matrix(item: Any) -> Matrix:
    m = raw.FS_MATRIX()
    return (m.a, m.b, m.c, m.d, m.e, m.f) if raw.FPDFPageObj_GetMatrix(item, m) else IDENTITY


def _outline(path: Any, matrix: Matrix) -> Iterator[tuple[Point, Point]]:
    start = here = (0.0, 0.0)
    x, y = ctypes.c_float(), ctypes.c_float()
    for index in range(min(raw.FPDFPath_CountSegments(path), MAX_PAGE_OBJECTS)):
        segment = raw.FPDFPath_GetPathSegment(path, index)
        raw.FPDFPathSegment_GetPoint(segment, x, y)
        point = apply(matrix, x.value, y.value)
        kind = raw.FPDFPathSegment_GetType(segment)
        if kind == raw.FPDF_SEGMENT_MOVETO:
            start = point
        elif kind == raw.FPDF_SEGMENT_LINETO and _straight(here, point):
            yield here, point
        if raw.FPDFPathSegment_GetClose(segment) and _straight(point, start):
            yield point, start
        here = point


def _straight(a: Point, b: Point) -> bool:
    return (abs(a[0] - b[0]) < 1) != (abs(a[1] - b[1]) < 1)

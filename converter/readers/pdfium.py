"""Characters and ruling lines of PDF pages through PDFium (pypdfium2)."""

from __future__ import annotations

import ctypes
import math
from collections.abc import Callable, Collection, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from juesuan.converter.readers.page import Char, PageContent, Ruling
from juesuan.schema.errors import UnreadableInputError
from juesuan.schema.limits import MAX_PAGE_OBJECTS, MAX_PAGES

Matrix = tuple[float, float, float, float, float, float]
ToPage = Callable[[float, float], tuple[float, float]]

_IDENTITY: Matrix = (1, 0, 0, 1, 0, 0)
_THIN = 3.0  # points: a filled box no thicker than this is a ruling line
_NO_WIDTH = 0.01  # points
_MAX_FORM_DEPTH = 8


def read_pages(
    path: Path, name: str, pages: Collection[int] | None = None
) -> Iterator[PageContent]:
    """Yield the content of the pages (a PdfEngine)."""
    document = _open(path, name)
    try:
        if len(document) > MAX_PAGES:
            raise UnreadableInputError(
                f"{name}：页数 {len(document)} 超过上限 {MAX_PAGES}",
                f"{name}: {len(document)} pages exceed the limit of {MAX_PAGES}",
            )
        for index in range(len(document)):
            if pages is not None and index + 1 not in pages:
                continue
            yield _page(document, index, name)
    finally:
        document.close()


def _open(path: Path, name: str) -> Any:
    try:
        return pdfium.PdfDocument(path)
    except pdfium.PdfiumError as error:
        if "password" in str(error).lower():
            raise UnreadableInputError(
                f"{name}：PDF 已加密，需要口令才能打开",
                f"{name}: the PDF is encrypted and needs a password",
            ) from None
        raise UnreadableInputError(
            f"{name}：PDF 已损坏，无法打开", f"{name}: the PDF is damaged and cannot be opened"
        ) from None


def _page(document: Any, index: int, name: str) -> PageContent:
    try:
        page = document[index]
    except pdfium.PdfiumError:
        raise UnreadableInputError(
            f"{name} 第 {index + 1} 页：页面已损坏", f"{name} page {index + 1}: the page is damaged"
        ) from None
    textpage = page.get_textpage()
    try:
        turn = (page.get_rotation() // 90 + _text_turn(textpage)) % 4
        to_page, width, height = _display(page, turn)
        chars = _chars(textpage, to_page, turn)
        objects = list(islice(_objects(page.raw, _IDENTITY, 0), MAX_PAGE_OBJECTS))
        rulings = list(_rulings(objects, to_page))
        incomplete = any(_is_left_out(item) for item, _ in objects)
        return PageContent(index + 1, width, height, chars, rulings, incomplete)
    finally:
        textpage.close()
        page.close()


def _text_turn(textpage: Any) -> int:
    """Return the quarter turns by which most of the text stands against the page."""
    count = raw.FPDFText_CountChars(textpage)
    angles = [raw.FPDFText_GetCharAngle(textpage, i) for i in range(0, count, max(1, count // 40))]
    turns = [round(angle / (math.pi / 2)) % 4 for angle in angles if angle >= 0]
    return max(set(turns), key=turns.count) if turns else 0


def _display(page: Any, turn: int) -> tuple[ToPage, float, float]:
    """Return the map from page space to displayed points, and the displayed size."""
    box = raw.FS_RECTF()
    raw.FPDF_GetPageBoundingBox(page, box)
    left, bottom, right, top = box.left, box.bottom, box.right, box.top
    width, height = right - left, top - bottom
    maps: tuple[ToPage, ...] = (
        lambda x, y: (x - left, top - y),
        lambda x, y: (y - bottom, x - left),
        lambda x, y: (right - x, y - bottom),
        lambda x, y: (top - y, right - x),
    )
    return maps[turn], *((width, height) if turn % 2 == 0 else (height, width))


def _chars(textpage: Any, to_page: ToPage, turn: int) -> list[Char]:
    chars = []
    left, right, bottom, top, x, y = (ctypes.c_double() for _ in range(6))
    refs = [ctypes.byref(value) for value in (left, right, bottom, top)]
    ref_x, ref_y = ctypes.byref(x), ctypes.byref(y)
    get_unicode, get_box = raw.FPDFText_GetUnicode, raw.FPDFText_GetCharBox
    for i in range(raw.FPDFText_CountChars(textpage)):
        code = get_unicode(textpage, i)
        if code <= 32 or code in (0xA0, 0x3000, 0xFFFE, 0xFFFF):
            continue
        if not get_box(textpage, i, *refs):
            continue
        raw.FPDFText_GetCharOrigin(textpage, i, ref_x, ref_y)
        u0, v0 = to_page(left.value, bottom.value)
        u1, v1 = to_page(right.value, top.value)
        base = to_page(x.value, y.value)[1]
        chars.append(Char(chr(code), min(u0, u1), min(v0, v1), max(u0, u1), max(v0, v1), base))
    return chars


def _rulings(objects: list[tuple[Any, Matrix]], to_page: ToPage) -> Iterator[Ruling]:
    for item, matrix in objects:
        for (x0, y0), (x1, y1) in _segments(item, matrix):
            (u0, v0), (u1, v1) = to_page(x0, y0), to_page(x1, y1)
            yield Ruling(min(u0, u1), min(v0, v1), max(u0, u1), max(v0, v1))


def _objects(container: Any, matrix: Matrix, depth: int) -> Iterator[tuple[Any, Matrix]]:
    """Yield the objects, those inside form XObjects too, with their parents' matrix."""
    if depth == 0:
        count, get = raw.FPDFPage_CountObjects(container), raw.FPDFPage_GetObject
    else:
        count, get = raw.FPDFFormObj_CountObjects(container), raw.FPDFFormObj_GetObject
    for index in range(min(count, MAX_PAGE_OBJECTS)):
        item = get(container, index)
        kind = raw.FPDFPageObj_GetType(item)
        if kind in (raw.FPDF_PAGEOBJ_PATH, raw.FPDF_PAGEOBJ_IMAGE, raw.FPDF_PAGEOBJ_TEXT):
            yield item, matrix
        elif kind == raw.FPDF_PAGEOBJ_FORM and depth < _MAX_FORM_DEPTH:
            yield from _objects(item, _times(_matrix(item), matrix), depth + 1)


def _is_left_out(item: Any) -> bool:
    """Return whether an object is text that PDFium leaves out of its text page.

    It does so with a single character of no width: one of a font that is neither embedded nor
    installed, so that no glyph can be measured.
    """
    if raw.FPDFPageObj_GetType(item) != raw.FPDF_PAGEOBJ_TEXT:
        return False
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    measured = raw.FPDFPageObj_GetBounds(item, left, bottom, right, top)
    if measured and right.value - left.value >= _NO_WIDTH:
        return False
    return bool(raw.FPDFFont_GetIsEmbedded(raw.FPDFTextObj_GetFont(item)) == 0)


def _matrix(item: Any) -> Matrix:
    m = raw.FS_MATRIX()
    return (m.a, m.b, m.c, m.d, m.e, m.f) if raw.FPDFPageObj_GetMatrix(item, m) else _IDENTITY


def _times(inner: Matrix, outer: Matrix) -> Matrix:
    a, b, c, d, e, f = inner
    p, q, r, s, t, u = outer
    return (
        a * p + b * r,
        a * q + b * s,
        c * p + d * r,
        c * q + d * s,
        e * p + f * r + t,
        e * q + f * s + u,
    )


def _apply(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


Point = tuple[float, float]


def _segments(item: Any, matrix: Matrix) -> Iterator[tuple[Point, Point]]:
    """Yield the straight lines of an object: thin boxes as one line, others by their outline."""
    if raw.FPDFPageObj_GetType(item) == raw.FPDF_PAGEOBJ_TEXT:
        return
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    if not raw.FPDFPageObj_GetBounds(item, left, bottom, right, top):
        return
    x0, y0 = _apply(matrix, left.value, bottom.value)
    x1, y1 = _apply(matrix, right.value, top.value)
    wide, high = abs(x1 - x0), abs(y1 - y0)
    if min(wide, high) <= _THIN:
        if high <= wide:
            y0 = y1 = (y0 + y1) / 2
        else:
            x0 = x1 = (x0 + x1) / 2
        yield (x0, y0), (x1, y1)
    elif raw.FPDFPageObj_GetType(item) == raw.FPDF_PAGEOBJ_PATH:
        yield from _outline(item, _times(_matrix(item), matrix))


def _outline(path: Any, matrix: Matrix) -> Iterator[tuple[Point, Point]]:
    start = here = (0.0, 0.0)
    x, y = ctypes.c_float(), ctypes.c_float()
    for index in range(min(raw.FPDFPath_CountSegments(path), MAX_PAGE_OBJECTS)):
        segment = raw.FPDFPath_GetPathSegment(path, index)
        raw.FPDFPathSegment_GetPoint(segment, x, y)
        point = _apply(matrix, x.value, y.value)
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

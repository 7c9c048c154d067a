"""Characters and ruling lines of PDF pages through PDFium (pypdfium2).

Calls into PDFium are what reading costs, so that they are few: a page's text comes in one call,
boxes are asked for characters only where the page may hold a table, else for lines.
"""

from __future__ import annotations

import ctypes
import math
import re
from collections.abc import Callable, Collection, Iterator
from pathlib import Path
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from juesuan.converter.readers.page import (
    Char,
    PageContent,
    may_be_ruled,
    may_hold_figures_in_columns,
)
from juesuan.converter.readers.pdfium_paths import Drawing, ToPage
from juesuan.converter.readers.pdfium_runs import number_runs
from juesuan.schema.errors import UnreadableInputError
from juesuan.schema.limits import MAX_PAGE_CHARS, MAX_PAGES

BoxOf = Callable[[int], tuple[float, float, float, float] | None]

_VISIBLE = re.compile(r"[^\x00-\x20\x7f\xa0\u3000\u200b\ufeff\ufffe\uffff]")
_LINE = re.compile(r"[^\r\n\x02]+")
_GAP = re.compile(r"[\s\u3000\xa0]+")
_UNDECODED = re.compile(r"[\ufffd\ue000-\uf8ff]")
_TALL, _TALL_IDEOGRAPH = 3.5, 2.0  # height to width beyond which a font's metrics are wrong
_FLAT = 0.8  # height to width below which a box is that of a flat glyph (一) and not a font's
_MANY_UNDECODED = 0.02  # share of a page's characters
_WIDE_GAP = 1.2  # times the height of a line


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
        handle = textpage.raw
        turn = (page.get_rotation() // 90 + _text_turn(handle)) % 4
        to_page, width, height = _display(page, turn)
        text = _text(handle)
        drawing = Drawing(page.raw, to_page)
        pictured = drawing.pictured / max(1.0, width * height)
        box_of = _boxes(handle, text, to_page)
        rulings, doubtful = drawing.rulings, drawing.left_out or _undecoded(text)
        if not (may_be_ruled(rulings) or may_hold_figures_in_columns(text)):
            prose = list(_prose(text, box_of))
            return PageContent(index + 1, width, height, [], rulings, prose, doubtful, pictured)
        chars, places = [], []
        for match in _VISIBLE.finditer(text):
            if box := box_of(match.start()):
                base = box[3]
                if _FLAT * (box[2] - box[0]) > base - box[1]:
                    base = _base(handle, match.start(), box, to_page)
                chars.append(Char(match[0], *box, base))
                places.append(match.start())
        number_runs(handle, text, chars, places, rulings)
        return PageContent(index + 1, width, height, chars, rulings, None, doubtful, pictured)
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


def _text(textpage: Any) -> str:
    """Return the text of a page, one character for each index of the text page."""
    count = min(raw.FPDFText_CountChars(textpage), MAX_PAGE_CHARS)
    buffer = (ctypes.c_ushort * (count + 1))()
    written = raw.FPDFText_GetText(textpage, 0, count, buffer)
    text = bytes(buffer)[: 2 * max(0, written - 1)].decode("utf-16-le", "replace")
    if len(text) == count:
        return text
    codes = (raw.FPDFText_GetUnicode(textpage, i) for i in range(count))
    return "".join(chr(code) if code < 0x110000 else "\ufffd" for code in codes)


def _undecoded(text: str) -> bool:
    return len(_UNDECODED.findall(text)) > _MANY_UNDECODED * len(text)


def _boxes(textpage: Any, text: str, to_page: ToPage) -> BoxOf:
    """Return a function that tells the displayed box of the character at an index.

    It is as wide as the pen moves and as high as the font says, unless that is absurd; then it
    is the box of the glyph's outline.
    """
    loose, rect = raw.FPDFText_GetLooseCharBox, raw.FS_RECTF()
    ref = ctypes.byref(rect)
    tight = tuple(ctypes.c_double() for _ in range(4))

    def box_of(index: int) -> tuple[float, float, float, float] | None:
        if not loose(textpage, index, ref):
            return None
        u0, v0 = to_page(rect.left, rect.bottom)
        u1, v1 = to_page(rect.right, rect.top)
        if u0 > u1:
            u0, u1 = u1, u0
        if v0 > v1:
            v0, v1 = v1, v0
        if v1 - v0 > (_TALL_IDEOGRAPH if text[index] > "\u2e7f" else _TALL) * (u1 - u0):
            left, right, bottom, top = tight
            if raw.FPDFText_GetCharBox(textpage, index, left, right, bottom, top):
                (a, b), (c, d) = (
                    to_page(left.value, bottom.value),
                    to_page(right.value, top.value),
                )
                return min(a, c), min(b, d), max(a, c), max(b, d)
        return u0, v0, u1, v1

    return box_of


def _base(
    textpage: Any, index: int, box: tuple[float, float, float, float], to_page: ToPage
) -> float:
    """Return where the box of a flat glyph would end if it were as high as its font."""
    x, y = ctypes.c_double(), ctypes.c_double()
    if not raw.FPDFText_GetCharOrigin(textpage, index, x, y):
        return box[3]
    return to_page(x.value, y.value)[1] + 0.1 * (box[2] - box[0])


def _prose(text: str, box_of: BoxOf) -> Iterator[Char]:
    """Yield the lines of a page as PDFium tells them, in pieces where a wide gap parts them."""
    for line in _LINE.finditer(text):
        start = first = None
        for match in _VISIBLE.finditer(text, line.start(), line.end()):
            first = match.start()
            break
        if first is None:
            continue
        start, end = first, line.start() + len(line[0].rstrip())
        for gap in _GAP.finditer(text, first, end):
            left, right = box_of(gap.start() - 1), box_of(gap.end())
            if left and right and right[0] - left[2] > _WIDE_GAP * (left[3] - left[1]):
                yield from _piece(text, start, gap.start(), box_of)
                start = gap.end()
        yield from _piece(text, start, end, box_of)


def _piece(text: str, start: int, end: int, box_of: BoxOf) -> Iterator[Char]:
    first, last = box_of(start), box_of(end - 1)
    if first and last:
        words = "".join(char for char in text[start:end] if char == " " or _VISIBLE.match(char))
        top, bottom = min(first[1], last[1]), max(first[3], last[3])
        yield Char(words, first[0], top, last[2], bottom, first[3])

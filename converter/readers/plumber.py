"""Characters and ruling lines of PDF pages through pdfplumber: slower, an independent engine."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import Any

import pdfplumber
from pdfminer.pdfdocument import PDFPasswordIncorrect
from pdfminer.pdfexceptions import PDFException
from pdfplumber.utils.exceptions import PdfminerException

from juesuan.converter.readers.page import Char, PageContent, Ruling
from juesuan.schema.errors import UnreadableInputError

_Box = tuple[float, float, float, float]


def read_pages(
    path: Path, name: str, pages: Collection[int] | None = None
) -> Iterator[PageContent]:
    """Yield the content of the pages (a PdfEngine)."""
    try:
        with pdfplumber.open(path, pages=None if pages is None else sorted(pages)) as document:
            for page in document.pages:
                yield _content(page)
                page.close()
    except (PDFException, PdfminerException) as error:
        encrypted = isinstance(error.__context__ or error, PDFPasswordIncorrect)
        raise UnreadableInputError(
            f"{name}：PDF {'已加密，需要口令' if encrypted else '已损坏'}，无法打开",
            f"{name}: the PDF is {'encrypted and needs a password' if encrypted else 'damaged'}",
        ) from None


def _content(page: Any) -> PageContent:
    """Return a page's content as it is displayed: its crop box, turned so that text is upright."""
    left, top, right, bottom = (float(x) for x in page.cropbox)
    width, height = right - left, bottom - top
    turn = _text_turn(page.chars)

    def shown(item: dict[str, Any]) -> _Box:
        x0, x1 = item["x0"] - left, item["x1"] - left
        y0, y1 = item["top"] - top, item["bottom"] - top
        return (
            (x0, y0, x1, y1),
            (height - y1, x0, height - y0, x1),
            (width - x1, height - y1, width - x0, height - y0),
            (y0, width - x1, y1, width - x0),
        )[turn]

    chars = []
    for char in page.chars:
        if char["text"].strip():
            box = shown(char)
            chars.append(Char(char["text"], *box, box[3]))
    rulings = [Ruling(*shown(edge)) for edge in page.edges]
    if turn % 2:
        width, height = height, width
    return PageContent(page.page_number, width, height, chars, rulings)


def _text_turn(chars: Sequence[dict[str, Any]]) -> int:
    """Return the quarter turns clockwise that make most of the text upright."""
    turns = Counter(
        round(math.atan2(c["matrix"][1], c["matrix"][0]) / (math.pi / 2)) % 4
        for c in chars[:: max(1, len(chars) // 40)]
    )
    return turns.most_common(1)[0][0] if turns else 0

"""Characters and ruling lines of PDF pages through pdfplumber: slower, an independent engine."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import Path

import pdfplumber
from pdfminer.pdfdocument import PDFPasswordIncorrect
from pdfminer.pdfexceptions import PDFException
from pdfplumber.utils.exceptions import PdfminerException

from juesuan.converter.readers.page import Char, PageContent, Ruling
from juesuan.schema.errors import UnreadableInputError


def read_pages(
    path: Path, name: str, pages: Collection[int] | None = None
) -> Iterator[PageContent]:
    """Yield the content of the pages (a PdfEngine)."""
    try:
        with pdfplumber.open(path, pages=None if pages is None else sorted(pages)) as document:
            for page in document.pages:
                yield PageContent(
                    page.page_number,
                    float(page.width),
                    float(page.height),
                    [
                        Char(c["text"], c["x0"], c["top"], c["x1"], c["bottom"], c["bottom"])
                        for c in page.chars
                        if c["text"].strip()
                    ],
                    [Ruling(e["x0"], e["top"], e["x1"], e["bottom"]) for e in page.edges],
                )
                page.close()
    except (PDFException, PdfminerException) as error:
        encrypted = isinstance(error.__context__ or error, PDFPasswordIncorrect)
        raise UnreadableInputError(
            f"{name}：PDF {'已加密，需要口令' if encrypted else '已损坏'}，无法打开",
            f"{name}: the PDF is {'encrypted and needs a password' if encrypted else 'damaged'}",
        ) from None

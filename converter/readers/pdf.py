"""Reads a PDF with a text layer."""

from __future__ import annotations

from pathlib import Path

from juesuan.converter.document import Document
from juesuan.converter.readers.layout import lay_out
from juesuan.converter.readers.page import PdfEngine
from juesuan.schema.errors import UnreadableInputError

MEDIA_TYPE = "application/pdf"
_TAIL = 65536


def read_pdf(path: Path, data: bytes, name: str, sha256: str, engine: str = "pdfium") -> Document:
    """Read a PDF; UnreadableInputError when it is damaged, encrypted or has no text.

    Pages of which the engine says that it left characters out are read by pdfplumber.
    """
    if b"%%EOF" not in data[-_TAIL:]:
        raise UnreadableInputError(
            f"{name}：PDF 不完整，文件在中途被截断",
            f"{name}: the PDF is incomplete: the file was cut off",
        )
    pages, incomplete, characters = {}, set(), 0
    for content in _engine(engine)(path, name):
        characters += len(content.chars)
        pages[content.number] = lay_out(content)
        if content.incomplete:
            incomplete.add(content.number)
    if incomplete:
        for content in _engine("pdfplumber")(path, name, incomplete):
            characters += len(content.chars)
            pages[content.number] = lay_out(content)
    if not characters:
        raise UnreadableInputError(
            f"{name}：PDF 没有文字层（可能是扫描件），无法读取其中的数字",
            f"{name}: the PDF has no text layer (it may be a scan), so no figure can be read",
        )
    return Document(name, sha256, MEDIA_TYPE, tuple(pages.values()))


def _engine(name: str) -> PdfEngine:
    if name == "pdfium":
        from juesuan.converter.readers import pdfium

        return pdfium.read_pages
    from juesuan.converter.readers import plumber

    return plumber.read_pages

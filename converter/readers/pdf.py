"""Reads a PDF with a text layer."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from juesuan.converter.document import Document
from juesuan.converter.readers.layout import lay_out
from juesuan.converter.readers.page import PdfEngine
from juesuan.schema.errors import UnreadableInputError

MEDIA_TYPE = "application/pdf"
_TAIL = 65536


def _pdfium() -> PdfEngine:
    from juesuan.converter.readers.pdfium import read_pages

    return read_pages


def _plumber() -> PdfEngine:
    from juesuan.converter.readers.plumber import read_pages

    return read_pages


ENGINES: Mapping[str, object] = {"pdfium": _pdfium, "pdfplumber": _plumber}


def read_pdf(path: Path, data: bytes, name: str, sha256: str, engine: str = "pdfium") -> Document:
    """Read a PDF; UnreadableInputError when it is damaged, encrypted or has no text."""
    if b"%%EOF" not in data[-_TAIL:]:
        raise UnreadableInputError(
            f"{name}：PDF 不完整，文件在中途被截断",
            f"{name}: the PDF is incomplete: the file was cut off",
        )
    read_pages = _pdfium() if engine == "pdfium" else _plumber()
    pages, characters = [], 0
    for content in read_pages(path, name):
        characters += len(content.chars)
        pages.append(lay_out(content))
    if not characters:
        raise UnreadableInputError(
            f"{name}：PDF 没有文字层（可能是扫描件），无法读取其中的数字",
            f"{name}: the PDF has no text layer (it may be a scan), so no figure can be read",
        )
    return Document(name, sha256, MEDIA_TYPE, tuple(pages))

"""Reads a PDF with a text layer."""

from __future__ import annotations

from pathlib import Path

from juesuan.converter.document import Document
from juesuan.converter.readers import scan
from juesuan.converter.readers.layout import lay_out
from juesuan.converter.readers.page import PdfEngine
from juesuan.converter.readers.scan.detect import scanned_pages
from juesuan.schema.errors import UnreadableInputError

MEDIA_TYPE = "application/pdf"
_TAIL = 65536
_PICTURED = 0.3  # share of a page that the images of a scan cover at least


def read_pdf(path: Path, data: bytes, name: str, sha256: str, engine: str = "pdfium") -> Document:
    """Read a PDF; UnreadableInputError when it is damaged, encrypted or has no text.

    Pages of which the engine doubts that it read all characters are read by pdfplumber. Pages
    that are images are recognised where the extra is installed, else they stay unread.
    """
    if b"%%EOF" not in data[-_TAIL:]:
        raise UnreadableInputError(
            f"{name}：PDF 不完整，文件在中途被截断",
            f"{name}: the PDF is incomplete: the file was cut off",
        )
    pages, doubtful = {}, set()
    characters: dict[int, int] = {}
    pictured: dict[int, float | None] = {}
    for content in _engine(engine)(path, name):
        characters[content.number] = content.n_chars
        pictured[content.number] = content.pictured
        pages[content.number] = lay_out(content)
        if content.doubtful:
            doubtful.add(content.number)
    if doubtful:
        for content in _engine("pdfplumber")(path, name, doubtful):
            characters[content.number] += content.n_chars
            pages[content.number] = lay_out(content)
    images = scanned_pages(path, _suspects(characters, pictured))
    if images and scan.installed():
        pages.update(scan.read_scanned_pages(path, name, images))
        return Document(name, sha256, MEDIA_TYPE, tuple(pages.values()))
    if images and set(images) == {n for n in pages if characters[n] or n in images}:
        raise scan.missing_extra(name)
    if not any(characters.values()):
        raise UnreadableInputError(
            f"{name}：PDF 各页既没有文字，也没有图像",
            f"{name}: the pages of the PDF hold neither text nor images",
        )
    return Document(name, sha256, MEDIA_TYPE, tuple(pages.values()), images)


def _suspects(characters: dict[int, int], pictured: dict[int, float | None]) -> dict[int, int]:
    """Return the pages that may be scans: without text, or with large images."""
    suspects = {}
    for number, count in characters.items():
        share = pictured.get(number)
        if share is None or share >= _PICTURED or not count:
            suspects[number] = count
    return suspects


def _engine(name: str) -> PdfEngine:
    if name == "pdfium":
        from juesuan.converter.readers import pdfium

        return pdfium.read_pages
    from juesuan.converter.readers import plumber

    return plumber.read_pages

"""Readers: a file of any known format becomes a Document. Detection is by content, not by name."""

from __future__ import annotations

import hashlib
from pathlib import Path

from juesuan.converter.document import Document
from juesuan.schema.errors import UnreadableInputError
from juesuan.schema.limits import MAX_INPUT_BYTES

READERS = ("pdfium", "pdfplumber")
"""Engines that can read a PDF; the first is the default."""


def read_bytes(path: Path) -> bytes:
    """Return a file's bytes; UnreadableInputError when it is missing, empty or too large."""
    name = path.name
    try:
        if path.stat().st_size > MAX_INPUT_BYTES:
            raise UnreadableInputError(
                f"{name}：文件超过 {MAX_INPUT_BYTES} 字节的上限",
                f"{name}: the file exceeds the limit of {MAX_INPUT_BYTES} bytes",
            )
        data = path.read_bytes()
    except OSError as error:
        raise UnreadableInputError(
            f"{name}：无法打开文件（{error.strerror}）",
            f"{name}: cannot open the file ({error.strerror})",
        ) from None
    if not data.strip():
        raise UnreadableInputError(f"{name}：文件为空", f"{name}: the file is empty")
    return data


def is_pdf(data: bytes) -> bool:
    """Return whether the bytes begin as a PDF does."""
    return b"%PDF-" in data[:1024]


def image_type(data: bytes) -> str | None:
    """Return the media type of an image that pages can be recognised in, else None."""
    return next((kind for start, kind in _IMAGES.items() if data.startswith(start)), None)


def is_xml(data: bytes) -> bool:
    """Return whether the bytes begin as XML does, in any of its encodings."""
    start = data[:512].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    return start[:1] == b"<" and not start[:15].lower().startswith((b"<!doctype html", b"<html"))


def read_document(path: Path, data: bytes, engine: str = READERS[0]) -> Document:
    """Read a document; UnreadableInputError says in one line why it cannot be read."""
    sha256 = hashlib.sha256(data).hexdigest()
    if is_pdf(data):
        from juesuan.converter.readers.pdf import read_pdf

        return read_pdf(path, data, path.name, sha256, engine)
    if media_type := image_type(data):
        from juesuan.converter.readers.scan import read_image

        return read_image(data, path.name, sha256, media_type)
    if data[:4] in _OTHERS:
        kind = _OTHERS[data[:4]]
        raise UnreadableInputError(
            f"{path.name}：是{kind}文件，目前可读的是带文字层的 PDF 和制表符分隔的文本",
            f"{path.name}: not a PDF but another format ({kind}); readable are PDF with a text "
            "layer and text with tab-separated tables",
        )
    from juesuan.converter.readers.text import read_text

    return read_text(data, path.name, sha256)


_OTHERS = {
    b"PK\x03\x04": " ZIP/Office ",
    b"\xd0\xcf\x11\xe0": " Office ",
}
_IMAGES = {
    b"\x89PNG\r\n\x1a\n": "image/png",
    b"\xff\xd8\xff": "image/jpeg",
    b"II*\0": "image/tiff",
    b"MM\0*": "image/tiff",
}

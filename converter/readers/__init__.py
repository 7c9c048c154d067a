"""Readers: a file of any known format becomes a Document. Detection is by content, not by name.

Adding a format is one module, one line in ``detect`` and one here.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from juesuan.converter.document import Document
from juesuan.converter.readers.detect import detect_format
from juesuan.schema.errors import UnreadableInputError
from juesuan.schema.limits import MAX_INPUT_BYTES

READERS = ("pdfium", "pdfplumber")
"""Engines that can read a PDF; the first is the default."""

_REFUSED = {
    "doc": (
        "是旧版 Word（.doc）文件，请另存为 .docx 再转换",
        "an old Word file (.doc); save it as .docx first",
    ),
    "odt": (
        "是 OpenDocument 文本（.odt），请另存为 .docx 再转换",
        "an OpenDocument text (.odt); save it as .docx first",
    ),
    "rtf": ("是 RTF 文件，请另存为 .docx 再转换", "an RTF file; save it as .docx first"),
    "encrypted": ("Office 文件已加密，需要口令", "an Office file that needs a password"),
    "ole": ("是未知的 Office 文件", "an Office file of an unknown kind"),
    "archive": (
        "是 RAR、7z 或 gzip 压缩文件，请解压后再转换",
        "a RAR, 7z or gzip archive; unpack it first",
    ),
    "image": (
        "是 GIF、BMP 或 WebP 图像，请另存为 PNG、JPEG、TIFF 或 PDF 再转换",
        "a GIF, BMP or WebP image; save it as PNG, JPEG, TIFF or PDF first",
    ),
    "zip": ("压缩包内又有压缩包，不予读取", "an archive in an archive, which is not read"),
    "xml": (
        "是 XML 文件，不能与其他文件合成一份决算",
        "an XML file, which cannot be read together with other files",
    ),
}


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


def image_type(data: bytes) -> str | None:
    """Return the media type of an image that pages can be recognised in, else None."""
    return next((kind for start, kind in _IMAGES.items() if data.startswith(start)), None)


def is_xml(data: bytes) -> bool:
    """Return whether the bytes begin as XML does, in any of its encodings, and are no HTML."""
    return detect_format(data) == "xml"


def read_document(
    path: Path, data: bytes, engine: str = READERS[0], name: str | None = None
) -> Document:
    """Read one document; UnreadableInputError says in one line why it cannot be read.

    ``name`` is what it is called where that is not the file's name (a file in an archive).
    """
    kind = detect_format(data)
    name = name or path.name
    sha256 = hashlib.sha256(data).hexdigest()
    if kind in _REFUSED and not image_type(data):
        zh, en = _REFUSED[kind]
        raise UnreadableInputError(f"{name}：{zh}", f"{name}: {en}")
    if kind == "pdf":
        from juesuan.converter.readers.pdf import read_pdf

        return read_pdf(path, data, name, sha256, engine)
    if media_type := image_type(data):
        from juesuan.converter.readers.scan import read_image

        return read_image(data, name, sha256, media_type)
    if kind in ("xlsx", "xlsb", "xls", "ods"):
        from juesuan.converter.readers.spreadsheet import read_spreadsheet

        return read_spreadsheet(data, name, sha256, kind)
    if kind == "docx":
        from juesuan.converter.readers.word import read_word

        return read_word(data, name, sha256)
    if kind == "ofd":
        from juesuan.converter.readers.ofd import read_ofd

        return read_ofd(data, name, sha256)
    if kind in ("html", "mhtml"):
        from juesuan.converter.readers.html import read_html, read_mhtml

        return (read_html if kind == "html" else read_mhtml)(data, name, sha256)
    from juesuan.converter.readers.text import read_text

    return read_text(data, name, sha256)


_IMAGES = {
    b"\x89PNG\r\n\x1a\n": "image/png",
    b"\xff\xd8\xff": "image/jpeg",
    b"II*\0": "image/tiff",
    b"MM\0*": "image/tiff",
}

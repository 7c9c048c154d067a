"""Tells the format of a file from its content; names and extensions are never believed."""

from __future__ import annotations

import io
import re
import zipfile

_MARK = re.compile(rb"^(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)?\s*")
_HTML = re.compile(
    rb"<(?:!doctype\s+html|html|head|meta|body|table|div|style|title|center|frameset)\b", re.I
)
_XHTML = re.compile(rb"<(?:!doctype\s+html|html)\b", re.I)
_MHTML = re.compile(rb"^(?:[!-9;-~]+:[^\n]*\n(?:[ \t][^\n]*\n)*)*?mime-version:", re.I)
_START = 4096
_IMAGES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\0", b"MM\0*")


def detect_format(data: bytes) -> str:
    """Return the format of a file's bytes.

    One of pdf, xlsx, xlsb, xls, ods, docx, doc, odt, ofd, zip, html, mhtml, xml, rtf, image,
    encrypted (an Office file with a password), ole, archive (of another kind) or text.
    """
    start = data[:_START]
    if b"%PDF-" in start[:1024]:
        return "pdf"
    if start.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zip_format(data)
    if start.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return _ole_format(data)
    if start.startswith((b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b")):
        return "archive"
    if start.startswith(_IMAGES) or (start[:4] == b"RIFF" and start[8:12] == b"WEBP"):
        return "image"
    if start[:2] in (b"\x09\x08", b"\x09\x04", b"\x09\x02", b"\x09\x00") and start[3:4] == b"\0":
        return "xls"  # BIFF without a compound file around it
    return _text_format(data)


def _text_format(data: bytes) -> str:
    narrow = _MARK.sub(b"", data[:_START].replace(b"\0", b""), count=1)
    if narrow.startswith(b"{\\rtf"):
        return "rtf"
    if _MHTML.match(narrow.replace(b"\r\n", b"\n")):
        return "mhtml"
    if narrow.startswith(b"<?xml"):
        return "html" if _XHTML.search(narrow) else "xml"
    if narrow.startswith(b"<"):
        rest = re.sub(rb"^(?:<!--.*?-->\s*)+", b"", narrow, flags=re.S)
        return "html" if _HTML.match(rest) else "xml"
    return "text"


def _zip_format(data: bytes) -> str:
    """Return the kind of document that a ZIP file is, else ``zip``."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as file:
            names = set(file.namelist())
            kind = ""
            if "mimetype" in names and file.getinfo("mimetype").file_size < 200:
                kind = file.read("mimetype").decode("ascii", "replace").strip()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError):
        return "zip"
    if kind.startswith("application/vnd.oasis.opendocument."):
        return "ods" if "spreadsheet" in kind else "odt"
    if any(name.lower() == "ofd.xml" for name in names):
        return "ofd"
    if "[Content_Types].xml" in names:
        if "xl/workbook.bin" in names:
            return "xlsb"
        if "xl/workbook.xml" in names:
            return "xlsx"
        if any(name.startswith("word/") for name in names):
            return "docx"
    return "zip"


def _ole_format(data: bytes) -> str:
    """Return what a compound file holds, by the names of its streams (UTF-16)."""

    def holds(name: str) -> bool:
        return name.encode("utf-16-le") + b"\0\0" in data

    if holds("EncryptedPackage"):
        return "encrypted"
    if holds("WordDocument"):
        return "doc"
    if holds("Workbook") or holds("Book"):
        return "xls"
    return "ole"

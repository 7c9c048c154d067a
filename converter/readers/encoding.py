"""Decodes text whose encoding is declared wrongly or not at all: UTF-8, GB18030, Big5, UTF-16."""

from __future__ import annotations

import codecs

from juesuan.schema.errors import UnreadableInputError
from juesuan.schema.limits import MAX_MARKUP_BYTES

_BAD = 0.002  # share of characters that may be lost in a damaged page
_BIG5 = {"big5", "big5-hkscs", "big5hkscs", "cp950"}
_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


def decode_text(data: bytes, name: str, declared: str | None = None) -> str:
    """Return the text; UnreadableInputError when it is none in a known encoding.

    UTF-8 is hardly met by chance, so that it is tried before what the file declares; GB18030
    holds GBK and GB2312. A few spoilt characters do not make a page unreadable.
    """
    if len(data) > MAX_MARKUP_BYTES:
        raise UnreadableInputError(
            f"{name}：文本超过 {MAX_MARKUP_BYTES} 字节的上限",
            f"{name}: the text exceeds the limit of {MAX_MARKUP_BYTES} bytes",
        )
    encodings = _encodings(data, declared)
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeError:
            continue
    if encodings:
        texts = [data.decode(encoding, "replace") for encoding in encodings]
        text = min(texts, key=lambda t: t.count("\ufffd"))
        if text.count("\ufffd") <= _BAD * len(text):
            return text
    raise UnreadableInputError(
        f"{name}：既不是 PDF、XML、Office、OFD，也不是 UTF-8 或 GB18030 文本",
        f"{name}: neither PDF nor XML, Office, OFD, nor text in UTF-8 or GB18030",
    )


def _encodings(data: bytes, declared: str | None) -> list[str]:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return [encoding]
    if b"\0" in data[:4096]:
        if data[:2] in (b"<\0", b"\r\0", b"\n\0"):
            return ["utf-16-le"]
        return ["utf-16-be"] if data[:2] == b"\0<" else []
    known = (declared or "").strip().lower()
    try:
        codecs.lookup(known)
    except LookupError:
        known = ""
    if known in _BIG5:
        return ["utf-8", "big5hkscs", "gb18030"]
    return ["utf-8", "gb18030"]

"""Normalisation of printed text, so that one word is one word however an office typed it."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from importlib.resources import files

from juesuan.schema.resources import read_csv

_ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_SPACE = re.compile(r"\s+")
_QUOTES = str.maketrans(dict.fromkeys("“”„‟\"＂'‘’「」『』《》", ""))
_PUNCTUATION = str.maketrans(
    {"（": "(", "）": ")", "：": ":", "，": ",", "；": ";", "〔": "(", "〕": ")", "—": "-", "·": ""}
)
_NUMBERING = re.compile(
    r"^(?:其中[:、,]?|加[:、]|减[:、])?"
    r"(?:[一二三四五六七八九十]+[、.．,)]|\([一二三四五六七八九十0-9]+\)[、.]?|[0-9]{1,2}[、.)](?!\d))?"
    r"(?:其中[:、,]?)?"
)


@cache
def _characters() -> dict[int, str]:
    """Radicals and variants that NFKC leaves alone (dictionary/characters.csv)."""
    table = files("juesuan.schema") / "dictionary" / "characters.csv"
    return {ord(row["character"]): row["ideograph"] for row in read_csv(table)}


def legal(text: str) -> str:
    """Return the text without the characters that XML 1.0 cannot hold (controls, surrogates)."""
    return _ILLEGAL.sub("", text)


def readable(text: str) -> str:
    """Return the text with compatibility and radical characters made ordinary, spaces kept."""
    return unicodedata.normalize("NFKC", legal(text).translate(_characters()))


def squeeze(text: str) -> str:
    """Return the printed words of a cell: ordinary characters, no white space or line breaks.

    Full-width Chinese punctuation stays as printed, so that the words can be shown to people.
    """
    joined = _SPACE.sub("", legal(text).translate(_characters()))
    return "".join(
        char if "！" <= char <= "｠" and not char.isalnum() else unicodedata.normalize("NFKC", char)
        for char in joined
    )


def normalise(text: str) -> str:
    """Return the form of a text in which labels, headers and names are compared."""
    plain = unicodedata.normalize("NFKC", _SPACE.sub("", text.translate(_characters())))
    return plain.translate(_QUOTES).translate(_PUNCTUATION)


def without_numbering(text: str) -> str:
    """Return a normalised label without its leading 一、 / (一) / 1. / 其中: marks."""
    while True:
        shorter = _NUMBERING.sub("", text, count=1)
        if shorter in (text, ""):
            return text
        text = shorter

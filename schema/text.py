"""Normalisation of printed text, so that one word is one word however an office typed it."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from importlib.resources import files

from juesuan.schema.resources import read_csv

_REMEMBERED = 20_000  # texts: a document's cells are compared many times over
_ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_SPACE = re.compile(r"[\s\u200b-\u200f\u2060\ufeff\u00ad]+")
"""White space, and the marks without width that web pages and spreadsheets put between words."""

_QUOTES = str.maketrans(dict.fromkeys("“”„‟\"＂'‘’「」『』《》", ""))
_PUNCTUATION = str.maketrans(
    {
        **{"（": "(", "）": ")", "：": ":", "，": ",", "；": ";", "〔": "(", "〕": ")", "·": ""},
        **{"【": "(", "】": ")", "[": "(", "]": ")", "﹙": "(", "﹚": ")", "∶": ":", "︰": ":"},
        **dict.fromkeys("—–―‐‑‒−─━", "-"),
    }
)
_CIRCLED = {0x2460 + n: f"({n + 1})" for n in range(20)}  # ① to ⑳, which NFKC makes bare digits
_NUMBERING = re.compile(
    r"^(?:其中[:、,]?|[加减][:、])?"
    r"(?:[一二三四五六七八九十]+[、.．,):]|\([一二三四五六七八九十0-9]+\)[、.]?"
    r"|[0-9]{1,2}[、.),:](?!\d)|[-*#★☆●■◆]+(?=[^\d.\W]))?"
    r"(?:其中[:、,]?)?"
)


@cache
def _characters() -> dict[int, str]:
    """Radicals and variants that NFKC leaves alone (dictionary/characters.csv)."""
    table = files("juesuan.schema") / "dictionary" / "characters.csv"
    return {ord(row["character"]): row["ideograph"] for row in read_csv(table)}


@cache
def _simplified() -> dict[int, str]:
    """Traditional characters of the dictionary's words (dictionary/traditional.csv)."""
    table = files("juesuan.schema") / "dictionary" / "traditional.csv"
    return {ord(row["traditional"]): row["simplified"] for row in read_csv(table)}


@cache
def _before_nfkc() -> dict[int, str]:
    return {**_characters(), **_CIRCLED}


@cache
def _after_nfkc() -> dict[int, str]:
    return {**_simplified(), **_PUNCTUATION, **_QUOTES}


def legal(text: str) -> str:
    """Return the text without the characters that XML 1.0 cannot hold (controls, surrogates)."""
    return _ILLEGAL.sub("", text)


def readable(text: str) -> str:
    """Return the text with compatibility and radical characters made ordinary, spaces kept."""
    return unicodedata.normalize("NFKC", legal(text).translate(_characters()))


@lru_cache(maxsize=20_000)
def squeeze(text: str) -> str:
    """Return the printed words of a cell: ordinary characters, no white space or line breaks.

    Full-width Chinese punctuation stays as printed, so that the words can be shown to people.
    """
    joined = _SPACE.sub("", legal(text).translate(_characters()))
    return "".join(char if _stays(char) else unicodedata.normalize("NFKC", char) for char in joined)


def _stays(char: str) -> bool:
    return ord(char) in _CIRCLED or ("！" <= char <= "｠" and not char.isalnum())


@lru_cache(maxsize=_REMEMBERED)
def normalise(text: str) -> str:
    """Return the form of a text in which labels, headers and names are compared."""
    return _normalise_short(text) if len(text) <= _SHORT else _normalise(text)


def _normalise(text: str) -> str:
    plain = unicodedata.normalize("NFKC", _SPACE.sub("", text.translate(_before_nfkc())))
    return plain.translate(_after_nfkc())


_SHORT = 80  # characters of a cell or heading, which recognition compares over and over
_normalise_short = lru_cache(maxsize=20_000)(_normalise)


def simplified(text: str) -> str:
    """Return a text with the traditional characters of the dictionary's words made simplified.

    It has as many characters as before.
    """
    return text.translate(_simplified())


@lru_cache(maxsize=20_000)
def without_numbering(text: str) -> str:
    """Return a normalised label without its leading 一、 / (一) / 1. / 其中: marks."""
    while True:
        shorter = _NUMBERING.sub("", text, count=1)
        if shorter in (text, ""):
            return text
        text = shorter

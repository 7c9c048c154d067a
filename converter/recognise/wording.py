"""Brings header words and row labels to the form in which the dictionary's patterns match them."""

from __future__ import annotations

import re
from functools import cache

from juesuan.schema.spec import Words
from juesuan.schema.text import normalise, without_numbering


@cache
def pattern(source: str) -> re.Pattern[str]:
    """Return a compiled pattern of the dictionary's words."""
    return re.compile(source)


def bare_label(text: str, words: Words) -> str:
    """Return a row's label without its numbering, a unit in brackets and a colon at its end."""
    plain = without_numbering(normalise(text))
    plain = pattern(words.lines["unit_in_head"] + "$").sub("", plain)
    return plain.rstrip(":-.") or plain


def bare_head(text: str, words: Words, fiscal_year: int | None) -> str:
    """Return a header word without numbering, unit and the fiscal year; the year before is 上年."""
    plain = pattern(words.lines["unit_in_head"]).sub("", without_numbering(text))
    plain = plain.rstrip(":") or plain
    if fiscal_year is None:
        return plain
    for year, meaning in ((fiscal_year, "本年"), (fiscal_year - 1, "上年")):
        if match := re.fullmatch(rf"{year}年?度?(.*)", plain):
            rest = match[1] if meaning == "本年" and match[1] else meaning + (match[1] or "数")
            return rest
    return plain


def unit_of_head(text: str, words: Words) -> str | None:
    """Return the unit that a header word states in brackets (决算数(万元)), or None."""
    match = pattern(words.lines["unit_in_head"]).search(normalise(text))
    return match[1] if match and match[1] in words.units else None

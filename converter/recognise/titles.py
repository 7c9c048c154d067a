"""Reads the lines around a table: its title, number, unit, entity and notes."""

from __future__ import annotations

import re
from functools import cache

from juesuan.schema.spec import Dictionary, FormSpec, Words
from juesuan.schema.text import normalise, squeeze, without_numbering

_MAX_TITLE = 60
_TAIL = re.compile(r"(\(.*\)|(财决)?公开.{0,6}表|附?表[0-9一二三四五六七八九十-]+)*")
_OTHER_TITLE = re.compile(r".{2,40}(表|情况)(\(.*\))?")
_PAGE_NUMBER = re.compile(r"(第|-)?\d{1,4}(页|-)?(共\d+页)?|-\s*\d+\s*-")


def match_title(text: str, dictionary: Dictionary) -> FormSpec | None:
    """Return the form whose title a line is, or None.

    The longest title wins (支出决算表 also ends 一般公共预算财政拨款支出决算表); words before it
    (entity, year) are allowed unless the form forbids them.
    """
    plain = without_numbering(normalise(text))
    if len(plain) > _MAX_TITLE:
        return None
    best: tuple[int, FormSpec] | None = None
    for spec in dictionary.forms:
        for pattern in spec.titles:
            for match in pattern.finditer(plain):
                prefix, tail = plain[: match.start()], plain[match.end() :]
                if spec.title_forbids.search(prefix) or not _TAIL.fullmatch(tail):
                    continue
                if re.search(r"[。;,:见]", prefix):
                    continue
                length = match.end() - match.start()
                if best is None or length > best[0]:
                    best = (length, spec)
    return best[1] if best else None


def is_other_title(text: str, words: Words) -> bool:
    """Return whether a line reads like the title of some table (not of all tables together)."""
    plain = without_numbering(normalise(text))
    if _pattern(words.lines["heading"]).fullmatch(plain):
        return False
    return bool(_OTHER_TITLE.fullmatch(plain)) and not re.search(r"[。;:]", plain)


def is_page_number(text: str) -> bool:
    """Return whether a line is a page number."""
    return bool(_PAGE_NUMBER.fullmatch(normalise(text)))


@cache
def _pattern(source: str) -> re.Pattern[str]:
    return re.compile(source)


def form_number(text: str, words: Words) -> str | None:
    """Return the form number that a line prints (公开07表), or None."""
    plain = normalise(text)
    if len(plain) > _MAX_TITLE or "表" not in plain:
        return None
    for part in re.split(r"\s{2,}|\t", text.strip()):
        if _pattern(words.lines["form_number"]).fullmatch(normalise(part)):
            return squeeze(part)
    return None


def published_unit(text: str, words: Words) -> str | None:
    """Return the unit that a line states (单位:万元), or None."""
    match = _pattern(words.lines["unit"]).search(normalise(text))
    return match[1] if match and match[1] in words.units else None


def entity_name(text: str, words: Words) -> str | None:
    """Return the body that a line over a table names (部门:…), or None."""
    for part in re.split(r"\s{2,}|\t", text.strip()):
        match = _pattern(words.lines["entity"]).fullmatch(normalise(part))
        if match and not match[1].endswith("元"):
            name = re.split(r"金额单位|单位:|\d{4}年", squeeze(part).replace("：", ":", 1))[0]
            return name.partition(":")[2].strip() or None
    return None


def is_note(text: str, words: Words) -> bool:
    """Return whether a line begins a 注 or 说明."""
    return bool(_pattern(words.lines["note"]).match(normalise(text)))

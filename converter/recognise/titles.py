"""Reads the lines around a table: its title, number, unit, entity and notes."""

from __future__ import annotations

import re

from juesuan.converter.recognise.wording import pattern
from juesuan.schema.spec import Dictionary, FormSpec, Words
from juesuan.schema.text import normalise, squeeze, without_numbering

_MAX_TITLE = 60
_TAIL = re.compile(
    r"(\(.*\)|-?续.?表?|-|(金额)?单位:.*元|(财决)?(公开|附).{0,6}表|附?表[0-9一二三四五六七八九十-]+"
    r"|\d{4}年度?)*"
)
_OTHER_TITLE = re.compile(r".{2,40}表(\(.*\))?(-?续表?)?")
_PAGE_NUMBER = re.compile(r"(第|-)?\d{1,4}(页|-)?([,/]?共?\d+页?)?|-\s*\d+\s*-")
_DATE = re.compile(
    r"\d{4}(年度?|[-./]\d{1,2}|年\d{1,2}月)?(\d{1,2}日)?|续表?|\(续.?\)|\d{4}年.{1,3}月.*日?"
)


def bare_title(text: str, words: Words) -> str:
    """Return a line without the numbers that stand before a title (附表1: / 公开01表 / 一、)."""
    plain = without_numbering(normalise(text))
    match = pattern(words.lines["number_before_title"]).match(plain)
    if match and match.end() < len(plain):
        plain = without_numbering(plain[match.end() :])
    return plain


def match_title(text: str, dictionary: Dictionary) -> FormSpec | None:
    """Return the form whose title a line is, or None; of several the first."""
    _, specs = titles_in(text, dictionary)
    return specs[0] if specs else None


def titles_in(text: str, dictionary: Dictionary) -> tuple[int, list[FormSpec]]:
    """Return the forms whose title a line is, and how many of its characters are that title.

    The longest title wins (支出决算表 also ends 一般公共预算财政拨款支出决算表); words before it
    (entity, year) are allowed unless the form forbids them.
    """
    plain = bare_title(text, dictionary.words)
    if len(plain) > _MAX_TITLE or "表" not in plain:
        return 0, []
    best: tuple[int, list[FormSpec]] = 0, []
    for spec in dictionary.forms:
        for title in spec.titles:
            for match in title.finditer(plain):
                prefix, tail = plain[: match.start()], plain[match.end() :]
                if spec.title_forbids.search(prefix) or not _TAIL.fullmatch(tail):
                    continue
                if re.search(r"[。;,:见]", prefix):
                    continue
                length = match.end() - match.start()
                if length > best[0]:
                    best = (length, [spec])
                elif length == best[0] and spec not in best[1]:
                    best[1].append(spec)
    return best


def is_other_title(text: str, words: Words) -> bool:
    """Return whether a line reads like the title of some table (not of all tables together)."""
    plain = bare_title(text, words)
    if pattern(words.lines["heading"]).fullmatch(plain) or is_continued(text, words):
        return False
    if form_number(text, words):
        return False
    return bool(_OTHER_TITLE.fullmatch(plain)) and not re.search(r"[。;:]", plain)


def is_continued(text: str, words: Words) -> bool:
    """Return whether a line says that a table goes on (续表, (续))."""
    plain = normalise(text)
    return len(plain) <= _MAX_TITLE and bool(pattern(words.lines["continued"]).fullmatch(plain))


def is_page_number(text: str) -> bool:
    """Return whether a line is a page number."""
    return bool(_PAGE_NUMBER.fullmatch(normalise(text)))


def is_form_number(text: str, words: Words) -> bool:
    """Return whether a line is a form number and nothing else (表九)."""
    return bool(pattern(words.lines["form_number"]).fullmatch(normalise(text)))


def form_number(text: str, words: Words) -> str | None:
    """Return the form number that a line prints (公开07表), or None."""
    plain = normalise(text)
    if len(plain) > _MAX_TITLE or "表" not in plain:
        return None
    for part in re.split(r"\s{2,}|\t", text.strip()):
        if pattern(words.lines["form_number"]).fullmatch(normalise(part)):
            return squeeze(part)
    match = pattern(words.lines["number_before_title"]).match(plain)
    if match and "表" in match[0] and len(plain) - match.end() > 0:
        return match[0].rstrip("-:、.")
    return None


def published_unit(text: str, words: Words) -> str | None:
    """Return the unit that a line states (单位:万元), or None."""
    plain = normalise(text)
    for source, whole in (("unit", False), ("unit_in_head", False), ("unit_alone", True)):
        words_of_unit = pattern(words.lines[source])
        match = words_of_unit.fullmatch(plain) if whole else words_of_unit.search(plain)
        if match and match[1] in words.units:
            return match[1]
    return None


def entity_name(text: str, words: Words) -> str | None:
    """Return the body that a line over a table names (部门:…), or None."""
    for part in re.split(r"\s{2,}|\t", text.strip()):
        match = pattern(words.lines["entity"]).fullmatch(normalise(part))
        if match:
            kept = (p for p in part.split() if "表" not in p or not is_form_number(p, words))
            plain = squeeze("".join(kept)).replace("：", ":", 1)
            name = re.split(r"(?:金额)?单位[:：]|\d{4}年", plain.partition(":")[2])[0]
            if not normalise(name).endswith("元"):
                return _without_code(name).strip("，,。 ") or None
    return None


def _without_code(name: str) -> str:
    """Return a name without the code of the budget unit before or after it."""
    name = re.sub(r"^[\[（(【]?\d{3,}[\]）)】]?[-—_ ]*", "", name)
    return re.sub(r"[\[（(【]\d{3,}[\]）)】]$", "", name)


def is_lead(text: str, dictionary: Dictionary) -> bool:
    """Return whether a cell over a header holds no head: title, number, unit, entity or date."""
    words, plain = dictionary.words, normalise(text)
    if _DATE.fullmatch(plain) or is_continued(text, words):
        return True
    if match_title(text, dictionary) or form_number(text, words) or is_other_title(text, words):
        return True
    unit = pattern(words.lines["unit"]).match(plain)
    entity = pattern(words.lines["entity"] + "?").fullmatch(plain)
    return bool(
        unit or (entity and ":" in plain) or pattern(words.lines["unit_alone"]).fullmatch(plain)
    )


def is_note(text: str, words: Words) -> bool:
    """Return whether a line begins a 注 or 说明."""
    return bool(pattern(words.lines["note"]).match(normalise(text)))

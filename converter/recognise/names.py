"""Finds names of bodies and years in the headings of a document."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from juesuan.schema.spec import Dictionary
from juesuan.schema.text import normalise, readable, simplified

_MAX_HEADING = 60
_DIGITS = str.maketrans("〇○零一二三四五六七八九", "000123456789")
_CHINESE_YEAR = re.compile(r"[二2][〇○零0][〇○零一二三四五六七八九]{2}(?=年)")
_YEARS = (
    re.compile(r"(20\d{2})(?:年度|财年)"),
    re.compile(r"(20\d{2})年?(?=[^\d]{0,30}决算)"),
    re.compile(r"(20\d{2})年"),
)
_SCOPE = r"(?:\((?:机关)?(?:本级|汇总)\))?"
_KIND = rf"{_SCOPE}(?:部门|单位|机关)?(?:收支|三公经费)?{_SCOPE}"
_YEAR_FIRST = re.compile(
    rf"(?:附件\d*[:、]?)?(20\d{{2}})年?+度?+(?P<name>[^年,。;]{{3,40}}?){_KIND}(?:支出)?决算"
)
_NAME_FIRST = re.compile(
    rf"(?:附件\d*[:、]?)?(?P<name>[^年:,。;]{{3,40}}?)(20\d{{2}})年?度?{_KIND}(?:支出)?决算"
)
_NOT_IN_NAME = re.compile(r"第[一二三四五六七八九十]+部分|目录|附件\d*|关于|公开")


def years_in(texts: Iterable[str]) -> list[int]:
    """Return the years of accounts that texts name, the likeliest first."""
    plain = [_with_digits(normalise(text)) for text in texts]
    for pattern in _YEARS:
        found = Counter(year for text in plain for year in pattern.findall(text))
        if found:
            return [int(year) for year, _ in found.most_common()]
    return []


def _with_digits(text: str) -> str:
    """Return a text whose Chinese years (二〇二四年) are written in digits."""
    return _CHINESE_YEAR.sub(lambda match: match[0].translate(_DIGITS), text)


def name_in_heading(lines: Sequence[str], dictionary: Dictionary) -> str | None:
    """Return the body that a heading over several lines names (…2024年度部门决算), or None."""
    plain = [normalise(text) for text in lines if len(normalise(text)) < _MAX_HEADING]
    starts = [plain[start : start + 4] for start in range(len(plain))]
    for pieces in starts:
        for count in range(1, len(pieces) + 1):
            if name := _name(_with_digits("".join(pieces[:count])), dictionary):
                return name
    return None


def _name(text: str, dictionary: Dictionary) -> str | None:
    for pattern in (_NAME_FIRST, _YEAR_FIRST):
        if match := pattern.match(simplified(text)):
            start, end = match.span("name")
            name = _NOT_IN_NAME.sub("", text[start:end]).strip(",-_")
            if name.count("(") != name.count(")"):
                name = name.strip("()")
            if len(name) >= 3 and not any(
                word.fullmatch(simplified(name)) for word in dictionary.words.no_names
            ):
                return readable(name)
    return None

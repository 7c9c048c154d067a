"""Finds whose accounts a document holds, and of which year."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from juesuan.converter.document import Document, Line
from juesuan.converter.recognise.sections import Sections
from juesuan.schema.errors import UnreadableInputError
from juesuan.schema.filing import Entity
from juesuan.schema.spec import Dictionary
from juesuan.schema.text import normalise, readable

_COVER_LINES = 12
_YEAR = re.compile(r"(20\d{2})年")
_YEAR_FIRST = re.compile(r"(20\d{2})年?度?(?P<name>[^年]{3,40}?)(?:部门|单位)?(?:\(本级\))?决算")
_NAME_FIRST = re.compile(r"(?P<name>[^年:]{3,40}?)(20\d{2})年?度?(?:部门|单位)?(?:\(本级\))?决算")
_NOT_IN_NAME = re.compile(r"第[一二三四五六七八九十]+部分|目录|附件\d*|关于|公开")
_REGION = re.compile(
    r"(?:中共|中国共产党)?((?:[一-鿿]{2,7}?(?:省|自治区))?"
    r"(?:[^省市盟区县旗]{2,8}(?:市|自治州|地区|盟))?(?:[^省市盟区县旗]{1,8}(?:新区|区|县|旗|市))?)"
)


@dataclass(frozen=True, slots=True)
class Identity:
    """The entity and the fiscal year of a document."""

    entity: Entity
    fiscal_year: int


def read_identity(
    document: Document,
    sections: Sections,
    dictionary: Dictionary,
    given_name: str | None = None,
    given_year: int | None = None,
) -> Identity:
    """Return the entity and year: as printed, else as given; UnreadableInputError without."""
    cover = list(_cover(document))
    year = _fiscal_year(document, cover)
    over_tables = Counter(s.entity for s in sections.forms if s.entity)
    name = over_tables.most_common(1)[0][0] if over_tables else _name(document, cover)
    year, name = year or given_year, name or given_name
    if year is None:
        raise UnreadableInputError(
            f"{document.name}：没有找到会计年度，请用 --year 指明",
            f"{document.name}: no fiscal year was found; name it with --year",
        )
    if name is None:
        raise UnreadableInputError(
            f"{document.name}：没有找到单位名称，请用 --entity 指明",
            f"{document.name}: no name of a body was found; name it with --entity",
        )
    return Identity(
        Entity(name, level=_level(document, cover, dictionary), region=_region(name)), year
    )


def _cover(document: Document) -> Iterator[str]:
    """Yield the first lines of the document as they are compared."""
    lines = [block for page in document.pages[:2] for block in page.blocks]
    for block in [block for block in lines if isinstance(block, Line)][:_COVER_LINES]:
        yield normalise(block.text)


def _fiscal_year(document: Document, cover: list[str]) -> int | None:
    years = _YEAR.findall("".join(cover)) or [
        year for line in document.lines() for year in _YEAR.findall(normalise(line.text))
    ]
    years = years or _YEAR.findall(normalise(document.name))  # workbooks often tell it there only
    return int(Counter(years).most_common(1)[0][0]) if years else None


def _name(document: Document, cover: list[str]) -> str | None:
    """Return the entity's name from the cover or, failing that, from a heading of the forms."""
    headings = [normalise(line.text) for line in document.lines()]
    starts = [cover[start:] for start in range(min(4, len(cover)))]
    candidates = ["".join(lines[:count]) for lines in starts for count in (1, 2, 3, 4)]
    for text in [*candidates, *(text for text in headings if len(text) < _COVER_LINES * 5)]:
        for pattern in (_NAME_FIRST, _YEAR_FIRST):
            if match := pattern.match(text):
                name = _NOT_IN_NAME.sub("", match["name"]).strip("(),")
                if len(name) >= 3:
                    return readable(name)
    return None


def _level(document: Document, cover: list[str], dictionary: Dictionary) -> str | None:
    words = dictionary.words.document
    first = "".join(cover)
    whole = normalise("".join(line.text for line in document.lines()))
    for text in (first, whole):
        units, departments = text.count(words["level_unit"]), text.count(words["level_department"])
        if units != departments:
            return "unit" if units > departments else "department"
    return None


def _region(name: str) -> str | None:
    match = _REGION.match(normalise(name))
    return match[1] or None if match else None

"""Finds whose accounts a body's forms are, of which year, and in which scope."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePath

from juesuan.converter.document import Document, Line
from juesuan.converter.recognise.bodies import Body
from juesuan.converter.recognise.names import name_in_heading, years_in
from juesuan.converter.recognise.wording import pattern
from juesuan.schema.errors import UnreadableInputError
from juesuan.schema.filing import Entity
from juesuan.schema.spec import Dictionary
from juesuan.schema.text import normalise

_COVER_LINES = 12
_HEADER_ROWS = 8
_REGION = re.compile(
    r"(?:中共|中国共产党)?((?:[一-鿿]{2,7}?(?:省|自治区))?"
    r"(?:[^省市盟区县旗]{2,8}(?:市|自治州|地区|盟))?(?:[^省市盟区县旗]{1,8}(?:新区|区|县|旗|市))?)"
)


@dataclass(frozen=True, slots=True)
class Identity:
    """The entity and the fiscal year of a body's accounts."""

    entity: Entity
    fiscal_year: int


def read_identity(
    document: Document,
    body: Body,
    dictionary: Dictionary,
    given_name: str | None = None,
    given_year: int | None = None,
    *,
    first: bool = True,
) -> Identity:
    """Return the entity and year: as printed, else as given; UnreadableInputError without.

    The first body of a document is named on its cover, the others by the lines before their
    forms. What neither the pages nor the user tell, the name of the file may.
    """
    cover = list(_cover(document)) if first else list(body.preceding)
    stem = PurePath(document.name).stem
    year = _fiscal_year(document, body, cover) or given_year or _year_in_name(stem)
    sections = [*body.forms.values(), *body.again]
    over_tables = Counter(section.entity for section in sections if section.entity)
    name = (
        over_tables.most_common(1)[0][0]
        if over_tables
        else name_in_heading(cover, dictionary)
        or name_in_heading([title for s in sections if (title := s.title)], dictionary)
        or name_in_heading(_all_lines(document), dictionary)
        or given_name
        or name_in_heading([stem], dictionary)
    )
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
    entity = Entity(
        name,
        level=_level(document if first else None, cover, dictionary),
        region=_region(name),
        scope=_scope(name, cover, dictionary),
    )
    return Identity(entity, year)


def _cover(document: Document) -> Iterator[str]:
    """Yield the first lines of the document."""
    lines = [block for page in document.pages[:2] for block in page.blocks]
    for block in [block for block in lines if isinstance(block, Line)][:_COVER_LINES]:
        yield block.text


def _all_lines(document: Document) -> list[str]:
    return [line.text for line in document.lines()]


def _fiscal_year(document: Document, body: Body, cover: Sequence[str]) -> int | None:
    """Return the year by the cover, else the titles, the heads, or all lines."""
    sections = list(body.forms.values())
    heads = [
        cell.text
        for section in sections
        for cell in section.grids[0].cells
        if cell.row < _HEADER_ROWS
    ]
    preceding = [text for section in sections for text in section.preceding[-_COVER_LINES:]]
    titles = [section.title or "" for section in sections]
    for texts in (["".join(cover)], titles, preceding, heads, _all_lines(document)):
        if years := years_in(texts):
            return years[0]
    return None


def _year_in_name(stem: str) -> int | None:
    """Return the year that a file's name tells, or None."""
    plain = normalise(stem)
    if years := years_in([plain]):
        return years[0]
    bare = re.findall(r"(?<!\d)20\d{2}(?!\d)", plain)
    return int(bare[0]) if len(set(bare)) == 1 else None


def _level(document: Document | None, cover: Sequence[str], dictionary: Dictionary) -> str | None:
    words = dictionary.words.document
    first = "".join(map(normalise, cover))
    whole = normalise("".join(_all_lines(document))) if document else ""
    for text in (first, whole):
        units, departments = text.count(words["level_unit"]), text.count(words["level_department"])
        if units != departments:
            return "unit" if units > departments else "department"
    return None


def _scope(name: str, cover: Sequence[str], dictionary: Dictionary) -> str | None:
    """Return own or consolidated where the name, or the cover after the name, says it."""
    words, plain = dictionary.words.document, normalise(name)
    after = "".join(map(normalise, cover)).partition(plain)[2][:12]
    for scope in ("own", "consolidated"):
        if pattern(words[scope]).search(plain) or pattern(words[scope + "_on_cover"]).match(after):
            return scope
    return None


def _region(name: str) -> str | None:
    match = _REGION.match(normalise(name))
    return match[1] or None if match else None

"""Finds the standard forms in a document: titles, the grids that belong to them, their notes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from juesuan.converter.document import Document, Grid, Line
from juesuan.converter.recognise import titles
from juesuan.converter.recognise.header import header_score
from juesuan.schema.filing import Note
from juesuan.schema.spec import Dictionary, FormSpec, Words
from juesuan.schema.text import normalise, squeeze

_NEAR = 14  # lines above a table in which its title is looked for
_BETWEEN = 6  # lines (running heads, 续表, units) that may stand before the rest of a table
_HEADING = re.compile(r"第[一二三四五六七八九十]+部分|[一二三四五六七八九十]+、")
_ITEM = re.compile(r"\d{1,2}[.、]")


@dataclass(slots=True)
class Section:
    """A form as found: its grids in order and the lines that belong to it."""

    spec: FormSpec
    grids: list[Grid]
    title: str | None = None
    number: str | None = None
    unit: str | None = None
    entity: str | None = None
    notes: list[Note] = field(default_factory=list)


@dataclass(slots=True)
class Sections:
    """All forms found, the grids that belong to none, and the forms that a contents page lists."""

    forms: list[Section]
    again: list[Section]
    announced: tuple[str, ...]


def find_sections(document: Document, dictionary: Dictionary) -> Sections:
    """Return the forms of a document in the order in which they stand."""
    found = list(_sections(document, dictionary))
    first: dict[str, Section] = {}
    again = []
    for section in found:
        if section.spec.id in first:
            again.append(section)
        else:
            first[section.spec.id] = section
    return Sections(list(first.values()), again, _announced(document, dictionary, set(first)))


def _sections(document: Document, dictionary: Dictionary) -> Iterator[Section]:
    """Walk through the blocks; a section is complete when the next one begins."""
    current: Section | None = None
    open_notes = False
    before: list[Line] = []
    for page in document.pages:
        for block in page.blocks:
            if isinstance(block, Line):
                if current is not None and open_notes:
                    open_notes = _add_note(current, block, dictionary)
                before.append(block)
                continue
            heads = before[-_NEAR:]
            spec, title = _title(heads, block, dictionary)
            if current is not None and _continues(current, spec, heads, block, dictionary.words):
                current.grids.append(block)
            else:
                if current is not None:
                    yield current
                    current = None
                spec = spec or _by_header(block, heads, dictionary)
                if spec is not None:
                    current = _begin(spec, title, heads, block, dictionary)
            open_notes = current is not None
            before = []
        open_notes = open_notes and not page.blocks
    if current is not None:
        yield current


def _title(
    heads: list[Line], grid: Grid, dictionary: Dictionary
) -> tuple[FormSpec | None, str | None]:
    """Return the form whose title stands nearest above a grid or in its first rows."""
    for text in [*_rows_across(grid), *(line.text for line in reversed(heads))]:
        if spec := titles.match_title(text, dictionary):
            return spec, squeeze(text)
    for upper, lower in zip(reversed(heads[:-1]), reversed(heads[1:]), strict=True):
        if spec := titles.match_title(upper.text + lower.text, dictionary):
            return spec, squeeze(upper.text + lower.text)
    return None, None


def _rows_across(grid: Grid) -> Iterator[str]:
    """Yield the texts of leading rows that hold a single text (a title inside the table)."""
    for row in grid.rows()[:4]:
        texts = [cell.text for cell in row if cell.text.strip()]
        if len(texts) > 2:
            return
        yield from texts


def _continues(
    current: Section, spec: FormSpec | None, heads: list[Line], grid: Grid, words: Words
) -> bool:
    """Return whether a grid goes on with the current form.

    It does when it repeats the form's title, or bears no title of its own and stands on the same
    or the next page with as many columns as fit.
    """
    last = current.grids[-1]
    if grid.page - last.page > 1 and grid.edges:
        return False
    if spec is not None:
        return spec.id == current.spec.id and bool(grid.edges)
    if not grid.edges:
        return False
    texts = [line.text for line in heads if not titles.is_page_number(line.text)]
    if len(texts) > _BETWEEN or any(_ends_form(text, words) for text in texts):
        return False
    if grid.n_columns > max(g.n_columns for g in current.grids) + 1:
        return False
    return grid.n_columns * 2 > max(2, min(g.n_columns for g in current.grids))


def _ends_form(text: str, words: Words) -> bool:
    return bool(
        titles.is_other_title(text, words) or _HEADING.match(normalise(text)) or "。" in text
    )


def _by_header(grid: Grid, heads: list[Line], dictionary: Dictionary) -> FormSpec | None:
    """Return the one form whose header a grid without a title bears, or None."""
    if any(titles.is_other_title(line.text, dictionary.words) for line in heads):
        return None
    scores = sorted(
        ((header_score(grid, spec, dictionary), spec.order, spec) for spec in dictionary.forms),
        key=lambda entry: (-entry[0], entry[1]),
    )
    (best, _, spec), (second, *_) = scores[0], scores[1]
    return spec if best >= 3 and best > second else None


def _begin(
    spec: FormSpec, title: str | None, heads: list[Line], grid: Grid, dictionary: Dictionary
) -> Section:
    section = Section(spec, [grid], title)
    words = dictionary.words
    for text in [*(line.text for line in heads), *_rows_across(grid)]:
        section.number = titles.form_number(text, words) or section.number
        section.unit = titles.published_unit(text, words) or section.unit
        section.entity = titles.entity_name(text, words) or section.entity
    return section


def _add_note(section: Section, line: Line, dictionary: Dictionary) -> bool:
    """Add a line after a table to its notes; return whether more may follow."""
    text = line.text.strip()
    if titles.is_page_number(text):
        return True
    if titles.is_note(text, dictionary.words):
        section.notes.append(Note(squeeze(text), line.page))
        return True
    if not section.notes:
        return not (_HEADING.match(normalise(text)) or titles.match_title(text, dictionary))
    if _HEADING.match(normalise(text)) or titles.match_title(text, dictionary):
        return False
    if titles.form_number(text, dictionary.words) or titles.published_unit(text, dictionary.words):
        return False
    if _ITEM.match(normalise(text)):
        section.notes.append(Note(squeeze(text), line.page))
    else:
        last = section.notes[-1]
        section.notes[-1] = Note(last.text + squeeze(text), last.page)
    return True


def _announced(document: Document, dictionary: Dictionary, found: set[str]) -> tuple[str, ...]:
    """Return the forms that the contents page lists but the document does not hold."""
    listed: set[str] = set()
    in_contents = False
    for page in document.pages[:12]:
        for block in page.blocks:
            texts = [block.text] if isinstance(block, Line) else [cell.text for cell in block.cells]
            for text in texts:
                plain = normalise(text)
                in_contents |= plain == dictionary.words.lines["contents_heading"]
                entry = re.sub(r"[.…·\-\s]*\d*$", "", text)
                if in_contents and (spec := titles.match_title(entry, dictionary)):
                    listed.add(spec.id)
        if in_contents and len(listed) >= len(dictionary.forms):
            break
    return tuple(spec.id for spec in dictionary.forms if spec.id in listed - found)

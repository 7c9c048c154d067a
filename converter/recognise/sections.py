"""Finds the forms in a document: titles, the grids that belong to them, their notes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from juesuan.converter.document import Block, Document, Grid, Line
from juesuan.converter.numbers import looks_numeric
from juesuan.converter.recognise import titles
from juesuan.converter.recognise.apart import row_apart
from juesuan.converter.recognise.header import CODE, header_score, units_in_heads
from juesuan.converter.recognise.names import name_in_heading
from juesuan.converter.recognise.tops import (
    Top,
    is_contents,
    lead_texts,
    parts,
    read_top,
    running_heads,
)
from juesuan.converter.recognise.wording import bare_label, unit_of_head
from juesuan.schema.filing import Note
from juesuan.schema.spec import Dictionary, FormSpec
from juesuan.schema.text import normalise, squeeze

_NEAR = 14  # lines above a table in which its title is looked for
_BETWEEN = 6  # lines (running heads, 续表, units) that may stand before the rest of a table
_RUNNING = 3  # lines that may stand over the rest of a table
_CONTENTS = 10  # pages from a heading 目录 on which forms may be listed
_HEADER = 8  # rows of a grid in which its heads are looked for
_HEADING = re.compile(r"第[一二三四五六七八九十]+部分|[一二三四五六七八九十]+、")
_ITEM = re.compile(r"\d{1,2}[.、]")


@dataclass(slots=True)
class Found:
    """A table as found: its grids in order and the lines that belong to it.

    ``preceding`` are the lines since the table before; ``named`` is the body whose accounts the
    lines over the table head; ``apart`` are rows alone at the top of the page after.
    """

    grids: list[Grid]
    title: str | None = None
    number: str | None = None
    unit: str | None = None
    entity: str | None = None
    notes: list[Note] = field(default_factory=list)
    preceding: tuple[str, ...] = ()
    named: str | None = None
    apart: list[Line] = field(default_factory=list)


@dataclass(slots=True)
class Section(Found):
    """A form of the dictionary as found."""

    spec: FormSpec = field(kw_only=True)


@dataclass(slots=True)
class UnknownSection(Found):
    """A titled table that is no form of the dictionary."""


def find_sections(document: Document, dictionary: Dictionary) -> list[Section | UnknownSection]:
    """Return the forms and the other titled tables in the order in which they stand."""
    found = list(_sections(document, dictionary))
    return [section for section in found if isinstance(section, Section) or _is_kept(section)]


def _is_kept(section: UnknownSection) -> bool:
    """Return whether an unknown table is one of accounts: it holds figures or says 决算."""
    if "决算" in normalise(section.title or ""):
        return True
    return any(
        any(char.isdigit() for char in cell.text) and looks_numeric(cell.text)
        for grid in section.grids
        for cell in grid.cells
    )


def _sections(document: Document, dictionary: Dictionary) -> Iterator[Section | UnknownSection]:
    """Walk through the blocks; a section is complete when the next one begins."""
    current: Section | UnknownSection | None = None
    open_notes = False
    before: list[Line] = []
    since: list[str] = []
    running = running_heads(document, dictionary)
    for page in document.pages:
        for number, block in enumerate(page.blocks):
            if isinstance(block, Line):
                if current and _is_apart(current, page.blocks[: number + 1], dictionary):
                    current.apart.append(block)
                    continue
                if current is not None and open_notes:
                    open_notes = _add_note(current, block, dictionary)
                before.append(block)
                since.append(block.text)
                continue
            if is_contents(block, dictionary):
                before = []
                continue
            for grid in parts(block, dictionary):
                heads = before[-_NEAR:]
                top = read_top([line.text for line in heads], grid, dictionary, running)
                if current is not None and _continues(current, top, heads, grid, dictionary):
                    current.grids.append(grid)
                else:
                    if current is not None:
                        yield current
                    current = _begin(top, heads, grid, since, dictionary)
                    since = since if current is None else []
                open_notes = current is not None
                before = []
        open_notes = open_notes and not page.blocks
    if current is not None:
        yield current


def _continues(
    current: Section | UnknownSection,
    top: Top,
    heads: list[Line],
    grid: Grid,
    dictionary: Dictionary,
) -> bool:
    """Return whether a grid goes on with the current form.

    It does when it repeats the form's title, or bears no title of its own and stands on the same
    or the next page with as many columns as fit.
    """
    last, words = current.grids[-1], dictionary.words
    if grid.page - last.page > 1 and grid.edges:
        return False
    texts = [line.text for line in heads if not titles.is_page_number(line.text)]
    if current.entity and any(
        name and normalise(name) != normalise(current.entity)
        for name in (titles.entity_name(text, words) for text in (*texts, *lead_texts(grid)))
    ):
        return False
    named = name_in_heading(texts, dictionary)
    if named and current.named and normalise(named) != normalise(current.named):
        return False
    continued = any(titles.is_continued(text, words) for text in (*texts, *lead_texts(grid)))
    if top.specs and not (isinstance(current, UnknownSection) and current.title == top.title):
        same = isinstance(current, Section) and current.spec in top.specs
        return same and (bool(grid.edges) or continued)
    if other := top.other or top.title:
        same = isinstance(current, UnknownSection) and current.title == other
        return same and (bool(grid.edges) or continued)
    widest = max(g.n_columns for g in current.grids)
    if not grid.edges:
        return continued and grid.n_columns == widest
    if len(texts) > _BETWEEN or any(_ends_form(text) for text in texts):
        return False
    if grid.n_columns > widest + 1:
        return False
    if grid.n_columns * 2 <= max(2, min(g.n_columns for g in current.grids)):
        return False
    return continued or not _has_other_header(current, grid, dictionary)


def _is_apart(
    current: Section | UnknownSection, blocks: Sequence[Block], dictionary: Dictionary
) -> bool:
    """Return whether the last of a page's first blocks is the form's last row, alone there.

    Only running heads and other such rows may stand over it.
    """
    last, line = current.grids[-1], blocks[-1]
    if not isinstance(current, Section) or not isinstance(line, Line) or current.notes:
        return False
    if (
        not last.edges
        or line.page != last.page + 1
        or not row_apart(line, current.spec, dictionary)
    ):
        return False
    above = [block for block in blocks[:-1] if block not in current.apart]
    return len(above) < _RUNNING and not any(
        isinstance(block, Grid)
        or titles.match_title(block.text, dictionary)
        or titles.is_other_title(block.text, dictionary.words)
        for block in above
    )


def _ends_form(text: str) -> bool:
    plain = normalise(text)
    return bool(_HEADING.match(plain) or "。" in text or plain.endswith("情况"))


def _has_other_header(
    current: Section | UnknownSection, grid: Grid, dictionary: Dictionary
) -> bool:
    """Return whether a grid without a title bears the header of another form."""
    if not isinstance(current, Section):
        return _by_header(grid, dictionary) is not None
    first = {_signature(grid, row) for grid in current.grids[:1] for row in range(_HEADER)}
    if _signature(grid, 0) in first:
        return False
    other = _by_header(grid, dictionary)
    return other is not None and other is not current.spec


def _signature(grid: Grid, row: int) -> tuple[str, ...]:
    return tuple(normalise(cell.text) for cell in grid.cells if cell.row == row and cell.text)


def _by_header(grid: Grid, dictionary: Dictionary) -> FormSpec | None:
    """Return the one standard form whose header a grid without a title bears, or None."""
    scores = sorted(
        (
            (header_score(grid, spec, dictionary), spec.order, spec)
            for spec in dictionary.standard_forms
        ),
        key=lambda entry: (-entry[0], entry[1]),
    )
    (best, _, spec), (second, *_) = scores[0], scores[1]
    return spec if best >= 3 and best > second else None


def _begin(
    top: Top, heads: list[Line], grid: Grid, since: list[str], dictionary: Dictionary
) -> Section | UnknownSection | None:
    """Return the section that a grid begins: a form, another titled table, or None."""
    spec = top.specs[0] if top.specs else None
    if len(top.specs) > 1:  # one title for several forms: the header decides
        spec = max(top.specs, key=lambda s: (header_score(grid, s, dictionary), -s.order))
    other = top.other
    if spec and "明细" in (top.title or "") and not _holds(grid, spec, dictionary):
        spec, other = None, top.title  # by other categories: another table of that title
    if spec is None and other is None:
        spec = _by_header(grid, dictionary)
    section: Section | UnknownSection
    if spec is not None:
        section = Section([grid], top.title, spec=spec)
    elif other is not None:
        section = UnknownSection([grid], other)
    else:
        return None
    words = dictionary.words
    for text in (*(line.text for line in heads), *lead_texts(grid)):
        section.number = titles.form_number(text, words) or section.number
        section.unit = titles.published_unit(text, words) or section.unit
        section.entity = titles.entity_name(text, words) or section.entity
    section.unit = section.unit or _unit_in_header(grid, spec, dictionary)
    section.preceding = tuple(since)
    section.named = name_in_heading([line.text for line in heads], dictionary)
    return section


def _holds(grid: Grid, spec: FormSpec, dictionary: Dictionary) -> bool:
    """Return whether a grid has a form's columns, and rows by the form's own classification.

    A table with a column for each category, or by function where the form is by economic
    category, bears the same title in some provinces (明细表).
    """
    if header_score(grid, spec, dictionary) < 1:
        return False
    kind = spec.classification
    if kind is None:
        return True
    texts = [normalise(cell.text) for cell in grid.cells]
    codes = [text for text in texts if CODE.fullmatch(text)]
    if codes:
        return any(kind.first.match(code) for code in codes)
    known = {
        axis: sum(bool(codes.by_name(bare_label(text, dictionary.words))) for text in texts)
        for axis, codes in dictionary.codes.items()
    }
    return known[kind.axis] == max(known.values())


def _unit_in_header(grid: Grid, spec: FormSpec | None, dictionary: Dictionary) -> str | None:
    """Return the unit that the heads state (决算数(万元)): their only one, else most columns'."""
    words = dictionary.words
    units = {unit_of_head(cell.text, words) for cell in grid.cells if cell.row < _HEADER} - {None}
    if len(units) < 2 or spec is None:
        return units.pop() if len(units) == 1 else None
    stated = units_in_heads(grid, spec, dictionary)
    return max(stated, key=stated.count, default=None)


def _add_note(section: Found, line: Line, dictionary: Dictionary) -> bool:
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


def announced(document: Document, dictionary: Dictionary, found: set[str]) -> tuple[str, ...]:
    """Return the forms that the contents page lists but the document does not hold."""
    listed: set[str] = set()
    contents_until = 0  # a document of several files or bodies has several contents pages
    for index, page in enumerate(document.pages):
        for block in page.blocks:
            texts = [block.text] if isinstance(block, Line) else [cell.text for cell in block.cells]
            for text in texts:
                plain = normalise(text)
                if plain == dictionary.words.lines["contents_heading"]:
                    contents_until = index + _CONTENTS
                entry = re.sub(r"[.…·\-\s]*\d*$", "", text)
                if index < contents_until and (spec := titles.match_title(entry, dictionary)):
                    listed.add(spec.id)
    return tuple(spec.id for spec in dictionary.forms if spec.id in listed - found)

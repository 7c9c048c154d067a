"""The whole way from a document to a Filing, or to one filing for each body in it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from juesuan.converter.document import Document
from juesuan.converter.join import JoinedDocument, join_documents
from juesuan.converter.map import map_form, unknown_form
from juesuan.converter.readers import READERS
from juesuan.converter.readers.scan import missing_extra
from juesuan.converter.readers.together import read_together
from juesuan.converter.recognise.bodies import Body, find_bodies
from juesuan.converter.recognise.identity import read_identity
from juesuan.converter.recognise.sections import Section, announced, find_sections
from juesuan.converter.recognise.wording import bare_label, pattern
from juesuan.schema.dictionary import load_dictionary
from juesuan.schema.errors import (
    BudgetDocumentError,
    GovernmentAccountsError,
    NoFormsError,
    UnknownUnitError,
    UnreadableInputError,
)
from juesuan.schema.filing import Filing, FilingForm, Unmapped
from juesuan.schema.spec import Dictionary
from juesuan.schema.text import normalise

_GOVERNMENT = 3  # different cells that only a government's accounts print, from which they are one


@dataclass(frozen=True, slots=True)
class Given:
    """What is said of a document in case its pages do not say it.

    ``unit`` is used for forms that do not print their unit and find none elsewhere; ``entity``
    and ``year`` where the document (the pages of tables of one) names no body or year.
    """

    unit: str | None = None
    entity: str | None = None
    year: int | None = None


def convert_file(
    path: Path,
    unit: str | None = None,
    reader: str = READERS[0],
    entity: str | None = None,
    year: int | None = None,
) -> Filing:
    """Convert a document; a subclass of UnreadableInputError says why it cannot be done.

    ``unit``, ``entity`` and ``year`` are as in Given. Of a document with several bodies' accounts
    this is the first; ``convert_bodies`` returns them all.
    """
    return convert_bodies(path, Given(unit, entity, year), reader)[0]


def convert_bodies(
    path: Path, given: Given | None = None, reader: str = READERS[0]
) -> list[Filing]:
    """Convert a document to a filing for each body whose accounts it holds.

    A ZIP file of several documents is one document; ``read_together`` tells which of its files
    could not be read.
    """
    return filings_of(read_together([path], reader).documents, given)


def filings_of(documents: Sequence[Document], given: Given | None = None) -> list[Filing]:
    """Turn documents that are read as one into a filing for each body; there is at least one."""
    dictionary, given = load_dictionary(), given or Given()
    joined = join_documents(documents)
    document = joined.document
    bodies = [
        body for body in find_bodies(find_sections(document, dictionary), dictionary) if body.forms
    ]
    if not bodies:
        unread = any(read.unread for read in documents)
        raise missing_extra(document.name) if unread else _no_forms(document, dictionary)
    if _is_government(document, bodies, dictionary):
        raise GovernmentAccountsError(
            f"{document.name}：这是一级政府的决算，不是部门（单位）决算",
            f"{document.name}: these are a whole government's accounts, not a department's",
        )
    found = {form_id for body in bodies for form_id in body.forms}
    missing = announced(document, dictionary, found)
    return [
        _filing(joined, body, given, missing if not number else (), dictionary, number)
        for number, body in enumerate(bodies)
    ]


def _filing(
    joined: JoinedDocument,
    body: Body,
    given: Given,
    missing: tuple[str, ...],
    dictionary: Dictionary,
    number: int,
) -> Filing:
    document, sections = joined.document, list(body.forms.values())
    identity = read_identity(document, body, dictionary, given.entity, given.year, first=not number)
    if len(joined.sources) > 1:
        _refuse_two_bodies(sections, document.name)
    units = _units(sections, given.unit, document.name)
    forms = [
        map_form(section, dictionary, units[form_id], identity.fiscal_year)
        for form_id, section in body.forms.items()
    ]
    forms = [joined.located(_with_copies(form, body, identity.fiscal_year)) for form in forms]
    forms.sort(key=lambda form: dictionary.form(form.id).order)
    unknown = (unknown_form(section, dictionary) for section in body.unknown)
    return Filing(
        entity=identity.entity,
        fiscal_year=identity.fiscal_year,
        forms=tuple(forms),
        published_unit=max(units.values(), key=list(units.values()).count),
        source=joined.sources[0],
        announced=missing,
        unknown_forms=tuple(map(joined.located_unknown, unknown)),
        further_sources=joined.sources[1:],
    )


def _refuse_two_bodies(sections: Sequence[Section], name: str) -> None:
    """Refuse files of different bodies: tables that name bodies, none part of the other's name."""
    named = sorted({section.entity for section in sections if section.entity}, key=len)
    bodies = [normalise(body) for body in named]
    if any(bodies[0] not in body for body in bodies):
        raise UnreadableInputError(
            f"{name} 等文件属于不同单位（{'、'.join(named)}），不能合成一份决算",
            f"{name} and the files given with it are of different bodies ({', '.join(named)})",
        )


def _units(sections: list[Section], given: str | None, name: str) -> dict[str, str]:
    """Return the unit of each form: its own, else the document's only one, else the given one.

    A form of counts only needs none.
    """
    printed = {section.unit for section in sections if section.unit}
    fallback = printed.pop() if len(printed) == 1 else given
    units = {section.spec.id: section.unit or fallback for section in sections}
    missing = [section.spec.zh for section in sections if units[section.spec.id] is None]
    if missing:
        raise UnknownUnitError(
            f"{name}：{'、'.join(missing)} 没有注明金额单位，请用 --unit 指明（元、万元…）",
            f"{name}: {len(missing)} form(s) do not state their unit; name it with --unit",
        )
    return {form_id: unit for form_id, unit in units.items() if unit is not None}


def _with_copies(form: FilingForm, body: Body, fiscal_year: int) -> FilingForm:
    """Account for a form that the document prints again: equal figures are repeats."""
    dictionary = load_dictionary()
    for copy in (section for section in body.again if section.spec.id == form.id):
        unit = copy.unit or form.published_unit or "元"
        second = map_form(copy, dictionary, unit, fiscal_year)
        known = {(row.line, row.code, fact.column): fact.value for row, fact in form.facts()}
        others = [
            Unmapped(fact.printed or "", "form-printed-twice", row.label, fact.column, fact.place)
            for row, fact in second.facts()
            if known.get((row.line, row.code, fact.column)) != fact.value
        ]
        count = sum(len(row.facts) for row in second.rows) - len(others)
        form = replace(
            form,
            unmapped=(*form.unmapped, *others, *second.unmapped),
            repeated=form.repeated + count + second.repeated,
        )
    return form


def _is_government(document: Document, bodies: list[Body], dictionary: Dictionary) -> bool:
    """Return whether the forms are those of a whole government (税收收入, 上解支出, 调入资金 …).

    A department prints its revenue, expenditure or summaries over all funds; a government's forms
    are of one fund each.
    """
    if any(not dictionary.form(f).dimensions for body in bodies for f in body.forms):
        return False
    marks = [pattern(source) for source in dictionary.words.document["government"]]
    labels = {
        bare_label(cell.text, dictionary.words)
        for grid in document.grids()
        for cell in grid.cells
        if len(cell.text) < 40
    }
    seen = [mark for mark in marks if any(mark.fullmatch(label) for label in labels)]
    return len(seen) >= _GOVERNMENT


def _no_forms(document: Document, dictionary: Dictionary) -> NoFormsError:
    """Return the error for a document without forms: a budget is called one."""
    text = normalise("".join(line.text for line in document.lines()))
    cells = normalise("".join(cell.text for grid in document.grids() for cell in grid.cells))
    words = dictionary.words.document
    counts = {
        kind: sum(len(re.findall(pattern, text + cells)) for pattern in words[kind])
        for kind in ("account", "budget")
    }
    if counts["budget"] > 3 * max(1, counts["account"]):
        return BudgetDocumentError(
            f"{document.name}：这是一份预算文件，不是决算；没有可转换的决算表",
            f"{document.name}: this is a budget (预算), not final accounts (决算)",
        )
    if any(len(re.findall(source, text)) > 1 for source in words["government_title"]):
        return GovernmentAccountsError(
            f"{document.name}：这是一级政府的决算，不是部门（单位）决算；没有可转换的表",
            f"{document.name}: these are a whole government's accounts; no form can be converted",
        )
    return NoFormsError(
        f"{document.name}：没有找到九张决算公开表中的任何一张",
        f"{document.name}: none of the nine forms of final accounts was found",
    )

"""The whole way from a document to a Filing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from juesuan.converter.document import Document
from juesuan.converter.join import join_documents
from juesuan.converter.map import map_form
from juesuan.converter.readers import READERS
from juesuan.converter.readers.scan import missing_extra
from juesuan.converter.readers.together import read_together
from juesuan.converter.recognise.identity import read_identity
from juesuan.converter.recognise.sections import Section, Sections, find_sections
from juesuan.schema.dictionary import load_dictionary
from juesuan.schema.errors import (
    BudgetDocumentError,
    NoFormsError,
    UnknownUnitError,
    UnreadableInputError,
)
from juesuan.schema.filing import Filing, FilingForm, Unmapped
from juesuan.schema.spec import Dictionary
from juesuan.schema.text import normalise


def convert_file(
    path: Path,
    unit: str | None = None,
    reader: str = READERS[0],
    entity: str | None = None,
    year: int | None = None,
) -> Filing:
    """Convert a document; a subclass of UnreadableInputError says why it cannot be done.

    ``unit`` is used for forms that do not print their unit and find none elsewhere; ``entity``
    and ``year`` where the document (the pages of tables of one) names no body or year. A ZIP
    file of several documents of one body is one document; ``read_together`` tells which of its
    files could not be read.
    """
    return convert_documents(read_together([path], reader).documents, unit, entity, year)


def convert_documents(
    documents: Sequence[Document],
    unit: str | None = None,
    entity: str | None = None,
    year: int | None = None,
) -> Filing:
    """Turn the documents that hold one body's accounts of one year into one Filing."""
    joined = join_documents(documents)
    document = joined.document
    dictionary = load_dictionary()
    sections = find_sections(document, dictionary)
    if not sections.forms:
        unread = any(document.unread for document in documents)
        raise missing_extra(document.name) if unread else _no_forms(document, dictionary)
    identity = read_identity(document, sections, dictionary, entity, year)
    if len(documents) > 1:
        _refuse_two_bodies(sections.forms, document.name)
    units = _units(sections.forms, unit, document.name)
    forms = [
        map_form(section, dictionary, units[section.spec.id], identity.fiscal_year)
        for section in sections.forms
    ]
    forms = [_with_copies(form.id, form, sections, document) for form in forms]
    forms = [joined.located(form) for form in forms]
    forms.sort(key=lambda form: dictionary.form(form.id).order)
    return Filing(
        entity=identity.entity,
        fiscal_year=identity.fiscal_year,
        forms=tuple(forms),
        published_unit=max(units.values(), key=list(units.values()).count),
        source=joined.sources[0],
        announced=sections.announced,
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
    """Return the unit of each form: its own, else the document's only one, else the given one."""
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


def _with_copies(
    form_id: str, form: FilingForm, sections: Sections, document: Document
) -> FilingForm:
    """Account for a form that the document prints again: equal figures are repeats."""
    dictionary = load_dictionary()
    for copy in (section for section in sections.again if section.spec.id == form_id):
        second = map_form(copy, dictionary, copy.unit or form.published_unit or "元", None)
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
    return NoFormsError(
        f"{document.name}：没有找到九张决算公开表中的任何一张",
        f"{document.name}: none of the nine forms of final accounts was found",
    )

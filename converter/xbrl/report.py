"""The XBRL report that a Filing is, in the terms of the Open Information Model (OIM 1.0).

Writers of XBRL know only this; readers build it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from juesuan.converter.xbrl.provenance import (
    fact_provenance,
    leftovers_text,
    note_pages,
    sources_text,
    unknown_forms_text,
)
from juesuan.schema.dictionary import load_dictionary
from juesuan.schema.filing import Fact, Filing, FilingForm, Row
from juesuan.schema.precision import common_decimals, true_decimals
from juesuan.schema.spec import FormSpec
from juesuan.schema.xbrlnames import (
    CREDIT_CODE_SCHEME,
    FORM_AXIS,
    NAME_SCHEME,
    PROVENANCE_ARCROLE,
    aspects_of,
    axis_name,
    cell_id,
    fact_id,
    form_member,
    numbered_rows,
    period_of,
)

FILING_TABLE, THIS_ROW = "filing", "this"
FORMS_TABLE = "forms"
"""Tables of texts about the filing (one row) and about its forms (a row a form)."""

NOTES_TABLE, NOTE_COLUMN = "notes", "text"
NOTE, PROVENANCE = "footnote", "provenance"
ARCROLES = {
    NOTE: "http://www.xbrl.org/2003/arcrole/fact-footnote",
    PROVENANCE: PROVENANCE_ARCROLE,
}
"""The kinds of footnotes and the arcroles that join them to facts."""


@dataclass(frozen=True, slots=True)
class Period:
    """A duration (``start`` and ``end``, both days included) or an instant (``end`` of a day)."""

    start: date | None
    end: date


@dataclass(frozen=True, slots=True)
class XbrlFact:
    """A fact: ``members`` are (axis element, member element) pairs, sorted.

    ``value`` is a number for a numeric fact (with ``unit`` and ``decimals``), else a text or None
    (nil). ``typed`` is the value on the axis of unlisted codes. ``notes`` are printed notes,
    ``provenance`` tells where the figure was printed.
    """

    id: str
    concept: str
    period: Period
    members: tuple[tuple[str, str], ...]
    value: Decimal | str | None
    unit: str | None = None
    decimals: int | None = None
    typed: str | None = None
    notes: tuple[str, ...] = ()
    provenance: str | None = None


@dataclass(frozen=True, slots=True)
class Footnote:
    """A text joined to a fact: a printed note, or the provenance of a figure (``kind``)."""

    id: str
    kind: str
    fact: str
    text: str


@dataclass(frozen=True, slots=True)
class XbrlReport:
    """All facts about one entity."""

    scheme: str
    identifier: str
    facts: tuple[XbrlFact, ...]

    def footnotes(self) -> Iterator[Footnote]:
        """Yield the footnotes of all facts, numbered in order."""
        number = 0
        for fact in self.facts:
            for text in fact.notes:
                number += 1
                yield Footnote(cell_id(NOTES_TABLE, str(number), NOTE_COLUMN), NOTE, fact.id, text)
            if fact.provenance is not None:
                number += 1
                name = cell_id(NOTES_TABLE, str(number), NOTE_COLUMN)
                yield Footnote(name, PROVENANCE, fact.id, fact.provenance)


def report_of(filing: Filing) -> XbrlReport:
    """Return the report that a filing is."""
    entity = filing.entity
    scheme, identifier = NAME_SCHEME, " ".join(entity.name.split())
    if entity.code is not None:
        scheme, identifier = CREDIT_CODE_SCHEME, entity.code
    year = Period(*period_of(filing.fiscal_year, None))
    facts = [*_header(filing, year)]
    common = common_decimals(fact for _, _, fact in filing.facts() if fact.unit == "CNY")
    for form in filing.forms:
        facts += _form(filing, form, year, common)
    return XbrlReport(scheme, identifier, tuple(facts))


def _header(filing: Filing, year: Period) -> Iterator[XbrlFact]:
    entity, source = filing.entity, filing.source
    texts: dict[str, str | None] = {
        "EntityName": entity.name,
        "EntityCode": entity.code,
        "EntityLevel": entity.level,
        "EntityRegion": entity.region,
        "PublishedUnit": filing.published_unit,
        "EntityScope": entity.scope,
        "SourceName": source.name if source else None,
        "SourceMediaType": source.media_type if source else None,
        "SourceDigest": source.sha256 if source else None,
        "UnreadPages": " ".join(map(str, source.unread)) or None if source else None,
        "FurtherSources": sources_text(filing.further_sources),
        "UnknownForms": unknown_forms_text(filing.unknown_forms),
        "AnnouncedForms": " ".join(filing.announced) or None,
    }
    for name, text in texts.items():
        if text is not None:
            yield XbrlFact(cell_id(FILING_TABLE, THIS_ROW, name), name, year, (), text)


def _form(filing: Filing, form: FilingForm, year: Period, common: int | None) -> Iterator[XbrlFact]:
    spec = load_dictionary().form(form.id)
    members = ((axis_name(FORM_AXIS), form_member(spec)),)
    yield XbrlFact(
        _header_id(spec, "FormTitle"),
        "FormTitle",
        year,
        members,
        form.title,
        notes=tuple(note.text for note in form.notes),
        provenance=note_pages(form),
    )
    texts = {
        "FormNumber": form.number,
        "FormUnit": form.published_unit,
        "FormPages": " ".join(map(str, form.pages)) or None,
        "FormRepeated": str(form.repeated) if form.repeated else None,
        "FormSource": str(form.source) if form.source else None,
        "FormLeftovers": leftovers_text(form),
    }
    for name, text in texts.items():
        if text is not None:
            yield XbrlFact(_header_id(spec, name), name, year, members, text)
    for number, row in numbered_rows(form):
        for index, fact in enumerate(row.facts):
            yield _fact(filing, form, spec, number, row, fact, common, first=index == 0)


def _header_id(spec: FormSpec, name: str) -> str:
    return cell_id(FORMS_TABLE, spec.id, name)


def _fact(
    filing: Filing,
    form: FilingForm,
    spec: FormSpec,
    number: int,
    row: Row,
    fact: Fact,
    common: int | None,
    *,
    first: bool,
) -> XbrlFact:
    aspects = aspects_of(form, fact, load_dictionary())
    decimals = true_decimals(fact, common) if fact.unit == "CNY" else fact.decimals
    return XbrlFact(
        fact_id(spec, number, row.line, fact.column),
        fact.concept,
        Period(*period_of(filing.fiscal_year, aspects.instant)),
        tuple((axis_name(axis), member) for axis, member in aspects.members),
        fact.value,
        fact.unit,
        decimals,
        aspects.unlisted,
        provenance=fact_provenance(row if first else None, fact, decimals),
    )

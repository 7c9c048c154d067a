"""The Filing that an XBRL report under our taxonomy is.

Facts that we wrote bear their row, line and column in their id. Those of others are placed by
their aspects alone: a concept with its members has one place in a form.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from juesuan.converter.xbrl.provenance import (
    leftover_of,
    parse,
    place_of,
    recognition_of,
    source_of,
    unknown_form_of,
)
from juesuan.converter.xbrl.report import XbrlFact, XbrlReport
from juesuan.schema.dictionary import load_dictionary
from juesuan.schema.errors import UnreadableInputError
from juesuan.schema.filing import (
    UNLABELLED,
    Entity,
    Fact,
    Filing,
    FilingForm,
    Note,
    Row,
    Source,
    Unmapped,
    plain_decimal,
)
from juesuan.schema.spec import UNLABELLED_LINE, Column, FormSpec, Line
from juesuan.schema.xbrlnames import (
    CREDIT_CODE_SCHEME,
    FORM_AXIS,
    Aspects,
    aspects,
    axis_name,
    form_member,
    period_of,
)

_ID = re.compile(r"(?P<form>[\w-]+)\.r_(?P<line>\w+)-(?P<row>\d+)\.(?P<column>\w+)")


@dataclass(frozen=True, slots=True)
class Misplaced:
    """A fact that the taxonomy does not allow, with what is wrong in both languages."""

    fact: str
    zh: str
    en: str


def filing_of(report: XbrlReport, name: str) -> tuple[Filing, tuple[Misplaced, ...]]:
    """Return the filing and the facts that have no place in it.

    ``name`` is the file's, for messages. UnreadableInputError where the report states no year, or
    several, or where its texts about provenance are broken. A figure of a form that has no place
    there also becomes a leftover.
    """
    try:
        return _filing_of(report, name)
    except (ValueError, KeyError, TypeError, AttributeError, ArithmeticError) as error:
        reason = " ".join(str(error).split())[:200] or type(error).__name__
        raise UnreadableInputError(
            f"{name}：XBRL 报告中关于来源的文字不正确（{reason}）",
            f"{name}: texts of the XBRL report about its sources are broken ({reason})",
        ) from None


def _filing_of(report: XbrlReport, name: str) -> tuple[Filing, tuple[Misplaced, ...]]:
    texts = {f.concept: f.value for f in report.facts if isinstance(f.value, str) and not f.members}
    years = {f.period.start.year for f in report.facts if f.period.start is not None}
    if len(years) != 1:
        raise UnreadableInputError(
            f"{name}：XBRL 报告应当只有一个会计年度，找到 {len(years)} 个",
            f"{name}: the XBRL report should have one fiscal year; {len(years)} were found",
        )
    forms = _Forms(years.pop())
    for fact in report.facts:
        forms.add(fact)
    code = report.identifier if report.scheme == CREDIT_CODE_SCHEME else texts.get("EntityCode")
    filing = Filing(
        Entity(
            texts.get("EntityName") or report.identifier,
            code,
            texts.get("EntityLevel"),
            texts.get("EntityRegion"),
            texts.get("EntityScope"),
        ),
        forms.fiscal_year,
        forms.result(),
        texts.get("PublishedUnit"),
        source=_source(texts),
        announced=tuple((texts.get("AnnouncedForms") or "").split()),
        unknown_forms=tuple(map(unknown_form_of, parse(texts.get("UnknownForms")) or ())),
        further_sources=tuple(map(source_of, parse(texts.get("FurtherSources")) or ())),
    )
    return filing, tuple(forms.misplaced)


def _source(texts: Mapping[str, str]) -> Source | None:
    if "SourceName" not in texts:
        return None
    return Source(
        texts["SourceName"],
        texts.get("SourceDigest", ""),
        texts.get("SourceMediaType", ""),
        tuple(map(int, texts.get("UnreadPages", "").split())),
    )


@dataclass(slots=True)
class _Row:
    line: Line
    code: str | None
    label: str | None = None
    facts: list[Fact] = field(default_factory=list)


@dataclass(slots=True)
class _Form:
    spec: FormSpec
    places: dict[Aspects, tuple[Line, Column]]
    texts: dict[str, str | None] = field(default_factory=dict)
    notes: tuple[Note, ...] = ()
    rows: dict[tuple[Any, ...], _Row] = field(default_factory=dict)
    unmapped: list[Unmapped] = field(default_factory=list)


class _Forms:
    """Puts facts into forms, rows and columns."""

    def __init__(self, fiscal_year: int) -> None:
        self.fiscal_year = fiscal_year
        self._dictionary = load_dictionary()
        self._specs = {form_member(spec): spec for spec in self._dictionary.forms}
        self._forms: dict[str, _Form] = {}
        self._header = {item.id: item.scope for item in self._dictionary.header}
        self.misplaced: list[Misplaced] = []
        self._instants = {
            period_of(fiscal_year, instant)[1]: instant for instant in ("opening", "closing")
        }

    def add(self, fact: XbrlFact) -> None:
        """Put a fact in its place; facts about the filing itself have none."""
        members = dict(fact.members)
        spec = self._specs.get(members.get(axis_name(FORM_AXIS), ""))
        if spec is None:
            if self._header.get(fact.concept) != "filing" or members:
                self._misplace(fact, "没有指明属于哪张表", "belongs to no form")
            return
        if (reason := self._mismatch(fact)) is not None:
            self._misplace(fact, *reason)
        form = self._form(spec)
        if not isinstance(fact.value, Decimal):
            form.texts[fact.concept] = fact.value
            if fact.concept == "FormTitle":
                said = parse(fact.provenance)
                pages = said.get("notePages") or [None] * len(fact.notes)
                form.notes = tuple(map(Note, fact.notes, pages))
            return
        said = parse(fact.provenance)
        place = self._place(form, fact, _ID.fullmatch(fact.id))
        if place is None:
            printed = said.get("printed") or plain_decimal(fact.value)
            form.unmapped.append(Unmapped(printed, "unknown-aspects", None, None, place_of(said)))
            zh, en = f"在{spec.zh}中没有位置", f"has no place in the form {spec.id}"
            self._misplace(fact, f"{zh}（{_told(fact)}）", f"{en} ({_told(fact)})")
            return
        key, line, column, code = place
        row = form.rows.setdefault(key, _Row(line, code))
        row.label = said.get("label", row.label)
        row.facts.append(
            Fact(
                column.id,
                fact.concept,
                self._dimensions(form, line, column, code),
                fact.value,
                said.get("printedDecimals", fact.decimals or 0),
                fact.unit or "CNY",
                said.get("printed"),
                place_of(said),
                recognition_of(said),
            )
        )

    def _misplace(self, fact: XbrlFact, zh: str, en: str) -> None:
        self.misplaced.append(Misplaced(fact.id, f"{fact.concept} {zh}", f"{fact.concept} {en}"))

    def _mismatch(self, fact: XbrlFact) -> tuple[str, str] | None:
        """Return what is wrong with a fact's type or unit, or None."""
        concept = self._dictionary.concepts.get(fact.concept)
        if concept is None:
            known = self._header.get(fact.concept) == "form"
            return None if known else ("不是分类标准中的概念", "is no concept of the taxonomy")
        if not isinstance(fact.value, Decimal):
            return "没有数值", "has no number"
        expected = "CNY" if concept.type == "monetary" else "pure"
        if (fact.unit or "pure") != expected:
            found = fact.unit or "pure"
            return (
                f"的单位是 {found}，应为 {expected}",
                f"has the unit {found}, expected {expected}",
            )
        return None

    def _form(self, spec: FormSpec) -> _Form:
        if spec.id not in self._forms:
            self._forms[spec.id] = _Form(spec, {})
        return self._forms[spec.id]

    def _dimensions(
        self, form: _Form, line: Line, column: Column, code: str | None
    ) -> tuple[tuple[str, str], ...]:
        return form.spec.dimensions_of(line, column, code, form.texts.get("FormTitle"))

    def _place(
        self, form: _Form, fact: XbrlFact, named: re.Match[str] | None
    ) -> tuple[tuple[Any, ...], Line, Column, str | None] | None:
        """Return a fact's row key, line, column and code: as its id says, else by its aspects."""
        code, found = self._aspects(form.spec, fact)
        if named and named["form"] == form.spec.id:
            line = form.spec.line_by_id.get(named["line"])
            line = UNLABELLED_LINE if named["line"] == UNLABELLED else line
            column = form.spec.column_by_id.get(named["column"])
            if line and column and self._fits(form, line, column, code, found):
                return (int(named["row"]),), line, column, code
        # Of two lines that state one concept, the one of its name comes first.
        for line in sorted(form.spec.lines, key=lambda line: line.id != fact.concept):
            for column in form.spec.columns_of(line.side):
                if self._fits(form, line, column, code, found):
                    return (line.id, code), line, column, code
        return None

    def _fits(
        self, form: _Form, line: Line, column: Column, code: str | None, found: Aspects
    ) -> bool:
        if line.classification != (code is not None):
            return False
        concept = form.spec.concept_of(line, column)
        dimensions = self._dimensions(form, line, column, code)
        return aspects(form.spec, concept, dimensions, self._dictionary) == found

    def _aspects(self, spec: FormSpec, fact: XbrlFact) -> tuple[str | None, Aspects]:
        """Return the code that a fact bears, and its aspects."""
        code = fact.typed
        if code is None and spec.classification is not None:
            member = dict(fact.members).get(axis_name(spec.classification.axis), "")
            digits = re.search(r"\d+$", member)
            code = digits[0] if digits else None
        instant = None if fact.period.start else self._instants.get(fact.period.end, "?")
        members = tuple(sorted((axis.removesuffix("Axis"), m) for axis, m in fact.members))
        return code, Aspects(fact.concept, instant, members, fact.typed)

    def result(self) -> tuple[FilingForm, ...]:
        """Return the forms in the dictionary's order."""
        known = [self._forms[spec.id] for spec in self._specs.values() if spec.id in self._forms]
        return tuple(_filing_form(form) for form in known)


def _told(fact: XbrlFact) -> str:
    """Return the members of a fact, for messages."""
    members = [f"{axis}={member}" for axis, member in fact.members]
    members += [f"UnlistedCode={fact.typed}"] if fact.typed else []
    return ", ".join(members)


def _filing_form(form: _Form) -> FilingForm:
    texts = form.texts
    leftovers = parse(texts.get("FormLeftovers")) or ()
    keyed = sorted(form.rows.items(), key=lambda item: _row_order(form.spec, item[0], item[1]))
    order = list(form.spec.column_by_id)
    return FilingForm(
        form.spec.id,
        number=texts.get("FormNumber"),
        title=texts.get("FormTitle"),
        published_unit=texts.get("FormUnit"),
        pages=tuple(map(int, (texts.get("FormPages") or "").split())),
        rows=tuple(
            Row(
                row.line.id,
                row.code,
                row.label,
                tuple(sorted(row.facts, key=lambda fact: order.index(fact.column))),
            )
            for _, row in keyed
        ),
        notes=form.notes,
        unmapped=(*(leftover_of(said) for said in leftovers), *form.unmapped),
        repeated=int(texts.get("FormRepeated") or 0),
        source=int(texts.get("FormSource") or 0) or None,
    )


def _row_order(spec: FormSpec, key: tuple[Any, ...], row: _Row) -> tuple[int, int, str]:
    """Return where a row belongs: its number where facts name it, else by line and code."""
    if len(key) == 1:
        return key[0], 0, ""
    lines = list(spec.line_by_id)
    return 0, lines.index(row.line.id), row.code or ""

"""Rules on how a filing is published: notes of empty forms, years in titles, whole fen."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from juesuan.schema.rulebook import Years
from juesuan.schema.text import normalise
from juesuan.validators.engine import Rule
from juesuan.validators.facts import FilingFacts, FormFacts
from juesuan.validators.model import Check, Severity
from juesuan.validators.rules.written import rule

_DISCLOSURE = "地方预决算公开操作规程（财预〔2016〕143号）：没有数据的表格应当列出空表并说明"
_FEN = Decimal("0.01")
_FEN_DECIMALS = 2
_YEAR = re.compile("(20[0-9]{2})年")


@rule(
    "D-EMPTY",
    Severity.INFO,
    zh="没有数据的表格附有说明",
    en="A form without figures says why",
    formula=("表中无数据 ⇒ 有说明", "form without figures ⇒ a note says why"),
    source=_DISCLOSURE,
    years=Years(2016),
)
def empty_form_explained(this: Rule, facts: FilingFacts) -> Iterator[Check]:
    """Look for the note of every form without figures; the narrative may explain it as well."""
    words = facts.dictionary.rulebook.disclosure
    for form in facts.forms.values():
        if not _shows_nothing(form):
            continue
        notes = [normalise(note.text) for note in form.form.notes]
        if any(words.explanation.search(n) and not words.conditional.search(n) for n in notes):
            yield this.passed()
        else:
            yield this.failed(
                f"{form.spec.zh}没有数据，表下也没有说明",
                f"{form.spec.en} shows no figures, and no note below it says why",
            )


@rule(
    "D-NODATA",
    Severity.WARNING,
    zh="说明无数据的表格没有数据",
    en="A form of which a note says that it shows nothing shows nothing",
    formula=("说明「本表无数据」 ⇒ 表中无数据", "note of no figures ⇒ form without figures"),
    source=_DISCLOSURE,
)
def no_data_as_said(this: Rule, facts: FilingFacts) -> Iterator[Check]:
    """Compare notes that a form shows nothing with what it shows."""
    words = facts.dictionary.rulebook.disclosure
    for form in facts.forms.values():
        said = [
            note.text
            for note in form.form.notes
            if words.no_data.search(normalise(note.text))
            and not words.conditional.search(normalise(note.text))
        ]
        if not said:
            continue
        shown = next((o for cell in form.cells.values() for o in cell if o.value), None)
        if shown is None:
            yield this.passed()
        else:
            yield this.failed(
                f"{form.spec.zh}有数据，表下却说明「{said[0]}」",
                f"{form.spec.en} shows figures, but a note says: {said[0]}",
                shown,
            )


@rule(
    "D-YEAR",
    Severity.WARNING,
    zh="表名中的年度是决算年度",
    en="A year in a form's title is the fiscal year",
    formula=("年度(表名) = 决算年度", "year(title) = fiscal year"),
    source="决算公开表 表头",
)
def year_of_titles(this: Rule, facts: FilingFacts) -> Iterator[Check]:
    """Look for years in the titles."""
    year = facts.filing.fiscal_year
    for form in facts.forms.values():
        match = _YEAR.search(normalise(form.form.title or ""))
        if match is None:
            continue
        if int(match[1]) == year:
            yield this.passed()
        else:
            yield this.failed(
                f"{form.spec.zh}的表名写作 {match[1]} 年度，本决算为 {year} 年度",
                f"the title of {form.spec.en} is of {match[1]}, the accounts are of {year}",
            )


@rule(
    "D-FEN",
    Severity.WARNING,
    zh="金额不小于一分",
    en="No amount is finer than a fen",
    formula=("金额 = 整数 × 0.01 元", "amount = whole number × 0.01 yuan"),
    source="人民币的最小单位为分 / the smallest unit of the currency is the fen",
)
def whole_fen(this: Rule, facts: FilingFacts) -> Iterator[Check]:
    """Look at the figures that are given to more places than the currency has."""
    for form in facts.forms.values():
        finer = [
            operand
            for cell in form.cells.values()
            for operand in cell
            if (operand.decimals or 0) > _FEN_DECIMALS
            and operand.value is not None
            and operand.value % _FEN
        ]
        if not finer:
            yield this.passed()
            continue
        yield this.failed(
            f"{form.spec.zh}有 {len(finer)} 个金额小于一分",
            f"{form.spec.en}: {len(finer)} amounts are finer than a fen",
            *finer,
        )


@rule(
    "D-NARRATIVE",
    Severity.WARNING,
    zh="公开文件有规定的各部分说明（职责、机构、增减变化、机关运行经费、政府采购、绩效、名词解释等）",
    en="The publication holds the sections of narrative that the rules ask for",
    formula=("每一部分 ∈ 文件", "every section ∈ document"),
    source=_DISCLOSURE,
    years=Years(2016),
)
def narrative_sections(this: Rule, facts: FilingFacts) -> Iterator[Check]:
    """Say that the narrative is not read; the sections due stand in rules/disclosure.toml."""
    due = len(facts.dictionary.rulebook.disclosure.sections)
    yield this.not_evaluated(
        f"说明文字尚未读取（应有 {due} 个部分）",
        f"the narrative is not read ({due} sections are due)",
    )


def _shows_nothing(form: FormFacts) -> bool:
    return not form.form.unmapped and not any(
        operand.value for cell in form.cells.values() for operand in cell
    )

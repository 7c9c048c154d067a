"""Failures are laid to their cause: the cell or row at fault, and what it should hold."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.changes import cell_faults, identities_of, key_of, row_faults
from bench.mutations import mutate
from bench.sound import Layout, sound_filing
from juesuan.schema import limits
from juesuan.schema.filing import Filing, Row
from juesuan.validators.causes import Cause, Confidence
from juesuan.validators.diagnosis import diagnose
from juesuan.validators.edits import with_code, with_figures, with_form_scaled
from juesuan.validators.engine import Examination, examine
from juesuan.validators.misprints import Kind
from juesuan.validators.model import Outcome
from juesuan.validators.report.json import write_json
from juesuan.validators.report.model import report_on
from tests.validators.test_founding_text import founding_filing

EXACT = Layout(general_balances=True)


@cache
def sound(seed: int) -> Examination:
    return examine(sound_filing(seed, EXACT))


def change(
    filing: Filing, form: str, row: str, column: str, new: Callable[[Decimal], Decimal]
) -> Filing:
    """The filing with one figure changed."""
    facts = examine(filing).facts
    (figure,) = facts.forms[form].at(row, column)
    assert figure.value is not None
    return with_figures(facts, {figure.index: new(figure.value)})


def causes_of(filing: Filing) -> tuple[Cause, ...]:
    return diagnose(examine(filing))


def drop(filing: Filing, form_id: str, wanted: Callable[[Row], bool]) -> Filing:
    forms = tuple(
        replace(form, rows=tuple(r for r in form.rows if not wanted(r)))
        if form.id == form_id
        else form
        for form in filing.forms
    )
    return replace(filing, forms=forms)


def cell(cause: Cause) -> tuple[str, str, str]:
    return key_of(cause.cells[0].operand)


# --- one figure ------------------------------------------------------------------------------


def test_a_sound_filing_has_no_causes() -> None:
    assert not causes_of(sound_filing(1))
    assert not causes_of(founding_filing())


@pytest.mark.parametrize(
    ("new", "kind"),
    [
        (lambda value: -value, Kind.SIGN),
        (lambda value: value * 10, Kind.DECIMAL_POINT),
        (lambda value: value * 10_000, Kind.UNIT),
        (lambda value: value + 123_400, Kind.VALUE),
    ],
)
def test_one_wrong_figure_is_named_with_what_it_should_be(
    new: Callable[[Decimal], Decimal], kind: Kind
) -> None:
    filing = sound_filing(1, EXACT)
    place = ("expenditure", "208", "BasicExpenditure")
    before = sound(1).facts.forms[place[0]].at(*place[1:])[0].value
    (cause,) = causes_of(change(filing, *place, new))
    assert (cell(cause), cause.confidence) == (place, Confidence.CERTAIN)
    assert cause.cells[0].value == before
    assert cause.kind in (kind, Kind.DIGIT)
    assert cause.agreeing >= 2
    assert "支出决算表「社会保障和就业支出 / 基本支出」为" in cause.message.zh
    assert "应为" in cause.message.zh
    assert "should be" in cause.message.en


@settings(max_examples=40, deadline=None)
@given(st.integers(1, 4), st.data())
def test_a_single_fault_in_a_sound_filing_is_detected_and_located(
    seed: int, data: st.DataObject
) -> None:
    """The figure is the one named, or one of those that explain the failures as well."""
    before = sound(seed)
    allowed = identities_of(before)
    figures = before.facts.figures
    printed = [i for i in sorted(allowed) if figures[i].decimals is not None]
    index = data.draw(st.sampled_from(printed))
    faults = [f for f in cell_faults(before, index, allowed[index]) if len(f.cells) == 1]
    fault = data.draw(st.sampled_from(faults))
    examination = examine(fault.filing)
    assert any(check.outcome is Outcome.FAILED for check in examination.checks)
    (cause,) = diagnose(examination)
    named = [
        frozenset(key_of(c.operand) for c in s.cells) for s in (cause.suspect, *cause.alternatives)
    ]
    assert fault.cells in named
    if cause.confidence is Confidence.CERTAIN:
        value = figures[index].value
        assert fault.cells == named[0]
        assert cause.cells[0].low <= value <= cause.cells[0].high


def test_an_addend_of_one_sum_only_cannot_be_told_from_its_neighbours() -> None:
    filing = sound_filing(1, EXACT)
    place = ("general-budget-basic-expenditure", "30103", "Amount")
    (cause,) = causes_of(change(filing, *place, lambda value: value + 77_700))
    assert cause.confidence is Confidence.AMBIGUOUS
    assert place in {key_of(s.cells[0].operand) for s in (cause.suspect, *cause.alternatives)}
    assert "种可能" in cause.message.zh
    assert "other explanations" in cause.message.en


# --- several figures -------------------------------------------------------------------------


def test_two_exchanged_figures_are_one_cause() -> None:
    form = sound(1).facts.forms["expenditure"]
    code = next(
        c
        for c in form.codes
        if len(c) == 7
        and all(o.value for k in ("BasicExpenditure", "ProjectExpenditure") for o in form.at(c, k))
    )
    pair = [form.at(code, c)[0] for c in ("BasicExpenditure", "ProjectExpenditure")]
    filing = with_figures(
        sound(1).facts, {pair[0].index: pair[1].value, pair[1].index: pair[0].value}
    )
    (cause,) = causes_of(filing)
    assert cause.kind is Kind.FIGURES_EXCHANGED
    assert {key_of(c.operand) for c in cause.cells} == {key_of(o) for o in pair}


def test_independent_faults_are_told_apart() -> None:
    filing = sound_filing(1, EXACT)
    places = [
        ("expenditure", "208", "BasicExpenditure"),
        ("revenue", "Total", "FiscalAppropriationRevenue"),
        ("government-fund", "212", "ClosingCarryOverAndSurplus"),
    ]
    for number, place in enumerate(places):
        filing = change(filing, *place, lambda value, n=number: value * 10 + 5_500 * (n + 1))
    causes = causes_of(filing)
    assert {cell(cause) for cause in causes} == set(places)
    failed = [c for c in examine(filing).checks if c.outcome is Outcome.FAILED]
    assert sum(len(cause.explains) for cause in causes) == len(failed)


def test_two_faults_in_one_sum_are_told_apart() -> None:
    filing = sound_filing(1, EXACT)
    places = [("expenditure", code, "ProjectExpenditure") for code in ("208", "210")]
    filing = change(filing, *places[0], lambda value: value + 1_000_000)
    filing = change(filing, *places[1], lambda value: value + 370_000)
    assert {cell(cause) for cause in causes_of(filing)} == set(places)


# --- rows and forms --------------------------------------------------------------------------


def test_a_dropped_row_is_named_with_its_amounts() -> None:
    form = sound(1).facts.forms["general-budget-expenditure"]
    code = next(c for group in form.codes if len(below := form.below(group)) > 1 for c in below)
    amounts = {c: form.at(code, c)[0].value for c in form.columns_at(code)}
    filing = drop(
        sound_filing(1, EXACT), "general-budget-expenditure", lambda row: row.code == code
    )
    (cause, *more) = causes_of(filing)
    assert not more
    assert (cause.kind, cause.suspect.code) == (Kind.ROW_MISSING, code)
    restored = {c.operand.column: c.value for c in cause.cells}
    assert {k: v for k, v in restored.items() if v} == {k: v for k, v in amounts.items() if v}


def test_a_dropped_parent_is_the_sum_of_what_is_below_it() -> None:
    filing = drop(sound_filing(1, EXACT), "expenditure", lambda row: row.code == "20805")
    (cause,) = causes_of(filing)
    assert (cause.kind, cause.suspect.code) == (Kind.ROW_MISSING, "20805")


def test_a_mistyped_code_is_named_with_the_right_one() -> None:
    filing = with_code(sound_filing(1, EXACT), "expenditure", "20805", "20850")
    (cause,) = causes_of(filing)
    assert (cause.kind, cause.suspect.code) == (Kind.CODE_MISTYPED, "20805")
    assert cause.cells[0].operand.line == "20850"
    assert "的编码应为 20805" in cause.message.zh


def test_a_form_in_another_unit_is_one_cause() -> None:
    filing = with_form_scaled(sound_filing(1, EXACT), "general-budget-expenditure", 4)
    (cause,) = causes_of(filing)
    assert cause.kind is Kind.UNIT
    assert {c.operand.form for c in cause.cells} == {"general-budget-expenditure"}


# --- proof -----------------------------------------------------------------------------------


def test_faults_in_a_made_filing_are_detected_and_located() -> None:
    result = mutate("made", sound_filing(1, EXACT), every=61)
    count = {"faults": 0, "detected": 0, "located": 0, "accused": 0}
    for (_, kind), tally in result.tallies.items():
        if kind not in ("row dropped", "code mistyped"):
            for name in count:
                count[name] += getattr(tally, name)
    assert count["detected"] >= 0.97 * count["faults"]
    assert count["located"] >= 0.9 * count["faults"]
    assert count["accused"] == 0
    assert not result.failures


def test_faults_of_rows_change_the_row_that_they_name() -> None:
    filing = sound_filing(1, EXACT)
    form = filing.forms[2]
    dropped, mistyped = row_faults(filing, form, form.rows[3])
    assert len(dropped.filing.forms[2].rows) == len(form.rows) - 1
    assert next(iter(mistyped.cells))[1] in {row.code for row in mistyped.filing.forms[2].rows}


# --- the report ------------------------------------------------------------------------------


def test_findings_bear_the_number_of_their_cause() -> None:
    filing = change(
        sound_filing(1, EXACT), "expenditure", "208", "BasicExpenditure", lambda value: -value
    )
    report = report_on("a.xml", filing, ())
    (cause,) = report.causes
    failed = [finding for finding in report.findings if finding.outcome is Outcome.FAILED]
    assert len(failed) == len(cause.explains) >= 2
    assert {finding.cause for finding in failed} == {0}
    (document,) = json.loads(write_json([report]))["files"]
    (said,) = document["causes"]
    assert (said["kind"], said["confidence"]) == ("sign", "certain")
    assert said["cells"][0]["line"] == "208"
    assert Decimal(said["cells"][0]["restored"]) == -Decimal(said["cells"][0]["value"])
    assert said["explains"] == [check.rule for check in cause.explains]
    assert {
        finding["cause"] for finding in document["findings"] if finding["outcome"] == "failed"
    } == {0}


def test_rounding_is_folded_to_one_entry_a_form() -> None:
    report = report_on("a.xml", founding_filing(), ())
    forms = [rounding.form for rounding in report.roundings]
    assert len(forms) == len(set(forms)) == 7
    (three,) = [r for r in report.roundings if r.form == "three-public-expenses"]
    assert (three.rules, three.count, three.greatest) == (("F7-L1",), 1, 100)


def test_a_filing_of_which_everything_fails_is_not_diagnosed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("juesuan.validators.diagnosis.MAX_DIAGNOSED", 1)
    assert limits.MAX_DIAGNOSED > 1
    filing = change(
        sound_filing(1, EXACT), "expenditure", "208", "BasicExpenditure", lambda value: -value
    )
    assert not causes_of(filing)

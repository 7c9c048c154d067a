"""Rules between years: what they need of last year's filing, and where they say figures stand."""

from __future__ import annotations

from dataclasses import replace

import pytest

from juesuan.schema.filing import NOWHERE, Fact, Filing, FilingForm, Place
from juesuan.validators.engine import rule_set, run_rules
from juesuan.validators.model import Check, Outcome
from juesuan.validators.report.model import report_on
from tests.filings import changed, filing, form, line, sound_filing
from tests.validators.examples import EXPENDITURE, SUMMARY, THREE_PUBLIC

BETWEEN_YEARS = {rule.id for rule in rule_set() if rule.previous}


def of_year(year: int, *forms: FilingForm) -> Filing:
    return replace(filing(*forms), fiscal_year=year)


def opening(value: str, unit: str = "万元") -> FilingForm:
    return form(SUMMARY, line("OpeningCarryOverAndSurplus", Actual=value), unit=unit)


def closing(value: str, unit: str = "万元") -> FilingForm:
    return form(SUMMARY, line("ClosingCarryOverAndSurplus", Actual=value), unit=unit)


def check(rule_id: str, this: Filing, last: Filing | None) -> Check:
    (found,) = [check for check in run_rules(this, last) if check.rule == rule_id]
    return found


def reason(found: Check) -> str:
    assert found.outcome is Outcome.NOT_EVALUATED
    assert found.message is not None
    return found.message.zh


def test_without_last_year_every_rule_says_so() -> None:
    checks = [c for c in run_rules(sound_filing()) if c.rule in BETWEEN_YEARS]
    assert {c.rule for c in checks} == BETWEEN_YEARS
    assert {reason(c) for c in checks} == {"没有给出上年度决算（--previous）"}


def test_a_filing_of_another_year_is_not_last_years() -> None:
    found = check("Y-01", of_year(2024, opening("1.00")), of_year(2022, closing("1.00")))
    assert reason(found) == "给出的上年度决算是 2022 年度的，应为 2023 年度"


def test_a_form_that_last_year_lacks_is_named() -> None:
    found = check("Y-01", of_year(2024, opening("1.00")), of_year(2023, form(EXPENDITURE)))
    assert reason(found) == "上年度决算没有收入支出决算总表"


@pytest.mark.parametrize(
    ("this", "last", "outcome"),
    [
        (opening("1.00"), closing("1.00"), Outcome.PASSED),
        (opening("1.23"), closing("12,345.67", "元"), Outcome.WITHIN_ROUNDING),
        (opening("1.24"), closing("12,345.67", "元"), Outcome.FAILED),
        (opening("0.00"), form(SUMMARY), Outcome.PASSED),
        (opening("1.00"), form(SUMMARY), Outcome.FAILED),
    ],
)
def test_units_and_precisions_of_both_years_count(
    this: FilingForm, last: FilingForm, outcome: Outcome
) -> None:
    assert check("Y-01", of_year(2024, this), of_year(2023, last)).outcome is outcome


def test_last_years_figure_has_no_place_in_this_document() -> None:
    def placed(fact: Fact) -> Fact:
        return replace(fact, place=Place(7, 1, 2))

    last = closing("2.00")
    rows = tuple(replace(r, facts=tuple(map(placed, r.facts))) for r in last.rows)
    found = check("Y-01", of_year(2024, opening("1.00")), of_year(2023, replace(last, rows=rows)))
    assert found.operands[1].place == NOWHERE
    assert found.message is not None
    assert "「2023年度 年末结转和结余" in found.message.zh
    assert "（第 7 页）」 2.00 万元，相差 1.00 万元" in found.message.zh


def test_a_prior_year_row_that_was_not_printed_is_not_compared() -> None:
    this = form(THREE_PUBLIC, line("OfficialReceptionExpense", PriorYearActual="1.00"))
    last = form(THREE_PUBLIC, line("OverseasVisitExpense", Actual="1.00"))
    found = check("Y-08", of_year(2024, this), of_year(2023, last))
    assert reason(found) == "上年度决算没有列出该行"


def test_a_wrong_cell_is_diagnosed_as_without_last_year() -> None:
    """What fails between years belongs to no cause: nothing says which year is wrong."""
    wrong = changed(sound_filing(), EXPENDITURE, "2010301", "BasicExpenditure", "99999.99")
    last = replace(sound_filing(2), fiscal_year=2023)
    alone = report_on("a", wrong, ())
    both = report_on("a", wrong, (), previous=last)
    assert [c.suspect for c in both.causes] == [c.suspect for c in alone.causes]
    assert both.causes
    laid = {found.rule for cause in both.causes for found in cause.explains}
    assert not laid & BETWEEN_YEARS
    assert any(f.rule == "Y-01" for f in both.findings)

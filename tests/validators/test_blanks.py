"""What is not printed: empty cells, absent lines, empty forms, missing forms."""

from __future__ import annotations

import pytest

from bench.sound import sound_filing
from juesuan.schema.filing import FilingForm
from juesuan.validators.engine import COUNTED_AS_ZERO, PUBLISHED_EMPTY, rule_set, run_rules
from juesuan.validators.model import Check, Outcome
from juesuan.validators.report.model import report_on
from tests.filings import code, filing, form, line
from tests.validators.examples import (
    APPROPRIATIONS,
    ECONOMIC,
    EXPENDITURE,
    FUND,
    GENERAL,
    REVENUE,
    SUMMARY,
    THREE_PUBLIC,
)
from tests.validators.test_founding_text import founding_filing

PASSED, FAILED, NOT_EVALUATED = Outcome.PASSED, Outcome.FAILED, Outcome.NOT_EVALUATED


def checks_of(rule_id: str, *forms: FilingForm) -> list[Check]:
    return [check for check in run_rules(filing(*forms)) if check.rule == rule_id]


def outcomes(rule_id: str, *forms: FilingForm) -> list[Outcome]:
    return [check.outcome for check in checks_of(rule_id, *forms)]


def reason(rule_id: str, *forms: FilingForm) -> str:
    (check,) = checks_of(rule_id, *forms)
    assert check.outcome is NOT_EVALUATED
    assert check.message is not None
    assert check.message.en
    return check.message.zh


# --- within a form ---------------------------------------------------------------------------


def test_an_empty_cell_among_the_parts_is_zero() -> None:
    table = form(
        EXPENDITURE,
        code("2010301", None, TotalExpenditureForYear="9.00", BasicExpenditure="9.00"),
        code("2010302", None, TotalExpenditureForYear="1.00", ProjectExpenditure="1.00"),
    )
    assert outcomes("F3-C1", table) == [PASSED, PASSED]


def test_parts_that_are_all_empty_do_not_make_a_total() -> None:
    table = form(
        EXPENDITURE,
        code("2010301", None, TotalExpenditureForYear="9.00", BasicExpenditure="9.00"),
        code("2010302", None, TotalExpenditureForYear="1.00"),
    )
    assert outcomes("F3-C1", table) == [PASSED, FAILED]


def test_an_empty_total_is_zero_where_its_column_is_printed() -> None:
    table = form(
        EXPENDITURE,
        code("2010301", None, TotalExpenditureForYear="9.00", BasicExpenditure="9.00"),
        code("2010302", None, ProjectExpenditure="1.00"),
    )
    passed, failed = checks_of("F3-C1", table)
    assert (passed.outcome, failed.outcome) == (PASSED, FAILED)
    assert failed.operands[0].value == 0
    assert failed.operands[0].printed is None
    assert failed.difference == -10000


def test_a_total_that_is_nowhere_printed_is_not_checked() -> None:
    table = form(EXPENDITURE, code("2010301", None, BasicExpenditure="9.00"))
    assert reason("F3-C1", table) == "表中没有印出「本年支出合计」"
    assert reason("F3-S", table) == "表中没有印出合计"
    assert reason("F6-L3", form(ECONOMIC, line("PersonnelExpenditure", Amount="1.00"))) == (
        "表中没有印出「基本支出」"
    )


def test_parts_that_are_nowhere_printed_are_not_checked() -> None:
    table = form(EXPENDITURE, line("Total", TotalExpenditureForYear="9.00"))
    assert reason("F3-C1", table) == "表中没有印出「本年支出合计」的组成部分"
    assert reason("F3-S", table) == "表中没有列出科目"


def test_the_first_printed_alternative_counts() -> None:
    fund = line("GovernmentFundAppropriationRevenue", Actual="2.00")
    general = line("GeneralPublicBudgetAppropriationRevenue", Actual="8.00")
    total = line("TotalRevenueForYear", Actual="10.00")
    whole = line("FiscalAppropriationRevenue", Actual="10.00")
    assert outcomes("F1-L1", form(SUMMARY, general, fund, total)) == [PASSED]
    assert outcomes("F1-L1", form(SUMMARY, whole, general, fund, total)) == [PASSED]


def test_a_column_of_one_side_is_not_compared_with_the_other() -> None:
    table = form(
        SUMMARY,
        line("GrandTotalSources", InitialBudget="9.00", Actual="10.00"),
        line("GrandTotalUses", Actual="10.00"),
    )
    skipped, passed = checks_of("F1-B", table)
    assert (skipped.outcome, passed.outcome) == (NOT_EVALUATED, PASSED)


def test_every_printed_column_is_checked() -> None:
    table = form(
        THREE_PUBLIC,
        line("ThreePublicExpenses", Budget="5.00", Actual="3.00"),
        line("OfficialReceptionExpense", Budget="5.00", Actual="2.00"),
    )
    assert outcomes("F7-L1", table) == [PASSED, FAILED]


def test_items_stand_in_for_groups_and_classes_that_are_not_printed() -> None:
    items = [code(n, None, OtherRevenue="1.00") for n in ("2010301", "2010302")]
    total = line("Total", OtherRevenue="2.00")
    assert outcomes("F2-S", form(REVENUE, total, *items)) == [PASSED]
    with_class = form(REVENUE, total, code("201", None, OtherRevenue="2.00"), *items)
    assert outcomes("F2-T", with_class) == [PASSED]
    assert outcomes("F2-S", with_class) == [PASSED]


def test_a_code_printed_twice_counts_twice() -> None:
    items = [code("2010301", None, OtherRevenue="1.00")] * 2
    table = form(REVENUE, code("201", None, OtherRevenue="2.00"), *items)
    assert outcomes("F2-T", table) == [PASSED]
    assert outcomes("C-DUP", table).count(FAILED) == 1


# --- between forms ---------------------------------------------------------------------------


def general(*numbers: str) -> FilingForm:
    return form(GENERAL, *(code(n, None, TotalExpenditureForYear="5.00") for n in numbers))


def classes(**amounts: str) -> FilingForm:
    rows = (code(key[1:], None, GeneralPublicBudget=n) for key, n in amounts.items())
    return form(APPROPRIATIONS, *rows)


def test_a_code_that_a_form_does_not_list_is_zero() -> None:
    assert outcomes("X-09", classes(_201="5.00", _202="0.00"), general("201")) == [PASSED, PASSED]
    assert outcomes("X-09", classes(_201="5.00", _202="1.00"), general("201")) == [PASSED, FAILED]


def test_a_class_that_is_not_printed_is_the_sum_of_what_is_below_it() -> None:
    assert outcomes("X-09", classes(_201="10.00"), general("2010301", "2019999")) == [PASSED]


def test_a_form_that_lists_no_items_says_nothing_of_them() -> None:
    whole = form(EXPENDITURE, code("201", None, TotalExpenditureForYear="9.00"))
    passed, skipped = checks_of("X-21", general("201", "2010301"), whole)
    assert (passed.outcome, skipped.outcome) == (PASSED, NOT_EVALUATED)
    assert outcomes("C-WITHIN", general("201", "2010301"), whole) == [PASSED]


def test_a_column_without_figures_cannot_be_compared_unless_the_other_side_is_zero() -> None:
    fund = form(FUND, code("212", None, BasicExpenditure="1.00"))
    summary = form(APPROPRIATIONS, code("212", None, GovernmentFund="1.00"))
    nothing = form(APPROPRIATIONS, code("212", None, GovernmentFund="0.00"))
    assert reason("X-11", summary, fund) == (
        "政府性基金预算财政拨款收入支出决算表没有印出相应的数据"
    )
    assert outcomes("X-11", nothing, fund) == [PASSED]


@pytest.mark.parametrize(("amount", "outcome"), [("1.00", NOT_EVALUATED), ("0.00", PASSED)])
def test_a_line_that_is_not_printed(amount: str, outcome: Outcome) -> None:
    summary = form(SUMMARY, line("OtherRevenue", Actual="1.00"))
    other = form(APPROPRIATIONS, line("GovernmentFundAppropriationRevenue", Actual=amount))
    assert outcomes("X-05", summary, other) == [outcome]


def test_an_empty_cell_of_a_printed_line_is_zero() -> None:
    summary = form(
        APPROPRIATIONS,
        code("201", None, GovernmentFund="1.00"),
        line("TotalExpenditureForYear", Total="1.00"),
    )
    fund = form(FUND, line("Total", TotalExpenditureForYear="1.00"))
    assert outcomes("X-10", summary, fund) == [FAILED]


# --- empty and missing forms -----------------------------------------------------------------


def test_an_empty_form_has_no_sums_and_says_so() -> None:
    for rule_id in ("F8-C1", "F8-T", "F8-S"):
        assert reason(rule_id, form(FUND)) == "本表公布时没有数据"


def test_an_empty_form_is_zero_for_the_others() -> None:
    total = line("TotalExpenditureForYear", GovernmentFund="1.00")
    assert outcomes("X-10", form(APPROPRIATIONS, total), form(FUND)) == [FAILED]
    zero = line("TotalExpenditureForYear", GovernmentFund="0.00")
    assert outcomes("X-10", form(APPROPRIATIONS, zero), form(FUND)) == [PASSED]
    assert outcomes("X-10", form(APPROPRIATIONS), form(FUND)) == [PASSED]


def test_what_passes_because_an_empty_form_counts_as_zero_says_so() -> None:
    zero = line("TotalExpenditureForYear", GovernmentFund="0.00")
    for summary in (form(APPROPRIATIONS, zero), form(APPROPRIATIONS)):
        (check,) = checks_of("X-10", summary, form(FUND))
        assert check.message == COUNTED_AS_ZERO
    printed = form(FUND, line("Total", TotalExpenditureForYear="0.00"))
    (check,) = checks_of("X-10", form(APPROPRIATIONS, zero), printed)
    assert check.message is None


def test_every_filing_is_asked_every_rule() -> None:
    """Nothing is left out because a filing lacks it: the rules considered are the same."""
    filings = (filing(), filing(form(FUND)), founding_filing(), sound_filing(1), sound_filing(2))
    reports = [report_on("a.xml", made, ()) for made in filings]
    for report in reports:
        assert [outcomes.rule for outcomes in report.by_rule] == list(rule_set())
        assert all(outcomes.counts.total() for outcomes in report.by_rule)
    (outcomes,) = [o for o in reports[1].by_rule if o.rule.id == "F8-S"]
    assert outcomes.counts == {Outcome.NOT_EVALUATED: 1}
    assert [reason.en for reason in outcomes.reasons] == [PUBLISHED_EMPTY.en]


def test_a_missing_form_is_named() -> None:
    assert reason("X-10", form(APPROPRIATIONS)) == "没有政府性基金预算财政拨款收入支出决算表"
    assert "一般公共预算财政拨款支出决算表" in reason("X-14")


def test_an_announced_form_that_is_missing_is_a_warning_of_its_own() -> None:
    checks = run_rules(filing(form(REVENUE), announced=(EXPENDITURE,)))
    said = [c.message.zh for c in checks if c.rule == "D-FORMS" and c.message]
    assert "目录中列出但文件中没有找到支出决算表" in said
    assert "文件中没有找到政府性基金预算财政拨款收入支出决算表" in said
    assert len(said) == 8

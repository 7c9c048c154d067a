"""The nine forms of 泉州市人民政府办公室 2024: what a careful reader finds, and nothing else.

``quanzhou-2024-forms.json`` holds the rows as printed: line, code, name, amounts by column.
"""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from juesuan.schema.filing import Filing
from juesuan.validators.engine import rule_set
from juesuan.validators.model import Outcome, Severity
from juesuan.validators.report.model import Report, report_on
from tests.filings import filing, form

FORMS = Path(__file__).parents[1] / "data" / "quanzhou-2024-forms.json"


def founding_filing() -> Filing:
    forms = json.loads(FORMS.read_text("utf-8"))
    return filing(*(form(form_id, *map(tuple, rows)) for form_id, rows in forms.items()))


@pytest.fixture(scope="module")
def report() -> Report:
    return report_on("quanzhou-2024", founding_filing(), ())


def test_it_is_valid(report: Report) -> None:
    assert report.valid
    assert report.fails_at(Severity.WARNING)
    assert report.coverage.numeric_cells == report.coverage.mapped == 849
    assert not report.coverage.forms_missing


def test_the_one_thing_that_fails_is_a_name(report: Report) -> None:
    failed = [f for f in report.findings if f.outcome is Outcome.FAILED]
    (finding,) = [f for f in failed if f.severity is not Severity.INFO]
    assert (finding.rule, finding.severity) == ("C-NAME", Severity.WARNING)
    assert finding.message.zh == (
        "科目 2210202 的名称不一致：「租房补贴」（收入决算表）；"
        "「提租补贴」（支出决算表、一般公共预算财政拨款支出决算表）"
    )


def test_nothing_else_is_said(report: Report) -> None:
    assert {f.outcome for f in report.findings} == {Outcome.FAILED, Outcome.WITHIN_ROUNDING}


def test_rounding_is_noted_where_the_arithmetic_gives_it(report: Report) -> None:
    rounding = [f for f in report.findings if f.outcome is Outcome.WITHIN_ROUNDING]
    assert {abs(f.difference or 0) for f in rounding} == {100, 200}
    places = Counter((f.rule, f.operands[0].line, f.operands[0].column) for f in rounding)
    assert places == Counter(
        [
            # the sums over 类
            ("F2-S", "Total", "TotalRevenueForYear"),
            ("F2-S", "Total", "FiscalAppropriationRevenue"),
            ("F3-S", "Total", "TotalExpenditureForYear"),
            ("F3-S", "Total", "BasicExpenditure"),
            ("F5-S", "Total", "TotalExpenditureForYear"),
            ("F5-S", "Total", "BasicExpenditure"),
            # the same sums in the two summaries
            ("F1-L2", "TotalExpenditureForYear", "Actual"),
            ("F4-L2", "TotalExpenditureForYear", "Total"),
            ("F4-L2", "TotalExpenditureForYear", "GeneralPublicBudget"),
            # and against the economic classes
            ("X-39", "Total", "BasicExpenditure"),
            # 三公 327.59 against 327.60
            ("F7-L1", "ThreePublicExpenses", "Actual"),
            # 人员经费 5,311.62 against 5,311.61; 303 and 302 against their items
            ("F6-L1", "PersonnelExpenditure", "Amount"),
            ("F6-T", "303", "Amount"),
            ("F6-T", "302", "Amount"),
        ]
    )


def test_the_three_public_expenses_are_told_in_the_published_unit(report: Report) -> None:
    (finding,) = [f for f in report.findings if f.rule == "F7-L1"]
    assert finding.message.zh == (
        "财政拨款“三公”经费支出决算表「合计 / 决算数」 327.59 万元，"
        "不等于各部分之和 327.60 万元（1. 因公出国（境）费 / 决算数 52.09 + "
        "2. 公务用车购置及运行维护费 / 决算数 271.05 + 3. 公务接待费 / 决算数 4.46），"
        "相差 0.01 万元"
    )
    assert [str(o.value) for o in finding.operands] == ["3275900", "520900", "2710500", "44600"]


def test_what_cannot_be_checked_is_accounted_for(report: Report) -> None:
    skipped = {c.rule for c in report.checks if c.outcome is Outcome.NOT_EVALUATED}
    within = {rule for rule in skipped if rule.startswith("F")}
    # the forms print no such lines, columns or codes
    assert within == {
        "F1-X",
        "F4-X",
        "F1-L5",
        "F4-L6",
        "F5-C2",
        "F6-C1",
        "F6-L3",
        "F6-L4",
        "F6-P",
        "F7-B",
        "F8-T",
        "F8-S",
        "F9-T",
        "F9-S",
        "F9-C2",
    }
    between = {rule for rule in skipped if rule.startswith("X")}
    # the general budget form prints expenditure only, the economic one no total of all; the
    # revenue form does not tell the appropriations apart; not all is paid from appropriations
    assert between == {"X-35", "X-40", "X-41", "X-42", "X-43", "X-51", "X-52"}
    last_year = {rule for rule in skipped if rule.startswith("Y")}
    assert last_year == {rule.id for rule in rule_set() if rule.previous}

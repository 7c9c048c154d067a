"""Rules on what a form owes its readers and does not print: rows below a code, totals, lines."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from juesuan.schema.filing import Fact
from juesuan.validators.engine import Rule
from juesuan.validators.facts import FilingFacts, FormFacts
from juesuan.validators.model import Check, Operand, Severity, Text
from juesuan.validators.rules.classification import coded_forms, row_operand
from juesuan.validators.rules.written import rule
from juesuan.validators.wording import amount, unit

_DISCLOSURE = (
    "地方预决算公开操作规程（财预〔2016〕143号）："
    "支出公开到功能分类项级科目，基本支出公开到经济分类款级科目"
)
_SUMMARY, _APPROPRIATIONS = "revenue-expenditure-summary", "appropriation-summary"
_SUMMARIES = (_SUMMARY, _APPROPRIATIONS)
_SPENDING = ("TotalExpenditureForYear", "BasicExpenditure", "ProjectExpenditure")
_SMALL = 10  # units of the last digit
_THREE_PUBLIC = "three-public-expenses"
_TOTALS = {_THREE_PUBLIC: "ThreePublicExpenses"}
"""The totals of forms that list no codes."""

_FUNDS = {
    "X-11": ("government-fund", "GovernmentFund"),
    "X-13": ("state-capital", "StateCapital"),
}
_APPROPRIATED = tuple(
    f"{fund}AppropriationRevenue"
    for fund in ("GeneralPublicBudget", "GovernmentFund", "StateCapital")
)


@rule(
    "C-CHILD",
    Severity.WARNING,
    zh="列示到下级科目的表，每个有金额的科目都列出下级科目",
    en="Where a form lists a level of codes, every higher code with figures has codes below it",
    formula=("∃ 下级(编码) ∈ 表", "some code below(code) ∈ form"),
    source=_DISCLOSURE,
)
def has_children(this: Rule, facts: FilingFacts) -> Iterator[Check]:
    """Look below each code with figures, at the levels that its form prints."""
    for form in coded_forms(facts):
        for code, rows in form.codes.items():
            if not any(_is_shown(fact, form) for row in rows for fact in row.facts):
                continue
            if form.below(code) or len(code) == form.finest:
                yield this.passed()
                continue
            yield this.failed(
                f"{form.spec.zh}：科目 {code} 没有列出下级科目",
                f"{form.spec.en}: nothing is listed below code {code}",
                *(row_operand(form, row) for row in rows),
            )


def _is_shown(fact: Fact, form: FormFacts) -> bool:
    """Return whether a figure must show below: the parts of a small one may all be blank."""
    small = 0 if form.blank is None else Decimal(_SMALL).scaleb(-form.blank)
    return abs(fact.value) > small


@rule(
    "D-TOTAL",
    Severity.WARNING,
    zh="列有金额的表都列示合计",
    en="A form with figures prints its total",
    formula=("合计 ∈ 表", "total ∈ form"),
    source="决算公开表格式：各表均列示合计 / the forms as prescribed print their totals",
)
def has_total(this: Rule, facts: FilingFacts) -> Iterator[Check]:
    """Look for the total line of each form that has one and prints figures."""
    for form in facts.forms.values():
        place = form.spec.classification
        total = place.total if place else _TOTALS.get(form.spec.id)
        figures = [o for operands in form.cells.values() for o in operands if o.value]
        if not total or not figures:
            continue
        if total in form.lines or form.form.unmapped:
            yield this.passed()
            continue
        line = form.spec.line_by_id[total]
        yield this.failed(
            f"{form.spec.zh}没有列示「{line.zh}」",
            f"{form.spec.en} does not print {line.en}",
            Operand(form.spec.id, total, "", Text(line.zh, line.en), None),
        )


@rule(
    "X-53",
    Severity.WARNING,
    zh="财政拨款总表列有金额的财政拨款收入，收入支出决算总表也列示",
    en="Appropriation revenue that the appropriation summary shows is printed in the summary too",
    formula=(
        "收入(资金, 财政拨款总表) ≠ 0 → 收入(资金) ∈ 收入支出决算总表",
        "revenue(fund, appropriation summary) ≠ 0 → revenue(fund) ∈ summary",
    ),
    source="决算公开表 收入支出决算总表（反映全部收入）",
    forms=_SUMMARIES,
)
def appropriations_printed(this: Rule, facts: FilingFacts) -> Iterator[Check]:
    """Look for each fund's revenue, or for all appropriations in one line."""
    whole, part = facts.forms[_SUMMARY], facts.forms[_APPROPRIATIONS]
    for line_id in _APPROPRIATED:
        shown = [o for column in part.columns for o in part.at(line_id, column) if o.value]
        if not shown:
            continue
        if {line_id, "FiscalAppropriationRevenue"} & whole.lines or whole.form.unmapped:
            yield this.passed()
            continue
        line = whole.spec.line_by_id[line_id]
        yield this.failed(
            f"{part.spec.zh}列有「{line.zh}」，{whole.spec.zh}没有列示",
            f"{part.spec.en} shows {line.en}, which {whole.spec.en} does not print",
            *shown[:1],
        )


@rule(
    "X-54",
    Severity.WARNING,
    zh="财政拨款总表列有支出的资金，它的表也列有支出",
    en="A fund with expenditure in the appropriation summary shows expenditure in its own form",
    formula=(
        "支出(资金, 财政拨款总表) ≠ 0 → 支出 ∈ 该资金的表",
        "expenditure(fund, appropriation summary) ≠ 0 → expenditure ∈ the fund's form",
    ),
    source="决算公开表 政府性基金预算、国有资本经营预算财政拨款支出决算表",
)
def funds_printed(this: Rule, facts: FilingFacts) -> Iterator[Check]:
    """Look at forms that print other figures, but no amount in any column of expenditure."""
    summary = facts.forms.get(_APPROPRIATIONS)
    for rule_id, (form_id, fund) in _FUNDS.items() if summary else ():
        form = facts.forms.get(form_id)
        if form is None or summary is None or form.form.empty:
            continue
        shown = [
            operand
            for (row, column), operands in summary.cells.items()
            for operand in operands
            if column == fund and operand.value and (row.isdigit() or row == _SPENDING[0])
        ]
        spends = any(
            operand.value
            for (_, column), operands in form.cells.items()
            for operand in operands
            if column in _SPENDING
        )
        if not shown or spends or form.form.unmapped:
            yield this.passed()
            continue
        power = facts.power(_APPROPRIATIONS)
        value = amount(shown[0].value or Decimal(0), power)
        yield this.failed(
            f"{summary.spec.zh}「{shown[0].label.zh}」为 {value} {unit(power).zh}，"
            f"{form.spec.zh}没有列出任何支出（{rule_id} 无从比较）",
            f"{summary.spec.en}, {shown[0].label.en} is {value} {unit(power).en}, but "
            f"{form.spec.en} shows no expenditure ({rule_id} cannot compare)",
            *shown,
        )

"""Rules on what accounts usually show: what differs may be right, and is to be explained."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from juesuan.schema.dictionary import load_dictionary
from juesuan.validators.engine import CheckFunction, Rule
from juesuan.validators.facts import FilingFacts
from juesuan.validators.identities import Identity, Relation
from juesuan.validators.model import Check, Severity, Text
from juesuan.validators.rules.written import rule
from juesuan.validators.wording import amount, unit

_ECONOMIC, _THREE_PUBLIC = "general-budget-basic-expenditure", "three-public-expenses"
_FUND = "government-fund"
_SUMMARY, _APPROPRIATIONS = "revenue-expenditure-summary", "appropriation-summary"
_SPENT = "TotalExpenditureForYear"
_BUDGETS = ("FinalBudget", "Budget", "InitialBudget")  # the one that binds stands first
_PERSONNEL = ("301", "303")  # 工资福利支出, 对个人和家庭的补助


@rule(
    "F6-P",
    Severity.WARNING,
    zh="人员经费列示工资福利支出、对个人和家庭的补助，公用经费列示其余各类",
    en="Wages (301) and subsidies to individuals (303) are personnel, all else operating",
    formula=(
        "公用经费(301, 303) = 0，人员经费(其余各类) = 0",
        "operating(301, 303) = 0, personnel(other classes) = 0",
    ),
    source="决算公开表 一般公共预算财政拨款基本支出决算表：人员经费、公用经费的口径",
    forms=(_ECONOMIC,),
)
def personnel_by_class(this: Rule, facts: FilingFacts) -> Iterator[Check]:
    """Look at the column in which an economic category has no place."""
    form, power = facts.forms[_ECONOMIC], facts.power(_ECONOMIC)
    for code in form.codes if {"Personnel", "Operating"} <= form.columns else ():
        wrong = "Operating" if code.startswith(_PERSONNEL) else "Personnel"
        placed = [operand for operand in form.at(code, wrong) if operand.value]
        if not placed:
            yield this.passed()
        for operand in placed:
            value, head = amount(operand.value or Decimal(0), power), form.spec.column_by_id[wrong]
            yield this.failed(
                f"科目 {code} 列在「{head.zh}」栏：{value} {unit(power).zh}",
                f"code {code} stands under {head.en}: {value} {unit(power).en}",
                operand,
            )


@rule(
    "F7-B",
    Severity.INFO,
    zh="“三公”经费决算数不大于预算数（大于的应说明原因）",
    en="No three-public actual exceeds its budget (where one does, the reason is due)",
    formula=("决算数 ≤ 预算数（每一行）", "actual ≤ budget (every line)"),
    source="党政机关厉行节约反对浪费条例：严格控制“三公”经费预算规模，不得超预算支出",
    forms=(_THREE_PUBLIC,),
)
def within_budget(_: Rule, facts: FilingFacts) -> Iterator[Identity | Text]:
    """Compare the two columns line by line; persons and vehicles have no budget."""
    form = facts.forms[_THREE_PUBLIC]
    budget = next((name for name in _BUDGETS if name in form.columns), None)
    if budget is None or "Actual" not in form.columns:
        yield Text("表中没有预算数", "the form prints no budget")
        return
    for line in form.spec.lines:
        if line.unit != "pure" and (form.at(line.id, "Actual") or form.at(line.id, budget)):
            yield Identity(
                tuple(form.cell(line.id, "Actual")),
                tuple(form.cell(line.id, budget)),
                Relation.AT_MOST,
            )


def _spent_within_budget(form_id: str, actual: str) -> CheckFunction:
    """Compare total expenditure, and each class, with the last budget that the form prints."""
    budgets = [f"{budget}{actual}".removesuffix("Actual") for budget in _BUDGETS]

    def check(_: Rule, facts: FilingFacts) -> Iterator[Identity | Text]:
        form = facts.forms[form_id]
        budget = next((name for name in budgets if name in form.columns), None)
        if budget is None:
            yield Text("表中没有预算数", "the form prints no budget")
            return
        for row in (*form.codes, _SPENT):
            if form.at(row, actual) or form.at(row, budget):
                left, right = form.cell(row, actual), form.cell(row, budget)
                yield Identity(tuple(left), tuple(right), Relation.AT_MOST)

    return check


for _rule_id, _form_id, _actual in (
    ("F1-X", _SUMMARY, "Actual"),
    ("F4-X", _APPROPRIATIONS, "Total"),
):
    _spec = load_dictionary().form(_form_id)
    rule(
        _rule_id,
        Severity.INFO,
        zh=f"{_spec.zh}：支出决算数不大于预算数（大于的应说明原因）",
        en=f"{_spec.en}: no expenditure exceeds its budget (where one does, the reason is due)",
        formula=(
            "决算数 ≤ 全年预算数（没有的，预算数、年初预算数）（本年支出合计及每一类）",
            "actual ≤ final budget, else budget or initial budget (total and every class)",
        ),
        source="预算法第十三条：支出必须以经批准的预算为依据；财预〔2016〕143号：说明增减变化原因",
        forms=(_form_id,),
    )(_spent_within_budget(_form_id, _actual))


@rule(
    "F8-Z",
    Severity.INFO,
    zh="政府性基金预算一般不安排基本支出（安排的应核实）",
    en="A government fund usually pays for no basic expenditure (where it does, look twice)",
    formula=("基本支出(合计) = 0", "basic expenditure (total) = 0"),
    source="预算法：政府性基金预算专项用于特定公共事业发展",
    forms=(_FUND,),
)
def no_basic_expenditure(this: Rule, facts: FilingFacts) -> Iterator[Check]:
    """Look at the total, or at the topmost codes where none is printed."""
    form, power = facts.forms[_FUND], facts.power(_FUND)
    rows = ["Total"] if "Total" in form.lines else form.top_codes()
    for operand in (o for row in rows for o in form.at(row, "BasicExpenditure")):
        if not operand.value:
            yield this.passed()
            continue
        value = amount(operand.value, power)
        yield this.failed(
            f"{form.spec.zh}列有基本支出 {value} {unit(power).zh}",
            f"{form.spec.en} shows basic expenditure of {value} {unit(power).en}",
            operand,
        )

"""Identities that hold under a condition: fund by fund, and accounts of appropriations only."""

from __future__ import annotations

from collections.abc import Iterator

from juesuan.schema.formulas import parse_alternatives
from juesuan.validators.engine import Rule
from juesuan.validators.facts import FilingFacts, FormFacts
from juesuan.validators.identities import Identity, Linear, Places, Relation
from juesuan.validators.model import Severity, Text
from juesuan.validators.rules.cross import Comparison
from juesuan.validators.rules.written import rule

_SUMMARY, _APPROPRIATIONS = "revenue-expenditure-summary", "appropriation-summary"
_EXPENDITURE = "expenditure"
_BY_FUND = ("general-budget-expenditure", "government-fund", "state-capital")
_FUNDS = {
    "F4-B1": ("GeneralPublicBudget", "一般公共预算财政拨款", "general public budget"),
    "F4-B2": ("GovernmentFund", "政府性基金预算财政拨款", "government-managed fund"),
    "F4-B3": ("StateCapital", "国有资本经营预算财政拨款", "state capital operations budget"),
}


def _balance(fund: str) -> Places:
    """Sources of a fund equal its uses, where the form breaks the sources down by fund."""

    def places(facts: FilingFacts) -> Iterator[Identity | Text]:
        form = facts.forms[_APPROPRIATIONS]
        uses = form.at("GrandTotalUses", fund)
        names = [f for f, _, _ in _FUNDS.values()]
        opening, revenue = f"Opening{fund}", f"{fund}AppropriationRevenue"
        if not uses:
            yield Text("支出总计没有按资金列示", "the form prints no grand total by fund")
        elif form.form.unmapped:
            yield Text("表中有未识别的数字", "the form has figures that were not mapped")
        elif not (
            _broken_down(form, "OpeningCarryOverAndSurplus", [f"Opening{f}" for f in names])
            and _broken_down(
                form, "TotalRevenueForYear", [f"{f}AppropriationRevenue" for f in names]
            )
        ):
            yield Text("收入没有按资金列示", "the form does not print its sources by fund")
        else:
            rows = (opening, revenue)
            sources = [operand for row in rows for operand in form.cell(row, "Actual")]
            yield Identity(tuple(uses), tuple(sources))

    return places


def _broken_down(form: FormFacts, whole: str, parts: list[str]) -> bool:
    """Return whether a line's parts by fund are printed, or it has nothing to break down."""
    return any(part in form.lines for part in parts) or not any(
        operand.value for operand in form.at(whole, "Actual")
    )


for _rule_id, (_fund, _zh, _en) in _FUNDS.items():
    rule(
        _rule_id,
        Severity.ERROR,
        zh=f"{_zh}：年初结转和结余加本年收入等于支出总计（本年支出加年末结转和结余）",
        en=f"The {_en}: opening balance plus revenue equals its grand total of uses",
        formula=(
            f"总计/{_zh} = 年初结转和结余 + 本年收入（{_zh}）",
            f"total uses = opening balance + revenue ({_en})",
        ),
        source="决算公开表 财政拨款收入支出决算总表：各项资金收支平衡 / every fund balances",
        forms=(_APPROPRIATIONS,),
    )(Linear(_balance(_fund)))


_ALL_EXPENDITURE = Comparison(
    Relation.EQUAL,
    "code",
    parse_alternatives("expenditure:{code}/TotalExpenditureForYear"),
    parse_alternatives(" + ".join(f"{f}:{{code}}/TotalExpenditureForYear" for f in _BY_FUND)),
)


@rule(
    "X-52",
    Severity.WARNING,
    zh="本年支出全部来自财政拨款的，各科目支出等于三项财政拨款支出之和",
    en="Where all expenditure is from appropriations, every code's expenditure is theirs together",
    formula=(
        "支出(编码) = Σ 财政拨款支出(编码)，当 本年支出合计 = 财政拨款本年支出合计",
        "expenditure(code) = Σ appropriations(code), if the totals of expenditure are equal",
    ),
    source="算术：各部分均不大于整体而总和相等，则各部分相等",
    forms=(_SUMMARY, _APPROPRIATIONS, _EXPENDITURE, *_BY_FUND),
)
def only_appropriations(_: Rule, facts: FilingFacts) -> Iterator[Identity | Text]:
    """Compare code by code where the totals agree."""
    whole = facts.forms[_SUMMARY].at("TotalExpenditureForYear", "Actual")
    part = facts.forms[_APPROPRIATIONS].at("TotalExpenditureForYear", "Total")
    if not whole or not part:
        yield Text("没有印出本年支出合计", "the totals of expenditure are not printed")
    elif [o.value for o in whole] != [o.value for o in part]:
        yield Text(
            "本年支出不全部来自财政拨款",
            "not all expenditure is from appropriations: does not apply",
        )
    else:
        yield from _ALL_EXPENDITURE.places(facts)

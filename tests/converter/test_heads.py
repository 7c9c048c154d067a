"""Heads of several rows, and titles that only the heads or rows below tell apart."""

from __future__ import annotations

import pytest

from juesuan.schema.errors import NoFormsError
from tests.pages import figures, grid, leftovers, read

META = "单位：万元"
NESTED = """收入|<|支出|<|<|<|<
项目|决算数|项目|决算数|<|<|<
^|^|^|合计|一般公共预算财政拨款|政府性基金预算财政拨款|国有资本经营预算财政拨款
一、一般公共预算财政拨款|4.00|一、一般公共服务支出|4.00|3.00|1.00|0.00
总计|4.00|总计|4.00|3.00|1.00|0.00"""
BY_FUNCTION = """科目编码|科目名称|合计|基本支出|项目支出
合计|<|4.00|3.00|1.00
201|一般公共服务支出|4.00|3.00|1.00"""


@pytest.mark.parametrize("geometry", [True, False])
def test_heads_that_bear_the_names_of_lines(geometry: bool) -> None:
    drawn = NESTED if geometry else NESTED.replace("<", "").replace("^", "")
    filing = read([f"财政拨款收入支出决算总表\n{META}", grid(drawn, geometry=geometry)])
    form = filing.form("appropriation-summary")
    assert figures(form) == [
        "GeneralPublicBudgetAppropriationRevenue Actual 4.00",
        "GrandTotalSources Actual 4.00",
        "201 Total 4.00",
        "201 GeneralPublicBudget 3.00",
        "201 GovernmentFund 1.00",
        "201 StateCapital 0.00",
        "GrandTotalUses Total 4.00",
        "GrandTotalUses GeneralPublicBudget 3.00",
        "GrandTotalUses GovernmentFund 1.00",
        "GrandTotalUses StateCapital 0.00",
    ]
    assert not leftovers(form)


@pytest.mark.parametrize("number", ["表九\n", "表九 ", "表九", "附表11："])
@pytest.mark.parametrize(
    ("title", "form", "drawn"),
    [
        (
            "一般公共预算及政府性基金财政拨款“三公”经费支出决算表",
            "three-public-expenses",
            "项目|决算数\n合计|4.00\n1．因公出国（境）费|1.00",
        ),
        ("一般公共预算财政拨款支出决算表", "general-budget-expenditure", BY_FUNCTION),
    ],
)
def test_a_number_before_a_title_that_begins_with_a_numeral(
    number: str, title: str, form: str, drawn: str
) -> None:
    (found,) = read([f"{number}{title}\n{META}", drawn]).forms
    assert found.id == form
    assert found.number in ("表九", "附表11")


def test_a_detail_by_function_is_the_form_by_function() -> None:
    (form,) = read([f"一般公共预算财政拨款支出决算明细表\n{META}", BY_FUNCTION]).forms
    assert form.id == "general-budget-expenditure"
    assert "201 ProjectExpenditure 1.00" in figures(form)


@pytest.mark.parametrize(
    "drawn",
    [
        BY_FUNCTION.replace("201|一般公共服务支出", "301|工资福利支出"),
        BY_FUNCTION.replace("201|一般公共服务支出", "|工资福利支出"),
        """科目编码|科目名称|合计|工资福利支出|<
^|^|^|小计|基本工资
201|一般公共服务支出|4.00|4.00|4.00""",
    ],
    ids=["rows by code", "rows by name", "columns"],
)
def test_a_detail_by_economic_category_is_another_table(drawn: str) -> None:
    detail = [f"一般公共预算财政拨款支出决算明细表\n{META}", drawn]
    with pytest.raises(NoFormsError):
        read(detail)
    filing = read(detail, [f"支出决算表\n{META}", BY_FUNCTION.replace("|合计|", "|本年支出合计|")])
    assert [form.id for form in filing.forms] == ["expenditure"]
    assert [form.title for form in filing.unknown_forms] == ["一般公共预算财政拨款支出决算明细表"]


@pytest.mark.parametrize("geometry", [True, False])
def test_a_unit_of_its_own_over_each_column(geometry: bool) -> None:
    drawn = BY_FUNCTION.replace("合计|基本支出|项目", "合计（万元）|基本支出（元）|项目", 1)
    drawn = drawn.replace("项目支出", "项目支出（元）").replace("3.00|1.00", "30000.00|10000.00")
    drawn = drawn.replace("<", "<" if geometry else "")
    (form,) = read(["一般公共预算财政拨款支出决算表", grid(drawn, geometry=geometry)]).forms
    values = {(row.code, fact.column): int(fact.value) for row, fact in form.facts()}
    assert values == {
        (code, column): value
        for code in (None, "201")
        for column, value in (
            ("TotalExpenditureForYear", 40000),
            ("BasicExpenditure", 30000),
            ("ProjectExpenditure", 10000),
        )
    }


def test_figures_that_contend_for_one_place_are_left_over() -> None:
    table = "项目|决算数|决算数\n合计|2.00|1.00\n公务接待费|1.00|1.00"
    (form,) = read([f"财政拨款“三公”经费支出决算表\n{META}", table]).forms
    assert figures(form) == ["OfficialReceptionExpense Actual 1.00"]
    assert [row.line for row in form.rows] == ["OfficialReceptionExpense"]
    assert sorted(leftovers(form)) == [
        "1.00 column-printed-twice",
        "1.00 column-printed-twice",
        "2.00 column-printed-twice",
    ]


def test_a_column_that_alone_does_not_say_whose_figures_it_holds() -> None:
    table = """|预算数|<|决算数|<|<
合计|因公出国（境）费|公务接待费|合计|因公出国（境）费|公务接待费
3.00|1.00|2.00|2.00|1.00|1.00"""
    (form,) = read([f"财政拨款“三公”经费支出决算表\n{META}", table]).forms
    assert figures(form) == [
        "ThreePublicExpenses Actual 2.00",
        "OverseasVisitExpense Budget 1.00",
        "OverseasVisitExpense Actual 1.00",
        "OfficialReceptionExpense Budget 2.00",
        "OfficialReceptionExpense Actual 1.00",
    ]
    assert leftovers(form) == ["3.00 unknown-column"]

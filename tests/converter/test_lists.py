"""Rows in unusual orders: one list instead of two sides, indented codes, rows of several units."""

from __future__ import annotations

import pytest

from tests.pages import document, figures, filings_of, leftovers, read

META = "单位：万元"
LISTS = {
    "headings": """项目|决算数
一、收入|
1、一般公共预算财政拨款收入|4.00
本年收入合计|4.00
年初结转和结余|1.00
总计|5.00
二、支出|
1、一般公共服务支出|3.00
2、公共安全支出|1.00
本年支出合计|4.00
年末结转和结余|1.00
总计|5.00""",
    "heads again": """收入|<
项目|决算数
一、一般公共预算财政拨款收入|4.00
本年收入合计|4.00
年初结转和结余|1.00
总计|5.00
支出|<
项目|决算数
一、一般公共服务支出|3.00
二、公共安全支出|1.00
本年支出合计|4.00
年末结转和结余|1.00
总计|5.00""",
    "no headings": """项目|决算数
一般公共预算财政拨款收入|4.00
本年收入合计|4.00
年初结转和结余|1.00
收入总计|5.00
一般公共服务支出|3.00
公共安全支出|1.00
本年支出合计|4.00
年末结转和结余|1.00
支出总计|5.00""",
}


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize(
    ("title", "column"), [("收入支出决算总表", "Actual"), ("财政拨款收入支出决算总表", "Total")]
)
def test_two_sides_as_one_list(name: str, title: str, column: str) -> None:
    (form,) = read([f"{title}\n{META}", LISTS[name]]).forms
    assert figures(form) == [
        "GeneralPublicBudgetAppropriationRevenue Actual 4.00",
        "TotalRevenueForYear Actual 4.00",
        "OpeningCarryOverAndSurplus Actual 1.00",
        "GrandTotalSources Actual 5.00",
        f"201 {column} 3.00",
        f"204 {column} 1.00",
        f"TotalExpenditureForYear {column} 4.00",
        f"ClosingCarryOverAndSurplus {column} 1.00",
        f"GrandTotalUses {column} 5.00",
    ]
    assert not leftovers(form)


INDENTED = """科目编码|科目名称|合计|基本支出|项目支出
201|一般公共服务支出|4.00|3.00|1.00
　01|人大事务|1.00|1.00|
　　01|行政运行|1.00|1.00|
　03|{}|3.00|2.00|1.00
　　01|行政运行|2.00|2.00|
　　50|事业运行|1.00||1.00"""


def test_last_pieces_of_codes_indented_in_one_column() -> None:
    drawn = INDENTED.format("政府办公厅（室）及相关机构事务")
    (form,) = read([f"一般公共预算财政拨款支出决算表\n{META}", drawn]).forms
    codes = ["201", "20101", "2010101", "20103", "2010301", "2010350"]
    assert [row.code for row in form.rows] == codes
    assert not leftovers(form)


def test_pieces_under_a_row_of_another_name_stay_without_code() -> None:
    (form,) = read([f"一般公共预算财政拨款支出决算表\n{META}", INDENTED.format("某局事务")]).forms
    assert [row.code for row in form.rows] == ["201", "20101", "2010101"]
    assert leftovers(form) == [
        f"{figure} unknown-row"
        for figure in ("3.00", "2.00", "1.00", "2.00", "2.00", "1.00", "1.00")
    ]


UNITS = """单位名称|合计|因公出国（境）费|公务用车购置及运行维护费|<|<|公务接待费
^|^|^|小计|公务用车购置费|公务用车运行维护费|^
{}县民政局|4.00|1.00|2.00|0.00|2.00|1.00
县财政局|5.00|0.00|4.00|2.00|2.00|1.00"""


@pytest.mark.parametrize("total", ["", "合计|9.00|1.00|6.00|2.00|4.00|2.00\n"])
def test_rows_of_several_units_are_no_facts_of_one(total: str) -> None:
    (form,) = read([f"财政拨款“三公”经费支出决算表\n{META}", UNITS.format(total)]).forms
    assert [fact.printed for _, fact in form.facts()] == total.strip().split("|")[1:]
    assert len(leftovers(form)) == 12
    assert {leftover.reason for leftover in form.unmapped} == {"one-of-several-rows"}
    assert {leftover.row_label for leftover in form.unmapped} == {"县民政局", "县财政局"}


def test_a_form_listed_in_a_contents_page_late_in_the_document_is_announced() -> None:
    table = "科目编码|科目名称|本年支出合计|基本支出|项目支出\n201|一般公共服务支出|4.00|4.00|"
    pages: list[str | list[str]] = ["安和县民政局\n2023年度部门决算", *["第一部分 概况"] * 20]
    pages += [
        "目录\n一、收入决算表......1\n二、支出决算表......2",
        ["支出决算表\n单位：万元", table],
    ]
    (filing,) = filings_of([document(*pages)])
    assert filing.announced == ("revenue",)


GROUPS = """科目编码|科目名称|金额|科目编码|科目名称|金额
301|工资福利支出|4.00|302|商品和服务支出|1.00
人员经费合计|<|4.00|公用经费合计|<|1.00"""


@pytest.mark.parametrize(
    ("title", "table", "alone", "facts"),
    [
        (
            "一般公共预算财政拨款基本支出决算表",
            GROUPS,
            "合计  5.00",
            ["BasicExpenditure Amount 5.00"],
        ),
        (
            "财政拨款“三公”经费支出决算表",
            "项目|预算数|决算数\n合计|2.00|1.00",
            "3．公务接待费  2.00  1.00",
            ["OfficialReceptionExpense Budget 2.00", "OfficialReceptionExpense Actual 1.00"],
        ),
        (
            "财政拨款“三公”经费支出决算表",
            "项目|预算数|决算数\n合计|2.00|1.00",
            "3．公务接待费  1.00",
            [],
        ),
    ],
)
def test_a_row_alone_at_the_top_of_the_next_page(
    title: str, table: str, alone: str, facts: list[str]
) -> None:
    (form,) = read([f"{title}\n{META}", table], f"{alone}\n注：本表反映支出情况。").forms
    assert [
        figure
        for figure in figures(form)
        if figure.split()[0] == "OfficialReceptionExpense" or figure.startswith("BasicExpenditure")
    ] == facts
    assert leftovers(form) == ([] if facts else ["1.00 row-outside-the-table"])

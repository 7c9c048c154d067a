"""Titles, continuation, unknown forms and whose accounts they are, on drawn documents."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from juesuan.converter.readers.native_xml import read_collection, read_native_xml
from juesuan.converter.writers import COLLECTION_WRITERS, WRITERS
from juesuan.schema.errors import (
    BudgetDocumentError,
    GovernmentAccountsError,
    NoFormsError,
    UnreadableInputError,
)
from juesuan.schema.filing import Filing
from juesuan.schema.safe_xml import parse_xml
from juesuan.validators.report.json import report_object
from juesuan.validators.report.model import report_on
from juesuan.validators.report.text import write_text
from juesuan.validators.structure import check_structure
from tests.pages import COVER, bodies_of, document, figures, grid, leftovers, read

META = "部门：安和县民政局\n单位：万元"
EXPENDITURE = """科目编码|科目名称|本年支出合计|基本支出|项目支出
合计|<|4.00|4.00|
201|一般公共服务支出|4.00|4.00|"""
REVENUE = """科目编码|科目名称|本年收入合计|财政拨款收入|其他收入
合计|<|4.00|4.00|
201|一般公共服务支出|4.00|4.00|"""
SUMMARY = """收入|<|支出|<
项目|决算数|项目|决算数
一、一般公共预算财政拨款收入|4.00|一、一般公共服务支出|4.00
总计|4.00|总计|4.00"""


def ids(filing: Filing) -> list[str]:
    return [form.id for form in filing.forms]


@pytest.mark.parametrize(
    ("title", "form"),
    [
        ("收入支出决算公开表", "revenue-expenditure-summary"),
        ("附表1：收入支出决算总表（公开01表）", "revenue-expenditure-summary"),
        ("收入决算总表", "revenue"),
        ("表二 收入决算公开表", "revenue"),
        ("2020年度支出决算总表", "expenditure"),
        ("财政拨款收支决算总表", "appropriation-summary"),
        ("财政拨款收入支出决算公开表", "appropriation-summary"),
        ("公共预算财政拨款支出决算表", "general-budget-expenditure"),
        ("一般公共预算财政拨款收入支出决算公开表", "general-budget-expenditure"),
        ("一般公共预算财政拨款基本支出决算明细表", "general-budget-basic-expenditure"),
        (
            "一般公共预算财政拨款“三公”经费及会议费、培训费支出决算表",
            "three-public-expenses",
        ),
        ("一般公共预算及政府性基金财政拨款“三公”经费支出决算表", "three-public-expenses"),
        ("政府性基金预算财政拨款“三公”经费支出决算表", "government-fund-three-public"),
        ("政府性基金预算财政拨款收入支出决算表", "government-fund"),
        ("国有资本经营预算财政拨款支出决算表", "state-capital"),
        ("国有资本经营预算财政拨款收入支出决算表", "state-capital"),
        ("国有资产占用情况表", "state-assets"),
        ("会议费、培训费支出决算表", "conference-and-training"),
        ("财政拨款支出决算明细表", "appropriation-detail"),
        ("一般公共预算财政拨款项目支出决算表", "general-budget-project-expenditure"),
        ("项目支出决算表", "project-expenditure"),
        ("机构运行信息表", "operating-information"),
        ("“三公”经费、行政参公单位机关运行经费情况表", "operating-information"),
    ],
)
def test_titles_of_many_provinces(title: str, form: str) -> None:
    filing = read([f"{title}\n{META}", "项目|决算数\n合计|1.00"])
    assert ids(filing) == [form]


@pytest.mark.parametrize(
    "title",
    ["项目支出绩效自评表", "2023年“三公”经费预算表", "部门收支总表", "人员编制情况表"],
)
def test_titles_of_other_tables_are_no_forms(title: str) -> None:
    filing = read([f"支出决算表\n{META}", EXPENDITURE, title, "指标|得分\n产出|10.00"])
    assert ids(filing) == ["expenditure"]
    assert figures(filing.forms[0])[0] == "Total TotalExpenditureForYear 4.00"
    [unknown] = filing.unknown_forms
    assert (unknown.title, unknown.pages) == (title, (2,))
    [kept] = unknown.unmapped
    assert (kept.text, kept.row_label, kept.column_label) == ("10.00", "产出", "得分")


def test_a_title_split_over_lines_is_one_title() -> None:
    filing = read(
        [f"2023年度\n一般公共预算财政拨款\n支出决算表\n公开05表\n{META}", EXPENDITURE],
    )
    assert ids(filing) == ["general-budget-expenditure"]
    assert filing.forms[0].number == "公开05表"


def test_a_title_on_the_page_before_with_running_heads_and_page_numbers() -> None:
    filing = read(
        ["安和县民政局2023年度决算公开资料\n支出决算表\n- 3 -"],
        [f"安和县民政局2023年度决算公开资料\n{META}", EXPENDITURE, "- 4 -"],
    )
    assert ids(filing) == ["expenditure"]


def test_several_forms_on_a_page_and_in_any_numbering() -> None:
    filing = read(
        [
            f"表三\n支出决算表\n{META}",
            EXPENDITURE,
            f"注：本表反映支出。\n表二\n收入决算表\n{META}",
            REVENUE,
        ]
    )
    assert [(form.id, form.number) for form in filing.forms] == [
        ("revenue", "表二"),
        ("expenditure", "表三"),
    ]


NEXT_PAGES = {
    "header repeated": """科目编码|科目名称|本年支出合计|基本支出|项目支出
205|教育支出|2.00|2.00|""",
    "header not repeated": "205|教育支出|2.00|2.00|",
    "title, header and total repeated": """支出决算表|<|<|<|<
科目编码|科目名称|本年支出合计|基本支出|项目支出
合计|<|4.00|4.00|
205|教育支出|2.00|2.00|""",
    "only column numbers repeated": "|栏次|1|2|3\n205|教育支出|2.00|2.00|",
    "续表": """续表|<|<|<|<
科目编码|科目名称|本年支出合计|基本支出|项目支出
205|教育支出|2.00|2.00|""",
    "a footer inside": "205|教育支出|2.00|2.00|\n第 5 页|<|<|<|<",
}


@pytest.mark.parametrize("name", NEXT_PAGES)
@pytest.mark.parametrize("between", ["", "续表", "支出决算表（续）\n单位：万元", "- 7 -\n决算报表"])
def test_a_form_over_two_pages(name: str, between: str) -> None:
    filing = read([f"支出决算表\n{META}", EXPENDITURE, "- 6 -"], [between, NEXT_PAGES[name]])
    assert ids(filing) == ["expenditure"]
    assert figures(filing.forms[0])[-2:] == [
        "205 TotalExpenditureForYear 2.00",
        "205 BasicExpenditure 2.00",
    ]
    assert len(figures(filing.forms[0])) == 6
    assert leftovers(filing.forms[0]) == []


def test_a_row_split_by_a_page_break() -> None:
    first = EXPENDITURE + "\n2080505|机关事业单位基本养老|1.00|1.00|"
    filing = read([f"支出决算表\n{META}", first], ["|保险缴费支出|||\n205|教育支出|2.00|2.00|"])
    [form] = filing.forms
    assert [row.label for row in form.rows if row.code == "2080505"] == [
        "机关事业单位基本养老保险缴费支出"
    ]
    assert leftovers(form) == []


def test_forms_without_titles_are_told_by_their_headers() -> None:
    table = EXPENDITURE.replace("支出\n", "支出|上缴上级支出\n").replace("|\n", "||\n")
    filing = read([META, table + "|"], [META, REVENUE])
    assert ids(filing) == ["revenue", "expenditure"]


def test_a_contents_table_is_no_form() -> None:
    contents = "收入支出决算总表|1\n收入决算表|2\n支出决算表|3"
    filing = read(["目录", contents], [f"支出决算表\n{META}", EXPENDITURE])
    assert ids(filing) == ["expenditure"]
    assert len(figures(filing.forms[0])) == 4
    assert filing.announced == ("revenue-expenditure-summary", "revenue")


def test_two_forms_below_each_other_in_one_grid() -> None:
    head = "单位：万元|<|<|<|<"
    sheet = "\n".join(
        ["收入决算表|<|<|<|<", head, REVENUE, "|||| ", "支出决算表|<|<|<|<", head, EXPENDITURE]
    )
    for geometry in (True, False):
        filing = read(["部门：安和县民政局", grid(sheet, 2, geometry=geometry)])
        assert ids(filing) == ["revenue", "expenditure"]
        assert [len(figures(form)) for form in filing.forms] == [4, 4]
        assert filing.forms[1].rows[0].facts[0].place.row == 10


def test_units_may_differ_within_a_document_and_stand_in_heads_or_cells() -> None:
    filing = read(
        ["支出决算表（单位：元）", EXPENDITURE],
        ["收入决算表\n万元", REVENUE.replace("4.00|4.00|", "4.00|5.00元|", 1)],
        [
            "收入支出决算总表",
            SUMMARY.replace("决算数", "决算数（千元）"),
        ],
    )
    assert {form.id: form.published_unit for form in filing.forms} == {
        "revenue-expenditure-summary": "千元",
        "revenue": "万元",
        "expenditure": "元",
    }
    assert [str(f.value) for f in filing.forms[1].rows[0].facts] == ["40000", "5"]
    assert [f.decimals for f in filing.forms[1].rows[0].facts] == [-2, 2]


def test_a_detail_of_expenditure_with_a_column_for_each_category_is_an_unknown_form() -> None:
    wide = """科目编码|科目名称|合计|工资福利支出|<|商品和服务支出|<
^|^|^|小计|基本工资|小计|办公费
201|一般公共服务支出|4.00|3.00|3.00|1.00|1.00"""
    title = "一般公共预算财政拨款基本支出决算明细表"
    filing = read(
        [f"支出决算表\n{META}", EXPENDITURE],
        [f"{title}\n{META}", wide],
        [title, wide.replace("201", "205")],
    )
    assert ids(filing) == ["expenditure"]
    [unknown] = filing.unknown_forms
    assert (unknown.title, unknown.pages) == (title, (3, 4))
    assert [u.text for u in unknown.unmapped].count("4.00") == 2


def test_name_and_unit_in_cells_of_their_own() -> None:
    sheet = f"""支出决算表|<|<|<|<
编制单位：|安和县福利院|2023年度|单位：|万元
{EXPENDITURE}"""
    for geometry in (True, False):
        [filing] = bodies_of(document([grid(sheet, geometry=geometry)]))
        assert filing.entity.name == "安和县福利院"
        assert filing.published_unit == "万元"
        assert filing.fiscal_year == 2023
        assert len(figures(filing.forms[0])) == 4


# --- unknown forms ---------------------------------------------------------------------------


def test_an_unknown_form_is_announced_and_kept_and_harms_nothing() -> None:
    table = "类别|人数|金额\n在职人员|1,020|5.50\n退休人员|33|"
    filing = read(
        [f"支出决算表\n{META}", EXPENDITURE],
        ["公开11表\n人员编制基本情况表\n单位：人", table],
        [f"收入决算表\n{META}", REVENUE],
    )
    assert ids(filing) == ["revenue", "expenditure"]
    [unknown] = filing.unknown_forms
    assert (unknown.title, unknown.number, unknown.pages) == (
        "人员编制基本情况表",
        "公开11表",
        (3,),
    )
    assert [u.text for u in unknown.unmapped] == ["1,020", "5.50", "33"]
    assert {u.reason for u in unknown.unmapped} == {"unknown-form"}
    assert unknown.unmapped[1].place.row == 2
    xml = WRITERS["xml"](filing)
    tree = parse_xml(xml, "filing.xml")
    assert check_structure(tree) == ()
    assert read_native_xml(tree, "filing.xml") == filing
    report = report_on("filing.xml", filing, ())
    assert len(report.coverage.leftovers) == 0
    assert report_object(report)["coverage"]["unknown_forms"] == [
        {"title": "人员编制基本情况表", "number": "公开11表", "pages": [3], "numeric_cells": 3}
    ]
    assert "人员编制基本情况表" in write_text(report, "zh")
    assert not [f for f in report.findings if "人员编制" in f.message.zh]
    data = json.loads(WRITERS["json"](filing))
    assert [form["title"] for form in data["unknownForms"]] == ["人员编制基本情况表"]


def test_extra_forms_are_not_missing() -> None:
    filing = read([f"支出决算表\n{META}", EXPENDITURE])
    report = report_on("filing.xml", filing, ())
    assert len(report.coverage.forms_missing) == 8


# --- several bodies --------------------------------------------------------------------------


def of(name: str, amount: str) -> list[str]:
    meta = f"部门：{name}\n单位：万元"
    return [
        f"支出决算表\n{meta}",
        EXPENDITURE.replace("4.00", amount),
        f"收入决算表\n{meta}",
        REVENUE.replace("4.00", amount),
    ]


def test_several_bodies_accounts_are_a_filing_each() -> None:
    filings = bodies_of(
        document(
            COVER,
            of("安和县民政局", "4.00"),
            "安和县社会福利院\n2023年度单位决算",
            of("安和县社会福利院", "5.00"),
            of("安和县民政局（本级）", "6.00"),
        )
    )
    assert [(f.entity.name, f.entity.level, f.entity.scope) for f in filings] == [
        ("安和县民政局", "department", None),
        ("安和县社会福利院", "unit", None),
        ("安和县民政局（本级）", None, "own"),
    ]
    assert [figures(f.form("revenue"))[0][-4:] for f in filings] == ["4.00", "5.00", "6.00"]
    assert all(ids(f) == ["revenue", "expenditure"] for f in filings)
    assert not [form for f in filings for form in f.forms if form.unmapped]
    tree = parse_xml(COLLECTION_WRITERS["xml"](filings), "all.xml")
    assert check_structure(tree) == ()
    assert read_collection(tree, "all.xml") == filings
    assert len(json.loads(COLLECTION_WRITERS["json"](filings))) == 3
    rows = COLLECTION_WRITERS["csv"](filings).decode().splitlines()
    assert len(rows) == 1 + sum(1 for f in filings for _ in f.facts())


def test_bodies_told_by_headings_only() -> None:
    def part(name: str, amount: str) -> list[str]:
        table = EXPENDITURE.replace("4.00", amount)
        return [f"{name}2023年度单位决算\n支出决算表\n单位：万元", table]

    filings = bodies_of(document(part("安和县一中", "1.00"), part("安和县二中", "2.00")))
    assert [f.entity.name for f in filings] == ["安和县一中", "安和县二中"]
    assert [figures(f.forms[0])[0][-4:] for f in filings] == ["1.00", "2.00"]


def test_interleaved_bodies() -> None:
    first, second = of("安和县一中", "1.00"), of("安和县二中", "2.00")
    filings = bodies_of(document(COVER, [*first[:2], *second[:2], *first[2:], *second[2:]]))
    assert [f.entity.name for f in filings] == ["安和县一中", "安和县二中"]
    assert [figures(f.form("revenue"))[0][-4:] for f in filings] == ["1.00", "2.00"]


def test_a_form_printed_again_is_no_other_body() -> None:
    filing = read(of("安和县民政局", "4.00"), ["第四部分 附件"], of("安和县民政局", "4.00"))
    assert [len(figures(form)) for form in filing.forms] == [4, 4]
    assert [form.repeated for form in filing.forms] == [4, 4]
    assert not [form for form in filing.forms if form.unmapped]


def test_another_spelling_of_a_name_is_no_other_body() -> None:
    meta = "单位名称：安和县民政局机关\n单位：万元"
    filing = read([f"支出决算表\n{META}", EXPENDITURE, f"收入决算表\n{meta}", REVENUE])
    assert ids(filing) == ["revenue", "expenditure"]


# --- identity --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cover", "meta", "name", "year", "scope"),
    [
        ("安和县民政局\n二〇二四年度部门决算", "", "安和县民政局", 2024, None),
        ("安和县民政局\n２０２４ 年度部门决算\n2025年9月", "", "安和县民政局", 2024, None),
        ("2022年度\n安和县民政局部门决算公开", "", "安和县民政局", 2022, None),
        ("2022年度安和县民政局（本级）单位决算", "", "安和县民政局", 2022, "own"),
        ("2022年度部门决算", "编制单位：303001-安和县民政局", "安和县民政局", 2022, None),
        ("2022年度部门决算", "部门名称：[303]安和县民政局（汇总）", None, 2022, "consolidated"),
        ("2022年度部门决算", "填报单位（公章）：安和县民政局  2022年度", None, 2022, None),
        ("2022年度部门决算", "公开部门: 安和县民政局 金额单位：万元", None, 2022, None),
    ],
)
def test_name_year_and_scope(
    cover: str, meta: str, name: str | None, year: int, scope: str | None
) -> None:
    [filing] = bodies_of(document(cover, [f"支出决算表\n{meta}\n单位：万元", EXPENDITURE]))
    expected = name or ("安和县民政局（汇总）" if scope else "安和县民政局")
    assert (filing.entity.name, filing.fiscal_year, filing.entity.scope) == (expected, year, scope)


@pytest.mark.parametrize(
    ("title", "head", "name"),
    [
        ("支出决算表", "2021年本年支出合计", "决算.pdf"),
        ("2021年度支出决算表", "本年支出合计", "决算.pdf"),
        ("支出决算表", "本年支出合计", "民政局2021决算公开.pdf"),
    ],
)
def test_the_year_may_stand_in_a_head_a_title_or_the_files_name(
    title: str, head: str, name: str
) -> None:
    table = EXPENDITURE.replace("本年支出合计", head)
    [filing] = bodies_of(document([f"{title}\n{META}", table], name=name))
    assert filing.fiscal_year == 2021
    assert len(figures(filing.forms[0])) == 4


def test_the_name_may_stand_in_the_files_name() -> None:
    pages = ["支出决算表\n单位：万元", EXPENDITURE]
    [filing] = bodies_of(document(pages, name="安和县民政局2021年度部门决算.pdf"))
    assert (filing.entity.name, filing.fiscal_year) == ("安和县民政局", 2021)


def test_without_any_name_there_is_no_filing() -> None:
    with pytest.raises(UnreadableInputError):
        bodies_of(document(["2021年度\n支出决算表\n单位：万元", EXPENDITURE]))


# --- other documents -------------------------------------------------------------------------


def test_a_budget_is_refused_by_name() -> None:
    budget = "收入|预算数\n财政拨款|4.00\n合计|4.00"
    with pytest.raises(BudgetDocumentError):
        bodies_of(document("安和县民政局2024年部门预算\n预算说明\n预算", ["收支预算总表", budget]))


def test_a_governments_accounts_are_refused_by_name() -> None:
    table = """科目名称|预算数|决算数
税收收入|4.00|4.00
增值税|1.00|1.00
企业所得税|1.00|1.00
上解支出|2.00|2.00"""
    pages = ["安和县2023年政府决算", ["一般公共预算支出决算表\n单位：万元", table]]
    with pytest.raises(GovernmentAccountsError):
        bodies_of(document(*pages))
    with pytest.raises(GovernmentAccountsError):
        bodies_of(document(pages[0] * 2, ["一般公共预算收入决算表\n单位：万元", table]))


def test_a_three_public_statement_alone_is_a_filing_of_one_form() -> None:
    table = "项目|预算数|决算数\n合计|6.00|5.00\n因公出国（境）费|1.00|1.00"
    [filing] = bodies_of(document(["安和县2023年度“三公”经费决算情况表\n单位：万元", table]))
    assert ids(filing) == ["three-public-expenses"]
    assert (filing.entity.name, filing.fiscal_year) == ("安和县", 2023)


def test_a_document_without_forms_says_so() -> None:
    with pytest.raises(NoFormsError):
        bodies_of(document("安和县民政局2023年度工作总结", ["工作情况表", "项目|数量\n会议|3"]))


def test_where_a_filing_comes_from_does_not_change_it() -> None:
    one, two = (read([f"支出决算表\n{META}", EXPENDITURE], name=name) for name in ("a", "b"))
    assert replace(one, source=None) == replace(two, source=None)

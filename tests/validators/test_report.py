"""The report: validity, coverage, JSON for machines and text for people."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from juesuan.schema.filing import Fact, Filing, FilingForm, Note, Place, Source, Unmapped
from juesuan.validators.engine import ruleset_version
from juesuan.validators.model import Outcome, Severity
from juesuan.validators.report.columns import clip, table, width, wrap
from juesuan.validators.report.json import write_json
from juesuan.validators.report.model import Report, report_on, unreadable
from juesuan.validators.report.text import write_text
from juesuan.validators.structure import StructureError
from tests.filings import code, filing, form, line
from tests.validators.examples import EXPENDITURE, NINE, REVENUE, THREE_PUBLIC

FAULT = StructureError("/FinalAccounts/Header", 7, "缺少年度", "the year is missing")
BOX = (Decimal("10"), Decimal("20.5"), Decimal("30"), Decimal("40"))


def three_public(total: str) -> FilingForm:
    """Two lines with their places on page 12."""
    made = form(
        THREE_PUBLIC,
        line("ThreePublicExpenses", Actual=total),
        line("OfficialReceptionExpense", Actual="4.46"),
    )

    def placed(fact: Fact, row: int) -> Fact:
        return replace(fact, place=Place(12, row, 3, BOX))

    rows = tuple(
        replace(row, facts=tuple(placed(fact, number) for fact in row.facts))
        for number, row in enumerate(made.rows, 1)
    )
    return replace(made, rows=rows, pages=(12,), number="公开07表")


def whole(*forms: FilingForm) -> Filing:
    """The forms given, and the others of the nine published without figures."""
    given = {made.id for made in forms}
    why = (Note("本部门没有相关收支，故本表无数据。"),)
    empty = (replace(form(form_id), notes=why) for form_id in NINE if form_id not in given)
    return filing(*forms, *empty)


def report(total: str = "4.46", *forms: FilingForm) -> Report:
    return report_on("a.xml", whole(three_public(total), *forms), ())


def as_json(*reports: Report) -> list[dict[str, Any]]:
    files: list[dict[str, Any]] = json.loads(write_json(reports))["files"]
    return files


# --- validity --------------------------------------------------------------------------------


def test_only_failed_errors_and_faults_of_structure_make_a_filing_invalid() -> None:
    assert report().valid
    assert report("4.47").valid, "within rounding"
    assert not report("5.00").valid
    assert not replace(report(), structure=(FAULT,)).valid
    assert not unreadable("a.pdf", "加密", "encrypted").valid


def test_a_warning_fails_only_where_warnings_are_asked_for() -> None:
    negative = report_on(
        "a.xml", filing(form(THREE_PUBLIC, line("OfficialReceptionExpense", Actual="-1.00"))), ()
    )
    assert negative.valid
    assert not negative.fails_at(Severity.ERROR)
    assert negative.fails_at(Severity.WARNING)


def test_notes_never_fail() -> None:
    mixed = report("4.46", form(REVENUE, code("2990101", "某项", OtherRevenue="0.00"), unit="元"))
    rules = {finding.rule for finding in mixed.findings if finding.severity is Severity.INFO}
    assert rules >= {"C-LIST", "D-UNIT"}
    assert mixed.fails_at(Severity.INFO)
    assert not mixed.fails_at(Severity.WARNING)


def test_the_most_serious_finding_comes_first() -> None:
    findings = report_on("a.xml", filing(three_public("5.00")), ()).findings
    assert [finding.severity for finding in findings] == sorted(
        (finding.severity for finding in findings), key=list(Severity).index
    )
    assert findings[0].rule == "F7-L1"


# --- coverage --------------------------------------------------------------------------------


def test_coverage_counts_facts_repeats_and_leftovers() -> None:
    leftover = Unmapped("3.14", "no-column", "合计", "?", Place(3, 2, 5, BOX))
    table = replace(
        form(REVENUE, line("Total", OtherRevenue="1.00")), unmapped=(leftover,), repeated=4
    )
    coverage = report_on("a.xml", filing(table), ()).coverage
    assert coverage.forms_found == (REVENUE,)
    assert len(coverage.forms_missing) == 8
    assert (coverage.numeric_cells, coverage.mapped) == (6, 5)
    (found,) = as_json(report_on("a.xml", filing(table), ()))[0]["coverage"]["leftovers"]
    assert (found["form"], found["text"], found["reason"]) == (REVENUE, "3.14", "no-column")
    assert (found["page"], found["row"], found["column"]) == (3, 2, 5)


# --- JSON ------------------------------------------------------------------------------------


def test_json_has_the_agreed_parts() -> None:
    (document,) = as_json(replace(report("5.00"), structure=(FAULT,)))
    assert document["valid"] is False
    assert document["structure"]["errors"] == [
        {
            "path": "/FinalAccounts/Header",
            "line": 7,
            "message": {"zh": "缺少年度", "en": "the year is missing"},
        }
    ]
    assert document["ruleset_version"] == ruleset_version()
    rules = document["rules"]
    assert rules["failed"] == 1
    assert rules["considered"] == len(rules["by_rule"])
    for outcome in ("passed", "failed", "within_rounding", "not_evaluated"):
        assert rules[outcome] == sum(entry[outcome] for entry in rules["by_rule"])
    (finding,) = document["findings"]
    assert (finding["rule"], finding["severity"], finding["outcome"]) == (
        "F7-L1",
        "error",
        "failed",
    )
    assert set(finding["message"]) == {"zh", "en"}
    assert finding["difference"] == "5400"
    total, part = finding["operands"]
    assert (total["value"], total["printed"], total["decimals"]) == ("50000", "5.00", -2)
    assert (total["form"], total["page"], total["row"]) == (THREE_PUBLIC, 12, 1)
    assert [Decimal(str(number)) for number in total["bbox"]] == list(BOX)
    assert part["label"]["en"]


def test_rules_that_did_not_run_say_why() -> None:
    (document,) = as_json(report())
    entry = next(e for e in document["rules"]["by_rule"] if e["rule"] == "F2-S")
    assert entry["not_evaluated"] == 1
    assert entry["reasons"] == [
        {"zh": "本表公布时没有数据", "en": "the form was published without any figure"}
    ]


def test_json_is_the_same_every_time() -> None:
    assert write_json([report("5.00")]) == write_json([report("5.00")])


def test_an_unreadable_file_is_reported_too() -> None:
    (document,) = as_json(unreadable("a.pdf", "加密", "encrypted"))
    assert document["valid"] is False
    assert document["error"] == {"zh": "加密", "en": "encrypted"}
    assert document["findings"] == []


# --- text ------------------------------------------------------------------------------------


def test_text_names_verdict_forms_coverage_checks_and_place() -> None:
    text = write_text(report("5.00"), "zh")
    for part in (
        "a.xml: 无效",
        "泉州市人民政府办公室，2024年度，单位：万元",
        "公开07表",
        "第 12 页",
        "2 个数字单元格，已识别 2 个（100.00%）",
        "错误 F7-L1",
        "第 12 页 1 行 3 列",
        "无数据",
        "本表公布时没有数据",
        f"规则集 {ruleset_version()}",
    ):
        assert part in text


def test_text_in_english_holds_no_chinese_but_names() -> None:
    text = write_text(report("5.00"), "en")
    assert "a.xml: invalid" in text
    assert "error F7-L1" in text
    assert "page 12, row 1, column 3" in text
    assert "difference 0.54 ten thousand yuan" in text
    assert "not evaluated" in text


def test_rounding_is_one_line_a_form() -> None:
    def spent(total: str) -> dict[str, str]:
        return {"TotalExpenditureForYear": total, "BasicExpenditure": "1.00"}

    rows = (code(f"20103{i:02}", None, **spent("1.01")) for i in range(3))
    lines = write_text(report("4.46", form(EXPENDITURE, *rows)), "zh").splitlines()
    start = lines.index("  舍入 3 处尾差在舍入误差之内")
    assert lines[start + 1] == "      支出决算表  3 处，最大 0.01  F3-C1"


def test_colour_only_when_asked_for() -> None:
    assert "\x1b[" not in write_text(report("5.00"), "zh")
    assert "\x1b[31m" in write_text(report("5.00"), "zh", colour=True)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_faults_of_structure_have_their_line(lang: str) -> None:
    text = write_text(replace(report(), structure=(FAULT,)), lang)
    assert ("第 7 行" if lang == "zh" else "line 7") in text
    assert "/FinalAccounts/Header" in text


def test_counts_agree_with_the_checks() -> None:
    made = report("4.47")
    assert sum(made.count(outcome) for outcome in Outcome) == len(made.checks)
    assert made.count(Outcome.WITHIN_ROUNDING) == 1


def test_of_a_text_source_the_line_is_named_not_a_page() -> None:
    source = Source("a.txt", "0" * 64, "text/plain")
    text = write_text(report_on("a", replace(whole(three_public("5.00")), source=source), ()), "zh")
    assert "      第 12 行: " in text
    assert "第 12 页" not in text


def _summary(total: str) -> FilingForm:
    """A wrong total that three identities know better."""
    return form(
        EXPENDITURE,
        line("Total", TotalExpenditureForYear=total, BasicExpenditure="50.00"),
        code("201", None, TotalExpenditureForYear="50.00", BasicExpenditure="50.00"),
    )


def test_a_cause_stands_first_with_what_follows_from_it() -> None:
    made = report_on("a.xml", whole(three_public("4.46"), _summary("5.00")), ())
    assert made.causes
    text = write_text(made, "zh")
    lines = text.splitlines()
    (head,) = [number for number, line in enumerate(lines) if "错误 原因 1" in line]
    assert "应为 50.00 万元" in "".join(lines[head : head + 2])
    assert any(line.startswith("      由此未通过：") and "F3-S" in line for line in lines)
    assert not [line for line in lines if line.startswith("  错误 F3")]


def test_where_several_causes_are_as_likely_the_failure_stands_first() -> None:
    text = write_text(report("5.00"), "zh")
    lines = text.splitlines()
    (head,) = [number for number, line in enumerate(lines) if line.startswith("  错误 F7-L1")]
    assert [line for line in lines[head:] if line.startswith("      可能 ")]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_no_line_is_wider_than_a_hundred_columns(lang: str) -> None:
    rows = (
        code(f"20103{i:02}", "很长的科目名称" * 9, TotalExpenditureForYear=f"{i}.00")
        for i in range(9)
    )
    numbered = [replace(made, number="公开01表") for made in whole(form(EXPENDITURE, *rows)).forms]
    filed = replace(whole(form(EXPENDITURE, *rows)), forms=tuple(numbered))
    text = write_text(report_on("a.xml", filed, (FAULT,)), lang)
    assert max(map(width, text.splitlines())) <= 100


def test_words_of_others_do_not_steer_the_terminal() -> None:
    steering = "\x1b[2J\x9b31m\u202e"
    table = form(EXPENDITURE, line("Total", TotalExpenditureForYear="1.00"))
    leftover = Unmapped(f"3{steering}", "no-column", steering, steering, Place(3, 2, 5, BOX))
    made = whole(replace(table, number=f"01{steering}", unmapped=(leftover,)))
    hostile = replace(made, entity=replace(made.entity, name=f"某局{steering}"))
    text = write_text(report_on(f"a{steering}.xml", hostile, ()), "zh")
    assert not set(text) & set(steering) - set("[2J31m")
    refused = write_text(unreadable("a", steering, steering), "zh")
    assert "\x1b" not in refused


def test_wrapping_keeps_words_whole_and_marks_with_their_text() -> None:
    assert wrap("科目（甲）不等于", 7) == ["科目", "（甲）", "不等于"]
    assert wrap("the sum of parts", 8) == ["the sum", "of parts"]
    assert wrap("一二三，四", 6) == ["一二三，", "四"]
    assert wrap("", 6) == [""]
    assert wrap("abcdefghij", 4) == ["abcd", "efgh", "ij"]
    assert list(table([["一", "1"], ["abc", "22"]], 80, indent=1, clipped=0)) == [
        " 一   1",
        " abc  22",
    ]
    assert clip("一二三四", 7) == "一二三…"

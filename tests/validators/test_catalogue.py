"""`rules list` and `rules explain`: every rule in both languages."""

from __future__ import annotations

import pytest

from docs.generate import main, pages
from juesuan.validators.engine import rule_set
from juesuan.validators.report.columns import width
from juesuan.validators.rules.catalogue import explain, find_rule, list_rules


@pytest.mark.parametrize("rule", rule_set(), ids=lambda rule: rule.id)
def test_every_rule_is_explained(rule: object) -> None:
    rule_id = rule.id  # type: ignore[attr-defined]
    zh, en = explain(rule_id, "zh"), explain(rule_id, "en")
    assert zh.startswith(f"[{rule_id}] ")
    assert en.startswith(f"[{rule_id}] ")
    assert "公式: " in zh
    assert "formula: " in en


def test_the_formula_reads_in_the_labels_of_the_form() -> None:
    assert "公式: 总计（收入）/决算数 = 总计（支出）/合计" in explain("F4-B", "zh")
    assert "公式: 人员经费 = Σ 301、303" in explain("F6-L1", "zh")
    assert "年初结转和结余 + 本年收入合计 - 本年支出合计" in explain("F8-C2", "zh")
    assert "支出决算表[该科目 / 本年支出合计]（每一类）" in explain("X-03", "zh")


def test_identifiers_are_found_in_any_case() -> None:
    assert find_rule("f4-b") is find_rule("F4-B")
    assert find_rule("Z-99") is None
    with pytest.raises(KeyError):
        explain("Z-99", "zh")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_list_is_aligned(lang: str) -> None:
    lines = list(list_rules(lang, rule_set()))
    assert len(lines) == len(rule_set())
    starts = {
        width(line[: line.index(rule.text.of(lang))])
        for line, rule in zip(lines, rule_set(), strict=True)
    }
    assert len(starts) == 1


def test_the_pages_of_the_docs_are_current() -> None:
    assert main(["--check"]) == 0


def test_the_pages_hold_every_rule_with_source_and_example() -> None:
    zh, en = pages().values()
    for rule in rule_set():
        for page, source, example in (
            (zh, "依据：", "未通过时："),
            (en, "source: ", "when it fails: "),
        ):
            (entry,) = [part for part in page.split("\n### ") if part.startswith(f"{rule.id}\n")]
            assert source in entry
            assert example in entry

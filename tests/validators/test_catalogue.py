"""`rules list` and `rules explain`: every rule in both languages."""

from __future__ import annotations

import pytest

from juesuan.validators.engine import rule_set
from juesuan.validators.rules.catalogue import explain, find_rule


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

"""Rules on what a filing must hold: all nine forms, no leftovers, sensible signs."""

from __future__ import annotations

from collections.abc import Iterator

from juesuan.schema.spec import Dictionary
from juesuan.validators.engine import Rule
from juesuan.validators.facts import FilingFacts
from juesuan.validators.model import Check, Operand, Outcome, Severity, Text

_DISCLOSURE = "地方预决算公开操作规程 / rules on disclosing local budgets and final accounts"


def completeness_rules(dictionary: Dictionary) -> Iterator[Rule]:
    """Yield the rules on completeness."""
    yield Rule(
        "D-FORMS",
        Severity.WARNING,
        (),
        Text("九张决算公开表齐全", "All nine forms are there"),
        Text("每一张表 ∈ 文件", "every form ∈ document"),
        _DISCLOSURE,
        _all_forms,
    )
    yield Rule(
        "D-LEFTOVER",
        Severity.WARNING,
        (),
        Text("表中每个数字都已识别", "Every figure of a form was mapped"),
        Text("未识别(表) = 0", "leftovers(form) = 0"),
        "程序的完整性要求 / the program's own demand",
        _no_leftovers,
    )
    yield Rule(
        "F7-N",
        Severity.WARNING,
        ("three-public-expenses",),
        Text("“三公”经费的金额不为负数", "No three-public figure is negative"),
        Text("金额 ≥ 0", "amount ≥ 0"),
        _DISCLOSURE,
        _no_negative,
    )


def _all_forms(rule: Rule, facts: FilingFacts) -> Iterator[Check]:
    for spec in facts.dictionary.forms:
        if spec.id in facts.forms:
            yield rule.passed()
            continue
        announced = spec.id in facts.filing.announced
        zh = "目录中列出但文件中没有找到" if announced else "文件中没有找到"
        en = "is announced but was not found" if announced else "was not found"
        yield Check(rule.id, Outcome.FAILED, Text(f"{zh}{spec.zh}", f"{spec.en} {en}"))


def _no_leftovers(rule: Rule, facts: FilingFacts) -> Iterator[Check]:
    for form in facts.forms.values():
        leftovers = form.form.unmapped
        if not leftovers:
            yield rule.passed()
            continue
        operands = tuple(
            Operand(
                form.spec.id,
                leftover.row_label or "",
                leftover.column_label or "",
                Text(leftover.row_label or "?", leftover.row_label or "?"),
                None,
                printed=leftover.text,
                place=leftover.place,
            )
            for leftover in leftovers
        )
        message = Text(
            f"{form.spec.zh}有 {len(leftovers)} 个数字未能识别",
            f"{form.spec.en}: {len(leftovers)} figures could not be mapped",
        )
        yield Check(rule.id, Outcome.FAILED, message, operands)


def _no_negative(rule: Rule, facts: FilingFacts) -> Iterator[Check]:
    for operands in facts.forms["three-public-expenses"].cells.values():
        for operand in operands:
            if operand.value is None or operand.value >= 0:
                yield rule.passed()
                continue
            label = operand.label
            message = Text(f"「{label.zh}」为负数 {operand.printed}", f"{label.en} is negative")
            yield Check(rule.id, Outcome.FAILED, message, (operand,), operand.value)

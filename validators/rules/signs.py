"""Rules on signs: the amounts of a form are not negative, but for those that may be."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from juesuan.schema.rulebook import NonNegative
from juesuan.schema.spec import Dictionary
from juesuan.validators.engine import Rule
from juesuan.validators.facts import FilingFacts
from juesuan.validators.model import Check, Severity, Text
from juesuan.validators.wording import amount, unit

_SOURCE = "决算公开表：收入、支出为发生额 / revenue and expenditure are flows"
_FORMULA = Text("金额 ≥ 0", "amount ≥ 0")


def sign_rules(dictionary: Dictionary) -> Iterator[Rule]:
    """Yield one rule for every form whose amounts have a sign (rules/signs.toml)."""
    for raw in dictionary.rulebook.signs:
        spec = dictionary.form(raw.form)
        exempt = [spec.line_by_id.get(n) or spec.column_by_id[n] for n in raw.exempt]
        zh, en = f"{spec.zh}：金额不为负数", f"{spec.en}: no amount is negative"
        if exempt:
            zh += f"（{'、'.join(e.zh for e in exempt)}除外：{raw.reason_zh}）"
            en += f" (except {', '.join(e.en for e in exempt)}: {raw.reason_en})"
        yield Rule(
            raw.rule,
            Severity.WARNING,
            (raw.form,),
            Text(zh, en),
            _FORMULA,
            _SOURCE,
            _NotNegative(raw),
        )


@dataclass(frozen=True, slots=True)
class _NotNegative:
    """The check of a form's signs."""

    raw: NonNegative

    def __call__(self, rule: Rule, facts: FilingFacts) -> Iterator[Check]:
        """Look at every figure of the form."""
        form, power = facts.forms[self.raw.form], facts.power(self.raw.form)
        for (row, column), operands in form.cells.items():
            if row in self.raw.exempt or column in self.raw.exempt:
                continue
            for operand in operands:
                if operand.value is None or operand.value >= 0:
                    yield rule.passed()
                    continue
                label, value = operand.label, amount(operand.value, power)
                yield rule.failed(
                    f"{form.spec.zh}「{label.zh}」为负数：{value} {unit(power).zh}",
                    f"{form.spec.en}, {label.en} is negative: {value} {unit(power).en}",
                    operand,
                    difference=operand.value,
                )

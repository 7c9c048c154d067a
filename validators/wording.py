"""Words of findings: amounts in the published unit, and what was compared with what."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from juesuan.validators.arithmetic import total
from juesuan.validators.facts import FilingFacts
from juesuan.validators.model import Operand, Text

_UNITS = {
    0: Text("元", "yuan"),
    3: Text("千元", "thousand yuan"),
    4: Text("万元", "ten thousand yuan"),
    6: Text("百万元", "million yuan"),
    8: Text("亿元", "hundred million yuan"),
}
_MOST = 3  # figures spelt out in a message; the rest stand among the operands


def amount(value: Decimal, power: int) -> str:
    """Return an amount in the published unit, at least to two places, without loss."""
    number = value.scaleb(-power)
    places = max(2, -int(number.normalize().as_tuple().exponent))
    return f"{number:,.{places}f}"


def unit(power: int) -> Text:
    """Return the name of the unit of a power of ten of one yuan."""
    return _UNITS.get(power, Text(f"10^{power}元", f"10^{power} yuan"))


def disagreement(
    left: Sequence[Operand],
    right: Sequence[Operand],
    difference: Decimal,
    facts: FilingFacts,
    *,
    relation: Text,
) -> Text:
    """Return the sentence for two sides that do not agree."""
    form = left[0].form
    power = facts.power(form)
    name = unit(power)
    a, b = side(left, power), side(right, power)
    if right[0].form != form:
        b = _in_form(right[0].form, b, facts)
    a = _in_form(form, a, facts)
    gap = amount(abs(difference), power)
    return Text(
        f"{a.zh}，{relation.zh}{b.zh}，相差 {gap} {name.zh}",
        f"{a.en} {relation.en} {b.en}; difference {gap} {name.en}",
    )


def side(operands: Sequence[Operand], power: int) -> Text:
    """Return one side of an identity in words: its figure, or its parts and their sum."""
    value = amount(total(operands), power)
    name = unit(power).zh
    if len(operands) == 1:
        label = operands[0].label
        return Text(f"「{label.zh}」 {value} {name}", f"{label.en} {value}")
    counted = [o for o in operands if o.value]
    shown = counted[:_MOST]
    zh = " + ".join(f"{o.label.zh} {amount(total([o]), power)}" for o in shown)
    en = " + ".join(f"{o.label.en} {amount(total([o]), power)}" for o in shown)
    more = len(counted) > len(shown)
    tail = Text(f" 等 {len(counted)} 项" if more else "", " + …" if more else "")
    return Text(
        f"各部分之和 {value} {name}（{zh}{tail.zh}）",
        f"the sum of parts {value} ({en}{tail.en})",
    )


def _in_form(form_id: str, said: Text, facts: FilingFacts) -> Text:
    form = facts.dictionary.form(form_id)
    return Text(f"{form.zh}{said.zh}", f"{form.en}, {said.en}")

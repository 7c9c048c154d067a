"""Words of findings: amounts in the published unit, and what was compared with what."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from juesuan.validators.arithmetic import total
from juesuan.validators.causes import Confidence, Restored, Suspect
from juesuan.validators.facts import FilingFacts
from juesuan.validators.misprints import Kind
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
    a, b = side(left, power, facts), side(right, power, facts)
    if not _of_several_forms(left):
        a = _in_form(form, a, facts)
    if right[0].form != form and not _of_several_forms(right):
        b = _in_form(right[0].form, b, facts)
    gap = amount(abs(difference), power)
    return Text(
        f"{a.zh}，{relation.zh}{b.zh}，相差 {gap} {name.zh}",
        f"{a.en} {relation.en} {b.en}; difference {gap} {name.en}",
    )


def side(operands: Sequence[Operand], power: int, facts: FilingFacts) -> Text:
    """Return one side of an identity in words: its figure, or its parts and their sum."""
    value = amount(total(operands), power)
    name = unit(power).zh
    if len(operands) == 1:
        label = operands[0].label
        return Text(f"「{label.zh}」 {value} {name}", f"{label.en} {value}")
    counted = [o for o in operands if o.value]
    shown = counted[:_MOST]
    labels = [o.label for o in shown]
    if _of_several_forms(operands):
        labels = [_in_form(o.form, o.label, facts) for o in shown]
    amounts = [amount(total([o]), power) for o in shown]
    zh = " + ".join(f"{x.zh} {n}" for x, n in zip(labels, amounts, strict=True))
    en = " + ".join(f"{x.en} {n}" for x, n in zip(labels, amounts, strict=True))
    more = len(counted) > len(shown)
    tail = Text(f" 等 {len(counted)} 项" if more else "", " + …" if more else "")
    return Text(
        f"各部分之和 {value} {name}（{zh}{tail.zh}）",
        f"the sum of parts {value} ({en}{tail.en})",
    )


def _of_several_forms(operands: Sequence[Operand]) -> bool:
    return len({operand.form for operand in operands}) > 1


def _in_form(form_id: str, said: Text, facts: FilingFacts) -> Text:
    form = facts.dictionary.form(form_id)
    return Text(f"{form.zh}{said.zh}", f"{form.en}, {said.en}")


_KINDS = {
    Kind.SIGN: Text("正负号相反", "the sign is reversed"),
    Kind.DECIMAL_POINT: Text("小数点错位", "the decimal point is misplaced"),
    Kind.UNIT: Text("金额单位用错", "the amount is in another unit"),
    Kind.DIGITS_EXCHANGED: Text("两位数字颠倒", "two digits are exchanged"),
    Kind.DIGIT: Text("有一位数字不同", "one digit differs"),
    Kind.DIGIT_LOST: Text("少一位数字", "a digit is missing"),
    Kind.DIGIT_ADDED: Text("多一位数字", "there is a digit too many"),
    Kind.FIGURES_EXCHANGED: Text("两个数字互换", "two figures are exchanged"),
    Kind.FIGURE_MISSING: Text("漏填金额", "the figure is missing"),
    Kind.ROW_MISSING: Text("漏列一行", "a row is missing"),
    Kind.CODE_MISTYPED: Text("科目编码有误", "the code is mistyped"),
    Kind.VALUE: Text("金额有误", "the amount is wrong"),
}
_CONFIDENCES = {
    Confidence.CERTAIN: Text("确定", "certain"),
    Confidence.LIKELY: Text("很可能", "likely"),
    Confidence.AMBIGUOUS: Text("不能确定", "ambiguous"),
}


def kind_text(kind: Kind) -> Text:
    """Return in words what happened."""
    return _KINDS[kind]


def confidence_text(confidence: Confidence) -> Text:
    """Return in words how sure a cause is."""
    return _CONFIDENCES[confidence]


def cause_message(
    suspect: Suspect, explained: int, confidence: Confidence, others: int, facts: FilingFacts
) -> Text:
    """Return the sentence for a cause: the cell, what it should hold, and how sure that is."""
    what = suspect_text(suspect, facts)
    kind, sure = _KINDS[suspect.kind], _CONFIDENCES[confidence]
    zh, en = f"另有 {others} 种可能，", f"{others} other explanations; "
    failures = "1 failure" if explained == 1 else f"{explained} failures"
    return Text(
        f"{what.zh}：{kind.zh}（{sure.zh}，{zh if others else ''}可解释 {explained} 处不符）",
        f"{what.en}: {kind.en} ({sure.en}; {en if others else ''}explains {failures})",
    )


def suspect_text(suspect: Suspect, facts: FilingFacts) -> Text:
    """Return the cells of a possible cause, as they stand and as they should be."""
    if suspect.kind is Kind.CODE_MISTYPED:
        return _code_text(suspect, facts)
    said = [_restored(cell, facts) for cell in suspect.cells[:_MOST]]
    more = len(suspect.cells) > _MOST
    zh, en = (f"；等 {len(suspect.cells)} 处", "; …") if more else ("", "")
    return Text("；".join(t.zh for t in said) + zh, "; ".join(t.en for t in said) + en)


def _code_text(suspect: Suspect, facts: FilingFacts) -> Text:
    operand = suspect.cells[0].operand
    name = f" {operand.printed}" if operand.printed else ""
    said = Text(
        f"「科目 {operand.line}{name}」的编码应为 {suspect.code}",
        f"code {operand.line}{name} should be {suspect.code}",
    )
    return _in_form(operand.form, said, facts)


def _restored(cell: Restored, facts: FilingFacts) -> Text:
    operand = cell.operand
    power = facts.power(operand.form)
    should, name = amount(cell.value or Decimal(0), power), unit(power)
    if operand.decimals is None:
        stands = Text("没有金额", "has no figure")
    else:
        now = amount(operand.value or Decimal(0), power)
        stands = Text(f"为 {now} {name.zh}", f"is {now}")
    return _in_form(
        operand.form,
        Text(
            f"「{operand.label.zh}」{stands.zh}，应为 {should} {name.zh}",
            f"{operand.label.en} {stands.en}, should be {should} {name.en}",
        ),
        facts,
    )

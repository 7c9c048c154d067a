"""Rules that follow from the structure of the forms: columns, lines and code trees add up.

An empty cell counts as zero among the parts of a sum. A sum is checked where its total and at
least one of its parts are printed; a total that is not printed, or a total without any part,
cannot be checked and says so. A form published without figures has nothing to add up.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from juesuan.schema.spec import Dictionary, FormSpec, Sum
from juesuan.validators.engine import CheckFunction, Rule
from juesuan.validators.facts import FilingFacts, FormFacts
from juesuan.validators.model import Check, Operand, Severity, Text
from juesuan.validators.rules.linear import check_equal

_NAME = re.compile(r"(?<![/:\w])[A-Za-z]\w*")
_ARITHMETIC = "表内勾稽关系 / arithmetic within the form"


def derived_rules(dictionary: Dictionary) -> Iterator[Rule]:
    """Yield the rules of every form's structure."""
    for spec in dictionary.forms:
        for column_sum in spec.column_sums:
            yield _rule(spec, column_sum, _names(spec, column_sum), _column_sum(spec, column_sum))
        for line_sum in spec.line_sums:
            yield _rule(spec, line_sum, _names(spec, line_sum), _line_sum(spec, line_sum))
        if spec.classification and spec.classification.tree:
            yield _tree_rule(spec, spec.classification.tree)
        if spec.classification and spec.classification.total:
            yield _total_rule(spec, spec.classification.total)


def _rule(spec: FormSpec, raw: Sum, formula: Text, check: CheckFunction) -> Rule:
    text = Text(raw.zh or f"{spec.zh}：{formula.zh}", raw.en or f"{spec.en}: {formula.en}")
    return Rule(raw.id, Severity.ERROR, (spec.id,), text, formula, _ARITHMETIC, check)


def _tree_rule(spec: FormSpec, rule_id: str) -> Rule:
    text = Text(
        f"{spec.zh}：上级科目等于下级科目之和",
        f"{spec.en}: every code equals the sum of the codes below it",
    )
    formula = Text(
        "类 = Σ款，款 = Σ项（每一列）", "class = Σ groups, group = Σ items (every column)"
    )
    return Rule(rule_id, Severity.ERROR, (spec.id,), text, formula, _ARITHMETIC, _tree)


def _total_rule(spec: FormSpec, total_line: str) -> Rule:
    text = Text(
        f"{spec.zh}：合计等于各类之和", f"{spec.en}: the total equals the sum of the classes"
    )
    formula = Text("合计 = Σ类（每一列）", "total = Σ classes (every column)")

    def check(rule: Rule, facts: FilingFacts) -> Iterator[Check]:
        form = facts.forms[spec.id]
        for column in _printed_columns(form):
            parts = [o for code in form.top_codes() for o in form.at(code, column)]
            yield from _sum(rule, facts, form.at(total_line, column), parts)

    return Rule(f"F{spec.order}-S", Severity.ERROR, (spec.id,), text, formula, _ARITHMETIC, check)


def _tree(rule: Rule, facts: FilingFacts) -> Iterator[Check]:
    form = facts.forms[rule.forms[0]]
    for code in form.codes:
        children = form.children(code)
        for column in _printed_columns(form) if children else ():
            parts = [o for child in children for o in form.at(child, column)]
            yield from _sum(rule, facts, form.at(code, column), parts)


def _column_sum(spec: FormSpec, raw: Sum) -> CheckFunction:
    def check(rule: Rule, facts: FilingFacts) -> Iterator[Check]:
        form = facts.forms[spec.id]
        if not _printed_anywhere(form.columns, raw):
            yield _not_printed(rule)
            return
        for row in dict.fromkeys(key for key, _ in form.cells):
            parts = _column_parts(form, row, raw.parts)
            yield from _sum(rule, facts, form.at(row, raw.total), parts)

    return check


def _line_sum(spec: FormSpec, raw: Sum) -> CheckFunction:
    def check(rule: Rule, facts: FilingFacts) -> Iterator[Check]:
        form = facts.forms[spec.id]
        if not _printed_anywhere(form.lines, raw):
            yield _not_printed(rule)
            return
        line, _, own_column = raw.total.partition("/")
        for column in [own_column] if own_column else _printed_columns(form):
            parts = _line_parts(form, column, raw.parts)
            yield from _sum(rule, facts, form.at(line, column), parts)

    return check


def _printed_anywhere(names: set[str], raw: Sum) -> bool:
    """Return whether a form prints the total and any of the parts at all."""
    parts = {name for part in raw.parts for name in _NAME.findall(part)}
    return raw.total.partition("/")[0] in names and not names.isdisjoint(parts)


def _not_printed(rule: Rule) -> Check:
    return rule.not_evaluated(
        "表中没有这些行或列", "the form does not print these lines or columns"
    )


def _sum(
    rule: Rule, facts: FilingFacts, whole: Sequence[Operand], parts: Sequence[Operand]
) -> Iterator[Check]:
    """Check one sum, or say why it cannot be checked; nothing printed at all is no place."""
    if whole and parts:
        yield check_equal(rule, facts, whole, parts)
    elif whole and any(operand.value for operand in whole):
        label = whole[0].label
        yield rule.not_evaluated(
            f"「{label.zh}」的各组成部分均为空白", f"no part of {label.en} is printed"
        )
    elif parts and any(operand.value for operand in parts):
        yield rule.not_evaluated("合计单元格为空白", "the cell of the total is empty")


def _printed_columns(form: FormFacts) -> list[str]:
    return [column.id for column in form.spec.columns if column.id in form.columns]


def _column_parts(form: FormFacts, row: str, parts: Sequence[str]) -> list[Operand]:
    return [
        _signed(operand, part)
        for part in parts
        for column in _alternative(part, lambda name: name in form.columns)
        for operand in form.at(row, column)
    ]


def _line_parts(form: FormFacts, column: str, parts: Sequence[str]) -> list[Operand]:
    operands = []
    for part in parts:
        for name in _alternative(part, lambda name: bool(_line_cells(form, name, column))):
            operands += [_signed(operand, part) for operand in _line_cells(form, name, column)]
    return operands


def _line_cells(form: FormFacts, name: str, column: str) -> list[Operand]:
    """Return the figures of a line, of ``Line/Column``, or of the classes ``@Line:codes``."""
    if name.startswith("@"):
        among = name.partition(":")[2]
        codes = form.top_codes(among.split(",") if among else None)
        return [operand for code in codes for operand in form.at(code, column)]
    line, _, own_column = name.partition("/")
    return form.at(line, own_column or column)


def _alternative(part: str, printed: Callable[[str], bool]) -> list[str]:
    """Return the names of the first alternative of ``A | B + C`` of which any is printed."""
    alternatives = [
        [name.strip() for name in alternative.split("+")]
        for alternative in part.lstrip("-").split("|")
    ]
    found = (names for names in alternatives if any(printed(name) for name in names))
    return next(found, alternatives[0])


def _signed(operand: Operand, part: str) -> Operand:
    return replace(operand, factor=-1) if part.startswith("-") else operand


def _names(spec: FormSpec, raw: Sum) -> Text:
    """Return an identity as a formula in the labels of lines and columns."""
    zh = [_name(spec, part, "zh") for part in raw.parts]
    en = [_name(spec, part, "en") for part in raw.parts]
    return Text(
        f"{_name(spec, raw.total, 'zh')} = {_joined(zh)}",
        f"{_name(spec, raw.total, 'en')} = {_joined(en)}",
    )


def _joined(parts: Sequence[str]) -> str:
    return " + ".join(parts).replace("+ -", "- ")


def _name(spec: FormSpec, part: str, lang: str) -> str:
    if "|" in part:
        return "（" + " 或 ".join(_name(spec, p.strip(), lang) for p in part.split("|")) + "）"
    if "+" in part:
        return " + ".join(_name(spec, p.strip(), lang) for p in part.split("+"))
    sign, name = ("-", part[1:]) if part.startswith("-") else ("", part)
    if name.startswith("@"):
        line, _, codes = name[1:].partition(":")
        return f"Σ {codes or spec.line_by_id[line].zh}" if lang == "zh" else f"Σ {codes or line}"
    line_id, _, column_id = name.partition("/")
    named = spec.line_by_id.get(line_id) or spec.column_by_id[line_id]
    text = named.zh if lang == "zh" else named.en
    return f"{sign}{text}" + (f"/{spec.column_by_id[column_id].zh}" if column_id else "")

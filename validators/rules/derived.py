"""Rules that follow from the structure of the forms: columns, lines and code trees add up.

What is not printed counts as follows.

- An empty cell is zero, in the total as among the parts: its line and its column are printed
  elsewhere in the form, on that side of it. Where the form prints no zero, it is so to half a
  unit of the form's last digit (``arithmetic``).
- A total, or the parts together, that the form prints nowhere cannot be checked, and the rule
  says so once. A place where neither total nor parts stand is no place of the rule.
- A code that is printed twice counts twice; a rule of its own reports it.
- A form published without any figure has nothing to add up (the engine says so).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from juesuan.schema.formulas import (
    Addend,
    parse_parts,
    sum_formula,
    sum_statement,
    total_rule_id,
    total_statement,
    tree_statement,
)
from juesuan.schema.spec import Column, Dictionary, FormSpec, Line, Sum
from juesuan.validators.engine import Rule
from juesuan.validators.facts import FilingFacts, FormFacts
from juesuan.validators.identities import Identity, Linear, Places, Relation
from juesuan.validators.model import Severity, Text
from juesuan.validators.rules.sums import printed_addends, rows_of

_Cell = tuple[str, str]
"""A row (line or code) and a column."""

_ARITHMETIC = "表内勾稽关系 / arithmetic within the form"


def derived_rules(dictionary: Dictionary) -> Iterator[Rule]:
    """Yield the rules of every form's structure."""
    for spec in dictionary.forms:
        for column_sum in spec.column_sums:
            yield _sum_rule(spec, column_sum, _column_sum(spec, column_sum))
        for line_sum in spec.line_sums:
            yield _sum_rule(spec, line_sum, _line_sum(spec, line_sum))
        for limit in spec.line_limits:
            places = _line_sum(spec, limit, Relation.AT_MOST)
            yield _sum_rule(spec, limit, places, sign="≥")
        if spec.classification and spec.classification.tree:
            yield _tree_rule(spec, spec.classification.tree)
        if spec.classification and spec.classification.total:
            yield _total_rule(spec, spec.classification.total)


def _sum_rule(spec: FormSpec, raw: Sum, places: Places, *, sign: str = "=") -> Rule:
    text, identity = Text(*sum_statement(spec, raw, sign)), Text(*sum_formula(spec, raw, sign))
    return _rule(raw.id, spec, text, identity, places)


def _tree_rule(spec: FormSpec, rule_id: str) -> Rule:
    identity = Text(
        "类 = Σ款，款 = Σ项（每一列）", "class = Σ groups, group = Σ items (every column)"
    )
    return _rule(rule_id, spec, Text(*tree_statement(spec)), identity, _tree(spec))


def _total_rule(spec: FormSpec, total: str) -> Rule:
    text = Text(*total_statement(spec))
    identity = Text("合计 = Σ类（每一列）", "total = Σ classes (every column)")
    return _rule(total_rule_id(spec), spec, text, identity, _top(spec, total))


def _rule(rule_id: str, spec: FormSpec, text: Text, identity: Text, places: Places) -> Rule:
    check = Linear(places)
    return Rule(rule_id, Severity.ERROR, (spec.id,), text, identity, _ARITHMETIC, check)


def _column_sum(spec: FormSpec, raw: Sum) -> Places:
    """A sum of columns holds on every row."""
    parts = parse_parts(raw.parts)

    def places(facts: FilingFacts) -> Iterator[Identity | Text]:
        form = facts.forms[spec.id]
        addends = printed_addends(parts, form.columns)
        if reason := _unprinted(spec.column_by_id[raw.total], addends, form.columns):
            yield reason
            return
        for row in dict.fromkeys(row for row, _ in form.cells):
            cells = [(addend.sign, (row, addend.name)) for addend in addends]
            yield from _sum(form, (row, raw.total), cells)

    return places


def _line_sum(spec: FormSpec, raw: Sum, relation: Relation = Relation.EQUAL) -> Places:
    """A sum of lines holds in every column, or in the one that it names."""
    parts = parse_parts(raw.parts)
    total, _, own_column = raw.total.partition("/")

    def places(facts: FilingFacts) -> Iterator[Identity | Text]:
        form = facts.forms[spec.id]
        addends = printed_addends(parts, form.lines)
        if reason := _unprinted(spec.line_by_id[total], addends, form.lines):
            yield reason
            return
        for column in [own_column] if own_column else [column.id for column in spec.columns]:
            cells = [
                (addend.sign, (row, addend.column or column))
                for addend in addends
                for row in rows_of(addend, form)
            ]
            yield from _sum(form, (total, column), cells, relation)

    return places


def _tree(spec: FormSpec) -> Places:
    """A code equals the sum of the codes printed next below it, in every column."""

    def places(facts: FilingFacts) -> Iterator[Identity | Text]:
        form = facts.forms[spec.id]
        for code in form.codes:
            for column in form.columns_at(code) if form.below(code) else ():
                cells = [(1, (child, column)) for child in form.below(code)]
                yield from _sum(form, (code, column), cells)

    return places


def _top(spec: FormSpec, total: str) -> Places:
    """The total line equals the sum of the topmost codes, in every column."""

    def places(facts: FilingFacts) -> Iterator[Identity | Text]:
        form = facts.forms[spec.id]
        if total not in form.lines:
            yield Text("表中没有印出合计", "the form prints no total")
        elif not form.codes:
            yield Text("表中没有列出科目", "the form lists no codes")
        else:
            for column in form.columns_at(total):
                cells = [(1, (code, column)) for code in form.top_codes()]
                yield from _sum(form, (total, column), cells)

    return places


def _unprinted(
    total: Line | Column, addends: Collection[Addend], printed: Collection[str]
) -> Text | None:
    """Return why a form cannot be checked at all: it prints no total, or no part."""
    if total.id not in printed:
        return Text(f"表中没有印出「{total.zh}」", f"the form does not print {total.en}")
    if all(addend.name not in printed for addend in addends):
        return Text(
            f"表中没有印出「{total.zh}」的组成部分", f"the form prints no part of {total.en}"
        )
    return None


def _sum(
    form: FormFacts,
    total: _Cell,
    addends: Collection[tuple[int, _Cell]],
    relation: Relation = Relation.EQUAL,
) -> Iterator[Identity | Text]:
    """Yield the identity of a total and its addends, if any of them stands there.

    At most: the addends do not exceed the total.
    """
    if not form.at(*total) and not any(form.at(*cell) for _, cell in addends):
        return
    if not form.has_column(*total) or not any(form.has_column(*cell) for _, cell in addends):
        yield Text("该列只印在表的一侧", "the column is printed on one side of the form only")
        return
    parts = [operand.signed(sign) for sign, cell in addends for operand in form.cell(*cell)]
    whole = tuple(form.cell(*total))
    yield (
        Identity(whole, tuple(parts))
        if relation is Relation.EQUAL
        else Identity(tuple(parts), whole, relation)
    )

"""Identities between forms, as the dictionary states them (rules/cross.toml).

What is not printed counts as follows.

- An empty form stands for zero in every place.
- A code that a form does not list is the sum of the codes it lists below that one; where there
  is none and the form lists codes so fine, it is zero.
- An empty cell is zero if its line and its column are printed elsewhere in the form.
- A line or column that a form does not print cannot be compared, unless the other side is zero
  or not printed either: then the forms agree.
- A form that is missing is named by the engine.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from juesuan.schema.formulas import Term, parse_terms
from juesuan.schema.spec import CrossRule, Dictionary
from juesuan.validators.engine import Rule
from juesuan.validators.facts import FilingFacts, FormFacts
from juesuan.validators.identities import Identity, Linear, Relation
from juesuan.validators.model import Operand, Severity, Text

_EACH = {"class": Text("每一类", "for every class"), "code": Text("每一科目", "for every code")}
_SIGN = {Relation.EQUAL: "=", Relation.AT_MOST: "≤"}
_CLASS = 3  # digits of the code of a 类


def cross_rules(dictionary: Dictionary) -> Iterator[Rule]:
    """Yield the rules between forms."""
    for raw in dictionary.cross_rules:
        comparison = _Comparison(
            Relation(raw.relation), raw.each, parse_terms(raw.left), parse_terms(raw.right)
        )
        yield Rule(
            raw.id,
            Severity(raw.severity),
            raw.forms,
            Text(raw.zh, raw.en),
            _formula(raw, comparison, dictionary),
            raw.source,
            Linear(comparison.places),
        )


@dataclass(frozen=True, slots=True)
class _Comparison:
    """The two sides of a cross-form rule, once or for each code."""

    relation: Relation
    each: str | None
    left: tuple[Term, ...]
    right: tuple[Term, ...]

    def places(self, facts: FilingFacts) -> Iterator[Identity | Text]:
        """Yield the identity, for each code where it is one of codes."""
        codes = self._codes(facts)
        if not codes:
            yield Text("表中没有列出科目", "the forms list no codes")
        for code in codes:
            yield self._identity(code, facts)

    def _codes(self, facts: FilingFacts) -> list[str]:
        """Return the codes that ``each`` asks for; one empty code for a rule without it."""
        if self.each is None:
            return [""]
        if self.each == "code":
            return list(facts.forms[self.left[0].form].codes)
        forms = [facts.forms[term.form] for term in (*self.left, *self.right)]
        return list(dict.fromkeys(code[:_CLASS] for form in forms for code in form.codes))

    def _identity(self, code: str, facts: FilingFacts) -> Identity | Text:
        left = [(term, _operands(term, code, facts)) for term in self.left]
        right = [(term, _operands(term, code, facts)) for term in self.right]
        unprinted = [term for term, operands in (*left, *right) if operands is None]
        known = [operand for _, operands in (*left, *right) for operand in operands or ()]
        if unprinted and any(operand.value for operand in known):
            spec = facts.dictionary.form(unprinted[0].form)
            return Text(f"{spec.zh}没有印出相应的数据", f"{spec.en}: the figure is not printed")
        return Identity(_side(left, code, facts), _side(right, code, facts), self.relation)


def _operands(term: Term, code: str, facts: FilingFacts) -> list[Operand] | None:
    """Return the figures of a term, an exact zero where it stands for one, None if unprinted."""
    form = facts.forms[term.form]
    row = term.row.format(code=code)
    rows = [row]
    if row[:1].isdigit() and row not in form.codes:
        rows = form.below(row)
    found = [operand for other in rows for operand in form.at(other, term.column)]
    if found:
        return [operand.signed(term.factor) for operand in found]
    return [form.zero(row, term.column)] if _means_zero(form, row, term.column) else None


def _means_zero(form: FormFacts, row: str, column: str) -> bool:
    """Return whether a cell without a figure stands for zero."""
    if form.form.empty:
        return True
    as_fine = row[:1].isdigit() and len(row) <= form.finest
    return form.has_column(row, column) and (row in form.lines or as_fine)


def _side(
    terms: list[tuple[Term, list[Operand] | None]], code: str, facts: FilingFacts
) -> tuple[Operand, ...]:
    """Return the operands of a side; what is not printed agrees with zero by now."""
    return tuple(
        operand
        for term, operands in terms
        for operand in operands
        or [facts.forms[term.form].zero(term.row.format(code=code), term.column)]
    )


def _formula(raw: CrossRule, comparison: _Comparison, dictionary: Dictionary) -> Text:
    sign = _SIGN[comparison.relation]
    left, right = _sum(comparison.left, dictionary), _sum(comparison.right, dictionary)
    zh, en = f"{left.zh} {sign} {right.zh}", f"{left.en} {sign} {right.en}"
    if raw.each is None:
        return Text(zh, en)
    return Text(f"{zh}（{_EACH[raw.each].zh}）", f"{en} ({_EACH[raw.each].en})")


def _sum(terms: tuple[Term, ...], dictionary: Dictionary) -> Text:
    labels = [(_label(term, dictionary), "-" if term.factor < 0 else "") for term in terms]
    return Text(
        " + ".join(f"{sign}{label.zh}" for label, sign in labels).replace("+ -", "- "),
        " + ".join(f"{sign}{label.en}" for label, sign in labels).replace("+ -", "- "),
    )


def _label(term: Term, dictionary: Dictionary) -> Text:
    spec = dictionary.form(term.form)
    line, column = spec.line_by_id.get(term.row), spec.column_by_id[term.column]
    zh, en = (line.zh, line.en) if line else (term.row, term.row)
    if "{" in term.row:
        zh, en = "该科目", "code"
    return Text(f"{spec.zh}[{zh} / {column.zh}]", f"{spec.en}[{en} / {column.en}]")

"""Identities between forms, as the dictionary states them (rules/cross.toml).

An empty form stands for zero. A code that a form does not list counts as zero there, if the form
lists codes of that level at all. A line or column that is not printed cannot be compared, unless
the other side is zero or not printed either.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from juesuan.schema.spec import CrossRule, Dictionary
from juesuan.validators.engine import Rule
from juesuan.validators.facts import FilingFacts
from juesuan.validators.model import Check, Operand, Severity, Text
from juesuan.validators.rules.linear import check_at_most, check_equal

_TERM = re.compile(r"(?P<sign>[+-]?)\s*(?P<form>[a-z-]+):(?P<row>[\w{}]+)/(?P<column>\w+)")
_EACH = {"class": "每一类", "code": "每一科目"}
_EACH_EN = {"class": "for every class", "code": "for every code"}
_RELATION = {"equal": "=", "at-most": "≤"}


@dataclass(frozen=True, slots=True)
class Term:
    """One operand as written: ``form:row/column`` with its sign."""

    factor: int
    form: str
    row: str
    column: str


def cross_rules(dictionary: Dictionary) -> Iterator[Rule]:
    """Yield the rules between forms."""
    for raw in dictionary.cross_rules:
        yield Rule(
            raw.id,
            Severity(raw.severity),
            raw.forms,
            Text(raw.zh, raw.en),
            Text(_formula(raw, dictionary, "zh"), _formula(raw, dictionary, "en")),
            raw.source,
            _Comparison(raw, _terms(raw.left), _terms(raw.right)),
        )


def _terms(source: str) -> tuple[Term, ...]:
    return tuple(
        Term(-1 if match["sign"] == "-" else 1, match["form"], match["row"], match["column"])
        for match in _TERM.finditer(source)
    )


@dataclass(frozen=True, slots=True)
class _Comparison:
    """The check of one cross-form rule."""

    raw: CrossRule
    left: tuple[Term, ...]
    right: tuple[Term, ...]

    def __call__(self, rule: Rule, facts: FilingFacts) -> Iterator[Check]:
        for code in self._codes(facts):
            left = [_operands(term, code, facts) for term in self.left]
            right = [_operands(term, code, facts) for term in self.right]
            yield self._compare(rule, facts, left, right)

    def _codes(self, facts: FilingFacts) -> list[str]:
        """Return the codes that ``each`` asks for; one empty code for a rule without it."""
        if self.raw.each is None:
            return [""]
        terms = self.left if self.raw.each == "code" else (*self.left, *self.right)
        codes = dict.fromkeys(code for term in terms for code in facts.forms[term.form].codes)
        return [code for code in codes if self.raw.each == "code" or len(code) == 3]

    def _compare(
        self,
        rule: Rule,
        facts: FilingFacts,
        left: list[list[Operand] | None],
        right: list[list[Operand] | None],
    ) -> Check:
        known = [[o for part in side if part for o in part] for side in (left, right)]
        unprinted = [
            term
            for term, part in zip((*self.left, *self.right), (*left, *right), strict=True)
            if part is None
        ]
        if unprinted:
            if all(not operand.value for side in known for operand in side) and any(known):
                return rule.passed()
            specs = [facts.dictionary.form(term.form) for term in unprinted]
            return rule.not_evaluated(
                f"{specs[0].zh}没有印出相应的数据", f"{specs[0].en}: the figure is not printed"
            )
        compare = check_equal if self.raw.relation == "equal" else check_at_most
        return compare(rule, facts, known[0], known[1])


def _operands(term: Term, code: str, facts: FilingFacts) -> list[Operand] | None:
    """Return the figures of a term, an exact zero where it stands for one, None if unprinted."""
    form = facts.forms[term.form]
    row = term.row.format(code=code)
    if found := form.at(row, term.column):
        return [replace(operand, factor=term.factor) for operand in found]
    if form.form.empty:
        return [form.zero(row, term.column)]
    coded = row[:1].isdigit()
    listed = any(len(other) == len(row) for other in form.codes)
    if coded and listed and term.column in form.columns:
        return [form.zero(row, term.column)]
    return None


def _formula(raw: CrossRule, dictionary: Dictionary, lang: str) -> str:
    zh = lang == "zh"
    sides = [
        " + ".join(_term_name(term, dictionary, zh) for term in _terms(source))
        for source in (raw.left, raw.right)
    ]
    formula = f" {_RELATION[raw.relation]} ".join(sides)
    if raw.each is None:
        return formula
    return f"{formula}（{_EACH[raw.each]}）" if zh else f"{formula} ({_EACH_EN[raw.each]})"


def _term_name(term: Term, dictionary: Dictionary, zh: bool) -> str:
    spec = dictionary.form(term.form)
    line = spec.line_by_id.get(term.row)
    column = spec.column_by_id[term.column]
    row = ("该科目" if zh else "code") if "{" in term.row else term.row
    if line is not None:
        row = line.zh if zh else line.en
    head = spec.zh if zh else spec.en
    return f"{head}[{row} / {column.zh if zh else column.en}]"

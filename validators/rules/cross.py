"""Identities between forms and years, as the dictionary states them (rules/cross.toml and others).

What is not printed counts as follows.

- An empty form stands for zero in every place.
- A code that a form does not list is the sum of the codes it lists below that one; where there
  is none and the form lists codes so fine, it is zero. For combined rules it is also zero where
  the form lists no class of it, and where the form lists no codes and prints zeros only.
- An empty cell is zero if its line and its column are printed elsewhere in the form.
- Of alternatives the first counts of which anything is printed; what else it names is zero if
  the form was read without leftovers.
- A line or column that a form does not print cannot be compared, unless the other side is zero
  or not printed either: then the forms agree.
- A form that is missing is named by the engine, or here if it is last year's.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from juesuan.schema.filing import NOWHERE
from juesuan.schema.formulas import Alternatives, Term, parse_alternatives
from juesuan.schema.spec import CrossRule, Dictionary
from juesuan.validators.engine import Rule
from juesuan.validators.facts import FilingFacts, FormFacts
from juesuan.validators.identities import Identity, Linear, Relation
from juesuan.validators.model import Operand, Severity, Text

_EACH = {"class": Text("每一类", "for every class"), "code": Text("每一科目", "for every code")}
_SIGN = {Relation.EQUAL: "=", Relation.AT_MOST: "≤"}
_CLASS = 3  # digits of the code of a 类
_TOPMOST = "@"


def cross_rules(dictionary: Dictionary) -> Iterator[Rule]:
    """Yield the rules between forms, then those between years."""
    for raw in (*dictionary.cross_rules, *dictionary.combined_rules):
        comparison = Comparison(
            Relation(raw.relation),
            raw.each,
            parse_alternatives(raw.left),
            parse_alternatives(raw.right),
            combined=raw in dictionary.combined_rules,
        )
        yield Rule(
            raw.id,
            Severity(raw.severity),
            raw.forms,
            Text(raw.zh, raw.en),
            _formula(raw, comparison, dictionary),
            raw.source,
            Linear(comparison.places),
            previous=raw.previous,
        )


@dataclass(frozen=True, slots=True)
class Comparison:
    """The two sides of a cross-form rule, once or for each code."""

    relation: Relation
    each: str | None
    left: Alternatives
    right: Alternatives
    combined: bool = True

    def places(self, facts: FilingFacts) -> Iterator[Identity | Text]:
        """Yield the identities of a filing."""
        for term in _terms(self.left + self.right):
            if _form(term, facts) is None:
                spec = facts.dictionary.form(term.form)
                yield Text(f"上年度决算没有{spec.zh}", f"last year's filing lacks {spec.en}")
                return
        codes = self._codes(facts)
        if not codes:
            yield Text("表中没有列出科目", "the forms list no codes")
        for code in codes:
            yield self._identity(code, facts)

    def _codes(self, facts: FilingFacts) -> list[str]:
        """Return the codes that ``each`` asks for; one empty code for a rule without it."""
        if self.each is None:
            return [""]
        sides = self.left if self.each == "code" else self.left + self.right
        forms = [form for term in _terms(sides) if (form := _form(term, facts))]
        codes = (code for form in forms for code in form.codes)
        return list(dict.fromkeys(codes if self.each == "code" else (c[:_CLASS] for c in codes)))

    def _identity(self, code: str, facts: FilingFacts) -> Identity | Text:
        left = _figures(self.left, code, facts, self.combined)
        right = _figures(self.right, code, facts, self.combined)
        unprinted = [term for term, operands in (*left, *right) if operands is None]
        known = [operand for _, operands in (*left, *right) for operand in operands or ()]
        if unprinted and any(operand.value for operand in known):
            spec = facts.dictionary.form(unprinted[0].form)
            return Text(f"{spec.zh}没有印出相应的数据", f"{spec.en}: the figure is not printed")
        return Identity(_side(left, code, facts), _side(right, code, facts), self.relation)


_Figures = list[tuple[Term, list[Operand] | None]]


def _terms(sides: Alternatives) -> Iterator[Term]:
    return (term for alternative in sides for term in alternative)


def _form(term: Term, facts: FilingFacts) -> FormFacts | None:
    source = facts.previous if term.previous else facts
    return source.forms.get(term.form) if source else None


def _figures(side: Alternatives, code: str, facts: FilingFacts, combined: bool) -> _Figures:
    """Return the terms of a side's first printed alternative with their figures."""
    for alternative in side:
        figures = [(term, _operands(term, code, facts, combined)) for term in alternative]
        if any(operands for _, operands in figures):
            if len(side) == 1:
                return figures
            return [(term, operands or _absent(term, code, facts)) for term, operands in figures]
    return [(term, _operands(term, code, facts, combined)) for term in side[0]]


def _absent(term: Term, code: str, facts: FilingFacts) -> list[Operand] | None:
    """Return zero for a line that a form prints without figures; None where some were left over."""
    form = _form(term, facts)
    return None if form is None or form.form.unmapped else [_zero(form, term, code)]


def _operands(term: Term, code: str, facts: FilingFacts, combined: bool) -> list[Operand] | None:
    """Return the figures of a term, an exact zero where it stands for one, None if unprinted."""
    form = _form(term, facts)
    if form is None:
        return None
    row = term.row.format(code=code)
    rows = [row]
    if row == _TOPMOST:
        rows = form.top_codes()
    elif row[:1].isdigit() and row not in form.codes:
        rows = form.below(row)
    found = [operand for other in rows for operand in form.at(other, term.column)]
    if found:
        # what the form leaves blank beside them may have been rounded to zero
        found += (operand for other in rows for operand in form.blanks(other, term.column))
        return [_signed(operand, term, facts) for operand in found]
    zero = _means_zero(form, row, term.column) or (combined and _lists_no_class(form, row))
    return [_zero(form, term, code)] if zero else None


def _signed(operand: Operand, term: Term, facts: FilingFacts) -> Operand:
    """Return an operand with its sign in a sum."""
    if not term.previous or facts.previous is None:
        return operand.signed(term.factor)
    return of_last_year(operand, facts.previous.filing.fiscal_year).signed(term.factor)


def of_last_year(operand: Operand, year: int) -> Operand:
    """Return last year's figure for a finding: it says so, and has no place in this document."""
    page = operand.place.page
    zh = f"{year}年度 {operand.label.zh}" + (f"（第 {page} 页）" if page else "")
    en = f"{year}: {operand.label.en}" + (f" (p. {page})" if page else "")
    return replace(operand, label=Text(zh, en), place=NOWHERE)


def _zero(form: FormFacts, term: Term, code: str) -> Operand:
    line = form.spec.classification_line
    row = line.id if term.row == _TOPMOST and line else term.row.format(code=code)
    return form.zero(row, term.column).signed(term.factor)


def _means_zero(form: FormFacts, row: str, column: str) -> bool:
    """Return whether a cell without a figure stands for zero."""
    if form.form.empty:
        return True
    as_fine = row[:1].isdigit() and len(row) <= form.finest
    return form.has_column(row, column) and (row in form.lines or as_fine)


def _lists_no_class(form: FormFacts, row: str) -> bool:
    """Return whether a form lists nothing of a code's class, and so has nothing of the code.

    A form that lists no codes at all says so only if all that it prints is zero.
    """
    if form.form.unmapped or not (row[:1].isdigit() or row == _TOPMOST):
        return False
    if form.codes:
        return not any(code[:_CLASS] == row[:_CLASS] for code in form.codes)
    return not any(o.value for operands in form.cells.values() for o in operands)


def _side(figures: _Figures, code: str, facts: FilingFacts) -> tuple[Operand, ...]:
    """Return the operands of a side; what is not printed agrees with zero by now."""
    return tuple(
        operand
        for term, operands in figures
        if (form := _form(term, facts))
        for operand in operands or [_zero(form, term, code)]
    )


def _formula(raw: CrossRule, comparison: Comparison, dictionary: Dictionary) -> Text:
    sign = _SIGN[comparison.relation]
    left, right = _sides(comparison.left, dictionary), _sides(comparison.right, dictionary)
    zh, en = f"{left.zh} {sign} {right.zh}", f"{left.en} {sign} {right.en}"
    if raw.each is None:
        return Text(zh, en)
    return Text(f"{zh}（{_EACH[raw.each].zh}）", f"{en} ({_EACH[raw.each].en})")


def _sides(side: Alternatives, dictionary: Dictionary) -> Text:
    sums = [_sum(alternative, dictionary) for alternative in side]
    if len(sums) == 1:
        return sums[0]
    zh, en = " 或 ".join(s.zh for s in sums), " or ".join(s.en for s in sums)
    return Text(f"（{zh}）", f"({en})")


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
    elif term.row == _TOPMOST:
        zh, en = "Σ 各类", "Σ classes"
    year = ("上年", "last year's ") if term.previous else ("", "")
    return Text(
        f"{year[0]}{spec.zh}[{zh} / {column.zh}]", f"{year[1]}{spec.en}[{en} / {column.en}]"
    )

"""A filing with something put right: the same filing with figures, codes or rows changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from juesuan.schema.filing import Fact, Filing, FilingForm, Row
from juesuan.schema.spec import UNLABELLED_LINE, Dictionary, FormSpec
from juesuan.validators.facts import FilingFacts
from juesuan.validators.model import Operand


def with_figures(facts: FilingFacts, values: Mapping[int, Decimal]) -> Filing:
    """Return a filing with other values, in yuan, of some of its figures and empty cells."""
    printed = sum(1 for _ in facts.filing.facts())
    forms, number = [], 0
    for form in facts.filing.forms:
        rows = []
        for row in form.rows:
            known = range(number, number + len(row.facts))
            number += len(row.facts)
            if any(index in values for index in known):
                row = replace(
                    row,
                    facts=tuple(
                        replace(fact, value=values.get(index, fact.value))
                        for index, fact in zip(known, row.facts, strict=True)
                    ),
                )
            rows.append(row)
        forms.append(replace(form, rows=tuple(rows)))
    filing = replace(facts.filing, forms=tuple(forms))
    for index, value in values.items():
        if index >= printed:
            filing = with_cells(filing, [(facts.figures[index], value)], facts.dictionary)
    return filing


def with_cells(
    filing: Filing,
    cells: Sequence[tuple[Operand, Decimal]],
    dictionary: Dictionary,
    label: str | None = None,
) -> Filing:
    """Return a filing with figures, in yuan, where it has none.

    Rows are added as needed, with ``label`` as their name.
    """
    forms = {form.id: form for form in filing.forms}
    for operand, value in cells:
        if operand.form in forms:
            spec = dictionary.form(operand.form)
            forms[operand.form] = _with_cell(forms[operand.form], operand, value, spec, label)
    return replace(filing, forms=tuple(forms.values()))


def _with_cell(
    form: FilingForm, operand: Operand, value: Decimal, spec: FormSpec, label: str | None
) -> FilingForm:
    line = spec.line_by_id.get(operand.line) or spec.classification_line or UNLABELLED_LINE
    column = spec.column_by_id.get(operand.column)
    if column is None:
        return form
    code = None if line.id == operand.line else operand.line
    decimals = min((fact.decimals for _, fact in form.facts()), default=0)
    dimensions = spec.dimensions_of(line, column, code, form.title)
    fact = Fact(column.id, spec.concept_of(line, column), dimensions, value, decimals)
    rows = list(form.rows)
    at = next((i for i, row in enumerate(rows) if (row.code or row.line) == operand.line), None)
    if at is not None:
        rows[at] = replace(rows[at], facts=(*rows[at].facts, fact))
        return replace(form, rows=tuple(rows))
    return replace(form, rows=_placed(rows, Row(line.id, code, label, (fact,))))


def _placed(rows: list[Row], new: Row) -> tuple[Row, ...]:
    """Return the rows with one more: of a code, before the first greater one, else at the end."""
    if new.code is None:
        return (*rows, new)
    greater = (i for i, row in enumerate(rows) if row.code is not None and row.code > new.code)
    at = next(greater, len(rows))
    return (*rows[:at], new, *rows[at:])


def with_code(filing: Filing, form_id: str, printed: str, code: str) -> Filing:
    """Return a filing in which the rows of one code of a form bear another."""
    forms = []
    for form in filing.forms:
        if form.id == form_id:
            rows = [r if r.code != printed else replace(r, code=code) for r in form.rows]
            form = replace(form, rows=tuple(rows))
        forms.append(form)
    return replace(filing, forms=tuple(forms))


def with_form_scaled(filing: Filing, form_id: str, power: int) -> Filing:
    """Return a filing with all figures of a form multiplied by a power of ten."""
    forms = []
    for form in filing.forms:
        if form.id == form_id:
            rows = [replace(r, facts=tuple(_scaled(f, power) for f in r.facts)) for r in form.rows]
            form = replace(form, rows=tuple(rows))
        forms.append(form)
    return replace(filing, forms=tuple(forms))


def _scaled(fact: Fact, power: int) -> Fact:
    return replace(fact, value=fact.value.scaleb(power), decimals=fact.decimals - power)

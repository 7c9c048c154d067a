"""Single faults put into sound filings: what an office's slip does to one cell or one row."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from juesuan.schema.dictionary import load_dictionary
from juesuan.schema.filing import Filing, FilingForm, Row
from juesuan.validators.edits import with_code, with_figures
from juesuan.validators.engine import Examination
from juesuan.validators.identities import Relation
from juesuan.validators.model import Operand

Key = tuple[str, str, str]
"""Form, row (line or code) and column; no column for a whole row."""


@dataclass(frozen=True)
class Fault:
    """A slip: its kind, the cells that it changed, and the filing with it."""

    kind: str
    cells: frozenset[Key]
    filing: Filing


def key_of(operand: Operand) -> Key:
    """Return where a figure stands."""
    return operand.form, operand.line, operand.column


def identities_of(examination: Examination) -> dict[int, list[int]]:
    """Return by figure what rounding allows in the equalities that it takes part in."""
    table: dict[int, list[int]] = {}
    for equation in examination.system.equations:
        if equation.identity.relation is Relation.EQUAL and len(equation.terms) > 1:
            for index, coefficient in equation.terms.items():
                if coefficient:
                    table.setdefault(index, []).append(equation.slack + abs(equation.difference))
    return table


def cell_faults(examination: Examination, index: int, allowed: list[int]) -> Iterator[Fault]:
    """Yield the faults of one figure, its exchange with a neighbour among them.

    ``allowed`` is what rounding allows in the equalities that the figure takes part in.
    """
    facts, system = examination.facts, examination.system
    digit = 2 * system.halves[index]  # the unit of the last digit
    number = system.values[index] // digit
    changed = {
        "beyond rounding": number + min(allowed) // digit + 1 if allowed else number,
        "digits exchanged": _signed(number, _exchanged),
        "digit": _signed(number, _misread),
        "decimal point": number * 10 if number % 20 else number // 10,
        "sign": -number,
    }
    cell = key_of(facts.figures[index])
    for kind, new in changed.items():
        if new != number:
            filing = with_figures(facts, {index: system.yuan(new * digit)})
            yield Fault(kind, frozenset([cell]), filing)
    other = _neighbour(examination, index)
    if other is not None:
        values = {index: system.yuan(system.values[other]), other: system.yuan(number * digit)}
        cells = frozenset([cell, key_of(facts.figures[other])])
        yield Fault("figures exchanged", cells, with_figures(facts, values))


def _signed(number: int, change: Callable[[str], str]) -> int:
    return int(change(str(abs(number)))) * (-1 if number < 0 else 1)


def _exchanged(digits: str) -> str:
    """Exchange the last two different neighbouring digits."""
    for at in range(len(digits) - 2, -1, -1):
        if digits[at] != digits[at + 1]:
            return digits[:at] + digits[at + 1] + digits[at] + digits[at + 2 :]
    return digits


def _misread(digits: str) -> str:
    """Misread the middle digit."""
    at = len(digits) // 2
    return digits[:at] + "8395018264"[int(digits[at])] + digits[at + 1 :]


def _neighbour(examination: Examination, index: int) -> int | None:
    """Return the next figure of the row, else of the column, that differs and is not zero."""
    figures = examination.facts.figures
    own = figures[index]
    after = range(index + 1, min(index + 60, len(figures)))
    near = [i for i in after if figures[i].decimals is not None and figures[i].form == own.form]
    row = [i for i in near if figures[i].line == own.line]
    column = [i for i in near if figures[i].column == own.column]
    values = examination.system.values
    return next((i for i in (*row, *column) if values[i] not in (0, values[index])), None)


def row_faults(filing: Filing, form: FilingForm, row: Row) -> Iterator[Fault]:
    """Yield the faults of one row: dropped; its code mistyped."""
    key = frozenset([(form.id, row.code or row.line, "")])
    rows = tuple(other for other in form.rows if other is not row)
    forms = tuple(replace(f, rows=rows) if f is form else f for f in filing.forms)
    if any(fact.value for fact in row.facts):
        yield Fault("row dropped", key, replace(filing, forms=forms))
    classification = load_dictionary().form(form.id).classification
    if row.code is not None and classification and not classification.by_name:
        listed = {other.code for other in form.rows}
        typed = [_exchanged(row.code), row.code[:-1] + str((int(row.code[-1]) + 1) % 10)]
        code = next((c for c in typed if c not in listed), None)
        if code is not None:
            yield Fault(
                "code mistyped",
                frozenset([(form.id, code, "")]),
                with_code(filing, form.id, row.code, code),
            )

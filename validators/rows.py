"""Looks for rows at fault: dropped, under a mistyped code, or a whole form in another unit.

A hypothesis is drawn from what other forms print and from what a sum misses, and is a filing put
right; whether it explains anything is seen by running the rules on that filing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from juesuan.schema.codes import name_key
from juesuan.schema.filing import NOWHERE, Filing, Row
from juesuan.schema.formulas import parse_parts
from juesuan.schema.labels import fact_labels
from juesuan.validators.causes import Restored, Suspect
from juesuan.validators.edits import with_cells, with_code, with_form_scaled
from juesuan.validators.engine import Examination
from juesuan.validators.facts import FilingFacts, FormFacts
from juesuan.validators.misprints import Kind, is_slip
from juesuan.validators.model import Check, Operand, Outcome, Text
from juesuan.validators.system import Equation

_UNITS = (4, -4, 3, -3)
_KNOWN, _ALIKE, _GUESSED = 0.0, 2.0, 12.0


@dataclass(frozen=True, slots=True)
class RowFault:
    """A possible fault of a row or form, the filing without it, and how surprising it would be."""

    suspect: Suspect
    filing: Filing
    surprise: float


def row_faults(examination: Examination, checks: Iterable[Check]) -> list[RowFault]:
    """Return the possible faults of rows and forms near failed checks, least surprising first."""
    search = _Search(examination, checks)
    found = [*search.mistyped(), *search.dropped_codes(), *search.dropped_lines(), *search.units()]
    return sorted(found, key=lambda fault: fault.surprise)


class _Search:
    """What the hypotheses on one filing are drawn from."""

    def __init__(self, examination: Examination, checks: Iterable[Check]) -> None:
        self.facts: FilingFacts = examination.facts
        self.system = examination.system
        self.failed = [e for e in self.system.equations if e.outcome is Outcome.FAILED]
        self.accused = {
            (operand.form, operand.line) for check in checks for operand in check.operands
        }
        self.lines = {line for _, line in self.accused}

    def _alike(self, form: FormFacts) -> list[FormFacts]:
        """Return the other forms with rows by the same classification."""
        axis = form.spec.classification and form.spec.classification.axis
        return [
            other
            for other in self.facts.forms.values()
            if other is not form
            and other.codes
            and other.spec.classification
            and other.spec.classification.axis == axis
        ]

    # --- mistyped codes -----------------------------------------------------------------------

    def mistyped(self) -> Iterator[RowFault]:
        """Yield codes that stand for another one: by name, or by amounts in another form."""
        for form in self.facts.forms.values():
            if form.spec.classification is None or form.spec.classification.by_name:
                continue
            others = self._alike(form)
            known = {code for other in others for code in other.codes}
            for code, rows in form.codes.items():
                if len(rows) == 1 and self._bears_name(form, rows[-1], code, others):
                    continue
                for meant in self._meant(form, rows[-1], known):
                    if self._is_near(form, code, meant):
                        yield from self._typed(form, rows[-1], code, meant, others)

    def _is_near(self, form: FormFacts, code: str, meant: str) -> bool:
        """Return whether a failed check looks at a code, at what it may stand for, or near it."""
        near = (code, form.parent(code), form.parent(meant), *form.below(code))
        top = form.parent(code) is None
        return (
            top
            or not self.lines.isdisjoint((code, meant))
            or any((form.spec.id, line or "") in self.accused for line in near)
        )

    def _meant(self, form: FormFacts, row: Row, known: set[str]) -> Iterator[str]:
        code = row.code or ""
        axis = form.spec.classification.axis if form.spec.classification else ""
        listed = self.facts.dictionary.codes[axis].by_name(row.label or "", len(code))
        for meant in sorted({*known, *listed}):
            if len(meant) == len(code) and meant not in form.codes and is_slip(code, meant):
                yield meant

    def _typed(
        self, form: FormFacts, row: Row, code: str, meant: str, others: list[FormFacts]
    ) -> Iterator[RowFault]:
        named = self._bears_name(form, row, meant, others)
        amounts = any(_same_amount(form, code, other, meant) for other in others)
        if not named and not amounts:
            return
        place = row.facts[0].place if row.facts else NOWHERE
        label = Text(f"科目 {code}", f"code {code}")
        operand = Operand(form.spec.id, code, "", label, None, printed=row.label, place=place)
        suspect = Suspect(Kind.CODE_MISTYPED, (Restored(operand),), meant)
        surprise = _KNOWN if named and amounts else _ALIKE
        yield RowFault(suspect, with_code(self.facts.filing, form.spec.id, code, meant), surprise)

    def _bears_name(self, form: FormFacts, row: Row, code: str, others: list[FormFacts]) -> bool:
        axis = form.spec.classification.axis if form.spec.classification else ""
        if row.label and self.facts.dictionary.codes[axis].agrees(code, row.label):
            return True
        labels = (r.label for other in others for r in other.codes.get(code, []))
        return any(name_key(label or "") == name_key(row.label or "") for label in labels)

    # --- dropped rows -------------------------------------------------------------------------

    def dropped_codes(self) -> Iterator[RowFault]:
        """Yield codes that a form should list: other forms do, or what it lists needs a parent."""
        for form in self.facts.forms.values():
            spec = form.spec.classification
            line = form.spec.classification_line
            if spec is None or line is None or not form.codes:
                continue
            others = self._alike(form)
            known = {
                code[:n]
                for other in others
                for code in other.codes
                for n in spec.levels
                if any(_value(other, code, column) for column in other.columns)
            }
            parents = {code[:n] for code in form.codes for n in spec.levels if n < len(code)}
            for code in sorted({*known, *parents} - set(form.codes)):
                if len(code) not in spec.levels or not self._concerns(form, code):
                    continue
                amounts = self._missing(form, code)
                if any(amounts.values()):
                    sure = any(
                        amounts.get(c) == o.value
                        for other in others
                        for c in amounts
                        for o in other.at(code, c)
                        if o.value
                    )
                    row = Row(line.id, code, _name(code, others), ())
                    yield self._dropped(form, row, amounts, _KNOWN if sure else _ALIKE)

    def _concerns(self, form: FormFacts, code: str) -> bool:
        """Return whether a failed check looks at the place where a code would stand."""
        parent = form.parent(code)
        total = form.spec.classification.total if form.spec.classification else None
        near = [parent] if parent else [total, *form.lines]
        return code in self.lines or any(
            (form.spec.id, row) in self.accused for row in (*near, *form.below(code))
        )

    def _missing(self, form: FormFacts, code: str) -> dict[str, Decimal]:
        """Return what a row would hold: the sum of those below it, else what its parent misses."""
        below, parent = form.below(code), form.parent(code)
        amounts: dict[str, Decimal] = {}
        if below:
            for child in below:
                for column in form.columns_at(child):
                    amounts[column] = amounts.get(column, Decimal(0)) + _value(form, child, column)
            return amounts
        if parent and not form.below(parent):
            return {column: _value(form, parent, column) for column in form.columns_at(parent)}
        for equation in self.failed:
            whole = equation.identity.left[0]
            parts = equation.identity.right
            if whole.form != form.spec.id or any(p.form != whole.form for p in parts):
                continue
            same_column = all(part.column == whole.column for part in parts)
            if whole.line == parent if parent else same_column and _sums_codes(form, equation):
                amounts[whole.column] = self.system.yuan(equation.difference)
        return amounts

    def _dropped(
        self, form: FormFacts, row: Row, amounts: dict[str, Decimal], surprise: float
    ) -> RowFault:
        cells = tuple(
            Restored(self._empty(form, row, column), value, value, value)
            for column, value in amounts.items()
        )
        filing = with_cells(
            self.facts.filing,
            [(cell.operand, cell.value or Decimal(0)) for cell in cells],
            self.facts.dictionary,
            row.label,
        )
        return RowFault(Suspect(Kind.ROW_MISSING, cells, row.code), filing, surprise)

    def _empty(self, form: FormFacts, row: Row, column: str) -> Operand:
        label = Text(*fact_labels(form.spec, row, column, self.facts.dictionary))
        return Operand(form.spec.id, row.code or row.line, column, label, Decimal(0))

    def dropped_lines(self) -> Iterator[RowFault]:
        """Yield lines without a code that a failed sum of lines would need."""
        for form in self.facts.forms.values():
            missing: dict[str, dict[str, Decimal]] = {}
            for equation in self.failed:
                if equation.identity.left[0].form == form.spec.id:
                    for line, value in self._lacking(form, equation).items():
                        missing.setdefault(line, {})[equation.identity.left[0].column] = value
            for line, amounts in missing.items():
                yield self._dropped(form, Row(line, None, None, ()), amounts, _GUESSED)

    def _lacking(self, form: FormFacts, equation: Equation) -> dict[str, Decimal]:
        """Return the addends of a failed sum of lines that its form does not print."""
        raw = next((s for s in form.spec.line_sums if s.id == equation.rule.id), None)
        if raw is None:
            return {}
        difference = self.system.yuan(equation.difference)
        return {
            addend.name: difference * addend.sign
            for part in parse_parts(raw.parts)
            for alternative in part
            for addend in alternative
            if not addend.by_code and addend.name not in form.lines
        }

    # --- units --------------------------------------------------------------------------------

    def units(self) -> Iterator[RowFault]:
        """Yield forms all of whose figures are too great or too small by a unit."""
        for form_id in self.facts.forms:
            cells: dict[int, Operand] = {}
            for equation in self.failed:
                operands = (*equation.identity.left, *equation.identity.right)
                if len({operand.form for operand in operands}) > 1:
                    cells |= {o.index: o for o in operands if o.form == form_id and o.value}
            for power in _UNITS if len(cells) > 2 else ():
                restored = tuple(
                    Restored(o, value, value, value)
                    for o in cells.values()
                    if (value := (o.value or Decimal(0)).scaleb(power)) is not None
                )
                filing = with_form_scaled(self.facts.filing, form_id, power)
                yield RowFault(Suspect(Kind.UNIT, restored), filing, _ALIKE)


def _sums_codes(form: FormFacts, equation: Equation) -> bool:
    """Return whether an equation's parts are the rows by code of a form."""
    return any(part.line in form.codes for part in equation.identity.right)


def _same_amount(form: FormFacts, code: str, other: FormFacts, meant: str) -> bool:
    """Return whether a row shows the amount, other than zero, of a code in another form."""
    values = {o.value for c in form.columns for o in form.at(code, c) if o.value}
    return any(o.value in values for c in other.columns for o in other.at(meant, c))


def _name(code: str, others: list[FormFacts]) -> str | None:
    return next((r.label for form in others for r in form.codes.get(code, []) if r.label), None)


def _value(form: FormFacts, row: str, column: str) -> Decimal:
    return sum((o.value or Decimal(0) for o in form.at(row, column)), Decimal(0))

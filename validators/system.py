"""A filing's linear identities as one system of equations over its figures, in whole numbers.

All amounts are multiples of one small unit of the filing (a tenth of its finest decimals, so that
half of a last digit is whole too). Sums are then sums of integers: exact, and fast. Every
equation knows its figures with their factors, every figure the equations it stands in.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING

from juesuan.validators.arithmetic import judge
from juesuan.validators.identities import Identity, Relation
from juesuan.validators.model import Operand, Outcome

if TYPE_CHECKING:
    from juesuan.validators.engine import Rule


@dataclass(slots=True)
class Equation:
    """An identity at one place: left minus right as it comes out, and what rounding allows."""

    rule: Rule
    identity: Identity
    difference: int
    slack: int
    outcome: Outcome

    @property
    def terms(self) -> dict[int, int]:
        """The coefficient of every figure in left minus right."""
        terms: dict[int, int] = {}
        for operand in self.identity.left:
            terms[operand.index] = terms.get(operand.index, 0) + operand.factor
        for operand in self.identity.right:
            terms[operand.index] = terms.get(operand.index, 0) - operand.factor
        return terms

    def outcome_of(self, difference: int) -> Outcome:
        """Return what the identity would come to with another difference."""
        return judge(difference, self.slack, self.identity.relation is Relation.AT_MOST)


@dataclass
class System:
    """The equations of one filing over its figures; ``scale`` is the power of ten of the unit.

    ``values`` and ``halves`` (half the width of the interval that a figure stands for) go by the
    numbers of the figures.
    """

    figures: list[Operand]
    scale: int
    values: list[int] = field(default_factory=list)
    halves: list[int] = field(default_factory=list)
    equations: list[Equation] = field(default_factory=list)

    def add(self, rule: Rule, identity: Identity) -> Equation:
        """Add the identity of a rule at one place and return the equation, evaluated."""
        values, halves = self.values, self.halves
        if len(values) < len(self.figures):
            self._count()
        difference = slack = 0
        for operand in identity.left:
            index = operand.index
            if index < 0:
                return self.add(rule, self._numbered(identity))
            difference += operand.factor * values[index]
            slack += halves[index]
        for operand in identity.right:
            index = operand.index
            if index < 0:
                return self.add(rule, self._numbered(identity))
            difference -= operand.factor * values[index]
            slack += halves[index]
        outcome = judge(difference, slack, identity.relation is Relation.AT_MOST)
        equation = Equation(rule, identity, difference, slack, outcome)
        self.equations.append(equation)
        return equation

    def _numbered(self, identity: Identity) -> Identity:
        """Return an identity all of whose operands are figures of the system."""
        left, right = (
            tuple(o if o.index >= 0 else self._number(o) for o in side)
            for side in (identity.left, identity.right)
        )
        return Identity(left, right, identity.relation)

    def _number(self, operand: Operand) -> Operand:
        numbered = replace(operand, index=len(self.figures))
        self.figures.append(numbered)
        return numbered

    def _count(self) -> None:
        """Take up the figures that were numbered since (empty cells that count as zero)."""
        for operand in self.figures[len(self.values) :]:
            self.values.append(self.whole(operand.value or Decimal(0)))
            decimals = operand.precision
            self.halves.append(0 if decimals is None else 5 * 10 ** (self.scale - decimals - 1))

    def whole(self, value: Decimal) -> int:
        """Return an amount of yuan in the system's unit."""
        return int(value.scaleb(self.scale))

    def yuan(self, value: int) -> Decimal:
        """Return a number of the system's units in yuan."""
        return Decimal(value).scaleb(-self.scale)

    @cached_property
    def by_figure(self) -> dict[int, list[tuple[int, int]]]:
        """The equations of every figure, each with the figure's coefficient."""
        table: dict[int, list[tuple[int, int]]] = {}
        for number, equation in enumerate(self.equations):
            for index, coefficient in equation.terms.items():
                if coefficient:
                    table.setdefault(index, []).append((number, coefficient))
        return table


def scale_of(figures: Iterable[Operand]) -> int:
    """Return the power of ten at which all figures, and half of their last digits, are whole."""
    scale = 0
    for operand in figures:
        if operand.decimals is not None and operand.decimals >= scale:
            scale = operand.decimals + 1
        if operand.value is not None:
            exponent = operand.value.as_tuple().exponent
            if isinstance(exponent, int) and -exponent > scale:
                scale = -exponent
    return scale

"""Interval arithmetic on published figures (XBRL Calculations 1.1, round to nearest).

A figure printed to ``decimals`` stands for anything within half a unit of its last digit. Two
sums agree exactly, agree within rounding when their intervals meet, or do not agree.

A blank is zero. In a form that prints no zero at all it is a zero that was left out, and may
have been rounded like any other figure: there, the blanks of printed rows and columns stand for
anything within half a unit of the form's last digit, unless that is a fen or less.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from juesuan.validators.model import Operand, Outcome


def total(operands: Iterable[Operand]) -> Decimal:
    """Return the signed sum of the operands in yuan; what has no value counts as nothing."""
    values = (operand.factor * operand.value for operand in operands if operand.value is not None)
    return sum(values, Decimal(0))


def slack(operands: Iterable[Operand]) -> Decimal:
    """Return half the width of the interval that a sum of rounded figures stands for, in yuan."""
    known = (operand.precision for operand in operands)
    units = (Decimal(5).scaleb(-decimals - 1) for decimals in known if decimals is not None)
    return sum(units, Decimal(0))


def judge(difference: Decimal | int, slack: Decimal | int, at_most: bool = False) -> Outcome:
    """Return what left minus right comes to, given half the width of both sides' intervals.

    ``at_most``: the left side need not equal the right one, only not exceed it.
    """
    if difference == 0 or (at_most and difference < 0):
        return Outcome.PASSED
    return Outcome.WITHIN_ROUNDING if -slack <= difference <= slack else Outcome.FAILED


def equal(left: Iterable[Operand], right: Iterable[Operand]) -> tuple[Outcome, Decimal]:
    """Compare two sums; return the outcome and left minus right in yuan."""
    return _compare(list(left), list(right), at_most=False)


def at_most(left: Iterable[Operand], right: Iterable[Operand]) -> tuple[Outcome, Decimal]:
    """Check that the left sum does not exceed the right; return outcome and left minus right."""
    return _compare(list(left), list(right), at_most=True)


def _compare(
    left: list[Operand], right: list[Operand], *, at_most: bool
) -> tuple[Outcome, Decimal]:
    difference = total(left) - total(right)
    return judge(difference, slack(left) + slack(right), at_most), difference

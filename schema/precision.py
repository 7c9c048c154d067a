"""The precision that figures show, where all of them are rounder than they are printed."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from juesuan.schema.filing import Fact

_ENOUGH = 30  # figures from which a common precision can be told
_NEARLY_ALL = Decimal("0.98")


def common_decimals(facts: Iterable[Fact]) -> int | None:
    """Return the precision that the figures show, or None where they show no common one.

    Accounts kept in 万元 and published in 元 print 142,428,600.00: where (nearly) all figures of
    a filing are round to a power of ten of yuan, that power is their precision.
    """
    zeros = sorted(_trailing_zeros(fact.value) for fact in facts if fact.value)
    if len(zeros) < _ENOUGH:
        return None
    return -zeros[int(len(zeros) * (1 - _NEARLY_ALL))]


def _trailing_zeros(value: Decimal) -> int:
    return int(value.normalize().as_tuple().exponent)


def true_decimals(fact: Fact, common: int | None) -> int:
    """Return a figure's decimals, less where all figures are rounder than they are printed."""
    if common is None or (fact.value and _trailing_zeros(fact.value) < -common):
        return fact.decimals
    return min(fact.decimals, common)

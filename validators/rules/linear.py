"""Checks of linear identities: what both the derived and the cross-form rules end in."""

from __future__ import annotations

from collections.abc import Sequence

from juesuan.validators.arithmetic import at_most, equal
from juesuan.validators.engine import Rule
from juesuan.validators.facts import FilingFacts
from juesuan.validators.model import Check, Operand, Outcome, Text
from juesuan.validators.wording import disagreement

_DIFFERS = Text("不等于", "differs from")
_EXCEEDS = Text("大于", "exceeds")


def check_equal(
    rule: Rule, facts: FilingFacts, left: Sequence[Operand], right: Sequence[Operand]
) -> Check:
    """Check that two sums are equal, to the printed precision."""
    outcome, difference = equal(left, right)
    if outcome is Outcome.PASSED:
        return rule.passed()
    message = disagreement(left, right, difference, facts, relation=_DIFFERS)
    return Check(rule.id, outcome, message, (*left, *right), difference)


def check_at_most(
    rule: Rule, facts: FilingFacts, left: Sequence[Operand], right: Sequence[Operand]
) -> Check:
    """Check that the left sum does not exceed the right one, to the printed precision."""
    outcome, difference = at_most(left, right)
    if outcome is Outcome.PASSED:
        return rule.passed()
    message = disagreement(left, right, difference, facts, relation=_EXCEEDS)
    return Check(rule.id, outcome, message, (*left, *right), difference)

"""Linear identities: one side equals the other, or does not exceed it.

Rules that are sums are data: they name the figures on both sides at every place, and everything
else (tolerance, outcome, wording) happens here, once for all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from juesuan.validators.arithmetic import at_most, equal
from juesuan.validators.engine import Rule
from juesuan.validators.facts import FilingFacts
from juesuan.validators.model import Check, Operand, Outcome, Text
from juesuan.validators.wording import disagreement


class Relation(StrEnum):
    """How the two sides of an identity stand to one another."""

    EQUAL = "equal"
    AT_MOST = "at-most"


@dataclass(frozen=True, slots=True)
class Identity:
    """An identity at one place; neither side is without an operand."""

    left: tuple[Operand, ...]
    right: tuple[Operand, ...]
    relation: Relation = Relation.EQUAL


Places = Callable[[FilingFacts], Iterator[Identity | Text]]
"""Yields the identities of a rule in a filing, and for what cannot be compared the reason."""

_COMPARE = {Relation.EQUAL: equal, Relation.AT_MOST: at_most}
_DISAGREES = {
    Relation.EQUAL: Text("不等于", "differs from"),
    Relation.AT_MOST: Text("大于", "exceeds"),
}


@dataclass(frozen=True, slots=True)
class Linear:
    """The check of a rule that is a linear identity."""

    places: Places

    def __call__(self, rule: Rule, facts: FilingFacts) -> Iterator[Check]:
        """Yield the outcome at every place."""
        for place in self.places(facts):
            if isinstance(place, Text):
                yield rule.not_evaluated(place.zh, place.en)
            else:
                yield _judge(rule, facts, place)


def _judge(rule: Rule, facts: FilingFacts, identity: Identity) -> Check:
    left, right, relation = identity.left, identity.right, identity.relation
    outcome, difference = _COMPARE[relation](left, right)
    if outcome is Outcome.PASSED:
        return rule.passed()
    message = disagreement(left, right, difference, facts, relation=_DISAGREES[relation])
    return Check(rule.id, outcome, message, (*left, *right), difference)

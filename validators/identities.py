"""Linear identities as data: one side equals the other, or does not exceed it.

Rules that are sums name the figures on both sides at every place. Everything else (tolerance,
outcome, wording, which figure is at fault) happens once for all, in the system that the engine
compiles of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from juesuan.validators.facts import FilingFacts
from juesuan.validators.model import Operand, Text

if TYPE_CHECKING:
    from juesuan.validators.engine import Rule


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

    def unnumbered(self) -> Identity:
        """Return the identity of figures that belong to no one filing."""
        left, right = (
            tuple(replace(operand, index=-1) for operand in side)
            for side in (self.left, self.right)
        )
        return Identity(left, right, self.relation)


Places = Callable[[FilingFacts], Iterator[Identity | Text]]
"""Yields the identities of a rule in a filing, and for what cannot be compared the reason."""


@dataclass(frozen=True, slots=True)
class Linear:
    """The check of a rule that is a linear identity."""

    places: Places

    def __call__(self, _: Rule, facts: FilingFacts) -> Iterator[Identity | Text]:
        """Yield the identity, or why there is none, at every place."""
        return self.places(facts)

"""Causes: what is wrong in a filing, as far as failures tell, and which of them it explains."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from juesuan.validators.misprints import Kind
from juesuan.validators.model import Check, Operand, Text


class Confidence(StrEnum):
    """How sure it is that a cause is the one.

    ``CERTAIN``: nothing else explains the failures, and several identities agree on it.
    ``LIKELY``: nothing else explains them as well. ``AMBIGUOUS``: the alternatives do.
    """

    CERTAIN = "certain"
    LIKELY = "likely"
    AMBIGUOUS = "ambiguous"


@dataclass(frozen=True, slots=True)
class Restored:
    """A cell and what it should hold, in yuan.

    ``operand`` is the cell as it stands (its value, text and place; no printed text where it is
    empty). ``low`` and ``high`` are the least and greatest values with which the identities hold:
    equal to ``value`` where rounding leaves no choice. A row with a mistyped code has no value.
    """

    operand: Operand
    value: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Suspect:
    """What may have happened to which cells; ``code`` is what a mistyped or missing row bears."""

    kind: Kind
    cells: tuple[Restored, ...]
    code: str | None = None


@dataclass(frozen=True, slots=True)
class Cause:
    """What most likely happened, why it is thought so, and the failed checks that follow from it.

    ``agreeing`` counts the identities that hold once it is put right.
    """

    suspect: Suspect
    confidence: Confidence
    explains: tuple[Check, ...]
    agreeing: int
    message: Text
    alternatives: tuple[Suspect, ...] = ()

    @property
    def kind(self) -> Kind:
        """What happened."""
        return self.suspect.kind

    @property
    def cells(self) -> tuple[Restored, ...]:
        """The cells at fault, with what they should hold."""
        return self.suspect.cells

"""What rules say: checks, their outcomes, the figures they compared, and findings."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from juesuan.schema.filing import NOWHERE, Place

RULESET_VERSION = "1.0"


class Outcome(StrEnum):
    """What became of a rule at one place."""

    PASSED = "passed"
    WITHIN_ROUNDING = "within-rounding"
    FAILED = "failed"
    NOT_EVALUATED = "not-evaluated"


class Severity(StrEnum):
    """How much a failed check matters; only errors make a filing invalid."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True)
class Text:
    """A text in both languages."""

    zh: str
    en: str

    def of(self, lang: str) -> str:
        """Return the text in ``zh`` or ``en``."""
        return self.zh if lang == "zh" else self.en


@dataclass(frozen=True, slots=True)
class Operand:
    """A figure that a rule looked at, with where it stands.

    ``value`` is in yuan, None for what is no figure; ``decimals`` its precision, None for an
    exact zero (an empty cell or form). ``factor`` is its sign in a sum.
    """

    form: str
    line: str
    column: str
    label: Text
    value: Decimal | None
    decimals: int | None = None
    printed: str | None = None
    place: Place = NOWHERE
    factor: int = 1


@dataclass(frozen=True, slots=True)
class Check:
    """The outcome of a rule at one place.

    ``message`` stands for everything but passed checks; for checks that were not evaluated it
    is the reason. ``difference`` is left minus right in yuan.
    """

    rule: str
    outcome: Outcome
    message: Text | None = None
    operands: tuple[Operand, ...] = ()
    difference: Decimal | None = None
    noted: bool = False


@dataclass(frozen=True, slots=True)
class Finding:
    """A check that a reader should see, with its rule's severity."""

    rule: str
    severity: Severity
    outcome: Outcome
    message: Text
    operands: tuple[Operand, ...]
    difference: Decimal | None

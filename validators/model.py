"""What rules say: checks, their outcomes, the figures they compared, and findings."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from decimal import Decimal
from enum import StrEnum

from juesuan.schema.filing import NOWHERE, Place

RULESET_VERSION = "2.0"
"""The number of the rule set's version (``rules/version.py`` adds the digest)."""


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


class DeferredText(Text):
    """A text that is put together when it is first read: most labels never are."""

    __slots__ = ("_made", "_make")

    _make: Callable[[], tuple[str, str]]
    _made: tuple[str, str]

    def __init__(self, make: Callable[[], tuple[str, str]]) -> None:
        """Take the function that returns the Chinese and the English text."""
        object.__setattr__(self, "_make", make)

    def _both(self) -> tuple[str, str]:
        try:
            return self._made
        except AttributeError:
            object.__setattr__(self, "_made", self._make())
            return self._made

    @property
    def zh(self) -> str:
        """The Chinese text."""
        return self._both()[0]

    @property
    def en(self) -> str:
        """The English text."""
        return self._both()[1]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Text) and self._both() == (other.zh, other.en)

    def __hash__(self) -> int:
        return hash(self._both())

    def __repr__(self) -> str:
        return f"Text(zh={self.zh!r}, en={self.en!r})"

    def __reduce__(self) -> tuple[type[Text], tuple[str, str]]:
        return Text, self._both()


@dataclass(frozen=True, slots=True)
class Operand:
    """A figure that a rule looked at, with where it stands.

    ``value`` is in yuan, None for what is no figure; ``decimals`` its precision, None for a zero
    that is not printed (an empty cell or form): exact, or, where the form leaves blank what
    rounds to zero, to ``blank`` decimals. ``factor`` is its sign in a sum. ``index`` is the
    number of the figure among those of its filing, -1 for an operand that is none of them.
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
    index: int = field(default=-1, compare=False)
    blank: int | None = None

    @property
    def precision(self) -> int | None:
        """The decimals to which the value is known; None where it is exact."""
        return self.blank if self.decimals is None else self.decimals

    def signed(self, factor: int) -> Operand:
        """Return the same figure with a sign in a sum."""
        return self if factor == self.factor else replace(self, factor=factor)


@dataclass(frozen=True, slots=True)
class Check:
    """The outcome of a rule at one place.

    ``message`` stands for everything but plainly passed checks; for checks that were not
    evaluated it is the reason, for passed ones what was taken for granted. ``difference`` is
    left minus right in yuan. ``severity`` is given where it is not that of the rule.
    """

    rule: str
    outcome: Outcome
    message: Text | None = None
    operands: tuple[Operand, ...] = ()
    difference: Decimal | None = None
    noted: bool = False
    severity: Severity | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """A check that a reader should see, with its rule's severity.

    ``cause`` is the number of the report's cause that explains it, from 0; ``waiver`` the reason
    for which it is accepted, None where it is not.
    """

    rule: str
    severity: Severity
    outcome: Outcome
    message: Text
    operands: tuple[Operand, ...]
    difference: Decimal | None
    cause: int | None = None
    waiver: str | None = None

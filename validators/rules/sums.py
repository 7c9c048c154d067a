"""What the sums of the dictionary name in a filing."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from juesuan.schema.formulas import Addend, Part
from juesuan.validators.facts import FormFacts


def rows_of(addend: Addend, form: FormFacts) -> list[str]:
    """Return the rows that a line stands for: itself, or the topmost codes of its classes."""
    return (form.top_codes(addend.classes) if addend.by_code else []) or [addend.name]


def printed_addends(parts: Iterable[Part], printed: Collection[str]) -> list[Addend]:
    """Return the addends of each part's first alternative of which anything is printed."""
    return [addend for part in parts for addend in _alternative(part, printed)]


def _alternative(part: Part, printed: Collection[str]) -> tuple[Addend, ...]:
    found = (names for names in part if any(addend.name in printed for addend in names))
    return next(found, part[0])

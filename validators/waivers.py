"""Waivers: findings that a reader has looked at and accepts, with a written reason."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from juesuan.schema.codes import name_key
from juesuan.validators.model import Finding


@dataclass(frozen=True, slots=True)
class Waiver:
    """The findings of one rule that are accepted, and why.

    What is not named (form, line or code, column, entity) may be any. A finding is meant if one
    of its figures stands there. After ``expires`` the waiver holds no more.
    """

    rule: str
    reason: str
    form: str | None = None
    line: str | None = None
    column: str | None = None
    entity: str | None = None
    expires: date | None = None

    def holds_on(self, today: date) -> bool:
        """Return whether the waiver has not expired."""
        return self.expires is None or today <= self.expires

    def covers(self, finding: Finding, entity: str) -> bool:
        """Return whether a finding on an entity's accounts is meant."""
        if finding.rule != self.rule:
            return False
        if self.entity is not None and name_key(self.entity) != name_key(entity):
            return False
        place = (self.form, self.line, self.column)
        if not any(place):
            return True
        return any(
            all(want in (None, has) for want, has in zip(place, at, strict=True))
            for at in ((o.form, o.line, o.column) for o in finding.operands)
        )


def waiver_of(
    finding: Finding, entity: str, waivers: Iterable[Waiver], today: date
) -> Waiver | None:
    """Return the first waiver in force that covers a finding."""
    return next((w for w in waivers if w.holds_on(today) and w.covers(finding, entity)), None)

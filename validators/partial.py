"""Judges failed checks on forms of which rows could not be read: such a check is a warning.

Figures of rows that were not understood seem blank to a sum. Leftovers of columns that the form
does not have say nothing against its rows, and do not count.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from juesuan.schema.filing import Filing, FilingForm
from juesuan.validators.engine import rule_set
from juesuan.validators.model import Check, Outcome, Severity, Text

_OTHER_COLUMN = "unknown-column"
_FEW = 3  # leftovers of rows from which a form may count as read in part
_SHARE = Decimal("0.1")  # of the form's figures


def judge_partly_read(checks: Sequence[Check], filing: Filing) -> tuple[Check, ...]:
    """Return the checks, with errors on forms read in part judged as warnings."""
    unread = {form.id: count for form in filing.forms if (count := _unread(form))}
    if not unread:
        return tuple(checks)
    errors = {rule.id for rule in rule_set() if rule.severity is Severity.ERROR}
    return tuple(
        _judged(check, max(counts))
        if check.outcome is Outcome.FAILED
        and check.rule in errors
        and check.severity is None
        and (counts := [unread[o.form] for o in check.operands if o.form in unread])
        else check
        for check in checks
    )


def _unread(form: FilingForm) -> int:
    """Return how many figures of rows a form leaves over, 0 where it was read well enough."""
    count = sum(leftover.reason != _OTHER_COLUMN for leftover in form.unmapped)
    figures = sum(len(row.facts) for row in form.rows) + count
    return count if count >= _FEW and count >= _SHARE * figures else 0


def _judged(check: Check, count: int) -> Check:
    message = check.message or Text("", "")
    message = Text(
        f"{message.zh}（表中有 {count} 个数字未能识别，请对照原件）",
        f"{message.en} ({count} figures of the form could not be mapped: compare with the page)",
    )
    return replace(check, message=message, severity=Severity.WARNING)

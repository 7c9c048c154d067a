"""Groups the failed checks of a filing by cause: which cell is wrong, and what it should hold.

Identities tell (``repairs``); what else failed is laid to the cause with whose repair it would
not have failed, which is found by running the rules on the filing put right.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from juesuan.schema.limits import MAX_DIAGNOSED
from juesuan.validators.causes import Cause, Confidence, Restored, Suspect
from juesuan.validators.edits import with_figures
from juesuan.validators.engine import Examination, examine
from juesuan.validators.model import Check, Outcome
from juesuan.validators.repairs import Explanation, Repair, RepairSearch
from juesuan.validators.wording import cause_message

_MOST_ALTERNATIVES = 8
_AS_LIKELY = 6.0  # difference in surprise up to which two repairs are about as likely
_UNLIKELY = 14.0


def diagnose(examination: Examination) -> tuple[Cause, ...]:
    """Return the causes of a filing's failed checks, those that explain most first.

    A failed check that nothing simple explains belongs to no cause. A filing of which thousands
    of checks fail is not diagnosed.
    """
    failed = [check for check in examination.checks if check.outcome is Outcome.FAILED]
    if not failed or len(failed) > MAX_DIAGNOSED:
        return ()
    found = RepairSearch(examination.system).explanations()
    causes = [_cause(e, share, examination) for e, share in _shares(found, examination)]
    return tuple(sorted(causes, key=lambda cause: -len(cause.explains)))


def _shares(
    explanations: list[Explanation], examination: Examination
) -> Iterator[tuple[Explanation, tuple[Check, ...]]]:
    """Yield each explanation with the failed checks that follow from it."""
    numbers = {equation: check for check, equation in examination.equations.items()}
    explained = [{numbers[n] for n in explanation.best.fixed} for explanation in explanations]
    open_checks = [
        number
        for number, check in enumerate(examination.checks)
        if check.outcome is Outcome.FAILED and not any(number in share for share in explained)
    ]
    for explanation, share in zip(explanations, explained, strict=True):
        if open_checks:
            left = _still_failing(explanation.best, examination)
            for number in open_checks:
                check = examination.checks[number]
                if not left[_key(check)]:
                    share.add(number)
                left[_key(check)] -= 1
        yield explanation, tuple(examination.checks[number] for number in sorted(share))


def _still_failing(repair: Repair, examination: Examination) -> Counter[object]:
    """Return the checks that fail once a repair is made, by what they are about."""
    system = examination.system
    values = {change.index: system.yuan(change.value) for change in repair.changes}
    repaired = examine(with_figures(examination.facts, values))
    return Counter(_key(c) for c in repaired.checks if c.outcome is Outcome.FAILED)


def _key(check: Check) -> object:
    """Return what a failed check is about: its rule and the cells that it looked at."""
    return check.rule, tuple((o.form, o.line, o.column) for o in check.operands[:1])


def _cause(
    explanation: Explanation, explains: tuple[Check, ...], examination: Examination
) -> Cause:
    best = explanation.best
    others = [o for o in explanation.others if o.surprise - best.surprise < _UNLIKELY]
    suspect = _suspect(best, examination)
    confidence = _confidence(best, others)
    alternatives = tuple(_suspect(o, examination) for o in others[:_MOST_ALTERNATIVES])
    message = cause_message(
        suspect, len(explains), confidence, len(alternatives), examination.facts
    )
    return Cause(suspect, confidence, explains, len(best.fixed), message, alternatives)


def _confidence(best: Repair, others: Iterable[Repair]) -> Confidence:
    rivals = [other for other in others if other.surprise - best.surprise < _AS_LIKELY]
    if rivals:
        return Confidence.AMBIGUOUS
    sure = len(best.fixed) > 1 and not list(others)
    return Confidence.CERTAIN if sure else Confidence.LIKELY


def _suspect(repair: Repair, examination: Examination) -> Suspect:
    system = examination.system
    cells = tuple(
        Restored(
            system.figures[change.index],
            system.yuan(change.value),
            system.yuan(change.low),
            system.yuan(change.high),
        )
        for change in repair.changes
    )
    return Suspect(repair.kind, cells)

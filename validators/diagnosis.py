"""Groups the failed checks of a filing by cause: which cell or row is wrong, and what is right.

Identities tell of figures (``repairs``), other forms of rows (``rows``). What failed is laid to
the cause with whose repair it would not have failed: the rules are run on the filing put right.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from juesuan.schema.limits import MAX_DIAGNOSED, MAX_ROWS_TRIED
from juesuan.validators.causes import Cause, Confidence, Restored, Suspect
from juesuan.validators.edits import with_figures
from juesuan.validators.engine import Examination
from juesuan.validators.misprints import Kind
from juesuan.validators.model import Check, Outcome
from juesuan.validators.repairs import Explanation, Repair, RepairSearch
from juesuan.validators.rows import RowFault, row_faults
from juesuan.validators.wording import cause_message

_MOST_ALTERNATIVES = 8
_AS_LIKELY = 6.0  # difference in surprise up to which two repairs are about as likely
_UNLIKELY = 14.0
_PLAIN = 6.0  # surprise up to which one figure that explains all is not doubted
_CORROBORATED = 1.0  # surprise at a fault whose repair lets one more identity be checked, and pass
_MOST_ROWS = 3  # rows at fault that are looked for in one filing

_TELLING = (Kind.SIGN, Kind.DECIMAL_POINT, Kind.UNIT, Kind.DIGITS_EXCHANGED)
"""What hardly any other fault looks like by chance."""

_About = Counter[object]
"""How many failed checks there are by what they are about."""


@dataclass(frozen=True)
class _Diagnosis:
    """Causes, with the failed checks that they leave, and how surprising they are together."""

    causes: tuple[Cause, ...]
    left: _About
    surprise: float

    @property
    def merit(self) -> tuple[int, int, float]:
        return self.left.total(), len(self.causes), self.surprise


def diagnose(examination: Examination) -> tuple[Cause, ...]:
    """Return the causes of a filing's failed checks, those that explain most first.

    A failed check that nothing simple explains belongs to no cause. A filing of which thousands
    of checks fail is not diagnosed.
    """
    failed = _failed(examination)
    if not failed or len(failed) > MAX_DIAGNOSED:
        return ()
    causes = _diagnose(examination, _MOST_ROWS, frozenset()).causes
    return tuple(sorted(causes, key=lambda cause: -len(cause.explains)))


def _diagnose(examination: Examination, rows: int, hopeless: frozenset[object]) -> _Diagnosis:
    """Return what explains most with fewest causes: figures alone, or a row and what is left.

    ``hopeless`` is what no row at fault was found to explain.
    """
    best = _by_figures(examination)
    plain = len(best.causes) <= 1 and best.surprise <= _PLAIN
    if rows == 0 or (plain and not best.left.keys() - hopeless):
        return best
    verified = list(_verified(examination, best.left if plain else _about(examination)))
    verified.sort(key=lambda entry: (-entry[2].total(), entry[0].surprise))
    explained = {key for _, _, resolved in verified for key in resolved}
    hopeless |= best.left.keys() - explained
    for fault, after, resolved in verified[:2]:
        rest = _diagnose(after, rows - 1, hopeless)
        rivals = [f for f, _, r in verified if f is not fault and r.total() == resolved.total()]
        first = _row_cause(fault, rivals, resolved, examination)
        found = _Diagnosis(
            (first, *(_laid_to(cause, examination) for cause in rest.causes)),
            rest.left,
            fault.surprise + rest.surprise,
        )
        best = min(best, found, key=lambda diagnosis: diagnosis.merit)
    return best


def _verified(
    examination: Examination, wanted: _About
) -> Iterator[tuple[RowFault, Examination, _About]]:
    """Yield the faults of rows whose repair resolves failures and makes none, and which it does.

    Only those near the ``wanted`` failures are tried.
    """
    before = _about(examination)
    for fault in row_faults(examination, _of(examination, wanted))[:MAX_ROWS_TRIED]:
        after = examination.again(fault.filing)
        remaining = _about(after)
        resolved = before - remaining
        if resolved and not remaining - before:
            if _unevaluated(after) < _unevaluated(examination):
                # what could not be compared now agrees as well
                fault = replace(fault, surprise=min(fault.surprise, _CORROBORATED))
            yield fault, after, resolved


def _failed(examination: Examination) -> list[Check]:
    return [check for check in examination.checks if check.outcome is Outcome.FAILED]


def _unevaluated(examination: Examination) -> int:
    return sum(check.outcome is Outcome.NOT_EVALUATED for check in examination.checks)


def _about(examination: Examination) -> _About:
    return Counter(_key(check) for check in _failed(examination))


def _key(check: Check) -> object:
    """Return what a failed check is about: its rule, and the first cell that it looked at."""
    return check.rule, tuple((o.form, o.line, o.column) for o in check.operands[:1])


def _of(examination: Examination, resolved: _About) -> tuple[Check, ...]:
    """Return the failed checks that are about what was resolved."""
    count = Counter(resolved)
    found = []
    for check in _failed(examination):
        if count[_key(check)]:
            count[_key(check)] -= 1
            found.append(check)
    return tuple(found)


# --- figures ---------------------------------------------------------------------------------


def _by_figures(examination: Examination) -> _Diagnosis:
    """Return the causes among single figures and exchanged ones."""
    explanations = RepairSearch(examination.system).explanations()
    shares = _shares(explanations, examination)
    explained = {id(check) for share in shares for check in share}
    causes = tuple(
        _cause(explanation, share, examination)
        for explanation, share in zip(explanations, shares, strict=True)
    )
    left = Counter(_key(c) for c in _failed(examination) if id(c) not in explained)
    return _Diagnosis(causes, left, sum(e.best.surprise for e in explanations))


def _shares(explanations: list[Explanation], examination: Examination) -> list[tuple[Check, ...]]:
    """Return for each explanation the failed checks that follow from it."""
    numbers = {equation: check for check, equation in examination.equations.items()}
    shares = [{numbers[n] for n in explanation.best.fixed} for explanation in explanations]
    unexplained = [
        number
        for number, check in enumerate(examination.checks)
        if check.outcome is Outcome.FAILED and not any(number in share for share in shares)
    ]
    for explanation, share in zip(explanations, shares, strict=True) if unexplained else ():
        left = _about(_repaired(explanation.best, examination))
        for number in unexplained:
            key = _key(examination.checks[number])
            if not left[key]:
                share.add(number)
            left[key] -= 1
    return [tuple(examination.checks[n] for n in sorted(share)) for share in shares]


def _repaired(repair: Repair, examination: Examination) -> Examination:
    system = examination.system
    values = {change.index: system.yuan(change.value) for change in repair.changes}
    return examination.again(with_figures(examination.facts, values))


def _cause(
    explanation: Explanation, explains: tuple[Check, ...], examination: Examination
) -> Cause:
    best = explanation.best
    others = [o for o in explanation.others if o.surprise - best.surprise < _UNLIKELY]
    return _made(
        _suspect(best, examination),
        _confidence(best, others),
        explains,
        len(best.fixed),
        [_suspect(other, examination) for other in others],
        examination,
    )


def _confidence(best: Repair, others: Iterable[Repair]) -> Confidence:
    # one identity alone is missed as well by a row that is not there
    lonely = len(best.fixed) == 1 and best.kind not in _TELLING
    if lonely or any(other.surprise - best.surprise < _AS_LIKELY for other in others):
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


# --- rows ------------------------------------------------------------------------------------


def _row_cause(
    fault: RowFault, rivals: list[RowFault], resolved: _About, examination: Examination
) -> Cause:
    explains = _of(examination, resolved)
    near = [r for r in rivals if r.surprise - fault.surprise < _AS_LIKELY / 2]
    confidence = Confidence.CERTAIN if len(explains) > 1 and not rivals else Confidence.LIKELY
    if near:
        confidence = Confidence.AMBIGUOUS
    suspects = [rival.suspect for rival in rivals]
    return _made(fault.suspect, confidence, explains, len(explains), suspects, examination)


def _laid_to(cause: Cause, examination: Examination) -> Cause:
    """Return a cause found after a repair with the checks of the filing as it stands."""
    return replace(cause, explains=_of(examination, Counter(map(_key, cause.explains))))


def _made(
    suspect: Suspect,
    confidence: Confidence,
    explains: tuple[Check, ...],
    agreeing: int,
    others: list[Suspect],
    examination: Examination,
) -> Cause:
    alternatives = tuple(others[:_MOST_ALTERNATIVES])
    message = cause_message(
        suspect, len(explains), confidence, len(alternatives), examination.facts
    )
    return Cause(suspect, confidence, explains, agreeing, message, alternatives)

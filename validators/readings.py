"""Other readings of figures that were read from an image, where they restore arithmetic."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from juesuan.schema.filing import Fact, plain_decimal
from juesuan.schema.proposals import Proposal
from juesuan.validators.engine import Examination
from juesuan.validators.model import Outcome

SURE = Decimal("0.98")
"""The confidence from which a reading counts as certain enough to be held against a document."""

_FIGURE = re.compile(r"-?\(?[\d,]*\d(?:\.\d+)?\)?")
_SEEN, _GUESSED = 0, 1  # a reading that the recogniser saw too, and one like what it saw


@dataclass(frozen=True, slots=True)
class _Restoring:
    """A reading with which every identity of its figure holds, and how near it lies.

    ``exact`` counts the identities that hold without rounding.
    """

    proposal: Proposal
    rank: int
    confidence: Decimal
    repaired: frozenset[int]
    exact: int


def propose(examination: Examination) -> tuple[Proposal, ...]:
    """Return the readings that restore every identity in which their figures stand.

    A figure is left alone where two readings would do, or where another figure's reading would
    restore the same identity as well.
    """
    failed = {
        number
        for number, equation in enumerate(examination.system.equations)
        if equation.outcome is Outcome.FAILED
    }
    if not failed:
        return ()
    found: list[_Restoring] = []
    for number, (form, _, fact) in enumerate(examination.facts.filing.facts()):
        touched = failed & {n for n, _ in examination.system.by_figure.get(number, ())}
        if touched and fact.recognition and fact.recognition.taken is None:
            found += _of_figure(number, fact, examination.facts.power(form.id), examination)
    return tuple(
        restoring.proposal
        for restoring in found
        if not any(_rivals(restoring, other) for other in found if other is not restoring)
    )


def _rivals(restoring: _Restoring, other: _Restoring) -> bool:
    """Return whether another reading explains some of the same failures at least as well."""
    if not restoring.repaired & other.repaired or restoring.repaired > other.repaired:
        return False
    better = (other.rank, other.confidence) <= (restoring.rank, restoring.confidence)
    return better or other.repaired > restoring.repaired


def _of_figure(
    number: int, fact: Fact, power: int, examination: Examination
) -> Iterator[_Restoring]:
    """Yield the one reading of a figure that restores all its identities, if there is one."""
    recognition = fact.recognition
    if recognition is None or fact.printed is None:
        return
    guesses = _alike(fact.printed) if recognition.confidence < SURE else ()
    for rank, texts in ((_SEEN, recognition.others), (_GUESSED, guesses)):
        restoring: dict[Decimal, _Restoring] = {}
        for text in texts:
            value = reading_value(text, power)
            if value is None or value == fact.value or value in restoring:
                continue
            repaired, exact = _repaired(number, value - fact.value, examination)
            if repaired:
                places = len(text.rstrip(")").rpartition(".")[2]) if "." in text else 0
                decimals = places - power if places else fact.decimals
                proposal = Proposal(number, fact.printed, text, value, decimals)
                restoring[value] = _Restoring(
                    proposal, rank, recognition.confidence, repaired, exact
                )
        most = max((found.exact for found in restoring.values()), default=0)
        best = [found for found in restoring.values() if found.exact == most]
        if len(best) == 1:
            yield best[0]
        if restoring:
            return


def _repaired(number: int, change: Decimal, examination: Examination) -> tuple[frozenset[int], int]:
    """Return the failed equations that a change repairs, and how many of its own then hold exactly.

    None are repaired where one of the figure's own still fails.
    """
    system = examination.system
    delta = system.whole(change)
    repaired, exact = set(), 0
    for index, coefficient in system.by_figure.get(number, ()):
        equation = system.equations[index]
        outcome = equation.outcome_of(equation.difference + coefficient * delta)
        if outcome is Outcome.FAILED:
            return frozenset(), 0
        exact += outcome is Outcome.PASSED
        if equation.outcome is Outcome.FAILED:
            repaired.add(index)
    return frozenset(repaired), exact


def reading_value(text: str, power: int) -> Decimal | None:
    """Return what a figure read from an image stands for, in units of ten to minus ``power``."""
    if not _FIGURE.fullmatch(text):
        return None
    value = Decimal(re.sub(r"[-(),]", "", text)).scaleb(power)
    value = -value if text[0] in "-(" and value else value
    return Decimal(plain_decimal(value))


def _alike(text: str) -> Iterator[str]:
    """Yield what a figure would be with another digit, point or sign, or a digit more or less."""
    plain = text.replace(",", "")
    for place, character in enumerate(plain):
        if character.isdigit():
            for digit in "0123456789":
                yield plain[:place] + digit + plain[place + 1 :]
                yield plain[:place] + digit + plain[place:]
            yield plain[:place] + plain[place + 1 :]
    digits = plain.replace(".", "")
    yield from (f"{digits[:place]}.{digits[place:]}" for place in range(1, len(digits)))
    yield digits
    yield plain.lstrip("-") if plain.startswith("-") else f"-{plain}"

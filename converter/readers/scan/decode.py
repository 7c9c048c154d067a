"""Turns a recogniser's probabilities into text, with the other readings that were near.

The recogniser gives, for each step from left to right, the probability of every character or of
none (connectionist temporal classification). Figures are decoded among the characters of figures
alone: what looks like one of them (O and 0, l and 1, a full-width comma) counts for it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

import numpy as np
import numpy.typing as npt

Probabilities = npt.NDArray[np.float32]
"""Steps by characters; character 0 is none."""

_FIGURE_MARKS = {
    "0": "0OoQDо〇○口",
    "1": "1lI|｜!丨i",
    "2": "2Z",
    "3": "3",
    "4": "4",
    "5": "5S",
    "6": "6",
    "7": "7",
    "8": "8B",
    "9": "9",
    ".": ".。·．:•",
    ",": ",，、;'’",
    "-": "-－—–−一_~ー",
    "(": "(（[【",
    ")": ")）]】",
    "%": "%％",
}
_LOOKS_LIKE = {look: mark for mark, looks in _FIGURE_MARKS.items() for look in looks}
_BEAM = 8
_SURE = 0.999
_OTHERS = 4
_NEAR = 0.002  # the least share of a reading that is kept as another one


@dataclass(frozen=True, slots=True)
class Reading:
    """The text read from a piece of an image.

    ``confidence`` is the probability of the reading, 0 to 1; ``others`` are less likely ones.
    """

    text: str
    confidence: Decimal
    others: tuple[str, ...] = ()


UNREAD = Reading("", Decimal(0))


class Decoder:
    """Decodes probabilities over the recogniser's alphabet."""

    def __init__(self, alphabet: Sequence[str]) -> None:
        """Take the characters in the order of the recogniser's classes; the first is none."""
        self._alphabet = alphabet
        groups: dict[str, list[int]] = {mark: [] for mark in _FIGURE_MARKS}
        for index, character in enumerate(alphabet[1:], 1):
            for form in {character, _full_width(character)}:
                if form in _LOOKS_LIKE:
                    groups[_LOOKS_LIKE[form]].append(index)
        # Wide-set figures have spaces between their marks.
        self._empty = [0, *(index for index, c in enumerate(alphabet) if c == " ")]
        self._marks = [mark for mark, indices in groups.items() if indices]
        self._groups = [groups[mark] for mark in self._marks]

    def decode(self, probabilities: Probabilities) -> Reading:
        """Return the reading of one piece: of a figure, where it looks like one, else of text."""
        best = probabilities.argmax(axis=1)
        text, certainty = self._greedy(probabilities, best)
        if not text:
            return UNREAD
        return self._figure(probabilities) if _is_figure(text) else Reading(text, share(certainty))

    def _greedy(
        self, probabilities: Probabilities, best: npt.NDArray[np.intp]
    ) -> tuple[str, float]:
        """Return the likeliest character of each step, and the mean of their probabilities."""
        characters, values, last = [], [], 0
        for step, index in enumerate(best.tolist()):
            if index and index != last:
                characters.append(self._alphabet[index])
                values.append(float(probabilities[step, index]))
            elif index:
                values[-1] = max(values[-1], float(probabilities[step, index]))
            last = index
        text = "".join(characters).strip()
        return text, (sum(values) / len(values) if values else 0.0)

    def _figure(self, probabilities: Probabilities) -> Reading:
        """Return the likeliest figure and the ones next to it."""
        columns = [probabilities[:, self._empty].sum(axis=1, keepdims=True)]
        columns += [probabilities[:, group].sum(axis=1, keepdims=True) for group in self._groups]
        marks = np.concatenate(columns, axis=1, dtype=np.float64)
        ranked = _beam(marks, self._marks)
        total = sum(p for _, p in ranked)
        if total <= 0:
            return UNREAD
        (text, first), rest = ranked[0], ranked[1:]
        others = [other for other, p in rest if p / total >= _NEAR and other]
        return Reading(text, share(min(first, 1.0)), tuple(others[:_OTHERS]))


def share(value: float) -> Decimal:
    """Return a probability to three places; never one, since nothing is certain."""
    return Decimal(min(999, max(0, int(value * 1000)))).scaleb(-3)


def _full_width(character: str) -> str:
    code = ord(character) if len(character) == 1 else 0
    return chr(code - 0xFEE0) if 0xFF01 <= code <= 0xFF5E else character


def _is_figure(text: str) -> bool:
    """Return whether every character can stand in a figure and most of them do."""
    marks = [_LOOKS_LIKE.get(_full_width(character)) for character in text if character != " "]
    if not marks or None in marks:
        return False
    plain = sum(character in "0123456789.,-()，。－—" for character in text)
    return plain * 2 >= len(text) or set(marks) == {"-"} or text in ("O", "o", "Q", "〇", "○")


def _beam(steps: npt.NDArray[np.float64], marks: Sequence[str]) -> list[tuple[str, float]]:
    """Return readings with their probabilities, the likeliest first (prefix beam search)."""
    beam: dict[str, tuple[float, float]] = {"": (1.0, 0.0)}  # ends in none, ends in a mark
    for step in steps:
        none = float(step[0])
        likely = [(marks[i - 1], float(step[i])) for i in range(1, len(step)) if step[i] > 1e-4]
        grown: defaultdict[str, list[float]] = defaultdict(lambda: [0.0, 0.0])
        for prefix, (blank, mark) in beam.items():
            grown[prefix][0] += (blank + mark) * none
            for character, p in likely:
                if prefix and prefix[-1] == character:
                    grown[prefix][1] += mark * p
                    grown[prefix + character][1] += blank * p
                else:
                    grown[prefix + character][1] += (blank + mark) * p
        kept = sorted(grown.items(), key=lambda item: (-sum(item[1]), item[0]))[:_BEAM]
        beam = {prefix: (pair[0], pair[1]) for prefix, pair in kept}
    return [(prefix, sum(pair)) for prefix, pair in beam.items()]

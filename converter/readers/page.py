"""The small interface between a PDF engine and the grid finder: characters and ruling lines.

An engine opens a file and yields, page by page, PageContent in displayed coordinates (points,
origin in the upper left corner).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple, Protocol

_FIGURE = re.compile(r"[-－—(（]?\d[\d,，]*([.．]\d+)?%?[)）]?|[-－—─]{1,3}")
_SENTENCE = re.compile(r"[，。；！？]")
_SOME_AMOUNTS = 3
_SOME_NUMBERS = 6


class Char(NamedTuple):
    """A visible character (or, in a piece of prose, several) with its box.

    ``base`` is a y position that the characters of one line share. ``run`` numbers the string of
    the file that it is of, or is 0 where that was not asked (far from ruling lines) or is unknown.
    """

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    base: float
    run: int = 0


class Ruling(NamedTuple):
    """A horizontal or vertical line; one of width and height is (nearly) nothing."""

    x0: float
    top: float
    x1: float
    bottom: float


@dataclass(frozen=True, slots=True)
class PageContent:
    """What an engine tells of a page.

    ``prose`` holds whole lines in place of characters where the engine saw that the page cannot
    hold a table. ``doubtful`` is set where the engine knows that it did not read all characters.
    ``pictured`` is the share of the page that images cover, or None where that is unknown.
    """

    number: int
    width: float
    height: float
    chars: list[Char]
    rulings: list[Ruling]
    prose: list[Char] | None = None
    doubtful: bool = False
    pictured: float | None = None

    @property
    def n_chars(self) -> int:
        """The number of visible characters on the page."""
        return sum(len(char.text) for char in self.prose or self.chars)


class PdfEngine(Protocol):
    """Opens a PDF and yields its pages; raises UnreadableInputError with a clear line."""

    def __call__(
        self, path: Path, name: str, pages: Collection[int] | None = None
    ) -> Iterator[PageContent]:
        """Yield the pages in order: those of the given numbers (from 1), or all."""
        ...


def may_be_ruled(rulings: list[Ruling]) -> bool:
    """Return whether there are lines across and down, as those of a ruled table."""
    across = sum(1 for x0, top, x1, bottom in rulings if x1 - x0 > bottom - top)
    return across > 1 and len(rulings) > across


def may_hold_figures_in_columns(text: str) -> bool:
    """Return whether lines of a page's text end with figures outside sentences, as rows do."""
    amounts = numbers = 0
    for line in text.splitlines():
        words = line.split()
        if not words or not _FIGURE.fullmatch(words[-1]) or _SENTENCE.search(line):
            continue
        for word in words:
            if match := _FIGURE.fullmatch(word):
                numbers += 1
                amounts += match[1] is not None
        if amounts >= _SOME_AMOUNTS or numbers >= _SOME_NUMBERS:
            return True
    return False

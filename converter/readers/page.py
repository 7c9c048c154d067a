"""The small interface between a PDF engine and the grid finder: characters and ruling lines.

An engine opens a file and yields, page by page, PageContent in displayed coordinates (points,
origin in the upper left corner).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple, Protocol


class Char(NamedTuple):
    """A visible character with its box; ``base`` is the y position of its baseline."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    base: float


class Ruling(NamedTuple):
    """A horizontal or vertical line; one of width and height is (nearly) nothing."""

    x0: float
    top: float
    x1: float
    bottom: float


@dataclass(frozen=True, slots=True)
class PageContent:
    """What an engine tells of a page.

    ``incomplete`` is set where the engine knows that it left characters out.
    """

    number: int
    width: float
    height: float
    chars: list[Char]
    rulings: list[Ruling]
    incomplete: bool = False


class PdfEngine(Protocol):
    """Opens a PDF and yields its pages; raises UnreadableInputError with a clear line."""

    def __call__(
        self, path: Path, name: str, pages: Collection[int] | None = None
    ) -> Iterator[PageContent]:
        """Yield the pages in order: those of the given numbers (from 1), or all."""
        ...

"""Text in columns of a terminal, where Chinese characters take two."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence

_WIDE = ("W", "F")
_NARROWEST = 20  # columns of a cell that gives way
# A word of other scripts, its closing marks included, stays whole; Chinese breaks anywhere.
_PIECES = re.compile(r"[^\s\u2e80-\uffef]+|[\u2e80-\uffef]|\s+")
_CLOSING = frozenset("，。；：、）」”！？,.;:)")


def width(text: str) -> int:
    """Return how many columns a text takes."""
    return sum(_of_character(char) for char in text)


def _of_character(char: str) -> int:
    if unicodedata.combining(char) or unicodedata.category(char) in ("Cf", "Me", "Mn"):
        return 0
    return 2 if unicodedata.east_asian_width(char) in _WIDE else 1


def pad(text: str, columns: int) -> str:
    """Return a text filled with blanks on the right to so many columns."""
    return text + " " * max(0, columns - width(text))


def wrap(text: str, columns: int) -> list[str]:
    """Break a text into lines of so many columns at most; at least one line.

    Words stay whole unless one is wider than a line; a closing mark does not begin a line.
    """
    lines, line = [], ""
    for piece in _pieces(text, columns):
        if width(line) + width(piece.rstrip()) > columns and line and piece not in _CLOSING:
            lines.append(line.rstrip())
            line = ""
        line += piece if line else piece.lstrip()
    return [*lines, line.rstrip()] if line or not lines else lines


def _pieces(text: str, columns: int) -> Iterator[str]:
    for match in _PIECES.finditer(text):
        piece = match[0]
        if width(piece) <= columns:
            yield piece
        else:
            yield from piece


def clip(text: str, columns: int) -> str:
    """Return a text cut to so many columns at most, with an ellipsis where it was cut."""
    if width(text) <= columns:
        return text
    kept = ""
    for char in text:
        if width(kept) + width(char) > columns - 1:
            break
        kept += char
    return f"{kept.rstrip()}…"


def table(
    rows: Sequence[Sequence[str]], columns: int, *, indent: int, clipped: int
) -> Iterator[str]:
    """Yield rows of cells as aligned lines; the cells of column ``clipped`` give way if too wide.

    Cells of the last column are as wide as they are.
    """
    widths = [max(map(width, cells)) for cells in zip(*rows, strict=True)]
    if widths:
        excess = indent + sum(widths) + 2 * (len(widths) - 1) - columns
        widths[clipped] = max(_NARROWEST, widths[clipped] - max(0, excess))
    for row in rows:
        cells = [pad(clip(c, w) if i == clipped else c, w) for i, (c, w) in _numbered(row, widths)]
        yield " " * indent + "  ".join(cells).rstrip()


def _numbered(row: Sequence[str], widths: Sequence[int]) -> Iterator[tuple[int, tuple[str, int]]]:
    return enumerate(zip(row, widths, strict=True))

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
_OPENING = "（「“("


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


def clean(text: str) -> str:
    """Return a text without what steers a terminal: controls become blanks, marks of direction go.

    Names and labels are others' words; a report prints them and obeys none.
    """
    return "".join(map(_clean_character, text))


def _clean_character(char: str) -> str:
    category = unicodedata.category(char)
    if category in ("Cc", "Zl", "Zp"):
        return " "
    return "" if category in ("Cf", "Cs") else char


def wrap(text: str, columns: int) -> list[str]:
    """Break a text into lines of so many columns at most; at least one line.

    Words stay whole unless one is wider than a line; a closing mark does not begin a line, and an
    opening one does not end it.
    """
    lines, line = [], ""
    for piece in _pieces(clean(text), columns):
        if width(line) + width(piece.rstrip()) > columns and line and piece not in _CLOSING:
            kept = line.rstrip().rstrip(_OPENING)
            lines.append(kept.rstrip())
            line = line[len(kept) :].lstrip()
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
    rows = [[clean(cell) for cell in row] for row in rows]
    widths = [max(map(width, cells)) for cells in zip(*rows, strict=True)]
    if widths:
        excess = indent + sum(widths) + 2 * (len(widths) - 1) - columns
        if excess > 0:
            narrowest = min(_NARROWEST, widths[clipped])
            widths[clipped] = max(narrowest, widths[clipped] - excess)
    for row in rows:
        kept = [clip(c, widths[i]) if i == clipped else c for i, c in enumerate(row)]
        cells = [pad(cell, size) for cell, size in zip(kept, widths, strict=True)]
        yield " " * indent + "  ".join(cells).rstrip()

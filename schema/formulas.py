"""Sums and comparisons as the dictionary writes them, parsed.

Within a form, ``A`` and ``-A`` name a line or column that is added or subtracted; ``A | B + C``
stands for the first alternative that a form prints; ``@Line`` for the rows by code,
``@Line:301,303`` for those of some classes; ``Line/Column`` for a line in one column only.
Between forms, an operand is ``form:row/column``; operands join with ``+`` and ``-``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

_TERM = re.compile(r"(?P<sign>[+-]?)\s*(?P<form>[a-z-]+):(?P<row>[\w{}]+)/(?P<column>\w+)")


@dataclass(frozen=True, slots=True)
class Addend:
    """A line, a column or the rows by code, with its sign in a sum."""

    sign: int
    name: str
    column: str | None = None
    by_code: bool = False
    classes: tuple[str, ...] = ()


Part = tuple[tuple[Addend, ...], ...]
"""The alternatives of one part of a sum."""


@dataclass(frozen=True, slots=True)
class Term:
    """One operand of a comparison between forms, with its sign."""

    factor: int
    form: str
    row: str
    column: str


def parse_addend(source: str) -> Addend:
    """Parse one line or column of a sum, or its total."""
    sign, source = (-1, source[1:]) if source.startswith("-") else (1, source)
    if source.startswith("@"):
        name, _, classes = source[1:].partition(":")
        return Addend(sign, name, None, True, tuple(filter(None, classes.split(","))))
    name, _, column = source.partition("/")
    return Addend(sign, name, column or None)


def parse_parts(sources: Iterable[str]) -> tuple[Part, ...]:
    """Parse the parts of a sum."""
    return tuple(
        tuple(
            tuple(parse_addend(name.strip()) for name in alternative.split("+"))
            for alternative in source.split("|")
        )
        for source in sources
    )


def parse_terms(source: str) -> tuple[Term, ...]:
    """Parse one side of a comparison between forms."""
    return tuple(
        Term(-1 if match["sign"] == "-" else 1, match["form"], match["row"], match["column"])
        for match in _TERM.finditer(source)
    )

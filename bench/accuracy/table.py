"""A printed table as data: what its heads and cells say, and which cell states which fact."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

Key = tuple[str, str, str]
"""Form, row (code or line) and column; an empty row and column: kept, but not one of the nine's."""


@dataclass(frozen=True)
class Cell:
    """A cell of the body; ``value`` is in yuan, ``number`` in the printed unit."""

    text: str
    span: int = 1
    key: Key | None = None
    value: Decimal | None = None
    number: Decimal | None = None
    amount: bool = False
    indent: int = 0


@dataclass(frozen=True)
class Head:
    """A cell of the header."""

    row: int
    column: int
    rows: int
    columns: int
    text: str


@dataclass
class Table:
    """A table with the lines that an office prints around it; ``form`` is empty beyond the nine."""

    form: str
    title: str
    number: str
    unit: str
    heads: list[Head]
    head_rows: int
    columns: int
    body: list[list[Cell]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    texts: tuple[int, ...] = ()
    """The columns that hold names or codes."""

    def centred(self, column: int, cell: Cell) -> bool:
        """Return whether a cell numbers a line or column, and so stands in the middle."""
        numbers = cell.text.isdigit() and len(cell.text) <= 3 and not cell.amount
        return numbers and column not in self.texts

    def add(self, *cells: Cell | str) -> None:
        """Add a row; a shorter one ends with an empty cell."""
        row = [cell if isinstance(cell, Cell) else Cell(cell) for cell in cells]
        rest = self.columns - sum(cell.span for cell in row)
        if rest < 0:
            raise ValueError(f"row too long in {self.title}: {row}")
        self.body.append(row + [Cell("")] * rest)


def heads_of(paths: Sequence[Sequence[str]], rows: int) -> list[Head]:
    """Return the header cells of columns given by paths (top head first), equal ones merged.

    The last head of a path reaches down to the last of ``rows``.
    """
    heads: list[Head] = []
    for column, path in enumerate(paths):
        for row, text in enumerate(path):
            before = paths[column - 1] if column else ()
            if tuple(before[: row + 1]) == tuple(path[: row + 1]) and row < len(path) - 1:
                continue
            wide = 1
            if row < len(path) - 1:
                while column + wide < len(paths) and tuple(
                    paths[column + wide][: row + 1]
                ) == tuple(path[: row + 1]):
                    wide += 1
            high = rows - row if row == len(path) - 1 else 1
            heads.append(Head(row, column, high, wide, text))
    return heads


def depth(paths: Iterable[Sequence[str]]) -> int:
    """Return the rows that a header of these paths needs."""
    return max(len(path) for path in paths)


def slots(row: Sequence[Cell]) -> list[tuple[int, Cell]]:
    """Return the cells of a row with the columns in which they begin."""
    result, at = [], 0
    for cell in row:
        result.append((at, cell))
        at += cell.span
    return result

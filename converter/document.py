"""What was on the paper: pages of text lines and grids, every cell with its place.

Readers produce a Document; nothing after it knows the file format. Coordinates are points from
the upper left corner of the page as it is displayed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from juesuan.schema.filing import Recognition

UNREADABLE = "〓"
"""Stands for writing in an image that could not be read."""

Box = tuple[float, float, float, float]
"""Left, top, right, bottom."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a grid; ``row`` and ``column`` count from 0 and are those of its upper left.

    ``recognition`` tells of a cell read from an image how surely it was read.
    ``at`` is the cell's row and column in the source, from 1, where they are others (a grid that
    begins in the fifth row of a sheet).
    """

    text: str
    row: int
    column: int
    row_span: int = 1
    column_span: int = 1
    page: int = 1
    box: Box | None = None
    recognition: Recognition | None = None
    at: tuple[int, int] | None = None

    @property
    def columns(self) -> range:
        """The lattice columns that the cell covers."""
        return range(self.column, self.column + self.column_span)


@dataclass(frozen=True, slots=True)
class Grid:
    """A table as drawn on one page.

    ``edges`` are the x positions of its column borders (one more than columns), or empty where
    the source has no geometry; there, an empty cell of a header may stand for a merged one.
    They are ``loose`` where no line is drawn: somewhere in the white between the columns' texts.
    """

    page: int
    cells: tuple[Cell, ...]
    n_rows: int
    n_columns: int
    edges: tuple[float, ...] = ()
    box: Box | None = None
    loose: bool = False

    def rows(self) -> list[list[Cell]]:
        """Return the cells by the row in which they begin, left to right."""
        rows: list[list[Cell]] = [[] for _ in range(self.n_rows)]
        for cell in self.cells:
            rows[cell.row].append(cell)
        for row in rows:
            row.sort(key=lambda cell: cell.column)
        return rows


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text outside the grids."""

    text: str
    page: int
    box: Box | None = None


Block = Line | Grid


@dataclass(frozen=True, slots=True)
class Page:
    """A page: its lines and grids in reading order."""

    number: int
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """A whole document with the identity of its file.

    ``unread`` numbers the pages that are images and were not read.
    """

    name: str
    sha256: str
    media_type: str
    pages: tuple[Page, ...]
    unread: tuple[int, ...] = ()

    def lines(self) -> Iterator[Line]:
        """Yield the lines of text in reading order."""
        for page in self.pages:
            for block in page.blocks:
                if isinstance(block, Line):
                    yield block

    def grids(self) -> Iterator[Grid]:
        """Yield the grids in reading order."""
        for page in self.pages:
            for block in page.blocks:
                if isinstance(block, Grid):
                    yield block

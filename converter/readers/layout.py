"""Turns the characters and ruling lines of a page into lines of text and grids of cells."""

from __future__ import annotations

from collections.abc import Sequence

from juesuan.converter.document import Block, Cell, Grid, Line, Page
from juesuan.converter.readers.columns import find_open_tables
from juesuan.converter.readers.lattice import Lattice, find_lattices
from juesuan.converter.readers.overflow import bring_home
from juesuan.converter.readers.page import Char, PageContent
from juesuan.converter.readers.straddling import reunite
from juesuan.converter.readers.strokes import box_of, join_line, join_lines, text_lines


def lay_out(content: PageContent) -> Page:
    """Return the page's blocks in reading order (top to bottom)."""
    if content.prose is not None:
        return Page(content.number, tuple(_lines(content.number, content.prose)))
    chars = [char for char in content.chars if _is_on(content, char)]
    lattices = find_lattices(content.rulings, content.width, content.height)
    inside: list[list[list[Char]]] = [[[] for _ in lattice.cells] for lattice in lattices]
    outside = chars
    for lattice, cells in zip(lattices, inside, strict=True):
        outside = _fill(lattice, cells, outside)
    open_tables, outside = find_open_tables(content.number, outside, content.rulings)
    blocks: list[tuple[float, Block]] = [(g.box[1] if g.box else 0, g) for g in open_tables]
    for lattice, cells in zip(lattices, inside, strict=True):
        if any(cells):
            blocks.append((lattice.ys[0], _grid(content.number, lattice, cells)))
    blocks += [(line.box[1] if line.box else 0, line) for line in _lines(content.number, outside)]
    blocks.sort(key=lambda block: block[0])
    return Page(content.number, tuple(block for _, block in blocks))


def _is_on(content: PageContent, char: Char) -> bool:
    """Return whether a character's middle is on the displayed page."""
    return (
        0 <= char.x0 + char.x1 <= 2 * content.width
        and 0 <= char.top + char.bottom <= 2 * content.height
    )


def _fill(lattice: Lattice, cells: list[list[Char]], chars: Sequence[Char]) -> list[Char]:
    """Put characters into the cells that they stand in; return those outside."""
    slot, owner = lattice.slot, lattice.owners()
    places: list[int | None] = []
    for char in chars:
        place = slot((char.x0 + char.x1) / 2, (char.top + char.bottom) / 2)
        places.append(None if place is None else owner[place[0]][place[1]])
    for index, home in bring_home(lattice, chars, places).items():
        places[index] = home
    outside = []
    for char, cell in zip(chars, places, strict=True):
        if cell is None:
            outside.append(char)
        else:
            cells[cell].append(char)
    reunite(lattice, cells)
    return outside


def _grid(page: int, lattice: Lattice, inside: Sequence[Sequence[Char]]) -> Grid:
    xs, ys = lattice.xs, lattice.ys
    cells = []
    for (row, column, high, wide), chars in zip(lattice.cells, inside, strict=True):
        box = (xs[column], ys[row], xs[column + wide], ys[row + high])
        text = join_lines(chars) if chars else ""
        cells.append(Cell(text, row, column, high, wide, page, box))
    outer = (xs[0], ys[0], xs[-1], ys[-1])
    return Grid(page, tuple(cells), len(ys) - 1, len(xs) - 1, xs, outer)


def _lines(page: int, chars: Sequence[Char]) -> list[Line]:
    return [Line(join_line(line), page, box_of(line)) for line in text_lines(chars)]

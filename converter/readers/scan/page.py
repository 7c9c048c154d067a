"""Reads the image of a page into lines and grids; every cell knows how surely it was read."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

import numpy as np

from juesuan.converter.document import UNREADABLE, Box, Cell, Grid, Page
from juesuan.converter.readers.lattice import Lattice, find_lattices
from juesuan.converter.readers.layout import lay_out
from juesuan.converter.readers.page import Char, PageContent
from juesuan.converter.readers.scan.decode import Reading
from juesuan.converter.readers.scan.figures import settle_figures
from juesuan.converter.readers.scan.image import Gray, PageImage
from juesuan.converter.readers.scan.pieces import Piece, cell_pieces, loose_pieces
from juesuan.converter.readers.scan.recogniser import recogniser
from juesuan.converter.readers.scan.rulings import Lines, find_rulings
from juesuan.converter.readers.scan.straighten import ink, quarter_turned, straighten, without_fills
from juesuan.converter.readers.scan.words import settle_words
from juesuan.schema.filing import Recognition

_LEGIBLE = 0.92  # legibility of a page that stands upright
_FEW = 2.5  # characters: shorter lines on the average are lines read across
_SAMPLE = 12  # lines of text by which the ways to turn a page are compared
_TURNS = (1, 3, 2)  # quarters counter-clockwise, in the order in which they are tried


@dataclass(slots=True)
class _Straight:
    """A straightened page: its image, its ruling lines, its tables and its lines of writing."""

    gray: Gray
    dark: Gray
    lines: Lines
    lattices: list[Lattice]
    pieces: list[Piece]


def read_page(image: PageImage) -> Page:
    """Return the page that an image shows, upright or turned by quarters.

    Boxes are in points on the straightened page.
    """
    dpi = image.dpi
    found = _find(without_fills(straighten(image.gray, dpi), dpi), dpi)
    readings = _read(found.pieces, _widest(found.pieces))
    upright = _legibility(readings.values()) if readings else 1.0
    if upright < _LEGIBLE:
        turn = _best_turn(found.gray, dpi, upright)
        if turn:
            found, readings = _find(quarter_turned(found.gray, turn), dpi), {}
    if found.lattices:
        found.pieces += _loose(found, dpi)
    readings |= _read(found.pieces, set(range(len(found.pieces))) - readings.keys())
    in_order = [readings[index] for index in range(len(found.pieces))]
    return _assembled(image, found, settle_figures(found.pieces, in_order))


def _find(gray: Gray, dpi: float) -> _Straight:
    """Find a page's lines and the writing in its tables; without tables, all its writing."""
    dark = ink(gray, dpi)
    lines = find_rulings(dark, dpi)
    height, width = (side * 72 / dpi for side in gray.shape)
    lattices = find_lattices(lines.rulings, width, height)
    found = _Straight(gray, dark, lines, lattices, [])
    found.pieces += (
        cell_pieces(gray, dark, lines.mask, lattices, dpi) if lattices else _loose(found, dpi)
    )
    return found


def _loose(found: _Straight, dpi: float) -> list[Piece]:
    return loose_pieces(
        found.gray, found.dark, found.lines.mask, found.lattices, dpi, recogniser().lines
    )


def _widest(pieces: Sequence[Piece]) -> list[int]:
    """Return the numbers of the widest pieces, which tell best how a page is turned."""
    numbers = range(len(pieces))
    return sorted(numbers, key=lambda n: pieces[n].box[0] - pieces[n].box[2])[:_SAMPLE]


def _read(pieces: Sequence[Piece], numbers: Collection[int]) -> dict[int, Reading]:
    """Return what some pieces say, by their number."""
    order = sorted(numbers)
    read = recogniser().read([pieces[number].image for number in order])
    return dict(zip(order, read, strict=True))


def _legibility(readings: Collection[Reading]) -> float:
    """Return the mean certainty of readings, less where they are single characters.

    Lines of a page that lies on its side are read character by character, and surely.
    """
    lengths = [len(reading.text) for reading in readings]
    weights = [min(8, length or 3) for length in lengths]
    certainty = np.average([float(r.confidence) for r in readings], weights=weights)
    return float(certainty) * (1.0 if np.mean(lengths) >= _FEW else 0.5)


def _best_turn(gray: Gray, dpi: float, upright: float) -> int:
    """Return the quarters by which a sample of the page reads best."""
    legibility = {0: upright}
    for turn in _TURNS:
        pieces = _find(quarter_turned(gray, turn), dpi).pieces
        readings = _read(pieces, _widest(pieces)).values()
        legibility[turn] = _legibility(readings) if readings else 0.0
        if legibility[turn] >= _LEGIBLE:
            return turn
    return max(legibility, key=lambda turn: legibility[turn])


def _assembled(image: PageImage, found: _Straight, readings: Sequence[Reading]) -> Page:
    scale = 72 / image.dpi
    height, width = (side * scale for side in found.gray.shape)
    boxes = [
        (left * scale, top * scale, right * scale, bottom * scale)
        for left, top, right, bottom in (piece.box for piece in found.pieces)
    ]
    chars = [
        char
        for box, reading in zip(boxes, readings, strict=True)
        for char in _chars(reading.text or UNREADABLE, box)
    ]
    page = lay_out(PageContent(image.number, width, height, chars, found.lines.rulings))
    read = list(zip(boxes, readings, strict=True))
    blocks = (
        _with_recognition(block, read) if isinstance(block, Grid) else block
        for block in page.blocks
    )
    return Page(page.number, tuple(blocks))


def _chars(text: str, box: Box) -> list[Char]:
    """Spread a line's characters over its box: those of ASCII are half as wide as the others."""
    left, top, right, bottom = box
    widths = [1.5 if c == " " else 0.5 if c.isascii() else 1.0 for c in text]
    unit = (right - left) / sum(widths)
    chars, x = [], left
    for character, width in zip(text, widths, strict=True):
        if character != " ":
            chars.append(Char(character, x, top, x + width * unit, bottom, bottom))
        x += width * unit
    return chars


def _with_recognition(grid: Grid, read: Sequence[tuple[Box, Reading]]) -> Grid:
    inside = [(box, reading) for box, reading in read if grid.box and _holds(grid.box, box)]
    cells = tuple(_recognised(cell, inside) for cell in grid.cells)
    return settle_words(replace(grid, cells=cells))


def _recognised(cell: Cell, read: Sequence[tuple[Box, Reading]]) -> Cell:
    readings = [reading for box, reading in read if cell.box and _holds(cell.box, box)]
    if not readings:
        return cell
    confidence = min((reading.confidence for reading in readings), default=Decimal(0))
    others = readings[0].others if len(readings) == 1 else ()
    return replace(cell, recognition=Recognition(confidence, others))


def _holds(outer: Box, inner: Box) -> bool:
    x, y = (inner[0] + inner[2]) / 2, (inner[1] + inner[3]) / 2
    return outer[0] <= x < outer[2] and outer[1] <= y < outer[3]

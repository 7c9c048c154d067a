"""Tells where a cell stands in the source."""

from __future__ import annotations

from decimal import Decimal

from juesuan.converter.document import Box
from juesuan.converter.recognise.columns import Path
from juesuan.converter.recognise.rows import RowKey
from juesuan.converter.recognise.table import Slot
from juesuan.schema.filing import BBox, Place, Unmapped
from juesuan.schema.text import squeeze


def place_of(slot: Slot) -> Place:
    """Return the place of a cell; one outside any grid has a page and a box only."""
    cell = slot.cell
    row, column = cell.at or (cell.row + 1, cell.column + 1)
    return Place(
        page=cell.page,
        row=row or None,
        column=column or None,
        bbox=cell.box and _bbox(cell.box),
    )


def _bbox(box: Box) -> BBox:
    left, top, right, bottom = (Decimal(f"{x:.1f}") for x in box)
    return left, top, right, bottom


def leftover(slot: Slot, reason: str, key: RowKey, path: Path) -> Unmapped:
    """Return a cell that became no fact, with the reason, its row's label and its heads."""
    return Unmapped(
        squeeze(slot.text),
        reason,
        " ".join(filter(None, (key.code, key.label))) or None,
        "/".join(path) or None,
        place_of(slot),
    )

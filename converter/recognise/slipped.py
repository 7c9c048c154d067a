"""Sets cells right that slipped out of their column in text without geometry."""

from __future__ import annotations

from collections.abc import Sequence

from juesuan.converter.numbers import looks_numeric, parse_amount
from juesuan.converter.recognise.rows import Group
from juesuan.converter.recognise.table import Slot
from juesuan.schema.spec import Dictionary


def settled(row: Sequence[Slot], group: Group, alone: bool, dictionary: Dictionary) -> list[Slot]:
    """Return a row's cells that belong to a group of columns, for text without geometry.

    Merged cells are lost in such text, so that a label or figure may slip by a cell. It is set
    right where the figures and the group's columns of amounts admit of one reading only.
    """
    slots = [slot for slot in row if slot.start >= group.start]
    if not alone:
        slots = [slot for slot in slots if slot.start < group.stop]
    columns = [c for head in group.others if head.path for c in range(head.start, head.stop)]
    filled = [slot for slot in slots if slot.words]
    figures = [slot for slot in filled if is_figure(slot, dictionary)]
    labels = [slot for slot in filled if _is_label(slot, dictionary)]
    slipped = any(slot.start in columns for slot in labels) or any(
        slot.start not in columns for slot in figures
    )
    if not slipped or len(labels) > 1:
        return slots
    moved = [_moved(slot, group.start) for slot in labels]
    if len(figures) != len(columns):
        return moved + [slot for slot in slots if slot not in labels]
    return [
        *moved,
        *(_moved(slot, column) for slot, column in zip(figures, columns, strict=True)),
    ]


def is_figure(slot: Slot, dictionary: Dictionary) -> bool:
    """Return whether a cell prints an amount with a decimal point."""
    return "." in slot.text and parse_amount(slot.text, dictionary.words.dashes) is not None


def _is_label(slot: Slot, dictionary: Dictionary) -> bool:
    amount = parse_amount(slot.text, dictionary.words.dashes)
    return amount is None and not looks_numeric(slot.text)


def _moved(slot: Slot, column: int) -> Slot:
    return Slot(slot.cell, slot.row, slot.row_span, column, column + 1)

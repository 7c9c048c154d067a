"""Reads the row that a page break leaves alone at the top of the next page, where no grid is."""

from __future__ import annotations

import re
from collections.abc import Sequence

from juesuan.converter.document import Cell, Line
from juesuan.converter.numbers import parse_amount
from juesuan.converter.recognise.columns import line_named
from juesuan.converter.recognise.header import ColumnHead
from juesuan.converter.recognise.rows import RowReader
from juesuan.converter.recognise.table import Slot
from juesuan.converter.recognise.wording import bare_label
from juesuan.schema.spec import Dictionary, FormSpec

_BETWEEN_CELLS = re.compile(r"\s{2,}|\t")


def row_apart(line: Line, spec: FormSpec, dictionary: Dictionary) -> tuple[str, list[str]] | None:
    """Return the label and the figures of a line that prints a row of a form, or None."""
    label, *figures = _BETWEEN_CELLS.split(line.text.strip())
    if not any("." in text for text in figures):
        return None
    if any(parse_amount(text, dictionary.words.dashes) is None for text in figures):
        return None
    named = line_named(bare_label(label, dictionary.words), spec)
    return (label, figures) if named else None


def columns_of(
    readers: Sequence[RowReader], figures: Sequence[str]
) -> tuple[RowReader, list[ColumnHead]] | None:
    """Return the columns in which the figures of such a row can stand only, or None.

    They do where there is a figure for each column, or one figure and one column in all groups.
    """
    reader = readers[-1]
    heads = [h for r in readers for h in r.group.others if h.role in ("amount", "unknown")]
    if any(head.role == "unknown" or head.line for head in heads) or reader.spec.sides:
        return None
    if len(readers) == 1 and len(figures) == len(heads):
        return reader, heads
    if len(figures) == 1 and len({head.column.id for head in heads if head.column}) == 1:
        return reader, heads[-1:]
    return None


def slots_of(line: Line, figures: Sequence[str], heads: Sequence[ColumnHead]) -> list[Slot]:
    """Return the figures as cells outside any grid (row and column -1)."""
    return [
        Slot(Cell(text, -1, -1, page=line.page, box=line.box), 0, 1, head.start, head.stop)
        for text, head in zip(figures, heads, strict=True)
    ]

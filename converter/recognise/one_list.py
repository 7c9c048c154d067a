"""A form of two sides printed as one list: its revenue, and below that its expenditure."""

from __future__ import annotations

from dataclasses import replace

from juesuan.converter.recognise.columns import match_column
from juesuan.converter.recognise.header import ColumnHead, Header
from juesuan.converter.recognise.rows import Group, RowReader, in_columns
from juesuan.converter.recognise.table import Table
from juesuan.converter.recognise.wording import bare_label
from juesuan.schema.text import squeeze


def second_list(
    table: Table, header: Header, readers: list[RowReader]
) -> tuple[int, list[RowReader]] | None:
    """Return the row from which one group of columns lists the form's second side, and its reader.

    That side begins at its heading (二、支出), or where a row's label is a line of it and none of
    the first side. None where the form has no sides, or prints them beside each other.
    """
    if len(readers) != 1 or len(readers[0].spec.sides) < 2:
        return None
    reader = readers[0]
    first, second = reader.spec.sides[:2]
    if reader.group.side != first.id:
        return None
    group = _turned(reader, second.id)
    probe = replace(reader, seen=set(), last="")
    for number in range(header.body, len(table.rows)):
        row = table.rows[number]
        texts = [slot for slot in in_columns(row, group.texts) if slot.words]
        if not texts:
            continue
        label = bare_label("".join(squeeze(slot.text) for slot in texts), reader.words)
        figures = any(slot.words for slot in in_columns(row, group.others))
        heads = not figures and any(head.fullmatch(label) for head in second.heads)
        line = probe.key(texts).line
        if line is None or line.side not in (None, first.id):
            line = replace(reader, group=group, seen=set(), last="").key(texts).line
        if heads or (line is not None and line.side == second.id):
            return number, [replace(reader, group=group, seen=set(), last="")]
    return None


def _turned(reader: RowReader, side: str) -> Group:
    """Return the group of columns as it reads on another side of the form."""

    def turned(head: ColumnHead) -> ColumnHead:
        column = match_column(head.path, reader.spec.columns_of(side), reader.words)
        return replace(head, side=side, role="amount" if column else "unknown", column=column)

    group = reader.group
    return Group(
        tuple(replace(head, side=side) for head in group.texts),
        tuple(
            turned(head) if head.path and head.role in ("amount", "unknown") else head
            for head in group.others
        ),
    )

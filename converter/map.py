"""Maps a recognised form: one cell becomes one fact, or a leftover with its place and reason."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from juesuan.converter.document import UNREADABLE, Box
from juesuan.converter.numbers import Amount, looks_numeric, parse_amount
from juesuan.converter.recognise.header import ColumnHead, is_column_numbers, resolve_header
from juesuan.converter.recognise.rows import (
    Group,
    RowKey,
    RowReader,
    code_list,
    groups,
    in_columns,
    join_split_rows,
)
from juesuan.converter.recognise.sections import Section
from juesuan.converter.recognise.table import Slot, Table, join_grids
from juesuan.schema.filing import (
    UNLABELLED,
    UNREADABLE_CELL,
    BBox,
    Fact,
    FilingForm,
    Place,
    Recognition,
    Row,
    Unmapped,
    plain_decimal,
)
from juesuan.schema.spec import UNLABELLED_LINE, Column, Dictionary, FormSpec, Line
from juesuan.schema.text import squeeze

_LEGIBLE = Decimal("0.8")  # confidence in a word that is surely no figure


@dataclass(slots=True)
class _Mapping:
    """The state of mapping one form."""

    spec: FormSpec
    dictionary: Dictionary
    title: str | None
    power: int
    places: int
    rows: list[Row] = field(default_factory=list)
    unmapped: list[Unmapped] = field(default_factory=list)
    repeated: int = 0


def map_form(
    section: Section, dictionary: Dictionary, unit: str, fiscal_year: int | None
) -> FilingForm:
    """Return the form of a filing that a section of the document prints.

    ``unit`` is the printed unit (万元); values come out in yuan.
    """
    table = join_grids(section.grids)
    header = resolve_header(table, section.spec, dictionary, fiscal_year)
    codes = code_list(section.spec, dictionary)
    readers = [RowReader(section.spec, group, codes) for group in groups(header)]
    join_split_rows(table, header, readers)
    mapping = _Mapping(
        section.spec,
        dictionary,
        section.title,
        dictionary.words.units[unit],
        _usual_places(table, header.body, dictionary),
        repeated=len(table.repeated),
    )
    for number in range(header.body, len(table.rows)):
        row = table.rows[number]
        if is_column_numbers(row, dictionary.words):
            continue
        _map_row(mapping, readers, row, table.geometric)
    return FilingForm(
        id=section.spec.id,
        number=section.number,
        title=section.title,
        published_unit=unit,
        pages=tuple(dict.fromkeys(grid.page for grid in section.grids)),
        rows=_canonical(mapping.rows, section.spec),
        notes=tuple(section.notes),
        unmapped=tuple(mapping.unmapped),
        repeated=mapping.repeated,
    )


def _usual_places(table: Table, body: int, dictionary: Dictionary) -> int:
    """Return the digits after the point to which the form is published.

    Spreadsheets drop trailing zeros (13559.1, 0), so the usual length of the fractions tells it.
    """
    amounts = (
        parse_amount(slot.text, dictionary.words.dashes)
        for row in table.rows[body:]
        for slot in row
        if "." in slot.text
    )
    counted = Counter(amount.places for amount in amounts if amount and amount.places)
    return max(counted, key=lambda places: (counted[places], places)) if counted else 0


def _settled(row: Sequence[Slot], group: Group, alone: bool, dictionary: Dictionary) -> list[Slot]:
    """Return a row's cells that belong to a group of columns, for text without geometry.

    Merged cells are lost in such text, so that a label or figure may slip by a cell. It is set
    right where the figures and the group's columns of amounts admit of one reading only.
    """
    slots = [slot for slot in row if slot.start >= group.start]
    if not alone:
        slots = [slot for slot in slots if slot.start < group.stop]
    columns = [c for head in group.others if head.path for c in range(head.start, head.stop)]
    filled = [slot for slot in slots if slot.words]
    figures = [slot for slot in filled if _is_figure(slot, dictionary)]
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


def _is_figure(slot: Slot, dictionary: Dictionary) -> bool:
    return "." in slot.text and parse_amount(slot.text, dictionary.words.dashes) is not None


def _is_label(slot: Slot, dictionary: Dictionary) -> bool:
    amount = parse_amount(slot.text, dictionary.words.dashes)
    return amount is None and not looks_numeric(slot.text)


def _moved(slot: Slot, column: int) -> Slot:
    return Slot(slot.cell, slot.row, slot.row_span, column, column + 1)


def _map_row(
    mapping: _Mapping, readers: Sequence[RowReader], row: Sequence[Slot], geometric: bool
) -> None:
    """Map a row group by group.

    A line whose label stands in one group and whose figure in the next (公用经费合计 merged over
    several columns) is one line: a group without a label takes the label that awaits a figure.
    """
    awaiting: RowKey | None = None
    for reader in readers:
        slots = (
            list(row)
            if geometric
            else _settled(row, reader.group, len(readers) == 1, mapping.dictionary)
        )
        key = reader.key(list(in_columns(slots, reader.group.texts)))
        cells = [slot for slot in in_columns(slots, reader.group.others) if slot.words]
        if key.label is None and key.code is None and awaiting is not None:
            key = awaiting
        labels = [slot for slot in in_columns(slots, reader.group.texts) if slot.words]
        _map_cells(mapping, reader, key, cells, labels)
        plain_line = key.line is not None and not key.line.classification
        awaiting = key if plain_line and not cells and not mapping.spec.sides else None


def _map_cells(
    mapping: _Mapping,
    reader: RowReader,
    key: RowKey,
    slots: Sequence[Slot],
    labels: Sequence[Slot],
) -> None:
    facts: dict[str, list[Fact]] = {}
    for slot in slots:
        head = next(h for h in reader.group.others if h.start <= slot.start < h.stop)
        if head.role == "line_number":
            continue
        amount = parse_amount(slot.text, mapping.dictionary.words.dashes)
        line = head.line or key.line
        reason = _obstacle(amount, head, line, key, slot)
        if reason:
            mapping.unmapped.append(_leftover(slot, reason, key, head))
        elif amount is not None and head.column is not None:
            fact = _fact(mapping, head.column, line, key, slot, amount)
            fact = replace(fact, recognition=_recognition(slot, labels))
            facts.setdefault(line.id if line else UNLABELLED, []).append(fact)
    order = list(mapping.spec.column_by_id)
    for line_id, cells in facts.items():
        cells.sort(key=lambda fact: order.index(fact.column))
        label = None if any(head.line for head in reader.group.others) else key.label
        _add_row(mapping, Row(line_id, key.code, label, tuple(cells)), key)


def _obstacle(
    amount: Amount | None, head: ColumnHead, line: Line | None, key: RowKey, slot: Slot
) -> str | None:
    """Return why a cell can become no fact, or None; text that is no number is no obstacle."""
    if amount is None:
        if slot.cell.recognition and head.column is not None and _illegible(slot):
            return UNREADABLE_CELL
        return "unreadable-number" if looks_numeric(slot.text) else None
    if head.role != "amount" or head.column is None:
        return "unknown-column"
    if line is None and (key.label is not None or amount.value):
        return "unknown-row" if key.label else "row-without-name"
    return None


def _illegible(slot: Slot) -> bool:
    """Return whether a cell read from an image may hold a figure that was not made out."""
    text, recognition = slot.words, slot.cell.recognition
    doubtful = recognition is not None and recognition.confidence < _LEGIBLE
    return doubtful or UNREADABLE in text or any(c.isdigit() for c in text)


def _fact(
    mapping: _Mapping,
    column: Column,
    line: Line | None,
    key: RowKey,
    slot: Slot,
    amount: Amount,
) -> Fact:
    line = line or UNLABELLED_LINE
    places = mapping.places if amount.places is None else max(amount.places, mapping.places)
    return Fact(
        column=column.id,
        concept=mapping.spec.concept_of(line, column),
        dimensions=mapping.spec.dimensions_of(line, column, key.code, mapping.title),
        value=Decimal(plain_decimal(amount.value.scaleb(mapping.power))),
        decimals=places - mapping.power,
        printed=squeeze(slot.text),
        place=_place(slot),
    )


def _recognition(slot: Slot, labels: Sequence[Slot]) -> Recognition | None:
    """Return how surely a figure was read: no more surely than the code of its row."""
    recognition = slot.cell.recognition
    if recognition is None:
        return None
    codes = (s.cell.recognition for s in labels if s.cell.recognition and s.words.isdigit())
    confidence = min(r.confidence for r in (recognition, *codes))
    return replace(recognition, confidence=confidence)


def _place(slot: Slot) -> Place:
    cell = slot.cell
    row, column = cell.at or (cell.row + 1, cell.column + 1)
    return Place(
        page=cell.page,
        row=row,
        column=column,
        bbox=cell.box and _bbox(cell.box),
    )


def _bbox(box: Box) -> BBox:
    left, top, right, bottom = (Decimal(f"{x:.1f}") for x in box)
    return left, top, right, bottom


def _leftover(slot: Slot, reason: str, key: RowKey, head: ColumnHead) -> Unmapped:
    return Unmapped(
        squeeze(slot.text),
        reason,
        " ".join(filter(None, (key.code, key.label))) or None,
        "/".join(head.path) or None,
        _place(slot),
    )


def _add_row(mapping: _Mapping, row: Row, key: RowKey) -> None:
    """Add a row; a line printed again is a repeat where it agrees, else a leftover."""
    free = row.code is not None or row.line == UNLABELLED
    before = None if free else next((r for r in mapping.rows if r.line == row.line), None)
    if before is None:
        mapping.rows.append(row)
        return
    merged = list(before.facts)
    for fact in row.facts:
        other = before.fact(fact.column)
        if other is None:
            merged.append(fact)
        elif other.value == fact.value:
            mapping.repeated += 1
        else:
            reason = "line-printed-twice"
            mapping.unmapped.append(
                Unmapped(fact.printed or "", reason, key.label, fact.column, fact.place)
            )
    order = list(mapping.spec.column_by_id)
    merged.sort(key=lambda fact: order.index(fact.column))
    index = mapping.rows.index(before)
    mapping.rows[index] = Row(before.line, before.code, before.label, tuple(merged))


def _canonical(rows: Sequence[Row], spec: FormSpec) -> tuple[Row, ...]:
    """Return the rows in the order of the dictionary's lines; rows by code keep their order."""
    order = {line.id: index for index, line in enumerate(spec.lines)}
    return tuple(sorted(rows, key=lambda row: order.get(row.line, len(order))))


def numeric_cells(section: Section) -> Iterator[str]:
    """Yield the texts of a section's cells that look like amounts (for checks of coverage)."""
    for grid in section.grids:
        for cell in grid.cells:
            if looks_numeric(cell.text):
                yield squeeze(cell.text)

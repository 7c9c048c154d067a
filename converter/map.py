"""Maps a recognised form: one cell becomes one fact, or a leftover with its place and reason."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from juesuan.converter.document import UNREADABLE, Line
from juesuan.converter.numbers import Amount, looks_numeric, parse_amount
from juesuan.converter.placing import leftover, place_of
from juesuan.converter.recognise import titles
from juesuan.converter.recognise.apart import columns_of, row_apart, slots_of
from juesuan.converter.recognise.header import ColumnHead, is_column_numbers, resolve_header
from juesuan.converter.recognise.one_list import second_list
from juesuan.converter.recognise.rows import (
    RowKey,
    RowReader,
    code_list,
    groups,
    in_columns,
    join_split_rows,
    names_one_of_several,
    names_several_rows,
)
from juesuan.converter.recognise.sections import Section, UnknownSection
from juesuan.converter.recognise.slipped import is_figure, settled
from juesuan.converter.recognise.table import Slot, Table, join_grids
from juesuan.schema.filing import (
    UNLABELLED,
    UNREADABLE_CELL,
    Fact,
    FilingForm,
    Note,
    Recognition,
    Row,
    UnknownForm,
    Unmapped,
    plain_decimal,
)
from juesuan.schema.spec import UNLABELLED_LINE, Column, Dictionary, FormSpec
from juesuan.schema.spec import Line as FormLine
from juesuan.schema.text import squeeze

TWICE = "column-printed-twice"
_LEGIBLE = Decimal("0.8")  # confidence in a word that is surely no figure


@dataclass(slots=True)
class _Mapping:
    """The state of mapping one form."""

    spec: FormSpec
    dictionary: Dictionary
    title: str | None
    unit: str
    places: int
    rows: list[Row] = field(default_factory=list)
    unmapped: list[Unmapped] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    repeated: int = 0
    several: bool = False


def map_form(
    section: Section, dictionary: Dictionary, unit: str, fiscal_year: int | None
) -> FilingForm:
    """Return the form of a filing that a section of the document prints.

    ``unit`` is the printed unit (万元); values come out in yuan.
    """
    table = join_grids(section.grids)
    header = resolve_header(table, section.spec, dictionary, fiscal_year)
    codes = code_list(section.spec, dictionary)
    readers = [RowReader(section.spec, group, codes, dictionary.words) for group in groups(header)]
    join_split_rows(table, header, readers)
    mapping = _Mapping(
        section.spec,
        dictionary,
        section.title,
        unit,
        _usual_places(table, header.body, dictionary),
        repeated=len(table.repeated),
        several=names_several_rows(table, header, readers),
    )
    below = second_list(table, header, readers)
    for number in range(header.body, len(table.rows)):
        row = table.rows[number]
        if below and number == below[0]:
            readers = below[1]
        if is_column_numbers(row, dictionary.words) or _is_beside(row, mapping):
            continue
        _map_row(mapping, readers, row, table.geometric)
    for line in section.apart:
        _map_apart(mapping, readers, line)
    return FilingForm(
        id=section.spec.id,
        number=section.number,
        title=section.title,
        published_unit=unit,
        pages=tuple(dict.fromkeys(grid.page for grid in section.grids)),
        rows=_canonical(mapping.rows, section.spec),
        notes=(*mapping.notes, *section.notes),
        unmapped=tuple(mapping.unmapped),
        repeated=mapping.repeated,
    )


def _is_beside(row: Sequence[Slot], mapping: _Mapping) -> bool:
    """Return whether a row is a 注 inside the table (which is kept), or a page number."""
    filled = [slot for slot in row if slot.words]
    if len(filled) != 1:
        return False
    text, words = filled[0].text, mapping.dictionary.words
    if titles.is_note(text, words) or (mapping.notes and not looks_numeric(text)):
        mapping.notes.append(Note(squeeze(text), filled[0].cell.page))
        return True
    return titles.is_page_number(text) and not filled[0].words.isdigit()


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
            else settled(row, reader.group, len(readers) == 1, mapping.dictionary)
        )
        texts = list(in_columns(slots, reader.group.texts))
        key = reader.key([slot for slot in texts if not is_figure(slot, mapping.dictionary)])
        cells = [slot for slot in in_columns(slots, reader.group.others) if slot.words]
        unnamed = key.label is None and key.code is None
        if unnamed and awaiting and _shares_lines(mapping.spec, awaiting.line, reader.group.side):
            key = awaiting
        labels = [slot for slot in texts if slot.words]
        _map_cells(mapping, reader, key, cells, labels)
        mapping.unmapped += [
            leftover(slot, "figure-among-labels", key, ())
            for slot in texts
            if is_figure(slot, mapping.dictionary)
        ]
        plain_line = key.line is not None and not key.line.repeats
        awaiting = key if plain_line and not cells else None


def _map_apart(mapping: _Mapping, readers: Sequence[RowReader], line: Line) -> None:
    """Map a row that stands outside the grids: to facts only where its columns are certain."""
    row = row_apart(line, mapping.spec, mapping.dictionary)
    if row is None:
        return
    label, figures = row
    found = columns_of(readers, figures)
    key = RowKey(readers[-1].line(label), None, squeeze(label))
    if found is None:
        heads = [readers[0].group.others[0]] * len(figures)
        mapping.unmapped += [
            leftover(slot, "row-outside-the-table", key, ())
            for slot in slots_of(line, figures, heads)
        ]
    else:
        reader, heads = found
        _map_cells(mapping, reader, key, slots_of(line, figures, heads), ())


def _shares_lines(spec: FormSpec, line: FormLine | None, side_id: str | None) -> bool:
    """Return whether a line's figure may stand on a side: its own lines, or those it shares."""
    if line is None or not spec.sides:
        return True
    side = next((side for side in spec.sides if side.id == side_id), None)
    return side is not None and line.side is not None and line.side == side.also


def _map_cells(
    mapping: _Mapping,
    reader: RowReader,
    key: RowKey,
    slots: Sequence[Slot],
    labels: Sequence[Slot],
) -> None:
    facts: dict[str, list[Fact]] = {}
    contending: list[tuple[list[Fact], Fact]] = []
    for slot in slots:
        head = next(h for h in reader.group.others if h.start <= slot.start < h.stop)
        if head.role == "line_number" and slot.words.isdigit():
            continue
        amount = parse_amount(slot.text, mapping.dictionary.words.dashes)
        if amount and amount.unit is None:
            amount = replace(amount, unit=head.unit)
        line = head.line or key.line
        column = _column(mapping.spec, head, line, key)
        reason = _obstacle(amount, column, line, key, slot)
        if amount and mapping.several and head.line and names_one_of_several(reader, key):
            reason = "one-of-several-rows"
        if line is None and key.label is not None:
            column = None
        if reason is None and amount is not None and column is not None:
            fact = _fact(mapping, column, line, key, slot, amount)
            fact = replace(fact, recognition=_recognition(slot, labels))
            row = facts.setdefault(line.id if line else UNLABELLED, [])
            reason = _unfit(fact, row, amount, mapping.dictionary)
            if reason is None:
                row.append(fact)
            elif reason == TWICE:
                contending.append((row, fact))
        if reason:
            mapping.unmapped.append(leftover(slot, reason, key, head.path))
    for row, fact in contending:
        _take_back(mapping, row, fact, key)
    order = list(mapping.spec.column_by_id)
    for line_id, cells in facts.items():
        if not cells:
            continue
        cells.sort(key=lambda fact: order.index(fact.column))
        label = None if any(head.line for head in reader.group.others) else key.label
        _add_row(mapping, Row(line_id, key.code, label, tuple(cells)), key)


def _column(spec: FormSpec, head: ColumnHead, line: FormLine | None, key: RowKey) -> Column | None:
    """Return the column of a cell: its head's, else the one that its row or its line names."""
    column = head.column if head.role == "amount" else None
    if column is None or not column.default:
        return column
    if key.column is not None:
        return key.column
    return spec.column_by_id[line.column] if line and line.column else column


def _take_back(mapping: _Mapping, row: list[Fact], second: Fact, key: RowKey) -> None:
    """Take a fact back that another figure contradicts: nothing tells which is in its place."""
    for fact in [f for f in row if f.column == second.column and f.value != second.value]:
        row.remove(fact)
        label = " ".join(filter(None, (key.code, key.label))) or None
        mapping.unmapped.append(Unmapped(fact.printed or "", TWICE, label, fact.column, fact.place))


def _unfit(fact: Fact, row: Sequence[Fact], amount: Amount, dictionary: Dictionary) -> str | None:
    """Return why a figure cannot stand where it would, or None."""
    if any(other.column == fact.column for other in row):
        return TWICE
    if amount.unit is not None and amount.unit not in dictionary.words.units:
        return "unknown-unit"
    if fact.unit == "pure" and (amount.unit or fact.value != fact.value.to_integral_value()):
        return "not-a-whole-number"
    return None


def _obstacle(
    amount: Amount | None, column: Column | None, line: FormLine | None, key: RowKey, slot: Slot
) -> str | None:
    """Return why a cell can become no fact, or None; text that is no number is no obstacle."""
    if amount is None and slot.cell.recognition and column is not None and _illegible(slot):
        return UNREADABLE_CELL
    if amount is None and not looks_numeric(slot.text):
        return None
    if column is None:
        return "unknown-column"
    if amount is None:
        return "unreadable-number"
    if line is None and amount.places is None and key.label is not None:
        return None  # a heading with dashes beside it
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
    line: FormLine | None,
    key: RowKey,
    slot: Slot,
    amount: Amount,
) -> Fact:
    line = line or UNLABELLED_LINE
    unit = mapping.spec.unit_of(line, column)
    power = mapping.dictionary.words.units.get(amount.unit or mapping.unit, 0)
    places = mapping.places if amount.places is None else max(amount.places, mapping.places)
    if unit != "CNY":
        power, places = 0, 0
    return Fact(
        column=column.id,
        concept=mapping.spec.concept_of(line, column),
        dimensions=mapping.spec.dimensions_of(line, column, key.code, mapping.title, key.label),
        value=Decimal(plain_decimal(amount.value.scaleb(power))),
        decimals=places - power,
        unit=unit,
        printed=squeeze(slot.text),
        place=place_of(slot),
    )


def _recognition(slot: Slot, labels: Sequence[Slot]) -> Recognition | None:
    """Return how surely a figure was read: no more surely than the code of its row."""
    recognition = slot.cell.recognition
    if recognition is None:
        return None
    codes = (s.cell.recognition for s in labels if s.cell.recognition and s.words.isdigit())
    confidence = min(r.confidence for r in (recognition, *codes))
    return replace(recognition, confidence=confidence)


def _add_row(mapping: _Mapping, row: Row, key: RowKey) -> None:
    """Add a row; a line printed again is a repeat where it agrees, else a leftover."""
    line = mapping.spec.line_by_id.get(row.line)
    free = row.code is not None or line is None or line.repeats
    before = None if free else next((r for r in mapping.rows if r.line == row.line), None)
    if before is None:
        mapping.rows.append(row)
        return
    merged = list(before.facts)
    for fact in row.facts:
        other = before.fact(fact.column)
        if other is None:
            merged.append(fact)
        elif other.value == fact.value or _is_dash(fact, mapping.dictionary):
            mapping.repeated += 1
        elif _is_dash(other, mapping.dictionary):  # a heading of the line before its figure
            merged[merged.index(other)] = fact
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


def _is_dash(fact: Fact, dictionary: Dictionary) -> bool:
    amount = parse_amount(fact.printed or "", dictionary.words.dashes)
    return amount is not None and amount.places is None


def _canonical(rows: Sequence[Row], spec: FormSpec) -> tuple[Row, ...]:
    """Return the rows in the order of the dictionary's lines; rows by code keep their order."""
    order = {line.id: index for index, line in enumerate(spec.lines)}
    return tuple(sorted(rows, key=lambda row: order.get(row.line, len(order))))


def unknown_form(section: UnknownSection, dictionary: Dictionary) -> UnknownForm:
    """Return what is kept of a table that the dictionary does not hold: each cell with digits."""
    kept = []
    for grid in section.grids:
        heads: dict[int, str] = {}
        for row in join_grids([grid]).rows:
            label = next((s.text for s in row if s.words and not looks_numeric(s.text)), None)
            if is_column_numbers(row, dictionary.words):
                continue
            for slot in row:
                if looks_numeric(slot.text):
                    head = heads.get(slot.start)
                    key = RowKey(None, None, squeeze(label) if label else None)
                    kept.append(leftover(slot, "unknown-form", key, (head,) if head else ()))
                elif slot.words and slot.text is not label:
                    heads.update(dict.fromkeys(range(slot.start, slot.stop), squeeze(slot.text)))
    pages = tuple(dict.fromkeys(grid.page for grid in section.grids))
    return UnknownForm(section.title or "", section.number, pages, tuple(kept))

"""Writes a filing as xBRL-CSV 1.0: one table a form, as a person would lay it out.

What all figures of a table share stands in its template, what those of a column share at the
column, what those of a row share in a column of the row, and the rest beside each figure.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from juesuan.converter.writers.tables import harmless
from juesuan.converter.xbrl.oim import (
    ENTITY_PREFIX,
    LINK_GROUP,
    NOTE_CONCEPT,
    NOTE_LANGUAGE,
    document_info,
    note_text,
    period_text,
)
from juesuan.converter.xbrl.report import NOTE_COLUMN, NOTES_TABLE, XbrlFact, XbrlReport, report_of
from juesuan.schema.filing import Filing, plain_decimal
from juesuan.schema.xbrlnames import PREFIX, UNLISTED_AXIS, axis_name

METADATA_FILE = "report.json"
ROW_COLUMN = "row"
LABEL_COLUMN = "label"
_NONE = "#none"
_DECIMALS = "decimals"


def write_xbrl_csv(filing: Filing) -> dict[str, bytes]:
    """Return the files of the report by name: the metadata and a table for each form."""
    report = report_of(filing)
    labels = {
        f"{form.id}.{row.line}-{number}": row.label
        for form in filing.forms
        for number, row in enumerate(form.rows, 1)
    }
    tables: dict[str, list[XbrlFact]] = {}
    for fact in report.facts:
        tables.setdefault(fact.id.partition(".")[0], []).append(fact)
    templates: dict[str, Any] = {}
    files: dict[str, bytes] = {}
    for name, facts in tables.items():
        table = _Table(name, facts, report)
        templates[name] = table.template()
        files[f"{name}.csv"] = table.to_csv(labels)
    notes = list(report.footnotes())
    links: dict[str, Any] = {}
    if notes:
        templates[NOTES_TABLE] = _notes_template()
        rows = [(_row_of(note.id), _text(note_text(note.text))) for note in notes]
        files[f"{NOTES_TABLE}.csv"] = _csv([(ROW_COLUMN, NOTE_COLUMN), *rows])
        for note in notes:
            group = links.setdefault(note.kind, {LINK_GROUP: {}})[LINK_GROUP]
            group.setdefault(note.fact, []).append(note.id)
    metadata = {
        "documentInfo": document_info("xbrl-csv", report),
        "tableTemplates": templates,
        "tables": {name: {"url": f"{name}.csv"} for name in templates},
        **({"links": links} if links else {}),
    }
    data = (json.dumps(metadata, ensure_ascii=False, indent=1) + "\n").encode()
    return {METADATA_FILE: data, **files}


def _row_of(identifier: str) -> str:
    return identifier.split(".")[1].removeprefix("r_")


def _notes_template() -> dict[str, Any]:
    dimensions = {"concept": NOTE_CONCEPT, "language": NOTE_LANGUAGE}
    columns: dict[str, Any] = {ROW_COLUMN: {}, NOTE_COLUMN: {"dimensions": dimensions}}
    return {"rowIdColumn": ROW_COLUMN, "columns": columns}


class _Table:
    """One table: its facts by row and column, and where each aspect is stated."""

    def __init__(self, name: str, facts: Sequence[XbrlFact], report: XbrlReport) -> None:
        self.name = name
        self._cells: dict[tuple[str, str], XbrlFact] = {}
        for fact in facts:
            self._cells[_row_of(fact.id), fact.id.rpartition(".")[2]] = fact
        self._rows = list(dict.fromkeys(row for row, _ in self._cells))
        self._columns = list(dict.fromkeys(column for _, column in self._cells))
        self._said = {cell: _aspects(fact, report) for cell, fact in self._cells.items()}
        names = dict.fromkeys(aspect for said in self._said.values() for aspect in said)
        self._by_table: list[str] = []
        self._by_row: list[str] = []
        self._by_column: list[str] = []
        self._by_cell: list[str] = []
        for aspect in names:
            self._home(aspect).append(aspect)

    def _home(self, aspect: str) -> list[str]:
        """Return the list of the widest place where an aspect may be stated."""
        if self._constant(aspect, lambda cell: ""):
            return self._by_table
        if self._constant(aspect, lambda cell: cell[1]):
            return self._by_column
        if self._constant(aspect, lambda cell: cell[0]):
            return self._by_row
        return self._by_cell

    def _constant(self, aspect: str, key: Any) -> bool:
        seen: dict[str, str | None] = {}
        return all(
            seen.setdefault(key(cell), said.get(aspect)) == said.get(aspect)
            for cell, said in self._said.items()
        )

    def template(self) -> dict[str, Any]:
        """Return the table template."""
        first = next(iter(self._said.values()))
        columns: dict[str, Any] = {ROW_COLUMN: {}}
        if self._numeric:
            columns[LABEL_COLUMN] = {"comment": True}
        columns |= {_column_name(aspect): {} for aspect in self._by_row}
        for column in self._columns:
            said = next(s for (_, c), s in self._said.items() if c == column)
            stated = {aspect: said.get(aspect) for aspect in self._by_column}
            stated |= {aspect: f"${column}-{_column_name(aspect)}" for aspect in self._by_cell}
            columns[column] = _stated(stated)
            columns |= {f"{column}-{_column_name(aspect)}": {} for aspect in self._by_cell}
        shared = {aspect: first.get(aspect) for aspect in self._by_table}
        shared |= {aspect: f"${_column_name(aspect)}" for aspect in self._by_row}
        return {"rowIdColumn": ROW_COLUMN, "columns": columns, **_stated(shared)}

    @property
    def _numeric(self) -> bool:
        return any(isinstance(fact.value, Decimal) for fact in self._cells.values())

    def to_csv(self, labels: Mapping[str, str | None]) -> bytes:
        """Return the table as UTF-8 CSV; a label stands beside each row for readers."""
        per_cell = [_column_name(aspect) for aspect in self._by_cell]
        head = [ROW_COLUMN, *([LABEL_COLUMN] if self._numeric else [])]
        head += map(_column_name, self._by_row)
        for column in self._columns:
            head += [column, *(f"{column}-{name}" for name in per_cell)]
        rows = [head]
        for row in self._rows:
            cells = [row]
            if self._numeric:
                cells.append(harmless(labels.get(f"{self.name}.{row}") or ""))
            said = next(s for (r, _), s in self._said.items() if r == row)
            cells += [said.get(aspect) or _NONE for aspect in self._by_row]
            for column in self._columns:
                cells += self._cell(row, column)
            rows.append(cells)
        return _csv(rows)

    def _cell(self, row: str, column: str) -> list[str]:
        fact = self._cells.get((row, column))
        if fact is None:
            return [""] * (1 + len(self._by_cell))
        said = self._said[row, column]
        return [_value(fact), *(said.get(aspect) or _NONE for aspect in self._by_cell)]


def _aspects(fact: XbrlFact, report: XbrlReport) -> dict[str, str]:
    said = {
        "concept": f"{PREFIX}:{fact.concept}",
        "entity": f"{ENTITY_PREFIX}:{report.identifier}",
        "period": period_text(fact.period),
    }
    if fact.unit not in (None, "pure"):
        said["unit"] = f"iso4217:{fact.unit}"
    said |= {f"{PREFIX}:{axis}": f"{PREFIX}:{member}" for axis, member in fact.members}
    if fact.typed is not None:
        said[f"{PREFIX}:{axis_name(UNLISTED_AXIS)}"] = fact.typed
    if fact.decimals is not None:
        said[_DECIMALS] = str(fact.decimals)
    return said


def _stated(said: Mapping[str, str | None]) -> dict[str, Any]:
    """Return dimensions and decimals as a template states them."""
    given = {aspect: value for aspect, value in said.items() if value is not None}
    decimals = given.pop(_DECIMALS, None)
    stated: dict[str, Any] = {"dimensions": given}
    if decimals is not None:
        stated[_DECIMALS] = decimals if decimals.startswith("$") else int(decimals)
    return stated


def _column_name(aspect: str) -> str:
    """Return the name of a column that states an aspect (js:FormAxis → FormAxis)."""
    return aspect.rpartition(":")[2]


def _value(fact: XbrlFact) -> str:
    if fact.value is None:
        return "#nil"
    return plain_decimal(fact.value) if isinstance(fact.value, Decimal) else _text(fact.value)


def _text(value: str) -> str:
    """Return a text as a cell states it; a leading # is doubled, an empty text said."""
    if not value:
        return "#empty"
    return f"#{value}" if value.startswith("#") else value


def _csv(rows: Iterable[Sequence[str]]) -> bytes:
    buffer = io.StringIO(newline="")
    csv.writer(buffer, lineterminator="\r\n").writerows(rows)
    return buffer.getvalue().encode()

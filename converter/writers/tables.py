"""Writes a Filing as CSV: one row a fact."""

from __future__ import annotations

import csv
import io

from juesuan.schema.dictionary import (
    UNLABELLED_LINE,
    Column,
    Dictionary,
    FormSpec,
    Line,
    load_dictionary,
)
from juesuan.schema.filing import UNLABELLED, Fact, Filing, Row, plain_decimal

COLUMNS = (
    "form",
    "line",
    "concept",
    "dimensions",
    "label_zh",
    "label_en",
    "value",
    "unit",
    "decimals",
    "printed",
    "page",
    "row",
    "column",
    "bbox",
)


def write_csv(filing: Filing) -> bytes:
    """Return the facts as UTF-8 CSV (RFC 4180); ``value`` is in yuan for money."""
    dictionary = load_dictionary()
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for form, row, fact in filing.facts():
        writer.writerow(_record(dictionary.form(form.id), row, fact, dictionary))
    return buffer.getvalue().encode("utf-8")


def _record(spec: FormSpec, row: Row, fact: Fact, dictionary: Dictionary) -> list[str]:
    label_zh, label_en = fact_labels(spec, row, fact, dictionary)
    place = fact.place
    return [
        spec.id,
        row.code or row.line,
        fact.concept,
        ";".join(f"{axis}={member}" for axis, member in fact.dimensions),
        harmless(label_zh),
        harmless(label_en),
        plain_decimal(fact.value),
        fact.unit,
        str(fact.decimals),
        harmless(fact.printed or ""),
        *("" if number is None else str(number) for number in (place.page, place.row)),
        "" if place.column is None else str(place.column),
        " ".join(map(str, place.bbox or ())),
    ]


def harmless(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula; numbers and dashes stay as printed."""
    if text[:1] in ("=", "@", "\t", "\r"):
        return f"'{text}"
    if text[:1] in ("+", "-") and any(char.isalpha() or char in "(!|" for char in text[1:]):
        return f"'{text}"
    return text


def fact_labels(
    spec: FormSpec, row: Row, fact: Fact, dictionary: Dictionary
) -> tuple[str, str]:
    """Return a fact's Chinese and English label: its row, and its column where there are several.

    The Chinese name of a row is as printed where the filing has it.
    """
    line = UNLABELLED_LINE if row.line == UNLABELLED else spec.line_by_id[row.line]
    column = spec.column_by_id[fact.column]
    zh, en = row_labels(spec, line, row, dictionary)
    if _columns(spec, line) == 1:
        return zh, en
    return f"{zh} / {column.zh}", f"{en} / {column.en}"


def row_labels(
    spec: FormSpec, line: Line, row: Row, dictionary: Dictionary
) -> tuple[str, str]:
    """Return the Chinese and English name of a row."""
    if row.code is None or spec.classification is None:
        return row.label or line.zh, line.en
    entry = dictionary.codes[spec.classification.axis].get(row.code)
    zh = row.label or (entry.name_zh if entry else row.code)
    return zh, (entry.name_en if entry and entry.name_en else row.code)


def _columns(spec: FormSpec, line: Line) -> int:
    columns: tuple[Column, ...] = spec.columns_of(line.side)
    return len(columns)

"""Writes a Filing as CSV: one row a fact."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence

from juesuan.schema.dictionary import load_dictionary
from juesuan.schema.filing import Fact, Filing, Row, plain_decimal
from juesuan.schema.labels import fact_labels
from juesuan.schema.spec import Dictionary, FormSpec

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

_FORMULA_STARTS = "=+-@\t\r＝＋－＠"
_SIGNED_NUMBER = re.compile(r"[-－]+|[-+－＋][\d,，.．]+")


def write_csv(filing: Filing) -> bytes:
    """Return the facts as UTF-8 CSV (RFC 4180); ``value`` is in yuan for money."""
    return write_csv_of_all([filing])


def write_csv_of_all(filings: Sequence[Filing]) -> bytes:
    """Return the facts of several filings, one filing after the other, under one header."""
    dictionary = load_dictionary()
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for filing in filings:
        for form, row, fact in filing.facts():
            writer.writerow(_record(dictionary.form(form.id), row, fact, dictionary))
    return buffer.getvalue().encode("utf-8")


def _record(spec: FormSpec, row: Row, fact: Fact, dictionary: Dictionary) -> list[str]:
    label_zh, label_en = fact_labels(spec, row, fact.column, dictionary)
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
        " ".join(map(plain_decimal, place.bbox or ())),
    ]


def harmless(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula; numbers and dashes stay as printed.

    Full-width signs count too: spreadsheets of East Asian editions take them for the plain ones.
    """
    starts_formula = text[:1] in _FORMULA_STARTS and text != ""
    return f"'{text}" if starts_formula and not _SIGNED_NUMBER.fullmatch(text) else text

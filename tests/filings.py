"""Builds filings in one line, for tests of rules, writers and readers."""

from __future__ import annotations

from decimal import Decimal

from juesuan.schema.dictionary import load_dictionary
from juesuan.schema.filing import (
    UNLABELLED,
    Entity,
    Fact,
    Filing,
    FilingForm,
    Row,
    plain_decimal,
)
from juesuan.schema.spec import UNLABELLED_LINE, FormSpec

Cells = dict[str, str]
RowParts = tuple[str, str | None, str | None, Cells]


def line(line_id: str, **cells: str) -> RowParts:
    """A line of a form; amounts as printed in 万元."""
    return line_id, None, None, cells


def code(number: str, name: str | None, line_id: str = "Function", **cells: str) -> RowParts:
    """A row by code; amounts as printed in 万元."""
    return line_id, number, name, cells


def form(form_id: str, *rows: RowParts, unit: str = "万元", title: str | None = None) -> FilingForm:
    """A form with its rows in the order given."""
    spec = load_dictionary().form(form_id)
    power = load_dictionary().words.units[unit]
    return FilingForm(
        form_id,
        title=title,
        published_unit=unit,
        rows=tuple(_row(spec, parts, power, title) for parts in rows),
    )


def filing(*forms: FilingForm, **more: object) -> Filing:
    """A filing of a department for 2024."""
    order = {spec.id: spec.order for spec in load_dictionary().forms}
    values = {"published_unit": "万元", **more}
    return Filing(
        Entity("泉州市人民政府办公室", level="department"),
        2024,
        tuple(sorted(forms, key=lambda f: order[f.id])),
        **values,  # type: ignore[arg-type]
    )


def _row(spec: FormSpec, parts: RowParts, power: int, title: str | None) -> Row:
    line_id, number, name, cells = parts
    place = UNLABELLED_LINE if line_id == UNLABELLED else spec.line_by_id[line_id]
    facts = []
    for column_id, printed in cells.items():
        column = spec.column_by_id[column_id]
        plain = Decimal(printed.replace(",", ""))
        facts.append(
            Fact(
                column_id,
                spec.concept_of(place, column),
                spec.dimensions_of(place, column, number, title),
                Decimal(plain_decimal(plain.scaleb(power))),
                -int(plain.as_tuple().exponent) - power,
                printed=printed,
            )
        )
    return Row(line_id, number, name, tuple(facts))

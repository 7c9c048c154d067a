"""Builds filings in one line, for tests of rules, writers and readers."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from juesuan.schema.dictionary import load_dictionary
from juesuan.schema.filing import (
    UNLABELLED,
    Entity,
    Fact,
    Filing,
    FilingForm,
    Note,
    Place,
    Row,
    Unmapped,
    plain_decimal,
)
from juesuan.schema.spec import UNLABELLED_LINE, FormSpec
from tests.accounts import CLASSES, ECONOMIC, FUND_LEAVES, GROUPS, LEAVES, make_accounts
from tests.forms import Style, Table, nine_forms

NAMES = {
    **LEAVES,
    **FUND_LEAVES,
    **GROUPS,
    **dict(CLASSES),
    **{code: name for code, name, _ in ECONOMIC},
    **dict(entry.split(" ") for _, _, entries in ECONOMIC for entry in entries),
}
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
        plain, unit = Decimal(printed.replace(",", "")), spec.unit_of(place, column)
        scale = power if unit == "CNY" else 0
        facts.append(
            Fact(
                column_id,
                spec.concept_of(place, column),
                spec.dimensions_of(place, column, number, title, name),
                Decimal(plain_decimal(plain.scaleb(scale))),
                -int(plain.as_tuple().exponent) - scale,
                unit=unit,
                printed=printed,
            )
        )
    return Row(line_id, number, name, tuple(facts))


def sound_filing(seed: int = 1) -> Filing:
    """A filing of all nine forms in which every identity holds exactly."""
    tables = nine_forms(make_accounts(seed), Style())
    forms = [_form_of(table) for table in tables]
    return filing(*(replace(f, notes=EXPLAINED) if _shows_nothing(f) else f for f in forms))


EXPLAINED = (Note("本部门本年度没有相关收入和支出，故本表无数据。"),)


def _shows_nothing(made: FilingForm) -> bool:
    return not any(fact.value for _, fact in made.facts())


def _form_of(table: Table) -> FilingForm:
    spec = load_dictionary().form(table.form)
    rows: dict[str, Cells] = {}
    for (row, column), (_, key, column_id) in table.keys.items():
        rows.setdefault(key, {})[column_id] = table.body[row][column]
    order = {line.id: index for index, line in enumerate(spec.lines)}
    place = spec.classification_line
    parts: list[RowParts] = []
    for key, cells in rows.items():
        if key.isdigit() and place is not None:
            parts.append(code(key, NAMES.get(key), place.id, **cells))
        else:
            parts.append(line(key, **cells))
    parts.sort(key=lambda part: order[part[0]])
    return form(table.form, *parts, title=table.title)


def changed(source: Filing, form_id: str, row: str, column: str, printed: str | None) -> Filing:
    """The same filing with one figure printed otherwise, or not at all (None)."""
    forms = []
    for old in source.forms:
        if old.id == form_id:
            rows = [_changed_row(r, row, column, printed, old.published_unit) for r in old.rows]
            assert rows != list(old.rows), f"no figure at {form_id}:{row}/{column}"
            old = replace(old, rows=tuple(r for r in rows if r.facts))
        forms.append(old)
    return replace(source, forms=tuple(forms))


def _changed_row(row: Row, key: str, column: str, printed: str | None, unit: str | None) -> Row:
    if (row.code or row.line) != key:
        return row
    power = load_dictionary().words.units[unit or "元"]
    facts = []
    for fact in row.facts:
        if fact.column == column:
            if printed is None:
                continue
            plain = Decimal(printed.replace(",", ""))
            value = Decimal(plain_decimal(plain.scaleb(power)))
            decimals = -int(plain.as_tuple().exponent) - power
            fact = replace(fact, value=value, decimals=decimals, printed=printed)
        facts.append(fact)
    return replace(row, facts=tuple(facts))


def odd_filing() -> Filing:
    """Negative figures, a code outside the list, a code twice, leftovers, notes, empty forms."""
    expenditure = form(
        "expenditure",
        line("Total", TotalExpenditureForYear="-1,234.56", BasicExpenditure="-1234.56"),
        code("201", "一般公共服务支出", TotalExpenditureForYear="-1234.56"),
        code("201", "一般公共服务支出", TotalExpenditureForYear="1.00"),
        code("2987654", "=奇怪的科目", TotalExpenditureForYear="0.10"),
    )
    expenditure = replace(
        expenditure,
        number="公开03表",
        title="支出决算表",
        pages=(3, 4),
        repeated=2,
        notes=(Note("注：本表 <含> & 特殊字符。", 4), Note("#第二条")),
        unmapped=(Unmapped("98.5", "unknown-column", "合计", "完成率", Place(3, 1, 2)),),
    )
    empty = form("state-capital")
    source = filing(expenditure, empty, announced=("revenue", "government-fund"))
    return replace(source, entity=Entity("某 某 局", "91350500MA2XN0DA0W", "unit", "某市"))

"""Synthetic accounts in many layouts: every printed figure becomes its fact, no other does."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pypdfium2 as pdfium
import pytest

from juesuan.converter.convert import convert_bodies, convert_file
from juesuan.validators.engine import run_rules
from juesuan.validators.model import Outcome
from tests.accounts import Key, make_accounts
from tests.forms import Style, nine_forms
from tests.render import Look, render

LAYOUTS = {
    "plain": (Style(), Look()),
    "blank for zero, landscape, header not repeated": (
        Style(zero="", codes="three", three_public="matrix"),
        Look(landscape=True, repeat_header=False),
    ),
    "codes in pieces, dashes, yuan, coloured header": (
        Style(
            zero="—",
            codes="pieces",
            unit="元",
            thousands=True,
            three_public="matrix-by-item",
            numbering=(1, 2, 3, 4, 5, 6, 9, 7, 8),
        ),
        Look(coloured_header=True),
    ),
    "code and name in one cell, 公开表 titles, title on the page before": (
        Style(zero="0", codes="joined", titles="public", number_format="表{}", balances=False),
        Look(title_before=True),
    ),
    "rotated page, thick lines, three economic groups, column numbers": (
        Style(titles="total", column_numbers=True, economic_groups=3, thousands=True),
        Look(rotate=90, line_width=1.5),
    ),
    "rotated the other way, blanks": (
        Style(zero="", economic_groups=3, three_public="matrix-by-item"),
        Look(rotate=270, landscape=True, repeat_header=False),
    ),
    "two forms on a page, totals last": (Style(fund_total_first=False), Look(two_on_a_page=True)),
    "budget columns": (
        Style(budget_columns=True, zero="-"),
        Look(landscape=True, open_sides=True),
    ),
    "title inside the table": (Style(codes="three"), Look(title_inside=True, row_height=64)),
    "a form over many pages": (
        Style(zero="", column_numbers=True),
        Look(repeat_header=True, row_height=66),
    ),
}


@pytest.mark.parametrize("name", LAYOUTS)
def test_every_figure_becomes_its_fact(name: str, tmp_path: Path) -> None:
    style, look = LAYOUTS[name]
    tables = nine_forms(make_accounts(len(name)), style)
    path = tmp_path / "document.pdf"
    path.write_bytes(render(tables, style, look, entity="安和县民政局", year=2023))

    filing = convert_file(path)

    printed = {
        key: table.body[row][column]
        for table in tables
        for (row, column), key in table.keys.items()
    }
    read: dict[Key, str | None] = {
        (form.id, row.code or row.line, fact.column): fact.printed
        for form, row, fact in filing.facts()
    }
    assert read == printed
    assert not [leftover for form in filing.forms for leftover in form.unmapped]
    assert (filing.entity.name, filing.fiscal_year) == ("安和县民政局", 2023)
    assert {form.published_unit for form in filing.forms} == {style.unit}
    # forms without figures bear no note here that says why
    checks = (check for check in run_rules(filing) if check.rule != "D-EMPTY")
    outcomes = Counter(check.outcome for check in checks)
    assert not outcomes[Outcome.FAILED]
    assert not outcomes[Outcome.WITHIN_ROUNDING]


def test_several_bodies_in_one_file_read_as_they_do_apart(tmp_path: Path) -> None:
    apart = []
    together = pdfium.PdfDocument.new()
    for seed, entity, kind in ((3, "安和县民政局", "部门"), (4, "安和县社会福利院", "单位")):
        tables = nine_forms(make_accounts(seed), Style())
        data = render(tables, Style(), Look(), entity=entity, year=2023, kind=kind)
        path = tmp_path / f"{seed}.pdf"
        path.write_bytes(data)
        apart.append(convert_file(path))
        together.import_pages(pdfium.PdfDocument(data))
    together.save(tmp_path / "all.pdf")

    filings = convert_bodies(tmp_path / "all.pdf")

    assert [filing.entity for filing in filings] == [filing.entity for filing in apart]
    for one, alone in zip(filings, apart, strict=True):
        assert [(f.id, r.code, x.column, x.value) for f, r, x in one.facts()] == [
            (f.id, r.code, x.column, x.value) for f, r, x in alone.facts()
        ]
        assert not [leftover for form in one.forms for leftover in form.unmapped]


@pytest.mark.parametrize("magnitude", [1, 10**11])
def test_small_and_large_amounts(magnitude: int, tmp_path: Path) -> None:
    style = Style(thousands=True)
    tables = nine_forms(make_accounts(7, magnitude=magnitude), style)
    path = tmp_path / "document.pdf"
    path.write_bytes(
        render(tables, style, Look(landscape=True), entity="安和县第一中学", year=2022, kind="单位")
    )
    filing = convert_file(path)
    assert sum(1 for _ in filing.facts()) == sum(len(table.keys) for table in tables)
    assert filing.entity.level == "unit"


def test_an_unknown_column_is_left_over_and_not_put_in_its_neighbours_place(
    tmp_path: Path,
) -> None:
    style = Style()
    tables = nine_forms(make_accounts(3), style)
    expenditure = tables[2]
    width = len(expenditure.body[0])
    expenditure.heads.append((0, width, 3, 1, "预算完成率"))
    for row in expenditure.body:
        row.append("98.50")
    path = tmp_path / "document.pdf"
    path.write_bytes(render(tables, style, Look(landscape=True), entity="安和县民政局", year=2023))

    form = convert_file(path).form("expenditure")

    assert form is not None
    assert sum(1 for _ in form.facts()) == len(expenditure.keys)
    assert len(form.unmapped) == len(expenditure.body)
    assert {leftover.reason for leftover in form.unmapped} == {"unknown-column"}
    assert all(leftover.place.page for leftover in form.unmapped)

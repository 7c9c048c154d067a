"""Tables that no lines divide into columns, rendered and read back."""

from __future__ import annotations

from pathlib import Path

import pytest

from juesuan.converter.convert import convert_file
from juesuan.converter.document import Grid
from juesuan.converter.readers.layout import lay_out
from juesuan.converter.readers.page import Char, PageContent, Ruling
from tests.accounts import Key, make_accounts
from tests.forms import Style, nine_forms
from tests.render import Look, render

LOOKS = {
    "no lines": (Style(thousands=True), Look(rules="none", landscape=True)),
    "rules between rows, upright page": (
        Style(fund_total_first=False, zero=""),
        Look(rules="rows"),
    ),
    "header ruled, budget columns": (
        Style(budget_columns=True, zero="-"),
        Look(rules="header", landscape=True),
    ),
    "frame, code and name in one cell": (
        Style(codes="joined", titles="public", zero="0"),
        Look(rules="frame", landscape=True),
    ),
    "no lines, heads in the middle, figures to the right": (
        Style(budget_columns=True, zero="-"),
        Look(rules="none", landscape=True, aligned=True),
    ),
}


@pytest.mark.parametrize("name", LOOKS)
@pytest.mark.parametrize("reader", ["pdfium", "pdfplumber"])
def test_every_figure_becomes_its_fact(name: str, reader: str, tmp_path: Path) -> None:
    style, look = LOOKS[name]
    tables = nine_forms(make_accounts(5), style)
    path = tmp_path / "document.pdf"
    path.write_bytes(render(tables, style, look, entity="安和县民政局", year=2023))

    filing = convert_file(path, reader=reader)

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


def text(words: str, x: float, y: float, size: float = 10) -> list[Char]:
    """Return the characters of words that begin at a point."""
    chars = []
    for word in words:
        wide = size / 2 if word.isascii() else size
        if word != " ":
            chars.append(Char(word, x, y, x + wide, y + size, y + size))
        x += wide
    return chars


def page(*lines: list[Char], rulings: list[Ruling] | None = None) -> list[Grid]:
    chars = [char for line in lines for char in line]
    content = PageContent(1, 600, 800, chars, rulings or [])
    return [block for block in lay_out(content).blocks if isinstance(block, Grid)]


def test_a_contents_page_is_no_table() -> None:
    entries = [f"{i}、收入支出决算总表……{i + 3}" for i in range(1, 10)]
    assert not page(*(text(entry, 60, 100 + 20 * i) for i, entry in enumerate(entries)))


def test_entries_with_page_numbers_at_the_right_are_no_table() -> None:
    lines = []
    for i in range(9):
        lines += [text("收入支出决算总表", 60, 100 + 20 * i), text(str(i + 3), 520, 100 + 20 * i)]
    assert not page(*lines)


def test_prose_with_amounts_is_no_table() -> None:
    line = "收入总计 1,234.56 万元，支出总计 1,234.56 万元，增长 1.01%"
    assert not page(*(text(line, 60, 100 + 20 * i) for i in range(20)))


def cells(grid: Grid) -> list[list[str]]:
    return [[cell.text for cell in row] for row in grid.rows()]


def test_a_number_over_a_border_stays_whole() -> None:
    lines = [Ruling(x, 100, x, 160) for x in (50, 150, 250, 350)]
    lines += [Ruling(50, y, 350, y) for y in (100, 120, 140, 160)]
    body = [text("项目", 60, 105), text("1,234,567.89", 192, 105), text("2.00", 320, 105)]
    [grid] = page(*body, rulings=lines)
    assert cells(grid)[0] == ["项目", "1,234,567.89", "2.00"]


def test_two_numbers_that_touch_at_a_border_are_not_one() -> None:
    lines = [Ruling(x, 100, x, 140) for x in (50, 150, 250, 350)]
    lines += [Ruling(50, y, 350, y) for y in (100, 120, 140)]
    body = [text("项目", 60, 105), text("1,234.50", 210, 105), text("6,789.00", 250, 105)]
    [grid] = page(*body, rulings=lines)
    assert cells(grid)[0] == ["项目", "1,234.50", "6,789.00"]


def test_a_head_gathers_the_columns_under_it() -> None:
    lines = [text("项目", 60, 100), text("本年支出", 310, 100)]
    lines += [text("小计", 210, 116), text("基本支出", 300, 116), text("项目支出", 410, 116)]
    for i in range(4):
        y = 140 + 18 * i
        lines.append(text(f"20{i}", 60, y))
        lines += [text(f"{i + 3},450.00", x, y) for x in (210, 310, 420)]
    [grid] = page(*lines)
    [head] = [cell for cell in grid.cells if cell.text == "本年支出"]
    assert (head.column, head.column_span) == (1, 3)


def test_two_heads_share_twelve_columns_whatever_stands_in_the_middle_of_each() -> None:
    leaves = ("合计", "因公", "小计", "购置", "运行", "接待")
    lines = [*text("预算数", 160, 100), *text("决算数", 490, 100)]
    for half in (0, 330):
        lines += text("公务用车", 170 + half, 115)
        for n, leaf in enumerate(leaves):
            lines += text(leaf, 25 + half + 55 * n, 130 if 2 <= n <= 4 else 122.5)
    figures = [
        char
        for row in range(3)
        for n in range(12)
        for char in text(f"{n}.{row}5", 25 + 55 * n, 150 + 20 * row)
    ]
    content = PageContent(1, 700, 800, [*lines, *figures], [])
    (grid,) = (block for block in lay_out(content).blocks if isinstance(block, Grid))

    spans = [(c.text, c.column, c.column_span) for row in grid.rows()[:3] for c in row]
    assert spans[:2] == [("预算数", 0, 6), ("决算数", 6, 6)]
    assert {s for s in spans if s[0] == "公务用车"} == {("公务用车", 2, 3), ("公务用车", 8, 3)}

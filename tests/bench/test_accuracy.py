"""The accuracy bench: its truth adds up, and a few of its layouts are read without a slip."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from bench.accuracy import to_pdf, to_text
from bench.accuracy.books import Books, Wish, make_books
from bench.accuracy.paper import Look, Paper, truth, write_truth
from bench.accuracy.plan import papers
from bench.accuracy.programs import programs
from bench.accuracy.score import documents, score_document
from bench.accuracy.style import Style

RICH = Wish(fund=True, capital=True, institution=True, business=True, higher=True, items=14)
PDFS = {
    "plain": (Style(), Look()),
    "yuan, blanks, pieces, twelve columns": (
        Style(unit="元", zero="", codes="pieces", three="matrix", economic="three"),
        Look(landscape=True, repeat_header=False),
    ),
    "title inside, lines numbered, dashes": (
        Style(zero="—", three="lines-numbered", economic="wide", line_numbers=True),
        Look(landscape=True, title_inside=True, prose="before"),
    ),
    "joined codes, balances, two forms a page": (
        Style(codes="joined", balances=True, thousands=True, numbering="表{zh}"),
        Look(per_page=2, font="hei", meta="above"),
    ),
    "rotated, coloured, high rows": (
        Style(column_numbers=True, order=(1, 2, 3, 4, 5, 6, 9, 7, 8)),
        Look(rotate=90, coloured=True, tall=True),
    ),
}


def _values(paper: Paper) -> dict[tuple[str, str, str], Decimal]:
    cells = truth(paper)["cells"]
    assert isinstance(cells, list)
    return {(c["form"], c["row"], c["column"]): Decimal(c["value"]) for c in cells}


@pytest.mark.parametrize("seed", range(6))
def test_the_truth_adds_up(seed: int) -> None:
    books = make_books(seed, replace(RICH, negative=seed % 2 == 1))
    style = Style(unit="元", balances=True, titles="public", economic="split")
    values = _values(Paper("x", "reportlab", books, style, Look()))
    by_form: dict[str, dict[tuple[str, str], Decimal]] = defaultdict(dict)
    for (form, row, column), value in values.items():
        by_form[form][row, column] = value

    summary = by_form["revenue-expenditure-summary"]
    assert summary["GrandTotalSources", "Actual"] == summary["GrandTotalUses", "Actual"]
    assert (
        summary["TotalRevenueForYear", "Actual"]
        == (by_form["revenue"]["Total", "TotalRevenueForYear"])
    )
    for form in ("revenue", "expenditure", "general-budget-expenditure", "government-fund"):
        cells = by_form[form]
        for column in {column for _, column in cells}:
            for length, above in ((3, "Total"), (5, None), (7, None)):
                sums: dict[str, Decimal] = defaultdict(Decimal)
                for (row, other), value in cells.items():
                    if other == column and row.isdigit() and len(row) == length:
                        sums[above or row[: length - 2]] += value
                for row, value in sums.items():
                    assert cells[row, column] == value, (form, row, column)
    basic = by_form["general-budget-expenditure"]["Total", "BasicExpenditure"]
    assert by_form["general-budget-basic-expenditure"]["BasicExpenditure", "Amount"] == basic


def test_the_same_seed_gives_the_same_documents() -> None:
    first, second = (list(papers(3, 40, programs())) for _ in range(2))
    assert [truth(p) for p in first] == [truth(p) for p in second]
    assert first
    assert truth(next(papers(4, 40, programs()))) != truth(first[0])


def _score(paper: Paper, folder: Path, name: str) -> None:
    write_truth(paper, folder)
    [(path, wanted)] = documents(folder)
    assert path.name == name
    assert json.loads((folder / f"{paper.name}.truth.json").read_text("utf-8")) == wanted
    score = score_document(path, wanted)
    assert not score.error
    assert not score.failures
    assert not score.false_errors
    assert score.total["right"] == score.total["truth"] > 50


def _books(name: str) -> Books:
    return replace(make_books(len(name), RICH), entity="安和县民政局", level="部门")


@pytest.mark.parametrize("name", PDFS)
def test_layouts_are_read_whole(name: str, tmp_path: Path) -> None:
    style, look = PDFS[name]
    paper = Paper("document", "reportlab", _books(name), style, look)
    to_pdf.render(paper, tmp_path / "document.pdf")
    _score(paper, tmp_path, "document.pdf")


def test_text_is_read_whole(tmp_path: Path) -> None:
    paper = Paper("document", "text", _books("text"), Style(zero="-", three="matrix"), Look())
    to_text.write_gb(paper, tmp_path / "document.txt")
    _score(paper, tmp_path, "document.txt")


def test_a_figure_in_a_neighbours_place_is_seen(tmp_path: Path) -> None:
    """The bench itself can fail: a truth that says otherwise is counted wrong, not right."""
    paper = Paper("document", "text", _books("text"), Style(), Look())
    to_text.write(paper, tmp_path / "document.txt")
    wanted = truth(paper)
    cells = wanted["cells"]
    assert isinstance(cells, list)
    cells[0]["value"] = "1"
    cells[1]["row"] = "999"
    score = score_document(tmp_path / "document.txt", wanted)
    assert (score.total["wrong"], score.total["missing"]) == (1, 1)
    assert score.total["invented"] == 1

"""Real documents and renderings of one: every figure on the page becomes the right fact."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from juesuan.converter.convert import convert_file
from juesuan.converter.readers import read_bytes, read_document
from juesuan.converter.readers.native_xml import read_native_xml
from juesuan.converter.writers import WRITERS
from juesuan.converter.writers.xml import write_xml
from juesuan.schema.dictionary import load_dictionary
from juesuan.schema.filing import Filing
from juesuan.schema.safe_xml import parse_xml
from tests.golden import SAMPLES, golden, path_of

ROOT = Path(__file__).parents[2]
DATA = ROOT / "tests" / "data" / "quanzhou-2024"
TEXT = ROOT / "samples" / "quanzhou-2024.txt"
RENDERINGS = {
    "a": DATA / "rendered-a.pdf",
    "b": DATA / "rendered-b.pdf",
    "d": DATA / "rendered-d-yuan-landscape.pdf",
}
DOCUMENTS = [
    TEXT,
    *RENDERINGS.values(),
    *(ROOT / "samples" / f"{sample}.pdf" for sample in SAMPLES),
]

FUNDS = ["Total", "GeneralPublicBudget", "GovernmentFund", "StateCapital"]
SPENDING = ["TotalExpenditureForYear", "BasicExpenditure", "ProjectExpenditure"]
BALANCES = [
    "OpeningCarryOverAndSurplus",
    "TotalRevenueForYear",
    *SPENDING,
    "ClosingCarryOverAndSurplus",
]
# The columns of each form in printed order, in groups of (texts, amounts); T7 apart.
GROUPS: dict[str, tuple[str, list[tuple[int, list[str]]]]] = {
    "T1": ("revenue-expenditure-summary", [(1, ["Actual"]), (1, ["Actual"])]),
    "T2": (
        "revenue",
        [
            (
                4,
                [
                    "TotalRevenueForYear",
                    "FiscalAppropriationRevenue",
                    "HigherLevelSubsidyRevenue",
                    "PublicInstitutionRevenue",
                    "BusinessRevenue",
                    "AffiliatedUnitRemittanceRevenue",
                    "OtherRevenue",
                ],
            )
        ],
    ),
    "T3": (
        "expenditure",
        [
            (
                4,
                [
                    *SPENDING,
                    "RemittanceToHigherLevel",
                    "BusinessExpenditure",
                    "SubsidyToAffiliatedUnits",
                ],
            )
        ],
    ),
    "T4": ("appropriation-summary", [(1, ["Actual"]), (1, FUNDS)]),
    "T5": ("general-budget-expenditure", [(2, SPENDING)]),
    "T6": ("general-budget-basic-expenditure", [(2, ["Amount"])] * 3),
    "T8": ("government-fund", [(4, BALANCES)]),
    "T9": ("state-capital", [(2, SPENDING)]),
}
LINES = [
    "ThreePublicExpenses",
    "OverseasVisitExpense",
    "OfficialVehicleExpense",
    "VehiclePurchaseExpense",
    "VehicleOperationExpense",
    "OfficialReceptionExpense",
]

Cell = tuple[str, str, str, str]
"""Form, row (code or label), column, printed text."""


def plain(text: str | None) -> str:
    return "".join((text or "").split())


def truth(name: str) -> Counter[Cell]:
    """Read the cells that must come out from a truth file, by its own grid alone."""
    forms = json.loads((DATA / f"truth-{name}.json").read_text("utf-8"))
    cells: Counter[Cell] = Counter()
    for key, (form, groups) in GROUPS.items():
        rows = forms[key]["rows"] + [row for row in forms[key]["header"] if "合计" in row[:4]]
        for row in rows:
            texts: list[str | None] = row
            if "栏次" not in row:
                cells.update(cells_of_row(form, groups, texts))
    cells.update(three_public(forms["T7"]))
    return cells


def cells_of_row(
    form: str, groups: list[tuple[int, list[str]]], row: list[str | None]
) -> list[Cell]:
    cells, at, label = [], 0, ""
    for n_texts, columns in groups:
        texts = [plain(text) for text in row[at : at + n_texts] if text]
        merged = all(text is None for text in row[at : at + n_texts])
        label = label if merged else (texts[0] if texts else "")
        alone = label.isdigit() or len(texts) < 2
        name = label if alone else texts[-1]
        at += n_texts
        for column in columns:
            printed = plain(row[at]) if at < len(row) else ""
            at += 1
            if "." in printed:
                cells.append((form, name, column, printed))
    return cells


def three_public(form: dict[str, list[list[str]]]) -> list[Cell]:
    if len(form["rows"]) == 1:  # twelve columns: six of budget, six of actual
        columns = ["Budget"] * 6 + ["Actual"] * 6
        return [
            ("three-public-expenses", line, column, plain(printed))
            for line, column, printed in zip(LINES * 2, columns, form["rows"][0], strict=True)
        ]
    return [
        ("three-public-expenses", line, "Actual", plain(row[-1]))
        for line, row in zip(LINES, form["rows"], strict=True)
    ]


def read(filing: Filing) -> Counter[Cell]:
    cells: Counter[Cell] = Counter()
    for form, row, fact in filing.facts():
        name = row.code or row.label or ""
        if form.id == "three-public-expenses":
            name = row.line
        if row.code is not None and form.id in ("revenue-expenditure-summary", GROUPS["T4"][0]):
            name = row.label or ""
        cells[form.id, plain(name), fact.column, fact.printed or ""] += 1
    return cells


@pytest.mark.parametrize("name", RENDERINGS)
def test_every_cell_of_a_rendering(name: str) -> None:
    filing = convert_file(RENDERINGS[name])
    expected, found = truth(name), read(filing)
    assert found - expected == Counter()
    assert expected - found == Counter()
    assert not [leftover for form in filing.forms for leftover in form.unmapped]


@pytest.mark.parametrize("sample", SAMPLES)
def test_every_cell_of_a_real_document(sample: str) -> None:
    filing = convert_file(ROOT / "samples" / f"{sample}.pdf")
    assert golden(filing) == path_of(sample).read_text("utf-8")
    assert not [leftover for form in filing.forms for leftover in form.unmapped]


def test_the_founding_text_says_the_same_as_its_rendering() -> None:
    def figures(filing: Filing) -> set[tuple[str, str, str, str]]:
        return {
            (form.id, row.code or row.line, fact.column, str(fact.value))
            for form, row, fact in filing.facts()
            # The text lost a cell of this form's total row.
            if form.id != "government-fund"
        }

    text, rendered = convert_file(TEXT), convert_file(RENDERINGS["a"])
    assert figures(text) == figures(rendered)
    assert text.entity == rendered.entity
    assert text.fiscal_year == rendered.fiscal_year == 2024


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_all_nine_forms_with_their_notes(path: Path) -> None:
    filing = convert_file(path)
    assert [form.id for form in filing.forms] == [
        spec.id for spec in load_dictionary().standard_forms
    ]
    assert not filing.announced
    for form in filing.forms:
        assert form.notes, form.id
        assert form.notes[0].text.startswith("注：")
        assert "决算" in (form.title or "")


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_reading_the_xml_back_gives_an_equal_filing(path: Path) -> None:
    filing = convert_file(path)
    xml = write_xml(filing)
    assert read_native_xml(parse_xml(xml, "filing.xml"), "filing.xml") == filing


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_converting_twice_gives_identical_bytes(path: Path) -> None:
    first, second = convert_file(path), convert_file(path)
    for write in WRITERS.values():
        assert write(first) == write(second)


@pytest.mark.parametrize("path", DOCUMENTS[1:], ids=lambda path: path.name)
def test_two_engines_read_the_same_figures(path: Path) -> None:
    """pdfplumber parses PDF on its own; both must give the same facts in the same places."""

    def figures(filing: Filing) -> list[tuple[object, ...]]:
        return [
            (form.id, row.code or row.line, row.label, fact.column, fact.printed, fact.place.page)
            for form, row, fact in filing.facts()
        ]

    assert figures(convert_file(path)) == figures(convert_file(path, reader="pdfplumber"))


def test_an_explicit_zero_is_a_fact_and_an_empty_cell_is_none() -> None:
    with_zeros, with_blanks = convert_file(RENDERINGS["a"]), convert_file(RENDERINGS["b"])
    revenue, blank = with_zeros.form("revenue"), with_blanks.form("revenue")
    assert revenue is not None
    assert blank is not None
    zeros = [fact for _, fact in revenue.facts() if not fact.value]
    assert zeros
    assert {fact.printed for fact in zeros} == {"0.00"}
    assert not [fact for _, fact in blank.facts() if not fact.value]


def test_facts_point_to_their_cell_on_the_page() -> None:
    """The printed text stands inside the fact's box, by another engine's characters."""
    import pdfplumber

    path = ROOT / "samples" / "putuo-natural-resources-2024.pdf"
    filing = convert_file(path)
    with pdfplumber.open(path) as document:
        for _, _, fact in filing.facts():
            assert fact.place.page is not None
            assert fact.place.bbox is not None
            page = document.pages[fact.place.page - 1]
            box = tuple(float(x) for x in fact.place.bbox)
            found = "".join(
                char["text"]
                for char in page.chars
                if box[0] <= (char["x0"] + char["x1"]) / 2 <= box[2]
                and box[1] <= (char["top"] + char["bottom"]) / 2 <= box[3]
            )
            assert plain(found) == fact.printed


def test_the_text_reader_keeps_line_numbers() -> None:
    document = read_document(TEXT, read_bytes(TEXT))
    lines = TEXT.read_text("utf-8").splitlines()
    for grid in document.grids():
        for cell in grid.cells:
            assert cell.text in lines[cell.page - 1]

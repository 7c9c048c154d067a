"""Forms apart from the narrative: several files, or a ZIP file, make one filing."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from juesuan.converter.convert import convert_file, filings_of
from juesuan.converter.readers.native_xml import read_native_xml
from juesuan.converter.readers.together import read_together
from juesuan.converter.writers import WRITERS
from juesuan.converter.writers.xml import write_xml
from juesuan.schema.errors import UnreadableInputError
from juesuan.schema.filing import Filing, Place, Source
from juesuan.schema.places import place_words
from juesuan.schema.safe_xml import parse_xml
from juesuan.validators.structure import check_structure
from tests.accounts import make_accounts
from tests.formats import ENTITY, YEAR, html, ofd, text, word, xls, xlsx, zipped
from tests.forms import Style, nine_forms

STYLE = Style()
TABLES = nine_forms(make_accounts(3), STYLE)


def write(folder: Path, **files: bytes) -> list[Path]:
    paths = []
    for name, data in files.items():
        path = folder / name.replace("_", ".")
        path.write_bytes(data)
        paths.append(path)
    return paths


def convert(paths: list[Path]) -> Filing:
    return filings_of(read_together(paths).documents)[0]


def test_forms_spread_over_files_of_different_formats(tmp_path: Path) -> None:
    narrative = f"{ENTITY}{YEAR}年度部门决算\n第三部分 情况说明\n收入总计 1.00 万元。".encode()
    paths = write(
        tmp_path,
        forms_xls=xls(TABLES[:3], STYLE),
        more_ofd=ofd(TABLES[3:6], STYLE),
        rest_html=html(TABLES[6:], STYLE),
        narrative_txt=narrative,
    )
    filing = convert(paths)
    assert len(filing.forms) == 9
    assert [source.name for source in filing.sources] == [path.name for path in paths]
    for path, source in zip(paths, filing.sources, strict=True):
        assert source.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    by_form = {form.id: form for form in filing.forms}
    assert [by_form[table.form].source for table in TABLES] == [1, 1, 1, 2, 2, 2, 3, 3, 3]
    for form, _, fact in filing.facts():
        assert fact.place.source == form.source
        assert fact.place.page in form.pages
    assert by_form["government-fund"].pages == (2,)  # the second table of its page
    tree = parse_xml(write_xml(filing), "filing.xml")
    assert check_structure(tree) == ()
    assert read_native_xml(tree, "filing.xml") == filing


def test_one_file_is_as_before(tmp_path: Path) -> None:
    (path,) = write(tmp_path, forms_xlsx=xlsx(TABLES, STYLE))
    filing = convert([path])
    assert filing == convert_file(path)
    assert all(fact.place.source is None for _, _, fact in filing.facts())
    assert b"source=" not in write_xml(filing)
    assert b"urtherSources" not in WRITERS["json"](filing)


def test_the_csv_columns_stay(tmp_path: Path) -> None:
    paths = write(tmp_path, a_xls=xls(TABLES[:3], STYLE), b_html=html(TABLES[3:], STYLE))
    assert WRITERS["csv"](convert(paths)).splitlines()[0].count(b",") == 13


def test_a_zip_file_with_chinese_names_and_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    files = {"AAAA/BBBBBB.xlsx": xlsx(TABLES[:5], STYLE), "说明.docx": word(TABLES[5:], STYLE)}
    data = zipped({**files, "旧.doc": b"{\\rtf1}", "空.txt": b""})
    # As Windows writes it: bytes of GBK, and no mark of UTF-8.
    data = data.replace(b"AAAA/BBBBBB.xlsx", "决算/公开表.xlsx".encode("gbk"))
    (path,) = write(tmp_path, all_zip=data)
    reading = read_together([path])
    assert sorted(d.name for d in reading.documents) == [
        "all.zip/决算/公开表.xlsx",
        "all.zip/说明.docx",
    ]
    assert ["RTF" in error.en for error in reading.unread] == [True]
    assert len(filings_of(reading.documents)[0].forms) == 9


def test_the_same_form_in_two_files_is_a_repeat(tmp_path: Path) -> None:
    paths = write(tmp_path, a_html=html(TABLES, STYLE), b_txt=text(TABLES[:1], STYLE))
    form = convert(paths).form("revenue-expenditure-summary")
    assert form is not None
    assert form.repeated == len(TABLES[0].keys)
    assert not form.unmapped


def test_files_of_different_bodies_are_refused(tmp_path: Path) -> None:
    other = text(TABLES[3:], STYLE).replace(ENTITY.encode(), "安和县教育局".encode())
    paths = write(tmp_path, a_html=html(TABLES[:3], STYLE), b_txt=other)
    with pytest.raises(UnreadableInputError, match="different bodies"):
        convert(paths)


def test_native_xml_is_not_joined(tmp_path: Path) -> None:
    paths = write(
        tmp_path, a_html=html(TABLES, STYLE), b_xml=b"<?xml version='1.0'?><FinalAccounts/>"
    )
    with pytest.raises(UnreadableInputError, match=r"b\.xml"):
        convert(paths)


def test_places_are_those_of_the_sheet(tmp_path: Path) -> None:
    import openpyxl

    for data in (xlsx(TABLES, STYLE), xlsx(TABLES, STYLE, one_sheet=True)):
        (path,) = write(tmp_path, forms_xlsx=data)
        book = openpyxl.load_workbook(path)
        for _, _, fact in convert([path]).facts():
            sheet = book.worksheets[(fact.place.page or 0) - 1]
            value = sheet.cell(fact.place.row or 0, fact.place.column or 0).value
            assert Decimal(str(value)) == Decimal(fact.printed or "")


def test_hidden_sheets_and_covered_cells_are_not_read(tmp_path: Path) -> None:
    import openpyxl

    (path,) = write(tmp_path, forms_xlsx=xlsx(TABLES, STYLE))
    book = openpyxl.load_workbook(path)
    book["收入决算表"].sheet_state = "hidden"
    book.save(path)
    filing = convert([path])
    assert filing.form("revenue") is None
    assert filing.form("state-capital") is not None
    assert {form.pages for form in filing.forms} == {(n,) for n in range(2, 11) if n != 3}


@pytest.mark.parametrize(
    ("place", "media_type", "zh", "en"),
    [
        (
            Place(2, 7, 28),
            "application/vnd.ms-excel",
            "第 2 张工作表 AB7 单元格",
            "sheet 2, cell AB7",
        ),
        (Place(2, 7, 3), "text/html", "第 2 个表格 7 行 3 列", "table 2, row 7, column 3"),
        (Place(2, 1, 1), "text/plain", "第 2 行", "line 2"),
        (Place(2, 7, 3), "application/ofd", "第 2 页 7 行 3 列", "page 2, row 7, column 3"),
        (Place(), "text/html", "位置不明", "place unknown"),
    ],
)
def test_places_in_words(place: Place, media_type: str, zh: str, en: str) -> None:
    source = Source("a", "0" * 64, media_type)
    assert place_words(place, [source]) == (zh, en)
    if place.page:
        other = replace(source, name="b")
        second = replace(place, source=2)
        assert place_words(second, [source, other]) == (f"b {zh}", f"b {en}")

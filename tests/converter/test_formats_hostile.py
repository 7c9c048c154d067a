"""Hostile and damaged documents of every format: one clear line, in bounded time and memory."""

from __future__ import annotations

import io
import random
import struct
import zipfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from juesuan.converter.readers.together import read_together
from juesuan.schema import limits
from juesuan.schema.errors import UnreadableInputError
from tests.accounts import make_accounts
from tests.formats import WRITERS, ods, ofd, word, xls, xlsx, zipped
from tests.forms import Style, nine_forms
from tests.xlsb import cell, row, sheet, workbook

STYLE = Style()
TABLES = nine_forms(make_accounts(5), STYLE)[:2]
BOMB = (
    '<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">'
    '<!ENTITY x SYSTEM "file:///etc/passwd">]>'
)


def refusal(data: bytes, tmp_path: Path) -> str:
    """Read a document and return the one line that refuses it, the same in both languages."""
    path = tmp_path / "document"
    path.write_bytes(data)
    with pytest.raises(UnreadableInputError) as caught:
        read_together([path])
    assert caught.value.exit_code == 3
    for lang in ("zh", "en"):
        assert len(caught.value.message(lang).splitlines()) == 1
        assert "document" in caught.value.message(lang)
    return caught.value.en


def changed(data: bytes, change: dict[str, bytes]) -> bytes:
    """Return a ZIP file with some of its files replaced or added."""
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        files = {name: file.read(name) for name in file.namelist()}
    return zipped({**files, **change})


def with_doctype(data: bytes, part: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        text = file.read(part).decode()
    start = text.index("?>") + 2 if text.startswith("<?xml") else 0
    return changed(data, {part: (text[:start] + BOMB + text[start:]).encode()})


PARTS = {
    "xl/workbook.xml": xlsx,
    "xl/worksheets/sheet2.xml": xlsx,
    "xl/theme/theme1.xml": xlsx,
    "xl/styles.xml": xlsx,
    "xl/_rels/workbook.xml.rels": xlsx,
    "word/document.xml": word,
    "word/styles.xml": word,
    "content.xml": ods,
    "OFD.xml": ofd,
    "Doc_0/Document.xml": ofd,
    "Doc_0/Pages/Page_1/Content.xml": ofd,
}


@pytest.mark.parametrize("part", PARTS)
def test_entities_in_any_part_are_refused(part: str, tmp_path: Path) -> None:
    assert "DOCTYPE" in refusal(with_doctype(PARTS[part](TABLES, STYLE), part), tmp_path)


@pytest.mark.parametrize("name", ["xlsx", "xls", "ods", "docx", "ofd", "zip of a workbook"])
def test_truncated_and_garbled_files_never_end_in_a_traceback(name: str, tmp_path: Path) -> None:
    data = WRITERS[name](TABLES, STYLE)
    refusal(data[: len(data) // 2], tmp_path)
    rng = random.Random(name)
    path = tmp_path / "garbled"
    for _ in range(12):
        garbled = bytearray(data)
        for _ in range(20):
            garbled[rng.randrange(8, len(garbled))] = rng.randrange(256)
        path.write_bytes(garbled)
        with suppress(UnreadableInputError):
            read_together([path])


@pytest.mark.parametrize("part", ["xl/workbook.xml", "word/document.xml", "OFD.xml", "content.xml"])
def test_a_part_that_is_no_xml(part: str, tmp_path: Path) -> None:
    data = PARTS[part](TABLES, STYLE)
    refusal(changed(data, {part: b"<a><b>"}), tmp_path)


def test_a_zip_bomb_by_ratio(tmp_path: Path) -> None:
    assert "zip bomb" in refusal(zipped({"a.txt": bytes(9 << 20)}), tmp_path)


def test_a_zip_bomb_by_total(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("juesuan.converter.readers.zipped.MAX_ARCHIVE_BYTES", 1000)
    assert "1000" in refusal(zipped({"a.txt": bytes(600), "b.txt": bytes(600)}), tmp_path)


def test_an_entry_larger_than_it_says(tmp_path: Path) -> None:
    data = bytearray(zipped({"a.txt": "决算".encode() * 9999}))
    for mark, offset in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        struct.pack_into("<I", data, data.index(mark) + offset, 10)
    assert "damaged" in refusal(bytes(data), tmp_path)


def test_too_many_entries(tmp_path: Path) -> None:
    files = {f"{number}.txt": b"" for number in range(limits.MAX_ARCHIVE_FILES + 1)}
    assert str(limits.MAX_ARCHIVE_FILES) in refusal(zipped(files), tmp_path)


def test_an_archive_in_an_archive(tmp_path: Path) -> None:
    inner = zipped({"a.txt": b"1"})
    assert "archive in an archive" in refusal(zipped({"inner.zip": inner}), tmp_path)


def test_an_empty_archive(tmp_path: Path) -> None:
    assert "no file to read" in refusal(
        zipped({".DS_Store": b"1", "__MACOSX/a.txt": b"1"}), tmp_path
    )


def test_an_encrypted_archive(tmp_path: Path) -> None:
    data = bytearray(zipped({"a.txt": b"1"}))
    data[data.index(b"PK\x01\x02") + 8] |= 1
    assert "password" in refusal(bytes(data), tmp_path)


def test_names_that_lead_out_of_the_archive_write_nothing(tmp_path: Path) -> None:
    inside = tmp_path / "inside"
    inside.mkdir()
    path = inside / "archive.zip"
    path.write_bytes(
        zipped({"../outside.xlsx": xlsx(TABLES, STYLE), "/etc/absolute.txt": "决算".encode()})
    )
    names = [document.name for document in read_together([path]).documents]
    assert names == ["archive.zip/../outside.xlsx", "archive.zip//etc/absolute.txt"]
    assert sorted(tmp_path.rglob("*")) == [inside, path]


def test_a_symbolic_link_is_not_followed(tmp_path: Path) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as file:
        link = zipfile.ZipInfo("link.txt")
        link.external_attr = 0o120777 << 16
        file.writestr(link, "/etc/passwd")
    assert "no file to read" in refusal(buffer.getvalue(), tmp_path)


def far_cell(reference: str) -> bytes:
    row = "".join(filter(str.isdigit, reference))
    sheet = (
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        f'<dimension ref="A1:{reference}"/><sheetData><row r="1"><c r="A1"><v>1</v></c></row>'
        f'<row r="{row}"><c r="{reference}"><v>1</v></c></row></sheetData></worksheet>'
    )
    return changed(xlsx(TABLES, STYLE), {"xl/worksheets/sheet2.xml": sheet.encode()})


def test_a_cell_in_the_last_corner_of_a_sheet(tmp_path: Path) -> None:
    assert str(limits.MAX_SHEET_AREA) in refusal(far_cell("XFD1048576"), tmp_path)


def test_a_cell_in_the_last_corner_of_a_binary_sheet(tmp_path: Path) -> None:
    rows = row(0) + cell(0, 1.0) + row(1_048_575) + cell(16_383, 1.0)
    assert str(limits.MAX_SHEET_AREA) in refusal(workbook(["表"], [sheet(rows)]), tmp_path)


def test_a_sheet_that_only_says_it_is_large(tmp_path: Path) -> None:
    data = xlsx(TABLES, STYLE)
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        sheet = file.read("xl/worksheets/sheet2.xml")
    start, end = sheet.index(b"<dimension"), sheet.index(b"<sheetViews")
    sheet = sheet[:start] + b'<dimension ref="A1:XFD1048576"/>' + sheet[end:]
    path = tmp_path / "document"
    path.write_bytes(changed(data, {"xl/worksheets/sheet2.xml": sheet}))
    (document,) = read_together([path]).documents
    assert any(grid.page == 2 for grid in document.grids())


def test_a_diagonal_of_cells(tmp_path: Path) -> None:
    size = 800
    rows = "".join(f"<tr><td colspan='{n or 1}'></td><td>{n}</td></tr>" for n in range(size))
    assert str(limits.MAX_TABLE_CELLS) in refusal(
        f"<html><body><table>{rows}</table></body></html>".encode(), tmp_path
    )


def test_wide_and_high_cells_of_a_page(tmp_path: Path) -> None:
    row = "<tr>" + "<td colspan=99999999 rowspan=99999999>1</td>" * 50 + "</tr>"
    page = f"<html><body><table>{row * 100}</table></body></html>"
    assert str(limits.MAX_SHEET_AREA) in refusal(page.encode(), tmp_path)


def test_deep_nesting_in_a_page(tmp_path: Path) -> None:
    path = tmp_path / "document"
    path.write_bytes(b"<html><body>" + b"<table><tr><td>" * 20_000 + "决算".encode())
    read_together([path])


def test_repeated_cells_and_rows_of_ods(tmp_path: Path) -> None:
    data = ods(TABLES, STYLE)
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        content = file.read("content.xml").decode()
    many = content.replace(
        "<table:table-cell>", '<table:table-cell table:number-columns-repeated="99999999">'
    )
    assert str(limits.MAX_TABLE_CELLS) in refusal(
        changed(data, {"content.xml": many.encode()}), tmp_path
    )


def test_tables_nested_too_deeply_in_word(tmp_path: Path) -> None:
    data = word(TABLES, STYLE)
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        text = file.read("word/document.xml").decode()
    depth = limits.MAX_NESTED_TABLES + 1
    nested = "<w:tbl><w:tr><w:tc>" * depth + "<w:p/>" + "</w:tc></w:tr></w:tbl>" * depth
    text = text.replace("<w:body>", f"<w:body>{nested}")
    assert str(limits.MAX_NESTED_TABLES) in refusal(
        changed(data, {"word/document.xml": text.encode()}), tmp_path
    )


@pytest.mark.parametrize(
    ("limit", "module", "value", "make"),
    [
        ("MAX_MARKUP_BYTES", "encoding", 100, lambda: "决算\t1\n".encode() * 99),
        ("MAX_MARKUP_BYTES", "zipped", 100, lambda: word(TABLES, STYLE)),
        ("MAX_PAGES", "ofd", 1, lambda: ofd(TABLES, STYLE)),
        ("MAX_PAGE_OBJECTS", "ofd", 50, lambda: ofd(TABLES, STYLE)),
        ("MAX_PART_DEPTH", "ofd", 3, lambda: ofd(TABLES, STYLE)),
        ("MAX_MERGED_RANGES", "spreadsheet", 1, lambda: xls(TABLES, STYLE)),
        ("MAX_FILES_TOGETHER", "together", 1, lambda: zipped({"a.txt": b"1", "b.txt": b"2"})),
    ],
)
def test_limits(
    limit: str,
    module: str,
    value: int,
    make: Callable[[], bytes],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert hasattr(limits, limit)
    monkeypatch.setattr(f"juesuan.converter.readers.{module}.{limit}", value)
    refusal(make(), tmp_path)


def compound(stream: str) -> bytes:
    """The beginning of a compound file and the name of a stream."""
    start = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
    return start + stream.encode("utf-16-le") + bytes(2)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (
            compound("WordDocument"),
            ".docx",
        ),
        (
            compound("EncryptedPackage"),
            "password",
        ),
        (compound("x"), "unknown kind"),
        (
            compound("Workbook"),
            "damaged",
        ),
        (b"{\\rtf1\\ansi}", "RTF"),
        (b"Rar!\x1a\x07\x00", "RAR"),
        (b"\xff\xd8\xff\xe0" + b"\0" * 99, "the image file is damaged"),
        (b"\x09\x08\x10\x00" + b"\0" * 99, "damaged"),
    ],
)
def test_what_is_not_read_is_told_by_its_content(data: bytes, said: str, tmp_path: Path) -> None:
    assert said in refusal(data, tmp_path)

"""What Word documents and web pages hold besides plain tables."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from juesuan.converter.convert import convert_file
from juesuan.converter.document import Document, Grid
from juesuan.converter.readers import read_document
from juesuan.converter.readers.detect import detect_format
from juesuan.schema.filing import Filing
from tests.accounts import make_accounts
from tests.formats import ENTITY, html, html_table, mhtml, word, zipped
from tests.forms import Style, nine_forms

ROOT = Path(__file__).parents[2]
STYLE = Style()
TABLES = nine_forms(make_accounts(5), STYLE)


def read(data: bytes) -> Document:
    return read_document(Path("document"), data)


def lines(document: Document) -> list[str]:
    return [line.text for line in document.lines()]


def word_with(body: str) -> bytes:
    """A Word document whose body begins with some XML."""
    data = word(TABLES[:1], STYLE)
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        files = {name: file.read(name) for name in file.namelist()}
    start = b"<w:body>"
    files["word/document.xml"] = files["word/document.xml"].replace(start, start + body.encode())
    return zipped(files)


def test_text_that_word_does_not_show_is_not_read() -> None:
    body = (
        "<w:p><w:r><w:t>收入</w:t></w:r><w:del><w:r><w:delText>旧</w:delText><w:t>旧</w:t></w:r></w:del>"
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t>隐</w:t></w:r><w:ins><w:r><w:t>新增</w:t></w:r></w:ins></w:p>"
    )
    assert lines(read(word_with(body)))[0] == "收入新增"
    assert not any("公开99表" in line for line in lines(read(word_with(body))))


def test_content_controls_and_text_boxes_are_read() -> None:
    box = (
        '<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
        "<mc:Choice><w:txbxContent><w:p><w:r><w:t>框中文字</w:t></w:r></w:p></w:txbxContent></mc:Choice>"
        "<mc:Fallback><w:txbxContent><w:p><w:r><w:t>框中文字</w:t></w:r></w:p></w:txbxContent></mc:Fallback>"
        "</mc:AlternateContent>"
    )
    body = (
        "<w:sdt><w:sdtContent><w:p><w:r><w:t>目录</w:t></w:r></w:p></w:sdtContent></w:sdt>"
        f"<w:p><w:r><w:t>旁边</w:t>{box}</w:r></w:p>"
    )
    assert lines(read(word_with(body)))[:3] == ["目录", "旁边", "框中文字"]


def test_vertically_merged_cells_are_one_cell() -> None:
    def row(first: str, second: str) -> str:
        return f"<w:tr>{first}<w:tc><w:p><w:r><w:t>{second}</w:t></w:r></w:p></w:tc></w:tr>"

    merged = '<w:tcPr><w:vMerge w:val="restart"/></w:tcPr>'
    start = f"<w:tc>{merged}<w:p><w:r><w:t>项目</w:t></w:r></w:p></w:tc>"
    rest = "<w:tc><w:tcPr><w:vMerge/></w:tcPr><w:p/></w:tc>"
    grid = next(
        read(word_with(f"<w:tbl>{row(start, '决算数')}{row(rest, '1.00')}</w:tbl>")).grids()
    )
    cell = next(cell for cell in grid.cells if cell.text == "项目")
    assert (cell.row_span, cell.column_span) == (2, 1)
    assert grid.edges


@pytest.mark.parametrize(
    "text", ["12.50", "１２.５０", "12\u00a0.50", "<font><b>12</b></font>.50<br>"]
)
def test_cells_of_a_page(text: str) -> None:
    page = (
        "<html xmlns:x='urn:schemas-microsoft-com:office:excel'><body><table>"
        "<tr><td>项目<td>决算数<tr><td>合&nbsp;　计<td x:num='12.4999999'>"
        f"{text}<span style='mso-hide:all'>99</span><script>1</script></table></body></html>"
    )
    (grid,) = read(page.encode()).grids()
    texts = ["".join(cell.text.split()) for cell in grid.cells]
    assert texts[:3] == ["项目", "决算数", "合计"]
    assert texts[3] in ("12.50", "１２.５０")


def test_each_form_of_a_page_in_a_table_of_its_own_or_all_in_one() -> None:
    inside = [html_table(table, STYLE, captions_inside=True) for table in TABLES]
    rows = "".join(form.split("<table border=1>")[1].split("</table>")[0] for form in inside)
    page = f"<html><body><h1>{ENTITY}2023年度部门决算</h1><table>{rows}</table></body></html>"
    grids = [block for block in read(page.encode()).pages[0].blocks if isinstance(block, Grid)]
    assert len(grids) == len(TABLES)
    assert {grid.page for grid in grids} == {1}


def test_the_title_of_a_page_is_that_of_the_article() -> None:
    head = '<meta name="ArticleTitle" content="安和县教育局2022年度部门决算">'
    page = f"<html><head>{head}<title>信息公开</title></head><body>首页</body></html>"
    assert lines(read(page.encode())) == ["安和县教育局2022年度部门决算", "首页"]
    title = "<title>安和县教育局决算_安和县人民政府网站</title>"
    page = f"<html><head>{title}</head><body>首页</body></html>"
    assert lines(read(page.encode()))[0] == "安和县教育局决算"


def test_a_page_with_a_few_spoilt_characters_is_still_read() -> None:
    data = html(TABLES, STYLE, encoding="gbk", declared="gb2312")
    spoilt = data.replace("版权所有".encode("gbk"), "版权所有".encode("gbk") + b"\xff\xff")
    assert any("版权所有" in line for line in lines(read(spoilt)))


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "big5"])
def test_other_encodings(encoding: str) -> None:
    page = f"<html><head><meta charset={encoding}></head><body><p>決算</p></body></html>"
    assert lines(read(page.encode(encoding))) == ["決算"]


def test_formats_are_told_by_content() -> None:
    page = html(TABLES[:1], STYLE)
    assert detect_format(page) == "html"
    assert detect_format(b"\xef\xbb\xbf\r\n<!-- saved -->\r\n<HTML>") == "html"
    assert detect_format("<html>".encode("utf-16")) == "html"
    assert detect_format(mhtml(TABLES[:1], STYLE)) == "mhtml"
    assert detect_format(b"<?xml version='1.0'?><FinalAccounts/>") == "xml"
    assert detect_format(b"<FinalAccounts/>") == "xml"
    assert detect_format("决算\t1".encode()) == "text"


def test_a_pdf_in_a_zip_file_gives_the_facts_of_the_pdf(tmp_path: Path) -> None:
    def figures(filing: Filing) -> list[tuple[object, ...]]:
        return [(form.id, row.code, fact) for form, row, fact in filing.facts()]

    pdf = ROOT / "samples" / "putuo-social-work-2024.pdf"
    path = tmp_path / "all.zip"
    path.write_bytes(zipped({"决算.pdf": pdf.read_bytes()}))
    filing = convert_file(path)
    assert figures(filing) == figures(convert_file(pdf))
    assert filing.source is not None
    assert filing.source.name == "all.zip/决算.pdf"

"""Writes printed tables in the formats that offices publish, by programs that are not ours."""

from __future__ import annotations

import base64
import html as markup
import io
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

import docx
import openpyxl
import xlwt
from docx.document import Document as WordDocument
from docx.table import Table as WordTable
from odf import opendocument
from odf import table as odf_table
from odf import text as odf_text
from openpyxl.worksheet.worksheet import Worksheet

from tests.forms import Style, Table

ENTITY = "安和县民政局"
YEAR = 2023


@dataclass(frozen=True)
class Printed:
    """A cell of a printed table."""

    row: int
    column: int
    high: int
    wide: int
    text: str
    amount: bool = False


def printed_cells(table: Table) -> list[Printed]:
    """Return the cells of a table, header and body, that are not covered by a merged one."""
    heads = [Printed(r, c, h, w, text) for r, c, h, w, text in table.heads]
    spans = {(r, c): (h, w) for r, c, h, w in table.spans}
    covered = {
        (r + i, c + j)
        for (r, c), (h, w) in spans.items()
        for i in range(h)
        for j in range(w)
        if i or j
    }
    body = [
        Printed(table.n_heads + r, c, *spans.get((r, c), (1, 1)), text, (r, c) in table.keys)
        for r, row in enumerate(table.body)
        for c, text in enumerate(row)
        if (r, c) not in covered
    ]
    return [*heads, *body]


def width(table: Table) -> int:
    return max(len(row) for row in table.body)


def captions(table: Table, style: Style) -> list[str]:
    """The lines above a table: title, number, body and unit."""
    return [table.title, table.number, f"部门：{ENTITY}", f"单位：{style.unit}"]


# --- spreadsheets ----------------------------------------------------------------------------

ACCOUNTING = '_ * #,##0.00_ ;_ * \\-#,##0.00_ ;_ * "-"??_ ;_ @_ '


def as_number(cell: Printed) -> float | None:
    """The binary number that a spreadsheet would hold for an amount, or None for text."""
    if not cell.amount or not any(char.isdigit() for char in cell.text):
        return None
    return float(Decimal(cell.text.replace(",", "")))


def xlsx(
    tables: list[Table],
    style: Style,
    *,
    number_format: str = "General",
    as_text: bool = False,
    one_sheet: bool = False,
    titled: bool = True,
) -> bytes:
    """A workbook by openpyxl, with a cover sheet and one form a sheet (or all in one)."""
    book = openpyxl.Workbook()
    cover = book.active
    assert cover is not None
    cover.title = "封面"
    cover["B4"] = f"{ENTITY}{YEAR}年度部门决算"
    sheet: Worksheet | None = None
    top = 1
    for table in tables:
        if sheet is None or not one_sheet:
            sheet = book.create_sheet("决算表" if one_sheet else table.title.replace("“", "")[:31])
            top = 1
        last = width(table)
        for text in captions(table, style)[0 if titled else 1 :]:
            sheet.cell(top, 1, text)
            sheet.merge_cells(start_row=top, end_row=top, start_column=1, end_column=last)
            top += 1
        for cell in printed_cells(table):
            at = sheet.cell(top + cell.row, 1 + cell.column)
            number = None if as_text else as_number(cell)
            at.value = cell.text if number is None else number  # type: ignore[assignment]
            if number is not None:
                at.number_format = number_format
            elif cell.text.isdigit() and not cell.amount and not as_text:
                at.value = int(cell.text)
                at.number_format = "0" * len(cell.text)
            if cell.high > 1 or cell.wide > 1:
                sheet.merge_cells(
                    start_row=at.row,
                    end_row=at.row + cell.high - 1,
                    start_column=at.column,
                    end_column=at.column + cell.wide - 1,
                )
        top += table.n_heads + len(table.body)
        sheet.cell(top, 1, table.note)
        top += 3
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def xls(tables: list[Table], style: Style, *, number_format: str = "General") -> bytes:
    """A workbook of Excel 97 by xlwt."""
    book = xlwt.Workbook(encoding="utf-8")
    look = xlwt.easyxf(num_format_str=number_format)
    for table in tables:
        sheet = book.add_sheet(table.title.replace("“", "")[:31])
        last = width(table) - 1
        lines = captions(table, style)
        for top, text in enumerate(lines):
            sheet.write_merge(top, top, 0, last, text)
        for cell in printed_cells(table):
            row, column = len(lines) + cell.row, cell.column
            number = as_number(cell)
            value = cell.text if number is None else number
            if cell.high > 1 or cell.wide > 1:
                end = (row + cell.high - 1, column + cell.wide - 1)
                sheet.write_merge(row, end[0], column, end[1], value, look)
            elif value != "":
                sheet.write(row, column, value, look)
        sheet.write(len(lines) + table.n_heads + len(table.body) + 1, 0, table.note)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def ods(tables: list[Table], style: Style) -> bytes:
    """A spreadsheet of OpenDocument by odfpy."""
    book = opendocument.OpenDocumentSpreadsheet()
    for table in tables:
        sheet = odf_table.Table(name=table.title)
        book.spreadsheet.addElement(sheet)
        for text in [*captions(table, style), ""]:
            row = odf_table.TableRow()
            row.addElement(_ods_cell(text, 1, width(table)))
            sheet.addElement(row)
        cells = {(cell.row, cell.column): cell for cell in printed_cells(table)}
        for number in range(table.n_heads + len(table.body)):
            row = odf_table.TableRow()
            sheet.addElement(row)
            for column in range(width(table)):
                cell = cells.get((number, column))
                if cell is None:
                    row.addElement(odf_table.CoveredTableCell())
                else:
                    row.addElement(_ods_cell(cell.text, cell.high, cell.wide))
        row = odf_table.TableRow()
        row.addElement(_ods_cell(table.note, 1, 1))
        sheet.addElement(row)
        row = odf_table.TableRow(numberrowsrepeated=1_048_000)
        row.addElement(odf_table.TableCell(numbercolumnsrepeated=1_024))
        sheet.addElement(row)
    buffer = io.BytesIO()
    book.write(buffer)
    return buffer.getvalue()


def _ods_cell(text: str, high: int, wide: int) -> odf_table.TableCell:
    spans = {}
    if high > 1 or wide > 1:
        spans = {"numberrowsspanned": high, "numbercolumnsspanned": wide}
    cell = odf_table.TableCell(**spans)
    if text:
        cell.addElement(odf_text.P(text=text))
    return cell


# --- Word ------------------------------------------------------------------------------------


def word(tables: list[Table], style: Style, *, layout: bool = False) -> bytes:
    """A document by python-docx; ``layout`` puts each form into a cell of another table."""
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "页眉 公开99表"
    document.add_heading(f"{ENTITY}{YEAR}年度部门决算", 0)
    document.add_paragraph("第一部分 部门概况")
    for table in tables:
        for text in captions(table, style):
            document.add_paragraph(text)
        if layout:
            outer = document.add_table(1, 1)
            grid = outer.cell(0, 0).add_table(table.n_heads + len(table.body), width(table))
        else:
            grid = _word_table(document, table)
        for cell in printed_cells(table):
            at = grid.cell(cell.row, cell.column)
            if cell.high > 1 or cell.wide > 1:
                end = grid.cell(cell.row + cell.high - 1, cell.column + cell.wide - 1)
                at = at.merge(end)
            at.text = cell.text
        document.add_paragraph(table.note)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _word_table(document: WordDocument, table: Table) -> WordTable:
    return document.add_table(table.n_heads + len(table.body), width(table))


# --- web pages -------------------------------------------------------------------------------


def html_table(table: Table, style: Style, *, captions_inside: bool) -> str:
    """One form as a table of a page; captions in its own rows or in paragraphs before it."""
    rows: list[list[str]] = [[] for _ in range(table.n_heads + len(table.body))]
    for cell in sorted(printed_cells(table), key=lambda cell: (cell.row, cell.column)):
        spans = f' rowspan="{cell.high}"' if cell.high > 1 else ""
        spans += f" colspan={cell.wide}" if cell.wide > 1 else ""
        text = markup.escape(cell.text).replace(" ", "&nbsp;") or "&nbsp;"
        rows[cell.row].append(f"<td{spans}><p class=MsoNormal><span>{text}</span></p></td>")
    lines = captions(table, style)
    if captions_inside:
        wide = width(table)
        head = "".join(f"<tr><td colspan='{wide}'>{text}</td></tr>" for text in lines)
    else:
        head = ""
    body = "\n".join(f"<tr>{''.join(cells)}</tr>" for cells in rows)
    before = "" if captions_inside else "".join(f"<p>{text}</p>" for text in lines)
    hidden = "<tr height=0 style='display:none'><td width=64></td><td>999.99</td></tr>"
    return f"{before}<table border=1>{head}{body}{hidden}</table><p>{table.note}</p>"


def html(
    tables: list[Table],
    style: Style,
    *,
    encoding: str = "utf-8",
    declared: str | None = "utf-8",
    captions_inside: bool = False,
    layout: bool = True,
    doctype: str = "<!DOCTYPE html>",
) -> bytes:
    """A page as saved from a government's site: navigation, layout tables, scripts."""
    charset = f'<meta http-equiv="Content-Type" content="text/html; charset={declared}">'
    forms = "\n".join(html_table(t, style, captions_inside=captions_inside) for t in tables)
    article = f"<div class='article'><h1>{ENTITY}{YEAR}年度部门决算</h1>{forms}</div>"
    if layout:
        article = (
            "<table width=1000><tr><td width=200><ul><li>首页</li><li>政务公开</li></ul></td>"
            f"<td><table><tr><td>{article}</td></tr></table></td></tr></table>"
        )
    page = (
        f"{doctype}\n<html><head>{charset if declared else ''}"
        f"<title>{ENTITY}{YEAR}年度部门决算_安和县人民政府网站</title>"
        "<style>td{{border:1px}}</style><script>var total = '88.88万元';</script></head>"
        f"<body><div style='display: none'>公开88表</div><p>网站支持IPv6</p>{article}"
        "<p>版权所有：安和县人民政府</p></body></html>"
    )
    return page.encode(encoding)


def mhtml(tables: list[Table], style: Style) -> bytes:
    """A page saved as one file (multipart/related), as browsers and Excel write it."""
    body = base64.encodebytes(html(tables, style, encoding="gb18030", declared="gb2312")).decode()
    return (
        "From: <Saved by Blink>\r\nSubject: page\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/related; type="text/html"; boundary="=_part"\r\n\r\n'
        '--=_part\r\nContent-Type: text/html; charset="gb2312"\r\n'
        f"Content-Transfer-Encoding: base64\r\n\r\n{body}\r\n--=_part--\r\n"
    ).encode()


# --- OFD -------------------------------------------------------------------------------------

_OFD = 'xmlns:ofd="http://www.ofdspec.org/2016"'
_MM_ROW, _MM_SIZE = 6.0, 2.6


def ofd(tables: list[Table], style: Style) -> bytes:
    """An OFD document: one form a page, its lines drawn as paths, the cover as a template."""
    pages = [_ofd_text(f"{ENTITY}{YEAR}年度部门决算", 40, 60)]
    pages += [_ofd_form(table, style) for table in tables]
    files = {
        "OFD.xml": f'<?xml version="1.0" encoding="UTF-8"?><ofd:OFD {_OFD} Version="1.0" '
        'DocType="OFD"><ofd:DocBody><ofd:DocInfo/><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot>'
        "</ofd:DocBody></ofd:OFD>",
        "Doc_0/Document.xml": f"<ofd:Document {_OFD}><ofd:CommonData><ofd:PageArea>"
        "<ofd:PhysicalBox>0 0 420 297</ofd:PhysicalBox></ofd:PageArea>"
        '<ofd:TemplatePage ID="900" BaseLoc="Tpls/Tpl_0/Content.xml"/></ofd:CommonData>'
        "<ofd:Pages>"
        + "".join(
            f'<ofd:Page ID="{n}" BaseLoc="Pages/Page_{n}/Content.xml"/>' for n in range(len(pages))
        )
        + "</ofd:Pages></ofd:Document>",
        "Doc_0/Tpls/Tpl_0/Content.xml": _ofd_page(_ofd_text("政务公开", 10, 290)),
    }
    for number, content in enumerate(pages):
        used = '<ofd:Template TemplateID="900" ZOrder="Background"/>'
        files[f"Doc_0/Pages/Page_{number}/Content.xml"] = _ofd_page(content, used)
    return zipped({name: text.encode() for name, text in files.items()})


def _ofd_page(content: str, used: str = "") -> str:
    return (
        f"<ofd:Page {_OFD}>{used}<ofd:Content><ofd:Layer ID='1'><ofd:PageBlock ID='2'>{content}"
        "</ofd:PageBlock></ofd:Layer></ofd:Content></ofd:Page>"
    )


def _ofd_text(text: str, x: float, y: float, narrow: float = 0.5) -> str:
    if not text:
        return ""
    steps = [_MM_SIZE * (narrow if char.isascii() else 1) for char in text[:-1]]
    if len(set(steps)) == 1 and len(steps) > 1:
        deltas = f"g {len(steps)} {steps[0]:g}"
    else:
        deltas = " ".join(f"{step:g}" for step in steps)
    given = f' DeltaX="{deltas}"' if deltas else ""
    return (
        f'<ofd:TextObject ID="3" Boundary="{x:g} {y:g} 100 4" Font="5" Size="{2 * _MM_SIZE:g}" '
        f'CTM="0.5 0 0 0.5 0 0"><ofd:TextCode X="0" Y="{2 * _MM_SIZE:g}"'
        f"{given.replace(deltas, _doubled(deltas)) if deltas else ''}>{markup.escape(text)}"
        "</ofd:TextCode></ofd:TextObject>"
    )


def _doubled(deltas: str) -> str:
    """The CTM halves everything, so the offsets are given twice as large."""
    parts = deltas.split()
    if parts[0] == "g":
        return f"g {parts[1]} {float(parts[2]) * 2:g}"
    return " ".join(f"{float(part) * 2:g}" for part in parts)


def _ofd_form(table: Table, style: Style) -> str:
    columns = width(table)
    wide = min(60.0, 390.0 / columns)
    lines = captions(table, style)
    parts = [_ofd_text(text, 15, 10 + 5 * n) for n, text in enumerate(lines)]
    top = 12 + 5 * len(lines)
    bottom = top
    for cell in printed_cells(table):
        x, y = 15 + cell.column * wide, top + cell.row * _MM_ROW
        w, h = cell.wide * wide, cell.high * _MM_ROW
        bottom = max(bottom, y + h)
        parts.append(
            f'<ofd:PathObject ID="4" Boundary="{x:g} {y:g} {w:g} {h:g}" LineWidth="0.2">'
            f"<ofd:AbbreviatedData>S 0 0 M 0 0 L {w:g} 0 L {w:g} {h:g} L 0 {h:g} C"
            "</ofd:AbbreviatedData></ofd:PathObject>"
        )
        per_line = max(1, int((w - 1) / _MM_SIZE))
        chunks = [cell.text]
        if not cell.amount and len(cell.text) > per_line:
            chunks = [cell.text[i : i + per_line] for i in range(0, len(cell.text), per_line)]
        parts += [
            _ofd_text(chunk, x + 0.5, y + 0.3 + n * min(2.8, (h - 0.5) / len(chunks)))
            for n, chunk in enumerate(chunks)
        ]
    parts.append(_ofd_text(table.note, 15, bottom + 2))
    return "".join(parts)


# --- text and ZIP ----------------------------------------------------------------------------


def text(tables: list[Table], style: Style, *, encoding: str = "utf-8") -> bytes:
    """Text with tab-separated tables: a merged cell is its first cell and empty ones."""
    lines = [f"{ENTITY}{YEAR}年度部门决算"]
    for table in tables:
        lines += captions(table, style)
        rows = [[""] * width(table) for _ in range(table.n_heads + len(table.body))]
        for cell in printed_cells(table):
            rows[cell.row][cell.column] = cell.text
        lines += ["\t".join(row) for row in rows] + [table.note]
    return "\n".join(lines).encode(encoding)


def zipped(files: dict[str, bytes]) -> bytes:
    """A ZIP file."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in files.items():
            file.writestr(name, data)
    return buffer.getvalue()


Writer = Callable[[list[Table], Style], bytes]
WRITERS: dict[str, Writer] = {
    "xlsx": xlsx,
    "xlsx, two places": lambda t, s: xlsx(t, s, number_format="0.00"),
    "xlsx, accounting": lambda t, s: xlsx(t, s, number_format=ACCOUNTING),
    "xlsx, amounts as text": lambda t, s: xlsx(t, s, as_text=True),
    "xlsx, all forms in one sheet": lambda t, s: xlsx(t, s, one_sheet=True),
    "xlsx, titles only as names of sheets": lambda t, s: xlsx(t, s, titled=False),
    "xls": xls,
    "xls, accounting": lambda t, s: xls(t, s, number_format="#,##0.00"),
    "ods": ods,
    "docx": word,
    "docx, forms within a layout table": lambda t, s: word(t, s, layout=True),
    "html": html,
    "html in GBK that says UTF-8": lambda t, s: html(t, s, encoding="gbk"),
    "html in UTF-8 that says GB2312": lambda t, s: html(t, s, declared="gb2312"),
    "html, no charset, captions inside": lambda t, s: html(
        t, s, encoding="gb18030", declared=None, captions_inside=True, layout=False
    ),
    "xhtml": lambda t, s: html(
        t,
        s,
        doctype='<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE html PUBLIC "-//W3C//DTD '
        'XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">',
    ),
    "mhtml": mhtml,
    "ofd": ofd,
    "text": text,
    "text in GB18030": lambda t, s: text(t, s, encoding="gb18030"),
    "zip of a workbook": lambda t, s: zipped({"决算/表.xlsx": xlsx(t, s)}),
}

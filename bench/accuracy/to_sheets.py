"""Renders a paper as a workbook, a form a sheet, with openpyxl (XLSX) and xlwt (XLS)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from bench.accuracy.paper import Look, Paper, respelled_table
from bench.accuracy.table import Table, slots

_Spot = tuple[int, int, int, int, Any, str]
"""Row, column, rows, columns, value, kind (title, meta, head, text, amount, figure, note)."""
_RIGHT = {"amount": "right", "figure": "right", "index": "center"}


def _sheet(table: Table, paper: Paper) -> tuple[list[_Spot], int]:
    """Return the cells of a sheet and the number of its leading rows."""
    wide, books = table.columns, paper.books
    half = max(1, wide // 2)
    spots: list[_Spot] = [(0, 0, 1, wide, table.title, "title")]
    row = 1
    if table.number and paper.look.meta != "one-line":
        spots.append((row, wide - 1, 1, 1, table.number, "meta"))
        row += 1
    entity, year = f"{books.level}：{books.entity}", f"{books.year}年度"
    unit = f"金额单位：{table.unit}"
    if wide > 3:
        spots.append((row, 0, 1, half, entity, "meta"))
        spots.append((row, half, 1, 1, year, "meta"))
        spots.append((row, half + 1, 1, wide - half - 1, unit, "meta"))
    else:
        spots.append((row, 0, 1, wide, f"{entity}    {year}    {unit}", "meta"))
    row += 1
    for head in table.heads:
        spots.append((row + head.row, head.column, head.rows, head.columns, head.text, "head"))
    row += table.head_rows
    top = row
    for cells in table.body:
        for column, cell in slots(cells):
            plain = cell.number is not None and cell.text.replace(",", "").lstrip("-") == (
                f"{abs(cell.number):.2f}"
            )
            value: Any = float(cell.number) if plain and cell.number is not None else cell.text
            if cell.amount and cell.text == "0.00":
                value, plain = 0.0, True
            kind = "amount" if plain else "figure" if cell.amount else "text"
            if table.centred(column, cell):
                kind = "index"
            spots.append((row, column, 1, cell.span, value, kind))
        row += 1
    for note in table.notes:
        spots.append((row, 0, 1, wide, note, "note"))
        row += 1
    return spots, top


def _name(table: Table, index: int) -> str:
    return f"{index} {table.title}".replace("“", "").replace("”", "")[:28]


def write_xlsx(paper: Paper, path: Path) -> None:
    """Write with openpyxl, ready to be printed: page set up, header rows repeated."""
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
    from openpyxl.utils import get_column_letter

    book = Workbook()
    book.remove(book.active)
    thin = Side(style="thin")
    border = _border(paper.look, Border, thin)
    font = {"song": "AR PL UMing CN", "hei": "WenQuanYi Zen Hei"}[paper.look.font]
    for index, plain_table in enumerate(paper.tables, 1):
        table = respelled_table(plain_table, paper.look.characters)
        sheet = book.create_sheet(_name(table, index))
        spots, top = _sheet(table, paper)
        for row, column, rows, columns, value, kind in spots:
            at = sheet.cell(row + 1, column + 1, value if value != "" else None)
            if rows > 1 or columns > 1:
                sheet.merge_cells(
                    start_row=row + 1,
                    start_column=column + 1,
                    end_row=row + rows,
                    end_column=column + columns,
                )
            at.font = Font(name=font, size=14 if kind == "title" else paper.look.size)
            inner = kind in ("head", "text", "amount", "figure", "index")
            at.alignment = Alignment(
                horizontal={"title": "center", "head": "center", **_RIGHT}.get(kind),
                vertical="center",
                wrap_text=inner or kind == "note",
            )
            if kind == "amount":
                at.number_format = "#,##0.00" if paper.style.thousands else "0.00"
            if kind == "head" and paper.look.coloured:
                at.fill = PatternFill("solid", fgColor="1F4E79")
                at.font = Font(name=font, size=paper.look.size, color="FFFFFF")
            if inner:
                for line in sheet.iter_rows(row + 1, row + rows, column + 1, column + columns):
                    for cell in line:
                        cell.border = border(kind)
        widths = _chars(table)
        for column, width in enumerate(widths, 1):
            sheet.column_dimensions[get_column_letter(column)].width = width
        for row in range(table.head_rows):
            height = _head_lines(table, row, widths) * paper.look.size * 1.5
            sheet.row_dimensions[top - table.head_rows + row + 1].height = height
        setup = sheet.page_setup
        setup.orientation = "landscape" if paper.look.landscape else "portrait"
        setup.paperSize = 9
        sheet.sheet_properties.pageSetUpPr.fitToPage = True
        setup.fitToWidth, setup.fitToHeight = 1, 0
        if paper.look.repeat_header:
            sheet.print_title_rows = f"1:{top}"
        if paper.look.footer:
            sheet.oddFooter.center.text = "第 &P 页，共 &N 页"
    book.save(path)


def _border(look: Look, make: Any, thin: Any) -> Any:
    if look.lines == "none":
        return lambda kind: make()
    if look.lines == "rows":
        return lambda kind: make(bottom=thin, top=thin)
    if look.lines == "head":
        return lambda kind: make(bottom=thin, top=thin) if kind == "head" else make()
    return lambda kind: make(left=thin, right=thin, top=thin, bottom=thin)


def _head_lines(table: Table, row: int, widths: list[float]) -> float:
    """Return the lines that a row of the header needs, so that no head overflows its cell."""
    lines = [1.0]
    for head in table.heads:
        if head.row <= row < head.row + head.rows:
            room = sum(widths[head.column : head.column + head.columns]) - 2
            lines.append(-(-2 * len(head.text) // room) / head.rows)
    return max(lines)


def _chars(table: Table) -> list[float]:
    widths = [6.0] * table.columns
    for row in table.body:
        for column, cell in slots(row):
            if cell.span == 1:
                need = sum(2 if ord(c) > 0x2000 else 1.1 for c in cell.text) + 2
                widths[column] = min(34, max(widths[column], need))
    return widths


def write_xls(paper: Paper, path: Path) -> None:
    """Write with xlwt."""
    import xlwt

    book = xlwt.Workbook(encoding="utf-8")
    plain = xlwt.easyxf("borders: left thin, right thin, top thin, bottom thin")
    money = xlwt.easyxf(
        "borders: left thin, right thin, top thin, bottom thin",
        num_format_str="#,##0.00" if paper.style.thousands else "0.00",
    )
    centre = xlwt.easyxf("align: horiz centre; font: height 280")
    for index, plain_table in enumerate(paper.tables, 1):
        table = respelled_table(plain_table, paper.look.characters)
        sheet = book.add_sheet(_name(table, index))
        spots, _ = _sheet(table, paper)
        for row, column, rows, columns, value, kind in spots:
            style = {"title": centre, "amount": money}.get(kind, plain)
            sheet.write_merge(row, row + rows - 1, column, column + columns - 1, value, style)
    book.save(str(path))

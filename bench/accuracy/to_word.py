"""Renders a paper as DOCX with python-docx."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from bench.accuracy.paper import Break, Grid, Look, Meta, Paper, Text, flow
from bench.accuracy.table import slots
from bench.accuracy.widths import column_widths

_ALIGN = {
    "left": WD_ALIGN_PARAGRAPH.LEFT,
    "center": WD_ALIGN_PARAGRAPH.CENTER,
    "right": WD_ALIGN_PARAGRAPH.RIGHT,
}
_FONTS = {"song": "AR PL UMing CN", "hei": "WenQuanYi Zen Hei"}


def write(paper: Paper, path: Path) -> None:
    """Write the paper."""
    document = Document()
    look = paper.look
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    if look.landscape:
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = Cm(29.7), Cm(21)
    for side in ("left_margin", "right_margin", "top_margin", "bottom_margin"):
        setattr(section, side, Cm(1.6))
    if look.footer:
        _page_number(section.footer.paragraphs[0])
    for block in flow(paper):
        if isinstance(block, Break):
            document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
        elif isinstance(block, Text):
            _write(document.add_paragraph(), block.text, block.size, block.align, look)
        elif isinstance(block, Meta):
            text = "\t".join(t for t in (block.left, block.middle, block.right) if t)
            align = "left" if block.left else "right"
            _write(document.add_paragraph(), text.replace("\t", "          "), 9, align, look)
        else:
            _grid(document, block, look)
    document.save(str(path))


def _write(
    paragraph: Any, text: str, size: float, align: str, look: Look, white: bool = False
) -> None:
    run = paragraph.add_run(text)
    run.font.size = Pt(size)
    run.font.name = _FONTS[look.font]
    run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), _FONTS[look.font])
    if white:
        run.font.color.rgb = RGBColor(255, 255, 255)
    paragraph.alignment = _ALIGN[align]
    paragraph.paragraph_format.space_after = Pt(0)


def _page_number(paragraph: Any) -> None:
    paragraph.alignment = _ALIGN["center"]
    run = paragraph.add_run()
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        if kind:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
        else:
            mark = OxmlElement("w:instrText")
            mark.text = text
        run._element.append(mark)


def _grid(document: Any, block: Grid, look: Look) -> None:
    table = block.table
    top = len(block.inside)
    heads = top + table.head_rows
    made = document.add_table(heads + len(table.body), table.columns)
    made.autofit = False
    _margins(made, look)
    if look.lines in ("grid", "open"):
        made.style = "Table Grid"
    elif look.lines in ("head", "rows"):
        _borders(made, look.lines)
    width = 750 if look.landscape else 504
    widths = column_widths(table, width, look.size, look.narrow)
    flat = made._cells  # every access builds it anew
    grid = [flat[at : at + table.columns] for at in range(0, len(flat), table.columns)]
    for column, value in zip(made.columns, widths, strict=True):
        column.width = Pt(value)
    for row in grid:
        for cell, value in zip(row, widths, strict=True):
            cell.width = Pt(value)

    def put(
        row: int, column: int, rows: int, columns: int, text: str, align: str, white: bool = False
    ) -> None:
        cell = grid[row][column]
        if rows > 1 or columns > 1:
            cell = cell.merge(grid[row + rows - 1][column + columns - 1])
        _write(cell.paragraphs[0], text, look.size, align, look, white)
        if white:
            shade = OxmlElement("w:shd")
            shade.set(qn("w:val"), "clear")
            shade.set(qn("w:fill"), "1F4E79")
            cell._element.get_or_add_tcPr().append(shade)

    for number, meta in enumerate(block.inside):
        texts = [text for text in (meta.left, meta.middle, meta.right) if text]
        put(number, 0, 1, table.columns, "        ".join(texts), "center")
    for head in table.heads:
        at = (top + head.row, head.column, head.rows, head.columns)
        put(*at, head.text, "center", look.coloured)
    for number, cells in enumerate(table.body):
        for column, cell in slots(cells):
            align = "right" if cell.amount else "left"
            if table.centred(column, cell):
                align = "center"
            put(heads + number, column, 1, cell.span, "　" * cell.indent + cell.text, align)
    for row in made.rows[:heads] if look.repeat_header else []:
        mark = OxmlElement("w:tblHeader")
        row._tr.get_or_add_trPr().append(mark)
    if not look.tall:
        for row in made.rows:
            row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))


def _borders(table: Any, lines: str) -> None:
    borders = OxmlElement("w:tblBorders")
    for side in ("top", "bottom", *(["insideH"] if lines == "rows" else [])):
        line = OxmlElement(f"w:{side}")
        line.set(qn("w:val"), "single")
        line.set(qn("w:sz"), "6")
        borders.append(line)
    table._tbl.tblPr.append(borders)


def _margins(table: Any, look: Look) -> None:
    """Let cells begin close to their borders, so that figures and codes fit."""
    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        margin = OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), str(int(20 * look.padding)))
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    table._tbl.tblPr.append(margins)

"""Renders a paper with reportlab."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from reportlab.lib import colors
from reportlab.lib.enums import TA_CENTER, TA_LEFT, TA_RIGHT
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import (
    Flowable,
    LongTable,
    PageBreak,
    Paragraph,
    SimpleDocTemplate,
    Spacer,
    TableStyle,
)

from bench.accuracy.paper import Break, Grid, Look, Meta, Paper, Text, flow
from bench.accuracy.table import slots
from bench.accuracy.widths import column_widths

_ALIGN = {"left": TA_LEFT, "center": TA_CENTER, "right": TA_RIGHT}
_FILES = {
    "song": "/usr/share/fonts/truetype/arphic/uming.ttc",
    "hei": "/usr/share/fonts/truetype/wqy/wqy-zenhei.ttc",
}
_MARGIN = 40


def render(paper: Paper, path: Path) -> None:
    """Write the paper as a PDF."""
    look = paper.look
    font = _font(look.font)
    size = landscape(A4) if look.landscape else A4
    width = size[0] - 2 * _MARGIN

    def page(canvas: Any, document: Any) -> None:
        if look.footer:
            canvas.setFont(font, 9)
            canvas.drawCentredString(size[0] / 2, 22, f"— {document.page} —")
        if look.rotate:
            canvas.setPageRotation(look.rotate)

    template = SimpleDocTemplate(
        str(path),
        pagesize=size,
        leftMargin=_MARGIN,
        rightMargin=_MARGIN,
        topMargin=44,
        bottomMargin=44,
        invariant=1,
    )
    flowables: list[Flowable] = []
    for block in flow(paper):
        if isinstance(block, Break):
            flowables.append(PageBreak())
        elif isinstance(block, Text):
            flowables.append(_paragraph(block.text, block.size, _ALIGN[block.align], font))
        elif isinstance(block, Meta):
            flowables.append(_meta(block, font, width))
        else:
            flowables += [_grid(block, look, font, width), Spacer(1, 8)]
    template.build(flowables, onFirstPage=page, onLaterPages=page)


def _font(name: str) -> str:
    """Return a registered font: an embedded one where its file is there, else a CID font."""
    if name in _FILES and Path(_FILES[name]).exists():
        if name not in pdfmetrics.getRegisteredFontNames():
            pdfmetrics.registerFont(TTFont(name, _FILES[name], subfontIndex=0))
        return name
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    return "STSong-Light"


def _paragraph(
    text: str, size: float, align: int, font: str, colour: Any = colors.black, indent: int = 0
) -> Paragraph:
    style = ParagraphStyle(
        "p",
        fontName=font,
        fontSize=size,
        leading=size * 1.3,
        alignment=align,
        textColor=colour,
        leftIndent=indent * size,
    )
    style.wordWrap = "CJK"
    return Paragraph(text.replace(" ", "\u00a0") or "\u00a0", style)


def _meta(meta: Meta, font: str, width: float) -> LongTable:
    row = [
        _paragraph(meta.left, 9, TA_LEFT, font),
        _paragraph(meta.middle, 9, TA_CENTER, font),
        _paragraph(meta.right, 9, TA_RIGHT, font),
    ]
    return LongTable(
        [row],
        colWidths=[width * 0.5, width * 0.2, width * 0.3],
        style=[("LEFTPADDING", (0, 0), (-1, -1), 0), ("RIGHTPADDING", (0, 0), (-1, -1), 0)],
    )


def _grid(block: Grid, look: Look, font: str, width: float) -> LongTable:
    table, size = block.table, look.size
    top = len(block.inside)
    heads = top + table.head_rows
    rows: list[list[Any]] = [[""] * table.columns for _ in range(heads)]
    commands: list[tuple[Any, ...]] = [
        ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
        ("FONT", (0, 0), (-1, -1), font, size),
        ("LEFTPADDING", (0, 0), (-1, -1), look.padding),
        ("RIGHTPADDING", (0, 0), (-1, -1), look.padding),
        ("TOPPADDING", (0, 0), (-1, -1), 6 if look.tall else 2),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 6 if look.tall else 2),
        *_rules(look, heads),
    ]
    for number, meta in enumerate(block.inside):
        texts = [text for text in (meta.left, meta.middle, meta.right) if text]
        half = table.columns // 2
        cuts = [0, table.columns] if len(texts) == 1 else [0, half, table.columns]
        align = TA_CENTER if meta.middle else TA_RIGHT if meta.right and not meta.left else TA_LEFT
        for text, start, stop in zip(texts, cuts, cuts[1:], strict=False):
            rows[number][start] = _paragraph(text, size, align, font)
            commands.append(("SPAN", (start, number), (stop - 1, number)))
    colour = colors.white if look.coloured else colors.black
    for head in table.heads:
        at = (head.column, head.row + top)
        end = (head.column + head.columns - 1, head.row + top + head.rows - 1)
        rows[at[1]][at[0]] = _paragraph(head.text, size, TA_CENTER, font, colour)
        commands.append(("SPAN", at, end))
    if look.coloured:
        commands.append(("BACKGROUND", (0, top), (-1, heads - 1), colors.HexColor("#1f4e79")))
    for cells in table.body:
        row: list[Any] = [""] * table.columns
        for column, cell in slots(cells):
            if cell.span > 1:
                commands.append(("SPAN", (column, len(rows)), (column + cell.span - 1, len(rows))))
            if cell.amount:
                commands.append(("ALIGN", (column, len(rows)), (column, len(rows)), "RIGHT"))
                row[column] = cell.text
            elif cell.text:
                middle = cell.span > 1 or table.centred(column, cell)
                align = TA_CENTER if middle else TA_LEFT
                row[column] = _paragraph(cell.text, size, align, font, indent=cell.indent)
        rows.append(row)
    return LongTable(
        rows,
        colWidths=column_widths(table, width, size, look.narrow),
        style=TableStyle(commands),
        repeatRows=_repeated(look, heads),
        splitInRow=1 if look.tall else 0,
    )


def _repeated(look: Look, heads: int) -> int | tuple[int, ...]:
    if look.repeat_part:
        return (heads - 1,)
    return heads if look.repeat_header else 0


def _rules(look: Look, heads: int) -> list[tuple[Any, ...]]:
    """Return the ruling lines of a look."""
    black, last = colors.black, (-1, -1)
    if look.lines == "grid":
        return [("GRID", (0, 0), last, 0.5, black)]
    if look.lines == "rows":
        return [("LINEBELOW", (0, 0), last, 0.5, black), ("LINEABOVE", (0, 0), (-1, 0), 1, black)]
    if look.lines == "open":
        return [("INNERGRID", (0, 0), last, 0.5, black), ("LINEABOVE", (0, 0), (-1, 0), 1, black),
                ("LINEBELOW", (0, -1), last, 1, black)]  # fmt: skip
    if look.lines == "head":
        return [
            ("LINEABOVE", (0, 0), (-1, 0), 1, black),
            ("LINEBELOW", (0, heads - 1), (-1, heads - 1), 0.7, black),
            ("LINEBELOW", (0, -1), last, 1, black),
        ]
    return []

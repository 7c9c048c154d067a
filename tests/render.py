"""Renders printed tables to a PDF with reportlab, in the looks that offices give them."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO

from reportlab.lib import colors
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.platypus import (
    Flowable,
    LongTable,
    PageBreak,
    Paragraph,
    SimpleDocTemplate,
    Spacer,
)

from tests.forms import Style, Table

FONT = "STSong-Light"


@dataclass(frozen=True)
class Look:
    """How pages look."""

    landscape: bool = False
    rotate: int = 0
    repeat_header: bool = True
    coloured_header: bool = False
    line_width: float = 0.5
    title_before: bool = False
    two_on_a_page: bool = False
    row_height: float | None = None
    open_sides: bool = False
    title_inside: bool = False
    rules: str = "all"  # all | none | rows | header | frame
    aligned: bool = False  # heads in the middle, figures to the right


def render(
    tables: list[Table], style: Style, look: Look, *, entity: str, year: int, kind: str = "部门"
) -> bytes:
    """Return a document: cover, contents, a page of prose, the forms, a page of prose."""
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    buffer = BytesIO()
    size = landscape(A4) if look.landscape else A4

    def page(canvas: object, document: object) -> None:
        canvas.setFont(FONT, 9)  # type: ignore[attr-defined]
        canvas.drawCentredString(size[0] / 2, 24, f"- {document.page} -")  # type: ignore[attr-defined]
        if look.rotate:
            canvas.setPageRotation(look.rotate)  # type: ignore[attr-defined]

    template = SimpleDocTemplate(buffer, pagesize=size, margin=40, invariant=1)
    template.leftMargin = template.rightMargin = 36
    template.topMargin = template.bottomMargin = 44
    body: list[Flowable] = [
        Spacer(1, 120),
        _text(f"{entity}", 22),
        _text(f"{year}年度{kind}决算", 22),
        PageBreak(),
        _text("目录", 16),
        *(_text(f"{i}、{table.title}……{i + 3}", 11, 0) for i, table in enumerate(tables, 1)),
        PageBreak(),
        *_prose(entity, year),
        PageBreak(),
    ]
    for index, table in enumerate(tables):
        body += _form(table, style, look, entity, size[0] - 72)
        if not look.two_on_a_page or index % 2:
            body.append(PageBreak())
    body += [PageBreak(), *_prose(entity, year)]
    template.build(body, onFirstPage=page, onLaterPages=page)
    return buffer.getvalue()


def _text(text: str, size: float, align: int = 1) -> Paragraph:
    style = ParagraphStyle("p", fontName=FONT, fontSize=size, leading=size * 1.5, alignment=align)
    style.wordWrap = "CJK"
    return Paragraph(text, style)


def _prose(entity: str, year: int) -> list[Flowable]:
    sentence = (
        f"{entity}{year}年度收入总计1,234.56万元，支出总计1,234.56万元，与上年相比，"
        "收、支总计各增加12.34万元，增长1.01%，主要原因是人员经费增加。"
    )
    return [_text("第三部分 决算情况说明", 14), *(_text(sentence, 12, 0) for _ in range(6))]


def _form(table: Table, style: Style, look: Look, entity: str, width: float) -> list[Flowable]:
    head: list[Flowable] = [] if look.title_inside else [_text(table.title, 14)]
    if look.title_before:
        head.append(PageBreak())
    head += [
        _text(table.number, 9, 2),
        _text(f"部门：{entity}", 9, 0),
        _text(f"单位：{style.unit}", 9, 2),
    ]
    return [*head, _grid(table, look, width), _text(table.note, 9, 0), Spacer(1, 16)]


def _grid(table: Table, look: Look, width: float) -> LongTable:
    columns = max(len(row) for row in table.body)
    top = 1 if look.title_inside else 0
    rows: list[list[object]] = [[""] * columns for _ in range(table.n_heads + top)]
    n_heads = table.n_heads + top
    line = "LINEBELOW" if look.open_sides else "GRID"
    commands: list[tuple[object, ...]] = [
        *_rules(look, line, n_heads),
        ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
        ("FONT", (0, 0), (-1, -1), FONT, 8),
    ]
    if look.open_sides:
        commands += [
            ("LINEABOVE", (0, 0), (-1, 0), look.line_width, colors.black),
            ("INNERGRID", (0, 0), (-1, -1), look.line_width, colors.black),
        ]
    if look.aligned:
        commands += [("ALIGN", at, at, "RIGHT") for at in _amounts(table, n_heads)]
    if top:
        rows[0][0] = _cell(table.title)
        commands.append(("SPAN", (0, 0), (columns - 1, 0)))
    for row, column, high, wide, text in table.heads:
        rows[row + top][column] = _cell(text, look.coloured_header, look.aligned)
        end = (column + wide - 1, row + top + high - 1)
        commands.append(("SPAN", (column, row + top), end))
    if look.coloured_header:
        commands.append(("BACKGROUND", (0, 0), (-1, n_heads - 1), colors.darkblue))
    for row, column, high, wide in table.spans:
        at = (column, n_heads + row)
        commands.append(("SPAN", at, (column + wide - 1, n_heads + row + high - 1)))
    numeric = set(table.keys)
    for number, texts in enumerate(table.body):
        rows.append(
            [
                text if (number, i) in numeric else _cell(text)
                for i, text in enumerate(texts + [""] * (columns - len(texts)))
            ]
        )
    widths = _widths(table, columns, width)
    heights = None if look.row_height is None else [look.row_height] * len(rows)
    return LongTable(
        rows,
        colWidths=widths,
        rowHeights=heights,
        style=commands,
        repeatRows=n_heads if look.repeat_header else 0,
    )


def _rules(look: Look, line: str, n_heads: int) -> list[tuple[object, ...]]:
    pen = (look.line_width, colors.black)
    whole = ((0, 0), (-1, -1), *pen)
    return {
        "all": [(line, *whole)],
        "none": [],
        "rows": [("LINEABOVE", *whole), ("LINEBELOW", *whole)],
        "header": [
            ("LINEABOVE", (0, 0), (-1, 0), *pen),
            ("LINEBELOW", (0, n_heads - 1), (-1, n_heads - 1), *pen),
        ],
        "frame": [("BOX", *whole), ("LINEBELOW", (0, n_heads - 1), (-1, n_heads - 1), *pen)],
    }[look.rules]


def _amounts(table: Table, n_heads: int) -> list[tuple[int, int]]:
    return [(column, n_heads + row) for row, column in table.keys]


def _widths(table: Table, columns: int, width: float) -> list[float]:
    weights = [
        max(2.2, *(min(len(row[c]) * (0.62 if (n, c) in table.keys else 0.7), 9)
                   for n, row in enumerate(table.body) if c < len(row)))
        for c in range(columns)
    ]  # fmt: skip
    return [width * weight / sum(weights) for weight in weights]


def _cell(text: str, white: bool = False, centred: bool = False) -> Paragraph:
    style = ParagraphStyle("c", fontName=FONT, fontSize=8, leading=10, alignment=int(centred))
    style.wordWrap = "CJK"
    if white:
        style.textColor = colors.white
    return Paragraph(text, style)

"""Renders a paper as OFD (GB/T 33190) by hand: text objects and the paths of ruling lines."""

from __future__ import annotations

import zipfile
from dataclasses import dataclass, field
from html import escape
from pathlib import Path

from bench.accuracy.paper import Break, Grid, Look, Meta, Paper, Text, flow
from bench.accuracy.table import slots
from bench.accuracy.widths import column_widths, em

_MM = 25.4 / 72
_NS = 'xmlns:ofd="http://www.ofdspec.org/2016"'
_MARGIN = 40.0


@dataclass
class _Canvas:
    """Pages of objects in points from the upper left; written in millimetres."""

    width: float
    height: float
    look: Look
    pages: list[list[str]] = field(default_factory=lambda: [[]])
    y: float = _MARGIN
    count: int = 100

    def next_page(self) -> None:
        """Begin a page, unless this one is still empty."""
        if self.pages[-1]:
            self.pages.append([])
        self.y = _MARGIN

    def text(self, x: float, y: float, text: str, size: float) -> None:
        """Put a line of text whose top is at y."""
        if not text:
            return
        self.count += 1
        deltas = " ".join(f"{em(char) * size * _MM:.3f}" for char in text[:-1])
        wide = em(text) * size
        box = " ".join(f"{v * _MM:.3f}" for v in (x, y, wide + 1, size * 1.2))
        delta = f' DeltaX="{deltas}"' if deltas else ""
        self.pages[-1].append(
            f'<ofd:TextObject ID="{self.count}" Boundary="{box}" Font="3" Size="{size * _MM:.3f}">'
            f'<ofd:TextCode X="0" Y="{size * _MM:.3f}"{delta}>{escape(text)}</ofd:TextCode>'
            "</ofd:TextObject>"
        )

    def line(self, x0: float, y0: float, x1: float, y1: float) -> None:
        """Draw a line."""
        self.count += 1
        box = " ".join(f"{v * _MM:.3f}" for v in (x0, y0, max(x1 - x0, 0.5), max(y1 - y0, 0.5)))
        to = f"{(x1 - x0) * _MM:.3f} {(y1 - y0) * _MM:.3f}"
        self.pages[-1].append(
            f'<ofd:PathObject ID="{self.count}" Boundary="{box}" LineWidth="0.176">'
            f"<ofd:AbbreviatedData>M 0 0 L {to}</ofd:AbbreviatedData></ofd:PathObject>"
        )


def write(paper: Paper, path: Path) -> None:
    """Write the package."""
    look = paper.look
    size = (842.0, 595.0) if look.landscape else (595.0, 842.0)
    canvas = _Canvas(*size, look)
    for block in flow(paper):
        if isinstance(block, Break):
            canvas.next_page()
        elif isinstance(block, Text):
            _paragraph(canvas, block)
        elif isinstance(block, Meta):
            room = canvas.width - 2 * _MARGIN
            canvas.text(_MARGIN, canvas.y, block.left, 9)
            canvas.text(_MARGIN + room * 0.5, canvas.y, block.middle, 9)
            right = canvas.width - _MARGIN - em(block.right) * 9
            canvas.text(right, canvas.y, block.right, 9)
            canvas.y += 14
        else:
            _grid(canvas, block)
    _pack(canvas, path)


def _paragraph(canvas: _Canvas, block: Text) -> None:
    for text in _wrap(block.text, canvas.width - 2 * _MARGIN, block.size):
        if canvas.y > canvas.height - _MARGIN - block.size:
            canvas.next_page()
        x = _MARGIN
        if block.align == "center":
            x = (canvas.width - em(text) * block.size) / 2
        canvas.text(x, canvas.y, text, block.size)
        canvas.y += block.size * 1.5


def _wrap(text: str, width: float, size: float) -> list[str]:
    lines, line = [], ""
    for char in text:
        if line and em(line + char) * size > width:
            lines.append(line)
            line = ""
        line += char
    return [*lines, line]


_Spot = tuple[int, int, int, int, str, str]


def _grid(canvas: _Canvas, block: Grid) -> None:
    """Lay out a table; the header is repeated on every page where the look wants it."""
    table, look = block.table, canvas.look
    widths = column_widths(table, canvas.width - 2 * _MARGIN, look.size, look.narrow)
    edges = [_MARGIN]
    for width in widths:
        edges.append(edges[-1] + width)
    heads: list[_Spot] = [
        (h.row, h.column, h.rows, h.columns, h.text, "center") for h in table.heads
    ]
    _rows(canvas, heads, table.head_rows, edges)
    for cells in table.body:
        row: list[_Spot] = [
            (
                0,
                at,
                1,
                cell.span,
                "　" * cell.indent + cell.text,
                "right" if cell.amount else "center" if table.centred(at, cell) else "left",
            )
            for at, cell in slots(cells)
        ]
        if canvas.y + _height(canvas, row, edges) > canvas.height - _MARGIN:
            canvas.next_page()
            if look.repeat_header:
                _rows(canvas, heads, table.head_rows, edges)
        _rows(canvas, row, 1, edges)
    canvas.y += 8


def _height(canvas: _Canvas, spots: list[_Spot], edges: list[float]) -> float:
    size = canvas.look.size
    lines = [
        len(_wrap(text, edges[at + wide] - edges[at] - 4, size)) / high
        for _, at, high, wide, text, _ in spots
    ]
    return max(lines) * size * 1.25 + (12 if canvas.look.tall else 4)


def _rows(canvas: _Canvas, spots: list[_Spot], rows: int, edges: list[float]) -> None:
    heights = [
        _height(canvas, [s for s in spots if s[0] == r] or spots, edges) for r in range(rows)
    ]
    tops = [canvas.y]
    for height in heights:
        tops.append(tops[-1] + height)
    size = canvas.look.size
    for row, at, high, wide, text, align in spots:
        left, right = edges[at], edges[at + wide]
        top, bottom = tops[row], tops[row + high]
        lines = _wrap(text, right - left - 4, size)
        y = (top + bottom - len(lines) * size * 1.25) / 2
        for line in lines:
            x = left + 2
            if align == "center":
                x = (left + right - em(line) * size) / 2
            elif align == "right":
                x = right - 2 - em(line) * size
            canvas.text(x, y, line, size)
            y += size * 1.25
        for x0, y0, x1, y1 in (
            (left, top, right, top),
            (left, bottom, right, bottom),
            (left, top, left, bottom),
            (right, top, right, bottom),
        ):
            canvas.line(x0, y0, x1, y1)
    canvas.y = tops[-1]


def _pack(canvas: _Canvas, path: Path) -> None:
    box = f"0 0 {canvas.width * _MM:.3f} {canvas.height * _MM:.3f}"
    head = '<?xml version="1.0" encoding="UTF-8"?>\n'
    refs = "".join(
        f'<ofd:Page ID="{10_000 + i}" BaseLoc="Pages/Page_{i}/Content.xml"/>'
        for i in range(len(canvas.pages))
    )
    parts = {
        "OFD.xml": f'<ofd:OFD {_NS} Version="1.0" DocType="OFD"><ofd:DocBody><ofd:DocInfo>'
        "<ofd:DocID>0</ofd:DocID></ofd:DocInfo><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot>"
        "</ofd:DocBody></ofd:OFD>",
        "Doc_0/Document.xml": f"<ofd:Document {_NS}><ofd:CommonData><ofd:MaxUnitID>99999"
        f"</ofd:MaxUnitID><ofd:PageArea><ofd:PhysicalBox>{box}</ofd:PhysicalBox></ofd:PageArea>"
        "<ofd:PublicRes>PublicRes.xml</ofd:PublicRes></ofd:CommonData>"
        f"<ofd:Pages>{refs}</ofd:Pages></ofd:Document>",
        "Doc_0/PublicRes.xml": f'<ofd:Res {_NS} BaseLoc="Res"><ofd:Fonts>'
        '<ofd:Font ID="3" FontName="宋体" FamilyName="宋体"/></ofd:Fonts></ofd:Res>',
    }
    for number, objects in enumerate(canvas.pages):
        parts[f"Doc_0/Pages/Page_{number}/Content.xml"] = (
            f"<ofd:Page {_NS}><ofd:Area><ofd:PhysicalBox>{box}</ofd:PhysicalBox></ofd:Area>"
            f'<ofd:Content><ofd:Layer ID="2" Type="Body">{"".join(objects)}</ofd:Layer>'
            "</ofd:Content></ofd:Page>"
        )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, text in parts.items():
            package.writestr(zipfile.ZipInfo(name, (2024, 1, 1, 0, 0, 0)), head + text)

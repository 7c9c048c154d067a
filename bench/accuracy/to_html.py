"""Renders a paper as HTML: for a browser to print, or as a page saved from a government site."""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Callable
from html import escape
from pathlib import Path

from bench.accuracy.paper import Block, Break, Grid, Look, Meta, Paper, Text, flow
from bench.accuracy.table import Table, slots
from bench.accuracy.widths import column_widths

_BORDERS = {
    "grid": "td,th{border:0.75pt solid #000}",
    "none": "td,th{border:0}",
    "rows": "td,th{border:0;border-bottom:0.75pt solid #000}table.g{border-top:1pt solid #000}",
    "open": "td,th{border:0.75pt solid #000}"
    "table.g tr>:first-child{border-left:0}table.g tr>:last-child{border-right:0}",
    "head": "td,th{border:0}table.g{border-top:1pt solid #000;border-bottom:1pt solid #000}"
    "table.g thead tr:last-child th{border-bottom:0.75pt solid #000}thead{border-bottom:1pt solid}",
}
_FONTS = {"song": "'AR PL UMing CN','Noto Serif CJK SC'", "hei": "'WenQuanYi Zen Hei'"}


def page(paper: Paper, *, site: bool = False) -> str:
    """Return the page; ``site`` wraps it as a site's page does, in layout tables and menus."""
    look = paper.look
    style = (
        f"@page{{size:A4 {'landscape' if look.landscape else 'portrait'};margin:14mm 12mm}}"
        f"body{{font-family:{_FONTS[look.font]};font-size:10.5pt;margin:0}}"
        "table{border-collapse:collapse;width:100%}"
        f"td,th{{font-size:{look.size}pt;font-weight:normal;padding:"
        f"{'7pt' if look.tall else '1.5pt'} {look.padding}pt}}"
        "td.n{text-align:right;white-space:nowrap}td.i{text-align:center}th{text-align:center}"
        "table.m td{border:0}p{margin:2pt 0}.b{break-after:page}"
        + _BORDERS[look.lines]
        + ("" if look.repeat_header else "thead{display:table-row-group}")
        + ("tr{break-inside:auto}" if look.tall else "tr{break-inside:avoid}")
        + ("td.c{word-break:break-all}" if look.narrow else "td.c{white-space:nowrap}")
        + (
            "th{background:#1f4e79;color:#fff;-webkit-print-color-adjust:exact}"
            if look.coloured
            else ""
        )
    )
    body = "\n".join(_block(block, look) for block in flow(paper))
    if site:
        body = (
            "<table><tr><td colspan=2><ul><li><a href='/'>首页</a></li><li>政务公开</li></ul></td>"
            "</tr><tr><td>当前位置：首页 &gt; 部门决算</td>"
            f"<td><div class='TRS_Editor'>{body}</div></td></tr>"
            "<tr><td colspan=2>主办：人民政府办公室&nbsp;ICP备00000000号</td></tr></table>"
        )
    title = escape(f"{paper.books.entity}{paper.books.year}年度{paper.books.level}决算")
    return (
        f"<html><head><meta charset='utf-8'><title>{title}</title>"
        f"<style>{style}</style></head><body>{body}</body></html>"
    )


def _block(block: Block, look: Look) -> str:
    if isinstance(block, Break):
        return "<div class='b'></div>"
    if isinstance(block, Text):
        size, align = f"font-size:{block.size}pt", f"text-align:{block.align}"
        return f"<p style='{size};{align}'>{_words(block.text)}</p>"
    if isinstance(block, Meta):
        aligned = zip(
            (block.left, block.middle, block.right), ("left", "center", "right"), strict=True
        )
        cells = "".join(f"<td style='text-align:{a}'>{_words(text)}</td>" for text, a in aligned)
        return f"<table class='m'><tr>{cells}</tr></table>"
    return _grid(block, look)


def _words(text: str) -> str:
    return escape(text).replace("  ", "&nbsp; ")


def _grid(block: Grid, look: Look) -> str:
    table = block.table
    width = 770 if look.landscape else 527
    widths = column_widths(table, width, look.size, look.narrow)
    columns = "".join(f"<col style='width:{value:.1f}pt'>" for value in widths)
    heads = "".join(f"<tr>{row}</tr>" for row in [*_inside(block), *_heads(table)])
    rows = []
    for cells in table.body:
        row = []
        for column, cell in slots(cells):
            span = f" colspan={cell.span}" if cell.span > 1 else ""
            kind = "n" if cell.amount else "c" if cell.text.isdigit() else ""
            if table.centred(column, cell):
                kind += " i"
            text = "&nbsp;&nbsp;" * cell.indent + _words(cell.text)
            row.append(f"<td{span} class='{kind}'>{text}</td>")
        rows.append(f"<tr>{''.join(row)}</tr>")
    body = "\n".join(rows)
    return (
        f"<table class='g'><colgroup>{columns}</colgroup>"
        f"<thead>{heads}</thead><tbody>{body}</tbody></table>"
    )


def _inside(block: Grid) -> list[str]:
    rows = []
    for meta in block.inside:
        texts = [text for text in (meta.left, meta.middle, meta.right) if text]
        half = block.table.columns // 2
        spans = [block.table.columns] if len(texts) == 1 else [half, block.table.columns - half]
        rows.append(
            "".join(
                f"<th colspan={span}>{_words(text)}</th>"
                for text, span in zip(texts, spans, strict=False)
            )
        )
    return rows


def _heads(table: Table) -> list[str]:
    rows = [""] * table.head_rows
    for head in sorted(table.heads, key=lambda h: (h.row, h.column)):
        rows[head.row] += f"<th rowspan={head.rows} colspan={head.columns}>{_words(head.text)}</th>"
    return rows


def write(paper: Paper, path: Path) -> None:
    """Write the page as UTF-8, as a site's page."""
    path.write_text(page(paper, site=True), encoding="utf-8")


def write_gb(paper: Paper, path: Path) -> None:
    """Write the page in GB18030 as an old site does, with its encoding named."""
    text = page(paper, site=True).replace("charset='utf-8'", "charset='gb2312'")
    path.write_bytes(text.encode("gb18030"))


def printer(chromium: str) -> Callable[[Paper, Path], None]:
    """Return what prints a paper through a browser."""

    def write_pdf(paper: Paper, path: Path) -> None:
        with tempfile.TemporaryDirectory() as folder:
            source = Path(folder) / "page.html"
            source.write_text(page(paper), encoding="utf-8")
            footer = [] if paper.look.footer else ["--no-pdf-header-footer"]
            subprocess.run(
                [
                    chromium,
                    "--headless",
                    "--no-sandbox",
                    "--disable-gpu",
                    f"--user-data-dir={folder}/profile",
                    *footer,
                    f"--print-to-pdf={path}",
                    str(source),
                ],
                check=True,
                capture_output=True,
                timeout=120,
            )

    return write_pdf

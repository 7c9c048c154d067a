"""Renders a paper as text with tab-separated tables, as it is copied from a document."""

from __future__ import annotations

from pathlib import Path

from bench.accuracy.paper import Break, Grid, Meta, Paper, Text, flow
from bench.accuracy.table import Table


def lines(paper: Paper, *, merged: bool = True) -> list[str]:
    """Return the lines; a merged cell keeps its empty places unless ``merged`` is false."""
    result = []
    for block in flow(paper):
        if isinstance(block, Break):
            result.append("")
        elif isinstance(block, Text):
            result.append(block.text)
        elif isinstance(block, Meta):
            result.append("    ".join(t for t in (block.left, block.middle, block.right) if t))
        elif isinstance(block, Grid):
            for meta in block.inside:
                texts = [text for text in (meta.left, meta.middle, meta.right) if text]
                result.append("    ".join(texts))
            result += _rows(block.table, merged)
    return result


def _rows(table: Table, merged: bool) -> list[str]:
    heads = [[""] * table.columns for _ in range(table.head_rows)]
    for head in table.heads:
        heads[head.row][head.column] = head.text
    rows = ["\t".join(row) for row in heads]
    for cells in table.body:
        row = []
        for cell in cells:
            row += [cell.text, *([""] * (cell.span - 1) if merged else [])]
        rows.append("\t".join(row))
    return rows


def write(paper: Paper, path: Path) -> None:
    """Write as UTF-8."""
    path.write_text("\n".join(lines(paper)) + "\n", encoding="utf-8")


def write_gb(paper: Paper, path: Path) -> None:
    """Write as GB18030 with line ends of Windows."""
    path.write_bytes(("\r\n".join(lines(paper)) + "\r\n").encode("gb18030"))

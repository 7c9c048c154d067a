"""Reads ODS spreadsheets from their XML, which holds the text that each cell shows."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from juesuan.converter.document import Cell
from juesuan.converter.readers.spreadsheet import Merged, Sheet, bounded, damaged
from juesuan.converter.readers.zipped import open_archive
from juesuan.schema.limits import MAX_MARKUP_BYTES, MAX_PART_DEPTH
from juesuan.schema.safe_xml import parse_xml

_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"


def ods_sheets(data: bytes, name: str) -> Iterator[Sheet]:
    """Yield the visible sheets."""
    content = open_archive(data, name).read("content.xml", MAX_MARKUP_BYTES)
    root = parse_xml(content, f"{name}/content.xml", MAX_PART_DEPTH).getroot()
    hidden = {
        style.get(f"{_STYLE}name")
        for style in root.iter(f"{_STYLE}style")
        for look in style.iter(f"{_STYLE}table-properties")
        if look.get(f"{_TABLE}display") == "false"
    }
    tables = list(root.iter(f"{_TABLE}table"))
    if not tables:
        raise damaged(name)
    for number, table in enumerate(tables, 1):
        if table.get(f"{_TABLE}style-name") not in hidden:
            sheet = table.get(f"{_TABLE}name", "")
            cells, merged = _cells(table)
            yield Sheet(number, sheet, bounded(cells, name, sheet), merged)


def _cells(table: etree._Element) -> tuple[Iterator[Cell], list[Merged]]:
    """Return the filled cells, repetitions written out as they are asked for, and the merged."""
    filled: list[tuple[str, range, range]] = []
    merged: list[Merged] = []
    row = 0
    for line in table.iter(f"{_TABLE}table-row"):
        column = 0
        rows = _count(line, "number-rows-repeated")
        for element in line:
            if element.tag not in (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"):
                continue
            again = _count(element, "number-columns-repeated")
            text = "" if "covered" in str(element.tag) else _text(element)
            high, wide = (_count(element, f"number-{axis}-spanned") for axis in ("rows", "columns"))
            if high > 1 or wide > 1:
                merged.append(((row, column), (row + high - 1, column + wide - 1)))
            if text:
                filled.append((text, range(row, row + rows), range(column, column + again)))
            column += again
        row += rows
    cells = (Cell(text, r, c) for text, rows, columns in filled for r in rows for c in columns)
    return cells, merged


def _count(element: etree._Element, attribute: str) -> int:
    text = element.get(f"{_TABLE}{attribute}", "1")
    return max(1, int(text)) if text.isascii() and text.isdigit() and len(text) < 9 else 1


def _text(cell: etree._Element) -> str:
    """Return the paragraphs of a cell, without notes attached to it."""
    paragraphs = cell.iterchildren(f"{_TEXT}p")
    return "\n".join("".join(map(str, p.itertext())) for p in paragraphs).strip()

"""Reads XLS workbooks (BIFF) through xlrd, which tells number formats and hidden zeros too."""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator
from typing import Any

import xlrd

from juesuan.converter.document import Cell
from juesuan.converter.readers.spreadsheet import Sheet, bounded, cell_text, damaged

# xlrd trusts offsets and counts, so that damage shows in many ways.
_DAMAGE = (
    xlrd.XLRDError,
    xlrd.compdoc.CompDocError,
    struct.error,
    AssertionError,
    AttributeError,
    ArithmeticError,
    LookupError,
    MemoryError,
    OSError,
    TypeError,
    ValueError,
    NotImplementedError,
)
_NUMBER, _DATE, _TEXT, _BOOLEAN = 2, 3, 1, 4


def xls_sheets(data: bytes, name: str) -> Iterator[Sheet]:
    """Yield the visible sheets; one sheet at a time is held."""
    try:
        book = xlrd.open_workbook(
            file_contents=data,
            logfile=io.StringIO(),
            formatting_info=True,
            on_demand=True,
            ragged_rows=True,
        )
        for index in range(book.nsheets):
            sheet = book.sheet_by_index(index)
            if sheet.visibility == 0:
                merged = [
                    ((top, left), (bottom - 1, right - 1))
                    for top, bottom, left, right in sheet.merged_cells
                ]
                cells = bounded(_cells(book, sheet), name, sheet.name)
                yield Sheet(index + 1, sheet.name, cells, merged)
            book.unload_sheet(index)
    except _DAMAGE:
        raise damaged(name) from None


def _cells(book: Any, sheet: Any) -> Iterator[Cell]:
    for row in range(sheet.nrows):
        for column in range(sheet.row_len(row)):
            kind, value = sheet.cell_type(row, column), sheet.cell_value(row, column)
            if kind == _NUMBER:
                style = book.xf_list[sheet.cell_xf_index(row, column)]
                code = book.format_map[style.format_key].format_str
                yield Cell(cell_text(value, code, sheet.show_zero_values != 0), row, column)
            elif kind == _DATE:
                date = xlrd.xldate_as_datetime(value, book.datemode)
                yield Cell(cell_text(date, None), row, column)
            elif kind == _TEXT and value.strip():
                yield Cell(value, row, column)
            elif kind == _BOOLEAN:
                yield Cell(cell_text(bool(value), None), row, column)

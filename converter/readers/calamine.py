"""The values of XLSX and XLSB workbooks through python-calamine."""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator, Sequence

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from juesuan.converter.document import Cell
from juesuan.converter.readers.spreadsheet import Sheet, bounded, cell_text, damaged, too_large
from juesuan.converter.readers.xlsx_look import SheetLook, sheet_looks
from juesuan.converter.readers.zipped import Archive, open_archive
from juesuan.schema.limits import MAX_MARKUP_BYTES, MAX_SHEET_AREA

_ROW_HEADER = 0
_CELLS = range(1, 12)


def xlsx_sheets(data: bytes, name: str) -> Iterator[Sheet]:
    """Yield the visible sheets of an XLSX or XLSM workbook."""
    looks = []
    for sheet, look in sheet_looks(open_archive(data, name)):
        if look.area > MAX_SHEET_AREA:  # calamine would hold every cell of the rectangle
            raise too_large(name, sheet)
        looks.append(look)
    yield from _sheets(data, name, looks)


def xlsb_sheets(data: bytes, name: str) -> Iterator[Sheet]:
    """Yield the visible sheets of an XLSB workbook; its number formats are not read."""
    archive = open_archive(data, name)
    for part in archive.names():
        is_sheet = part.startswith("xl/worksheets/") and part.endswith(".bin")
        if is_sheet and _xlsb_area(archive, part) > MAX_SHEET_AREA:
            raise too_large(name, part)
    yield from _sheets(data, name, None)


def _sheets(data: bytes, name: str, looks: Sequence[SheetLook] | None) -> Iterator[Sheet]:
    """Yield the sheets; ``looks`` are those of all sheets in the workbook's order, if known."""
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        for number, meta in enumerate(book.sheets_metadata, 1):
            if meta.typ is SheetTypeEnum.WorkSheet and meta.visible is SheetVisibleEnum.Visible:
                sheet = book.get_sheet_by_index(number - 1)
                look = SheetLook() if looks is None else looks[number - 1]
                cells = bounded(_cells(sheet, look), name, meta.name)
                yield Sheet(number, meta.name, cells, sheet.merged_cell_ranges or [])
    except (CalamineError, OSError, ValueError, IndexError):
        raise damaged(name) from None
    except BaseException as error:
        if type(error).__name__ == "PanicException":  # a fault in the compiled library
            raise damaged(name) from None
        raise


def _cells(sheet: CalamineSheet, look: SheetLook) -> Iterator[Cell]:
    if sheet.start is None:
        return
    top, left = sheet.start
    for row, values in enumerate(sheet.iter_rows(), top):
        for column, value in enumerate(values, left):
            if value != "":
                code = look.formats.get((row, column))
                yield Cell(cell_text(value, code, look.show_zeros), row, column)


def _xlsb_area(archive: Archive, part: str) -> int:
    """Return the area in which a sheet's cells stand, from its records (MS-XLSB 2.1.4)."""
    data = archive.read(part, MAX_MARKUP_BYTES)
    rows, columns, at = [], [], 0
    while at < len(data):
        kind, at = _variable(data, at, 2)
        size, at = _variable(data, at, 4)
        if kind == _ROW_HEADER and size >= 4 and at + 4 <= len(data):
            rows.append(struct.unpack_from("<I", data, at)[0])
        elif kind in _CELLS and size >= 4 and at + 4 <= len(data):
            columns.append(struct.unpack_from("<I", data, at)[0])
        at += size
    if not rows or not columns:
        return 0
    return int((max(rows) - min(rows) + 1) * (max(columns) - min(columns) + 1))


def _variable(data: bytes, at: int, most: int) -> tuple[int, int]:
    """Return a number in groups of seven bits, and where the next one begins."""
    value = 0
    for shift in range(most):
        if at >= len(data):
            break
        byte = data[at]
        value |= (byte & 0x7F) << (7 * shift)
        at += 1
        if byte < 0x80:
            break
    return value, at

"""Writes XLSB workbooks record by record (MS-XLSB): no free program writes them."""

from __future__ import annotations

import struct

from tests.formats import as_number, captions, printed_cells, zipped
from tests.forms import Style, Table

_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="bin" '
    'ContentType="application/vnd.ms-excel.sheet.binary.macroEnabled.main"/>'
    "</Types>"
)
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def record(kind: int, data: bytes = b"") -> bytes:
    number = bytes([kind]) if kind < 128 else bytes([kind & 0x7F | 0x80, kind >> 7])
    size, length = b"", len(data)
    while True:
        byte, length = length & 0x7F, length >> 7
        size += bytes([byte | (0x80 if length else 0)])
        if not length:
            return number + size + data


def wide(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def row(number: int) -> bytes:
    return record(0, struct.pack("<IIH", number, 0, 300) + bytes(3) + bytes(4))


def cell(column: int, value: str | float) -> bytes:
    head = struct.pack("<II", column, 0)
    if isinstance(value, str):
        return record(6, head + wide(value))
    return record(5, head + struct.pack("<d", value))


def sheet(rows: bytes) -> bytes:
    dimension = record(148, struct.pack("<IIII", 0, 1, 0, 1))
    return record(129) + dimension + record(145) + rows + record(146) + record(130)


def xlsb(tables: list[Table], style: Style) -> bytes:
    """A workbook with one form a sheet; amounts are numbers, merged cells are not told."""
    sheets = [sheet(_rows(table, style)) for table in tables]
    return workbook([table.title.replace("“", "")[:31] for table in tables], sheets)


def workbook(names: list[str], sheets: list[bytes]) -> bytes:
    bundle = b"".join(
        record(156, struct.pack("<II", 0, n) + wide(f"rId{n}") + wide(name))
        for n, name in enumerate(names, 1)
    )
    relations = "".join(
        f'<Relationship Id="rId{n}" Type="{_RELATIONS}/worksheet" '
        f'Target="worksheets/sheet{n}.bin"/>'
        for n in range(1, len(names) + 1)
    )
    package = "http://schemas.openxmlformats.org/package/2006/relationships"
    files = {
        "[Content_Types].xml": _TYPES.encode(),
        "_rels/.rels": f'<Relationships xmlns="{package}"/>'.encode(),
        "xl/workbook.bin": record(131) + record(143) + bundle + record(144) + record(132),
        "xl/_rels/workbook.bin.rels": (
            f'<Relationships xmlns="{package}">{relations}</Relationships>'.encode()
        ),
    }
    parts = {f"xl/worksheets/sheet{n}.bin": data for n, data in enumerate(sheets, 1)}
    return zipped({**files, **parts})


def _rows(table: Table, style: Style) -> bytes:
    lines = captions(table, style)
    data = b"".join(row(number) + cell(0, text) for number, text in enumerate(lines))
    by_row: dict[int, list[bytes]] = {}
    for printed in sorted(printed_cells(table), key=lambda p: (p.row, p.column)):
        number = as_number(printed)
        if printed.text:
            value = printed.text if number is None else number
            by_row.setdefault(printed.row, []).append(cell(printed.column, value))
    for number, cells in sorted(by_row.items()):
        data += row(len(lines) + number) + b"".join(cells)
    end = len(lines) + table.n_heads + len(table.body) + 1
    return data + row(end) + cell(0, table.note)

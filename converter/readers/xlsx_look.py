"""What python-calamine does not tell of an XLSX sheet: number formats, hidden zeros, its extent."""

from __future__ import annotations

import io
import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from juesuan.converter.readers.number_format import BUILT_IN
from juesuan.converter.readers.zipped import Archive
from juesuan.schema.limits import MAX_MARKUP_BYTES
from juesuan.schema.safe_xml import parse_xml

_REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_STRICT_RELATION = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"


@dataclass(slots=True)
class SheetLook:
    """How a sheet shows its numbers; rows and columns count from 0."""

    formats: dict[tuple[int, int], str] = field(default_factory=dict)
    show_zeros: bool = True
    first_row: int = 1 << 30
    first_column: int = 1 << 30
    last_row: int = -1
    last_column: int = -1

    @property
    def area(self) -> int:
        """The cells of the rectangle in which the sheet's values stand."""
        if self.last_row < 0:
            return 0
        return (self.last_row - self.first_row + 1) * (self.last_column - self.first_column + 1)


def sheet_looks(archive: Archive) -> Iterator[tuple[str, SheetLook]]:
    """Yield each sheet's name with its look, in the order of the workbook."""
    formats = _formats(archive)
    for name, path in _sheet_paths(archive):
        yield name, _look(archive.read(path, MAX_MARKUP_BYTES), formats)


def _sheet_paths(archive: Archive) -> Iterator[tuple[str, str]]:
    book = parse_xml(archive.read("xl/workbook.xml", MAX_MARKUP_BYTES), archive.name)
    relations = "xl/_rels/workbook.xml.rels"
    targets = {
        element.get("Id"): element.get("Target", "")
        for element in parse_xml(archive.read(relations, MAX_MARKUP_BYTES), archive.name).iter(
            "{*}Relationship"
        )
    }
    for sheet in book.iter("{*}sheet"):
        target = targets.get(sheet.get(_RELATION) or sheet.get(_STRICT_RELATION), "")
        path = target[1:] if target.startswith("/") else posixpath.join("xl", target)
        yield sheet.get("name", ""), posixpath.normpath(path)


def _formats(archive: Archive) -> list[str | None]:
    """Return the format code of each cell style, None for General."""
    if "xl/styles.xml" not in archive:
        return []
    styles = parse_xml(archive.read("xl/styles.xml", MAX_MARKUP_BYTES), archive.name)
    codes: dict[str | None, str] = {str(number): code for number, code in BUILT_IN.items()}
    for element in styles.iter("{*}numFmt"):
        codes[element.get("numFmtId")] = element.get("formatCode", "")
    return [codes.get(xf.get("numFmtId")) for group in styles.iter("{*}cellXfs") for xf in group]


def _look(data: bytes, formats: list[str | None]) -> SheetLook:
    """Read a sheet's cells as a stream; faults are left to the reader of the values."""
    look = SheetLook()
    row, column = -1, -1
    events = etree.iterparse(
        io.BytesIO(data),
        events=("start", "end"),
        tag=("{*}sheetView", "{*}row", "{*}c"),
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
    )
    try:
        for event, element in events:
            name = etree.QName(element).localname
            if event == "start":
                if name == "sheetView":
                    look.show_zeros = element.get("showZeros", "1") not in ("0", "false")
                elif name == "row":
                    row, column = _integer(element.get("r"), row + 2) - 1, -1
            elif name == "c":
                row, column = _position(element.get("r"), row, column)
                _add(look, element, row, column, formats)
                element.clear()
            elif name == "row":
                element.clear()
                while element.getprevious() is not None:
                    del element.getparent()[0]
    except etree.XMLSyntaxError:
        pass
    return look


def _add(
    look: SheetLook, cell: etree._Element, row: int, column: int, formats: list[str | None]
) -> None:
    if not len(cell):
        return  # only a style
    look.first_row, look.last_row = min(look.first_row, row), max(look.last_row, row)
    look.first_column = min(look.first_column, column)
    look.last_column = max(look.last_column, column)
    style = _integer(cell.get("s"), 0)
    if cell.get("t", "n") == "n" and style < len(formats) and (code := formats[style]) is not None:
        look.formats[row, column] = code


def _position(reference: str | None, row: int, column: int) -> tuple[int, int]:
    match = _REFERENCE.fullmatch(reference or "")
    if match is None:
        return row, column + 1
    number = 0
    for letter in match[1]:
        number = 26 * number + ord(letter) - ord("A") + 1
    return int(match[2]) - 1, number - 1


def _integer(text: str | None, default: int) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 9 else default

"""Reads DOCX documents through python-docx. A place's page is the number of the table.

Running heads and feet are left out; deleted and hidden text is not shown, so not read.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from zipfile import BadZipFile

import docx
from docx.opc.exceptions import OpcError
from lxml import etree

from juesuan.converter.document import Block, Cell, Document, Line, Page
from juesuan.converter.readers.matrix import table_blocks
from juesuan.converter.readers.zipped import open_archive
from juesuan.schema.errors import UnreadableInputError
from juesuan.schema.limits import MAX_NESTED_TABLES, MAX_SHEET_AREA

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_WRAPPERS = frozenset(f"{_W}{tag}" for tag in ("sdt", "sdtContent", "customXml", "ins", "moveTo"))
_UNSHOWN = frozenset(
    [f"{_W}{tag}" for tag in ("del", "moveFrom", "txbxContent", "instrText", "rPr", "pPr")]
    + [_FALLBACK]
)
_BREAKS = {f"{_W}tab": "\t", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "-"}


def read_word(data: bytes, name: str, sha256: str) -> Document:
    """Read a DOCX document; UnreadableInputError when it is damaged or over a limit."""
    open_archive(data, name)
    try:
        body = docx.Document(io.BytesIO(data)).element.body
    except (
        OpcError,
        BadZipFile,
        etree.LxmlError,
        LookupError,
        ValueError,
        OSError,
        AttributeError,
    ):
        raise UnreadableInputError(
            f"{name}：Word 文档已损坏，无法打开", f"{name}: the Word document is damaged"
        ) from None
    return Document(name, sha256, MEDIA_TYPE, (Page(1, tuple(_Walk(name).blocks(body, 0))),))


class _Walk:
    """Goes through a document in order and numbers its tables."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._tables = 0

    def blocks(self, parent: etree._Element, depth: int) -> Iterator[Block]:
        """Yield the lines and grids of a body, a cell or a text box."""
        for element in _content(parent):
            if element.tag == f"{_W}p":
                yield from self._lines(element)
                for box in _text_boxes(element):
                    yield from self.blocks(box, depth)
            elif element.tag == f"{_W}tbl":
                yield from self._table(element, depth + 1)

    def _lines(self, paragraph: etree._Element) -> Iterator[Line]:
        for text in _text(paragraph).split("\n"):
            if text.strip():
                yield Line(text.strip(), max(1, self._tables))

    def _table(self, table: etree._Element, depth: int) -> Iterator[Block]:
        """Yield a table's blocks; a table that holds tables is layout."""
        if depth > MAX_NESTED_TABLES:
            raise UnreadableInputError(
                f"{self._name}：表格嵌套超过 {MAX_NESTED_TABLES} 层",
                f"{self._name}: tables are nested deeper than {MAX_NESTED_TABLES}",
            )
        if next(table.iterdescendants(f"{_W}tbl"), None) is None:
            self._tables += 1
            yield from table_blocks(_cells(table, self._name), self._tables, self._name)
            return
        for row in _content(table, f"{_W}tr"):
            for cell in _content(row, f"{_W}tc"):
                yield from self.blocks(cell, depth)


def _content(parent: etree._Element, tag: str | None = None) -> Iterator[etree._Element]:
    """Yield the children, looking through content controls and tracked insertions."""
    for child in parent:
        if child.tag in _WRAPPERS:
            yield from _content(child, tag)
        elif tag is None or child.tag == tag:
            yield child


def _text_boxes(paragraph: etree._Element) -> Iterator[etree._Element]:
    """Yield the outermost text boxes of a paragraph, each once."""
    for box in paragraph.iter(f"{_W}txbxContent"):
        above = set()
        for ancestor in box.iterancestors():
            if ancestor is paragraph:
                break
            above.add(ancestor.tag)
        if not above & {_FALLBACK, f"{_W}txbxContent"}:
            yield box


def _text(paragraph: etree._Element) -> str:
    """Return the shown text of a paragraph, without its text boxes."""
    words: list[str] = []
    walk = etree.iterwalk(paragraph, events=("start",))
    for _, element in walk:
        if element.tag in _UNSHOWN or (element.tag == f"{_W}r" and _vanishes(element)):
            walk.skip_subtree()
        elif element.tag == f"{_W}t":
            words.append(element.text or "")
        else:
            words.append(_BREAKS.get(str(element.tag), ""))
    return "".join(words)


def _vanishes(run: etree._Element) -> bool:
    hidden = run.find(f"{_W}rPr/{_W}vanish")
    return hidden is not None and hidden.get(f"{_W}val", "1") not in ("0", "false", "off")


def _cells(table: etree._Element, name: str) -> list[Cell]:
    """Return the cells with their spans; parts of a vertically merged cell are one."""
    cells: list[Cell] = []
    open_at: dict[int, int] = {}  # column: index of the cell that vertical merging continues
    for number, row in enumerate(_content(table, f"{_W}tr")):
        column = _number(row, "trPr/gridBefore", 0)
        for element in _content(row, f"{_W}tc"):
            wide = max(1, _number(element, "tcPr/gridSpan", 1))
            if column + wide > MAX_SHEET_AREA:
                raise UnreadableInputError(
                    f"{name}：Word 表格超过 {MAX_SHEET_AREA} 个单元格的上限",
                    f"{name}: a table exceeds the limit of {MAX_SHEET_AREA} cells",
                )
            merge = element.find(f"{_W}tcPr/{_W}vMerge")
            if merge is not None and merge.get(f"{_W}val") != "restart" and column in open_at:
                above = cells[open_at[column]]
                cells[open_at[column]] = Cell(
                    above.text, above.row, column, number - above.row + 1, above.column_span
                )
            else:
                text = "\n".join(_text(p) for p in _content(element, f"{_W}p")).strip()
                cells.append(Cell(text, number, column, 1, wide))
                open_at[column] = len(cells) - 1
                if merge is None:
                    del open_at[column]
            column += wide
    return cells


def _number(element: etree._Element, path: str, default: int) -> int:
    found = element.find("/".join(f"{_W}{step}" for step in path.split("/")))
    text = "" if found is None else found.get(f"{_W}val", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else default

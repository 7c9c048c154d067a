"""Reads HTML pages: as saved from a website, or as Excel, Word and WPS export them; also MHTML.

A place's page is the number of the table in the page; rows and columns are those of the table.
"""

from __future__ import annotations

import email
import email.policy
import re
from collections.abc import Iterator
from email.message import EmailMessage

from lxml import etree

from juesuan.converter.document import Block, Cell, Document, Line, Page
from juesuan.converter.readers.encoding import decode_text
from juesuan.converter.readers.matrix import table_blocks
from juesuan.schema.errors import UnreadableInputError
from juesuan.schema.limits import MAX_SHEET_AREA
from juesuan.schema.text import legal

MEDIA_TYPE = "text/html"
MHTML_MEDIA_TYPE = "multipart/related"
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([A-Za-z0-9_\-]+)", re.I)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.I)
_SITE = re.compile(r"\s*[-_|—–]+\s*[^-_|—–]*(?:网|网站|政府|平台|门户)\s*$")
_DROPPED = frozenset(
    [
        "head",
        "script",
        "style",
        "noscript",
        "template",
        "svg",
        "select",
        "option",
        "textarea",
        "button",
        "iframe",
        "object",
    ]
)
_BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "br",
        "caption",
        "center",
        "dd",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "li",
        "main",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "ul",
    ]
)


def read_html(data: bytes, name: str, sha256: str) -> Document:
    """Read a page; UnreadableInputError when it holds no text in a known encoding."""
    declared = _CHARSET.search(data[:8192])
    text = decode_text(data, name, declared and declared[1].decode("ascii"))
    return Document(name, sha256, MEDIA_TYPE, (_page(text, name),))


def read_mhtml(data: bytes, name: str, sha256: str) -> Document:
    """Read a page saved as one file with its parts (MHTML)."""
    message = email.message_from_bytes(data, policy=email.policy.default)
    pages = [part for part in message.walk() if part.get_content_type() == "text/html"]
    texts = [_part_text(part, name) for part in pages if isinstance(part, EmailMessage)]
    if not texts:
        raise UnreadableInputError(
            f"{name}：网页归档文件中没有网页", f"{name}: the web archive holds no page"
        )
    found = tuple(_page(text, name) for text in texts)
    return Document(name, sha256, MHTML_MEDIA_TYPE, found)


def _part_text(part: EmailMessage, name: str) -> str:
    content = part.get_payload(decode=True)
    declared = part.get_content_charset()
    return decode_text(content if isinstance(content, bytes) else b"", name, declared)


def _page(text: str, name: str) -> Page:
    parser = etree.HTMLParser(
        encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True, huge_tree=False
    )
    try:
        root = etree.fromstring(legal(text).encode(), parser)
    except (etree.XMLSyntaxError, ValueError):
        root = None
    if root is None:
        raise UnreadableInputError(f"{name}：网页没有内容", f"{name}: the page is empty")
    return Page(1, tuple(_blocks(root, name)))


def _blocks(root: etree._Element, name: str) -> Iterator[Block]:
    """Walk through the page; a table that holds tables is layout, the others are data."""
    if title := _page_title(root):
        yield Line(title, 1)
    words: list[str] = []
    tables = 0

    def line() -> Iterator[Line]:
        text = _line_text("".join(words))
        words.clear()
        if text:
            yield Line(text, max(1, tables))

    walk = etree.iterwalk(root, events=("start", "end"))
    for event, element in walk:
        tag = str(element.tag)
        if event == "end":
            if tag in _BLOCKS:
                yield from line()
            words.append(element.tail or "")
            continue
        if tag in _BLOCKS:
            yield from line()
        if _is_hidden(element):
            walk.skip_subtree()
        elif tag == "table" and next(element.iterdescendants("table"), None) is None:
            tables += 1
            yield from table_blocks(_cells(element, name), tables, name)
            walk.skip_subtree()
        else:
            words.append(element.text or "")
    yield from line()


def _page_title(root: etree._Element) -> str:
    """Return the title of the article, without the name of the site."""
    for meta in root.iter("meta"):
        if (meta.get("name") or "").lower() == "articletitle" and meta.get("content"):
            return _line_text(meta.get("content", ""))
    title = next(root.iter("title"), None)
    return _SITE.sub("", _line_text("" if title is None else title.text or ""))


def _is_hidden(element: etree._Element) -> bool:
    if str(element.tag) in _DROPPED or element.get("hidden") is not None:
        return True
    return bool(_HIDDEN.search(element.get("style") or ""))


def _cells(table: etree._Element, name: str) -> list[Cell]:
    """Return the cells of a table without tables in it, placed as HTML places them."""
    rows = [row for row in table.iter("tr") if not any(map(_is_hidden, _self_and_above(row)))]
    cells: list[Cell] = []
    covered: dict[int, int] = {}  # column: rows that a cell above still covers
    area = 0
    for number, row in enumerate(rows):
        column = 0
        below = {c: left - 1 for c, left in covered.items() if left > 1}
        for element in row.iterchildren("td", "th"):
            if _is_hidden(element):
                continue
            while column in covered:
                column += 1
            wide = min(_span(element, "colspan"), 1000)
            high = min(_span(element, "rowspan") or len(rows), len(rows) - number)
            wide = max(1, wide)
            cells.append(Cell(_cell_text(element), number, column, high, wide))
            if high > 1:
                below.update(dict.fromkeys(range(column, column + wide), high - 1))
            column += wide
        area += column
        covered = below
        if area + len(covered) > MAX_SHEET_AREA:
            raise UnreadableInputError(
                f"{name}：网页表格超过 {MAX_SHEET_AREA} 个单元格的上限",
                f"{name}: a table exceeds the limit of {MAX_SHEET_AREA} cells",
            )
    return cells


def _self_and_above(row: etree._Element) -> Iterator[etree._Element]:
    """Yield a row and the group of rows around it."""
    yield row
    parent = row.getparent()
    if parent is not None and str(parent.tag) != "table":
        yield parent


def _span(element: etree._Element, attribute: str) -> int:
    text = (element.get(attribute) or "1").strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 1


def _cell_text(cell: etree._Element) -> str:
    """Return the shown text of a cell, one line a paragraph."""
    words: list[str] = []
    walk = etree.iterwalk(cell, events=("start", "end"))
    for event, element in walk:
        if event == "start":
            if str(element.tag) in _BLOCKS and element is not cell:
                words.append("\n")
            if element is not cell and _is_hidden(element):
                walk.skip_subtree()
            else:
                words.append(re.sub(r"\s+", " ", element.text or ""))
        elif element is not cell:
            if str(element.tag) in _BLOCKS:
                words.append("\n")
            words.append(re.sub(r"\s+", " ", element.tail or ""))
    lines = (" ".join(line.split()) for line in "".join(words).split("\n"))
    return "\n".join(line for line in lines if line)


def _line_text(text: str) -> str:
    """Return a line of text; a wide gap, which sets captions apart, stays two spaces."""
    parts = re.split(r"[\u00a0\u3000 ]{4,}", re.sub(r"[\t\r\n ]+", " ", text).strip())
    return "  ".join(" ".join(part.split()) for part in parts if part.strip())

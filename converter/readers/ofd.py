"""Reads OFD documents (GB/T 33190): pages of text and path objects, laid out as PDF pages are.

Seals and annotations, images and composite objects hold no figures of the forms and are left out.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from lxml import etree

from juesuan.converter.document import Document
from juesuan.converter.readers.affine import Matrix
from juesuan.converter.readers.layout import lay_out
from juesuan.converter.readers.ofd_objects import (
    numbers,
    object_matrix,
    path_rulings,
    text_chars,
)
from juesuan.converter.readers.page import Char, PageContent, Ruling
from juesuan.converter.readers.zipped import Archive, open_archive
from juesuan.schema.errors import UnreadableInputError
from juesuan.schema.limits import MAX_MARKUP_BYTES, MAX_PAGE_OBJECTS, MAX_PAGES, MAX_PART_DEPTH
from juesuan.schema.safe_xml import parse_xml

MEDIA_TYPE = "application/ofd"
_POINTS = 72 / 25.4
_A4 = [0.0, 0.0, 210.0, 297.0]


def read_ofd(data: bytes, name: str, sha256: str) -> Document:
    """Read an OFD document; UnreadableInputError when it is damaged or has no text."""
    archive = open_archive(data, name)
    pages, characters = [], 0
    for number, content in enumerate(_contents(archive), 1):
        if number > MAX_PAGES:
            raise UnreadableInputError(
                f"{name}：超过 {MAX_PAGES} 页的上限", f"{name}: more than {MAX_PAGES} pages"
            )
        characters += len(content.chars)
        pages.append(lay_out(content))
    if not characters:
        raise UnreadableInputError(
            f"{name}：OFD 没有文字（可能是扫描件），无法读取其中的数字",
            f"{name}: the OFD has no text (it may be a scan), so no figure can be read",
        )
    return Document(name, sha256, MEDIA_TYPE, tuple(pages))


def _contents(archive: Archive) -> Iterator[PageContent]:
    """Yield the pages of all documents in the file, numbered from 1."""
    top = next(n for n in archive.names() if n.lower() == "ofd.xml")
    number = 0
    for root in _parse(archive, top).iter("{*}DocRoot"):
        path = _resolve(top, root.text)
        document = _parse(archive, path)
        box = _box(document, "{*}CommonData/{*}PageArea") or _A4
        templates = {
            template.get("ID"): _resolve(path, template.get("BaseLoc"))
            for template in document.iterfind("{*}CommonData/{*}TemplatePage")
        }
        for page in document.iterfind("{*}Pages/{*}Page"):
            number += 1
            layer = _parse(archive, _resolve(path, page.get("BaseLoc")))
            area = _box(layer, "{*}Area") or box
            layers = [
                _parse(archive, templates[used.get("TemplateID")])
                for used in layer.iterfind("{*}Template")
                if used.get("TemplateID") in templates
            ]
            yield _page_content(number, area, [*layers, layer], archive.name)


def _page_content(
    number: int, area: list[float], layers: list[etree._Element], name: str
) -> PageContent:
    chars: list[Char] = []
    rulings: list[Ruling] = []
    to_page: Matrix = (_POINTS, 0, 0, _POINTS, -area[0] * _POINTS, -area[1] * _POINTS)
    for layer in layers:
        for element in layer.iter("{*}TextObject", "{*}PathObject"):
            if element.get("Visible") == "false":
                continue
            matrix = object_matrix(element, to_page)
            if etree.QName(element).localname == "TextObject":
                chars += text_chars(element, matrix)
            else:
                rulings += path_rulings(element, matrix)
            if len(chars) + len(rulings) > MAX_PAGE_OBJECTS:
                raise UnreadableInputError(
                    f"{name} 第 {number} 页：对象超过 {MAX_PAGE_OBJECTS} 个",
                    f"{name} page {number}: more than {MAX_PAGE_OBJECTS} objects",
                )
    return PageContent(number, area[2] * _POINTS, area[3] * _POINTS, chars, rulings)


def _parse(archive: Archive, path: str) -> etree._Element:
    data = archive.read(path, MAX_MARKUP_BYTES)
    return parse_xml(data, f"{archive.name}/{path}", MAX_PART_DEPTH).getroot()


def _resolve(base: str, location: str | None) -> str:
    """Return the path in the archive of a location given relative to a file of it."""
    text = (location or "").strip()
    joined = text if text.startswith("/") else posixpath.join(posixpath.dirname(base), text)
    return posixpath.normpath(joined).lstrip("/")


def _box(parent: etree._Element, path: str) -> list[float] | None:
    """Return the physical box (x, y, width, height in mm) of a page area."""
    element = parent.find(f"{path}/{{*}}PhysicalBox")
    values = numbers(element.text if element is not None else None)
    return values if len(values) == 4 and values[2] > 0 and values[3] > 0 else None

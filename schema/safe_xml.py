"""The one place that parses XML from others: no DTD, no entities, no network, bounded nesting."""

from __future__ import annotations

import re

from lxml import etree

from juesuan.schema.errors import UnreadableInputError, UnsafeXmlError
from juesuan.schema.limits import MAX_XML_DEPTH

_DOCTYPE = re.compile(rb"<!\s*DOCTYPE", re.IGNORECASE)


def parse_xml(data: bytes, name: str) -> etree._ElementTree:
    """Parse XML whose lines are kept; UnsafeXmlError or UnreadableInputError in one line.

    A document type declaration is refused outright, whatever it holds. XInclude is not processed
    and xsi:schemaLocation is not followed: nothing is ever fetched.
    """
    _refuse_doctype(data, name)
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        attribute_defaults=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
        collect_ids=False,
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError, LookupError) as error:
        line = getattr(error, "lineno", None) or 1
        raise UnreadableInputError(
            f"{name} 第 {line} 行：XML 格式不正确（{error}）",
            f"{name} line {line}: not well-formed XML ({error})",
        ) from None
    tree = root.getroottree()
    if tree.docinfo.internalDTD is not None or tree.docinfo.doctype:
        raise _doctype_error(name, 1)
    _check_depth(root, name)
    return tree


def _refuse_doctype(data: bytes, name: str) -> None:
    """Refuse a DOCTYPE before anything is parsed, in any encoding that XML may begin with."""
    plain = data.replace(b"\0", b"") if b"\0" in data[:4] else data
    without_comments = re.sub(rb"<!--.*?-->|<!\[CDATA\[.*?\]\]>", b"", plain, flags=re.DOTALL)
    if match := _DOCTYPE.search(without_comments):
        raise _doctype_error(name, without_comments.count(b"\n", 0, match.start()) + 1)


def _doctype_error(name: str, line: int) -> UnsafeXmlError:
    return UnsafeXmlError(
        f"{name} 第 {line} 行：含有 DOCTYPE 声明，出于安全不予读取",
        f"{name} line {line}: holds a DOCTYPE, which is refused for safety",
    )


def _check_depth(root: etree._Element, name: str) -> None:
    depth = 0
    for event, element in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if depth > MAX_XML_DEPTH:
            line = element.sourceline or 1
            raise UnsafeXmlError(
                f"{name} 第 {line} 行：元素嵌套超过 {MAX_XML_DEPTH} 层",
                f"{name} line {line}: elements are nested deeper than {MAX_XML_DEPTH}",
            )

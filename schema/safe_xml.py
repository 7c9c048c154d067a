"""The one place that parses XML from others: no DTD, no entities, no network, bounded nesting."""

from __future__ import annotations

import re

from lxml import etree

from juesuan.schema.errors import UnreadableInputError, UnsafeXmlError
from juesuan.schema.limits import MAX_XML_DEPTH

_PROLOG_BYTES = 1 << 20
_PROLOG = re.compile(r"\ufeff?(?:\s|<\?.*?\?>|<!--.*?-->)*+", re.DOTALL)
_DOCTYPE = re.compile(r"<!\s*DOCTYPE", re.IGNORECASE)
_POSITION = re.compile(r"\s*, line \d+, column \d+.*", re.DOTALL)
_WIDE_ENCODINGS = {
    b"\xff\xfe\0\0": "utf-32",
    b"\0\0\xfe\xff": "utf-32",
    b"\xff\xfe": "utf-16",
    b"\xfe\xff": "utf-16",
    b"<\0": "utf-16-le",
    b"\0<": "utf-16-be",
}


def parse_xml(data: bytes, name: str, max_depth: int = MAX_XML_DEPTH) -> etree._ElementTree:
    """Parse XML whose lines are kept; UnsafeXmlError or UnreadableInputError in one line.

    A document type declaration is refused outright, whatever it holds. XInclude is not processed
    and xsi:schemaLocation is not followed: nothing is ever fetched.
    """
    refuse_doctype(data, name)
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
    except etree.XMLSyntaxError as error:
        raise _syntax_error(error, name, max_depth) from None
    except (ValueError, LookupError) as error:
        raise _malformed(name, 1, str(error)) from None
    tree = root.getroottree()
    if tree.docinfo.internalDTD is not None or tree.docinfo.doctype:
        # Only an encoding that the look at the prolog does not know comes this far.
        raise _doctype_error(name, 1)
    _check_depth(root, name, max_depth)
    return tree


def refuse_doctype(data: bytes, name: str) -> None:
    """Refuse a DOCTYPE before anything is parsed.

    It can stand in the prolog only, after white space, comments and processing instructions;
    in every encoding but the wide ones these are bytes of ASCII.
    """
    wide = (encoding for mark, encoding in _WIDE_ENCODINGS.items() if data.startswith(mark))
    start = data[:_PROLOG_BYTES].removeprefix(b"\xef\xbb\xbf")
    text = start.decode(next(wide, "latin-1"), errors="replace")
    prolog = _PROLOG.match(text)
    end = prolog.end() if prolog else 0
    if _DOCTYPE.match(text, end):
        raise _doctype_error(name, text.count("\n", 0, end) + 1)


def _doctype_error(name: str, line: int) -> UnsafeXmlError:
    return UnsafeXmlError(
        f"{name} 第 {line} 行：含有 DOCTYPE 声明，出于安全不予读取",
        f"{name} line {line}: holds a DOCTYPE, which is refused for safety",
    )


def _depth_error(name: str, line: int, max_depth: int) -> UnsafeXmlError:
    return UnsafeXmlError(
        f"{name} 第 {line} 行：元素嵌套超过 {max_depth} 层",
        f"{name} line {line}: elements are nested deeper than {max_depth}",
    )


def _malformed(name: str, line: int, reason: str) -> UnreadableInputError:
    reason = " ".join(reason.split())
    return UnreadableInputError(
        f"{name} 第 {line} 行：XML 格式不正确（{reason}）",
        f"{name} line {line}: not well-formed XML ({reason})",
    )


def _syntax_error(error: etree.XMLSyntaxError, name: str, max_depth: int) -> UnreadableInputError:
    line = error.lineno or 1
    if "Excessive depth" in str(error):  # the parser's own bound comes before ours
        return _depth_error(name, line, max_depth)
    return _malformed(name, line, _POSITION.sub("", str(error)))


def _check_depth(root: etree._Element, name: str, max_depth: int) -> None:
    depth = 0
    for event, element in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if depth > max_depth:
            raise _depth_error(name, element.sourceline or 1, max_depth)

"""XML from others is hostile until shown otherwise."""

from __future__ import annotations

import pytest

from juesuan.schema.errors import UnreadableInputError, UnsafeXmlError
from juesuan.schema.safe_xml import parse_xml

LAUGHS = b"""<?xml version="1.0"?>
<!DOCTYPE a [<!ENTITY x0 "ha"><!ENTITY x1 "&x0;&x0;"><!ENTITY x2 "&x1;&x1;">]>
<a>&x2;</a>"""


@pytest.mark.parametrize(
    "data",
    [
        LAUGHS,
        b'<!DOCTYPE a SYSTEM "http://example.invalid/a.dtd"><a/>',
        b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>',
        b"<!DOCTYPE a><a/>",
        b"<!-- a comment --><!doctype a><a/>",
        b"<?x <!-- ?><!DOCTYPE a><?y --> ?><a/>",
        '<?xml version="1.0" encoding="utf-16"?><!DOCTYPE a><a/>'.encode("utf-16"),
    ],
)
def test_a_doctype_is_refused_outright(data: bytes) -> None:
    with pytest.raises(UnsafeXmlError, match="DOCTYPE"):
        parse_xml(data, "bad.xml")


@pytest.mark.parametrize("data", [b"<a", b"<a>\xff</a>", b"<a>&undefined;</a>", b"\xff\xfe<"])
def test_broken_xml_names_the_line(data: bytes) -> None:
    with pytest.raises(UnreadableInputError, match=r"bad\.xml line \d+"):
        parse_xml(data, "bad.xml")


def test_deep_nesting_is_refused() -> None:
    with pytest.raises(UnsafeXmlError, match="nested deeper"):
        parse_xml(b"<a>" * 60 + b"</a>" * 60, "deep.xml")


def test_inclusions_and_schema_hints_are_left_alone() -> None:
    data = (
        b'<a xmlns:xi="http://www.w3.org/2001/XInclude" '
        b'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
        b'xsi:schemaLocation="urn:x http://example.invalid/x.xsd">'
        b'<xi:include href="file:///etc/passwd"/></a>'
    )
    root = parse_xml(data, "a.xml").getroot()
    assert root[0].get("href") == "file:///etc/passwd"
    assert root[0].text is None

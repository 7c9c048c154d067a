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


@pytest.mark.parametrize(
    ("data", "line"),
    [
        (b'<?xml version="1.0"?>\n<!-- one\ntwo -->\n<!DOCTYPE a><a/>', 4),
        (b"\xef\xbb\xbf<?xml version='1.0'?>\n\n<!DOCTYPE a><a/>", 3),
        ("<!--决\n算-->\n<!DOCTYPE a><a/>".encode("utf-16"), 3),
        ("<!--决\n算-->\n<!DOCTYPE a><a/>".encode("utf-16-le"), 3),
    ],
)
def test_the_line_of_a_doctype_is_named(data: bytes, line: int) -> None:
    with pytest.raises(UnsafeXmlError) as caught:
        parse_xml(data, "bad.xml")
    assert f"bad.xml line {line}:" in caught.value.en
    assert f"bad.xml 第 {line} 行：" in caught.value.zh


@pytest.mark.parametrize(
    "data",
    [
        b'<?xml version="1.0" encoding="UTF-7"?>\n+ADw-!DOCTYPE a+AD4-<a/>',
        b"<!--" + b"x" * (2 << 20) + b"--><!DOCTYPE a><a/>",
        '<?xml version="1.0" encoding="GB18030"?><!--决算--><!DOCTYPE a><a/>'.encode("gb18030"),
        "<!DOCTYPE a><a/>".encode("utf-32"),
    ],
)
def test_no_encoding_and_no_length_hides_a_doctype(data: bytes) -> None:
    with pytest.raises(UnsafeXmlError, match="DOCTYPE"):
        parse_xml(data, "bad.xml")


def test_the_word_doctype_may_be_written_in_a_text() -> None:
    root = parse_xml(b"<a><!-- <!DOCTYPE x> --><![CDATA[<!DOCTYPE x>]]></a>", "a.xml").getroot()
    assert root.text == "<!DOCTYPE x>"


@pytest.mark.parametrize("depth", [33, 300, 60_000])
def test_the_bound_of_nesting_is_exact(depth: int) -> None:
    with pytest.raises(UnsafeXmlError, match="nested deeper than 32"):
        parse_xml(b"<a>" * depth + b"</a>" * depth, "deep.xml")


def test_nesting_within_the_bound_is_read() -> None:
    parse_xml(b"<a>" * 32 + b"</a>" * 32, "deep.xml")


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\0",
        b"<a>\0</a>",
        b'<?xml version="1.0" encoding="klingon"?><a/>',
        "<a>".encode("utf-16")[:-1],
        b"<?" * 100_000,
        b"<!--" * 100_000,
        b"<a " + b"x " * 100_000,
        b"<a>" + b"x" * 11_000_000 + b"</a>",
    ],
)
def test_whatever_is_no_xml_is_refused_in_one_line(data: bytes) -> None:
    with pytest.raises(UnreadableInputError) as caught:
        parse_xml(data, "bad.xml")
    for message in (caught.value.zh, caught.value.en):
        assert "bad.xml" in message
        assert len(message.splitlines()) == 1

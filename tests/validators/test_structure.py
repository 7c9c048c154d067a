"""Structural faults are named with line, path, what was found and what was expected."""

from __future__ import annotations

import re
import socket
from importlib.resources import files
from pathlib import Path

import pytest
from lxml import etree

from juesuan.schema.safe_xml import parse_xml
from juesuan.schema.xmlnames import XSD_FILE
from juesuan.validators.structure import StructureError, check_structure, load_schema

XML = (Path(__file__).parents[1] / "data" / "hand-written.xml").read_text("utf-8")
LIBXML2 = etree.XMLSchema(
    etree.fromstring((files("juesuan.schema") / "xsd" / XSD_FILE).read_bytes())
)
XSI = 'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
HEADER = "/FinalAccounts/Header"
TOTAL = "/FinalAccounts/Forms/Expenditure/Total"
AMOUNT = '<TotalExpenditureForYear decimals="2">1500000.50<'


def faults(old: str, new: str) -> tuple[StructureError, ...]:
    """Return the faults after one change; both engines must agree that there are some or none."""
    assert old in XML
    tree = parse_xml(XML.replace(old, new, 1).encode(), "filing.xml")
    errors = check_structure(tree)
    assert LIBXML2.validate(tree) == (errors == ()), LIBXML2.error_log
    return errors


def line_of(text: str) -> int:
    return XML[: XML.index(text)].count("\n") + 1


CASES = {
    "unknown child": (
        "<Forms>",
        "<Forms><Budget/>",
        "/FinalAccounts/Forms",
        "元素 Forms 中第 1 个子元素 Budget 不是它的子元素，可用的依次为 RevenueExpend",
        "child 1 of Forms, Budget, is none of its elements; these are, in order, Revenue",
    ),
    "foreign child": (
        "<Name>",
        '<Name xmlns="urn:other">',
        f"{HEADER}/Entity",
        "第 1 个子元素 {urn:other}Name 不应出现在这里，此处应为 Name",
        "child 1 of Entity, {urn:other}Name, is not allowed here; expected Name",
    ),
    "child again": (
        "<Level>",
        "<Level>unit</Level><Level>",
        f"{HEADER}/Entity",
        "第 4 个子元素 Level 重复出现，只能有一个",
        "child 4 of Entity, Level, is there again; one is allowed",
    ),
    "child out of order": (
        "<Forms>",
        "<Forms><StateCapital/>",
        "/FinalAccounts/Forms",
        "第 2 个子元素 Expenditure 次序不对，应依次为 RevenueExpenditureSummary、Revenue、Expend",
        "child 2 of Forms, Expenditure, is out of order; the order is RevenueExpenditureSummary",
    ),
    "child missing between others": (
        "<FiscalYear>2024</FiscalYear>",
        "",
        HEADER,
        "第 2 个子元素 Currency 不应出现在这里，此处应为 FiscalYear",
        "child 2 of Header, Currency, is not allowed here; expected FiscalYear",
    ),
    "child missing at the end": (
        "<Currency>CNY</Currency>",
        "",
        HEADER,
        "元素 Header 的内容不完整，还应有 Currency",
        "element Header is incomplete; expected Currency",
    ),
    "text between elements": (
        "<Forms>",
        "<Forms>见附件",
        "/FinalAccounts/Forms",
        "元素 Forms 中不应有文字",
        "element Forms must not hold text",
    ),
    "element in a text": (
        "安和县档案馆",
        "安和县<b/>档案馆",
        f"{HEADER}/Entity/Name",
        "元素 Name 只能有文字，不能有子元素",
        "element Name may hold text only, no elements",
    ),
    "bad amount": (
        AMOUNT,
        '<TotalExpenditureForYear decimals="2">1,500,000.50<',
        f"{TOTAL}/TotalExpenditureForYear",
        "元素 TotalExpenditureForYear：值为“1,500,000.50”，应为十进制数（不带千位分隔符）",
        "element TotalExpenditureForYear: found '1,500,000.50', expected a decimal without sep",
    ),
    "too many places": (
        AMOUNT,
        '<TotalExpenditureForYear decimals="2">1.23456<',
        f"{TOTAL}/TotalExpenditureForYear",
        "小数位数至多为 4",
        "expected at most 4 digits after the point",
    ),
    "too many digits": (
        AMOUNT,
        f'<TotalExpenditureForYear decimals="2">{"1" * 25}<',
        f"{TOTAL}/TotalExpenditureForYear",
        "数字总位数至多为 24",
        "expected at most 24 digits",
    ),
    "missing attribute": (
        AMOUNT,
        "<TotalExpenditureForYear>1<",
        f"{TOTAL}/TotalExpenditureForYear",
        "元素 TotalExpenditureForYear 缺少必需的属性 decimals",
        "element TotalExpenditureForYear lacks the required attribute decimals",
    ),
    "unknown attribute": (
        "<Header>",
        '<Header author="x">',
        HEADER,
        "元素 Header 不允许有属性 author",
        "element Header may not have the attribute author",
    ),
    "bad attribute": (
        AMOUNT,
        '<TotalExpenditureForYear decimals="二">1<',
        f"{TOTAL}/TotalExpenditureForYear",
        "元素 TotalExpenditureForYear 的属性 decimals：值为“二”，应为整数",
        "attribute decimals of TotalExpenditureForYear: found '二', expected an integer",
    ),
    "enumeration of one": (
        "CNY",
        "USD",
        f"{HEADER}/Currency",
        "元素 Currency：值为“USD”，应为 CNY",
        "element Currency: found 'USD', expected CNY",
    ),
    "enumeration": (
        "<Level>unit",
        "<Level>county",
        f"{HEADER}/Entity/Level",
        "元素 Level：值为“county”，应为 department、unit 之一",
        "element Level: found 'county', expected one of department, unit",
    ),
    "pattern": (
        'code="201"',
        'code="2"',
        "/FinalAccounts/Forms/Expenditure/Function",
        "元素 Function 的属性 code：值为“2”，应符合格式 [1-9][0-9]{2}|",
        "attribute code of Function: found '2', expected the pattern [1-9][0-9]{2}|",
    ),
    "fixed value": (
        'schemaVersion="1.0"',
        'schemaVersion="2.0"',
        "/FinalAccounts",
        "元素 FinalAccounts 的属性 schemaVersion：值为“2.0”，应为“1.0”",
        "attribute schemaVersion of FinalAccounts: found '2.0', expected '1.0'",
    ),
    "bounds": (
        "<FiscalYear>2024",
        "<FiscalYear>1066",
        f"{HEADER}/FiscalYear",
        "元素 FiscalYear：值为“1066”，应不小于 1990",
        "element FiscalYear: found '1066', expected at least 1990",
    ),
    "blank text": (
        "安和县档案馆",
        "  ",
        f"{HEADER}/Entity/Name",
        "元素 Name：值为“”，长度至少为 1",
        "element Name: found '', expected a length of at least 1",
    ),
    "nil": (
        "<Header>",
        f'<Header {XSI} xsi:nil="true">',
        HEADER,
        "元素 Header 不可用 xsi:nil 声明为空",
        "element Header may not be declared nil",
    ),
    "unknown type": (
        "<Header>",
        f'<Header {XSI} xsi:type="Nonsense">',
        HEADER,
        "元素 Header 的属性 xsi:type：没有名为“Nonsense”的类型",
        "attribute xsi:type of Header: there is no type 'Nonsense'",
    ),
    "type that does not fit": (
        "<Level>",
        f'<Level {XSI} xsi:type="AmountType">',
        f"{HEADER}/Entity/Level",
        "元素 Level 不可用 xsi:type 换成此类型",
        "element Level may not take that type by xsi:type",
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_a_fault_is_named_in_both_languages(name: str) -> None:
    old, new, path, zh, en = CASES[name]
    errors = faults(old, new)
    error = next(error for error in errors if zh in error.zh)
    assert error.path == path
    assert en in error.en
    if name not in ("child out of order", "child missing at the end"):
        assert abs((error.line or 0) - line_of(old)) <= 1
    for found in errors:
        words = re.sub(r"“[^”]*”|\[[^ ]*|\{[^}]*\}", "", found.zh)
        assert not re.search(r"[a-z]+ [a-z]+", words), found.zh
        assert "\n" not in found.zh + found.en


def test_a_fault_stands_on_the_line_of_the_child_that_is_wrong() -> None:
    [error] = faults("<Forms>", "<Forms><StateCapital/>")
    assert error.line == line_of("<Expenditure ")


@pytest.mark.parametrize("number", ["１２", "1_0", "+2", "9" * 5000, "1e3", "2.0", ""])
def test_whole_numbers_have_ascii_digits_only(number: str) -> None:
    """Python's own conversion takes more than XSD allows, and xmlschema uses it."""
    assert faults(AMOUNT, AMOUNT.replace(" ", f' page="{number}" ', 1))
    assert faults(AMOUNT, AMOUNT.replace('"2"', f'"{number}"', 1))
    assert faults('<Expenditure title="支出决算表"', f'<Expenditure pages="1 {number or 0}"')
    assert faults("<FiscalYear>2024", f"<FiscalYear>{number}")


@pytest.mark.parametrize("number", ["0", "-1"])
def test_places_count_from_one(number: str) -> None:
    found = faults(AMOUNT, AMOUNT.replace(" ", f' page="{number}" ', 1))
    assert any(f"page：值为“{number}”，应为正整数" in error.zh for error in found)


@pytest.mark.parametrize("value", [" 7 ", "+1", ".5", "5.", "-0", "000001", "1.0000000"])
def test_spellings_of_a_decimal_that_the_schema_allows(value: str) -> None:
    assert not faults(AMOUNT, f'<TotalExpenditureForYear decimals="2">{value}<')


def test_a_long_value_is_not_repeated_in_full() -> None:
    [error, *_] = faults("安和县档案馆", f"<b>{'长' * 5000}</b>")
    assert len(error.zh) < 500
    [error, *_] = faults("CNY", "X\n" * 5000)
    assert len(error.zh) < 500
    assert "\n" not in error.zh


def test_an_unknown_type_hides_no_other_fault() -> None:
    typed = f'<Header {XSI} xsi:type="x:y" author="x">'
    found = [error.zh for error in faults("<Header>", typed)]
    assert any("xsi:type" in zh for zh in found)
    assert any("author" in zh for zh in found)


def test_faults_are_bounded() -> None:
    many = "".join('<Function code="x"/>' for _ in range(3000))
    assert len(faults('<Function code="201"', f'{many}<Function code="201"')) == 1000


def test_nothing_is_fetched(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("network")

    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(socket, "create_connection", refuse)
    hints = (
        f"<Header {XSI} xsi:schemaLocation="
        '"urn:juesuan:final-accounts:1 http://127.0.0.1:9/evil.xsd urn:x file:///etc/passwd" '
        'xsi:noNamespaceSchemaLocation="http://127.0.0.1:9/evil.xsd">'
    )
    load_schema.cache_clear()
    assert faults("<Header>", hints) == ()


def test_a_schema_that_the_document_proposes_is_not_used(tmp_path: Path) -> None:
    lax = tmp_path / "lax.xsd"
    lax.write_text('<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"/>')
    hint = f'<Header {XSI} xsi:schemaLocation="urn:juesuan:final-accounts:1 {lax.as_uri()}" a="">'
    assert faults("<Header>", hint)


def test_the_schema_is_loaded_once() -> None:
    assert load_schema() is load_schema()

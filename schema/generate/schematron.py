"""Generates the rules that XPath can state as ISO Schematron (ISO/IEC 19757-3).

The file checks native XML whose structure is valid, one filing a document. It holds under the
query bindings xslt, xslt2 and xslt3.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple, cast

from lxml import etree

from juesuan.schema.formulas import Words
from juesuan.schema.generate.patterns import Pattern
from juesuan.schema.generate.schematron_cross import cross_patterns
from juesuan.schema.generate.schematron_forms import form_patterns
from juesuan.schema.generate.xpath import (
    PREFIX,
    PRELUDE,
    amount,
    blank,
    blank_variable,
    fine,
    slack,
    union,
)
from juesuan.schema.spec import Dictionary
from juesuan.schema.xmlnames import NAMESPACE, ROOT, SCHEMA_VERSION

_SCH = "http://purl.oclc.org/dsdl/schematron"
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_TITLE = ("部门决算、单位决算公开数据的勾稽关系", "Identities of published final accounts")
_INTRODUCTION = (
    "用于结构（XSD）有效的决算 XML，每个文件一份决算。"
    "断言的标识是规则的标识（上级科目为空白的情形在其后加 .empty）。"
    "金额以万分之一元为单位的整数比较；容差是各金额精度的一半之和，"
    "表中一个零也没有印出的，空白单元格同样计入。",
    "For final accounts XML whose structure (XSD) is valid, one filing a document. An assertion "
    "bears the identifier of its rule (with .empty behind it where the cell of the code above is "
    "empty). Amounts are compared as whole ten-thousandths of a yuan; the tolerance is "
    "half a unit of the last digit of every figure together, and of every blank cell in a form "
    "that prints no zero.",
)
_ROOT_ID = "S-ROOT"


class _Words(NamedTuple):
    """The words of a message that are the same for all assertions."""

    opening: str
    closing: str
    colon: str
    equal: str
    at_most: str
    yuan: str


_WORDS = {
    "zh": _Words("（", "）", "：", "，应等于 ", "，应不大于 ", " 元"),
    "en": _Words(" (", ")", ": ", ", expected ", ", expected at most ", " yuan"),
}


def generate_schematron(dictionary: Dictionary) -> bytes:
    """Return the Schematron file of all identities within forms and between them."""
    root = etree.Element(
        _sch("schema"),
        {"queryBinding": "xslt", "schemaVersion": SCHEMA_VERSION},
        nsmap=cast(dict[str, str], {"sch": _SCH}),
    )
    etree.SubElement(root, _sch("title")).text = " / ".join(_TITLE)
    etree.SubElement(root, _sch("ns"), {"prefix": PREFIX, "uri": NAMESPACE})
    _paragraphs(root, _INTRODUCTION)
    blanks = ((blank_variable(spec), blank(spec)) for spec in dictionary.forms)
    for name, value in (*PRELUDE, *blanks):
        etree.SubElement(root, _sch("let"), {"name": name, "value": value})
    diagnostics = etree.Element(_sch("diagnostics"))
    _root_pattern(root, diagnostics)
    for pattern in (*form_patterns(dictionary), *cross_patterns(dictionary)):
        _pattern(root, pattern, diagnostics)
    root.append(diagnostics)
    etree.indent(root, space="  ")
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8") + b"\n"


def _sch(name: str) -> str:
    return f"{{{_SCH}}}{name}"


def _paragraphs(parent: etree._Element, texts: Words) -> None:
    """Add a text in both languages; the standard gives a paragraph no xml:lang, but a class."""
    for lang, text in zip(("zh", "en"), texts, strict=True):
        etree.SubElement(parent, _sch("p"), {"class": lang}).text = text


def _root_pattern(root: etree._Element, diagnostics: etree._Element) -> None:
    """Add the assertion that the document is one filing, so that none passes unchecked."""
    texts = (f"根元素应为 {ROOT}，每个文件一份决算", f"The root is {ROOT}: one filing a document")
    pattern = etree.SubElement(root, _sch("pattern"), {"id": f"P-{_ROOT_ID}"})
    _paragraphs(pattern, texts)
    rule = etree.SubElement(pattern, _sch("rule"), {"context": "/*"})
    test = f"self::{PREFIX}:{ROOT}"
    assertion = _assertion(rule, _ROOT_ID, test, "error", diagnostics)
    for element, text in zip(assertion, texts, strict=True):
        element.text = f"[{_ROOT_ID}] {text}"


def _pattern(root: etree._Element, pattern: Pattern, diagnostics: etree._Element) -> None:
    element = etree.SubElement(root, _sch("pattern"), {"id": f"P-{pattern.id}"})
    _paragraphs(element, pattern.statement)
    rule = etree.SubElement(element, _sch("rule"), {"context": pattern.context})
    for name, value in (*pattern.lets, *_variables(pattern)):
        etree.SubElement(rule, _sch("let"), {"name": name, "value": value})
    assertion, english = _assertion(rule, pattern.id, _test(pattern), pattern.severity, diagnostics)
    _message(assertion, pattern, _WORDS["zh"], pattern.statement[0])
    _message(english, pattern, _WORDS["en"], pattern.statement[1])


def _assertion(
    rule: etree._Element, name: str, test: str, severity: str, diagnostics: etree._Element
) -> tuple[etree._Element, etree._Element]:
    """Add an assertion and its English diagnostic; return both, without text."""
    diagnostic = f"{name}-en"
    attributes = {"id": name, "test": test, "role": severity, "diagnostics": diagnostic}
    assertion = etree.SubElement(rule, _sch("assert"), {**attributes, _XML_LANG: "zh"})
    english = {"id": diagnostic, _XML_LANG: "en"}
    return assertion, etree.SubElement(diagnostics, _sch("diagnostic"), english)


def _variables(pattern: Pattern) -> Iterator[tuple[str, str]]:
    left, right = pattern.left, pattern.right
    yield "left", amount(left.plus, left.minus)
    yield "right", amount(right.plus, right.minus)
    yield "figures", union(left.plus, left.minus, right.plus, right.minus)
    yield "fine", fine("$figures")
    yield "slack", " + ".join((slack("$figures", "$fine"), *left.blanks, *right.blanks))


def _test(pattern: Pattern) -> str:
    agree = "$left - $right <= $slack"
    if not pattern.at_most:
        agree = f"({agree} and $right - $left <= $slack)"
    return " or ".join((*pattern.unless, agree))


def _message(element: etree._Element, pattern: Pattern, words: _Words, statement: str) -> None:
    """Write what is demanded, of which row or column, and both sides in yuan."""
    relation = words.at_most if pattern.at_most else words.equal
    element.text = f"[{pattern.rule}] {statement}"
    if pattern.shown:
        element.text += words.opening
        _value(element, pattern.shown, f"{words.closing}{words.colon}")
    else:
        element.text += words.colon
    _value(element, _in_yuan("left"), relation)
    _value(element, _in_yuan("right"), words.yuan)


def _value(element: etree._Element, select: str, tail: str) -> None:
    etree.SubElement(element, _sch("value-of"), {"select": select}).tail = tail


def _in_yuan(variable: str) -> str:
    return f"format-number(${variable} div 10000, '#,##0.00##')"

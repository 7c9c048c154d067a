"""Checks the structure of native XML with xmlschema, and says what is wrong in both languages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import islice
from typing import Any

import xmlschema
from lxml import etree
from xmlschema.validators import XMLSchemaChildrenValidationError

from juesuan.schema.xmlnames import NAMESPACE, XSD_FILE, local

_MAX_ERRORS = 1000
_MAX_SHOWN = 80
_XSI_TYPE = "{http://www.w3.org/2001/XMLSchema-instance}type"
_ATTRIBUTE = re.compile(r"attribute (?P<name>[\w.-]+)=(?P<value>'.*?'|\".*?\"): (?P<rest>.*)", re.S)
_FIXED = re.compile(r"attribute '(.+)' has a fixed value '(.*)'")
_QUOTED = re.compile(r"'([^']*)'")
_CLARK = re.compile(r"\{[^}]*\}")

Messages = tuple[str, str]
"""What is wrong, in Chinese and in English."""


@dataclass(frozen=True, slots=True)
class StructureError:
    """One fault: where it stands (path, line from 1) and what is wrong, in both languages."""

    path: str
    line: int | None
    zh: str
    en: str


@cache
def load_schema() -> xmlschema.XMLSchema10:
    """Load the committed XSD; nothing is ever fetched from elsewhere."""
    text = (files("juesuan.schema") / "xsd" / XSD_FILE).read_text(encoding="utf-8")
    return xmlschema.XMLSchema10(text, allow="none", defuse="always", use_fallback=False)


def check_structure(tree: etree._ElementTree) -> tuple[StructureError, ...]:
    """Return the faults of a document in order; empty when its structure is valid.

    Locations that the document proposes (xsi:schemaLocation) are not used. After a thousand
    faults the rest is left out.
    """
    unknown = list(_unknown_types(tree))
    if unknown:
        tree = _without_types(tree)
    found = islice(load_schema().iter_errors(tree, use_location_hints=False), _MAX_ERRORS)
    errors = [*unknown, *map(_structure_error, found)]
    return tuple(sorted(errors, key=lambda error: error.line or 0)[:_MAX_ERRORS])


# --- xsi:type that names nothing, at which xmlschema breaks off --------------------------------


def _unknown_types(tree: etree._ElementTree) -> Iterator[StructureError]:
    types = load_schema().maps.types
    for element in tree.iter("*"):
        named = element.get(_XSI_TYPE)
        if named is None:
            continue
        prefix, _, name = named.strip().rpartition(":")
        namespace = element.nsmap.get(prefix or None)
        if (f"{{{namespace}}}{name}" if namespace else name) not in types:
            tag, shown = local(element.tag), _shown(named)
            path = [tag, *(local(ancestor.tag) for ancestor in element.iterancestors()), ""]
            line: Any = element.sourceline
            yield StructureError(
                "/".join(reversed(path)),
                line,
                f"元素 {tag} 的属性 xsi:type：没有名为“{shown}”的类型",
                f"attribute xsi:type of {tag}: there is no type {shown!r}",
            )


def _without_types(tree: etree._ElementTree) -> etree._ElementTree:
    tree = deepcopy(tree)
    for element in tree.iter("*"):
        if _XSI_TYPE in element.attrib:
            del element.attrib[_XSI_TYPE]
    return tree


# --- what xmlschema finds ------------------------------------------------------------------------


def _structure_error(error: Any) -> StructureError:
    zh, en = _messages(error)
    return StructureError(error.path or "/", _line(error), zh, en)


def _line(error: Any) -> int | None:
    element = error.elem
    if isinstance(error, XMLSchemaChildrenValidationError) and error.invalid_tag:
        element = element[error.index]
    line: int | None = getattr(element, "sourceline", None)
    return line or error.sourceline or None


def _messages(error: Any) -> Messages:
    name = _named(getattr(error.elem, "tag", "")) or "?"
    if isinstance(error, XMLSchemaChildrenValidationError):
        return _child_messages(error, name)
    reason = _CLARK.sub("", str(error.reason or ""))
    if match := _ATTRIBUTE.match(reason):
        attribute, found = match["name"], match["value"][1:-1]
        zh, en = _value_messages(error, match["rest"], found)
        return f"元素 {name} 的属性 {attribute}：{zh}", f"attribute {attribute} of {name}: {en}"
    if type(error.validator).__name__ == "XsdAttributeGroup":
        return _attribute_messages(name, reason)
    for part, (zh, en) in _ELEMENTS.items():
        if part in reason:
            return f"元素 {name} {zh}", f"element {name} {en}"
    if match := _FIXED.match(reason):
        found = _shown(error.elem.get(match[1]) or "")
        return (
            f"元素 {name} 的属性 {match[1]}：值为“{found}”，应为“{match[2]}”",
            f"attribute {match[1]} of {name}: found {found!r}, expected {match[2]!r}",
        )
    found = (error.elem.text or "").strip() if error.elem is not None else str(error.obj)
    zh, en = _value_messages(error, reason, found)
    return f"元素 {name}：{zh}", f"element {name}: {en}"


def _named(tag: object) -> str:
    """Return an element's name, with its namespace where that is not ours."""
    name = local(tag)
    if not name or str(tag).startswith(f"{{{NAMESPACE}}}"):
        return name
    return f"{{{_shown(str(tag)[1:].rpartition('}')[0])}}}{name}"


def _shown(value: str) -> str:
    """Return a value as messages show it: on one line and not without end."""
    plain = " ".join(value.split())
    return plain if len(plain) <= _MAX_SHOWN else f"{plain[:_MAX_SHOWN]}…"


def _child_messages(error: Any, name: str) -> Messages:
    expected = [local(item.name) for item in error.expected or () if item.name]
    if not error.invalid_tag:
        return (
            f"元素 {name} 的内容不完整，还应有 {'、'.join(expected)}",
            f"element {name} is incomplete; expected {', '.join(expected)}",
        )
    allowed = {item.name: item for item in error.validator.iter_elements()}
    particle = allowed.get(error.invalid_tag)
    order = [local(tag) for tag in allowed]
    earlier = [child.tag for child in error.elem[: error.index]]
    if expected:
        zh, en = f"不应出现在这里，此处应为 {'、'.join(expected)}", "is not allowed here; expected "
        en += ", ".join(expected)
    elif particle is None:
        zh = f"不是它的子元素，可用的依次为 {'、'.join(order)}"
        en = f"is none of its elements; these are, in order, {', '.join(order)}"
    elif particle.max_occurs == 1 and error.invalid_tag in earlier:
        zh, en = "重复出现，只能有一个", "is there again; one is allowed"
    else:
        zh = f"次序不对，应依次为 {'、'.join(order)}"
        en = f"is out of order; the order is {', '.join(order)}"
    child, number = _named(error.invalid_tag), error.index + 1
    return (
        f"元素 {name} 中第 {number} 个子元素 {child} {zh}",
        f"child {number} of {name}, {child}, {en}",
    )


def _attribute_messages(name: str, reason: str) -> Messages:
    attribute = next(iter(_QUOTED.findall(reason)), "?")
    if reason.startswith("missing"):
        return (
            f"元素 {name} 缺少必需的属性 {attribute}",
            f"element {name} lacks the required attribute {attribute}",
        )
    return (
        f"元素 {name} 不允许有属性 {attribute}",
        f"element {name} may not have the attribute {attribute}",
    )


def _value_messages(error: Any, reason: str, found: str) -> Messages:
    """Say what a value is and what it should be, by the facet that it breaks."""
    validator = error.validator
    kind = type(validator).__name__
    if kind == "XsdEnumerationFacets":
        members = [str(member) for member in validator.enumeration]
        zh, en = f"应为 {'、'.join(members)}", f"expected {', '.join(members)}"
        if len(members) > 1:
            zh, en = f"{zh} 之一", en.replace("expected", "expected one of")
    elif kind == "XsdPatternFacets":
        patterns = " ".join(validator.regexps)
        zh, en = f"应符合格式 {patterns}", f"expected the pattern {patterns}"
    elif kind in _FACETS:
        zh, en = (text.format(validator.value) for text in _FACETS[kind])
    elif kind == "XsdAtomicBuiltin":
        name = validator.local_name
        zh, en = _TYPES.get(name, (f"应为 {name}", f"expected {name}"))
    elif reason.startswith("value must be positive"):
        zh, en = _TYPES["positiveInteger"]
    elif reason.endswith("not a valid xs:decimal"):
        zh, en = _TYPES["decimal"]
    else:
        zh, en = "值不符合要求", reason
    return f"值为“{_shown(found)}”，{zh}", f"found {_shown(found)!r}, {en}"


_ELEMENTS = {
    "character data": ("中不应有文字", "must not hold text"),
    "can't have child elements": ("只能有文字，不能有子元素", "may hold text only, no elements"),
    "not nillable": ("不可用 xsi:nil 声明为空", "may not be declared nil (xsi:nil)"),
    "xsi:nil": ("的 xsi:nil 应为 true 或 false", "has an xsi:nil that is neither true nor false"),
    "cannot substitute": ("不可用 xsi:type 换成此类型", "may not take that type by xsi:type"),
    "is not an element of the schema": (
        "不能作为根元素，应为 FinalAccounts",
        "cannot be the root; expected FinalAccounts",
    ),
}
_FACETS = {
    "XsdMinLengthFacet": ("长度至少为 {}", "expected a length of at least {}"),
    "XsdMaxLengthFacet": ("长度至多为 {}", "expected a length of at most {}"),
    "XsdLengthFacet": ("应有 {} 项", "expected {} items"),
    "XsdMinInclusiveFacet": ("应不小于 {}", "expected at least {}"),
    "XsdMaxInclusiveFacet": ("应不大于 {}", "expected at most {}"),
    "XsdTotalDigitsFacet": ("数字总位数至多为 {}", "expected at most {} digits"),
    "XsdFractionDigitsFacet": ("小数位数至多为 {}", "expected at most {} digits after the point"),
}
_TYPES = {
    "decimal": ("应为十进制数（不带千位分隔符）", "expected a decimal without separators"),
    "integer": ("应为整数", "expected an integer"),
    "positiveInteger": ("应为正整数", "expected a positive integer"),
    "date": ("应为日期，如 2024-12-31", "expected a date such as 2024-12-31"),
    "NMTOKEN": ("应为不含空格的标识", "expected a name without spaces"),
}

"""Checks the structure of native XML with xmlschema, and says what is wrong in both languages."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import islice
from typing import Any

import xmlschema
from lxml import etree
from xmlschema.validators import XMLSchemaChildrenValidationError

from juesuan.schema.xmlnames import XSD_FILE, local

_MAX_ERRORS = 1000
_ATTRIBUTE = re.compile(r"attribute (?P<name>[\w.-]+)=(?P<value>'.*?'|\".*?\"): (?P<rest>.*)", re.S)
_QUOTED = re.compile(r"'([^']*)'")
_CLARK = re.compile(r"\{[^}]*\}")


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
    errors = load_schema().iter_errors(tree, use_location_hints=False)
    return tuple(_structure_error(error) for error in islice(errors, _MAX_ERRORS))


def _structure_error(error: Any) -> StructureError:
    zh, en = _messages(error)
    return StructureError(error.path or "/", _line(error), zh, en)


def _line(error: Any) -> int | None:
    element = error.elem
    index = getattr(error, "index", None)
    if isinstance(error, XMLSchemaChildrenValidationError) and element is not None:
        children = [child for child in element if isinstance(child.tag, str)]
        if index is not None and index < len(children):
            element = children[index]
    line: int | None = getattr(element, "sourceline", None)
    return line or error.sourceline or None


def _messages(error: Any) -> tuple[str, str]:
    name = local(getattr(error.elem, "tag", "")) or "?"
    if isinstance(error, XMLSchemaChildrenValidationError):
        return _child_messages(error, name)
    reason = _CLARK.sub("", str(error.reason or ""))
    if match := _ATTRIBUTE.match(reason):
        zh, en = _value_messages(error, match["rest"], match["value"].strip("'\""))
        attribute = match["name"]
        return f"元素 {name} 的属性 {attribute}：{zh}", f"attribute {attribute} of {name}: {en}"
    if type(error.validator).__name__ == "XsdAttributeGroup":
        return _attribute_messages(name, reason)
    if "character data" in reason:
        return f"元素 {name} 中不应有文字", f"element {name} must not hold text"
    if match := re.match(r"attribute '(.+)' has a fixed value '(.*)'", reason):
        found = error.elem.get(match[1])
        return (
            f"元素 {name} 的属性 {match[1]}：值为“{found}”，应为“{match[2]}”",
            f"attribute {match[1]} of {name}: found {found!r}, expected {match[2]!r}",
        )
    found = (error.elem.text or "").strip() if error.elem is not None else str(error.obj)
    zh, en = _value_messages(error, reason, found)
    return f"元素 {name}：{zh}", f"element {name}: {en}"


def _child_messages(error: Any, name: str) -> tuple[str, str]:
    expected = [local(getattr(item, "name", "") or "") for item in error.expected or ()]
    expected = [item for item in expected if item]
    zh_expected = f"，此处应为 {'、'.join(expected)}" if expected else ""
    en_expected = f"; expected {', '.join(expected)}" if expected else ""
    if error.invalid_tag:
        child = local(error.invalid_tag)
        return (
            f"元素 {name} 中第 {error.index + 1} 个子元素 {child} 不应出现在这里{zh_expected}",
            f"child {error.index + 1} of {name}, {child}, is not allowed here{en_expected}",
        )
    return f"元素 {name} 的内容不完整{zh_expected}", f"element {name} is incomplete{en_expected}"


def _attribute_messages(name: str, reason: str) -> tuple[str, str]:
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


def _value_messages(error: Any, reason: str, found: str) -> tuple[str, str]:
    """Say what a value is and what it should be, by the facet that it breaks."""
    validator = error.validator
    kind = type(validator).__name__
    if kind == "XsdEnumerationFacets":
        members = list(validator.enumeration)
        zh, en = f"应为 {'、'.join(map(str, members))} 之一", f"expected one of {members}"
    elif kind == "XsdPatternFacets":
        patterns = " ".join(validator.regexps)
        zh, en = f"应符合格式 {patterns}", f"expected the pattern {patterns}"
    elif kind in _FACETS:
        zh, en = (text.format(validator.value) for text in _FACETS[kind])
    elif kind == "XsdAtomicBuiltin":
        zh, en = _TYPES.get(validator.local_name, (f"应为 {validator.local_name}",) * 2)
    elif reason.startswith("value must be positive"):
        zh, en = "应为正整数", "expected a positive integer"
    else:
        zh, en = "值不符合要求", reason
    return f"值为“{found}”，{zh}", f"found {found!r}, {en}"


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

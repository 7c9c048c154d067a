"""Reads Inline XBRL 1.1 under our taxonomy: an XHTML page with tagged figures and texts."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from lxml import etree

from juesuan.converter.readers.xbrl import (
    broken,
    context_of,
    one_entity,
    split_notes,
    text_of,
    units_of,
)
from juesuan.converter.writers.inline.markup import IX, XHTML
from juesuan.converter.writers.xbrl import XBRLI, XSI
from juesuan.converter.xbrl.report import ARCROLES, NOTE, XbrlFact, XbrlReport
from juesuan.converter.xbrl.transform import parse_number

ROOT = f"{{{XHTML}}}html"


def is_ixbrl(tree: etree._ElementTree) -> bool:
    """Return whether a document is XHTML with an Inline XBRL header."""
    root = tree.getroot()
    return root.tag == ROOT and next(root.iter(f"{{{IX}}}header"), None) is not None


def read_ixbrl(tree: etree._ElementTree, name: str) -> XbrlReport:
    """Return the facts of a page; UnreadableInputError in one line where it is broken."""
    root = tree.getroot()
    elements = list(root.iter(f"{{{XBRLI}}}context"))
    contexts = {element.get("id", ""): context_of(element, name) for element in elements}
    scheme, identifier = one_entity(elements, name)
    units = units_of(root)
    notes = _footnotes(root)
    continued = {e.get("id"): e for e in root.iter(f"{{{IX}}}continuation")}
    facts = []
    for element in root.iter(f"{{{IX}}}nonFraction", f"{{{IX}}}nonNumeric"):
        context = contexts.get(element.get("contextRef", ""))
        if context is None:
            raise broken(name, element, "contextRef", "的 contextRef 没有对应的 context")
        period, members, typed = context
        value, unit, decimals = _value(element, units, continued, name)
        fact_id = element.get("id", "")
        said = notes.get(fact_id, [])
        facts.append(
            XbrlFact(
                fact_id,
                (element.get("name") or "").rpartition(":")[2],
                period,
                members,
                value,
                unit,
                decimals,
                typed,
                *split_notes(said),
            )
        )
    return XbrlReport(scheme, identifier, tuple(facts))


def _value(
    element: etree._Element,
    units: dict[str | None, str],
    continued: dict[str | None, etree._Element],
    name: str,
) -> tuple[Decimal | str | None, str | None, int | None]:
    if element.get(f"{{{XSI}}}nil") in ("true", "1"):
        return None, None, None
    text = "".join(_texts(element, continued))
    if element.tag == f"{{{IX}}}nonNumeric":
        return text, None, None
    number = parse_number(text, (element.get("format") or "").rpartition(":")[2])
    try:
        scale, decimals = int(element.get("scale", "0")), int(element.get("decimals", ""))
    except ValueError:
        raise broken(name, element, "scale or decimals", "的 scale 或 decimals 不正确") from None
    if number is None or abs(scale) > 20:
        raise broken(name, element, "value", f"的值“{text[:40]}”不正确")
    sign = -1 if element.get("sign") == "-" else 1
    return sign * number.scaleb(scale), units.get(element.get("unitRef")), decimals


def _texts(
    element: etree._Element | None, continued: dict[str | None, etree._Element]
) -> Iterator[str]:
    """Yield the texts of an element and of its continuations, each of which is taken once."""
    seen: set[str] = set()
    while element is not None:
        yield text_of(element)
        following = element.get("continuedAt", "")
        if not following or following in seen:
            return
        seen.add(following)
        element = continued.get(following)


def _footnotes(root: etree._Element) -> dict[str, list[tuple[str, str]]]:
    texts = {e.get("id"): text_of(e) for e in root.iter(f"{{{IX}}}footnote")}
    found: dict[str, list[tuple[str, str]]] = {}
    for relation in root.iter(f"{{{IX}}}relationship"):
        arcrole = relation.get("arcrole") or ARCROLES[NOTE]
        for fact in (relation.get("fromRefs") or "").split():
            for note in (relation.get("toRefs") or "").split():
                if note in texts:
                    found.setdefault(fact, []).append((arcrole, texts[note]))
    return found

"""Reads an XBRL 2.1 instance under our taxonomy, ours or anyone's."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation

from lxml import etree

from juesuan.converter.writers.xbrl import (
    LINK,
    XBRLDI,
    XBRLI,
    XLINK,
    XSI,
)
from juesuan.converter.xbrl.report import ARCROLES, NOTE, PROVENANCE, Period, XbrlFact, XbrlReport
from juesuan.schema.errors import UnreadableInputError
from juesuan.schema.limits import MAX_DIGITS
from juesuan.schema.xbrlnames import TAXONOMY_NAMESPACE

ROOT = f"{{{XBRLI}}}xbrl"
Context = tuple[Period, tuple[tuple[str, str], ...], str | None]


def read_instance(tree: etree._ElementTree, name: str) -> XbrlReport:
    """Return the facts of an instance; UnreadableInputError in one line where it is broken."""
    root = tree.getroot()
    elements = list(root.iterchildren(f"{{{XBRLI}}}context"))
    contexts = {element.get("id", ""): context_of(element, name) for element in elements}
    scheme, identifier = one_entity(elements, name)
    units = units_of(root)
    notes = _footnotes(root)
    facts = []
    for element in root.iterchildren(f"{{{TAXONOMY_NAMESPACE}}}*"):
        context = contexts.get(element.get("contextRef", ""))
        if context is None:
            raise broken(name, element, "contextRef", "的 contextRef 没有对应的 context")
        facts.append(_fact(element, context, units, notes, name))
    return XbrlReport(scheme, identifier, tuple(facts))


def split_notes(said: Iterable[tuple[str, str]]) -> tuple[tuple[str, ...], str | None]:
    """Return the printed notes among a fact's footnotes, and what tells its provenance."""
    notes = tuple(text for arcrole, text in said if arcrole == ARCROLES[NOTE])
    return notes, next((text for arcrole, text in said if arcrole == ARCROLES[PROVENANCE]), None)


def text_of(element: etree._Element) -> str:
    """Return all text of an element and of those in it."""
    return "".join(map(str, element.itertext()))


def broken(name: str, element: etree._Element, en: str, zh: str) -> UnreadableInputError:
    """Return the error for an element of which something is missing or wrong."""
    tag, line = etree.QName(element).localname, element.sourceline
    return UnreadableInputError(
        f"{name} 第 {line} 行：{tag} {zh}", f"{name} line {line}: {tag}: bad or missing {en}"
    )


def one_entity(contexts: Iterable[etree._Element], name: str) -> tuple[str, str]:
    """Return the scheme and identifier of the one entity of all contexts."""
    entities = {_entity(element) for element in contexts}
    if len(entities) != 1:
        raise UnreadableInputError(
            f"{name}：XBRL 报告应当只有一个单位，找到 {len(entities)} 个",
            f"{name}: the XBRL report should be of one entity; {len(entities)} were found",
        )
    return entities.pop()


def units_of(root: etree._Element) -> dict[str | None, str]:
    """Return the measures of all units by id."""
    return {element.get("id"): _unit(element) for element in root.iter(f"{{{XBRLI}}}unit")}


def _entity(context: etree._Element) -> tuple[str, str]:
    element = context.find(f"{{{XBRLI}}}entity/{{{XBRLI}}}identifier")
    if element is None:
        return "", ""
    return element.get("scheme", ""), (element.text or "").strip()


def context_of(element: etree._Element, name: str) -> Context:
    """Return the period, members and unlisted code of a context."""
    members, typed = [], None
    for member in element.iter(f"{{{XBRLDI}}}explicitMember"):
        axis = (member.get("dimension") or "").rpartition(":")[2]
        members.append((axis, (member.text or "").strip().rpartition(":")[2]))
    for member in element.iter(f"{{{XBRLDI}}}typedMember"):
        typed = text_of(member).strip()
    return _period(element, name), tuple(sorted(members)), typed


def _period(context: etree._Element, name: str) -> Period:
    def day(tag: str) -> date | None:
        element = context.find(f"{{{XBRLI}}}period/{{{XBRLI}}}{tag}")
        text = "" if element is None else (element.text or "").strip()
        try:
            found = date.fromisoformat(text[:10]) if text else None
        except ValueError:
            raise broken(name, context, "period", "的期间不正确") from None
        midnight = text.endswith("T00:00:00") and tag != "startDate"
        return found - timedelta(days=1) if found and midnight else found

    end = day("instant") or day("endDate")
    if end is None:
        raise broken(name, context, "period", "的期间不正确")
    return Period(day("startDate"), end)


def _unit(element: etree._Element) -> str:
    measure = element.findtext(f"{{{XBRLI}}}measure") or ""
    return measure.strip().rpartition(":")[2]


def _fact(
    element: etree._Element,
    context: Context,
    units: dict[str | None, str],
    notes: dict[str, list[tuple[str, str]]],
    name: str,
) -> XbrlFact:
    identifier, unit = element.get("id", ""), units.get(element.get("unitRef"))
    text = None if element.get(f"{{{XSI}}}nil") in ("true", "1") else element.text or ""
    value: Decimal | str | None = text
    decimals = None
    if element.get("unitRef") is not None and text is not None:
        value, decimals = _number(element, text, name)
    period, members, typed = context
    said = notes.get(identifier, [])
    return XbrlFact(
        identifier,
        etree.QName(element).localname,
        period,
        members,
        value,
        unit,
        decimals,
        typed,
        *split_notes(said),
    )


def _number(element: etree._Element, text: str, name: str) -> tuple[Decimal, int]:
    try:
        value = Decimal(text.strip())
        decimals = int(element.get("decimals", ""))
    except (InvalidOperation, ValueError):
        raise broken(name, element, "value or decimals", "的值或 decimals 不正确") from None
    if not value.is_finite() or len(value.as_tuple().digits) > MAX_DIGITS:
        raise broken(name, element, "value", "的值不正确")
    return value, decimals


def _footnotes(root: etree._Element) -> dict[str, list[tuple[str, str]]]:
    """Return the (arcrole, text) of each fact's footnotes, by the fact's id."""
    found: dict[str, list[tuple[str, str]]] = {}
    for link in root.iterchildren(f"{{{LINK}}}footnoteLink"):
        facts = {
            loc.get(f"{{{XLINK}}}label"): (loc.get(f"{{{XLINK}}}href") or "").lstrip("#")
            for loc in link.iterchildren(f"{{{LINK}}}loc")
        }
        texts = {
            note.get(f"{{{XLINK}}}label"): text_of(note)
            for note in link.iterchildren(f"{{{LINK}}}footnote")
        }
        for start, arcrole, end in _arcs(link):
            if start in facts and end in texts:
                found.setdefault(facts[start], []).append((arcrole, texts[end]))
    return found


def _arcs(link: etree._Element) -> Iterator[tuple[str | None, str, str | None]]:
    for arc in link.iterchildren(f"{{{LINK}}}footnoteArc"):
        arcrole = arc.get(f"{{{XLINK}}}arcrole") or ""
        yield arc.get(f"{{{XLINK}}}from"), arcrole, arc.get(f"{{{XLINK}}}to")

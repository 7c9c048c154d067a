"""Writes a filing as an XBRL 2.1 instance."""

from __future__ import annotations

from decimal import Decimal

from lxml import etree

from juesuan.converter.xbrl.report import (
    ARCROLES,
    PROVENANCE,
    Period,
    XbrlFact,
    XbrlReport,
    report_of,
)
from juesuan.schema.filing import Filing, plain_decimal
from juesuan.schema.text import legal
from juesuan.schema.xbrlnames import (
    ENTRY_POINT,
    PREFIX,
    PROVENANCE_ARCROLE,
    TAXONOMY_NAMESPACE,
    TAXONOMY_URL,
    UNLISTED_AXIS,
    axis_name,
)

XBRLI = "http://www.xbrl.org/2003/instance"
LINK = "http://www.xbrl.org/2003/linkbase"
XLINK = "http://www.w3.org/1999/xlink"
XBRLDI = "http://xbrl.org/2006/xbrldi"
ISO4217 = "http://www.xbrl.org/2003/iso4217"
XSI = "http://www.w3.org/2001/XMLSchema-instance"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"

NAMESPACES = {
    "xbrli": XBRLI,
    "link": LINK,
    "xlink": XLINK,
    "xbrldi": XBRLDI,
    "iso4217": ISO4217,
    "xsi": XSI,
    PREFIX: TAXONOMY_NAMESPACE,
}


def write_xbrl(filing: Filing) -> bytes:
    """Return the filing as UTF-8 XML: contexts, units, facts, footnotes, in fixed order."""
    root = instance(report_of(filing))
    etree.indent(root, space=" ")
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8") + b"\n"


def instance(report: XbrlReport) -> etree._Element:
    """Return the report as an xbrli:xbrl element."""
    root = etree.Element(f"{{{XBRLI}}}xbrl", nsmap=NAMESPACES)
    reference = {f"{{{XLINK}}}type": "simple", f"{{{XLINK}}}href": TAXONOMY_URL + ENTRY_POINT}
    etree.SubElement(root, f"{{{LINK}}}schemaRef", reference)
    add_arcrole_reference(root, report)
    contexts = add_contexts(root, report)
    add_units(root, report)
    for fact in report.facts:
        root.append(_item(fact, contexts[context_key(fact)]))
    if any(report.footnotes()):
        _footnotes(root, report)
    return root


def add_arcrole_reference(parent: etree._Element, report: XbrlReport) -> None:
    """Append the reference to the arcrole of provenance, if a footnote uses it."""
    if all(note.kind != PROVENANCE for note in report.footnotes()):
        return
    attributes = {
        f"{{{XLINK}}}type": "simple",
        f"{{{XLINK}}}href": f"{TAXONOMY_URL}concepts.xsd#arcrole.provenance",
        "arcroleURI": PROVENANCE_ARCROLE,
    }
    etree.SubElement(parent, f"{{{LINK}}}arcroleRef", attributes)


ContextKey = tuple[Period, tuple[tuple[str, str], ...], str | None]


def context_key(fact: XbrlFact) -> ContextKey:
    """Return what tells a fact's context from others."""
    return fact.period, fact.members, fact.typed


def add_contexts(parent: etree._Element, report: XbrlReport) -> dict[ContextKey, str]:
    """Append the contexts of all facts; return their ids."""
    ids: dict[ContextKey, str] = {}
    for fact in report.facts:
        key = context_key(fact)
        if key not in ids:
            ids[key] = f"c{len(ids) + 1}"
            _context(parent, ids[key], fact, report)
    return ids


def _context(parent: etree._Element, identifier: str, fact: XbrlFact, report: XbrlReport) -> None:
    context = etree.SubElement(parent, f"{{{XBRLI}}}context", {"id": identifier})
    entity = etree.SubElement(context, f"{{{XBRLI}}}entity")
    named = etree.SubElement(entity, f"{{{XBRLI}}}identifier", {"scheme": report.scheme})
    named.text = legal(report.identifier)
    period = etree.SubElement(context, f"{{{XBRLI}}}period")
    if fact.period.start is None:
        etree.SubElement(period, f"{{{XBRLI}}}instant").text = fact.period.end.isoformat()
    else:
        etree.SubElement(period, f"{{{XBRLI}}}startDate").text = fact.period.start.isoformat()
        etree.SubElement(period, f"{{{XBRLI}}}endDate").text = fact.period.end.isoformat()
    if not fact.members and fact.typed is None:
        return
    scenario = etree.SubElement(context, f"{{{XBRLI}}}scenario")
    for axis, member in fact.members:
        element = etree.SubElement(
            scenario, f"{{{XBRLDI}}}explicitMember", {"dimension": f"{PREFIX}:{axis}"}
        )
        element.text = f"{PREFIX}:{member}"
    if fact.typed is not None:
        dimension = {"dimension": f"{PREFIX}:{axis_name(UNLISTED_AXIS)}"}
        element = etree.SubElement(scenario, f"{{{XBRLDI}}}typedMember", dimension)
        value = etree.SubElement(element, f"{{{TAXONOMY_NAMESPACE}}}{UNLISTED_AXIS}Value")
        value.text = fact.typed


def add_units(parent: etree._Element, report: XbrlReport) -> None:
    """Append the units of all facts; a unit's id is its name."""
    for unit in dict.fromkeys(fact.unit for fact in report.facts if fact.unit):
        element = etree.SubElement(parent, f"{{{XBRLI}}}unit", {"id": unit})
        measure = "xbrli:pure" if unit == "pure" else f"iso4217:{unit}"
        etree.SubElement(element, f"{{{XBRLI}}}measure").text = measure


def _item(fact: XbrlFact, context: str) -> etree._Element:
    attributes = {"id": fact.id, "contextRef": context}
    if fact.unit is not None:
        attributes |= {"unitRef": fact.unit, "decimals": str(fact.decimals)}
    element = etree.Element(f"{{{TAXONOMY_NAMESPACE}}}{fact.concept}", attributes)
    if fact.value is None:
        element.set(f"{{{XSI}}}nil", "true")
    elif isinstance(fact.value, Decimal):
        element.text = plain_decimal(fact.value)
    else:
        element.text = legal(fact.value)
    return element


def _footnotes(root: etree._Element, report: XbrlReport) -> None:
    attributes = {
        f"{{{XLINK}}}type": "extended",
        f"{{{XLINK}}}role": "http://www.xbrl.org/2003/role/link",
    }
    link = etree.SubElement(root, f"{{{LINK}}}footnoteLink", attributes)
    located: set[str] = set()
    for note in report.footnotes():
        if note.fact not in located:
            located.add(note.fact)
            locator = {
                f"{{{XLINK}}}type": "locator",
                f"{{{XLINK}}}href": f"#{note.fact}",
                f"{{{XLINK}}}label": note.fact,
            }
            etree.SubElement(link, f"{{{LINK}}}loc", locator)
        arc = {
            f"{{{XLINK}}}type": "arc",
            f"{{{XLINK}}}arcrole": ARCROLES[note.kind],
            f"{{{XLINK}}}from": note.fact,
            f"{{{XLINK}}}to": note.id,
        }
        etree.SubElement(link, f"{{{LINK}}}footnoteArc", arc)
        resource = {
            f"{{{XLINK}}}type": "resource",
            f"{{{XLINK}}}label": note.id,
            f"{{{XLINK}}}role": "http://www.xbrl.org/2003/role/footnote",
            XML_LANG: "zh",
            "id": note.id,
        }
        etree.SubElement(link, f"{{{LINK}}}footnote", resource).text = legal(note.text)

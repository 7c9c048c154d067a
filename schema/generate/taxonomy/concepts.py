"""Writes the taxonomy's schemas: concepts, axes and members, and the entry point."""

from __future__ import annotations

from lxml import etree

from juesuan.schema.generate.taxonomy.link import (
    LINK,
    SCHEMA_FILE,
    XBRLDT,
    XBRLI,
    XLINK,
    element_id,
    serialise,
    xlink,
)
from juesuan.schema.generate.taxonomy.model import axes, members, roles
from juesuan.schema.spec import Dictionary
from juesuan.schema.xbrlnames import (
    FORM_AXIS,
    PREFIX,
    PROVENANCE_ARCROLE,
    TAXONOMY_NAMESPACE,
    UNLISTED_AXIS,
    axis_name,
    domain_name,
    form_member,
)

_XS = "http://www.w3.org/2001/XMLSchema"
_TYPES = {
    "monetary": "xbrli:monetaryItemType",
    "integer": "xbrli:integerItemType",
    "percent": "num:percentItemType",
    "text": "xbrli:stringItemType",
}
_IMPORTS = {
    XBRLI: "http://www.xbrl.org/2003/xbrl-instance-2003-12-31.xsd",
    XBRLDT: "http://www.xbrl.org/2005/xbrldt-2005.xsd",
    "http://www.xbrl.org/2006/ref": "http://www.xbrl.org/2006/ref-2006-02-27.xsd",
    "http://www.xbrl.org/dtr/type/numeric": "http://www.xbrl.org/dtr/type/numeric-2009-12-16.xsd",
    "http://www.xbrl.org/dtr/type/non-numeric": (
        "http://www.xbrl.org/dtr/type/nonNumeric-2009-12-16.xsd"
    ),
}
LINKBASES = {
    "label-zh.xml": "label",
    "label-en.xml": "label",
    "reference.xml": "reference",
    "presentation.xml": "presentation",
    "definition.xml": "definition",
    "calculation.xml": "calculation",
    "formula.xml": "",
}


def concepts_schema(dictionary: Dictionary) -> bytes:
    """Return the schema of all elements and roles."""
    root = _schema(TAXONOMY_NAMESPACE)
    annotation = etree.SubElement(root, _xs("annotation"))
    appinfo = etree.SubElement(annotation, _xs("appinfo"))
    for role in roles(dictionary):
        attributes = {"roleURI": role.uri, "id": role.id}
        declared = etree.SubElement(appinfo, f"{{{LINK}}}roleType", attributes)
        etree.SubElement(declared, f"{{{LINK}}}definition").text = role.definition
        for used in ("presentationLink", "definitionLink", "calculationLink"):
            etree.SubElement(declared, f"{{{LINK}}}usedOn").text = f"link:{used}"
    _provenance_arcrole(appinfo)
    for namespace, location in _IMPORTS.items():
        attributes = {"namespace": namespace, "schemaLocation": location}
        etree.SubElement(root, _xs("import"), attributes)
    for concept in dictionary.concepts.values():
        more = {"balance": concept.balance} if concept.balance else {}
        _item(root, concept.id, _TYPES[concept.type], concept.period, **more)
    for entry in dictionary.header:
        _item(root, entry.id, _TYPES["text"], "duration")
    for spec in dictionary.forms:
        _abstract(root, f"{spec.element}Table", "xbrldt:hypercubeItem")
        _abstract(root, f"{spec.element}LineItems", "xbrli:item")
        _member(root, form_member(spec))
    _abstract(root, "HeaderTable", "xbrldt:hypercubeItem")
    _abstract(root, "HeaderLineItems", "xbrli:item")
    _abstract(root, axis_name(FORM_AXIS), "xbrldt:dimensionItem")
    for axis in axes(dictionary):
        _abstract(root, axis_name(axis), "xbrldt:dimensionItem")
        _member(root, domain_name(axis))
        for member, _ in members(dictionary, axis):
            _member(root, member.name)
    _typed(root)
    return serialise(root)


def _provenance_arcrole(appinfo: etree._Element) -> None:
    attributes = {
        "arcroleURI": PROVENANCE_ARCROLE,
        "id": "arcrole.provenance",
        "cyclesAllowed": "none",
    }
    declared = etree.SubElement(appinfo, f"{{{LINK}}}arcroleType", attributes)
    etree.SubElement(declared, f"{{{LINK}}}definition").text = "Where and how a fact was printed"
    etree.SubElement(declared, f"{{{LINK}}}usedOn").text = "link:footnoteArc"


def entry_point() -> bytes:
    """Return the schema through which everything else is found."""
    root = _schema(f"{TAXONOMY_NAMESPACE}:entry")
    annotation = etree.SubElement(root, _xs("annotation"))
    appinfo = etree.SubElement(annotation, _xs("appinfo"))
    for file, kind in LINKBASES.items():
        attributes = {
            xlink("type"): "simple",
            xlink("href"): file,
            xlink("arcrole"): "http://www.w3.org/1999/xlink/properties/linkbase",
        }
        if kind:
            attributes[xlink("role")] = f"http://www.xbrl.org/2003/role/{kind}LinkbaseRef"
        etree.SubElement(appinfo, f"{{{LINK}}}linkbaseRef", attributes)
    attributes = {"namespace": TAXONOMY_NAMESPACE, "schemaLocation": SCHEMA_FILE}
    etree.SubElement(root, _xs("import"), attributes)
    return serialise(root)


def _xs(name: str) -> str:
    return f"{{{_XS}}}{name}"


def _schema(namespace: str) -> etree._Element:
    prefixes = {
        "xs": _XS,
        "xbrli": XBRLI,
        "link": LINK,
        "xlink": XLINK,
        "xbrldt": XBRLDT,
        "num": "http://www.xbrl.org/dtr/type/numeric",
        "nonnum": "http://www.xbrl.org/dtr/type/non-numeric",
        PREFIX: TAXONOMY_NAMESPACE,
    }
    return etree.Element(
        _xs("schema"),
        {"targetNamespace": namespace, "elementFormDefault": "qualified"},
        nsmap=prefixes,
    )


def _item(root: etree._Element, name: str, kind: str, period: str, **more: str) -> None:
    attributes = {
        "name": name,
        "id": element_id(name),
        "type": kind,
        "substitutionGroup": "xbrli:item",
        "nillable": "true",
        f"{{{XBRLI}}}periodType": period,
    }
    for key, value in more.items():
        attributes[f"{{{XBRLI}}}{key}"] = value
    etree.SubElement(root, _xs("element"), attributes)


def _abstract(root: etree._Element, name: str, group: str, kind: str = "xbrli:stringItemType",
              **more: str) -> None:  # fmt: skip
    attributes = {
        "name": name,
        "id": element_id(name),
        "type": kind,
        "substitutionGroup": group,
        "abstract": "true",
        "nillable": "true",
        f"{{{XBRLI}}}periodType": "duration",
        **more,
    }
    etree.SubElement(root, _xs("element"), attributes)


def _member(root: etree._Element, name: str) -> None:
    _abstract(root, name, "xbrli:item", "nonnum:domainItemType")


def _typed(root: etree._Element) -> None:
    """Declare the typed axis of codes outside the code list."""
    domain = f"{UNLISTED_AXIS}Value"
    reference = {f"{{{XBRLDT}}}typedDomainRef": f"#{element_id(domain)}"}
    _abstract(root, axis_name(UNLISTED_AXIS), "xbrldt:dimensionItem", **reference)
    attributes = {"name": domain, "id": element_id(domain)}
    element = etree.SubElement(root, _xs("element"), attributes)
    simple = etree.SubElement(element, _xs("simpleType"))
    restriction = etree.SubElement(simple, _xs("restriction"), {"base": "xs:token"})
    etree.SubElement(restriction, _xs("pattern"), {"value": "[1-9][0-9]{2,6}"})

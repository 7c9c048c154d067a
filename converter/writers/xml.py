"""Writes a Filing as native XML: canonical, so that equal filings are equal bytes.

Characters that XML 1.0 cannot hold are dropped. Converted filings hold none (their texts pass
through ``juesuan.schema.text``), so that reading back gives an equal Filing.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from lxml import etree

from juesuan.schema.dictionary import load_dictionary
from juesuan.schema.filing import (
    Fact,
    Filing,
    FilingForm,
    Place,
    Recognition,
    Row,
    Unmapped,
    plain_decimal,
)
from juesuan.schema.text import legal
from juesuan.schema.xmlnames import (
    COLLECTION,
    NAMESPACE,
    ROOT,
    SCHEMA_VERSION,
    TAXONOMY_VERSION,
    UNKNOWN_FORM,
    qualified,
)


def write_xml(filing: Filing) -> bytes:
    """Return the filing as UTF-8 XML, indented by two spaces."""
    return _bytes(filing_element(filing))


def write_collection(filings: Sequence[Filing]) -> bytes:
    """Return the filings of several bodies as one FinalAccountsCollection."""
    root = etree.Element(qualified(COLLECTION), nsmap=cast(dict[str, str], {None: NAMESPACE}))
    root.extend([filing_element(filing) for filing in filings])
    return _bytes(root)


def _bytes(root: etree._Element) -> bytes:
    etree.indent(root, space="  ")
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8") + b"\n"


def filing_element(filing: Filing) -> etree._Element:
    """Return the filing as a FinalAccounts element."""
    root = etree.Element(
        qualified(ROOT),
        {"schemaVersion": SCHEMA_VERSION, "taxonomyVersion": TAXONOMY_VERSION},
        nsmap=cast(dict[str, str], {None: NAMESPACE}),
    )
    _header(root, filing)
    forms = _child(root, "Forms")
    for form in filing.forms:
        _form(forms, form)
    for unknown in filing.unknown_forms:
        attributes = {
            "number": unknown.number,
            "title": unknown.title,
            "pages": " ".join(map(str, unknown.pages)) or None,
        }
        element = _child(forms, UNKNOWN_FORM, attributes=dict(attributes))
        for leftover in unknown.unmapped:
            _leftover(element, leftover)
    return root


def _child(
    parent: etree._Element,
    name: str,
    text: str | None = None,
    attributes: dict[str, object | None] | None = None,
) -> etree._Element:
    element = etree.SubElement(parent, qualified(name))
    element.text = None if text is None else legal(text)
    for key, value in (attributes or {}).items():
        if value is not None:
            element.set(key, legal(str(value)))
    return element


def _header(root: etree._Element, filing: Filing) -> None:
    header = _child(root, "Header")
    entity = _child(header, "Entity")
    for name, value in (
        ("Name", filing.entity.name),
        ("Code", filing.entity.code),
        ("Level", filing.entity.level),
        ("Region", filing.entity.region),
        ("Scope", filing.entity.scope),
    ):
        if value is not None:
            _child(entity, name, value)
    _child(header, "FiscalYear", str(filing.fiscal_year))
    _child(header, "Currency", filing.currency)
    if filing.published_unit is not None:
        _child(header, "PublishedUnit", filing.published_unit)
    for source in filing.sources:
        attributes = {"name": source.name, "mediaType": source.media_type, "sha256": source.sha256}
        unread = " ".join(map(str, source.unread)) or None
        _child(header, "Source", attributes={**attributes, "unread": unread})
    for form_id in filing.announced:
        _child(header, "Announced", attributes={"form": form_id})


def _form(parent: etree._Element, form: FilingForm) -> None:
    element = _child(
        parent,
        load_dictionary().form(form.id).element,
        attributes={
            "number": form.number,
            "title": form.title,
            "publishedUnit": form.published_unit,
            "pages": " ".join(map(str, form.pages)) or None,
            "repeated": form.repeated or None,
            "source": form.source,
        },
    )
    for row in form.rows:
        _row(element, row)
    for note in form.notes:
        _child(element, "Note", note.text, {"page": note.page})
    for leftover in form.unmapped:
        _leftover(element, leftover)


def _leftover(parent: etree._Element, leftover: Unmapped) -> None:
    attributes = {
        "reason": leftover.reason,
        "rowLabel": leftover.row_label,
        "columnLabel": leftover.column_label,
        **_place(leftover.place),
    }
    _child(parent, "Unmapped", leftover.text, attributes)


def _row(parent: etree._Element, row: Row) -> None:
    named = "label" if row.code is None else "name"
    element = _child(parent, row.line, attributes={"code": row.code, named: row.label})
    for fact in row.facts:
        _fact(element, fact)


def _fact(parent: etree._Element, fact: Fact) -> None:
    attributes = {
        "decimals": fact.decimals,
        "unit": None if fact.unit == "CNY" else fact.unit,
        "printed": fact.printed,
        **_place(fact.place),
        **_recognition(fact.recognition),
    }
    _child(parent, fact.column, plain_decimal(fact.value), attributes)


def _recognition(recognition: Recognition | None) -> dict[str, object | None]:
    if recognition is None:
        return {}
    return {
        "recognised": plain_decimal(recognition.confidence),
        "otherReadings": " ".join(recognition.others) or None,
        "takenAs": recognition.taken,
    }


def _place(place: Place) -> dict[str, object | None]:
    return {
        "page": place.page,
        "row": place.row,
        "column": place.column,
        "bbox": place.bbox and " ".join(map(plain_decimal, place.bbox)),
        "source": place.source,
    }

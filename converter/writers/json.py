"""Writes a Filing as plain JSON with the names of the native XML; decimals are texts."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from juesuan.schema.filing import (
    Fact,
    Filing,
    FilingForm,
    Place,
    Recognition,
    Row,
    Source,
    UnknownForm,
    Unmapped,
    plain_decimal,
)
from juesuan.schema.xmlnames import SCHEMA_VERSION, TAXONOMY_VERSION


def write_json(filing: Filing) -> bytes:
    """Return the whole filing as UTF-8 JSON, indented by two spaces."""
    return (json.dumps(filing_object(filing), ensure_ascii=False, indent=2) + "\n").encode()


def write_json_array(filings: Sequence[Filing]) -> bytes:
    """Return several filings as one JSON array."""
    objects = [filing_object(filing) for filing in filings]
    return (json.dumps(objects, ensure_ascii=False, indent=2) + "\n").encode()


def filing_object(filing: Filing) -> dict[str, Any]:
    """Return the filing as JSON values."""
    entity, source = filing.entity, filing.source
    return {
        "schemaVersion": SCHEMA_VERSION,
        "taxonomyVersion": TAXONOMY_VERSION,
        "header": _given(
            {
                "entity": _given(
                    {
                        "name": entity.name,
                        "code": entity.code,
                        "level": entity.level,
                        "region": entity.region,
                        "scope": entity.scope,
                    }
                ),
                "fiscalYear": filing.fiscal_year,
                "currency": filing.currency,
                "publishedUnit": filing.published_unit,
                "source": source and source_object(source),
                "furtherSources": [source_object(other) for other in filing.further_sources]
                or None,
                "announced": list(filing.announced) or None,
            }
        ),
        "forms": [_form(form) for form in filing.forms],
        "unknownForms": [unknown_form_object(form) for form in filing.unknown_forms],
    }


def unknown_form_object(form: UnknownForm) -> dict[str, Any]:
    """Return a table that the dictionary does not hold as JSON values."""
    return _given(
        {
            "title": form.title,
            "number": form.number,
            "pages": list(form.pages) or None,
            "unmapped": [leftover_object(leftover) for leftover in form.unmapped],
        }
    )


def source_object(source: Source) -> dict[str, Any]:
    """Return a converted file as JSON values."""
    values = {"name": source.name, "mediaType": source.media_type, "sha256": source.sha256}
    return values | ({"unread": list(source.unread)} if source.unread else {})


def _given(values: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in values.items() if value is not None}


def _form(form: FilingForm) -> dict[str, Any]:
    return _given(
        {
            "id": form.id,
            "number": form.number,
            "title": form.title,
            "publishedUnit": form.published_unit,
            "pages": list(form.pages) or None,
            "repeated": form.repeated or None,
            "source": form.source,
            "rows": [_row(row) for row in form.rows],
            "notes": [_given({"text": note.text, "page": note.page}) for note in form.notes],
            "unmapped": [leftover_object(leftover) for leftover in form.unmapped],
        }
    )


def leftover_object(leftover: Unmapped) -> dict[str, Any]:
    """Return a leftover as JSON values."""
    return _given(
        {
            "text": leftover.text,
            "reason": leftover.reason,
            "rowLabel": leftover.row_label,
            "columnLabel": leftover.column_label,
            "place": place_object(leftover.place) or None,
        }
    )


def _row(row: Row) -> dict[str, Any]:
    facts = [_fact(fact) for fact in row.facts]
    return _given({"line": row.line, "code": row.code, "label": row.label, "facts": facts})


def _fact(fact: Fact) -> dict[str, Any]:
    return _given(
        {
            "column": fact.column,
            "concept": fact.concept,
            "dimensions": dict(fact.dimensions),
            "value": plain_decimal(fact.value),
            "unit": fact.unit,
            "decimals": fact.decimals,
            "printed": fact.printed,
            "place": place_object(fact.place) or None,
            "recognition": fact.recognition and recognition_object(fact.recognition),
        }
    )


def recognition_object(recognition: Recognition) -> dict[str, Any]:
    """Return how a figure was read from an image as JSON values."""
    return _given(
        {
            "confidence": plain_decimal(recognition.confidence),
            "otherReadings": list(recognition.others) or None,
            "takenAs": recognition.taken,
        }
    )


def place_object(place: Place) -> dict[str, Any]:
    """Return a place as JSON values; what is not known is null."""
    bbox = place.bbox and [plain_decimal(x) for x in place.bbox]
    values = {"page": place.page, "row": place.row, "column": place.column, "bbox": bbox}
    return _given({**values, "source": place.source})

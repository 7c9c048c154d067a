"""Writes a filing as xBRL-JSON 1.0."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

from juesuan.converter.xbrl.oim import (
    ENTITY_PREFIX,
    LINK_GROUP,
    NOTE_CONCEPT,
    NOTE_LANGUAGE,
    document_info,
    period_text,
)
from juesuan.converter.xbrl.report import XbrlFact, XbrlReport, report_of
from juesuan.schema.filing import Filing, plain_decimal
from juesuan.schema.xbrlnames import PREFIX, UNLISTED_AXIS, axis_name


def write_xbrl_json(filing: Filing) -> bytes:
    """Return the filing as UTF-8 JSON, a fact with its footnotes after it."""
    report = report_of(filing)
    facts: dict[str, Any] = {}
    for fact in report.facts:
        facts |= _fact(fact, report)
    document = {"documentInfo": document_info("xbrl-json", report), "facts": facts}
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()


def _fact(fact: XbrlFact, report: XbrlReport) -> dict[str, Any]:
    """Return a fact and its footnotes, by id."""
    dimensions: dict[str, str] = {
        "concept": f"{PREFIX}:{fact.concept}",
        "entity": f"{ENTITY_PREFIX}:{report.identifier}",
        "period": period_text(fact.period),
    }
    if fact.unit not in (None, "pure"):
        dimensions["unit"] = f"iso4217:{fact.unit}"
    for axis, member in fact.members:
        dimensions[f"{PREFIX}:{axis}"] = f"{PREFIX}:{member}"
    if fact.typed is not None:
        dimensions[f"{PREFIX}:{axis_name(UNLISTED_AXIS)}"] = fact.typed
    value = plain_decimal(fact.value) if isinstance(fact.value, Decimal) else fact.value
    said: dict[str, Any] = {"value": value}
    if fact.decimals is not None:
        said["decimals"] = fact.decimals
    said["dimensions"] = dimensions
    notes = {
        "footnote": list(fact.notes),
        "provenance": [fact.provenance] if fact.provenance else [],
    }
    found: dict[str, Any] = {fact.id: said}
    for kind, texts in notes.items():
        ids = [f"{kind[0]}.{fact.id}.{number}" for number in range(1, len(texts) + 1)]
        if ids:
            said.setdefault("links", {})[kind] = {LINK_GROUP: ids}
        found |= {name: _note(name, text) for name, text in zip(ids, texts, strict=True)}
    return found


def _note(name: str, text: str) -> dict[str, Any]:
    dimensions = {"concept": NOTE_CONCEPT, "noteId": name, "language": NOTE_LANGUAGE}
    return {"value": text, "dimensions": dimensions}

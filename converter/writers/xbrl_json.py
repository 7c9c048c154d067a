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
    note_text,
    period_text,
)
from juesuan.converter.xbrl.report import Footnote, XbrlFact, XbrlReport, report_of
from juesuan.schema.filing import Filing, plain_decimal
from juesuan.schema.xbrlnames import PREFIX, UNLISTED_AXIS, axis_name


def write_xbrl_json(filing: Filing) -> bytes:
    """Return the filing as UTF-8 JSON, a fact with its footnotes after it."""
    report = report_of(filing)
    facts = {fact.id: _fact(fact, report) for fact in report.facts}
    for note in report.footnotes():
        links = facts[note.fact].setdefault("links", {}).setdefault(note.kind, {LINK_GROUP: []})
        links[LINK_GROUP].append(note.id)
        facts[note.id] = _note(note)
    document = {"documentInfo": document_info("xbrl-json", report), "facts": facts}
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()


def _fact(fact: XbrlFact, report: XbrlReport) -> dict[str, Any]:
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
    return said


def _note(note: Footnote) -> dict[str, Any]:
    dimensions = {"concept": NOTE_CONCEPT, "noteId": note.id, "language": NOTE_LANGUAGE}
    return {"value": note_text(note.text), "dimensions": dimensions}

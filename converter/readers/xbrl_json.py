"""Reads xBRL-JSON under our taxonomy, ours or anyone's."""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from juesuan.converter.xbrl.oim import NOTE_CONCEPT, XBRL_PREFIX, parse_period, plain_note
from juesuan.converter.xbrl.report import XbrlFact, XbrlReport
from juesuan.schema.errors import UnreadableInputError
from juesuan.schema.limits import MAX_DIGITS
from juesuan.schema.xbrlnames import PROVENANCE_ARCROLE, UNLISTED_AXIS, axis_name

_KIND = "https://xbrl.org/2021/xbrl-json"
_CORE = frozenset({"concept", "entity", "period", "unit", "language", "noteId"})


def is_xbrl_json(data: bytes) -> bool:
    """Return whether bytes begin as xBRL-JSON does."""
    return data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{") and _KIND.encode() in data[:65536]


def read_xbrl_json(data: bytes, name: str) -> XbrlReport:
    """Return the facts of a report; UnreadableInputError in one line where it is broken."""
    try:
        document = json.loads(data.decode("utf-8-sig"), parse_float=Decimal)
        return report_of_objects(document)
    except (ValueError, KeyError, TypeError, AttributeError, InvalidOperation, RecursionError) as e:
        reason = " ".join(str(e).split())[:200] or type(e).__name__
        raise UnreadableInputError(
            f"{name}：不是正确的 xBRL-JSON（{reason}）", f"{name}: not proper xBRL-JSON ({reason})"
        ) from None


def report_of_objects(document: Mapping[str, Any]) -> XbrlReport:
    """Return the report of JSON values; ValueError, KeyError or TypeError where they are broken."""
    info, facts = document["documentInfo"], document["facts"]
    kinds: Mapping[str, str] = info.get("linkTypes", {})
    notes = {
        name: plain_note(str(fact["value"]))
        for name, fact in facts.items()
        if fact["dimensions"]["concept"] == NOTE_CONCEPT
    }
    entities, read = set(), []
    for name, fact in facts.items():
        if name not in notes:
            entities.add(fact["dimensions"]["entity"])
            read.append(_fact(name, fact, kinds, notes))
    if len(entities) != 1:
        raise ValueError(f"{len(entities)} entities; expected one")
    prefix, _, identifier = entities.pop().partition(":")
    return XbrlReport(info["namespaces"][prefix], identifier, tuple(read))


def _fact(
    name: str, fact: Mapping[str, Any], kinds: Mapping[str, str], notes: Mapping[str, str]
) -> XbrlFact:
    dimensions: dict[str, str] = fact["dimensions"]
    unlisted = axis_name(UNLISTED_AXIS)
    members, typed = [], None
    for axis, member in dimensions.items():
        if axis in _CORE or axis.startswith(f"{XBRL_PREFIX}:"):
            continue
        local = axis.rpartition(":")[2]
        if local == unlisted:
            typed = member
        else:
            members.append((local, member.rpartition(":")[2]))
    value, decimals = fact["value"], fact.get("decimals")
    numeric = decimals is not None
    footnotes, provenance = _links(fact.get("links", {}), kinds, notes)
    return XbrlFact(
        name,
        dimensions["concept"].rpartition(":")[2],
        parse_period(dimensions["period"]),
        tuple(sorted(members)),
        _number(value) if numeric else value,
        (dimensions.get("unit", "pure").rpartition(":")[2]) if numeric else None,
        None if decimals is None else int(decimals),
        typed,
        footnotes,
        provenance,
    )


def _number(value: Any) -> Decimal:
    number = Decimal(str(value))
    if not number.is_finite() or len(number.as_tuple().digits) > MAX_DIGITS:
        raise ValueError(f"{value!r} is no amount")
    return number


def _links(
    links: Mapping[str, Any], kinds: Mapping[str, str], notes: Mapping[str, str]
) -> tuple[tuple[str, ...], str | None]:
    footnotes: list[str] = []
    provenance = None
    for kind, groups in links.items():
        texts = [notes[name] for names in groups.values() for name in names if name in notes]
        if kinds.get(kind) == PROVENANCE_ARCROLE:
            provenance = texts[0] if texts else None
        else:
            footnotes += texts
    return tuple(footnotes), provenance

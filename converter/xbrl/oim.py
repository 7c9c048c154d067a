"""Terms of the Open Information Model that xBRL-JSON and xBRL-CSV share."""

from __future__ import annotations

from datetime import date, timedelta
from html import escape, unescape
from typing import Any

from juesuan.converter.xbrl.report import ARCROLES, Period, XbrlReport
from juesuan.schema.xbrlnames import (
    ENTRY_POINT,
    PREFIX,
    TAXONOMY_NAMESPACE,
    TAXONOMY_URL,
)

XBRL_PREFIX = "xbrl"
ENTITY_PREFIX = "entity"
NOTE_CONCEPT = f"{XBRL_PREFIX}:note"
NOTE_LANGUAGE = "zh"
LINK_GROUP = "_"


def document_info(kind: str, report: XbrlReport) -> dict[str, Any]:
    """Return the documentInfo object of a report of a kind (``xbrl-json``, ``xbrl-csv``)."""
    return {
        "documentType": f"https://xbrl.org/2021/{kind}",
        "namespaces": {
            PREFIX: TAXONOMY_NAMESPACE,
            ENTITY_PREFIX: report.scheme,
            "iso4217": "http://www.xbrl.org/2003/iso4217",
            XBRL_PREFIX: "https://xbrl.org/2021",
        },
        "taxonomy": [TAXONOMY_URL + ENTRY_POINT],
        "linkTypes": ARCROLES,
        "linkGroups": {LINK_GROUP: "http://www.xbrl.org/2003/role/link"},
    }


def note_text(text: str) -> str:
    """Return the value of a note: OIM demands a fragment of XHTML, so that marks are escaped."""
    return escape(text, quote=False)


def plain_note(value: str) -> str:
    """Return the text of a note's value."""
    return unescape(value)


def period_text(period: Period) -> str:
    """Return a period as OIM writes it: instants of midnight, the end after the last day."""
    end = _midnight(period.end + timedelta(days=1))
    return end if period.start is None else f"{_midnight(period.start)}/{end}"


def parse_period(text: str) -> Period:
    """Return the period of a text in any form that OIM allows; ValueError for another.

    A date stands for its first or last moment; years, months and ``/`` between two are spelt out
    by the writers of full forms, which alone are expected here.
    """
    start, _, end = text.rpartition("/")
    return Period(_day(start) if start else None, _last_day(end))


def _midnight(day: date) -> str:
    return f"{day.isoformat()}T00:00:00"


def _day(text: str) -> date:
    return date.fromisoformat(text[:10])


def _last_day(text: str) -> date:
    day = _day(text)
    return day - timedelta(days=1) if text.endswith("T00:00:00") else day

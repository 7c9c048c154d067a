"""Names and bounds of the native XML that its writer, its reader and its schema share."""

from __future__ import annotations

NAMESPACE = "urn:juesuan:final-accounts:1"
SCHEMA_VERSION = "1.0"
TAXONOMY_VERSION = "2024-12-31"
XSD_FILE = "juesuan-final-accounts-1.xsd"
SCHEMATRON_FILE = "juesuan-final-accounts-1.sch"
REPORT_SCHEMA_FILE = "juesuan-report-1.schema.json"
REPORT_SCHEMA_ID = "urn:juesuan:report:1"

ROOT = "FinalAccounts"
COLLECTION = "FinalAccountsCollection"
UNKNOWN_FORM = "UnknownForm"

DECIMALS = range(-12, 5)
"""The precisions that an amount may state."""


def qualified(name: str) -> str:
    """Return an element name in Clark notation."""
    return f"{{{NAMESPACE}}}{name}"


def local(tag: object) -> str:
    """Return the local name of an element's tag, or an empty text for comments and the like."""
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""

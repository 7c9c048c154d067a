"""The report as SARIF 2.1.0 (OASIS), for code scanning and other pipelines.

A file is an artifact; a figure is a logical location (form, line or code, column) whose
properties say where it stands on the page. What has a line (structure of XML, text sources) has a
region too. Messages are in the language asked for; the other one is among the properties.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from importlib.metadata import version
from typing import Any
from urllib.parse import quote

from juesuan.validators.engine import Rule, rule_set
from juesuan.validators.model import Finding, Operand, Outcome, Severity, Text
from juesuan.validators.report.json import cause_object, place_object, text_object
from juesuan.validators.report.model import Report
from juesuan.validators.report.places import qualified_name, xml_path

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
_STRUCTURE = Text("结构符合 XSD", "The structure is valid against the XSD")


def write_sarif(reports: Sequence[Report], lang: str) -> str:
    """Return the reports as one log with one run."""
    rules = rule_set()
    numbers = {rule.id: number for number, rule in enumerate(rules, 1)}
    run = {
        "tool": {
            "driver": {
                "name": "juesuan",
                "version": version("juesuan"),
                "language": "zh-CN" if lang == "zh" else "en-US",
                "rules": [_structure_rule(lang), *(_rule(rule, lang) for rule in rules)],
            }
        },
        "invocations": [_invocation(reports, lang)],
        "artifacts": [_artifact(report) for report in reports],
        "results": [
            result
            for index, report in enumerate(reports)
            for result in _results(report, index, numbers, lang)
        ],
        "columnKind": "unicodeCodePoints",
        "properties": {"files": [_file_properties(report) for report in reports]},
    }
    log = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(log, ensure_ascii=False, indent=2) + "\n"


# --- the run ---------------------------------------------------------------------------------


def _structure_rule(lang: str) -> dict[str, Any]:
    return {
        "id": "structure",
        "shortDescription": {"text": _STRUCTURE.of(lang)},
        "defaultConfiguration": {"level": "error"},
        "properties": {"text": text_object(_STRUCTURE)},
    }


def _rule(rule: Rule, lang: str) -> dict[str, Any]:
    return {
        "id": rule.id,
        "shortDescription": {"text": rule.text.of(lang)},
        "help": {"text": f"{rule.formula.of(lang)}\n{rule.source}"},
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
        "properties": {
            "text": text_object(rule.text),
            "formula": text_object(rule.formula),
            "forms": list(rule.forms),
            "source": rule.source,
        },
    }


def _invocation(reports: Sequence[Report], lang: str) -> dict[str, Any]:
    notifications = [
        {
            "level": "error",
            "message": {"text": report.unreadable.of(lang)},
            "locations": [{"physicalLocation": _physical(report, index)}],
        }
        for index, report in enumerate(reports)
        if report.unreadable is not None
    ]
    return {
        "executionSuccessful": not notifications,
        "toolExecutionNotifications": notifications,
    }


def _artifact(report: Report) -> dict[str, Any]:
    artifact: dict[str, Any] = {"location": {"uri": quote(report.name)}}
    source = report.filing and report.filing.source
    if source and source.name == report.name:
        artifact["hashes"] = {"sha-256": source.sha256}
    return artifact


def _file_properties(report: Report) -> dict[str, Any]:
    return {
        "file": report.name,
        "valid": report.valid,
        "rulesetVersion": report.ruleset_version,
        "profile": report.profile and report.profile.id,
        "outcomes": {outcome: report.count(outcome) for outcome in Outcome},
        "causes": [cause_object(cause) for cause in report.causes],
    }


# --- results ---------------------------------------------------------------------------------


def _results(
    report: Report, index: int, numbers: dict[str, int], lang: str
) -> Iterator[dict[str, Any]]:
    for error in report.structure:
        message = Text(error.zh, error.en)
        physical = _physical(report, index, error.line)
        yield {
            **_head("structure", 0, "error", message, lang),
            "locations": [
                {
                    "physicalLocation": physical,
                    "logicalLocations": [{"fullyQualifiedName": error.path, "kind": "element"}],
                }
            ],
            "properties": {"message": text_object(message)},
        }
    for finding in report.findings:
        yield _result(finding, report, index, numbers[finding.rule], lang)


def _result(finding: Finding, report: Report, index: int, number: int, lang: str) -> dict[str, Any]:
    failed = finding.outcome is Outcome.FAILED
    level = _LEVELS[finding.severity] if failed else "none"
    # Several operands may be one cell, and a finding may have none: its file is its place then.
    locations = [_location(operand, report, index, lang) for operand in finding.operands]
    result: dict[str, Any] = {
        **_head(finding.rule, number, level, finding.message, lang),
        "locations": locations[:1] or [{"physicalLocation": _physical(report, index)}],
        "properties": {
            "message": text_object(finding.message),
            "outcome": finding.outcome,
            "cause": finding.cause,
        },
    }
    if finding.waiver is not None:
        result["suppressions"] = [{"kind": "external", "justification": finding.waiver}]
    if not failed:
        result["kind"] = "informational"
    if related := locations[1:]:
        result["relatedLocations"] = [{"id": n, **place} for n, place in enumerate(related, 1)]
    return result


def _head(rule_id: str, number: int, level: str, message: Text, lang: str) -> dict[str, Any]:
    return {
        "ruleId": rule_id,
        "ruleIndex": number,
        "level": level,
        "message": {"text": message.of(lang)},
    }


def _location(operand: Operand, report: Report, index: int, lang: str) -> dict[str, Any]:
    line = operand.place.page if report.of_text else None
    return {
        "physicalLocation": _physical(report, index, line),
        "logicalLocations": [
            {
                "name": operand.label.of(lang),
                "fullyQualifiedName": qualified_name(operand),
                "kind": "cell",
            }
        ],
        "message": {"text": f"{operand.label.of(lang)} {operand.printed or ''}".rstrip()},
        "properties": {
            **place_object(operand.place),
            "xpath": xml_path(operand, report.filing),
        },
    }


def _physical(report: Report, index: int, line: int | None = None) -> dict[str, Any]:
    physical: dict[str, Any] = {"artifactLocation": {"uri": quote(report.name), "index": index}}
    if line is not None:
        physical["region"] = {"startLine": line}
    return physical

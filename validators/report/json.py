"""The report as JSON; decimals are texts."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict
from decimal import Decimal
from typing import Any

from juesuan.schema.filing import Place, plain_decimal
from juesuan.schema.xmlnames import REPORT_SCHEMA_ID
from juesuan.validators.causes import Cause, Suspect
from juesuan.validators.engine import applicable_rules
from juesuan.validators.model import Finding, Operand, Outcome, Text
from juesuan.validators.report.model import Coverage, Report, RuleOutcomes
from juesuan.validators.waivers import Waiver


def write_json(reports: Iterable[Report]) -> str:
    """Return the reports as one JSON document: ``{"schema": …, "files": […]}``."""
    document = {"schema": REPORT_SCHEMA_ID, "files": [report_object(r) for r in reports]}
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def report_object(report: Report) -> dict[str, Any]:
    """Return one report as JSON values."""
    filing = report.filing
    return {
        "file": report.name,
        "valid": report.valid,
        "readable": report.unreadable is None,
        "error": report.unreadable and text_object(report.unreadable),
        "entity": filing and filing.entity.name,
        "fiscal_year": filing and filing.fiscal_year,
        "published_unit": filing and filing.published_unit,
        "structure": {
            "valid": report.unreadable is None and not report.structure,
            "errors": [
                {
                    "path": error.path,
                    "line": error.line,
                    "message": {"zh": error.zh, "en": error.en},
                }
                for error in report.structure
            ],
        },
        "coverage": _coverage(report.coverage),
        "rules": {
            "passed": report.count(Outcome.PASSED),
            "failed": report.count(Outcome.FAILED),
            "within_rounding": report.count(Outcome.WITHIN_ROUNDING),
            "not_evaluated": report.count(Outcome.NOT_EVALUATED),
            "considered": len(report.by_rule),
            "profile": report.profile and report.profile.id,
            "deselected": _deselected(report),
            "by_rule": [_outcomes(outcomes) for outcomes in report.by_rule],
        },
        "causes": [cause_object(cause) for cause in report.causes],
        "findings": [_finding(finding) for finding in report.findings],
        "unused_waivers": [_waiver(waiver) for waiver in report.unused_waivers],
        "ruleset_version": report.ruleset_version,
    }


def text_object(text: Text) -> dict[str, str]:
    """Return a text in both languages."""
    return {"zh": text.zh, "en": text.en}


def _decimal(value: Decimal | None) -> str | None:
    return None if value is None else plain_decimal(value)


def place_object(place: Place) -> dict[str, Any]:
    """Return where something stands on its page."""
    return {
        "page": place.page,
        "row": place.row,
        "column": place.column,
        "bbox": [float(x) for x in place.bbox] if place.bbox else None,
        **({} if place.source is None else {"source": place.source}),
    }


def _coverage(coverage: Coverage) -> dict[str, Any]:
    return {
        "forms_found": list(coverage.forms_found),
        "forms_missing": list(coverage.forms_missing),
        "numeric_cells": coverage.numeric_cells,
        "mapped": coverage.mapped,
        "leftovers": [
            {
                "form": form.id,
                "text": leftover.text,
                "reason": leftover.reason,
                "row_label": leftover.row_label,
                "column_label": leftover.column_label,
                **place_object(leftover.place),
            }
            for form, leftover in coverage.leftovers
        ],
        "unknown_forms": [
            {
                "title": form.title,
                "number": form.number,
                "pages": list(form.pages),
                "numeric_cells": len(form.unmapped),
            }
            for form in coverage.unknown_forms
        ],
    }


def _outcomes(outcomes: RuleOutcomes) -> dict[str, Any]:
    return {
        "rule": outcomes.rule.id,
        "severity": outcomes.rule.severity,
        "passed": outcomes.counts[Outcome.PASSED],
        "failed": outcomes.counts[Outcome.FAILED],
        "within_rounding": outcomes.counts[Outcome.WITHIN_ROUNDING],
        "not_evaluated": outcomes.counts[Outcome.NOT_EVALUATED],
        "reasons": [text_object(reason) for reason in outcomes.reasons],
        "assumptions": [text_object(assumption) for assumption in outcomes.assumptions],
    }


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "rule": finding.rule,
        "severity": finding.severity,
        "outcome": finding.outcome,
        "message": text_object(finding.message),
        "operands": [_operand(operand) for operand in finding.operands],
        "difference": _decimal(finding.difference),
        "cause": finding.cause,
        "waived": finding.waiver,
    }


def _waiver(waiver: Waiver) -> dict[str, Any]:
    return {**asdict(waiver), "expires": waiver.expires and waiver.expires.isoformat()}


def _deselected(report: Report) -> list[str]:
    """Return the rules of the profile that the settings leave out."""
    if report.filing is None or report.profile is None:
        return []
    chosen = {rule.id for rule in report.rules}
    rules = applicable_rules(report.profile, report.filing.fiscal_year)
    return [rule.id for rule in rules if rule.id not in chosen]


def cause_object(cause: Cause) -> dict[str, Any]:
    """Return a cause: the cells at fault, what they should hold, and what that explains."""
    return {
        **_suspect(cause.suspect),
        "confidence": cause.confidence,
        "message": text_object(cause.message),
        "agreeing_identities": cause.agreeing,
        "explains": [check.rule for check in cause.explains],
        "alternatives": [_suspect(suspect) for suspect in cause.alternatives],
    }


def _suspect(suspect: Suspect) -> dict[str, Any]:
    return {
        "kind": suspect.kind,
        "code": suspect.code,
        "cells": [
            {
                **_operand(cell.operand),
                "restored": _decimal(cell.value),
                "restored_low": _decimal(cell.low),
                "restored_high": _decimal(cell.high),
            }
            for cell in suspect.cells
        ],
    }


def _operand(operand: Operand) -> dict[str, Any]:
    return {
        "form": operand.form,
        "line": operand.line,
        "column_id": operand.column,
        "label": text_object(operand.label),
        "factor": operand.factor,
        "value": _decimal(operand.value),
        "decimals": operand.decimals,
        "printed": operand.printed,
        **place_object(operand.place),
    }

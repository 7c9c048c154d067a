"""The formats in which reports are written, by name."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from juesuan.validators.model import Severity
from juesuan.validators.report.json import write_json
from juesuan.validators.report.junit import write_junit
from juesuan.validators.report.model import Report
from juesuan.validators.report.sarif import write_sarif
from juesuan.validators.report.svrl import write_svrl
from juesuan.validators.report.text import write_text


@dataclass(frozen=True, slots=True)
class Manner:
    """How the user wants reports: language, colour, and from which severity a rule fails."""

    lang: str
    fail_on: Severity = Severity.ERROR
    colour: bool = False


FormatWriter = Callable[[Sequence[Report], Manner], str]

FORMATS: dict[str, FormatWriter] = {
    "text": lambda reports, how: "".join(
        write_text(report, how.lang, colour=how.colour) for report in reports
    ),
    "json": lambda reports, _: write_json(reports),
    "svrl": lambda reports, how: "".join(write_svrl(report, how.lang) for report in reports),
    "junit": lambda reports, how: write_junit(reports, how.lang, how.fail_on),
    "sarif": lambda reports, how: write_sarif(reports, how.lang),
}

ONE_FILE_EACH = frozenset({"svrl"})
"""Formats whose document holds the report on one file only."""

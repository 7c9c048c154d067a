"""A form of which rows could not be read makes no errors; other leftovers change nothing."""

from __future__ import annotations

from dataclasses import replace

from juesuan.schema.filing import Filing, Unmapped
from juesuan.validators.model import Finding, Outcome, Severity
from juesuan.validators.report.model import report_on
from tests.filings import changed, sound_filing


def failures(filing: Filing) -> list[Finding]:
    findings = report_on("x", filing, ()).findings
    return [f for f in findings if f.outcome is Outcome.FAILED and f.rule != "D-LEFTOVER"]


def with_leftovers(filing: Filing, reason: str, count: int) -> Filing:
    left = tuple(Unmapped(f"{number}.00", reason) for number in range(count))
    forms = (replace(f, unmapped=left) if f.id == "expenditure" else f for f in filing.forms)
    return replace(filing, forms=tuple(forms))


WRONG = changed(sound_filing(1), "expenditure", "2010301", "BasicExpenditure", "7.77")


def test_rows_that_were_not_read_turn_errors_into_warnings() -> None:
    found = failures(with_leftovers(WRONG, "unknown-row", 60))
    assert found
    assert {f.severity for f in found} == {Severity.WARNING}
    assert all("60" in f.message.zh and "60" in f.message.en for f in found)


def test_a_column_that_the_form_does_not_have_changes_nothing() -> None:
    found = failures(with_leftovers(WRONG, "unknown-column", 60))
    assert Severity.ERROR in {f.severity for f in found}


def test_a_few_leftovers_change_nothing() -> None:
    found = failures(with_leftovers(WRONG, "unknown-row", 2))
    assert Severity.ERROR in {f.severity for f in found}

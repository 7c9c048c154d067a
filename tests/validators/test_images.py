"""Figures read from images: no false errors, and proposals where one reading restores all."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from xml.etree import ElementTree

import pytest

from juesuan.converter.readers.native_xml import read_native_xml
from juesuan.converter.writers.json import filing_object
from juesuan.converter.writers.xml import write_xml
from juesuan.schema.filing import (
    UNREADABLE_CELL,
    Fact,
    Filing,
    Recognition,
    Row,
    Source,
    Unmapped,
)
from juesuan.schema.proposals import accept_proposals
from juesuan.schema.safe_xml import parse_xml
from juesuan.validators.engine import examine
from juesuan.validators.model import Finding, Outcome, Severity
from juesuan.validators.readings import propose, reading_value
from juesuan.validators.report.model import Report, report_on
from juesuan.validators.structure import check_structure
from tests.filings import changed, sound_filing

SURE = Recognition(Decimal("0.999"))
CELL = ("revenue", "Total", "TotalRevenueForYear")


def from_image(filing: Filing, form_id: str | None = None) -> Filing:
    """The same filing as if its figures (of one form, or all) had been read surely."""

    def read(row: Row) -> Row:
        return replace(row, facts=tuple(replace(fact, recognition=SURE) for fact in row.facts))

    forms = [
        form
        if form_id not in (None, form.id)
        else replace(form, rows=tuple(map(read, form.rows)), pages=(form_number,))
        for form_number, form in enumerate(filing.forms, 1)
    ]
    return replace(filing, forms=tuple(forms))


def doubted(filing: Filing, recognition: Recognition) -> Filing:
    """The filing with the recognition of one figure."""
    form_id, key, column = CELL
    forms = []
    for form in filing.forms:
        rows = [
            replace(
                row,
                facts=tuple(
                    replace(f, recognition=recognition)
                    if (form.id, row.code or row.line, f.column) == (form_id, key, column)
                    else f
                    for f in row.facts
                ),
            )
            for row in form.rows
        ]
        forms.append(replace(form, rows=tuple(rows)))
    return replace(filing, forms=tuple(forms))


def the_fact(filing: Filing) -> Fact:
    return next(
        fact
        for form, row, fact in filing.facts()
        if (form.id, row.code or row.line, fact.column) == CELL
    )


def misread(filing: Filing, wrong: str, confidence: str = "0.700", *others: str) -> Filing:
    filing = from_image(changed(filing, *CELL, wrong))
    return doubted(filing, Recognition(Decimal(confidence), others))


def one_digit_off(printed: str) -> str:
    return printed[:-1] + ("3" if printed[-1] != "3" else "8")


def failures(report: Report) -> list[Finding]:
    return [f for f in report.findings if f.outcome is Outcome.FAILED]


def named(report: Report) -> list[Finding]:
    return [f for f in report.findings if "--accept-proposals" in f.message.en]


@pytest.fixture(scope="module")
def sound() -> Filing:
    return sound_filing()


def test_a_sound_filing_from_an_image_is_valid(sound: Filing) -> None:
    report = report_on("scan", from_image(sound), ())
    assert report.valid
    assert not failures(report)


@pytest.mark.parametrize("seen", [True, False])
def test_the_reading_that_restores_all_is_proposed_and_taken(sound: Filing, seen: bool) -> None:
    right = the_fact(sound).printed or ""
    wrong = one_digit_off(right)
    filing = misread(sound, wrong, "0.700", *([right] if seen else []))
    report = report_on("scan", filing, ())
    assert report.valid
    assert {f.severity for f in named(report)} == {Severity.WARNING}
    assert all(f.outcome is Outcome.NOT_EVALUATED for f in named(report))
    assert all(wrong in f.message.zh and right in f.message.zh for f in named(report))
    assert the_fact(filing).value != the_fact(sound).value  # as it was read

    taken = accept_proposals(filing, propose(examine(filing)))
    fact = the_fact(taken)
    assert fact.value == the_fact(sound).value
    assert fact.printed == wrong
    assert fact.recognition is not None
    assert Decimal(fact.recognition.taken or "0") == Decimal(right.replace(",", ""))
    assert not failures(report_on("scan", taken, ()))


@pytest.mark.parametrize("change", ["point", "sign"])
def test_a_lost_point_or_an_added_sign_is_proposed(sound: Filing, change: str) -> None:
    right = (the_fact(sound).printed or "").replace(",", "")
    wrong = right.replace(".", "") if change == "point" else f"-{right}"
    (proposal,) = propose(examine(misread(sound, wrong, "0.500")))
    assert proposal.value == the_fact(sound).value
    assert proposal.decimals == the_fact(sound).decimals


def test_a_sure_figure_that_breaks_arithmetic_is_a_warning(sound: Filing) -> None:
    wrong = one_digit_off(the_fact(sound).printed or "")
    report = report_on("scan", misread(sound, wrong, "0.999"), ())
    assert report.valid
    assert not named(report)
    assert failures(report)
    assert {f.severity for f in failures(report)} == {Severity.WARNING}


def test_a_doubtful_figure_that_nothing_restores_is_not_evaluated(sound: Filing) -> None:
    report = report_on("scan", misread(sound, "1.11", "0.300"), ())
    assert report.valid
    assert {f.rule for f in failures(report)} == {"D-READ"}
    assert any("0.3" in f.message.en for f in report.findings)


def test_a_reading_that_restores_only_some_identities_is_not_proposed(sound: Filing) -> None:
    filing = misread(sound, "1.11", "0.300", "2.22")
    assert propose(examine(filing)) == ()


def test_text_pages_keep_their_errors(sound: Filing) -> None:
    broken = changed(sound, "expenditure", "Total", "BasicExpenditure", "0.01")
    report = report_on("mixed", from_image(broken, "state-capital"), ())
    assert not report.valid


def test_what_was_not_read_leaves_the_rules_of_its_form_open(sound: Filing) -> None:
    filing = from_image(changed(sound, *CELL, None))
    assert report_on("scan", filing, ()).valid
    leftover = Unmapped("〓", UNREADABLE_CELL)
    forms = [
        replace(form, unmapped=(leftover,)) if form.id == "revenue" else form
        for form in filing.forms
    ]
    report = report_on("scan", replace(filing, forms=tuple(forms)), ())
    assert report.valid
    assert {f.rule for f in failures(report)} == {"D-LEFTOVER"}


def test_unread_pages_are_named_and_make_no_error_beside_them(sound: Filing) -> None:
    forms = [replace(form, pages=(number,)) for number, form in enumerate(sound.forms, 1)]
    broken = changed(replace(sound, forms=tuple(forms)), *CELL, "0.01")
    assert not report_on("text", broken, ()).valid
    source = Source("mixed.pdf", "0" * 64, "application/pdf", unread=(3,))
    report = report_on("mixed", replace(broken, source=source), ())
    assert any("pages 3 are images" in f.message.en for f in report.findings)
    assert report.valid


def test_recognition_goes_through_xml_and_json(sound: Filing) -> None:
    recognition = Recognition(Decimal("0.87"), ("1.10", "-1.11"), "1.10")
    source = Source("mixed.pdf", "0" * 64, "application/pdf", unread=(3, 5))
    filing = replace(doubted(from_image(sound), recognition), source=source)
    data = write_xml(filing)
    tree = parse_xml(data, "x.xml")
    assert not check_structure(tree)
    assert read_native_xml(tree, "x.xml") == filing
    assert ElementTree.fromstring(data) is not None
    written = filing_object(filing)
    assert written["header"]["source"]["unread"] == [3, 5]
    facts = [f for form in written["forms"] for row in form["rows"] for f in row["facts"]]
    expected = {"confidence": "0.87", "otherReadings": ["1.10", "-1.11"], "takenAs": "1.10"}
    assert expected in [fact["recognition"] for fact in facts]
    assert all(isinstance(fact["column"], str) for fact in facts)


@pytest.mark.parametrize(
    ("text", "value"),
    [("1,234.50", "12345000"), ("-0.01", "-100"), ("(2)", "-20000"), ("0.00", "0"), ("1:2", None)],
)
def test_readings_as_values(text: str, value: str | None) -> None:
    assert reading_value(text, 4) == (None if value is None else Decimal(value))

"""Profiles: which one a filing gets, and what it changes."""

from __future__ import annotations

from dataclasses import replace

import pytest

from juesuan.schema.dictionary import load_dictionary
from juesuan.schema.errors import UsageError
from juesuan.schema.filing import Entity, Filing
from juesuan.schema.rulebook import Years
from juesuan.validators.engine import applicable_rules, rule_set, ruleset_version, run_rules
from juesuan.validators.model import Outcome
from juesuan.validators.profile import choose_profile
from juesuan.validators.version import version_of
from tests.filings import filing, form
from tests.validators.examples import CAPITAL, NINE, THREE_PUBLIC

BOOK = load_dictionary().rulebook


def made(level: str | None, year: int, region: str | None = None, name: str = "某局") -> Filing:
    return replace(filing(), entity=Entity(name, None, level, region), fiscal_year=year)


@pytest.mark.parametrize(
    ("given", "profile"),
    [
        (made("department", 2024), "department"),
        (made(None, 2024), "department"),
        (made("unit", 2024), "unit"),
        (made("unit", 2019), "unit-2019"),
        (made("department", 2018), "department-2019"),
        (made("unit", 2022, "宿州市"), "unit-anhui"),
        (made("unit", 2022, None, "枞阳县第一中学"), "unit-anhui"),
        (made("department", 2022, "宿州市"), "department"),
    ],
)
def test_a_filing_gets_the_profile_that_fits_best(given: Filing, profile: str) -> None:
    assert choose_profile(given, BOOK).id == profile


def test_a_profile_that_is_asked_for_is_taken() -> None:
    assert choose_profile(made("unit", 2024), BOOK, "department").id == "department"
    with pytest.raises(UsageError, match="no profile x; there are department"):
        choose_profile(made("unit", 2024), BOOK, "x")


def missing(given: Filing) -> list[str]:
    checks = [check for check in run_rules(given) if check.rule == "D-FORMS"]
    return [c.message.en for c in checks if c.outcome is Outcome.FAILED and c.message]


@pytest.mark.parametrize(
    ("level", "year", "region", "without", "asked_for"),
    [
        ("department", 2024, None, CAPITAL, True),
        ("department", 2019, None, CAPITAL, False),
        ("unit", 2022, "宿州市", THREE_PUBLIC, False),
        ("unit", 2022, "泉州市", THREE_PUBLIC, True),
    ],
)
def test_forms_that_a_profile_does_not_ask_for_are_not_missed(
    level: str, year: int, region: str | None, without: str, asked_for: bool
) -> None:
    forms = [form(form_id) for form_id in NINE if form_id != without]
    given = replace(filing(*forms), entity=Entity("某局", None, level, region), fiscal_year=year)
    assert bool(missing(given)) is asked_for


def test_rules_of_other_years_are_not_considered() -> None:
    profile = choose_profile(made("department", 2015), BOOK)
    ids = {rule.id for rule in applicable_rules(profile, 2015)}
    assert {rule.id for rule in rule_set()} - ids == {"D-FORMS", "D-EMPTY", "D-NARRATIVE"}


def test_a_rule_may_hold_for_one_level_only() -> None:
    rule = replace(rule_set()[0], levels=("unit",))
    unit, department = (choose_profile(made(level, 2024), BOOK) for level in ("unit", "department"))
    assert rule.holds_for(unit, 2024)
    assert not rule.holds_for(department, 2024)


def test_as_many_rules_are_considered_for_every_filing_of_a_profile() -> None:
    empty, full = made("unit", 2024), filing(*(form(form_id) for form_id in NINE))
    assert {check.rule for check in run_rules(empty)} == {check.rule for check in run_rules(full)}


def test_the_version_of_the_rule_set_changes_with_every_rule() -> None:
    rules = rule_set()
    assert version_of(rules) == ruleset_version()
    assert version_of(rules[1:]) != ruleset_version()
    assert version_of([replace(rules[0], years=Years(2020)), *rules[1:]]) != ruleset_version()
    assert version_of([replace(rules[0], source="x"), *rules[1:]]) != ruleset_version()

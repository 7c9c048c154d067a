"""Every rule passes its sound example and catches its unsound one."""

from __future__ import annotations

import pytest

from juesuan.schema.dictionary import load_dictionary
from juesuan.validators.engine import Rule, rule_set, run_rules
from juesuan.validators.identities import Linear
from juesuan.validators.model import Check, Outcome, Severity
from juesuan.validators.report.model import report_on
from tests.filings import filing, form, line
from tests.validators.examples import Example
from tests.validators.more_examples import ALL_EXAMPLES as EXAMPLES
from tests.validators.more_examples import PENDING, filings_of

RULES = {rule.id: rule for rule in rule_set()}
BY_RULE = pytest.mark.parametrize(("rule_id", "example"), EXAMPLES.items(), ids=EXAMPLES)
IDENTITIES = {
    rule_id: example
    for rule_id, example in EXAMPLES.items()
    if isinstance(RULES[rule_id].check, Linear)
}


def checks_of(rule_id: str, example: Example, value: str) -> list[Check]:
    made, last = filings_of(example, value)
    return [check for check in run_rules(made, last) if check.rule == rule_id]


def test_every_rule_has_an_example() -> None:
    assert set(RULES) == set(EXAMPLES) | PENDING
    assert not PENDING & set(EXAMPLES)


def test_rule_ids_are_unique() -> None:
    assert len(RULES) == len(rule_set())


@BY_RULE
def test_the_sound_example_passes(rule_id: str, example: Example) -> None:
    checks = checks_of(rule_id, example, example.good)
    assert checks
    assert {check.outcome for check in checks} == {Outcome.PASSED}


@BY_RULE
def test_the_unsound_example_is_caught_and_explained(rule_id: str, example: Example) -> None:
    made, last = filings_of(example, example.bad)
    report = report_on("bad", made, (), previous=last)
    (finding,) = [finding for finding in report.findings if finding.rule == rule_id]
    assert finding.outcome is example.outcome
    assert finding.severity is RULES[rule_id].severity
    assert finding.message.zh != finding.message.en
    assert "  " not in finding.message.zh + finding.message.en
    if RULES[rule_id].severity is Severity.ERROR:
        assert not report.valid


@pytest.mark.parametrize(("rule_id", "example"), IDENTITIES.items(), ids=IDENTITIES)
def test_an_identity_names_forms_amounts_and_operands(rule_id: str, example: Example) -> None:
    rule = RULES[rule_id]
    (check,) = [c for c in checks_of(rule_id, example, example.bad) if c.outcome is Outcome.FAILED]
    assert check.message is not None
    shown = {operand.form for operand in check.operands}
    assert shown <= set(rule.forms)
    for form_id in shown:
        assert _zh(form_id) in check.message.zh
    assert "相差 0." in check.message.zh
    assert "万元" in check.message.zh
    assert check.difference is not None
    assert abs(check.difference) in (200, 1000)
    assert len(shown) > 1 or len(rule.forms) == 1
    assert len(check.operands) >= 2


@pytest.mark.parametrize("rule", rule_set(), ids=lambda rule: rule.id)
def test_every_rule_tells_what_it_is(rule: Rule) -> None:
    for text in (rule.text, rule.formula):
        assert text.zh
        assert text.en
        assert not any("一" <= char <= "鿿" for char in text.en)
    assert rule.source


@pytest.mark.parametrize("rule", rule_set(), ids=lambda rule: rule.id)
def test_every_rule_accounts_for_itself_where_it_cannot_run(rule: Rule) -> None:
    """A rule that needs a form says which one is missing; the others pass or say why not."""
    checks = [check for check in run_rules(filing()) if check.rule == rule.id]
    assert checks
    if rule.forms:
        (check,) = checks
        assert check.outcome is Outcome.NOT_EVALUATED
        assert check.message is not None
        for form_id in rule.forms:
            assert _zh(form_id) in check.message.zh


def _zh(form_id: str) -> str:
    return load_dictionary().form(form_id).zh


def test_persons_and_vehicles_without_a_budget_exceed_none() -> None:
    table = form(
        "three-public-expenses",
        line("ThreePublicExpenses", InitialBudget="2.00", Actual="1.00"),
        line("OverseasVisitors", Actual="7"),
        line("VehiclesHeld", Actual="30"),
    )
    checks = [check for check in run_rules(filing(table)) if check.rule == "F7-B"]
    assert [check.outcome for check in checks] == [Outcome.PASSED]

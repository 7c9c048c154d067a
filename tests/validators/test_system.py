"""The system of equations: whole numbers give what decimals give, equations know their figures."""

from __future__ import annotations

import pickle
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.sound import sound_filing
from juesuan.schema.filing import Filing
from juesuan.validators.arithmetic import at_most, equal
from juesuan.validators.engine import examine, rule_set
from juesuan.validators.identities import Identity, Relation
from juesuan.validators.model import DeferredText, Operand, Outcome, Text
from juesuan.validators.system import System, scale_of
from tests.validators.test_founding_text import founding_filing

FIGURES = st.tuples(st.integers(-(10**12), 10**12), st.integers(-4, 4), st.sampled_from([1, -1]))
SIDE = st.lists(FIGURES, min_size=1, max_size=8)
RULE = rule_set()[0]


def operand(number: int, decimals: int, factor: int) -> Operand:
    value = Decimal(number).scaleb(-decimals)
    return Operand(
        "revenue", "Total", "OtherRevenue", Text("数", "n"), value, decimals, factor=factor
    )


@given(SIDE, SIDE, st.sampled_from(Relation))
def test_whole_numbers_give_what_decimals_give(
    left: list[tuple[int, int, int]], right: list[tuple[int, int, int]], relation: Relation
) -> None:
    sides = tuple(operand(*n) for n in left), tuple(operand(*n) for n in right)
    system = System([], scale_of((*sides[0], *sides[1])))
    equation = system.add(RULE, Identity(*sides, relation))
    outcome, difference = (equal if relation is Relation.EQUAL else at_most)(*sides)
    assert (equation.outcome, system.yuan(equation.difference)) == (outcome, difference)
    assert equation.outcome_of(equation.difference) is outcome


@pytest.mark.parametrize("filing", [sound_filing(3), founding_filing()], ids=["made", "founding"])
def test_every_figure_knows_its_equations_and_every_equation_its_figures(filing: Filing) -> None:
    examination = examine(filing)
    system = examination.system
    for index, places in system.by_figure.items():
        for number, coefficient in places:
            assert system.equations[number].terms[index] == coefficient
    for number, equation in enumerate(system.equations):
        total = sum(c * system.values[i] for i, c in equation.terms.items())
        assert total == equation.difference
        for index, coefficient in equation.terms.items():
            assert not coefficient or (number, coefficient) in system.by_figure[index]


def test_figures_are_numbered_in_the_order_of_the_filing() -> None:
    filing = sound_filing(2)
    figures = examine(filing).facts.figures
    for number, (form, row, fact) in enumerate(filing.facts()):
        figure = figures[number]
        assert (figure.form, figure.line) == (form.id, row.code or row.line)
        assert (figure.column, figure.value) == (fact.column, fact.value)


def test_a_check_knows_its_equation() -> None:
    examination = examine(founding_filing())
    for position, number in examination.equations.items():
        check, equation = examination.checks[position], examination.system.equations[number]
        assert (check.rule, check.outcome) == (equation.rule.id, equation.outcome)


def test_a_deferred_text_is_a_text_and_is_made_once() -> None:
    made: list[int] = []

    def make() -> tuple[str, str]:
        made.append(1)
        return "数", "figure"

    text = DeferredText(make)
    assert not made
    assert (text.zh, text.en, text.of("en")) == ("数", "figure", "figure")
    assert text == Text("数", "figure") == text
    assert hash(text) == hash(DeferredText(lambda: ("数", "figure")))
    assert pickle.loads(pickle.dumps(text)) == text
    assert made == [1]
    assert text != "数"


def test_a_sound_filing_has_no_failed_equation() -> None:
    for seed in range(1, 13):
        outcomes = {e.outcome for e in examine(sound_filing(seed)).system.equations}
        assert Outcome.FAILED not in outcomes

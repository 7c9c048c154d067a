"""Rounding is arithmetic: what rounding can explain never fails, what it cannot always does."""

from __future__ import annotations

from dataclasses import replace
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.sound import layout_of, sound_filing
from juesuan.schema.filing import FilingForm
from juesuan.validators.arithmetic import at_most, equal
from juesuan.validators.engine import rule_set, run_rules
from juesuan.validators.model import Operand, Outcome, Severity, Text
from tests.filings import code, filing, form, line
from tests.validators.examples import EXPENDITURE, THREE_PUBLIC

EXACT = st.decimals(min_value=-(10**9), max_value=10**9, places=6)
MODES = st.sampled_from([ROUND_HALF_UP, ROUND_HALF_EVEN])


def printed(value: Decimal, decimals: int, mode: str = ROUND_HALF_UP) -> Operand:
    rounded = value.quantize(Decimal(1).scaleb(-decimals), rounding=mode)
    return Operand("revenue", "Total", "OtherRevenue", Text("数", "figure"), rounded, decimals)


def outcome(*amounts: str) -> Outcome:
    """The outcome of 三公 = 出国 + 公务用车 + 公务接待."""
    lines = ("ThreePublicExpenses", "OverseasVisitExpense", "OfficialVehicleExpense")
    keys = (*lines, "OfficialReceptionExpense")
    rows = (line(key, Actual=n) for key, n in zip(keys, amounts, strict=True))
    checks = run_rules(filing(form(THREE_PUBLIC, *rows)))
    (check,) = [check for check in checks if check.rule == "F7-L1"]
    return check.outcome


@pytest.mark.parametrize(
    ("amounts", "expected"),
    [
        (("327.60", "52.09", "271.05", "4.46"), Outcome.PASSED),
        (("327.59", "52.09", "271.05", "4.46"), Outcome.WITHIN_ROUNDING),
        (("327.58", "52.09", "271.05", "4.46"), Outcome.WITHIN_ROUNDING),
        (("327.57", "52.09", "271.05", "4.46"), Outcome.FAILED),
        (("327.62", "52.09", "271.05", "4.46"), Outcome.WITHIN_ROUNDING),
        (("327.63", "52.09", "271.05", "4.46"), Outcome.FAILED),
        (("328", "52.09", "271.05", "4.46"), Outcome.WITHIN_ROUNDING),
        (("3", "1", "1", "0"), Outcome.WITHIN_ROUNDING),
        (("5", "1", "1", "0"), Outcome.FAILED),
    ],
)
def test_four_rounded_figures_may_miss_by_two_units(
    amounts: tuple[str, ...], expected: Outcome
) -> None:
    assert outcome(*amounts) is expected


@given(st.lists(EXACT, min_size=1, max_size=30), st.integers(-4, 4), MODES)
def test_rounding_exact_figures_never_fails(
    values: list[Decimal], decimals: int, mode: str
) -> None:
    total = printed(sum(values, Decimal(0)), decimals, mode)
    parts = [printed(value, decimals, mode) for value in values]
    assert equal([total], parts)[0] is not Outcome.FAILED
    assert at_most([total], parts)[0] is not Outcome.FAILED


@given(st.lists(EXACT, min_size=1, max_size=30), st.lists(st.integers(-4, 4), min_size=31))
def test_nor_do_figures_of_mixed_precision(values: list[Decimal], decimals: list[int]) -> None:
    total = printed(sum(values, Decimal(0)), decimals[-1])
    parts = [printed(value, places) for value, places in zip(values, decimals, strict=False)]
    assert equal([total], parts)[0] is not Outcome.FAILED


@given(st.lists(EXACT, min_size=1, max_size=30), st.integers(-4, 4))
def test_beyond_rounding_always_fails(values: list[Decimal], decimals: int) -> None:
    parts = [printed(value, decimals) for value in values]
    exact = sum((part.value or Decimal(0) for part in parts), Decimal(0))
    unit = Decimal(1).scaleb(-decimals)
    # n + 1 figures stand for intervals half a unit wide on either side
    beyond = exact + unit * ((len(parts) + 1) // 2 + 1)
    assert equal([printed(beyond, decimals)], parts)[0] is Outcome.FAILED
    assert at_most([printed(beyond, decimals)], parts)[0] is Outcome.FAILED
    assert at_most(parts, [printed(beyond, decimals)])[0] is Outcome.PASSED


def spending(values: list[list[Decimal]], places: int) -> FilingForm:
    """Print an expenditure form of one class, each exact figure rounded by itself."""
    columns = ("TotalExpenditureForYear", "BasicExpenditure", "ProjectExpenditure")

    def cells(rows: list[list[Decimal]]) -> dict[str, str]:
        basic, project = (sum((row[i] for row in rows), Decimal(0)) for i in (0, 1))
        unit = Decimal(1).scaleb(-places)
        figures = (basic + project, basic, project)
        return {c: str(n.quantize(unit)) for c, n in zip(columns, figures, strict=True)}

    items = [code(f"20103{i:02}", None, **cells([row])) for i, row in enumerate(values)]
    whole = cells(values)
    return form(
        EXPENDITURE,
        line("Total", **whole),
        code("201", None, **whole),
        code("20103", None, **whole),
        *items,
    )


@given(
    st.lists(st.lists(EXACT, min_size=2, max_size=2), min_size=1, max_size=20),
    st.integers(0, 4),
)
def test_a_sound_form_never_fails_however_it_is_rounded(
    values: list[list[Decimal]], places: int
) -> None:
    checks = run_rules(filing(spending(values, places)))
    rules = ("F3-C1", "F3-T", "F3-S")
    failed = [c for c in checks if c.outcome is Outcome.FAILED and c.rule in rules]
    assert not failed


# --- whole filings ---------------------------------------------------------------------------

SERIOUS = {rule.id for rule in rule_set() if rule.severity is not Severity.INFO}


@pytest.mark.parametrize("as_printed", [True, False], ids=["as printed", "blank rows not read"])
@pytest.mark.parametrize("blank_zeros", [True, False], ids=["blank", "0.00"])
@pytest.mark.parametrize("first", range(1, 61, 20))
def test_sound_accounts_never_fail_however_small_their_amounts(
    first: int, blank_zeros: bool, as_printed: bool
) -> None:
    """Nine forms kept in fen, every cell rounded by itself to 元 or to a hundredth of 万元."""
    for seed in range(first, first + 20):
        unit = "元" if seed % 5 == 0 else "万元"
        style = replace(
            layout_of(seed), unit=unit, rounded=True, small=True, blank_zeros=blank_zeros
        )
        made = sound_filing(seed, style)
        if not as_printed:
            kept = (replace(f, rows=tuple(r for r in f.rows if r.facts)) for f in made.forms)
            made = replace(made, forms=tuple(kept))
        failed = [c for c in run_rules(made) if c.outcome is Outcome.FAILED and c.rule in SERIOUS]
        # a form all of whose amounts are blank owes its readers an explanation: no rounding
        assert [c.rule for c in failed if c.rule != "D-EMPTY"] == []


def spent(basic: str | None, *items: str | None) -> FilingForm:
    """A form of one group and its items, None for blanks; its total is what the items print."""
    cells = [{} if n is None else {"BasicExpenditure": n} for n in (basic, *items)]
    codes = ["20103", *(f"20103{i:02}" for i in range(len(items)))]
    return form(EXPENDITURE, *(code(c, None, **cell) for c, cell in zip(codes, cells, strict=True)))


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        (spent("0.01", "0.01", None), Outcome.PASSED),
        (spent("0.01", None, None), Outcome.WITHIN_ROUNDING),
        (spent("0.02", "0.01", None), Outcome.WITHIN_ROUNDING),
        (spent("0.03", "0.01", None), Outcome.FAILED),
        (spent("0.01", "0.00", "0.00"), Outcome.WITHIN_ROUNDING),
        # a form that prints zeros leaves blank what is none
        (spent("0.02", "0.00", None, None, None), Outcome.FAILED),
    ],
)
def test_a_blank_may_have_been_rounded_to_zero(table: FilingForm, expected: Outcome) -> None:
    (check,) = [check for check in run_rules(filing(table)) if check.rule == "F3-T"]
    assert check.outcome is expected


def test_a_blank_of_a_form_in_fen_is_exactly_zero() -> None:
    columns = ("TotalExpenditureForYear", "BasicExpenditure")
    rows = [code(n, None, **dict.fromkeys(columns, "9.00")) for n in ("201", "20101")]
    made = filing(form(EXPENDITURE, *rows, code("20102", None, BasicExpenditure="0.01"), unit="元"))
    failed = [c.rule for c in run_rules(made) if c.outcome is Outcome.FAILED]
    assert "F3-C1" in failed

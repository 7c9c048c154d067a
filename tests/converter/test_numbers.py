from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from juesuan.converter.numbers import looks_numeric, parse_amount
from juesuan.schema.dictionary import load_dictionary

DASHES = load_dictionary().words.dashes


@pytest.mark.parametrize(
    ("printed", "value", "places"),
    [
        ("13,559.10", "13559.10", 2),
        ("１３，５５９．１０", "13559.10", 2),
        ("0.00", "0", 2),
        ("-1.00", "-1", 2),
        ("－1.00", "-1", 2),
        ("(1.00)", "-1", 2),
        ("（1.00）", "-1", 2),
        ("△2.5", "-2.5", 1),
        ("135,591,00\n0.00", "135591000", 2),
        ("3 832. 36", "3832.36", 2),
        ("—", "0", None),
        ("－", "0", None),
        ("无", "0", None),
        ("12", "12", 0),
        ("−1.00", "-1", 2),  # U+2212
        ("﹣1.00", "-1", 2),
        ("—1.00", "-1", 2),
        ("▲1.00", "-1", 2),
        ("△1,234.50", "-1234.50", 2),
        ("1.00-", "-1", 2),
        ("（-1.00）", "-1", 2),
        ("-（1.00）", "-1", 2),
        ("负1.00", "-1", 2),
        ("+1.00", "1", 2),
        ("¥1,234.00", "1234", 2),
        ("￥-1.5", "-1.5", 1),
        ("1\u200b234.56", "1234.56", 2),
        ("1\xa0234．56", "1234.56", 2),
        (".50", "0.50", 2),
        ("——", "0", None),
        ("–", "0", None),
        ("─", "0", None),
        ("……", "0", None),
    ],
)
def test_amounts_are_read_as_printed(printed: str, value: str, places: int | None) -> None:
    amount = parse_amount(printed, DASHES)
    assert amount is not None
    assert (amount.value, amount.places) == (Decimal(value), places)


@pytest.mark.parametrize("text", ["", "  ", "行政运行", "1,23.00", "12.3.4", "2024年", "9" * 40])
def test_what_is_no_amount_is_not_read_as_one(text: str) -> None:
    assert parse_amount(text, DASHES) is None


@pytest.mark.parametrize(
    ("printed", "value", "unit"),
    [("1.5万元", "1.5", "万元"), ("（3.00元）", None, None), ("-2亿元", "-2", "亿元")],
)
def test_a_cell_may_print_its_own_unit(printed: str, value: str | None, unit: str | None) -> None:
    amount = parse_amount(printed, DASHES)
    assert (amount and str(amount.value)) == value
    assert (amount and amount.unit) == unit
    assert looks_numeric(printed)


@pytest.mark.parametrize(
    "text", ["1,23.00", "12·5", "12。5", "98.5%", "1.2.3", "(1", "3‰", "负1,2", "1-2"]
)
def test_a_garbled_number_still_looks_like_one(text: str) -> None:
    assert parse_amount(text, DASHES) is None
    assert looks_numeric(text)


def test_words_do_not_look_like_numbers() -> None:
    assert not looks_numeric("行政运行")
    assert not looks_numeric("2024年")


@given(st.integers(-(10**15), 10**15))
def test_any_amount_of_fen_survives_printing(fen: int) -> None:
    value = Decimal(fen).scaleb(-2)
    amount = parse_amount(f"{value:,.2f}", DASHES)
    assert amount is not None
    assert amount.value == value

"""Numbers of spreadsheets come out as they are shown, without float noise."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from juesuan.converter.readers.number_format import plain_number, shown_number
from tests.formats import ACCOUNTING


@pytest.mark.parametrize(
    ("value", "code", "shown"),
    [
        (13559.1, None, "13559.1"),
        (0.1 + 0.2, None, "0.3"),
        (13559.099999999999, "0.00", "13559.10"),
        (1234567.891, "#,##0.00", "1,234,567.89"),
        (2.345, "0.00", "2.35"),
        (0, ACCOUNTING, "-"),
        (-5.5, ACCOUNTING, "-5.50"),
        (-3, "#,##0.00_);(#,##0.00)", "(3.00)"),
        (-3, "0.00;[Red]0.00", "-3.00"),
        (0, "0.00;-0.00;", ""),
        (0, "0.00;-0.00;;@", ""),
        (0, "#", ""),
        (-0.001, "0.00", "0.00"),
        (3, "00", "03"),
        (0.125, "0.0%", "12.5%"),
        (123456, "#,##0,", "123"),
        (3, "[$¥-804]#,##0.00", "3.00"),
        (3, '0.00"万元"', "3.00"),
        (5, "yyyy-m-d", "5"),
        (5, "General", "5"),
        (2010301.0, "@", "2010301"),
        (1, "[>100]0.0;0", "1"),
        (1e16, None, "10000000000000000"),
    ],
)
def test_shown(value: float, code: str | None, shown: str) -> None:
    assert shown_number(value, code) == shown


@given(st.decimals(-(10**11), 10**11, places=2))
def test_amounts_survive_the_way_through_a_float(amount: Decimal) -> None:
    assert Decimal(plain_number(float(amount))) == amount
    assert Decimal(shown_number(float(amount), "0.00")) == amount


@given(
    st.floats(allow_nan=False, allow_infinity=False), st.text('0#?.,;%_*[]()"\\-E@ y', max_size=20)
)
def test_any_format_shows_something(value: float, code: str) -> None:
    shown_number(value, code)

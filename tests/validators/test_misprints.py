"""How one printed figure may have become another."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from juesuan.validators.misprints import Kind, kind_of


@pytest.mark.parametrize(
    ("printed", "restored", "kind"),
    [
        (-123456, 123456, Kind.SIGN),
        (1234560, 123456, Kind.DECIMAL_POINT),
        (12346, 123456, Kind.DECIMAL_POINT),  # 1,234.56 printed as 123.46
        (1234560000, 123456, Kind.UNIT),
        (132456, 123456, Kind.DIGITS_EXCHANGED),
        (623451, 123456, Kind.DIGITS_EXCHANGED),
        (123956, 123456, Kind.DIGIT),
        (12456, 123456, Kind.DIGIT_LOST),
        (1234456, 123456, Kind.DIGIT_ADDED),
        (654321, 123456, Kind.VALUE),
        (-123457, 123456, Kind.VALUE),
        (0, 123456, Kind.VALUE),
        (90, 0, Kind.VALUE),
    ],
)
def test_a_slip_is_recognised(printed: int, restored: int, kind: Kind) -> None:
    assert kind_of(printed, restored) is kind


@given(st.integers(1, 10**9), st.integers(1, 2))
def test_a_shifted_decimal_point_is_recognised_in_both_directions(n: int, places: int) -> None:
    assert kind_of(n * 10**places, n) is Kind.DECIMAL_POINT
    assert kind_of(n, n * 10**places) is Kind.DECIMAL_POINT

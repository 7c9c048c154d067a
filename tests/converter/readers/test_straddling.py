"""Numbers at the border between two cells: one number stays whole, two stay two."""

from __future__ import annotations

import pytest

from juesuan.converter.document import Grid
from juesuan.converter.readers.layout import lay_out
from juesuan.converter.readers.page import Char, PageContent, Ruling

BORDER = 100.0
RULINGS = [
    *(Ruling(20, y, 180, y) for y in (10, 30, 50)),
    *(Ruling(x, 10, x, 50) for x in (20, BORDER, 180)),
]


def digits(text: str, x: float, run: int = 0, each: bool = False, size: float = 10) -> list[Char]:
    """Return figures from x on: one string of the file, or each character one."""
    return [
        Char(char, x + n * size / 2, 15, x + (n + 1) * size / 2, 15 + size, 25, run + n * each)
        for n, char in enumerate(text)
    ]


def read(chars: list[Char]) -> list[str]:
    (grid,) = lay_out(PageContent(1, 200, 100, chars, RULINGS)).blocks
    assert isinstance(grid, Grid)
    return [cell.text for cell in grid.rows()[0]]


@pytest.mark.parametrize("over", [0.0, 1.2])
@pytest.mark.parametrize("runs", [(0, 0), (1, 2)])
def test_a_figure_and_the_code_behind_the_border_are_two(
    over: float, runs: tuple[int, int]
) -> None:
    left = digits("1153.85", BORDER + over - 35, runs[0])

    assert read(left + digits("302", BORDER + over, runs[1])) == ["1153.85", "302"]


def test_whole_figures_without_decimals_are_two_where_no_digit_crosses_the_border() -> None:
    assert read(digits("1153", BORDER - 20) + digits("302", BORDER)) == ["1153", "302"]


def test_a_dash_for_nothing_is_no_sign_of_the_figure_behind_the_border() -> None:
    assert read(digits("-", BORDER - 5) + digits("5.00", BORDER)) == ["-", "5.00"]


def test_two_strings_are_two_numbers_though_a_digit_crosses_the_border() -> None:
    chars = digits("1153", BORDER - 18, run=1) + digits("302", BORDER + 2, run=2)

    assert read(chars) == ["1153", "302"]


def test_figures_of_two_sizes_are_two() -> None:
    chars = digits("1153", BORDER - 18) + digits("30", BORDER + 2, size=8)

    assert read(chars) == ["1153", "30"]


@pytest.mark.parametrize(
    ("shift", "run", "each"), [(0, 0, False), (0, 5, False), (2, 0, False), (2, 5, True)]
)
def test_a_number_over_the_border_stays_whole(shift: float, run: int, each: bool) -> None:
    chars = digits("1,234,567.89", BORDER - 45 + shift, run, each)

    assert read(chars) == ["1,234,567.89", ""]


def test_one_string_is_one_number_though_the_border_stands_between_two_digits() -> None:
    assert read(digits("1153302", BORDER - 20, run=3)) == ["1153302", ""]

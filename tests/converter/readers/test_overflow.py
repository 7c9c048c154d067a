"""Wrapped text that is too high for its cell is read with its cell."""

from __future__ import annotations

from juesuan.converter.document import Grid
from juesuan.converter.readers.layout import lay_out
from juesuan.converter.readers.page import Char, PageContent, Ruling


def words(text: str, x: float, y: float) -> list[Char]:
    return [Char(c, x + 10 * n, y, x + 10 * (n + 1), y + 9, y + 9) for n, c in enumerate(text)]


def read(chars: list[Char], ys: list[float]) -> list[list[str]]:
    rulings = [Ruling(20, y, 180, y) for y in ys]
    rulings += [Ruling(x, ys[0], x, ys[-1]) for x in (20, 100, 180)]
    blocks = lay_out(PageContent(1, 200, 200, chars, rulings)).blocks
    (grid,) = (block for block in blocks if isinstance(block, Grid))
    assert len(blocks) == 1
    return [[cell.text for cell in row] for row in grid.rows()]


def test_lines_above_and_below_their_cell_are_of_its_text() -> None:
    head = [*words("附属单", 110, 43), *words("位上缴", 110, 53), *words("收入", 115, 63)]
    others = [*words("项目", 40, 53), *words("合计", 40, 68), *words("6", 150, 68)]

    assert read(head + others, [50, 65, 80]) == [["项目", "附属单\n位上缴\n收入"], ["合计", "6"]]


def test_names_of_rows_that_follow_one_another_in_the_file_stay_in_their_rows() -> None:
    names = [*words("教育", 30, 52), *words("普教", 30, 64), *words("小学", 30, 76)]
    figures = [*words("3", 150, 52), *words("2", 150, 64), *words("1", 150, 76)]

    assert read(names + figures, [50, 62, 74, 86]) == [["教育", "3"], ["普教", "2"], ["小学", "1"]]

"""Probabilities become figures with other readings; separators and doubtful points."""

from __future__ import annotations

from decimal import Decimal

import numpy as np
import pytest

from juesuan.converter.document import Cell, Grid
from juesuan.converter.readers.scan.decode import Decoder, Reading
from juesuan.converter.readers.scan.figures import separators, settle_figures
from juesuan.converter.readers.scan.pieces import Piece
from juesuan.converter.readers.scan.words import settle_words
from juesuan.schema.filing import Recognition

ALPHABET = ["", *"0123456789.,-OolI收入支出年度一"]
DECODER = Decoder(ALPHABET)
IMAGE = np.zeros((1, 1), np.uint8)


def steps(*shares: dict[str, float]) -> np.ndarray:
    """One row a step; what is not shared out goes to none."""
    table = np.zeros((2 * len(shares), len(ALPHABET)), np.float32)
    for number, share in enumerate(shares):
        for character, p in share.items():
            table[2 * number, ALPHABET.index(character)] = p
        table[2 * number, 0] = 1 - sum(share.values())
        table[2 * number + 1, 0] = 1
    return table


def sure(text: str) -> list[dict[str, float]]:
    return [{character: 0.999} for character in text]


@pytest.mark.parametrize(
    ("seen", "figure"),
    [
        ("12.5O", "12.50"),
        ("l2.50", "12.50"),
        ("I,2oo.00", "1,200.00"),
        ("一", "-"),
        ("2010I", "20101"),
    ],
)
def test_what_looks_like_a_digit_counts_for_it(seen: str, figure: str) -> None:
    assert DECODER.decode(steps(*sure(seen))).text == figure


def test_words_are_no_figures() -> None:
    assert DECODER.decode(steps(*sure("收入"))).text == "收入"
    assert DECODER.decode(steps(*sure("0年度"))).text == "0年度"


def test_the_other_readings_of_a_doubtful_digit() -> None:
    reading = DECODER.decode(steps(*sure("12."), {"3": 0.6, "8": 0.4}, *sure("4")))
    assert reading.text == "12.34"
    assert reading.others[0] == "12.84"
    assert Decimal("0.5") < reading.confidence < Decimal("0.65")


def test_a_point_that_may_be_there() -> None:
    reading = DECODER.decode(steps(*sure("12"), {".": 0.45}, *sure("34")))
    assert reading.text == "1234"
    assert "12.34" in reading.others


def test_nothing_is_certain() -> None:
    reading = DECODER.decode(steps({"1": 1.0}, {"2": 1.0}))
    assert reading == Reading("12", Decimal("0.999"))


def test_no_writing_is_no_reading() -> None:
    assert DECODER.decode(steps({})) == Reading("", Decimal(0))


@pytest.mark.parametrize(
    ("read", "regular"),
    [
        ("1.234,56", "1,234.56"),
        ("1,234,56", "1,234.56"),
        ("1.234.567,8", "1,234,567.8"),
        ("12,5", "12.5"),
        ("12.50.", "12.50"),
        (",12.50", "12.50"),
        ("1,234", "1,234"),
        ("1.234.567", "1,234,567"),
        ("12.34.5", "12.34.5"),
        ("-1,234.50", "-1,234.50"),
        ("(12,50", "(12.50)"),
        ("12345", "12345"),
    ],
)
def test_separators(read: str, regular: str) -> None:
    assert separators(read) == regular


def pieces(texts: list[str]) -> tuple[list[Piece], list[Reading]]:
    piece = Piece((0, 0, 1, 1), IMAGE, True)
    return [piece] * len(texts), [Reading(text, Decimal("0.999")) for text in texts]


def test_a_figure_without_the_usual_fraction_is_doubted() -> None:
    usual = [f"{n}.{n}0" for n in range(1, 10)]
    settled = settle_figures(*pieces([*usual, "30782", "0", "2010301", "收入"]))
    by_text = {reading.text: reading for reading in settled}
    assert by_text["30782"].confidence == Decimal("0.999")  # five digits: it may be a code
    settled = settle_figures(*pieces([*usual, "307821", "0", "2010301", "收入"]))
    by_text = {reading.text: reading for reading in settled}
    assert by_text["307821"].confidence <= Decimal("0.5")
    assert by_text["307821"].others == ("3078.21",)
    for text in ("0", "2010301", "收入", "1.10"):
        assert by_text[text].confidence == Decimal("0.999")


def test_figures_without_a_usual_fraction_are_trusted() -> None:
    settled = settle_figures(*pieces(["1.5", "2", "3.25", "4", "5", "13559.1", "7", "8", "9.99"]))
    assert all(reading.confidence == Decimal("0.999") for reading in settled)


def row(*cells: tuple[str, str, tuple[str, ...]]) -> list[str]:
    made = tuple(
        Cell(text, 0, n, recognition=Recognition(Decimal(confidence), others))
        for n, (text, confidence, others) in enumerate(cells)
    )
    return [cell.text for cell in settle_words(Grid(1, made, 1, len(made))).cells]


def test_a_doubtful_word_becomes_the_known_one() -> None:
    assert row(("事业收人", "0.930", ())) == ["事业收入"]
    assert row(("二、外交文出", "0.950", ())) == ["二、外交支出"]


def test_a_word_read_surely_stays_as_printed() -> None:
    assert row(("事业收人", "0.999", ())) == ["事业收人"]


def test_a_word_like_several_known_ones_stays() -> None:
    assert row(("年木结转和结余", "0.930", ())) == ["年木结转和结余"]  # 年初 or 年末


def test_a_doubtful_code_is_the_one_of_its_name() -> None:
    name = ("行政运行", "0.999", ())
    assert row(("3010301", "0.600", ()), name)[0] == "2010301"
    assert row(("3010301", "0.999", ()), name)[0] == "3010301"

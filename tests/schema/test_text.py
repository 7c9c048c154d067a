from __future__ import annotations

from decimal import Decimal

import pytest

from juesuan.schema.filing import plain_decimal
from juesuan.schema.text import legal, normalise, squeeze, without_numbering


@pytest.mark.parametrize(
    ("printed", "same"),
    [
        ("“三公”经费", "三公经费"),
        ("项 目（按功能\n分类）", "项目(按功能分类)"),
        ("１３，５５９．１０", "13,559.10"),
        ("⻓期", "长期"),  # a radical that NFKC leaves alone
        ("⾦额", "金额"),
        ("财政拨款：", "财政拨款:"),
        ("收入支出決算總表", "收入支出决算总表"),
        ("財政撥款「三公」經費", "财政拨款三公经费"),
        ("本\u200b年\ufeff收入", "本年收入"),
        ("项目【按功能】", "项目(按功能)"),
        ("①因公出国", "(1)因公出国"),
    ],
)
def test_one_word_is_one_word_however_it_was_typed(printed: str, same: str) -> None:
    assert normalise(printed) == same


@pytest.mark.parametrize(
    ("label", "bare"),
    [
        ("一、一般公共服务支出", "一般公共服务支出"),
        ("二十六、抗疫特别国债安排的支出", "抗疫特别国债安排的支出"),
        ("（一）行政运行", "行政运行"),
        ("1. 因公出国（境）费", "因公出国(境)费"),
        ("其中：（1）公务用车购置费", "公务用车购置费"),
        ("一般公共服务支出", "一般公共服务支出"),
        ("3.公务接待费", "公务接待费"),
        ("①因公出国（境）费", "因公出国(境)费"),
        ("（1） 公务用车购置费", "公务用车购置费"),
        ("-公务用车购置费", "公务用车购置费"),
        ("2、其中：项目支出", "项目支出"),
    ],
)
def test_numbering_is_no_part_of_a_label(label: str, bare: str) -> None:
    assert without_numbering(normalise(label)) == bare


def test_a_number_is_not_numbering() -> None:
    assert without_numbering("1.25") == "1.25"


def test_printed_words_keep_their_punctuation() -> None:
    assert squeeze("政府办公厅（室）\n及相关机构事务") == "政府办公厅（室）及相关机构事务"


def test_every_radical_of_the_supplement_is_an_ordinary_character() -> None:
    radicals = [chr(point) for point in range(0x2E80, 0x2EF4) if point != 0x2E9A]
    assert not [c for c in radicals if "\u2e80" <= normalise(c) <= "\u2fdf"]


def test_characters_that_xml_cannot_hold_are_dropped() -> None:
    assert legal("金\x00额\x0b\ud800") == "金额"


@pytest.mark.parametrize(
    ("value", "text"),
    [("0E+2", "0"), ("1.50", "1.5"), ("-0.00", "0"), ("135591000", "135591000"), ("5E+3", "5000")],
)
def test_decimals_have_one_spelling(value: str, text: str) -> None:
    assert plain_decimal(Decimal(value)) == text

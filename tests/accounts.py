"""Synthetic accounts in which every identity holds exactly, for rendering into layouts.

All amounts are whole fen (hundredths of the printed unit). The nine forms come out as printed
tables whose amount cells know the fact that they state: (form, row key, column).
"""

from __future__ import annotations

import random
from collections import defaultdict
from dataclasses import dataclass, field

Key = tuple[str, str, str]

LEAVES = {
    "2010301": "行政运行",
    "2010302": "一般行政管理事务",
    "2010350": "事业运行",
    "2070108": "文化活动",
    "2080501": "行政单位离退休",
    "2080505": "机关事业单位基本养老保险缴费支出",
    "2101101": "行政单位医疗",
    "2210201": "住房公积金",
}
FUND_LEAVES = {"2120803": "城市建设支出"}
GROUPS = {
    "20103": "政府办公厅（室）及相关机构事务",
    "20701": "文化和旅游",
    "20805": "行政事业单位养老支出",
    "21011": "行政事业单位医疗",
    "21208": "国有土地使用权出让收入安排的支出",
    "22102": "住房改革支出",
}
CLASSES = [
    ("201", "一般公共服务支出"),
    ("202", "外交支出"),
    ("203", "国防支出"),
    ("204", "公共安全支出"),
    ("205", "教育支出"),
    ("206", "科学技术支出"),
    ("207", "文化旅游体育与传媒支出"),
    ("208", "社会保障和就业支出"),
    ("210", "卫生健康支出"),
    ("211", "节能环保支出"),
    ("212", "城乡社区支出"),
    ("213", "农林水支出"),
    ("221", "住房保障支出"),
    ("229", "其他支出"),
]
ECONOMIC = [
    ("301", "工资福利支出", ["30101 基本工资", "30102 津贴补贴", "30113 住房公积金"]),
    ("303", "对个人和家庭的补助", ["30301 离休费", "30302 退休费"]),
    ("302", "商品和服务支出", ["30201 办公费", "30217 公务接待费", "30231 公务用车运行维护费"]),
    ("310", "资本性支出", ["31002 办公设备购置"]),
]
_NUMERALS = "一二三四五六七八九十"


def numeral(number: int) -> str:
    """Return a Chinese numeral up to 99."""
    tens, ones = divmod(number, 10)
    return (
        (_NUMERALS[tens - 1] if tens > 1 else "")
        + ("十" if tens else "")
        + (_NUMERALS[ones - 1] if ones else "")
    )


@dataclass
class Spending:
    """Expenditure of one code in fen."""

    basic: int = 0
    project: int = 0

    @property
    def total(self) -> int:
        return self.basic + self.project


@dataclass
class Accounts:
    """One body's year."""

    general: dict[str, Spending]
    fund: dict[str, Spending]
    other_revenue: int
    opening: int
    opening_fund: int
    revenue: int
    revenue_fund: int
    economic: dict[str, int]
    three_public: dict[str, tuple[int, int]]
    names: dict[str, str] = field(default_factory=dict)

    def everything(self) -> dict[str, Spending]:
        return {**self.general, **self.fund}


def tree(leaves: dict[str, Spending]) -> dict[str, Spending]:
    """Return the codes of all levels with their sums, in order of code."""
    sums: dict[str, Spending] = defaultdict(Spending)
    for code, spending in leaves.items():
        for length in (3, 5, 7):
            entry = sums[code[:length]]
            entry.basic += spending.basic
            entry.project += spending.project
    return dict(sorted(sums.items()))


def make_accounts(seed: int, *, fund: bool = True, magnitude: int = 1_000_000) -> Accounts:
    """Return consistent accounts; ``magnitude`` bounds the single amounts in fen."""
    rng = random.Random(seed)

    def some() -> int:
        return rng.randint(1, magnitude)

    general = {code: Spending(some(), rng.choice([0, some()])) for code in LEAVES}
    funds = {code: Spending(0, some()) for code in FUND_LEAVES} if fund else {}
    basic = sum(s.basic for s in general.values())
    codes = [entry.split()[0] for _, _, entries in ECONOMIC for entry in entries]
    cuts = sorted(rng.randint(0, basic) for _ in codes[1:])
    parts = [b - a for a, b in zip([0, *cuts], [*cuts, basic], strict=True)]
    economic = dict(zip(codes, parts, strict=True))
    operation = economic["30231"] + some()
    reception = economic["30217"] + some()
    actual = {"overseas": some(), "purchase": 0, "operation": operation, "reception": reception}
    opening, opening_fund = some(), some() if fund else 0
    spent = sum(s.total for s in general.values())
    spent_fund = sum(s.total for s in funds.values())
    names = {**LEAVES, **FUND_LEAVES, **GROUPS, **dict(CLASSES)}
    return Accounts(
        general,
        funds,
        other_revenue=0,
        opening=opening,
        opening_fund=opening_fund,
        revenue=spent + some(),
        revenue_fund=spent_fund + some() if fund else 0,
        economic=economic,
        three_public={name: (value + 100, value) for name, value in actual.items()},
        names=names,
    )

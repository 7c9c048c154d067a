"""Synthetic accounts of one body and year in which every identity holds exactly, in fen."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from bench.accuracy.codes import (
    CAPITAL_ITEMS,
    ECONOMIC,
    FUND_ITEMS,
    ITEMS,
    OLD_ECONOMIC,
    USUAL_ITEMS,
)

Some = Callable[..., int]
"""Draws an amount; its argument scales it."""

FUNDS = ("general", "fund", "capital", "own")
REVENUE_KINDS = ("higher", "institution", "business", "affiliated", "other")
SPENDING_KINDS = ("basic", "project", "remit", "business", "subsidy")


@dataclass(frozen=True)
class Wish:
    """What accounts are wanted: their size and what occurs in them."""

    items: int = 8
    magnitude: int = 500_000_00
    fund: bool = False
    capital: bool = False
    institution: bool = False
    business: bool = False
    higher: bool = False
    other: bool = True
    negative: bool = False
    year: int = 2023
    codes: tuple[str, ...] = ()  # only these items


@dataclass
class Entry:
    """The year of one code within one fund: it opens, receives, spends and closes."""

    opening: int = 0
    revenue: int = 0
    spending: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    own_revenue: dict[str, int] = field(default_factory=lambda: defaultdict(int))

    @property
    def spent(self) -> int:
        """All that was spent."""
        return sum(self.spending.values())

    @property
    def received(self) -> int:
        """All that was received: of the appropriation, or of own revenue."""
        return self.revenue + sum(self.own_revenue.values())

    @property
    def closing(self) -> int:
        """What is left."""
        return self.opening + self.received - self.spent

    def add(self, other: Entry) -> None:
        """Add another entry to this one."""
        self.opening += other.opening
        self.revenue += other.revenue
        for kind, fen in other.spending.items():
            self.spending[kind] += fen
        for kind, fen in other.own_revenue.items():
            self.own_revenue[kind] += fen


@dataclass
class Books:
    """Entries by fund and code of 项 level; economic categories; 三公 as (budget, actual)."""

    entity: str
    level: str
    year: int
    entries: dict[str, dict[str, Entry]]
    surplus_used: int
    distributed: int
    economic: dict[str, int]
    three: dict[str, tuple[int, int]]
    counts: dict[str, int]

    def tree(self, funds: Iterable[str]) -> dict[str, Entry]:
        """Return the codes of all levels with their sums over some funds, in order of code."""
        sums: dict[str, Entry] = defaultdict(Entry)
        for fund in funds:
            for code, entry in self.entries[fund].items():
                for length in (3, 5, 7):
                    sums[code[:length]].add(entry)
        return dict(sorted(sums.items()))

    def total(self, *funds: str) -> Entry:
        """Return the sum of some funds (all when none is named)."""
        result = Entry()
        for fund in funds or FUNDS:
            for entry in self.entries[fund].values():
                result.add(entry)
        return result

    def economic_tree(self) -> dict[str, int]:
        """Return the economic categories of both levels with their sums."""
        sums: dict[str, int] = defaultdict(int)
        for code, fen in self.economic.items():
            sums[code[:3]] += fen
            sums[code] += fen
        return dict(sorted(sums.items()))

    @property
    def personnel(self) -> int:
        """人员经费."""
        return sum(fen for code, fen in self.economic.items() if code[:3] in ("301", "303"))

    @property
    def operating(self) -> int:
        """公用经费."""
        return sum(self.economic.values()) - self.personnel


_PLACES = ("安和县", "临溪市", "柳湾区", "青石镇", "白水自治县", "望江市高新区", "龙泉驿站街道")
_BODIES = (
    ("民政局", "部门"),
    ("财政局", "部门"),
    ("人民政府办公室", "部门"),
    ("自然资源和规划局", "部门"),
    ("第二人民医院", "单位"),
    ("实验小学", "单位"),
    ("城市管理综合行政执法大队", "单位"),
    ("疾病预防控制中心（本级）", "单位"),
    ("农业农村局", "部门"),
)


def make_books(seed: int, wish: Wish) -> Books:
    """Return the accounts that a seed gives."""
    rng = random.Random(f"books {seed}")

    def some(scale: float = 1.0) -> int:
        top = max(2, int(wish.magnitude * scale))
        return max(1, int(rng.random() ** 3 * top))

    def entry(fund: str) -> Entry:
        made = Entry(opening=some(0.2) if rng.random() < 0.3 else 0)
        if fund == "general":
            made.spending["basic"] = some() if rng.random() < 0.7 else 0
        if fund != "general" or not made.spending["basic"] or rng.random() < 0.5:
            made.spending["project"] = some()
        closing = some(0.1) if rng.random() < 0.25 else 0
        made.revenue = made.spent + closing - made.opening
        if made.revenue < 0:
            made.opening, made.revenue = made.spent + closing, 0
        return made

    allowed = set(wish.codes or ITEMS)
    pool = sorted(allowed - set(USUAL_ITEMS))
    chosen = rng.sample(pool, min(len(pool), max(1, wish.items - len(USUAL_ITEMS))))
    chosen += [code for code in USUAL_ITEMS[: max(0, wish.items - 1)] if code in allowed]
    entries: dict[str, dict[str, Entry]] = {fund: {} for fund in FUNDS}
    entries["general"] = {code: entry("general") for code in sorted(chosen)}
    if wish.fund:
        entries["fund"] = {c: entry("fund") for c in sorted(rng.sample(sorted(FUND_ITEMS), 3))}
    if wish.capital:
        entries["capital"] = {c: entry("capital") for c in sorted(CAPITAL_ITEMS)}
    used, distributed = _own(rng, wish, entries["own"], sorted(chosen), some)
    economic = _economic(rng, wish, sum(e.spending["basic"] for e in entries["general"].values()))
    place, (body, level) = rng.choice(_PLACES), rng.choice(_BODIES)
    return Books(
        f"{place}{body}",
        level,
        wish.year,
        entries,
        used,
        distributed,
        economic,
        _three(rng, economic, some),
        {
            "groups": rng.randint(0, 3),
            "travellers": rng.randint(0, 9),
            "bought": rng.randint(0, 2),
            "cars": rng.randint(1, 40),
            "receptions": rng.randint(3, 400),
            "guests": rng.randint(401, 4000),
        },
    )


def _own(
    rng: random.Random, wish: Wish, own: dict[str, Entry], codes: list[str], some: Some
) -> tuple[int, int]:
    """Fill the entries that are not appropriations; return surplus used and distributed."""
    kinds = [k for k in ("higher", "institution", "business", "other") if getattr(wish, k)]
    if not kinds:
        return 0, 0
    for code in rng.sample(codes, min(3, len(codes))):
        made = Entry(opening=some(0.3) if rng.random() < 0.5 else 0)
        for kind in kinds:
            scale = 20 if kind == "institution" else 0.3
            made.own_revenue[kind] = some(scale)
        business = made.own_revenue["business"]
        made.spending["business"] = business - business // 10
        spare = made.opening + made.received - made.spent
        made.spending["basic"] = spare // 3
        made.spending["project"] = spare // 3
        if wish.institution and rng.random() < 0.4:
            made.spending["remit"] = spare // 12
            made.spending["subsidy"] = spare // 15
            made.own_revenue["affiliated"] = spare // 11
        own[code] = made
    closing = sum(entry.closing for entry in own.values())
    distributed = closing // 7 if wish.business else 0
    used = some(0.2) if wish.institution and rng.random() < 0.6 else 0
    if wish.negative:
        # More was spent than there was: a deficit is carried over.
        first = next(iter(own.values()))
        first.spending["project"] += closing + used - distributed + some(0.2)
    return used, distributed


def _economic(rng: random.Random, wish: Wish, basic: int) -> dict[str, int]:
    names: Mapping[str, str] = OLD_ECONOMIC if wish.year < 2018 else ECONOMIC
    codes = [code for code in names if len(code) == 5]
    count = min(len(codes), max(4, wish.items * 3))
    chosen = sorted(rng.sample(codes, count))
    for needed in ("30101", "30201"):
        if needed not in chosen:
            chosen.append(needed)
    cuts = sorted(rng.randint(0, basic) for _ in chosen[1:])
    parts = [b - a for a, b in zip([0, *cuts], [*cuts, basic], strict=True)]
    return {code: fen for code, fen in zip(sorted(chosen), parts, strict=True) if fen}


def _three(
    rng: random.Random, economic: Mapping[str, int], some: Some
) -> dict[str, tuple[int, int]]:
    """Actuals are at least what basic expenditure holds; budgets are at least the actuals."""

    def pair(*codes: str) -> tuple[int, int]:
        extra = some(0.05) if rng.random() < 0.4 else 0
        actual = sum(economic.get(code, 0) for code in codes) + extra
        return actual + (some(0.05) if rng.random() < 0.7 else 0), actual

    return {
        "overseas": pair("30212"),
        "purchase": pair("31013"),
        "operation": pair("30231"),
        "reception": pair("30217"),
        "meeting": pair("30215"),
        "training": pair("30216"),
    }

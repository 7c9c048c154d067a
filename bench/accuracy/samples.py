"""Accounts after the hand-checked figures of the sample documents, to be laid out anew."""

from __future__ import annotations

import csv
import random
from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from pathlib import Path

from bench.accuracy.books import Books, Entry
from bench.accuracy.codes import CAPITAL_ITEMS, CLASSES, FUND_ITEMS, GROUPS, ITEMS

_ROOT = Path(__file__).parents[2]
_SAMPLES = (
    ("putuo-natural-resources-2024", "普陀区规划和自然资源局"),
    ("putuo-social-work-2024", "普陀区委社会工作部"),
)
_THREE = {
    "overseas": "30212",
    "purchase": "31013",
    "operation": "30231",
    "reception": "30217",
    "meeting": "30215",
    "training": "30216",
}
_COUNTS = ("groups", "travellers", "bought", "cars", "receptions", "guests")


@cache
def spelled_codes() -> tuple[str, ...]:
    """Return the items whose names, and those above them, the project's code list spells alike."""
    path = _ROOT / "schema" / "dictionary" / "codes" / "functional-2024.csv"
    with path.open(encoding="utf-8", newline="") as file:
        known = {row["code"]: row["name_zh"] for row in csv.DictReader(file)}
    ours = {**CLASSES, **GROUPS, **ITEMS}
    return tuple(
        code for code in ITEMS if all(known.get(code[:n]) == ours.get(code[:n]) for n in (3, 5, 7))
    )


def sample_books(seed: int) -> Books:
    """Return the accounts of one of the samples; balances follow from revenue and spending."""
    name, entity = _SAMPLES[seed % len(_SAMPLES)]
    cells = _figures(_ROOT / "tests" / "data" / f"{name}.csv")
    known = {**ITEMS, **FUND_ITEMS, **CAPITAL_ITEMS}
    entries: dict[str, dict[str, Entry]] = {"general": {}, "fund": {}, "capital": {}, "own": {}}
    forms = {"general": "general-budget-expenditure", "fund": "government-fund"}
    for fund, form in forms.items():
        for (owner, code, column), fen in cells.items():
            kind = {"BasicExpenditure": "basic", "ProjectExpenditure": "project"}.get(column)
            if owner == form and kind and len(code) == 7 and code in known:
                entry = entries[fund].setdefault(code, Entry())
                entry.spending[kind] += fen
                entry.revenue += fen
    basic = sum(entry.spending["basic"] for entry in entries["general"].values())
    economic = {
        code: fen
        for (form, code, column), fen in cells.items()
        if form == "general-budget-basic-expenditure" and len(code) == 5 and column == "Amount"
    }
    # Items that the code list here lacks were left out above; wages bear the difference.
    economic["30101"] = economic.get("30101", 0) + basic - sum(economic.values())
    if economic["30101"] < 0:
        first = next(iter(entries["general"].values()))
        first.spending["basic"] -= economic["30101"]
        first.revenue -= economic["30101"]
        economic["30101"] = 0
    rng = random.Random(seed)
    three = {}
    for item, code in _THREE.items():
        actual = economic.get(code, 0)
        three[item] = (actual + rng.choice((0, 10_000_00)), actual)
    counts = {name: rng.randint(1, 99) for name in _COUNTS}
    return Books(entity, "部门", 2024, entries, 0, 0, economic, three, counts)


def _figures(path: Path) -> Mapping[tuple[str, str, str], int]:
    """Return the figures of a golden file in fen; they are printed in 万元."""
    with path.open(encoding="utf-8", newline="") as file:
        return {
            (row["form"], row["row"], row["column"]): int(
                Decimal(row["printed"].replace(",", "")).scaleb(6)
            )
            for row in csv.DictReader(file)
            if row["printed"][:1].isdigit()
        }

"""Sound filings of all nine forms, made up: every identity holds, exactly or within rounding.

Amounts are whole fen. A seed decides the functions, funds and amounts, and the layout: unit,
rounding, optional columns and lines. Tests and benchmarks share it.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal

from juesuan.schema.dictionary import load_dictionary
from juesuan.schema.filing import Entity, Fact, Filing, FilingForm, Row, plain_decimal
from juesuan.schema.spec import FormSpec

Amounts = dict[str, int]
"""Fen by column (or by line)."""

GENERAL = (
    *("2010301", "2010302", "2010350", "2010399", "2013901", "2013999", "2060702", "2080501"),
    *("2080505", "2080506", "2080599", "2081602", "2089999", "2100717", "2101101", "2101102"),
    *("2101103", "2120101", "2120399", "2210201", "2210202", "2210203"),
)
FUND = {
    "2120803": ("国有土地使用权出让收入安排的支出", "城市建设支出"),
    "2120804": ("国有土地使用权出让收入安排的支出", "农村基础设施建设支出"),
    "2296002": ("彩票公益金安排的支出", "用于社会福利的彩票公益金支出"),
    "2296003": ("彩票公益金安排的支出", "用于体育事业的彩票公益金支出"),
}
CAPITAL = {
    "2230105": ("解决历史遗留问题及改革成本支出", "国有企业退休人员社会化管理补助支出"),
    "2239999": ("其他国有资本经营预算支出", "其他国有资本经营预算支出"),
}
CLASSES = ("201", "202", "203", "204", "205", "206", "207", "208", "210", "211", "212", "213")
MORE_CLASSES = ("221", "223", "229")
PERSONNEL = ("30101", "30102", "30103", "30107", "30108", "30113", "30302", "30309")
OPERATING = ("30201", "30207", "30211", "30212", "30217", "30228", "30231", "30239", "31002")
OWN_REVENUE = (
    "HigherLevelSubsidyRevenue",
    "PublicInstitutionRevenue",
    "BusinessRevenue",
    "AffiliatedUnitRemittanceRevenue",
    "OtherRevenue",
)
OWN_SPENDING = ("RemittanceToHigherLevel", "BusinessExpenditure", "SubsidyToAffiliatedUnits")
OPENING, CLOSING = "OpeningCarryOverAndSurplus", "ClosingCarryOverAndSurplus"
REVENUE, SPENT = "TotalRevenueForYear", "TotalExpenditureForYear"
BASIC, PROJECT = "BasicExpenditure", "ProjectExpenditure"
FUNDS = ("GeneralPublicBudget", "GovernmentFund", "StateCapital")


@dataclass(frozen=True)
class Layout:
    """How an office prints its forms, and whether many of its amounts are ``small``."""

    unit: str = "万元"
    rounded: bool = False
    blank_zeros: bool = False
    appropriations_apart: bool = False
    general_balances: bool = False
    closing_by_fund: bool = False
    basic_total: bool = False
    small: bool = False


@dataclass
class Book:
    """One body's year: flows of each fund by code, and what is not appropriated."""

    funds: dict[str, dict[str, Amounts]]
    own_revenue: dict[str, Amounts]
    own_spending: dict[str, Amounts]
    economic: Amounts
    three_public: dict[str, Amounts]
    opening: int
    surplus_used: int
    distribution: int
    names: dict[str, str] = field(default_factory=dict)


def make_book(seed: int, *, exact: bool = True, small: bool = False) -> Book:
    """Return sound accounts.

    ``exact``: all amounts are whole hundredths of 万元; ``small``: many are less than that.
    """
    rng = random.Random(seed)
    grain = 10_000 if exact else 1

    def some(most: int = 400_000) -> int:
        if small and rng.random() < 0.5:
            return rng.randint(1, 20_000)  # less than a hundredth of 万元, or not much more
        return rng.randint(1, most) * (grain if exact else 9_973)

    def flow(basic: bool) -> Amounts:
        amounts = {BASIC: some() if basic else 0, PROJECT: rng.choice([0, some()])}
        amounts[PROJECT] += 0 if amounts[BASIC] else some()
        amounts[SPENT] = amounts[BASIC] + amounts[PROJECT]
        amounts[OPENING], amounts[CLOSING] = rng.choice([0, some(900)]), rng.choice([0, some(900)])
        amounts[OPENING] = min(amounts[OPENING], amounts[SPENT] + amounts[CLOSING])
        amounts[REVENUE] = amounts[SPENT] + amounts[CLOSING] - amounts[OPENING]
        return amounts

    codes = sorted(rng.sample(GENERAL, rng.randint(8, len(GENERAL))))
    funds = {
        FUNDS[0]: {code: flow(rng.random() < 0.7) for code in codes},
        FUNDS[1]: {code: flow(basic=False) for code in _some_of(rng, FUND)},
        FUNDS[2]: {code: flow(basic=False) for code in _some_of(rng, CAPITAL)},
    }
    own_codes = sorted(rng.sample(codes, 3))
    own_revenue = {code: {kind: some(9_000) for kind in OWN_REVENUE} for code in own_codes}
    own_spending = {
        code: {kind: some(5_000) for kind in (BASIC, PROJECT, *OWN_SPENDING)} for code in own_codes
    }
    for amounts in own_spending.values():
        amounts[SPENT] = sum(amounts.values())
    income = sum(sum(a.values()) for a in own_revenue.values())
    spent = sum(a[SPENT] for a in own_spending.values())
    distribution, surplus_used = some(200), some(200)
    opening = max(0, spent + distribution - income - surplus_used) + some(5_000)
    economic = _split(rng, sum(a[BASIC] for a in funds[FUNDS[0]].values()), grain)
    three_public = _three_public(economic, some)
    book = Book(
        *(funds, own_revenue, own_spending, economic, three_public),
        *(opening, surplus_used, distribution),
    )
    book.names.update(_names(code for flows in funds.values() for code in flows))
    return book


def _some_of(rng: random.Random, codes: Iterable[str]) -> list[str]:
    known = list(codes)
    return sorted(rng.sample(known, rng.randint(1, len(known))))


def _split(rng: random.Random, total: int, grain: int) -> Amounts:
    """Split a total into the economic items."""
    codes = (*PERSONNEL, *OPERATING)
    cuts = sorted(rng.randint(0, total // grain) * grain for _ in codes[1:])
    ends = zip([0, *cuts], [*cuts, total], strict=True)
    return {code: to - at for code, (at, to) in zip(codes, ends, strict=True)}


def _three_public(economic: Amounts, more: Callable[[int], int]) -> dict[str, Amounts]:
    """Return the lines: what basic expenditure pays for, and more from projects."""
    lines = {
        "OverseasVisitExpense": economic["30212"] + more(500),
        "VehiclePurchaseExpense": more(3_000),
        "VehicleOperationExpense": economic["30231"] + more(500),
        "OfficialReceptionExpense": economic["30217"] + more(500),
    }
    table = {line: {"Budget": fen + more(100), "Actual": fen} for line, fen in lines.items()}
    vehicles = ("VehiclePurchaseExpense", "VehicleOperationExpense")
    table["OfficialVehicleExpense"] = _added(table[line] for line in vehicles)
    parts = ("OverseasVisitExpense", "OfficialVehicleExpense", "OfficialReceptionExpense")
    table["ThreePublicExpenses"] = _added(table[line] for line in parts)
    return table


def _names(codes: Iterable[str]) -> dict[str, str]:
    entries = load_dictionary().codes["FunctionalClassification"].entries
    names = {code: entry.name_zh for code, entry in entries.items()}
    for code, (group, item) in {**FUND, **CAPITAL}.items():
        names[code[:5]], names[code] = group, item
    return {part: names[part] for code in codes for part in (code[:3], code[:5], code)}


def _added(parts: Iterable[Amounts]) -> Amounts:
    total: Amounts = {}
    for amounts in parts:
        for key, fen in amounts.items():
            total[key] = total.get(key, 0) + fen
    return total


def _tree(
    leaves: Mapping[str, Amounts], lengths: tuple[int, ...] = (3, 5, 7)
) -> dict[str, Amounts]:
    """Return the amounts of the codes of all levels, in order of code."""
    table: dict[str, Amounts] = {}
    for code, amounts in leaves.items():
        for length in lengths:
            table[code[:length]] = _added([table.get(code[:length], {}), amounts])
    return dict(sorted(table.items()))


# --- forms -----------------------------------------------------------------------------------

Lines = list[tuple[str, str | None, Amounts]]
"""Line, code and fen by column."""


def sound_filing(seed: int = 1, layout: Layout | None = None) -> Filing:
    """Return a sound filing of all nine forms; without a layout the seed chooses one."""
    layout = layout or layout_of(seed)
    book = make_book(seed, exact=not layout.rounded, small=layout.small)
    forms: dict[str, Lines] = {
        "revenue-expenditure-summary": _summary(book),
        "revenue": _revenue(book, layout),
        "expenditure": _by_code(_spending(book), (SPENT, BASIC, PROJECT, *OWN_SPENDING)),
        "appropriation-summary": _appropriations(book, layout),
        "general-budget-expenditure": _fund(book, FUNDS[0], balances=layout.general_balances),
        "general-budget-basic-expenditure": _economic(book, layout),
        "three-public-expenses": [(line, None, a) for line, a in book.three_public.items()],
        "government-fund": _fund(book, FUNDS[1], balances=True),
        "state-capital": _fund(book, FUNDS[2], balances=True),
    }
    return Filing(
        Entity("某某市示范局", level="department"),
        2024,
        tuple(_form(form_id, lines, book, layout) for form_id, lines in forms.items()),
        published_unit=layout.unit,
    )


def layout_of(seed: int) -> Layout:
    """Return the layout of a seed."""
    rng = random.Random(-seed)
    rounded = rng.random() < 0.4
    chances = [rng.random() < 0.5 for _ in range(5)]
    return Layout("万元" if rounded or rng.random() < 0.7 else "元", rounded, *chances)


def _total(book: Book, fund: str) -> Amounts:
    return _added(book.funds[fund].values())


def _spending(book: Book) -> dict[str, Amounts]:
    parts: dict[str, list[Amounts]] = {}
    for flows in (*book.funds.values(), book.own_spending):
        for code, amounts in flows.items():
            kept = {k: v for k, v in amounts.items() if k not in (OPENING, CLOSING, REVENUE)}
            parts.setdefault(code, []).append(kept)
    return {code: _added(amounts) for code, amounts in sorted(parts.items())}


def _summary(book: Book) -> Lines:
    revenue = {f"{fund}AppropriationRevenue": _total(book, fund)[REVENUE] for fund in FUNDS}
    revenue |= _added(book.own_revenue.values())
    spent = _spending(book)
    income, outgo = sum(revenue.values()), sum(a[SPENT] for a in spent.values())
    opening = book.opening + sum(_total(book, fund)[OPENING] for fund in FUNDS)
    sources = income + book.surplus_used + opening
    left = {
        **revenue,
        REVENUE: income,
        "UseOfNonAppropriationSurplus": book.surplus_used,
        OPENING: opening,
        "GrandTotalSources": sources,
    }
    right = {
        SPENT: outgo,
        "SurplusDistribution": book.distribution,
        CLOSING: sources - outgo - book.distribution,
        "GrandTotalUses": sources,
    }
    classes = _tree(spent, (3,))
    lines: Lines = [(line, None, {"Actual": fen}) for line, fen in left.items()]
    for code in (*CLASSES, *MORE_CLASSES):
        lines.append(("Function", code, {"Actual": classes.get(code, {}).get(SPENT, 0)}))
    return lines + [(line, None, {"Actual": fen}) for line, fen in right.items()]


def _revenue(book: Book, layout: Layout) -> Lines:
    leaves: dict[str, Amounts] = {}
    for fund in FUNDS:
        for code, flow in book.funds[fund].items():
            kind = f"{fund}AppropriationRevenue"
            kind = kind if layout.appropriations_apart else "FiscalAppropriationRevenue"
            leaves[code] = _added([leaves.get(code, {}), {kind: flow[REVENUE]}])
    for code, amounts in book.own_revenue.items():
        leaves[code] = _added([leaves.get(code, {}), amounts])
    for amounts in leaves.values():
        amounts[REVENUE] = sum(amounts.values())
    apart = tuple(f"{fund}AppropriationRevenue" for fund in FUNDS)
    kinds = apart if layout.appropriations_apart else ("FiscalAppropriationRevenue",)
    return _by_code(leaves, (REVENUE, *kinds, *OWN_REVENUE))


def _fund(book: Book, fund: str, *, balances: bool) -> Lines:
    spent = (SPENT, BASIC, PROJECT)
    return _by_code(book.funds[fund], (OPENING, REVENUE, *spent, CLOSING) if balances else spent)


def _by_code(leaves: Mapping[str, Amounts], columns: tuple[str, ...]) -> Lines:
    def row(amounts: Amounts) -> Amounts:
        return {column: amounts.get(column, 0) for column in columns}

    total: Lines = [("Total", None, row(_added(leaves.values())))]
    return total + [("Function", code, row(a)) for code, a in _tree(leaves).items()]


def _appropriations(book: Book, layout: Layout) -> Lines:
    totals = {fund: _total(book, fund) for fund in FUNDS}

    def over(key: str) -> Amounts:
        amounts = {fund: totals[fund][key] for fund in FUNDS}
        return {"Total": sum(amounts.values()), **amounts}

    opening, revenue, spent, closing = (over(k) for k in (OPENING, REVENUE, SPENT, CLOSING))
    lines: Lines = [
        *((f"{fund}AppropriationRevenue", None, {"Actual": revenue[fund]}) for fund in FUNDS),
        (REVENUE, None, {"Actual": revenue["Total"]}),
        (OPENING, None, {"Actual": opening["Total"]}),
        *((f"Opening{fund}", None, {"Actual": opening[fund]}) for fund in FUNDS),
        ("GrandTotalSources", None, {"Actual": opening["Total"] + revenue["Total"]}),
    ]
    classes = {fund: _tree(book.funds[fund], (3,)) for fund in FUNDS}
    for code in (*CLASSES, *MORE_CLASSES):
        amounts = {fund: classes[fund].get(code, {}).get(SPENT, 0) for fund in FUNDS}
        lines.append(("Function", code, {"Total": sum(amounts.values()), **amounts}))
    lines += [(SPENT, None, spent), (CLOSING, None, closing)]
    if layout.closing_by_fund:
        for fund in FUNDS:
            own = {"Total": closing[fund], **dict.fromkeys(FUNDS, 0), fund: closing[fund]}
            lines.append((f"Closing{fund}", None, own))
    return [*lines, ("GrandTotalUses", None, _added([spent, closing]))]


def _economic(book: Book, layout: Layout) -> Lines:
    table = _tree({c: {"Amount": fen} for c, fen in book.economic.items()}, (3, 5))
    lines: Lines = [("Economic", code, amounts) for code, amounts in table.items()]
    people = sum(book.economic[code] for code in PERSONNEL)
    office = sum(book.economic[code] for code in OPERATING)
    lines += [
        ("PersonnelExpenditure", None, {"Amount": people}),
        ("OperatingExpenditure", None, {"Amount": office}),
    ]
    if layout.basic_total:
        lines.append((BASIC, None, {"Amount": people + office}))
    return lines


def _form(form_id: str, lines: Lines, book: Book, layout: Layout) -> FilingForm:
    spec = load_dictionary().form(form_id)
    order = {line.id: index for index, line in enumerate(spec.lines)}
    rows = [
        _row(spec, line, code, amounts, book, layout)
        for line, code, amounts in sorted(
            lines, key=lambda entry: (order[entry[0]], entry[1] or "")
        )
    ]
    return FilingForm(form_id, title=spec.zh, published_unit=layout.unit, rows=tuple(rows))


def _row(
    spec: FormSpec, line_id: str, code: str | None, amounts: Amounts, book: Book, layout: Layout
) -> Row:
    line = spec.line_by_id[line_id]
    power = load_dictionary().words.units[layout.unit]
    facts = []
    for column in spec.columns:
        fen = amounts.get(column.id)
        if fen is None or (fen == 0 and layout.blank_zeros):
            continue
        printed = Decimal(fen).scaleb(-2 - power).quantize(Decimal("0.01"), ROUND_HALF_UP)
        facts.append(
            Fact(
                column.id,
                spec.concept_of(line, column),
                spec.dimensions_of(line, column, code, spec.zh),
                Decimal(plain_decimal(printed.scaleb(power))),
                2 - power,
                printed=f"{printed:.2f}",
            )
        )
    name = None if code is None else book.names.get(code) or _listed(spec, code)
    return Row(line_id, code, name, tuple(facts))


def _listed(spec: FormSpec, code: str) -> str | None:
    axis = spec.classification.axis if spec.classification else ""
    entry = load_dictionary().codes[axis].get(code)
    return entry.name_zh if entry else None

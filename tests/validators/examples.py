"""One sound and one unsound example of every rule: the same forms with one thing changed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal

from juesuan.schema.filing import FilingForm, Recognition, Unmapped
from juesuan.validators.model import Outcome
from tests.filings import RowParts, code, form, line

SUMMARY = "revenue-expenditure-summary"
REVENUE = "revenue"
EXPENDITURE = "expenditure"
APPROPRIATIONS = "appropriation-summary"
GENERAL = "general-budget-expenditure"
ECONOMIC = "general-budget-basic-expenditure"
THREE_PUBLIC = "three-public-expenses"
FUND = "government-fund"
CAPITAL = "state-capital"
NINE = (
    SUMMARY,
    REVENUE,
    EXPENDITURE,
    APPROPRIATIONS,
    GENERAL,
    ECONOMIC,
    THREE_PUBLIC,
    FUND,
    CAPITAL,
)


@dataclass(frozen=True)
class Example:
    """``build`` makes the forms from what differs; ``outcome`` is what ``bad`` comes to.

    ``last`` are last year's forms; ``named`` says that what differs is the name of the body.
    """

    build: Callable[[str], list[FilingForm]]
    good: str
    bad: str
    outcome: Outcome = Outcome.FAILED
    year: int = 2024
    last: tuple[FilingForm, ...] | None = None
    named: bool = False

    def with_values(self, good: str, bad: str) -> Example:
        """The same forms with other values."""
        return replace(self, good=good, bad=bad)


def _recognised(confidence: str) -> list[FilingForm]:
    made = form(REVENUE, line("Total", OtherRevenue="1.00"))
    (row,) = made.rows
    fact = replace(row.facts[0], recognition=Recognition(Decimal(confidence)))
    return [replace(made, rows=(replace(row, facts=(fact,)),))]


def row_parts(key: str, form_id: str, **cells: str) -> RowParts:
    line_id = "Economic" if form_id == ECONOMIC else "Function"
    return code(key, None, line_id, **cells) if key[0].isdigit() else line(key, **cells)


def lines(form_id: str, total: str, **parts: str) -> Example:
    """Lines of one column that add up to 10.00."""

    def build(value: str) -> list[FilingForm]:
        addends = (row_parts(key.lstrip("_"), form_id, **{column: n}) for key, n in parts.items())
        return [form(form_id, row_parts(total, form_id, **{column: value}), *addends)]

    column = "Amount" if form_id == ECONOMIC else "Actual"
    return Example(build, "10.00", "10.10")


def _columns(form_id: str, row: str, total: str, **parts: str) -> Example:
    """Columns of one row that add up to 10.00."""
    return Example(
        lambda value: [form(form_id, row_parts(row, form_id, **{total: value}, **parts))],
        "10.00",
        "10.10",
    )


def _total(form_id: str) -> Example:
    """The total line over two classes."""
    return Example(
        lambda value: [
            form(
                form_id,
                line("Total", TotalExpenditureForYear=value),
                code("201", None, TotalExpenditureForYear="7.00"),
                code("208", None, TotalExpenditureForYear="3.00"),
            )
        ],
        "10.00",
        "10.10",
    )


def _tree(form_id: str, *codes: str) -> Example:
    """A class, over groups or items."""
    column = "Amount" if form_id == ECONOMIC else "TotalExpenditureForYear"
    whole, *parts = codes
    return Example(
        lambda value: [
            form(
                form_id,
                row_parts(whole, form_id, **{column: value}),
                *(row_parts(part, form_id, **{column: "5.00"}) for part in parts),
            )
        ],
        "10.00",
        "9.90",
    )


def pair(left: str, right: str, *, good: str = "10.00", bad: str = "10.02") -> Example:
    """A figure of one form against that of another, which is 10.00."""

    def build(value: str) -> list[FilingForm]:
        forms = []
        for place, amount in ((left, value), (right, "10.00")):
            form_id, _, cell = place.partition(":")
            row, _, column = cell.partition("/")
            forms.append(form(form_id, row_parts(row, form_id, **{column: amount})))
        return forms

    return Example(build, good, bad)


def at_most(left: str, right: str) -> Example:
    return pair(left, right, good="9.00", bad="10.02")


def _fund_balance(form_id: str) -> Example:
    return _columns(
        form_id,
        "Total",
        "ClosingCarryOverAndSurplus",
        OpeningCarryOverAndSurplus="4.00",
        TotalRevenueForYear="9.00",
        TotalExpenditureForYear="3.00",
    )


def _spending(form_id: str) -> Example:
    return _columns(
        form_id,
        "2010301",
        "TotalExpenditureForYear",
        BasicExpenditure="6.00",
        ProjectExpenditure="4.00",
    )


def _nine(left_out: str) -> list[FilingForm]:
    return [form(form_id) for form_id in NINE if form_id != left_out]


def _leftover(text: str) -> list[FilingForm]:
    table = form(REVENUE, line("Total", OtherRevenue="1.00"))
    leftovers = (Unmapped(text, "no-column", "合计"),) if text else ()
    return [
        FilingForm(table.id, published_unit="万元", rows=table.rows, unmapped=leftovers),
    ]


EXAMPLES: dict[str, Example] = {
    "F1-L1": lines(
        SUMMARY,
        "TotalRevenueForYear",
        GeneralPublicBudgetAppropriationRevenue="7.00",
        GovernmentFundAppropriationRevenue="2.00",
        OtherRevenue="1.00",
    ),
    "F1-L2": lines(SUMMARY, "TotalExpenditureForYear", _201="7.00", _208="3.00"),
    "F1-L3": lines(
        SUMMARY,
        "GrandTotalSources",
        TotalRevenueForYear="7.00",
        UseOfNonAppropriationSurplus="1.00",
        OpeningCarryOverAndSurplus="2.00",
    ),
    "F1-L4": lines(
        SUMMARY,
        "GrandTotalUses",
        TotalExpenditureForYear="7.00",
        SurplusDistribution="1.00",
        ClosingCarryOverAndSurplus="2.00",
    ),
    "F1-B": lines(SUMMARY, "GrandTotalSources", GrandTotalUses="10.00"),
    "F2-C1": _columns(
        REVENUE,
        "2010301",
        "TotalRevenueForYear",
        FiscalAppropriationRevenue="7.00",
        PublicInstitutionRevenue="2.00",
        OtherRevenue="1.00",
    ),
    "F2-T": Example(
        lambda value: [
            form(
                REVENUE,
                code("201", None, OtherRevenue=value),
                code("20103", None, OtherRevenue="10.00"),
            )
        ],
        "10.00",
        "10.02",
    ),
    "F2-S": Example(
        lambda value: [
            form(
                REVENUE, line("Total", OtherRevenue=value), code("201", None, OtherRevenue="10.00")
            )
        ],
        "10.00",
        "10.02",
    ),
    "F3-C1": _spending(EXPENDITURE),
    "F3-T": _tree(EXPENDITURE, "201", "20103", "20199"),
    "F3-S": _total(EXPENDITURE),
    "F4-C1": _columns(
        APPROPRIATIONS, "201", "Total", GeneralPublicBudget="7.00", GovernmentFund="3.00"
    ),
    "F4-L1": lines(
        APPROPRIATIONS,
        "TotalRevenueForYear",
        GeneralPublicBudgetAppropriationRevenue="7.00",
        GovernmentFundAppropriationRevenue="3.00",
    ),
    "F4-L2": Example(
        lambda value: [
            form(
                APPROPRIATIONS,
                code("201", None, GeneralPublicBudget="7.00"),
                code("208", None, GeneralPublicBudget="3.00"),
                line("TotalExpenditureForYear", GeneralPublicBudget=value),
            )
        ],
        "10.00",
        "10.02",
    ),
    "F4-L3": lines(
        APPROPRIATIONS,
        "OpeningCarryOverAndSurplus",
        OpeningGeneralPublicBudget="7.00",
        OpeningGovernmentFund="3.00",
    ),
    "F4-L4": lines(
        APPROPRIATIONS,
        "GrandTotalSources",
        TotalRevenueForYear="7.00",
        OpeningCarryOverAndSurplus="3.00",
    ),
    "F4-L5": Example(
        lambda value: [
            form(
                APPROPRIATIONS,
                line("TotalExpenditureForYear", Total="7.00"),
                line("ClosingCarryOverAndSurplus", Total="3.00"),
                line("GrandTotalUses", Total=value),
            )
        ],
        "10.00",
        "10.02",
    ),
    "F4-L6": Example(
        lambda value: [
            form(
                APPROPRIATIONS,
                line("ClosingCarryOverAndSurplus", Total=value),
                line("ClosingGeneralPublicBudget", Total="10.00"),
            )
        ],
        "10.00",
        "10.02",
    ),
    "F4-B": Example(
        lambda value: [
            form(
                APPROPRIATIONS,
                line("GrandTotalSources", Actual=value),
                line("GrandTotalUses", Total="10.00"),
            )
        ],
        "10.00",
        "10.02",
    ),
    "F5-C1": _spending(GENERAL),
    "F5-C2": _fund_balance(GENERAL),
    "F5-T": _tree(GENERAL, "201", "2010301", "2010302"),
    "F5-S": _total(GENERAL),
    "F6-C1": _columns(ECONOMIC, "301", "Amount", Personnel="6.00", Operating="4.00"),
    "F6-L1": lines(ECONOMIC, "PersonnelExpenditure", _301="7.00", _303="3.00", _302="5.00"),
    "F6-L2": lines(ECONOMIC, "OperatingExpenditure", _302="7.00", _310="3.00", _301="5.00"),
    "F6-L3": lines(
        ECONOMIC, "BasicExpenditure", PersonnelExpenditure="7.00", OperatingExpenditure="3.00"
    ),
    "F6-T": _tree(ECONOMIC, "301", "30101", "30102"),
    "F7-L1": lines(
        THREE_PUBLIC,
        "ThreePublicExpenses",
        OverseasVisitExpense="1.00",
        OfficialVehicleExpense="7.00",
        OfficialReceptionExpense="2.00",
    ),
    "F7-L2": lines(
        THREE_PUBLIC,
        "OfficialVehicleExpense",
        VehiclePurchaseExpense="8.00",
        VehicleOperationExpense="2.00",
    ),
    "F8-C1": _spending(FUND),
    "F8-C2": _fund_balance(FUND),
    "F8-T": _tree(FUND, "212", "21208", "21210"),
    "F8-S": _total(FUND),
    "F9-C1": _spending(CAPITAL),
    "F9-C2": _fund_balance(CAPITAL),
    "F9-T": _tree(CAPITAL, "223", "22301", "22399"),
    "F9-S": _total(CAPITAL),
    "X-01": pair(f"{SUMMARY}:TotalRevenueForYear/Actual", f"{REVENUE}:Total/TotalRevenueForYear"),
    "X-02": pair(
        f"{SUMMARY}:TotalExpenditureForYear/Actual", f"{EXPENDITURE}:Total/TotalExpenditureForYear"
    ),
    "X-03": pair(f"{SUMMARY}:201/Actual", f"{EXPENDITURE}:201/TotalExpenditureForYear"),
    "X-04": pair(
        f"{SUMMARY}:GeneralPublicBudgetAppropriationRevenue/Actual",
        f"{APPROPRIATIONS}:GeneralPublicBudgetAppropriationRevenue/Actual",
    ),
    "X-05": pair(
        f"{SUMMARY}:GovernmentFundAppropriationRevenue/Actual",
        f"{APPROPRIATIONS}:GovernmentFundAppropriationRevenue/Actual",
    ),
    "X-06": pair(
        f"{SUMMARY}:StateCapitalAppropriationRevenue/Actual",
        f"{APPROPRIATIONS}:StateCapitalAppropriationRevenue/Actual",
    ),
    "X-07": pair(
        f"{REVENUE}:Total/FiscalAppropriationRevenue",
        f"{APPROPRIATIONS}:TotalRevenueForYear/Actual",
    ),
    "X-08": pair(
        f"{APPROPRIATIONS}:TotalExpenditureForYear/GeneralPublicBudget",
        f"{GENERAL}:Total/TotalExpenditureForYear",
    ),
    "X-09": pair(
        f"{APPROPRIATIONS}:201/GeneralPublicBudget", f"{GENERAL}:201/TotalExpenditureForYear"
    ),
    "X-10": pair(
        f"{APPROPRIATIONS}:TotalExpenditureForYear/GovernmentFund",
        f"{FUND}:Total/TotalExpenditureForYear",
    ),
    "X-11": pair(f"{APPROPRIATIONS}:212/GovernmentFund", f"{FUND}:212/TotalExpenditureForYear"),
    "X-12": pair(
        f"{APPROPRIATIONS}:TotalExpenditureForYear/StateCapital",
        f"{CAPITAL}:Total/TotalExpenditureForYear",
    ),
    "X-13": pair(f"{APPROPRIATIONS}:223/StateCapital", f"{CAPITAL}:223/TotalExpenditureForYear"),
    "X-14": Example(
        lambda value: [
            form(GENERAL, line("Total", BasicExpenditure=value)),
            form(
                ECONOMIC,
                line("PersonnelExpenditure", Amount="7.00"),
                line("OperatingExpenditure", Amount="3.00"),
            ),
        ],
        "10.00",
        "10.02",
    ),
    "X-15": pair(
        f"{APPROPRIATIONS}:OpeningGovernmentFund/Actual",
        f"{FUND}:Total/OpeningCarryOverAndSurplus",
    ),
    "X-16": pair(
        f"{APPROPRIATIONS}:GovernmentFundAppropriationRevenue/Actual",
        f"{FUND}:Total/TotalRevenueForYear",
    ),
    "X-17": pair(
        f"{APPROPRIATIONS}:ClosingCarryOverAndSurplus/GovernmentFund",
        f"{FUND}:Total/ClosingCarryOverAndSurplus",
    ),
    "X-18": pair(
        f"{APPROPRIATIONS}:StateCapitalAppropriationRevenue/Actual",
        f"{CAPITAL}:Total/TotalRevenueForYear",
    ),
    "X-19": pair(
        f"{APPROPRIATIONS}:OpeningStateCapital/Actual",
        f"{CAPITAL}:Total/OpeningCarryOverAndSurplus",
    ),
    "X-20": pair(
        f"{APPROPRIATIONS}:ClosingCarryOverAndSurplus/StateCapital",
        f"{CAPITAL}:Total/ClosingCarryOverAndSurplus",
    ),
    "X-21": at_most(
        f"{GENERAL}:2010301/TotalExpenditureForYear",
        f"{EXPENDITURE}:2010301/TotalExpenditureForYear",
    ),
    "X-22": at_most(
        f"{GENERAL}:2010301/BasicExpenditure", f"{EXPENDITURE}:2010301/BasicExpenditure"
    ),
    "X-23": at_most(
        f"{GENERAL}:2010301/ProjectExpenditure", f"{EXPENDITURE}:2010301/ProjectExpenditure"
    ),
    "X-24": at_most(
        f"{APPROPRIATIONS}:OpeningCarryOverAndSurplus/Actual",
        f"{SUMMARY}:OpeningCarryOverAndSurplus/Actual",
    ),
    "X-25": at_most(
        f"{APPROPRIATIONS}:ClosingCarryOverAndSurplus/Total",
        f"{SUMMARY}:ClosingCarryOverAndSurplus/Actual",
    ),
    "X-26": at_most(f"{ECONOMIC}:30212/Amount", f"{THREE_PUBLIC}:OverseasVisitExpense/Actual"),
    "X-27": at_most(f"{ECONOMIC}:30217/Amount", f"{THREE_PUBLIC}:OfficialReceptionExpense/Actual"),
    "X-28": at_most(f"{ECONOMIC}:30231/Amount", f"{THREE_PUBLIC}:VehicleOperationExpense/Actual"),
    "X-29": at_most(f"{ECONOMIC}:31013/Amount", f"{THREE_PUBLIC}:VehiclePurchaseExpense/Actual"),
    "C-NAME": Example(
        lambda name: [
            form(REVENUE, code("2210202", name, OtherRevenue="1.00")),
            form(EXPENDITURE, code("2210202", "提租补贴", BasicExpenditure="1.00")),
        ],
        "提租补贴",
        "租房补贴",
    ),
    "C-LIST": Example(
        lambda number: [form(REVENUE, code(number, None, OtherRevenue="1.00"))],
        "201",
        "2990101",
        Outcome.NOT_EVALUATED,
    ),
    "C-LISTNAME": Example(
        lambda name: [form(REVENUE, code("2010301", name, OtherRevenue="1.00"))],
        "行政运行",
        "行政运营",
    ),
    "C-DUP": Example(
        lambda number: [
            form(
                REVENUE,
                code("2010301", None, OtherRevenue="1.00"),
                code(number, None, OtherRevenue="2.00"),
            )
        ],
        "2010302",
        "2010301",
    ),
    "C-PARENT": Example(
        lambda number: [
            form(
                REVENUE,
                code("201", None, OtherRevenue="1.00"),
                code(number, None, OtherRevenue="1.00"),
            )
        ],
        "20103",
        "20803",
    ),
    "C-WITHIN": Example(
        lambda number: [
            form(GENERAL, code(number, None, BasicExpenditure="1.00")),
            form(EXPENDITURE, code("2010301", None, BasicExpenditure="1.00")),
        ],
        "2010301",
        "2010302",
    ),
    "D-FORMS": Example(_nine, "", GENERAL),
    "D-READ": Example(_recognised, "0.999", "0.700"),
    "D-LEFTOVER": Example(_leftover, "", "3.14"),
    "D-UNIT": Example(
        lambda unit: [
            form(REVENUE, line("Total", OtherRevenue="1.00")),
            form(EXPENDITURE, line("Total", BasicExpenditure="1.00"), unit=unit),
        ],
        "万元",
        "元",
    ),
}

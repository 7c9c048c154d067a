"""Examples of the rules on signs, funds, disclosure, combined figures and last year's filing."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from juesuan.schema.filing import Filing, FilingForm, Note
from juesuan.validators.model import Outcome
from tests.filings import RowParts, code, filing, form, line
from tests.validators.examples import (
    APPROPRIATIONS,
    CAPITAL,
    ECONOMIC,
    EXAMPLES,
    EXPENDITURE,
    FUND,
    GENERAL,
    REVENUE,
    SUMMARY,
    THREE_PUBLIC,
    Example,
    at_most,
    lines,
    pair,
    row_parts,
)

SPENT = "TotalExpenditureForYear"


def sign(form_id: str, row: str, column: str) -> Example:
    return Example(
        lambda value: [form(form_id, row_parts(row, form_id, **{column: value}))], "1.00", "-1.00"
    )


def last_year(left: str, right: str) -> Example:
    """A figure of this year against one of last year's, which is 10.00."""
    return Example(
        lambda value: _forms(left, value), "10.00", "10.02", last=tuple(_forms(right, "10.00"))
    )


def _forms(place: str, value: str) -> list[FilingForm]:
    form_id, _, cell = place.partition(":")
    row, _, column = cell.partition("/")
    return [form(form_id, row_parts(row, form_id, **{column: value}))]


def noted(form_id: str, note: str, *rows: RowParts) -> FilingForm:
    return replace(form(form_id, *rows), notes=(Note(note),) if note else ())


def over_budget(form_id: str, actual: str, budget: str, value: str) -> list[FilingForm]:
    return [form(form_id, line(SPENT, **{budget: "10.00", actual: value}))]


def by_fund(fund: str) -> Example:
    """A fund of the appropriation summary whose sources and uses are 10.00."""
    return Example(
        lambda value: [
            form(
                APPROPRIATIONS,
                line(f"{fund}AppropriationRevenue", Actual="7.00"),
                line("TotalRevenueForYear", Actual="7.00"),
                line("OpeningCarryOverAndSurplus", Actual="3.00"),
                line(f"Opening{fund}", Actual="3.00"),
                line("GrandTotalUses", **{fund: value}),
            )
        ],
        "10.00",
        "10.10",
    )


def three_forms(column: str, *others: str) -> list[FilingForm]:
    """The general budget form with 6.00, and other forms with 4.00 and nothing."""
    filled = [form(GENERAL, code("2129901", None, **{column: "6.00"}))]
    rows = [code("2129901", None, **{column: "4.00"})]
    return [*filled, form(others[0], *rows), *(form(other) for other in others[1:])]


def combined(left: str, column: str, good: str, bad: str, *others: str) -> Example:
    form_id, _, cell = left.partition(":")
    row, _, own = cell.partition("/")
    return Example(
        lambda value: [
            form(form_id, row_parts(row, form_id, **{own: value})),
            *three_forms(column, *others),
        ],
        good,
        bad,
    )


def renamed(now: str, then: str) -> Example:
    """A code with a name, and last year's with one of the two."""

    def table(number_and_name: str) -> FilingForm:
        number, name = number_and_name.split(" ")
        return form(EXPENDITURE, code(number, name, BasicExpenditure="1.00"))

    return Example(lambda value: [table(value)], then, now, last=(table(then),))


MORE_EXAMPLES: dict[str, Example] = {
    "F1-L5": Example(
        lambda value: [
            form(
                SUMMARY,
                line("FiscalAppropriationRevenue", Actual="10.00"),
                line("GeneralPublicBudgetAppropriationRevenue", Actual=value),
                line("GovernmentFundAppropriationRevenue", Actual="2.00"),
            )
        ],
        "7.00",
        "8.10",
    ),
    "F6-L4": lines(ECONOMIC, "BasicExpenditure", _301="7.00", _302="3.00"),
    "F1-N": sign(SUMMARY, "PublicInstitutionRevenue", "Actual"),
    "F2-N": sign(REVENUE, "2010301", "FiscalAppropriationRevenue"),
    "F3-N": sign(EXPENDITURE, "2010301", "ProjectExpenditure"),
    "F4-N": sign(APPROPRIATIONS, "ClosingCarryOverAndSurplus", "Total"),
    "F5-N": sign(GENERAL, "2010301", "ProjectExpenditure"),
    "F6-N": sign(ECONOMIC, "30101", "Amount"),
    "F7-N": sign(THREE_PUBLIC, "OfficialReceptionExpense", "Actual"),
    "F8-N": sign(FUND, "2120803", "ProjectExpenditure"),
    "F9-N": sign(CAPITAL, "2239999", "ProjectExpenditure"),
    "F4-B1": by_fund("GeneralPublicBudget"),
    "F4-B2": by_fund("GovernmentFund"),
    "F4-B3": by_fund("StateCapital"),
    "F6-P": Example(
        lambda column: [
            form(
                ECONOMIC,
                code("301", None, "Economic", Personnel="1.00"),
                code("302", None, "Economic", Operating="1.00"),
                code("303", None, "Economic", **{column: "1.00"}),
            )
        ],
        "Personnel",
        "Operating",
    ),
    "F7-B": Example(
        lambda value: [
            form(THREE_PUBLIC, line("OfficialReceptionExpense", Budget="10.00", Actual=value))
        ],
        "9.00",
        "10.02",
    ),
    **{
        rule_id: Example(partial(over_budget, form_id, actual, budget), "9.00", "10.02")
        for rule_id, form_id, actual, budget in (
            ("F1-X", SUMMARY, "Actual", "FinalBudget"),
            ("F4-X", APPROPRIATIONS, "Total", "InitialBudgetTotal"),
        )
    },
    "F8-Z": sign(FUND, "Total", "BasicExpenditure").with_values("0.00", "1.00"),
    **{
        rule_id: pair(f"{SUMMARY}:{kind}/Actual", f"{REVENUE}:Total/{kind}")
        for rule_id, kind in {
            "X-30": "HigherLevelSubsidyRevenue",
            "X-31": "PublicInstitutionRevenue",
            "X-32": "BusinessRevenue",
            "X-33": "AffiliatedUnitRemittanceRevenue",
            "X-34": "OtherRevenue",
            "X-35": "GeneralPublicBudgetAppropriationRevenue",
            "X-36": "GovernmentFundAppropriationRevenue",
            "X-37": "StateCapitalAppropriationRevenue",
        }.items()
    },
    "X-38": Example(
        lambda value: [
            form(REVENUE, line("Total", FiscalAppropriationRevenue=value)),
            form(
                SUMMARY,
                line("GeneralPublicBudgetAppropriationRevenue", Actual="7.00"),
                line("GovernmentFundAppropriationRevenue", Actual="3.00"),
            ),
        ],
        "10.00",
        "10.02",
    ),
    "X-39": Example(
        lambda value: [
            form(GENERAL, line("Total", BasicExpenditure=value)),
            form(
                ECONOMIC,
                code("301", None, "Economic", Amount="7.00"),
                code("30101", None, "Economic", Amount="7.00"),
                code("302", None, "Economic", Amount="3.00"),
            ),
        ],
        "10.00",
        "10.02",
    ),
    "X-40": pair(f"{GENERAL}:Total/BasicExpenditure", f"{ECONOMIC}:BasicExpenditure/Amount"),
    "X-41": pair(
        f"{APPROPRIATIONS}:OpeningGeneralPublicBudget/Actual",
        f"{GENERAL}:Total/OpeningCarryOverAndSurplus",
    ),
    "X-42": pair(
        f"{APPROPRIATIONS}:GeneralPublicBudgetAppropriationRevenue/Actual",
        f"{GENERAL}:Total/TotalRevenueForYear",
    ),
    "X-43": pair(
        f"{APPROPRIATIONS}:ClosingCarryOverAndSurplus/GeneralPublicBudget",
        f"{GENERAL}:Total/ClosingCarryOverAndSurplus",
    ),
    "X-44": combined(f"{EXPENDITURE}:2129901/{SPENT}", SPENT, "11.00", "9.98", FUND, CAPITAL),
    "X-45": at_most(f"{APPROPRIATIONS}:201/Total", f"{SUMMARY}:201/Actual"),
    "X-46": at_most(f"{APPROPRIATIONS}:{SPENT}/Total", f"{SUMMARY}:{SPENT}/Actual"),
    "X-47": pair(
        f"{APPROPRIATIONS}:TotalRevenueForYear/Actual",
        f"{SUMMARY}:FiscalAppropriationRevenue/Actual",
    ),
    "X-48": combined(f"{APPROPRIATIONS}:212/Total", SPENT, "10.00", "10.02", FUND, CAPITAL),
    "X-49": combined(
        f"{EXPENDITURE}:2129901/BasicExpenditure", "BasicExpenditure", "11.00", "9.98", FUND
    ),
    "X-50": combined(
        f"{EXPENDITURE}:2129901/ProjectExpenditure", "ProjectExpenditure", "11.00", "9.98", FUND
    ),
    "X-51": at_most(
        f"{FUND}:2120803/TotalRevenueForYear", f"{REVENUE}:2120803/FiscalAppropriationRevenue"
    ),
    "X-52": Example(
        lambda value: [
            form(SUMMARY, line(SPENT, Actual="10.00")),
            form(APPROPRIATIONS, line(SPENT, Total="10.00")),
            form(EXPENDITURE, code("2129901", None, TotalExpenditureForYear=value)),
            *three_forms(SPENT, FUND, CAPITAL),
        ],
        "10.00",
        "10.02",
    ),
    "C-FUND": Example(
        lambda number: [form(GENERAL, code(number, None, ProjectExpenditure="1.00"))],
        "2010301",
        "2120803",
    ),
    "C-YEAR": Example(
        lambda number: [form(EXPENDITURE, code(number, None, BasicExpenditure="1.00"))],
        "2013801",
        "2013901",
        Outcome.NOT_EVALUATED,
        year=2022,
    ),
    "C-WITHIN-FUND": Example(
        lambda number: [
            form(FUND, code(number, None, ProjectExpenditure="1.00")),
            form(EXPENDITURE, code("2120803", None, ProjectExpenditure="1.00")),
        ],
        "2120803",
        "2120802",
    ),
    "C-WITHIN-CAPITAL": Example(
        lambda number: [
            form(CAPITAL, code(number, None, ProjectExpenditure="1.00")),
            form(EXPENDITURE, code("2239999", None, ProjectExpenditure="1.00")),
        ],
        "2239999",
        "2230199",
    ),
    "C-WITHIN-REVENUE": Example(
        lambda number: [
            form(FUND, code(number, None, TotalRevenueForYear="1.00")),
            form(REVENUE, code("2120803", None, FiscalAppropriationRevenue="1.00")),
        ],
        "2120803",
        "2120802",
    ),
    "C-CHILD": Example(
        lambda number: [
            form(
                EXPENDITURE,
                code("2010301", "行政运行", BasicExpenditure="1.00"),
                code("20805", "行政事业单位养老支出", BasicExpenditure="1.00"),
                code(number, "机关事业单位基本养老保险缴费支出", BasicExpenditure="1.00"),
            )
        ],
        "2080505",
        "2101101",
    ),
    "C-MEANT": Example(
        lambda number: [
            form(REVENUE, code(number, "机关服务", FiscalAppropriationRevenue="1.00")),
            form(EXPENDITURE, code("2010303", "机关服务", BasicExpenditure="1.00")),
        ],
        "2010303",
        "2010333",
    ),
    "D-TOTAL": Example(
        lambda row: [
            form(
                THREE_PUBLIC,
                line(row, Actual="1.00"),
                line("OfficialReceptionExpense", Actual="1.00"),
            )
        ],
        "ThreePublicExpenses",
        "OverseasVisitExpense",
    ),
    "X-53": Example(
        lambda row: [
            form(SUMMARY, line(row, Actual="1.00"), line("TotalRevenueForYear", Actual="1.00")),
            form(APPROPRIATIONS, line("GovernmentFundAppropriationRevenue", Actual="1.00")),
        ],
        "GovernmentFundAppropriationRevenue",
        "GeneralPublicBudgetAppropriationRevenue",
    ),
    "X-54": Example(
        lambda column: [
            form(FUND, code("212", "城乡社区支出", **{column: "1.00"})),
            form(APPROPRIATIONS, code("212", "城乡社区支出", GovernmentFund="1.00")),
        ],
        SPENT,
        "OpeningCarryOverAndSurplus",
    ),
    "D-EMPTY": Example(
        lambda note: [noted(FUND, note)],
        "说明：本部门本年度没有政府性基金预算财政拨款收入和支出，故本表无数据。",
        "注：本表反映部门本年度政府性基金预算财政拨款收入、支出及结转和结余情况。",
    ),
    "D-NODATA": Example(
        lambda value: [
            noted(FUND, "故本表无数据。", line("Total", TotalExpenditureForYear=value)),
        ],
        "0.00",
        "1.00",
    ),
    "D-YEAR": Example(
        lambda title: [form(FUND, title=title)],
        "2024年度政府性基金预算财政拨款收入支出决算表",
        "2023年度政府性基金预算财政拨款收入支出决算表",
    ),
    "D-FEN": Example(
        lambda value: [form(REVENUE, line("Total", OtherRevenue=value))], "1.123456", "1.1234567"
    ),
    "Y-00": Example(
        lambda name: [form(REVENUE)],
        "泉州市人民政府办公室",
        "泉州市教育局",
        last=(form(REVENUE),),
        named=True,
    ),
    "Y-01": last_year(
        f"{SUMMARY}:OpeningCarryOverAndSurplus/Actual",
        f"{SUMMARY}:ClosingCarryOverAndSurplus/Actual",
    ),
    "Y-02": last_year(
        f"{APPROPRIATIONS}:OpeningCarryOverAndSurplus/Actual",
        f"{APPROPRIATIONS}:ClosingCarryOverAndSurplus/Total",
    ),
    "Y-03": last_year(
        f"{APPROPRIATIONS}:OpeningGeneralPublicBudget/Actual",
        f"{APPROPRIATIONS}:ClosingCarryOverAndSurplus/GeneralPublicBudget",
    ),
    "Y-04": last_year(
        f"{APPROPRIATIONS}:OpeningGovernmentFund/Actual",
        f"{APPROPRIATIONS}:ClosingGovernmentFund/Total",
    ),
    "Y-05": last_year(
        f"{APPROPRIATIONS}:OpeningStateCapital/Actual",
        f"{APPROPRIATIONS}:ClosingCarryOverAndSurplus/StateCapital",
    ),
    "Y-06": last_year(
        f"{FUND}:Total/OpeningCarryOverAndSurplus", f"{FUND}:Total/ClosingCarryOverAndSurplus"
    ),
    "Y-07": last_year(
        f"{FUND}:2120803/OpeningCarryOverAndSurplus", f"{FUND}:2120803/ClosingCarryOverAndSurplus"
    ),
    "Y-08": last_year(
        f"{THREE_PUBLIC}:OfficialReceptionExpense/PriorYearActual",
        f"{THREE_PUBLIC}:OfficialReceptionExpense/Actual",
    ),
    "Y-09": renamed("2210202 租房补贴", "2210202 提租补贴"),
    "Y-10": renamed("2130601 产业发展", "2130602 产业发展"),
}

PENDING = {"D-NARRATIVE"}
"""Rules that cannot be checked yet: the filing does not carry what they ask for."""

ALL_EXAMPLES = EXAMPLES | MORE_EXAMPLES


def filings_of(example: Example, value: str) -> tuple[Filing, Filing | None]:
    """This year's filing and last year's, if the example has one."""
    made = replace(filing(*example.build(value)), fiscal_year=example.year)
    if example.named:
        made = replace(made, entity=replace(made.entity, name=value))
    if example.last is None:
        return made, None
    return made, replace(filing(*example.last), fiscal_year=example.year - 1)

"""The nine forms of synthetic accounts as printed tables, in the layouts that offices use."""

from __future__ import annotations

from dataclasses import dataclass, field

from tests.accounts import CLASSES, ECONOMIC, Accounts, Key, Spending, numeral, tree

Head = tuple[int, int, int, int, str]
"""Row, column, row span, column span, text."""


@dataclass(frozen=True)
class Style:
    """How an office prints its forms."""

    unit: str = "万元"
    thousands: bool = False
    zero: str = "0.00"
    codes: str = "one"  # one | three | pieces | joined
    three_public: str = "lines"  # lines | matrix | matrix-by-item
    balances: bool = True
    numbering: tuple[int, ...] = (1, 2, 3, 4, 5, 6, 7, 8, 9)
    number_format: str = "公开{:02d}表"
    titles: str = "usual"  # usual | public | total
    column_numbers: bool = False
    economic_groups: int = 2
    budget_columns: bool = False
    fund_total_first: bool = True
    negative: str = "-{}"

    def amount(self, fen: int) -> str:
        """Print an amount of hundredths of the unit."""
        if fen == 0:
            return self.zero
        text = f"{abs(fen) / 100:{',' if self.thousands else ''}.2f}"
        return self.negative.format(text) if fen < 0 else text


@dataclass
class Table:
    """A printed table: its heads, its body, and which body cell states which fact."""

    form: str
    title: str
    number: str
    heads: list[Head]
    n_heads: int
    body: list[list[str]]
    keys: dict[tuple[int, int], Key] = field(default_factory=dict)
    spans: list[tuple[int, int, int, int]] = field(default_factory=list)
    note: str = "注：本表反映部门本年度的收支情况。"
    leftovers: int = 0


def nine_forms(a: Accounts, style: Style) -> list[Table]:
    """Return the nine forms in their usual order."""
    return [
        _summary(a, style),
        _revenue(a, style),
        _expenditure(a, style),
        _appropriations(a, style),
        _general(a, style),
        _economic(a, style),
        _three_public(a, style),
        _fund(a, style, "government-fund"),
        _fund(a, style, "state-capital"),
    ]


_TITLES = {
    "revenue-expenditure-summary": "收入支出决算总表",
    "revenue": "收入决算表",
    "expenditure": "支出决算表",
    "appropriation-summary": "财政拨款收入支出决算总表",
    "general-budget-expenditure": "一般公共预算财政拨款支出决算表",
    "general-budget-basic-expenditure": "一般公共预算财政拨款基本支出决算表",
    "three-public-expenses": "一般公共预算财政拨款“三公”经费支出决算表",
    "government-fund": "政府性基金预算财政拨款收入支出决算表",
    "state-capital": "国有资本经营预算财政拨款支出决算表",
}
_PUBLIC = {
    "revenue-expenditure-summary": "收入支出决算公开表",
    "revenue": "收入决算公开表",
    "expenditure": "支出决算公开表",
    "appropriation-summary": "财政拨款收入支出决算公开表",
    "general-budget-expenditure": "一般公共预算财政拨款收入支出决算公开表",
    "general-budget-basic-expenditure": "一般公共预算财政拨款基本支出决算公开表",
    "three-public-expenses": "财政拨款“三公”经费支出决算公开表",
    "government-fund": "政府性基金预算财政拨款收入支出决算公开表",
    "state-capital": "国有资本经营预算财政拨款收入支出决算公开表",
}
_TOTAL = {
    **_TITLES,
    "revenue": "收入决算总表",
    "expenditure": "支出决算总表",
    "general-budget-basic-expenditure": "一般公共预算财政拨款基本支出决算明细表",
    "three-public-expenses": "一般公共预算及政府性基金财政拨款“三公”经费支出决算表",
}


def _table(form: str, style: Style, heads: list[Head], n_heads: int) -> Table:
    titles = {"usual": _TITLES, "public": _PUBLIC, "total": _TOTAL}[style.titles]
    number = style.numbering[list(_TITLES).index(form)]
    return Table(form, titles[form], style.number_format.format(number), heads, n_heads, [])


def _add(
    table: Table, style: Style, texts: list[str], key: str, cells: dict[str, int | None]
) -> None:
    """Add a body row: its texts, then its amounts by column; None is a cell always empty."""
    row = list(texts)
    for column, fen in cells.items():
        text = "" if fen is None else style.amount(fen)
        if text:
            table.keys[len(table.body), len(row)] = (table.form, key, column)
        row.append(text)
    table.body.append(row)


def _two_sided(
    table: Table,
    style: Style,
    left: list[tuple[str, str, dict[str, int | None]]],
    right: list[tuple[str, str, dict[str, int | None]]],
) -> None:
    """Fill a form of two sides; each line is (label, key, amounts by column)."""
    count = max(len(left), len(right))
    left_width, right_width = (len(side[-1][2]) for side in (left, right))
    for index in range(count):
        row: list[str] = []
        for side, width in ((left, left_width), (right, right_width)):
            label, key, cells = side[index] if index < len(side) else ("", "", {})
            row.append(label)
            start = len(row)
            for offset in range(width):
                column = list(cells)[offset] if offset < len(cells) else ""
                fen = cells.get(column)
                text = "" if fen is None else style.amount(fen)
                if text and label:
                    table.keys[len(table.body), start + offset] = (table.form, key, column)
                row.append(text if label else "")
        table.body.append(row)


def _with_budgets(style: Style, fen: int) -> dict[str, int | None]:
    if not style.budget_columns:
        return {"Actual": fen}
    return {"InitialBudget": 2 * fen, "FinalBudget": 3 * fen, "Actual": fen}


def _summary(a: Accounts, style: Style) -> Table:
    columns = ["年初预算数", "全年预算数", "决算数"] if style.budget_columns else ["决算数"]
    width = len(columns) + 1
    heads: list[Head] = [(0, 0, 1, width, "收入"), (0, width, 1, width, "支出")]
    for side in (0, 1):
        head = "项目" if side == 0 else "项目（按功能分类）"
        heads.append((1, side * width, 1, 1, head))
        heads += [(1, side * width + 1 + i, 1, 1, text) for i, text in enumerate(columns)]
    table = _table("revenue-expenditure-summary", style, heads, 2)
    revenue = a.revenue + a.revenue_fund + a.other_revenue
    opening = a.opening + a.opening_fund
    spent = sum(s.total for s in a.everything().values())
    left_values = [
        ("一般公共预算财政拨款收入", "GeneralPublicBudgetAppropriationRevenue", a.revenue),
        ("政府性基金预算财政拨款收入", "GovernmentFundAppropriationRevenue", a.revenue_fund),
        ("国有资本经营预算财政拨款收入", "StateCapitalAppropriationRevenue", 0),
        ("上级补助收入", "HigherLevelSubsidyRevenue", 0),
        ("事业收入", "PublicInstitutionRevenue", 0),
        ("经营收入", "BusinessRevenue", 0),
        ("附属单位上缴收入", "AffiliatedUnitRemittanceRevenue", 0),
        ("其他收入", "OtherRevenue", a.other_revenue),
    ]
    left = [
        (f"{numeral(i)}、{label}", key, _with_budgets(style, fen))
        for i, (label, key, fen) in enumerate(left_values, 1)
    ]
    totals = tree(a.everything())
    right = [
        (f"{numeral(i)}、{name}", code, _with_budgets(style, totals.get(code, Spending()).total))
        for i, (code, name) in enumerate(CLASSES, 1)
    ]
    left += [("", "", {})] * (len(right) - len(left))
    left += [
        ("本年收入合计", "TotalRevenueForYear", _with_budgets(style, revenue)),
        ("使用非财政拨款结余", "UseOfNonAppropriationSurplus", _with_budgets(style, 0)),
        ("年初结转和结余", "OpeningCarryOverAndSurplus", _with_budgets(style, opening)),
        ("总计", "GrandTotalSources", _with_budgets(style, revenue + opening)),
    ]
    closing = revenue + opening - spent
    right += [
        ("本年支出合计", "TotalExpenditureForYear", _with_budgets(style, spent)),
        ("结余分配", "SurplusDistribution", _with_budgets(style, 0)),
        ("年末结转和结余", "ClosingCarryOverAndSurplus", _with_budgets(style, closing)),
        ("总计", "GrandTotalUses", _with_budgets(style, spent + closing)),
    ]
    _two_sided(table, style, left, right)
    return table


def _appropriations(a: Accounts, style: Style) -> Table:
    heads: list[Head] = [
        (0, 0, 1, 2, "收 入"),
        (0, 2, 1, 5, "支 出"),
        (1, 0, 1, 1, "项目"),
        (1, 1, 1, 1, "金额"),
        (1, 2, 1, 1, "项目"),
        (1, 3, 1, 1, "合计"),
        (1, 4, 1, 1, "一般公共预算财政拨款"),
        (1, 5, 1, 1, "政府性基金预算财政拨款"),
        (1, 6, 1, 1, "国有资本经营预算财政拨款"),
    ]
    table = _table("appropriation-summary", style, heads, 2)
    revenue, opening = a.revenue + a.revenue_fund, a.opening + a.opening_fund
    general, fund = tree(a.general), tree(a.fund)

    def funds(first: int, second: int) -> dict[str, int | None]:
        return {
            "Total": first + second,
            "GeneralPublicBudget": first,
            "GovernmentFund": second,
            "StateCapital": 0,
        }

    def amount(fen: int) -> dict[str, int | None]:
        return {"Actual": fen}

    left = [
        ("一、一般公共预算财政拨款", "GeneralPublicBudgetAppropriationRevenue", amount(a.revenue)),
        (
            "二、政府性基金预算财政拨款",
            "GovernmentFundAppropriationRevenue",
            amount(a.revenue_fund),
        ),
        ("三、国有资本经营预算财政拨款", "StateCapitalAppropriationRevenue", amount(0)),
    ]
    right = [
        (
            f"{numeral(i)}、{name}",
            code,
            funds(general.get(code, Spending()).total, fund.get(code, Spending()).total),
        )
        for i, (code, name) in enumerate(CLASSES, 1)
    ]
    left += [("", "", {})] * (len(right) - len(left))
    spent = sum(s.total for s in a.general.values())
    spent_fund = sum(s.total for s in a.fund.values())
    closing = a.revenue + a.opening - spent
    closing_fund = a.revenue_fund + a.opening_fund - spent_fund
    left += [
        ("本年收入合计", "TotalRevenueForYear", amount(revenue)),
        ("年初财政拨款结转和结余", "OpeningCarryOverAndSurplus", amount(opening)),
        ("一、一般公共预算财政拨款", "OpeningGeneralPublicBudget", amount(a.opening)),
        ("二、政府性基金预算财政拨款", "OpeningGovernmentFund", amount(a.opening_fund)),
        ("三、国有资本经营预算财政拨款", "OpeningStateCapital", amount(0)),
        ("总计", "GrandTotalSources", amount(revenue + opening)),
    ]
    right += [
        ("本年支出合计", "TotalExpenditureForYear", funds(spent, spent_fund)),
        ("年末财政拨款结转和结余", "ClosingCarryOverAndSurplus", funds(closing, closing_fund)),
        ("", "", {}),
        ("", "", {}),
        ("", "", {}),
        ("总计", "GrandTotalUses", funds(a.revenue + a.opening, a.revenue_fund + a.opening_fund)),
    ]
    _two_sided(table, style, left, right)
    return table


# --- forms whose rows are codes --------------------------------------------------------------


def _code_heads(style: Style) -> tuple[list[Head], int]:
    if style.codes in ("three", "pieces"):
        heads: list[Head] = [
            (0, 0, 1, 4, "项目"),
            (1, 0, 1, 3, "支出功能分类科目编码"),
            (1, 3, 2, 1, "科目名称"),
            (2, 0, 1, 1, "类"),
            (2, 1, 1, 1, "款"),
            (2, 2, 1, 1, "项"),
        ]
        return heads, 4
    if style.codes == "joined":
        return [(0, 0, 3, 1, "项目")], 1
    return [(0, 0, 1, 2, "项目"), (1, 0, 2, 1, "科目编码"), (1, 1, 2, 1, "科目名称")], 2


def _code_texts(code: str, name: str, style: Style) -> list[str]:
    if style.codes == "three":
        return [code if len(code) == n else "" for n in (3, 5, 7)] + [name]
    if style.codes == "pieces":
        return [code[:3], code[3:5], code[5:7], name]
    if style.codes == "joined":
        return [f"{code} {name}"]
    return [code, name]


def _by_code(
    form: str,
    a: Accounts,
    style: Style,
    columns: list[tuple[str, str]],
    rows: dict[str, dict[str, int | None]],
    total: dict[str, int | None],
    groups: list[tuple[int, int, str]] | None = None,
) -> Table:
    """Build a form by code; ``groups`` are heads over some columns (first, count, text)."""
    heads, width = _code_heads(style)
    grouped = {i for first, count, _ in groups or [] for i in range(first, first + count)}
    for first, count, text in groups or []:
        heads.append((0, width + first, 1, count, text))
    for index, (_, text) in enumerate(columns):
        top = 1 if index in grouped else 0
        heads.append((top, width + index, 3 - top, 1, text))
    table = _table(form, style, heads, 3)
    blank = [""] * (width - 1)
    if style.column_numbers:
        table.body.append(["栏次", *blank, *(str(i) for i in range(1, len(columns) + 1))])
    if style.fund_total_first:
        _add(table, style, ["合计", *blank], "Total", total)
    for code, cells in rows.items():
        _add(table, style, _code_texts(code, a.names[code], style), code, cells)
    if not style.fund_total_first:
        _add(table, style, ["合计", *blank], "Total", total)
    return table


def _revenue(a: Accounts, style: Style) -> Table:
    columns = [
        ("TotalRevenueForYear", "本年收入合计"),
        ("FiscalAppropriationRevenue", "财政拨款收入"),
        ("HigherLevelSubsidyRevenue", "上级补助收入"),
        ("PublicInstitutionRevenue", "事业收入"),
        ("BusinessRevenue", "经营收入"),
        ("AffiliatedUnitRemittanceRevenue", "附属单位上缴收入"),
        ("OtherRevenue", "其他收入"),
    ]
    extra = {
        "2010302": a.revenue - sum(s.total for s in a.general.values()),
        "2120803": a.revenue_fund - sum(s.total for s in a.fund.values()),
    }
    leaves = {
        code: Spending(spending.total + extra.get(code, 0))
        for code, spending in a.everything().items()
    }

    def cells(fen: int) -> dict[str, int | None]:
        return {column: (fen if i < 2 else 0) for i, (column, _) in enumerate(columns)}

    rows = {code: cells(spending.basic) for code, spending in tree(leaves).items()}
    return _by_code("revenue", a, style, columns, rows, cells(a.revenue + a.revenue_fund))


def _spending_cells(s: Spending) -> dict[str, int | None]:
    return {
        "TotalExpenditureForYear": s.total,
        "BasicExpenditure": s.basic,
        "ProjectExpenditure": s.project,
    }


def _sum(leaves: dict[str, Spending]) -> Spending:
    values = leaves.values()
    return Spending(sum(s.basic for s in values), sum(s.project for s in values))


def _expenditure(a: Accounts, style: Style) -> Table:
    columns = [
        ("TotalExpenditureForYear", "本年支出合计"),
        ("BasicExpenditure", "基本支出"),
        ("ProjectExpenditure", "项目支出"),
        ("RemittanceToHigherLevel", "上缴上级支出"),
        ("BusinessExpenditure", "经营支出"),
        ("SubsidyToAffiliatedUnits", "对附属单位补助支出"),
    ]
    none = {column: 0 for column, _ in columns[3:]}
    rows = {c: {**_spending_cells(s), **none} for c, s in tree(a.everything()).items()}
    total = {**_spending_cells(_sum(a.everything())), **none}
    return _by_code("expenditure", a, style, columns, rows, total)


def _general(a: Accounts, style: Style) -> Table:
    columns = [
        ("TotalExpenditureForYear", "小计"),
        ("BasicExpenditure", "基本支出"),
        ("ProjectExpenditure", "项目支出"),
    ]
    rows = {code: _spending_cells(s) for code, s in tree(a.general).items()}
    total = _spending_cells(_sum(a.general))
    groups = [(0, 3, "本年支出")]
    return _by_code("general-budget-expenditure", a, style, columns, rows, total, groups)


def _fund(a: Accounts, style: Style, form: str) -> Table:
    leaves = a.fund if form == "government-fund" else {}
    middle = [
        ("TotalExpenditureForYear", "小计"),
        ("BasicExpenditure", "基本支出"),
        ("ProjectExpenditure", "项目支出"),
    ]
    if not style.balances:
        rows = {code: _spending_cells(s) for code, s in tree(leaves).items()}
        groups = [(0, 3, "本年支出")]
        return _by_code(form, a, style, middle, rows, _spending_cells(_sum(leaves)), groups)
    columns = [
        ("OpeningCarryOverAndSurplus", "年初结转和结余"),
        ("TotalRevenueForYear", "本年收入"),
        *middle,
        ("ClosingCarryOverAndSurplus", "年末结转和结余"),
    ]
    opening = a.opening_fund if leaves else 0
    revenue = a.revenue_fund if leaves else 0

    def cells(s: Spending) -> dict[str, int | None]:
        closing = opening + revenue - s.total
        return {
            columns[0][0]: opening,
            columns[1][0]: revenue,
            **_spending_cells(s),
            columns[5][0]: closing,
        }

    rows = {code: cells(s) for code, s in tree(leaves).items()}
    return _by_code(form, a, style, columns, rows, cells(_sum(leaves)), [(2, 3, "本年支出")])


def _economic(a: Accounts, style: Style) -> Table:
    entries = []
    for code, name, items in ECONOMIC:
        codes = [item.split() for item in items]
        entries.append((code, name, sum(a.economic[c] for c, _ in codes)))
        entries += [(c, n, a.economic[c]) for c, n in codes]
    personnel = [e for e in entries if e[0][:3] in ("301", "303")]
    operating = [e for e in entries if e[0][:3] not in ("301", "303")]
    groups = [personnel, operating]
    if style.economic_groups == 3:
        half = (len(operating) + 1) // 2
        groups = [personnel, operating[:half], operating[half:]]
    names = ["经济分类科目编码", "科目名称", "金额"]
    heads: list[Head] = [
        (0, 0, 1, 3, "人员经费"),
        (0, 3, 1, 3 * (len(groups) - 1), "公用经费"),
    ]
    heads += [
        (1, 3 * g + i, 1, 1, name) for g in range(len(groups)) for i, name in enumerate(names)
    ]
    table = _table("general-budget-basic-expenditure", style, heads, 2)
    for index in range(max(map(len, groups))):
        row: list[str] = []
        for group in groups:
            code, name, fen = group[index] if index < len(group) else ("", "", 0)
            row += [code, name, style.amount(fen) if code else ""]
            if row[-1]:
                table.keys[len(table.body), len(row) - 1] = (table.form, code, "Amount")
        table.body.append(row)
    people = sum(fen for code, _, fen in entries if code in ("301", "303"))
    office = sum(fen for code, _, fen in entries if code in ("302", "310"))
    last = 3 * len(groups) - 1
    row = ["人员经费合计", "", style.amount(people), "公用经费合计"]
    row += [""] * (last - len(row)) + [style.amount(office)]
    number = len(table.body)
    table.keys[number, 2] = (table.form, "PersonnelExpenditure", "Amount")
    table.keys[number, last] = (table.form, "OperatingExpenditure", "Amount")
    table.spans += [(number, 0, 1, 2), (number, 3, 1, last - 3)]
    table.body.append(row)
    return table


def _three_public(a: Accounts, style: Style) -> Table:
    values = a.three_public
    vehicle = tuple(values["purchase"][i] + values["operation"][i] for i in (0, 1))
    total = tuple(values["overseas"][i] + vehicle[i] + values["reception"][i] for i in (0, 1))
    lines = [
        ("ThreePublicExpenses", "合计", total),
        ("OverseasVisitExpense", "1. 因公出国（境）费", values["overseas"]),
        ("OfficialVehicleExpense", "2. 公务用车购置及运行维护费", vehicle),
        ("VehiclePurchaseExpense", "其中：（1）公务用车购置费", values["purchase"]),
        ("VehicleOperationExpense", "（2）公务用车运行维护费", values["operation"]),
        ("OfficialReceptionExpense", "3. 公务接待费", values["reception"]),
    ]
    if style.three_public == "lines":
        heads: list[Head] = [
            (0, i, 1, 1, text) for i, text in enumerate(["项目", "行次", "预算数", "决算数"])
        ]
        table = _table("three-public-expenses", style, heads, 1)
        for number, (key, label, (budget, actual)) in enumerate(lines, 1):
            _add(table, style, [label, str(number)], key, {"Budget": budget, "Actual": actual})
        return table
    return _matrix(lines, style)


def _matrix(lines: list[tuple[str, str, tuple[int, ...]]], style: Style) -> Table:
    """The twelve-column form: budget and actual as two halves, or under every item."""
    heads: list[Head] = []
    cells: list[tuple[str, str, int]] = []
    if style.three_public == "matrix":
        for half, (column, text) in enumerate((("Budget", "预算数"), ("Actual", "决算数"))):
            at = 6 * half
            heads += [
                (0, at, 1, 6, text),
                (1, at, 2, 1, "合计"),
                (1, at + 1, 2, 1, "因公出国（境）费"),
                (1, at + 2, 1, 3, "公务用车购置及运行维护费"),
                (2, at + 2, 1, 1, "小计"),
                (2, at + 3, 1, 1, "公务用车购置费"),
                (2, at + 4, 1, 1, "公务用车运行维护费"),
                (1, at + 5, 2, 1, "公务接待费"),
            ]
            cells += [(key, column, values[half]) for key, _, values in lines]
        n_heads = 3
    else:
        heads = [
            (0, 0, 2, 2, "合计"),
            (0, 2, 2, 2, "因公出国（境）费"),
            (0, 4, 1, 6, "公务用车购置及运行维护费"),
            (1, 4, 1, 2, "小计"),
            (1, 6, 1, 2, "公务用车购置费"),
            (1, 8, 1, 2, "公务用车运行维护费"),
            (0, 10, 2, 2, "公务接待费"),
        ]
        heads += [(2, i, 1, 1, "决算数" if i % 2 else "预算数") for i in range(12)]
        for key, _, (budget, actual) in lines:
            cells += [(key, "Budget", budget), (key, "Actual", actual)]
        n_heads = 3
    table = _table("three-public-expenses", style, heads, n_heads)
    row = []
    for index, (key, column, fen) in enumerate(cells):
        row.append(style.amount(fen))
        if row[-1]:
            table.keys[0, index] = (table.form, key, column)
    table.body.append(row)
    return table

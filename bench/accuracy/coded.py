"""The forms whose rows are functional codes: revenue, expenditure and the three appropriations."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from bench.accuracy.books import REVENUE_KINDS, Books, Entry
from bench.accuracy.codes import name_of
from bench.accuracy.style import Style
from bench.accuracy.table import Cell, Table, depth, heads_of

Amounts = Callable[[Entry], int]
Columns = Mapping[str, tuple[tuple[str, ...], Amounts]]
"""Column identifier (empty: kept only) to its heads and its amount."""

_OWN_HEADS = {
    "higher": ("HigherLevelSubsidyRevenue", "上级补助收入"),
    "institution": ("PublicInstitutionRevenue", "事业收入"),
    "business": ("BusinessRevenue", "经营收入"),
    "affiliated": ("AffiliatedUnitRemittanceRevenue", "附属单位上缴收入"),
    "other": ("OtherRevenue", "其他收入"),
}


def revenue(books: Books, style: Style, unit: str) -> Table:
    """Return 收入决算表; each code receives appropriations and its own revenue."""
    columns: dict[str, tuple[tuple[str, ...], Amounts]] = {
        "TotalRevenueForYear": (("本年收入合计",), lambda e: e.received),
        "FiscalAppropriationRevenue": (("财政拨款收入",), lambda e: e.revenue),
    }
    for kind in REVENUE_KINDS:
        column, head = _OWN_HEADS[kind]
        columns[column] = ((head,), _own(kind))
    if style.heads == "nested":
        # 事业收入 with its part of education fees: a column that the form need not have.
        columns["PublicInstitutionRevenue"] = (("事业收入", "小计"), _own("institution"))
        columns["+fees"] = (
            ("事业收入", "其中：教育收费"),
            lambda e: e.own_revenue["institution"] // 2,
        )
        order = list(columns)
        at = order.index("PublicInstitutionRevenue") + 1
        order.insert(at, order.pop(order.index("+fees")))
        columns = {name: columns[name] for name in order}
    return _coded("revenue", columns, ("general", "fund", "capital", "own"), books, style, unit)


def _own(kind: str) -> Amounts:
    return lambda entry: entry.own_revenue[kind]


def expenditure(books: Books, style: Style, unit: str) -> Table:
    """Return 支出决算表."""
    columns: Columns = {
        "TotalExpenditureForYear": (("本年支出合计",), lambda e: e.spent),
        "BasicExpenditure": (("基本支出",), lambda e: e.spending["basic"]),
        "ProjectExpenditure": (("项目支出",), lambda e: e.spending["project"]),
        "RemittanceToHigherLevel": (("上缴上级支出",), lambda e: e.spending["remit"]),
        "BusinessExpenditure": (("经营支出",), lambda e: e.spending["business"]),
        "SubsidyToAffiliatedUnits": (("对附属单位补助支出",), lambda e: e.spending["subsidy"]),
    }
    return _coded("expenditure", columns, ("general", "fund", "capital", "own"), books, style, unit)


def general(books: Books, style: Style, unit: str) -> Table:
    """Return 一般公共预算财政拨款支出决算表, with or without balances."""
    form = "general-budget-expenditure"
    if style.balances:
        columns = _balances(("年初结转和结余",), ("年末结转和结余",))
    elif style.heads == "nested":
        columns = _spending(("本年支出",))
    else:
        columns = _spending((), total="小计" if style.heads == "terse" else "本年支出合计")
    return _coded(form, columns, ("general",), books, style, unit)


def fund(books: Books, style: Style, unit: str, form: str) -> Table:
    """Return the form of the government fund or of state capital."""
    name = "fund" if form == "government-fund" else "capital"
    if form == "state-capital" and not style.title(form, 0).count("收入"):
        columns = _spending(("本年支出",) if style.heads == "nested" else (), total="合计")
    elif style.fund_balances:
        columns = _balances(("年初结转和结余",), ("年末结转和结余",))
    else:
        columns = _spending(("本年支出",))
    return _coded(form, columns, (name,), books, style, unit)


def _spending(over: tuple[str, ...], total: str = "小计") -> Columns:
    return {
        "TotalExpenditureForYear": ((*over, total if not over else "小计"), lambda e: e.spent),
        "BasicExpenditure": ((*over, "基本支出"), lambda e: e.spending["basic"]),
        "ProjectExpenditure": ((*over, "项目支出"), lambda e: e.spending["project"]),
    }


def _balances(opening: tuple[str, ...], closing: tuple[str, ...]) -> Columns:
    return {
        "OpeningCarryOverAndSurplus": (opening, lambda e: e.opening),
        "TotalRevenueForYear": (("本年收入",), lambda e: e.received),
        **_spending(("本年支出",)),
        "ClosingCarryOverAndSurplus": (closing, lambda e: e.closing),
    }


def _coded(
    form: str,
    columns: Columns,
    funds: tuple[str, ...],
    books: Books,
    style: Style,
    unit: str,
) -> Table:
    columns = dict(columns)
    if style.completion:
        columns["+completion"] = (("预算完成率（%）",), lambda e: 9_850)
    text_paths = _text_paths(style)
    text_rows = depth(text_paths)
    paths = [*text_paths, *(path for path, _ in columns.values())]
    rows = max(text_rows, depth(paths))
    table = Table(
        form,
        style.title(form, books.year),
        style.number(form),
        unit,
        heads_of(paths, rows),
        rows,
        len(paths),
        texts=tuple(range(len(text_paths))),
    )
    if style.column_numbers:
        numbers = [str(i) for i in range(1, len(columns) + 1)]
        table.add(Cell("栏次", span=len(text_paths)), *numbers)
    tree = books.tree(funds)
    total = _row(
        Cell("合计", span=len(text_paths)), "Total", books.total(*funds), columns, style, form
    )
    if not tree:
        _nothing(table, total, style)
        return table
    if not style.totals_last:
        table.add(*total)
    above = ""
    for code, entry in tree.items():
        texts = _texts(code, name_of(code, books.year), above, style)
        table.add(*texts, *_row(None, code, entry, columns, style, form))
        above = code
    if style.totals_last:
        table.add(*total)
    return table


def _nothing(table: Table, total: list[Cell], style: Style) -> None:
    """A form without figures: a row of zeros, empty rows, or a sentence below."""
    if style.empty_forms == "zero-row":
        table.add(*total)
        return
    for _ in range(3):
        table.add("")
    if style.empty_forms == "sentence":
        table.notes.append(
            f"注：本{'单位' if style.balances else '部门'}没有此项收支，故本表为空。"
        )


def _row(
    first: Cell | None, row: str, entry: Entry, columns: Columns, style: Style, form: str
) -> list[Cell]:
    cells = [first] if first else []
    for column, (_, amount) in columns.items():
        if column == "+completion":
            cells.append(Cell("98.50", key=(form, "", ""), amount=True))
        else:
            key = None if column.startswith("+") else (row, column)
            cells.append(style.amount(amount(entry), form, key))
    return cells


def _text_paths(style: Style) -> list[tuple[str, ...]]:
    code = {
        "usual": "功能分类科目编码",
        "terse": "科目编码",
        "nested": "支出功能分类科目编码",
    }[style.heads]
    if style.codes in ("pieces", "cumulative", "last-piece"):
        if style.heads == "terse":
            return [("科目编码", "类"), ("科目编码", "款"), ("科目编码", "项"), ("科目名称",)]
        return [
            ("项目", code, "类"),
            ("项目", code, "款"),
            ("项目", code, "项"),
            ("项目", "科目名称"),
        ]
    if style.codes in ("joined", "tight", "names"):
        return [("项目",) if style.heads != "terse" else ("功能分类科目名称",)]
    if style.codes == "codes":
        return [(code,)]
    if style.heads == "terse":
        return [("科目编码",), ("科目名称",)]
    return [("项目", code), ("项目", "科目名称")]


def _texts(code: str, name: str, above: str, style: Style) -> list[Cell]:
    level = (len(code) - 3) // 2
    pieces = [code[:3], code[3:5], code[5:7]]
    if style.codes == "pieces":
        return [*(Cell(piece) for piece in pieces), Cell(name, indent=level)]
    if style.codes == "cumulative":
        full = [code[:3], code[:5] if level > 0 else "", code if level > 1 else ""]
        shown = [text if i == level else "" for i, text in enumerate(full)]
        return [*(Cell(text) for text in shown), Cell(name)]
    if style.codes == "last-piece":
        shown = [piece if i == level else "" for i, piece in enumerate(pieces)]
        return [*(Cell(text) for text in shown), Cell(name)]
    if style.codes == "joined":
        return [Cell(f"{code} {name}", indent=level)]
    if style.codes == "tight":
        return [Cell(f"{code}{name}")]
    if style.codes == "names":
        return [Cell(name, indent=level)]
    if style.codes == "codes":
        return [Cell(code)]
    return [Cell(code), Cell(name, indent=level if style.codes == "indented" else 0)]

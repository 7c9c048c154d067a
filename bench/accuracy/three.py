"""财政拨款“三公”经费支出决算表 and the forms that a province adds to the nine."""

from __future__ import annotations

from decimal import Decimal

from bench.accuracy.books import Books
from bench.accuracy.codes import name_of
from bench.accuracy.style import Style
from bench.accuracy.table import Cell, Table, depth, heads_of

FORM = "three-public-expenses"


def three_public(books: Books, style: Style, unit: str) -> Table:
    """Return the form in the style's shape."""
    if style.three in ("matrix", "by-item", "matrix-actual"):
        return _matrix(books, style, unit)
    return _lines(books, style, unit)


def _items(books: Books, style: Style) -> list[tuple[str, str, tuple[int, int]]]:
    three = books.three

    def plus(*names: str) -> tuple[int, int]:
        return sum(three[n][0] for n in names), sum(three[n][1] for n in names)

    vehicles = plus("purchase", "operation")
    total = plus("overseas", "purchase", "operation", "reception")
    return [
        ("ThreePublicExpenses", "合计", total),
        ("OverseasVisitExpense", "因公出国（境）费", three["overseas"]),
        ("OfficialVehicleExpense", "公务用车购置及运行维护费", vehicles),
        ("VehiclePurchaseExpense", "公务用车购置费", three["purchase"]),
        ("VehicleOperationExpense", "公务用车运行维护费", three["operation"]),
        ("OfficialReceptionExpense", "公务接待费", three["reception"]),
    ]


def _table(books: Books, style: Style, unit: str, paths: list[tuple[str, ...]]) -> Table:
    rows = depth(paths)
    title, number = style.title(FORM, books.year), style.number(FORM)
    return Table(FORM, title, number, unit, heads_of(paths, rows), rows, len(paths), texts=(0,))


def _lines(books: Books, style: Style, unit: str) -> Table:
    """An item a line, with 行次, budget, counts, 会议费 and 培训费 where the style has them."""
    budget = style.three != "actual-only"
    columns = {"Budget": "预算数", "Actual": "决算数"} if budget else {"Actual": "决算数"}
    numbered = style.three in ("lines-numbered", "counts")
    heads = ["项目", *(["行次"] if numbered else []), *columns.values()]
    table = _table(books, style, unit, [(head,) for head in heads])
    items = _items(books, style)
    wording = ("{}", "1．{}", "2．{}", "其中：（1）{}", "　　　（2）{}", "3．{}")
    if style.three == "lines":
        wording = ("{}", "一、{}", "二、{}", "（一）{}", "（二）{}", "三、{}")
    lines = [(row, words.format(label), pair) for (row, label, pair), words in zip(
        items, wording, strict=True)]  # fmt: skip
    if style.three == "lines" and style.heads == "terse":
        # 其中 lines in the other order.
        lines[3], lines[4] = (
            (lines[4][0], "其中：公务用车运行维护费", lines[4][2]),
            (lines[3][0], "　　　公务用车购置费", lines[3][2]),
        )
    if "会议费" in table.title:
        lines.append(("ConferenceExpense", "会议费", books.three["meeting"]))
        lines.append(("TrainingExpense", "培训费", books.three["training"]))
    for number, (row, label, pair) in enumerate(lines, 1):
        amounts = [
            style.amount(pair[column == "Actual"], FORM, (row, column)) for column in columns
        ]
        table.add(label, *([str(number)] if numbered else []), *amounts)
    if style.three == "counts":
        _counts(table, books, len(lines))
    return table


def _counts(table: Table, books: Books, lines: int) -> None:
    """相关统计数: counts and not money, so no figure of the form."""
    none, kept = Decimal(0), (FORM, "", "")
    dash = Cell("—", key=kept, value=none, amount=True)
    table.add("二、相关统计数", str(lines + 1), dash, dash)
    labels = {
        "groups": "1．因公出国（境）团组数（个）",
        "travellers": "2．因公出国（境）人次数（人）",
        "bought": "3．公务用车购置数（辆）",
        "cars": "4．公务用车保有量（辆）",
        "receptions": "5．国内公务接待批次（个）",
        "guests": "6．国内公务接待人次（人）",
    }
    for number, (name, label) in enumerate(labels.items(), lines + 2):
        count = books.counts[name]
        value = Decimal(count)
        cell = Cell(str(count), key=kept, value=value, amount=True)
        table.add(label, str(number), dash, cell)


def _matrix(books: Books, style: Style, unit: str) -> Table:
    """One row of figures under heads: twelve columns, or six of actuals only."""
    items = _items(books, style)
    paths: list[tuple[str, ...]] = []
    cells: list[Cell] = []
    over = {"VehiclePurchaseExpense", "VehicleOperationExpense", "OfficialVehicleExpense"}

    def path(row: str, label: str) -> tuple[str, ...]:
        if row == "OfficialVehicleExpense":
            return (label, "小计")
        return ("公务用车购置及运行维护费", label) if row in over else (label,)

    halves = {"Budget": "预算数", "Actual": "决算数"}
    if style.three == "by-item":
        for row, label, pair in items:
            for column, head in halves.items():
                paths.append((*path(row, label), head))
                cells.append(style.amount(pair[column == "Actual"], FORM, (row, column)))
    else:
        for column, head in halves.items():
            if style.three == "matrix-actual" and column == "Budget":
                continue
            for row, label, pair in items:
                paths.append((head, *path(row, label)))
                cells.append(style.amount(pair[column == "Actual"], FORM, (row, column)))
    table = _table(books, style, unit, paths)
    table.texts = ()
    if style.column_numbers:
        table.add(*(str(i) for i in range(1, len(paths) + 1)))
    table.add(*cells)
    return table


def extra_forms(books: Books, style: Style, unit: str) -> list[Table]:
    """Return forms beyond the nine: assets, and appropriations by project."""
    heads = ["项目", "行次", "数量", "价值"]
    assets = Table(
        "",
        "国有资产占用情况表",
        "公开10表" if style.numbering else "",
        unit,
        heads_of([(head,) for head in heads], 1),
        1,
        4,
        texts=(0,),
    )
    for number, (label, count) in enumerate(
        (("房屋（平方米）", 12_345), ("车辆（台、辆）", books.counts["cars"]), ("其他固定资产", 0)),
        1,
    ):
        value = style.amount(count * 7_654_00, "", None) if count else Cell("")
        table_count = Cell(str(count), key=("", "", ""), amount=True) if count else Cell("")
        assets.add(label, str(number), table_count, value)
    projects = Table(
        "",
        "一般公共预算财政拨款项目支出决算表",
        "公开11表" if style.numbering else "",
        unit,
        heads_of([("科目编码",), ("科目名称（项目）",), ("决算数",)], 1),
        1,
        3,
        texts=(0, 1),
    )
    for code, entry in books.tree(("general",)).items():
        if entry.spending["project"] and len(code) == 7:
            amount = style.amount(entry.spending["project"], "", None)
            projects.add(code, name_of(code, books.year), amount)
    return [assets, projects]

"""The two summaries, in which revenue stands beside expenditure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from bench.accuracy.books import Books, Entry
from bench.accuracy.codes import CLASSES, OLD_CLASSES, name_of
from bench.accuracy.style import Style
from bench.accuracy.table import Cell, Table, depth, heads_of

_NUMERALS = "一二三四五六七八九十"
KEPT = ""
"""The row of a line that is printed but that no form of the nine need have."""


@dataclass(frozen=True)
class Line:
    """A line of one side: its label, the row it states and its amounts by column."""

    label: str
    row: str
    amounts: dict[str, int | None] = field(default_factory=dict)
    code: str = ""


def numeral(number: int) -> str:
    """Return a Chinese numeral up to 99."""
    tens, ones = divmod(number, 10)
    return (
        (_NUMERALS[tens - 1] if tens > 1 else "")
        + ("十" if tens else "")
        + (_NUMERALS[ones - 1] if ones else "")
    )


def summary(books: Books, style: Style, unit: str) -> Table:
    """Return 收入支出决算总表."""
    form = "revenue-expenditure-summary"
    columns = _scenarios(style)
    left_heads = [("收入", head) for head in ["项目", *_line_number(style), *columns.values()]]
    right_head = "项目（按功能分类）" if style.heads != "terse" else "项目"
    right_heads = [("支出", head) for head in [right_head, *_line_number(style), *columns.values()]]
    if style.summary_codes:
        right_heads.insert(0, ("支出", "功能分类科目编码"))
    every, everything = books.total(), books.tree(("general", "fund", "capital", "own"))
    closing = every.closing + books.surplus_used - books.distributed

    def at(fen: int) -> dict[str, int | None]:
        return {column: _scenario(fen, column) for column in columns}

    left = [
        Line(f"{numeral(i)}、{label}" if i else label, row, at(fen))
        for i, label, row, fen in _sources(books)
    ]
    used = "使用非财政拨款结余" if books.year > 2018 else "用事业基金弥补收支差额"
    if books.year > 2022:
        used = "使用非财政拨款结余（含专用结余）"
    left_tail = [
        Line("本年收入合计", "TotalRevenueForYear", at(every.received)),
        Line(used, "UseOfNonAppropriationSurplus", at(books.surplus_used)),
        Line("年初结转和结余", "OpeningCarryOverAndSurplus", at(every.opening)),
        Line("总计", "GrandTotalSources", at(every.opening + every.received + books.surplus_used)),
    ]
    right_tail = [
        Line("本年支出合计", "TotalExpenditureForYear", at(every.spent)),
        Line("结余分配", "SurplusDistribution", at(books.distributed)),
        Line("年末结转和结余", "ClosingCarryOverAndSurplus", at(closing)),
        Line("总计", "GrandTotalUses", at(every.spent + books.distributed + closing)),
    ]
    if style.summary_lines != "usual":
        projects = every.opening // 2
        left_tail.insert(3, Line("　　其中：项目支出结转和结余", KEPT, at(projects)))
        right_tail.insert(2, Line("　　其中：提取职工福利基金", KEPT, at(books.distributed // 3)))
        right_tail.insert(4, Line("　　其中：项目支出结转和结余", KEPT, at(closing // 2)))
    right = _classes(everything, books, style, lambda e: at(e.spent))
    paths = [*left_heads, *right_heads]
    table = Table(
        form,
        style.title(form, books.year),
        style.number(form),
        unit,
        heads_of(paths, depth(paths)),
        2,
        len(paths),
        texts=(0, len(left_heads)),
    )
    _fill(table, style, left, left_tail, right, right_tail, (list(columns), list(columns)))
    return table


def _scenarios(style: Style) -> dict[str, str]:
    heads = {"Actual": "金额" if style.heads == "terse" else "决算数"}
    if style.extra_columns:
        heads = {"InitialBudget": "年初预算数", "FinalBudget": "全年预算数", "Actual": "决算数"}
    if style.prior_year:
        heads["PriorYearActual"] = "上年决算数"
    return heads


def _scenario(fen: int, column: str) -> int:
    """Return a budget or last year's figure that keeps every sum of the actual figures."""
    return {"InitialBudget": fen * 2, "FinalBudget": fen * 3, "PriorYearActual": fen * 4}.get(
        column, fen
    )


def _line_number(style: Style) -> list[str]:
    return ["行次"] if style.line_numbers else []


def _sources(books: Books) -> list[tuple[int, str, str, int]]:
    """Return (number, label, row, fen) of the kinds of revenue."""
    own = books.total("own").own_revenue
    general, fund, capital = (books.total(f).received for f in ("general", "fund", "capital"))
    tail = [
        ("上级补助收入", "HigherLevelSubsidyRevenue", own["higher"]),
        ("事业收入", "PublicInstitutionRevenue", own["institution"]),
        ("经营收入", "BusinessRevenue", own["business"]),
        ("附属单位上缴收入", "AffiliatedUnitRemittanceRevenue", own["affiliated"]),
        ("其他收入", "OtherRevenue", own["other"]),
    ]
    if books.year < 2019:
        first = [("财政拨款收入", "FiscalAppropriationRevenue", general + fund + capital)]
        lines = [(i, label, row, fen) for i, (label, row, fen) in enumerate([*first, *tail], 1)]
        label = "　　其中：政府性基金预算财政拨款"
        lines.insert(1, (0, label, "GovernmentFundAppropriationRevenue", fund))
        return lines
    first = [
        ("一般公共预算财政拨款收入", "GeneralPublicBudgetAppropriationRevenue", general),
        ("政府性基金预算财政拨款收入", "GovernmentFundAppropriationRevenue", fund),
        ("国有资本经营预算财政拨款收入", "StateCapitalAppropriationRevenue", capital),
    ]
    return [(i, label, row, fen) for i, (label, row, fen) in enumerate([*first, *tail], 1)]


def _classes(
    tree: dict[str, Entry],
    books: Books,
    style: Style,
    at: Callable[[Entry], dict[str, int | None]],
) -> list[Line]:
    names = OLD_CLASSES if books.year < 2019 else CLASSES
    printed = list(names) if style.all_classes else []
    codes = sorted({*printed, *(code for code in tree if len(code) == 3)})
    return [
        Line(
            name_of(code, books.year)
            if style.summary_codes
            else f"{numeral(i)}、{name_of(code, books.year)}",
            code,
            at(tree.get(code, Entry())),
            code,
        )
        for i, code in enumerate(codes, 1)
    ]


def appropriations(books: Books, style: Style, unit: str) -> Table:
    """Return 财政拨款收入支出决算总表."""
    form = "appropriation-summary"
    scenarios = _scenarios(style) if style.extra_columns else _scenarios(Style(heads=style.heads))
    funds = {"Total": "合计", "GeneralPublicBudget": "一般公共预算财政拨款"}
    funds["GovernmentFund"] = "政府性基金预算财政拨款"
    if books.year >= 2019:
        funds["StateCapital"] = "国有资本经营预算财政拨款"
    left_heads: list[tuple[str, ...]] = [
        ("收入", head) for head in ["项目", *_line_number(style), *scenarios.values()]
    ]
    right_head = "项目（按功能分类）" if style.heads != "terse" else "项目"
    if style.heads == "nested":
        right_heads: list[tuple[str, ...]] = [
            ("支出", right_head),
            *(("支出", h) for h in _line_number(style)),
            *(("支出", "决算数", head) for head in funds.values()),
        ]
    else:
        right_heads = [
            ("支出", head) for head in [right_head, *_line_number(style), *funds.values()]
        ]
    paths = [*left_heads, *right_heads]
    trees = {
        "GeneralPublicBudget": books.tree(("general",)),
        "GovernmentFund": books.tree(("fund",)),
        "StateCapital": books.tree(("capital",)),
    }
    totals = {
        "GeneralPublicBudget": books.total("general"),
        "GovernmentFund": books.total("fund"),
        "StateCapital": books.total("capital"),
    }
    shown = [fund for fund in trees if fund in funds]

    def at(fen: int) -> dict[str, int | None]:
        return {column: _scenario(fen, column) for column in scenarios}

    def by_fund(amounts: dict[str, int]) -> dict[str, int | None]:
        return {"Total": sum(amounts.values()), **{fund: amounts[fund] for fund in shown}}

    names = {
        "GeneralPublicBudget": "一般公共预算财政拨款",
        "GovernmentFund": "政府性基金预算财政拨款",
        "StateCapital": "国有资本经营预算财政拨款",
    }
    left = [
        Line(
            f"{numeral(i)}、{names[fund]}",
            f"{fund}AppropriationRevenue",
            at(totals[fund].received),
        )
        for i, fund in enumerate(shown, 1)
    ]
    received = sum(totals[fund].received for fund in shown)
    opening = sum(totals[fund].opening for fund in shown)
    left_tail = [
        Line("本年收入合计", "TotalRevenueForYear", at(received)),
        Line("年初财政拨款结转和结余", "OpeningCarryOverAndSurplus", at(opening)),
        *(
            Line(f"　{numeral(i)}、{names[fund]}", f"Opening{fund}", at(totals[fund].opening))
            for i, fund in enumerate(shown, 1)
        ),
        Line("总计", "GrandTotalSources", at(received + opening)),
    ]
    classes = {code for tree in trees.values() for code in tree if len(code) == 3}
    union = {code: Entry() for code in classes}
    right = [
        Line(
            line.label,
            line.row,
            by_fund({fund: trees[fund].get(line.row, Entry()).spent for fund in shown}),
            line.code,
        )
        for line in _classes(union, books, Style(all_classes=style.all_classes), lambda e: {})
    ]
    right_tail = [
        Line(
            "本年支出合计",
            "TotalExpenditureForYear",
            by_fund({fund: totals[fund].spent for fund in shown}),
        ),
        Line(
            "年末财政拨款结转和结余",
            "ClosingCarryOverAndSurplus",
            by_fund({fund: totals[fund].closing for fund in shown}),
        ),
        *(Line("", KEPT) for _ in shown),
        Line(
            "总计",
            "GrandTotalUses",
            by_fund({fund: totals[fund].spent + totals[fund].closing for fund in shown}),
        ),
    ]
    table = Table(
        form,
        style.title(form, books.year),
        style.number(form),
        unit,
        heads_of(paths, depth(paths)),
        depth(paths),
        len(paths),
        texts=(0, len(left_heads)),
    )
    plain = replace(style, summary_codes=False)
    _fill(table, plain, left, left_tail, right, right_tail, (list(scenarios), list(funds)))
    return table


def _fill(
    table: Table,
    style: Style,
    left: list[Line],
    left_tail: list[Line],
    right: list[Line],
    right_tail: list[Line],
    columns: tuple[list[str], list[str]],
) -> None:
    """Lay the sides next to each other so that their tails end together."""
    head = max(len(left), len(right))
    tail = max(len(left_tail), len(right_tail))
    sides = []
    for lines, ends in ((left, left_tail), (right, right_tail)):
        gap = [Line("", KEPT)] * (tail - len(ends))
        # The grand total stands in the last row of either side.
        sides.append([*lines, *[Line("", KEPT)] * (head - len(lines)), *ends[:-1], *gap, ends[-1]])
    if style.column_numbers:
        row: list[Cell | str] = []
        count = 0
        for side in (0, 1):
            row += [*[""] * (style.summary_codes and side), "栏次"]
            row += [""] * style.line_numbers
            for _ in columns[side]:
                count += 1
                row.append(str(count))
        table.add(*row)
    rows = len(sides[0])
    for number in range(rows):
        cells: list[Cell | str] = []
        for side in (0, 1):
            line = sides[side][number]
            if side and style.summary_codes:
                cells.append(line.code)
            cells.append(line.label)
            if style.line_numbers:
                cells.append(str(number + 1 + rows * side))
            for column in columns[side]:
                fen = line.amounts.get(column)
                if fen is None:
                    cells.append("")
                else:
                    key = (line.row, column) if line.row else None
                    cells.append(style.amount(fen, table.form, key))
        table.add(*cells)

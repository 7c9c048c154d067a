"""一般公共预算财政拨款基本支出决算表: economic categories in the shapes that offices use."""

from __future__ import annotations

from bench.accuracy.books import Books
from bench.accuracy.codes import ECONOMIC, OLD_ECONOMIC
from bench.accuracy.style import Style
from bench.accuracy.table import Cell, Table, depth, heads_of

FORM = "general-budget-basic-expenditure"
_Entry = tuple[str, str, int]


def economic(books: Books, style: Style, unit: str) -> Table:
    """Return the form in the style's shape."""
    if style.economic in ("list", "split"):
        return _listed(books, style, unit)
    return _grouped(books, style, unit, 3 if style.economic == "three" else 2)


def _entries(books: Books, style: Style) -> list[_Entry]:
    """Return (code, name, fen): every category of the year, or those that hold an amount."""
    names = OLD_ECONOMIC if books.year < 2018 else ECONOMIC
    tree = books.economic_tree()
    codes = list(names) if style.all_classes else [code for code in names if code in tree]
    return [(code, names[code], tree.get(code, 0)) for code in codes]


def _table(books: Books, style: Style, unit: str, paths: list[tuple[str, ...]]) -> Table:
    rows = depth(paths)
    return Table(
        FORM,
        style.title(FORM, books.year),
        style.number(FORM),
        unit,
        heads_of(paths, rows),
        rows,
        len(paths),
    )


def _listed(books: Books, style: Style, unit: str) -> Table:
    """One category a row: an amount, or total, personnel and operating side by side."""
    split = style.economic == "split"
    code = "经济分类科目编码" if style.heads != "terse" else "科目编码"
    texts: list[tuple[str, ...]] = [("项目", code), ("项目", "科目名称")]
    if split:
        amounts = [("本年基本支出", head) for head in ("合计", "人员经费", "公用经费")]
    else:
        amounts = [("决算数",)]
    paths = [*texts, *amounts]
    table = _table(books, style, unit, list(paths))
    table.texts = (0, 1)
    total = books.personnel + books.operating

    def cells(row: str, fen: int, personnel: int, operating: int) -> list[Cell]:
        values = {"Amount": fen}
        if split:
            values |= {"Personnel": personnel, "Operating": operating}
        return [style.amount(v, FORM, (row, column)) for column, v in values.items()]

    head = [
        Cell("合计", span=2),
        *cells("BasicExpenditure", total, books.personnel, books.operating),
    ]
    if not style.totals_last:
        table.add(*head)
    for code, name, fen in _entries(books, style):
        own = code[:3] in ("301", "303")
        table.add(code, name, *cells(code, fen, fen if own else 0, 0 if own else fen))
    if style.totals_last:
        table.add(*head)
    return table


def _grouped(books: Books, style: Style, unit: str, groups: int) -> Table:
    """Two or three column groups: personnel at the left, all else to the right of it."""
    code = "经济分类科目编码" if style.heads == "nested" else "科目编码"
    amount = "决算数" if style.heads == "usual" else "金额"
    inner = (code, "科目名称", amount)
    over = ["人员经费", *["公用经费"] * (groups - 1)]
    paths = [(head, text) for head in over for text in inner]
    if style.heads == "terse":
        paths = [(text,) for _ in over for text in inner]
    table = _table(books, style, unit, list(paths))
    table.texts = tuple(i for i in range(len(paths)) if i % 3 != 2)
    entries = _entries(books, style)
    personnel = [entry for entry in entries if entry[0][:3] in ("301", "303")]
    other = [entry for entry in entries if entry[0][:3] not in ("301", "303")]
    height = max(len(personnel), -(-len(other) // (groups - 1)))
    lists = [personnel]
    for group in range(groups - 1):
        lists.append(other[group * height : (group + 1) * height])
    for number in range(height):
        cells: list[Cell | str] = []
        for entries in lists:
            if number >= len(entries):
                cells += ["", "", ""]
                continue
            code, name, fen = entries[number]
            indent = 1 if style.codes == "indented" and len(code) > 3 else 0
            cells += [code, Cell(name, indent=indent), style.amount(fen, FORM, (code, "Amount"))]
        table.add(*cells)
    table.add(
        Cell("人员经费合计", span=2),
        style.amount(books.personnel, FORM, ("PersonnelExpenditure", "Amount")),
        Cell("公用经费合计", span=2 if groups == 2 else 5),
        style.amount(books.operating, FORM, ("OperatingExpenditure", "Amount")),
    )
    if style.economic == "wide":
        total = books.personnel + books.operating
        table.add(Cell("合计", span=5), style.amount(total, FORM, ("BasicExpenditure", "Amount")))
    return table

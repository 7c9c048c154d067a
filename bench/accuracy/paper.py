"""A whole document: the forms of some books, what stands around them, and the truth of it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from bench.accuracy.books import Books
from bench.accuracy.characters import respell
from bench.accuracy.coded import expenditure, fund, general, revenue
from bench.accuracy.economic import economic
from bench.accuracy.sided import appropriations, summary
from bench.accuracy.style import FORMS, Style
from bench.accuracy.table import Table
from bench.accuracy.three import extra_forms, three_public


@dataclass(frozen=True)
class Look:
    """How the pages look. Comments list the other values."""

    landscape: bool = False
    rotate: int = 0  # 90 | 270
    repeat_header: bool = True
    repeat_part: bool = False  # only the last row of the header is repeated (reportlab)
    lines: str = "grid"  # none | head | rows | open
    coloured: bool = False
    font: str = "song"  # hei
    size: float = 9
    title_before: bool = False
    title_inside: bool = False
    per_page: int = 1
    narrow: bool = False  # codes and names wrap
    tall: bool = False  # high rows, so that forms go over many pages and rows split
    meta: str = "lines"  # one-line | above
    cover: bool = True
    contents: bool = True
    prose: str = "around"  # none | before (forms at the end)
    footer: bool = True
    characters: str = "usual"  # radicals | traditional

    @property
    def padding(self) -> float:
        """The points between a cell's border and its text: more where no line parts the cells."""
        return 2 if self.lines in ("grid", "open") else 5


@dataclass(frozen=True)
class Text:
    """A paragraph."""

    text: str
    size: float = 10.5
    align: str = "left"


@dataclass(frozen=True)
class Meta:
    """One line over a table with texts at the left, in the middle and at the right."""

    left: str = ""
    middle: str = ""
    right: str = ""


@dataclass(frozen=True)
class Break:
    """A new page."""


@dataclass(frozen=True)
class Grid:
    """A table; ``title`` is what its own first rows say where the title stands inside it."""

    table: Table
    inside: tuple[Meta, ...] = ()


Block = Text | Meta | Break | Grid


@dataclass
class Paper:
    """A document to be rendered, with the features that it is counted under."""

    name: str
    program: str
    books: Books
    style: Style
    look: Look
    features: tuple[str, ...] = ()
    tables: list[Table] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Print the tables."""
        self.tables = self.tables or tables_of(self.books, self.style)


def tables_of(books: Books, style: Style) -> list[Table]:
    """Return the forms in the order of their printed numbers, then those beyond the nine."""
    made: list[Table] = []
    for form in sorted(FORMS, key=lambda f: style.order[FORMS.index(f)]):
        if style.only and form not in style.only:
            continue
        unit = style.unit_of(form)
        if form == "revenue-expenditure-summary":
            table = summary(books, style, unit)
        elif form == "appropriation-summary":
            table = appropriations(books, style, unit)
        elif form == "revenue":
            table = revenue(books, style, unit)
        elif form == "expenditure":
            table = expenditure(books, style, unit)
        elif form == "general-budget-expenditure":
            table = general(books, style, unit)
        elif form == "general-budget-basic-expenditure":
            table = economic(books, style, unit)
        elif form == "three-public-expenses":
            table = three_public(books, style, unit)
        else:
            table = fund(books, style, unit, form)
        if style.notes != "none":
            table.notes.insert(0, f"注：本表反映{books.level}本年度的相关收支情况。")
        if style.notes == "many":
            table.notes.append("1.本表以“万元”为金额单位时，因四舍五入可能存在尾差。")
            table.notes.append("2.本套报表数据来源于2个预算单位的汇总。")
        made.append(table)
    if style.extra_forms:
        made += extra_forms(books, style, style.unit)
    return made


def flow(paper: Paper) -> list[Block]:
    """Return the blocks of a document in reading order, in the characters of its look."""
    return [respelled(block, paper.look.characters) for block in _flow(paper)]


def _flow(paper: Paper) -> list[Block]:
    books, look = paper.books, paper.look
    kind = f"{books.level}决算"
    blocks: list[Block] = []
    if look.cover:
        blocks += [Text(""), Text(""), Text(books.entity, 22, "center")]
        blocks += [Text(f"{books.year}年度{kind}", 22, "center"), Break()]
    if look.contents:
        blocks.append(Text("目    录", 16, "center"))
        blocks.append(Text(f"第一部分  {books.entity}概况{'.' * 40}1"))
        blocks.append(Text(f"第二部分  {books.year}年度{kind}表{'.' * 40}4"))
        for number, table in enumerate(paper.tables, 1):
            blocks.append(Text(f"{_numeral(number)}、{table.title}{'.' * 30}{number + 3}"))
        blocks.append(Text(f"第三部分  {books.year}年度{kind}情况说明{'.' * 40}15"))
        blocks.append(Break())
    if look.prose in ("around", "before"):
        blocks += [Text(f"第一部分  {books.entity}概况", 15, "center"), *_duties(books), Break()]
    if look.prose == "before":
        blocks += [*_narrative(paper), Break()]
    heading = "第五部分  附表" if look.prose == "before" else f"第二部分  {books.year}年度{kind}表"
    blocks.append(Text(heading, 15, "center"))
    if not look.title_before:
        blocks.append(Break())
    for index, table in enumerate(paper.tables):
        if index and index % look.per_page == 0:
            blocks.append(Break())
        blocks += _form(table, paper)
    if look.prose == "around":
        blocks += [Break(), *_narrative(paper)]
    return blocks


def respelled(block: Block, characters: str) -> Block:
    """Return a block in other characters; figures and truth stay as they are."""
    if characters == "usual" or isinstance(block, Break):
        return block
    if isinstance(block, Text):
        return replace(block, text=respell(block.text, characters))
    if isinstance(block, Meta):
        texts = (respell(text, characters) for text in (block.left, block.middle, block.right))
        return Meta(*texts)
    inside = tuple(Meta(*(respell(t, characters) for t in (m.left, m.middle, m.right)))
                   for m in block.inside)  # fmt: skip
    return Grid(respelled_table(block.table, characters), inside)


def respelled_table(table: Table, characters: str) -> Table:
    """Return a table in other characters."""
    return replace(
        table,
        title=respell(table.title, characters),
        heads=[replace(head, text=respell(head.text, characters)) for head in table.heads],
        body=[
            [
                cell if cell.amount else replace(cell, text=respell(cell.text, characters))
                for cell in row
            ]
            for row in table.body
        ],
    )


def _numeral(number: int) -> str:
    return (
        "一二三四五六七八九十"[number - 1] if number <= 10 else f"十{'一二三四五六'[number - 11]}"
    )


def _form(table: Table, paper: Paper) -> Iterator[Block]:
    look, books = paper.look, paper.books
    entity, unit = f"{books.level}：{books.entity}", f"单位：{table.unit}"
    title = Text(table.title, 15, "center")
    if look.title_inside:
        number = (Meta(right=table.number),) if table.number else ()
        yield Grid(table, (Meta(middle=table.title), *number, Meta(entity, "", unit)))
    else:
        if look.meta == "above":
            if table.number:
                yield Text(table.number, 9, "left")
            yield title
            yield Meta(f"公开{entity}", f"{books.year}年度", f"金额{unit}")
        elif look.meta == "one-line":
            yield title
            yield Meta(entity, table.number, unit)
        else:
            yield title
            if look.title_before:
                yield Break()
            if table.number:
                yield Meta(right=table.number)
            yield Text(entity, 9)
            yield Meta(right=unit)
        yield Grid(table)
    for note in table.notes:
        yield Text(note, 9)


def _duties(books: Books) -> list[Block]:
    return [
        Text("一、主要职责", 12),
        Text("（一）贯彻执行国家有关法律、法规和方针、政策，拟订本地区相关规划并组织实施。"),
        Text("（二）承担本地区相关行政管理和公共服务工作；负责所属单位的业务指导和监督检查。"),
        Text("（三）完成上级交办的其他任务。"),
        Text("二、机构设置", 12),
        Text(f"从决算单位构成看，{books.entity}{books.year}年度决算编制范围的单位共3个。"),
    ]


def _narrative(paper: Paper) -> list[Block]:
    """Say what the forms say, in their unit, with a prior year from which the changes follow."""
    books, style = paper.books, paper.style
    every = books.total()
    total = every.opening + every.received + books.surplus_used
    return [
        Text(f"第三部分  {books.year}年度{books.level}决算情况说明", 15, "center"),
        Text("一、收入支出决算总体情况说明", 12),
        Text(
            f"{books.entity}{books.year}年度收、支总计各为"
            f"{_money(total, style)}。与上年相比保持稳定，主要原因是人员和项目与上年基本一致。"
        ),
        Text("二、收入决算情况说明", 12),
        Text(f"本年收入合计{_money(every.received, style)}。"),
        Text("三、支出决算情况说明", 12),
        Text(
            f"本年支出合计{_money(every.spent, style)}，其中：基本支出"
            f"{_money(every.spending['basic'], style)}；项目支出"
            f"{_money(every.spending['project'], style)}。"
        ),
        Text("四、名词解释", 12),
        Text("财政拨款收入：指单位从同级财政部门取得的财政预算资金。"),
        Text("事业收入：指事业单位开展专业业务活动及其辅助活动取得的收入。"),
    ]


def _money(fen: int, style: Style) -> str:
    shown = Style(unit=style.unit, thousands=True).amount(fen, "", None)
    return f"{shown.text}{style.unit}"


def truth(paper: Paper) -> dict[str, object]:
    """Return what a document states, by the generator's own knowledge."""
    cells, kept = [], []
    for table in paper.tables:
        for row in table.body:
            for cell in row:
                if cell.key is None:
                    continue
                form, line, column = cell.key
                if not line:
                    entry = {"form": form or None, "title": table.title, "printed": cell.text}
                    # A zero that no form need have may be kept, or not.
                    kept.append({**entry, "optional": cell.value == 0})
                    continue
                key = {"form": form, "row": line, "column": column}
                cells.append({**key, "printed": cell.text, "value": f"{cell.value:f}"})
    return {
        "document": paper.name,
        "features": list(paper.features),
        "entity": _printed_name(paper),
        "level": "department" if paper.books.level == "部门" else "unit",
        "year": paper.books.year,
        "units": {table.form: table.unit for table in paper.tables if table.form},
        "sound": True,
        "cells": cells,
        "kept": kept,
    }


def _printed_name(paper: Paper) -> str:
    """Return the body's name as printed; radicals are but another code of the same characters."""
    kind = paper.look.characters
    return respell(paper.books.entity, kind if kind == "traditional" else "usual")


def write_truth(paper: Paper, folder: Path) -> None:
    """Write the truth beside the document."""
    text = json.dumps(truth(paper), ensure_ascii=False, indent=0)
    (folder / f"{paper.name}.truth.json").write_text(text, encoding="utf-8")

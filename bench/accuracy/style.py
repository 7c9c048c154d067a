"""How an office words and prints its forms, apart from how the pages look."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal

from bench.accuracy.table import Cell

FORMS = (
    "revenue-expenditure-summary",
    "revenue",
    "expenditure",
    "appropriation-summary",
    "general-budget-expenditure",
    "general-budget-basic-expenditure",
    "three-public-expenses",
    "government-fund",
    "state-capital",
)

TITLES: Mapping[str, tuple[str, ...]] = {
    "usual": (
        "收入支出决算总表",
        "收入决算表",
        "支出决算表",
        "财政拨款收入支出决算总表",
        "一般公共预算财政拨款支出决算表",
        "一般公共预算财政拨款基本支出决算表",
        "一般公共预算财政拨款“三公”经费支出决算表",
        "政府性基金预算财政拨款收入支出决算表",
        "国有资本经营预算财政拨款支出决算表",
    ),
    "public": (
        "收入支出决算公开表",
        "收入决算公开表",
        "支出决算公开表",
        "财政拨款收入支出决算公开表",
        "一般公共预算财政拨款收入支出决算公开表",
        "一般公共预算财政拨款基本支出决算公开表",
        "财政拨款“三公”经费支出决算公开表",
        "政府性基金预算财政拨款收入支出决算公开表",
        "国有资本经营预算财政拨款收入支出决算公开表",
    ),
    "total": (
        "收入支出决算总表",
        "收入决算总表",
        "支出决算总表",
        "财政拨款收入支出决算总表",
        "一般公共预算财政拨款支出决算表",
        "一般公共预算财政拨款基本支出决算明细表",
        "一般公共预算财政拨款“三公”经费及会议费、培训费支出决算表",
        "政府性基金预算财政拨款收入支出决算表",
        "国有资本经营预算财政拨款收入支出决算表",
    ),
    "both": (
        "收支决算总表",
        "收入决算表",
        "支出决算表",
        "财政拨款收支决算总表",
        "一般公共预算财政拨款支出决算表",
        "一般公共预算财政拨款基本支出决算明细表",
        "一般公共预算及政府性基金财政拨款“三公”经费支出决算表",
        "政府性基金预算财政拨款收入支出决算表",
        "国有资本经营预算财政拨款支出决算表",
    ),
    "old": (
        "收入支出决算总表",
        "收入决算表",
        "支出决算表",
        "财政拨款收入支出决算总表",
        "一般公共预算财政拨款支出决算表",
        "一般公共预算财政拨款基本支出决算表",
        "一般公共预算财政拨款“三公”经费支出决算表",
        "政府性基金预算财政拨款收入支出决算表",
        "国有资本经营预算财政拨款支出决算表",
    ),
}

_FULL = str.maketrans("0123456789.,-()", "０１２３４５６７８９．，－（）")


@dataclass(frozen=True)
class Style:
    """One office's habits. Every field but the first names one of the variants listed beside it."""

    unit: str = "万元"
    mixed_units: bool = False  # 三公 in the other unit
    thousands: bool = False
    zero: str = "0.00"  # "" | 0.00 | 0 | — | － | - | 无
    digits: str = "usual"  # usual | full-width | spaced | short (13559.1)
    negative: str = "-{}"
    codes: str = "one"  # one | pieces | cumulative | last-piece | joined | tight | indented | names
    titles: str = "usual"
    numbering: str = "公开{:02d}表"  # "" for none
    order: tuple[int, ...] = (1, 2, 3, 4, 5, 6, 7, 8, 9)  # printed number of each form
    year_in_title: bool = False
    spaced_titles: bool = False
    column_numbers: bool = False
    line_numbers: bool = False
    extra_columns: bool = False  # 年初预算数 全年预算数 决算数 in the summaries
    prior_year: bool = False
    completion: bool = False  # 预算完成率: a column that no form has
    summary_lines: str = "usual"  # usual | with 其中 lines
    all_classes: bool = True
    summary_codes: bool = False
    balances: bool = False  # opening and closing in the general budget form
    fund_balances: bool = True
    economic: str = "two"  # two | three | list | split | wide
    three: str = "lines"  # lines | lines-numbered | matrix | by-item | counts | actual-only
    totals_last: bool = False
    heads: str = "usual"  # usual | terse | nested
    notes: str = "one"  # none | one | many
    extra_forms: bool = False
    only: tuple[str, ...] = ()  # print these forms only
    empty_forms: str = "zero-row"  # zero-row | blank | sentence
    kinds: str = "all"  # all | appropriations-split
    traditional: bool = False
    texts: Mapping[str, str] = field(default_factory=dict)

    def unit_of(self, form: str) -> str:
        """Return the unit in which a form is printed."""
        if self.mixed_units and form == "three-public-expenses":
            return "元" if self.unit == "万元" else "万元"
        return self.unit

    def amount(self, fen: int, form: str, key: tuple[str, str] | None) -> Cell:
        """Return the cell that prints an amount; ``key`` is its row and column."""
        power = 4 if self.unit_of(form) == "万元" else 0
        exact = Decimal(fen).scaleb(-2 - power)
        shown = exact.quantize(Decimal("0.01"), ROUND_HALF_UP)
        if not shown:
            if not self.zero:
                return Cell("")
            zero_key = (form, *key) if key else (form, "", "")
            return Cell(self.zero, key=zero_key, value=Decimal(0), amount=True)
        text = f"{abs(shown):{',' if self.thousands else ''}.2f}"
        if self.digits == "short":
            text = text.rstrip("0").rstrip(".")
        if self.digits == "spaced" and len(text) > 6:
            text = f"{text[:-6]} {text[-6:]}"
        if shown < 0:
            text = self.negative.format(text)
        if self.digits == "full-width":
            text = text.translate(_FULL)
        cell_key = (form, *key) if key else (form, "", "")
        return Cell(text, key=cell_key, value=shown.scaleb(power), amount=True, number=shown)

    def title(self, form: str, year: int) -> str:
        """Return the title of a form as printed."""
        text = TITLES[self.titles][FORMS.index(form)]
        if self.year_in_title:
            text = f"{year}年度{text}"
        if self.spaced_titles:
            text = " ".join(text) if len(text) < 10 else text.replace("决算", " 决 算 ")
        return text

    def number(self, form: str) -> str:
        """Return the printed number of a form."""
        if not self.numbering:
            return ""
        number = self.order[FORMS.index(form)]
        return self.numbering.format(number, zh="一二三四五六七八九十"[number - 1])

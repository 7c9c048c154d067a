"""Rules between a filing and last year's that are no plain sums (rules/years.toml has those)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from juesuan.schema.codes import name_key
from juesuan.validators.engine import Rule, Said
from juesuan.validators.facts import FilingFacts
from juesuan.validators.identities import Identity
from juesuan.validators.model import Check, Severity, Text
from juesuan.validators.rules.classification import axis_of, coded_forms
from juesuan.validators.rules.cross import of_last_year
from juesuan.validators.rules.written import rule

_Names = dict[tuple[str, str], str]
_LIST = "政府收支分类科目 / classification of government revenue and expenditure"
_COLUMN = "PriorYearActual"


@rule(
    "Y-00",
    Severity.WARNING,
    zh="上年度决算是同一单位的",
    en="Last year's filing is of the same body",
    formula=("名称(本年) = 名称(上年)", "name(this year) = name(last year)"),
    source="程序的要求 / the program's own demand",
    previous=True,
)
def same_body(this: Rule, facts: FilingFacts) -> Iterator[Check]:
    """Compare the names of the two filings."""
    last = facts.previous
    here, there = facts.filing.entity.name, last.filing.entity.name if last else ""
    if name_key(here) == name_key(there):
        yield this.passed()
    else:
        yield this.failed(
            f"本年为「{here}」，上年为「{there}」（更名或不是同一单位）",
            f"this year's body is {here}, last year's {there} (renamed, or another)",
        )


@rule(
    "Y-08",
    Severity.WARNING,
    zh="上年决算数一栏等于上年度公布的决算数",
    en="Prior-year columns equal last year's actuals as published",
    formula=("上年决算数 = 决算数(上年度)", "prior-year actual = actual(last year's filing)"),
    source="决算公开表 上年决算数",
    previous=True,
)
def prior_year_columns(_: Rule, facts: FilingFacts) -> Iterator[Said]:
    """Compare every figure of a prior-year column with last year's in the same row."""
    for form in facts.forms.values():
        last = facts.previous.forms.get(form.spec.id) if facts.previous else None
        for (row, column), figures in form.cells.items():
            if column != _COLUMN:
                continue
            if last is None or facts.previous is None:
                yield Text(
                    f"上年度决算没有{form.spec.zh}", f"last year's filing lacks {form.spec.en}"
                )
                break
            printed = last.at(row, "Actual")
            if printed or last.form.empty or row in last.lines:
                then = printed or [last.zero(row, "Actual")]
                year = facts.previous.filing.fiscal_year
                yield Identity(tuple(figures), tuple(of_last_year(o, year) for o in then))
            else:
                yield Text("上年度决算没有列出该行", "last year's filing does not list the row")


@rule(
    "Y-09",
    Severity.INFO,
    zh="同一科目编码的名称与上年一致",
    en="A code bears the name that it bore last year",
    formula=(
        "名称(编码, 本年) = 名称(编码, 上年)",
        "name(code, this year) = name(code, last year)",
    ),
    source=_LIST,
    previous=True,
)
def same_names(this: Rule, facts: FilingFacts) -> Iterator[Check]:
    """Compare the names of codes that both filings list."""
    now, then = _names(facts), _names(facts.previous) if facts.previous else {}
    for (axis, code), name in now.items():
        old = then.get((axis, code))
        if old is None:
            continue
        if name_key(old) == name_key(name):
            yield this.passed()
        else:
            yield this.failed(
                f"科目 {code} 上年名为「{old}」，本年名为「{name}」",
                f"code {code} was {old} last year and is {name} now",
            )


@rule(
    "Y-10",
    Severity.INFO,
    zh="同一名称的科目编码与上年一致（编码变动的应核对口径）",
    en="A category bears the code that it bore last year (where it moved, compare with care)",
    formula=(
        "编码(名称, 本年) = 编码(名称, 上年)",
        "code(name, this year) = code(name, last year)",
    ),
    source=_LIST,
    previous=True,
)
def same_codes(this: Rule, facts: FilingFacts) -> Iterator[Check]:
    """Look for names that one code bears in each filing, and not the same one."""
    now, then = _names(facts), _names(facts.previous) if facts.previous else {}
    new_codes, old_codes = _unique(now), _unique(then)
    for key, code in new_codes.items():
        old = old_codes.get(key)
        if old is None:
            continue
        axis, _, name = key
        if old == code or (axis, code) in then or (axis, old) in now:
            yield this.passed()
        else:
            yield this.failed(
                f"「{name}」上年的科目编码为 {old}，本年为 {code}",
                f"{name} was code {old} last year and is {code} now",
            )


def _names(facts: FilingFacts) -> _Names:
    """Return the first name that a filing prints of each code."""
    names: _Names = {}
    for form in coded_forms(facts):
        for code, rows in form.codes.items():
            for row in rows:
                if row.label:
                    names.setdefault((axis_of(form), code), row.label)
    return names


def _unique(names: _Names) -> dict[tuple[str, int, str], str]:
    """Return the codes of names that one code of a length bears alone."""
    keys = {(axis, code): (axis, len(code), name_key(n)) for (axis, code), n in names.items()}
    counts = Counter(keys.values())
    return {key: code for (_, code), key in keys.items() if counts[key] == 1}

"""Rules on codes against the lists: listed, rightly named, of the year, in the right fund."""

from __future__ import annotations

from collections.abc import Iterator

from juesuan.schema.codes import name_key
from juesuan.schema.filing import Row
from juesuan.schema.rulebook import Years
from juesuan.validators.engine import Rule
from juesuan.validators.facts import FilingFacts, FormFacts
from juesuan.validators.misprints import is_slip
from juesuan.validators.model import Check, Outcome, Severity, Text
from juesuan.validators.rules.classification import alike, axis_of, coded_forms, row_operand
from juesuan.validators.rules.written import rule

_LIST = "政府收支分类科目 / classification of government revenue and expenditure"
_FUNCTION, _FUND = "FunctionalClassification", "FundingSource"


@rule(
    "C-LIST",
    Severity.INFO,
    zh="科目编码在本程序的科目清单中",
    en="A code stands in the program's code list",
    formula=("编码 ∈ 清单", "code ∈ list"),
    source=_LIST,
)
def in_list(this: Rule, facts: FilingFacts) -> Iterator[Check]:
    """Note codes that the list lacks: it may be incomplete, so no check has failed."""
    for form in coded_forms(facts):
        if reason := _list_of_other_years(facts, axis_of(form)):
            yield this.not_evaluated(reason.zh, reason.en)
            continue
        unlisted = [c for c in form.codes if facts.dictionary.codes[axis_of(form)].get(c) is None]
        for _ in range(len(form.codes) - len(unlisted)):
            yield this.passed()
        if unlisted:
            codes = " ".join(unlisted)
            message = Text(
                f"{form.spec.zh}中有 {len(unlisted)} 个科目不在程序的清单中：{codes}",
                f"{form.spec.en}: {len(unlisted)} codes are not in the program's list: {codes}",
            )
            operands = tuple(row_operand(form, form.codes[code][0]) for code in unlisted)
            yield Check(this.id, Outcome.NOT_EVALUATED, message, operands, noted=True)


@rule(
    "C-LISTNAME",
    Severity.INFO,
    zh="科目名称与科目清单一致",
    en="A code's name agrees with the code list",
    formula=("名称 ∈ 清单(编码)", "name ∈ list(code)"),
    source=_LIST,
)
def list_name(this: Rule, facts: FilingFacts) -> Iterator[Check]:
    """Compare each printed name with the list; an unconfirmed entry judges nothing.

    A name that the code bore in the year of the filing is right too.
    """
    rulebook, year = facts.dictionary.rulebook, facts.filing.fiscal_year
    seen: set[tuple[str, str, str]] = set()
    for form, code, row in _named_rows(facts):
        codes = facts.dictionary.codes[axis_of(form)]
        entry, key = codes.get(code), (axis_of(form), code, name_key(row.label or ""))
        if entry is None or key in seen or year not in rulebook.list_years[axis_of(form)]:
            continue
        seen.add(key)
        old = rulebook.old_name(axis_of(form), code, row.label or "")
        if codes.agrees(code, row.label or "") or (old and year in old.years):
            yield this.passed()
            continue
        confirmed = entry.status == "observed"
        zh = "" if confirmed else "（清单中的该条目尚未证实）"
        en = "" if confirmed else " (the list's entry is not yet confirmed)"
        if old:
            zh, en = f"{zh}（旧名称）", f"{en} (an old name)"
        message = Text(
            f"{form.spec.zh}：科目 {code} 印为「{row.label}」，清单为「{entry.name_zh}」{zh}",
            f"{form.spec.en}: code {code} is printed {row.label}, the list has {entry.name_zh}{en}",
        )
        outcome = Outcome.FAILED if confirmed else Outcome.NOT_EVALUATED
        yield Check(this.id, outcome, message, (row_operand(form, row),), noted=True)


@rule(
    "C-MEANT",
    Severity.WARNING,
    zh="清单中没有的科目编码，不带有相近编码的科目名称（否则可能是编码误植）",
    en="A code that the list lacks does not bear the name of a code much like it (a misprint)",
    formula=(
        "编码 ∉ 清单 → 名称(编码) ≠ 名称(相近编码)",
        "code ∉ list → name(code) ≠ name(a code like it)",
    ),
    source=_LIST,
)
def not_mistyped(this: Rule, facts: FilingFacts) -> Iterator[Check]:
    """Look for codes that only one form lists, under a name that another code bears.

    The other code is listed by another form and not by this one, or is the only one of the list
    with that name.
    """
    for form, code, row in _named_rows(facts):
        place, codes = form.spec.classification, facts.dictionary.codes[axis_of(form)]
        others = list(alike(form, facts))
        if _list_of_other_years(facts, axis_of(form)) or (place and place.by_name):
            continue
        if codes.get(code) or any(code in other.codes for other in others):
            yield this.passed()
            continue
        name = row.label or ""
        meant = {
            other_code
            for other in others
            for other_code, rows in other.codes.items()
            if any(name_key(r.label or "") == name_key(name) for r in rows)
        }
        listed = codes.by_name(name, len(code))
        meant |= set(listed) if len(listed) == 1 else set()
        like = sorted(
            m for m in meant - set(form.codes) if len(m) == len(code) and is_slip(code, m)
        )
        if not like:
            yield this.passed()
            continue
        yield this.failed(
            f"{form.spec.zh}：清单中没有科目 {code}，「{name}」的编码是 {'、'.join(like)}",
            f"{form.spec.en}: the list lacks code {code}; {name} has the code {', '.join(like)}",
            row_operand(form, row),
        )


@rule(
    "C-YEAR",
    Severity.INFO,
    zh="科目在决算年度有效",
    en="A code was in force in the fiscal year",
    formula=("年度 ∈ 有效年度(编码)", "year ∈ years(code)"),
    source=_LIST,
)
def in_force(this: Rule, facts: FilingFacts) -> Iterator[Check]:
    """Note codes of other years (codes/years.csv): the years are not confirmed, so none fails."""
    year, known = facts.filing.fiscal_year, facts.dictionary.rulebook.code_years
    for form in coded_forms(facts):
        for code, rows in form.codes.items():
            prefixes = (code[:n] for n in range(len(code), 2, -1))
            years = next(
                (known[axis_of(form), p] for p in prefixes if (axis_of(form), p) in known), None
            )
            if years is None or not any(fact.value for row in rows for fact in row.facts):
                continue
            if year in years:
                yield this.passed()
                continue
            said = Text(
                f"{form.spec.zh}：科目 {code} 的有效年度为{_span(years).zh}，本决算为 {year} 年度",
                f"{form.spec.en}: code {code} is of {_span(years).en}, the accounts of {year}",
            )
            operands = tuple(row_operand(form, row) for row in rows)
            yield Check(this.id, Outcome.NOT_EVALUATED, said, operands, noted=True)


@rule(
    "C-FUND",
    Severity.WARNING,
    zh="科目列在其所属预算的财政拨款中（如土地出让支出列政府性基金，223 类列国有资本经营预算）",
    en="A code stands under the budget to which it belongs (land sale codes under the fund, ...)",
    formula=("预算(编码) = 预算(表或栏)", "budget(code) = budget(form or column)"),
    source=_LIST,
)
def right_fund(this: Rule, facts: FilingFacts) -> Iterator[Check]:
    """Compare the fund of every figure with that of its code, where codes/funds.csv knows it."""
    labels = {m.member: m for m in facts.dictionary.members if m.axis == _FUND}
    for form in coded_forms(facts):
        for code, rows in form.codes.items():
            fund = facts.dictionary.rulebook.fund_of(code)
            if fund is None or axis_of(form) != _FUNCTION:
                continue
            stands = {
                dict(fact.dimensions).get(_FUND) for row in rows for fact in row.facts if fact.value
            }
            wrong = sorted(f for f in stands if f and f != fund and f != "FiscalAppropriation")
            if not wrong:
                yield this.passed()
                continue
            here, there = labels[wrong[0]], labels[fund]
            yield this.failed(
                f"{form.spec.zh}：科目 {code} 列在{here.label_zh}中，它属于{there.label_zh}",
                f"{form.spec.en}: code {code} stands under {here.label_en}, it belongs to "
                f"{there.label_en}",
                *(row_operand(form, row) for row in rows),
            )


def _named_rows(facts: FilingFacts) -> Iterator[tuple[FormFacts, str, Row]]:
    for form in coded_forms(facts):
        for code, rows in form.codes.items():
            yield from ((form, code, row) for row in rows if row.label)


def _list_of_other_years(facts: FilingFacts, axis: str) -> Text | None:
    """Return why a code list judges nothing, if it is of other years than the filing."""
    years = facts.dictionary.rulebook.list_years[axis]
    if facts.filing.fiscal_year in years:
        return None
    span = _span(years)
    return Text(f"科目清单适用于{span.zh}", f"the code list is of {span.en}")


def _span(years: Years) -> Text:
    first, last = years.first or "", years.last or ""
    return Text(f" {first}–{last} 年度", f"{first}–{last}")

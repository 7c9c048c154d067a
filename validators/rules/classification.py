"""Rules on codes and their names."""

from __future__ import annotations

from collections.abc import Iterator

from juesuan.schema.codes import name_key
from juesuan.schema.filing import NOWHERE, Row
from juesuan.validators.engine import Rule
from juesuan.validators.facts import FilingFacts, FormFacts
from juesuan.validators.model import Check, Operand, Outcome, Severity, Text
from juesuan.validators.rules.written import rule

_LIST = "政府收支分类科目 / classification of government revenue and expenditure"
_DETAIL, _WHOLE = "general-budget-expenditure", "expenditure"


@rule(
    "C-NAME",
    Severity.WARNING,
    zh="同一科目编码在各表中的名称一致",
    en="A code bears the same name in every form",
    formula=("名称(编码, 表A) = 名称(编码, 表B)", "name(code, form A) = name(code, form B)"),
    source=_LIST,
)
def same_name(this: Rule, facts: FilingFacts) -> Iterator[Check]:
    """Compare the names that the forms print for each code."""
    printed: dict[tuple[str, str], list[tuple[FormFacts, Row]]] = {}
    for form in _coded_forms(facts):
        for code, rows in form.codes.items():
            printed.setdefault((_axis(form), code), []).extend((form, r) for r in rows if r.label)
    for (_, code), places in printed.items():
        names: dict[str, list[tuple[FormFacts, Row]]] = {}
        for form, row in places:
            names.setdefault(name_key(row.label or ""), []).append((form, row))
        if len(names) < 2:
            yield this.passed()
            continue
        said = [(rows[0][1].label, [form.spec for form, _ in rows]) for rows in names.values()]
        zh = "；".join(f"「{name}」（{'、'.join(s.zh for s in specs)}）" for name, specs in said)
        en = "; ".join(f"{name} ({', '.join(s.en for s in specs)})" for name, specs in said)
        yield this.failed(
            f"科目 {code} 的名称不一致：{zh}",
            f"code {code} has several names: {en}",
            *(_operand(form, row) for form, row in places),
        )


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
    for form in _coded_forms(facts):
        unlisted = [c for c in form.codes if facts.dictionary.codes[_axis(form)].get(c) is None]
        for _ in range(len(form.codes) - len(unlisted)):
            yield this.passed()
        if unlisted:
            codes = " ".join(unlisted)
            message = Text(
                f"{form.spec.zh}中有 {len(unlisted)} 个科目不在程序的清单中：{codes}",
                f"{form.spec.en}: {len(unlisted)} codes are not in the program's list: {codes}",
            )
            operands = tuple(_operand(form, form.codes[code][0]) for code in unlisted)
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
    """Compare each printed name with the list; an unconfirmed entry judges nothing."""
    seen: set[tuple[str, str, str]] = set()
    for form, code, row in _named_rows(facts):
        codes = facts.dictionary.codes[_axis(form)]
        entry, key = codes.get(code), (_axis(form), code, name_key(row.label or ""))
        if entry is None or key in seen:
            continue
        seen.add(key)
        if codes.agrees(code, row.label or ""):
            yield this.passed()
            continue
        confirmed = entry.status == "observed"
        zh = "" if confirmed else "（清单中的该条目尚未证实）"
        en = "" if confirmed else " (the list's entry is not yet confirmed)"
        message = Text(
            f"{form.spec.zh}：科目 {code} 印为「{row.label}」，清单为「{entry.name_zh}」{zh}",
            f"{form.spec.en}: code {code} is printed {row.label}, the list has {entry.name_zh}{en}",
        )
        outcome = Outcome.FAILED if confirmed else Outcome.NOT_EVALUATED
        yield Check(this.id, outcome, message, (_operand(form, row),), noted=True)


@rule(
    "C-DUP",
    Severity.ERROR,
    zh="同一张表中科目编码不重复",
    en="A code stands once in a form",
    formula=("行数(编码) = 1", "rows(code) = 1"),
    source=_LIST,
)
def no_duplicate(this: Rule, facts: FilingFacts) -> Iterator[Check]:
    """Count the rows of each code."""
    for form in _coded_forms(facts):
        for code, rows in form.codes.items():
            if len(rows) == 1:
                yield this.passed()
                continue
            yield this.failed(
                f"{form.spec.zh}中科目 {code} 出现 {len(rows)} 次",
                f"{form.spec.en}: code {code} stands {len(rows)} times",
                *(_operand(form, row) for row in rows),
            )


@rule(
    "C-PARENT",
    Severity.WARNING,
    zh="列出下级科目的，上级科目也应列出",
    en="Where a form lists a level of codes, every lower code has its parent listed",
    formula=("上级(编码) ∈ 表", "parent(code) ∈ form"),
    source=_LIST,
)
def has_parent(this: Rule, facts: FilingFacts) -> Iterator[Check]:
    """Look for the parents of each code at the levels that its form prints."""
    for form in _coded_forms(facts):
        levels = form.spec.classification.levels if form.spec.classification else ()
        printed = {len(code) for code in form.codes}
        for code, rows in form.codes.items():
            parents = [code[:n] for n in levels if n < len(code) and n in printed]
            missing = [parent for parent in parents if parent not in form.codes]
            if not missing:
                yield this.passed()
                continue
            yield this.failed(
                f"{form.spec.zh}：列有科目 {code}，没有列出它的上级 {'、'.join(missing)}",
                f"{form.spec.en}: code {code} stands without its parent {', '.join(missing)}",
                *(_operand(form, row) for row in rows),
            )


@rule(
    "C-WITHIN",
    Severity.ERROR,
    zh="一般公共预算财政拨款支出决算表的科目都列在支出决算表中",
    en="Every code of the general budget form is listed in the expenditure form",
    formula=("编码(一般公共预算) ⊆ 编码(支出)", "codes(general budget) ⊆ codes(expenditure)"),
    source="决算公开表 支出决算表",
    forms=(_DETAIL, _WHOLE),
)
def general_budget_within_expenditure(this: Rule, facts: FilingFacts) -> Iterator[Check]:
    """Look for each code in the expenditure form, where that form lists codes so long."""
    detail, whole = facts.forms[_DETAIL], facts.forms[_WHOLE]
    lengths = {len(code) for code in whole.codes}
    for code, rows in detail.codes.items():
        if code in whole.codes:
            yield this.passed()
        elif len(code) in lengths:
            yield this.failed(
                f"{detail.spec.zh}列有科目 {code}，{whole.spec.zh}没有列出",
                f"{detail.spec.en} lists code {code}, which {whole.spec.en} lacks",
                *(_operand(detail, row) for row in rows),
            )
    if detail.codes and not lengths:
        yield this.not_evaluated(f"{whole.spec.zh}没有列出科目", f"{whole.spec.en} lists no codes")


def _coded_forms(facts: FilingFacts) -> Iterator[FormFacts]:
    return (form for form in facts.forms.values() if form.codes)


def _named_rows(facts: FilingFacts) -> Iterator[tuple[FormFacts, str, Row]]:
    for form in _coded_forms(facts):
        for code, rows in form.codes.items():
            yield from ((form, code, row) for row in rows if row.label)


def _axis(form: FormFacts) -> str:
    return form.spec.classification.axis if form.spec.classification else ""


def _operand(form: FormFacts, row: Row) -> Operand:
    """Return the operand that shows where a row stands: its first figure's place, its name."""
    place = row.facts[0].place if row.facts else NOWHERE
    label = Text(f"科目 {row.code}", f"code {row.code}")
    return Operand(form.spec.id, row.code or "", "", label, None, printed=row.label, place=place)

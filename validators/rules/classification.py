"""Rules on codes and their names."""

from __future__ import annotations

from collections.abc import Iterator

from juesuan.schema.codes import name_key
from juesuan.schema.dictionary import load_dictionary
from juesuan.schema.filing import NOWHERE, Row
from juesuan.validators.engine import CheckFunction, Rule
from juesuan.validators.facts import FilingFacts, FormFacts
from juesuan.validators.model import Check, Operand, Severity, Text
from juesuan.validators.rules.written import rule

_LIST = "政府收支分类科目 / classification of government revenue and expenditure"
_GENERAL, _FUND = "general-budget-expenditure", "government-fund"
_CAPITAL = "state-capital"


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
    for form in coded_forms(facts):
        for code, rows in form.codes.items():
            printed.setdefault((axis_of(form), code), []).extend((form, r) for r in rows if r.label)
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
            *(row_operand(form, row) for form, row in places),
        )


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
    for form in coded_forms(facts):
        for code, rows in form.codes.items():
            if len(rows) == 1:
                yield this.passed()
                continue
            yield this.failed(
                f"{form.spec.zh}中科目 {code} 出现 {len(rows)} 次",
                f"{form.spec.en}: code {code} stands {len(rows)} times",
                *(row_operand(form, row) for row in rows),
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
    for form in coded_forms(facts):
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
                *(row_operand(form, row) for row in rows),
            )


_EXPENDITURE = ("TotalExpenditureForYear", "BasicExpenditure", "ProjectExpenditure")
_REVENUE = ("TotalRevenueForYear",)
_WITHIN = {
    "C-WITHIN": (_GENERAL, "expenditure", _EXPENDITURE),
    "C-WITHIN-FUND": (_FUND, "expenditure", _EXPENDITURE),
    "C-WITHIN-CAPITAL": (_CAPITAL, "expenditure", _EXPENDITURE),
    "C-WITHIN-REVENUE": (_FUND, "revenue", _REVENUE),
}
"""Forms whose codes with figures in some columns are listed in another form too."""


def _codes_within(part: str, whole: str, columns: tuple[str, ...]) -> CheckFunction:
    """Look for each code with a figure in the other form, where that form lists codes so long."""

    def check(this: Rule, facts: FilingFacts) -> Iterator[Check]:
        detail, other = facts.forms[part], facts.forms[whole]
        lengths = {len(code) for code in other.codes}
        for code, rows in detail.codes.items():
            if not any(operand.value for c in columns for operand in detail.at(code, c)):
                continue
            if code in other.codes:
                yield this.passed()
            elif len(code) in lengths:
                yield this.failed(
                    f"{detail.spec.zh}列有科目 {code}，{other.spec.zh}没有列出",
                    f"{detail.spec.en} lists code {code}, which {other.spec.en} lacks",
                    *(row_operand(detail, row) for row in rows),
                )
        if detail.codes and not lengths:
            yield this.not_evaluated(
                f"{other.spec.zh}没有列出科目", f"{other.spec.en} lists no codes"
            )

    return check


for _rule_id, (_part, _whole, _columns) in _WITHIN.items():
    _specs = load_dictionary().form(_part), load_dictionary().form(_whole)
    rule(
        _rule_id,
        Severity.ERROR,
        zh=f"{_specs[0].zh}有发生额的科目都列在{_specs[1].zh}中",
        en=f"Every code with figures in {_specs[0].en} is listed in {_specs[1].en}",
        formula=(
            f"编码({_specs[0].zh}) ⊆ 编码({_specs[1].zh})",
            f"codes({_specs[0].en}) ⊆ codes({_specs[1].en})",
        ),
        source=f"决算公开表 {_specs[1].zh}（反映全部资金）",
        forms=(_part, _whole),
    )(_codes_within(_part, _whole, _columns))


def coded_forms(facts: FilingFacts) -> Iterator[FormFacts]:
    """Yield the forms that list codes."""
    return (form for form in facts.forms.values() if form.codes)


def alike(form: FormFacts, facts: FilingFacts) -> Iterator[FormFacts]:
    """Yield the other forms that list codes of the same classification."""
    others = (other for other in coded_forms(facts) if other is not form)
    return (other for other in others if axis_of(other) == axis_of(form))


def axis_of(form: FormFacts) -> str:
    """Return the axis of a form's codes."""
    return form.spec.classification.axis if form.spec.classification else ""


def row_operand(form: FormFacts, row: Row) -> Operand:
    """Return the operand that shows where a row stands: its first figure's place, its name."""
    place = row.facts[0].place if row.facts else NOWHERE
    label = Text(f"科目 {row.code}", f"code {row.code}")
    return Operand(form.spec.id, row.code or "", "", label, None, printed=row.label, place=place)

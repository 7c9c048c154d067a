"""Rules on codes and their names."""

from __future__ import annotations

from collections.abc import Iterator

from juesuan.schema.codes import name_key
from juesuan.schema.filing import NOWHERE, Row
from juesuan.schema.spec import Dictionary
from juesuan.validators.engine import Rule
from juesuan.validators.facts import FilingFacts, FormFacts
from juesuan.validators.model import Check, Operand, Outcome, Severity, Text

_LIST = "政府收支分类科目 / classification of government revenue and expenditure"


def classification_rules(dictionary: Dictionary) -> Iterator[Rule]:
    """Yield the rules on codes and names."""
    yield Rule(
        "C-NAME",
        Severity.WARNING,
        (),
        Text(
            "同一科目编码在各表中的名称一致",
            "A code bears the same name in every form",
        ),
        Text("名称(编码, 表A) = 名称(编码, 表B)", "name(code, form A) = name(code, form B)"),
        _LIST,
        _same_name,
    )
    yield Rule(
        "C-LIST",
        Severity.INFO,
        (),
        Text("科目编码在本程序的科目清单中", "A code stands in the program's code list"),
        Text("编码 ∈ 清单", "code ∈ list"),
        _LIST,
        _in_list,
    )
    yield Rule(
        "C-LISTNAME",
        Severity.INFO,
        (),
        Text("科目名称与科目清单一致", "A code's name agrees with the code list"),
        Text("名称 ∈ 清单(编码)", "name ∈ list(code)"),
        _LIST,
        _list_name,
    )
    yield Rule(
        "C-DUP",
        Severity.ERROR,
        (),
        Text("同一张表中科目编码不重复", "A code stands once in a form"),
        Text("行数(编码) = 1", "rows(code) = 1"),
        _LIST,
        _no_duplicate,
    )
    yield Rule(
        "C-PARENT",
        Severity.WARNING,
        (),
        Text(
            "列出下级科目的，上级科目也应列出",
            "Where a form lists a level of codes, every lower code has its parent listed",
        ),
        Text("上级(编码) ∈ 表", "parent(code) ∈ form"),
        _LIST,
        _has_parent,
    )


def _coded_forms(facts: FilingFacts) -> Iterator[FormFacts]:
    return (form for form in facts.forms.values() if form.codes)


def _operand(form: FormFacts, row: Row) -> Operand:
    """Return the operand that shows where a row stands: its first figure's place, its name."""
    place = row.facts[0].place if row.facts else NOWHERE
    name = f"{row.code} {row.label or ''}".strip()
    label = Text(name, name)
    return Operand(form.spec.id, row.code or "", "", label, None, printed=row.label, place=place)


def _same_name(rule: Rule, facts: FilingFacts) -> Iterator[Check]:
    printed: dict[tuple[str, str], list[tuple[FormFacts, Row]]] = {}
    for form in _coded_forms(facts):
        axis = form.spec.classification.axis if form.spec.classification else ""
        for code, rows in form.codes.items():
            printed.setdefault((axis, code), []).extend((form, r) for r in rows if r.label)
    for (_, code), places in printed.items():
        names: dict[str, list[tuple[FormFacts, Row]]] = {}
        for form, row in places:
            names.setdefault(name_key(row.label or ""), []).append((form, row))
        if len(names) < 2:
            yield rule.passed()
            continue
        said = [(rows[0][1].label, [form.spec for form, _ in rows]) for rows in names.values()]
        zh = "；".join(f"「{name}」（{'、'.join(s.zh for s in specs)}）" for name, specs in said)
        en = "; ".join(f"{name} ({', '.join(s.en for s in specs)})" for name, specs in said)
        message = Text(f"科目 {code} 的名称不一致：{zh}", f"code {code} has several names: {en}")
        operands = tuple(_operand(form, row) for form, row in places)
        yield Check(rule.id, Outcome.FAILED, message, operands)


def _in_list(rule: Rule, facts: FilingFacts) -> Iterator[Check]:
    """An unlisted code is information: the list may be incomplete, so no check has failed."""
    for form in _coded_forms(facts):
        axis = form.spec.classification.axis if form.spec.classification else ""
        unlisted = [c for c in form.codes if facts.dictionary.codes[axis].get(c) is None]
        for _ in range(len(form.codes) - len(unlisted)):
            yield rule.passed()
        if unlisted:
            codes = " ".join(unlisted)
            message = Text(
                f"{form.spec.zh}中有 {len(unlisted)} 个科目不在程序的清单中：{codes}",
                f"{form.spec.en}: {len(unlisted)} codes are not in the program's list: {codes}",
            )
            operands = tuple(_operand(form, form.codes[code][0]) for code in unlisted)
            yield Check(rule.id, Outcome.NOT_EVALUATED, message, operands, noted=True)


def _list_name(rule: Rule, facts: FilingFacts) -> Iterator[Check]:
    seen: set[tuple[str, str, str]] = set()
    for form in _coded_forms(facts):
        axis = form.spec.classification.axis if form.spec.classification else ""
        codes = facts.dictionary.codes[axis]
        for code, rows in form.codes.items():
            for row in rows:
                key = (axis, code, name_key(row.label or ""))
                entry = codes.get(code)
                if entry is None or not row.label or key in seen:
                    continue
                seen.add(key)
                if codes.agrees(code, row.label):
                    yield rule.passed()
                    continue
                zh = "（清单中的该条目尚未证实）" if entry.status != "observed" else ""
                en = " (the list's entry is not yet confirmed)" if zh else ""
                message = Text(
                    f"{form.spec.zh}：科目 {code} 印为「{row.label}」，"
                    f"清单为「{entry.name_zh}」{zh}",
                    f"{form.spec.en}: code {code} is printed {row.label}, "
                    f"the list has {entry.name_zh}{en}",
                )
                outcome = Outcome.FAILED if not zh else Outcome.NOT_EVALUATED
                yield Check(rule.id, outcome, message, (_operand(form, row),), noted=True)


def _no_duplicate(rule: Rule, facts: FilingFacts) -> Iterator[Check]:
    for form in _coded_forms(facts):
        for code, rows in form.codes.items():
            if len(rows) == 1:
                yield rule.passed()
                continue
            message = Text(
                f"{form.spec.zh}中科目 {code} 出现 {len(rows)} 次",
                f"{form.spec.en}: code {code} stands {len(rows)} times",
            )
            operands = tuple(_operand(form, row) for row in rows)
            yield Check(rule.id, Outcome.FAILED, message, operands)


def _has_parent(rule: Rule, facts: FilingFacts) -> Iterator[Check]:
    for form in _coded_forms(facts):
        levels = form.spec.classification.levels if form.spec.classification else ()
        printed = {len(code) for code in form.codes}
        for code, rows in form.codes.items():
            parents = [code[:n] for n in levels if n < len(code) and n in printed]
            missing = [parent for parent in parents if parent not in form.codes]
            if not missing:
                yield rule.passed()
                continue
            message = Text(
                f"{form.spec.zh}：列有科目 {code}，没有列出它的上级 {'、'.join(missing)}",
                f"{form.spec.en}: code {code} stands without its parent {', '.join(missing)}",
            )
            operands = tuple(_operand(form, row) for row in rows)
            yield Check(rule.id, Outcome.FAILED, message, operands)

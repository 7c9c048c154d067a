"""The rule set as a catalogue for people: a list, one rule explained, and a page of all."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from juesuan.schema.dictionary import load_dictionary
from juesuan.schema.errors import UsageError
from juesuan.validators.config import Settings
from juesuan.validators.engine import Rule, rule_set, ruleset_version
from juesuan.validators.model import Severity, Text
from juesuan.validators.report.columns import pad, width

_ALL = Text("全部报表", "all forms")
_HEADS = (
    Text("级别", "severity"),
    Text("公式", "formula"),
    Text("报表", "forms"),
    Text("适用", "holds for"),
    Text("依据", "source"),
)
_LEVELS = {
    "department": Text("部门决算", "departments"),
    "unit": Text("单位决算", "units"),
}
_SEVERITIES = {
    Severity.ERROR: Text("错误", "error"),
    Severity.WARNING: Text("警告", "warning"),
    Severity.INFO: Text("提示", "information"),
}


_TITLE = Text("规则手册", "The rule book")
_OTHER_PAGE = Text("[English](rules.en.md)", "[中文](rules.md)")
_INTRODUCTION = Text(
    "规则集 {version}，共 {count} 条规则。每条规则在它适用的每一处得出一种结果：通过、"
    "舍入误差之内、未通过、未能校验（附原因）。金额按公开的精度比较：n 个四舍五入的数之和可以相差"
    "各自末位半个单位之和，超出才是错误。只有级别为“错误”的规则未通过，才使一份决算无效。本页由程序生成。",
    "Rule set {version}: {count} rules. Every rule yields for each place it applies to: passed, "
    "within rounding, failed, or not evaluated with the reason. Amounts are compared at their "
    "published precision: sums of rounded figures may differ by half a unit of the last digit of "
    "each; only what lies beyond is an error. Only failed rules of severity error make a filing "
    "invalid. This page is generated.",
)
_BETWEEN = Text("各表之间", "Between forms")
_WHOLE = Text("整份文件", "The whole filing")
_EXAMPLE = Text("未通过时", "when it fails")
_ALSO = Text("也写在 Schematron 文件中", "also stated in the Schematron file")


def list_rules(lang: str, rules: Sequence[Rule]) -> Iterator[str]:
    """Yield a line a rule: identifier, severity, what it demands."""
    if not rules:
        return
    rows = [[rule.id, _SEVERITIES[rule.severity].of(lang), rule.text.of(lang)] for rule in rules]
    widths = [max(map(width, cells)) for cells in zip(*rows, strict=True)]
    for rule_id, severity, text in rows:
        yield f"{pad(rule_id, widths[0])}  {pad(severity, widths[1])}  {text}"


def find_rule(rule_id: str) -> Rule | None:
    """Return the rule of an identifier, in whatever case it is written."""
    return next((rule for rule in rule_set() if rule.id.lower() == rule_id.lower()), None)


def find_rules(
    severity: str | None = None,
    form: str | None = None,
    year: int | None = None,
    select: Sequence[str] = (),
) -> tuple[Rule, ...]:
    """Return the rules that fit all that is asked; UsageError for an unknown name."""
    dictionary = load_dictionary()
    if form is not None and form not in {spec.id for spec in dictionary.forms}:
        known = ", ".join(spec.id for spec in dictionary.forms)
        raise UsageError(f"没有表 {form}（可用：{known}）", f"no form {form}; there are {known}")
    chosen = Settings().with_options(None, select, ())
    return tuple(
        rule
        for rule in rule_set()
        if (severity is None or rule.severity == severity)
        and (form is None or form in rule.forms)
        and (year is None or year in rule.years)
        and chosen.selects(rule.id)
    )


def explain(rule_id: str, lang: str) -> str:
    """Return what a rule demands, its formula, forms and source; KeyError for an unknown one."""
    rule = find_rule(rule_id)
    if rule is None:
        raise KeyError(rule_id)
    lines = [f"[{rule.id}] {rule.text.of(lang)}"]
    lines += [f"  {head.of(lang)}: {value}" for head, value in _facts(rule, lang)]
    return "\n".join(lines) + "\n"


def _facts(rule: Rule, lang: str) -> Iterator[tuple[Text, str]]:
    """Yield what is to be told of a rule beside its text, each with its head."""
    severity, forms = _SEVERITIES[rule.severity].of(lang), _form_names(rule, lang)
    values = (severity, rule.formula.of(lang), forms, _scope(rule).of(lang), rule.source)
    yield from zip(_HEADS, values, strict=True)


def _form_names(rule: Rule, lang: str) -> str:
    specs = [load_dictionary().form(form_id) for form_id in rule.forms]
    names = [Text(spec.zh, spec.en).of(lang) for spec in specs] or [_ALL.of(lang)]
    return ("、" if lang == "zh" else "; ").join(names)


def rule_page(lang: str, examples: Mapping[str, Text], in_schematron: Collection[str]) -> str:
    """Return the rule book as a page in Markdown.

    ``examples`` are what reports say when a rule fails, by the rule's identifier;
    ``in_schematron`` names the rules that the Schematron file states too.
    """
    groups: dict[str, list[Rule]] = {}
    for rule in rule_set():
        groups.setdefault(_group(rule).of(lang), []).append(rule)
    introduction = _INTRODUCTION.of(lang).format(version=ruleset_version(), count=len(rule_set()))
    lines = [f"# {_TITLE.of(lang)}", "", _OTHER_PAGE.of(lang), "", introduction]
    for title, rules in groups.items():
        lines += ["", f"## {title}"]
        for rule in rules:
            also = [_ALSO.of(lang)] if rule.id in in_schematron else []
            lines += _entry(rule, examples[rule.id], also, lang)
    return "\n".join(lines) + "\n"


def _group(rule: Rule) -> Text:
    if not rule.forms:
        return _WHOLE
    if len(rule.forms) > 1:
        return _BETWEEN
    spec = load_dictionary().form(rule.forms[0])
    return Text(spec.zh, spec.en)


def _entry(rule: Rule, example: Text, notes: list[str], lang: str) -> list[str]:
    colon = "：" if lang == "zh" else ": "
    text = rule.text.of(lang)
    told = rule.formula.of(lang), _form_names(rule, lang) if len(rule.forms) == 1 else ""
    facts = [
        f"{head.of(lang)}{colon}{value}"
        for head, value in _facts(rule, lang)
        if value not in told or value not in text
    ]
    facts.append(f"{_EXAMPLE.of(lang)}{colon}{example.of(lang)}")
    lines = (*facts, *notes)
    return ["", f"### {rule.id}", "", _escaped(text), "", *map(_bullet, lines)]


def _bullet(text: str) -> str:
    return f"- {_escaped(text)}"


def _escaped(text: str) -> str:
    """Return a text with what Markdown would take for markup escaped."""
    return "".join(f"\\{char}" if char in "\\`*_[]<>|" else char for char in text)


def _scope(rule: Rule) -> Text:
    """Return for which years and levels a rule holds, and whether it needs last year's filing."""
    years, zh, en = rule.years, [], []
    if years.first or years.last:
        zh.append(f"{years.first or ''}–{years.last or ''} 年度")
        en.append(f"{years.first or ''}–{years.last or ''}")
    if rule.levels:
        zh.append("、".join(_LEVELS[level].zh for level in rule.levels))
        en.append(", ".join(_LEVELS[level].en for level in rule.levels))
    if rule.previous:
        zh.append("给出上年度决算时")
        en.append("filings given with last year's")
    return Text("，".join(zh) or "全部决算", "; ".join(en) or "all filings")

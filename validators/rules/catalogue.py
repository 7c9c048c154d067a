"""The rule set as a catalogue for people: every rule, and one rule explained."""

from __future__ import annotations

from juesuan.schema.dictionary import load_dictionary
from juesuan.validators.engine import Rule, rule_set
from juesuan.validators.model import Severity, Text

_ALL = Text("全部报表", "all forms")
_HEADS = (
    Text("级别", "severity"),
    Text("公式", "formula"),
    Text("报表", "forms"),
    Text("依据", "source"),
)
_SEVERITIES = {
    Severity.ERROR: Text("错误", "error"),
    Severity.WARNING: Text("警告", "warning"),
    Severity.INFO: Text("提示", "information"),
}


def find_rule(rule_id: str) -> Rule | None:
    """Return the rule of an identifier, in whatever case it is written."""
    return next((rule for rule in rule_set() if rule.id.lower() == rule_id.lower()), None)


def explain(rule_id: str, lang: str) -> str:
    """Return what a rule demands, its formula, forms and source; KeyError for an unknown one."""
    rule = find_rule(rule_id)
    if rule is None:
        raise KeyError(rule_id)
    specs = [load_dictionary().form(form_id) for form_id in rule.forms]
    names = [Text(spec.zh, spec.en).of(lang) for spec in specs] or [_ALL.of(lang)]
    severity = _SEVERITIES[rule.severity].of(lang)
    values = (
        severity,
        rule.formula.of(lang),
        ("、" if lang == "zh" else "; ").join(names),
        rule.source,
    )
    lines = [f"[{rule.id}] {rule.text.of(lang)}"]
    lines += [f"  {head.of(lang)}: {value}" for head, value in zip(_HEADS, values, strict=True)]
    return "\n".join(lines) + "\n"

"""`juesuan rules`: what is checked."""

from __future__ import annotations

import click

from juesuan.cli.language import lang_option
from juesuan.schema.errors import UsageError


@click.group()
def rules() -> None:
    """List and explain the rules."""


@rules.command(name="list")
@lang_option
def list_rules(lang: str) -> None:
    """List all rules: identifier, severity, what it demands.

    \b
    Example:
      juesuan rules list --lang en
    """
    from juesuan.validators.engine import rule_set

    for rule in rule_set():
        click.echo(f"{rule.id:12} {rule.severity:8} {rule.text.of(lang)}")


@rules.command()
@click.argument("rule_id", metavar="ID")
@lang_option
def explain(rule_id: str, lang: str) -> None:
    """Explain one rule: text, formula, forms, source.

    \b
    Example:
      juesuan rules explain X-08
    """
    from juesuan.schema.dictionary import load_dictionary
    from juesuan.validators.engine import rule_set

    rule = next((rule for rule in rule_set() if rule.id.lower() == rule_id.lower()), None)
    if rule is None:
        raise UsageError(
            f"没有规则 {rule_id}；用 juesuan rules list 查看全部规则",
            f"no rule {rule_id}; `juesuan rules list` shows all",
        )
    specs = [load_dictionary().form(form_id) for form_id in rule.forms]
    zh = lang == "zh"
    forms = [spec.zh if zh else spec.en for spec in specs] or ["全部" if zh else "all"]
    heads = ("级别", "公式", "报表", "依据") if zh else ("severity", "formula", "forms", "source")
    values = (rule.severity, rule.formula.of(lang), "; ".join(forms), rule.source)
    click.echo(f"[{rule.id}] {rule.text.of(lang)}")
    for head, value in zip(heads, values, strict=True):
        click.echo(f"  {head}: {value}")

"""`juesuan rules`: what is checked."""

from __future__ import annotations

import click

from juesuan.cli.language import lang_option
from juesuan.schema.errors import UsageError


@click.group()
def rules() -> None:
    """List and explain the rules."""


@rules.command(name="list")
@click.option(
    "--severity",
    type=click.Choice(["error", "warning", "info"]),
    help="Only rules of this severity.",
)
@click.option("--form", metavar="ID", help="Only rules on this form (such as revenue).")
@click.option("--year", type=int, help="Only rules that hold for this fiscal year.")
@click.option("--select", metavar="RULES", multiple=True, help="Only these (F1-*, X-08).")
@lang_option
def list_rules(
    severity: str | None,
    form: str | None,
    year: int | None,
    select: tuple[str, ...],
    lang: str,
) -> None:
    """List the rules: identifier, severity, what it demands.

    \b
    Example:
      juesuan rules list --severity error --form revenue --lang en
    """
    from juesuan.validators.rules.catalogue import find_rules
    from juesuan.validators.rules.catalogue import list_rules as lines

    for line in lines(lang, find_rules(severity, form, year, select)):
        click.echo(line)


@rules.command()
@click.argument("rule_id", metavar="ID")
@lang_option
def explain(rule_id: str, lang: str) -> None:
    """Explain one rule: text, formula, forms, source.

    \b
    Example:
      juesuan rules explain X-08
    """
    from juesuan.validators.rules.catalogue import explain as explain_rule

    try:
        click.echo(explain_rule(rule_id, lang), nl=False)
    except KeyError:
        raise UsageError(
            f"没有规则 {rule_id}；用 juesuan rules list 查看全部规则",
            f"no rule {rule_id}; `juesuan rules list` shows all",
        ) from None

"""Rules that are written as a function: the decorator that makes one, and all that were made."""

from __future__ import annotations

from collections.abc import Callable

from juesuan.schema.rulebook import ALWAYS, Years
from juesuan.validators.engine import CheckFunction, Rule
from juesuan.validators.model import Severity, Text

_RULES: list[Rule] = []


def rule(
    rule_id: str,
    severity: Severity,
    *,
    zh: str,
    en: str,
    formula: tuple[str, str],
    source: str,
    forms: tuple[str, ...] = (),
    years: Years = ALWAYS,
    levels: tuple[str, ...] = (),
    previous: bool = False,
) -> Callable[[CheckFunction], Rule]:
    """Make a rule of the function that checks it, and add it to the rule set.

    ``forms`` are those without which the rule cannot be checked; ``formula`` is in Chinese and
    in English; ``years`` and ``levels`` bound the filings for which it holds; ``previous`` is
    whether it needs last year's filing.
    """

    def register(check: CheckFunction) -> Rule:
        made = Rule(
            rule_id,
            severity,
            forms,
            Text(zh, en),
            Text(*formula),
            source,
            check,
            years,
            levels,
            previous,
        )
        _RULES.append(made)
        return made

    return register


def written_rules() -> tuple[Rule, ...]:
    """Return the written rules in the order of their modules."""
    return tuple(_RULES)

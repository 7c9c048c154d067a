"""Runs the rule set on a filing and keeps every outcome."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from juesuan.schema.dictionary import load_dictionary
from juesuan.schema.filing import Filing
from juesuan.validators.facts import FilingFacts
from juesuan.validators.model import Check, Operand, Outcome, Severity, Text

CheckFunction = Callable[["Rule", FilingFacts], Iterator[Check]]


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: what it demands, of which forms, on what authority, and how it is checked."""

    id: str
    severity: Severity
    forms: tuple[str, ...]
    text: Text
    formula: Text
    source: str
    check: CheckFunction

    def passed(self) -> Check:
        """Return a passed check."""
        return Check(self.id, Outcome.PASSED)

    def failed(
        self, zh: str, en: str, *operands: Operand, difference: Decimal | None = None
    ) -> Check:
        """Return a failed check with what was looked at."""
        return Check(self.id, Outcome.FAILED, Text(zh, en), operands, difference)

    def not_evaluated(self, zh: str, en: str) -> Check:
        """Return a check that could not be made, with the reason."""
        return Check(self.id, Outcome.NOT_EVALUATED, Text(zh, en))


@cache
def rule_set() -> tuple[Rule, ...]:
    """Return all rules: those that the dictionary determines, and the written ones."""
    from juesuan.validators.rules import all_rules

    return all_rules(load_dictionary())


def run_rules(filing: Filing) -> tuple[Check, ...]:
    """Return the outcome of every rule at every place, in the order of the rule set.

    A rule on a form that the filing lacks is not evaluated, and says which form is missing.
    """
    facts = FilingFacts(filing, load_dictionary())
    return tuple(check for rule in rule_set() for check in _checks(rule, facts))


def _checks(rule: Rule, facts: FilingFacts) -> Iterator[Check]:
    missing = [facts.dictionary.form(f) for f in rule.forms if f not in facts.forms]
    if missing:
        yield rule.not_evaluated(
            f"没有{'、'.join(spec.zh for spec in missing)}",
            f"missing form: {'; '.join(spec.en for spec in missing)}",
        )
        return
    if len(rule.forms) == 1 and facts.forms[rule.forms[0]].form.empty:
        yield rule.not_evaluated("本表公布时没有数据", "the form was published without any figure")
        return
    checks = list(rule.check(rule, facts))
    if not checks:
        checks = [rule.not_evaluated("表中没有相应的数据", "the form prints no such figures")]
    yield from checks

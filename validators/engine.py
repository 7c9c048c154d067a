"""Runs the rule set on a filing and keeps every outcome."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache

from juesuan.schema.dictionary import load_dictionary
from juesuan.schema.filing import Filing
from juesuan.schema.rulebook import ALWAYS, ProfileSpec, Years
from juesuan.validators.facts import FilingFacts
from juesuan.validators.identities import Identity, Relation
from juesuan.validators.model import Check, Operand, Outcome, Severity, Text
from juesuan.validators.profile import choose_profile
from juesuan.validators.system import Equation, System, scale_of
from juesuan.validators.version import version_of
from juesuan.validators.wording import disagreement

PUBLISHED_EMPTY = Text("本表公布时没有数据", "the form was published without any figure")
"""Why a rule within one form has nothing to check where that form is published empty."""

NOTHING_PRINTED = Text("表中没有相应的数据", "the form prints no such figures")
"""Why a rule is not evaluated that applies to no place of a form."""

COUNTED_AS_ZERO = Text(
    "公布时没有数据的表按零计", "a form published without any figure counts as zero"
)
"""What a passed check between forms rests on where one of them is published empty."""

_DISAGREES = {
    Relation.EQUAL: Text("不等于", "differs from"),
    Relation.AT_MOST: Text("大于", "exceeds"),
}

Said = Check | Identity | Text
"""What a rule says of a place: an identity to be judged, a finished check, or a Text: why not."""

CheckFunction = Callable[["Rule", FilingFacts], Iterable[Said]]


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: what it demands, of which forms, on what authority, and how it is checked.

    It holds for the fiscal years ``years`` and for filings of the levels ``levels`` (of all
    where it names none); ``previous`` is whether it needs last year's filing.
    """

    id: str
    severity: Severity
    forms: tuple[str, ...]
    text: Text
    formula: Text
    source: str
    check: CheckFunction
    years: Years = ALWAYS
    levels: tuple[str, ...] = ()
    previous: bool = False

    def holds_for(self, profile: ProfileSpec, year: int) -> bool:
        """Return whether the rule holds for filings of a profile and year."""
        return year in self.years and (not self.levels or profile.level in self.levels)

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


@cache
def ruleset_version() -> str:
    """Return the version of the rule set."""
    return version_of(rule_set())


@dataclass(frozen=True)
class Examination:
    """A filing with the outcome of every rule at every place.

    ``system`` holds the identities among them as equations; ``equations`` gives the number of the
    equation that a check came from, by the position of the check. Identities between years are
    no part of it: they say nothing of which year is wrong.
    """

    facts: FilingFacts
    rules: tuple[Rule, ...]
    system: System
    checks: tuple[Check, ...]
    equations: Mapping[int, int]

    def again(self, filing: Filing) -> Examination:
        """Examine a changed filing as this one was."""
        last = self.facts.previous
        previous = None if last is None else last.filing
        return examine(filing, previous, self.facts.profile, self.rules)


def applicable_rules(profile: ProfileSpec, year: int) -> tuple[Rule, ...]:
    """Return the rules that hold for filings of a profile and year, in their order."""
    return tuple(rule for rule in rule_set() if rule.holds_for(profile, year))


def run_rules(filing: Filing, previous: Filing | None = None) -> tuple[Check, ...]:
    """Return the outcome of every rule at every place, in the order of the rule set.

    A rule on a form that the filing lacks is not evaluated, and says which form is missing.
    """
    return examine(filing, previous).checks


def examine(
    filing: Filing,
    previous: Filing | None = None,
    profile: ProfileSpec | None = None,
    rules: Sequence[Rule] | None = None,
) -> Examination:
    """Run rules on a filing; return the outcomes and the system of its identities.

    ``previous`` is last year's filing. Without ``profile`` the filing's own is taken, without
    ``rules`` all that hold for it.
    """
    dictionary = load_dictionary()
    profile = profile or choose_profile(filing, dictionary.rulebook)
    last = FilingFacts(previous, dictionary) if previous else None
    facts = FilingFacts(filing, dictionary, previous=last, profile=profile)
    chosen = tuple(applicable_rules(profile, filing.fiscal_year) if rules is None else rules)
    scale = scale_of(facts.figures if last is None else [*facts.figures, *last.figures])
    system, between_years = System(facts.figures, scale), System([], scale)
    checks: list[Check] = []
    equations: dict[int, int] = {}
    for rule in chosen:
        passed = _passed(rule, facts)
        for said in _statements(rule, facts):
            if isinstance(said, Identity) and rule.previous:
                equation = between_years.add(rule, said.unnumbered())
                checks.append(
                    passed
                    if equation.outcome is Outcome.PASSED
                    else _disagreement(equation, between_years, facts)
                )
            elif isinstance(said, Identity):
                equations[len(checks)] = len(system.equations)
                equation = system.add(rule, said)
                checks.append(
                    passed
                    if equation.outcome is Outcome.PASSED
                    else _disagreement(equation, system, facts)
                )
            elif isinstance(said, Check):
                checks.append(said)
            else:
                checks.append(rule.not_evaluated(said.zh, said.en))
    return Examination(facts, chosen, system, tuple(checks), equations)


def _passed(rule: Rule, facts: FilingFacts) -> Check:
    """Return a passed check, which says where it rests on a form published empty."""
    forms = [facts.forms[form_id].form for form_id in rule.forms if form_id in facts.forms]
    if len(forms) > 1 and any(form.empty for form in forms):
        return replace(rule.passed(), message=COUNTED_AS_ZERO)
    return rule.passed()


def _statements(rule: Rule, facts: FilingFacts) -> Sequence[Said]:
    missing = [facts.dictionary.form(f) for f in rule.forms if f not in facts.forms]
    if missing:
        return (
            Text(
                f"没有{'、'.join(spec.zh for spec in missing)}",
                f"missing form: {'; '.join(spec.en for spec in missing)}",
            ),
        )
    if rule.previous and (reason := _no_last_year(facts)):
        return (reason,)
    if len(rule.forms) == 1 and not rule.previous and facts.forms[rule.forms[0]].form.empty:
        return (PUBLISHED_EMPTY,)
    return list(rule.check(rule, facts)) or (NOTHING_PRINTED,)


def _no_last_year(facts: FilingFacts) -> Text | None:
    """Return why a filing cannot be compared with last year's, if it cannot."""
    if facts.previous is None:
        return Text(
            "没有给出上年度决算（--previous）", "last year's filing was not given (--previous)"
        )
    year, last = facts.filing.fiscal_year, facts.previous.filing.fiscal_year
    if last == year - 1:
        return None
    return Text(
        f"给出的上年度决算是 {last} 年度的，应为 {year - 1} 年度",
        f"the filing given as last year's is of {last}, expected {year - 1}",
    )


def _disagreement(equation: Equation, system: System, facts: FilingFacts) -> Check:
    identity, difference = equation.identity, system.yuan(equation.difference)
    left, right = _printed(identity.left), _printed(identity.right)
    relation = _DISAGREES[identity.relation]
    message = disagreement(left, right, difference, facts, relation=relation)
    return Check(equation.rule.id, equation.outcome, message, (*left, *right), difference)


def _printed(side: tuple[Operand, ...]) -> tuple[Operand, ...]:
    """Return what a side prints; of one that prints nothing, the empty cell that it comes to."""
    return tuple(operand for operand in side if operand.decimals is not None) or side[:1]

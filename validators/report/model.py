"""The report on one file: structure, coverage, outcomes of all rules, findings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from functools import cached_property

from juesuan.schema.dictionary import load_dictionary
from juesuan.schema.filing import Filing, FilingForm, UnknownForm, Unmapped
from juesuan.schema.rulebook import ProfileSpec
from juesuan.validators.causes import Cause
from juesuan.validators.config import Settings
from juesuan.validators.diagnosis import diagnose
from juesuan.validators.engine import (
    Rule,
    applicable_rules,
    examine,
    rule_set,
    ruleset_version,
)
from juesuan.validators.images import judge_images
from juesuan.validators.model import Check, Finding, Outcome, Severity, Text
from juesuan.validators.partial import judge_partly_read
from juesuan.validators.profile import choose_profile
from juesuan.validators.readings import propose
from juesuan.validators.structure import StructureError
from juesuan.validators.waivers import Waiver, waiver_of

DEFAULT_SETTINGS = Settings()

_LEVELS = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.INFO: 2}


@dataclass(frozen=True)
class Coverage:
    """How much of the forms became facts. ``numeric_cells`` = ``mapped`` + leftovers.

    Missing are those of the nine forms only; the figures of unknown forms are counted apart.
    """

    forms_found: tuple[str, ...]
    forms_missing: tuple[str, ...]
    numeric_cells: int
    mapped: int
    leftovers: tuple[tuple[FilingForm, Unmapped], ...]
    unknown_forms: tuple[UnknownForm, ...] = ()


@dataclass(frozen=True)
class RuleOutcomes:
    """How often one rule came out how, and why it was not evaluated where it was not.

    ``assumptions`` is what its passed checks rest on (an empty form counts as zero).
    """

    rule: Rule
    counts: Counter[Outcome]
    reasons: tuple[Text, ...]
    assumptions: tuple[Text, ...] = ()

    @property
    def evaluated(self) -> bool:
        """Whether the rule was evaluated anywhere."""
        return any(n for outcome, n in self.counts.items() if outcome is not Outcome.NOT_EVALUATED)


@dataclass(frozen=True)
class Rounding:
    """The differences of one form that rounding explains: how many, and the greatest in yuan."""

    form: str
    rules: tuple[str, ...]
    count: int
    greatest: Decimal


@dataclass(frozen=True)
class Report:
    """Everything that was checked of one file.

    ``unreadable`` is set, and the filing absent, where the file could not be read at all.
    ``causes`` are what explains failed checks; each such finding bears the number of its cause.
    ``rules`` are those of the profile that the settings select; ``today`` is the day by which
    waivers expire.
    """

    name: str
    filing: Filing | None = None
    unreadable: Text | None = None
    structure: tuple[StructureError, ...] = ()
    checks: tuple[Check, ...] = ()
    ruleset_version: str = field(default_factory=ruleset_version)
    causes: tuple[Cause, ...] = ()
    profile: ProfileSpec | None = None
    rules: tuple[Rule, ...] = field(default_factory=rule_set)
    settings: Settings = DEFAULT_SETTINGS
    today: date = date.max

    @property
    def valid(self) -> bool:
        """Whether the file was read, its structure is valid and no error was found."""
        return self.unreadable is None and not self.fails_at(Severity.ERROR)

    def fails_at(self, level: Severity) -> bool:
        """Return whether a structural fault or a failed check reaches a severity."""
        return bool(self.structure) or any(reaches(finding, level) for finding in self.findings)

    @property
    def of_text(self) -> bool:
        """Whether the source is text without pages, so that places are its lines."""
        sources = self.filing.sources if self.filing else ()
        return len(sources) == 1 and sources[0].media_type.startswith("text/plain")

    def count(self, outcome: Outcome) -> int:
        """Return how many checks came out so."""
        return sum(check.outcome is outcome for check in self.checks)

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """The checks that a reader should see, most serious first."""
        levels = {
            rule.id: self.settings.severity.get(rule.id, rule.severity) for rule in rule_set()
        }
        causes = {id(check): n for n, cause in enumerate(self.causes) for check in cause.explains}
        findings = [
            Finding(
                check.rule,
                check.severity or (levels[check.rule] if _fails(check) else Severity.INFO),
                check.outcome,
                check.message,
                check.operands,
                check.difference,
                causes.get(id(check)),
            )
            for check in self.checks
            if check.message is not None and _shown(check)
        ]
        order = {Outcome.FAILED: 0, Outcome.WITHIN_ROUNDING: 1}
        findings = [self._with_waiver(finding) for finding in findings]
        return tuple(sorted(findings, key=lambda f: (_LEVELS[f.severity], order.get(f.outcome, 2))))

    def _with_waiver(self, finding: Finding) -> Finding:
        if finding.outcome is not Outcome.FAILED or self.filing is None:
            return finding
        name = self.filing.entity.name
        waiver = waiver_of(finding, name, self.settings.waivers, self.today)
        return replace(finding, waiver=waiver.reason) if waiver else finding

    @cached_property
    def unused_waivers(self) -> tuple[Waiver, ...]:
        """The waivers that have expired or cover no finding here, in the order of the settings."""
        if self.filing is None:
            return ()
        name = self.filing.entity.name
        failed = [f for f in self.findings if f.outcome is Outcome.FAILED]
        return tuple(
            waiver
            for waiver in self.settings.waivers
            if not waiver.holds_on(self.today) or not any(waiver.covers(f, name) for f in failed)
        )

    @cached_property
    def roundings(self) -> tuple[Rounding, ...]:
        """The differences that rounding explains, folded by form, in the order of the forms."""
        folded: dict[str, list[Finding]] = {}
        for finding in self.findings:
            if finding.outcome is Outcome.WITHIN_ROUNDING:
                folded.setdefault(finding.operands[0].form, []).append(finding)
        return tuple(
            Rounding(
                spec.id,
                tuple(dict.fromkeys(f.rule for f in folded[spec.id])),
                len(folded[spec.id]),
                max(abs(f.difference or Decimal(0)) for f in folded[spec.id]),
            )
            for spec in load_dictionary().forms
            if spec.id in folded
        )

    @cached_property
    def by_rule(self) -> tuple[RuleOutcomes, ...]:
        """The outcomes of every rule of the set, in its order."""
        checks: dict[str, list[Check]] = {}
        for check in self.checks:
            checks.setdefault(check.rule, []).append(check)
        return tuple(
            RuleOutcomes(
                rule,
                Counter(check.outcome for check in checks.get(rule.id, [])),
                _messages(checks.get(rule.id, []), Outcome.NOT_EVALUATED),
                _messages(checks.get(rule.id, []), Outcome.PASSED),
            )
            for rule in self.rules
        )

    @cached_property
    def coverage(self) -> Coverage:
        """How much of the forms became facts."""
        forms: Sequence[FilingForm] = self.filing.forms if self.filing else ()
        found = tuple(form.id for form in forms)
        repeated = sum(form.repeated for form in forms)
        mapped = sum(1 for form in forms for _ in form.facts()) + repeated
        leftovers = tuple((form, leftover) for form in forms for leftover in form.unmapped)
        expected = (spec.id for spec in load_dictionary().standard_forms)
        return Coverage(
            forms_found=found,
            forms_missing=tuple(form_id for form_id in expected if form_id not in found),
            numeric_cells=mapped + len(leftovers),
            mapped=mapped,
            leftovers=leftovers,
            unknown_forms=self.filing.unknown_forms if self.filing else (),
        )


def _messages(checks: Iterable[Check], outcome: Outcome) -> tuple[Text, ...]:
    """Return what is said of the checks that came out so, each text once."""
    said = (c.message for c in checks if c.outcome is outcome and c.message is not None)
    return tuple(dict.fromkeys(said))


def reaches(finding: Finding, level: Severity) -> bool:
    """Return whether a finding is a failure of a severity at least that is not waived."""
    return (
        finding.outcome is Outcome.FAILED
        and finding.waiver is None
        and _LEVELS[finding.severity] <= _LEVELS[level]
    )


def _fails(check: Check) -> bool:
    return check.outcome is Outcome.FAILED


def _shown(check: Check) -> bool:
    return check.noted or check.outcome in (Outcome.FAILED, Outcome.WITHIN_ROUNDING)


def report_on(
    name: str,
    filing: Filing,
    structure: tuple[StructureError, ...],
    settings: Settings = DEFAULT_SETTINGS,
    previous: Filing | None = None,
    today: date | None = None,
) -> Report:
    """Run the rules on a filing, look for the causes of what fails, and return the report.

    ``previous`` is last year's filing; ``today`` the day by which waivers expire.
    """
    profile = choose_profile(filing, load_dictionary().rulebook, settings.profile)
    rules = applicable_rules(profile, filing.fiscal_year)
    rules = tuple(rule for rule in rules if settings.selects(rule.id))
    examination = examine(filing, previous, profile, rules)
    checks = judge_partly_read(judge_images(examination, propose(examination)), filing)
    return Report(
        name,
        filing,
        structure=structure,
        checks=checks,
        causes=_of_failures(diagnose(examination), examination.checks, checks),
        profile=profile,
        rules=rules,
        settings=settings,
        today=today or date.today(),
    )


def _of_failures(
    causes: Sequence[Cause], before: Sequence[Check], after: Sequence[Check]
) -> tuple[Cause, ...]:
    """Return the causes of what still counts as failed, with their checks as judged at last."""
    judged = {id(old): new for old, new in zip(before, after, strict=True)}
    kept = []
    for cause in causes:
        failures = (judged.get(id(check), check) for check in cause.explains)
        explains = tuple(check for check in failures if _fails(check))
        if explains:
            kept.append(replace(cause, explains=explains))
    return tuple(kept)


def unreadable(name: str, zh: str, en: str) -> Report:
    """Return the report on a file that cannot be read."""
    return Report(name, unreadable=Text(zh, en))

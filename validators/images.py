"""Judges failed checks on figures that were read from an image: such a check is no error.

- Where another reading of one figure restores all its identities, the check is not evaluated and
  names that reading.
- Where a figure was read with doubt, or something in a form was not read at all, it is not
  evaluated.
- Where everything was read with confidence it fails as a warning: the page should be looked at.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from juesuan.schema.filing import UNREADABLE_CELL, Fact, Filing, FilingForm
from juesuan.schema.proposals import Proposal
from juesuan.validators.engine import Examination, rule_set
from juesuan.validators.model import Check, Outcome, Severity, Text
from juesuan.validators.readings import SURE


def judge_images(examination: Examination, proposals: Sequence[Proposal]) -> tuple[Check, ...]:
    """Return the checks, with failed ones on figures from images judged more mildly."""
    filing = examination.facts.filing
    recognised = {form.id for form in filing.forms if _from_image(form)}
    unread = {form.id for form in filing.forms if _not_all_read(form, filing)}
    if not recognised and not unread:
        return examination.checks
    rules = {rule.id: rule for rule in rule_set()}
    facts = [fact for _, _, fact in filing.facts()]
    known = {proposal.number: proposal for proposal in proposals}
    checks = []
    for number, check in enumerate(examination.checks):
        rule = rules[check.rule]
        harsh = rule.severity is Severity.ERROR or number in examination.equations
        forms = {*rule.forms, *(operand.form for operand in check.operands)}
        if check.outcome is Outcome.FAILED and harsh and forms & (recognised | unread):
            operands = _operands(number, examination)
            read = [facts[index] for index in operands if index < len(facts)]
            proposal = next((known[index] for index in operands if index in known), None)
            check = _judged(check, proposal, facts, read, bool(forms & unread))
        checks.append(check)
    return tuple(checks)


def _operands(number: int, examination: Examination) -> Sequence[int]:
    """Return the numbers of the figures that a check compared."""
    equations: Mapping[int, int] = examination.equations
    if number in equations:
        return list(examination.system.equations[equations[number]].terms)
    return [operand.index for operand in examination.checks[number].operands if operand.index >= 0]


def _judged(
    check: Check,
    proposal: Proposal | None,
    facts: Sequence[Fact],
    read: Sequence[Fact],
    unread: bool,
) -> Check:
    message = check.message or Text("", "")
    if proposal is not None:
        page = facts[proposal.number].place.page
        return _open(
            check,
            f"{message.zh}。第 {page} 页图像中的「{proposal.read}」若读作「{proposal.taken}」，"
            "所涉勾稽关系全部成立；用 --accept-proposals 采纳",
            f"{message.en}. If {proposal.read} in the image of page {page} reads "
            f"{proposal.taken}, all its identities hold; --accept-proposals takes it",
        )
    if unread:
        return _open(
            check,
            f"未校验：有数字未能从图像中读出（{message.zh}）",
            f"not evaluated: figures in an image were not read ({message.en})",
        )
    least = min((f.recognition.confidence for f in read if f.recognition), default=Decimal(1))
    if least < SURE:
        return _open(
            check,
            f"未校验：有数字读自图像，可信度 {least}（{message.zh}）",
            f"not evaluated: a figure was read from an image with confidence {least} "
            f"({message.en})",
        )
    message = Text(
        f"{message.zh}（数字读自图像，请对照原件）",
        f"{message.en} (read from an image: compare with the page)",
    )
    return replace(check, message=message, severity=Severity.WARNING)


def _open(check: Check, zh: str, en: str) -> Check:
    return replace(
        check,
        outcome=Outcome.NOT_EVALUATED,
        message=Text(zh, en),
        noted=True,
        severity=Severity.WARNING,
    )


def _from_image(form: FilingForm) -> bool:
    return any(fact.recognition for _, fact in form.facts()) or any(
        leftover.reason == UNREADABLE_CELL for leftover in form.unmapped
    )


def _not_all_read(form: FilingForm, filing: Filing) -> bool:
    """Return whether part of a form may stand in an image that was not read, or not understood."""
    source = filing.source_of(form)
    unread = source.unread if source else ()
    beside = any(abs(page - own) <= 1 for page in unread for own in form.pages)
    return beside or bool(form.unmapped and _from_image(form))

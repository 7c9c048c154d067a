"""The rule on how surely figures were read from images."""

from __future__ import annotations

from collections.abc import Iterator

from juesuan.validators.engine import Rule
from juesuan.validators.facts import FilingFacts
from juesuan.validators.model import Check, Severity
from juesuan.validators.readings import SURE
from juesuan.validators.rules.written import rule

_OWN = "程序的完整性要求 / the program's own demand"


@rule(
    "D-READ",
    Severity.WARNING,
    zh="从图像识别的数字都可信",
    en="Every figure read from an image was read surely",
    formula=(f"可信度(数字) ≥ {SURE}", f"confidence(figure) ≥ {SURE}"),
    source=_OWN,
)
def surely_read(this: Rule, facts: FilingFacts) -> Iterator[Check]:
    """Name the figures of each form that may be misread; taken proposals are not named."""
    number = 0
    for form in facts.forms.values():
        doubtful, read = [], 0
        for _, fact in form.form.facts():
            operand = facts.figures[number]
            number += 1
            if fact.recognition:
                read += 1
                if fact.recognition.taken is None and fact.recognition.confidence < SURE:
                    doubtful.append(operand)
        if doubtful:
            yield this.failed(
                f"{form.spec.zh}有 {len(doubtful)} 个数字读自图像且可能有误，请对照原件",
                f"{form.spec.en}: {len(doubtful)} figures from an image may be misread",
                *doubtful,
            )
        elif read:
            yield this.passed()

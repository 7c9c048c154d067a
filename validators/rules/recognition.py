"""Rules on what was read from images: how surely, and whether all of it was read."""

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


@rule(
    "D-UNREAD",
    Severity.WARNING,
    zh="没有未读取的图像页",
    en="No page is an image that was not read",
    formula=("未读取的页 = 0", "unread pages = 0"),
    source=_OWN,
)
def all_pages_read(this: Rule, facts: FilingFacts) -> Iterator[Check]:
    """Name the pages that only the optional extra could have read."""
    source = facts.filing.source
    if source is None:
        return
    if not source.unread:
        yield this.passed()
        return
    pages = "、".join(map(str, source.unread))
    yield this.failed(
        f'第 {pages} 页是图像，没有读取；安装 pip install "juesuan[ocr]" 后可以识别',
        f"pages {pages.replace('、', ', ')} are images and were not read; "
        'pip install "juesuan[ocr]" makes it possible',
    )

"""Rules on what a filing must hold: all nine forms, no leftovers, one unit."""

from __future__ import annotations

from collections.abc import Iterator

from juesuan.schema.filing import Unmapped
from juesuan.schema.rulebook import Years
from juesuan.validators.engine import Rule
from juesuan.validators.facts import FilingFacts
from juesuan.validators.model import Check, Operand, Severity, Text
from juesuan.validators.rules.written import rule
from juesuan.validators.wording import unit

_DISCLOSURE = "地方预决算公开操作规程 / rules on disclosing local budgets and final accounts"
_OWN = "程序的完整性要求 / the program's own demand"


@rule(
    "D-FORMS",
    Severity.WARNING,
    zh="九张决算公开表齐全（所属类型不要求的除外）",
    en="All nine forms are there (but those that the filing's profile does not ask for)",
    formula=("每一张表 ∈ 文件", "every form ∈ document"),
    source=_DISCLOSURE,
    years=Years(2016),  # the rules on disclosure are of October 2016
)
def all_forms(this: Rule, facts: FilingFacts) -> Iterator[Check]:
    """Look for every form, and say of a missing one whether the document announces it."""
    optional = facts.profile.optional_forms if facts.profile else ()
    for spec in facts.dictionary.standard_forms:
        if spec.id in facts.forms or spec.id in optional:
            yield this.passed()
            continue
        announced = spec.id in facts.filing.announced
        zh = "目录中列出但文件中没有找到" if announced else "文件中没有找到"
        en = "is announced but was not found" if announced else "was not found"
        yield this.failed(f"{zh}{spec.zh}", f"{spec.en} {en}")


@rule(
    "D-LEFTOVER",
    Severity.WARNING,
    zh="表中每个数字都已识别",
    en="Every figure of a form was mapped",
    formula=("未识别(表) = 0", "leftovers(form) = 0"),
    source=_OWN,
)
def no_leftovers(this: Rule, facts: FilingFacts) -> Iterator[Check]:
    """Count the leftovers of each form, and name the pages that were not read."""
    for form in facts.forms.values():
        leftovers = form.form.unmapped
        if not leftovers:
            yield this.passed()
            continue
        yield this.failed(
            f"{form.spec.zh}有 {len(leftovers)} 个数字未能识别",
            f"{form.spec.en}: {len(leftovers)} figures could not be mapped",
            *(_leftover(form.spec.id, leftover) for leftover in leftovers),
        )
    for unread in filter(None, (source.unread for source in facts.filing.sources)):
        yield this.failed(
            f"第 {'、'.join(map(str, unread))} 页是图像，没有读取；"
            '安装 pip install "juesuan[ocr]" 后可以识别',
            f"pages {', '.join(map(str, unread))} are images and were not read; "
            'pip install "juesuan[ocr]" makes it possible',
        )


@rule(
    "D-UNIT",
    Severity.INFO,
    zh="各表的金额单位一致",
    en="All forms state their amounts in one unit",
    formula=("单位(表A) = 单位(表B)", "unit(form A) = unit(form B)"),
    source=_DISCLOSURE,
)
def one_unit(this: Rule, facts: FilingFacts) -> Iterator[Check]:
    """Compare the units that the forms print."""
    units: dict[int, list[str]] = {}
    for form_id, form in facts.forms.items():
        if form.form.published_unit is not None:
            units.setdefault(facts.power(form_id), []).append(form_id)
    if len(units) == 1:
        yield this.passed()
    elif units:
        specs = {power: [facts.dictionary.form(f) for f in ids] for power, ids in units.items()}
        zh = "；".join(
            f"{unit(p).zh}（{'、'.join(s.zh for s in found)}）" for p, found in specs.items()
        )
        en = "; ".join(
            f"{unit(p).en} ({', '.join(s.en for s in found)})" for p, found in specs.items()
        )
        yield this.failed(f"各表的金额单位不同：{zh}", f"the forms differ in their unit: {en}")


def _leftover(form_id: str, leftover: Unmapped) -> Operand:
    row, column = leftover.row_label or "?", leftover.column_label or "?"
    label = Text(f"{row} / {column}", f"{row} / {column}")
    return Operand(form_id, row, column, label, None, printed=leftover.text, place=leftover.place)

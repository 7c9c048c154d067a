"""The report as text for people, in Chinese or English."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

import click

from juesuan.schema.dictionary import load_dictionary
from juesuan.schema.filing import Place
from juesuan.validators.model import Finding, Outcome, Severity, Text
from juesuan.validators.report.model import Report

_COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.INFO: "cyan"}
_SEVERITIES = {
    Severity.ERROR: Text("错误", "error"),
    Severity.WARNING: Text("警告", "warning"),
    Severity.INFO: Text("提示", "note"),
}
_MOST_PLACES = 4


def write_text(report: Report, lang: str, *, colour: bool = False) -> str:
    """Return the report as lines of text; ``colour`` adds terminal colours."""
    return "\n".join(_lines(_Writer(report, lang, colour))) + "\n"


class _Writer:
    """A report with the language and colour of its text."""

    def __init__(self, report: Report, lang: str, colour: bool) -> None:
        self.report = report
        self.lang = lang
        self.colour = colour
        source = report.filing and report.filing.source
        self.of_text = bool(source and source.media_type.startswith("text/plain"))

    def say(self, zh: str, en: str) -> str:
        return zh if self.lang == "zh" else en

    def where(self, place: Place) -> str:
        """Return where something stands; of a text, the page is its line."""
        if place.page is None:
            return self.say("位置不明", "place unknown")
        if self.of_text:
            return self.say(f"第 {place.page} 行", f"line {place.page}")
        return self.say(
            f"第 {place.page} 页 {place.row} 行 {place.column} 列",
            f"page {place.page}, row {place.row}, column {place.column}",
        )

    def pages(self, pages: Sequence[int]) -> str:
        """Return the pages of a form, or the line where it starts in a text."""
        if not pages:
            return "-"
        if self.of_text:
            return self.say(f"第 {pages[0]} 行", f"line {pages[0]}")
        span = f"{pages[0]}–{pages[-1]}" if len(pages) > 1 else str(pages[0])
        return self.say(f"第 {span} 页", f"p. {span}")

    def style(self, text: str, colour: str, *, bold: bool = False) -> str:
        return click.style(text, fg=colour, bold=bold) if self.colour else text


def _lines(w: _Writer) -> Iterator[str]:
    report = w.report
    if report.unreadable is not None:
        yield w.style(report.unreadable.of(w.lang), "red", bold=True)
        return
    yield from _head(w)
    yield from _structure(w)
    yield from _coverage(w)
    yield from _checks(w)
    yield from _findings(w)
    yield from _roundings(w)
    yield from _not_evaluated(w)


def _head(w: _Writer) -> Iterator[str]:
    filing = w.report.filing
    verdict = (
        w.style(w.say("有效", "valid"), "green", bold=True)
        if w.report.valid
        else w.style(w.say("无效", "invalid"), "red", bold=True)
    )
    yield f"{w.report.name}: {verdict}"
    if filing is not None:
        unit = filing.published_unit or "元"
        year = w.say(f"{filing.fiscal_year}年度", str(filing.fiscal_year))
        yield w.say(
            f"  {filing.entity.name}，{year}，单位：{unit}",
            f"  {filing.entity.name}, {year}, unit {unit}",
        )


def _structure(w: _Writer) -> Iterator[str]:
    errors = w.report.structure
    if not errors:
        yield w.say("  结构：符合 XSD", "  structure: valid against the XSD")
        return
    yield w.say(f"  结构：{len(errors)} 处错误", f"  structure: {len(errors)} errors")
    for error in errors:
        message = error.zh if w.lang == "zh" else error.en
        line = w.say(f"第 {error.line} 行", f"line {error.line}")
        yield f"    {w.style(line, 'red')} {error.path}: {message}"


def _coverage(w: _Writer) -> Iterator[str]:
    coverage, filing = w.report.coverage, w.report.filing
    dictionary = load_dictionary()
    found, missing = len(coverage.forms_found), coverage.forms_missing
    yield w.say(
        f"  报表：找到 {found} 张，缺 {len(missing)} 张",
        f"  forms: {found} found, {len(missing)} missing",
    )
    for form in filing.forms if filing else ():
        spec = dictionary.form(form.id)
        count = sum(1 for _ in form.facts())
        content = (
            w.say("无数据", "published without figures")
            if form.empty
            else w.say(f"{count} 个数据", f"{count} facts")
        )
        head = f"{form.number or '-':8} {w.say(spec.zh, spec.en)}"
        yield f"    {head}  {w.pages(form.pages)}  {content}"
    for form_id in missing:
        spec = dictionary.form(form_id)
        yield w.style(f"    {w.say('缺', 'missing')} {w.say(spec.zh, spec.en)}", "yellow")
    share = 100 * coverage.mapped / coverage.numeric_cells if coverage.numeric_cells else 100
    yield w.say(
        f"  识别：{coverage.numeric_cells} 个数字单元格，已识别 {coverage.mapped} 个"
        f"（{share:.2f}%），剩余 {len(coverage.leftovers)} 个",
        f"  coverage: {coverage.numeric_cells} numeric cells, {coverage.mapped} mapped "
        f"({share:.2f} %), {len(coverage.leftovers)} leftovers",
    )
    for form, leftover in coverage.leftovers:
        spec = dictionary.form(form.id)
        heads = f"{leftover.row_label or '?'} / {leftover.column_label or '?'}"
        said = f"「{leftover.text}」 {heads} {leftover.reason}"
        yield f"    {w.say(spec.zh, spec.en)} {w.where(leftover.place)} {said}"


def _checks(w: _Writer) -> Iterator[str]:
    report = w.report
    passed, failed = report.count(Outcome.PASSED), report.count(Outcome.FAILED)
    within, skipped = report.count(Outcome.WITHIN_ROUNDING), report.count(Outcome.NOT_EVALUATED)
    considered, version = len(report.by_rule), report.ruleset_version
    yield w.say(
        f"  校验：通过 {passed}，未通过 {failed}，舍入误差内 {within}，未能校验 {skipped}"
        f"（{considered} 条规则，规则集 {version}）",
        f"  checks: {passed} passed, {failed} failed, {within} within rounding, "
        f"{skipped} not evaluated ({considered} rules, rule set {version})",
    )


def _findings(w: _Writer) -> Iterator[str]:
    for finding in w.report.findings:
        if finding.outcome is Outcome.WITHIN_ROUNDING:
            continue
        severity = _SEVERITIES[finding.severity].of(w.lang)
        head = w.style(f"{severity} {finding.rule}", _COLOURS[finding.severity], bold=True)
        yield f"  {head} {finding.message.of(w.lang)}"
        yield from (f"      {place}" for place in _places(w, finding))


def _places(w: _Writer, finding: Finding) -> Iterator[str]:
    """Yield where the figures of a finding stand, those that matter first."""
    placed = [operand for operand in finding.operands if operand.place.page is not None]
    telling = [operand for operand in placed if operand.value != 0] or placed
    for operand in telling[:_MOST_PLACES]:
        said = f"{operand.label.of(w.lang)} {operand.printed or ''}".rstrip()
        yield f"{w.where(operand.place)}: {said}"
    if len(telling) > _MOST_PLACES:
        yield w.say(f"…共 {len(telling)} 处", f"… {len(telling)} places in all")


def _roundings(w: _Writer) -> Iterator[str]:
    """Yield one line a form for differences that rounding explains."""
    forms: dict[str, list[Finding]] = {}
    for finding in w.report.findings:
        if finding.outcome is Outcome.WITHIN_ROUNDING:
            forms.setdefault(finding.operands[0].form, []).append(finding)
    for form_id, findings in forms.items():
        spec = load_dictionary().form(form_id)
        rules = " ".join(dict.fromkeys(finding.rule for finding in findings))
        head = w.style(w.say("舍入", "rounding"), "cyan")
        differences = "1 difference" if len(findings) == 1 else f"{len(findings)} differences"
        yield w.say(
            f"  {head} {spec.zh}：{len(findings)} 处尾差在舍入误差之内（{rules}）",
            f"  {head} {spec.en}: {differences} within rounding ({rules})",
        )


def _not_evaluated(w: _Writer) -> Iterator[str]:
    """Yield what could not be checked, by reason: the rules, and at how many places if several."""
    reasons: dict[str, Counter[str]] = {}
    for check in w.report.checks:
        if check.outcome is Outcome.NOT_EVALUATED and check.message and not check.noted:
            reasons.setdefault(check.message.of(w.lang), Counter())[check.rule] += 1
    for reason, counts in reasons.items():
        rules = " ".join(rule if n == 1 else f"{rule}×{n}" for rule, n in counts.items())
        yield w.say(f"  未能校验 {rules}：{reason}", f"  not evaluated {rules}: {reason}")

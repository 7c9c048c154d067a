"""The report as text for people, in Chinese or English, a hundred columns wide."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

import click

from juesuan.schema.dictionary import load_dictionary
from juesuan.schema.filing import Place
from juesuan.schema.places import place_words
from juesuan.validators.causes import Cause, Confidence, Suspect
from juesuan.validators.model import Finding, Operand, Outcome, Severity, Text
from juesuan.validators.report.columns import clean, table, wrap
from juesuan.validators.report.model import Report
from juesuan.validators.wording import amount, kind_text, unit

_WIDTH = 100
_COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.INFO: "cyan"}
_SEVERITIES = {
    Severity.ERROR: Text("错误", "error"),
    Severity.WARNING: Text("警告", "warning"),
    Severity.INFO: Text("提示", "note"),
}
_MOST_PLACES = 4
_MOST_FOLDED = 4
_MOST_LEFTOVERS = 20
_INDENT = " " * 6


def write_text(report: Report, lang: str, *, colour: bool = False) -> str:
    """Return the report as lines of text; ``colour`` adds terminal colours."""
    return "\n".join(_lines(_Writer(report, lang, colour))) + "\n"


class _Writer:
    """A report with the language and colour of its text."""

    def __init__(self, report: Report, lang: str, colour: bool) -> None:
        self.report = report
        self.lang = lang
        self.colour = colour

    def say(self, zh: str, en: str) -> str:
        return zh if self.lang == "zh" else en

    def form(self, form_id: str) -> str:
        spec = load_dictionary().form(form_id)
        return self.say(spec.zh, spec.en)

    def power(self, form_id: str) -> int:
        """Return the power of ten of a form's published unit (4 for 万元)."""
        filing = self.report.filing
        form = filing and filing.form(form_id)
        name = (form and form.published_unit) or (filing and filing.published_unit) or "元"
        return load_dictionary().words.units.get(name, 0)

    def where(self, place: Place) -> str:
        """Return where something stands, in the words of the kind of its source."""
        filing = self.report.filing
        return self.say(*place_words(place, filing.sources if filing else ()))

    def pages(self, pages: Sequence[int]) -> str:
        """Return the pages of a form, or the line where it starts in a text."""
        if not pages:
            return "-"
        if self.report.of_text:
            return self.say(f"第 {pages[0]} 行", f"line {pages[0]}")
        span = f"{pages[0]}–{pages[-1]}" if len(pages) > 1 else str(pages[0])
        return self.say(f"第 {span} 页", f"p. {span}")

    def style(self, text: str, colour: str, *, bold: bool = False) -> str:
        return click.style(text, fg=colour, bold=bold) if self.colour else text

    def hang(self, head: str, colour: str, text: str, *, bold: bool = True) -> Iterator[str]:
        """Yield a text behind a coloured head; further lines stand under it, indented."""
        first, *rest = wrap(f"{head} {text}".rstrip(), _WIDTH - len(_INDENT))
        yield f"  {self.style(head, colour, bold=bold)}{first.removeprefix(head)}"
        yield from (f"{_INDENT}{line}" for line in rest)

    def under(self, text: str) -> Iterator[str]:
        """Yield a text that belongs to the finding above."""
        first, *rest = wrap(text, _WIDTH - len(_INDENT) - 2)
        yield f"{_INDENT}{first}"
        yield from (f"{_INDENT}  {line}" for line in rest)


def _lines(w: _Writer) -> Iterator[str]:
    report = w.report
    if report.unreadable is not None:
        yield w.style(clean(report.unreadable.of(w.lang)), "red", bold=True)
        return
    yield from _head(w)
    yield from _structure(w)
    yield from _coverage(w)
    yield from _checks(w)
    yield from _problems(w)
    yield from _roundings(w)
    yield from _unused_waivers(w)
    yield from _not_evaluated(w)


# --- what was read ---------------------------------------------------------------------------


def _head(w: _Writer) -> Iterator[str]:
    filing = w.report.filing
    verdict = (
        w.style(w.say("有效", "valid"), "green", bold=True)
        if w.report.valid
        else w.style(w.say("无效", "invalid"), "red", bold=True)
    )
    yield f"{clean(w.report.name)}: {verdict}"
    if filing is not None:
        published = filing.published_unit or "元"
        year = w.say(f"{filing.fiscal_year}年度", str(filing.fiscal_year))
        name = unit(load_dictionary().words.units.get(published, 0)).en
        body = clean(filing.entity.name)
        yield w.say(
            f"  {body}，{year}，单位：{published}",
            f"  {body}, {year}, unit: {name} ({published})",
        )


def _structure(w: _Writer) -> Iterator[str]:
    errors = w.report.structure
    if not errors:
        yield w.say("  结构：符合 XSD", "  structure: valid against the XSD")
        return
    count = "1 error" if len(errors) == 1 else f"{len(errors)} errors"
    yield w.say(f"  结构：{len(errors)} 处错误", f"  structure: {count}")
    for error in errors:
        message = error.zh if w.lang == "zh" else error.en
        line = w.say(f"第 {error.line} 行", f"line {error.line}")
        yield from w.hang(line, "red", f"{error.path}: {message}", bold=False)


def _coverage(w: _Writer) -> Iterator[str]:
    coverage = w.report.coverage
    found, missing = len(coverage.forms_found), coverage.forms_missing
    yield w.say(
        f"  报表：找到 {found} 张，缺 {len(missing)} 张",
        f"  forms: {found} found, {len(missing)} missing",
    )
    yield from _forms(w)
    for form_id in missing:
        yield w.style(f"    {w.say('缺', 'missing')} {w.form(form_id)}", "yellow")
    for unknown in coverage.unknown_forms:
        kept = len(unknown.unmapped)
        said = w.say(f"{kept} 个数字原样保留", f"{kept} figures kept as printed")
        head = w.say("词典之外", "unknown form")
        yield f"    {head} {unknown.title}  {w.pages(unknown.pages)}  {said}"
    share = 100 * coverage.mapped / coverage.numeric_cells if coverage.numeric_cells else 100
    yield w.say(
        f"  识别：{coverage.numeric_cells} 个数字单元格，已识别 {coverage.mapped} 个"
        f"（{share:.2f}%），剩余 {len(coverage.leftovers)} 个",
        f"  coverage: {coverage.numeric_cells} numeric cells, {coverage.mapped} mapped "
        f"({share:.2f} %), {len(coverage.leftovers)} leftovers",
    )
    for form, leftover in coverage.leftovers[:_MOST_LEFTOVERS]:
        heads = f"{leftover.row_label or '?'} / {leftover.column_label or '?'}"
        said = f"「{leftover.text}」 {heads} {leftover.reason}"
        yield from w.under(f"{w.form(form.id)} {w.where(leftover.place)} {said}")
    if len(coverage.leftovers) > _MOST_LEFTOVERS:
        more = len(coverage.leftovers) - _MOST_LEFTOVERS
        yield from w.under(w.say(f"…另有 {more} 个", f"… and {more} more"))


def _forms(w: _Writer) -> Iterator[str]:
    """Yield a line a form: printed number, title, place and size."""
    forms = w.report.filing.forms if w.report.filing else ()
    numbered = any(form.number for form in forms)
    rows = []
    for form in forms:
        count = sum(1 for _ in form.facts())
        facts = w.say(f"{count} 个数据", f"{count} facts" if count != 1 else "1 fact")
        size = w.say("无数据", "no figures") if form.empty else facts
        row = [form.number or "-", w.form(form.id), w.pages(form.pages), size]
        rows.append(row if numbered else row[1:])
    yield from table(rows, _WIDTH, indent=4, clipped=int(numbered))


def _checks(w: _Writer) -> Iterator[str]:
    report = w.report
    passed, failed = report.count(Outcome.PASSED), report.count(Outcome.FAILED)
    within, skipped = report.count(Outcome.WITHIN_ROUNDING), report.count(Outcome.NOT_EVALUATED)
    considered, version = len(report.by_rule), report.ruleset_version
    profile = report.profile
    of = w.say(f"{profile.zh}（{profile.id}），", f"{profile.id}, ") if profile else ""
    yield w.say(
        f"  规则：{of}{considered} 条，规则集 {version}",
        f"  rules: {of}{considered} considered, rule set {version}",
    )
    yield w.say(
        f"  校验：通过 {passed}，未通过 {failed}，舍入误差内 {within}，未能校验 {skipped}",
        f"  checks: {passed} passed, {failed} failed, {within} within rounding, "
        f"{skipped} not evaluated",
    )


# --- what is wrong ---------------------------------------------------------------------------


def _problems(w: _Writer) -> Iterator[str]:
    """Yield what is wrong, most serious first: causes with what follows from them, then others."""
    shown = [f for f in w.report.findings if f.outcome is not Outcome.WITHIN_ROUNDING]
    for severity in Severity:
        for number, cause in enumerate(w.report.causes):
            follows = [finding for finding in shown if finding.cause == number]
            if follows and follows[0].severity is severity:
                yield from _cause(w, number + 1, cause, follows)
        for finding in shown:
            if finding.cause is None and finding.severity is severity:
                yield from _finding(w, finding)


def _cause(w: _Writer, number: int, cause: Cause, findings: Sequence[Finding]) -> Iterator[str]:
    """Yield a cause with the findings that follow from it folded under it."""
    if cause.confidence is Confidence.AMBIGUOUS:
        yield from _ambiguous(w, cause, findings)
        return
    severity = findings[0].severity
    head = f"{_SEVERITIES[severity].of(w.lang)} {w.say('原因', 'cause')} {number}"
    yield from w.hang(head, _COLOURS[severity], cause.message.of(w.lang))
    for cell in cause.cells:
        if cell.operand.place.page is not None:
            yield from w.under(_placed(w, cell.operand))
    rules = _counted(finding.rule for finding in findings)
    yield from w.under(w.say(f"由此未通过：{rules}", f"fails because of it: {rules}"))
    yield from _waived(w, findings)
    yield from _alternatives(w, cause.alternatives)


def _ambiguous(w: _Writer, cause: Cause, findings: Sequence[Finding]) -> Iterator[str]:
    """Yield what failed, and then the causes of which any may be the one."""
    yield from _finding(w, findings[0])
    if others := _counted(finding.rule for finding in findings[1:]):
        yield from w.under(w.say(f"同一原因：{others}", f"of the same cause: {others}"))
        yield from _waived(w, findings[1:])
    yield from _alternatives(w, (cause.suspect, *cause.alternatives))


def _alternatives(w: _Writer, suspects: Sequence[Suspect]) -> Iterator[str]:
    for suspect in suspects[:_MOST_FOLDED]:
        yield from w.under(f"{w.say('可能', 'perhaps')} {_suspected(w, suspect)}")
    if len(suspects) > _MOST_FOLDED:
        more = len(suspects) - _MOST_FOLDED
        yield from w.under(w.say(f"…另有 {more} 种可能", f"… and {more} other explanations"))


def _suspected(w: _Writer, suspect: Suspect) -> str:
    """Return the cells that may be at fault instead: what they hold and what they should."""
    said = []
    for cell in suspect.cells:
        operand, power = cell.operand, w.power(cell.operand.form)
        now = "" if operand.decimals is None else f" {amount(operand.value or Decimal(0), power)}"
        label = f"{w.form(operand.form)} {operand.label.of(w.lang)}"
        should = suspect.code if cell.value is None else amount(cell.value, power)
        said.append(f"{label}{now} → {should}")
    kind = kind_text(suspect.kind).of(w.lang)
    return w.say("；", "; ").join(said) + w.say(f"（{kind}）", f" ({kind})")


def _finding(w: _Writer, finding: Finding) -> Iterator[str]:
    head = f"{_SEVERITIES[finding.severity].of(w.lang)} {finding.rule}"
    yield from w.hang(head, _COLOURS[finding.severity], finding.message.of(w.lang))
    for place in _places(w, finding):
        yield from w.under(place)
    yield from _waived(w, [finding])


def _waived(w: _Writer, findings: Sequence[Finding]) -> Iterator[str]:
    """Yield for which reasons findings are accepted."""
    for rule, reason in dict.fromkeys((f.rule, f.waiver) for f in findings if f.waiver):
        yield from w.under(w.say(f"已豁免 {rule}：{reason}", f"waived {rule}: {reason}"))


def _unused_waivers(w: _Writer) -> Iterator[str]:
    """Yield the waivers that cover nothing here or have expired."""
    for waiver in w.report.unused_waivers:
        expired = not waiver.holds_on(w.report.today)
        why = w.say("已过期", "expired") if expired else w.say("没有用到", "not needed here")
        yield w.say(
            f"  豁免 {waiver.rule} {why}：{waiver.reason}",
            f"  waiver of {waiver.rule} {why}: {waiver.reason}",
        )


def _places(w: _Writer, finding: Finding) -> Iterator[str]:
    """Yield where the figures of a finding stand, those that matter first."""
    placed = [operand for operand in finding.operands if operand.place.page is not None]
    telling = [operand for operand in placed if operand.value != 0] or placed
    yield from (_placed(w, operand) for operand in telling[:_MOST_PLACES])
    if len(telling) > _MOST_PLACES:
        yield w.say(f"…共 {len(telling)} 处", f"… {len(telling)} places in all")


def _placed(w: _Writer, operand: Operand) -> str:
    said = f"{operand.label.of(w.lang)} {operand.printed or ''}".rstrip()
    return f"{w.where(operand.place)}: {said}"


def _roundings(w: _Writer) -> Iterator[str]:
    """Yield one line a form for differences that rounding explains."""
    roundings = w.report.roundings
    if not roundings:
        return
    count = sum(folded.count for folded in roundings)
    differences = "1 difference" if count == 1 else f"{count} differences"
    head = w.style(w.say("舍入", "rounding"), "cyan")
    yield w.say(f"  {head} {count} 处尾差在舍入误差之内", f"  {head} {differences} within rounding")
    rows = []
    for folded in roundings:
        greatest = amount(folded.greatest, w.power(folded.form))
        size = w.say(f"{folded.count} 处，最大 {greatest}", f"{folded.count}, at most {greatest}")
        rows.append([w.form(folded.form), size, " ".join(folded.rules)])
    yield from table(rows, _WIDTH, indent=len(_INDENT), clipped=0)


def _not_evaluated(w: _Writer) -> Iterator[str]:
    """Yield what could not be checked, by reason: the rules, and at how many places if several."""
    reasons: dict[str, list[str]] = {}
    for check in w.report.checks:
        if check.outcome is Outcome.NOT_EVALUATED and check.message and not check.noted:
            reasons.setdefault(check.message.of(w.lang), []).append(check.rule)
    if not reasons:
        return
    count = sum(map(len, reasons.values()))
    head = w.style(w.say("未能校验", "not evaluated"), "bright_black")
    yield w.say(f"  {head} {count} 处，原因：", f"  {head}: {count}, because")
    for reason, rules in reasons.items():
        yield from w.under(f"{reason}{w.say('：', ': ')}{_counted(rules)}")


def _counted(rules: Iterable[str]) -> str:
    return " ".join(rule if n == 1 else f"{rule}×{n}" for rule, n in Counter(rules).items())

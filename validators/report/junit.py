"""The report as JUnit XML: a test suite a file, a test case a rule."""

from __future__ import annotations

from collections.abc import Iterable

from lxml import etree

from juesuan.schema.text import legal
from juesuan.validators.model import Finding, Severity, Text
from juesuan.validators.report.model import Report, RuleOutcomes, reaches

_READING = Text("文件可以读取", "the file can be read")
_WAIVED = Text("已豁免", "waived")
_STRUCTURE = Text("结构符合 XSD", "structure is valid against the XSD")


def write_junit(reports: Iterable[Report], lang: str, fail_on: Severity = Severity.ERROR) -> str:
    """Return the reports as XML.

    A rule fails where a finding reaches ``fail_on``; lesser and waived ones stand in system-out.
    A rule that was evaluated nowhere is skipped, with the reason. Nothing is timed: times are
    zero.
    """
    root = etree.Element("testsuites", {"name": "juesuan"})
    for report in reports:
        _suite(root, report, lang, fail_on)
    _count(root, root)
    etree.indent(root, space="  ")
    text = etree.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n'


def _suite(root: etree._Element, report: Report, lang: str, fail_on: Severity) -> None:
    suite = etree.SubElement(root, "testsuite", {"name": legal(report.name)})
    if report.unreadable is not None:
        case = _case(suite, report, f"reading {_READING.of(lang)}")
        _outcome(case, "error", "unreadable", [report.unreadable.of(lang)])
    else:
        case = _case(suite, report, f"structure {_STRUCTURE.of(lang)}")
        faults = [
            f"{error.path} ({error.line}): {error.zh if lang == 'zh' else error.en}"
            for error in report.structure
        ]
        if faults:
            _outcome(case, "failure", "error", faults)
        findings: dict[str, list[Finding]] = {}
        for finding in report.findings:
            findings.setdefault(finding.rule, []).append(finding)
        for outcomes in report.by_rule:
            rule = outcomes.rule
            case = _case(suite, report, f"{rule.id} {rule.text.of(lang)}")
            _judge(case, outcomes, findings.get(rule.id, []), lang, fail_on)
    _count(suite, suite)


def _judge(
    case: etree._Element,
    outcomes: RuleOutcomes,
    findings: list[Finding],
    lang: str,
    fail_on: Severity,
) -> None:
    failing = [finding for finding in findings if reaches(finding, fail_on)]
    others = [finding for finding in findings if not reaches(finding, fail_on)]
    if failing:
        said = [finding.message.of(lang) for finding in failing]
        _outcome(case, "failure", failing[0].severity, said)
    elif not outcomes.evaluated:
        reasons = "; ".join(reason.of(lang) for reason in outcomes.reasons)
        etree.SubElement(case, "skipped", {"message": legal(reasons)})
    if others:
        lines = (_noted(finding, lang) for finding in others)
        etree.SubElement(case, "system-out").text = legal("\n".join(lines))


def _noted(finding: Finding, lang: str) -> str:
    said = f"{finding.severity}: {finding.message.of(lang)}"
    if finding.waiver is None:
        return said
    return f"{said} [{_WAIVED.of(lang)}: {finding.waiver}]"


def _case(suite: etree._Element, report: Report, name: str) -> etree._Element:
    attributes = {"name": legal(name), "classname": legal(report.name), "time": "0"}
    return etree.SubElement(suite, "testcase", attributes)


def _outcome(case: etree._Element, kind: str, severity: str, messages: list[str]) -> None:
    element = etree.SubElement(case, kind, {"message": legal(messages[0]), "type": severity})
    element.text = legal("\n".join(messages))


def _count(element: etree._Element, within: etree._Element) -> None:
    """Write how many cases there are within an element, and how they came out."""
    counts = {
        "tests": "testcase",
        "failures": "testcase/failure",
        "errors": "testcase/error",
        "skipped": "testcase/skipped",
    }
    for name, path in counts.items():
        element.set(name, str(len(within.findall(f".//{path}"))))
    element.set("time", "0")

"""The report as SVRL, the report language of Schematron (ISO/IEC 19757-3, annex D).

A rule that was evaluated is an active pattern with a fired rule; what failed is a failed-assert
(flagged ``waived`` where it is accepted), what is only noted a successful-report. A rule that was
evaluated nowhere stands, with the reason, among the texts at the head.
"""

from __future__ import annotations

import re
from typing import cast

from lxml import etree

from juesuan.schema.text import legal
from juesuan.schema.xmlnames import NAMESPACE
from juesuan.validators.model import Finding, Outcome, Text
from juesuan.validators.report.model import Report
from juesuan.validators.report.places import PREFIX, xml_path

_SVRL = "http://purl.oclc.org/dsdl/svrl"
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_STRUCTURE = Text("结构符合 XSD", "The structure is valid against the XSD")
_READABLE = Text("文件可以读取", "The file can be read")
_STEP = re.compile(r"/([A-Za-z_][\w.-]*)")


def write_svrl(report: Report, lang: str) -> str:
    """Return the report on one file as XML; the other language stands in the diagnostics."""
    writer = _Writer(report, lang)
    return writer.document()


class _Writer:
    def __init__(self, report: Report, lang: str) -> None:
        self.report = report
        self.langs = (lang, "en" if lang == "zh" else "zh")
        self.root = etree.Element(
            f"{{{_SVRL}}}schematron-output",
            {"title": legal(report.name), "schemaVersion": report.ruleset_version},
            nsmap=cast(dict[str, str], {"svrl": _SVRL}),
        )

    def document(self) -> str:
        self._reasons()
        self._add(self.root, "ns-prefix-in-attribute-values", {"prefix": PREFIX, "uri": NAMESPACE})
        self._structure()
        self._rules()
        etree.indent(self.root, space="  ")
        text = etree.tostring(self.root, encoding="unicode")
        return f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n'

    def _add(
        self, parent: etree._Element, name: str, attributes: dict[str, str] | None = None
    ) -> etree._Element:
        safe = {key: legal(value) for key, value in (attributes or {}).items()}
        return etree.SubElement(parent, f"{{{_SVRL}}}{name}", safe)

    def _reasons(self) -> None:
        """Say of each rule that was evaluated nowhere why that is."""
        for outcomes in self.report.by_rule:
            if outcomes.evaluated or not outcomes.reasons:
                continue
            reasons = "; ".join(reason.of(self.langs[0]) for reason in outcomes.reasons)
            said = Text("未能校验", "not evaluated").of(self.langs[0])
            self._add(self.root, "text").text = legal(f"{outcomes.rule.id} {said}: {reasons}")

    def _structure(self) -> None:
        """Report on reading and structure, which come before all rules."""
        unreadable = self.report.unreadable
        demand = _STRUCTURE if unreadable is None else _READABLE
        self._pattern("structure", demand, "/")
        if unreadable is not None:
            self._assertion("failed-assert", "structure", "error", "/", demand, unreadable)
        for error in self.report.structure:
            path = _STEP.sub(rf"/{PREFIX}:\1", error.path)
            self._assertion(
                "failed-assert", "structure", "error", path, demand, Text(error.zh, error.en)
            )

    def _rules(self) -> None:
        findings: dict[str, list[Finding]] = {}
        for finding in self.report.findings:
            findings.setdefault(finding.rule, []).append(finding)
        for outcomes in self.report.by_rule:
            rule, found = outcomes.rule, findings.get(outcomes.rule.id, [])
            if not outcomes.evaluated and not found:
                continue
            self._pattern(rule.id, rule.text, xml_path(None, self.report.filing))
            for finding in found:
                first = finding.operands[0] if finding.operands else None
                self._assertion(
                    "failed-assert" if finding.outcome is Outcome.FAILED else "successful-report",
                    rule.id,
                    finding.severity,
                    xml_path(first, self.report.filing),
                    rule.formula,
                    _message(finding),
                    waived=finding.waiver is not None,
                )

    def _pattern(self, pattern_id: str, name: Text, context: str) -> None:
        attributes = {"id": pattern_id, "name": name.of(self.langs[0])}
        self._add(self.root, "active-pattern", attributes)
        self._add(self.root, "fired-rule", {"id": f"rule-{pattern_id}", "context": context})

    def _assertion(
        self,
        kind: str,
        rule_id: str,
        severity: str,
        location: str,
        test: Text,
        message: Text,
        *,
        waived: bool = False,
    ) -> None:
        lang, other = self.langs
        attributes = {"id": rule_id, "location": location, "test": test.of(lang), "role": severity}
        if waived:
            attributes["flag"] = "waived"
        element = self._add(self.root, kind, attributes)
        diagnostic = {"diagnostic": f"{rule_id}-{other}"}
        reference = self._add(element, "diagnostic-reference", diagnostic)
        for parent, language in ((reference, other), (element, lang)):
            said = f"[{rule_id}] {message.of(language)}"
            self._add(parent, "text", {_XML_LANG: language}).text = legal(said)


def _message(finding: Finding) -> Text:
    if finding.waiver is None:
        return finding.message
    zh, en = finding.message.zh, finding.message.en
    return Text(f"{zh}（已豁免：{finding.waiver}）", f"{en} (waived: {finding.waiver})")

"""Reports for machines: each valid by its own schema, and all of them say the same."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import jsonschema
import junitparser
import pytest
from lxml import etree
from pydantic_sarif.model import StaticAnalysisResultsFormatSarifVersion210JsonSchema as Sarif

from juesuan.converter.convert import convert_file
from juesuan.converter.writers.xml import write_xml
from juesuan.schema.filing import Filing, Source
from juesuan.schema.xmlnames import NAMESPACE, REPORT_SCHEMA_FILE
from juesuan.validators.config import Settings
from juesuan.validators.model import Outcome, Severity
from juesuan.validators.report.formats import FORMATS, Manner
from juesuan.validators.report.json import write_json
from juesuan.validators.report.model import Report, report_on, unreadable
from juesuan.validators.structure import StructureError
from juesuan.validators.waivers import Waiver
from tests.filings import changed, filing, sound_filing
from tests.validators.examples import EXAMPLES, EXPENDITURE, THREE_PUBLIC

DATA = Path(__file__).parents[1] / "data"
SAMPLES = Path(__file__).parents[2] / "samples"
SVRL = {"svrl": "http://purl.oclc.org/dsdl/svrl"}
FAULT = StructureError("/FinalAccounts/Header", 7, "缺少 <年度> \x00", "the year is missing")


def broken() -> Filing:
    """A filing with faults of every severity and rounding."""
    made = sound_filing(1)
    made = changed(made, THREE_PUBLIC, "OfficialReceptionExpense", "Actual", "-99.00")
    return changed(made, EXPENDITURE, "Total", "TotalExpenditureForYear", "9.99")


@cache
def reports() -> dict[str, Report]:
    """Reports of every kind, by name."""
    made = {
        "sound.xml": report_on("sound.xml", sound_filing(1), ()),
        "坏 的.xml": report_on("坏 的.xml", broken(), (FAULT,)),
        "secret.pdf": unreadable("secret.pdf", "加密", "encrypted"),
        "nothing.xml": report_on("nothing.xml", filing(), ()),
    }
    for path in sorted(SAMPLES.iterdir()):
        made[path.name] = report_on(path.name, convert_file(path), ())
    for rule_id, example in EXAMPLES.items():
        made[rule_id] = report_on(rule_id, filing(*example.build(example.bad)), ())
    return made


NAMES = ("sound.xml", "坏 的.xml", "secret.pdf", "nothing.xml")
BY_NAME = pytest.mark.parametrize("name", [*NAMES, *sorted(p.name for p in SAMPLES.iterdir())])


def written(form: str, *names: str, lang: str = "zh", fail_on: Severity = Severity.ERROR) -> str:
    chosen = [reports()[name] for name in names]
    return FORMATS[form](chosen, Manner(lang, fail_on))


def grammar(name: str) -> etree.RelaxNG:
    return etree.RelaxNG(etree.parse(DATA / name))


# --- JSON ------------------------------------------------------------------------------------


def closed(schema: Any) -> Any:
    """The published schema with no room for properties that it does not name."""
    if isinstance(schema, list):
        return [closed(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    tight = {key: closed(value) for key, value in schema.items()}
    if schema.get("type") == "object":
        tight["additionalProperties"] = False
    return tight


@cache
def report_schema() -> dict[str, Any]:
    path = files("juesuan.schema") / "report" / REPORT_SCHEMA_FILE
    schema: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return schema


def test_json_of_every_report_is_valid_by_the_published_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(report_schema())
    document = json.loads(written("json", *reports()))
    jsonschema.Draft202012Validator(report_schema()).validate(document)
    jsonschema.Draft202012Validator(closed(report_schema())).validate(document)


def test_the_schema_refuses_what_is_no_report() -> None:
    document = json.loads(written("json", "坏 的.xml"))
    document["files"][0]["findings"][0]["operands"][0]["value"] = 1.5
    assert not jsonschema.Draft202012Validator(report_schema()).is_valid(document)


# --- SVRL ------------------------------------------------------------------------------------


@BY_NAME
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_svrl_is_valid(name: str, lang: str) -> None:
    document = etree.fromstring(written("svrl", name, lang=lang).encode())
    grammar("svrl.rng").assertValid(document)


def test_svrl_of_every_example_is_valid_and_names_what_failed() -> None:
    for rule_id in EXAMPLES:
        document = etree.fromstring(written("svrl", rule_id).encode())
        grammar("svrl.rng").assertValid(document)
        assert _sorted(document.xpath("//svrl:failed-assert/@id", namespaces=SVRL)) == _sorted(
            finding.rule
            for finding in reports()[rule_id].findings
            if finding.outcome is Outcome.FAILED
        )


def test_every_location_in_svrl_is_a_place_of_the_native_xml() -> None:
    tree = etree.fromstring(write_xml(broken()))
    document = etree.fromstring(written("svrl", "坏 的.xml").encode())
    locations = document.xpath("//@location", namespaces=SVRL)
    assert len(locations) > 3
    for location in locations:
        (element,) = tree.xpath(location, namespaces={"fa": NAMESPACE})
    found = document.xpath("//svrl:failed-assert[@id = 'F7-N']/@location", namespaces=SVRL)
    (element,) = tree.xpath(found[0], namespaces={"fa": NAMESPACE})
    assert element.get("printed") == "-99.00"


def test_svrl_says_why_rules_were_not_evaluated() -> None:
    document = etree.fromstring(written("svrl", "nothing.xml", lang="en").encode())
    said = document.xpath("/*/svrl:text/text()", namespaces=SVRL)
    assert "F2-S not evaluated: missing form: Revenue by function" in said
    assert "F2-S" not in document.xpath("//svrl:active-pattern/@id", namespaces=SVRL)


# --- JUnit -----------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_junit_is_well_formed_for_its_readers(lang: str) -> None:
    text = written("junit", *NAMES, lang=lang)
    grammar("junit.rng").assertValid(etree.fromstring(text.encode()))
    read = junitparser.JUnitXml.fromstring(text.encode())
    assert [suite.name for suite in read] == list(NAMES)
    for suite in read:
        cases = list(suite)
        assert suite.tests == len(cases)
        assert suite.failures == sum(case.is_failure for case in cases)
        assert suite.skipped == sum(case.is_skipped for case in cases)


def test_junit_has_a_case_a_rule_with_the_reason_of_what_was_skipped() -> None:
    report = reports()["nothing.xml"]
    (suite,) = junitparser.JUnitXml.fromstring(written("junit", "nothing.xml", lang="en").encode())
    cases = {case.name.split()[0]: case for case in suite}
    assert set(cases) == {"structure", *(outcomes.rule.id for outcomes in report.by_rule)}
    assert cases["F2-S"].result[0].message == "missing form: Revenue by function"
    assert cases["D-FORMS"].is_passed, "a warning fails only where warnings are asked for"
    assert "was not found" in cases["D-FORMS"].system_out


def test_junit_fails_from_the_severity_that_the_user_names() -> None:
    text = written("junit", "nothing.xml", fail_on=Severity.WARNING)
    (suite,) = junitparser.JUnitXml.fromstring(text.encode())
    cases = {case.name.split()[0]: case for case in suite}
    assert cases["D-FORMS"].is_failure
    assert cases["D-FORMS"].result[0].text.count("没有找到") == 9


# --- SARIF -----------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_sarif_of_every_report_is_valid(lang: str) -> None:
    text = written("sarif", *reports(), lang=lang)
    Sarif.model_validate_json(text)
    (run,) = json.loads(text)["runs"]
    rules, uris = run["tool"]["driver"]["rules"], [a["location"]["uri"] for a in run["artifacts"]]
    assert len({rule["id"] for rule in rules}) == len(rules)
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        (place,) = result["locations"]
        artifact = place["physicalLocation"]["artifactLocation"]
        assert uris[artifact["index"]] == artifact["uri"]
    assert run["invocations"][0]["executionSuccessful"] is False


def test_sarif_names_file_cell_and_page() -> None:
    (run,) = json.loads(written("sarif", "坏 的.xml", lang="en"))["runs"]
    assert run["artifacts"][0]["location"]["uri"] == "%E5%9D%8F%20%E7%9A%84.xml"
    structure, *others = run["results"]
    assert structure["locations"][0]["physicalLocation"]["region"] == {"startLine": 7}
    found = next(result for result in others if result["ruleId"] == "F7-N")
    assert found["level"] == "warning"
    logical = found["locations"][0]["logicalLocations"][0]
    assert logical["fullyQualifiedName"] == (
        "three-public-expenses/OfficialReceptionExpense/Actual"
    )
    assert set(found["properties"]["message"]) == {"zh", "en"}
    assert "is negative" in found["message"]["text"]


def test_sarif_gives_the_line_of_a_text_source() -> None:
    (run,) = json.loads(written("sarif", "quanzhou-2024.txt"))["runs"]
    found = next(result for result in run["results"] if result["ruleId"] == "C-NAME")
    line = found["locations"][0]["physicalLocation"]["region"]["startLine"]
    text = (SAMPLES / "quanzhou-2024.txt").read_text("utf-8").splitlines()
    assert "2210202" in text[line - 1]
    assert run["artifacts"][0]["hashes"]["sha-256"]


# --- waivers ---------------------------------------------------------------------------------


@cache
def waived() -> Report:
    """The broken filing with one failure accepted, and waivers that cover nothing."""
    waivers = (
        Waiver("F7-N", "冲销上年支出", form=THREE_PUBLIC),
        Waiver("F2-S", "没有用处"),
        Waiver("F3-S", "早已过期", expires=date(2024, 1, 1)),
    )
    settings = Settings(waivers=waivers)
    return report_on("a.xml", broken(), (), settings, today=date(2025, 6, 1))


def test_what_is_waived_stays_visible_with_its_reason_in_every_format() -> None:
    for form in FORMATS:
        text = FORMATS[form]([waived()], Manner("zh", Severity.WARNING))
        assert "冲销上年支出" in text, form
    (document,) = json.loads(write_json([waived()]))["files"]
    assert [f["waived"] for f in document["findings"] if f["rule"] == "F7-N"] == ["冲销上年支出"]
    assert [w["rule"] for w in document["unused_waivers"]] == ["F2-S", "F3-S"]
    jsonschema.Draft202012Validator(closed(report_schema())).validate(
        json.loads(write_json([waived()]))
    )


def test_what_is_waived_fails_nowhere() -> None:
    how = Manner("en", Severity.WARNING)
    (suite,) = junitparser.JUnitXml.fromstring(FORMATS["junit"]([waived()], how).encode())
    case = next(case for case in suite if case.name.startswith("F7-N "))
    assert case.is_passed
    assert "[waived: 冲销上年支出]" in case.system_out
    sarif = FORMATS["sarif"]([waived()], how)
    Sarif.model_validate_json(sarif)
    (run,) = json.loads(sarif)["runs"]
    (found,) = [r for r in run["results"] if r["ruleId"] == "F7-N"]
    assert found["suppressions"][0]["justification"] == "冲销上年支出"
    svrl = etree.fromstring(FORMATS["svrl"]([waived()], how).encode())
    grammar("svrl.rng").assertValid(svrl)
    assert svrl.xpath("//svrl:failed-assert[@id = 'F7-N']/@flag", namespaces=SVRL) == ["waived"]


def test_the_text_gives_the_reason_and_names_waivers_of_no_use() -> None:
    lines = FORMATS["text"]([waived()], Manner("zh")).splitlines()
    assert "      已豁免 F7-N：冲销上年支出" in lines
    assert "  豁免 F2-S 没有用到：没有用处" in lines
    assert "  豁免 F3-S 已过期：早已过期" in lines


# --- all of them -----------------------------------------------------------------------------


@BY_NAME
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_all_formats_report_the_same_failures(name: str, lang: str) -> None:
    report = reports()[name]
    failed = _sorted(f.rule for f in report.findings if f.outcome is Outcome.FAILED)
    structure = ["structure"] * (len(report.structure) + (report.unreadable is not None))
    (document,) = json.loads(written("json", name))["files"]
    svrl = etree.fromstring(written("svrl", name, lang=lang).encode())
    (run,) = json.loads(written("sarif", name, lang=lang))["runs"]
    fails = [f["rule"] for f in document["findings"] if f["outcome"] == "failed"]
    assert _sorted(fails) == failed
    asserts = svrl.xpath("//svrl:failed-assert/@id", namespaces=SVRL)
    assert _sorted(asserts) == _sorted([*failed, *structure])
    results = [r["ruleId"] for r in run["results"] if r.get("kind", "fail") == "fail"]
    notes = run["invocations"][0]["toolExecutionNotifications"]
    assert _sorted([*results, *(["structure"] * len(notes))]) == _sorted([*failed, *structure])


@pytest.mark.parametrize("form", FORMATS)
def test_the_same_report_is_the_same_text(form: str) -> None:
    assert written(form, "坏 的.xml") == written(form, "坏 的.xml")


@pytest.mark.parametrize("form", FORMATS)
def test_control_characters_of_third_parties_break_nothing(form: str) -> None:
    source = Source("a\x00\x1b\u2028.xml", "0" * 64, "text/plain")
    hostile = replace(
        report_on("a\x07b.xml", replace(broken(), source=source), (FAULT,)),
    )
    text = FORMATS[form]([hostile], Manner("zh"))
    if form in ("svrl", "junit"):
        etree.fromstring(text.encode())
    if form in ("json", "sarif"):
        json.loads(text)
    assert "\x00" not in text


def _sorted(names: Any) -> list[str]:
    return sorted(map(str, names))

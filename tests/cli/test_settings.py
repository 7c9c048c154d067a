"""`validate` with settings and last year's filing, and the filters of `rules list`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from juesuan.cli.main import main
from juesuan.converter.writers.xml import write_xml
from tests.filings import filing, form, line
from tests.validators.examples import SUMMARY


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder with this year's filing, which fails, and last year's."""
    monkeypatch.chdir(tmp_path)
    this = form(
        SUMMARY,
        line("OpeningCarryOverAndSurplus", Actual="3.00"),
        line("GrandTotalSources", Actual="3.00"),
        line("GrandTotalUses", Actual="4.00"),
    )
    last = form(SUMMARY, line("ClosingCarryOverAndSurplus", Actual="2.00"))
    (tmp_path / "this.xml").write_bytes(write_xml(filing(this)))
    text = write_xml(filing(last)).replace(b">2024</FiscalYear>", b">2023</FiscalYear>")
    (tmp_path / "last.xml").write_bytes(text)
    return tmp_path


def run(*args: object) -> Result:
    return CliRunner().invoke(main, [str(arg) for arg in args])


def report(*args: object) -> dict[str, object]:
    result = run("validate", "this.xml", "--format", "json", *args)
    document: dict[str, object] = json.loads(result.stdout)["files"][0]
    return document


@pytest.mark.usefixtures("folder")
def test_last_years_filing_is_compared() -> None:
    assert "没有给出上年度决算" in run("validate", "this.xml", "--lang", "zh").stdout
    result = run("validate", "this.xml", "--previous", "last.xml", "--lang", "zh")
    assert "Y-01" in result.stdout
    assert "2023年度年末结转和结余" in "".join(result.stdout.split())


@pytest.mark.usefixtures("folder")
def test_last_years_filing_that_cannot_be_read_is_one_line() -> None:
    result = run("validate", "this.xml", "--previous", "none.xml")
    assert result.exit_code == 3
    assert len(result.stderr.splitlines()) == 1


@pytest.mark.usefixtures("folder")
def test_rules_are_selected_ignored_and_counted() -> None:
    assert run("validate", "this.xml").exit_code == 1
    assert run("validate", "this.xml", "--ignore", "F1-*").exit_code == 0
    rules = report("--select", "F1-*", "--ignore", "F1-B")["rules"]
    assert isinstance(rules, dict)
    ids = {entry["rule"] for entry in rules["by_rule"]}
    assert ids == {"F1-L1", "F1-L2", "F1-L3", "F1-L4", "F1-L5", "F1-N", "F1-X"}
    assert "F1-B" in rules["deselected"]
    assert rules["profile"] == "department"
    unit = report("--profile", "unit")["rules"]
    assert isinstance(unit, dict)
    assert unit["profile"] == "unit"


def test_a_waiver_is_shown_with_its_reason(folder: Path) -> None:
    waivers = (
        '[[waivers]]\nrule = "F1-B"\nreason = "已核对"\n'
        '[[waivers]]\nrule = "F1-L1"\nreason = "旧事"\nexpires = 2020-01-01\n'
    )
    (folder / "juesuan.toml").write_text(waivers, encoding="utf-8")
    result = run("validate", "this.xml", "--lang", "zh")
    assert result.exit_code == 0
    assert "已豁免 F1-B：已核对" in result.stdout
    assert "F1-L1 已过期：旧事" in result.stdout
    document = report()
    assert document["valid"] is True
    findings = document["findings"]
    assert isinstance(findings, list)
    assert [f["waived"] for f in findings if f["rule"] == "F1-B"] == ["已核对"]
    unused = document["unused_waivers"]
    assert isinstance(unused, list)
    assert [(w["rule"], w["expires"]) for w in unused] == [("F1-L1", "2020-01-01")]


def test_a_configuration_that_is_wrong_is_one_line(folder: Path) -> None:
    own = folder / "own.toml"
    own.write_text('ignore = ["F1-B"]', encoding="utf-8")
    assert run("validate", "this.xml", "--config", own).exit_code == 0
    own.write_text("speed = 3", encoding="utf-8")
    for args in (
        ("--config", own),
        ("--config", "none.toml"),
        ("--select", "Q-*"),
        ("--ignore", "F99"),
        ("--profile", "village"),
    ):
        result = run("validate", "this.xml", *args)
        assert result.exit_code == 2, args
        assert len(result.stderr.splitlines()) == 1
        assert "Traceback" not in result.stderr


def listed(*args: object) -> set[str]:
    result = run("rules", "list", *args)
    assert result.exit_code == 0
    return {row.split()[0] for row in result.stdout.splitlines()}


def test_rules_are_filtered() -> None:
    everything = listed()
    assert listed("--select", "Y-*") == {rule for rule in everything if rule.startswith("Y-")}
    assert listed("--form", "state-capital", "--severity", "warning") == {"F9-N", "X-52"}
    assert everything - listed("--year", "2010") == {"D-FORMS", "D-EMPTY", "D-NARRATIVE"}
    assert run("rules", "list", "--form", "公开01表").exit_code == 2


def test_a_rule_says_for_which_filings_it_holds() -> None:
    explained = run("rules", "explain", "D-FORMS", "--lang", "zh").stdout
    assert "适用: 2016– 年度" in explained
    assert (
        "holds for: filings given with last year's"
        in run("rules", "explain", "Y-01", "--lang", "en").stdout
    )

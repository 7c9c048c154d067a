"""Settings: the file that is found, what it may say, and what it does to a report."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from juesuan.schema.errors import UsageError
from juesuan.validators.config import Settings, find_settings, load_settings
from juesuan.validators.engine import rule_set
from juesuan.validators.model import Outcome, Severity
from juesuan.validators.report.model import Report, report_on
from tests.filings import changed, code, filing, form, line, sound_filing
from tests.validators.examples import EXPENDITURE, REVENUE, THREE_PUBLIC

TODAY = date(2025, 6, 1)
WAIVER = """
[[waivers]]
rule = "F7-L1"
form = "three-public-expenses"
line = "OfficialReceptionExpense"
reason = "接待费含上年结转，已在说明中解释"
"""


def written(folder: Path, text: str, name: str = "juesuan.toml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def unsound(settings: Settings) -> Report:
    """A report on a three-public form that does not add up."""
    table = form(
        THREE_PUBLIC,
        line("ThreePublicExpenses", Actual="5.00"),
        line("OfficialReceptionExpense", Actual="4.46"),
    )
    return report_on("a.xml", filing(table), (), settings, today=TODAY)


# --- where the file is ------------------------------------------------------------------------


def test_the_nearest_file_counts(tmp_path: Path) -> None:
    inner = tmp_path / "a" / "b"
    inner.mkdir(parents=True)
    written(tmp_path, 'ignore = ["C-NAME"]')
    assert find_settings(inner).ignore == ("C-NAME",)
    written(tmp_path / "a", '[project]\nname = "x"', "pyproject.toml")
    assert find_settings(inner).ignore == ("C-NAME",), "a project that says nothing of it"
    written(tmp_path / "a", '[tool.juesuan]\nignore = ["D-FORMS"]', "pyproject.toml")
    assert find_settings(inner).ignore == ("D-FORMS",)
    path = written(tmp_path / "a", 'select = ["F1-*"]')
    assert find_settings(inner) == Settings(select=("F1-*",), source=path)


def test_without_a_file_everything_is_asked_for(tmp_path: Path) -> None:
    settings = find_settings(tmp_path)
    assert all(settings.selects(rule.id) for rule in rule_set())


# --- what it may say --------------------------------------------------------------------------

FAULTS = {
    "unknown key": ('selct = ["F1-*"]', "unknown key selct", "未知的键 selct"),
    "unknown rule": ('ignore = ["F99-X"]', "there is no rule F99-X", "没有规则 F99-X"),
    "unknown pattern": ('select = ["Q-*"]', "there is no rule Q-*", "没有规则 Q-*"),
    "unknown profile": ('profile = "village"', "no profile village", "没有名为 village"),
    "severity of no rule": ('[severity]\nX-99 = "info"', "there is no rule X-99", "没有规则 X-99"),
    "no such severity": ('[severity]\nX-08 = "fatal"', "is one of error", "的级别应为 error"),
    "no reason": ('[[waivers]]\nrule = "X-08"', "waivers[1]: reason is missing", "缺少 reason"),
    "blank reason": ('[[waivers]]\nrule = "X-08"\nreason = " "', "reason is missing", "缺少"),
    "waiver of no rule": ('[[waivers]]\nrule = "X-99"\nreason = "a"', "no rule X-99", "X-99"),
    "waiver of no form": (
        '[[waivers]]\nrule = "X-08"\nreason = "a"\nform = "公开01表"',
        "there is no form 公开01表",
        "没有表 公开01表",
    ),
    "key of a waiver": ('[[waivers]]\nrule = "X-08"\nreason = "a"\nuntil = 1', "until", "until"),
    "no date": (
        '[[waivers]]\nrule = "X-08"\nreason = "a"\nexpires = "soon"',
        "expires: expected a date",
        "expires：类型不对",
    ),
    "select of one": ('select = "F1-*"', "select: expected an array", "select：类型不对"),
    "profile of no text": ("profile = 1", "profile: expected a text", "profile：类型不对"),
    "no TOML": ("select = [", "not TOML", "不是 TOML"),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_one_line_that_names_file_and_key(name: str, tmp_path: Path) -> None:
    text, en, zh = FAULTS[name]
    with pytest.raises(UsageError) as caught:
        load_settings(written(tmp_path, text))
    error = caught.value
    assert en in error.en
    assert zh in error.zh
    assert "\n" not in error.en + error.zh
    assert "profile village" in error.en or "juesuan.toml" in error.en
    assert error.exit_code == 2


def test_a_file_that_is_missing_or_no_text_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot be read"):
        load_settings(tmp_path / "none.toml")
    path = tmp_path / "juesuan.toml"
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(UsageError, match="not TOML"):
        load_settings(path)
    path.write_bytes(b"#" * (2 * 1024 * 1024))
    with pytest.raises(UsageError, match="too large"):
        load_settings(path)


# --- what it does -----------------------------------------------------------------------------


def test_rules_are_selected_and_ignored(tmp_path: Path) -> None:
    settings = load_settings(written(tmp_path, 'select = ["f7-*", "X-08"]\nignore = ["F7-N"]'))
    ids = {entry.rule.id for entry in unsound(settings).by_rule}
    assert ids == {"F7-L1", "F7-L2", "F7-B", "X-08"}
    assert not unsound(settings).valid
    more = settings.with_options(None, (), ("F7-L1",))
    assert unsound(more).valid
    only = settings.with_options("unit", ("F1-B, F2-S",), ())
    assert only.select == ("F1-B", "F2-S")
    assert only.profile == "unit"


def test_a_severity_is_overridden(tmp_path: Path) -> None:
    settings = load_settings(written(tmp_path, '[severity]\nf7-l1 = "info"'))
    report = unsound(settings)
    (finding,) = [f for f in report.findings if f.rule == "F7-L1"]
    assert finding.severity is Severity.INFO
    assert report.valid


def test_a_waived_finding_stays_visible_and_does_not_fail(tmp_path: Path) -> None:
    report = unsound(load_settings(written(tmp_path, WAIVER)))
    (finding,) = [f for f in report.findings if f.rule == "F7-L1"]
    assert finding.outcome is Outcome.FAILED
    assert finding.waiver == "接待费含上年结转，已在说明中解释"
    assert report.valid
    assert not report.unused_waivers


@pytest.mark.parametrize(
    "more",
    [
        "expires = 2025-05-31",
        'entity = "泉州市教育局"',
        'column = "Budget"',
    ],
)
def test_a_waiver_that_does_not_hold_is_named(more: str, tmp_path: Path) -> None:
    report = unsound(load_settings(written(tmp_path, WAIVER + more)))
    assert not report.valid
    (waiver,) = report.unused_waivers
    assert waiver.rule == "F7-L1"


@pytest.mark.parametrize("more", ["expires = 2025-06-01", 'entity = "泉州市人民政府办公室"'])
def test_a_waiver_that_holds(more: str, tmp_path: Path) -> None:
    assert unsound(load_settings(written(tmp_path, WAIVER + more))).valid


def test_a_waiver_of_one_line_covers_no_other(tmp_path: Path) -> None:
    settings = load_settings(
        written(tmp_path, '[[waivers]]\nrule = "C-DUP"\nreason = "a"\nline = "2010301"')
    )
    rows = [code(n, None, OtherRevenue="1.00") for n in ("2010301", "2010302") for _ in range(2)]
    report = report_on("a.xml", filing(form(REVENUE, *rows)), (), settings, today=TODAY)
    waived = {f.operands[0].line: f.waiver for f in report.findings if f.rule == "C-DUP"}
    assert waived == {"2010301": "a", "2010302": None}


def test_causes_are_told_of_the_rules_that_were_selected() -> None:
    """A repair is judged by the same rules as the filing."""
    wrong = changed(sound_filing(), EXPENDITURE, "2010301", "BasicExpenditure", "1.00")
    settings = Settings().with_options(None, ("F3-*",), ())
    report = report_on("a.xml", wrong, (), settings)
    assert {rule for cause in report.causes for rule in (c.rule for c in cause.explains)} <= {
        "F3-C1",
        "F3-T",
        "F3-S",
        "F3-N",
    }

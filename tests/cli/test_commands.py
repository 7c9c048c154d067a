"""The commands as users type them."""

from __future__ import annotations

import csv
import io
import json
from importlib.metadata import version
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from juesuan.cli.main import main
from juesuan.cli.validate import FORMATS as OFFERED
from juesuan.validators.report.formats import FORMATS

ROOT = Path(__file__).parents[2]
PDF = ROOT / "samples" / "putuo-natural-resources-2024.pdf"
TEXT = ROOT / "samples" / "quanzhou-2024.txt"


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def test_version() -> None:
    assert run("--version").stdout == f"juesuan {version('juesuan')}\n"


@pytest.mark.parametrize(
    "command", ["convert", "validate", "rules list", "rules explain", "schema export"]
)
def test_help_shows_an_example_that_runs(
    command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    help_text = run(*command.split(), "--help").stdout
    example = help_text.split("Example:")[1].split("\n")[1].strip().split()
    assert example[0] == "juesuan"
    (tmp_path / "samples").symlink_to(ROOT / "samples")
    monkeypatch.chdir(tmp_path)
    run("convert", PDF, "-o", "filing.xml")
    assert run(*example[1:]).exit_code == 0


def test_default_output_is_named_after_the_input(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run("convert", PDF).exit_code == 0
    assert run("convert", TEXT, "--to", "csv").exit_code == 0
    assert run("convert", TEXT, "--to", "json").exit_code == 0
    names = sorted(path.name for path in tmp_path.iterdir())
    assert names == [
        "putuo-natural-resources-2024.xml",
        "quanzhou-2024.csv",
        "quanzhou-2024.json",
    ]


def test_csv_has_exactly_the_agreed_columns() -> None:
    rows = list(csv.DictReader(io.StringIO(run("convert", PDF, "--to", "csv", "-o", "-").stdout)))
    names = "form line concept dimensions label_zh label_en value unit decimals printed page row"
    assert list(rows[0]) == [*names.split(), "column", "bbox"]
    row = next(r for r in rows if (r["form"], r["line"]) == ("expenditure", "2120101"))
    assert row["concept"] == "TotalExpenditureForYear"
    assert row["dimensions"] == "FunctionalClassification=2120101"
    assert row["label_zh"] == "行政运行 / 本年支出合计"
    assert (row["value"], row["unit"], row["decimals"]) == ("11056800", "CNY", "-2")
    assert (row["printed"], row["page"], row["row"], row["column"]) == ("1105.68", "11", "3", "3")
    assert len(row["bbox"].split()) == 4


def test_json_is_the_whole_filing() -> None:
    filing = json.loads(run("convert", TEXT, "--to", "json", "-o", "-").stdout)
    assert filing["header"]["entity"]["name"] == "泉州市人民政府办公室"
    assert len(filing["forms"]) == 9
    assert filing["forms"][0]["rows"][0]["facts"][0]["value"] == "135591000"


def test_validating_a_document_and_its_own_xml_reports_the_same(tmp_path: Path) -> None:
    for source in (PDF, TEXT):
        xml = tmp_path / source.name
        run("convert", source, "-o", xml)
        reports = json.loads(run("validate", source, xml, "--format", "json").stdout)["files"]
        assert reports[0] == reports[1]


def test_the_json_report_has_the_agreed_parts() -> None:
    result = run("validate", TEXT, "--format", "json")
    assert result.exit_code == 0
    report = json.loads(result.stdout)["files"][0]
    assert report["valid"] is True
    assert report["structure"]["errors"] == []
    assert report["coverage"]["forms_missing"] == []
    assert report["coverage"]["numeric_cells"] == report["coverage"]["mapped"]
    assert report["coverage"]["leftovers"] == []
    assert set(report["rules"]) >= {"passed", "failed", "within_rounding", "not_evaluated"}
    finding = report["findings"][0]
    assert finding["rule"] == "C-NAME"
    assert "2210202" in finding["message"]["zh"]
    assert "2210202" in finding["message"]["en"]
    rounding = next(f for f in report["findings"] if f["rule"] == "F7-L1")
    assert rounding["outcome"] == "within-rounding"
    assert rounding["difference"] == "-100"
    operand = rounding["operands"][0]
    assert (operand["value"], operand["printed"]) == ("3275900", "327.59")
    assert operand["page"] == TEXT.read_text("utf-8").splitlines().index("合计\t1\t327.59") + 1
    assert report["ruleset_version"]


def test_fail_on_warning() -> None:
    assert run("validate", TEXT).exit_code == 0
    assert run("validate", TEXT, "--fail-on", "warning").exit_code == 1


def test_a_wrong_sum_is_found_and_located(tmp_path: Path) -> None:
    xml = tmp_path / "filing.xml"
    run("convert", PDF, "-o", xml)
    changed = xml.read_text("utf-8").replace(">11056800<", ">11065800<")
    xml.write_text(changed, encoding="utf-8")
    result = run("validate", xml, "--lang", "zh")
    assert result.exit_code == 1
    assert "无效" in result.stdout
    assert "F3-C1" in result.stdout
    assert "行政运行 / 本年支出合计」 1,106.58" in result.stdout
    assert "第 11 页 3 行 3 列" in result.stdout


def test_a_structural_fault_has_line_and_path_in_both_languages(tmp_path: Path) -> None:
    xml = tmp_path / "filing.xml"
    run("convert", PDF, "-o", xml)
    lines = xml.read_text("utf-8").splitlines()
    number = next(i for i, line in enumerate(lines) if "<FiscalYear>" in line)
    lines[number] = "    <FiscalYear>今年</FiscalYear>"
    xml.write_text("\n".join(lines), encoding="utf-8")
    result = run("validate", xml, "--format", "json")
    report = json.loads(result.stdout)["files"][0]
    assert result.exit_code == 3  # without a year there is no filing to check
    lines[number] = "    <FiscalYear>1066</FiscalYear>"
    xml.write_text("\n".join(lines), encoding="utf-8")
    report = json.loads(run("validate", xml, "--format", "json").stdout)["files"][0]
    error = report["structure"]["errors"][0]
    assert error["path"] == "/FinalAccounts/Header/FiscalYear"
    assert error["line"] == number + 1
    assert "应不小于 1990" in error["message"]["zh"]
    assert "expected at least 1990" in error["message"]["en"]
    assert not report["valid"]


def test_rules_are_listed_and_explained() -> None:
    listed = run("rules", "list", "--lang", "zh").stdout.splitlines()
    ids = [line.split()[0] for line in listed]
    assert "F3-T" in ids
    assert "X-08" in ids
    for rule_id in ids:
        for lang in ("zh", "en"):
            explained = run("rules", "explain", rule_id, "--lang", lang)
            assert explained.exit_code == 0
            assert explained.stdout.startswith(f"[{rule_id}]")


def test_an_unknown_rule_is_a_usage_error() -> None:
    result = run("rules", "explain", "Z-99")
    assert result.exit_code == 2
    assert "Z-99" in result.stderr


def test_schema_export_writes_what_a_third_party_needs(tmp_path: Path) -> None:
    assert run("schema", "export", tmp_path / "standard").exit_code == 0
    names = {path.name for path in (tmp_path / "standard").rglob("*") if path.is_file()}
    assert names >= {
        "juesuan-final-accounts-1.xsd",
        "functional-2024.csv",
        "economic-2024.csv",
        "concepts.csv",
        "juesuan-final-accounts-1.sch",
        "juesuan-report-1.schema.json",
    }


def test_reports_in_every_format_go_to_stdout_or_a_file(tmp_path: Path) -> None:
    for form in FORMATS:
        shown = run("validate", TEXT, "--format", form, "--lang", "en")
        target = tmp_path / f"report.{form}"
        saved = run("validate", TEXT, "--format", form, "--lang", "en", "-o", target)
        assert (shown.exit_code, saved.exit_code) == (0, 0)
        assert saved.stdout == ""
        assert target.read_text("utf-8") == shown.stdout
    assert run("validate", TEXT, "--format", "json", "-o", "-").stdout.startswith("{")


def test_the_formats_offered_are_those_that_there_are() -> None:
    assert tuple(FORMATS) == OFFERED


def test_svrl_on_several_files_needs_a_folder(tmp_path: Path) -> None:
    refused = run("validate", TEXT, PDF, "--format", "svrl")
    assert refused.exit_code == 2
    assert len(refused.stderr.splitlines()) == 1
    assert "-o" in refused.stderr
    copy = tmp_path / "copy" / TEXT.name
    copy.parent.mkdir()
    copy.write_bytes(TEXT.read_bytes())
    result = run("validate", TEXT, PDF, copy, "--format", "svrl", "-o", tmp_path / "reports")
    assert result.exit_code == 0
    names = sorted(path.name for path in (tmp_path / "reports").iterdir())
    assert names == [f"{PDF.name}.svrl", f"{TEXT.name}-2.svrl", f"{TEXT.name}.svrl"]


def test_a_report_that_cannot_be_written_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    result = run("validate", TEXT, "--format", "json", "-o", tmp_path / "file" / "report.json")
    assert result.exit_code == 2
    assert len(result.stderr.splitlines()) == 1


def test_exit_codes_are_those_of_the_findings_in_every_format(tmp_path: Path) -> None:
    bad = tmp_path / "bad.pdf"
    bad.write_bytes(b"no document")
    for form in FORMATS:
        assert run("validate", bad, "--format", form).exit_code == 3
        assert run("validate", TEXT, "--format", form, "--fail-on", "warning").exit_code == 1


def test_several_bodies_in_one_document_are_converted_and_validated_each(tmp_path: Path) -> None:
    def part(name: str, amount: str) -> str:
        return (
            f"支出决算表\n部门：{name}\n单位：万元\n"
            "科目编码\t科目名称\t本年支出合计\t基本支出\t项目支出\n"
            f"合计\t\t{amount}\t{amount}\t\n201\t一般公共服务支出\t{amount}\t{amount}\t\n"
        )

    source = tmp_path / "决算.txt"
    text = (
        "安和县民政局\n2023年度部门决算\n" + part("安和县民政局", "4.00") + part("福利院", "5.00")
    )
    source.write_text(text, encoding="utf-8")
    collection = tmp_path / "all.xml"

    converted = run("convert", source, "-o", collection, "--lang", "en")

    assert converted.exit_code == 0
    assert "2 filings" in converted.stderr
    names = ["安和县民政局", "福利院"]
    for path in (source, collection):
        report = json.loads(run("validate", "--format", "json", path).stdout)
        assert [file["entity"] for file in report["files"]] == names
        assert all(file["structure"]["valid"] for file in report["files"])
    array = json.loads(run("convert", source, "--to", "json", "-o", "-").stdout)
    assert [filing["header"]["entity"]["name"] for filing in array] == names
    rows = run("convert", collection, "--to", "csv", "-o", "-").stdout.splitlines()
    assert len(rows) == 1 + 2 * 4

    broken = tmp_path / "broken.xml"
    xml = collection.read_text("utf-8")
    second = xml.index("<FinalAccounts ", xml.index("<FinalAccounts ") + 1)
    broken.write_text(xml[:second] + xml[second:].replace('decimals="-2"', 'decimals="x"', 1))
    report = json.loads(run("validate", "--format", "json", broken).stdout)
    assert [file["structure"]["valid"] for file in report["files"]] == [True, False]

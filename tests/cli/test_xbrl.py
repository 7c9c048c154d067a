"""XBRL on the command line: every syntax is written, read back, validated and exported."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from juesuan.cli.main import main

SAMPLE = Path(__file__).parents[2] / "samples" / "putuo-social-work-2024.pdf"
SYNTAXES = ("xbrl", "xbrl-json", "xbrl-csv", "ixbrl", "xbri")


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


@pytest.fixture(scope="module")
def native(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("native") / "filing.xml"
    assert run("convert", SAMPLE, "-o", path).exit_code == 0
    return path


@pytest.mark.parametrize("syntax", SYNTAXES)
def test_a_filing_goes_through_every_syntax_unchanged(
    syntax: str, native: Path, tmp_path: Path
) -> None:
    exported, back = tmp_path / "report", tmp_path / "back.xml"
    assert run("export", native, "--to", syntax, "-o", exported).exit_code == 0
    assert run("export", exported, "--to", "xml", "-o", back).exit_code == 0
    assert back.read_bytes() == native.read_bytes()


@pytest.mark.parametrize("syntax", SYNTAXES)
def test_the_report_on_every_syntax_is_that_on_the_native_xml(
    syntax: str, native: Path, tmp_path: Path
) -> None:
    report = tmp_path / "filing.xml"  # the file's name is in the report, its ending tells nothing
    assert run("export", native, "--to", syntax, "-o", report).exit_code == 0
    theirs = json.loads(run("validate", report, "--format", "json").stdout)
    ours = json.loads(run("validate", native, "--format", "json").stdout)
    assert theirs == ours


def test_misplaced_facts_are_faults_of_structure(native: Path, tmp_path: Path) -> None:
    path = tmp_path / "theirs.xbrl"
    run("export", native, "--to", "xbrl", "-o", path)
    path.write_bytes(path.read_bytes().replace(b"iso4217:CNY", b"iso4217:USD"))
    result = run("validate", path, "--format", "json")
    assert result.exit_code == 1
    (file,) = json.loads(result.stdout)["files"]
    assert not file["structure"]["valid"]
    assert "USD" in file["structure"]["errors"][0]["message"]["en"]


def test_a_document_is_not_exported_but_converted() -> None:
    result = run("export", SAMPLE, "--lang", "en")
    assert result.exit_code == 3
    assert "juesuan convert" in result.stderr


def test_tables_outside_the_folder_of_the_metadata_are_not_opened(tmp_path: Path) -> None:
    secret = tmp_path / "secret.csv"
    secret.write_text("row,a\n1,2\n")
    folder = tmp_path / "report"
    folder.mkdir()
    metadata = {
        "documentInfo": {"documentType": "https://xbrl.org/2021/xbrl-csv"},
        "tableTemplates": {"t": {"columns": {}}},
        "tables": {"t": {"url": "../secret.csv"}},
    }
    path = folder / "report.json"
    path.write_text(json.dumps(metadata))
    result = run("validate", path, "--lang", "en")
    assert result.exit_code == 3
    assert "no table" in result.stdout

"""Several files on the command line: one filing, or a report each."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from juesuan.cli.main import main
from tests.accounts import make_accounts
from tests.formats import html, xls, zipped
from tests.forms import Style, nine_forms

STYLE = Style()
TABLES = nine_forms(make_accounts(3), STYLE)


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    first, second = tmp_path / "2023年度表.xls", tmp_path / "说明.html"
    first.write_bytes(xls(TABLES[:5], STYLE))
    second.write_bytes(html(TABLES[5:], STYLE))
    return first, second


def test_convert_makes_one_filing_of_all(
    files: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run("convert", *files, "--to", "json").exit_code == 0
    filing = json.loads((tmp_path / "2023年度表.json").read_text("utf-8"))
    assert len(filing["forms"]) == 9
    assert filing["header"]["source"]["name"] == files[0].name
    assert [source["name"] for source in filing["header"]["furtherSources"]] == [files[1].name]
    rows = [row for form in filing["forms"] for row in form["rows"]]
    assert {fact["place"]["source"] for row in rows for fact in row["facts"]} == {1, 2}


def test_validate_reports_on_each_file_or_on_all_together(files: tuple[Path, Path]) -> None:
    each = json.loads(run("validate", *files, "--format", "json").stdout)["files"]
    assert [len(report["coverage"]["forms_found"]) for report in each] == [5, 4]
    (report,) = json.loads(run("validate", "--together", *files, "--format", "json").stdout)[
        "files"
    ]
    assert len(report["coverage"]["forms_found"]) == 9
    assert report["valid"]


def test_the_text_report_names_the_file_of_a_place(files: tuple[Path, Path]) -> None:
    tables = nine_forms(make_accounts(3), STYLE)
    row, column = next(at for at, key in tables[7].keys.items() if key[1] == "Total")
    tables[7].body[row][column] = "1.23"
    files[1].write_bytes(html(tables[5:], STYLE))
    result = run("validate", "--together", *files, "--lang", "en")
    assert result.exit_code == 1
    assert "说明.html table 3, row " in result.stdout


def test_a_zip_file_is_one_document_and_what_is_not_read_is_said(
    files: tuple[Path, Path], tmp_path: Path
) -> None:
    path = tmp_path / "all.zip"
    members = {f"2023年度/{file.name}": file.read_bytes() for file in files}
    path.write_bytes(zipped({**members, "旧.rtf": b"{\\rtf1}"}))
    result = run("convert", path, "-o", tmp_path / "out.xml", "--lang", "zh")
    assert result.exit_code == 0
    said = result.stderr.splitlines()
    assert said[0].startswith("juesuan: all.zip/旧.rtf：是 RTF 文件")
    assert "9 张表" in said[1]


def test_one_unreadable_file_among_several_is_an_error(files: tuple[Path, Path]) -> None:
    files[1].write_bytes(b"{\\rtf1}")
    result = run("convert", *files, "-o", "-")
    assert result.exit_code == 3
    assert result.stdout == ""
    assert "说明.html" in result.stderr

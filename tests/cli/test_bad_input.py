"""Bad input gets one clear line and exit code 3, never a traceback; nothing is written."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen import canvas

from juesuan.cli.main import main
from juesuan.schema.limits import MAX_SCAN_PATHS
from tests.accounts import make_accounts
from tests.forms import Style, nine_forms
from tests.render import Look, render

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "samples" / "putuo-social-work-2024.pdf"


def encrypted(path: Path) -> None:
    page = canvas.Canvas(str(path), encrypt=StandardEncryption("secret", canPrint=0))
    page.drawString(100, 100, "x")
    page.save()


def budget(path: Path) -> None:
    tables = nine_forms(make_accounts(1), Style())
    for table in tables:
        table.title = table.title.replace("决算", "预算")
        table.note = "注：本表反映部门本年度预算安排。"
        table.heads = [(*head[:4], head[4].replace("决算", "预算")) for head in table.heads]
    data = render(tables, Style(), Look(), entity="安和县民政局", year=2025, kind="部门预算")
    path.write_bytes(data)


def write(path: Path, data: bytes) -> None:
    path.write_bytes(data)


CASES = {
    "empty.pdf": (lambda p: write(p, b""), "empty", "文件为空"),
    "blank.txt": (lambda p: write(p, b" \n\n"), "empty", "文件为空"),
    "picture.png": (
        lambda p: write(p, b"\x89PNG\r\n\x1a\n" + bytes(99)),
        "image file is damaged",
        "图像文件已损坏",
    ),
    "binary.pdf": (lambda p: write(p, bytes(range(256))), "neither PDF nor XML", "既不是 PDF"),
    "book.xlsx": (lambda p: write(p, b"PK\x03\x04" + bytes(99)), "damaged or incomplete", "已损坏"),
    "encrypted.pdf": (encrypted, "encrypted", "已加密"),
    "truncated.pdf": (
        lambda p: write(p, SAMPLE.read_bytes()[:120_000]),
        "cut off",
        "截断",
    ),
    "garbled.pdf": (
        lambda p: write(p, b"%PDF-1.7\n" + bytes(500) + b"\n%%EOF\n"),
        "damaged",
        "已损坏",
    ),
    "prose.txt": (
        lambda p: write(p, "2024年度决算情况说明\n收入总计 1.00 万元。".encode()),
        "none of the nine forms",
        "没有找到",
    ),
    "budget.pdf": (budget, "budget", "预算"),
    "other.xml": (
        lambda p: write(p, b'<?xml version="1.0"?><invoice xmlns="urn:x"/>'),
        "not final accounts XML",
        "不是决算 XML",
    ),
    "bomb.xml": (
        lambda p: write(p, b'<!DOCTYPE a [<!ENTITY x "x">]><a>&x;</a>'),
        "DOCTYPE",
        "DOCTYPE",
    ),
    "broken.xml": (lambda p: write(p, b"<a><b></a>"), "not well-formed", "格式不正确"),
}


@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_one_clear_line(
    name: str, lang: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make, english, chinese = CASES[name]
    make(tmp_path / name)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8" if lang == "zh" else "C.UTF-8")
    before = sorted(tmp_path.iterdir())

    result = CliRunner().invoke(main, ["convert", name])

    assert result.exit_code == 3
    assert result.stdout == ""
    assert len(result.stderr.splitlines()) == 1
    assert (chinese if lang == "zh" else english) in result.stderr
    assert name in result.stderr
    assert sorted(tmp_path.iterdir()) == before


@pytest.mark.parametrize("name", CASES)
def test_validate_says_the_same_and_goes_on(name: str, tmp_path: Path) -> None:
    make, english, _ = CASES[name]
    make(tmp_path / name)
    result = CliRunner().invoke(
        main, ["validate", "--lang", "en", str(tmp_path / name), str(SAMPLE)]
    )
    assert result.exit_code == 3
    assert english in result.stdout
    assert "putuo-social-work-2024.pdf: valid" in result.stdout


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    result = CliRunner().invoke(main, ["convert", str(tmp_path / "nowhere.pdf")])
    assert result.exit_code == 3
    assert "nowhere.pdf" in result.stderr


def test_an_unwritable_place_is_named(tmp_path: Path) -> None:
    target = tmp_path / "no-such-folder" / "out.xml"
    result = CliRunner().invoke(main, ["convert", str(SAMPLE), "-o", str(target)])
    assert result.exit_code == 2
    assert "no-such-folder" in result.stderr


def test_a_document_that_states_no_unit_asks_for_it(tmp_path: Path) -> None:
    style = Style(unit="")
    tables = nine_forms(make_accounts(1), style)
    path = tmp_path / "no-unit.pdf"
    path.write_bytes(render(tables, style, Look(), entity="安和县民政局", year=2023))
    refused = CliRunner().invoke(main, ["convert", str(path), "-o", "-"])
    assert refused.exit_code == 3
    assert "--unit" in refused.stderr
    accepted = CliRunner().invoke(main, ["convert", str(path), "-o", "-", "--unit", "万元"])
    assert accepted.exit_code == 0
    assert "<PublishedUnit>万元</PublishedUnit>" in accepted.stdout


def test_an_unknown_unit_is_a_usage_error() -> None:
    result = CliRunner().invoke(main, ["convert", str(SAMPLE), "--unit", "美元"])
    assert result.exit_code == 2


def test_lang_decides_the_language_of_errors() -> None:
    result = CliRunner().invoke(
        main, ["convert", "absent.pdf", "--lang", "zh"], env={"LC_ALL": "C"}
    )
    assert result.exit_code == 3
    assert "无法打开文件" in result.stderr


def test_a_page_of_endless_lines_is_not_rendered(tmp_path: Path) -> None:
    path = tmp_path / "lines.pdf"
    page = canvas.Canvas(str(path))
    for number in range(MAX_SCAN_PATHS + 10):
        page.line(number % 590, 10, number % 590, 500)
    page.save()
    result = CliRunner().invoke(main, ["convert", str(path), "--lang", "en"])
    assert result.exit_code == 3
    assert "neither text nor images" in result.stderr

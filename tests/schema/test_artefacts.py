"""The generator names and renews stale files; the export hands the standard out."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from lxml import etree

from juesuan.schema.errors import UsageError
from juesuan.schema.export import export_schema
from juesuan.schema.generate.__main__ import main
from juesuan.schema.xmlnames import XSD_FILE


def test_the_committed_files_are_current() -> None:
    assert main(["--check"]) == 0


def test_stale_files_are_named_and_renewed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "xsd" / XSD_FILE
    assert main(["--check", "--out", str(tmp_path)]) == 1
    assert str(target) in capsys.readouterr().out
    assert not target.exists()

    assert main(["--out", str(tmp_path)]) == 0
    assert main(["--check", "--out", str(tmp_path)]) == 0
    target.write_bytes(target.read_bytes().replace(b"1990", b"1991"))
    assert main(["--check", "--out", str(tmp_path)]) == 1


def test_export_writes_the_schema_and_the_lists(tmp_path: Path) -> None:
    written = export_schema(tmp_path / "new" / "standard")
    assert {path.name for path in written} >= {
        XSD_FILE,
        "functional-2024.csv",
        "economic-2024.csv",
    }
    assert all(path.is_file() for path in written)
    etree.XMLSchema(etree.parse(next(path for path in written if path.name == XSD_FILE)))
    lists = [path for path in written if path.parent.name == "codes"]
    for path in lists:
        with path.open(encoding="utf-8", newline="") as file:
            assert {"code", "name_zh", "status", "source"} <= set(next(csv.DictReader(file)))


def test_a_folder_that_cannot_be_written_is_a_usage_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(UsageError, match="file"):
        export_schema(tmp_path / "file")

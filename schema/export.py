"""Copies the standard to a folder for people without Python."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from juesuan.schema.errors import UsageError
from juesuan.schema.xmlnames import REPORT_SCHEMA_FILE, SCHEMATRON_FILE, XSD_FILE

_FILES = {
    XSD_FILE: ("xsd", XSD_FILE),
    SCHEMATRON_FILE: ("schematron", SCHEMATRON_FILE),
    REPORT_SCHEMA_FILE: ("report", REPORT_SCHEMA_FILE),
    "codes/functional-2024.csv": ("dictionary", "codes", "functional-2024.csv"),
    "codes/economic-2024.csv": ("dictionary", "codes", "economic-2024.csv"),
    "concepts.csv": ("dictionary", "concepts.csv"),
    "dimensions.csv": ("dictionary", "dimensions.csv"),
}


def export_schema(directory: Path) -> list[Path]:
    """Write the standard for people without Python; UsageError where it cannot be done."""
    written = []
    try:
        for name, parts in _FILES.items():
            target = directory / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(files("juesuan.schema").joinpath(*parts).read_bytes())
            written.append(target)
    except OSError as error:
        raise UsageError(
            f"无法写入 {directory}（{error.strerror}）",
            f"cannot write to {directory} ({error.strerror})",
        ) from None
    return written

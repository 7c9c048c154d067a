"""Copies the standard to a folder for people without Python."""

from __future__ import annotations

import io
import zipfile
from importlib.resources import files
from pathlib import Path

from juesuan.schema.errors import UsageError
from juesuan.schema.xmlnames import (
    REPORT_SCHEMA_FILE,
    SCHEMATRON_FILE,
    TAXONOMY_VERSION,
    XSD_FILE,
)

_EPOCH = (1980, 1, 1, 0, 0, 0)
TAXONOMY_PACKAGE = f"juesuan-taxonomy-{TAXONOMY_VERSION}.zip"
_FILES = {
    XSD_FILE: ("xsd", XSD_FILE),
    SCHEMATRON_FILE: ("schematron", SCHEMATRON_FILE),
    REPORT_SCHEMA_FILE: ("report", REPORT_SCHEMA_FILE),
    "codes/functional-2024.csv": ("dictionary", "codes", "functional-2024.csv"),
    "codes/economic-2024.csv": ("dictionary", "codes", "economic-2024.csv"),
    "concepts.csv": ("dictionary", "concepts.csv"),
    "dimensions.csv": ("dictionary", "dimensions.csv"),
}


def taxonomy_package() -> bytes:
    """Return the XBRL taxonomy as a taxonomy package, for offline use by any processor."""
    root = files("juesuan.schema") / "xbrl"
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for folder in ("META-INF", TAXONOMY_VERSION):
            for entry in sorted((root / folder).iterdir(), key=lambda entry: entry.name):
                info = zipfile.ZipInfo(f"juesuan-taxonomy/{folder}/{entry.name}", _EPOCH)
                info.compress_type = zipfile.ZIP_DEFLATED
                archive.writestr(info, entry.read_bytes())
    return buffer.getvalue()


def export_schema(directory: Path) -> list[Path]:
    """Write the standard for people without Python; UsageError where it cannot be done."""
    written = []
    try:
        for name, parts in _FILES.items():
            target = directory / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(files("juesuan.schema").joinpath(*parts).read_bytes())
            written.append(target)
        package = directory / TAXONOMY_PACKAGE
        package.write_bytes(taxonomy_package())
        written.append(package)
    except OSError as error:
        raise UsageError(
            f"无法写入 {directory}（{error.strerror}）",
            f"cannot write to {directory} ({error.strerror})",
        ) from None
    return written

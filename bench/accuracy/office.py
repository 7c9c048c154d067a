"""Converts files with LibreOffice, many in one run."""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

_FILTERS = {"html": "html", "pdf": "pdf", "ods": "ods", "xls": "xls:MS Excel 97"}
_AT_ONCE = 25


def convert(soffice: str, files: Sequence[Path], to: str, folder: Path) -> None:
    """Convert files to another format into a folder; the names stay, the ending changes."""
    with tempfile.TemporaryDirectory() as profile:
        for start in range(0, len(files), _AT_ONCE):
            subprocess.run(
                [
                    soffice,
                    f"-env:UserInstallation=file://{profile}",
                    "--headless",
                    "--convert-to",
                    _FILTERS[to],
                    "--outdir",
                    str(folder),
                    *map(str, files[start : start + _AT_ONCE]),
                ],
                check=True,
                capture_output=True,
                timeout=600,
            )

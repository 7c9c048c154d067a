"""Report packages (Report Package 1.0): a ZIP file that holds one XBRL report."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Mapping

from juesuan.converter.writers.inline.page import write_ixbrl
from juesuan.converter.writers.xbrl_csv import write_xbrl_csv
from juesuan.schema.filing import Filing

TOP = "filing"
_PACKAGE_FILE = "META-INF/reportPackage.json"
_EPOCH = (1980, 1, 1, 0, 0, 0)


def write_xbri(filing: Filing) -> bytes:
    """Return a package of the filing as Inline XBRL (.xbri)."""
    return _package("xbri", {"filing.xhtml": write_ixbrl(filing)})


def write_xbrl_csv_package(filing: Filing) -> bytes:
    """Return a package of the filing as xBRL-CSV (.xbr): the metadata and its tables."""
    return _package("xbr", write_xbrl_csv(filing))


def _package(kind: str, reports: Mapping[str, bytes]) -> bytes:
    said = {"documentInfo": {"documentType": f"https://xbrl.org/report-package/2023/{kind}"}}
    files = {_PACKAGE_FILE: json.dumps(said).encode()}
    files |= {f"reports/{name}": data for name, data in reports.items()}
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            info = zipfile.ZipInfo(f"{TOP}/{name}", _EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, data)
    return buffer.getvalue()

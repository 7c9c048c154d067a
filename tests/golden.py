"""`python -m tests.golden`: writes the golden files of the sample PDFs anew.

Every line of them was compared with the page images by eye; after a change, read the difference.
"""

from __future__ import annotations

import csv
import io
from pathlib import Path

from juesuan.converter.convert import convert_file
from juesuan.schema.filing import Filing

ROOT = Path(__file__).parent.parent
SAMPLES = ("putuo-natural-resources-2024", "putuo-social-work-2024")


def golden(filing: Filing) -> str:
    """Return a filing's figures as CSV: form, row, name, column, printed text, page."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(("form", "row", "name", "column", "printed", "page"))
    for form, row, fact in filing.facts():
        name = row.label or ""
        key = row.code or row.line
        writer.writerow((form.id, key, name, fact.column, fact.printed, fact.place.page))
    return buffer.getvalue()


def path_of(sample: str) -> Path:
    """Return the golden file of a sample."""
    return ROOT / "tests" / "data" / f"{sample}.csv"


if __name__ == "__main__":
    for sample in SAMPLES:
        filing = convert_file(ROOT / "samples" / f"{sample}.pdf")
        path_of(sample).write_text(golden(filing), encoding="utf-8")

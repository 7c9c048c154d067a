"""`python -m bench.scans [--quick]`: how well scanned pages are read.

PDFs with text are turned into images as scanners make them (noise, blur, a little askew, JPEG),
converted, and compared figure by figure with the conversion of the text. Only the cover and the
pages of the forms are turned into images.
"""

from __future__ import annotations

import argparse
import io
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

import cv2
import numpy as np
import pypdfium2 as pdfium
from PIL import Image

from juesuan.converter.convert import convert_file
from juesuan.converter.readers.scan.image import Gray
from juesuan.schema.errors import JuesuanError
from juesuan.schema.filing import Fact, Filing
from juesuan.validators.model import Outcome, Severity
from juesuan.validators.report.model import report_on
from tests.accounts import make_accounts
from tests.forms import Style, nine_forms
from tests.render import Look, render

ROOT = Path(__file__).parent.parent
SURE = Decimal("0.98")
Key = tuple[str, str, str, int]


@dataclass(frozen=True)
class Scanner:
    """How an image of a page comes about."""

    name: str
    dpi: int = 200
    noise: float = 6
    blur: float = 0.7
    skew: float = 0.0
    quality: int = 75
    turns: int = 0
    bilevel: bool = False


SCANNERS = (
    Scanner("200 dpi", skew=0.8),
    Scanner("200 dpi askew 4°", skew=4, noise=9),
    Scanner("200 dpi turned 90°", turns=1, skew=-0.5),
    Scanner("200 dpi black and white", bilevel=True, skew=0.4),
    Scanner("150 dpi", dpi=150, skew=-0.8),
    Scanner("150 dpi poor", dpi=150, noise=14, blur=1.0, quality=45, skew=1.5),
)


@dataclass
class Count:
    """Figures of some documents by what became of them; ``unflagged`` are wrong ones unseen."""

    truth: int = 0
    right: int = 0
    wrong: int = 0
    missing: int = 0
    invented: int = 0
    unflagged: int = 0
    errors: int = 0
    proposals: int = 0
    pages: int = 0
    seconds: float = 0
    notes: list[str] = field(default_factory=list)


def sources(quick: bool) -> Iterator[tuple[str, bytes]]:
    """Yield PDFs with text: the samples, and synthetic accounts in several looks."""
    for path in sorted((ROOT / "samples").glob("*.pdf")):
        yield path.name, path.read_bytes()
    for path in sorted((ROOT / "tests/data/quanzhou-2024").glob("rendered-*.pdf")):
        yield path.name, path.read_bytes()
    looks = (
        Look(),
        Look(landscape=True, line_width=0.3),
        Look(coloured_header=True, row_height=16),
        Look(landscape=True, open_sides=True, two_on_a_page=True),
    )
    for seed, look in enumerate(looks[: 1 if quick else None], 1):
        magnitude = (1_000_000, 50_000_000, 3_000_000_000, 10_000)[seed % 4]
        style = Style()
        tables = nine_forms(make_accounts(seed, magnitude=magnitude), style)
        yield f"synthetic-{seed}", render(tables, style, look, entity="某市某区教育局", year=2024)


def scan(pdf: bytes, scanner: Scanner, seed: int, pages: set[int]) -> tuple[bytes, int]:
    """Return a PDF of the images of some pages of a PDF, and their number."""
    random = np.random.default_rng(seed)
    images = []
    with pdfium.PdfDocument(pdf) as document:
        for number, page in enumerate(document, 1):
            if number not in pages:
                continue
            gray = page.render(scale=scanner.dpi / 72, grayscale=True).to_numpy()
            gray = np.array(gray if gray.ndim == 2 else gray[:, :, 0])
            images.append(Image.fromarray(_scanned(gray, scanner, random)))
    buffer = io.BytesIO()
    images[0].save(
        buffer,
        "PDF",
        resolution=scanner.dpi,
        save_all=True,
        append_images=images[1:],
        quality=scanner.quality,
    )
    return buffer.getvalue(), len(images)


def _scanned(gray: Gray, scanner: Scanner, random: np.random.Generator) -> Gray:
    height, width = gray.shape
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), scanner.skew, 1)
    gray = cv2.warpAffine(gray, matrix, (width, height), borderValue=255, flags=cv2.INTER_CUBIC)
    gray = cv2.GaussianBlur(gray, (0, 0), scanner.blur)
    noisy = gray * 0.92 + 14 + random.normal(0, scanner.noise, gray.shape)
    gray = np.clip(noisy, 0, 255).astype(np.uint8)
    if scanner.bilevel:
        gray = np.where(gray > 140, 255, 0).astype(np.uint8)
    return np.ascontiguousarray(np.rot90(gray, scanner.turns))


def figures(filing: Filing) -> dict[Key, Fact]:
    """Return a filing's figures by form, row, column, and how often that occurred before."""
    table: dict[Key, Fact] = {}
    for form, row, fact in filing.facts():
        number = 0
        while (key := (form.id, row.code or row.line, fact.column, number)) in table:
            number += 1
        table[key] = fact
    return table


def measure(name: str, pdf: bytes, scanner: Scanner, seed: int, count: Count) -> None:
    """Add what became of one document's figures."""
    with tempfile.TemporaryDirectory() as folder:
        text, image = Path(folder, "text.pdf"), Path(folder, "scan.pdf")
        text.write_bytes(pdf)
        original = convert_file(text)
        truth = figures(original)
        wanted = {1, *(page for form in original.forms for page in form.pages)}
        data, pages = scan(pdf, scanner, seed, wanted)
        image.write_bytes(data)
        start = time.perf_counter()
        try:
            filing = convert_file(image)
        except JuesuanError as error:
            count.notes.append(f"{name}: {error.en}")
            count.truth += len(truth)
            count.missing += len(truth)
            return
        count.seconds += time.perf_counter() - start
    count.pages += pages
    report = report_on(name, filing, ())
    flagged = {
        (operand.place.page, operand.place.bbox)
        for check in report.checks
        if check.outcome is not Outcome.PASSED
        for operand in check.operands
    }
    read = figures(filing)
    for key, fact in truth.items():
        found = read.get(key)
        count.truth += 1
        if found is None:
            count.missing += 1
            count.notes.append(f"{name}: missing {key} {fact.printed}")
        elif found.value == fact.value:
            count.right += 1
        else:
            count.wrong += 1
            sure = found.recognition is None or found.recognition.confidence >= SURE
            seen = (found.place.page, found.place.bbox) in flagged
            count.unflagged += sure and not seen
            count.notes.append(
                f"{name}: {key} p{found.place.page} {fact.printed} read {found.printed} "
                f"{found.recognition} {'' if seen else 'no rule'}"
            )
    for key in read.keys() - truth.keys():
        count.invented += 1
        count.notes.append(f"{name}: invented {key} p{read[key].place.page} {read[key].printed}")
    count.errors += sum(
        finding.severity is Severity.ERROR and finding.outcome is Outcome.FAILED
        for finding in report.findings
    )
    leftovers = [(f.id, u.text, u.reason, u.place.page) for f in filing.forms for u in f.unmapped]
    count.notes += [f"{name}: leftover {leftover}" for leftover in leftovers]


def main() -> None:
    """Measure every scanner on every source and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="fewer documents")
    parser.add_argument("--only", default="", help="part of a scanner's name")
    parser.add_argument("--source", default="", help="part of a source's name")
    parser.add_argument("--notes", action="store_true", help="list every figure that differs")
    options = parser.parse_args()
    heads = [
        "scanner",
        "figures",
        "right %",
        "wrong",
        "missing",
        "invented",
        "unflagged",
        "errors",
        "s/page",
    ]
    print("".join(f"{head:>24}" if i == 0 else f"{head:>11}" for i, head in enumerate(heads)))
    for scanner in SCANNERS:
        if options.only not in scanner.name:
            continue
        count = Count()
        for seed, (name, pdf) in enumerate(sources(options.quick)):
            if options.source in name:
                measure(name, pdf, scanner, seed, count)
        share = 100 * count.right / max(1, count.truth)
        values = (
            count.truth,
            f"{share:.2f}",
            count.wrong,
            count.missing,
            count.invented,
            count.unflagged,
            count.errors,
            f"{count.seconds / max(1, count.pages):.2f}",
        )
        print(f"{scanner.name:>24}" + "".join(f"{value:>11}" for value in values), flush=True)
        if options.notes:
            print("\n".join(count.notes), file=sys.stderr)


if __name__ == "__main__":
    main()

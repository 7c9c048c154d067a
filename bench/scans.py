"""`python -m bench.scans [--quick] [--folder FOLDER]`: how well scanned pages are read.

PDFs with text are turned into images as scanners make them (noise, blur, a little askew, JPEG),
converted, and compared figure by figure with the truth: that of a folder which bench.accuracy
made, as far as the text yields it, else the conversion of the text. Only the cover and the pages
of the forms are turned into images. A figure that is wrong or missing counts as flagged where its
confidence, a rule, or a leftover of its form tells that it should be looked at. Seconds are those
of all processors together.
"""

from __future__ import annotations

import argparse
import json
import resource
import sys
import tempfile
import time
from collections.abc import Container, Iterator, Set
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

from bench.scanner import SCANNERS, Scanner, scan
from juesuan.converter.convert import convert_file
from juesuan.schema.errors import JuesuanError
from juesuan.schema.filing import Fact, Filing
from juesuan.validators.model import Outcome, Severity
from juesuan.validators.report.model import Report, report_on
from tests.accounts import make_accounts
from tests.forms import Style, nine_forms
from tests.render import Look, render

ROOT = Path(__file__).parent.parent
SURE = Decimal("0.98")
Key = tuple[str, str, str, int]
HEADS = "figures,right %,wrong,missing,invented,unflagged,errors,s/page"


@dataclass(frozen=True)
class Source:
    """A PDF with text; ``truth`` holds its values where something else than us tells them."""

    name: str
    pdf: bytes
    truth: dict[Key, Decimal] | None = None


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
    pages: int = 0
    seconds: float = 0
    notes: list[str] = field(default_factory=list)

    def row(self) -> tuple[str, ...]:
        """Return the values in the order of the heads."""
        share = 100 * self.right / max(1, self.truth)
        counts = (self.wrong, self.missing, self.invented, self.unflagged, self.errors)
        pace = self.seconds / max(1, self.pages)
        return (str(self.truth), f"{share:.2f}", *map(str, counts), f"{pace:.2f}")


def sources(quick: bool) -> Iterator[Source]:
    """Yield PDFs with text: the samples, and synthetic accounts in several looks."""
    for path in sorted((ROOT / "samples").glob("*.pdf")):
        yield Source(path.name, path.read_bytes())
    for path in sorted((ROOT / "tests/data/quanzhou-2024").glob("rendered-*.pdf")):
        yield Source(path.name, path.read_bytes())
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
        pdf = render(tables, style, look, entity="某市某区教育局", year=2024)
        yield Source(f"synthetic-{seed}", pdf)


def documents(folder: Path) -> Iterator[Source]:
    """Yield the PDFs of a folder that bench.accuracy made, with its truth."""
    for path in sorted(folder.glob("*.pdf")):
        cells = json.loads(path.with_suffix(".truth.json").read_text(encoding="utf-8"))["cells"]
        truth: dict[Key, Decimal] = {}
        for cell in cells:
            key = _numbered((cell["form"], cell["row"], cell["column"]), truth)
            truth[key] = Decimal(cell["value"])
        yield Source(path.stem, path.read_bytes(), truth)


def _numbered(key: tuple[str, str, str], table: Container[Key]) -> Key:
    number = 0
    while (*key, number) in table:
        number += 1
    return *key, number


def figures(filing: Filing) -> dict[Key, Fact]:
    """Return a filing's figures by form, row, column, and how often that occurred before."""
    table: dict[Key, Fact] = {}
    for form, row, fact in filing.facts():
        table[_numbered((form.id, row.code or row.line, fact.column), table)] = fact
    return table


def measure(source: Source, scanner: Scanner, seed: int, count: Count) -> None:
    """Add what became of one document's figures."""
    with tempfile.TemporaryDirectory() as folder:
        text, image = Path(folder, "text.pdf"), Path(folder, "scan.pdf")
        text.write_bytes(source.pdf)
        original = convert_file(text)
        yielded = {key: fact.value for key, fact in figures(original).items()}
        # What the text does not yield either is no matter of reading images.
        truth = {
            key: value
            for key, value in (source.truth or yielded).items()
            if yielded.get(key) == value
        }
        wanted = {1, *(page for form in original.forms for page in form.pages)}
        data, pages = scan(source.pdf, scanner, seed, wanted)
        image.write_bytes(data)
        start = time.process_time()
        try:
            filing = convert_file(image)
        except JuesuanError as error:
            count.notes.append(f"{source.name}: {error.en}")
            count.truth += len(truth)
            count.missing += len(truth)
            return
        count.seconds += time.process_time() - start
    count.pages += pages
    report = report_on(source.name, filing, ())
    _compare(source.name, truth, yielded.keys(), filing, report, count)
    for finding in report.findings:
        if finding.severity is Severity.ERROR and finding.outcome is Outcome.FAILED:
            count.errors += 1
            message = finding.message.en if finding.message else ""
            count.notes.append(f"{source.name}: error {finding.rule} {message}")
    count.notes += [
        f"{source.name}: leftover {form.id} p{left.place.page} {left.text} {left.reason}"
        for form in filing.forms
        for left in form.unmapped
    ]
    if (filing.entity.name, filing.fiscal_year) != (original.entity.name, original.fiscal_year):
        count.notes.append(f"{source.name}: {filing.entity.name} {filing.fiscal_year}")


def _compare(
    name: str,
    truth: dict[Key, Decimal],
    known: Set[Key],
    filing: Filing,
    report: Report,
    count: Count,
) -> None:
    """Count figures by what became of them; ``known`` are those that the text yields, too."""
    flagged = {
        (operand.place.page, operand.place.bbox)
        for check in report.checks
        if check.outcome is not Outcome.PASSED
        for operand in check.operands
    }
    incomplete = _incomplete(filing, report)
    read = figures(filing)
    count.truth += len(truth)
    for key, value in truth.items():
        found = read.get(key)
        if found is None:
            count.missing += 1
            count.unflagged += key[0] not in incomplete
            seen = "" if key[0] in incomplete else "UNFLAGGED"
            count.notes.append(f"{name}: missing {key} {value} {seen}")
        elif found.value == value:
            count.right += 1
        else:
            count.wrong += 1
            sure = found.recognition is None or found.recognition.confidence >= SURE
            seen = (found.place.page, found.place.bbox) in flagged or not sure
            count.unflagged += not seen
            count.notes.append(
                f"{name}: wrong {key} p{found.place.page} {value} read {found.printed} "
                f"{found.recognition} {'' if seen else 'UNFLAGGED'}"
            )
    for key in read.keys() - known:
        count.invented += 1
        fact = read[key]
        count.notes.append(
            f"{name}: invented {key} p{fact.place.page} {fact.printed} {fact.recognition}"
        )


def _incomplete(filing: Filing, report: Report) -> set[str]:
    """Return the forms of which a reader is told that something is missing or disagrees."""
    forms = {form.id for form in filing.forms if form.unmapped}
    forms |= set(report.coverage.forms_missing)
    open_or_failed = (Outcome.FAILED, Outcome.NOT_EVALUATED)
    for finding in report.findings:
        if finding.outcome in open_or_failed and finding.rule != "D-READ":
            forms |= {operand.form for operand in finding.operands}
    return forms


def main() -> None:
    """Measure every scanner on every source and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="fewer documents")
    parser.add_argument("--folder", type=Path, help="PDFs made by bench.accuracy, with truth")
    parser.add_argument("--only", default="", help="part of a scanner's name")
    parser.add_argument("--source", default="", help="part of a source's name")
    parser.add_argument("--notes", action="store_true", help="list every figure that differs")
    options = parser.parse_args()
    print("".join(f"{head:>{w}}" for head, w in _columns(("scanner", *HEADS.split(",")))))
    chosen = documents(options.folder) if options.folder else sources(options.quick)
    listed = [source for source in chosen if options.source in source.name]
    for scanner in SCANNERS:
        if options.only not in scanner.name:
            continue
        total = Count()
        for seed, source in enumerate(listed):
            count = Count()
            measure(source, scanner, seed, count)
            if options.notes:
                print(source.name, *count.row(), file=sys.stderr)
                print("\n".join(count.notes), file=sys.stderr, flush=True)
            for name in Count.__dataclass_fields__:
                if name != "notes":
                    setattr(total, name, getattr(total, name) + getattr(count, name))
        line = (scanner.name, *total.row())
        print("".join(f"{value:>{w}}" for value, w in _columns(line)), flush=True)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"peak memory of the process: {peak:.0f} MB")


def _columns(values: tuple[str, ...]) -> Iterator[tuple[str, int]]:
    yield from ((value, 28 if place == 0 else 11) for place, value in enumerate(values))


if __name__ == "__main__":
    main()

"""`python -m bench.convert`: speed and memory of reading, beside pdfplumber and PyMuPDF.

Every figure is measured in this one run, in seconds of CPU time; the cells that pdfplumber finds
are compared with ours. Interpreter start and imports are measured apart. Memory is the highest
resident size of a child process.
"""

from __future__ import annotations

import io
import logging
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pdfplumber
import psutil
import pymupdf

from juesuan.converter.convert import convert_file
from juesuan.converter.writers.xml import write_xml
from juesuan.schema.filing import Filing
from juesuan.schema.text import squeeze
from juesuan.validators.engine import run_rules

ROOT = Path(__file__).parent.parent
FILES = [
    *sorted((ROOT / "samples").glob("*.pdf")),
    *sorted((ROOT / "tests" / "data" / "quanzhou-2024").glob("*.pdf")),
]
_RUNS = 3
_START = "import juesuan.cli.main"
_CONVERT = (
    "import sys; from pathlib import Path; from juesuan.converter.convert import convert_file\n"
    "try: convert_file(Path(sys.argv[1]))\n"
    "except Exception as error: print(error)\n"
)
_CHECK = (
    "import sys; from pathlib import Path; from juesuan.converter.convert import convert_file\n"
    "from juesuan.validators.engine import run_rules; run_rules(convert_file(Path(sys.argv[1])))"
)


def main() -> None:
    logging.disable(logging.CRITICAL)
    print(f"start and imports: {_start():.2f} s of CPU (`python -c '{_START}'`)\n")
    head = ("file", "convert", "pdfplumber", "times", "same cells", "PyMuPDF", "check", "MB")
    print("{:36}{:>9}{:>12}{:>7}{:>12}{:>9}{:>8}{:>6}".format(*head))
    totals: Counter[str] = Counter()
    for path in FILES:
        ours, filing = _best(lambda path=path: _convert(path))
        checked, _ = _best(lambda filing=filing: list(run_rules(filing)))
        theirs, cells = _best(lambda path=path: _plumber(path), runs=1)
        pages = sorted({page for form in filing.forms for page in form.pages})
        mupdf, _ = _best(lambda path=path, pages=pages: _mupdf(path, pages), runs=1)
        same, count = _agreement(filing, cells)
        totals.update(ours=round(ours * 1e6), theirs=round(theirs * 1e6), mupdf=round(mupdf * 1e6))
        print(
            f"{path.name:36}{ours:9.3f}{theirs:12.2f}{theirs / ours:7.1f}"
            f"{f'{same}/{count}':>12}{mupdf:9.2f}{checked:8.3f}{_peak(_CHECK, path):6.0f}"
        )
    ours, theirs, mupdf = (totals[key] / 1e6 for key in ("ours", "theirs", "mupdf"))
    print(f"{'all':36}{ours:9.3f}{theirs:12.2f}{theirs / ours:7.1f}{'':12}{mupdf:9.2f}")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "300-pages.pdf"
        path.write_bytes(_prose(300))
        print(f"\n300 pages of text: {_peak(_CONVERT, path):.0f} MB at most")


def _best(action: Callable[[], object], runs: int = _RUNS) -> tuple[float, object]:
    """Return the least CPU time of some runs and the result."""
    times = []
    for _ in range(runs):
        start = time.process_time()
        result = action()
        times.append(time.process_time() - start)
    return min(times), result


def _convert(path: Path) -> Filing:
    filing = convert_file(path)
    write_xml(filing)
    return filing


def _plumber(path: Path) -> list[tuple[int, str]]:
    """Return the cells that pdfplumber finds on all pages, with their page."""
    found = []
    with pdfplumber.open(path) as document:
        for page in document.pages:
            for table in page.extract_tables():
                found += [
                    (page.page_number, squeeze(cell)) for row in table for cell in row if cell
                ]
            page.close()
    return found


def _mupdf(path: Path, pages: list[int]) -> None:
    with pymupdf.open(path) as document:
        for number in pages:
            for table in document[number - 1].find_tables().tables:
                table.extract()


def _agreement(filing: Filing, cells: list[tuple[int, str]]) -> tuple[int, int]:
    """Return how many of our printed texts pdfplumber finds on the same page, and of how many."""
    theirs = Counter(cells)
    ours = Counter((fact.place.page, fact.printed) for _, _, fact in filing.facts())
    return sum((ours & theirs).values()), sum(ours.values())


def _start() -> float:
    return min(_cpu([sys.executable, "-c", _START]) for _ in range(_RUNS))


def _cpu(command: list[str]) -> float:
    before = os.times()
    subprocess.run(command, check=True)
    after = os.times()
    return (after.children_user - before.children_user) + (
        after.children_system - before.children_system
    )


def _peak(program: str, path: Path) -> float:
    """Return the highest resident size in megabytes of a process that runs a program on a file."""
    child = subprocess.Popen([sys.executable, "-c", program, str(path)], stdout=subprocess.DEVNULL)
    peak, process = 0, psutil.Process(child.pid)
    while child.poll() is None:
        try:
            peak = max(peak, process.memory_info().rss)
        except psutil.Error:
            break
        time.sleep(0.01)
    child.wait()
    return peak / 1e6


def _prose(pages: int) -> bytes:
    """Return a PDF of so many pages of text."""
    from reportlab.lib.pagesizes import A4
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.pdfgen.canvas import Canvas

    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=A4)
    for number in range(pages):
        canvas.setFont("STSong-Light", 12)
        for line in range(38):
            text = f"第{number}页第{line}行：本年收入合计1,234.56万元，与上年相比增加12.34万元。"
            canvas.drawString(60, 780 - 19 * line, text)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


if __name__ == "__main__":
    main()

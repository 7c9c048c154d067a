"""Recall of cells by table extractors: printed figures that come out as the text of a cell.

Their cells are not mapped to anything: this asks only whether a figure stands alone and whole in
some cell of the document. The same is asked of our facts and leftovers.
"""

from __future__ import annotations

import logging
import os
import time
import warnings
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

from bench.accuracy.score import documents, plain, printed_texts

Texts = Callable[[Path], Iterator[str]]


def _pdfplumber(path: Path) -> Iterator[str]:
    import pdfplumber

    with pdfplumber.open(path) as document:
        for page in document.pages:
            for table in page.extract_tables():
                for row in table:
                    yield from (text for text in row if text)


def _pymupdf(path: Path) -> Iterator[str]:
    import pymupdf

    with pymupdf.open(path) as document:
        for page in document:
            for table in page.find_tables().tables:
                for row in table.extract():
                    yield from (text for text in row if text)


def _camelot(path: Path) -> Iterator[str]:
    import camelot

    for table in camelot.read_pdf(str(path), pages="all", flavor="lattice", suppress_stdout=True):
        for row in table.df.values.tolist():
            yield from row


def _ours(path: Path) -> Iterator[str]:
    yield from printed_texts(path)


PEERS: dict[str, Texts] = {
    "juesuan": _ours,
    "pdfplumber": _pdfplumber,
    "PyMuPDF": _pymupdf,
    "camelot": _camelot,
}


def _recall(path: Path, wanted: Counter[str]) -> dict[str, tuple[int, float, str]]:
    """Return for each peer the figures found, the CPU seconds, and what went wrong."""
    logging.disable(logging.CRITICAL)
    warnings.simplefilter("ignore")
    os.environ.setdefault("PYMUPDF_SUGGEST_LAYOUT_ANALYZER", "0")
    result = {}
    for name, texts in PEERS.items():
        start, problem = time.process_time(), ""
        try:
            got = Counter(plain(text) for text in texts(path))
        except Exception as error:  # a peer that fails has found nothing
            got, problem = Counter(), f"{type(error).__name__}: {error}"
        found = sum(min(count, got[text]) for text, count in wanted.items())
        result[name] = (found, time.process_time() - start, problem)
    return result


def print_peers(folder: Path, only: str, jobs: int, most: int) -> None:
    """Print the recall of every peer on (at most ``most``) PDF documents of a folder."""
    work: list[tuple[Path, Counter[str]]] = []
    for path, truth in documents(folder, only):
        if path.suffix == ".pdf":
            cells: list[dict[str, Any]] = [*truth["cells"], *truth["kept"]]
            texts = (plain(cell["printed"]) for cell in cells)
            work.append((path, Counter(text for text in texts if any(map(str.isdigit, text)))))
    step = max(1, len(work) // most)
    work = work[::step][:most]
    totals: dict[str, list[float]] = {name: [0, 0, 0] for name in PEERS}
    with ProcessPoolExecutor(jobs) as pool:
        for recall in pool.map(_recall, *zip(*work, strict=True)):
            for name, (found, seconds, problem) in recall.items():
                totals[name][0] += found
                totals[name][1] += seconds
                totals[name][2] += bool(problem)
    count = sum(sum(wanted.values()) for _, wanted in work)
    print(f"\nrecall of printed figures in {len(work)} PDF documents ({count} figures)")
    print(f"{'':<14}{'found':>10}{'recall %':>10}{'CPU s':>10}{'failed':>10}")
    for name, (found, seconds, failed) in totals.items():
        share = 100 * found / count if count else 100.0
        print(f"{name:<14}{found:>10.0f}{share:>10.2f}{seconds:>10.1f}{failed:>10.0f}")

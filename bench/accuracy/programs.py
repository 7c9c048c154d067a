"""The programs through which papers go, and which of them are here."""

from __future__ import annotations

import shutil
import tempfile
import zipfile
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from bench.accuracy import office, to_html, to_ofd, to_text
from bench.accuracy.paper import Paper

_BROWSERS = 3  # at once
Writer = Callable[[Paper, Path], None]


@dataclass(frozen=True)
class Program:
    """How a paper becomes a file: written by ``write``, then perhaps taken on by LibreOffice."""

    name: str
    ending: str
    share: int
    write: Writer | None
    needs: str = ""
    written: str = ""
    steps: tuple[str, ...] = ()

    @property
    def pdf(self) -> bool:
        """Whether pages with ruling lines come out."""
        return self.ending in ("pdf", "ofd")


def _module(name: str) -> bool:
    return find_spec(name) is not None


def programs() -> list[Program]:
    """Return all programs; ``write`` is absent, and ``needs`` says what, where one is missing."""
    soffice, chromium = shutil.which("soffice"), shutil.which("chromium")
    reportlab = xlsx = xls = docx = None
    if _module("reportlab"):
        from bench.accuracy import to_pdf

        reportlab = to_pdf.render
    if _module("openpyxl"):
        from bench.accuracy import to_sheets

        xlsx = to_sheets.write_xlsx
    if _module("xlwt"):
        from bench.accuracy import to_sheets

        xls = to_sheets.write_xls
    if _module("docx"):
        from bench.accuracy import to_word

        docx = to_word.write
    office_xlsx, office_docx = (writer if soffice else None for writer in (xlsx, docx))
    lacking = "LibreOffice (soffice) with openpyxl and python-docx"
    browser = to_html.printer(chromium) if chromium else None
    return [
        Program("reportlab", "pdf", 26, reportlab, "reportlab"),
        Program("chromium", "pdf", 20, browser, "chromium"),
        Program("calc", "pdf", 10, office_xlsx, lacking, "xlsx", ("pdf",)),
        Program("calc-ods", "pdf", 3, office_xlsx, lacking, "xlsx", ("ods", "pdf")),
        Program("writer", "pdf", 10, office_docx, lacking, "docx", ("pdf",)),
        Program("calc-sheets", "ods", 1, office_xlsx, lacking, "xlsx", ("ods",)),
        Program("openpyxl", "xlsx", 6, xlsx, "openpyxl"),
        Program("zip", "zip", 2, _zipped(reportlab), "reportlab"),
        Program("xlwt", "xls", 3, xls, "xlwt"),
        Program("calc-xls", "xls", 2, office_xlsx, lacking, "xlsx", ("xls",)),
        Program("python-docx", "docx", 6, docx, "python-docx"),
        Program("html", "html", 4, to_html.write),
        Program("html-gb", "html", 2, to_html.write_gb),
        Program("writer-html", "html", 2, office_docx, lacking, "docx", ("html",)),
        Program("text", "txt", 3, to_text.write),
        Program("text-gb", "txt", 2, to_text.write_gb),
        Program("ofd", "ofd", 4, to_ofd.write),
    ]


def _zipped(write: Writer | None) -> Writer | None:
    """Return what packs a PDF beside a document that holds no forms."""
    if write is None:
        return None

    def write_zip(paper: Paper, path: Path) -> None:
        inner = path.with_suffix(".inner")
        write(paper, inner)
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
            stamp = (2024, 8, 30, 9, 0, 0)
            package.writestr(zipfile.ZipInfo("附件/说明.txt", stamp), "决算公开说明见附件。\n")
            package.writestr(zipfile.ZipInfo("附件/决算公开.pdf", stamp), inner.read_bytes())
        inner.unlink()

    return write_zip


def render(papers: Iterable[Paper], folder: Path, tell: Callable[[str], None]) -> None:
    """Render papers into a folder; what LibreOffice takes on is collected and run together."""
    known = {program.name: program for program in programs()}
    waiting: dict[Program, list[Paper]] = {}
    with ThreadPoolExecutor(_BROWSERS) as pool:
        printing = []
        for paper in papers:
            program = known[paper.program]
            if program.write is None:
                continue
            path = folder / f"{paper.name}.{program.ending}"
            if program.steps:
                waiting.setdefault(program, []).append(paper)
            elif program.name == "chromium":
                printing.append(pool.submit(program.write, paper, path))
            else:
                program.write(paper, path)
        for job in printing:
            job.result()
    for program, group in waiting.items():
        tell(f"{program.name}: {len(group)}")
        _through_office(program, group, folder)


def _through_office(program: Program, papers: Sequence[Paper], folder: Path) -> None:
    assert program.write is not None
    soffice = shutil.which("soffice") or "soffice"
    with tempfile.TemporaryDirectory() as name:
        place, ending = Path(name), program.written
        files = []
        for paper in papers:
            files.append(place / f"{paper.name}.{ending}")
            program.write(paper, files[-1])
        for step in program.steps:
            last = step == program.steps[-1]
            office.convert(soffice, files, step, folder if last else place)
            files = [file.with_suffix(f".{step}") for file in files]

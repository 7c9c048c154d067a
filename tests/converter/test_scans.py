"""Pages that are images: read cell by cell, askew and turned, mixed with text, or refused."""

from __future__ import annotations

import csv
import io
import socket
from collections.abc import Iterable
from pathlib import Path

import numpy as np
import pypdfium2 as pdfium
import pytest
from click.testing import CliRunner
from PIL import Image

from juesuan.cli.main import main
from juesuan.converter.convert import Given, convert_file, filings_of
from juesuan.converter.document import Document, Grid, Page
from juesuan.converter.readers import read_document, scan
from juesuan.converter.readers.scan.image import PageImage, open_frames, render_pages
from juesuan.converter.readers.scan.page import read_page
from juesuan.converter.readers.scan.recogniser import Recogniser
from juesuan.schema.errors import UnreadableInputError
from juesuan.schema.filing import Filing
from juesuan.validators.report.model import report_on
from tests.accounts import make_accounts
from tests.forms import Style, nine_forms
from tests.golden import path_of
from tests.render import Look, render

DATA = Path(__file__).parents[1] / "data"
REVENUE = DATA / "scan-revenue.png"  # the second page of scan.pdf, cut to its table
SCAN = DATA / "scan.pdf"
EXTRA = 'pip install "juesuan[ocr]"'


def truth() -> set[tuple[str, str, str]]:
    """Row, column and text of the figures on the page, compared with it by eye."""
    rows = csv.DictReader(io.StringIO(path_of("putuo-social-work-2024").read_text("utf-8")))
    return {
        (r["row"], r["column"], r["printed"])
        for r in rows
        if (r["form"], r["page"]) == ("revenue", "6")
    }


def figures(filing: Filing, form_id: str = "revenue") -> set[tuple[str, str, str]]:
    return {
        (row.code or row.line, fact.column, fact.printed or "")
        for form, row, fact in filing.facts()
        if form.id == form_id
    }


def texts(pages: Iterable[Page]) -> list[str]:
    (grid,) = (block for page in pages for block in page.blocks if isinstance(block, Grid))
    return [cell.text for cell in grid.cells if cell.text]


@pytest.fixture(scope="module")
def gray() -> np.ndarray:
    return np.array(Image.open(REVENUE).convert("L"))


@pytest.fixture(scope="module")
def document() -> Document:
    return read_document(REVENUE, REVENUE.read_bytes())


@pytest.fixture(scope="module")
def mixed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A PDF of text without the revenue form, whose last page is that form as an image."""
    tables = [t for t in nine_forms(make_accounts(1), Style()) if t.form != "revenue"]
    text = render(tables, Style(), Look(), entity="安和县民政局", year=2024)
    image = io.BytesIO()
    Image.open(REVENUE).convert("L").save(image, "PDF", resolution=200)
    path = tmp_path_factory.mktemp("mixed") / "mixed.pdf"
    with pdfium.PdfDocument(text) as document, pdfium.PdfDocument(image.getvalue()) as last:
        document.import_pages(last)
        document.save(path)
    return path


def test_an_image_becomes_facts_that_say_how_surely_they_were_read(document: Document) -> None:
    filing = filings_of([document], Given(entity="某部", year=2024))[0]
    assert figures(filing) == truth()
    recognitions = [fact.recognition for _, _, fact in filing.facts()]
    assert all(r is not None and r.confidence > 0.98 for r in recognitions)
    assert filing.source is not None
    assert filing.source.media_type == "image/png"
    assert filing.entity.name == "某部"


def test_pages_of_tables_alone_ask_for_what_they_do_not_print(document: Document) -> None:
    with pytest.raises(UnreadableInputError, match="--year"):
        filings_of([document])
    with pytest.raises(UnreadableInputError, match="--entity"):
        filings_of([document], Given(year=2024))


def test_a_page_that_lies_askew_in_noise(gray: np.ndarray, document: Document) -> None:
    image = Image.fromarray(gray).rotate(
        -4.2, resample=Image.Resampling.BICUBIC, expand=True, fillcolor=255
    )
    noise = np.random.default_rng(1).normal(0, 5, (image.height, image.width))
    noisy = np.clip(np.array(image) + noise, 0, 255).astype(np.uint8)
    assert texts([read_page(PageImage(1, noisy, 200))]) == texts(document.pages)


def test_a_page_that_is_turned(gray: np.ndarray, document: Document) -> None:
    turned = np.ascontiguousarray(np.rot90(gray))
    assert texts([read_page(PageImage(1, turned, 200))]) == texts(document.pages)


def test_a_mixed_document_is_read_whole(mixed: Path) -> None:
    filing = convert_file(mixed)
    assert figures(filing) == truth()
    assert filing.entity.name == "安和县民政局"
    for form, _, fact in filing.facts():
        assert (fact.recognition is not None) == (form.id == "revenue")
    # The scanned form is another body's: what disagrees with it is no error.
    assert report_on("mixed", filing, ()).valid


def test_without_the_extra_unread_pages_are_named(
    mixed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scan, "installed", lambda: False)
    filing = convert_file(mixed)
    assert filing.source is not None
    assert len(filing.source.unread) == 1
    assert filing.form("revenue") is None
    report = report_on("mixed", filing, ())
    assert any(EXTRA in finding.message.en for finding in report.findings)


@pytest.mark.parametrize("path", [SCAN, REVENUE], ids=lambda path: path.name)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_without_the_extra_one_line_names_it(
    path: Path, lang: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scan, "installed", lambda: False)
    result = CliRunner().invoke(main, ["convert", str(path), "-o", "-", "--lang", lang])
    assert result.exit_code == 3
    assert result.stdout == ""
    (line,) = result.stderr.splitlines()
    assert EXTRA in line
    assert path.name in line


def test_nothing_is_fetched(monkeypatch: pytest.MonkeyPatch, gray: np.ndarray) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("a connection was tried")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    recogniser = Recogniser()
    assert recogniser.lines(gray[60:200])


def test_a_page_is_rendered_within_the_limit_of_pixels(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("juesuan.converter.readers.scan.image.MAX_SCAN_PIXELS", 100_000)
    (image,) = render_pages(SCAN, "scan.pdf", [2])
    assert image.gray.size <= 101_000


def frames_of(image: Image.Image, kind: str, **more: object) -> list[PageImage]:
    buffer = io.BytesIO()
    image.save(buffer, kind, **more)
    return list(open_frames(buffer.getvalue(), "x"))


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "TIFF"])
def test_image_files_of_every_kind(kind: str) -> None:
    image = Image.new("L", (1654, 2339), 200)
    (frame,) = frames_of(image, kind, dpi=(200, 200))
    assert frame.gray.shape == (2339, 1654)
    assert round(frame.dpi) == 200
    assert 195 < frame.gray.mean() < 205


def test_every_frame_of_a_tiff_is_a_page() -> None:
    image = Image.new("1", (827, 1170), 1)
    frames = frames_of(image, "TIFF", save_all=True, append_images=[image, image])
    assert [frame.number for frame in frames] == [1, 2, 3]


def test_transparent_is_white_and_fine_images_are_scaled_down() -> None:
    image = Image.new("RGBA", (2480, 3508), (0, 0, 0, 0))
    (frame,) = frames_of(image, "PNG", dpi=(300, 300))
    assert frame.gray.min() == 255
    assert round(frame.dpi) == 200


def test_an_enormous_image_is_refused_before_it_is_decoded() -> None:
    import struct
    import zlib

    def chunk(kind: bytes, data: bytes) -> bytes:
        crc = struct.pack(">I", zlib.crc32(kind + data))
        return struct.pack(">I", len(data)) + kind + data + crc

    head = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 0, 0, 0, 0)
    data = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", b"") + chunk(b"IEND", b"")
    with pytest.raises(UnreadableInputError, match="exceeds the limit"):
        list(open_frames(data, "x.png"))

"""A figure misread in an image: validate names the other reading, convert takes it when told to."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner, Result

from juesuan.cli.main import main
from juesuan.converter.readers.scan import page
from juesuan.converter.readers.scan.decode import Reading
from juesuan.converter.readers.scan.pieces import Piece

REVENUE = Path(__file__).parents[1] / "data" / "scan-revenue.png"
RIGHT, WRONG = "202.24", "202.74"
GIVEN = ("--entity", "某部", "--year", "2024", "--lang", "en")


@pytest.fixture
def misread(monkeypatch: pytest.MonkeyPatch) -> None:
    """One digit of one figure is read with doubt as another; the right one was seen, too."""
    usual = page.settle_figures

    def settle(pieces: Sequence[Piece], readings: Sequence[Reading]) -> list[Reading]:
        settled = usual(pieces, readings)
        index = next(n for n, reading in enumerate(settled) if reading.text == RIGHT)
        settled[index] = Reading(WRONG, Decimal("0.700"), (RIGHT,))
        return settled

    monkeypatch.setattr(page, "settle_figures", settle)


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, [*arguments, *GIVEN])


def test_the_proposal_is_named_and_taken_only_when_told(misread: None, tmp_path: Path) -> None:
    read, taken = tmp_path / "read.xml", tmp_path / "taken.xml"
    assert run("convert", str(REVENUE), "-o", str(read)).exit_code == 0
    assert 'takenAs="' not in read.read_text("utf-8")
    report = run("validate", str(read), "--fail-on", "error")
    assert report.exit_code == 0
    assert f"If {WRONG} in the image of page 1 reads {RIGHT}" in report.stdout
    assert "--accept-proposals takes it" in report.stdout

    assert run("convert", str(REVENUE), "-o", str(taken), "--accept-proposals").exit_code == 0
    (fact,) = (e for e in ElementTree.parse(taken).iter() if e.get("takenAs"))
    assert (fact.get("printed"), fact.get("takenAs")) == (WRONG, RIGHT)
    assert Decimal(fact.text or "0") == Decimal("2022400")
    assert "--accept-proposals" not in run("validate", str(taken)).stdout

    result = run("convert", str(read), "--to", "json", "-o", "-", "--accept-proposals")
    assert result.exit_code == 0
    assert f'"takenAs": "{RIGHT}"' in result.stdout

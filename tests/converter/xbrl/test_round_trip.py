"""A filing in any XBRL syntax reads back as the same filing."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from juesuan.converter.convert import convert_file
from juesuan.converter.readers.ixbrl import read_ixbrl
from juesuan.converter.readers.xbrl import read_instance
from juesuan.converter.readers.xbrl_csv import read_xbrl_csv
from juesuan.converter.readers.xbrl_json import read_xbrl_json
from juesuan.converter.writers.inline.page import write_ixbrl
from juesuan.converter.writers.xbrl import write_xbrl
from juesuan.converter.writers.xbrl_csv import METADATA_FILE, write_xbrl_csv
from juesuan.converter.writers.xbrl_json import write_xbrl_json
from juesuan.converter.xbrl.filing import Misplaced, filing_of
from juesuan.schema.errors import UnreadableInputError
from juesuan.schema.filing import Filing
from juesuan.schema.safe_xml import parse_xml
from tests.filings import changed, odd_filing, sound_filing

ROOT = Path(__file__).parents[3]
Back = tuple[Filing, tuple[Misplaced, ...]]


def through_xml(source: Filing) -> Back:
    return filing_of(read_instance(parse_xml(write_xbrl(source), "x"), "x"), "x")


def through_json(source: Filing) -> Back:
    return filing_of(read_xbrl_json(write_xbrl_json(source), "x"), "x")


def through_csv(source: Filing) -> Back:
    files = write_xbrl_csv(source)
    return filing_of(read_xbrl_csv(files[METADATA_FILE], "x", files.__getitem__), "x")


def through_inline(source: Filing) -> Back:
    return filing_of(read_ixbrl(parse_xml(write_ixbrl(source), "x"), "x"), "x")


SYNTAXES: dict[str, Callable[[Filing], Back]] = {
    "xml": through_xml,
    "json": through_json,
    "csv": through_csv,
    "inline": through_inline,
}


@pytest.mark.parametrize("syntax", SYNTAXES)
@pytest.mark.parametrize("seed", [1, 2])
def test_sound_filings(syntax: str, seed: int) -> None:
    source = sound_filing(seed)
    assert SYNTAXES[syntax](source) == (source, ())


@pytest.mark.parametrize("syntax", SYNTAXES)
def test_odd_filings(syntax: str) -> None:
    source = odd_filing()
    assert SYNTAXES[syntax](source) == (source, ())


@pytest.mark.parametrize("syntax", SYNTAXES)
@pytest.mark.parametrize(
    "name", ["quanzhou-2024.txt", "putuo-social-work-2024.pdf", "putuo-natural-resources-2024.pdf"]
)
def test_samples(syntax: str, name: str) -> None:
    source = convert_file(ROOT / "samples" / name)
    assert SYNTAXES[syntax](source) == (source, ())


def test_writing_twice_gives_the_same_bytes() -> None:
    source = odd_filing()
    assert write_xbrl(source) == write_xbrl(source)
    assert write_xbrl_json(source) == write_xbrl_json(source)
    assert write_xbrl_csv(source) == write_xbrl_csv(source)
    assert write_ixbrl(source) == write_ixbrl(source)


def test_an_instance_of_others_without_our_identifiers() -> None:
    """Facts with any id, in any order, without provenance find their places by their aspects."""
    source = sound_filing(3)
    tree = parse_xml(write_xbrl(source), "x")
    for number, element in enumerate(list(tree.getroot())):
        if element.tag.endswith("footnoteLink"):
            tree.getroot().remove(element)
        elif element.get("contextRef"):
            element.set("id", f"x{number}")
    back, misplaced = filing_of(read_instance(tree, "x"), "x")
    assert not misplaced
    assert figures(back) == figures(source)


def figures(source: Filing) -> dict[tuple[str, str, str], Decimal]:
    return {(f.id, r.code or r.line, x.column): x.value for f, r, x in source.facts()}


FAULTS = {
    "unknown member": (b">js:Function201<", b">js:Function999<", "Expenditure"),
    "missing dimension": (
        b'<xbrldi:explicitMember dimension="js:FormAxis">js:RevenueForm</xbrldi:explicitMember>',
        b"",
        "belongs to no form",
    ),
    "wrong unit": (b"iso4217:CNY", b"iso4217:USD", "expected CNY"),
    "a concept of another form": (b"<js:PublicInstitutionRevenue ", None, "no place"),
}


@pytest.mark.parametrize("name", FAULTS)
def test_planted_faults_are_named(name: str) -> None:
    old, new, message = FAULTS[name]
    data = write_xbrl(sound_filing(1))
    if new is None:
        data = data.replace(b"PublicInstitutionRevenue ", b"OverseasVisitExpense ")
        data = data.replace(b"</js:PublicInstitutionRevenue>", b"</js:OverseasVisitExpense>")
    else:
        assert old in data
        data = data.replace(old, new)
    _, misplaced = filing_of(read_instance(parse_xml(data, "x"), "x"), "x")
    assert misplaced
    assert message in misplaced[0].en


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'contextRef="c12"', b'contextRef="absent"'),
        (b'decimals="-2"', b'decimals="many"'),
        (b"<xbrli:instant>2024-12-31", b"<xbrli:instant>2024-13-31"),
    ],
)
def test_a_broken_instance_is_refused_in_one_line(old: bytes, new: bytes) -> None:
    data = write_xbrl(sound_filing(1))
    assert old in data
    with pytest.raises(UnreadableInputError) as caught:
        read_instance(parse_xml(data.replace(old, new), "theirs.xbrl"), "theirs.xbrl")
    assert "theirs.xbrl" in caught.value.zh
    assert "\n" not in caught.value.en


def test_a_bad_transformation_is_refused() -> None:
    data = write_ixbrl(sound_filing(1)).replace(b"num-dot-decimal", b"num-comma-decimal")
    with pytest.raises(UnreadableInputError):
        read_ixbrl(parse_xml(data, "x"), "x")


def test_a_changed_figure_is_a_changed_figure_in_every_syntax() -> None:
    source = changed(sound_filing(1), "expenditure", "Total", "BasicExpenditure", "7.77")
    for through in SYNTAXES.values():
        assert through(source)[0] == source

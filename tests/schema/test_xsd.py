"""The XSD: current, documented, enough to write a filing by hand, and judged by two engines."""

from __future__ import annotations

import random
from importlib.resources import files
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from juesuan.converter.convert import convert_file
from juesuan.converter.readers.native_xml import read_collection, read_native_xml
from juesuan.converter.writers.xml import filing_element, write_xml
from juesuan.schema.dictionary import load_dictionary
from juesuan.schema.generate.__main__ import artefacts
from juesuan.schema.safe_xml import parse_xml
from juesuan.schema.spec import FormSpec, Line
from juesuan.schema.xmlnames import COLLECTION, NAMESPACE, XSD_FILE, qualified
from juesuan.validators.engine import run_rules
from juesuan.validators.model import Outcome
from juesuan.validators.structure import check_structure
from tests.filings import filing, form, line, sound_filing

ROOT = Path(__file__).parents[2]
HAND_WRITTEN = ROOT / "tests" / "data" / "hand-written.xml"
XSD = (files("juesuan.schema") / "xsd" / XSD_FILE).read_bytes()
LIBXML2 = etree.XMLSchema(etree.fromstring(XSD))
XS = "{http://www.w3.org/2001/XMLSchema}"


def test_the_committed_schema_is_current() -> None:
    assert artefacts()[f"xsd/{XSD_FILE}"] == XSD


def test_everything_is_documented_in_both_languages() -> None:
    root = etree.fromstring(XSD)
    for element in root.iter(f"{XS}complexType", f"{XS}attribute", f"{XS}enumeration"):
        if element.tag != f"{XS}complexType" or element.get("name"):
            texts = element.findall(f"{XS}annotation/{XS}documentation")
            langs = [text.get("{http://www.w3.org/XML/1998/namespace}lang") for text in texts]
            assert langs == ["zh", "en"], etree.tostring(element)[:200]
            assert all(text.text for text in texts)


def test_a_filing_written_by_hand_is_valid_and_checked() -> None:
    tree = parse_xml(HAND_WRITTEN.read_bytes(), HAND_WRITTEN.name)
    assert check_structure(tree) == ()
    assert LIBXML2.validate(tree)
    read = read_native_xml(tree, HAND_WRITTEN.name)
    assert read.entity.name == "安和县档案馆"
    failures = [check for check in run_rules(read) if check.outcome is Outcome.FAILED]
    # it holds two forms only, and does not say why one of them is empty
    assert {check.rule for check in failures} == {"D-FORMS", "D-EMPTY"}


def test_a_collection_of_filings_is_valid() -> None:
    collection = etree.Element(qualified(COLLECTION), nsmap={None: NAMESPACE})  # type: ignore[dict-item]
    for seed in (1, 2):
        collection.append(filing_element(sound_filing(seed)))
    tree = parse_xml(etree.tostring(collection), "collection.xml")
    assert check_structure(tree) == ()
    assert LIBXML2.validate(tree)
    assert read_collection(tree, "collection.xml") == [sound_filing(1), sound_filing(2)]


def mutate(xml: bytes, rng: random.Random) -> bytes:
    """Return the XML with one thing changed: an element, an attribute, a text."""
    root = etree.fromstring(xml)
    elements = [element for element in root.iter() if element is not root]
    element = rng.choice(elements)
    parent = element.getparent()
    assert parent is not None
    kind = rng.randrange(7)
    if kind == 0:
        parent.remove(element)
    elif kind == 1:
        element.tag = qualified("Unknown")
    elif kind == 2:
        element.text = rng.choice(["", "abc", "1e3", "-0.5", "9" * 30, " 7 ", "１２"])
    elif kind == 3 and element.attrib:
        name = rng.choice(sorted(element.attrib))
        element.set(name, rng.choice(["", "0", "-1", "x y", "1.5", "99999999999"]))
    elif kind == 4 and element.attrib:
        del element.attrib[rng.choice(sorted(element.attrib))]
    elif kind == 5:
        element.set(rng.choice(["unknown", "page", "decimals", "label"]), "1")
    else:
        parent.insert(rng.randrange(len(parent)), element)
    return etree.tostring(root)


@pytest.mark.parametrize("seed", range(400))
def test_two_engines_agree_on_mutated_filings(seed: int) -> None:
    rng = random.Random(seed)
    small = filing(*sound_filing().forms[seed % 9 : seed % 9 + 1])
    xml = mutate(write_xml(small), rng)
    tree = parse_xml(xml, "mutated.xml")
    errors = check_structure(tree)
    assert (errors == ()) == LIBXML2.validate(tree), (errors, LIBXML2.error_log)
    for error in errors:
        assert error.line
        assert error.path.startswith("/FinalAccounts")
        assert error.zh
        assert error.en


_TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1).filter(
    lambda text: text == text.strip() and not text.isspace()
)
_AMOUNT = st.decimals(-(10**12), 10**12, places=2, allow_nan=False, allow_infinity=False)


_COUNT = st.decimals(0, 10**6, places=0, allow_nan=False, allow_infinity=False)


def _counts(spec: FormSpec, ln: Line, column: str) -> bool:
    return spec.unit_of(ln, spec.column_by_id[column]) == "pure"


@given(st.data())
@settings(max_examples=60, deadline=None)
def test_any_filing_survives_writing_and_reading(data: st.DataObject) -> None:
    forms = []
    ids = [spec.id for spec in load_dictionary().forms]
    for form_id in data.draw(st.lists(st.sampled_from(ids), unique=True, max_size=4)):
        spec = load_dictionary().form(form_id)
        lines = [ln for ln in spec.lines if not ln.classification]
        rows = []
        names = data.draw(
            st.lists(st.sampled_from([ln.id for ln in lines]), unique=True, max_size=3)
        )
        for ln in (spec.line_by_id[name] for name in names):
            columns = [column.id for column in spec.columns_of(ln.side)]
            chosen = data.draw(st.lists(st.sampled_from(columns), unique=True, min_size=1))
            cells = {
                column: f"{data.draw(_COUNT if _counts(spec, ln, column) else _AMOUNT):f}"
                for column in columns
                if column in chosen
            }
            rows.append(line(ln.id, **cells))
        rows.sort(key=lambda row: [ln.id for ln in spec.lines].index(row[0]))
        forms.append(form(spec.id, *rows, title=data.draw(_TEXT)))
    source = filing(*forms)
    xml = write_xml(source)
    tree = parse_xml(xml, "filing.xml")
    assert read_native_xml(tree, "filing.xml") == source
    assert write_xml(source) == xml
    assert check_structure(tree) == ()


def test_converted_documents_are_valid_for_both_engines() -> None:
    for path in sorted((ROOT / "samples").glob("*.pdf")):
        tree = parse_xml(write_xml(convert_file(path)), path.name)
        assert check_structure(tree) == ()
        assert LIBXML2.validate(tree)

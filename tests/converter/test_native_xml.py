"""Native XML: any filing survives writing and reading; reading is tolerant of faults."""

from __future__ import annotations

from decimal import Decimal
from importlib.resources import files

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy
from lxml import etree

from juesuan.converter.readers.native_xml import read_collection, read_native_xml
from juesuan.converter.writers import WRITERS
from juesuan.converter.writers.xml import write_xml
from juesuan.schema.dictionary import load_dictionary
from juesuan.schema.errors import UnreadableInputError
from juesuan.schema.filing import (
    Entity,
    Fact,
    Filing,
    FilingForm,
    Note,
    Place,
    Row,
    Source,
    UnknownForm,
    Unmapped,
)
from juesuan.schema.safe_xml import parse_xml
from juesuan.schema.spec import UNLABELLED_LINE, FormSpec, Line
from juesuan.schema.xmlnames import DECIMALS, NAMESPACE, XSD_FILE
from juesuan.validators.structure import check_structure
from tests.filings import code, filing, form, sound_filing

DICTIONARY = load_dictionary()
LIBXML2 = etree.XMLSchema(
    etree.fromstring((files("juesuan.schema") / "xsd" / XSD_FILE).read_bytes())
)

_LEGAL = st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff")
TEXT = st.text(_LEGAL | st.sampled_from("\t\n\r<&\"'"), min_size=1).filter(str.strip)
NAME = TEXT.map(str.strip)
COUNT = st.integers(1, 10**9 - 1)
BOX = st.tuples(*[st.decimals(-999, 9999, places=1)] * 4)
PLACE = st.builds(
    Place,
    page=st.none() | COUNT,
    row=st.none() | COUNT,
    column=st.none() | COUNT,
    bbox=st.none() | BOX,
)
VALUE = st.one_of(st.decimals(-(10**19), 10**19, places=places) for places in range(5))
WHOLE = st.decimals(0, 10**9, places=0)
NUMBERS = {
    digits: st.from_regex(rf"[1-9][0-9]{{{digits - 1}}}", fullmatch=True) for digits in (3, 5, 7)
}

REASON = st.from_regex(r"[a-z]+(-[a-z]+)*", fullmatch=True)
LEFTOVER = st.builds(Unmapped, TEXT, REASON, st.none() | TEXT, st.none() | TEXT, PLACE)
UNKNOWN = st.builds(
    UnknownForm,
    TEXT,
    st.none() | TEXT,
    st.lists(COUNT, max_size=2).map(tuple),
    st.lists(LEFTOVER, max_size=2).map(tuple),
)


@st.composite
def rows(draw: st.DrawFn, spec: FormSpec, line: Line, title: str | None, number: str | None) -> Row:
    facts = []
    label = draw(st.none() | TEXT)
    for column in spec.columns_of(line.side):
        if draw(st.integers(0, 3)) == 3:
            unit = spec.unit_of(line, column)
            fact = Fact(
                column.id,
                spec.concept_of(line, column),
                spec.dimensions_of(line, column, number, title, label),
                draw(WHOLE if unit == "pure" else VALUE),
                draw(st.sampled_from(DECIMALS)),
                unit=unit,
                printed=draw(st.none() | TEXT),
                place=draw(PLACE),
            )
            facts.append(fact)
    return Row(line.id, number, label, tuple(facts))


@st.composite
def forms(draw: st.DrawFn, spec: FormSpec) -> FilingForm:
    title = draw(st.none() | TEXT | st.just(spec.zh) | st.just(f"一般公共预算{spec.zh}"))
    drawn = []
    for line in spec.lines:
        if line.classification and spec.classification:
            number = st.one_of(NUMBERS[digits] for digits in spec.classification.levels)
            numbers = draw(st.lists(number, max_size=2))
            drawn += [draw(rows(spec, line, title, number)) for number in numbers]
        elif draw(st.integers(0, 7)) == 7:
            drawn += [draw(rows(spec, line, title, None)) for _ in range(1 + line.named)]
    if draw(st.booleans()):
        drawn.append(draw(rows(spec, UNLABELLED_LINE, title, None)))
    return FilingForm(
        spec.id,
        number=draw(st.none() | TEXT),
        title=title,
        published_unit=draw(st.none() | st.sampled_from(sorted(DICTIONARY.words.units))),
        pages=tuple(draw(st.lists(COUNT, max_size=2))),
        rows=tuple(drawn),
        notes=tuple(draw(st.lists(st.builds(Note, TEXT, st.none() | COUNT), max_size=2))),
        unmapped=tuple(draw(st.lists(LEFTOVER, max_size=2))),
        repeated=draw(st.integers(0, 99)),
    )


@st.composite
def filings(draw: st.DrawFn) -> Filing:
    specs = [spec for spec in DICTIONARY.forms if draw(st.integers(0, 6)) == 6]
    credit_code: SearchStrategy[str] = st.from_regex(r"[0-9A-HJ-NPQRTUWXY]{18}", fullmatch=True)
    digest = st.from_regex(r"[0-9a-f]{64}", fullmatch=True)
    return Filing(
        draw(
            st.builds(
                Entity,
                NAME,
                st.none() | credit_code,
                st.sampled_from([None, "department", "unit"]),
                st.none() | NAME,
                st.sampled_from([None, "own", "consolidated"]),
            )
        ),
        draw(st.integers(1990, 2100)),
        tuple(draw(forms(spec)) for spec in specs),
        published_unit=draw(st.none() | st.sampled_from(sorted(DICTIONARY.words.units))),
        source=draw(st.none() | st.builds(Source, TEXT, digest, st.just("application/pdf"))),
        announced=tuple(spec.id for spec in DICTIONARY.forms if draw(st.integers(0, 5)) == 5),
        unknown_forms=tuple(draw(st.lists(UNKNOWN, max_size=2))),
    )


def read(xml: bytes) -> Filing:
    return read_native_xml(parse_xml(xml, "filing.xml"), "filing.xml")


@given(filings())
@settings(max_examples=150, deadline=None)
def test_any_filing_with_all_its_parts_survives(source: Filing) -> None:
    xml = write_xml(source)
    tree = parse_xml(xml, "filing.xml")
    assert read_native_xml(tree, "filing.xml") == source
    assert write_xml(read_native_xml(tree, "filing.xml")) == xml
    assert check_structure(tree) == ()
    assert LIBXML2.validate(tree)


@given(filings())
@settings(max_examples=30, deadline=None)
def test_every_writer_takes_any_filing(source: Filing) -> None:
    for write in WRITERS.values():
        data = write(source)
        assert data.startswith(b"PK\x03\x04") or data.decode("utf-8")  # a package, or text


def test_equal_filings_are_equal_bytes() -> None:
    def one(value: str, left: str) -> Filing:
        fact = Fact(
            "Actual",
            "OtherRevenue",
            (("Scenario", "actual"),),
            Decimal(value),
            2,
            place=Place(1, 1, 1, (Decimal(left), Decimal(0), Decimal("2.5"), Decimal(3))),
        )
        row = Row("OtherRevenue", None, None, (fact,))
        return filing(FilingForm("revenue-expenditure-summary", rows=(row,)))

    first, second = one("1.50", "72.0"), one("1.5", "72")
    assert first == second
    for write in WRITERS.values():
        assert write(first) == write(second)
    assert b'bbox="72 0 2.5 3">1.5<' in write_xml(first)


def test_characters_that_xml_cannot_hold_are_dropped() -> None:
    bad = "档案\x00馆\x1b\ud800"
    source = filing(form("revenue", code("201", bad), title=bad), source=Source(bad, "0" * 64, "x"))
    written = read(write_xml(source))
    assert written.source == Source("档案馆", "0" * 64, "x")
    assert written.forms[0].title == written.forms[0].rows[0].label == "档案馆"


# --- tolerance ---------------------------------------------------------------------------------

TEMPLATE = f"""<FinalAccounts xmlns="{NAMESPACE}" schemaVersion="1.0" taxonomyVersion="2024-12-31">
  <Header><Entity><Name>安和县档案馆</Name></Entity><FiscalYear>2024</FiscalYear>
  <Currency>CNY</Currency>HEADER</Header><Forms>FORMS</Forms></FinalAccounts>"""


def tolerated(forms: str, header: str = "") -> Filing:
    return read(TEMPLATE.replace("FORMS", forms).replace("HEADER", header).encode())


@pytest.mark.parametrize(
    "value",
    ["", "abc", "1,000", "1e5", "1E999999999", "NaN", "INF", "1_000", "１２", "9" * 25, "--1", "."],
)
def test_what_is_no_amount_is_passed_over(value: str) -> None:
    cells = f'<OtherRevenue decimals="2">{value}</OtherRevenue>'
    read_form = tolerated(f"<Revenue><Total>{cells}</Total></Revenue>").forms[0]
    assert read_form.rows == (Row("Total", None, None, ()),)


@pytest.mark.parametrize("decimals", ["", "x", "1.5", "99", "-13", "9" * 5000, "２"])
def test_a_precision_out_of_bounds_is_no_precision(decimals: str) -> None:
    cells = f'<OtherRevenue decimals="{decimals}">1</OtherRevenue>'
    assert not list(tolerated(f"<Revenue><Total>{cells}</Total></Revenue>").facts())


@pytest.mark.parametrize(
    ("value", "same"), [(" 7 ", "7"), ("+1", "1"), (".5", "0.5"), ("5.", "5"), ("-0", "0")]
)
def test_every_spelling_that_the_schema_allows_is_read(value: str, same: str) -> None:
    cells = f'<OtherRevenue decimals=" 2 ">{value}</OtherRevenue>'
    [(_, _, fact)] = tolerated(f"<Revenue><Total>{cells}</Total></Revenue>").facts()
    assert (fact.value, fact.decimals) == (Decimal(same), 2)


def test_unknown_elements_are_passed_over() -> None:
    found = tolerated(
        "<Revenue><Nonsense/><Total><Nonsense/></Total><x:Note xmlns:x='urn:x'>no</x:Note>"
        "<Note page='0x1'>注</Note></Revenue><Revenue/><Revenue xmlns='urn:x'/><Nonsense/>",
        '<Announced form="nonsense"/><Announced form="expenditure"/>',
    )
    assert [f.id for f in found.forms] == ["revenue"]
    assert found.forms[0].rows == (Row("Total", None, None, ()),)
    assert found.forms[0].notes == (Note("注"),)
    assert found.announced == ("expenditure",)


def test_a_place_that_makes_no_sense_is_no_place() -> None:
    cells = '<OtherRevenue decimals="2" page="x" row="1_0" bbox="1 2 3">1</OtherRevenue>'
    [(_, _, fact)] = tolerated(f"<Revenue><Total>{cells}</Total></Revenue>").facts()
    assert fact.place == Place()


def test_a_row_that_lacks_its_code_keeps_its_name() -> None:
    found = tolerated('<Revenue><Function label="教育支出"/></Revenue>')
    assert found.forms[0].rows == (Row("Function", None, "教育支出", ()),)
    assert read(write_xml(found)) == found


def test_concept_and_dimensions_follow_from_the_place_in_the_form() -> None:
    found = tolerated(
        '<ThreePublicExpenses title="一般公共预算财政拨款“三公”经费支出决算表">'
        '<Unlabelled><Budget decimals="2">0</Budget></Unlabelled></ThreePublicExpenses>'
    )
    [(_, row, fact)] = found.facts()
    assert row.line == "Unlabelled"
    assert fact.concept == "UnlabelledAmount"
    assert fact.dimensions == (("FundingSource", "GeneralPublicBudget"), ("Scenario", "budget"))


def test_xml_of_another_vocabulary_is_refused_by_name() -> None:
    for xml in (b"<invoice/>", b'<FinalAccounts xmlns="urn:other"/>'):
        with pytest.raises(UnreadableInputError) as caught:
            read_collection(parse_xml(xml, "bill.xml"), "bill.xml")
        tag = etree.fromstring(xml).tag
        for message in (caught.value.zh, caught.value.en):
            assert "bill.xml" in message
            assert str(tag) in message
            assert NAMESPACE in message
            assert "\n" not in message


def test_the_order_of_facts_is_that_of_the_file() -> None:
    source = sound_filing()
    assert [f.concept for *_, f in read(write_xml(source)).facts()] == [
        f.concept for *_, f in source.facts()
    ]

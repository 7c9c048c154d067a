"""Reads native XML into a Filing: the inverse of the XML writer, and tolerant of faults.

It is also called on files that break the schema, whose faults the structure check reports: what
is unknown or is no number within the bounds of the schema is passed over.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from lxml import etree

from juesuan.schema.dictionary import load_dictionary
from juesuan.schema.errors import UnreadableInputError
from juesuan.schema.filing import (
    UNLABELLED,
    Entity,
    Fact,
    Filing,
    FilingForm,
    Note,
    Place,
    Recognition,
    Row,
    Source,
    UnknownForm,
    Unmapped,
    plain_decimal,
)
from juesuan.schema.limits import MAX_DIGITS
from juesuan.schema.spec import UNLABELLED_LINE, FormSpec, Line
from juesuan.schema.xmlnames import (
    COLLECTION,
    DECIMALS,
    NAMESPACE,
    ROOT,
    UNKNOWN_FORM,
    local,
    qualified,
)

# As the schema spells numbers: ASCII digits, no exponent; and short enough to calculate with.
_INTEGER = re.compile(r"[-+]?[0-9]{1,9}")
_DECIMAL = re.compile(r"[-+]?(?:[0-9]{1,99}(?:\.[0-9]{0,99})?|\.[0-9]{1,99})")


def read_collection(tree: etree._ElementTree, name: str) -> list[Filing]:
    """Return the filings of a file; UnreadableInputError for XML of another vocabulary."""
    if tree.getroot().tag == qualified(COLLECTION):
        return [_filing(root, name) for root in filing_roots(tree)]
    return [read_native_xml(tree, name)]


def filing_roots(tree: etree._ElementTree) -> list[etree._Element]:
    """Return the elements of the filings of a collection."""
    return list(tree.getroot().iterchildren(qualified(ROOT)))


def line_of(element: etree._Element) -> int:
    """Return the line on which an element begins, 0 where it is not known."""
    line = element.sourceline
    return line if isinstance(line, int) else 0


def read_native_xml(tree: etree._ElementTree, name: str) -> Filing:
    """Return the one filing of a file; UnreadableInputError for XML of another vocabulary."""
    root = tree.getroot()
    if root.tag != qualified(ROOT):
        raise UnreadableInputError(
            f"{name}：不是决算 XML：根元素是 {root.tag}，应为命名空间 {NAMESPACE} 的 {ROOT}",
            f"{name}: not final accounts XML: the root is {root.tag}, expected {ROOT} "
            f"of namespace {NAMESPACE}",
        )
    return _filing(root, name)


def _filing(root: etree._Element, name: str) -> Filing:
    header = root.find(qualified("Header"))
    header = etree.Element("Header") if header is None else header
    entity = header.find(qualified("Entity"))
    year = _integer(_text(header, "FiscalYear"))
    forms = root.find(qualified("Forms"))
    if entity is None or year is None or _text(entity, "Name") is None:
        raise UnreadableInputError(
            f"{name} 第 {root.sourceline} 行：{ROOT} 缺少 Header 中的 Entity/Name 或 FiscalYear",
            f"{name} line {root.sourceline}: {ROOT} lacks Entity/Name or FiscalYear in its Header",
        )
    sources = [_source(element) for element in header.iterfind(qualified("Source"))]
    return Filing(
        entity=Entity(
            _text(entity, "Name") or "",
            _text(entity, "Code"),
            _text(entity, "Level"),
            _text(entity, "Region"),
            _text(entity, "Scope"),
        ),
        fiscal_year=year,
        forms=tuple(_forms(forms)) if forms is not None else (),
        published_unit=_text(header, "PublishedUnit"),
        currency=_text(header, "Currency") or "CNY",
        source=next(iter(sources), None),
        further_sources=tuple(sources[1:]),
        announced=tuple(_announced(header)),
        unknown_forms=tuple(_unknown_forms(forms)) if forms is not None else (),
    )


def _source(element: etree._Element) -> Source:
    return Source(
        name=element.get("name", ""),
        sha256=_token(element, "sha256") or "",
        media_type=_token(element, "mediaType") or "",
        unread=_pages(element.get("unread")),
    )


def _announced(header: etree._Element) -> Iterator[str]:
    known = {spec.id for spec in load_dictionary().forms}
    for element in header.iterfind(qualified("Announced")):
        form_id = _token(element, "form")
        if form_id in known:
            yield form_id


def _text(parent: etree._Element, name: str) -> str | None:
    element = parent.find(qualified(name))
    return None if element is None else (element.text or "").strip() or None


def _token(element: etree._Element, attribute: str) -> str | None:
    """Return an attribute as xs:token has it: without white space around it."""
    return (element.get(attribute) or "").strip() or None


def _integer(text: str | None) -> int | None:
    plain = (text or "").strip()
    return int(plain) if _INTEGER.fullmatch(plain) else None


def _decimal(text: str | None) -> Decimal | None:
    plain = (text or "").strip()
    value = Decimal(plain) if _DECIMAL.fullmatch(plain) else None
    if value is None or sum(map(str.isdigit, plain_decimal(value))) > MAX_DIGITS:
        return None
    return value


def _pages(text: str | None) -> tuple[int, ...]:
    pages = (_integer(page) for page in (text or "").split())
    return tuple(page for page in pages if page is not None)


def _forms(parent: etree._Element) -> Iterator[FilingForm]:
    by_element = {qualified(spec.element): spec for spec in load_dictionary().forms}
    seen: set[str] = set()
    for element in parent:
        spec = by_element.get(str(element.tag))
        if spec is not None and spec.id not in seen:
            seen.add(spec.id)
            yield _form(element, spec)


def _unknown_forms(parent: etree._Element) -> Iterator[UnknownForm]:
    for element in parent.iterchildren(qualified(UNKNOWN_FORM)):
        yield UnknownForm(
            element.get("title") or "",
            element.get("number"),
            _pages(element.get("pages")),
            tuple(_leftover(child) for child in element.iterchildren(qualified("Unmapped"))),
        )


def _leftover(element: etree._Element) -> Unmapped:
    return Unmapped(
        element.text or "",
        _token(element, "reason") or "",
        element.get("rowLabel"),
        element.get("columnLabel"),
        _place(element),
    )


def _form(element: etree._Element, spec: FormSpec) -> FilingForm:
    title = element.get("title")
    rows, notes, unmapped = [], [], []
    for child in _ours(element):
        name = local(child.tag)
        if name == "Note":
            notes.append(Note(child.text or "", _integer(child.get("page"))))
        elif name == "Unmapped":
            unmapped.append(_leftover(child))
        elif line := UNLABELLED_LINE if name == UNLABELLED else spec.line_by_id.get(name):
            rows.append(_row(child, spec, line, title))
    return FilingForm(
        id=spec.id,
        number=element.get("number"),
        title=title,
        published_unit=_token(element, "publishedUnit"),
        pages=_pages(element.get("pages")),
        rows=tuple(rows),
        notes=tuple(notes),
        unmapped=tuple(unmapped),
        repeated=_integer(element.get("repeated")) or 0,
        source=_integer(element.get("source")),
    )


def _row(element: etree._Element, spec: FormSpec, line: Line, title: str | None) -> Row:
    code = _token(element, "code") if line.classification else None
    label = element.get("label") if code is None else element.get("name")
    facts = []
    for child in _ours(element):
        column = spec.column_by_id.get(local(child.tag))
        value, decimals = _decimal(child.text), _integer(child.get("decimals"))
        if column is None or value is None or decimals is None or decimals not in DECIMALS:
            continue
        facts.append(
            Fact(
                column=column.id,
                concept=spec.concept_of(line, column),
                dimensions=spec.dimensions_of(line, column, code, title, label),
                value=value,
                decimals=decimals,
                unit=_token(child, "unit") or spec.unit_of(line, column),
                printed=child.get("printed"),
                place=_place(child),
                recognition=_recognition(child),
            )
        )
    return Row(line.id, code, label, tuple(facts))


def _ours(parent: etree._Element) -> Iterator[etree._Element]:
    """Yield the children that belong to the vocabulary."""
    return parent.iterchildren(qualified("*"))


def _recognition(element: etree._Element) -> Recognition | None:
    confidence = _decimal(element.get("recognised"))
    if confidence is None:
        return None
    others = tuple((element.get("otherReadings") or "").split())
    return Recognition(confidence, others, _token(element, "takenAs"))


def _place(element: etree._Element) -> Place:
    values = [_decimal(text) for text in (element.get("bbox") or "").split()]
    numbers = [value for value in values if value is not None]
    return Place(
        page=_integer(element.get("page")),
        row=_integer(element.get("row")),
        column=_integer(element.get("column")),
        bbox=(numbers[0], numbers[1], numbers[2], numbers[3]) if len(numbers) == 4 else None,
        source=_integer(element.get("source")),
    )

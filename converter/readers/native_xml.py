"""Reads native XML into a Filing: the inverse of the XML writer, and tolerant of faults.

It is also called on files that break the schema, after the structure check has reported what is
wrong: what is unknown or is no number is passed over.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal, InvalidOperation

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
    Row,
    Source,
    Unmapped,
)
from juesuan.schema.spec import UNLABELLED_LINE, FormSpec, Line
from juesuan.schema.xmlnames import COLLECTION, NAMESPACE, ROOT, local, qualified


def read_collection(tree: etree._ElementTree, name: str) -> list[Filing]:
    """Return the filings of a file; UnreadableInputError for XML of another vocabulary."""
    root = tree.getroot()
    if root.tag == qualified(COLLECTION):
        return [_filing(child, name) for child in root if child.tag == qualified(ROOT)]
    return [read_native_xml(tree, name)]


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
    source = header.find(qualified("Source"))
    return Filing(
        entity=Entity(
            _text(entity, "Name") or "",
            _text(entity, "Code"),
            _text(entity, "Level"),
            _text(entity, "Region"),
        ),
        fiscal_year=year,
        forms=tuple(_forms(forms)) if forms is not None else (),
        published_unit=_text(header, "PublishedUnit"),
        currency=_text(header, "Currency") or "CNY",
        source=None
        if source is None
        else Source(source.get("name", ""), source.get("sha256", ""), source.get("mediaType", "")),
        announced=tuple(
            element.get("form", "") for element in header.iterfind(qualified("Announced"))
        ),
    )


def _text(parent: etree._Element, name: str) -> str | None:
    element = parent.find(qualified(name))
    return None if element is None else (element.text or "").strip() or None


def _integer(text: str | None) -> int | None:
    try:
        return None if text is None else int(text)
    except ValueError:
        return None


def _decimal(text: str | None) -> Decimal | None:
    try:
        value = Decimal((text or "").strip())
    except InvalidOperation:
        return None
    return value if value.is_finite() else None


def _forms(parent: etree._Element) -> Iterator[FilingForm]:
    by_element = {spec.element: spec for spec in load_dictionary().forms}
    seen: set[str] = set()
    for element in parent:
        spec = by_element.get(local(element.tag))
        if spec is not None and spec.id not in seen:
            seen.add(spec.id)
            yield _form(element, spec)


def _form(element: etree._Element, spec: FormSpec) -> FilingForm:
    title = element.get("title")
    rows, notes, unmapped = [], [], []
    for child in element:
        name = local(child.tag)
        if name == "Note":
            notes.append(Note(child.text or "", _integer(child.get("page"))))
        elif name == "Unmapped":
            unmapped.append(
                Unmapped(
                    child.text or "",
                    child.get("reason", ""),
                    child.get("rowLabel"),
                    child.get("columnLabel"),
                    _place(child),
                )
            )
        elif line := UNLABELLED_LINE if name == UNLABELLED else spec.line_by_id.get(name):
            rows.append(_row(child, spec, line, title))
    pages = [_integer(page) for page in (element.get("pages") or "").split()]
    return FilingForm(
        id=spec.id,
        number=element.get("number"),
        title=title,
        published_unit=element.get("publishedUnit"),
        pages=tuple(page for page in pages if page is not None),
        rows=tuple(rows),
        notes=tuple(notes),
        unmapped=tuple(unmapped),
        repeated=_integer(element.get("repeated")) or 0,
    )


def _row(element: etree._Element, spec: FormSpec, line: Line, title: str | None) -> Row:
    code = element.get("code") if line.classification else None
    facts = []
    for child in element:
        column = spec.column_by_id.get(local(child.tag))
        value, decimals = _decimal(child.text), _integer(child.get("decimals"))
        if column is None or value is None or decimals is None:
            continue
        facts.append(
            Fact(
                column=column.id,
                concept=spec.concept_of(line, column),
                dimensions=spec.dimensions_of(line, column, code, title),
                value=value,
                decimals=decimals,
                unit=child.get("unit", "CNY"),
                printed=child.get("printed"),
                place=_place(child),
            )
        )
    label = element.get("name") if line.classification else element.get("label")
    return Row(line.id, code, label, tuple(facts))


def _place(element: etree._Element) -> Place:
    values = [_decimal(text) for text in (element.get("bbox") or "").split()]
    numbers = [value for value in values if value is not None]
    return Place(
        page=_integer(element.get("page")),
        row=_integer(element.get("row")),
        column=_integer(element.get("column")),
        bbox=(numbers[0], numbers[1], numbers[2], numbers[3]) if len(numbers) == 4 else None,
    )

"""Generates the XML Schema of filings from the dictionary."""

from __future__ import annotations

from collections.abc import Mapping

from lxml import etree

from juesuan.schema.filing import UNLABELLED
from juesuan.schema.generate.parts import Texts, attribute, document, namespaces, xs
from juesuan.schema.generate.types import SOURCE, add_shared_types
from juesuan.schema.spec import UNLABELLED_LINE, Column, Dictionary, FormSpec, Line
from juesuan.schema.xmlnames import (
    COLLECTION,
    NAMESPACE,
    ROOT,
    SCHEMA_VERSION,
    TAXONOMY_VERSION,
    UNKNOWN_FORM,
)

_INTRODUCTION = Texts(
    "部门决算、单位决算公开数据的 XML 结构。金额以元为单位，写成十进制数；decimals 是该金额的精度"
    "（万元保留两位小数为 -2，元保留两位小数为 2）。空白单元格不写元素，印出的 0.00 或“—”写作 0。"
    "表、行、列按本文件列出的次序书写，均可省略；来源信息（printed、page、row、column、bbox）可省略，"
    "手写的数据与转换得到的数据同样有效。",
    "The XML structure of departments' and units' published final accounts. Amounts are decimals "
    "in yuan; decimals is an amount's precision (-2 for 万元 to two places, 2 for 元 to two "
    "places). An empty cell is no element; a printed 0.00 or dash is 0. Forms, rows and columns "
    "stand in the order given here and may be left out; provenance (printed, page, row, column, "
    "bbox) is optional: a filing written by hand is as valid as a converted one.",
)


def generate_xsd(dictionary: Dictionary) -> bytes:
    """Return the schema as XSD 1.0."""
    root = etree.Element(
        xs("schema"),
        {
            "targetNamespace": NAMESPACE,
            "elementFormDefault": "qualified",
            "version": SCHEMA_VERSION,
        },
        nsmap=namespaces(NAMESPACE),
    )
    document(root, _INTRODUCTION)
    _roots(root)
    _header(root)
    _forms(root, dictionary)
    for spec in dictionary.forms:
        _form(root, spec, dictionary)
    add_shared_types(root, dictionary)
    etree.indent(root, space="  ")
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8") + b"\n"


# --- document --------------------------------------------------------------------------------


def _element(
    parent: etree._Element,
    name: str,
    type_name: str,
    texts: Texts | None = None,
    occurs: Mapping[str, str] | None = None,
) -> etree._Element:
    element = etree.SubElement(
        parent, xs("element"), {"name": name, "type": type_name, **(occurs or {})}
    )
    if texts:
        document(element, texts)
    return element


def _type(root: etree._Element, name: str, texts: Texts) -> tuple[etree._Element, etree._Element]:
    """Add a complex type with a sequence; return the type and the sequence."""
    complex_type = etree.SubElement(root, xs("complexType"), {"name": name})
    document(complex_type, texts)
    return complex_type, etree.SubElement(complex_type, xs("sequence"))


_OPTIONAL = {"minOccurs": "0"}
_ANY_NUMBER = {"minOccurs": "0", "maxOccurs": "unbounded"}


def _roots(root: etree._Element) -> None:
    one = Texts("一个单位一个年度的决算", "The final accounts of one body for one year")
    many = Texts("多份决算的集合", "A collection of final accounts")
    _element(root, ROOT, f"{ROOT}Type", one)
    _element(root, COLLECTION, f"{COLLECTION}Type", many)
    _, sequence = _type(root, f"{COLLECTION}Type", many)
    etree.SubElement(sequence, xs("element"), {"ref": ROOT, **_ANY_NUMBER})
    complex_type, sequence = _type(root, f"{ROOT}Type", one)
    _element(sequence, "Header", "HeaderType")
    _element(sequence, "Forms", "FormsType")
    attribute(
        complex_type,
        "schemaVersion",
        "xs:token",
        Texts("结构版本", "Version of the structure"),
        use="required",
        fixed=SCHEMA_VERSION,
    )
    attribute(
        complex_type,
        "taxonomyVersion",
        "xs:date",
        Texts(
            f"概念与科目清单的版本，如 {TAXONOMY_VERSION}",
            f"Version of concepts and code lists, such as {TAXONOMY_VERSION}",
        ),
        use="required",
    )


def _header(root: etree._Element) -> None:
    _, sequence = _type(root, "HeaderType", Texts("表头信息", "Header data"))
    _element(sequence, "Entity", "EntityType")
    _element(sequence, "FiscalYear", "YearType", Texts("会计年度", "Fiscal year"))
    _element(sequence, "Currency", "CurrencyType", Texts("币种", "Currency"))
    unit = Texts("公开时采用的金额单位", "Unit in which the amounts were published")
    _element(sequence, "PublishedUnit", "PublishedUnitType", unit, _OPTIONAL)
    _element(sequence, "Source", "SourceType", occurs=_ANY_NUMBER)
    _element(sequence, "Announced", "AnnouncedType", occurs=_ANY_NUMBER)

    _, sequence = _type(root, "EntityType", Texts("单位", "The body"))
    _element(sequence, "Name", "NonEmptyText", Texts("单位名称", "Name"))
    code = Texts("统一社会信用代码", "Unified social credit code (GB 32100)")
    _element(sequence, "Code", "CreditCodeType", code, _OPTIONAL)
    level = Texts("部门或单位", "Department or unit")
    _element(sequence, "Level", "LevelType", level, _OPTIONAL)
    _element(sequence, "Region", "NonEmptyText", Texts("所在地区", "Region"), _OPTIONAL)
    scope = Texts("本级或汇总", "The body's own accounts, or consolidated ones")
    _element(sequence, "Scope", "ScopeType", scope, _OPTIONAL)

    source = etree.SubElement(root, xs("complexType"), {"name": "SourceType"})
    document(
        source,
        Texts(
            "被转换的文件；一份决算分在几个文件中时各写一个，按此次序编号",
            "A file that was converted; one each where the accounts are in several, and in the "
            "order to which places refer",
        ),
    )
    attribute(source, "name", "xs:string", Texts("文件名", "File name"), use="required")
    attribute(source, "mediaType", "xs:token", Texts("媒体类型", "Media type"), use="required")
    digest = Texts("文件的 SHA-256 摘要", "SHA-256 digest of the file")
    attribute(source, "sha256", "Sha256Type", digest, use="required")
    unread = Texts("没有读取的图像页", "Pages that are images and were not read")
    attribute(source, "unread", "PagesType", unread)

    announced = etree.SubElement(root, xs("complexType"), {"name": "AnnouncedType"})
    texts = Texts(
        "目录中列出但文件中没有的表", "A form that the document lists but does not contain"
    )
    document(announced, texts)
    attribute(announced, "form", "FormIdType", Texts("表的标识", "The form"), use="required")


def _forms(root: etree._Element, dictionary: Dictionary) -> None:
    texts = Texts("公开的各张表，按此次序", "The published forms, in this order")
    _, sequence = _type(root, "FormsType", texts)
    for spec in dictionary.forms:
        definition = Texts(f"{spec.zh}。{spec.definition_zh}", f"{spec.en}. {spec.definition_en}")
        _element(sequence, spec.element, f"{spec.element}Form", definition, _OPTIONAL)
    texts = Texts(
        "词典中没有的表：标题、页码和数字原样保留",
        "A table that the dictionary does not hold: its title, pages and figures are kept",
    )
    _element(sequence, UNKNOWN_FORM, f"{UNKNOWN_FORM}Type", texts, _ANY_NUMBER)
    complex_type, sequence = _type(root, f"{UNKNOWN_FORM}Type", texts)
    _element(sequence, "Unmapped", "UnmappedType", occurs=_ANY_NUMBER)
    number = Texts("印出的表号", "Number as printed")
    attribute(complex_type, "number", "NonEmptyText", number)
    title = Texts("印出的标题", "Title as printed")
    attribute(complex_type, "title", "NonEmptyText", title, use="required")
    attribute(complex_type, "pages", "PagesType", Texts("所在页", "Pages on which it stands"))


# --- one form --------------------------------------------------------------------------------


def _form(root: etree._Element, spec: FormSpec, dictionary: Dictionary) -> None:
    complex_type, sequence = _type(root, f"{spec.element}Form", Texts(spec.zh, spec.en))
    for line in spec.lines:
        occurs = _ANY_NUMBER if line.repeats else _OPTIONAL
        name = _row_type(spec, line)
        _element(sequence, line.id, name, _line_texts(line, dictionary), occurs)
    unlabelled = Texts("没有名称、只印有零的行", "A row that prints zeros and no name")
    _element(sequence, UNLABELLED, _row_type(spec, UNLABELLED_LINE), unlabelled, _ANY_NUMBER)
    _element(sequence, "Note", "NoteType", occurs=_ANY_NUMBER)
    _element(sequence, "Unmapped", "UnmappedType", occurs=_ANY_NUMBER)
    number = Texts("印出的表号，如 公开01表", "Form number as printed")
    attribute(complex_type, "number", "NonEmptyText", number)
    attribute(complex_type, "title", "NonEmptyText", Texts("印出的标题", "Title as printed"))
    unit = Texts("本表的金额单位", "Unit of this form's amounts as printed")
    attribute(complex_type, "publishedUnit", "PublishedUnitType", unit)
    attribute(complex_type, "pages", "PagesType", Texts("所在页", "Pages on which it stands"))
    repeated = Texts("重复印出的金额个数", "How many figures are printed a second time")
    attribute(complex_type, "repeated", "CountType", repeated)
    attribute(complex_type, "source", "CountType", SOURCE)
    kinds = {_row_type(spec, line): line for line in (UNLABELLED_LINE, *spec.lines)}
    for name, line in kinds.items():
        _row(root, spec, name, line, dictionary)


def _row_type(spec: FormSpec, line: Line) -> str:
    """Return the type of a line's rows: by side, rows by code apart, counts apart."""
    kind = "Code" if line.classification else "Count" if line.unit == "pure" else ""
    return f"{spec.element}{(line.side or '').capitalize()}{kind}Row"


def _row(
    root: etree._Element, spec: FormSpec, name: str, line: Line, dictionary: Dictionary
) -> None:
    texts = Texts(f"{spec.zh}的一行", f"A row of: {spec.en}")
    complex_type, sequence = _type(root, name, texts)
    for column in spec.columns_of(line.side):
        figure = "QuantityType" if spec.unit_of(line, column) == "pure" else "AmountType"
        _element(sequence, column.id, figure, _column_texts(column, dictionary), _OPTIONAL)
    if line.classification and spec.classification is not None:
        axis = spec.classification.axis
        code = Texts("科目编码", "Classification code")
        attribute(complex_type, "code", f"{axis}Code", code, use="required")
        printed = Texts("印出的科目名称", "Name as printed")
        attribute(complex_type, "name", "NonEmptyText", printed)
    else:
        label = Texts("印出的项目名称", "Label as printed")
        attribute(complex_type, "label", "NonEmptyText", label)


def _line_texts(line: Line, dictionary: Dictionary) -> Texts:
    return _with_definition(Texts(line.zh, line.en), line.concept, dictionary)


def _column_texts(column: Column, dictionary: Dictionary) -> Texts:
    return _with_definition(Texts(column.zh, column.en), column.concept, dictionary)


def _with_definition(texts: Texts, concept_id: str | None, dictionary: Dictionary) -> Texts:
    concept = dictionary.concepts.get(concept_id or "")
    if concept is None:
        return texts
    return Texts(
        f"{texts.zh}。{concept.definition_zh}（概念 {concept.id}）",
        f"{texts.en}. {concept.definition_en} (concept {concept.id})",
    )

"""The shared types of the schema: amounts, notes, leftovers, places and simple values."""

from __future__ import annotations

from collections.abc import Mapping

from lxml import etree

from juesuan.schema.generate.parts import Texts, attribute, document, xs
from juesuan.schema.limits import MAX_DIGITS
from juesuan.schema.spec import Dictionary
from juesuan.schema.xmlnames import DECIMALS

SOURCE = Texts(
    "所在文件的序号，从 1 起；只有一个文件时省略",
    "Number of the Source in which it stands, from 1; left out where there is only one",
)
"""What the attribute ``source`` says of a form or a place."""


def add_shared_types(root: etree._Element, dictionary: Dictionary) -> None:
    """Append the types that every form uses."""
    _leaves(root)
    _simple_types(root, dictionary)


def _leaves(root: etree._Element) -> None:
    amount = etree.SubElement(root, xs("complexType"), {"name": "AmountType"})
    document(amount, Texts("金额，以元为单位", "An amount in yuan"))
    content = etree.SubElement(amount, xs("simpleContent"))
    extension = etree.SubElement(content, xs("extension"), {"base": "MoneyType"})
    decimals = Texts(
        "精度：10 的 -decimals 次方元（万元保留两位小数为 -2）",
        "Precision: accurate to 10^-decimals yuan (-2 for 万元 to two places)",
    )
    attribute(extension, "decimals", "DecimalsType", decimals, use="required")
    unit = Texts("计量单位", "Unit of measure")
    attribute(extension, "unit", "CurrencyType", unit, default="CNY")
    printed = Texts("印出的文字，如 13,559.10 或 —", "Text as printed, such as 13,559.10 or —")
    attribute(extension, "printed", "NonEmptyText", printed)
    _place(extension)
    _recognition(extension)

    quantity = etree.SubElement(root, xs("complexType"), {"name": "QuantityType"})
    document(quantity, Texts("数量（个、人、辆等），整数", "A count of things: a whole number"))
    content = etree.SubElement(quantity, xs("simpleContent"))
    extension = etree.SubElement(content, xs("extension"), {"base": "WholeType"})
    attribute(extension, "decimals", "DecimalsType", Texts("精度", "Precision"), use="required")
    pure = Texts("计量单位：无量纲", "Unit of measure: none")
    attribute(extension, "unit", "xs:token", pure, fixed="pure")
    attribute(extension, "printed", "NonEmptyText", printed)
    _place(extension)

    note = etree.SubElement(root, xs("complexType"), {"name": "NoteType"})
    document(note, Texts("表下的注或说明", "A note printed with the form"))
    content = etree.SubElement(note, xs("simpleContent"))
    extension = etree.SubElement(content, xs("extension"), {"base": "xs:string"})
    attribute(extension, "page", "CountType", Texts("页", "Page"))

    unmapped = etree.SubElement(root, xs("complexType"), {"name": "UnmappedType"})
    texts = Texts("未能归入任何概念的数字单元格", "A numeric cell that belongs to no concept")
    document(unmapped, texts)
    content = etree.SubElement(unmapped, xs("simpleContent"))
    extension = etree.SubElement(content, xs("extension"), {"base": "xs:string"})
    reason = Texts("原因", "Why it was not mapped")
    attribute(extension, "reason", "xs:NMTOKEN", reason, use="required")
    attribute(extension, "rowLabel", "xs:string", Texts("所在行", "Label of its row"))
    attribute(extension, "columnLabel", "xs:string", Texts("所在列", "Head of its column"))
    _place(extension)


def _place(parent: etree._Element) -> None:
    page = Texts(
        "页码，从 1 起（电子表格为工作表的序号，Word 和网页为表格的序号，文本文件为行号）",
        "Page from 1 (sheet of a spreadsheet, table of a DOCX or HTML document, line of a text)",
    )
    attribute(parent, "page", "CountType", page)
    row = Texts(
        "该页表格或该工作表中的行，从 1 起", "Row of the grid on that page or of the sheet, from 1"
    )
    attribute(parent, "row", "CountType", row)
    column = Texts(
        "该页表格或该工作表中的列，从 1 起",
        "Column of the grid on that page or of the sheet, from 1",
    )
    attribute(parent, "column", "CountType", column)
    bbox = Texts(
        "左、上、右、下，单位为点，原点在页面左上角",
        "Left, top, right, bottom in points from the page's upper left corner",
    )
    attribute(parent, "bbox", "BoxType", bbox)
    attribute(parent, "source", "CountType", SOURCE)


def _recognition(parent: etree._Element) -> None:
    recognised = Texts(
        "从图像识别而来的可信度，0 到 1",
        "Read from an image: the probability of the reading, 0 to 1",
    )
    attribute(parent, "recognised", "ProbabilityType", recognised)
    others = Texts("其他可能的读法，可能性大的在前", "Other readings, the likelier first")
    attribute(parent, "otherReadings", "xs:token", others)
    taken = Texts(
        "采纳建议后取代识别结果的文字", "The text taken in place of the reading, by a proposal"
    )
    attribute(parent, "takenAs", "NonEmptyText", taken)


def _simple_types(root: etree._Element, dictionary: Dictionary) -> None:
    money = {"totalDigits": str(MAX_DIGITS), "fractionDigits": "4"}
    _restricted(root, "MoneyType", "xs:decimal", Texts("金额（元）", "Amount in yuan"), money)
    whole = {"totalDigits": str(MAX_DIGITS), "pattern": "-?[0-9]+"}
    _restricted(root, "WholeType", "xs:integer", Texts("整数", "A whole number"), whole)
    decimals = Texts("精度", "Precision")
    # Patterns for whole numbers: some processors take other digits and marks than XSD allows.
    bounds = {"minInclusive": str(DECIMALS[0]), "maxInclusive": str(DECIMALS[-1])}
    bounds["pattern"] = "-?[0-9]{1,2}"
    _restricted(root, "DecimalsType", "xs:integer", decimals, bounds)
    count = Texts("从 1 起的整数", "A whole number from 1")
    _restricted(root, "CountType", "xs:positiveInteger", count, {"pattern": "[1-9][0-9]{0,8}"})
    probability = {"minInclusive": "0", "maxInclusive": "1"}
    texts = Texts("概率，0 到 1", "A probability, 0 to 1")
    _restricted(root, "ProbabilityType", "xs:decimal", texts, probability)
    year = {"minInclusive": "1990", "maxInclusive": "2100", "pattern": "[0-9]{4}"}
    _restricted(root, "YearType", "xs:integer", Texts("年度", "Year"), year)
    text = Texts("文字，不得只有空白", "Text that is more than white space")
    _restricted(root, "NonEmptyText", "xs:token", text, {"minLength": "1"})
    digest = {"pattern": "[0-9a-f]{64}"}
    _restricted(root, "Sha256Type", "xs:token", Texts("摘要", "Digest"), digest)
    credit = {"pattern": "[0-9A-HJ-NPQRTUWXY]{18}"}
    texts = Texts("统一社会信用代码", "Unified social credit code")
    _restricted(root, "CreditCodeType", "xs:token", texts, credit)
    for axis, pattern in _code_patterns(dictionary).items():
        texts = Texts(
            "科目编码；清单之外的编码也可使用", "Code; codes outside the list are allowed"
        )
        _restricted(root, f"{axis}Code", "xs:token", texts, {"pattern": pattern})
    currency = Texts("人民币元", "Chinese yuan")
    _enumerated(root, "CurrencyType", currency, {"CNY": currency})
    levels = {"department": Texts("部门", "Department"), "unit": Texts("单位", "Unit")}
    _enumerated(root, "LevelType", Texts("层级", "Level"), levels)
    scopes = {
        "own": Texts("本级", "The body's own accounts"),
        "consolidated": Texts("汇总", "Consolidated with those of its units"),
    }
    _enumerated(root, "ScopeType", Texts("口径", "Scope"), scopes)
    units = {
        unit: Texts(f"10 的 {power} 次方元", f"10^{power} yuan")
        for unit, power in dictionary.words.units.items()
    }
    _enumerated(root, "PublishedUnitType", Texts("金额单位", "Unit of amounts"), units)
    forms = {spec.id: Texts(spec.zh, spec.en) for spec in dictionary.forms}
    _enumerated(root, "FormIdType", Texts("表的标识", "Identifier of a form"), forms)
    pages = Texts("页码，以空格分隔", "Page numbers with spaces between them")
    _list(root, "PagesType", "CountType", pages)
    box = Texts("四个数，以空格分隔", "Four numbers with spaces between them")
    _list(root, "BoxType", "xs:decimal", box, length=4)


def _code_patterns(dictionary: Dictionary) -> dict[str, str]:
    levels: dict[str, set[int]] = {}
    for spec in dictionary.forms:
        if spec.classification:
            axis = spec.classification.axis
            levels.setdefault(axis, set()).update(spec.classification.levels)
    return {
        axis: "|".join(f"[1-9][0-9]{{{length - 1}}}" for length in sorted(lengths))
        for axis, lengths in levels.items()
    }


def _restricted(
    root: etree._Element, name: str, base: str, texts: Texts, facets: Mapping[str, str]
) -> None:
    simple = etree.SubElement(root, xs("simpleType"), {"name": name})
    document(simple, texts)
    restriction = etree.SubElement(simple, xs("restriction"), {"base": base})
    for facet, value in facets.items():
        etree.SubElement(restriction, xs(facet), {"value": value})


def _enumerated(
    root: etree._Element, name: str, texts: Texts, members: Mapping[str, Texts]
) -> None:
    simple = etree.SubElement(root, xs("simpleType"), {"name": name})
    document(simple, texts)
    restriction = etree.SubElement(simple, xs("restriction"), {"base": "xs:token"})
    for value, meaning in members.items():
        document(etree.SubElement(restriction, xs("enumeration"), {"value": value}), meaning)


def _list(
    root: etree._Element, name: str, item: str, texts: Texts, length: int | None = None
) -> None:
    simple = etree.SubElement(root, xs("simpleType"), {"name": name})
    document(simple, texts)
    if length is None:
        etree.SubElement(simple, xs("list"), {"itemType": item})
        return
    restriction = etree.SubElement(simple, xs("restriction"))
    inner = etree.SubElement(restriction, xs("simpleType"))
    etree.SubElement(inner, xs("list"), {"itemType": item})
    etree.SubElement(restriction, xs("length"), {"value": str(length)})

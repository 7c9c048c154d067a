"""The taxonomy as files, and the package metadata that let any processor use it offline."""

from __future__ import annotations

from lxml import etree

from juesuan.schema.generate.taxonomy.concepts import concepts_schema, entry_point
from juesuan.schema.generate.taxonomy.formula import formulas
from juesuan.schema.generate.taxonomy.link import SCHEMA_FILE, XML_LANG, serialise
from juesuan.schema.generate.taxonomy.linkbases import (
    calculation,
    definition,
    labels,
    presentation,
    references,
)
from juesuan.schema.spec import Dictionary
from juesuan.schema.xbrlnames import ENTRY_POINT, TAXONOMY_URL
from juesuan.schema.xmlnames import TAXONOMY_VERSION

_PACKAGE = "http://xbrl.org/2016/taxonomy-package"
_CATALOG = "urn:oasis:names:tc:entity:xmlns:xml:catalog"
_NAME = {"zh": "juesuan 部门决算、单位决算分类标准", "en": "juesuan taxonomy of final accounts"}


def taxonomy_files(dictionary: Dictionary) -> dict[str, bytes]:
    """Return the taxonomy's files by their path in the package."""
    files = {
        ENTRY_POINT: entry_point(),
        SCHEMA_FILE: concepts_schema(dictionary),
        "label-zh.xml": labels(dictionary, "zh"),
        "label-en.xml": labels(dictionary, "en"),
        "reference.xml": references(dictionary),
        "presentation.xml": presentation(dictionary),
        "definition.xml": definition(dictionary),
        "calculation.xml": calculation(dictionary),
        "formula.xml": formulas(dictionary),
    }
    return {
        "META-INF/taxonomyPackage.xml": _package(),
        "META-INF/catalog.xml": _catalogue(),
        **{f"{TAXONOMY_VERSION}/{name}": data for name, data in files.items()},
    }


def _package() -> bytes:
    root = etree.Element(f"{{{_PACKAGE}}}taxonomyPackage", nsmap={"tp": _PACKAGE})
    root.set(XML_LANG, "zh")

    def add(parent: etree._Element, name: str, text: str, lang: str | None = None) -> None:
        element = etree.SubElement(parent, f"{{{_PACKAGE}}}{name}")
        element.text = text
        if lang:
            element.set(XML_LANG, lang)

    add(root, "identifier", TAXONOMY_URL)
    for lang, name in _NAME.items():
        add(root, "name", name, lang)
    add(root, "version", TAXONOMY_VERSION)
    add(root, "publisher", "juesuan")
    add(root, "publicationDate", TAXONOMY_VERSION)
    points = etree.SubElement(root, f"{{{_PACKAGE}}}entryPoints")
    point = etree.SubElement(points, f"{{{_PACKAGE}}}entryPoint")
    for lang, name in _NAME.items():
        add(point, "name", name, lang)
    document = etree.SubElement(point, f"{{{_PACKAGE}}}entryPointDocument")
    document.set("href", TAXONOMY_URL + ENTRY_POINT)
    return serialise(root)


def _catalogue() -> bytes:
    root = etree.Element(f"{{{_CATALOG}}}catalog", nsmap={"c": _CATALOG})
    rewrite = {"uriStartString": TAXONOMY_URL, "rewritePrefix": f"../{TAXONOMY_VERSION}/"}
    etree.SubElement(root, f"{{{_CATALOG}}}rewriteURI", rewrite)
    return serialise(root)

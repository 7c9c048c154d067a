"""Small parts of an XML Schema document."""

from __future__ import annotations

from typing import NamedTuple, cast

from lxml import etree

_XS = "http://www.w3.org/2001/XMLSchema"
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


class Texts(NamedTuple):
    """A text in Chinese and in English."""

    zh: str
    en: str


def xs(name: str) -> str:
    """Return a name of the XML Schema namespace in Clark notation."""
    return f"{{{_XS}}}{name}"


def namespaces(target: str) -> dict[str, str]:
    """Return the prefixes of a schema whose target namespace is the default one."""
    prefixes: dict[str | None, str] = {"xs": _XS, None: target}
    return cast(dict[str, str], prefixes)  # lxml takes None for the default namespace


def document(parent: etree._Element, texts: Texts) -> None:
    """Add xs:documentation in both languages."""
    annotation = etree.SubElement(parent, xs("annotation"))
    for lang, text in (("zh", texts.zh), ("en", texts.en)):
        etree.SubElement(annotation, xs("documentation"), {_XML_LANG: lang}).text = text


def attribute(parent: etree._Element, name: str, type_name: str, texts: Texts, **more: str) -> None:
    """Declare an attribute; ``more`` are use, default or fixed."""
    declared = {"name": name, "type": type_name, **more}
    document(etree.SubElement(parent, xs("attribute"), declared), texts)

"""The elements of an Inline XBRL document: tags of figures and texts, and the ix header."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal

from lxml import etree

from juesuan.converter.writers.xbrl import (
    LINK,
    NAMESPACES,
    XLINK,
    XML_LANG,
    XSI,
    ContextKey,
    add_arcrole_reference,
    add_contexts,
    add_units,
    context_key,
)
from juesuan.converter.xbrl.report import ARCROLES, Footnote, XbrlFact, XbrlReport
from juesuan.schema.text import legal
from juesuan.schema.xbrlnames import ENTRY_POINT, PREFIX, TAXONOMY_URL

XHTML = "http://www.w3.org/1999/xhtml"
IX = "http://www.xbrl.org/2013/inlineXBRL"
IXT = "http://www.xbrl.org/inlineXBRL/transformation/2020-02-12"
INLINE_NAMESPACES: dict[str | None, str] = {None: XHTML, "ix": IX, "ixt": IXT}
INLINE_NAMESPACES.update(NAMESPACES)

_PLAIN = re.compile(r"\d{1,3}(,\d{3})*(\.\d+)?|\d+(\.\d+)?")
_DASH = "—"


def html(parent: etree._Element, tag: str, text: str | None = None, **more: str) -> etree._Element:
    """Add an XHTML element; ``class_`` stands for class."""
    attributes = {key.rstrip("_"): value for key, value in more.items()}
    element = etree.SubElement(parent, f"{{{XHTML}}}{tag}", attributes)
    element.text = None if text is None else legal(text)
    return element


class Tagger:
    """Tags facts in a document; remembers which were tagged."""

    def __init__(self, report: XbrlReport) -> None:
        self.report = report
        self._facts = {fact.id: fact for fact in report.facts}
        self._contexts: dict[ContextKey, str] = {}
        self._tagged: set[str] = set()
        self._notes = {note.id: note for note in report.footnotes()}

    def write_header(self, parent: etree._Element) -> etree._Element:
        """Add the ix:header with contexts and units; return its ix:hidden, still empty."""
        header = etree.SubElement(parent, f"{{{IX}}}header")
        hidden = etree.SubElement(header, f"{{{IX}}}hidden")
        references = etree.SubElement(header, f"{{{IX}}}references", {XML_LANG: "zh"})
        reference = {f"{{{XLINK}}}type": "simple", f"{{{XLINK}}}href": TAXONOMY_URL + ENTRY_POINT}
        etree.SubElement(references, f"{{{LINK}}}schemaRef", reference)
        resources = etree.SubElement(header, f"{{{IX}}}resources")
        add_arcrole_reference(resources, self.report)
        for note in self.report.footnotes():
            attributes = {"fromRefs": note.fact, "toRefs": note.id, "arcrole": ARCROLES[note.kind]}
            etree.SubElement(resources, f"{{{IX}}}relationship", attributes)
        self._contexts = add_contexts(resources, self.report)
        add_units(resources, self.report)
        return hidden

    def fact(self, identifier: str) -> XbrlFact | None:
        """Return a fact of the report."""
        return self._facts.get(identifier)

    def text(self, parent: etree._Element, identifier: str) -> None:
        """Tag a text fact at the end of an element, if the report has it."""
        fact = self.fact(identifier)
        if fact is None or identifier in self._tagged or fact.value is None:
            return
        self._tagged.add(identifier)
        element = etree.SubElement(parent, f"{{{IX}}}nonNumeric", self._attributes(fact))
        element.text = legal(str(fact.value))

    def figure(
        self, parent: etree._Element, identifier: str, printed: str | None, power: int
    ) -> None:
        """Tag a figure as printed in a unit of ``10**power``; signs stand before the tag."""
        fact = self.fact(identifier)
        if fact is None or not isinstance(fact.value, Decimal) or identifier in self._tagged:
            return
        self._tagged.add(identifier)
        shown, transformation = _shown(fact, printed, power)
        attributes = self._attributes(fact) | {
            "unitRef": fact.unit or "pure",
            "decimals": str(fact.decimals),
            "format": f"ixt:{transformation}",
        }
        if transformation != "fixed-zero":
            attributes["scale"] = str(power)
        if fact.value < 0:
            attributes["sign"] = "-"
            _append_text(parent, "-")
        element = etree.SubElement(parent, f"{{{IX}}}nonFraction", attributes)
        element.text = shown

    def note(self, parent: etree._Element, note: Footnote) -> None:
        """Tag a printed note."""
        self._notes.pop(note.id, None)
        _footnote(parent, note)

    def hide_rest(self, hidden: etree._Element) -> None:
        """Put what is nowhere printed into the header: texts about the file, provenance."""
        for fact in self.report.facts:
            if fact.id in self._tagged:
                continue
            if isinstance(fact.value, Decimal):
                self.figure(hidden, fact.id, None, 0)
                continue
            element = etree.SubElement(hidden, f"{{{IX}}}nonNumeric", self._attributes(fact))
            if fact.value is None:
                element.set(f"{{{XSI}}}nil", "true")
            else:
                element.text = legal(fact.value)
        for note in self._notes.values():
            _footnote(hidden, note)

    def _attributes(self, fact: XbrlFact) -> dict[str, str]:
        return {
            "id": fact.id,
            "name": f"{PREFIX}:{fact.concept}",
            "contextRef": self._contexts[context_key(fact)],
        }


def _footnote(parent: etree._Element, note: Footnote) -> None:
    element = etree.SubElement(parent, f"{{{IX}}}footnote", {"id": note.id, XML_LANG: "zh"})
    element.text = legal(note.text)


def _append_text(parent: etree._Element, text: str) -> None:
    children = list(parent)
    if children:
        children[-1].tail = (children[-1].tail or "") + text
    else:
        parent.text = (parent.text or "") + text


def _shown(fact: XbrlFact, printed: str | None, power: int) -> tuple[str, str]:
    """Return the text of a figure and its transformation; the printed text where it is plain."""
    assert isinstance(fact.value, Decimal)
    if fact.value == 0 and printed is not None and not any(c.isdigit() for c in printed):
        return _DASH, "fixed-zero"
    size = abs(fact.value).scaleb(-power)
    bare = (printed or "").strip("-−－()（） ")
    if _PLAIN.fullmatch(bare) and Decimal(bare.replace(",", "")) == size:
        return bare, "num-dot-decimal"
    places = max(0, (fact.decimals or 0) + power, -int(size.normalize().as_tuple().exponent))
    return f"{size:,.{places}f}", "num-dot-decimal"


def bilingual(parent: etree._Element, tag: str, zh: str, en: str, **more: str) -> etree._Element:
    """Add an element with a text in each language, of which one is shown."""
    element = html(parent, tag, **more)
    for lang, text in (("zh", zh), ("en", en)):
        span = html(element, "span", text, class_=f"l {lang}")
        span.set(XML_LANG, lang)
    return element


def serialise(root: etree._Element, parts: Iterable[bytes] = ()) -> bytes:
    """Return the document as UTF-8 XHTML; white space is kept as it is, so that texts are."""
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8") + b"".join(parts) + b"\n"

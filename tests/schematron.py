"""Runs the Schematron file with engines of others, and says where each assertion failed."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import saxonche
from lxml import etree, isoschematron

from juesuan.schema.dictionary import load_dictionary
from juesuan.schema.filing import Filing
from juesuan.schema.formulas import parse_alternatives
from juesuan.schema.xmlnames import NAMESPACE, SCHEMATRON_FILE
from juesuan.validators.engine import run_rules
from juesuan.validators.model import Check, Operand, Outcome

SCHEMATRON = Path(__file__).parents[1] / "schema" / "schematron" / SCHEMATRON_FILE
_SVRL = "{http://purl.oclc.org/dsdl/svrl}"
_FA = {"fa": NAMESPACE}

Failure = tuple[str, str]
"""The rule, and the path of the place in the document."""


@cache
def _iso_schematron() -> isoschematron.Schematron:
    schema = etree.parse(SCHEMATRON)
    return isoschematron.Schematron(schema, store_report=True, store_xslt=True)


def failures_by_iso(tree: etree._ElementTree) -> list[Failure]:
    """The failed assertions that the ISO skeleton reports on libxslt, by XPath 1.0."""
    engine = _iso_schematron()
    engine.validate(tree)
    return failures_in(engine.validation_report, tree)


@cache
def _saxon() -> tuple[saxonche.PySaxonProcessor, saxonche.PyXsltExecutable]:
    """Compile the same stylesheet as XSLT 3.0, so that XPath 3.1 evaluates the assertions."""
    stylesheet = _iso_schematron().validator_xslt.getroot()
    stylesheet.set("version", "3.0")
    processor = saxonche.PySaxonProcessor(license=False)
    text = etree.tostring(stylesheet, encoding="unicode")
    return processor, processor.new_xslt30_processor().compile_stylesheet(stylesheet_text=text)


def failures_by_saxon(tree: etree._ElementTree) -> list[Failure]:
    """The failed assertions that Saxon reports: bindings xslt2 and xslt3."""
    processor, executable = _saxon()
    document = processor.parse_xml(xml_text=etree.tostring(tree, encoding="unicode"))
    svrl = executable.transform_to_string(xdm_node=document)
    return failures_in(etree.ElementTree(etree.fromstring(svrl.encode())), tree)


def failures_in(svrl: etree._ElementTree, tree: etree._ElementTree) -> list[Failure]:
    found = []
    for failed in svrl.iter(f"{_SVRL}failed-assert"):
        (place,) = tree.xpath(failed.get("location"))
        found.append((failed.get("id").partition(".")[0], tree.getpath(place)))
    return sorted(found)


# --- the same from our engine -------------------------------------------------------------------


def failures_by_rules(filing: Filing, tree: etree._ElementTree) -> list[Failure]:
    """The failed identities that our engine reports, at the places that Schematron names."""
    return sorted(
        (check.rule, tree.getpath(_place(check, tree)))
        for check in run_rules(filing)
        if check.outcome is Outcome.FAILED and check.rule in asserted_rules()
    )


@cache
def asserted_rules() -> frozenset[str]:
    """The identifiers of the rules that the Schematron file states."""
    asserts = etree.parse(SCHEMATRON).iter("{*}assert")
    return frozenset((element.get("id") or "").partition(".")[0] for element in asserts)


def _place(check: Check, tree: etree._ElementTree) -> etree._Element:
    dictionary = load_dictionary()
    cross = {raw.id: raw for raw in (*dictionary.cross_rules, *dictionary.combined_rules)}
    first = check.operands[0]
    if check.rule in cross:
        raw = cross[check.rule]
        (forms,) = tree.xpath("/fa:FinalAccounts/fa:Forms", namespaces=_FA)
        if raw.each is None:
            return forms
        # What is compared for a code is its own row or rows below it: the shortest code is it.
        start = min((operand.line for operand in check.operands), key=len)
        listed = raw.forms
        if raw.each == "class":
            start = start[:3]
        else:
            listed = tuple(term.form for terms in parse_alternatives(raw.left) for term in terms)
        names = {dictionary.form(form_id).element for form_id in listed}
        return next(
            row
            for form in forms
            if etree.QName(form).localname in names
            for row in form
            if (row.get("code") or "").startswith(start)
            and (raw.each == "class" or row.get("code") == start)
        )
    spec = dictionary.form(first.form)
    (form,) = tree.xpath(f"/fa:FinalAccounts/fa:Forms/fa:{spec.element}", namespaces=_FA)
    if check.rule in {raw.id for raw in spec.column_sums}:
        return _rows(form, first)[0]
    if any(raw.id == check.rule and "/" in raw.total for raw in spec.line_sums):
        return form
    limit = any(raw.id == check.rule for raw in spec.line_limits)
    whole = check.operands[-1] if limit else first
    printed = whole.decimals is not None
    cells = {
        cell
        for operand in ([whole] if printed else check.operands)
        for row in _rows(form, operand)
        for cell in row.iterchildren(f"{{{NAMESPACE}}}{operand.column}")
    }
    return next(cell for cell in form.iter("{*}*") if cell in cells)


def _rows(form: etree._Element, operand: Operand) -> list[etree._Element]:
    return [row for row in form if (row.get("code") or etree.QName(row).localname) == operand.line]

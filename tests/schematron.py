"""Runs the Schematron file with engines of others, and says where each assertion failed."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from lxml import etree, isoschematron

from juesuan.schema.filing import Filing
from juesuan.schema.xmlnames import SCHEMATRON_FILE
from juesuan.validators.engine import run_rules
from juesuan.validators.model import Check, Operand, Outcome
from juesuan.schema.dictionary import load_dictionary
from juesuan.schema.xmlnames import NAMESPACE

SCHEMATRON = Path(__file__).parents[1] / "schema" / "schematron" / SCHEMATRON_FILE
_SVRL = "{http://purl.oclc.org/dsdl/svrl}"
_FA = {"fa": NAMESPACE}

Failure = tuple[str, str]
"""The rule, and the path of the place in the document."""


@cache
def iso_schematron() -> isoschematron.Schematron:
    return isoschematron.Schematron(etree.parse(SCHEMATRON), store_report=True)


def failures_by_iso(tree: etree._ElementTree) -> list[Failure]:
    """The failed assertions that the ISO reference implementation reports."""
    engine = iso_schematron()
    engine.validate(tree)
    return failures_in(engine.validation_report, tree)


def failures_in(svrl: etree._ElementTree, tree: etree._ElementTree) -> list[Failure]:
    found = []
    for failed in svrl.iter(f"{_SVRL}failed-assert"):
        (place,) = tree.xpath(failed.get("location"))
        found.append((failed.get("id").partition(".")[0], tree.getpath(place)))
    return sorted(found)


# --- the same from our engine -------------------------------------------------------------------


def failures_by_rules(filing: Filing, tree: etree._ElementTree) -> list[Failure]:
    """The failed identities that our engine reports, at the places that Schematron names."""
    rules = {pattern.get("id") for pattern in etree.parse(SCHEMATRON).iter("{*}assert")}
    return sorted(
        (check.rule, tree.getpath(_place(check, tree)))
        for check in run_rules(filing)
        if check.outcome is Outcome.FAILED and check.rule in rules
    )


def _place(check: Check, tree: etree._ElementTree) -> etree._Element:
    dictionary = load_dictionary()
    cross = {raw.id: raw for raw in dictionary.cross_rules}
    first = check.operands[0]
    if check.rule in cross:
        raw = cross[check.rule]
        (forms,) = tree.xpath("/fa:FinalAccounts/fa:Forms", namespaces=_FA)
        if raw.each is None:
            return forms
        listed = raw.forms if raw.each == "class" else (first.form,)
        start = first.line[:3] if raw.each == "class" else first.line
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
    printed = first.decimals is not None
    cells = {
        cell
        for operand in (check.operands[:1] if printed else check.operands)
        for row in _rows(form, operand)
        for cell in row.iterchildren(f"{{{NAMESPACE}}}{operand.column}")
    }
    return next(cell for cell in form.iter("{*}*") if cell in cells)


def _rows(form: etree._Element, operand: Operand) -> list[etree._Element]:
    return [row for row in form if (row.get("code") or etree.QName(row).localname) == operand.line]

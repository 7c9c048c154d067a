"""How a Filing reads in XBRL: names of the taxonomy, and the aspects of each fact.

Every fact bears the form that prints it (axis ``Form``), so that two forms that disagree are two
facts and not an inconsistency. 年初 and 年末 are not members but instants.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from juesuan.schema.filing import Dimensions, Fact, FilingForm, Row
from juesuan.schema.spec import Dictionary, FormSpec
from juesuan.schema.xmlnames import TAXONOMY_VERSION

TAXONOMY_NAMESPACE = f"urn:juesuan:taxonomy:{TAXONOMY_VERSION}"
TAXONOMY_URL = f"http://juesuan.invalid/taxonomy/{TAXONOMY_VERSION}/"
"""Where the taxonomy's files are said to be; .invalid belongs to nobody (RFC 2606)."""

ENTRY_POINT = "juesuan.xsd"
PREFIX = "js"

PROVENANCE_ARCROLE = f"{TAXONOMY_URL}arcrole/provenance"
"""Joins a fact to the footnote that tells where and how it was printed."""

FORM_AXIS = "Form"
UNLISTED_AXIS = "UnlistedCode"
"""A typed axis for codes that the code list does not hold."""

INSTANT_AXIS = "Balance"
SCENARIO_AXIS = "Scenario"
DEFAULT_MEMBERS = {SCENARIO_AXIS: "actual"}
"""Members that XBRL leaves unsaid: the default of their axis."""

CREDIT_CODE_SCHEME = "urn:juesuan:entity:unified-social-credit-code"
NAME_SCHEME = "urn:juesuan:entity:name"


@dataclass(frozen=True, slots=True)
class Aspects:
    """What tells one fact of a filing from another: concept, period, and members by axis.

    ``instant`` is ``opening`` or ``closing`` for a balance and None for a flow of the year;
    ``unlisted`` is a code outside the code list.
    """

    concept: str
    instant: str | None
    members: tuple[tuple[str, str], ...]
    unlisted: str | None = None


def axis_name(axis: str) -> str:
    """Return the element of an axis."""
    return f"{axis}Axis"


def domain_name(axis: str) -> str:
    """Return the element at the top of an axis: all its members together."""
    return f"{axis}Domain"


def member_name(axis: str, member: str) -> str:
    """Return the element of a member; members by code begin with the axis's first word."""
    if axis == "FunctionalClassification":
        return f"Function{member}"
    if axis == "EconomicClassification":
        return f"Economic{member}"
    return f"{member[:1].upper()}{member[1:]}Member"


def form_member(spec: FormSpec) -> str:
    """Return the element of a form's member on the axis of forms."""
    return f"{spec.element}Form"


def aspects_of(form: FilingForm, fact: Fact, dictionary: Dictionary) -> Aspects:
    """Return the aspects of a fact of a form."""
    return aspects(dictionary.form(form.id), fact.concept, fact.dimensions, dictionary)


def aspects(
    spec: FormSpec, concept: str, dimensions: Dimensions, dictionary: Dictionary
) -> Aspects:
    """Return the aspects that a concept with dimensions has in a form."""
    is_instant = dictionary.concepts[concept].period == "instant"
    members = [(FORM_AXIS, form_member(spec))]
    instant, unlisted = None, None
    for axis, member in dimensions:
        if axis == INSTANT_AXIS and is_instant:
            instant = member
        elif axis in dictionary.codes and dictionary.codes[axis].get(member) is None:
            unlisted = member
        elif DEFAULT_MEMBERS.get(axis) != member:
            members.append((axis, member_name(axis, member)))
    return Aspects(concept, instant, tuple(sorted(members)), unlisted)


def cells(spec: FormSpec) -> Iterator[tuple[str, str]]:
    """Yield every place of a form: a line and a column that may stand on its side."""
    for line in spec.lines:
        for column in spec.columns_of(line.side):
            yield line.id, column.id


def fact_id(form: FormSpec, number: int, line: str, column: str) -> str:
    """Return the identifier of a fact: its form, its line with its row's number, its column.

    It is what xBRL-CSV makes of table, row and column; every syntax uses it.
    """
    return cell_id(form.id, f"{line}-{number}", column)


def cell_id(table: str, row: str, column: str) -> str:
    """Return the identifier that xBRL-CSV 1.0 gives the fact in a cell of a table."""
    return f"{table}.r_{row}.{column}"


def period_of(fiscal_year: int, instant: str | None) -> tuple[date | None, date]:
    """Return (start, end) of the year, or (None, day) of an instant, both days included."""
    first, last = date(fiscal_year, 1, 1), date(fiscal_year, 12, 31)
    if instant is None:
        return first, last
    return None, (first - timedelta(days=1) if instant == "opening" else last)


def numbered_rows(form: FilingForm) -> Iterator[tuple[int, Row]]:
    """Yield the rows of a form with their numbers from 1."""
    yield from enumerate(form.rows, 1)

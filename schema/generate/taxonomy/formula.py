"""Writes the formula linkbase: a value assertion for each identity, with messages zh and en.

Tolerance is that of the published decimals: two sums agree when the intervals for which their
rounded figures stand meet.
"""

from __future__ import annotations

from collections.abc import Iterable

from lxml import etree

from juesuan.schema.generate.taxonomy.cellrefs import (
    ANY,
    CHILDREN,
    TOP,
    Cell,
    Comparison,
    comparisons,
)
from juesuan.schema.generate.taxonomy.link import (
    DIMENSIONS,
    LINK,
    XLINK,
    XML_LANG,
    serialise,
    xlink,
)
from juesuan.schema.generate.taxonomy.model import axis_role
from juesuan.schema.spec import Dictionary
from juesuan.schema.xbrlnames import (
    PREFIX,
    TAXONOMY_NAMESPACE,
    axis_name,
    domain_name,
    member_name,
)
from juesuan.schema.xmlnames import DECIMALS

XSI = "http://www.w3.org/2001/XMLSchema-instance"
_NS = {
    "link": LINK,
    "xlink": XLINK,
    "gen": "http://xbrl.org/2008/generic",
    "variable": "http://xbrl.org/2008/variable",
    "validation": "http://xbrl.org/2008/validation",
    "va": "http://xbrl.org/2008/assertion/value",
    "cf": "http://xbrl.org/2008/filter/concept",
    "df": "http://xbrl.org/2008/filter/dimension",
    "pf": "http://xbrl.org/2008/filter/period",
    "msg": "http://xbrl.org/2010/message",
    "xfi": "http://www.xbrl.org/2008/function/instance",
    "xs": "http://www.w3.org/2001/XMLSchema",
    "xsi": XSI,
    PREFIX: TAXONOMY_NAMESPACE,
}
_ROLE = "http://www.xbrl.org/2008/role/link"
_MESSAGE_ROLE = "http://www.xbrl.org/2010/role/message"
_ROLES = {
    _ROLE: "http://www.xbrl.org/2008/generic-link.xsd#standard-link-role",
    _MESSAGE_ROLE: "http://www.xbrl.org/2010/generic-message.xsd#standard-message",
}
_SCHEMAS = {
    "gen": "2008/generic-link.xsd",
    "variable": "2008/variable.xsd",
    "validation": "2008/validation.xsd",
    "va": "2008/value-assertion.xsd",
    "cf": "2008/concept-filter.xsd",
    "df": "2008/dimension-filter.xsd",
    "pf": "2008/period-filter.xsd",
    "msg": "2010/generic-message.xsd",
}
_ARCROLES = {
    "http://xbrl.org/arcrole/2008/variable-set": "variable.xsd#variable-set",
    "http://xbrl.org/arcrole/2008/variable-filter": "variable.xsd#variable-filter",
    "http://xbrl.org/arcrole/2008/variable-set-precondition": (
        "variable.xsd#variable-set-precondition"
    ),
    "http://xbrl.org/arcrole/2010/assertion-unsatisfied-message": (
        "validation-message.xsd#assertion-unsatisfied-message"
    ),
}
_HALVES = ", ".join(f"{5 * 10 ** (11 - n)}" if n < 12 else f"0.{'0' * (n - 12)}5"
                    for n in range(len(DECIMALS)))  # fmt: skip


def formulas(dictionary: Dictionary) -> bytes:
    """Return the formula linkbase."""
    root = etree.Element(_tag("link:linkbase"), nsmap=_NS)
    locations = (f"{_NS[p]} http://www.xbrl.org/{path}" for p, path in _SCHEMAS.items())
    root.set(f"{{{XSI}}}schemaLocation", " ".join(locations))
    for role, place in _ROLES.items():
        _reference(root, "roleRef", "roleURI", role, place)
    for arcrole, place in _ARCROLES.items():
        year = "2010" if "2010" in arcrole else "2008"
        _reference(root, "arcroleRef", "arcroleURI", arcrole, f"http://www.xbrl.org/{year}/{place}")
    attributes = {xlink("type"): "extended", xlink("role"): _ROLE}
    link = etree.SubElement(root, _tag("gen:link"), attributes)
    for comparison in comparisons(dictionary):
        _Assertion(link, comparison, dictionary).write()
    return serialise(root)


def _tag(name: str) -> str:
    prefix, _, local = name.partition(":")
    return f"{{{_NS[prefix]}}}{local}"


def _reference(root: etree._Element, tag: str, attribute: str, uri: str, href: str) -> None:
    attributes = {attribute: uri, xlink("type"): "simple", xlink("href"): href}
    etree.SubElement(root, _tag(f"link:{tag}"), attributes)


class _Assertion:
    """One comparison as a value assertion with its variables and filters."""

    def __init__(
        self, link: etree._Element, comparison: Comparison, dictionary: Dictionary
    ) -> None:
        self._link = link
        self._comparison = comparison
        self._dictionary = dictionary
        names = [f"a{n}" for n, _ in enumerate(comparison.left, 1)]
        names += [f"b{n}" for n, _ in enumerate(comparison.right, 1)]
        names += [f"c{n}" for n, _ in enumerate(comparison.absent, 1)]
        cells = (*comparison.left, *comparison.right, *comparison.absent)
        self._variables = dict(zip(names, cells, strict=True))
        durations = [name for name, c in self._variables.items() if c.instant is None]
        instants = {c.instant for c in self._variables.values()}
        self._anchor = durations[0] if durations and len(instants) > 1 else None

    def write(self) -> None:
        """Append the assertion, its messages, variables and filters to the link."""
        comparison = self._comparison
        attributes = {
            xlink("type"): "resource",
            xlink("label"): comparison.id,
            "id": f"assertion.{comparison.id}",
            "aspectModel": "dimensional",
            "implicitFiltering": "true",
            "test": self._test(),
        }
        etree.SubElement(self._link, _tag("va:valueAssertion"), attributes)
        for lang, text in (("zh", comparison.zh), ("en", comparison.en)):
            self._message(lang, text)
        self._preconditions()
        for name, found in self._variables.items():
            self._variable(name, found)

    def _arc(self, tag: str, arcrole: str, start: str, end: str, **more: str) -> None:
        attributes = {
            xlink("type"): "arc",
            xlink("arcrole"): arcrole,
            xlink("from"): start,
            xlink("to"): end,
            **more,
        }
        etree.SubElement(self._link, _tag(tag), attributes)

    def _resource(self, tag: str, label: str, **more: str) -> etree._Element:
        attributes = {xlink("type"): "resource", xlink("label"): label, **more}
        return etree.SubElement(self._link, _tag(tag), attributes)

    def _message(self, lang: str, text: str) -> None:
        label = f"{self._comparison.id}.message.{lang}"
        attributes = {
            xlink("role"): _MESSAGE_ROLE,
            XML_LANG: lang,
        }
        element = self._resource("msg:message", label, **attributes)
        element.text = f"[{self._comparison.id.partition('.')[0]}] {text}"
        arcrole = "http://xbrl.org/arcrole/2010/assertion-unsatisfied-message"
        self._arc("gen:arc", arcrole, self._comparison.id, label)

    def _preconditions(self) -> None:
        """Sums over codes need a code, sums of optional parts a part, alternatives no other."""
        tests = []
        several = [n for n, c in self._variables.items() if c.code in (TOP, CHILDREN)]
        tests += [f"count(${name}) gt 0" for name in several]
        optional = [n for n, c in self._variables.items() if c.optional and n not in several]
        if optional and not several and all(n in optional for n in self._names("b")):
            tests.append(" or ".join(f"(${name} instance of element())" for name in optional))
        if self._comparison.needed:
            bound = [n for n, c in self._variables.items() if c in self._comparison.needed]
            tests.append(" or ".join(f"(${name} instance of element())" for name in bound))
        tests += [f"not(${name} instance of element())" for name in self._names("c")]
        for number, test in enumerate(tests, 1):
            label = f"{self._comparison.id}.precondition.{number}"
            self._resource("variable:precondition", label, test=test)
            arcrole = "http://xbrl.org/arcrole/2008/variable-set-precondition"
            self._arc("gen:arc", arcrole, self._comparison.id, label, order=str(number))

    def _names(self, prefix: str) -> list[str]:
        return [name for name in self._variables if name.startswith(prefix)]

    def _test(self) -> str:
        left, right = self._sum(self._names("a")), self._sum(self._names("b"))
        slack = " + ".join(self._slack(name) for name in (*self._names("a"), *self._names("b")))
        difference = f"({left}) - ({right})"
        if not self._comparison.at_most:
            difference = f"abs({difference})"
        return f"{difference} le {slack}"

    def _sum(self, names: Iterable[str]) -> str:
        terms = []
        for name in names:
            found = self._variables[name]
            value = f"sum(${name})" if found.code in (TOP, CHILDREN) else f"${name}"
            terms.append(f"- {value}" if found.sign < 0 else f"+ {value}")
        return " ".join(terms).removeprefix("+ ")

    def _slack(self, name: str) -> str:
        """Return half a unit of the last published digit, of each figure of a variable."""
        half = f"({_HALVES})[number($f/@decimals) + {1 - DECIMALS[0]}]"
        known = f"if ($f instance of element()) then {half} else 0"
        return f"sum(for $f in ${name} return {known})"

    def _variable(self, name: str, found: Cell) -> None:
        label = f"{self._comparison.id}.{name}"
        several = found.code in (TOP, CHILDREN)
        more = {"bindAsSequence": "true" if several else "false"}
        if several:
            more["fallbackValue"] = "()"
        elif found.optional or name.startswith("c"):
            more["fallbackValue"] = "0"
        self._resource("variable:factVariable", label, **more)
        arcrole = "http://xbrl.org/arcrole/2008/variable-set"
        self._arc("variable:variableArc", arcrole, self._comparison.id, label, name=name)
        self._concept(label, found)
        for axis, member in found.members:
            self._member(label, axis, member)
        self._code(label, name, found)
        if found.instant is not None and self._anchor is not None:
            boundary = "start" if found.instant == "opening" else "end"
            self._filter(
                label, "pf:instantDuration", "period", variable=self._anchor, boundary=boundary
            )

    def _filter(self, label: str, tag: str, kind: str, **more: str) -> etree._Element:
        name = f"{label}.{kind}"
        element = self._resource(tag, name, **more)
        arcrole = "http://xbrl.org/arcrole/2008/variable-filter"
        covering = {"complement": "false", "cover": "true"}
        self._arc("variable:variableFilterArc", arcrole, label, name, **covering)
        return element

    def _concept(self, label: str, found: Cell) -> None:
        element = self._filter(label, "cf:conceptName", "concept")
        named = etree.SubElement(element, _tag("cf:concept"))
        etree.SubElement(named, _tag("cf:qname")).text = f"{PREFIX}:{found.concept}"

    def _member(self, label: str, axis: str, *members: str) -> None:
        element = self._filter(label, "df:explicitDimension", axis)
        dimension = etree.SubElement(element, _tag("df:dimension"))
        etree.SubElement(dimension, _tag("df:qname")).text = f"{PREFIX}:{axis}"
        for member in members:
            named = etree.SubElement(element, _tag("df:member"))
            etree.SubElement(named, _tag("df:qname")).text = f"{PREFIX}:{member}"

    def _code(self, label: str, name: str, found: Cell) -> None:
        """Add the filter on the axis of codes; a code of any kind is matched with the others."""
        if found.axis is None or (found.code == ANY and CHILDREN not in self._kinds()):
            return
        axis = axis_name(found.axis)
        if found.code is None:
            self._member(label, axis, domain_name(found.axis))
        elif found.code == TOP:
            self._member(label, axis, *self._classes(found))
        elif found.code == CHILDREN:
            self._below(label, found.axis, "a1")
        elif found.code == ANY:
            self._member(label, axis, *self._parents(found.axis))
        else:
            self._member(label, axis, member_name(found.axis, found.code))

    def _kinds(self) -> set[str | None]:
        return {found.code for found in self._variables.values()}

    def _classes(self, found: Cell) -> list[str]:
        entries = self._dictionary.codes[found.axis or ""].entries
        wanted = [code for code in entries if len(code) == 3]
        chosen = [code for code in wanted if not found.classes or code in found.classes]
        return [member_name(found.axis or "", code) for code in chosen]

    def _parents(self, axis: str) -> list[str]:
        entries = self._dictionary.codes[axis].entries
        above = {code[:n] for code in entries for n in (3, 5) if n < len(code)}
        return [member_name(axis, code) for code in entries if code in above]

    def _below(self, label: str, axis: str, variable: str) -> None:
        element = self._filter(label, "df:explicitDimension", axis)
        dimension = etree.SubElement(element, _tag("df:dimension"))
        etree.SubElement(dimension, _tag("df:qname")).text = f"{PREFIX}:{axis_name(axis)}"
        member = etree.SubElement(element, _tag("df:member"))
        named = f"xs:QName('{PREFIX}:{axis_name(axis)}')"
        expression = f"xfi:fact-explicit-dimension-value(${variable}, {named})"
        etree.SubElement(member, _tag("df:qnameExpression")).text = expression
        etree.SubElement(member, _tag("df:linkrole")).text = axis_role(axis).uri
        etree.SubElement(member, _tag("df:arcrole")).text = f"{DIMENSIONS}domain-member"
        etree.SubElement(member, _tag("df:axis")).text = "child"

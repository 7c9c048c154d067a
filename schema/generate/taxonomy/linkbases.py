"""Writes the taxonomy's linkbases: labels, references, presentation, definition, calculation."""

from __future__ import annotations

from collections.abc import Iterator

from juesuan.schema.generate.taxonomy.link import (
    ARCROLES,
    DIMENSIONS,
    XBRLDT,
    XML_LANG,
    Linkbase,
    xlink,
)
from juesuan.schema.generate.taxonomy.model import (
    DEFAULTS_ROLE,
    HEADER_ROLE,
    Named,
    Role,
    axes,
    axes_of,
    axis_role,
    concepts_of,
    form_role,
    members,
    roles,
    structural,
    unlisted_role,
)
from juesuan.schema.generate.taxonomy.sums import calculations
from juesuan.schema.spec import Dictionary, FormSpec
from juesuan.schema.xbrlnames import (
    DEFAULT_MEMBERS,
    FORM_AXIS,
    UNLISTED_AXIS,
    axis_name,
    domain_name,
    form_member,
    member_name,
)

_STANDARD = "http://www.xbrl.org/2003/role/label"
_DOCUMENTATION = "http://www.xbrl.org/2003/role/documentation"
_PERIOD_LABELS = {
    "http://www.xbrl.org/2003/role/periodStartLabel": ("（年初）", ", opening"),
    "http://www.xbrl.org/2003/role/periodEndLabel": ("（年末）", ", closing"),
}
_SUMMATION = "https://xbrl.org/2023/arcrole/summation-item"
_REF_2006 = "http://www.xbrl.org/2006/ref"
_XBRLDT = f"{{{XBRLDT}}}"


def labels(dictionary: Dictionary, lang: str) -> bytes:
    """Return the labels of all elements in one language, with their documentation."""
    base = Linkbase({})
    for named in _all_named(dictionary):
        text, doc = (named.zh, named.doc_zh) if lang == "zh" else (named.en, named.doc_en)
        _label(base, named.name, lang, _STANDARD, text)
        if doc:
            _label(base, named.name, lang, _DOCUMENTATION, doc)
        concept = dictionary.concepts.get(named.name)
        if concept is not None and concept.period == "instant":
            for role, (zh, en) in _PERIOD_LABELS.items():
                _label(base, named.name, lang, role, text + (zh if lang == "zh" else en))
    return base.to_bytes()


def _label(base: Linkbase, name: str, lang: str, role: str, text: str) -> None:
    attributes = {xlink("role"): role, XML_LANG: lang}
    base.resource("labelLink", "label", f"{ARCROLES}concept-label", name, attributes).text = text


def _all_named(dictionary: Dictionary) -> Iterator[Named]:
    for concept in dictionary.concepts.values():
        yield Named(
            concept.id,
            concept.label_zh,
            concept.label_en,
            concept.definition_zh,
            concept.definition_en,
        )
    for entry in dictionary.header:
        yield Named(
            entry.id, entry.label_zh, entry.label_en, entry.definition_zh, entry.definition_en
        )
    yield from structural(dictionary)
    yield Named(axis_name(UNLISTED_AXIS), "清单之外的科目（轴）", "Unlisted code [axis]")


def references(dictionary: Dictionary) -> bytes:
    """Return where each concept comes from."""
    from lxml import etree

    base = Linkbase({})
    for concept in dictionary.concepts.values():
        attributes = {xlink("role"): "http://www.xbrl.org/2003/role/reference"}
        arcrole = f"{ARCROLES}concept-reference"
        entry = base.resource("referenceLink", "reference", arcrole, concept.id, attributes)
        etree.SubElement(entry, f"{{{_REF_2006}}}Name").text = concept.source
    return base.to_bytes()


def presentation(dictionary: Dictionary) -> bytes:
    """Return the forms in the order of the printed ones."""
    base = Linkbase(
        {role.uri: role.id for role in [HEADER_ROLE, *map(form_role, dictionary.forms)]}
    )
    order = 0

    def show(role: Role, parent: str, child: str, **more: str) -> None:
        nonlocal order
        order += 1
        arcrole = f"{ARCROLES}parent-child"
        base.arc("presentationLink", role.uri, arcrole, parent, child, order=str(order), **more)

    for entry in dictionary.header:
        if entry.scope == "filing":
            show(HEADER_ROLE, "HeaderLineItems", entry.id)
    for spec in dictionary.forms:
        role, table = form_role(spec), f"{spec.element}Table"
        items = f"{spec.element}LineItems"
        show(role, table, axis_name(FORM_AXIS))
        show(role, axis_name(FORM_AXIS), form_member(spec))
        for axis in axes_of(spec, dictionary):
            show(role, table, axis_name(axis))
            show(role, axis_name(axis), domain_name(axis))
        show(role, table, items)
        for entry in dictionary.header:
            if entry.scope == "form":
                show(role, items, entry.id)
        for concept in concepts_of(spec):
            if dictionary.concepts[concept].period == "instant":
                for label in _PERIOD_LABELS:
                    again = f"{concept}#{label.rpartition('/')[2]}"
                    show(role, items, again, preferredLabel=label)
            else:
                show(role, items, concept)
    return base.to_bytes()


def definition(dictionary: Dictionary) -> bytes:
    """Return the hypercubes: one closed cube a form, and one for its unlisted codes."""
    kinds = ("all", "hypercube-dimension", "dimension-domain", "domain-member", "dimension-default")
    base = Linkbase(
        {role.uri: role.id for role in roles(dictionary)}, tuple(DIMENSIONS + k for k in kinds)
    )
    filing_items = [entry.id for entry in dictionary.header if entry.scope == "filing"]
    _cube(base, HEADER_ROLE, "HeaderLineItems", "HeaderTable")
    for name in filing_items:
        _arc(base, HEADER_ROLE, "domain-member", "HeaderLineItems", name)
    form_items = [entry.id for entry in dictionary.header if entry.scope == "form"]
    for spec in dictionary.forms:
        _form(base, form_role(spec), spec, dictionary, form_items, unlisted=False)
        if spec.classification:
            _form(base, unlisted_role(spec), spec, dictionary, [], unlisted=True)
    for axis in axes(dictionary):
        role, domain = axis_role(axis), domain_name(axis)
        for member, above in members(dictionary, axis):
            _arc(base, role, "domain-member", above or domain, member.name)
        default = DEFAULT_MEMBERS.get(axis)
        named = member_name(axis, default) if default else domain
        _arc(base, DEFAULTS_ROLE, "dimension-default", axis_name(axis), named)
    return base.to_bytes()


def _form(
    base: Linkbase,
    role: Role,
    spec: FormSpec,
    dictionary: Dictionary,
    form_items: list[str],
    *,
    unlisted: bool,
) -> None:
    table, items = f"{spec.element}Table", f"{spec.element}LineItems"
    _cube(base, role, items, table)
    _arc(base, role, "hypercube-dimension", table, axis_name(FORM_AXIS))
    _arc(base, role, "dimension-domain", axis_name(FORM_AXIS), form_member(spec))
    for axis in axes_of(spec, dictionary):
        if unlisted and spec.classification and axis == spec.classification.axis:
            _arc(base, role, "hypercube-dimension", table, axis_name(UNLISTED_AXIS))
            continue
        _arc(base, role, "hypercube-dimension", table, axis_name(axis))
        more = {f"{_XBRLDT}targetRole": axis_role(axis).uri}
        if axis in DEFAULT_MEMBERS:
            more[f"{_XBRLDT}usable"] = "false"
        _arc(base, role, "dimension-domain", axis_name(axis), domain_name(axis), **more)
    for name in [*form_items, *concepts_of(spec)]:
        _arc(base, role, "domain-member", items, name)


def _cube(base: Linkbase, role: Role, items: str, table: str) -> None:
    more = {f"{_XBRLDT}closed": "true", f"{_XBRLDT}contextElement": "scenario"}
    _arc(base, role, "all", items, table, **more)


def _arc(base: Linkbase, role: Role, kind: str, start: str, end: str, **more: str) -> None:
    base.arc("definitionLink", role.uri, DIMENSIONS + kind, start, end, **more)


def calculation(dictionary: Dictionary) -> bytes:
    """Return the sums of concepts (Calculations 1.1)."""
    sums = calculations(dictionary)
    specs = dict.fromkeys(spec.id for spec, _, _ in sums)
    used = [form_role(dictionary.form(form_id)) for form_id in specs]
    base = Linkbase({role.uri: role.id for role in used}, (_SUMMATION,))
    for spec, total, parts in sums:
        for order, (sign, part) in enumerate(parts, 1):
            more = {"weight": str(sign), "order": str(order)}
            base.arc("calculationLink", form_role(spec).uri, _SUMMATION, total, part, **more)
    return base.to_bytes()

"""What the taxonomy holds, told once for its schema and its linkbases."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from juesuan.schema.generate.taxonomy.link import role_uri
from juesuan.schema.spec import Dictionary, FormSpec
from juesuan.schema.xbrlnames import (
    FORM_AXIS,
    INSTANT_AXIS,
    axis_name,
    domain_name,
    form_member,
    member_name,
)


@dataclass(frozen=True, slots=True)
class Named:
    """An element with its labels and documentation in Chinese and English."""

    name: str
    zh: str
    en: str
    doc_zh: str = ""
    doc_en: str = ""


@dataclass(frozen=True, slots=True)
class Role:
    """An extended link role."""

    id: str
    uri: str
    definition: str


def form_role(spec: FormSpec) -> Role:
    """Return the role of a form."""
    definition = f"{spec.order:02} - {spec.zh} | {spec.en}"
    return Role(f"role.{spec.id}", role_uri(spec.id), definition)


def unlisted_role(spec: FormSpec) -> Role:
    """Return the role of a form's rows by codes outside the code list."""
    definition = f"{spec.order:02}a - {spec.zh}（清单之外的科目） | {spec.en}, unlisted codes"
    return Role(f"role.{spec.id}.unlisted", role_uri(f"{spec.id}/unlisted"), definition)


def axis_role(axis: str) -> Role:
    """Return the role under which an axis's members stand."""
    return Role(f"role.{axis}", role_uri(f"axis/{axis}"), f"90 - {axis}")


HEADER_ROLE = Role("role.header", role_uri("header"), "00 - 表头信息 | Header")
DEFAULTS_ROLE = Role("role.defaults", role_uri("axis/defaults"), "90 - Defaults of the axes")


def roles(dictionary: Dictionary) -> list[Role]:
    """Return all roles in order."""
    forms = [
        role
        for spec in dictionary.forms
        for role in (form_role(spec), *([unlisted_role(spec)] if spec.classification else []))
    ]
    return [HEADER_ROLE, *forms, *map(axis_role, axes(dictionary)), DEFAULTS_ROLE]


def axes(dictionary: Dictionary) -> list[str]:
    """Return the explicit axes but that of the forms."""
    listed = (member.axis for member in dictionary.members if member.axis != INSTANT_AXIS)
    return list(dict.fromkeys(listed))


def axis_labels(dictionary: Dictionary) -> dict[str, tuple[str, str]]:
    """Return what the axes are called: code lists by their entry, others by their first word."""
    names = {FORM_AXIS: ("表", "Form"), "FundingSource": ("资金来源", "Funding source")}
    names["Scenario"] = ("口径", "Scenario")
    for member in dictionary.members:
        if not member.member:
            names[member.axis] = (member.label_zh, member.label_en)
    return names


def members(dictionary: Dictionary, axis: str) -> Iterator[tuple[Named, str | None]]:
    """Yield an axis's members, each with the member above it (None: the domain)."""
    codes = dictionary.codes.get(axis)
    if codes is None:
        for member in dictionary.members:
            if member.axis == axis:
                name = member_name(axis, member.member)
                yield Named(name, member.label_zh, member.label_en), None
        return
    for code in codes.entries.values():
        above = next((code.code[:n] for n in (5, 3) if n < len(code.code)), None)
        while above and above not in codes.entries:
            above = above[:3] if len(above) > 3 else None
        zh = f"{code.code} {code.name_zh}"
        en = f"{code.code} {code.name_en or code.name_zh}"
        yield Named(member_name(axis, code.code), zh, en), above and member_name(axis, above)


def axes_of(spec: FormSpec, dictionary: Dictionary) -> list[str]:
    """Return the explicit axes that a form's facts may bear, but that of the forms."""
    used = set(spec.dimensions)
    used.update(axis for _, dimensions in spec.title_dimensions for axis in dimensions)
    used.update(axis for column in spec.columns for axis in column.dimensions)
    used.update(axis for line in spec.lines for axis in line.dimensions)
    if spec.classification:
        used.add(spec.classification.axis)
    return [axis for axis in axes(dictionary) if axis in used]


def concepts_of(spec: FormSpec) -> list[str]:
    """Return the concepts that a form prints, in the order of its lines and columns."""
    found = (
        spec.concept_of(line, column)
        for line in spec.lines
        for column in spec.columns_of(line.side)
    )
    return list(dict.fromkeys(found))


def structural(dictionary: Dictionary) -> Iterator[Named]:
    """Yield the abstract elements: tables, line items, axes, domains, members."""
    names = axis_labels(dictionary)
    for spec in dictionary.forms:
        yield Named(f"{spec.element}Table", f"{spec.zh}（表格）", f"{spec.en} [table]")
        yield Named(f"{spec.element}LineItems", f"{spec.zh}（项目）", f"{spec.en} [line items]")
        yield Named(form_member(spec), spec.zh, spec.en, spec.definition_zh, spec.definition_en)
    yield Named("HeaderTable", "表头信息（表格）", "Header [table]")
    yield Named("HeaderLineItems", "表头信息（项目）", "Header [line items]")
    yield Named(axis_name(FORM_AXIS), "表（轴）", "Form [axis]")
    for axis in axes(dictionary):
        zh, en = names.get(axis, (axis, axis))
        yield Named(axis_name(axis), f"{zh}（轴）", f"{en} [axis]")
        yield Named(domain_name(axis), f"{zh}：全部", f"{en}: all")
        for member, _ in members(dictionary, axis):
            yield member

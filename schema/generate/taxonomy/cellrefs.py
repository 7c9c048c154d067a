"""What an identity compares, in XBRL's terms: cells of forms as concepts with members.

The identities are those of the dictionary. Each becomes one or more comparisons whose operands
are told by concept, members, period and, for rows by code, how the code follows from others.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from juesuan.schema.formulas import Addend, Term, parse_addend, parse_parts, parse_terms
from juesuan.schema.generate.taxonomy.model import axes_of
from juesuan.schema.spec import Column, CrossRule, Dictionary, FormSpec, Line, Sum
from juesuan.schema.xbrlnames import (
    DEFAULT_MEMBERS,
    INSTANT_AXIS,
    SCENARIO_AXIS,
    axis_name,
    domain_name,
    form_member,
    member_name,
)

ANY, TOP, CHILDREN = "any", "top", "children"
"""How a row's code is found: that of the other operand, the classes, those below the first."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One operand: ``members`` by axis element (with the default member where none is borne)."""

    sign: int
    form: str
    concept: str
    members: tuple[tuple[str, str], ...]
    instant: str | None
    axis: str | None = None
    code: str | None = None
    classes: tuple[str, ...] = ()
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Comparison:
    """left = right, or left ≤ right.

    It is made only where no cell of ``absent`` is printed, and one of ``needed`` if there are any.
    """

    id: str
    zh: str
    en: str
    left: tuple[Cell, ...]
    right: tuple[Cell, ...]
    at_most: bool = False
    absent: tuple[Cell, ...] = ()
    needed: tuple[Cell, ...] = ()

    @property
    def distinct(self) -> bool:
        """Whether all operands are different facts: a line may override a column's members."""
        cells = [(c.concept, c.members, c.instant, c.code) for c in (*self.left, *self.right)]
        return len(set(cells)) == len(cells)


def comparisons(dictionary: Dictionary) -> Iterator[Comparison]:
    """Yield all identities that formulas state."""
    for spec in dictionary.forms:
        sums = [
            *(c for raw in spec.column_sums for c in _column_sum(spec, raw, dictionary)),
            *(c for raw in spec.line_sums for c in _line_sum(spec, raw, dictionary)),
        ]
        yield from (comparison for comparison in sums if comparison.distinct)
        yield from _code_sums(spec, dictionary)
    for rule in dictionary.cross_rules:
        yield from _cross(rule, dictionary)


def cell(
    spec: FormSpec,
    line: Line,
    column: Column,
    dictionary: Dictionary,
    sign: int = 1,
    *,
    scenario: bool = False,
) -> Cell:
    """Return the operand where a line meets a column.

    Within a form, operands are matched with others of their scenario, whichever it is; ``scenario``
    asks for that of the column.
    """
    concept = spec.concept_of(line, column)
    given = dict(spec.dimensions_of(line, column, None, None))
    instant = None
    if dictionary.concepts[concept].period == "instant":
        instant = given.pop(INSTANT_AXIS, None)
    classification = spec.classification.axis if spec.classification else None
    members = [("FormAxis", form_member(spec))]
    for axis in axes_of(spec, dictionary):
        if axis == classification or (axis == SCENARIO_AXIS and not scenario):
            continue
        default = DEFAULT_MEMBERS.get(axis)
        named = given.get(axis, default)
        element = member_name(axis, named) if named else domain_name(axis)
        members.append((axis_name(axis), element))
    return Cell(sign, spec.id, concept, tuple(members), instant, classification)


def _column_sum(spec: FormSpec, raw: Sum, dictionary: Dictionary) -> Iterator[Comparison]:
    """A sum of columns holds on every line: on lines with a concept of their own, on one each."""
    for line in spec.lines:
        code = ANY if line.classification else None
        total = spec.column_by_id[parse_addend(raw.total).name]
        if total not in spec.columns_of(line.side):
            continue
        whole = replace(cell(spec, line, total, dictionary), code=code)
        for number, (parts, absent, needed) in enumerate(_alternatives(raw)):
            columns = [(addend.sign, spec.column_by_id[addend.name]) for addend in parts]
            if any(column not in spec.columns_of(line.side) for _, column in columns):
                continue
            cells = [
                replace(cell(spec, line, column, dictionary, sign), code=code)
                for sign, column in columns
            ]
            others = [
                tuple(
                    replace(cell(spec, line, spec.column_by_id[a.name], dictionary), code=code)
                    for a in addends
                )
                for addends in (absent, needed)
            ]
            name = f"{raw.id}.{line.id}.{number + 1}"
            yield _sum(name, raw, spec, whole, cells, *others)


def _line_sum(spec: FormSpec, raw: Sum, dictionary: Dictionary) -> Iterator[Comparison]:
    """A sum of lines holds in every column of their side, or in the one that it names."""
    head = parse_addend(raw.total)
    total = spec.line_by_id[head.name]
    columns = spec.columns_of(total.side)
    for column in [spec.column_by_id[head.column]] if head.column else _of_any_scenario(columns):
        whole = cell(spec, total, column, dictionary)
        for number, (parts, absent, needed) in enumerate(_alternatives(raw)):
            cells = [_line_cell(spec, addend, column, dictionary) for addend in parts]
            known = [found for found in cells if found is not None]
            if len(known) < len(cells):
                continue
            others = [
                tuple(filter(None, (_line_cell(spec, a, column, dictionary) for a in addends)))
                for addends in (absent, needed)
            ]
            name = f"{raw.id}.{column.id}.{number + 1}"
            yield _sum(name, raw, spec, whole, known, *others)


def _of_any_scenario(columns: Iterable[Column]) -> list[Column]:
    """Return the columns of which no other differs but in its scenario (预算数, 决算数)."""
    chosen: dict[object, Column] = {}
    for column in columns:
        others = sorted(pair for pair in column.dimensions.items() if pair[0] != SCENARIO_AXIS)
        chosen.setdefault((column.concept, tuple(others)), column)
    return list(chosen.values())


def _line_cell(
    spec: FormSpec, addend: Addend, column: Column, dictionary: Dictionary
) -> Cell | None:
    line = spec.line_by_id[addend.name]
    own = spec.column_by_id[addend.column] if addend.column else column
    if own not in spec.columns_of(line.side):
        return None
    found = cell(spec, line, own, dictionary, addend.sign)
    return replace(found, code=TOP, classes=addend.classes) if addend.by_code else found


def _alternatives(raw: Sum) -> Iterator[tuple[list[Addend], list[Addend], list[Addend]]]:
    """Yield the parts of a sum for each alternative, what is then absent, and what is needed."""
    parts = parse_parts(raw.parts)
    most = max(len(names) for names in parts)
    for choice in range(most):
        chosen = [names[min(choice, len(names) - 1)] for names in parts]
        earlier = [names[:choice] for names in parts if len(names) > 1]
        absent = [addend for names in earlier for alternative in names for addend in alternative]
        needed = [
            addend
            for names, taken in zip(parts, chosen, strict=True)
            if len(names) > 1
            for addend in taken
        ]
        yield [addend for names in chosen for addend in names], absent, needed


def _sum(
    name: str,
    raw: Sum,
    spec: FormSpec,
    whole: Cell,
    parts: list[Cell],
    absent: tuple[Cell, ...],
    needed: tuple[Cell, ...],
) -> Comparison:
    right = tuple(replace(part, optional=True) for part in parts)
    if len(parts) == 1:
        right = tuple(parts)
    zh, en = (
        raw.zh or f"{spec.zh}：合计等于各项之和",
        raw.en or f"{spec.en}: total equals its parts",
    )
    needed = tuple(replace(cell, optional=True) for cell in needed)
    return Comparison(name, zh, en, (whole,), right, absent=absent, needed=needed)


def _code_sums(spec: FormSpec, dictionary: Dictionary) -> Iterator[Comparison]:
    """Yield the tree of codes and the total over its classes, for every column."""
    rule, line = spec.classification, spec.classification_line
    if rule is None or line is None or rule.tree is None:
        return
    for column in _of_any_scenario(spec.columns_of(line.side)):
        each = cell(spec, line, column, dictionary)
        yield Comparison(
            f"{rule.tree}.{column.id}",
            f"{spec.zh}：上级科目等于下级科目之和",
            f"{spec.en}: every code equals the sum of the codes below it",
            (replace(each, code=ANY),),
            (replace(each, code=CHILDREN),),
        )
        if rule.total is not None:
            whole = cell(spec, spec.line_by_id[rule.total], column, dictionary)
            yield Comparison(
                f"F{spec.order}-S.{column.id}",
                f"{spec.zh}：合计等于各类之和",
                f"{spec.en}: the total equals the sum of the classes",
                (whole,),
                (replace(each, code=TOP),),
            )


def _cross(rule: CrossRule, dictionary: Dictionary) -> Iterator[Comparison]:
    sides = [
        tuple(_term(term, dictionary) for term in parse_terms(source))
        for source in (rule.left, rule.right)
    ]
    at_most = rule.relation == "at-most"
    left, right = (
        tuple(replace(c, optional=number > 0) for number, c in enumerate(side)) for side in sides
    )
    yield Comparison(rule.id, rule.zh, rule.en, left, right, at_most)


def _term(term: Term, dictionary: Dictionary) -> Cell:
    spec = dictionary.form(term.form)
    column = spec.column_by_id[term.column]
    line = spec.line_by_id.get(term.row)
    if line is not None:
        return cell(spec, line, column, dictionary, term.factor, scenario=True)
    place = spec.classification_line
    if place is None:
        raise KeyError(term.row)
    found = cell(spec, place, column, dictionary, term.factor, scenario=True)
    return replace(found, code=ANY if "{" in term.row else term.row)

"""The sums that Calculations 1.1 can state: between concepts, at equal dimensions and period.

A summation holds for a concept in every form at once. So the parts of one total in several forms
are joined where one set holds the other (支出 = 基本 + 项目 in one form, more kinds in another);
sums with alternatives, over codes, over members or across instants are left to the formulas.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from juesuan.schema.formulas import parse_addend, parse_parts
from juesuan.schema.spec import Column, Dictionary, FormSpec, Line, Sum

Calculation = tuple[FormSpec, str, list[tuple[int, str]]]
"""The form that states a sum, its total, and its signed parts."""


def calculations(dictionary: Dictionary) -> list[Calculation]:
    """Return the sums of concepts, one for each total."""
    widest: dict[str, Calculation] = {}
    unstated: set[str] = set()
    for spec in dictionary.forms:
        for total, parts in _sums(spec, dictionary):
            if parts is None:
                unstated.add(total)
                continue
            known = widest.get(total)
            if known is None or set(known[2]) < set(parts):
                widest[total] = (spec, total, parts)
    return [stated for total, stated in widest.items() if total not in unstated]


def _sums(
    spec: FormSpec, dictionary: Dictionary
) -> Iterator[tuple[str, list[tuple[int, str]] | None]]:
    """Yield the totals of a form with their parts; None where the parts are alternatives."""
    for raws, entries in (
        (spec.column_sums, spec.column_by_id),
        (spec.line_sums, spec.line_by_id),
    ):
        for raw in raws:
            if stated := _stated(raw, entries, dictionary):
                yield stated


def _stated(
    raw: Sum, entries: Mapping[str, Line | Column], dictionary: Dictionary
) -> tuple[str, list[tuple[int, str]] | None] | None:
    parts = parse_parts(raw.parts)
    if any(len(alternatives) > 1 for alternatives in parts):
        total = entries[parse_addend(raw.total).name].concept
        return (total, None) if total else None
    addends = [addend for (names,) in parts for addend in names]
    everything = [parse_addend(raw.total), *addends]
    if len(addends) < 2 or any(addend.by_code or addend.column for addend in everything):
        return None
    found = [entries[addend.name] for addend in everything]
    concepts = [entry.concept for entry in found]
    alike = len({tuple(sorted(entry.dimensions.items())) for entry in found}) == 1
    flows = all(name and dictionary.concepts[name].period == "duration" for name in concepts)
    if not alike or not flows or len(set(concepts)) < len(concepts):
        return None
    total, *names = (name for name in concepts if name)
    return total, [(addend.sign, name) for addend, name in zip(addends, names, strict=True)]

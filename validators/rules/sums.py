"""Sums of the dictionary: what they name in a filing, and what they read like."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from juesuan.schema.formulas import Addend, Part, parse_addend, parse_parts
from juesuan.schema.spec import FormSpec, Sum
from juesuan.validators.facts import FormFacts
from juesuan.validators.model import Text


def rows_of(addend: Addend, form: FormFacts) -> list[str]:
    """Return the rows that a line stands for: itself, or the topmost codes of its classes."""
    return (form.top_codes(addend.classes) if addend.by_code else []) or [addend.name]


def printed_addends(parts: Iterable[Part], printed: Collection[str]) -> list[Addend]:
    """Return the addends of each part's first alternative of which anything is printed."""
    return [addend for part in parts for addend in _alternative(part, printed)]


def _alternative(part: Part, printed: Collection[str]) -> tuple[Addend, ...]:
    found = (names for names in part if any(addend.name in printed for addend in names))
    return next(found, part[0])


def formula(spec: FormSpec, raw: Sum) -> Text:
    """Return a sum as a formula in the labels of its lines and columns."""
    total, parts = parse_addend(raw.total), parse_parts(raw.parts)
    return Text(
        f"{_label(spec, total).zh} = {_joined([_part(spec, part).zh for part in parts])}",
        f"{_label(spec, total).en} = {_joined([_part(spec, part).en for part in parts])}",
    )


def _joined(parts: Iterable[str]) -> str:
    return " + ".join(parts).replace("+ -", "- ")


def _part(spec: FormSpec, part: Part) -> Text:
    zh = [_joined(_label(spec, addend).zh for addend in names) for names in part]
    en = [_joined(_label(spec, addend).en for addend in names) for names in part]
    if len(part) == 1:
        return Text(zh[0], en[0])
    return Text(f"（{' 或 '.join(zh)}）", f"({' or '.join(en)})")


def _label(spec: FormSpec, addend: Addend) -> Text:
    named = spec.line_by_id.get(addend.name) or spec.column_by_id[addend.name]
    zh, en = named.zh, named.en
    if addend.by_code:
        classes = "、".join(addend.classes)
        zh, en = f"Σ {classes or zh}", f"Σ {', '.join(addend.classes) or en}"
    if addend.column:
        column = spec.column_by_id[addend.column]
        zh, en = f"{zh}/{column.zh}", f"{en}/{column.en}"
    sign = "-" if addend.sign < 0 else ""
    return Text(f"{sign}{zh}", f"{sign}{en}")

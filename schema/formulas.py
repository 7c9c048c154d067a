"""Sums and comparisons as the dictionary writes them: parsed, and as sentences for people.

Within a form, ``A`` and ``-A`` name a line or column that is added or subtracted; ``A | B + C``
stands for the first alternative that a form prints; ``@Line`` for the rows by code,
``@Line:301,303`` for those of some classes; ``Line/Column`` for a line in one column only.
Between forms, an operand is ``form:row/column``; operands join with ``+`` and ``-``. Combined
rules have more: ``A | B + C`` stands for the first alternative that a filing prints, the row ``@``
for the topmost rows by code, and ``previous.form:row/column`` for last year's figure.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from juesuan.schema.spec import FormSpec, Sum

_TERM = re.compile(
    r"(?P<sign>[+-]?)\s*(?P<previous>previous\.)?(?P<form>[a-z-]+):(?P<row>@|[\w{}]+)/(?P<column>\w+)"
)


@dataclass(frozen=True, slots=True)
class Addend:
    """A line, a column or the rows by code, with its sign in a sum."""

    sign: int
    name: str
    column: str | None = None
    by_code: bool = False
    classes: tuple[str, ...] = ()


Part = tuple[tuple[Addend, ...], ...]
"""The alternatives of one part of a sum."""


@dataclass(frozen=True, slots=True)
class Term:
    """One operand of a comparison between forms, with its sign."""

    factor: int
    form: str
    row: str
    column: str
    previous: bool = False


Alternatives = tuple[tuple[Term, ...], ...]
"""The alternatives of one side of a comparison."""


def parse_addend(source: str) -> Addend:
    """Parse one line or column of a sum, or its total."""
    sign, source = (-1, source[1:]) if source.startswith("-") else (1, source)
    if source.startswith("@"):
        name, _, classes = source[1:].partition(":")
        return Addend(sign, name, None, True, tuple(filter(None, classes.split(","))))
    name, _, column = source.partition("/")
    return Addend(sign, name, column or None)


def parse_parts(sources: Iterable[str]) -> tuple[Part, ...]:
    """Parse the parts of a sum."""
    return tuple(
        tuple(
            tuple(parse_addend(name.strip()) for name in alternative.split("+"))
            for alternative in source.split("|")
        )
        for source in sources
    )


def parse_terms(source: str) -> tuple[Term, ...]:
    """Parse one side of a comparison between forms."""
    return tuple(
        Term(
            -1 if match["sign"] == "-" else 1,
            match["form"],
            match["row"],
            match["column"],
            bool(match["previous"]),
        )
        for match in _TERM.finditer(source)
    )


def parse_alternatives(source: str) -> Alternatives:
    """Parse one side of a combined rule."""
    return tuple(parse_terms(alternative) for alternative in source.split("|"))


# --- what they read like ---------------------------------------------------------------------

Words = tuple[str, str]
"""A text in Chinese and in English."""


def sum_formula(spec: FormSpec, raw: Sum, sign: str = "=") -> Words:
    """Return a sum as a formula in the labels of its lines and columns."""
    total, parts = parse_addend(raw.total), parse_parts(raw.parts)
    sides = [_part(spec, part) for part in parts]
    return (
        f"{_label(spec, total)[0]} {sign} {_joined(zh for zh, _ in sides)}",
        f"{_label(spec, total)[1]} {sign} {_joined(en for _, en in sides)}",
    )


def sum_statement(spec: FormSpec, raw: Sum, sign: str = "=") -> Words:
    """Return what a sum of lines or columns demands."""
    zh, en = sum_formula(spec, raw, sign)
    return raw.zh or f"{spec.zh}：{zh}", raw.en or f"{spec.en}: {en}"


def tree_statement(spec: FormSpec) -> Words:
    """Return what the tree of a form's codes demands."""
    return (
        f"{spec.zh}：上级科目等于下级科目之和",
        f"{spec.en}: every code equals the sum of the codes below it",
    )


def total_statement(spec: FormSpec) -> Words:
    """Return what the total line of a form's codes demands."""
    return (
        f"{spec.zh}：合计等于各类之和",
        f"{spec.en}: the total equals the sum of the classes",
    )


def total_rule_id(spec: FormSpec) -> str:
    """Return the identifier of the rule on a form's total line."""
    return f"F{spec.order}-S"


def _joined(parts: Iterable[str]) -> str:
    return " + ".join(parts).replace("+ -", "- ")


def _part(spec: FormSpec, part: Part) -> Words:
    labels = [[_label(spec, addend) for addend in names] for names in part]
    zh = [_joined(label[0] for label in names) for names in labels]
    en = [_joined(label[1] for label in names) for names in labels]
    if len(part) == 1:
        return zh[0], en[0]
    return f"（{' 或 '.join(zh)}）", f"({' or '.join(en)})"


def _label(spec: FormSpec, addend: Addend) -> Words:
    named = spec.line_by_id.get(addend.name) or spec.column_by_id[addend.name]
    zh, en = named.zh, named.en
    if addend.by_code:
        classes = "、".join(addend.classes)
        zh, en = f"Σ {classes or zh}", f"Σ {', '.join(addend.classes) or en}"
    if addend.column:
        column = spec.column_by_id[addend.column]
        zh, en = f"{zh}/{column.zh}", f"{en}/{column.en}"
    sign = "-" if addend.sign < 0 else ""
    return f"{sign}{zh}", f"{sign}{en}"

"""The dictionary as Python types: concepts, forms with their columns and lines, identities."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from juesuan.schema.codes import CodeList
from juesuan.schema.errors import DictionaryError
from juesuan.schema.filing import UNLABELLED, UNLABELLED_CONCEPT
from juesuan.schema.rulebook import RuleBook
from juesuan.schema.text import normalise

Pattern = re.Pattern[str]

PROJECT = "Project"
"""The axis of rows that go by their printed name."""

_SEPARATORS = str.maketrans({";": "；", "=": "＝"})  # as they part dimensions in CSV


@dataclass(frozen=True, slots=True)
class Concept:
    """A thing that can be reported. ``period`` is ``duration`` or ``instant`` as in XBRL."""

    id: str
    label_zh: str
    label_en: str
    type: str
    period: str
    balance: str
    definition_zh: str
    definition_en: str
    source: str


@dataclass(frozen=True, slots=True)
class Member:
    """A member of an axis with a closed list of members; ``member`` is empty for code lists."""

    axis: str
    member: str
    label_zh: str
    label_en: str


@dataclass(frozen=True, slots=True)
class HeaderItem:
    """A text that a filing, or each of its forms, states of itself (``scope``)."""

    id: str
    label_zh: str
    label_en: str
    scope: str
    definition_zh: str
    definition_en: str


@dataclass(frozen=True, slots=True)
class Side:
    """One half of a two-sided form; ``heads`` match a header word that stands over it.

    The lines of the side ``also`` may stand on it too (totals printed under its columns).
    """

    id: str
    heads: tuple[Pattern, ...]
    also: str | None


@dataclass(frozen=True, slots=True)
class Scenario:
    """Figures of another kind than the year's actual ones: ``head`` is what stands over them.

    ``prefix`` begins the identifiers of the columns that hold them.
    """

    member: str
    prefix: str
    zh: str
    en: str
    head: Pattern


@dataclass(frozen=True, slots=True)
class Column:
    """A column of amounts. ``paths`` are header paths, leaf last, each a tuple of patterns.

    ``within`` names the columns whose head may stand over it (基本支出 under 本年支出); ``unit`` is
    that of its figures where the line does not decide it.
    """

    id: str
    zh: str
    en: str
    concept: str | None
    paths: tuple[tuple[Pattern, ...], ...]
    dimensions: Mapping[str, str]
    side: str | None
    default: bool
    within: tuple[str, ...]
    unit: str


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a form, or the place of its rows by code (``classification``) or name (``named``).

    ``unit`` is that of its figures (CNY, or pure for counts), None where the column decides it;
    ``column`` is where its figures belong when the head names no kind of them.
    """

    id: str
    zh: str
    en: str
    concept: str | None
    labels: tuple[Pattern, ...]
    dimensions: Mapping[str, str]
    side: str | None
    under: str | None
    classification: bool
    named: bool = False
    unit: str | None = None
    column: str | None = None

    @property
    def repeats(self) -> bool:
        """Whether the form may have several rows of this line."""
        return self.classification or self.named


UNLABELLED_LINE = Line(
    UNLABELLED,
    "（无名称）",
    "(no name)",
    UNLABELLED_CONCEPT,
    labels=(),
    dimensions={},
    side=None,
    under=None,
    classification=False,
)
"""The line of zeros printed in rows without a name; every form may have it."""


@dataclass(frozen=True, slots=True)
class Classification:
    """How rows by code work in a form: axis, lengths and first digits, rule of the tree."""

    axis: str
    levels: tuple[int, ...]
    first: Pattern
    by_name: bool
    tree: str | None
    total: str | None
    concept: str | None


@dataclass(frozen=True, slots=True)
class Sum:
    """An identity of lines or columns: total = Σ parts (a part may bear ``-`` or alternatives)."""

    id: str
    total: str
    parts: tuple[str, ...]
    zh: str
    en: str


def _any_of(patterns: Iterable[Pattern]) -> Pattern:
    """Return one pattern for several; one that matches nothing where there are none."""
    sources = dict.fromkeys(pattern.pattern for pattern in patterns)
    return re.compile("|".join(f"(?:{source})" for source in sources) or r"(?!)")


@dataclass(frozen=True)
class FormSpec:
    """One form as the dictionary describes it; ``standard`` are the nine that everyone prints.

    ``line_limits`` name lines that are parts of a whole (其中): they do not exceed it together.
    """

    id: str
    element: str
    order: int
    standard: bool
    zh: str
    en: str
    definition_zh: str
    definition_en: str
    titles: tuple[Pattern, ...]
    title_forbids: Pattern
    dimensions: Mapping[str, str]
    title_dimensions: tuple[tuple[Pattern, Mapping[str, str]], ...]
    classification: Classification | None
    sides: tuple[Side, ...]
    columns: tuple[Column, ...]
    lines: tuple[Line, ...]
    line_sums: tuple[Sum, ...]
    column_sums: tuple[Sum, ...]
    line_limits: tuple[Sum, ...] = ()

    @cached_property
    def column_by_id(self) -> dict[str, Column]:
        """The columns by identifier."""
        return {column.id: column for column in self.columns}

    @cached_property
    def leaf_heads(self) -> Pattern:
        """What any column may be headed, as one pattern."""
        return _any_of(path[-1] for column in self.columns for path in column.paths)

    @cached_property
    def line_labels(self) -> Pattern:
        """What any line may be called, as one pattern."""
        return _any_of(label for line in self.lines for label in line.labels)

    @cached_property
    def line_by_id(self) -> dict[str, Line]:
        """The lines by identifier."""
        return {line.id: line for line in self.lines}

    @cached_property
    def classification_line(self) -> Line | None:
        """The place of the rows by code."""
        return next((line for line in self.lines if line.classification), None)

    def columns_of(self, side: str | None) -> tuple[Column, ...]:
        """Return the columns that may stand on a side of the form."""
        return tuple(c for c in self.columns if side is None or c.side in (None, side))

    @cached_property
    def named_line(self) -> Line | None:
        """The place of the rows by printed name (projects), or None."""
        return next((line for line in self.lines if line.named), None)

    def lines_of(self, side: str | None) -> tuple[Line, ...]:
        """Return the lines that may stand on a side of the form."""
        return tuple(line for line in self.lines if side is None or line.side in (None, side))

    def concept_of(self, line: Line, column: Column) -> str:
        """Return the concept of the cell where a line meets a column.

        The line names it where it can; total lines and rows by code leave it to the column.
        """
        if line.concept is not None:
            return line.concept
        if column.concept is not None:
            return column.concept
        raise DictionaryError(
            f"{self.id}：{line.id}/{column.id} 没有对应概念",
            f"{self.id}: no concept for {line.id}/{column.id}",
        )

    def unit_of(self, line: Line, column: Column) -> str:
        """Return the unit of the cell where a line meets a column: CNY, or pure for counts."""
        return line.unit or column.unit

    def dimensions_of(
        self,
        line: Line,
        column: Column,
        code: str | None,
        title: str | None,
        label: str | None = None,
    ) -> tuple[tuple[str, str], ...]:
        """Return the sorted (axis, member) pairs of a cell; the more special statement wins.

        ``label`` is the printed name of the row, which is a member where rows go by name.
        """
        members = dict(self.dimensions)
        for pattern, dimensions in self.title_dimensions:
            if title and pattern.search(normalise(title)):
                members.update(dimensions)
        members.update(column.dimensions)
        members.update(line.dimensions)
        if code is not None and self.classification is not None:
            members[self.classification.axis] = code
        if line.named and label is not None:
            members[PROJECT] = label.translate(_SEPARATORS)
        return tuple(sorted(members.items()))


@dataclass(frozen=True, slots=True)
class CrossRule:
    """An identity between forms or years, as ``rules/*.toml`` write it.

    ``previous`` is whether it looks at last year's filing; ``forms`` are those that it needs of
    this year's.
    """

    id: str
    zh: str
    en: str
    source: str
    severity: str
    relation: str
    left: str
    right: str
    each: str | None
    forms: tuple[str, ...]
    previous: bool = False


@dataclass(frozen=True)
class Words:
    """Words of the printed page that belong to no single form (``words.toml``)."""

    units: Mapping[str, int]
    roles: Mapping[str, tuple[Pattern, ...]]
    generic: tuple[Pattern, ...]
    scenarios: tuple[Scenario, ...]
    foreign: Pattern
    column_numbers: frozenset[str]
    dashes: frozenset[str]
    lines: Mapping[str, str]
    document: Mapping[str, Any]
    no_names: tuple[Pattern, ...]


@dataclass(frozen=True)
class Dictionary:
    """Everything that the program knows of the standard.

    ``cross_rules`` compare plain sums of figures; ``combined_rules`` also alternatives, rows by
    code and last year's figures (see ``schema/formulas.py``).
    """

    concepts: Mapping[str, Concept]
    members: tuple[Member, ...]
    header: tuple[HeaderItem, ...]
    forms: tuple[FormSpec, ...]
    words: Words
    codes: Mapping[str, CodeList]
    cross_rules: tuple[CrossRule, ...]
    combined_rules: tuple[CrossRule, ...]
    rulebook: RuleBook
    _by_id: dict[str, FormSpec] = field(default_factory=dict, repr=False)

    def __post_init__(self) -> None:
        """Index the forms."""
        self._by_id.update({form.id: form for form in self.forms})

    @property
    def standard_forms(self) -> tuple[FormSpec, ...]:
        """The nine forms that every body publishes."""
        return tuple(form for form in self.forms if form.standard)

    def form(self, form_id: str) -> FormSpec:
        """Return the description of a form; KeyError for an unknown identifier."""
        return self._by_id[form_id]

"""Loads the dictionary: what forms look like, what concepts are called, what adds up to what.

The data stand under ``schema/dictionary/`` and are edited by people who know accounts. Nothing
here knows a form by name.
"""

from __future__ import annotations

import csv
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

from juesuan.schema.codes import CodeList, load_code_list
from juesuan.schema.errors import DictionaryError
from juesuan.schema.filing import UNLABELLED, UNLABELLED_CONCEPT
from juesuan.schema.text import normalise

Pattern = re.Pattern[str]


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
class Side:
    """One half of a two-sided form; ``heads`` match the header word that stands over it."""

    id: str
    heads: tuple[Pattern, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of amounts. ``paths`` are header paths, leaf last, each a tuple of patterns."""

    id: str
    zh: str
    en: str
    concept: str | None
    paths: tuple[tuple[Pattern, ...], ...]
    dimensions: Mapping[str, str]
    side: str | None
    default: bool


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a form, or (``classification``) the place of its rows by code."""

    id: str
    zh: str
    en: str
    concept: str | None
    labels: tuple[Pattern, ...]
    dimensions: Mapping[str, str]
    side: str | None
    under: str | None
    classification: bool


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
    """How rows by code work in a form: axis, lengths of codes, and the rule of their tree."""

    axis: str
    levels: tuple[int, ...]
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


@dataclass(frozen=True)
class FormSpec:
    """One standard form as the dictionary describes it."""

    id: str
    element: str
    order: int
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

    @cached_property
    def column_by_id(self) -> dict[str, Column]:
        """The columns by identifier."""
        return {column.id: column for column in self.columns}

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

    def dimensions_of(
        self, line: Line, column: Column, code: str | None, title: str | None
    ) -> tuple[tuple[str, str], ...]:
        """Return the sorted (axis, member) pairs of a cell; the more special statement wins."""
        members = dict(self.dimensions)
        for pattern, dimensions in self.title_dimensions:
            if title and pattern.search(normalise(title)):
                members.update(dimensions)
        members.update(column.dimensions)
        members.update(line.dimensions)
        if code is not None and self.classification is not None:
            members[self.classification.axis] = code
        return tuple(sorted(members.items()))


@dataclass(frozen=True, slots=True)
class CrossRule:
    """An identity between forms, as written in ``rules/cross.toml``."""

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


@dataclass(frozen=True)
class Words:
    """Words of the printed page that belong to no single form (``words.toml``)."""

    units: Mapping[str, int]
    roles: Mapping[str, tuple[Pattern, ...]]
    generic: tuple[Pattern, ...]
    other_scenario: Pattern
    column_numbers: frozenset[str]
    dashes: frozenset[str]
    lines: Mapping[str, str]
    document: Mapping[str, Any]


@dataclass(frozen=True)
class Dictionary:
    """Everything that the program knows of the standard."""

    concepts: Mapping[str, Concept]
    members: tuple[Member, ...]
    forms: tuple[FormSpec, ...]
    words: Words
    codes: Mapping[str, CodeList]
    cross_rules: tuple[CrossRule, ...]
    _by_id: dict[str, FormSpec] = field(default_factory=dict, repr=False)

    def __post_init__(self) -> None:
        """Index the forms."""
        self._by_id.update({form.id: form for form in self.forms})

    def form(self, form_id: str) -> FormSpec:
        """Return the description of a form; KeyError for an unknown identifier."""
        return self._by_id[form_id]


def _root() -> Traversable:
    return files("juesuan.schema") / "dictionary"


def _toml(path: Traversable) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def _rows(path: Traversable) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def _patterns(sources: list[str]) -> tuple[Pattern, ...]:
    return tuple(re.compile(source) for source in sources)


def _path(source: str) -> tuple[Pattern, ...]:
    """Split a header path at the slashes that stand outside brackets."""
    segments, depth = [""], 0
    for char in source:
        depth += (char == "(") - (char == ")")
        if char == "/" and depth == 0:
            segments.append("")
        else:
            segments[-1] += char
    return _patterns(segments)


def _paths(sources: list[str]) -> tuple[tuple[Pattern, ...], ...]:
    """Compile header paths; ``a(/b)?`` stands for the two paths ``a`` and ``a/b``."""
    paths = []
    for source in sources:
        if source.endswith(")?") and "(/" in source:
            stem, _, tail = source[:-2].partition("(/")
            paths += [_path(stem), _path(f"{stem}/{tail}")]
        else:
            paths.append(_path(source))
    return tuple(paths)


def _labels(entry: Mapping[str, Any], concepts: Mapping[str, Concept]) -> tuple[str, str]:
    concept = concepts.get(entry.get("concept", entry["id"]))
    zh = entry.get("zh") or (concept.label_zh if concept else None)
    en = entry.get("en") or (concept.label_en if concept else None)
    if not zh or not en:
        raise DictionaryError(f"{entry['id']} 缺少名称", f"{entry['id']} has no labels")
    return zh, en


def _concept_of(entry: Mapping[str, Any], concepts: Mapping[str, Concept]) -> str | None:
    name = entry.get("concept", entry["id"] if entry["id"] in concepts else None)
    if name is not None and name not in concepts:
        raise DictionaryError(f"未知概念 {name}", f"unknown concept {name}")
    return name


def _sums(raw: list[dict[str, Any]]) -> tuple[Sum, ...]:
    return tuple(
        Sum(s["id"], s["total"], tuple(s["parts"]), s.get("zh", ""), s.get("en", "")) for s in raw
    )


def _form(raw: dict[str, Any], concepts: Mapping[str, Concept]) -> FormSpec:
    classification = raw.get("classification")
    columns = tuple(
        Column(
            entry["id"],
            *_labels(entry, concepts),
            concept=_concept_of(entry, concepts),
            paths=_paths(entry["paths"]),
            dimensions=entry.get("dimensions", {}),
            side=entry.get("side"),
            default=entry.get("default", False),
        )
        for entry in raw["columns"]
    )
    lines = tuple(
        Line(
            entry["id"],
            *_labels(entry, concepts),
            concept=_concept_of(entry, concepts),
            labels=_patterns(entry.get("labels", [])),
            dimensions=entry.get("dimensions", {}),
            side=entry.get("side"),
            under=entry.get("under"),
            classification=entry.get("classification", False),
        )
        for entry in raw["lines"]
    )
    return FormSpec(
        **{key: raw[key] for key in ("id", "element", "order", "zh", "en")},
        definition_zh=raw["definition_zh"],
        definition_en=raw["definition_en"],
        titles=_patterns(raw["titles"]),
        title_forbids=re.compile(raw["title_forbids"]),
        dimensions=raw.get("dimensions", {}),
        title_dimensions=tuple(
            (re.compile(t["pattern"]), t["dimensions"]) for t in raw.get("title_dimensions", [])
        ),
        classification=classification
        and Classification(
            classification["axis"],
            tuple(classification["levels"]),
            classification.get("by_name", False),
            classification.get("tree"),
            classification.get("total"),
            classification.get("concept"),
        ),
        sides=tuple(Side(s["id"], _patterns(s["heads"])) for s in raw.get("sides", [])),
        columns=columns,
        lines=lines,
        line_sums=_sums(raw.get("line_sums", [])),
        column_sums=_sums(raw.get("column_sums", [])),
    )


def _words(raw: dict[str, Any]) -> Words:
    return Words(
        units=raw["units"],
        roles={role: _patterns(sources) for role, sources in raw["roles"].items()},
        generic=_patterns(raw["header"]["generic"]),
        other_scenario=re.compile(raw["header"]["other_scenario"]),
        column_numbers=frozenset(raw["header"]["column_numbers"]),
        dashes=frozenset(normalise(dash) for dash in raw["zero"]["dashes"]),
        lines=raw["lines"],
        document=raw["document"],
    )


def _cross_rule(raw: dict[str, Any]) -> CrossRule:
    operands = f"{raw['left']} {raw['right']}"
    forms = dict.fromkeys(re.findall(r"([a-z][a-z-]+):", operands))
    return CrossRule(
        **{key: raw[key] for key in ("id", "zh", "en", "source", "left", "right")},
        severity=raw.get("severity", "error"),
        relation=raw.get("relation", "equal"),
        each=raw.get("each"),
        forms=tuple(forms),
    )


@cache
def load_dictionary() -> Dictionary:
    """Read and check the dictionary; DictionaryError names what contradicts itself."""
    root = _root()
    concepts = {row["id"]: Concept(**row) for row in _rows(root / "concepts.csv")}
    forms = (_form(_toml(p), concepts) for p in (root / "forms").iterdir() if p.name[0] != ".")
    return Dictionary(
        concepts=concepts,
        members=tuple(Member(**row) for row in _rows(root / "dimensions.csv")),
        forms=tuple(sorted(forms, key=lambda form: form.order)),
        words=_words(_toml(root / "words.toml")),
        codes={
            "FunctionalClassification": load_code_list(root / "codes" / "functional-2024.csv"),
            "EconomicClassification": load_code_list(root / "codes" / "economic-2024.csv"),
        },
        cross_rules=tuple(_cross_rule(r) for r in _toml(root / "rules" / "cross.toml")["rule"]),
    )

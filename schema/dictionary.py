"""Loads the dictionary: what forms look like, what concepts are called, what adds up to what.

The data stand under ``schema/dictionary/`` and are edited by people who know accounts. Nothing
here knows a form by name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

from juesuan.schema.codes import load_code_list
from juesuan.schema.errors import DictionaryError
from juesuan.schema.resources import read_csv, read_toml
from juesuan.schema.rulebook import load_rule_book
from juesuan.schema.spec import (
    Classification,
    Column,
    Concept,
    CrossRule,
    Dictionary,
    FormSpec,
    HeaderItem,
    Line,
    Member,
    Pattern,
    Scenario,
    Side,
    Sum,
    Words,
)
from juesuan.schema.text import normalise

UNITS = {"monetary": "CNY", "integer": "pure"}
"""The unit of a concept's figures by its type."""


def _root() -> Traversable:
    return files("juesuan.schema") / "dictionary"


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
    name: str | None = entry.get("concept", entry["id"] if entry["id"] in concepts else None)
    if name is not None and name not in concepts:
        raise DictionaryError(f"未知概念 {name}", f"unknown concept {name}")
    return name


def _sums(raw: list[dict[str, Any]]) -> tuple[Sum, ...]:
    return tuple(
        Sum(s["id"], s["total"], tuple(s["parts"]), s.get("zh", ""), s.get("en", "")) for s in raw
    )


def _unit_of(concept: str | None, concepts: Mapping[str, Concept]) -> str | None:
    """Return the unit of a concept's figures."""
    return None if concept is None else UNITS[concepts[concept].type]


def _column(entry: dict[str, Any], concepts: Mapping[str, Concept]) -> Column:
    concept = _concept_of(entry, concepts)
    return Column(
        entry["id"],
        *_labels(entry, concepts),
        concept=concept,
        paths=_paths(entry["paths"]),
        dimensions=entry.get("dimensions", {}),
        side=entry.get("side"),
        default=entry.get("default", False),
        within=tuple(entry.get("within", [])),
        unit=_unit_of(concept, concepts) or "CNY",
    )


def _columns(
    raw: list[dict[str, Any]], concepts: Mapping[str, Concept], scenarios: Sequence[Scenario]
) -> Iterator[Column]:
    """Yield the columns of a form in printed order: budgets, actual figures, prior years.

    A column marked ``by_scenario`` may also stand under 年初预算数 and the like; the first of them
    on a side is what such a head means alone.
    """
    base = [_column(entry, concepts) for entry in raw]
    marked = [
        column for entry, column in zip(raw, base, strict=True) if entry.get("by_scenario", False)
    ]
    alone = {column.side: column.id for column in reversed(marked)}
    for scenario in (s for s in scenarios if not s.member.startswith("prior")):
        yield from (_other(c, scenario, alone[c.side] == c.id) for c in marked)
    yield from base
    for scenario in (s for s in scenarios if s.member.startswith("prior")):
        yield from (_other(c, scenario, alone[c.side] == c.id) for c in marked)


def _other(column: Column, scenario: Scenario, alone: bool) -> Column:
    """Return a column's counterpart for another scenario."""
    stem = "" if column.id == "Actual" else column.id
    paths = [p for path in column.paths for p in ((scenario.head, *path), (*path, scenario.head))]
    return replace(
        column,
        id=scenario.prefix + stem,
        zh=f"{scenario.zh}：{column.zh}" if stem else scenario.zh,
        en=f"{scenario.en}: {column.en}" if stem else scenario.en,
        paths=(*([(scenario.head,)] if alone else []), *paths),
        dimensions={**column.dimensions, "Scenario": scenario.member},
        default=False,
        within=(*column.within, *(scenario.prefix + name for name in column.within), column.id),
    )


def _line(entry: dict[str, Any], concepts: Mapping[str, Concept]) -> Line:
    concept = _concept_of(entry, concepts)
    return Line(
        entry["id"],
        *_labels(entry, concepts),
        concept=concept,
        labels=_patterns(entry.get("labels", [])),
        dimensions=entry.get("dimensions", {}),
        side=entry.get("side"),
        under=entry.get("under"),
        classification=entry.get("classification", False),
        named=entry.get("named", False),
        unit=_unit_of(concept, concepts),
        column=entry.get("column"),
    )


def _form(
    raw: dict[str, Any], concepts: Mapping[str, Concept], scenarios: Sequence[Scenario]
) -> FormSpec:
    classification = raw.get("classification")
    return FormSpec(
        **{key: raw[key] for key in ("id", "element", "order", "zh", "en")},
        standard=raw.get("standard", True),
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
            re.compile(classification["first"]),
            classification.get("by_name", False),
            classification.get("tree"),
            classification.get("total"),
            classification.get("concept"),
        ),
        sides=tuple(
            Side(s["id"], _patterns(s["heads"]), s.get("also")) for s in raw.get("sides", [])
        ),
        columns=tuple(_columns(raw["columns"], concepts, scenarios)),
        lines=tuple(_line(entry, concepts) for entry in raw["lines"]),
        line_sums=_sums(raw.get("line_sums", [])),
        column_sums=_sums(raw.get("column_sums", [])),
        line_limits=_sums(raw.get("line_limits", [])),
    )


def _words(raw: dict[str, Any]) -> Words:
    return Words(
        units=raw["units"],
        roles={role: _patterns(sources) for role, sources in raw["roles"].items()},
        generic=_patterns(raw["header"]["generic"]),
        scenarios=tuple(
            Scenario(
                **{key: entry[key] for key in ("member", "prefix", "zh", "en")},
                head=re.compile("|".join(f"(?:{head})" for head in entry["heads"])),
            )
            for entry in raw["scenario"]
        ),
        foreign=re.compile(raw["header"]["foreign"]),
        column_numbers=frozenset(raw["header"]["column_numbers"]),
        dashes=frozenset(normalise(dash) for dash in raw["zero"]["dashes"]),
        lines=raw["lines"],
        document=raw["document"],
        no_names=_patterns(raw["document"]["no_names"]),
    )


def _cross_rule(raw: dict[str, Any]) -> CrossRule:
    operands = f"{raw['left']} {raw['right']}"
    forms = dict.fromkeys(re.findall(r"(?<![.a-z-])([a-z][a-z-]+):", operands))
    return CrossRule(
        **{key: raw[key] for key in ("id", "zh", "en", "source", "left", "right")},
        severity=raw.get("severity", "error"),
        relation=raw.get("relation", "equal"),
        each=raw.get("each"),
        forms=tuple(forms),
        previous="previous." in operands,
    )


def _inherited(raws: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Give forms that are ``like`` another its columns and lines, or its lines before their own."""
    by_id = {raw["id"]: raw for raw in raws}
    for raw in by_id.values():
        if model := by_id.get(raw.pop("like", "")):
            raw.update(columns=model["columns"], lines=model["lines"])
        if model := by_id.get(raw.pop("with_lines_of", "")):
            raw["lines"] = [*model["lines"], *raw["lines"]]
    return list(by_id.values())


def _cross_rules(path: Traversable) -> tuple[CrossRule, ...]:
    return tuple(_cross_rule(raw) for raw in read_toml(path)["rule"])


@cache
def load_dictionary() -> Dictionary:
    """Read and check the dictionary; DictionaryError names what contradicts itself."""
    root = _root()
    concepts = {row["id"]: Concept(**row) for row in read_csv(root / "concepts.csv")}
    words = _words(read_toml(root / "words.toml"))
    files = [path for path in (root / "forms").iterdir() if path.name[0] != "."]
    forms = [_form(raw, concepts, words.scenarios) for raw in _inherited(map(read_toml, files))]
    return Dictionary(
        concepts=concepts,
        members=tuple(Member(**row) for row in read_csv(root / "dimensions.csv")),
        header=tuple(HeaderItem(**row) for row in read_csv(root / "header.csv")),
        forms=tuple(sorted(forms, key=lambda form: form.order)),
        words=words,
        codes={
            "FunctionalClassification": load_code_list(root / "codes" / "functional-2024.csv"),
            "EconomicClassification": load_code_list(root / "codes" / "economic-2024.csv"),
        },
        cross_rules=_cross_rules(root / "rules" / "cross.toml"),
        combined_rules=(
            *_cross_rules(root / "rules" / "combined.toml"),
            *_cross_rules(root / "rules" / "years.toml"),
        ),
        rulebook=load_rule_book(root),
    )

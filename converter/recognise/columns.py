"""Tells what the words over a column mean: its role, and which column (and line) of the form."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from juesuan.schema.spec import Column, FormSpec, Line, Words

TEXTUAL = ("code", "name", "label")
"""Roles of columns that say what a row is."""

Path = tuple[str, ...]


def role_of(path: Path, words: Words) -> str:
    """Return the role of a column; a 合计 that stands under 科目名称 is a row's label."""
    for text in reversed(path):
        for role, patterns in words.roles.items():
            if any(pattern.fullmatch(text) for pattern in patterns):
                return role
        if not any(pattern.fullmatch(text) for pattern in words.generic):
            break
    return "amount" if path else "unknown"


def match_column(path: Path, columns: Sequence[Column], words: Words) -> Column | None:
    """Return the column whose header path fits best; the longest match wins.

    Words over the leaf that mean another column, another scenario (预算数, 上年决算数) or another
    kind of figure (增减, 占比) must be the column's own, else the column is none that is known.
    """
    best: tuple[int, Column] | None = None
    for shorter in _shortenings(path, words):
        for column in columns:
            for patterns in column.paths:
                if best is not None and len(patterns) <= best[0]:
                    continue
                if fits(patterns, shorter) and _consistent(column, path, columns, words):
                    best = (len(patterns), column)
    return best[1] if best else None


def _shortenings(path: Path, words: Words) -> list[Path]:
    """Return a path without 小计, 金额 and the like at its end, and then the path itself."""
    paths = [path]
    while len(path) > 1 and any(p.fullmatch(path[-1]) for p in words.generic):
        path = path[:-1]
        paths.insert(0, path)
    return paths


def fits(patterns: Sequence[re.Pattern[str]], path: Path) -> bool:
    """Return whether the last pattern matches the leaf and the others its ancestors, in order."""
    if not path or not patterns[-1].fullmatch(path[-1]):
        return False
    ancestors = iter(path[:-1])
    return all(any(p.fullmatch(text) for text in ancestors) for p in patterns[:-1])


def _consistent(column: Column, path: Path, columns: Sequence[Column], words: Words) -> bool:
    allowed = {column.id, *column.within}
    own = [p for c in columns if c.id in allowed for patterns in c.paths for p in patterns]
    if scenario_of(path, words) != column.dimensions.get("Scenario", "actual"):
        return False
    for text in path:
        if any(s.head.fullmatch(text) for s in words.scenarios):
            continue
        if any(pattern.fullmatch(text) for pattern in own):
            continue
        if words.foreign.fullmatch(text):
            return False
        if any(pattern.fullmatch(text) for pattern in words.generic):
            continue
        if any(len(p) == 1 and p[0].fullmatch(text) for c in columns for p in c.paths):
            return False
    return True


def scenario_of(path: Path, words: Words) -> str:
    """Return the scenario that a path names; 预算数 over 年初预算数 is the narrower one."""
    named = {s.member for text in path for s in words.scenarios if s.head.fullmatch(text)}
    narrower = named - {"budget"} if len(named) > 1 else named
    return narrower.pop() if len(narrower) == 1 else "several" if narrower else "actual"


# --- forms whose lines stand in the header ---------------------------------------------------


def lines_in_header(paths: Sequence[Path], spec: FormSpec) -> bool:
    """Return whether a form's lines stand in its header, side by side (三公 in twelve columns)."""
    if spec.classification or spec.sides:
        return False
    lines = {line.id for path in paths for text in path if (line := line_named(text, spec))}
    return len(lines) > 2


def transposed(path: Path, spec: FormSpec, words: Words) -> tuple[Line | None, Column | None]:
    """Resolve a column of a form whose lines stand in the header.

    A bare 合计 or 小计 means the line of the nearest head above it that names one.
    """
    line: Line | None = None
    column: Column | None = None
    for text in reversed(path):
        if words.foreign.fullmatch(text):
            return None, None
        found, named = line_named(text, spec), column_named(text, spec)
        if named and not (found and named.default):
            column = column or named
        elif found and (line is None or line is spec.lines[0]):
            line = found
    return line, column or default_column(spec)


def names_column(path: Path, spec: FormSpec) -> bool:
    """Return whether a column of a form whose lines stand in the header says 预算数 or 决算数."""
    named = ((column_named(text, spec), line_named(text, spec)) for text in path)
    return any(column and not (line and column.default) for column, line in named)


def default_column(spec: FormSpec) -> Column | None:
    """Return the column that is meant where none is named."""
    return next((column for column in spec.columns if column.default), None)


def column_named(text: str, spec: FormSpec) -> Column | None:
    """Return the column that a word alone names, or None."""
    if not spec.leaf_heads.fullmatch(text):
        return None
    return next(
        (c for c in spec.columns for p in c.paths if len(p) == 1 and p[0].fullmatch(text)), None
    )


def line_named(text: str, spec: FormSpec) -> Line | None:
    """Return the first line that a label names, or None."""
    if not spec.line_labels.fullmatch(text):
        return None
    return next((ln for ln in spec.lines for p in ln.labels if p.fullmatch(text)), None)


# --- forms of several sides ------------------------------------------------------------------


def sides_of(paths: Sequence[Path], roles: Sequence[str], spec: FormSpec) -> list[str | None]:
    """Return the side of each column: by the words over its group, else by the group's order."""
    if not spec.sides:
        return [None] * len(paths)
    starts = [
        index
        for index, role in enumerate(roles)
        if role in TEXTUAL and (not index or roles[index - 1] not in TEXTUAL)
    ]
    starts = [0, *starts[1:]]
    sides: list[str | None] = []
    used: set[str] = set()
    for number, (start, stop) in enumerate(pairwise([*starts, len(paths)])):
        by_order = spec.sides[min(number, len(spec.sides) - 1)].id
        side = _side_named(paths[start:stop], roles[start:stop], spec)
        if side is None or (side in used and by_order not in used):
            side = by_order
        used.add(side)
        sides += [side] * (stop - start)
    return sides


def _side_named(paths: Sequence[Path], roles: Sequence[str], spec: FormSpec) -> str | None:
    """Return the side that the words over a group name; those over its labels decide first."""
    labels = [path for path, role in zip(paths, roles, strict=True) if role in TEXTUAL]
    for group in (labels, paths):
        texts = [text for path in group for text in path]
        for side in reversed(spec.sides):
            if any(head.fullmatch(text) for head in side.heads for text in texts):
                return side.id
    return None

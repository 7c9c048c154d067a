"""Resolves the header of a table: which rows it takes, and what each column means."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from juesuan.converter.document import Grid
from juesuan.converter.numbers import parse_amount
from juesuan.converter.recognise.table import Slot, Table, join_grids
from juesuan.schema.spec import Column, Dictionary, FormSpec, Line, Words
from juesuan.schema.text import without_numbering

CODE = re.compile(r"[1-9]\d{2}(\d{2}){0,2}")
"""A classification code of 类, 款 or 项 (three, five or seven digits)."""

_MAX_HEADER = 8


@dataclass(frozen=True, slots=True)
class ColumnHead:
    """What the header says of the lattice columns ``start`` to ``stop``.

    ``role`` is code, name, label, line_number, amount or unknown; an amount column has its
    ``column`` (and, in forms without a column of labels, its ``line``).
    """

    start: int
    stop: int
    path: tuple[str, ...]
    role: str
    side: str | None = None
    column: Column | None = None
    line: Line | None = None

    @property
    def textual(self) -> bool:
        """Whether the column holds codes, names or labels."""
        return self.role in ("code", "name", "label")


@dataclass(frozen=True, slots=True)
class Header:
    """The resolved header: its columns from left to right and the first row of the body."""

    heads: tuple[ColumnHead, ...]
    body: int


def header_score(grid: Grid, spec: FormSpec, dictionary: Dictionary) -> int:
    """Return how many distinct columns of a form the header of a grid names, less the unknown."""
    header = resolve_header(join_grids([grid]), spec, dictionary, None)
    named = {
        (head.side, head.column.id, head.line.id if head.line else None)
        for head in header.heads
        if head.column is not None and head.role == "amount"
    }
    unknown = sum(head.role == "unknown" for head in header.heads)
    return len(named) - unknown


def resolve_header(
    table: Table, spec: FormSpec, dictionary: Dictionary, fiscal_year: int | None
) -> Header:
    """Return the header of a form's table; the year tells 2024年决算数 from 2023年决算数."""
    words = dictionary.words
    body = _body_start(table, spec, dictionary)
    paths = [
        tuple(_without_year(without_numbering(text), fiscal_year) for text in path)
        for path in _paths(table, body, spec, words)
    ]
    heads = [_role(path, words) for path in paths]
    sides = _sides(paths, heads, spec)
    transposed = not any(role in ("code", "name", "label") for role in heads)
    resolved: list[ColumnHead] = []
    for index, (path, role, side) in enumerate(zip(paths, heads, sides, strict=True)):
        column, line = None, None
        if role == "amount":
            if transposed:
                line, column = _transposed(path, spec)
            else:
                column = _match_column(path, spec.columns_of(side), words)
            if column is None or (transposed and line is None):
                role = "unknown"
        before = resolved[-1] if resolved else None
        if before and (before.path, before.role, before.side) == (path, role, side):
            resolved[-1] = ColumnHead(before.start, index + 1, path, role, side, column, line)
        else:
            resolved.append(ColumnHead(index, index + 1, path, role, side, column, line))
    return Header(tuple(resolved), body)


# --- where the body begins -------------------------------------------------------------------


def _body_start(table: Table, spec: FormSpec, dictionary: Dictionary) -> int:
    """Return the first row that holds an amount, a code or the label of a line."""
    for number, row in enumerate(table.rows[:_MAX_HEADER]):
        if is_column_numbers(row, dictionary.words):
            continue
        texts = [slot.words for slot in row if slot.words]
        if not texts:
            if number:  # an empty row under the header
                return number
            continue
        if any(_is_figure(text, dictionary.words) or CODE.fullmatch(text) for text in texts):
            return number
        if not spec.sides and sum(_line_named(text, spec) is not None for text in texts) > 1:
            continue  # the lines stand in the header, side by side
        if number and _is_line(row, spec, dictionary) and not _has_header_words(row, spec):
            return number
    return min(len(table.rows), _MAX_HEADER)


def is_column_numbers(row: Sequence[Slot], words: Words) -> bool:
    """Return whether a row only numbers the columns (栏次 1 2 3 …)."""
    numbers = [slot.words for slot in row if slot.words.strip("()").isdigit()]
    others = [slot.words for slot in row if slot.words and not slot.words.strip("()").isdigit()]
    if not numbers or any(_is_figure(text, words) for text in others):
        return False
    if any(text in words.column_numbers for text in others):
        return True
    values = [int(text.strip("()")) for text in numbers]
    if len(values) < 2 or (others and len(values) == 2):
        return False
    return values[0] in (0, 1) and all(b - a == 1 for a, b in pairwise(values))


def _is_figure(text: str, words: Words) -> bool:
    return parse_amount(text, words.dashes) is not None and not CODE.fullmatch(text)


def _is_line(row: Sequence[Slot], spec: FormSpec, dictionary: Dictionary) -> bool:
    first = next(slot for slot in row if slot.words)
    label = without_numbering(first.words)
    if any(pattern.fullmatch(label) for line in spec.lines for pattern in line.labels):
        return True
    classification = spec.classification
    return bool(classification and dictionary.codes[classification.axis].by_name(label, 3))


def _header_words(row: Sequence[Slot], words: Words) -> list[Slot]:
    """Return the heads that share the first row of the body with its label and figures."""
    filled = [slot for slot in row if slot.words]
    return [slot for slot in filled[1:] if not _is_figure(slot.words, words)]


def _has_header_words(row: Sequence[Slot], spec: FormSpec) -> bool:
    """Return whether words of the header stand to the right of a row's label (合计 | 基本支出)."""
    texts = [slot.words for slot in row if slot.words][1:]
    labels = [p for line in spec.lines for p in line.labels]
    return any(
        path[-1].fullmatch(text) and not any(p.fullmatch(text) for p in labels)
        for text in texts
        for column in spec.columns
        for path in column.paths
    )


# --- what stands over each column ------------------------------------------------------------


def _paths(table: Table, body: int, spec: FormSpec, words: Words) -> list[tuple[str, ...]]:
    """Return, for each lattice column, the header texts over it from top to bottom."""
    rows = [row for row in table.rows[:body] if not is_column_numbers(row, words)]
    if body < len(table.rows) and _has_header_words(table.rows[body], spec):
        rows.append(_header_words(table.rows[body], words))
    if not table.geometric:
        return _paths_of_text(rows, table.n_columns)
    paths: list[tuple[str, ...]] = []
    for column in range(table.n_columns):
        over = (
            slot.words
            for row in rows
            for slot in row
            if slot.start <= column < slot.stop and slot.words and not _spans_all(slot, table)
        )
        paths.append(tuple(over))
    return paths


def _spans_all(slot: Slot, table: Table) -> bool:
    """Return whether a cell over the whole width is a title rather than a head."""
    return slot.start == 0 and slot.stop == table.n_columns


def _paths_of_text(rows: Sequence[Sequence[Slot]], n_columns: int) -> list[tuple[str, ...]]:
    """Resolve a header without geometry: an empty cell continues the one above, or to the left.

    It continues the one to the left where nothing stands above it that may reach down.
    """
    paths: list[list[str]] = [[] for _ in range(n_columns)]
    above = [""] * n_columns
    for row in rows:
        own = [""] * n_columns
        left = ""
        for slot in row:
            own[slot.start] = slot.words
            if slot.words or above[slot.start]:
                left = slot.words
            if left:
                paths[slot.start].append(left)
        above = own
    return [tuple(text for text in path if text) for path in paths]


def _without_year(text: str, fiscal_year: int | None) -> str:
    if fiscal_year is None:
        return text
    text = re.sub(rf"^{fiscal_year}年度?(?=.)", "", text)
    return re.sub(rf"^{fiscal_year - 1}年度?(?=.)", "上年", text)


def _role(path: tuple[str, ...], words: Words) -> str:
    """Return the role of a column; a 合计 that stands under 科目名称 is a row's label."""
    for text in reversed(path):
        for role, patterns in words.roles.items():
            if any(pattern.fullmatch(text) for pattern in patterns):
                return role
        if not any(pattern.fullmatch(text) for pattern in words.generic):
            break
    return "amount" if path else "unknown"


def _sides(
    paths: Sequence[tuple[str, ...]], roles: Sequence[str], spec: FormSpec
) -> list[str | None]:
    """Return the side of each column: by the word over it, else by the order of label columns."""
    if not spec.sides:
        return [None] * len(paths)
    by_order, seen, before = [], -1, ""
    for role in roles:
        if role in ("code", "name", "label") and before not in ("code", "name", "label"):
            seen += 1
        before = role
        by_order.append(spec.sides[min(max(seen, 0), len(spec.sides) - 1)].id)
    sides: list[str | None] = []
    for path, fallback in zip(paths, by_order, strict=True):
        named = (s.id for s in spec.sides if path and any(h.fullmatch(path[0]) for h in s.heads))
        sides.append(next(named, fallback))
    return sides


def _match_column(path: tuple[str, ...], columns: Sequence[Column], words: Words) -> Column | None:
    """Return the column whose header path fits best; the longest match wins.

    A path that names another scenario (预算数, 上年决算数) fits only a column that names it too.
    """
    best: tuple[int, Column] | None = None
    for shorter in _shortenings(path, words):
        for column in columns:
            for patterns in column.paths:
                if _fits(patterns, shorter) and (best is None or len(patterns) > best[0]):
                    best = (len(patterns), column)
    others = [text for text in path if words.other_scenario.fullmatch(text)]
    if best and all(any(p[-1].fullmatch(text) for p in best[1].paths) for text in others):
        return best[1]
    return None


def _shortenings(path: tuple[str, ...], words: Words) -> list[tuple[str, ...]]:
    """Return a path without 小计, 金额 and the like at its end, and then the path itself."""
    paths = [path]
    while len(path) > 1 and any(p.fullmatch(path[-1]) for p in words.generic):
        path = path[:-1]
        paths.insert(0, path)
    return paths


def _fits(patterns: Sequence[re.Pattern[str]], path: tuple[str, ...]) -> bool:
    """Return whether the last pattern matches the leaf and the others its ancestors, in order."""
    if not path or not patterns[-1].fullmatch(path[-1]):
        return False
    ancestors = iter(path[:-1])
    return all(any(p.fullmatch(text) for text in ancestors) for p in patterns[:-1])


def _transposed(path: tuple[str, ...], spec: FormSpec) -> tuple[Line | None, Column | None]:
    """Resolve a column of a form whose lines stand in the header (三公 in twelve columns).

    A bare 合计 or 小计 means the line of the nearest head above it that names one.
    """
    line: Line | None = None
    column: Column | None = None
    for text in reversed(path):
        if named := _column_named(text, spec):
            column = column or named
        elif (found := _line_named(text, spec)) and (line is None or line is spec.lines[0]):
            line = found
    return line, column or next((c for c in spec.columns if c.default), None)


def _column_named(text: str, spec: FormSpec) -> Column | None:
    return next((c for c in spec.columns for p in c.paths if p[-1].fullmatch(text)), None)


def _line_named(text: str, spec: FormSpec) -> Line | None:
    return next((ln for ln in spec.lines for p in ln.labels if p.fullmatch(text)), None)

"""Resolves the header of a table: which rows it takes, and what each column means."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from juesuan.converter.document import Grid
from juesuan.converter.numbers import looks_numeric, parse_amount
from juesuan.converter.recognise import titles
from juesuan.converter.recognise.columns import (
    TEXTUAL,
    Path,
    default_column,
    line_named,
    lines_in_header,
    match_column,
    names_column,
    role_of,
    sides_of,
    transposed,
)
from juesuan.converter.recognise.table import Slot, Table, join_grids
from juesuan.converter.recognise.wording import bare_head, bare_label, unit_of_head
from juesuan.schema.spec import Column, Dictionary, FormSpec, Line, Words

CODE = re.compile(r"[1-9]\d{2}(\d{2}){0,2}")
"""A classification code of 类, 款 or 项 (three, five or seven digits)."""

_MAX_HEADER = 8
_MAX_LEAD = 6
_LOOKED_AT = 24  # rows of a grid that tell whose header it bears


@dataclass(frozen=True, slots=True)
class ColumnHead:
    """What the header says of the lattice columns ``start`` to ``stop``.

    ``role`` is code, name, label, line_number, remark, amount or unknown; an amount column has
    its ``column`` (and, in forms without a column of labels, its ``line``), and the ``unit`` where
    its head states one.
    """

    start: int
    stop: int
    path: Path
    role: str
    side: str | None = None
    column: Column | None = None
    line: Line | None = None
    unit: str | None = None

    @property
    def textual(self) -> bool:
        """Whether the column holds codes, names or labels."""
        return self.role in TEXTUAL


@dataclass(frozen=True, slots=True)
class Header:
    """The resolved header: its columns from left to right and the first row of the body."""

    heads: tuple[ColumnHead, ...]
    body: int


def header_score(grid: Grid, spec: FormSpec, dictionary: Dictionary) -> int:
    """Return how many distinct columns of a form the header of a grid names, less the unknown."""
    header = _header_of(grid, spec, dictionary)
    named = {
        (head.side, head.column.id, head.line.id if head.line else None)
        for head in header.heads
        if head.column is not None and head.role == "amount"
    }
    unknown = sum(head.role == "unknown" for head in header.heads)
    return len(named) - unknown


def units_in_heads(grid: Grid, spec: FormSpec, dictionary: Dictionary) -> list[str]:
    """Return the units that the heads of a form's columns state, where each of them states one."""
    units = [h.unit for h in _header_of(grid, spec, dictionary).heads if h.role == "amount"]
    stated = [unit for unit in units if unit is not None]
    return stated if len(stated) == len(units) else []


def _header_of(grid: Grid, spec: FormSpec, dictionary: Dictionary) -> Header:
    top = tuple(cell for cell in grid.cells if cell.row < _LOOKED_AT)
    head = replace(grid, cells=top, n_rows=min(grid.n_rows, _LOOKED_AT))
    return resolve_header(join_grids([head]), spec, dictionary, None)


def resolve_header(
    table: Table, spec: FormSpec, dictionary: Dictionary, fiscal_year: int | None
) -> Header:
    """Return the header of a form's table; the year tells 2024年决算数 from 2023年决算数."""
    words = dictionary.words
    lead = _lead_rows(table, dictionary)
    body = _body_start(table, lead, spec, dictionary)
    printed = _paths(table, lead, body, spec, words)
    units = [
        next(filter(None, (unit_of_head(t, words) for t in path[::-1])), None) for path in printed
    ]
    paths = [
        tuple(filter(None, (bare_head(text, words, fiscal_year) for text in path)))
        for path in printed
    ]
    rows = [row for row in table.rows[body:] if not is_column_numbers(row, words)]
    roles: list[str] = []
    for index, path in enumerate(paths):
        first = "amount" not in roles
        role = _by_content(role_of(path, words), index, first, rows, spec, dictionary)
        roles.append(role)
    sides = sides_of(paths, roles, spec)
    sideways = lines_in_header(paths, spec)
    told = sideways and any(names_column(path, spec) for path in paths)
    resolved: list[ColumnHead] = []
    for index, (path, role, side) in enumerate(zip(paths, roles, sides, strict=True)):
        column, line = None, None
        if role == "amount":
            if sideways:
                line, column = transposed(path, spec, words)
            else:
                column = match_column(path, spec.columns_of(side), words)
            if column is None or (sideways and line is None):
                role = "unknown"
            if told and not names_column(path, spec):
                role = "unknown"  # 预算数 or 决算数: the other columns say it, this one does not
        head = ColumnHead(index, index + 1, path, role, side, column, line, units[index])
        before = resolved[-1] if resolved else None
        if before and path and head == replace(before, start=index, stop=index + 1):
            resolved[-1] = replace(head, start=before.start)
        else:
            resolved.append(head)
    return Header(tuple(_only_column(resolved, spec, sideways)), body)


def _only_column(
    heads: Sequence[ColumnHead], spec: FormSpec, sideways: bool
) -> Iterator[ColumnHead]:
    """Yield the heads; a lone column of figures without any word over it is the default column."""
    figures = [head for head in heads if head.role in ("amount", "unknown")]
    default = default_column(spec)
    for head in heads:
        if default and not sideways and figures == [head] and not head.path:
            yield replace(head, role="amount", column=default)
        else:
            yield head


# --- where the header begins and the body begins ---------------------------------------------


def _lead_rows(table: Table, dictionary: Dictionary) -> int:
    """Return how many rows at the top hold the title, number, unit and entity of the form."""
    for number, row in enumerate(table.rows[:_MAX_LEAD]):
        texts = [slot.text for slot in row if slot.words]
        named = ["", *texts]  # what follows 编制单位： in a cell of its own is a name
        if not all(
            titles.is_lead(text, dictionary) or before.rstrip().endswith((":", "："))
            for before, text in zip(named, texts, strict=False)
        ):
            return number
    return 0


def _body_start(table: Table, lead: int, spec: FormSpec, dictionary: Dictionary) -> int:
    """Return the first row that holds an amount, a code or the label of a line."""
    begun = False
    for number, row in enumerate(table.rows[: lead + _MAX_HEADER]):
        if number < lead or is_column_numbers(row, dictionary.words):
            continue
        texts = [slot.words for slot in row if slot.words]
        if not texts:
            if begun:  # an empty row under the header
                return number
            continue
        if any(_is_figure(text, dictionary.words) or CODE.fullmatch(text) for text in texts):
            return number
        if not spec.sides and sum(_names_line(text, spec, dictionary) for text in texts) > 1:
            begun = True
            continue  # the lines stand in the header, side by side
        if begun and _divides_a_head(table.rows[lead:number], row):
            continue
        if begun and 0 < len(spec.sides) < len(texts):
            continue  # more words than sides and no figure: heads, though lines bear such names
        if begun and _is_line(row, spec, dictionary) and not _has_header_words(row, spec):
            return number
        begun = begun or len(texts) > 1
    return min(len(table.rows), lead + _MAX_HEADER)


def _divides_a_head(above: Sequence[Sequence[Slot]], row: Sequence[Slot]) -> bool:
    """Return whether two cells of a row stand under one head that nothing has divided yet.

    合计 under 决算数 is a head, though a line of the form bears that name, too.
    """
    filled = [slot for slot in row if slot.words]
    for rows_up, upper in enumerate(reversed(above)):
        between = above[len(above) - rows_up :]
        for head in (slot for slot in upper if slot.words and slot.stop - slot.start > 1):
            inside = [s for s in filled if head.start <= s.start and s.stop <= head.stop]
            divided = any(s.words and head.start <= s.start < head.stop for r in between for s in r)
            if len(inside) > 1 and not divided:
                return True
    return False


def is_column_numbers(row: Sequence[Slot], words: Words) -> bool:
    """Return whether a row only numbers the columns (栏次 1 2 3 …)."""
    numbers = [slot.words for slot in row if slot.words.strip("()").isdigit()]
    others = [slot.words for slot in row if slot.words and not slot.words.strip("()").isdigit()]
    if not numbers or any(_is_figure(text, words) and text != "-" for text in others):
        return False
    if any(text in words.column_numbers for text in others):
        return True
    values = [int(text.strip("()")) for text in numbers]
    if len(values) < 2 or (others and len(values) == 2):
        return False
    return values[0] in (0, 1) and all(b - a == 1 for a, b in pairwise(values))


def _is_figure(text: str, words: Words) -> bool:
    return parse_amount(text, words.dashes) is not None and not CODE.fullmatch(text)


def _names_line(text: str, spec: FormSpec, dictionary: Dictionary) -> bool:
    return line_named(bare_label(text, dictionary.words), spec) is not None


def _is_line(row: Sequence[Slot], spec: FormSpec, dictionary: Dictionary) -> bool:
    return _is_known(next(slot.words for slot in row if slot.words), spec, dictionary)


def _is_known(text: str, spec: FormSpec, dictionary: Dictionary) -> bool:
    """Return whether a text names a line of the form or a category of its code list."""
    label = bare_label(text, dictionary.words)
    if line_named(label, spec) is not None:
        return True
    classification = spec.classification
    if classification is None:
        return False
    digits = 3 if classification.by_name else None
    return bool(dictionary.codes[classification.axis].by_name(label, digits))


def _header_words(row: Sequence[Slot], words: Words) -> list[Slot]:
    """Return the heads that share the first row of the body with its label and figures."""
    filled = [slot for slot in row if slot.words]
    return [slot for slot in filled[1:] if not _is_figure(slot.words, words)]


def _has_header_words(row: Sequence[Slot], spec: FormSpec) -> bool:
    """Return whether words of the header stand to the right of a row's label (合计 | 基本支出)."""
    texts = [slot.words for slot in row if slot.words][1:]
    return any(
        spec.leaf_heads.fullmatch(text) and not spec.line_labels.fullmatch(text)
        for text in dict.fromkeys(texts)
    )


# --- what stands over each column, and in it -------------------------------------------------


def _paths(table: Table, lead: int, body: int, spec: FormSpec, words: Words) -> list[Path]:
    """Return, for each lattice column, the header texts over it from top to bottom."""
    rows = [row for row in table.rows[lead:body] if not is_column_numbers(row, words)]
    if body < len(table.rows) and _has_header_words(table.rows[body], spec):
        rows.append(_header_words(table.rows[body], words))
    if not table.geometric:
        return _paths_of_text(rows, table.n_columns)
    paths: list[Path] = []
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
    return slot.start == 0 and slot.stop == table.n_columns > 1


def _paths_of_text(rows: Sequence[Sequence[Slot]], n_columns: int) -> list[Path]:
    """Resolve a header without geometry: an empty cell continues the one above, or to the left.

    It continues the one to the left where nothing stands above it that may reach down.
    """
    paths: list[list[str]] = [[] for _ in range(n_columns)]
    above = [""] * n_columns
    for row in rows:
        own = [""] * n_columns
        left = ""
        for slot in row:
            if slot.words or above[slot.start]:
                left = slot.words
            for column in range(slot.start, min(slot.stop, n_columns)):
                own[column] = slot.words
                paths[column].append(left)
        above = own
    return [tuple(text for text in path if text) for path in paths]


def _by_content(
    role: str,
    column: int,
    first: bool,
    rows: Sequence[Sequence[Slot]],
    spec: FormSpec,
    dictionary: Dictionary,
) -> str:
    """Return a column's role, corrected where its words do not tell it but its cells do.

    ``first`` says that no column of figures stands to the left of it.
    """
    if role not in ("amount", "unknown", "label", "name"):
        return role
    texts = [s.words for row in rows for s in row if s.start == column and s.words]
    amounts = sum("." in text and _is_figure(text, dictionary.words) for text in texts)
    if role in ("label", "name"):
        wordless = amounts and all(looks_numeric(text) for text in texts)
        return "amount" if wordless else role
    if amounts or not texts:
        return role
    digits = spec.classification.first if spec.classification else None
    if digits and all(CODE.fullmatch(text) and digits.match(text) for text in texts):
        return "code"
    if any(_is_figure(text, dictionary.words) for text in texts):
        return role
    known = sum(_is_known(text, spec, dictionary) for text in texts)
    return "label" if first or 2 * known >= len(texts) else "remark"

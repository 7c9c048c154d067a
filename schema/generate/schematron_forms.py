"""Patterns for what must add up within a form: columns, lines, code trees, totals.

What is not printed counts as the derived rules have it: an empty cell is zero where its line and
column are printed elsewhere; what a form prints nowhere is not compared; a code that is printed
twice counts twice, and is compared once. The place of an assertion is the cell of the total, or
the first of its parts where that cell is empty.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from juesuan.schema.formulas import (
    Addend,
    Part,
    parse_addend,
    parse_parts,
    sum_statement,
    total_rule_id,
    total_statement,
    tree_statement,
)
from juesuan.schema.generate.patterns import Let, Pattern, Side
from juesuan.schema.generate.xpath import (
    any_of,
    blank_cells,
    blank_variable,
    form_path,
    levels,
    named,
    next_below,
    side_rows,
    union,
)
from juesuan.schema.spec import Dictionary, FormSpec, Line, Sum

_SEVERITY = "error"
_ROWS = "*[not(self::fa:Note or self::fa:Unmapped)]"
_SAME_ROW = "[local-name() = $name and string(@code) = $code]"
_COLUMN: Let = ("column", "local-name()")
_IN_COLUMN = "*[local-name() = $column]"
_NO_PLACE = "count(. | $whole[1] | $figures[not($whole)][1]) = 2"


def form_patterns(dictionary: Dictionary) -> Iterator[Pattern]:
    """Yield the patterns of every form, in the order of the rule set."""
    for spec in dictionary.forms:
        for column_sum in spec.column_sums:
            yield _column_sum(spec, column_sum)
        for line_sum in spec.line_sums:
            yield _line_sum(spec, line_sum, dictionary)
        for limit in spec.line_limits:
            yield _line_limit(spec, limit, dictionary)
        if spec.classification and spec.classification.tree:
            yield _tree(spec, spec.classification.tree, dictionary)
            yield _tree_under_empty(spec, spec.classification.tree, dictionary)
        if spec.classification and spec.classification.total:
            yield _total(spec, spec.classification.total, dictionary)


def _column_sum(spec: FormSpec, raw: Sum) -> Pattern:
    """Compare the columns of each row; the place is the row."""
    parts = parse_parts(raw.parts)
    cells = [
        (addend, f"$rows/{named(addend.name)}{_unless(earlier, '../../*/')}")
        for addend, earlier in _chosen(parts)
    ]
    return Pattern(
        raw.id,
        sum_statement(spec, raw),
        _SEVERITY,
        f"{form_path(spec)}/{_ROWS}",
        (
            ("name", "local-name()"),
            ("code", "string(@code)"),
            ("rows", f"../*{_SAME_ROW}"),
        ),
        Side(f"$rows/{named(raw.total)}", blanks=(_blank_in_row(spec, raw.total),)),
        _side(cells, (_blank_in_row(spec, a.name, earlier) for a, earlier in _chosen(parts))),
        (
            f"boolean(preceding-sibling::*{_SAME_ROW})",
            f"not(../*/{named(raw.total)})",
            f"not({union(*(f'../*/{named(name)}' for name in _names(parts)))})",
        ),
        shown="normalize-space(concat($name, ' ', $code))",
    )


def _line_sum(spec: FormSpec, raw: Sum, dictionary: Dictionary) -> Pattern:
    """Compare the lines in each column."""
    total, parts = parse_addend(raw.total), parse_parts(raw.parts)
    if total.column:
        return _one_column(spec, raw, total, parts)
    names = _names(parts)
    rows = [(addend, _row(addend, earlier, "../../")) for addend, earlier in _chosen(parts)]
    lets = [_COLUMN, ("whole", f"../../{named(total.name)}/{_IN_COLUMN}")]
    if any(addend.by_code for addend in _addends(parts)):
        lets += _top(spec, total.name, dictionary)
    return Pattern(
        raw.id,
        sum_statement(spec, raw),
        _SEVERITY,
        f"{form_path(spec)}/*[{any_of((total.name, *names))}]/*",
        tuple(lets),
        Side("$whole", blanks=(blank_cells(spec, f"../../{named(total.name)}", _IN_COLUMN),)),
        _side(
            ((addend, f"{path}/{_IN_COLUMN}") for addend, path in rows),
            (blank_cells(spec, path, _IN_COLUMN) for _, path in rows),
        ),
        (
            f"not({union(*(f'../../{named(name)}' for name in names))})",
            f"not(../../{named(total.name)})",
            *_one_sided(spec, total.name, names),
            _NO_PLACE,
        ),
        shown="$column",
    )


def _line_limit(spec: FormSpec, raw: Sum, dictionary: Dictionary) -> Pattern:
    """Compare lines with the whole that they do not exceed together."""
    equal = _line_sum(spec, raw, dictionary)
    statement = sum_statement(spec, raw, "≥")
    return replace(equal, statement=statement, left=equal.right, right=equal.left, at_most=True)


def _one_column(spec: FormSpec, raw: Sum, total: Addend, parts: tuple[Part, ...]) -> Pattern:
    """Compare lines in the columns that the sum names; the place is the form."""
    own = named(total.column or "")
    rows = [
        (addend, _row(addend, earlier, ""), named(addend.column) if addend.column else own)
        for addend, earlier in _chosen(parts)
    ]
    heads = [f"{side_rows(spec, total.name)}/{own}"]
    heads += (
        f"{side_rows(spec, addend.name)}/{named(addend.column) if addend.column else own}"
        for addend in _addends(parts)
    )
    return Pattern(
        raw.id,
        sum_statement(spec, raw),
        _SEVERITY,
        form_path(spec),
        (),
        Side(f"{named(total.name)}/{own}", blanks=(blank_cells(spec, named(total.name), own),)),
        _side(
            ((addend, f"{path}/{column}") for addend, path, column in rows),
            (
                f"{blank_cells(spec, path, column)} * number(boolean(*/{column}))"
                for _, path, column in rows
            ),
        ),
        (
            f"not({named(total.name)})",
            f"not({union(*map(named, _names(parts)))})",
            f"not({heads[0]})",
            f"not({union(*dict.fromkeys(heads[1:]))})",
        ),
    )


def _tree(spec: FormSpec, rule_id: str, dictionary: Dictionary) -> Pattern:
    """Compare the figures of a code with those next below it."""
    line, lengths = _code_line(spec), _levels(spec, dictionary)
    rows = f"../../{named(line)}"
    return Pattern(
        rule_id,
        tree_statement(spec),
        _SEVERITY,
        f"{form_path(spec)}/{named(line)}/*",
        (
            _COLUMN,
            ("code", "string(../@code)"),
            ("whole", f"{rows}[@code = $code]/{_IN_COLUMN}"),
            ("below", f"{rows}{next_below('$code', lengths, f'../{named(line)}')}"),
        ),
        Side("$whole"),
        Side(f"$below/{_IN_COLUMN}", blanks=(blank_cells(spec, "$below", _IN_COLUMN),)),
        ("count(. | $whole[1]) = 2", "not($below)"),
        shown="concat($code, ' ', $column)",
    )


def _tree_under_empty(spec: FormSpec, rule_id: str, dictionary: Dictionary) -> Pattern:
    """Compare figures with the empty cell of the code above."""
    line, lengths = _code_line(spec), _levels(spec, dictionary)
    rows = f"../../{named(line)}"
    nearest = "".join(
        f"[string-length(@code) >= {n} or not($ancestors[string-length(@code) >= {n}])]"
        for n in lengths[1:-1]
    )
    above = "starts-with($own, @code) and string-length(@code) < string-length($own)"
    return Pattern(
        f"{rule_id}.empty",
        tree_statement(spec),
        _SEVERITY,
        f"{form_path(spec)}/{named(line)}/*",
        (
            _COLUMN,
            ("own", "string(../@code)"),
            ("ancestors", f"{rows}[{above}]"),
            ("parent", f"$ancestors{nearest}"),
            ("code", "string($parent[1]/@code)"),
            ("whole", f"$parent/{_IN_COLUMN}"),
            (
                "below",
                f"{rows}[$code != ''][not($whole)]"
                f"{next_below('$code', lengths, f'../{named(line)}')}",
            ),
        ),
        Side("", blanks=(f"${blank_variable(spec)}",)),
        Side(f"$below/{_IN_COLUMN}", blanks=(blank_cells(spec, "$below", _IN_COLUMN),)),
        ("not($below)", "count(. | $figures[1]) = 2"),
        shown="concat($code, ' ', $column)",
    )


def _total(spec: FormSpec, total: str, dictionary: Dictionary) -> Pattern:
    """Compare the total line with the topmost codes in each column."""
    line = _code_line(spec)
    return Pattern(
        total_rule_id(spec),
        total_statement(spec),
        _SEVERITY,
        f"{form_path(spec)}/*[{any_of((total, line))}]/*",
        (
            _COLUMN,
            ("whole", f"../../{named(total)}/{_IN_COLUMN}"),
            *_top(spec, total, dictionary),
        ),
        Side("$whole", blanks=(blank_cells(spec, f"../../{named(total)}", _IN_COLUMN),)),
        Side(f"$top/{_IN_COLUMN}", blanks=(blank_cells(spec, "$top", _IN_COLUMN),)),
        (
            f"not(../../{named(total)})",
            f"not(../../{named(line)})",
            _NO_PLACE,
        ),
        shown="$column",
    )


# --- parts of a sum ----------------------------------------------------------------------------


def _addends(parts: Iterable[Part]) -> Iterator[Addend]:
    return (addend for part in parts for alternative in part for addend in alternative)


def _names(parts: Iterable[Part]) -> list[str]:
    return list(dict.fromkeys(addend.name for addend in _addends(parts)))


def _chosen(parts: Iterable[Part]) -> Iterator[tuple[Addend, list[str]]]:
    """Yield each addend with the names of which none may be printed for it to count."""
    for part in parts:
        earlier: list[str] = []
        for alternative in part:
            yield from ((addend, list(earlier)) for addend in alternative)
            earlier += (addend.name for addend in alternative)


def _unless(earlier: list[str], path: str) -> str:
    found = union(*(f"{path}{named(name)}" for name in earlier))
    return f"[not({found})]" if earlier else ""


def _row(addend: Addend, earlier: list[str], path: str) -> str:
    if not addend.by_code:
        return f"{path}{named(addend.name)}{_unless(earlier, '../')}"
    classes = " or ".join(f"starts-with(@code, '{code}')" for code in addend.classes)
    return f"$top[{classes}]" if classes else "$top"


def _blank_in_row(spec: FormSpec, column: str, earlier: Iterable[str] = ()) -> str:
    """Return the slack of a row's cell in a column that the form prints, if it is blank."""
    printed = [f"../*/{named(column)}", *(f"not(../*/{named(name)})" for name in earlier)]
    blank = f"not($rows/{named(column)}) and {' and '.join(printed)}"
    return f"${blank_variable(spec)} * number({blank})"


def _side(cells: Iterable[tuple[Addend, str]], blanks: Iterable[str]) -> Side:
    cells = list(cells)
    plus = [path for addend, path in cells if addend.sign > 0]
    minus = [path for addend, path in cells if addend.sign < 0]
    return Side(" | ".join(plus), " | ".join(minus), tuple(blanks))


# --- rows by code, sides -----------------------------------------------------------------------


def _code_line(spec: FormSpec) -> str:
    line = spec.classification_line
    assert line is not None, spec.id
    return line.id


def _levels(spec: FormSpec, dictionary: Dictionary) -> list[int]:
    assert spec.classification is not None, spec.id
    return levels(dictionary, spec.classification.axis)


def _top(spec: FormSpec, total: str, dictionary: Dictionary) -> list[Let]:
    """Return the topmost codes as a variable; it is looked for at one cell of a column only."""
    line = named(_code_line(spec))
    top = next_below(None, _levels(spec, dictionary), f"../{line}")
    return [
        ("elsewhere", f"boolean($whole) and not(parent::{named(total)})"),
        ("top", f"../../{line}[not($elsewhere)]{top}"),
    ]


def _one_sided(spec: FormSpec, total: str, names: Iterable[str]) -> Iterator[str]:
    """Yield the conditions that a column is not printed on one of the sides compared."""
    lines: list[Line] = [spec.line_by_id[name] for name in names]
    if {line.side for line in lines} == {spec.line_by_id[total].side}:
        return
    yield f"not(../../{side_rows(spec, total)}/{_IN_COLUMN})"
    heads = dict.fromkeys(f"../../{side_rows(spec, line.id)}/{_IN_COLUMN}" for line in lines)
    yield f"not({union(*heads)})"

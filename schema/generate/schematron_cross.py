"""Patterns for identities between forms (rules/cross.toml, rules/combined.toml).

What is not printed counts as the cross-form rules have it: an empty form is zero everywhere; a
code that is not listed is the sum of those next below it, else zero where the form lists codes so
fine (for combined rules also where it lists nothing of the class); an empty cell is zero if its
line and column are printed; of alternatives the first that is printed counts; else nothing is
compared unless all that is printed is zero. Identities with last year's filing need two documents
and are not stated.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from juesuan.schema.errors import DictionaryError
from juesuan.schema.formulas import Alternatives, Term, parse_alternatives
from juesuan.schema.generate.patterns import Let, Pattern, Side
from juesuan.schema.generate.xpath import (
    FORMS,
    any_of,
    blank_cells,
    form_path,
    levels,
    named,
    next_below,
    side_rows,
)
from juesuan.schema.spec import CrossRule, Dictionary, FormSpec, Line

_CLASS = 3  # digits of the code of a 类
_TOPMOST = "@"
_RELATIONS = ("equal", "at-most")


def cross_patterns(dictionary: Dictionary) -> Iterator[Pattern]:
    """Yield the patterns of the rules between forms, in the order of the rule set."""
    for raw in dictionary.cross_rules:
        yield _pattern(raw, dictionary, combined=False)
    for raw in dictionary.combined_rules:
        if not raw.previous:
            yield _pattern(raw, dictionary, combined=True)


def _pattern(raw: CrossRule, dictionary: Dictionary, *, combined: bool) -> Pattern:
    if raw.relation not in _RELATIONS:
        raise DictionaryError(
            f"{raw.id}：Schematron 不能表达 relation = {raw.relation}",
            f"{raw.id}: Schematron has no wording for relation = {raw.relation}",
        )
    left, right = parse_alternatives(raw.left), parse_alternatives(raw.right)
    context, code, again = _places(raw, left, dictionary)
    sides = [
        _side(name, alternatives, dictionary, combined=combined)
        for name, alternatives in (("left", left), ("right", right))
    ]
    known = " | ".join(path for side in sides for path in (side.plus, side.minus) if path)
    unsaid = " or ".join(f"({side.unsaid})" for side in sides)
    lets = (*code, *sides[0].lets, *sides[1].lets)
    return Pattern(
        raw.id,
        (raw.zh, raw.en),
        raw.severity,
        context,
        (*lets, ("incomparable", f"({unsaid}) and boolean(({known})[number(.) != 0])")),
        Side(sides[0].plus, sides[0].minus, sides[0].blanks),
        Side(sides[1].plus, sides[1].minus, sides[1].blanks),
        (*again, "$incomparable"),
        at_most=raw.relation == "at-most",
        shown="$code" if raw.each else "",
    )


def _places(
    raw: CrossRule, left: Alternatives, dictionary: Dictionary
) -> tuple[str, list[Let], list[str]]:
    """Return the context of a rule, its code as a variable, and what makes a place no new one."""
    elements = [named(dictionary.form(form_id).element) for form_id in raw.forms]
    forms = f"{FORMS}[{' and '.join(elements)}]"
    if raw.each is None:
        return forms, [], []
    if raw.each == "code":
        listing = list(dict.fromkeys(term.form for terms in left for term in terms))
        code, same = "string(@code)", "*[@code = $code]"
    elif raw.each == "class":
        listing = list(raw.forms)
        code, same = f"substring(@code, 1, {_CLASS})", "*[starts-with(@code, $code)]"
    else:
        raise DictionaryError(
            f"{raw.id}：Schematron 不能表达 each = {raw.each}",
            f"{raw.id}: Schematron has no wording for each = {raw.each}",
        )
    specs = [dictionary.form(form_id) for form_id in listing]
    rows = (f"{forms}/{named(spec.element)}/{named(_code_line(spec).id)}" for spec in specs)
    earlier = f"../preceding-sibling::*[{any_of(spec.element for spec in specs)}]/{same}"
    again = f"boolean(preceding-sibling::{same} | {earlier})"
    return " | ".join(rows), [("code", code)], [again]


# --- one side ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Said:
    """A side: its variables, the cells that count, and the condition that it cannot be told."""

    lets: tuple[Let, ...]
    plus: str
    minus: str
    unsaid: str
    blanks: tuple[str, ...]


def _side(
    name: str, alternatives: Alternatives, dictionary: Dictionary, *, combined: bool
) -> _Said:
    """Return a side of which the first alternative counts that says anything."""
    lets: list[Let] = []
    paths: dict[int, list[str]] = {1: [], -1: []}
    blanks: list[str] = []
    cases: list[str] = []
    before: list[str] = []  # that no earlier alternative says anything
    for number, terms in enumerate(alternatives, 1):
        names = [f"{name}{number}-{position}" for position, _ in enumerate(terms, 1)]
        only = f"[{' and '.join(before)}]" if before else ""
        for term, variable in zip(terms, names, strict=True):
            lets += _term(term, variable, dictionary, combined=combined)
            paths[term.factor].append(f"${variable}{only}")
            chosen_here = [*before, f"${name}{number}-said"] if len(alternatives) > 1 else []
            blanks.append(_blank_cells(term, variable, chosen_here, dictionary))
        unsaid = [f"not(${variable}-said)" for variable in names]
        if len(alternatives) > 1:
            lets.append((f"{name}{number}-said", " or ".join(f"${n}-said" for n in names)))
            unsaid = [
                f"not(${variable}-said) and boolean({_leftovers(term, dictionary)})"
                for term, variable in zip(terms, names, strict=True)
            ]
            chosen = " and ".join([*before, f"${name}{number}-said"])
            cases.append(f"{chosen} and ({' or '.join(unsaid)})")
            before.append(f"not(${name}{number}-said)")
        else:
            cases.append(" or ".join(unsaid))
    if before:
        cases.append(" and ".join(before))
    unsaid_side = " or ".join(f"({case})" for case in cases)
    sides = " | ".join(paths[1]), " | ".join(paths[-1])
    return _Said(tuple(lets), *sides, unsaid_side, tuple(blanks))


def _blank_cells(term: Term, name: str, where: list[str], dictionary: Dictionary) -> str:
    """Return the slack of an operand's blank cells, under conditions that the operand counts."""
    spec = dictionary.form(term.form)
    counts = " and ".join([*where, f"(boolean(${name}) or ${name}-own)"])
    return f"{blank_cells(spec, f'${name}-rows', named(term.column))} * number({counts})"


def _leftovers(term: Term, dictionary: Dictionary) -> str:
    return f"{form_path(dictionary.form(term.form))}/{named('Unmapped')}"


# --- one operand -------------------------------------------------------------------------------


def _term(term: Term, name: str, dictionary: Dictionary, *, combined: bool) -> list[Let]:
    """Return the variables of an operand: its cells, and whether the form says anything of it."""
    spec = dictionary.form(term.form)
    line = spec.line_by_id.get(term.row) or _code_line(spec)
    path, column = form_path(spec), named(term.column)
    zeros = [f"not({path}/*[not(self::fa:Note)])"]
    if not line.classification:
        rows = [f"{path}/{named(line.id)}"]
        printed = f"boolean({rows[0]})"
    elif term.row == _TOPMOST:
        rows = [f"{path}/{named(line.id)}{_below(spec, line, None, dictionary)}"]
        printed = ""
    else:
        code = "$code" if "{" in term.row else f"'{term.row}'"
        own = f"{named(line.id)}[@code = {code}]"
        below = f"{path}[not({own})]/{named(line.id)}{_below(spec, line, code, dictionary)}"
        rows = [f"{path}/{own}", below]
        printed = f"boolean({path}/{named(line.id)}[string-length(@code) >= string-length({code})])"
    if printed:
        zeros.append(f"(boolean({path}/{side_rows(spec, line.id)}/{column}) and {printed})")
    if combined and line.classification:
        zeros.append(_nothing_of_class(path, named(line.id), term))
    return [
        (f"{name}-rows", " | ".join(rows)),
        (f"{name}-own", f"boolean({rows[0]}) and boolean({path}/*/{column})"),
        (name, f"${name}-rows/{column}"),
        (f"{name}-said", f"boolean(${name}) or {' or '.join(zeros)}"),
    ]


def _below(spec: FormSpec, line: Line, code: str | None, dictionary: Dictionary) -> str:
    assert spec.classification is not None, spec.id
    lengths = levels(dictionary, spec.classification.axis)
    return next_below(code, lengths, f"../{named(line.id)}")


def _nothing_of_class(path: str, rows: str, term: Term) -> str:
    """Return the condition that a form, read whole, has nothing of a code's class."""
    code = "$code" if "{" in term.row else f"'{term.row}'"
    of_class = f"{path}/{rows}[starts-with(@code, substring({code}, 1, {_CLASS}))]"
    without = "true()" if term.row == _TOPMOST else f"not({of_class})"
    return (
        f"(not({path}/{named('Unmapped')}) and ((boolean({path}/{rows}) and {without}) or "
        f"not({path}/{rows} | {path}/*/*[number(.) != 0])))"
    )


def _code_line(spec: FormSpec) -> Line:
    line = spec.classification_line
    assert line is not None, spec.id
    return line

"""Patterns for identities between forms (rules/cross.toml).

What is not printed counts as the cross-form rules have it: an empty form is zero everywhere; a
code that is not listed is the sum of those next below it, else zero where the form lists codes so
fine; an empty cell is zero if its line and column are printed; else nothing is compared unless
all that is printed is zero.
"""

from __future__ import annotations

from collections.abc import Iterator

from juesuan.schema.errors import DictionaryError
from juesuan.schema.formulas import Term, parse_terms
from juesuan.schema.generate.patterns import Let, Pattern, Side
from juesuan.schema.generate.xpath import (
    FORMS,
    any_of,
    form_path,
    levels,
    named,
    next_below,
    side_rows,
)
from juesuan.schema.spec import CrossRule, Dictionary, FormSpec, Line

_CLASS = 3  # digits of the code of a 类


def cross_patterns(dictionary: Dictionary) -> Iterator[Pattern]:
    """Yield the patterns of the rules between forms, in the order of the rule set."""
    return (_pattern(raw, dictionary) for raw in dictionary.cross_rules)


def _pattern(raw: CrossRule, dictionary: Dictionary) -> Pattern:
    left, right = parse_terms(raw.left), parse_terms(raw.right)
    specs = [dictionary.form(form_id) for form_id in raw.forms]
    forms = f"{FORMS}[{' and '.join(named(spec.element) for spec in specs)}]"
    context, lets, unless = _places(raw, forms, left, dictionary)
    cells: list[list[tuple[Term, str]]] = []
    for side, terms in (("left", left), ("right", right)):
        cells.append([])
        for number, term in enumerate(terms, 1):
            name = f"{side}{number}"
            lets += _term(term, name, dictionary)
            cells[-1].append((term, f"${name}"))
    known = " | ".join(path for side in cells for _, path in side)
    unprinted = " or ".join(f"${path[1:]}-unprinted" for side in cells for _, path in side)
    lets.append(("incomparable", f"({unprinted}) and boolean(({known})[number(.) != 0])"))
    return Pattern(
        raw.id,
        (raw.zh, raw.en),
        raw.severity,
        context,
        tuple(lets),
        _side(cells[0]),
        _side(cells[1]),
        (*unless, "$incomparable"),
        at_most=_at_most(raw),
        shown="$code" if raw.each else "",
    )


def _places(
    raw: CrossRule, forms: str, left: tuple[Term, ...], dictionary: Dictionary
) -> tuple[str, list[Let], list[str]]:
    """Return the context of a rule, its code as a variable, and what makes a place no new one."""
    if raw.each is None:
        return forms, [], []
    if raw.each == "code":
        spec = dictionary.form(left[0].form)
        context = f"{forms}/{named(spec.element)}/{named(_code_line(spec).id)}"
        again = "boolean(preceding-sibling::*[@code = $code])"
        return context, [("code", "string(@code)")], [again]
    if raw.each == "class":
        specs = [dictionary.form(form_id) for form_id in raw.forms]
        rows = (f"{forms}/{named(s.element)}/{named(_code_line(s).id)}" for s in specs)
        elements = any_of(spec.element for spec in specs)
        same = "*[starts-with(@code, $code)]"
        again = f"boolean(preceding-sibling::{same} | ../preceding-sibling::*[{elements}]/{same})"
        code = f"substring(@code, 1, {_CLASS})"
        return " | ".join(rows), [("code", code)], [again]
    raise DictionaryError(
        f"{raw.id}：Schematron 不能表达 each = {raw.each}",
        f"{raw.id}: Schematron has no wording for each = {raw.each}",
    )


def _at_most(raw: CrossRule) -> bool:
    if raw.relation not in ("equal", "at-most"):
        raise DictionaryError(
            f"{raw.id}：Schematron 不能表达 relation = {raw.relation}",
            f"{raw.id}: Schematron has no wording for relation = {raw.relation}",
        )
    return raw.relation == "at-most"


def _side(cells: list[tuple[Term, str]]) -> Side:
    plus = [path for term, path in cells if term.factor > 0]
    minus = [path for term, path in cells if term.factor < 0]
    return Side(" | ".join(plus), " | ".join(minus))


# --- one operand -------------------------------------------------------------------------------


def _term(term: Term, name: str, dictionary: Dictionary) -> list[Let]:
    """Return the variables of an operand: its cells, and whether the form leaves them unsaid."""
    spec = dictionary.form(term.form)
    line = spec.line_by_id.get(term.row) or _code_line(spec)
    path, column = form_path(spec), named(term.column)
    if line.classification:
        code = "$code" if "{" in term.row else f"'{term.row}'"
        rows, printed = _by_code(spec, line, code, dictionary)
    else:
        rows = [f"{path}/{named(line.id)}"]
        printed = f"boolean({rows[0]})"
    cells = " | ".join(f"{row}/{column}" for row in rows)
    head = f"boolean({path}/{side_rows(spec, line.id)}/{column})"
    zero = f"not({path}/*[not(self::fa:Note)]) or ({head} and {printed})"
    return [(name, cells), (f"{name}-unprinted", f"not(${name}) and not({zero})")]


def _by_code(
    spec: FormSpec, line: Line, code: str, dictionary: Dictionary
) -> tuple[list[str], str]:
    """Return the rows that a code stands for, and the condition that the form lists so fine."""
    assert spec.classification is not None, spec.id
    form, rows = form_path(spec), named(line.id)
    own = f"{rows}[@code = {code}]"
    lengths = levels(dictionary, spec.classification.axis)
    below = f"{form}[not({own})]/{rows}{next_below(code, lengths, f'../{rows}')}"
    as_fine = f"boolean({form}/{rows}[string-length(@code) >= string-length({code})])"
    return [f"{form}/{own}", below], as_fine


def _code_line(spec: FormSpec) -> Line:
    line = spec.classification_line
    assert line is not None, spec.id
    return line

"""XPath expressions over native XML, in what XPath 1.0 and 2.0 have in common.

Amounts are compared in ten-thousandths of a yuan, as whole numbers: doubles hold them exactly up
to 900 billion yuan. ``$scale``, ``$grain``, ``$common`` and ``$step`` are variables of the
Schematron file; ``PRELUDE`` says what they are.
"""

from __future__ import annotations

from collections.abc import Iterable

from juesuan.schema.filing import UNLABELLED
from juesuan.schema.spec import Dictionary, FormSpec
from juesuan.schema.xmlnames import DECIMALS, ROOT

PREFIX = "fa"
FORMS = f"/{PREFIX}:{ROOT}/{PREFIX}:Forms"
_DIGITS = 4  # fraction digits that an amount may have
_CLASS = 3  # digits of the code of a 类
_FEW = 30  # figures from which a common precision can be told, as the rules have it

_ROUNDER = " + ".join(
    f"number(count($nonzero[round(. * 10000) mod {10 ** (power + _DIGITS)} != 0]) <= $few)"
    for power in range(1 - _DIGITS, 1 - DECIMALS[0])
)
PRELUDE = (
    ("amounts", f"{FORMS}/*/*/*"),
    ("nonzero", "$amounts[number(.) != 0]"),
    (
        "scale",
        "100 + 9900 * number(boolean($amounts[@decimals > 2 or "
        "string-length(substring-after(normalize-space(.), '.')) > 2]))",
    ),
    ("grain", "10000 div $scale"),
    ("few", "floor(count($nonzero) * 2 div 100)"),
    ("common", f"{_DIGITS} - number(count($nonzero) >= {_FEW}) * ({_ROUNDER})"),
    ("step", "number(concat('1', substring('0000000000000000', 1, 4 - $common)))"),
)
"""Variables of the whole file, in order.

``scale``: sums are rounded to fen, or to ten-thousandths of a yuan where an amount shows them;
``grain``: how many ten-thousandths one such unit is. ``common``: the precision that (nearly) all
figures show, however they are printed (4 where they show none); ``step``: its unit.
"""


def named(name: str) -> str:
    """Return the name test of an element."""
    return f"{PREFIX}:{name}"


def form_path(spec: FormSpec) -> str:
    """Return the path of a form."""
    return f"{FORMS}/{named(spec.element)}"


def any_of(names: Iterable[str]) -> str:
    """Return the condition that a node is one of some elements."""
    return " or ".join(f"self::{named(name)}" for name in names)


def union(*paths: str) -> str:
    """Return the union of node sets; an empty path is none, and no path at all the empty set."""
    return " | ".join(filter(None, paths)) or "/.."


def levels(dictionary: Dictionary, axis: str) -> list[int]:
    """Return the lengths that the codes of an axis may have, in any form."""
    found = (spec.classification for spec in dictionary.forms if spec.classification)
    return sorted({n for place in found if place.axis == axis for n in place.levels})


def next_below(code: str | None, lengths: Iterable[int], siblings: str) -> str:
    """Return the predicates of codes printed next below a code, itself printed or not.

    ``code`` is an expression, None for the topmost codes; ``siblings`` leads from a row to all
    rows by code.
    """
    if code is None:
        above = (_no_ancestor(n, f"string-length(@code) > {n}", siblings) for n in lengths)
        return "".join(above)
    own = f"string-length({code})"
    between = (
        _no_ancestor(n, f"{own} < {n} and {n} < string-length(@code)", siblings)
        for n in lengths
        if n > _CLASS
    )
    return f"[starts-with(@code, {code})][string-length(@code) > {own}]{''.join(between)}"


def _no_ancestor(length: int, where: str, siblings: str) -> str:
    return f"[not({where} and {siblings}/@code = substring(@code, 1, {length}))]"


def side_rows(spec: FormSpec, line_id: str) -> str:
    """Return the step to the rows that stand on a line's side of a form."""
    if not spec.sides:
        return "*"
    side = spec.line_by_id[line_id].side
    names = [other.id for other in spec.lines if other.side == side]
    place = spec.classification_line
    if place is not None and place.side == side:
        names.append(UNLABELLED)
    return f"*[{any_of(names)}]"


def amount(plus: str, minus: str = "") -> str:
    """Return the sum of amounts, less others, in ten-thousandths of a yuan."""
    said = f"round(sum({plus or '/..'}) * $scale) * $grain"
    return f"{said} - round(sum({minus}) * $scale) * $grain" if minus else said


def fine(figures: str) -> str:
    """Return those of some figures that are as precise as they are printed."""
    return f"{figures}[@decimals <= $common or round(. * 10000) mod $step != 0]"


def slack(figures: str, precise: str) -> str:
    """Return half the width of the interval that figures stand for together.

    ``precise`` are those that ``fine`` gives; the others are as precise as ``$step``.
    """
    terms = (
        f"{_half_unit(decimals)} * count({precise}[@decimals = {decimals}])"
        for decimals in reversed(DECIMALS)
    )
    return f"$step div 2 * (count({figures}) - count({precise})) + {' + '.join(terms)}"


def blank_variable(spec: FormSpec) -> str:
    """Return the name of the variable that says for what a form's blanks may stand."""
    return f"blank-{spec.element}"


def blank(spec: FormSpec) -> str:
    """Return half a unit of a form's last digit where it prints no zero and no fen, else 0."""
    cells = f"{form_path(spec)}/*/*"
    finest = [
        f"{_half_unit(d)} * number(boolean({cells}[@decimals = {d}]) "
        f"and not({cells}[@decimals > {d}]))"
        for d in reversed(DECIMALS)
    ]
    half = f"({' + '.join(finest)})"
    coarse = "$step div 2"
    known = f"({half} * number({half} >= {coarse}) + {coarse} * number({half} < {coarse}))"
    blanks = f"number(boolean({cells}) and not({cells}[number(.) = 0]))"
    return f"{blanks} * {known} * number({known} > {_half_unit(2)})"


def blank_cells(spec: FormSpec, rows: str, column: str) -> str:
    """Return the slack of the cells that some rows of a form leave blank in a column."""
    return f"${blank_variable(spec)} * count(({rows})[not({column})])"


def _half_unit(decimals: int) -> str:
    exponent = _DIGITS - decimals
    return "0.5" if exponent == 0 else str(5 * 10 ** (exponent - 1))

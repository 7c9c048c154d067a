"""Shows a number as a spreadsheet does: the digits that a person sees, never float noise.

A spreadsheet holds 13559.1 as a binary number and shows it by a format (``#,##0.00``). What is
read is what is shown, since that is what was published.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

BUILT_IN = {
    1: "0",
    2: "0.00",
    3: "#,##0",
    4: "#,##0.00",
    9: "0%",
    10: "0.00%",
    37: "#,##0;-#,##0",
    38: "#,##0;-#,##0",
    39: "#,##0.00;-#,##0.00",
    40: "#,##0.00;-#,##0.00",
    41: '#,##0;-#,##0;"-"',
    42: '#,##0;-#,##0;"-"',
    43: '#,##0.00;-#,##0.00;"-"??',
    44: '#,##0.00;-#,##0.00;"-"??',
}
"""The formats that files name by number only (ECMA-376 part 1, 18.8.30)."""

_SEPARATOR = re.compile(r';(?=(?:[^"]*"[^"]*")*[^"]*$)')
_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|[_*].|\[(?P<bracket>[^\]]*)\]|(?P<char>.)'
)
_KEPT = frozenset("()-+△▲—－–/无")  # marks that belong to a printed number
_SIGNS = frozenset("(-△▲—－–")
_MAX_PLACES = 15
_TOO_LARGE = 10**15  # of larger numbers a spreadsheet does not know every digit
_MAX_CODE = 255  # characters: no spreadsheet takes longer formats


def plain_number(value: float) -> str:
    """Return a number's 15 significant digits, which is all that spreadsheets know of it."""
    return format(Decimal(format(value, ".15g")), "f")


def shown_number(value: float, code: str | None) -> str:
    """Return the text that a format code shows; the plain number for codes that are not known."""
    plain = plain_number(value)
    if code is None:
        return plain
    number = Decimal(plain)
    if abs(number) >= _TOO_LARGE:
        return plain
    section, number = _choose(_SEPARATOR.split(code[:_MAX_CODE]), number)
    if section is None:
        return plain
    parts = _parse(section)
    if parts is None:
        return plain
    return _show(parts, number)


def _choose(sections: list[str], number: Decimal) -> tuple[str | None, Decimal]:
    """Return the section for a number's sign, and the number that it is to show."""
    if "General" in sections[0]:
        return None, number
    if number < 0 and len(sections) > 1:
        section = sections[1]
        signed = any(char in section for char in _SIGNS)
        return section, -number if signed else number
    if number == 0 and len(sections) > 2:
        return sections[2], number
    return sections[0], number


@dataclass(slots=True)
class _Parts:
    """A section taken apart."""

    prefix: str = ""
    whole: str = ""
    places: int = 0
    suffix: str = ""
    thousands: bool = False
    power: int = 0
    point: bool = False

    @property
    def digits(self) -> bool:
        return bool(self.whole or self.places)


def _parse(section: str) -> _Parts | None:
    """Return the parts of a section; None for texts, dates, fractions and conditions."""
    parts = _Parts()
    commas = 0
    for match in _TOKEN.finditer(section):
        literal = match["quoted"] or match["escaped"] or ""
        char = match["char"] or ""
        if (bracket := match["bracket"]) is not None:
            if bracket[:1] in "<>=" or bracket.upper().startswith("DBNUM"):
                return None
        elif char and char in "0#?":
            if parts.point:
                parts.places += 1
            else:
                parts.thousands |= bool(commas)
                commas = 0
                parts.whole += char
        elif char == ",":
            commas += bool(parts.whole) and not parts.point
        elif char == ".":
            if parts.point:
                return None
            parts.point = True
        elif char == "%":
            parts.power += 2
            parts.suffix += "%"
        elif char and (char in "@!" or (char.isascii() and char.isalpha())):
            return None
        else:
            literal = "".join(c for c in literal + char if c in _KEPT)
            if parts.digits:
                parts.suffix += literal
            else:
                parts.prefix += literal
    parts.power -= 3 * commas
    return parts if parts.places <= _MAX_PLACES and "/" not in parts.suffix else None


def _show(parts: _Parts, number: Decimal) -> str:
    if not parts.digits:
        return parts.prefix + parts.suffix
    scaled = number.scaleb(parts.power)
    rounded = scaled.quantize(Decimal(1).scaleb(-parts.places), rounding=ROUND_HALF_UP)
    if not rounded and "0" not in parts.whole and not parts.point:
        return parts.prefix + parts.suffix  # "-"?? shows a dash, # shows nothing
    sign = "-" if rounded < 0 else ""
    text = format(abs(rounded), ",f" if parts.thousands else "f")
    if not parts.point:
        text = text.rjust(parts.whole.count("0"), "0")
    return f"{sign}{parts.prefix}{text}{parts.suffix}"

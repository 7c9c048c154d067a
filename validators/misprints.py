"""What turns one printed figure into another: how a wrong figure may have come about."""

from __future__ import annotations

from enum import StrEnum

_SHIFTS = (1, 2, 3, 4, 8)
_UNITS = frozenset((3, 4, 8))  # powers of ten between 元, 千元, 万元 and 亿元


class Kind(StrEnum):
    """How a figure, a row or a form came to be wrong."""

    SIGN = "sign"
    DECIMAL_POINT = "decimal-point"
    UNIT = "unit"
    DIGITS_EXCHANGED = "digits-exchanged"
    DIGIT = "digit"
    DIGIT_LOST = "digit-lost"
    DIGIT_ADDED = "digit-added"
    FIGURES_EXCHANGED = "figures-exchanged"
    FIGURE_MISSING = "figure-missing"
    ROW_MISSING = "row-missing"
    CODE_MISTYPED = "code-mistyped"
    VALUE = "value"


def kind_of(printed: int, restored: int) -> Kind:
    """Return what turns the restored figure into the printed one; both in units of the last digit.

    A figure that came about in no simple way is of kind ``VALUE``.
    """
    if printed == -restored:
        return Kind.SIGN
    if (shift := _shift(abs(printed), abs(restored))) and (printed < 0) == (restored < 0):
        return Kind.UNIT if shift in _UNITS else Kind.DECIMAL_POINT
    if (printed < 0) != (restored < 0) or 0 in (printed, restored):
        return Kind.VALUE
    return _digits(str(abs(printed)), str(abs(restored)))


def _shift(printed: int, restored: int) -> int | None:
    """Return by how many places one number is the other shifted, digits that fell off apart."""
    small, large = sorted((printed, restored))
    if small == 0:
        return None
    for places in _SHIFTS:
        power = 10**places
        if small == (large + power // 2) // power or small == large // power:
            return places
    return None


def _digits(printed: str, restored: str) -> Kind:
    if len(printed) == len(restored):
        places = [i for i, (a, b) in enumerate(zip(printed, restored, strict=True)) if a != b]
        if len(places) == 1:
            return Kind.DIGIT
        if len(places) == 2 and sorted(printed) == sorted(restored):
            return Kind.DIGITS_EXCHANGED
    elif len(printed) + 1 == len(restored) and _drops_to(restored, printed):
        return Kind.DIGIT_LOST
    elif len(printed) == len(restored) + 1 and _drops_to(printed, restored):
        return Kind.DIGIT_ADDED
    return Kind.VALUE


def _drops_to(longer: str, shorter: str) -> bool:
    """Return whether a number is another one without one of its digits."""
    return any(longer[:i] + longer[i + 1 :] == shorter for i in range(len(longer)))


_SLIPS = 2  # digits in which a mistyped code differs at most


def is_slip(code: str, meant: str) -> bool:
    """Return whether one code may have been typed for another one as long."""
    return sum(a != b for a, b in zip(code, meant, strict=True)) <= _SLIPS

"""Reads amounts as they are printed: separators, brackets, dashes; never through a float."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from juesuan.schema.limits import MAX_DIGITS
from juesuan.schema.text import normalise

_PLAIN = re.compile(r"[-+]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?")
_NEGATIVE = re.compile(r"\((?P<bracketed>[^()]+)\)|[△▲](?P<marked>.+)|(?P<trailing>[\d.,]+)-")
_NUMERIC = re.compile(r"[-+()△▲¥￥\d.,]*\d[-+()\d.,%]*")


@dataclass(frozen=True, slots=True)
class Amount:
    """A printed amount in its printed unit.

    ``places`` is the number of digits after the point, or None where a dash was printed.
    """

    value: Decimal
    places: int | None


def parse_amount(text: str, dashes: frozenset[str]) -> Amount | None:
    """Return the amount that a cell prints, or None where it prints none.

    ``dashes`` are the (normalised) marks that stand for an explicit zero.
    """
    plain = normalise(text)
    if plain in dashes:
        return Amount(Decimal(0), None)
    sign = 1
    if match := _NEGATIVE.fullmatch(plain):
        plain = next(group for group in match.groups() if group is not None)
        sign = -1
    if not _PLAIN.fullmatch(plain) or len(plain) > MAX_DIGITS:
        return None
    value = Decimal(plain.replace(",", ""))
    places = max(0, -int(value.as_tuple().exponent))
    return Amount(sign * value if value else abs(value), places)


def looks_numeric(text: str) -> bool:
    """Return whether a cell holds digits and number marks only, whether or not they make sense."""
    return bool(_NUMERIC.fullmatch(normalise(text)))

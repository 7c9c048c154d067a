"""Reads amounts as they are printed: separators, brackets, dashes; never through a float."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from juesuan.schema.limits import MAX_DIGITS
from juesuan.schema.text import normalise

_PLAIN = re.compile(r"[-+]?(?:(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?|\.\d+)")
_NEGATIVE = re.compile(
    r"[-△▲]?\((?P<bracketed>[^()]+)\)|[△▲负](?P<marked>.+)|(?P<trailing>[\d.,]+)-"
)
_UNIT = re.compile(r"(?P<amount>.*\d.*?)(?P<unit>(?:人民币)?[百千万亿]*元)")
_CURRENCY = re.compile(r"(?<![^-+(△▲负])(?:¥|RMB|CNY)(?=[-+\d.(])")
_NUMERIC = re.compile(r"(?:[-+()△▲负¥.,]|RMB|CNY)*\d[-+()\d.,·。]*(?:[%‰]|[百千万亿]*元)?\)?")
_MISSET_POINT = re.compile(r"\d\s*·\s*\d")  # 12·5 is no number, though a name's · counts nothing


@dataclass(frozen=True, slots=True)
class Amount:
    """A printed amount in its printed unit.

    ``places`` is the number of digits after the point, or None where a dash was printed;
    ``unit`` the unit that the cell itself prints (1.5万元), None where it prints none.
    """

    value: Decimal
    places: int | None
    unit: str | None = None


@lru_cache(maxsize=4096)
def parse_amount(text: str, dashes: frozenset[str]) -> Amount | None:
    """Return the amount that a cell prints, or None where it prints none.

    ``dashes`` are the (normalised) marks that stand for an explicit zero.
    """
    plain = normalise(text)
    if plain in dashes:
        return Amount(Decimal(0), None)
    if _MISSET_POINT.search(text):
        return None
    plain, unit = _CURRENCY.sub("", plain), None
    if match := _UNIT.fullmatch(plain):
        plain, unit = match["amount"], match["unit"]
    negative = _NEGATIVE.fullmatch(plain)
    if negative:
        plain = next(group for group in negative.groups() if group is not None)
    if not _PLAIN.fullmatch(plain) or len(plain) > MAX_DIGITS:
        return None
    value = Decimal(plain.replace(",", ""))
    places = max(0, -int(value.as_tuple().exponent))
    if not value or negative:
        value = abs(value)
    return Amount(-value if negative and value else value, places, unit)


def looks_numeric(text: str) -> bool:
    """Return whether a cell holds digits and number marks only, whether or not they make sense."""
    return bool(_NUMERIC.fullmatch(normalise(text)))

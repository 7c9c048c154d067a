"""The transformations of the Inline XBRL Transformation Registry that numbers use.

Names are the same in several versions of the registry; older ones have no hyphens.
"""

from __future__ import annotations

import re
from decimal import Decimal

from juesuan.schema.limits import MAX_DIGITS

_DOT = re.compile(r"(\d{1,3}([, \u00a0]\d{3})+|\d+)?(\.\d+)?")
_COMMA = re.compile(r"(\d{1,3}([. \u00a0]\d{3})+|\d+)?(,\d+)?")
_ZEROS = {"fixed-zero", "zerodash", "numdash", "fixedzero"}
_DOTS = {"num-dot-decimal", "numdotdecimal", "numcommadot", ""}
_COMMAS = {"num-comma-decimal", "numcommadecimal", "numdotcomma"}


def parse_number(text: str, transformation: str) -> Decimal | None:
    """Return the number that a text states under a transformation (its local name), or None."""
    plain = text.strip()
    if transformation in _ZEROS:
        return Decimal(0)
    if not plain or sum(map(str.isdigit, plain)) > MAX_DIGITS or not plain[-1].isdigit():
        return None
    if transformation in _DOTS and _DOT.fullmatch(plain):
        return Decimal(re.sub(r"[, \u00a0]", "", plain))
    if transformation in _COMMAS and _COMMA.fullmatch(plain):
        return Decimal(re.sub(r"[. \u00a0]", "", plain).replace(",", "."))
    return None

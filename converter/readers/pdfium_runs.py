"""Tells which characters of figures near ruling lines belong to one string of the file."""

from __future__ import annotations

import ctypes
import re
from bisect import bisect_left
from collections.abc import Sequence
from typing import Any

import pypdfium2.raw as raw

from juesuan.converter.readers.page import Char, Ruling

_FIGURE = re.compile(r"[\d,.\-+()，．－（）%]+")
_NEAR = 1.0  # points from a ruling line


def number_runs(
    textpage: Any, text: str, chars: list[Char], places: Sequence[int], rulings: Sequence[Ruling]
) -> None:
    """Number the strings of the figures that touch or cross a ruling line that goes down.

    ``places`` are the indices of the characters in the page's text.
    """
    downs = sorted(r.x0 for r in rulings if r.x1 - r.x0 < r.bottom - r.top)
    if not downs:
        return
    numbers: dict[int | None, int] = {None: 0}
    for match in _FIGURE.finditer(text):
        first, end = bisect_left(places, match.start()), bisect_left(places, match.end())
        if first == end:
            continue
        line = bisect_left(downs, chars[first].x0 - _NEAR)
        if line == len(downs) or downs[line] > chars[end - 1].x1 + _NEAR:
            continue
        for n in range(first, end):
            item = raw.FPDFText_GetTextObject(textpage, places[n])
            address = ctypes.addressof(item.contents) if item else None
            chars[n] = chars[n]._replace(run=numbers.setdefault(address, len(numbers)))

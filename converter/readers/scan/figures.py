"""Sets figures right that were read with a wrong mark, and lowers the trust in odd ones."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from juesuan.converter.readers.scan.decode import Reading
from juesuan.converter.readers.scan.pieces import Piece

_FIGURE = re.compile(r"[-(]?[\d.,]*\d[\d.,]*\)?")
_STRAY_ENDS = ".,"
_ENOUGH = 8  # figures with a fraction from which the usual length of fractions is told
_NEARLY_ALL = 0.95
_ODD = Decimal("0.500")  # the most trust in a figure whose point may be lost


def settle_figures(pieces: Sequence[Piece], readings: Sequence[Reading]) -> list[Reading]:
    """Return the readings of a page with the figures' separators set right.

    Where nearly all figures of the page's tables have a fraction of one length, a figure with
    none or another is doubted: its point may be lost.
    """
    settled = [_settled(reading) for reading in readings]
    figures = [
        index
        for index, (piece, reading) in enumerate(zip(pieces, settled, strict=True))
        if piece.in_table and _FIGURE.fullmatch(reading.text)
    ]
    usual = _usual_places([settled[index].text for index in figures])
    if usual:
        for index in figures:
            settled[index] = _doubted(settled[index], usual)
    return settled


def _settled(reading: Reading) -> Reading:
    if not _FIGURE.fullmatch(reading.text):
        return reading
    text = separators(reading.text)
    others = tuple(dict.fromkeys(separators(other) for other in reading.others))
    return replace(reading, text=text, others=tuple(o for o in others if o != text))


def separators(text: str) -> str:
    """Return a figure with its separators made regular: 1.234,56 and 1,234,56 are 1,234.56."""
    plain = text.rstrip(_STRAY_ENDS).lstrip(_STRAY_ENDS)
    if "(" in plain and ")" not in plain:
        plain += ")"
    digits = re.sub(r"[-()]", "", plain)
    groups = re.split(r"[.,]+", digits)
    if len(groups) < 2:
        return plain
    last_mark = "." if digits.rfind(".") > digits.rfind(",") else ","
    fraction = groups[-1]
    grouped = all(len(group) == 3 for group in groups[1:])
    if grouped and (last_mark == "," or (len(groups) > 2 and "," not in digits)):
        whole, fraction = groups, ""
    else:
        whole = groups[:-1]
    if not len(whole[0]) >= 1 or any(len(group) != 3 for group in whole[1:]):
        return plain
    body = ",".join(whole) + (f".{fraction}" if fraction else "")
    return plain.replace(digits, body)


def _places(text: str) -> int:
    return len(text.rstrip(")").rpartition(".")[2]) if "." in text else 0


def _usual_places(texts: Sequence[str]) -> int:
    counted = Counter(_places(text) for text in texts if "." in text)
    if not counted:
        return 0
    places, count = counted.most_common(1)[0]
    return places if count >= _ENOUGH and count >= _NEARLY_ALL * counted.total() else 0


def _doubted(reading: Reading, usual: int) -> Reading:
    """Return a reading with less trust where its fraction is not of the usual length.

    Short whole numbers (codes, line numbers, 0) and codes of three, five or seven digits are not
    doubted.
    """
    if _places(reading.text) == usual:
        return reading
    digits = re.sub(r"\D", "", reading.text)
    if "." not in reading.text and (len(digits) <= usual or _may_be_code(reading.text)):
        return reading
    pointed = f"{digits[:-usual]}.{digits[-usual:]}" if len(digits) > usual else ""
    others = tuple(dict.fromkeys((*reading.others, *([pointed] if pointed else []))))
    return replace(reading, confidence=min(reading.confidence, _ODD), others=others)


def _may_be_code(text: str) -> bool:
    return text.isdigit() and len(text) in (3, 5, 7)

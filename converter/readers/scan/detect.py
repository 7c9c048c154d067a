"""Tells which pages of a PDF are images without usable text."""

from __future__ import annotations

import ctypes
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from juesuan.schema.limits import MAX_SCAN_PATHS

_FEW = 60  # characters: a page number, a stamp or the mark of a scanning program
_LARGE = 0.4  # share of the page that a scan covers at least
_MANY_PATHS = 200  # drawn outlines from which a page without text may be writing
_INVISIBLE = 3  # text render mode: a scan's hidden text layer


def scanned_pages(path: Path, characters: Mapping[int, int]) -> tuple[int, ...]:
    """Return the pages (from 1) that show writing only as an image or as outlines.

    ``characters`` tells how many the text layer of each page in question holds. A scan with a
    hidden text layer is a scan: that layer is somebody's recognition, without a word on how
    sure it is.
    """
    found: list[int] = []
    if not characters:
        return ()
    with pdfium.PdfDocument(path) as document:
        for number, count in sorted(characters.items()):
            page = document[number - 1]
            if _is_scan(page, count):
                found.append(number)
            page.close()
    return tuple(found)


def _is_scan(page: Any, characters: int) -> bool:
    width, height = page.get_size()
    area, paths = 0.0, 0
    for item in page.get_objects(max_depth=3):
        if item.type == raw.FPDF_PAGEOBJ_IMAGE:
            area += _area(item)
        elif item.type == raw.FPDF_PAGEOBJ_PATH:
            paths += 1
            if paths > MAX_SCAN_PATHS:
                return False  # a drawing that would take minutes to render
        elif (
            item.type == raw.FPDF_PAGEOBJ_TEXT
            and characters >= _FEW
            and raw.FPDFTextObj_GetTextRenderMode(item.raw) != _INVISIBLE
        ):
            return False
    if area >= _LARGE * width * height:
        return True
    return characters == 0 and (area > 0 or paths >= _MANY_PATHS)


def _area(item: Any) -> float:
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    raw.FPDFPageObj_GetBounds(item.raw, left, bottom, right, top)
    return max(0.0, right.value - left.value) * max(0.0, top.value - bottom.value)

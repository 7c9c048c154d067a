"""Straightens the image of a page: small angles by its ruling and text lines, and quarter turns.

Coloured areas are made paper, so that white writing on a dark head becomes dark on light.
"""

from __future__ import annotations

import cv2
import numpy as np

from juesuan.converter.readers.scan.image import Gray

_WIDEST = 5.0  # degrees: a sheet lies no more askew than this
_STEPS = ((0.5, _WIDEST), (0.1, 0.4), (0.02, 0.08))  # step and reach of each pass, in degrees
_SAMPLE = 1000  # pixels of the longer side on which the angle is measured
_FILL = 0.12  # inches: a coloured area is at least so wide and high
_DARKER = 24  # levels of grey by which a coloured area is darker than paper
_SETTLED = 0.03  # degrees: less is not worth a loss of sharpness


def ink(gray: Gray, dpi: float) -> Gray:
    """Return 255 where a pixel is darker than its surroundings, else 0."""
    block = max(15, int(dpi / 4)) | 1
    smooth = cv2.GaussianBlur(gray, (3, 3), 0)
    dark: Gray = cv2.adaptiveThreshold(
        smooth, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, block, 14
    )
    return dark


def straighten(gray: Gray, dpi: float) -> Gray:
    """Return the image turned by the small angle by which it lies askew."""
    angle = _skew(ink(gray, dpi))
    return gray if abs(angle) < _SETTLED else _turned(gray, angle, cv2.INTER_CUBIC)


def without_fills(gray: Gray, dpi: float) -> Gray:
    """Return the image with coloured areas as light as paper, and what is on them dark.

    Lighter and darker marks count alike: white letters and black lines on a dark head.
    """
    size = max(3, round(_FILL * dpi / 2)) | 1
    half = cv2.resize(gray, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
    paper = int(np.median(half))
    # Between the strokes of dark letters paper shows, however dense they are.
    lightest = cv2.medianBlur(cv2.dilate(half, np.ones((3, 3), np.uint8)), size)
    filled = np.where(lightest < paper - _DARKER, 255, 0).astype(np.uint8)
    filled = cv2.morphologyEx(filled, cv2.MORPH_CLOSE, np.ones((2 * size, 2 * size), np.uint8))
    filled = cv2.morphologyEx(filled, cv2.MORPH_OPEN, np.ones((size, size), np.uint8))
    if not filled.any():
        return gray
    edge = np.ones((5, 5), np.uint8)
    ground = np.where(filled > 0, cv2.medianBlur(half, size), paper).astype(np.uint8)
    height, width = gray.shape
    filled, low, high = (
        cv2.resize(image, (width, height), interpolation=cv2.INTER_NEAREST)
        for image in (cv2.dilate(filled, edge), cv2.erode(ground, edge), cv2.dilate(ground, edge))
    )
    marks = cv2.max(cv2.subtract(low, gray), cv2.subtract(gray, high))
    seen = marks[(filled > 0) & (marks > _DARKER)]
    if seen.size:
        marks = cv2.convertScaleAbs(marks, alpha=max(1.0, paper / float(np.percentile(seen, 75))))
    plain: Gray = np.where(filled > 0, cv2.subtract(paper, marks), gray)
    return plain


def quarter_turned(gray: Gray, turns: int) -> Gray:
    """Return the image turned counter-clockwise by a number of quarters."""
    return np.ascontiguousarray(np.rot90(gray, turns))


def _skew(dark: Gray) -> float:
    """Return the angle at which rows of pixels are most unequal: lines lie along them."""
    scale = _SAMPLE / max(dark.shape)
    small = cv2.resize(dark, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    best = 0.0
    for step, reach in _STEPS:
        angles = [best + step * i for i in range(-round(reach / step), round(reach / step) + 1)]
        best = max(angles, key=lambda angle: (_inequality(small, angle), -abs(angle)))
    return best if abs(best) <= _WIDEST else 0.0


def _inequality(small: Gray, angle: float) -> float:
    turned = small if angle == 0 else _turned(small, angle, cv2.INTER_LINEAR, 0)
    return sum(
        float(np.square(np.diff(turned.sum(axis=axis, dtype=np.float64))).sum()) for axis in (0, 1)
    )


def _turned(gray: Gray, angle: float, interpolation: int, border: int = 255) -> Gray:
    height, width = gray.shape
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
    turned: Gray = cv2.warpAffine(
        gray, matrix, (width, height), flags=interpolation, borderValue=border
    )
    return turned

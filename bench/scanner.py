"""Turns pages of PDFs into the images that scanners make of them."""

from __future__ import annotations

import io
from collections.abc import Collection
from dataclasses import dataclass

import cv2
import numpy as np
import pypdfium2 as pdfium
from PIL import Image

from juesuan.converter.readers.scan.image import Gray


@dataclass(frozen=True)
class Scanner:
    """How an image of a page comes about. ``skew`` is in degrees; ``sway`` turns it by page."""

    name: str
    dpi: int = 200
    noise: float = 6
    blur: float = 0.7
    skew: float = 0.0
    sway: float = 0.0
    quality: int = 75
    turns: int = 0
    bilevel: bool = False
    portrait: bool = False


SCANNERS = (
    Scanner("200 dpi", skew=0.8),
    Scanner("200 dpi mild", noise=5, blur=0.6, sway=1.5),
    Scanner("200 dpi askew 4°", skew=4, noise=9),
    Scanner("200 dpi turned 90°", turns=1, skew=-0.5),
    Scanner("200 dpi on portrait sheets", portrait=True, sway=1.0),
    Scanner("200 dpi black and white", bilevel=True, skew=0.4),
    Scanner("150 dpi", dpi=150, skew=-0.8),
    Scanner("150 dpi poor", dpi=150, noise=14, blur=1.0, quality=45, skew=1.5),
)


def scan(pdf: bytes, scanner: Scanner, seed: int, pages: Collection[int]) -> tuple[bytes, int]:
    """Return a PDF of the images of some pages (from 1) of a PDF, and their number."""
    random = np.random.default_rng(seed)
    images = []
    with pdfium.PdfDocument(pdf) as document:
        for number, page in enumerate(document, 1):
            if number not in pages:
                continue
            gray = page.render(scale=scanner.dpi / 72, grayscale=True).to_numpy()
            gray = np.array(gray if gray.ndim == 2 else gray[:, :, 0])
            if scanner.portrait and gray.shape[1] > gray.shape[0]:
                gray = np.rot90(gray, number % 2 * 2 + 1)
            image = Image.fromarray(_scanned(np.ascontiguousarray(gray), scanner, random))
            # Black and white pages become CCITT group 4, as a fax machine writes them.
            images.append(image.convert("1") if scanner.bilevel else image)
    buffer = io.BytesIO()
    images[0].save(
        buffer,
        "PDF",
        resolution=scanner.dpi,
        save_all=True,
        append_images=images[1:],
        quality=scanner.quality,
    )
    return buffer.getvalue(), len(images)


def _scanned(gray: Gray, scanner: Scanner, random: np.random.Generator) -> Gray:
    height, width = gray.shape
    angle = scanner.skew + random.uniform(-scanner.sway, scanner.sway)
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1)
    gray = cv2.warpAffine(gray, matrix, (width, height), borderValue=255, flags=cv2.INTER_CUBIC)
    gray = cv2.GaussianBlur(gray, (0, 0), scanner.blur)
    noisy = gray * 0.92 + 14 + random.normal(0, scanner.noise, gray.shape)
    gray = np.clip(noisy, 0, 255).astype(np.uint8)
    if scanner.bilevel:
        gray = np.where(gray > 140, 255, 0).astype(np.uint8)
    return np.ascontiguousarray(np.rot90(gray, scanner.turns))

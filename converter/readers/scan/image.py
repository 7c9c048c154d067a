"""Images of pages: rendered from a PDF, or the frames of an image file; bounded in pixels."""

from __future__ import annotations

import io
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pypdfium2 as pdfium
from PIL import Image, ImageOps, ImageSequence, UnidentifiedImageError

from juesuan.schema.errors import UnreadableInputError
from juesuan.schema.limits import MAX_PAGES, MAX_SCAN_PIXELS

Gray = npt.NDArray[np.uint8]
"""Rows of grey pixels, 0 black to 255 white."""

_DPI = 200  # pixels an inch at which pages are read
_LOWEST, _HIGHEST = 96, 600  # pixels an inch that an image file may claim
_LONG_SIDE = 842 / 72  # inches: the long side of A4, where a file does not tell its size
_UPSCALE = 1.5  # a coarser image is enlarged up to this much


@dataclass(frozen=True, slots=True)
class PageImage:
    """The grey image of a page, ``dpi`` pixels an inch."""

    number: int
    gray: Gray
    dpi: float


def render_pages(path: Path, name: str, numbers: Collection[int]) -> Iterator[PageImage]:
    """Yield the images of some pages (from 1) of a PDF, one at a time."""
    with pdfium.PdfDocument(path) as document:
        for number in sorted(numbers):
            page = document[number - 1]
            width, height = page.get_size()
            scale = _bounded(width, height, _DPI / 72)
            try:
                bitmap = page.render(scale=scale, grayscale=True)
            except pdfium.PdfiumError:
                raise UnreadableInputError(
                    f"{name} 第 {number} 页：无法绘出页面图像",
                    f"{name} page {number}: the page cannot be rendered",
                ) from None
            gray = bitmap.to_numpy()
            gray = np.array(gray if gray.ndim == 2 else gray[:, :, 0])
            bitmap.close()
            page.close()
            yield PageImage(number, gray, scale * 72)


def _bounded(width: float, height: float, scale: float) -> float:
    """Return the scale, less where the image would exceed the limit of pixels."""
    pixels = max(1.0, width * height) * scale * scale
    return float(scale * min(1.0, (MAX_SCAN_PIXELS / pixels) ** 0.5))


def open_frames(data: bytes, name: str) -> Iterator[PageImage]:
    """Yield the frames of a PNG, JPEG or TIFF file; UnreadableInputError when it is damaged."""
    Image.MAX_IMAGE_PIXELS = None  # bounded below, before any pixel is decoded
    try:
        with Image.open(io.BytesIO(data), formats=("PNG", "JPEG", "TIFF")) as image:
            for number, frame in enumerate(ImageSequence.Iterator(image), 1):
                if number > MAX_PAGES:
                    break
                yield _frame(frame, number, name)
    except (OSError, SyntaxError, ValueError, UnidentifiedImageError):
        raise UnreadableInputError(
            f"{name}：图像文件已损坏，无法打开", f"{name}: the image file is damaged"
        ) from None


def _frame(frame: Image.Image, number: int, name: str) -> PageImage:
    width, height = frame.size
    if width * height > 4 * MAX_SCAN_PIXELS:
        raise UnreadableInputError(
            f"{name}：图像 {width}×{height} 像素，超过上限",
            f"{name}: an image of {width}×{height} pixels exceeds the limit",
        )
    dpi = _told_dpi(frame) or max(width, height) / _LONG_SIDE
    gray = ImageOps.exif_transpose(_on_white(frame)).convert("L")
    scale = min(_UPSCALE, _bounded(width, height, _DPI / dpi))
    if abs(scale - 1) > 0.1:
        size = (max(1, round(gray.width * scale)), max(1, round(gray.height * scale)))
        method = Image.Resampling.BICUBIC if scale > 1 else Image.Resampling.BOX
        gray, dpi = gray.resize(size, method), dpi * scale
    return PageImage(number, np.array(gray), dpi)


def _on_white(frame: Image.Image) -> Image.Image:
    """Return the frame with what is transparent made white."""
    if "A" not in frame.getbands() and "transparency" not in frame.info:
        return frame
    rgba = frame.convert("RGBA")
    return Image.alpha_composite(Image.new("RGBA", rgba.size, "white"), rgba)


def _told_dpi(frame: Image.Image) -> float | None:
    """Return the resolution that the file tells, unless no sheet would be of that size."""
    told = frame.info.get("dpi")
    if not isinstance(told, tuple) or len(told) != 2:
        return None
    dpi = float(told[0])
    inches = max(frame.size) / dpi if dpi > 0 else 0
    return dpi if _LOWEST <= dpi <= _HIGHEST and 7 < inches < 24 else None

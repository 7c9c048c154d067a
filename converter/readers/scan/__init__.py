"""Reads pages that are images, through the optional extra ``ocr``.

This package imports heavy libraries only in the modules that need them.
"""

from __future__ import annotations

from collections.abc import Collection
from importlib.util import find_spec
from pathlib import Path

from juesuan.converter.document import Document, Page
from juesuan.schema.errors import MissingExtraError

_EXTRA = ("rapidocr", "onnxruntime", "cv2", "numpy", "PIL")


def installed() -> bool:
    """Return whether the optional extra is there."""
    return all(find_spec(name) is not None for name in _EXTRA)


def read_scanned_pages(path: Path, name: str, numbers: Collection[int]) -> dict[int, Page]:
    """Return the pages of a PDF (from 1) as recognised in their images."""
    from juesuan.converter.readers.scan.image import render_pages
    from juesuan.converter.readers.scan.page import read_page

    return {image.number: read_page(image) for image in render_pages(path, name, numbers)}


def read_image(data: bytes, name: str, sha256: str, media_type: str) -> Document:
    """Read an image file, a page a frame; MissingExtraError without the extra."""
    if not installed():
        raise missing_extra(name)
    from juesuan.converter.readers.scan.image import open_frames
    from juesuan.converter.readers.scan.page import read_page

    pages = tuple(read_page(image) for image in open_frames(data, name))
    return Document(name, sha256, media_type, pages)


def missing_extra(name: str) -> MissingExtraError:
    """Return the error for a document that only the extra can read."""
    return MissingExtraError(
        f'{name}：是图像或扫描件，没有文字层；安装识别组件后可以读取：pip install "juesuan[ocr]"',
        f"{name}: an image or a scan without a text layer; to read it install the extra: "
        'pip install "juesuan[ocr]"',
    )

"""Finds and reads text in images through rapidocr, an optional extra.

Its models are part of its wheel and are opened from there; nothing is fetched.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

import cv2
import numpy as np

from juesuan.converter.readers.scan.decode import UNREAD, Decoder, Probabilities, Reading
from juesuan.converter.readers.scan.image import Gray

_HEIGHT = 48  # pixels: the height of line that the model takes
_STEP = 32  # pixels: widths are rounded up to this, so that few shapes occur
_NARROWEST, _WIDEST = 64, 2400
_BATCH_PIXELS = 5_000  # pixels of width in one batch
_DETECTION_SIDE = 1216  # pixels of the longer side at which lines of text are looked for

PixelBox = tuple[int, int, int, int]
"""Left, top, right, bottom."""


class Recogniser:
    """The detection and recognition models, loaded once."""

    def __init__(self) -> None:
        """Open the models that rapidocr's wheel holds."""
        import onnxruntime
        import rapidocr
        from rapidocr import RapidOCR

        models = Path(rapidocr.__file__).parent / "models"
        found = {kind: next(models.glob(f"*_{kind}_*.onnx")) for kind in ("det", "rec")}
        options = onnxruntime.SessionOptions()
        options.log_severity_level = 4
        # Threads that wait by spinning make everything slow where others work on the machine.
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        self._session = onnxruntime.InferenceSession(
            str(found["rec"]), options, providers=["CPUExecutionProvider"]
        )
        self._input = self._session.get_inputs()[0].name
        characters = self._session.get_modelmeta().custom_metadata_map["character"].splitlines()
        self._decoder = Decoder(["", *characters, " "])
        self._detector = RapidOCR(
            params={
                "Global.log_level": "critical",
                "Det.model_path": str(found["det"]),
                "Det.limit_type": "max",
                "Det.limit_side_len": _DETECTION_SIDE,
            }
        )

    def lines(self, gray: Gray) -> list[PixelBox]:
        """Return the boxes of the lines of text in an image."""
        result = self._detector(
            cv2.cvtColor(gray, cv2.COLOR_GRAY2BGR), use_det=True, use_cls=False, use_rec=False
        )
        if result.boxes is None:
            return []
        return [
            (int(x0), int(y0), int(np.ceil(x1)), int(np.ceil(y1)))
            for (x0, y0), (x1, y1) in ((box.min(axis=0), box.max(axis=0)) for box in result.boxes)
        ]

    def read(self, crops: Sequence[Gray]) -> list[Reading]:
        """Return what each crop, one line of text, says."""
        readings = [UNREAD] * len(crops)
        lines = [_to_height(crop) for crop in crops]
        for batch in _batches([line.shape[1] for line in lines]):
            width = _rounded(max(lines[index].shape[1] for index in batch))
            stack = np.zeros((len(batch), 3, _HEIGHT, width), np.float32)
            for place, index in enumerate(batch):
                line = lines[index][:, :width]
                stack[place, :, :, : line.shape[1]] = line / 127.5 - 1.0
            for index, probabilities in zip(batch, self._run(stack), strict=True):
                readings[index] = self._decoder.decode(probabilities)
        return readings

    def _run(self, stack: Probabilities) -> Probabilities:
        result: Probabilities = self._session.run(None, {self._input: stack})[0]
        return result


@cache
def recogniser() -> Recogniser:
    """Return the models, opened at the first call."""
    return Recogniser()


def _to_height(crop: Gray) -> Gray:
    height, width = crop.shape
    wide = min(_WIDEST, max(8, round(width * _HEIGHT / height)))
    method = cv2.INTER_CUBIC if height < _HEIGHT else cv2.INTER_AREA
    line: Gray = cv2.resize(crop, (wide, _HEIGHT), interpolation=method)
    return line


def _rounded(width: int) -> int:
    return max(_NARROWEST, -(-width // _STEP) * _STEP)


def _batches(widths: Sequence[int]) -> Iterator[list[int]]:
    """Yield the indices of lines of about one width, as many as a batch holds."""
    batch: list[int] = []
    for index in sorted(range(len(widths)), key=lambda i: (widths[i], i)):
        width = _rounded(widths[index])
        if batch and (
            (len(batch) + 1) * width > _BATCH_PIXELS or _rounded(widths[batch[0]]) * 1.35 < width
        ):
            yield batch
            batch = []
        batch.append(index)
    if batch:
        yield batch

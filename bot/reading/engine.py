"""The eyes: from a picture to boxes of text, with RapidOCR and the models inside its wheel.

Only the worker imports this room. Nothing is fetched, ever: the models' paths are given, so that a missing one is an
error and not a download. Latin letters are read with their accents; Arabic is not, and its fields are asked.
"""

import math
from dataclasses import dataclass
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import numpy as np
from PIL import Image
from rapidocr import RapidOCR

from bot.reading.boxes import Box

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Pixels = NDArray[np.uint8]

SIDE = 1600
"""Pixels on the long side: finer costs seconds and reads no better (our notes on receipts)."""
JUDGED = 16
"""Boxes that tell which way is up: the longest ones."""
UPRIGHT_RATIO = 1.5
"""The engine turns a box that is this much higher than wide before it reads it."""
MODELS = {
    "Det.model_path": "PP-OCRv6_det_small.onnx",
    "Rec.model_path": "PP-OCRv6_rec_small.onnx",
    "Cls.model_path": "ch_ppocr_mobile_v2.0_cls_mobile.onnx",
}


@dataclass(frozen=True)
class Seen:
    """What is on a picture: its boxes, the picture turned upright, and quarter turns that this took."""

    boxes: tuple[Box, ...]
    upright: Image.Image
    quarters: int


class Eyes:
    """The engine, loaded once: some seconds and some hundred megabytes."""

    def __init__(self, threads: int = 2) -> None:
        folder = files("rapidocr") / "models"
        params: dict[str, Any] = {key: str(folder / name) for key, name in MODELS.items()}
        threading = {"EngineConfig.onnxruntime.intra_op_num_threads": threads}
        self._ocr: Any = RapidOCR(params={**params, **threading, "Global.log_level": "critical"})

    def see(self, picture: Image.Image) -> Seen:
        """The text of a picture, whichever way it was held."""
        small = picture.copy()
        small.thumbnail((SIDE, SIDE), Image.Resampling.LANCZOS)
        pixels = np.asarray(small)[:, :, ::-1].copy()
        crops, corners = self._found(pixels)
        quarters = self._turns(crops, corners)
        if quarters:
            pixels = np.ascontiguousarray(np.rot90(pixels, quarters))
            crops, corners = self._found(pixels)
        upright = picture.rotate(90 * quarters, expand=True) if quarters else picture
        return Seen(self._read(crops, corners), upright, quarters)

    def _found(self, pixels: "Pixels") -> "tuple[list[Pixels], Any]":
        """The places that bear text: their pixels, and their corners."""
        found = self._ocr._load_det_model()(pixels)
        if found.boxes is None:
            return [], []
        return self._ocr.crop_text_regions(pixels, found.boxes), found.boxes

    def _turns(self, crops: "list[Pixels]", corners: Any) -> int:
        """Quarter turns, against the clock, that put the text upright.

        Text that stands makes high boxes, and the engine lays each of them down against the clock before it looks at
        it; the classifier then tells what is upside down. Both are counted over the longest boxes.
        """
        longest = sorted(range(len(crops)), key=lambda place: -crops[place].shape[1])[:JUDGED]
        if not longest:
            return 0
        judged = self._ocr._load_cls_model()([crops[place] for place in longest]).cls_res
        standing = sum(_stands(corners[place]) for place in longest) > len(longest) / 2
        over = sum("180" in label for label, _ in judged) > len(longest) / 2
        return standing + 2 * over

    def _read(self, crops: "list[Pixels]", corners: Any) -> tuple[Box, ...]:
        if not crops:
            return ()
        from rapidocr.ch_ppocr_rec import TextRecInput

        read = self._ocr._load_rec_model()(TextRecInput(img=crops, return_word_box=False))
        boxes = zip(read.txts, read.scores, corners, strict=True)
        return tuple(Box(text, float(score), _points(place)) for text, score, place in boxes if text.strip())


def _stands(place: Any) -> bool:
    (ax, ay), (bx, by), _, (dx, dy) = place
    return math.hypot(dx - ax, dy - ay) >= UPRIGHT_RATIO * math.hypot(bx - ax, by - ay)


def _points(place: Any) -> Any:
    return tuple((float(x), float(y)) for x, y in place)

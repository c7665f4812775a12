"""What is measured on the picture of a page, for the verdict on whether it can be read and for finding duplicates.

Runs in the worker, beside the engine.
"""

from typing import TYPE_CHECKING

import numpy as np
from PIL import Image

from bot.reading.legibility import Page

if TYPE_CHECKING:
    from bot.reading.engine import Seen

    Grey = np.ndarray[tuple[int, int], np.dtype[np.float32]]

SIDE = 1600
HASH, LOW = 32, 8
"""pHash (Zauner 2010): the signs of the 8 × 8 lowest frequencies of the picture at 32 × 32."""


def page_of(seen: "Seen") -> Page:
    small = seen.upright.convert("L")
    small.thumbnail((SIDE, SIDE), Image.Resampling.BILINEAR)
    grey = np.asarray(small, dtype=np.float32)
    return Page(seen.boxes, small.size, float(grey.mean()), _sharpness(grey), _likeness(seen.upright))


def _sharpness(grey: "Grey") -> float:
    """What share of its edges a picture loses when it is blurred once more: a blurred one has little left to lose."""
    edges = np.abs(np.diff(grey, axis=1))
    blurred = (grey[:, :-2] + grey[:, 1:-1] + grey[:, 2:]) / 3
    strong = edges[:, 1:] > max(8.0, float(np.percentile(edges, 95)))
    before, after = edges[:, 1:][strong], np.abs(np.diff(blurred, axis=1, prepend=blurred[:, :1]))[strong]
    return float(1 - after.sum() / before.sum()) if before.size else 0.0


def _likeness(picture: Image.Image) -> str:
    """Sixteen hexadecimal figures that stay nearly the same when a picture is resized or recompressed."""
    grey = np.asarray(picture.convert("L").resize((HASH, HASH), Image.Resampling.LANCZOS), dtype=np.float64)
    step = np.arange(HASH)
    waves = np.cos(np.pi * (2 * step[None, :] + 1) * step[:LOW, None] / (2 * HASH))
    low = waves @ grey @ waves.T
    bits = (low > np.median(low.flat[1:])).flatten()
    return f"{int(''.join('01'[int(bit)] for bit in bits), 2):016x}"

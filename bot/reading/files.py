"""Hostile files in, clean pictures out, or a refusal that says why.

Only the first bytes tell what a file is: neither its name nor what else hides in it is believed. One decoder is
tried, the one of these bytes; sizes are checked before anything is decoded; what leaves is rebuilt from pixels alone,
turned the way it was held, so that no GPS position, comment or second file travels on. Nothing is written to disk.

Everything here runs in the worker (`worker.py`), which may be killed at any moment.
"""

import io
import warnings
from collections.abc import Iterator
from typing import TYPE_CHECKING

from bot.reading.refusals import Refusal, Unreadable

if TYPE_CHECKING:
    from PIL import Image

LARGEST = 20_000_000
"""Bytes. It is also what Telegram lets a bot fetch (Bot API, getFile)."""
MOST_PIXELS = 64_000_000
MOST_PAGES = 50
SMALLEST_SIDE = 48
"""Pixels: a narrower picture holds no line of print."""
KEPT_SIDE, KEPT_QUALITY = 2400, 85
"""Pixels on the long side, and JPEG quality, of the copy that is kept for the accounts."""
PDF_POINTS_PER_INCH, PDF_DPI = 72, 200

SIGNATURES = (
    ("JPEG", 0, b"\xff\xd8\xff"),
    ("PNG", 0, b"\x89PNG\r\n\x1a\n"),
    ("GIF", 0, b"GIF87a"),
    ("GIF", 0, b"GIF89a"),
    ("WEBP", 8, b"WEBP"),
    ("TIFF", 0, b"II*\x00"),
    ("TIFF", 0, b"MM\x00*"),
    ("PDF", 0, b"%PDF-"),
    *(("HEIF", 4, b"ftyp" + brand) for brand in (b"heic", b"heix", b"heim", b"heis", b"mif1", b"msf1")),
)
"""A format, the place of its sign and the sign."""
OF_SEVERAL_PAGES = frozenset({"TIFF"})
"""Where a further frame is a further page. Elsewhere it is an animation, of which the first frame is taken."""


def pictures(content: bytes) -> "Iterator[Image.Image]":
    """Every page as an RGB picture of at most `KEPT_SIDE` pixels, one after the other. Raises `Unreadable`."""
    if not content:
        raise Unreadable(Refusal.EMPTY)
    if len(content) > LARGEST:
        raise Unreadable(Refusal.TOO_LARGE)
    kind = sort_of(content)
    return _pdf(content) if kind == "PDF" else _image(content, kind)


def sort_of(content: bytes) -> str:
    """The format that the first bytes tell. Raises `Unreadable` where it is none of ours."""
    for kind, place, sign in SIGNATURES:
        if content[place : place + len(sign)] == sign:
            return kind
    raise Unreadable(Refusal.FORMAT)


def jpeg(picture: "Image.Image") -> bytes:
    """The copy to keep: pixels and nothing else."""
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=KEPT_QUALITY)
    return out.getvalue()


def _image(content: bytes, kind: str) -> "Iterator[Image.Image]":
    """The pages of an image. Whatever a decoder says of a file, to the person it is damaged."""
    from PIL import Image

    if kind == "HEIF":
        _learn_heif()
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(content), formats=(kind,)) as opened:
                yield from _frames(opened, kind)
    except (Image.DecompressionBombWarning, Image.DecompressionBombError) as error:
        raise Unreadable(Refusal.TOO_MANY_PIXELS) from error
    except (OSError, ValueError, SyntaxError, RuntimeError, EOFError, TypeError, KeyError, IndexError) as error:
        raise Unreadable(Refusal.DAMAGED) from error


def _learn_heif() -> None:
    """A decoder alone (LGPL). Thumbnails and depth maps of a telephone are of no use here."""
    import pi_heif

    pi_heif.register_heif_opener(thumbnails=False)


def _frames(opened: "Image.Image", kind: str) -> "Iterator[Image.Image]":
    frames = getattr(opened, "n_frames", 1) if kind in OF_SEVERAL_PAGES else 1
    if frames > MOST_PAGES:
        raise Unreadable(Refusal.TOO_MANY_PAGES)
    for number in range(frames):
        if number:
            opened.seek(number)
        yield _clean(opened)


def _clean(opened: "Image.Image") -> "Image.Image":
    """Upright, in RGB, not larger than what is kept, from its pixels alone. Decoded small where the format can."""
    from PIL import Image, ImageOps

    width, height = opened.size
    if width * height > MOST_PIXELS:
        raise Unreadable(Refusal.TOO_MANY_PIXELS)
    if min(width, height) < SMALLEST_SIDE:
        raise Unreadable(Refusal.TOO_SMALL)
    opened.draft("RGB", (KEPT_SIDE, KEPT_SIDE))
    upright = ImageOps.exif_transpose(opened)
    upright.thumbnail((KEPT_SIDE, KEPT_SIDE), Image.Resampling.LANCZOS)
    return Image.frombytes("RGB", upright.size, _on_white(upright).tobytes())


def _on_white(picture: "Image.Image") -> "Image.Image":
    """What is transparent is paper; what has sixteen bits keeps its eight highest."""
    from PIL import Image

    if picture.mode.startswith("I;16") or picture.mode == "I":
        return picture.convert("I").point(lambda level: level / 256).convert("L").convert("RGB")
    if not picture.has_transparency_data:
        return picture.convert("RGB")
    seen = picture.convert("RGBA")
    return Image.alpha_composite(Image.new("RGBA", seen.size, "white"), seen).convert("RGB")


def _pdf(content: bytes) -> "Iterator[Image.Image]":
    """The pages of a PDF, drawn one by one and let go."""
    import pypdfium2

    try:
        paper = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        locked = "password" in str(error).lower()
        raise Unreadable(Refusal.LOCKED if locked else Refusal.DAMAGED) from error
    with paper:
        if not 0 < len(paper) <= MOST_PAGES:
            raise Unreadable(Refusal.TOO_MANY_PAGES if len(paper) else Refusal.DAMAGED)
        for number in range(len(paper)):
            yield _drawn(paper, number)


def _drawn(paper: "pypdfium2.PdfDocument", number: int) -> "Image.Image":  # type: ignore[name-defined] # noqa: F821
    """One page on white, at 200 dpi, or at what fits the kept size where it is a poster."""
    import pypdfium2
    from PIL import Image

    try:
        page = paper[number]
        width, height = page.get_size()
        scale = min(PDF_DPI / PDF_POINTS_PER_INCH, KEPT_SIDE / max(width, height))
        if min(width, height) * scale < SMALLEST_SIDE:
            raise Unreadable(Refusal.TOO_SMALL)
        drawn = page.render(scale=scale, may_draw_forms=True).to_pil().convert("RGB")
    except (pypdfium2.PdfiumError, ZeroDivisionError) as error:
        raise Unreadable(Refusal.DAMAGED) from error
    return Image.frombytes("RGB", drawn.size, drawn.tobytes())

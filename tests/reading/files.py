"""Files that people or attackers send, made on the spot."""

import io
import struct
import zlib
from collections.abc import Callable

import pypdfium2
from PIL import Image, ImageDraw


def saved(picture: Image.Image, kind: str, **options: object) -> bytes:
    out = io.BytesIO()
    picture.save(out, kind, **options)
    return out.getvalue()


def corner(mode: str = "RGB", size: tuple[int, int] = (120, 90)) -> Image.Image:
    """A light picture with a dark top left corner, so that one sees which way it is turned."""
    picture = Image.new("L", size, 255)
    ImageDraw.Draw(picture).rectangle((0, 0, size[0] // 3, size[1] // 3), 0)
    return picture.convert(mode)


def png_of(width: int, height: int) -> bytes:
    """A PNG that says that it is so large, with the few bytes that white rows compress to."""
    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    rows = zlib.compress(bytes(min((width // 8 + 1) * height, 20_000_000)), 9)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + _chunk(b"IDAT", rows) + _chunk(b"IEND", b"")


def text_bomb() -> bytes:
    """A PNG whose compressed comment unpacks to 60 MB."""
    comment = b"Comment\0\0" + zlib.compress(bytes(60_000_000), 9)
    plain = saved(corner(), "PNG")
    return plain[:33] + _chunk(b"zTXt", comment) + plain[33:]


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def pdf_of(pages: int) -> bytes:
    paper = pypdfium2.PdfDocument.new()
    for _ in range(pages):
        paper.new_page(200, 200)
    out = io.BytesIO()
    paper.save(out)
    return out.getvalue()


def locked_pdf() -> bytes:
    from pypdf import PdfWriter

    writer = PdfWriter()
    writer.add_blank_page(200, 200)
    writer.encrypt("secret", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def located(picture: Image.Image, orientation: int = 1) -> bytes:
    """A JPEG as a telephone makes it: it tells where it was taken, by whom, and which way it was held."""
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010F] = "Telephone of Awa"
    exif.get_ifd(0x8825)[1] = "N"
    exif.get_ifd(0x8825)[2] = (14.0, 41.0, 30.0)
    return saved(picture, "JPEG", exif=exif, comment=b"taken at home", quality=92)


Make = Callable[[], bytes]

HOSTILE: dict[str, tuple[Make, str]] = {
    "nothing": (lambda: b"", "empty"),
    "21 MB": (lambda: b"\xff\xd8\xff" + bytes(21_000_000), "too_large"),
    "a text named .jpg": (lambda: b"please read me", "format"),
    "a script": (lambda: b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", "format"),
    "a program": (lambda: b"\x7fELF" + bytes(500), "format"),
    "144 megapixels": (lambda: png_of(12_000, 12_000), "too_many_pixels"),
    "900 megapixels": (lambda: png_of(30_000, 30_000), "too_many_pixels"),
    "a comment of 60 MB": (text_bomb, "damaged"),
    "half a JPEG": (lambda: saved(corner(size=(900, 700)), "JPEG")[:4000], "damaged"),
    "half a PNG": (lambda: saved(corner(size=(900, 700)), "PNG")[:300], "damaged"),
    "the head of a HEIC": (lambda: bytes(3) + b"\x18ftypheic" + bytes(40), "damaged"),
    "the head of a WebP": (lambda: b"RIFF\x10\0\0\0WEBPVP8 ", "damaged"),
    "the head of a TIFF": (lambda: b"II*\0\x08\0\0\0", "damaged"),
    "a picture of three pixels": (lambda: saved(corner(size=(3, 1)), "PNG"), "too_small"),
    "a PDF of 51 pages": (lambda: pdf_of(51), "too_many_pages"),
    "a PDF with a password": (locked_pdf, "locked"),
    "half a PDF": (lambda: b"%PDF-1.7\n1 0 obj <<", "damaged"),
}

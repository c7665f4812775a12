"""Draw the receipts of the tests, and read them with the real reader."""

import hashlib
import json
from datetime import date
from pathlib import Path

from PIL import Image, ImageDraw, ImageFilter, ImageFont

from bot.reading.reader import Bench
from bot.reading.reading import Asked
from tests.receipts import FOLDER, RECORDED

FONT = Path("bot/documents/fonts/NotoSans-Regular.ttf")
Line = str | tuple[str, str]

TAXI: tuple[Line, ...] = (
    "TAXI KOFFI SERVICES",
    "Cotonou, Bénin",
    "Tél +229 01 97 11 22 33",
    "Reçu N° 0457",
    "Date : 03/09/2025",
    "Course aéroport - Kpomassé",
    "Départ 17:30   Arrivée 19:10",
    ("Course", "25 000 F CFA"),
    ("TOTAL", "25 000 F CFA"),
    "Payé en espèces",
    "Merci et bonne route",
)
HOTEL: tuple[Line, ...] = (
    "AUBERGE DU LAC",
    "Kpomassé, Bénin",
    "Facture N° F-2025-118",
    "Date : 05/09/2025",
    "Chambre simple, 2 nuits",
    ("Hébergement", "40 000"),
    ("Taxe de séjour", "1 000"),
    ("TOTAL", "41 000 F CFA"),
    "Réglé en espèces",
    "Merci de votre visite",
)
FUTURE = tuple("Date : 03/10/2027" if one == "Date : 03/09/2025" else one for one in TAXI)
DEAR: tuple[Line, ...] = (
    "PHARMACIE DU MARCHE",
    "12 rue Nationale, 59000 Lille",
    "Ticket N° 88231",
    "Date : 14/03/2025 10:42",
    ("Malarone x 40", "1 240,00"),
    ("TOTAL TTC", "1 240,00 EUR"),
    "Carte bancaire",
    "Merci",
    "TVA 2,10 %",
)
RECEIPTS = {"taxi": TAXI, "hotel": HOTEL, "future": FUTURE, "dear": DEAR}


def drawn(lines: tuple[Line, ...], size: int = 30, width: int = 700) -> Image.Image:
    """A receipt in black on white, as a till prints it."""
    font, step = ImageFont.truetype(str(FONT), size), int(size * 1.6)
    picture = Image.new("L", (width, 60 + len(lines) * step), 245)
    pen = ImageDraw.Draw(picture)
    for place, line in enumerate(lines):
        left, right = (line, "") if isinstance(line, str) else line
        pen.text((40, 30 + place * step), left, fill=20, font=font)
        pen.text((width - 40 - pen.textlength(right, font), 30 + place * step), right, fill=20, font=font)
    return picture


def main() -> None:
    for name, lines in RECEIPTS.items():
        drawn(lines).save(FOLDER / f"{name}.jpg", quality=80)
    drawn(TAXI).filter(ImageFilter.GaussianBlur(5)).save(FOLDER / "blurred.jpg", quality=80)
    told = {}
    with Bench() as bench:
        for path in sorted(FOLDER.glob("*.jpg")):
            content = path.read_bytes()
            reading = bench.read(content, Asked(date(2025, 9, 6), "BJ")).to_json()
            told[hashlib.sha256(content).hexdigest()] = {"file": path.name, "reading": reading}
    RECORDED.write_text(json.dumps(told, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()

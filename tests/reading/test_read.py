"""What a person gets when they send a photo of a receipt, through the real engine in its own process.

Receipts are drawn (`drawn.py`); each costs a second or two, so there are few.
"""

import json
import random
import subprocess
import sys
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from PIL import Image, ImageFilter
from typer.testing import CliRunner

from bot.cli import app
from bot.reading.contract import reading_lines
from bot.reading.fields.found import Found
from bot.reading.fields.receipt import Fields
from bot.reading.legibility import ADVICE, Flaw
from bot.reading.likeness import Likeness, likeness
from bot.reading.reader import Bench
from bot.reading.reading import Asked, Reading
from bot.words import speaker
from tests.reading.drawn import Drawn, draw, french_meal, french_taxi, photographed, portuguese_meal, senegal_hotel
from tests.reading.files import located, saved

HERE = Path(__file__).parent
TODAY = Asked(date(2026, 12, 31))


def told(reading: Reading) -> tuple[object, ...]:
    fields = reading.fields
    found = (fields.day, fields.total, fields.currency, fields.supplier, fields.category)
    return tuple(one and one.value for one in found)


def truth(drawn: Drawn) -> tuple[object, ...]:
    return (drawn.day, drawn.total, drawn.currency, drawn.supplier, drawn.category)


def test_a_photograph_is_read_and_the_copy_kept_is_clean(bench: Bench) -> None:
    drawn = senegal_hotel(random.Random(5))
    reading = bench.read(located(photographed(draw(drawn), 5)), TODAY)
    assert told(reading) == truth(drawn)
    assert reading.legible
    assert reading.reasons == ()
    assert len(reading.kept) == 1
    assert b"Awa" not in reading.kept[0]


@pytest.mark.parametrize("quarters", [1, 2, 3])
def test_a_receipt_held_sideways_or_upside_down_is_turned(bench: Bench, quarters: int) -> None:
    drawn = french_meal(random.Random(2))
    reading = bench.read(saved(draw(drawn).rotate(90 * quarters, expand=True), "PNG"), TODAY)
    assert told(reading) == truth(drawn)


def test_a_heic_of_an_iphone_is_read(bench: Bench) -> None:
    reading = bench.read((HERE / "taxi.heic").read_bytes(), TODAY)
    assert told(reading) == truth(french_taxi(random.Random(3)))


def test_every_page_of_a_pdf_is_kept_and_its_total_is_found_on_the_last(bench: Bench) -> None:
    drawn = portuguese_meal(random.Random(1))
    whole = draw(drawn)
    top, rest = whole.crop((0, 0, 620, 340)), whole.crop((0, 340, 620, whole.height))
    reading = bench.read(saved(top, "PDF", save_all=True, append_images=[rest]), TODAY)
    assert told(reading) == truth(drawn)
    assert reading.pages == len(reading.kept) == 2


def test_a_blurred_photo_is_said_to_be_blurred_and_what_to_do(bench: Bench) -> None:
    blurred = draw(french_meal(random.Random(2))).filter(ImageFilter.GaussianBlur(7))
    reading = bench.read(saved(blurred, "JPEG"), TODAY)
    assert not reading.legible
    assert reading.reasons[0] is ADVICE[Flaw.BLURRED]


def test_a_receipt_without_its_bottom_is_asked_for_again(bench: Bench) -> None:
    whole = draw(french_meal(random.Random(2)))
    reading = bench.read(saved(whole.crop((0, 0, 620, 390)), "JPEG"), TODAY)
    assert not reading.legible
    assert ADVICE[Flaw.NO_TOTAL] in reading.reasons


def test_a_blank_page_is_no_receipt(bench: Bench) -> None:
    reading = bench.read(saved(Image.new("RGB", (400, 600), "white"), "PNG"), TODAY)
    assert not reading.legible
    assert ADVICE[Flaw.BLANK] in reading.reasons


def test_the_same_receipt_photographed_twice_is_recognised(bench: Bench) -> None:
    drawn = french_meal(random.Random(8))
    one, other = (bench.read(saved(photographed(draw(drawn), seed), "JPEG"), TODAY) for seed in (1, 2))
    assert Likeness.SAME_DAY_AND_TOTAL in likeness(one.traits, other.traits)


def test_the_command_prints_one_object_a_file_and_says_by_its_exit_that_one_was_no_picture(tmp_path: Path) -> None:
    drawn = french_meal(random.Random(2))
    draw(drawn).save(tmp_path / "meal.png")
    (tmp_path / "notes.txt").write_text("no picture")
    files = [str(tmp_path / name) for name in ("meal.png", "notes.txt", "absent.jpg")]
    result = CliRunner().invoke(app, ["receipts", "read", *files, "--json"], catch_exceptions=False)
    meal, notes, absent = json.loads(result.stdout)
    assert result.exit_code == 1
    assert (meal["file"], meal["legible"], meal["reasons"]) == (files[0], True, [])
    assert meal["date"]["value"] == drawn.day.isoformat()
    assert meal["total"]["value"] == f"{drawn.total:.2f}"
    assert meal["supplier"]["value"] == drawn.supplier
    assert meal["currency"]["value"] == "EUR"
    assert 0 <= meal["total"]["confidence"] <= 1
    for unread, words in ((notes, "type de fichier"), (absent, "ne s'ouvre pas")):
        assert (unread["legible"], unread["date"], unread["total"]) == (False, None, None)
        assert words in unread["reasons"][0]


def test_without_json_people_get_a_line_a_field_in_their_language() -> None:
    fields = Fields(Found(date(2026, 5, 14), 0.98), Found("TAXI DURAND", 0.9), Found(Decimal("12.50"), 0.97))
    reading = Reading(False, (Flaw.NO_TOTAL,), None, replace(fields, currency=Found("EUR", 0.97)))
    assert list(reading_lines("taxi.jpg", reading, speaker("fr"), "fr")) == [
        "taxi.jpg",
        "  Date : 14 mai 2026 (98 %)",
        "  Fournisseur : TAXI DURAND (90 %)",
        "  Total : 12,50\xa0€ (97 %)",
        "  ! Le total ne se lit pas : vérifiez que le bas du reçu est sur la photo.",
    ]


def test_the_bot_never_loads_the_engine_in_its_own_process() -> None:
    script = (
        "import sys, bot.cli, bot.reading.reader, bot.reading.contract\n"
        "print([name for name in ('rapidocr', 'onnxruntime', 'cv2', 'numpy', 'PIL') if name in sys.modules])"
    )
    out = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert out.stdout.strip() == "[]"


def test_the_engine_loads_without_any_network() -> None:
    script = (
        "import socket\n"
        "def none(*_, **__): raise OSError('no network')\n"
        "socket.socket.connect = socket.getaddrinfo = none\n"
        "from bot.reading.engine import Eyes\n"
        "from PIL import Image\n"
        "eyes = Eyes()\n"
        "print(eyes.see(Image.new('RGB', (64, 64), 'white')).boxes)"
    )
    out = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert out.stdout.strip() == "()"

"""Whatever is sent, the person gets a sentence that says what to do, and the bot stays up."""

import io
import os
import signal
import subprocess
import sys
from asyncio import gather
from pathlib import Path

import pytest
from PIL import Image

from bot.reading.files import jpeg, pictures
from bot.reading.reader import Bench, Reader
from bot.reading.refusals import SENTENCES, Refusal
from bot.words import say
from tests.reading.files import HOSTILE, corner, located, saved


@pytest.mark.parametrize("name", HOSTILE)
def test_a_file_that_gives_no_picture_is_refused_with_what_to_do(bench: Bench, name: str) -> None:
    make, why = HOSTILE[name]
    reading = bench.read(make())
    assert not reading.legible
    assert [say(reason, "fr") for reason in reading.reasons] == [SENTENCES[Refusal(why)].msgid]


def test_the_worker_survives_all_of_them(bench: Bench) -> None:
    bench.warm()
    before = bench.pid
    for make, _ in HOSTILE.values():
        bench.read(make())
    assert bench.pid == before


@pytest.mark.parametrize(
    "sort",
    ["JPEG RGB", "JPEG CMYK", "PNG RGBA", "PNG 1", "PNG I;16", "WEBP RGB", "GIF P", "TIFF L"],
)
def test_every_usual_format_becomes_the_same_plain_picture(sort: str) -> None:
    kind, mode = sort.split()
    picture = corner("I").point(lambda level: level * 256).convert("I;16") if mode == "I;16" else corner(mode)
    (seen,) = pictures(saved(picture, kind))
    assert (seen.mode, seen.size) == ("RGB", (120, 90))
    dark, light = seen.getpixel((10, 10)), seen.getpixel((110, 80))
    assert max(dark) < 40  # type: ignore[arg-type]
    assert min(light) > 215  # type: ignore[arg-type]


def test_what_is_transparent_is_white_paper() -> None:
    (seen,) = pictures(saved(Image.new("RGBA", (60, 60), (0, 0, 0, 0)), "PNG"))
    assert seen.getpixel((30, 30)) == (255, 255, 255)


def test_of_an_animation_the_first_frame_is_taken_and_of_a_tiff_every_page() -> None:
    frames = [Image.new("RGB", (60, 60), color) for color in ("white", "red", "blue")]
    assert len(list(pictures(saved(frames[0], "GIF", save_all=True, append_images=frames[1:])))) == 1
    assert len(list(pictures(saved(frames[0], "TIFF", save_all=True, append_images=frames[1:])))) == 3


def test_the_name_of_a_file_does_not_matter_and_what_hides_behind_a_picture_is_dropped() -> None:
    polyglot = saved(corner(), "JPEG") + b"PK\x03\x04 a zip archive <script>alert(1)</script>"
    kept = jpeg(next(pictures(polyglot)))
    assert b"script" not in kept
    assert b"PK\x03\x04" not in kept


def test_the_copy_kept_is_upright_and_does_not_say_where_it_was_taken() -> None:
    sent = located(corner(), orientation=6)
    assert b"Telephone of Awa" in sent
    kept = jpeg(next(pictures(sent)))
    opened = Image.open(io.BytesIO(kept))
    assert not opened.getexif()
    assert b"Telephone of Awa" not in kept
    assert b"taken at home" not in kept
    assert opened.size == (90, 120)
    assert max(opened.getpixel((80, 10))) < 60  # type: ignore[arg-type]


def test_a_photo_of_48_megapixels_is_kept_at_a_modest_size() -> None:
    (seen,) = pictures(saved(Image.new("RGB", (8000, 6000), "white"), "JPEG", quality=30))
    assert max(seen.size) <= 2400


def test_a_worker_that_dies_costs_one_file_and_the_next_one_is_read() -> None:
    with Bench() as bench:
        bench.warm()
        first = bench.pid
        assert first is not None
        os.kill(first, signal.SIGKILL)
        assert bench.read(b"not a picture").refusal in (Refusal.GAVE_UP, Refusal.FORMAT)
        assert bench.read(b"not a picture").refusal == Refusal.FORMAT
        assert bench.pid not in (None, first)


def test_a_worker_that_hangs_is_ended_and_the_person_is_told() -> None:
    with Bench(patience=0.3) as bench:
        bench.warm()
        assert bench.pid is not None
        os.kill(bench.pid, signal.SIGSTOP)
        reading = bench.read(b"\xff\xd8\xff" + bytes(5_000_000))  # more than a pipe holds
        assert [say(reason, "fr") for reason in reading.reasons] == [SENTENCES[Refusal.GAVE_UP].msgid]
        assert bench.pid is None


def test_a_worker_makes_room_for_a_fresh_one_after_so_many_files() -> None:
    with Bench(files_each=1) as bench:
        assert bench.read(b"not a picture").refusal == Refusal.FORMAT
        assert bench.pid is None


async def test_the_bot_awaits_several_readings_that_take_their_turns(bench: Bench) -> None:
    reader = Reader(bench)
    readings = await gather(*(reader.read(content) for content in (b"no picture", b"", b"%PDF-1.7")))
    assert [reading.refusal for reading in readings] == [Refusal.FORMAT, Refusal.EMPTY, Refusal.DAMAGED]


def test_the_worker_has_bounds_and_knows_no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EXPLOR_TELEGRAM_TOKEN", "123456789:secret")
    with Bench() as bench:
        bench.warm()
        limits = Path(f"/proc/{bench.pid}/limits").read_text("ascii")
        soft = {line[:25].strip(): line[25:].split()[0] for line in limits.splitlines()}
        assert soft["Max address space"] == str(2 * 1024**3)
        assert soft["Max file size"] == soft["Max core file size"] == "0"
        assert b"secret" not in Path(f"/proc/{bench.pid}/environ").read_bytes()


def test_a_page_that_takes_too_much_of_the_processor_ends_the_worker() -> None:
    script = "from bot.reading.worker import _grant\n_grant(1)\nwhile True: pass"
    ended = subprocess.run([sys.executable, "-c", script], check=False)
    assert ended.returncode == -signal.SIGXCPU

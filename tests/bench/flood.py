"""Two hundred photos of receipts from fifty volunteers within a minute, through the real server and the real reader.

Acknowledgements are timed from the photo to its « Reçu ✓ » while the reading works through the queue; half way the
server is killed (SIGKILL) and started again. At the end every receipt was read once, and is one draft. What was sent
while the server was down, or within five seconds after, is timed apart.
"""

import asyncio
import io
import os
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random
from statistics import quantiles

from bot.desk import Staff
from bot.knowledge_files import load
from bot.missions import Chair, Invited
from bot.missions_file import parse
from bot.turn import unguessable
from storage.store import Store
from storage.tables import ClaimRecord, LedgerEntry, Receipt
from tests.bench.measure import row
from tests.emulators.telegram import Emulator, Person
from tests.receipts.__main__ import TAXI, drawn
from tests.storage.rows import rows

VOLUNTEERS, EACH, SPREAD = 50, 4, 45.0
"""How many send, how many photos each, over how many seconds."""
DOWN = 5.0
"""Seconds after a new start during which what was held up arrives."""
SETTLED = 8.0
"""Seconds after everybody has joined: their welcomes leave at the pace that Telegram asks for."""
PATIENCE = 900.0
SHEET = Path("tests/missions/kpomasse.yaml")
STAFF = Staff("bench", frozenset({"hauts-de-france"}))


@dataclass
class Server:
    """`explor serve` in a process of its own."""

    folder: Path
    telegram: Emulator
    process: asyncio.subprocess.Process | None = None

    async def start(self) -> None:
        environment = {
            **os.environ,
            "EXPLOR_DATABASE_URL": f"sqlite:///{self.folder / 'explor.db'}",
            "EXPLOR_TELEGRAM_TOKEN": self.telegram.token,
            "EXPLOR_TELEGRAM_API_ROOT": self.telegram.root,
            "EXPLOR_SERVER_PORT": "0",
        }
        with (self.folder / "server.log").open("ab") as log:
            command = (sys.executable, "-m", "bot", "serve")
            self.process = await asyncio.create_subprocess_exec(*command, env=environment, stdout=log, stderr=log)

    async def end(self, *, killed: bool) -> None:
        assert self.process is not None
        self.process.kill() if killed else self.process.terminate()
        await self.process.wait()


@dataclass
class Flood:
    """What was measured."""

    took: list[float] = field(default_factory=list)
    held_up: list[float] = field(default_factory=list)
    down: list[tuple[float, float]] = field(default_factory=list)

    async def send(self, person: Person, number: int, content: bytes, after: float) -> None:
        """One photo, at its moment, until its number is seen."""
        await asyncio.sleep(after)
        began = time.monotonic()
        await person.sends_photo(content)
        while not any(f"nº {number}" in text for text in person.texts):
            await asyncio.sleep(0.002)
        ended = time.monotonic()
        cut = any(began < end and ended > start for start, end in self.down)
        (self.held_up if cut else self.took).append(ended - began)


def photo(number: int, day: date) -> bytes:
    """A taxi's receipt like no other."""
    lines = [f"Reçu N° {number:04}" if line == "Reçu N° 0457" else line for line in TAXI]
    lines = [f"Date : {day:%d/%m/%Y}" if line == "Date : 03/09/2025" else line for line in lines]
    lines = [(one[0], f"{20_000 + 25 * number} F CFA") if isinstance(one, tuple) else one for one in lines]
    made = io.BytesIO()
    drawn(tuple(lines)).save(made, "JPEG", quality=85)
    return made.getvalue()


def prepared(folder: Path) -> list[str]:
    """A mission and its codes."""
    store, now = Store.open(f"sqlite:///{folder / 'explor.db'}"), datetime.now(UTC)
    store.migrate()
    chair = Chair(store, load(), STAFF, now, unguessable)
    days = {"2025-09-01": now.date() - timedelta(days=5), "2025-09-12": now.date() + timedelta(days=5)}
    text = SHEET.read_text(encoding="utf-8").split("journeys:")[0]
    for old, new in days.items():
        text = text.replace(old, new.isoformat())
    reference = chair.bring(parse("bench.yaml", text)).mission.reference
    made = [chair.invite(reference, "volunteer", f"V{number}") for number in range(VOLUNTEERS)]
    store.close()
    return [one.start for one in made if isinstance(one, Invited)]


async def flooded(folder: Path) -> tuple[Flood, float]:
    """Everything, and how many seconds the reading took after the last photo was sent."""
    codes, found, random = prepared(folder), Flood(), Random(1)
    async with Emulator() as telegram:
        server = Server(folder, telegram)
        await server.start()
        people = [telegram.person(f"V{number}", "fr") for number in range(VOLUNTEERS)]
        for person, code in zip(people, codes, strict=True):
            await person.starts(code)
        await _all(lambda: all(any("Bienvenue" in text for text in one.texts) for one in people))
        await asyncio.sleep(SETTLED)
        day = datetime.now(UTC).date()
        tasks = []
        for place, person in enumerate(people):
            moments = sorted(random.uniform(0, SPREAD) for _ in range(EACH))
            photos = [photo(place * EACH + number, day) for number in range(EACH)]
            tasks.append(asyncio.create_task(_one_after_the_other(found, person, photos, moments)))
        await asyncio.sleep(SPREAD / 2)
        began = time.monotonic()
        await server.end(killed=True)
        found.down.append((began, began + 3600))
        await server.start()
        await _all(lambda: _serving(folder) >= 2)
        found.down[0] = (began, time.monotonic() + DOWN)
        await asyncio.gather(*tasks)
        began = time.monotonic()
        await _all(lambda: _read(folder) == VOLUNTEERS * EACH, every=1.0)
        await server.end(killed=False)
    return found, time.monotonic() - began


async def _one_after_the_other(found: Flood, person: Person, photos: list[bytes], moments: list[float]) -> None:
    before = 0.0
    for number, (content, moment) in enumerate(zip(photos, moments, strict=True), 1):
        await found.send(person, number, content, max(0.0, moment - before))
        before = moment


async def _all(done: Callable[[], bool], every: float = 0.05) -> None:
    async with asyncio.timeout(PATIENCE):
        while not done():
            await asyncio.sleep(every)


def _serving(folder: Path) -> int:
    return (folder / "server.log").read_text(errors="replace").count("serving")


def _read(folder: Path) -> int:
    store = Store.open(f"sqlite:///{folder / 'explor.db'}")
    try:
        return sum(one.state == "read" for one in rows(store, Receipt))
    finally:
        store.close()


def run() -> None:
    """`python -m tests.bench flood`."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        found, reading = asyncio.run(flooded(folder))
        store = Store.open(f"sqlite:///{folder / 'explor.db'}")
        receipts, claims, entries = rows(store, Receipt), rows(store, ClaimRecord), rows(store, LedgerEntry)
        store.close()
    ranks = quantiles(found.took, n=20)
    row(
        f"{len(receipts)} photos, {VOLUNTEERS} volunteers, {SPREAD:.0f} s: acknowledged within",
        f"p50 {1000 * ranks[9]:.0f} ms",
        f"p95 {1000 * ranks[18]:.0f} ms",
        f"({len(found.took)} photos)",
    )
    longest = max(found.held_up, default=0.0)
    row("  held up by the kill in the middle", f"{len(found.held_up)} photos", f"at most {longest:.1f} s")
    row("  read after the last photo", f"{reading:.0f} s")
    once = len({(one.place, one.number) for one in receipts})
    row("  numbers given", f"{once}", f"drafts {len(claims)}", f"entries in the ledger {len(entries)}")


if __name__ == "__main__":
    run()

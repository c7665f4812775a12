"""The receipts of a server on their way: fetched with patience, read once, and begun again after it was stopped."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

import pytest

from bot.channels.base import FileGone
from bot.clerk import PATIENCE
from bot.errands import Errands
from bot.metrics import Metrics
from bot.reading.reading import Asked, Reading, refused
from bot.reading.refusals import Refusal
from bot.writer import Writer
from tests.bot.spending import ABLE, HOTEL, TAXI, Field, field_of
from tests.receipts import Recordings

NAMES = tuple(f"v{number}" for number in range(6))


@dataclass
class Vendor:
    """Files by their ids, from this machine's disk; the next `failures` times nothing comes."""

    failures: int = 0
    why: str | None = None
    fetched: list[str] = field(default_factory=list)

    async def fetch(self, file_id: str) -> bytes:
        if self.why:
            raise FileGone(self.why)
        if self.failures:
            self.failures -= 1
            raise ConnectionError("the vendor is away")
        self.fetched.append(file_id)
        return await asyncio.to_thread(Path(file_id).read_bytes)


@dataclass
class Running:
    """A server's errands, on a clock that moves on whenever they sleep."""

    field: Field
    vendor: Vendor
    reader: Recordings
    errands: Errands
    stop: asyncio.Event

    async def until(self, found: Callable[[], bool]) -> None:
        async with asyncio.timeout(20):
            while not found():
                await asyncio.sleep(0.005)

    def states(self) -> list[str]:
        return [one.state for one in self.field.receipts]


@asynccontextmanager
async def running(made: Field, vendor: Vendor, reader: Recordings | None = None) -> AsyncIterator[Running]:
    reader, stop = reader or Recordings(), asyncio.Event()
    writer = Writer(made.bot, {"console": ABLE}, Random(1), Metrics())

    async def sleep(seconds: float) -> None:
        made.now += timedelta(seconds=seconds)
        await asyncio.sleep(0.001)

    def clock() -> datetime:
        return made.now

    errands = Errands(made.clerk, {"console": vendor.fetch}, reader, writer, clock, sleep)
    task = asyncio.create_task(errands.run(stop))
    try:
        yield Running(made, vendor, reader, errands, stop)
    finally:
        stop.set()
        await task
        await writer.stop()


@pytest.fixture
def made(tmp_path: Path) -> Iterator[Field]:
    with field_of(tmp_path, "ines") as opened:
        yield opened


async def test_what_was_sent_before_the_server_began_is_fetched_and_read(made: Field) -> None:
    made.sends("ines", TAXI)
    async with running(made, Vendor()) as server:
        await server.until(lambda: server.states() == ["read"])
    made.now += timedelta(minutes=1)
    assert "J'ai lu votre reçu." in made.reads("ines")


async def test_a_vendor_that_is_away_is_asked_again_and_no_other_receipt_waits(made: Field) -> None:
    made.sends("ines", TAXI)
    made.sends("ines", HOTEL)
    async with running(made, Vendor(failures=5)) as server:
        await server.until(lambda: server.states() == ["read", "read"])
    assert sorted(server.vendor.fetched) == sorted([TAXI, HOTEL])


async def test_a_vendor_that_stays_away_for_a_day_has_the_file_asked_for_again(made: Field) -> None:
    made.sends("ines", TAXI)
    sent = made.now
    async with running(made, Vendor(failures=10**6)) as server:
        await server.until(lambda: server.states() == ["lost"])
    assert made.now - sent >= PATIENCE
    assert "envoyez-le de nouveau" in made.reads("ines")


async def test_a_file_that_the_vendor_finds_too_large_is_refused_with_what_to_do(made: Field) -> None:
    made.sends("ines", TAXI)
    async with running(made, Vendor(why="too_large")) as server:
        await server.until(lambda: server.states() == ["refused"])
    assert "Ce fichier dépasse 20 Mo" in made.reads("ines")


class Faltering(Recordings):
    """A reader that gives up on the first file it is given."""

    async def read(self, content: bytes, asked: Asked) -> Reading:
        read = await super().read(content, asked)
        return refused(content, Refusal.GAVE_UP) if len(self.seen) == 1 else read


async def test_a_reading_that_gave_up_is_tried_once_more_before_it_is_said(made: Field) -> None:
    made.sends("ines", TAXI)
    async with running(made, Vendor(), Faltering()) as server:
        await server.until(lambda: server.states() == ["read"])
    assert "n'a pas pu être lu" not in made.reads("ines")


async def test_a_server_stopped_and_begun_again_loses_nothing_and_reads_nothing_twice(tmp_path: Path) -> None:
    with field_of(tmp_path, *NAMES) as made:
        for name in NAMES:
            for path in (TAXI, HOTEL):
                made.sends(name, path)
        for rounds in range(1, 7):
            async with running(made, Vendor()) as server:
                await server.until(lambda: server.states().count("read") >= 2 * rounds)  # noqa: B023
        assert server.states() == ["read"] * 12
        assert len(made.claims) == 12
        made.now += timedelta(minutes=1)
        assert all("dépenses à vérifier" in made.reads(name) for name in NAMES)

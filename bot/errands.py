"""The receipts on their way, while the server runs: fetched a few at a time, read one at a time, beside all else.

It looks at the rows after commits and every `NAP` at the latest, so that what a killed process began is begun again.
A file that cannot be fetched now is tried again with growing patience, for a day; no other receipt waits for it.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Protocol

import structlog

from bot.channels.base import FileGone
from bot.clerk import PATIENCE, Clerk
from bot.turn import innermost
from bot.waiting import first
from bot.writer import Stopped, Writer
from storage.claims import ReceiptRow
from storage.errors import StorageError

if TYPE_CHECKING:
    from bot.reading.reading import Asked, Reading

log = structlog.get_logger()

Fetch = Callable[[str], Awaitable[bytes]]
"""From a vendor's file id to its bytes. Raises `FileGone`; whatever else it raises may pass."""

GAVE_UP = "gave_up"
"""The refusal of `bot.reading` for what took too long, or ended the process that read it."""

AT_ONCE = 4
"""Files fetched side by side."""
NAP, BREATH = 30.0, 0.2
"""Seconds between two looks: at most, and at least."""
FIRST, GROWTH, LONGEST = 2.0, 4.0, 3600.0
"""Seconds before the second try, how much longer each next one waits, and at most."""


class Reads(Protocol):
    """Whoever reads a file (`bot.reading.reader.Reader`)."""

    async def read(self, content: bytes, asked: "Asked") -> "Reading": ...

    async def close(self) -> None: ...


class _OnceMore(Exception):
    """The reading gave up, which may have been the machine's fault."""


@dataclass
class Errands:
    """Takes receipts of `fetches` (a way to fetch by channel) through to what their volunteers look at."""

    clerk: Clerk
    fetches: Mapping[str, Fetch]
    reader: Reads
    writer: Writer
    clock: Callable[[], datetime]
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    _tries: dict[str, int] = field(default_factory=dict)
    _not_before: dict[str, datetime] = field(default_factory=dict)
    _in_hand: set[str] = field(default_factory=set)
    _tasks: set["asyncio.Task[None]"] = field(default_factory=set)

    def __post_init__(self) -> None:
        self._woken = asyncio.Event()
        self._fetching, self._reading = asyncio.Semaphore(AT_ONCE), asyncio.Lock()
        self.writer.on_commit(self._woken.set)

    async def run(self, stop: asyncio.Event) -> None:
        """Until told to stop; what is in hand then is begun again at the next start."""
        try:
            while not stop.is_set():
                self._woken.clear()
                await self._round()
                await first(stop.wait(), self.sleep(BREATH))
                await first(stop.wait(), self._woken.wait(), self.sleep(self._nap()))
        finally:
            for task in self._tasks:
                task.cancel()
            await self.reader.close()

    def _nap(self) -> float:
        """Seconds until something is to be tried again."""
        due = min(self._not_before.values(), default=None)
        return NAP if due is None else min(NAP, max(BREATH, (due - self.clock()).total_seconds()))

    async def _round(self) -> None:
        """Begin with all that may be begun."""
        now = self.clock()
        try:
            waiting = await asyncio.to_thread(self.clerk.waiting, now)
        except StorageError as error:
            log.warning("receipts_away", code=error.code)
            return
        for row in waiting:
            if row.id not in self._in_hand and self._not_before.get(row.id, now) <= now:
                self._begin(row)

    def _begin(self, row: ReceiptRow) -> None:
        if row.state == "waiting_fetch" and row.channel not in self.fetches:
            return
        self._in_hand.add(row.id)
        task = asyncio.create_task(self._carried(row))
        self._tasks.add(task)
        task.add_done_callback(partial(self._ended, row))

    def _ended(self, row: ReceiptRow, task: "asyncio.Task[None]") -> None:
        self._tasks.discard(task)
        self._in_hand.discard(row.id)
        self._woken.set()

    async def _carried(self, row: ReceiptRow) -> None:
        """One step of one receipt. Whatever goes wrong, it is tried again later, and no other waits for it."""
        try:
            await (self._fetch(row) if row.state == "waiting_fetch" else self._read(row))
            self._tries.pop(row.id, None)
            self._not_before.pop(row.id, None)
        except Stopped:
            return
        except Exception as error:  # the vendor's, the network's, the database's, or a bug of ours
            log.warning("receipt_waits", row=row.id, error=type(error).__name__, where=innermost(error))
            self._later(row)

    def _later(self, row: ReceiptRow) -> None:
        tries = self._tries[row.id] = self._tries.get(row.id, 0) + 1
        seconds = min(LONGEST, FIRST * GROWTH ** min(tries - 1, 10))
        self._not_before[row.id] = self.clock() + timedelta(seconds=seconds)

    async def _fetch(self, row: ReceiptRow) -> None:
        try:
            async with self._fetching:
                content = await self.fetches[row.channel](row.vendor_file_id or "")
        except FileGone as gone:
            end = self.clerk.refused if gone.why == "too_large" else self.clerk.lost
            await self._do(partial(end, row.id, gone.why, self.clock()))
            return
        except Exception:
            if self.clock() - row.sent_at < PATIENCE:
                raise
            await self._do(partial(self.clerk.lost, row.id, "unreachable", self.clock()))
            return
        await self._kept(row, content)

    async def _kept(self, row: ReceiptRow, content: bytes) -> None:
        """On disk before the row says so. Nothing of nothing: an empty file is refused."""
        if not content:
            await self._do(partial(self.clerk.refused, row.id, "empty", self.clock()))
            return
        sha256 = await asyncio.to_thread(self.clerk.keep, content)
        await self._do(partial(self.clerk.fetched, row.id, sha256, len(content), self.clock()))

    async def _read(self, row: ReceiptRow) -> None:
        async with self._reading:
            content = await asyncio.to_thread(self.clerk.content, row)
            if content is None:
                await self._do(partial(self.clerk.refused, row.id, "damaged", self.clock()))
                return
            asked = await asyncio.to_thread(self.clerk.asked, row, self.clock())
            reading = await self.reader.read(content, asked)
            if reading.refusal == GAVE_UP and row.id not in self._tries:
                raise _OnceMore
            clean = await asyncio.to_thread(self.clerk.clean, reading)
            alike = await asyncio.to_thread(self.clerk.alike, row, reading, self.clock())
            # Written before the next one is compared: of two copies, the second is told.
            await self._do(partial(self.clerk.read, row, reading, clean, alike, self.clock()))

    async def _do(self, work: Callable[[], None]) -> None:
        await self.writer.patiently(work)

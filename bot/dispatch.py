"""The one way out: what committed turns have queued is sent, marked, and tried again until it arrives or is given up.

- One row of a conversation is in hand at a time, in order; only a more urgent one overtakes. Conversations go side by
  side. On SQLite what is in hand is in this process's memory; on PostgreSQL rows are leased, and processes share them.
- Sending is outside any transaction, the mark comes after: a kill in between repeats the one row that each conversation
  had in hand, never loses it. A mark that cannot be written is tried until it can, and the row is not sent again.
- `SlowDown` puts off one conversation; `Gone` silences it until somebody writes there; `Moved` follows it; `Rejected`
  gives the row up at once. Anything else is tried `TRIES` times with growing patience, then given up. Whatever is given
  up is told to whom it concerns (`Assistant.undelivered`).
- It wakes at every commit, and otherwise when the next row is due, or after `NAP` at most.
"""

import asyncio
import threading
from collections.abc import Awaitable, Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from random import Random
from typing import TypeVar

import structlog

from bot.channels.base import Channel, Gone, Letter, Moved, Rejected, SlowDown
from bot.metrics import Metrics
from bot.offices import CARD
from bot.orders import is_order
from bot.relay import Why
from bot.turn import Assistant, innermost
from bot.waiting import first
from bot.writer import Stopped, Writer
from storage.errors import StorageError
from storage.outbox import Message as Row

log = structlog.get_logger()

T = TypeVar("T")
Mark = Callable[[datetime], object]
"""What is written of a row after it was tried, at an instant."""

AT_ONCE = 64
"""Rows in hand at a time, one of a conversation: more than a vendor takes in the time of one round trip."""

TRIES = 8
FIRST, GROWTH, LONGEST = 2.0, 5.0, 3600.0
"""Seconds before the second try, how much longer each next one waits, and at most: eight tries last over two hours."""

NAP = 30.0
"""Seconds without looking, at most: what another process queued is found then at the latest."""

BREATH = 0.05
"""Seconds between two looks that find nothing."""

SEND = 150.0
"""Seconds that a vendor may take for one letter, file and all."""

LEASE = timedelta(minutes=5)
"""How long another process waits before it takes a row over: longer than making a paper and sending it."""

GOODBYE = 8.0
"""Seconds for what is in hand at the end."""

MAKERS = 4
"""Threads that carry out orders and make papers."""


@dataclass(frozen=True, slots=True)
class _Sent:
    """The usual end of a row: it left, and this is what the vendor calls it."""

    row: Row
    vendor_id: str | None


@dataclass
class _Marks:
    """Rows that left, to be written of together. It is open until its writing begins: what leaves meanwhile joins it,
    so that a mark is never behind the next words of its conversation, which wait for it."""

    sent: list[_Sent] = field(default_factory=list)
    _open: bool = True
    _lock: threading.Lock = field(default_factory=threading.Lock)
    written: "asyncio.Task[None] | None" = None

    def join(self, one: _Sent) -> bool:
        """False: it is too late, take another one."""
        with self._lock:
            if self._open:
                self.sent.append(one)
            return self._open

    def close(self) -> list[tuple[Row, str | None]]:
        """All that joined. The writer's thread calls it, perhaps several times."""
        with self._lock:
            self._open = False
        return [(one.row, one.vendor_id) for one in self.sent]


@dataclass
class Dispatcher:
    """Empties the outbox of `assistant` into `channels` (by name). For one event loop, one per process.

    `clock`, `random` and `sleep` are handed in; `owner` is this process's own name, for its leases.
    """

    assistant: Assistant
    channels: Mapping[str, Channel]
    writer: Writer
    clock: Callable[[], datetime]
    random: Random
    metrics: Metrics
    owner: str
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    alive: bool = field(default=False, init=False)
    _in_hand: dict[int, Row] = field(default_factory=dict)
    _marks: _Marks = field(default_factory=_Marks)
    _tasks: set["asyncio.Task[None]"] = field(default_factory=set)
    _stopping: bool = False
    _resting: bool = False

    def __post_init__(self) -> None:
        self._outbox = self.assistant.store.outbox
        self._woken, self._over = asyncio.Event(), asyncio.Event()
        self._over.set()
        self._makers = ThreadPoolExecutor(MAKERS, "maker")
        self.writer.on_commit(self.wake)

    @property
    def idle(self) -> bool:
        """Nothing is in hand, and nothing to be done before it is woken or the clock has moved."""
        return self._resting and not self._in_hand and not self._woken.is_set()

    def wake(self) -> None:
        """Something may be on its way out."""
        self._woken.set()

    async def run(self) -> None:
        """Send until `stop`. What the database or a vendor does never ends it."""
        self.alive = True
        self._over.clear()
        try:
            if self.assistant.store.embedded:
                await self._patiently(self._outbox.release)
            while not self._stopping:
                await self._rest(await self._round())
        finally:
            self.alive = False
            self._over.set()

    async def stop(self) -> None:
        """Take nothing more and finish what is in hand, within `GOODBYE`; what is not, is sent at the next start."""
        self._stopping = True
        self.wake()
        await first(self.sleep(GOODBYE), self._finished())
        self._makers.shutdown(wait=False, cancel_futures=True)

    async def _finished(self) -> None:
        """When the last round is over, and what it began."""
        await self._over.wait()
        while self._tasks:
            await asyncio.wait(set(self._tasks))

    async def _round(self) -> float:
        """Begin with what may go; the seconds until it is worth looking again."""
        self._woken.clear()
        try:
            for row in await self._take():
                self._begin(row)
            return 0.0 if self._woken.is_set() else await self._until_next()
        except StorageError as error:
            log.warning("outbox_away", code=error.code)
            return 1.0

    # -- what is next ----------------------------------------------------------------------------------------------

    async def _take(self) -> list[Row]:
        """The rows to begin with now: as many as there is room for."""
        room = AT_ONCE - len(self._in_hand)
        if room <= 0:
            return []
        names, now = tuple(self.channels), self.clock()
        if not self.assistant.store.embedded:
            claim = partial(self._outbox.claim, now, room, self.owner, LEASE, channels=names)
            return await asyncio.to_thread(claim)
        # Those in hand are left out by the look itself: they may be gone when it returns, and still be in what it saw.
        heads = partial(self._outbox.heads, now, room, channels=names, besides=tuple(self._in_hand))
        return [row for row in await asyncio.to_thread(heads) if self._may_go(row)]

    def _may_go(self, row: Row) -> bool:
        """Nothing of its conversation is in hand that is as urgent."""
        rivals = (one for one in self._in_hand.values() if one.conversation_id == row.conversation_id)
        return all(one.priority < row.priority for one in rivals)

    async def _until_next(self) -> float:
        """Seconds until something is due; those in hand wake us when they end."""
        if len(self._in_hand) >= AT_ONCE:
            return NAP
        busy = {row.conversation_id for row in self._in_hand.values()}
        now = self.clock()
        due = await asyncio.to_thread(partial(self._outbox.next_due, now, busy, channels=tuple(self.channels)))
        return NAP if due is None else min(NAP, max(BREATH, (due - now).total_seconds()))

    async def _rest(self, seconds: float) -> None:
        """Until woken, or for so long."""
        if self._woken.is_set():
            return
        self._resting = True
        await first(self._woken.wait(), self.sleep(seconds))
        self._resting = False

    # -- one row ---------------------------------------------------------------------------------------------------

    def _begin(self, row: Row) -> None:
        self._in_hand[row.id] = row
        self.metrics.in_flight.set(len(self._in_hand))
        task = asyncio.create_task(self._deliver(row))
        self._tasks.add(task)
        task.add_done_callback(partial(self._ended, row))

    def _ended(self, row: Row, task: "asyncio.Task[None]") -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()):
            # Our bug, in a mark: the row stays in hand, since it would be sent for ever.
            log.error("mark_failed", row=row.id, error=type(error).__name__, where=innermost(error))
            return
        del self._in_hand[row.id]
        self.metrics.in_flight.set(len(self._in_hand))
        self.wake()

    async def _deliver(self, row: Row) -> None:
        outcome, mark = await self._tried(row)
        self.metrics.tried.labels(row.channel, outcome).inc()
        if isinstance(mark, _Sent):
            await self._mark_sent(mark)
        else:
            at = self.clock()
            await self._patiently(lambda: mark(at))

    async def _mark_sent(self, mark: _Sent) -> None:
        """Written with all that leaves before its writing begins."""
        if not self._marks.join(mark):
            self._marks = _Marks([mark])
        marks = self._marks
        if marks.written is None:
            at = self.clock()
            marks.written = asyncio.create_task(self._patiently(lambda: self._outbox.done_many(marks.close(), at)))
        await asyncio.shield(marks.written)

    async def _patiently(self, work: Callable[[], object]) -> None:
        """Write it, however long that takes: what was sent and not marked would be sent again."""
        while True:
            try:
                await self.writer.patiently(work)
                return
            except Stopped:
                return
            except StorageError as error:
                log.error("mark_waits", code=error.code)
            await self.sleep(NAP)

    async def _tried(self, row: Row) -> tuple[str, Mark | _Sent]:
        """Try it once: the outcome in a word, and what to write of it."""
        try:
            return await (self._obeyed(row) if is_order(row.body) else self._sent(row))
        except SlowDown as asked:
            until = self.clock() + timedelta(seconds=asked.seconds)
            return "slow_down", lambda at: self._outbox.put_off(row, until)
        except Gone:
            return "gone", partial(self._gone, row)
        except Moved as moved:
            return "moved", partial(self._moved, row, moved.address)
        except Rejected as rejected:
            log.error("rejected", row=row.id, channel=row.channel, why=str(rejected))
            return "rejected", partial(self._dead, row)
        except Exception as error:  # the network's, the vendor's, or a bug of ours: it may pass
            return self._failed(row, error)

    async def _obeyed(self, row: Row) -> tuple[str, Mark]:
        able = self.channels[row.channel].able
        follows = await self._made(partial(self.assistant.obey, row, self.clock(), able))
        return "obeyed", lambda at: self._outbox.replace(row, follows, at)

    async def _sent(self, row: Row) -> tuple[str, Mark | _Sent]:
        make = partial(self.assistant.content, row, self.clock())
        content = await self._made_slowly(row, make) if "content" in row.body else make()
        if content is None:
            return "dropped", lambda at: self._outbox.done(row, None, at)
        letter = Letter(row.id, row.address, content, row.edits_vendor_id, row.root, row.priority > 0)
        with self.metrics.sent_seconds.labels(row.channel).time():
            async with asyncio.timeout(SEND):
                vendor_id = await self.channels[row.channel].send(letter)
        if row.about and vendor_id and _opens(row):
            return "sent", partial(self._opened, row, vendor_id)
        return "sent", _Sent(row, vendor_id)

    async def _made_slowly(self, row: Row, make: Callable[[], T]) -> T:
        """A paper takes its time: the person sees that it is coming."""
        await self.channels[row.channel].busy(row.address)
        return await self._made(make)

    async def _made(self, work: Callable[[], T]) -> T:
        """Orders and papers are carried out beside the loop: they read, write, and take their time."""
        return await asyncio.get_running_loop().run_in_executor(self._makers, work)

    def _failed(self, row: Row, error: Exception) -> tuple[str, Mark]:
        name, where = type(error).__name__, innermost(error)
        log.warning("not_sent", row=row.id, channel=row.channel, error=name, where=where, attempts=row.attempts)
        tries = row.attempts if row.owner else row.attempts + 1
        if tries >= TRIES:
            return "dead", partial(self._dead, row)
        seconds = min(LONGEST, FIRST * GROWTH ** (tries - 1)) * self.random.uniform(0.8, 1.2)
        return "retried", lambda at: self._outbox.retry(row, at + timedelta(seconds=seconds))

    # -- what is written of it: run by the writer --------------------------------------------------------------------

    def _opened(self, row: Row, vendor_id: str, at: datetime) -> None:
        """It opens a thread: what follows goes under it."""
        self._outbox.done(row, vendor_id, at)
        self._outbox.rooted(row.conversation_id, vendor_id, row.root)

    def _gone(self, row: Row, at: datetime) -> None:
        self._outbox.unreachable(row.conversation_id, at)
        self._outbox.put_off(row, at)
        self._told(row, "gone", at)

    def _moved(self, row: Row, address: str, at: datetime) -> None:
        """Followed, unless somebody talks there already: then the old place is only a place that is no more."""
        if self._outbox.moved(row.conversation_id, address):
            self._outbox.put_off(row, at)
        else:
            self._gone(row, at)

    def _dead(self, row: Row, at: datetime) -> None:
        self._outbox.dead(row, at)
        self._told(row, "dead", at)

    def _told(self, row: Row, why: Why, at: datetime) -> None:
        """Whoever should know is told."""
        try:
            self.assistant.undelivered(row, why, at)
        except StorageError:
            raise
        except Exception as error:  # our bug: what became of the row stands all the same
            log.error("undelivered_failed", row=row.id, error=type(error).__name__, where=innermost(error))


def _opens(row: Row) -> bool:
    """Whether the message of a row opens its thread: the first one, or the card, that had to be posted anew."""
    return row.root is None or row.key == CARD

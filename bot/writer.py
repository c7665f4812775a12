"""The writer: the asynchronous front of synchronous work on the rows. What is awaited here is committed.

- SQLite: one thread. Whatever is queued when it is free, up to `MOST` jobs, is one transaction with one disk sync; it
  never waits for more to come. A job that fails leaves no trace, and the others of its group stay.
- PostgreSQL: a few threads, one transaction a job.
- At most `room` jobs are accepted at a time; whoever brings more waits. Those of one conversation run in the order
  they were brought.
- `stop` finishes what was accepted and refuses the rest, which nobody has then acknowledged.
"""

import asyncio
import queue
import threading
from collections.abc import Awaitable, Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, suppress
from contextvars import Context, copy_context
from dataclasses import dataclass, field
from random import Random
from typing import Any, TypeVar

import structlog

from bot.lanes import Lanes
from bot.metrics import Metrics
from bot.render import Capabilities
from bot.turn import Assistant, Heard
from storage.errors import StorageError

log = structlog.get_logger()

T = TypeVar("T")

MOST = 64
"""Jobs that share a commit, at most: the first of them waits for the last."""

THREADS = 8
"""Turns side by side on PostgreSQL: two cores' worth of thinking, and the rest waits for the database."""

PATIENCE = (0.05, 0.2, 0.8, 2.0)
"""Seconds before each new try of an event that the database could not take, give or take half."""


class Stopped(Exception):
    """The writer is closing: this was not done, and is still to be done."""


@dataclass
class _Job:
    """Something to do on the rows, and who waits for it. `error` is its own, or that of the commit."""

    work: Callable[[], Any]
    waiter: "asyncio.Future[Any]"
    # The log of a request bears its id in this thread too.
    context: Context = field(default_factory=copy_context)
    result: Any = None
    error: BaseException | None = None

    def run(self) -> None:
        try:
            self.result = self.context.run(self.work)
        except Exception as error:  # whoever waits for it is told; the others of the group are not concerned
            self.error = error

    def settle(self) -> None:
        if self.waiter.done():  # whoever waited has left
            return
        if self.error is None:
            self.waiter.set_result(self.result)
        else:
            self.waiter.set_exception(self.error)


@dataclass
class Writer:
    """Runs synchronous jobs on the rows of `assistant`, grouped where one process writes. For one event loop.

    `able` says by channel what it can carry. `sleep` and `random` are for the patience with a database that is away.
    """

    assistant: Assistant
    able: Mapping[str, Capabilities]
    random: Random
    metrics: Metrics
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    room: int = 1024
    _committed: list[Callable[[], None]] = field(default_factory=list)
    _stopping: bool = False
    accepted: int = field(default=0, init=False)

    def __post_init__(self) -> None:
        self._room = asyncio.Semaphore(self.room)
        self._lanes = Lanes(self.room)
        grouped = self.assistant.store.embedded
        self._hands: _Group | _Pool = (
            _Group(self.assistant.store.together, self._tell) if grouped else _Pool(self._tell)
        )

    def on_commit(self, call: Callable[[], None]) -> None:
        """Call this, in the loop, after every commit: something may be on its way out."""
        self._committed.append(call)

    async def hear(self, heard: Heard) -> bool:
        """Take an event: False when it had been taken before. Committed when it returns.

        Raises a transient `StorageError` when the database stayed away, `Stopped` when closing: it is still to be
        taken then, and must not be acknowledged.
        """
        able = self.able[heard.channel]
        with self.metrics.heard_seconds.labels(heard.channel).time():
            first_time = await self._lanes.run(
                (heard.channel, heard.address), lambda: self.patiently(lambda: self.assistant.hear(heard, able))
            )
        self.metrics.heard.labels(heard.channel, "taken" if first_time else "twice").inc()
        return first_time

    async def patiently(self, work: Callable[[], T]) -> T:
        """`do`, tried again a few times while the database is away."""
        for seconds in PATIENCE:
            try:
                return await self.do(work)
            except StorageError as error:
                if not error.transient:
                    raise
                log.warning("database_away", code=error.code)
            await self.sleep(seconds * self.random.uniform(0.5, 1.5))
        return await self.do(work)

    async def do(self, work: Callable[[], T]) -> T:
        """Run a job on the rows; committed when it returns. Raises what the job raises, or the commit; or `Stopped`."""
        async with self._room:
            if self._stopping:
                raise Stopped
            job = _Job(work, asyncio.get_running_loop().create_future())
            self.accepted += 1
            self._hands.take(job)
            done: T = await job.waiter
            return done

    async def stop(self) -> None:
        """Finish what was accepted; what comes after that is refused."""
        self._stopping = True
        await asyncio.to_thread(self._hands.close)

    def _tell(self, jobs: Sequence[_Job]) -> None:
        self.accepted -= len(jobs)
        self.metrics.commit_jobs.observe(len(jobs))
        for job in jobs:
            job.settle()
        for call in self._committed:
            call()


class _Group:
    """One thread that commits together whatever waits for it."""

    def __init__(
        self,
        together: Callable[[], AbstractContextManager[object]],
        tell: Callable[[Sequence[_Job]], None],
    ) -> None:
        self._together, self._tell = together, tell
        self._waiting: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._work, name="writer", daemon=True)
        self._thread.start()

    def take(self, job: _Job) -> None:
        self._waiting.put(job)

    def close(self) -> None:
        self._waiting.put(None)
        self._thread.join()

    def _work(self) -> None:
        while jobs := self._next():
            self._commit(jobs)
            jobs[0].waiter.get_loop().call_soon_threadsafe(self._tell, jobs)

    def _next(self) -> list[_Job]:
        """The first job to come and those that wait already; none at the end."""
        jobs: list[_Job] = []
        with suppress(queue.Empty):
            while len(jobs) < MOST:
                job = self._waiting.get(block=not jobs)
                if job is None:
                    self._waiting.put(None)  # the end: to be met again, alone
                    break
                jobs.append(job)
        return jobs

    def _commit(self, jobs: list[_Job]) -> None:
        try:
            with self._together():
                for job in jobs:
                    job.run()
        except Exception as error:  # nothing of the group was kept
            for job in jobs:
                job.error = job.error or error


class _Pool:
    """A few threads, for a database that takes several transactions at a time."""

    def __init__(self, tell: Callable[[Sequence[_Job]], None]) -> None:
        self._tell = tell
        self._threads = ThreadPoolExecutor(THREADS, "writer")

    def take(self, job: _Job) -> None:
        self._threads.submit(self._run, job)

    def close(self) -> None:
        self._threads.shutdown()

    def _run(self, job: _Job) -> None:
        job.run()
        job.waiter.get_loop().call_soon_threadsafe(self._tell, (job,))

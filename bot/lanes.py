"""Lanes: first come, first served on each key, and different keys side by side.

A person's messages are handled in the order they came, and nobody waits behind somebody else's. At most `wide` jobs
run at a time; those above wait for room, in the order they came. A job that fails or is cancelled frees its lane.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Hashable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import TypeVar

T = TypeVar("T")


@dataclass(slots=True)
class _Lane:
    """One key's queue, kept for as long as somebody is in it."""

    inside: int = 0
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)


class Lanes:
    """Who may go now: one at a time on a key, `wide` at a time in all. For one event loop."""

    def __init__(self, wide: int = 64) -> None:
        self._room = asyncio.Semaphore(wide)
        self._lanes: dict[Hashable, _Lane] = {}

    def __len__(self) -> int:
        """How many keys have a job that runs or waits."""
        return len(self._lanes)

    async def run(self, key: Hashable, job: Callable[[], Awaitable[T]]) -> T:
        """Run a job when those that came before it on this key have ended; return or raise what it does."""
        async with self._in_lane(key), self._room:
            return await job()

    @asynccontextmanager
    async def _in_lane(self, key: Hashable) -> AsyncIterator[None]:
        lane = self._lanes.setdefault(key, _Lane())
        lane.inside += 1
        try:
            async with lane.lock:
                yield
        finally:
            lane.inside -= 1
            if not lane.inside:
                del self._lanes[key]

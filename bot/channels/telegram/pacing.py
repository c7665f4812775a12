"""Not faster than Telegram allows: about 30 messages a second in all, one a second to a chat, short bursts apart.

Source: core.telegram.org/bots/faq, "My bot is hitting limits, how do I avoid this?"
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

MANY = 10_000


@dataclass(frozen=True)
class Rates:
    """Messages a second and how many may go at once: to one chat, and in all."""

    chat: float = 1.0
    chat_burst: float = 3.0
    all: float = 30.0
    all_burst: float = 30.0


@dataclass(slots=True)
class _Bucket:
    """Tokens that come back with time; below zero when they are promised to those who wait."""

    tokens: float
    at: float

    def take(self, now: float, rate: float, burst: float) -> float:
        """Take one token; how many seconds until it is there."""
        self.tokens = min(burst, self.tokens + (now - self.at) * rate) - 1
        self.at = now
        return max(0.0, -self.tokens / rate)


class Pace:
    """Whoever sends waits here first. `clock` gives seconds that only grow; `sleep` waits that many."""

    def __init__(self, clock: Callable[[], float], sleep: Callable[[float], Awaitable[None]], rates: Rates) -> None:
        self._clock = clock
        self._sleep = sleep
        self._rates = rates
        self._all = _Bucket(rates.all_burst, clock())
        self._chats: dict[str, _Bucket] = {}

    async def keep(self, address: str) -> None:
        """Wait until one more message may go to this address."""
        now, rates = self._clock(), self._rates
        wait = max(
            self._chat(address, now).take(now, rates.chat, rates.chat_burst),
            self._all.take(now, rates.all, rates.all_burst),
        )
        if wait:
            await self._sleep(wait)

    def _chat(self, address: str, now: float) -> _Bucket:
        if address not in self._chats and len(self._chats) >= MANY:
            self._forget_the_quiet(now)
        return self._chats.setdefault(address, _Bucket(self._rates.chat_burst, now))

    def _forget_the_quiet(self, now: float) -> None:
        """A chat whose bucket is full again is as if it had never been written to."""
        full = self._rates.chat_burst / self._rates.chat
        self._chats = {one: bucket for one, bucket in self._chats.items() if now - bucket.at < 2 * full}

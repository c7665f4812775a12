"""One message a second in a channel (apis/web-api/rate-limits, `chat.postMessage`)."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

EVERY = 1.0
"""Seconds between two messages in a channel."""

PATIENCE = 3.0
"""Seconds to wait here; who would wait longer comes back later, and holds nobody's lease meanwhile."""


class TooBusy(Exception):
    """So many go to this channel that this one had better come back in `seconds`."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"busy for {seconds} s")
        self.seconds = seconds


@dataclass
class Pace:
    """When each channel may take its next message; the clock, in seconds, and the sleep are handed in."""

    clock: Callable[[], float]
    sleep: Callable[[float], Awaitable[None]]
    every: float = EVERY
    _next: dict[str, float] = field(default_factory=dict)

    async def turn(self, channel: str) -> None:
        """Wait for a place. Raises `TooBusy`, and then no place is kept."""
        now = self.clock()
        self._next = {one: at for one, at in self._next.items() if at > now}
        at = self._next.get(channel, now)
        if at - now > PATIENCE:
            raise TooBusy(at - now)
        self._next[channel] = at + self.every
        if at > now:
            await self.sleep(at - now)

    def pause(self, channel: str, seconds: float) -> None:
        """Slack itself asks to wait."""
        self._next[channel] = max(self._next.get(channel, 0.0), self.clock() + seconds)

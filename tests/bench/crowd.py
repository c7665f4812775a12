"""People who talk to a bot, and the Telegram they talk through: `python -m tests.bench.crowd [delay]`.

It prints the address of its Telegram, then answers each line of its standard input, an order in JSON, with one line:

    {"order": "measure", "people": 32, "seconds": 2}      each says something, and more once they are answered
    {"order": "pour", "people": 2, "each": 100}           all that they have to say, at once
    {"order": "ready"}, {"order": "expect"}               once the bot is there; from now on, another one is waited for
    {"order": "settled", "quiet": 2}                      once nothing has been sent for so many seconds
"""

import asyncio
import json
import sys
import time
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from tests.bench.telegram import Telegram

OPENING = ("/start", "/eligibilite", "59000")
WORDS = ("1", "/retour")
"""After the opening: an answer to a question of the eligibility, and a step back to it; each is a turn that is kept."""

LONGEST = 30.0
"""Seconds for one answer, before the measure is given up."""


@dataclass
class Crowd:
    """Numbered people. Each has at most one message on its way, except when they `pour`."""

    telegram: Telegram
    _waits: dict[int, "asyncio.Future[None]"] = field(default_factory=dict)
    _said: dict[int, int] = field(default_factory=dict)

    async def ready(self) -> bool:
        await asyncio.wait_for(self.telegram.ready.wait(), LONGEST)
        return True

    async def expect(self) -> bool:
        self.telegram.ready.clear()
        return True

    async def measure(self, people: int, seconds: float) -> dict[str, Any]:
        """How long each answer took, in seconds; `extra` counts messages that answer nothing, `busy` our own time."""
        await self._arrive(people)
        before, began, busy = self.telegram.count, time.perf_counter(), time.process_time()
        took: list[float] = []
        await asyncio.gather(*(self._talk(chat, began + seconds, took) for chat in range(1, people + 1)))
        wall = time.perf_counter() - began
        busy = (time.process_time() - busy) / wall
        return {"seconds": wall, "took": took, "extra": self.telegram.count - before - len(took), "busy": busy}

    async def pour(self, people: int, each: int) -> bool:
        await self._arrive(people)
        self.telegram.sent.clear()
        for chat in range(1, people + 1):
            self.telegram.bring(*(self.telegram.update(chat, WORDS[place % 2]) for place in range(each)))
        return True

    async def settled(self, quiet: float) -> dict[str, int]:
        """How many messages were sent, and how many repeat the one before: each answer here differs from the last."""
        seen = -1
        while seen != self.telegram.count:
            seen = self.telegram.count
            await asyncio.sleep(quiet)
        told = self.telegram.sent.values()
        sent = sum(map(len, told))
        return {"sent": sent, "repeated": sent - sum(len(list(groupby(texts))) for texts in told)}

    async def _arrive(self, people: int) -> None:
        """Whoever is new says the opening; a welcome may be two messages, so its end is waited for."""
        if new := [chat for chat in range(1, people + 1) if chat not in self._said]:
            await asyncio.gather(*(self._open(chat) for chat in new))
            await self.settled(1.0)

    async def _open(self, chat: int) -> None:
        self._said[chat] = 0
        for words in OPENING:
            await self._ask(chat, words)

    async def _talk(self, chat: int, until: float, took: list[float]) -> None:
        while (began := time.perf_counter()) < until:
            await self._ask(chat, WORDS[self._said[chat] % 2])
            took.append(time.perf_counter() - began)
            self._said[chat] += 1

    async def _ask(self, chat: int, words: str) -> None:
        """Say something, and wait until it is answered."""
        self._waits[chat] = asyncio.get_running_loop().create_future()
        self.telegram.bring(self.telegram.update(chat, words))
        async with asyncio.timeout(LONGEST):
            await self._waits[chat]

    def reached(self, chat: int) -> None:
        if (waits := self._waits.pop(chat, None)) and not waits.done():
            waits.set_result(None)


async def main(delay: float) -> None:
    telegram = Telegram(delay)
    crowd = Crowd(telegram)
    telegram.reached = crowd.reached
    print(json.dumps(await telegram.listen()), flush=True)
    orders = {one.__name__: one for one in (crowd.measure, crowd.pour, crowd.ready, crowd.expect, crowd.settled)}
    while line := await asyncio.to_thread(sys.stdin.readline):
        order = json.loads(line)
        print(json.dumps(await orders[order.pop("order")](**order)), flush=True)


if __name__ == "__main__":
    import uvloop

    uvloop.run(main(float(sys.argv[1]) if len(sys.argv) > 1 else 0.0))

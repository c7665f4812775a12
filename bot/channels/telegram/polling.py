"""Long polling, for a machine without a public address.

Telegram forgets an update once a later offset is asked for. So the offset moves only when every update of a batch is
committed: one that could not be taken is tried again until it is, while other chats go on. The library's own `Updater`
moves the offset before anything is handled; that is why it is not used.

Source: core.telegram.org/bots/api, "getUpdates".
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

import structlog
from telegram import Bot
from telegram.error import Conflict, InvalidToken, TelegramError

from bot.channels.telegram.hearing import Hearing
from bot.channels.telegram.reading import WANTED, chat_of
from bot.channels.telegram.request import Flooded

log = structlog.get_logger()

Updates = Sequence[Mapping[str, Any]]
Sleep = Callable[[float], Awaitable[None]]

_METHOD = "get_Updates"
"""Spelt so that the library makes the plain call: its own method reads a batch as a whole or not at all."""

_WAYS_OUT = {
    InvalidToken: "Telegram refuses the token: take a new one from BotFather and set it",
    Conflict: "another process polls with this token, or a webhook is set: stop the one, or remove the other",
}


class Polling:
    """Asks for updates, `wait` seconds at a time, until told to stop; `longest` bounds the pauses after failures."""

    def __init__(self, bot: Bot, hearing: Hearing, sleep: Sleep, wait: int = 25, longest: float = 30.0) -> None:
        self._bot = bot
        self._hearing = hearing
        self._sleep = sleep
        self._wait = wait
        self._longest = longest
        self._offset: int | None = None

    async def run(self, stop: asyncio.Event) -> None:
        """Until `stop` is set: the batch in hand is finished then, and acknowledged."""
        failures = 0
        while not stop.is_set():
            try:
                batch = await _unless(stop, self._ask(self._wait)) or ()
                failures = 0
            except TelegramError as error:
                failures += 1
                log.error("telegram_polling_failed", error=type(error).__name__, do=_WAYS_OUT.get(type(error)))
                await _unless(stop, self._sleep(self._pause(error, failures)))
                continue
            await self._take(batch, stop)
        await self._acknowledge()

    async def _ask(self, wait: int, limit: int = 100) -> Updates:
        asked = {"timeout": wait, "limit": limit, "allowed_updates": list(WANTED), "offset": self._offset}
        given = await self._bot.do_api_request(_METHOD, api_kwargs=asked, read_timeout=wait + 10)
        return [one for one in given if isinstance(one.get("update_id"), int)]

    async def _take(self, batch: Updates, stop: asyncio.Event) -> None:
        """The updates of each chat in order, the chats side by side; the offset moves when all are taken."""
        chats: dict[object, list[Mapping[str, Any]]] = {}
        for update in batch:
            chats.setdefault(chat_of(update), []).append(update)
        taken = await asyncio.gather(*(self._take_in_order(updates, stop) for updates in chats.values()))
        if batch and all(taken):
            self._offset = max(update["update_id"] for update in batch) + 1

    async def _take_in_order(self, updates: Updates, stop: asyncio.Event) -> bool:
        for update in updates:
            if not await self._taken(update, stop):
                return False
        return True

    async def _taken(self, update: Mapping[str, Any], stop: asyncio.Event) -> bool:
        """Take it, again and again if need be; False when told to stop first: Telegram will bring it again."""
        failures = 0
        while True:
            try:
                await self._hearing.take(update)
            except Exception as error:  # not committed: whatever it is, this update must not be skipped
                failures += 1
                log.error("telegram_update_waits", error=type(error).__name__, failures=failures)
                await _unless(stop, self._sleep(self._pause(error, failures)))
            else:
                return True
            if stop.is_set():
                return False

    def _pause(self, error: Exception, failures: int) -> float:
        if isinstance(error, Flooded):
            return error.seconds
        return float(min(self._longest, 0.5 * 2 ** min(failures, 10)))

    async def _acknowledge(self) -> None:
        """A last call that waits for nothing tells Telegram what has been taken."""
        if self._offset is None:
            return
        try:
            await self._ask(0, limit=1)
        except TelegramError as error:
            log.info("telegram_goodbye_failed", error=type(error).__name__)


async def _unless(stop: asyncio.Event, wanted: Awaitable[Any]) -> Any:
    """What is awaited, or None as soon as `stop` is set."""
    told, asked = asyncio.ensure_future(stop.wait()), asyncio.ensure_future(wanted)
    try:
        await asyncio.wait({told, asked}, return_when=asyncio.FIRST_COMPLETED)
        return await asked if asked.done() else None
    finally:
        told.cancel()
        if asked.cancel():
            await asyncio.wait({asked})

"""The bot's side of Telegram as the tests set it up: real parts, an emulator for Telegram, and an ear that notes."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from telegram import Bot

from bot.channels.telegram.channel import Telegram
from bot.channels.telegram.courtesies import Courtesies
from bot.channels.telegram.hearing import Hearing, introduced
from bot.channels.telegram.pacing import Pace, Rates
from bot.channels.telegram.reading import Me
from bot.channels.telegram.request import bot_at
from bot.turn import Heard
from tests.emulators.telegram import Emulator

NOW = datetime(2025, 5, 10, 8, 0, tzinfo=UTC)
ME = Me(123456789, "explor_test_bot")


@dataclass
class Notebook:
    """An ear that writes down what it hears. The next `refusals` times, the database is out of reach."""

    refusals: int = 0
    heard: list[Heard] = field(default_factory=list)
    before: Callable[[Heard], Awaitable[None]] | None = None

    async def hear(self, heard: Any) -> bool:
        if self.before is not None:
            await self.before(heard)
        if self.refusals:
            self.refusals -= 1
            raise ConnectionError("the database is out of reach")
        known = heard.event_id in (one.event_id for one in self.heard)
        self.heard += [] if known else [heard]
        return not known

    @property
    def said(self) -> list[object]:
        return [heard.said for heard in self.heard]


@dataclass
class Rest:
    """A clock and a sleep that cost no time: whoever sleeps finds the clock moved on."""

    at: float = 0.0
    slept: list[float] = field(default_factory=list)

    def clock(self) -> float:
        return self.at

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.at += seconds


@dataclass
class Setting:
    """Everything of one test."""

    telegram: Emulator
    bot: Bot
    channel: Telegram
    courtesies: Courtesies
    hearing: Hearing
    ear: Notebook
    rest: Rest


@asynccontextmanager
async def setting(rates: Rates | None = None) -> AsyncIterator[Setting]:
    """An emulator, and a bot that has introduced itself to it."""
    async with Emulator() as telegram:
        bot, rest, ear = bot_at(telegram.token, telegram.root), Rest(), Notebook()
        me = await introduced(bot)
        courtesies = Courtesies(bot, me)
        channel = Telegram(bot, Pace(rest.clock, rest.sleep, rates or Rates()))
        try:
            yield Setting(telegram, bot, channel, courtesies, Hearing(ear, me, courtesies, lambda: NOW), ear, rest)
        finally:
            await courtesies.close()
            await bot.request.shutdown()

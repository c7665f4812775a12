"""From one update to the ear. When `take` returns, what the update says is committed and it may be acknowledged."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from telegram import Bot

from bot.channels.base import Ear
from bot.channels.telegram.courtesies import Courtesies
from bot.channels.telegram.reading import Me, read


@dataclass(frozen=True)
class Hearing:
    """Who listens, and how it is read; `now` gives aware datetimes."""

    ear: Ear
    me: Me
    courtesies: Courtesies
    now: Callable[[], datetime]

    async def take(self, update: object) -> None:
        """Take an update as decoded from JSON. Raises when it could not be kept, and is still to be taken."""
        asked = read(update, self.me, self.now())
        if asked.press is not None:
            self.courtesies.thank(asked.press)
        if asked.visit is not None:
            self.courtesies.explain(asked.visit, self.now())
        if asked.heard is not None:
            await self.ear.hear(asked.heard)


async def introduced(bot: Bot) -> Me:
    """Open the bot's connections and learn who it is. Raises `InvalidToken`, or what the network raises.

    The library's own `initialize` is not used: its error quotes the token.
    """
    await bot.request.initialize()
    myself = await bot.get_me()
    return Me(myself.id, myself.username or "")

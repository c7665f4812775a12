"""What is done besides the conversation: presses are thanked for, groups told where to talk, menus filled.

Nothing here is awaited by a turn, and nothing is tried twice: a courtesy that fails is only noted.
"""

import asyncio
import re
from collections.abc import Coroutine, Iterable
from datetime import datetime, timedelta
from typing import Any

import structlog
from telegram import Bot, BotCommand, BotCommandScopeAllPrivateChats, InlineKeyboardButton, InlineKeyboardMarkup
from telegram.error import TelegramError

from bot.channels.telegram.reading import Me, Visit
from bot.words import LANGUAGES, language_of, say
from dialogs.core.commands import Command
from dialogs.core.text import _

log = structlog.get_logger()

AGAIN = timedelta(hours=1)
"""How long a group is left in peace after it was told."""

IN_PRIVATE = _(
    "Bonjour ! Je réponds en privé seulement : ici, tout le monde lirait vos réponses. Je ne garde rien de ce groupe."
)
TALK = _("Me parler en privé")

MAX_COMMANDS = 100
MAX_DESCRIPTION = 256
_NAME = re.compile("[a-z0-9_]{1,32}")
"""core.telegram.org/bots/api, "BotCommand" and "setMyCommands"."""


class Courtesies:
    """Small calls made on the side. `close()` waits for those under way."""

    def __init__(self, bot: Bot, me: Me) -> None:
        self._bot = bot
        self._me = me
        self._told: dict[int, datetime] = {}
        self._under_way: set[asyncio.Task[None]] = set()

    def thank(self, press: str) -> None:
        """Answer a press, so that its button stops turning."""
        self._begin("press", self._bot.answer_callback_query(press))

    def explain(self, visit: Visit, now: datetime) -> None:
        """Tell a group, once an hour, that the bot talks in private, and leave it a way there."""
        if visit.group in self._told and now - self._told[visit.group] < AGAIN:
            return
        self._told = {group: at for group, at in self._told.items() if now - at < AGAIN} | {visit.group: now}
        lang = language_of(visit.locale)
        way = InlineKeyboardButton(say(TALK, lang), url=f"https://t.me/{self._me.username}?start=group")
        told = self._bot.send_message(visit.group, say(IN_PRIVATE, lang), reply_markup=InlineKeyboardMarkup([[way]]))
        self._begin("group", told)

    async def close(self) -> None:
        """Wait for what was begun."""
        await asyncio.gather(*self._under_way)

    def _begin(self, what: str, call: Coroutine[Any, Any, Any]) -> None:
        task = asyncio.create_task(_noted(what, call))
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)


async def _noted(what: str, call: Coroutine[Any, Any, Any]) -> None:
    try:
        await call
    except TelegramError as error:
        log.info("telegram_courtesy_failed", what=what, error=type(error).__name__)


async def fill_menus(bot: Bot, commands: Iterable[Command]) -> None:
    """The commands in the menu of private chats: one for each language, French for those of other languages."""
    known = tuple(commands)
    for lang in LANGUAGES:
        code = None if lang == "fr" else lang
        await bot.set_my_commands(menu(known, lang), BotCommandScopeAllPrivateChats(), code)


def menu(commands: Iterable[Command], lang: str) -> list[BotCommand]:
    """What the menu shows in a language. Telegram takes Latin names alone: Arabic readers see the French ones."""
    named = [(_shown(command, lang), say(command.help, lang)[:MAX_DESCRIPTION]) for command in commands]
    return [BotCommand(name, told) for name, told in named if name is not None][:MAX_COMMANDS]


def _shown(command: Command, lang: str) -> str | None:
    """The first name that Telegram takes, in this language or else in another one."""
    ordered = (command.names.get(lang, ()), *command.names.values())
    return next((name for names in ordered for name in names if _NAME.fullmatch(name)), None)

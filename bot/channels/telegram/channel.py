"""Sending through Telegram: one letter, one message. What Telegram answers becomes what the dispatcher understands.

An edit that changes nothing is done; a message that can no longer be edited is sent anew; HTML that Telegram cannot
read (our fault) is sent once more as plain words, so that the person is not left without an answer.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import structlog
from telegram import Bot
from telegram.constants import ChatAction, ParseMode
from telegram.error import BadRequest, ChatMigrated, Forbidden, TelegramError

from bot.channels.base import FileGone, Gone, Letter, Moved, Rejected, Removal, SlowDown
from bot.channels.telegram import files, looks
from bot.channels.telegram.pacing import Pace
from bot.channels.telegram.reading import CHANNEL
from bot.channels.telegram.request import Flooded
from bot.render import File, Message

log = structlog.get_logger()

MAX_FILE = 50 * 1024 * 1024
"""core.telegram.org/bots/api, "sendDocument": bots can send files of up to 50 MB."""

_SEND, _EDIT = "send_Message", "edit_Message_Text"
"""Spelt so that the library makes the plain call: its own methods read the whole answer, of which one number is used,
and that takes longer than everything else about a message."""

_NO_PREVIEW = {"is_disabled": True}
_SAME = ("message is not modified",)
_UNEDITABLE = (
    "message can't be edited",
    "message to edit not found",
    "message_id_invalid",
    "there is no text in the message to edit",
)
_NO_LONGER_THERE = ("message to delete not found", "message_id_invalid")
_NOBODY = ("chat not found", "peer_id_invalid", "user is deactivated")
_BAD_HTML = ("can't parse entities",)


class Telegram:
    """The way out to people in Telegram, at the pace that Telegram asks for."""

    name = CHANNEL
    able = looks.ABLE

    def __init__(self, bot: Bot, pace: Pace) -> None:
        self._bot = bot
        self._pace = pace

    async def send(self, letter: Letter) -> str | None:
        """As `bot.channels.base.Channel.send`; the id is the message's number in its chat."""
        await self._pace.keep(letter.address)
        with _as_ours():
            match letter.content:
                case Message():
                    return await self._say(letter, letter.content)
                case File():
                    return await self._hand_over(letter, letter.content)
                case Removal():
                    return await self._remove(letter)
        raise Rejected("a card is for staff")

    async def fetch(self, file_id: str) -> bytes:
        """A file that somebody sent. Raises `FileGone`, and whatever the network raises, which may pass."""
        try:
            return await files.fetch(self._bot, file_id)
        except files.TooLarge:
            raise FileGone("too_large") from None
        except files.NoSuchFile:
            raise FileGone("gone") from None

    async def busy(self, address: str) -> None:
        """Show that an answer is being prepared, for a few seconds; whether that works does not matter."""
        try:
            await self._bot.send_chat_action(int(address), ChatAction.TYPING)
        except (TelegramError, ValueError) as error:
            log.info("telegram_action_failed", error=type(error).__name__)

    async def _say(self, letter: Letter, message: Message) -> str:
        markup = looks.keyboard(message, letter.row)
        if message.shares:  # no message is edited into one with such a keyboard
            letter = replace(letter, replaces=None)
        try:
            return await self._put(letter, looks.html(message), ParseMode.HTML, markup)
        except BadRequest as error:
            if not _says(error, _BAD_HTML):
                raise
            log.error("telegram_refused_html", row=letter.row)
            return await self._put(letter, looks.plain(message), None, markup)

    async def _put(self, letter: Letter, text: str, mode: str | None, markup: looks.Markup | None) -> str:
        """In the place of the message it replaces, or as a new one."""
        words = {"text": text, "parse_mode": mode, "reply_markup": markup, "link_preview_options": _NO_PREVIEW}
        if letter.replaces is not None and await self._edited(letter, letter.replaces, words):
            return letter.replaces
        sent = await self._call(_SEND, letter, words)
        return str(sent["message_id"])

    async def _edited(self, letter: Letter, old: str, words: Mapping[str, object]) -> bool:
        """Does the old message say this now? False when it can no longer be changed."""
        if not old.isdecimal():
            return False
        try:
            await self._call(_EDIT, letter, {"message_id": int(old), **words})
        except BadRequest as error:
            if not _says(error, _SAME + _UNEDITABLE):
                raise
            return _says(error, _SAME)
        return True

    async def _call(self, method: str, letter: Letter, what: Mapping[str, object]) -> Any:
        return await self._bot.do_api_request(method, api_kwargs={"chat_id": letter.address, **what})

    async def _hand_over(self, letter: Letter, file: File) -> str:
        if len(file.content) > MAX_FILE:
            raise Rejected("a file of more than 50 MB")
        sent = await self._bot.send_document(
            letter.address, file.content, filename=looks.name(file.name), disable_content_type_detection=True
        )
        return str(sent.message_id)

    async def _remove(self, letter: Letter) -> str | None:
        if letter.replaces is None or not letter.replaces.isdecimal():
            return None
        try:
            await self._bot.delete_message(letter.address, int(letter.replaces))
        except BadRequest as error:
            if not _says(error, _NO_LONGER_THERE):
                raise
        return letter.replaces


@contextmanager
def _as_ours() -> Iterator[None]:
    """Telegram's refusals as the dispatcher's words. What is none (a cut line, an error of theirs) passes through."""
    try:
        yield
    except Flooded as error:
        raise SlowDown(error.seconds) from None
    except ChatMigrated as error:
        raise Moved(str(error.new_chat_id)) from None
    except Forbidden:
        raise Gone from None
    except BadRequest as error:
        if _says(error, _NOBODY):
            raise Gone from None
        raise Rejected(_without_quotes(error)) from None


def _says(error: TelegramError, texts: tuple[str, ...]) -> bool:
    return any(text in error.message.lower() for text in texts)


def _without_quotes(error: TelegramError) -> str:
    """Telegram's word up to what it quotes: the rest may be somebody's."""
    return error.message.partition('"')[0].strip()[:120]

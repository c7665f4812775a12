"""From an update of Telegram to what it asks for: a turn, a courtesy, or nothing. It never raises.

- Only people in private chats are heard. Bots and channels are not; groups get an explanation and leave nothing here.
- A press is two numbers, looked up later among what was sent to that very chat: nothing in it is believed.
- Whatever a person sends is answered: what nobody foresaw is heard as "something else".

Source of the shapes: core.telegram.org/bots/api, "Update", "Message", "CallbackQuery", "ChatMemberUpdated".
"""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import structlog
from telegram import CallbackQuery, Chat, ChatMemberUpdated, MaybeInaccessibleMessage, Message, Update, User

from bot.turn import Heard, Tapped
from dialogs.core.events import Medium, Opened, Said, Sent, Typed

log = structlog.get_logger()

CHANNEL = "telegram"
WANTED = ("message", "edited_message", "callback_query", "my_chat_member")
"""The kinds of update to ask Telegram for."""

STALE = Tapped(0, 0)
"""A press on no message that was ever sent: rows are numbered from 1."""

_DATA = re.compile(r"1:([0-9a-z]{1,12}):([0-9a-z]{1,2})")
_START = re.compile(r"/start(?:@\w+)?(?:\s+(.*))?", re.DOTALL | re.IGNORECASE)
_PAYLOAD = re.compile(r"[\w-]{1,64}", re.ASCII)
_COMMAND = re.compile(r"/\w+(?:@(\w+))?", re.ASCII)
_UNKEPT = re.compile("[\x00\ud800-\udfff]")
"""What no database takes: the null character, and halves of characters."""

_MEDIA: tuple[tuple[str, Medium], ...] = (
    ("animation", "video"),
    ("document", "document"),
    ("voice", "voice"),
    ("audio", "audio"),
    ("video", "video"),
    ("video_note", "video"),
    ("sticker", "sticker"),
    ("poll", "poll"),
)
"""The field of a message that carries a medium. An animation comes with a document too, for old clients: so, first."""


@dataclass(frozen=True)
class Me:
    """The bot itself, as `getMe` says."""

    id: int
    username: str


@dataclass(frozen=True)
class Visit:
    """Somebody speaks to the bot in a group; `locale` is the language of their client."""

    group: int
    locale: str | None


@dataclass(frozen=True)
class Read:
    """What an update asks for. `press` is the callback query to answer."""

    heard: Heard | None = None
    press: str | None = None
    visit: Visit | None = None


NOTHING = Read()


def pressed(row: int, place: int) -> str:
    """The data of a button: its message's row in the outbox and its place in it, versioned; within 64 bytes."""
    return f"1:{_base36(row)}:{_base36(place)}"


def tapped(data: object) -> Tapped:
    """The press in these data; a stale one in whatever we never wrote."""
    found = _DATA.fullmatch(data) if isinstance(data, str) else None
    return Tapped(int(found[1], 36), int(found[2], 36)) if found else STALE


def chat_of(data: Any) -> object:
    """What keeps updates in order: the chat they come from; None where there is none."""
    for kind in WANTED:
        match data:
            case {**fields} if isinstance(one := fields.get(kind), dict):
                place = one.get("message") if kind == "callback_query" else one
                chat = place.get("chat") if isinstance(place, dict) else None
                return chat.get("id") if isinstance(chat, dict) and isinstance(chat.get("id"), int) else None
    return None


def read(data: object, me: Me, now: datetime) -> Read:
    """What an update, as decoded from JSON, asks for; `now` is when it came."""
    try:
        update = Update.de_json(data, None) if isinstance(data, dict) else None
        return _read(update, me, now) if update and _whole(update.update_id) else NOTHING
    except Exception as error:  # a shape that the library or we do not know: it must not hold back those behind it
        log.error("telegram_update_unreadable", error=type(error).__name__)
        return _at_least(data, me, now)


def _read(update: Update, me: Me, now: datetime) -> Read:
    if update.callback_query:
        return _press(update.callback_query, update.update_id, me, now)
    if update.my_chat_member:
        return _membership(update.my_chat_member)
    message = update.message or update.edited_message
    if message is None or not _person(message.from_user):
        return NOTHING
    if message.chat.type in (Chat.GROUP, Chat.SUPERGROUP):
        return Read(visit=_visit(message.chat, message.from_user)) if _addressed(message, me) else NOTHING
    said = _edit(message) if update.edited_message else _said(message)
    return _heard(said, message, message.from_user, update.update_id, me, now, _text(message.media_group_id))


def _heard(
    said: Said | Tapped | None,
    message: MaybeInaccessibleMessage,
    person: User | None,
    update_id: int,
    me: Me,
    now: datetime,
    album: str | None = None,
) -> Read:
    if said is None or person is None or message.chat.type != Chat.PRIVATE or not _whole(message.chat.id):
        return NOTHING
    return Read(
        Heard(CHANNEL, str(message.chat.id), _event(update_id, me), now, said, _text(person.language_code), album)
    )


def _event(update_id: int, me: Me) -> str:
    return f"{CHANNEL}:{me.id}:{update_id}"


def _press(query: CallbackQuery, update_id: int, me: Me, now: datetime) -> Read:
    """A press is always answered, so that its button stops turning; only in a private chat is it a turn."""
    heard = NOTHING
    if query.message is not None and _person(query.from_user):
        heard = _heard(tapped(query.data), query.message, query.from_user, update_id, me, now)
    return Read(heard.heard, press=_text(query.id))


def _membership(change: ChatMemberUpdated) -> Read:
    """Taken into a group, the bot explains itself. A person who blocks it is known by the next message that fails, and
    one who comes back writes; so these two ask for nothing."""
    inside = ("member", "administrator")
    arrives = change.new_chat_member.status in inside and change.old_chat_member.status not in inside
    if arrives and change.chat.type in (Chat.GROUP, Chat.SUPERGROUP):
        return Read(visit=_visit(change.chat, change.from_user))
    return NOTHING


def _visit(group: Chat, asker: User | None) -> Visit | None:
    return Visit(group.id, _text(asker.language_code) if asker else None) if _whole(group.id) else None


def _addressed(message: Message, me: Me) -> bool:
    """Are these words in a group for the bot: a command, its name, or an answer to it?"""
    text = _text(message.text) or _text(message.caption) or ""
    if command := _COMMAND.match(text):
        return command[1] is None or command[1].casefold() == me.username.casefold()
    answered = message.reply_to_message.from_user if message.reply_to_message else None
    return f"@{me.username}".casefold() in text.casefold() or (answered is not None and answered.id == me.id)


def _edit(message: Message) -> Said | None:
    """An old message was changed. A place that moves is sent as an edit every few seconds: that says nothing."""
    return None if message.location else Sent("edited")


def _said(message: Message) -> Said | None:
    """What a message says; None for those that Telegram writes itself (a pin, a timer, a new title…)."""
    forwarded = message.forward_origin is not None
    if (text := _text(message.text)) is not None:
        return _words(text, forwarded)
    if message.photo:
        return _photo(message, forwarded)
    if message.location:
        return _place(message, forwarded)
    if message.contact:
        return Sent("contact", phone=_text(message.contact.phone_number), forwarded=forwarded)
    for field, medium in _MEDIA:
        if thing := getattr(message, field):
            return _file(medium, thing, message, forwarded)
    unforeseen = message.effective_attachment or message.api_kwargs
    return Sent("other", forwarded=forwarded) if unforeseen else None


def _words(text: str, forwarded: bool) -> Said:
    start = None if forwarded else _START.fullmatch(text.strip())
    if start is None:
        return Typed(text, forwarded=forwarded)
    payload = (start[1] or "").strip()
    return Opened(payload if _PAYLOAD.fullmatch(payload) else "")


def _photo(message: Message, forwarded: bool) -> Said:
    """A photo comes in several sizes: the largest is the one that was sent."""
    largest = max(message.photo, key=lambda size: (_number(size.width) or 0) * (_number(size.height) or 0))
    caption = _text(message.caption)
    return Sent(
        "photo",
        _text(largest.file_id),
        mime="image/jpeg",
        size=_number(largest.file_size),
        caption=caption,
        forwarded=forwarded,
    )


def _place(message: Message, forwarded: bool) -> Said:
    place = message.location
    latitude, longitude = (_degrees(place.latitude), _degrees(place.longitude)) if place else (None, None)
    return Sent("location", latitude=latitude, longitude=longitude, forwarded=forwarded)


def _file(medium: Medium, thing: Any, message: Message, forwarded: bool) -> Said:
    """A medium with the file it is in, where it is one: a poll has none."""
    return Sent(
        medium,
        _text(getattr(thing, "file_id", None)),
        name=_text(getattr(thing, "file_name", None)),
        mime=_text(getattr(thing, "mime_type", None)),
        size=_number(getattr(thing, "file_size", None)),
        caption=_text(message.caption),
        forwarded=forwarded,
    )


def _at_least(data: Any, me: Me, now: datetime) -> Read:
    """A message that cannot be read is still one from somebody, who waits for an answer."""
    match data:
        case {
            "update_id": int(update_id),
            "message": {"chat": {"id": int(chat), "type": "private"}, "from": dict(who)},
        }:
            if who.get("is_bot") is False and _whole(update_id) and _whole(chat):
                locale = _text(who.get("language_code"))
                return Read(Heard(CHANNEL, str(chat), _event(update_id, me), now, Sent("other"), locale))
        case {"callback_query": {"id": str(query)}}:
            return Read(press=_text(query))
    return NOTHING


def _person(user: User | None) -> bool:
    return user is not None and user.is_bot is False


def _text(value: object) -> str | None:
    return _UNKEPT.sub("\ufffd", value) if isinstance(value, str) else None


def _number(value: object) -> int | None:
    return value if isinstance(value, int) and _whole(value) and value >= 0 else None


def _whole(value: object) -> bool:
    """Telegram's numbers have at most 52 significant bits."""
    return isinstance(value, int) and not isinstance(value, bool) and abs(value) < 2**53


def _degrees(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) and abs(value) <= 180 else None


def _base36(number: int) -> str:
    digits = "0123456789abcdefghijklmnopqrstuvwxyz"
    shown = digits[number % 36]
    while number := number // 36:
        shown = digits[number % 36] + shown
    return shown

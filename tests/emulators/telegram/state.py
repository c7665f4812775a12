"""What Telegram keeps: chats and their messages, updates not yet acknowledged, files, the webhook."""

import asyncio
import re
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any, TypeVar

Json = dict[str, Any]
T = TypeVar("T")

START = 1_750_000_000
DEFAULT_UPDATES = (
    "message",
    "edited_message",
    "channel_post",
    "edited_channel_post",
    "callback_query",
    "my_chat_member",
)
PATIENCE = 10.0
"""Seconds that a test waits for what it wants to see before it fails."""


class Refused(Exception):
    """Telegram says no: an error code, its description, and maybe parameters."""

    def __init__(self, code: int, description: str, **parameters: Any) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters


def bad(description: str) -> Refused:
    return Refused(400, f"Bad Request: {description}")


@dataclass
class Chat:
    """A chat that the bot may be in. `closed` is why nothing can be sent there now."""

    id: int
    type: str
    title: str
    user: Json | None = None
    closed: Refused | None = None
    messages: dict[int, Json] = field(default_factory=dict)

    @property
    def json(self) -> Json:
        named = {"first_name": self.title} if self.type == "private" else {"title": self.title}
        return {"id": self.id, "type": self.type, **named}


@dataclass
class StoredFile:
    """A file of the store. `file_id` is stable: the same content has the same."""

    content: bytes
    name: str
    mime: str
    claims: int | None = None

    @property
    def unique(self) -> str:
        return sha256(self.content + self.name.encode()).hexdigest()[:16]

    @property
    def file_id(self) -> str:
        return f"BQACAgQAAxk{self.unique}"

    @property
    def size(self) -> int:
        """As Telegram tells it; `claims` is for a file too large to be made in a test."""
        return len(self.content) if self.claims is None else self.claims

    @property
    def path(self) -> str:
        return f"documents/{self.unique}{re.sub(r'[^.a-zA-Z0-9]', '_', self.name[-8:])}"

    @property
    def json(self) -> Json:
        return {"file_id": self.file_id, "file_unique_id": self.unique, "file_size": self.size}


@dataclass
class Webhook:
    """Where updates are posted, and how that went the last time."""

    url: str
    secret: str
    connections: int
    error: str = ""


@dataclass
class State:
    """One bot's Telegram."""

    token: str
    me: Json
    chats: dict[int, Chat] = field(default_factory=dict)
    files: dict[str, StoredFile] = field(default_factory=dict)
    pending: deque[Json] = field(default_factory=deque)
    queries: dict[str, bool] = field(default_factory=dict)
    frozen: set[int] = field(default_factory=set)
    commands: dict[tuple[str, str], list[Json]] = field(default_factory=dict)
    descriptions: dict[tuple[str, str], str] = field(default_factory=dict)
    allowed: tuple[str, ...] = DEFAULT_UPDATES
    webhook: Webhook | None = None
    actions: list[tuple[int, str]] = field(default_factory=list)
    _numbers: dict[str, int] = field(default_factory=dict)
    _changed: asyncio.Event = field(default_factory=asyncio.Event)

    def next(self, what: str, start: int = 1) -> int:
        self._numbers[what] = self._numbers.get(what, start - 1) + 1
        return self._numbers[what]

    def date(self) -> int:
        """Seconds that only grow, the same at every run."""
        return START + self.next("second")

    def changed(self) -> None:
        """Wake whoever waits for something to be so."""
        self._changed.set()
        self._changed = asyncio.Event()

    async def until(self, wanted: Callable[[], T | None], what: Callable[[], str], patience: float = PATIENCE) -> T:
        """What `wanted` gives once it gives something; fails with `what` when that takes too long."""
        try:
            async with asyncio.timeout(patience):
                while not (found := wanted()):
                    await self._changed.wait()
                return found
        except TimeoutError:
            raise AssertionError(what()) from None

    def keep(self, file: StoredFile) -> StoredFile:
        self.files[file.file_id] = file
        return file

    def update(self, kind: str, value: Json) -> int | None:
        """Queue an update, unless the bot did not ask for that kind; its number."""
        if kind not in self.allowed:
            return None
        number = self.next("update", 700_000_001)
        self.pending.append({"update_id": number, kind: value})
        self.changed()
        return number

    def acknowledged(self, number: int) -> bool:
        """Has the bot said that it has this update?"""
        return all(update["update_id"] != number for update in self.pending)

    def chat(self, chat_id: object) -> Chat:
        """The chat to send to. Raises what Telegram says of one that cannot be written to."""
        number = str(chat_id)
        chat = self.chats.get(int(number)) if re.fullmatch(r"-?\d{1,19}", number) else None
        if chat is None:
            raise bad("chat not found")
        if chat.closed is not None:
            raise chat.closed
        return chat

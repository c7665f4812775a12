"""People and groups, as a test drives them: what they do becomes updates, what they see is what the bot sent."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from tests.emulators.telegram.entities import units
from tests.emulators.telegram.state import Chat, Json, Refused, State, StoredFile

BLOCKED = Refused(403, "Forbidden: bot was blocked by the user")
NEVER_STARTED = Refused(403, "Forbidden: bot can't initiate conversation with a user")
KICKED = Refused(403, "Forbidden: bot was kicked from the group chat")


@dataclass(frozen=True)
class Shown:
    """A message of the bot as somebody sees it. `buttons` are labels, row by row; `file` the bytes of a document."""

    id: int
    text: str
    buttons: tuple[tuple[str, ...], ...]
    file: bytes | None
    file_name: str | None
    edited: bool
    raw: Json

    @property
    def labels(self) -> tuple[str, ...]:
        return tuple(label for row in self.buttons for label in row)


def shown(state: State, raw: Json) -> Shown:
    rows = raw.get("reply_markup", {}).get("inline_keyboard", [])
    document = raw.get("document", {})
    file = state.files.get(document.get("file_id", ""))
    return Shown(
        raw["message_id"],
        str(raw.get("text") or raw.get("caption") or ""),
        tuple(tuple(button["text"] for button in row) for row in rows),
        file.content if file else None,
        document.get("file_name"),
        "edit_date" in raw,
        raw,
    )


class _Talker:
    """What a person's chat and a group have in common."""

    def __init__(self, state: State, chat: Chat) -> None:
        self._state = state
        self.chat = chat

    @property
    def id(self) -> int:
        return self.chat.id

    @property
    def messages(self) -> list[Shown]:
        """What the bot has sent here and what is still there, oldest first."""
        mine = self._state.me["id"]
        return [shown(self._state, one) for one in self.chat.messages.values() if one["from"]["id"] == mine]

    @property
    def texts(self) -> list[str]:
        return [message.text for message in self.messages]

    async def sees(self, words: str = "", after: int = 0) -> Shown:
        """The newest message of the bot with these words, past the message numbered `after`; waited for."""

        def found() -> Shown | None:
            fits = [one for one in self.messages if words in one.text and one.id > after]
            return fits[-1] if fits else None

        return await self._state.until(found, lambda: f"{self.chat.title} waits for {words!r} and sees {self.texts}")

    async def sees_many(self, count: int) -> list[Shown]:
        """All messages, once there are at least so many."""
        return await self._state.until(
            lambda: self.messages if len(self.messages) >= count else None,
            lambda: f"{self.chat.title} waits for {count} messages and sees {self.texts}",
        )

    def _post(self, user: Json, content: Json, kind: str = "message") -> int | None:
        number = self._state.next("message")
        message = {"message_id": number, "from": user, "chat": self.chat.json, "date": self._state.date(), **content}
        self.chat.messages[number] = message
        return self._state.update(kind, message)

    def _press(self, user: Json, message: Json, data: str) -> int | None:
        query = str(self._state.next("query", 5_000_000_000))
        self._state.queries[query] = False
        asked = {"id": query, "from": user, "message": message, "chat_instance": str(self.id), "data": data}
        return self._state.update("callback_query", asked)


class Person(_Talker):
    """Somebody with a private chat. Every verb gives the number of its update (None where the bot wanted none)."""

    def __init__(self, state: State, chat: Chat, user: Json) -> None:
        super().__init__(state, chat)
        self.user = user

    async def says(self, text: str, **more: Any) -> int | None:
        return self._says({**_words(text), **more})

    async def starts(self, payload: str = "") -> int | None:
        """Opens the chat, maybe through a link; also after having blocked the bot."""
        return self._says(_words(f"/start {payload}".strip()))

    async def presses(self, label: str) -> int | None:
        """Presses the newest button with this label."""
        for message in reversed(self.messages):
            for button in (
                (one for row in message.raw["reply_markup"]["inline_keyboard"] for one in row)
                if (message.buttons)
                else ()
            ):
                if button["text"] == label:
                    return self._press(self.user, message.raw, button["callback_data"])
        raise AssertionError(f"no button {label!r}: {[message.labels for message in self.messages]}")

    async def shares(self, label: str, **content: Any) -> int | None:
        """Presses a key of the keyboard that stands in the place of the phone's: contact={…}, location={…}.

        A key that shares nothing types its own words.
        """
        boards = (one.raw["keyboard"] for one in reversed(self.messages) if "keyboard" in one.raw)
        keys = {key["text"]: key for row in next(boards, []) for key in row}
        if label not in keys:
            raise AssertionError(f"no key {label!r}: {list(keys)}")
        asked = [name for name in ("contact", "location") if keys[label].get(f"request_{name}")]
        assert asked == list(content), f"{label!r} shares {asked}"
        return await (self.sends(**content) if content else self.says(label))

    async def forges(self, data: str, message_id: int = 0) -> int | None:
        """Presses a button that was never there, on a message that may be none."""
        message = self.chat.messages.get(message_id, {"message_id": message_id, "chat": self.chat.json, "date": 0})
        return self._press(self.user, message, data)

    async def forwards(self, text: str) -> int | None:
        origin = {"type": "hidden_user", "sender_user_name": "Somebody", "date": self._state.date()}
        return self._says({**_words(text), "forward_origin": origin})

    async def edits(self, text: str) -> int | None:
        """Changes their last message."""
        mine = [one for one in self.chat.messages.values() if one["from"]["id"] == self.user["id"]]
        changed = {**mine[-1], **_words(text), "edit_date": self._state.date()}
        self.chat.messages[changed["message_id"]] = changed
        return self._state.update("edited_message", changed)

    async def sends_photo(self, content: bytes, caption: str = "", album: str = "") -> int | None:
        """A photo, which Telegram keeps in several sizes."""
        small = self._state.keep(StoredFile(content[: len(content) // 4 + 1], "small.jpg", "image/jpeg"))
        whole = self._state.keep(StoredFile(content, "photo.jpg", "image/jpeg"))
        sizes = [{**small.json, "width": 90, "height": 67}, {**whole.json, "width": 1280, "height": 960}]
        return self._says({"photo": sizes, **_if(caption=caption, media_group_id=album)})

    async def sends_album(self, contents: Sequence[bytes]) -> list[int | None]:
        """Photos sent together: as many updates, and no sign of which is the last."""
        album = str(self._state.next("album", 13_000_000_000_000_001))
        return [await self.sends_photo(content, album=album) for content in contents]

    async def sends_document(
        self, content: bytes, name: str, mime: str = "application/pdf", caption: str = "", claims: int | None = None
    ) -> int | None:
        file = self._state.keep(StoredFile(content, name, mime, claims))
        return self._says({"document": {**file.json, "file_name": name, "mime_type": mime}, **_if(caption=caption)})

    async def sends(self, **content: Any) -> int | None:
        """Any other content, as Telegram words it: voice={…}, sticker={…}, poll={…}, location={…}, contact={…}."""
        return self._says(content)

    async def blocks(self) -> int | None:
        self.chat.closed = BLOCKED
        return self._membership("member", "kicked")

    async def unblocks(self) -> int | None:
        self.chat.closed = None
        return self._membership("kicked", "member")

    def _says(self, content: Json) -> int | None:
        """Whoever writes can be written to."""
        self.chat.closed = None
        return self._post(self.user, content)

    def _membership(self, old: str, new: str) -> int | None:
        me = self._state.me
        was, now = ({"user": me, "status": status, "until_date": 0} for status in (old, new))
        change = {"chat": self.chat.json, "from": self.user, "date": self._state.date()}
        return self._state.update("my_chat_member", {**change, "old_chat_member": was, "new_chat_member": now})


class Group(_Talker):
    """A group that the bot may be taken into."""

    async def hears(self, person: Person, text: str, **more: Any) -> int | None:
        """Somebody writes in the group. (The bot's privacy mode is off here: it sees everything.)"""
        return self._post(person.user, {**_words(text), **more})

    async def adds_the_bot(self, person: Person) -> int | None:
        self.chat.closed = None
        me, date = self._state.me, self._state.date()
        was, now = ({"user": me, "status": status} for status in ("left", "member"))
        change = {"chat": self.chat.json, "from": person.user, "date": date}
        return self._state.update("my_chat_member", {**change, "old_chat_member": was, "new_chat_member": now})

    def kicks_the_bot(self) -> None:
        self.chat.closed = KICKED

    async def migrates(self, person: Person) -> int:
        """Becomes a supergroup: another number, and the old one only tells the new."""
        new = -1_000_000_000_000 + self.id
        self._post(person.user, {"migrate_to_chat_id": new})
        moved = Refused(400, "Bad Request: group chat was upgraded to a supergroup chat", migrate_to_chat_id=new)
        self.chat.closed = moved
        self.chat = Chat(new, "supergroup", self.chat.title)
        self._state.chats[new] = self.chat
        return new


def _words(text: str) -> Json:
    """A text with the entities that Telegram finds: here, the command at its beginning."""
    if not text.startswith("/"):
        return {"text": text}
    return {"text": text, "entities": [{"type": "bot_command", "offset": 0, "length": units(text.split()[0])}]}


def _if(**fields: str) -> Json:
    return {name: value for name, value in fields.items() if value}

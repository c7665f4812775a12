"""What a person can do to a conversation. Plain values: a channel makes them, `take()` reads them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal


@dataclass(frozen=True, slots=True)
class Typed:
    """Words typed by the person; `forwarded` when they are somebody else's message passed on."""

    text: str
    forwarded: bool = False


@dataclass(frozen=True, slots=True)
class Pressed:
    """A press on an option. It names its question, so that a stale button is an edit and never a mistake."""

    dialog: str
    question: str
    value: str


Medium = Literal[
    "photo", "document", "voice", "audio", "video", "sticker", "contact", "location", "poll", "edited", "other"
]


Share = Literal["contact", "location"]
"""What a phone shares by itself, when its owner presses a button: their number, where they are."""


@dataclass(frozen=True, slots=True)
class Sent:
    """Anything that is not words: a photo, a voice message, a sticker, a place; "edited" is an old message changed.

    `album`: the ids of the files sent together with this one.
    """

    medium: Medium
    file_id: str | None = None
    name: str | None = None
    mime: str | None = None
    size: int | None = None
    caption: str | None = None
    phone: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    forwarded: bool = False
    album: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Opened:
    """The person opens the conversation (`/start`), maybe through a link that carries a payload."""

    payload: str = ""


@dataclass(frozen=True, slots=True)
class Came:
    """News from the world, not words of the person: what an order or a colleague brought about, in plain JSON."""

    name: str
    values: Mapping[str, Any]


Said = Typed | Pressed | Sent | Opened | Came


@dataclass(frozen=True, slots=True)
class Event:
    """One thing said, once. `id` is unique over all channels; `at` is an instant with its zone."""

    id: str
    at: datetime
    said: Said

"""What the bot says, before any channel: parts of a message with their role, and options to press."""

from dataclasses import dataclass
from typing import Literal

from dialogs.core.events import Pressed, Share
from dialogs.core.text import Text

Role = Literal["title", "body", "item", "detail", "note", "source", "progress", "question", "aloud"]


@dataclass(frozen=True)
class Part:
    """A piece of a message. A channel decides how a role looks; it never needs to know what the words mean."""

    text: Text
    role: Role = "body"


@dataclass(frozen=True)
class Button:
    """Something to press. `way` buttons (back, skip…) stand apart from answers; `command` is how to type one."""

    label: Text
    press: Pressed
    way: bool = False
    command: str | None = None


@dataclass(frozen=True)
class Reply:
    """One message. `key` names it for a later edit; the buttons belong to it; `asks` when it waits for an answer.

    `lang` is the language it is said in, where that is not the person's own.
    `shares`: what may be shared from a phone instead of being typed, where a channel has a button for that.
    """

    parts: tuple[Part, ...]
    buttons: tuple[Button, ...] = ()
    key: str | None = None
    asks: bool = False
    lang: str | None = None
    shares: Share | None = None

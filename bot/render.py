"""From replies to messages: words in the person's language, within what a channel can do.

Nothing here asks which channel it is: it asks `Capabilities`.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from bot.words import say
from dialogs.core.events import Share
from dialogs.core.reply import Button, Part, Reply


@dataclass(frozen=True)
class Capabilities:
    """What a channel can do. `max_text` and `max_label` in characters; `shares`: it has buttons to share a contact."""

    max_text: int = 4096
    max_buttons: int = 100
    max_label: int = 64
    edits_messages: bool = False
    files: bool = False
    shares: bool = False


@dataclass(frozen=True)
class Choice:
    """A button ready to be shown: `press` is (dialog, question, value)."""

    label: str
    press: tuple[str, str, str]
    way: bool = False
    command: str | None = None


@dataclass(frozen=True)
class Line:
    """A part of a message in its language; a channel gives each role its look."""

    role: str
    text: str


@dataclass(frozen=True)
class File:
    """A file to hand over, or to send."""

    name: str
    content: bytes = field(repr=False)
    mime: str = "application/pdf"


@dataclass(frozen=True)
class Message:
    """One message, final: only its look is left to the channel. JSON in the outbox.

    `shares`: what a button shares in answer ("contact", "location"); such a message has no answers to choose from.
    """

    lang: str
    lines: tuple[Line, ...]
    choices: tuple[Choice, ...] = ()
    key: str | None = None
    shares: Share | None = None

    def to_json(self) -> dict[str, Any]:
        return {
            "lang": self.lang,
            "lines": [[line.role, line.text] for line in self.lines],
            "choices": [[choice.label, list(choice.press), choice.way, choice.command] for choice in self.choices],
            "key": self.key,
            **({"shares": self.shares} if self.shares else {}),
        }

    @staticmethod
    def from_json(data: Any) -> "Message":
        return Message(
            data["lang"],
            tuple(Line(role, text) for role, text in data["lines"]),
            tuple(Choice(label, tuple(press), way, command) for label, press, way, command in data["choices"]),
            data["key"],
            data.get("shares"),
        )


def messages(replies: Iterable[Reply], lang: str, able: Capabilities) -> tuple[Message, ...]:
    """Every reply as one or more messages that the channel can carry; the buttons stand under the last one."""
    return tuple(message for reply in replies for message in _messages(reply, reply.lang or lang, able))


def _messages(reply: Reply, lang: str, able: Capabilities) -> tuple[Message, ...]:
    lines = [line for part in reply.parts for line in _cut(_line(part, lang), able.max_text)]
    pages = _pages(lines, able.max_text)
    shares = reply.shares if able.shares else None
    last = Message(lang, tuple(pages[-1]), _choices(reply.buttons, lang, able), reply.key, shares)
    return (*(Message(lang, tuple(page)) for page in pages[:-1]), last)


def _line(part: Part, lang: str) -> Line:
    return Line(part.role, say(part.text, lang))


def _cut(line: Line, most: int) -> list[Line]:
    """A line longer than a whole message, in pieces."""
    text = line.text
    return [Line(line.role, text[start : start + most]) for start in range(0, max(len(text), 1), most)]


def _pages(lines: list[Line], most: int) -> list[list[Line]]:
    pages: list[list[Line]] = [[]]
    size = 0
    for line in lines:
        if pages[-1] and size + len(line.text) + 2 > most:
            pages.append([])
            size = 0
        pages[-1].append(line)
        size += len(line.text) + 2
    return pages


def _choices(buttons: tuple[Button, ...], lang: str, able: Capabilities) -> tuple[Choice, ...]:
    """As many as the channel can show; the ways out are never what is left out."""
    ways = tuple(button for button in buttons if button.way)
    answers = tuple(button for button in buttons if not button.way)[: max(able.max_buttons - len(ways), 0)]
    return tuple(_choice(button, lang, able) for button in (*answers, *ways)[: able.max_buttons])


def _choice(button: Button, lang: str, able: Capabilities) -> Choice:
    label = say(button.label, lang)
    short = label if len(label) <= able.max_label else label[: able.max_label - 1] + "…"
    press = (button.press.dialog, button.press.question, button.press.value)
    return Choice(short, press, button.way, button.command)

"""What every channel is: a name, what it can do, and one way to send one thing to one address.

A channel hears by calling `Ear.hear`, and sends when the dispatcher calls `Channel.send`. It holds no rule of the
programme and no row: what it is handed is final, and what it raises says whose fault a failure is and what to do next.
"""

from collections.abc import Awaitable
from dataclasses import dataclass, field
from typing import Any, Protocol

from bot.render import Capabilities, File, Message


@dataclass(frozen=True)
class Removal:
    """The message named by `Letter.replaces` is to go."""


@dataclass(frozen=True)
class Card:
    """Something that staff decide upon, as plain data: the channel lays it out and knows no rule.

    `fields` are (label, value) pairs, `sections` (title, lines) pairs, `actions` what may be done with it. `reference`
    names what it is about. `links`: (label, address) pairs, to what helps to understand it. All texts are plain, in
    the language of the network, of any length and any characters.
    """

    reference: str
    title: str
    status: str
    fields: tuple[tuple[str, str], ...] = ()
    sections: tuple[tuple[str, tuple[str, ...]], ...] = ()
    actions: tuple["Action", ...] = ()
    links: tuple[tuple[str, str], ...] = ()
    lang: str = "fr"


@dataclass(frozen=True)
class Action:
    """A button of a card: `act` is a name of `bot/desk.py`'s acts, `about` what it is done to."""

    act: str
    about: str
    label: str
    style: str = ""


@dataclass(frozen=True)
class Notice:
    """Something that staff must see now, and may act upon: `everyone` in the place is rung for."""

    title: str
    lines: tuple[str, ...]
    actions: tuple[Action, ...] = ()
    everyone: bool = False


Content = Message | File | Card | Notice | Removal


@dataclass(frozen=True)
class Letter:
    """One thing on its way to an address.

    `row` is its number in the outbox: a button bears it, and it is the same at every try. `replaces` is the vendor's id
    of the message to edit; `thread` the vendor's id of the message that opens the thread it belongs to.
    """

    row: int
    address: str = field(repr=False)
    content: Content = field(repr=False)
    replaces: str | None = None
    thread: str | None = None
    urgent: bool = False


class FileGone(Exception):
    """The vendor has not the file any more, or does not hand it over; `why` is a code: gone, too_large."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class NotSent(Exception):
    """It was not sent; every other error of `send` is taken for a passing one, and tried again with patience."""


class SlowDown(NotSent):
    """The vendor asks to wait: `seconds` before anything else is sent to this address."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"asked to wait {seconds} s")
        self.seconds = seconds


class Gone(NotSent):
    """The person has blocked the bot, or the place is no more: nothing is sent there until somebody writes again."""


class Moved(NotSent):
    """The conversation goes on at another address."""

    def __init__(self, address: str) -> None:
        super().__init__("moved to another address")
        self.address = address


class Rejected(NotSent):
    """The vendor refuses this very thing, and would again: `why` is the vendor's word, without anybody's."""


class Channel(Protocol):
    """Where messages go. `name` is what `Heard.channel` and the conversation's row say."""

    @property
    def name(self) -> str: ...

    @property
    def able(self) -> Capabilities: ...

    async def send(self, letter: Letter) -> str | None:
        """Send; return the vendor's id, to edit it by. Raises `NotSent` and its kinds, or what the network raises."""
        ...

    async def busy(self, address: str) -> None:
        """Show that something is being made, where the channel has a sign for it; never raises for what it does not."""
        ...


class Ear(Protocol):
    """Where what a channel hears goes: awaited, it is committed, and only then may it be acknowledged."""

    def hear(self, heard: Any) -> Awaitable[bool]:
        """Take a `bot.turn.Heard`; False when it had been taken before. Raises when it is still to be taken."""
        ...

"""The desk, as Slack sees it: what may be asked, and what it answers, in plain values.

Whoever implements it holds every rule: who is staff, what may be done, what was done before. What is awaited here is
committed. An event that comes twice is one act: the second time the outcome is `repeat`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, Protocol

from bot.channels.base import Card
from bot.desk import Staff
from bot.render import Message

Kind = Literal["done", "already", "repeat", "unknown", "not_yours", "unclear", "too_long", "stale"]
EntryKind = Literal["line", "words", "day", "choice"]


class NotNow(Exception):
    """It could not be taken just now: Slack is not answered, and tries again."""


@dataclass(frozen=True)
class Outcome:
    """What became of an act. `already`: `state` had been reached before, `by` whom and `at` which instant.

    `said`: what only who acted is told, in the place of the usual sentence; `entry`: the input of a form that it is
    about.
    """

    kind: Kind
    state: str = ""
    by: str | None = None
    at: datetime | None = None
    said: str = field(default="", repr=False)
    entry: str = ""


@dataclass(frozen=True)
class Option:
    """One line of a menu; `id` has at most 75 characters."""

    id: str
    label: str


@dataclass(frozen=True)
class Group:
    """Lines of a menu that belong together."""

    label: str
    options: tuple[Option, ...]


@dataclass(frozen=True)
class Entry:
    """Something to fill in, with what stands there now: a line, words of several lines, a day (ISO), or an option."""

    id: str
    label: str
    kind: EntryKind = "line"
    value: str = field(default="", repr=False)
    options: tuple[Option, ...] = ()
    optional: bool = False
    hint: str = ""


@dataclass(frozen=True)
class Form:
    """What staff should know and may choose before they act: sentences, reasons to refuse, questions to ask again.

    `entries`: what they fill in besides. `about`: what the answer is about, where that is more than was asked for.
    `confirms`: nothing is filled in, and handing it in says yes.
    """

    title: str
    notes: tuple[str, ...] = ()
    reasons: tuple[Option, ...] = ()
    groups: tuple[Group, ...] = ()
    entries: tuple[Entry, ...] = ()
    about: str = ""
    confirms: bool = False


@dataclass(frozen=True)
class Thread:
    """What the thread of a channel is about, and how its person is called: a name, or « la personne »."""

    about: str
    person: str


@dataclass(frozen=True)
class Item:
    """Something that waits for staff, and since when, or that goes on; `url` leads to its thread."""

    title: str
    detail: str
    since: datetime | None = None
    url: str | None = None


@dataclass(frozen=True)
class Waiting:
    """What waits in one network, the oldest first."""

    network: str
    items: tuple[Item, ...]


@dataclass(frozen=True)
class Deadline:
    """A call of a network, "" where none is open or to come; when it closes, None where that is not published."""

    network: str
    call: str
    closes: datetime | None
    places_left: int | None = None


@dataclass(frozen=True)
class Source:
    """A message of a thread: its channel, its own id and that of the message that opens the thread."""

    channel: str
    root: str
    ts: str


@dataclass(frozen=True)
class Inputs:
    """What goes with an act. Words are as they were written."""

    words: str = field(default="", repr=False)
    reason: str | None = None
    fields: tuple[str, ...] = ()
    source: Source | None = None
    values: Mapping[str, str] = field(default_factory=dict, repr=False)


class Front(Protocol):
    """The desk. Every method may raise `NotNow`; none raises for what staff can do wrong."""

    def lang(self, staff: Staff | None) -> str:
        """The language of what is said to them."""
        ...

    async def staff_of(self, user: str, name: str) -> Staff | None:
        """Who this Slack user is; None where they are staff of no network. `name` is what colleagues will read."""
        ...

    async def act(self, event: str, staff: Staff, act: str, about: str, inputs: Inputs) -> Outcome:
        """Do an act of a card (`bot/cards.py`, `bot/mission_card.py`), once for each `event`."""
        ...

    async def form(self, staff: Staff, act: str, about: str) -> Form | Outcome:
        """What is needed before an act; an outcome where it is too late, or not theirs."""
        ...

    async def preview(self, staff: Staff, about: str, words: str) -> Message | Outcome:
        """What the person would get."""
        ...

    async def thread(self, staff: Staff, channel: str, root: str) -> Thread | None:
        """What a thread is about; None where nobody can be answered from it, or where it is not theirs."""
        ...

    async def edited(self, event: str, source: Source, words: str) -> bool:
        """A message was edited; False where it had not been sent to anybody."""
        ...

    async def deleted(self, event: str, source: Source) -> bool:
        """A message was deleted; False where it had not been sent to anybody."""
        ...

    async def waiting(self, staff: Staff) -> tuple[Waiting, ...]:
        """What waits for them, by network."""
        ...

    async def application(self, staff: Staff, reference: str) -> Card | None:
        """The card of an application of theirs."""
        ...

    async def mission(self, staff: Staff, reference: str) -> Card | None:
        """The card of a mission of theirs."""
        ...

    async def missions(self, staff: Staff) -> tuple[Waiting, ...]:
        """The missions that go on, by network."""
        ...

    async def deadlines(self, staff: Staff) -> tuple[Deadline, ...]:
        """The calls that are open or to come, in their networks."""
        ...

    async def reachable(self, channel: str) -> None:
        """The bot can write there again: it was invited, or the channel was taken out of the archive."""
        ...

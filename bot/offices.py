"""Where the staff of a network read and act: the place of each network, and what is put there.

A thread of staff is a conversation without a person: one for each application, request, offer or mission, in the place
of its network. What is put there leaves through the outbox, as everything does; a network without a place misses
nothing: `explor applications` and `explor offers` show it all.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import time
from typing import Protocol

from bot.render import Line, Message
from bot.words import say
from dialogs.core.reply import Part
from storage.records import Outgoing

CHECKIN_AT = time(18)
"""When volunteers are asked if all is well, in the zone of their mission: the day's work is done, it is not night yet,
and the staff have the evening to call."""
CARD = "card"
"""The key of the message that opens a thread."""


@dataclass(frozen=True)
class Office:
    """The place of a network: the channel, the address there, the language of its notices, the hour of check-ins."""

    channel: str
    address: str
    lang: str = "fr"
    checkin_at: time = CHECKIN_AT


def link(root: tuple[str, str]) -> str:
    """Where a thread is read, from the id of its place and of the message that opens it."""
    place, message = root
    return f"https://slack.com/archives/{place}/p{message.replace('.', '')}"


class Transaction(Protocol):
    """What a turn and the desk have in common: both may write to a thread of staff."""

    def thread(self, channel: str, address: str, about: str) -> int: ...

    def queue(self, messages: Iterable[Outgoing], conversation_id: int) -> None: ...


@dataclass(frozen=True)
class Thread:
    """A thread of an office, within a transaction. `about`: `application:<id>`, `request:<id>`, `offer:<id>`."""

    tx: Transaction
    office: Office
    about: str

    @property
    def id(self) -> int:
        return self.tx.thread(self.office.channel, f"{self.office.address}/{self.about}", self.about)

    def card(self) -> None:
        """Show the card as it is now: it is made when it is sent, and replaces the one before."""
        self._queue(Outgoing({"content": "card", "about": self.about}, key=CARD))

    def says(self, *parts: Part) -> None:
        """A message in the thread, in the language of the office."""
        self._queue(said(self.office, *parts))

    def put(self, *outgoing: Outgoing) -> None:
        """Anything else: papers, reminders to come."""
        self._queue(*outgoing)

    def _queue(self, *outgoing: Outgoing) -> None:
        self.tx.queue(outgoing, self.id)


def said(office: Office, *parts: Part) -> Outgoing:
    """Words in the language of an office."""
    lines = tuple(Line(part.role, say(part.text, office.lang)) for part in parts)
    return Outgoing(Message(office.lang, lines).to_json())


def aloud(office: Office, *parts: Part) -> Outgoing:
    """The same, for everybody in the place of the office and not only those who follow the thread."""
    return said(office, *(replace(part, role="aloud") for part in parts))

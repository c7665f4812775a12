"""Whom the engine asks what a person wants to know: it has no idea of what is known, nor where.

An oracle is pure within a turn: the same question gives the same answers. It is handed in with the `World`.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol

Outcome = Literal["answer", "suggest", "unknown"]


@dataclass(frozen=True, slots=True)
class Entry:
    """Something that can be told: its id, and its name in the language of whoever asks."""

    id: str
    title: str


@dataclass(frozen=True, slots=True)
class Context:
    """What the last answer was about: a short question may lean on it."""

    entry: str
    region: str | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """What is said to one question, in words of `lang`, the language it was asked in.

    `entry` is None unless it is answered. `clear` tells one that is beyond doubt, `ours` is False for what was
    understood and is not for us to answer. `notes` are the sources and the label, `more` waits behind a button.
    """

    outcome: Outcome
    entry: str | None
    lang: str
    region: str | None
    text: str
    notes: tuple[str, ...] = ()
    more: str | None = None
    clear: bool = False
    ours: bool = True
    related: tuple[Entry, ...] = ()
    suggested: tuple[Entry, ...] = ()


class Oracle(Protocol):
    """Answers questions of whoever speaks `lang` and belongs to `region`, as things are at an instant."""

    def ask(
        self, words: str, region: str | None, lang: str, at: datetime, last: Context | None = None
    ) -> tuple[Answer, ...]:
        """An answer to each question of a message, at least one. Never raises, whatever was typed."""
        ...

    def tell(self, entry: str, region: str | None, lang: str, at: datetime) -> Answer | None:
        """The answer of an entry; None where there is none of that id."""
        ...

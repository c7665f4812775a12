"""What may follow from a turn, as plain values. The engine carries out the first ones; `bot` the others.

Records become rows in the very transaction of the turn. Orders go to the outbox; what comes of them is an event.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from dialogs.core.kind import Json
from dialogs.core.text import Text


@dataclass(frozen=True, slots=True)
class Settings:
    """The person's settings that change; None leaves one as it is."""

    lang: str | None = None
    region: str | None = None
    reminders: bool | None = None


@dataclass(frozen=True, slots=True)
class Open:
    """Another dialog begins on top of this one; `fresh` forgets the answers it had kept, `answers` hands some over.

    With a `subject` its answers are those of something shared, which outlives the conversation.
    """

    dialog: str
    fresh: bool = False
    answers: Mapping[str, Json] = field(default_factory=dict)
    subject: str | None = None


@dataclass(frozen=True, slots=True)
class Tell:
    """A sentence to say before what is asked next."""

    text: Text


@dataclass(frozen=True, slots=True)
class Remember:
    """What was just told, in a few words of JSON: a question that follows may lean on it."""

    about: Json


@dataclass(frozen=True, slots=True)
class Forget:
    """The person asked that all that is kept about them be erased."""


@dataclass(frozen=True, slots=True)
class Record:
    """A row to write: `kind` names it, `values` are plain JSON."""

    kind: str
    values: Mapping[str, Json]


@dataclass(frozen=True, slots=True)
class Written:
    """An answer about something shared was kept: whoever keeps the subject writes it down. None is a skip."""

    subject: str
    question: str
    value: Json


@dataclass(frozen=True, slots=True)
class Order:
    """Something for the world to do after the commit: tell the staff, schedule, fetch."""

    kind: str
    values: Mapping[str, Json]


Effect = Settings | Open | Tell | Remember | Forget | Record | Written | Order

"""What a turn may leave behind, as plain values: `Work` turns them into rows of its transaction."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

Json = None | bool | int | float | str | Sequence["Json"] | Mapping[str, "Json"]


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A message or an order for the way out.

    `key` is what a later one calls it by; `edits` is the key of the message of the same conversation that this one
    replaces, or the number of its row: `#12` (so no key begins with `#`). `due_at` None means now; a reminder waits for
    its hour without holding anything up. The higher the `priority`, the sooner, across conversations too.
    """

    body: Json
    key: str | None = None
    edits: str | None = None
    due_at: datetime | None = None
    priority: int = 0


@dataclass(frozen=True, slots=True)
class Assessed:
    """A verdict that was given: `at` is the instant whose rules were applied, `situation` what was known."""

    at: datetime
    verdict: str
    situation: Json
    result: Json
    region: str | None = None


@dataclass(frozen=True, slots=True)
class Filed:
    """The person's hold on a file already put in the file store; `size` in bytes."""

    sha256: str
    size: int
    mime: str


Record = Assessed | Filed

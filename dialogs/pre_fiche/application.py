"""What the dialogs may know of an application besides its answers, and how they find those a person has a share in."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, TypeVar, cast

from dialogs.core.dialog import Answers, Question, World
from dialogs.core.kind import Json

T = TypeVar("T")

State = Literal["draft", "submitted", "correction", "accepted", "refused", "withdrawn"]
Stage = Literal["need", "expert_search", "convention", "preparation", "mission", "review"]
Filing = Literal["email", "chat"]


@dataclass(frozen=True)
class Application:
    """One application: of which region (a slug) and call (None: no call, or the next one), and how far it is.

    `version` counts the submissions; `owner` tells whether the person in hand began it; `colleagues` counts the others
    who share it. `filing`: by e-mail it counts when the network says so; in the chat the submission is the filing.
    """

    id: str
    region: str
    call: str | None = None
    state: State = "draft"
    stage: Stage = "need"
    reference: str | None = None
    version: int = 0
    submitted_at: datetime | None = None
    owner: bool = True
    colleagues: int = 0
    correction_fields: tuple[str, ...] = ()
    correction_words: str | None = None
    decision_words: str | None = None
    filing: Filing = "email"

    @property
    def open(self) -> bool:
        """Whether its people may still change something in it."""
        return self.state in ("draft", "correction")


def applications(world: World) -> tuple[Application, ...]:
    """All that this person has a share in, as they come: the oldest first."""
    return tuple(one.about for one in world.shared.values() if isinstance(one.about, Application))


def here(world: World) -> Application:
    """The application that the dialog in hand is about."""
    return cast(Application, world.shared[world.subject or ""].about)


def raw_answers(world: World) -> Mapping[str, Json]:
    """Its answers as they are kept, of all sections."""
    return world.shared[world.subject or ""].answers


def given(question: Question[T], answers: Answers, world: World) -> T | None:
    """An answer of the dialog in hand, else of any other section of the same application."""
    value = answers.get(question)
    return Answers(raw_answers(world)).get(question) if value is None and world.subject in world.shared else value

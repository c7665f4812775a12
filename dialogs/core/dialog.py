"""What a dialog is made of: one list of steps, read top to bottom like the conversation.

    Question   something to ask; due when it is on the route and has no valid answer
    Review     the answers shown again, to confirm or edit; any later edit asks for it anew
    Stop       the end of a route: something to say, and what follows from it

A step has `when`, a pure predicate on the answers so far. A predicate that reads a question which was not answered
is not true (`Missing`), so a dialog never has to guard against a route that was not taken.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from dialogs.core.effects import Effect
from dialogs.core.kind import Json, Kind, Option, Reading, Unreadable
from dialogs.core.oracle import Oracle
from dialogs.core.reply import Part, Reply
from dialogs.core.state import Profile
from dialogs.core.text import Text

if TYPE_CHECKING:
    from knowledge.base import Knowledge
    from knowledge.livret.blocks import Chapter
    from knowledge.mission_sheet import MissionSheet

T = TypeVar("T")


class Missing(Exception):
    """A question that was not answered was read."""


@dataclass(frozen=True)
class Shared:
    """Something that several people may answer about: its answers as they are now, and what a dialog may know of it."""

    answers: Mapping[str, Json]
    about: object = None
    only: str | None = None
    """The one dialog (its id) that is about such a thing; None for what the others may be about."""


@dataclass(frozen=True)
class World:
    """What a dialog may know besides its answers: the knowledge, the clock that was handed in, the person's settings.

    `shared` holds what this person has a share in, by its id; `subject` is the one that the dialog in hand is about.
    `fresh` is an unguessable token, new at every event, for what needs an id or a code. `relays`: the regions (slugs)
    whose network reads here what is written to it. `oracle` answers questions, where there is one; `about` is what was
    told last (`Remember`).
    """

    facts: "Knowledge"
    now: datetime
    profile: Profile
    say: Callable[[Text], str]
    set_aside: Mapping[str, bool] = field(default_factory=dict)
    """The dialogs on the shelf, by id: True where finished."""
    shelf: Mapping[str, Mapping[str, Json]] = field(default_factory=dict)
    """Their answers, for a dialog that takes over what another has asked."""
    shared: Mapping[str, Shared] = field(default_factory=dict)
    subject: str | None = None
    fresh: str = ""
    relays: frozenset[str] = frozenset()
    oracle: Oracle | None = None
    about: Json = None
    missions: tuple[object, ...] = ()
    """What this person is in, besides what they have a share in: the engine does not look into it."""
    livret: "Callable[[MissionSheet, str], tuple[Chapter, ...]] | None" = None
    """The livret of a mission in a language, where there is somebody to write it."""

    money: str | None = None
    """The currency (ISO 4217) of the country where this person is on a mission."""

    def reading(self, partial: Json = None) -> Reading:
        return Reading(self.profile.lang, self.now, self.facts, partial, self.say, self.money)


class Answers:
    """The answers of one dialog, read through their questions: `answers[age]` is an `int` where `age` asks for one."""

    def __init__(self, raw: Mapping[str, Json], before: "Answers | None" = None) -> None:
        """`before`: answers of the same dialog a moment ago; those that are the same need not be read again."""
        self._raw = raw
        self._read: dict[str, Any] = before._unchanged(raw) if before else {}

    def _unchanged(self, raw: Mapping[str, Json]) -> dict[str, Any]:
        return {id: value for id, value in self._read.items() if raw.get(id) is self._raw.get(id)}

    def __getitem__(self, question: "Question[T]") -> T:
        value = self.get(question)
        if value is None:
            raise Missing(question.id)
        return value

    def get(self, question: "Question[T]") -> T | None:
        """The answer, or None where it is missing, skipped, or no longer reads."""
        if question.id not in self._read:
            self._read[question.id] = self._load(question)
        value: T | None = self._read[question.id]
        return value

    def _load(self, question: "Question[T]") -> T | None:
        raw = self._raw.get(question.id)
        if raw is None:
            return None
        try:
            return question.kind.load(raw)
        except Unreadable:
            return None

    def skipped(self, question: "Question[T]") -> bool:
        return question.optional and question.id in self._raw and self._raw[question.id] is None


class Reached(Answers):
    """The answers as a predicate sees them: those of the questions met on the way, none kept from another route."""

    def __init__(self, answers: Answers) -> None:
        self._all = answers
        self._met: set[str] = set()

    def meet(self, question: "Question[Any]") -> None:
        self._met.add(question.id)

    def get(self, question: "Question[T]") -> T | None:
        return self._all.get(question) if question.id in self._met else None

    def skipped(self, question: "Question[T]") -> bool:
        return question.id in self._met and self._all.skipped(question)


Predicate = Callable[[Answers, World], bool]
Wording = Text | Callable[[Answers, World], Text]
Parts = Text | Callable[[Answers, World], tuple[Part, ...]]


def always(answers: Answers, world: World) -> bool:
    return True


@dataclass(frozen=True, eq=False)
class Question(Generic[T]):
    """One thing to ask. `title` is its short name in reviews; `why` answers somebody who wonders."""

    id: str
    title: Text
    ask: Wording
    kind: Kind[T]
    when: Predicate = always
    optional: bool = False
    why: Text | None = None
    check: Callable[[T, Answers, World], Text | None] | None = None
    options: Callable[[Answers, World], tuple[Option, ...]] | None = None
    above: Callable[[Answers, World], tuple[Part, ...]] | None = None
    """What is shown above the question, each time it is put: a whole card, a text to agree to."""
    momentary: bool = False
    """A choice of the moment, as in a menu: never kept with what is shared."""
    may_ask: bool = False
    """Words to somebody: a question is an answer here, and none is taken for one to us."""
    aside: bool = False
    """What is no answer here is for the question that this one came before."""
    then: Callable[[Answers, World], tuple[Effect, ...]] = lambda answers, world: ()

    def asked(self, answers: Answers, world: World) -> Text:
        return self.ask if isinstance(self.ask, Text) else self.ask(answers, world)

    def answered(self, answers: Answers, world: World) -> bool:
        """Whether a valid answer, or a permitted skip, is at hand."""
        value = answers.get(self)
        if value is None:
            return answers.skipped(self)
        return self.check is None or self.check(value, answers, world) is None


@dataclass(frozen=True, eq=False)
class Review:
    """The answers shown again before what follows. Confirmed for exactly these answers, so an edit asks for it anew."""

    id: str
    title: Text
    ask: Text
    confirm: Text
    when: Predicate = always
    above: Callable[[Answers, World], tuple[Part, ...]] | None = None
    """What is shown above the answers: what they come to, what is odd about them."""


@dataclass(frozen=True, eq=False)
class Stop:
    """The end of a route: what is said, and what follows."""

    id: str
    say: Parts
    when: Predicate = always
    then: Callable[[Answers, World], tuple[Effect, ...]] = lambda answers, world: ()
    tells: Callable[[Answers, World], tuple[Reply, ...]] = lambda answers, world: ()
    """Messages of their own, where they have buttons; what is in `say` comes before."""

    def said(self, answers: Answers, world: World) -> tuple[Part, ...]:
        return (Part(self.say),) if isinstance(self.say, Text) else self.say(answers, world)


Step = Question[Any] | Review | Stop
Migration = Callable[[dict[str, Json]], dict[str, Json]]


@dataclass(frozen=True, eq=False)
class Dialog:
    """A conversation with a purpose. `migrations[n]` turns stored answers of version n into those of n + 1.

    `intro` is said when it begins; with `keeps_answers` its answers go to the shelf when it is left or ends.
    With `shared` it is about something that people have a share in, and is never under way without it; no other dialog
    is about such a thing, so that no forged press writes there what its own dialogs would not ask. With `pressed` it
    answers the buttons under something told: each press begins it anew. `lang`: the language it speaks, where that is
    not the person's own.
    """

    id: str
    version: int
    title: Text
    steps: tuple[Step, ...]
    migrations: Mapping[int, Migration] = field(default_factory=dict)
    keeps_answers: bool = False
    shared: bool = False
    pressed: bool = False
    intro: Callable[[Answers, World], tuple[Part, ...]] | None = None
    lang: Callable[[Answers, World], str | None] = lambda answers, world: None

    def questions(self) -> Iterator[Question[Any]]:
        return (step for step in self.steps if isinstance(step, Question))

    def step(self, id: str | None) -> "Question[Any] | Review | None":
        for step in self.steps:
            if step.id == id and not isinstance(step, Stop):
                return step
        return None

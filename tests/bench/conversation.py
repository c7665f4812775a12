"""One `take()` on a form of forty answers, where the last one is changed: all is walked, nothing is stored."""

from datetime import datetime
from itertools import cycle
from typing import Any

from bot.words import PARIS, speaker
from dialogs.catalogue import CATALOGUE
from dialogs.core.catalogue import Catalogue
from dialogs.core.dialog import Dialog, Predicate, Question, Review, Shared, Stop, World
from dialogs.core.events import Event, Opened, Pressed
from dialogs.core.kind import Kind, Option
from dialogs.core.kinds import Choice, Country, Day, Email, Integer, ListOf, LongText, ShortText, YesNo
from dialogs.core.state import Frame, Profile, State
from dialogs.core.take import take
from dialogs.core.text import literal
from dialogs.pre_fiche.application import Application
from tests.bench.measure import row, timed
from tests.bot.applications import AT, HDF
from tests.play import facts

QUESTIONS = 40
KINDS: tuple[tuple[Kind[object], object], ...] = (
    (ShortText(min=2, max=150), "Les Amis du puits"),
    (LongText(min=20, max=1500), ("Un puits, une pompe et des fontaines pour trois villages. " * 10).strip()),
    (Choice((Option("a", literal("a")), Option("b", literal("b")))), "a"),
    (YesNo(), True),
    (Integer(min=1, max=365), 10),
    (Country(), "BJ"),
    (Day(), "2026-12-01"),
    (Email(), "ana@example.org"),
    (ListOf(LongText(min=10, max=300), min=1, max=4), ["Étudier la rivière", "Estimer les coûts"]),
)  # type: ignore[assignment]


def after(before: Question[Any] | None) -> Predicate:
    return lambda answers, world: before is None or answers.get(before) is not None


def form() -> tuple[Dialog, dict[str, object]]:
    """A form as long as a pré-fiche, all answered; half of the steps depend on an earlier one."""
    questions: list[Question[Any]] = []
    answers: dict[str, object] = {}
    for place, (kind, value) in zip(range(QUESTIONS), cycle(KINDS)):  # cycle has no end
        before = questions[-1] if questions and place % 2 else None
        question = Question(f"q{place}", literal(f"q{place}"), literal(f"Question {place}"), kind, when=after(before))
        questions.append(question)
        answers[question.id] = value
    review = Review("review", literal("Relecture"), literal("Tout est juste ?"), literal("Oui"))
    dialog = Dialog("form", 1, literal("Pré-fiche"), (*questions, review, Stop("end", literal("Fin"))))
    return dialog, answers


def run() -> None:
    dialog, answers = form()
    catalogue = Catalogue((*CATALOGUE.dialogs, dialog), CATALOGUE.commands, CATALOGUE.home, CATALOGUE.welcome)
    state = State(Profile(), (Frame("home", 1), Frame("form", 1, answers)))  # type: ignore[arg-type]
    now = datetime(2026, 11, 20, 10, tzinfo=PARIS)
    world = World(facts(), now, state.profile, speaker("fr"))
    event = Event("bench", now, Pressed("form", "q38", "b"))
    turn = take(catalogue, state, event, world)
    assert turn.state.top.answers["q38"] == "b"
    took = timed(lambda: take(catalogue, state, event, world), runs=1000)
    row(f"take() on a form of {QUESTIONS} answers, the last one changed", f"{took.wall:.3f} ms", "(target: under 1 ms)")
    pre_fiche(now)


def pre_fiche(now: datetime) -> None:
    """The pré-fiche itself, every question answered: an answer in its longest section, and its card."""
    about = Application(id="abc", region="hauts-de-france", call="hdf-2025")
    world = World(facts(), AT, Profile(), speaker("fr"), shared={"abc": Shared(HDF, about)})
    frames = (Frame("home", 2), Frame("pre_fiche", 1, subject="abc"), Frame("pre_fiche.mission", 1, subject="abc"))
    state = State(Profile(), frames)
    answer = Event("bench", AT, Pressed("pre_fiche.mission@abc", "project_stage", "=keep"))
    took = timed(lambda: take(CATALOGUE, state, answer, world), runs=500)
    row("take() in the longest section of a full pré-fiche", f"{took.wall:.3f} ms", "(target: under 1 ms)")
    card = State(Profile(), frames[:2])
    took = timed(lambda: take(CATALOGUE, card, Event("bench", AT, Opened()), world), runs=500)
    row("take() on the card of a full pré-fiche", f"{took.wall:.3f} ms", "(target: under 1 ms)")

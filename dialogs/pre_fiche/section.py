"""What every section of the pré-fiche is: its questions, the answers read again, and back to the card.

A section is open while its application is a draft. Once it is submitted its questions are no longer on any route, so
that no old button can change what was handed in.
"""

from collections.abc import Callable
from typing import Any

from dialogs.core.dialog import Answers, Dialog, Question, Reached, Review, Step, Stop, World
from dialogs.core.effects import Effect, Open
from dialogs.core.reply import Part
from dialogs.core.route import applies
from dialogs.core.text import Text, _
from dialogs.pre_fiche.application import here, raw_answers

CARD = "pre_fiche"


def to_card(answers: Answers, world: World) -> tuple[Effect, ...]:
    """Back to the whole of the application."""
    return (Open(CARD, subject=world.subject),)


def nothing(answers: Answers, world: World) -> tuple[Part, ...]:
    return ()


def walked(section: Dialog, world: World) -> tuple[tuple[Question[Any], ...], Reached]:
    """The questions of a section that apply to the application as it stands, and their answers: those of no others."""
    answers = Reached(Answers(raw_answers(world)))
    asked = []
    for question in section.questions():
        if applies(question, answers, world):
            answers.meet(question)
            asked.append(question)
    return tuple(asked), answers


LOCKED = Stop(
    id="locked",
    when=lambda answers, world: here(world).state != "draft",
    say=_("Ce dossier n'est plus un brouillon : cette partie ne change plus."),
    then=to_card,
)


def section(
    id: str,
    title: Text,
    questions: tuple[Question[Any], ...],
    told: Callable[[Answers, World], tuple[Part, ...]] = nothing,
) -> Dialog:
    """A section of the pré-fiche; `told` is said at its end."""
    review = Review(
        id=f"{id}_review",
        title=_("Relecture"),
        ask=_("Voici cette partie. Tout est juste ?"),
        confirm=_("Oui, c'est juste"),
    )
    steps: tuple[Step, ...] = (LOCKED, *questions, review, Stop(id="done", say=told, then=to_card))
    return Dialog(id=f"{CARD}.{id}", version=1, title=title, steps=steps, shared=True)

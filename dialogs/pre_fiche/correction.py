"""A correction that the network asks for: the fields that it named, and those that no longer hold. Nothing else."""

from dataclasses import replace
from typing import Any

from dialogs.core.dialog import Answers, Dialog, Predicate, Question, Review, Stop, World
from dialogs.core.effects import Effect, Open
from dialogs.core.reply import Part
from dialogs.core.text import _
from dialogs.pre_fiche.application import here, raw_answers
from dialogs.pre_fiche.section import to_card
from dialogs.pre_fiche.sections import SECTIONS, progress
from dialogs.pre_fiche.submission import SUBMIT
from dialogs.pre_fiche.where import correction_parts

CORRECT = "pre_fiche.correct"


def wanted(section: Dialog, question: Question[Any]) -> Predicate:
    """Whether a question is asked again: it was named, or what was corrected makes it due."""

    def asked(answers: Answers, world: World) -> bool:
        named = question.id in here(world).correction_fields
        if not named and question.answered(Answers(raw_answers(world)), world):
            return False
        found = progress(section, world)
        return question in (found.asked if named else found.missing)

    return asked


def again(section: Dialog, question: Question[Any]) -> Question[Any]:
    return replace(question, when=wanted(section, question))


QUESTIONS = tuple(again(section, question) for section in SECTIONS for question in section.questions())


def told(answers: Answers, world: World) -> tuple[Part, ...]:
    return tuple(correction_parts(here(world)))


def hand_in(answers: Answers, world: World) -> tuple[Effect, ...]:
    return (Open(SUBMIT, subject=world.subject),)


CORRECTION = Dialog(
    id=CORRECT,
    version=1,
    shared=True,
    title=_("Correction demandée"),
    steps=(
        Stop(
            id="nothing",
            when=lambda answers, world: here(world).state != "correction",
            say=_("Aucune correction n'est demandée pour ce dossier."),
            then=to_card,
        ),
        *QUESTIONS,
        Review(
            id="correction_review",
            title=_("Relecture"),
            ask=_("Voici ce que le réseau demande de revoir. Changez ce qu'il faut. Est-ce juste maintenant ?"),
            confirm=_("Oui, c'est corrigé"),
        ),
        Stop(id="corrected", say=lambda answers, world: (), then=hand_in),
    ),
)

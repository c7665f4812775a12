"""The sections in their order, and how far each one is. The same walk tells the card, the submission and the paper."""

from dataclasses import dataclass
from typing import Any

from dialogs.core.dialog import Answers, Dialog, Question, Reached, World
from dialogs.core.text import Text, _
from dialogs.pre_fiche.application import here, raw_answers
from dialogs.pre_fiche.association import ASSOCIATION
from dialogs.pre_fiche.budget import BUDGET
from dialogs.pre_fiche.commitments import COMMITMENTS
from dialogs.pre_fiche.contact import CONTACT
from dialogs.pre_fiche.expert import EXPERT
from dialogs.pre_fiche.mission import MISSION
from dialogs.pre_fiche.partner import PARTNER
from dialogs.pre_fiche.section import walked

SECTIONS: tuple[Dialog, ...] = (ASSOCIATION, CONTACT, PARTNER, MISSION, EXPERT, BUDGET, COMMITMENTS)

FIELDS = frozenset(question.id for section in SECTIONS for question in section.questions())
"""Every question of the pré-fiche, by its id: what a correction may name."""


@dataclass(frozen=True)
class Progress:
    """How far a section is. `missing` blocks the submission; `left` may still be passed; `aside` no longer counts."""

    section: Dialog
    asked: tuple[Question[Any], ...]
    answers: Reached
    missing: tuple[Question[Any], ...]
    left: tuple[Question[Any], ...]
    aside: tuple[Question[Any], ...]

    @property
    def done(self) -> bool:
        return not self.missing

    @property
    def begun(self) -> bool:
        return any(self.answers.get(question) is not None for question in self.asked)


def progress(section: Dialog, world: World) -> Progress:
    """A section of the application in hand, as it stands."""
    asked, answers = walked(section, world)
    due = [question for question in asked if not question.answered(answers, world)]
    everything = Answers(raw_answers(world))
    aside = (one for one in section.questions() if one not in asked and everything.get(one) is not None)
    return Progress(
        section,
        asked,
        answers,
        tuple(question for question in due if not question.optional),
        tuple(question for question in due if question.optional),
        tuple(aside),
    )


def whole(world: World) -> tuple[Progress, ...]:
    """Every section of the application in hand."""
    return tuple(progress(section, world) for section in SECTIONS)


def complete(world: World) -> bool:
    return all(one.done for one in whole(world))


def to_correct(world: World) -> frozenset[str]:
    """What may be answered again while a correction is asked for: the fields named, and those that no longer hold."""
    named = frozenset(here(world).correction_fields)
    return named | {question.id for one in whole(world) for question in one.missing}


Line = tuple[Text, Text]


def read_out(world: World) -> tuple[tuple[Text, tuple[Line, ...]], ...]:
    """The whole document: each section's title with its questions and answers, in order; those passed are left out.

    The same for the chat, the PDF and the DOCX. Any order of answering that ends with the same answers gives the same.
    """
    return tuple((one.section.title, _lines(one)) for one in whole(world))


def _lines(one: Progress) -> tuple[Line, ...]:
    values = ((question, one.answers.get(question)) for question in one.asked)
    return tuple((question.title, question.kind.show(value)) for question, value in values if value is not None)


def title_of(field: str) -> Text:
    """The short name of a question, by its id."""
    titles = (question.title for section in SECTIONS for question in section.questions() if question.id == field)
    return next(titles, _("(question inconnue)"))

"""A press names its question, so that a stale one is an edit; a forged one is told so and changes nothing."""

from typing import Any

from dialogs.core import asking
from dialogs.core.asking import EDIT, MINE, NONE, PICK, YOURS
from dialogs.core.commands import Act
from dialogs.core.dialog import Question, Review
from dialogs.core.events import Pressed
from dialogs.core.route import Asked
from dialogs.core.text import _
from dialogs.core.turn.acting import do
from dialogs.core.turn.answering import choose, confirm, pick, rewrite, told_apart
from dialogs.core.turn.moving import forward
from dialogs.core.turn.talk import Talk

WAYS = {f"={act.value}": act for act in (Act.BACK, Act.SKIP, Act.KEEP, Act.CANCEL)}
"""What the buttons that lead elsewhere say when they are pressed."""


def press(talk: Talk, said: Pressed) -> None:
    """Bring the dialog of a press forward, then do what the press says."""
    before = talk.state, talk.replies[:], talk.notes[:]
    step = _brought(talk, said.dialog, said.question)
    if step is None or not _done(talk, step, said.value):
        talk.state, talk.replies, talk.notes = before
        talk.note(_("Ce bouton n'est plus valable. Rien n'a changé : reprenons ici."))


def _brought(talk: Talk, address: str, question: str) -> Asked | None:
    """Make the dialog of a press the one in hand, if it is under way or kept; give the step that was named."""
    id, _at, subject = address.partition("@")
    dialog = talk.catalogue.dialog(id)
    step = dialog.step(question) if dialog else None
    if dialog is None or step is None or not forward(talk, dialog, subject or None):
        return None
    return step if talk.on_route(step) else None


def _done(talk: Talk, step: Asked, value: str) -> bool:
    """Do what a press says; False when it no longer means anything."""
    if value == EDIT:
        talk.focus(step)
    elif value in WAYS:
        talk.focus(step)
        do(talk, WAYS[value])
    elif isinstance(step, Review):
        return _confirmed(talk, step, value)
    elif value == NONE or value.startswith(PICK):
        return _picked(talk, step, value)
    elif value.startswith((MINE, YOURS)):
        return _told_apart(talk, step, value)
    else:
        talk.focus(step)
        choose(talk, step, value)
        return not (talk.dialog.pressed and talk.asked is step)
    return True


def _confirmed(talk: Talk, step: Review, value: str) -> bool:
    """Only the answers that were shown above the button are confirmed by it."""
    if value != asking.confirmation(step, talk.route, talk.frame):
        return False
    confirm(talk, step)
    return True


def _picked(talk: Talk, step: Question[Any], value: str) -> bool:
    """A choice among readings, if they are still those that were shown."""
    pending = talk.frame.pending_on(step.id)
    values = asking.picks(pending.candidates) if pending else ()
    if pending is None or value not in values:
        return False
    if value == NONE:
        rewrite(talk, pending)
    else:
        pick(talk, step, pending, values.index(value))
    return True


def _told_apart(talk: Talk, step: Question[Any], value: str) -> bool:
    """Whether words were the answer or a question, if they are still those that were asked about."""
    pending = talk.frame.pending_on(step.id)
    if pending is None or pending.asked is None or value.partition(":")[2] != asking.mark(pending.asked):
        return False
    told_apart(talk, step, pending, mine=value.startswith(MINE))
    return True

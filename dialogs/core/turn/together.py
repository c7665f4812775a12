"""Answers that several people give at the same time: nobody's is overwritten unseen.

A frame about something shared remembers which question was put last, and what its answer then was (`Frame.seen`).
"""

from dataclasses import replace
from typing import Any

from dialogs.core.dialog import Question
from dialogs.core.kind import Json
from dialogs.core.route import Asked
from dialogs.core.state import Pending
from dialogs.core.text import _
from dialogs.core.turn.talk import Talk


def see(talk: Talk, step: Asked) -> None:
    """Remember which answer was shown. Behind a half answer the one that stands is not: somebody may change it."""
    frame = talk.frame
    if frame.subject and (frame.seen is None or frame.seen[0] != step.id or frame.pending_on(step.id) is None):
        talk.hold(replace(frame, seen=(step.id, frame.answers.get(step.id))))


def still_asked(talk: Talk) -> bool:
    """Come back to the very step that was put, where somebody else has answered it meanwhile; False if it is gone.

    Without this an answer would be read as the answer to the next question.
    """
    seen = talk.dialog.step(talk.frame.seen[0]) if talk.frame.subject and talk.frame.seen else None
    if seen is None or seen is talk.asked:
        return True
    if not talk.on_route(seen):
        talk.note(_("Entre-temps, une autre personne a changé ce dossier. Voici où il en est."))
        return False
    talk.focus(seen)
    return True


def clashes(talk: Talk, step: Question[Any], raw: Json) -> bool:
    """Whether somebody else answered since this was asked: both answers are then shown, nothing is overwritten."""
    frame, now = talk.frame, talk.frame.answers.get(step.id)
    if frame.subject is None or frame.seen is None or frame.seen[0] != step.id or now in (None, raw, frame.seen[1]):
        return False
    talk.ask = _("Entre-temps, une autre personne a répondu à cette question. Quelle réponse garder ?")
    talk.hold(replace(frame, seen=(step.id, now)))
    talk.pend(Pending(step.id, None, (now, raw)))
    return True

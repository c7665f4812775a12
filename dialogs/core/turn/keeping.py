"""A valid answer: kept, with what it changes among the answers given after it, and what follows from it."""

from typing import Any

from dialogs.core.dialog import Question
from dialogs.core.effects import Written
from dialogs.core.kind import Json
from dialogs.core.route import Asked, given
from dialogs.core.turn.following import follow
from dialogs.core.turn.talk import Talk
from dialogs.core.turn.telling import tell_changes
from dialogs.core.turn.together import clashes


def accept(talk: Talk, step: Question[Any], value: object) -> None:
    """Keep a valid answer, unless it cannot stand beside the others."""
    if step.check and (why := step.check(value, talk.answers, talk.world)):
        talk.note(why)
        return
    raw = step.kind.dump(value)
    if not clashes(talk, step, raw):
        keep_answer(talk, step, raw)


def keep_answer(talk: Talk, step: Question[Any], raw: Json) -> None:
    """Keep an answer, or a skip (None), and tell what it changes."""
    before, kept = given(talk.route), talk.frame.answers.get(step.id)
    write(talk, step, raw)
    if step in before and raw != kept:
        tell_changes(talk, before)
    if raw is not None:
        follow(talk, step.then(talk.answers, talk.world))


def write(talk: Talk, step: Asked, raw: Json) -> None:
    """Keep an answer, in every frame that shares it."""
    frame = talk.frame.answer(step.id, raw)
    talk.hold(frame)
    if frame.subject and isinstance(step, Question) and not step.momentary:
        talk.share(frame.subject, step.id, raw)
        talk.effects.append(Written(frame.subject, step.id, raw))

"""What was said is for the step in hand: an answer to read, a choice among uncertain readings, a review to confirm."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from dialogs.core.dialog import Question, Review
from dialogs.core.events import Said
from dialogs.core.kind import Accepted, Outcome, Partial, Reading, Refused, Unreadable, Unsure
from dialogs.core.route import seal
from dialogs.core.state import Pending
from dialogs.core.text import _
from dialogs.core.turn.acting import edit
from dialogs.core.turn.keeping import accept, write
from dialogs.core.turn.plainly import said_number, said_yes
from dialogs.core.turn.talk import Talk
from dialogs.core.turn.together import still_asked


def answer(talk: Talk, said: Said) -> None:
    if not still_asked(talk):
        return
    step = talk.asked
    if isinstance(step, Review):
        _answer_review(talk, step, said)
    elif step and (pending := talk.frame.pending_on(step.id)) and pending.candidates:
        _answer_doubt(talk, step, pending, said)
    elif step:
        _read(talk, step, said)


# -- an answer --------------------------------------------------------------------------------------------------------


def _read(talk: Talk, step: Question[Any], said: Said) -> None:
    number = said_number(said)
    if step.options is None or number is None:
        _hear(talk, step, lambda reading: step.kind.read(said, reading))
        return
    shown = step.options(talk.answers, talk.world)
    if 1 <= number <= len(shown):
        choose(talk, step, shown[number - 1].value)
    else:
        talk.note(_("Je n'ai pas ce choix. Donnez un numéro de la liste."))


def choose(talk: Talk, step: Question[Any], value: str) -> None:
    """One of the options of a question."""
    _hear(talk, step, lambda reading: step.kind.press(value, reading))


def _hear(talk: Talk, step: Question[Any], read: Callable[[Reading], Outcome[object]]) -> None:
    try:
        outcome = read(talk.world.reading(talk.partial(step)))
    except Refused as refused:
        talk.note(refused.text)
        return
    match outcome:
        case Accepted(value=value):
            accept(talk, step, value)
        case Unsure(candidates=candidates, ask=ask):
            talk.ask = ask
            kept = tuple(step.kind.dump(candidate) for candidate in candidates)
            talk.pend(Pending(step.id, talk.partial(step), kept))
        case Partial(kept=kept, say=say):
            talk.ask = say
            talk.pend(Pending(step.id, kept))


# -- a choice among readings ------------------------------------------------------------------------------------------


def _answer_doubt(talk: Talk, step: Question[Any], pending: Pending, said: Said) -> None:
    """By number, by yes or no, or simply by writing the answer anew."""
    place = _picked(talk, len(pending.candidates), said)
    if place is None:
        talk.pend(replace(pending, candidates=()))
        _read(talk, step, said)
    elif place < 0:
        rewrite(talk, pending)
    else:
        pick(talk, step, pending, place)


def _picked(talk: Talk, count: int, said: Said) -> int | None:
    """Which candidate: its place, -1 for none of them, None when something else was said."""
    number = said_number(said)
    if number is not None and 1 <= number <= count + 1:
        return number - 1 if number <= count else -1
    yes = said_yes(said, talk.world.reading())
    if yes is None or (yes and count > 1):
        return None
    return 0 if yes else -1


def pick(talk: Talk, step: Question[Any], pending: Pending, place: int) -> None:
    """This reading is the right one."""
    try:
        value = step.kind.load(pending.candidates[place])
    except (Unreadable, IndexError):
        talk.pend(None)
        return
    talk.pend(replace(pending, candidates=()))
    accept(talk, step, value)


def rewrite(talk: Talk, pending: Pending) -> None:
    """None of the readings is right."""
    talk.pend(replace(pending, candidates=()))
    talk.note(_("D'accord. Écrivez votre réponse autrement, s'il vous plaît."))


# -- a review ---------------------------------------------------------------------------------------------------------


def _answer_review(talk: Talk, step: Review, said: Said) -> None:
    number = said_number(said)
    if number is not None:
        edit(talk, number)
    elif said_yes(said, talk.world.reading()):
        confirm(talk, step)
    else:
        talk.note(_("Je n'ai pas compris."))


def confirm(talk: Talk, step: Review) -> None:
    """These answers, and no others, are confirmed."""
    write(talk, step, seal(talk.route.until(step), talk.frame))

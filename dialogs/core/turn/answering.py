"""What was said is for the step in hand: an answer to read, a choice among uncertain readings, a review to confirm.

What is no answer to it and reads as a question is one to us: it is taken up at once, and then the step is asked again.
"""

from collections.abc import Callable
from typing import Any

from dialogs.core.asking import MINE, WHICH
from dialogs.core.dialog import Question, Review
from dialogs.core.events import Said, Typed
from dialogs.core.kind import Accepted, Outcome, Partial, Reading, Refused, Unreadable, Unsure
from dialogs.core.reading.choosing import recognised
from dialogs.core.route import seal
from dialogs.core.state import Pending
from dialogs.core.text import _
from dialogs.core.turn.acting import edit
from dialogs.core.turn.interrupting import for_us, interrupt, maybe_for_us
from dialogs.core.turn.keeping import accept, write
from dialogs.core.turn.moving import set_aside
from dialogs.core.turn.plainly import said_number, said_yes
from dialogs.core.turn.talk import Talk
from dialogs.core.turn.together import still_asked


def answer(talk: Talk, said: Said) -> None:
    if not still_asked(talk):
        return
    step = talk.asked
    if isinstance(step, Review):
        _answer_review(talk, step, said)
    elif step and (pending := talk.frame.pending_on(step.id)) and pending.asked:
        _tell_apart(talk, step, pending, said)
    elif step and pending and pending.candidates:
        _answer_doubt(talk, step, pending, said)
    elif step:
        _read(talk, step, said)


# -- an answer --------------------------------------------------------------------------------------------------------


def _read(talk: Talk, step: Question[Any], said: Said) -> None:
    number = said_number(said)
    shown = step.options(talk.answers, talk.world) if step.options and number is not None else ()
    if number is None or not shown or (step.kind.free and number > len(shown)):
        _hear(talk, step, lambda reading: step.kind.read(said, reading), said)
    elif 1 <= number <= len(shown):
        choose(talk, step, shown[number - 1].value)
    elif step.aside:
        _pass_on(talk, said)
    else:
        talk.note(_("Je n'ai pas ce choix. Donnez un numéro de la liste."))


def choose(talk: Talk, step: Question[Any], value: str) -> None:
    """One of the options of a question."""
    _hear(talk, step, lambda reading: step.kind.press(value, reading))


def _hear(
    talk: Talk, step: Question[Any], read: Callable[[Reading], Outcome[object]], said: Said | None = None
) -> None:
    """Read it; `said` are the person's own words, in which there may be a question, and None for a choice."""
    try:
        outcome = read(talk.world.reading(talk.partial(step)))
    except Refused as refused:
        _refuse(talk, step, refused, said)
        return
    if not _wondered(talk, step, outcome, said):
        _take(talk, step, outcome)


def _refuse(talk: Talk, step: Question[Any], refused: Refused, said: Said | None) -> None:
    """No answer: a question to us, or something for the question underneath, or to be said otherwise."""
    words = _own(said)
    if words and not step.may_ask and for_us(talk, words):
        _ask_us(talk, words)
    elif words and step.aside:
        _pass_on(talk, Typed(words))
    else:
        _settle(talk, step)
        talk.note(refused.text)


def _own(said: Said | None) -> str | None:
    """The person's own words."""
    return said.text if isinstance(said, Typed) and not said.forwarded and said.text.strip() else None


def _ask_us(talk: Talk, words: str) -> None:
    """Take up a question; what was in hand stays as it is, and comes again."""
    interrupt(talk)
    answer(talk, Typed(words))


def _pass_on(talk: Talk, said: Said) -> None:
    """Leave what came before a question, and answer that one."""
    set_aside(talk)
    answer(talk, said)


def _settle(talk: Talk, step: Question[Any]) -> None:
    """Something new was said: what was in doubt is so no longer."""
    pending = talk.frame.pending_on(step.id)
    if pending and pending.doubtful:
        talk.pend(pending.settled)


def _wondered(talk: Talk, step: Question[Any], outcome: Outcome[object], said: Said | None) -> bool:
    """Whether these words, which could be kept, may be meant for us: then that was asked, or they were answered."""
    words = _own(said)
    if words is None or step.may_ask or not maybe_for_us(talk, words, free=step.kind.free, outcome=outcome):
        return False
    if step.kind.free:
        talk.pend(Pending(step.id, talk.partial(step), asked=words))
    else:
        _ask_us(talk, words)
    return True


def _take(talk: Talk, step: Question[Any], outcome: Outcome[object]) -> None:
    _settle(talk, step)
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


# -- an answer, or a question -----------------------------------------------------------------------------------------


def _tell_apart(talk: Talk, step: Question[Any], pending: Pending, said: Said) -> None:
    """By number, in words, or simply by writing something else."""
    chosen = recognised(_own(said) or "", WHICH, talk.world.reading())
    if chosen.exact and len(chosen.keys) == 1:
        told_apart(talk, step, pending, mine=chosen.keys[0] == MINE)
    elif said_yes(said, talk.world.reading()) is None:
        talk.pend(pending.settled)
        _read(talk, step, said)


def told_apart(talk: Talk, step: Question[Any], pending: Pending, *, mine: bool) -> None:
    """The words that waited are the answer, or a question to us."""
    words = pending.asked or ""
    talk.pend(pending.settled)
    if mine:
        _hear(talk, step, lambda reading: step.kind.read(Typed(words), reading))
    else:
        _ask_us(talk, words)


# -- a choice among readings ------------------------------------------------------------------------------------------


def _answer_doubt(talk: Talk, step: Question[Any], pending: Pending, said: Said) -> None:
    """By number, by yes or no, or simply by writing the answer anew."""
    place = _picked(talk, len(pending.candidates), said)
    if place is None:
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
    talk.pend(pending.settled)
    accept(talk, step, value)


def rewrite(talk: Talk, pending: Pending) -> None:
    """None of the readings is right."""
    talk.pend(pending.settled)
    talk.note(_("D'accord. Écrivez votre réponse autrement, s'il vous plaît."))


# -- a review ---------------------------------------------------------------------------------------------------------


def _answer_review(talk: Talk, step: Review, said: Said) -> None:
    number = said_number(said)
    if number is not None:
        edit(talk, number)
    elif said_yes(said, talk.world.reading()):
        confirm(talk, step)
    elif (words := _own(said)) and for_us(talk, words):
        _ask_us(talk, words)
    else:
        talk.note(_("Je n'ai pas compris."))


def confirm(talk: Talk, step: Review) -> None:
    """These answers, and no others, are confirmed."""
    write(talk, step, seal(talk.route.until(step), talk.frame))

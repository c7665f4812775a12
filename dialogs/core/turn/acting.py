"""What can be said at any moment, by a command or a button: back, skip, keep, cancel, home, help, edit."""

from dataclasses import replace

from dialogs.core.commands import Act
from dialogs.core.dialog import Question
from dialogs.core.events import Typed
from dialogs.core.route import given
from dialogs.core.text import _
from dialogs.core.turn.keeping import keep_answer
from dialogs.core.turn.moving import go_home, set_aside, take_up_last
from dialogs.core.turn.plainly import said_number
from dialogs.core.turn.talk import Talk
from dialogs.core.turn.telling import list_answers, tell_help
from dialogs.core.turn.together import still_asked


def do(talk: Talk, act: Act, argument: str = "") -> None:
    match act:
        case Act.BACK:
            _back(talk)
        case Act.SKIP:
            _skip(talk)
        case Act.KEEP:
            _keep(talk)
        case Act.CANCEL:
            _cancel(talk)
        case Act.HOME:
            go_home(talk)
        case Act.HELP:
            tell_help(talk)
        case Act.EDIT:
            edit(talk, said_number(Typed(argument)))
        case Act.REPEAT:
            pass  # the question at hand is asked at the end of every turn


def _back(talk: Talk) -> None:
    step = talk.asked
    pending = talk.frame.pending_on(step.id) if step else None
    if pending and pending.doubtful:
        talk.pend(pending.settled)
    elif pending:
        talk.pend(None)
    elif before := talk.route.before(step):
        talk.focus(before)
    elif talk.at_home and talk.state.shelf:
        take_up_last(talk)
    else:
        talk.note(_("C'est la première question : il n'y a rien avant."))


def _skip(talk: Talk) -> None:
    if not still_asked(talk):
        return
    step = talk.asked
    if not isinstance(step, Question) or talk.at_home:
        talk.note(_("Il n'y a rien à passer ici."))
    elif step.optional:
        keep_answer(talk, step, None)
    elif step in talk.route.passed:
        _keep(talk)
    else:
        talk.note(_("Cette réponse est nécessaire pour continuer. Vous pouvez aussi annuler : rien ne sera perdu."))


def _keep(talk: Talk) -> None:
    """Leave the answer that stands."""
    talk.hold(replace(talk.frame, focus=None, pending=None))


def _cancel(talk: Talk) -> None:
    if talk.at_home:
        talk.note(_("Il n'y a rien à annuler."))
        return
    kept = bool(talk.frame.answers) and (talk.dialog.keeps_answers or talk.frame.subject is not None)
    set_aside(talk)
    if kept:
        talk.note(_("C'est mis de côté. Vos réponses sont gardées : vous pourrez reprendre quand vous voudrez."))
    else:
        talk.note(_("C'est annulé."))


def edit(talk: Talk, number: int | None) -> None:
    """Go to the answer of this number, or show them all."""
    questions = given(talk.route)
    if number is not None and 1 <= number <= len(questions):
        talk.focus(questions[number - 1])
    elif talk.at_home and talk.state.shelf:
        take_up_last(talk)
    elif questions and not talk.at_home:
        list_answers(talk)
    else:
        talk.note(_("Il n'y a pas encore de réponse à modifier."))

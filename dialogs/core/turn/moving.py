"""Between dialogs: open one, bring it forward, set it aside, take it up again where it was left."""

from dataclasses import replace

from dialogs.core.dialog import Answers, Dialog, Review
from dialogs.core.effects import Open
from dialogs.core.route import given
from dialogs.core.state import Frame
from dialogs.core.turn.talk import Talk
from dialogs.core.turn.telling import list_answers


def open_dialog(talk: Talk, order: Open) -> None:
    """Begin a dialog on top of what is under way, or go on with it where it was left."""
    dialog = talk.catalogue.dialog(order.dialog)
    if dialog is None or dialog.id == talk.catalogue.home:
        go_home(talk)
    elif order.fresh:
        stack = tuple(frame for frame in talk.state.stack if frame.dialog != dialog.id)
        talk.state = replace(talk.state, stack=stack).unshelve(dialog.id)
        _begin(talk, dialog, order)
    elif not forward(talk, dialog, order.subject) and not order.subject:
        _begin(talk, dialog, order)


def _begin(talk: Talk, dialog: Dialog, order: Open) -> None:
    talk.push(replace(talk.begun(dialog.id), answers=dict(order.answers)))
    if dialog.intro:
        talk.say((*talk.notes, *dialog.intro(Answers(order.answers), talk.world)))
        talk.notes = []


def forward(talk: Talk, dialog: Dialog, subject: str | None = None) -> bool:
    """Make a dialog the one in hand: as it is, from below, from the shelf, or anew on what is shared."""
    wanted = (dialog.id, subject)
    if _is(talk.frame, wanted):
        return True
    if dialog.id == talk.catalogue.home or dialog.pressed:
        talk.push(talk.begun(dialog.id))
        return True
    if any(_is(frame, wanted) for frame in talk.state.stack):
        while not _is(talk.frame, wanted):
            set_aside(talk)
        return True
    return _take_share(talk, dialog, subject) if subject else _take_up(talk, dialog)


def _is(frame: Frame, wanted: tuple[str, str | None]) -> bool:
    return (frame.dialog, frame.subject) == wanted


def _take_share(talk: Talk, dialog: Dialog, subject: str) -> bool:
    """Begin a dialog about something that this person has a share in; False where they have none."""
    frame = talk.present(talk.begun(dialog.id, subject))
    if frame is None:
        return False
    talk.push(frame)
    return True


def _take_up(talk: Talk, dialog: Dialog) -> bool:
    """Go on with a dialog that was cancelled or finished, its answers as they were."""
    kept = talk.state.shelf.get(dialog.id)
    if kept is None:
        return False
    talk.state = talk.state.unshelve(dialog.id).push(_reopened(kept, dialog))
    if talk.asked is None and (questions := given(talk.route)):
        list_answers(talk)
        talk.focus(questions[-1])
    return True


def _reopened(frame: Frame, dialog: Dialog) -> Frame:
    """A finished dialog begins again at its review, or at its last question where it ended before one."""
    if not frame.finished:
        return frame
    for step in dialog.steps:
        if isinstance(step, Review):
            frame = frame.without(step.id)
    return replace(frame, finished=False, focus=None, pending=None)


def take_up_last(talk: Talk) -> None:
    """From the menu, back leads to the dialog that ended or was left last."""
    dialog = talk.catalogue.dialog(list(talk.state.shelf)[-1])
    if dialog:
        _take_up(talk, dialog)


def set_aside(talk: Talk) -> None:
    """Take the dialog in hand off the stack; its answers go to the shelf where it keeps them."""
    keeps = talk.dialog.keeps_answers and talk.frame.answers
    talk.leave(replace(talk.frame, pending=None) if keeps else None)


def go_home(talk: Talk) -> None:
    while not talk.at_home:
        set_aside(talk)

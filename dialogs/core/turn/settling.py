"""The end of a turn: follow the route to the next thing to ask, say what stands at the stops on the way, and ask it."""

from dataclasses import replace

from dialogs.core import asking
from dialogs.core.reply import Reply
from dialogs.core.turn.following import follow
from dialogs.core.turn.talk import Talk
from dialogs.core.turn.together import see

MOST_DIALOGS_IN_A_TURN = 12
"""A dialog that opens itself for ever is a bug; the person then stands at home and not in a loop."""


def settle(talk: Talk) -> None:
    for _turn in range(MOST_DIALOGS_IN_A_TURN):
        if talk.asked is not None:
            break
        _finish(talk)
    else:
        talk.state = replace(talk.state, stack=(talk.begun(talk.catalogue.home),))
    if not (talk.quiet and talk.replies):
        _put(talk)


def _finish(talk: Talk) -> None:
    """The route of the dialog in hand has ended: say so, shelve its answers, and do what follows."""
    dialog, stop, answers, world = talk.dialog, talk.route.stop, talk.answers, talk.world
    said = stop.said(answers, world) if stop else ()
    if said or talk.notes:
        key = f"{dialog.id}.{stop.id}" if stop else None
        talk.replies.append(Reply((*talk.notes, *said), key=key, lang=talk.lang))
        talk.notes = []
    talk.replies += stop.tells(answers, world) if stop else ()
    ended = replace(talk.frame, finished=True, focus=None, pending=None)
    talk.leave(ended if dialog.keeps_answers else None)
    if stop:
        follow(talk, stop.then(answers, world))


def _put(talk: Talk) -> None:
    """Ask the step in hand."""
    step = talk.asked
    if step is None:
        return
    see(talk, step)
    where = asking.Where(talk.catalogue, talk.dialog, step, talk.route, talk.frame, talk.answers, talk.world)
    talk.replies.append(asking.reply(where, tuple(talk.notes), talk.ask))

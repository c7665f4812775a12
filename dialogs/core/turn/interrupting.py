"""A question to us in the middle of something else: whether words are one, and the dialog that takes it.

An answer to the step in hand is never taken for a question. What is no answer is one where it reads so; at the menu,
where nothing is being filled in, also where the oracle has no doubt of what is meant.
"""

from dialogs.core.effects import Open
from dialogs.core.kind import Accepted, Outcome
from dialogs.core.reading.questions import LONGEST, begun, marked
from dialogs.core.turn.moving import open_dialog
from dialogs.core.turn.talk import Talk

_FEW = 3
"""Words of a message in which a country or a number may be the answer, and its question mark only a doubt."""


def interrupt(talk: Talk) -> None:
    """Put the dialog that takes questions on top, at its beginning."""
    open_dialog(talk, Open(talk.catalogue.asking or talk.catalogue.home, fresh=True))


def for_us(talk: Talk, words: str) -> bool:
    """Whether words that are no answer are a question to us."""
    if talk.world.oracle is None or talk.catalogue.asking is None:
        return False
    return marked(words) or begun(words) or (talk.at_home and len(words) <= LONGEST and _clear(talk, words))


def maybe_for_us(talk: Talk, words: str, outcome: Outcome[object], *, free: bool) -> bool:
    """Whether words that could be an answer are a question all the same: where any words would do, or all but kept."""
    if talk.world.oracle is None or talk.catalogue.asking is None:
        return False
    if free:
        return marked(words) or (begun(words) and _clear(talk, words))
    return not isinstance(outcome, Accepted) and len(words.split()) > _FEW and marked(words) and _clear(talk, words)


def _clear(talk: Talk, words: str) -> bool:
    """Whether the oracle knows what is meant, and has no doubt of it."""
    world = talk.world
    assert world.oracle is not None, "asked for only where there is one"  # noqa: S101
    found = world.oracle.ask(words, world.profile.region, world.profile.lang, world.now)
    return any(one.clear for one in found)

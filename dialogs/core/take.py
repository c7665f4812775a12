"""One function takes an event and gives the turn: the next state, what is said, and what follows. It never raises.

    take(catalogue, state, event, world) -> Turn(state, replies, effects)

It is never silent, asks no clock, and touches nothing outside its arguments. What was said is heard, which may move the
conversation; then the route is followed to the next thing to ask. `dialogs/core/turn` does it, a file for each part.
"""

from dataclasses import dataclass

from dialogs.core.catalogue import Catalogue
from dialogs.core.dialog import World
from dialogs.core.effects import Effect
from dialogs.core.events import Event
from dialogs.core.reply import Reply
from dialogs.core.state import State
from dialogs.core.turn.hearing import hear
from dialogs.core.turn.settling import settle
from dialogs.core.turn.talk import Talk


@dataclass(frozen=True)
class Turn:
    """What one event brought about."""

    state: State
    replies: tuple[Reply, ...]
    effects: tuple[Effect, ...]


def take(catalogue: Catalogue, state: State, event: Event, world: World) -> Turn:
    """Take one event. The state that comes back is JSON through and through; the words wait for their language."""
    talk = Talk(catalogue, state, world)
    hear(talk, event.said)
    settle(talk)
    return Turn(talk.state, tuple(talk.replies), tuple(talk.effects))

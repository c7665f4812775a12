"""Words of the storage tests: say something, and look at what is kept."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, TypeVar

from sqlmodel import select

from storage.records import Outgoing
from storage.store import Store
from storage.tables import Row

R = TypeVar("R", bound=Row)


def rows(store: Store, model: type[R]) -> Sequence[R]:
    """Every row of a table, as committed."""
    with store.reading() as session:
        return session.exec(select(model)).all()


def counts(store: Store, *models: type[Row]) -> tuple[int, ...]:
    return tuple(len(rows(store, model)) for model in models)


def say(store: Store, address: str, event_id: str, at: datetime, *bodies: Any, state: Any = None) -> int:
    """One turn that keeps a state and sends messages; returns the conversation's number."""
    with store.turn(channel="console", address=address, event_id=event_id, at=at) as work:
        work.keep(state if state is not None else {"last": event_id})
        work.queue(body if isinstance(body, Outgoing) else Outgoing(body=body) for body in bodies)
        return work.conversation_id


def bodies(store: Store, conversation_id: int, now: datetime) -> list[Any]:
    """What a conversation has yet to be told, in order."""
    return [message.body for message in store.outbox.pending(conversation_id, now)]


def state(store: Store, address: str, at: datetime) -> Any:
    """What is kept of the conversation at an address; looking at it keeps nothing."""

    class Looked(Exception):
        """Rolls the look back."""

    try:
        with store.turn(channel="console", address=address, event_id="a look", at=at) as work:
            raise Looked
    except Looked:
        return work.state

"""Requests for a human of a network, and which message to a person each message of the staff became.

A person has at most one request per region that is not closed. No words are kept here: they are in the conversations.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, NamedTuple

from sqlalchemy import ColumnElement, Connection, func, literal_column, select, update

from storage.database import Database
from storage.tables import Forwarded, Request, table

_requests, _relayed = table(Request), table(Forwarded)
_NOT_CLOSED: ColumnElement[bool] = _requests.c.state != literal_column("'closed'")


@dataclass(frozen=True, slots=True)
class RequestRow:
    """Somebody who asks for a human: `said_at` are their last words, `answered_at` those of the staff."""

    id: str
    region: str
    person_id: int
    conversation_id: int
    state: Literal["open", "answered", "closed"]
    opened_at: datetime
    said_at: datetime
    answered_at: datetime | None
    assigned_to: str | None
    closed_at: datetime | None


class Relayed(NamedTuple):
    """What a message of the staff became: the message of this key in this conversation."""

    conversation_id: int
    key: str


def ask(
    database: Database, connection: Connection, id: str, region: str, person_id: int, conversation_id: int, at: datetime
) -> RequestRow:
    """The request of this person and region that is not closed, open again as of now; a new one if there is none."""
    whose = {"person_id": person_id, "region": region}
    said = {"state": "open", "said_at": at, "conversation_id": conversation_id}
    # A rival turn of the same person is waited for here: if it commits, its request is the one.
    database.added(connection, _requests, {**whose, **said, "id": id, "opened_at": at})
    theirs = update(_requests).where(_NOT_CLOSED).filter_by(**whose)
    return RequestRow(*connection.execute(theirs.values(said).returning(*_requests.c)).one())


def get(connection: Connection, id: str) -> RequestRow | None:
    """The request, locked until the transaction ends."""
    found = connection.execute(select(*_requests.c).filter_by(id=id).with_for_update()).first()
    return None if found is None else RequestRow(*found)


def among(connection: Connection, regions: Collection[str], open_only: bool) -> list[RequestRow]:
    """Those of these regions, whoever has waited longest first."""
    wanted = select(*_requests.c).where(_requests.c.region.in_(regions))
    if open_only:
        wanted = wanted.where(_requests.c.state == "open")
    return [RequestRow(*found) for found in connection.execute(wanted.order_by(_requests.c.said_at, _requests.c.id))]


def answer(connection: Connection, id: str, who: str, at: datetime) -> bool:
    """Somebody of the staff wrote to the person; False where it is unknown or closed."""
    whose = func.coalesce(_requests.c.assigned_to, who)
    return _change(connection, id, state="answered", answered_at=at, assigned_to=whose)


def close(connection: Connection, id: str, at: datetime) -> bool:
    """It is settled; False where it is unknown or closed before."""
    return _change(connection, id, state="closed", closed_at=at)


def relayed(connection: Connection, thread_id: int, vendor_id: str) -> Relayed | None:
    """What a message of a thread became, if it was relayed."""
    wanted = select(_relayed.c.conversation_id, _relayed.c.key).filter_by(thread_id=thread_id, vendor_id=vendor_id)
    found = connection.execute(wanted).first()
    return None if found is None else Relayed(*found)


def note_relayed(database: Database, connection: Connection, thread_id: int, vendor_id: str, became: Relayed) -> bool:
    """Note what a message of a thread became; False where that was noted before, and stays."""
    message = {"thread_id": thread_id, "vendor_id": vendor_id}
    return database.added(connection, _relayed, {**message, **became._asdict()})


def _change(connection: Connection, id: str, **values: Any) -> bool:
    which = update(_requests).where(_requests.c.id == id, _NOT_CLOSED)
    return connection.execute(which.values(values)).rowcount == 1

"""A conversation's own rows of the outbox, as one of its turns may use them: what was sent, and what is gathered.

Several events may ask for one answer (the photos of an album): each adds its part to an order that is put off again.
Gathering and answering are turns of the same conversation, so one waits for the other: no part is lost or answered
twice, whoever has the order in hand.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, insert, or_, select, update

from storage.outbox import SENT, row
from storage.records import Json, Outgoing
from storage.tables import Queued, table

_rows = table(Queued)
_NUMBERS = range(1, 2**63)
_FAR_ENOUGH = 20
_AN_INSTANT = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Sent:
    """A message that a person has before their eyes; `last`: nothing but orders came after it."""

    body: Any = field(repr=False)
    key: str | None
    vendor_id: str | None
    last: bool


def sent(connection: Connection, conversation_id: int, number: int) -> Sent | None:
    """The message of a row of this conversation; None when it was given up or has lost its words, and for an order.

    One that still waits is one on its way: a press may come before the word that it was sent.
    """
    if number not in _NUMBERS:
        return None
    columns = (_rows.c.body, _rows.c.key, _rows.c.vendor_id, _rows.c.ended_at)
    alive = select(*columns).filter_by(conversation_id=conversation_id, id=number).where(_rows.c.status != "dead")
    found = connection.execute(alive).first()
    if found is None or found.body is None or _is_order(found.body):
        return None
    after = _after(number, found.ended_at)
    return Sent(found.body, found.key, found.vendor_id, _only_orders(connection, conversation_id, after))


def gather(connection: Connection, conversation_id: int, one: Outgoing, part: Json, due_at: datetime) -> None:
    """Add a part to the order of this key that waits here, and put it off; `one` begins it where there is none."""
    mine = {"conversation_id": conversation_id, "key": one.key, "status": "pending"}
    waiting = select(_rows.c.id, _rows.c.body, _rows.c.due_at).filter_by(**mine)
    found = connection.execute(waiting.order_by(_rows.c.id.desc()).limit(1).with_for_update()).first()
    if found is None:
        connection.execute(insert(_rows), row(one, conversation_id, due_at))
        return
    # Never the same hour, by which whoever has it in hand sees that it was put off.
    later = max(due_at, found.due_at + _AN_INSTANT)
    body = {**found.body, "parts": [*found.body["parts"], part]}
    connection.execute(update(_rows).filter_by(id=found.id).values(body=body, due_at=later))


def gathered(connection: Connection, conversation_id: int, number: int, at: datetime) -> list[Json] | None:
    """All the parts of an order, which is done with this turn; None when it was done before."""
    waiting = update(_rows).filter_by(conversation_id=conversation_id, id=number, status="pending")
    body = connection.scalar(waiting.values(ended_at=at, **SENT).returning(_rows.c.body))
    return None if body is None else list(body["parts"])


def _after(number: int, ended_at: datetime | None) -> ColumnElement[bool]:
    later = _rows.c.id > number
    waits = and_(_rows.c.status == "pending", later)
    if ended_at is None:
        return waits
    return or_(waits, _rows.c.ended_at > ended_at, and_(_rows.c.ended_at == ended_at, later))


def _only_orders(connection: Connection, conversation_id: int, which: ColumnElement[bool]) -> bool:
    others = select(_rows.c.body).filter_by(conversation_id=conversation_id).where(_rows.c.status != "dead", which)
    newest = others.order_by(_rows.c.id.desc()).limit(_FAR_ENOUGH)
    return all(_is_order(body) for body in connection.scalars(newest))


def _is_order(body: Any) -> bool:
    return isinstance(body, dict) and "order" in body

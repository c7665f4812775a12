"""The way out: rows queued by committed turns, until a channel has them.

- Within a conversation rows leave by priority, then in the order they were queued. One that waits to be tried again
  holds back those behind it; one whose hour has not come holds back nothing.
- `claim` leases rows to an owner: at most one of a conversation is in flight, but for a more urgent one, which does
  not wait for the hands of a process that may be dead. A lease that runs out is claimed again,
  so delivery is at least once; a late word from its former owner changes nothing but "it was sent".
- Nothing is claimed for a conversation that cannot be reached, until the person writes again.
"""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, func, literal_column, or_, select, update

from storage.database import Database
from storage.tables import Conversation, Queued, table

_rows, _conversations = table(Queued), table(Conversation)
_ahead = _rows.alias("ahead")
_earlier = _rows.alias("earlier")

# A literal, not a parameter: only so does SQLite see that the partial indexes apply.
_PENDING: ColumnElement[str] = literal_column("'pending'")

_VENDOR_ID = (
    select(_earlier.c.vendor_id)
    .where(
        _earlier.c.conversation_id == _rows.c.conversation_id,
        _earlier.c.key == _rows.c.edits,
        _earlier.c.vendor_id.is_not(None),
    )
    .order_by(_earlier.c.id.desc())
    .limit(1)
    .scalar_subquery()
)


@dataclass(frozen=True, slots=True)
class Message:
    """A row on its way out: where to, what, and the vendor's id of the message it replaces, if that was ever sent."""

    id: int
    conversation_id: int
    channel: str
    address: str = field(repr=False)
    key: str | None
    edits: str | None
    edits_vendor_id: str | None
    body: Any = field(repr=False)
    attempts: int
    owner: str | None = None


@dataclass(frozen=True, slots=True)
class Undelivered:
    """How much has not arrived: due and waiting (since when, at the oldest), and given up."""

    waiting: int
    oldest_due_at: datetime | None
    dead: int


class Outbox:
    """The queue of a database, for whoever sends."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def pending(self, conversation_id: int, now: datetime) -> list[Message]:
        """What is due to a conversation and in nobody's hands, in order; for a channel that sends by itself."""
        wanted = _messages().where(_rows.c.conversation_id == conversation_id, _due(_rows, now), _free(_rows, now))
        with self._database.reading() as connection:
            found = connection.execute(wanted.order_by(_rows.c.priority.desc(), _rows.c.id))
            return [Message(*row) for row in found]

    def claim(self, now: datetime, limit: int, owner: str, lease: timedelta) -> list[Message]:
        """Lease up to `limit` rows to `owner`, the next of their conversations; counts as an attempt."""
        heads = _messages().where(_due(_rows, now), _free(_rows, now), _may_be_tried(now), _is_next(now))
        heads = heads.where(~_in_hands(now), _conversations.c.unreachable_at.is_(None))
        heads = heads.order_by(_rows.c.priority.desc(), _rows.c.id).limit(limit)
        with self._database.writing() as connection:
            found = connection.execute(heads.with_for_update(of=_rows, skip_locked=True)).all()
            leased = [replace(Message(*row), owner=owner, attempts=row.attempts + 1) for row in found]
            values = {"lease_owner": owner, "lease_until": now + lease, "attempts": _rows.c.attempts + 1}
            if leased:
                connection.execute(update(_rows).where(_rows.c.id.in_([one.id for one in leased])).values(values))
        return leased

    def done(self, message: Message, vendor_id: str | None, at: datetime) -> None:
        """It was sent. True whoever says it, even after the lease has run out."""
        self._end(_rows.c.id == message.id, status="sent", vendor_id=vendor_id, ended_at=at)

    def retry(self, message: Message, next_try_at: datetime) -> None:
        """It was not sent: try again then. Those behind it wait too."""
        self._end(_still_held(message), next_try_at=next_try_at)

    def dead(self, message: Message, at: datetime) -> None:
        """It will not be sent. Those behind it go on."""
        self._end(_still_held(message), status="dead", ended_at=at)

    def unreachable(self, conversation_id: int, at: datetime) -> None:
        """The person has blocked us: send nothing until they write again."""
        with self._database.writing() as connection:
            mark = update(_conversations).where(_conversations.c.id == conversation_id)
            connection.execute(mark.values(unreachable_at=at))

    def release(self) -> int:
        """End every lease, and say how many: at the start of the one process that sends, all are a dead one's."""
        with self._database.writing() as connection:
            held = and_(_rows.c.status == _PENDING, _rows.c.lease_until.is_not(None))
            return connection.execute(update(_rows).where(held).values(lease_until=None, lease_owner=None)).rowcount

    def undelivered(self, now: datetime) -> Undelivered:
        """What has not arrived, for whoever watches over it."""
        waiting = select(func.count(), func.min(_rows.c.due_at)).where(_due(_rows, now))
        given_up = select(func.count()).where(_rows.c.status == literal_column("'dead'"))
        with self._database.reading() as connection:
            count, oldest = connection.execute(waiting).one()
            return Undelivered(count, oldest, connection.execute(given_up).scalar_one())

    def _end(self, which: ColumnElement[bool], **values: Any) -> None:
        with self._database.writing() as connection:
            connection.execute(update(_rows).where(which).values(lease_until=None, lease_owner=None, **values))


def _messages() -> Select[Any]:
    where = (_rows.c.id, _rows.c.conversation_id, _conversations.c.channel, _conversations.c.address)
    what = (_rows.c.key, _rows.c.edits, _VENDOR_ID, _rows.c.body, _rows.c.attempts)
    return select(*where, *what).join(_conversations, _conversations.c.id == _rows.c.conversation_id)


def _due(rows: Any, now: datetime) -> ColumnElement[bool]:
    return and_(rows.c.status == _PENDING, rows.c.due_at <= now)


def _free(rows: Any, now: datetime) -> ColumnElement[bool]:
    return or_(rows.c.lease_until.is_(None), rows.c.lease_until <= now)


def _may_be_tried(now: datetime) -> ColumnElement[bool]:
    return or_(_rows.c.next_try_at.is_(None), _rows.c.next_try_at <= now)


def _is_next(now: datetime) -> ColumnElement[bool]:
    """First of its conversation. A subquery with a limit stays one index probe a row; a join could grow to a square."""
    other = and_(_ahead.c.conversation_id == _rows.c.conversation_id, _due(_ahead, now))
    first = select(_ahead.c.id).where(other).order_by(_ahead.c.priority.desc(), _ahead.c.id).limit(1)
    return _rows.c.id == first.scalar_subquery()


def _in_hands(now: datetime) -> ColumnElement[bool]:
    """One as urgent, of the same conversation, is in flight: queued later, but due before."""
    same = and_(_ahead.c.conversation_id == _rows.c.conversation_id, _ahead.c.priority == _rows.c.priority)
    return exists().where(same, _ahead.c.lease_until.is_not(None), _ahead.c.lease_until > now)


def _still_held(message: Message) -> ColumnElement[bool]:
    mine = _rows.c.lease_owner.is_(None) if message.owner is None else _rows.c.lease_owner == message.owner
    return and_(_rows.c.id == message.id, _rows.c.status == _PENDING, mine)

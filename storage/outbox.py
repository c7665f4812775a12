"""The way out: rows queued by committed turns, until a channel has them.

- Within a conversation rows leave by priority, then in the order they were queued. One that waits to be tried again
  holds back those behind it; one whose hour has not come holds back nothing.
- At most one row of a conversation is in flight. Where one process sends (SQLite), it remembers which: `heads` gives it
  the next rows of the conversations that are not `busy`, and nothing is written before they are sent.
- Where several send (PostgreSQL), `claim` leases rows to an owner. A more urgent row does not wait for the hands of a
  process that may be dead. A lease that runs out is claimed again; a late word from its former owner changes nothing
  but "it was sent".
- Either way a kill between sending and saying so sends the row again: delivery is at least once.
- Nothing is sent to a conversation that cannot be reached, until the person writes again.
"""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Select,
    and_,
    bindparam,
    case,
    cast,
    exists,
    func,
    insert,
    literal,
    literal_column,
    or_,
    select,
    update,
)

from storage import conversations
from storage.database import Database
from storage.records import Outgoing
from storage.tables import Conversation, Queued, table

_rows, _conversations = table(Queued), table(Conversation)
_ahead = _rows.alias("ahead")
_earlier = _rows.alias("earlier")

# A literal, not a parameter: only so does SQLite see that the partial indexes apply.
_PENDING: ColumnElement[str] = literal_column("'pending'")

_NOW: ColumnElement[Any] = bindparam("now", type_=_rows.c.due_at.type)
_FREE_AGAIN: dict[str, Any] = {"lease_until": None, "lease_owner": None}
SENT: dict[str, Any] = {"status": "sent", **_FREE_AGAIN}
"""What a row says once it has left, besides when."""

_NUMBER = re.compile("#[0-9]{1,18}")
_sent_here = select(_earlier.c.vendor_id).where(
    _earlier.c.conversation_id == _rows.c.conversation_id, _earlier.c.vendor_id.is_not(None)
)
_by_key = _sent_here.where(_earlier.c.key == _rows.c.edits).order_by(_earlier.c.id.desc()).limit(1)
_by_number = _sent_here.where(_earlier.c.id == cast(func.substr(_rows.c.edits, 2), BigInteger))
_VENDOR_ID = case((_rows.c.edits.like("#%"), _by_number.scalar_subquery()), else_=_by_key.scalar_subquery())


def _due(rows: Any) -> ColumnElement[bool]:
    return and_(rows.c.status == _PENDING, rows.c.due_at <= _NOW)


def _is_next() -> ColumnElement[bool]:
    """First of its conversation. A subquery with a limit stays one index probe a row; a join could grow to a square."""
    other = and_(_ahead.c.conversation_id == _rows.c.conversation_id, _due(_ahead))
    first = select(_ahead.c.id).where(other).order_by(_ahead.c.priority.desc(), _ahead.c.id).limit(1)
    return _rows.c.id == first.scalar_subquery()


def _in_hands() -> ColumnElement[bool]:
    """One as urgent, of the same conversation, is in flight: this one, or one queued later but due before."""
    same = and_(_ahead.c.conversation_id == _rows.c.conversation_id, _ahead.c.priority == _rows.c.priority)
    return exists().where(same, _ahead.c.lease_until.is_not(None), _ahead.c.lease_until > _NOW)


# Built once: SQLAlchemy then finds the compiled text again without building the statement.
_FREE = or_(_rows.c.lease_until.is_(None), _rows.c.lease_until <= _NOW)
_MAY_BE_TRIED = or_(_rows.c.next_try_at.is_(None), _rows.c.next_try_at <= _NOW)
_REACHABLE = _conversations.c.unreachable_at.is_(None)
_NOT_BUSY = _rows.c.conversation_id.not_in(bindparam("busy", expanding=True))
_SERVED = or_(literal(True) == bindparam("all"), _conversations.c.channel.in_(bindparam("channels", expanding=True)))
_WHERE = (_conversations, _conversations.c.id == _rows.c.conversation_id)
_MESSAGES: Select[Any] = select(
    _rows.c.id,
    _rows.c.conversation_id,
    _conversations.c.channel,
    _conversations.c.address,
    _conversations.c.root,
    _conversations.c.about,
    _rows.c.key,
    _rows.c.edits,
    _VENDOR_ID,
    _rows.c.priority,
    _rows.c.due_at,
    _rows.c.body,
    _rows.c.attempts,
).join(*_WHERE)
_IN_ORDER = (_rows.c.priority.desc(), _rows.c.id)
_WAITING_HERE = _MESSAGES.where(_rows.c.conversation_id == bindparam("conversation"), _due(_rows), _FREE)
_SENDABLE = (_due(_rows), _FREE, _is_next(), ~_in_hands(), _REACHABLE, _NOT_BUSY, _SERVED)
_HEADS = _MESSAGES.where(*_SENDABLE, _MAY_BE_TRIED).order_by(*_IN_ORDER).limit(bindparam("limit"))
_OTHER_HEADS = _HEADS.where(_rows.c.id.not_in(bindparam("besides", expanding=True)))
_DONE = (
    update(_rows)
    .where(_rows.c.id == bindparam("number"))
    .values(vendor_id=bindparam("by_vendor"), ended_at=bindparam("at"), **SENT)
)
_NEXT_TRY = select(func.min(func.coalesce(_rows.c.next_try_at, _rows.c.due_at))).join(*_WHERE).where(*_SENDABLE)
_LATER = (_rows.c.status == _PENDING, _rows.c.due_at > _NOW, _REACHABLE, _SERVED)
_NEXT_HOUR = select(_rows.c.due_at).join(*_WHERE).where(*_LATER).order_by(_rows.c.due_at).limit(1)
_HELD = (_rows.c.lease_until.is_not(None), _rows.c.lease_until > _NOW, _SERVED)
_NEXT_FREE = select(func.min(_rows.c.lease_until)).join(*_WHERE).where(*_HELD)


@dataclass(frozen=True, slots=True)
class Message:
    """A row on its way out: where to, what, and the vendor's id of the message it replaces, if that was ever sent.

    `root` is what the channel calls the message that opens the thread, `about` what that thread is about. `attempts`
    counts those that were begun under a lease, this one included, or else those that failed.
    """

    id: int
    conversation_id: int
    channel: str
    address: str = field(repr=False)
    root: str | None
    about: str | None
    key: str | None
    edits: str | None
    edits_vendor_id: str | None
    priority: int
    due_at: datetime
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
        wanted = _WAITING_HERE.order_by(*_IN_ORDER)
        with self._database.reading() as connection:
            return [Message(*row) for row in connection.execute(wanted, {"conversation": conversation_id, "now": now})]

    def heads(
        self,
        now: datetime,
        limit: int,
        busy: Collection[int] = (),
        channels: Collection[str] | None = None,
        besides: Collection[int] = (),
    ) -> list[Message]:
        """Up to `limit` rows to send now, the next of their conversations, for the one process that sends.

        `busy` are the conversations of which it has a row in flight: it remembers them, and nothing is written.
        `channels`: those that it serves; all of them where none are named. `besides`: rows that it knows already;
        the next one of their conversations is still that row, unless a more urgent one came.
        """
        with self._database.reading() as connection:
            which = {"now": now, "limit": limit, "besides": list(besides), **_apart(busy, channels)}
            found = connection.execute(_OTHER_HEADS, which)
            return [Message(*row) for row in found]

    def next_due(
        self, now: datetime, busy: Collection[int] = (), channels: Collection[str] | None = None
    ) -> datetime | None:
        """The instant at which there will be something to send, the conversations in `busy` apart; None: never.

        One that has passed means that there is something now.
        """
        with self._database.reading() as connection:
            which = {"now": now, **_apart(busy, channels)}
            instants = [connection.scalar(next_one, which) for next_one in (_NEXT_TRY, _NEXT_HOUR, _NEXT_FREE)]
        return min((instant for instant in instants if instant is not None), default=None)

    def claim(
        self, now: datetime, limit: int, owner: str, lease: timedelta, channels: Collection[str] | None = None
    ) -> list[Message]:
        """Lease up to `limit` rows to `owner`, the next of their conversations; counts as an attempt."""
        heads = _HEADS.with_for_update(of=_rows, skip_locked=True)
        with self._database.writing() as connection:
            found = connection.execute(heads, {"now": now, "limit": limit, **_apart((), channels)}).all()
            leased = [replace(Message(*row), owner=owner, attempts=row.attempts + 1) for row in found]
            values = {"lease_owner": owner, "lease_until": now + lease, "attempts": _rows.c.attempts + 1}
            if leased:
                connection.execute(update(_rows).where(_rows.c.id.in_([one.id for one in leased])).values(values))
        return leased

    def done(self, message: Message, vendor_id: str | None, at: datetime) -> None:
        """It was sent. True whoever says it, even after the lease has run out."""
        self.done_many([(message, vendor_id)], at)

    def done_many(self, sent: Iterable[tuple[Message, str | None]], at: datetime) -> None:
        """These were sent, each with what the channel calls it; one transaction."""
        rows = [{"number": message.id, "by_vendor": vendor_id, "at": at} for message, vendor_id in sent]
        if rows:
            with self._database.writing() as connection:
                connection.execute(_DONE, rows)

    def replace(self, message: Message, following: Iterable[Outgoing], at: datetime) -> bool:
        """It is done, and these follow it in its conversation: one transaction.

        False, and nothing follows, when it was done before or has been put off meanwhile.
        """
        same = (_rows.c.id == message.id, _rows.c.status == _PENDING, _rows.c.due_at == message.due_at)
        rows = [row(one, message.conversation_id, at) for one in following]
        with self._database.writing() as connection:
            ended = connection.execute(update(_rows).where(*same).values(ended_at=at, **SENT)).rowcount == 1
            if ended and rows:
                connection.execute(insert(_rows), rows)
        return ended

    def retry(self, message: Message, next_try_at: datetime) -> None:
        """It was not sent: try again then. Those behind it wait too. Counts as an attempt, unless its lease did."""
        failed = {} if message.owner else {"attempts": _rows.c.attempts + 1}
        self._end(message, next_try_at=next_try_at, **failed)

    def put_off(self, message: Message, until: datetime) -> None:
        """It was not to be sent yet: try then. Those behind it wait too, and it was no attempt."""
        begun = {"attempts": _rows.c.attempts - 1} if message.owner else {}
        self._end(message, next_try_at=until, **begun)

    def dead(self, message: Message, at: datetime) -> None:
        """It will not be sent. Those behind it go on."""
        self._end(message, status="dead", ended_at=at)

    def moved(self, conversation_id: int, address: str) -> bool:
        """The conversation goes on at another address; False, and nothing is changed, where somebody talks there."""
        with self._database.writing() as connection:
            return conversations.move(connection, conversation_id, address)

    def rooted(self, conversation_id: int, vendor_id: str, instead_of: str | None = None) -> str | None:
        """Note the message that opens a thread, as the channel calls it: the first one, or what was sent in its place.

        The one that counts is returned.
        """
        with self._database.writing() as connection:
            return conversations.root(connection, conversation_id, vendor_id, instead_of)

    def unreachable(self, conversation_id: int, at: datetime) -> None:
        """The person has blocked us: send nothing until they write again."""
        with self._database.writing() as connection:
            mark = update(_conversations).where(_conversations.c.id == conversation_id)
            connection.execute(mark.values(unreachable_at=at))

    def release(self) -> int:
        """End every lease, and say how many: at the start of the one process that sends, all are a dead one's."""
        with self._database.writing() as connection:
            held = and_(_rows.c.status == _PENDING, _rows.c.lease_until.is_not(None))
            return connection.execute(update(_rows).where(held).values(_FREE_AGAIN)).rowcount

    def undelivered(self, now: datetime) -> Undelivered:
        """What has not arrived, for whoever watches over it."""
        waiting = select(func.count(), func.min(_rows.c.due_at)).where(_due(_rows))
        given_up = select(func.count()).where(_rows.c.status == literal_column("'dead'"))
        with self._database.reading() as connection:
            count, oldest = connection.execute(waiting, {"now": now}).one()
            return Undelivered(count, oldest, connection.execute(given_up).scalar_one())

    def _end(self, message: Message, **values: Any) -> None:
        """Only whoever has the row in hand may say so: its lease, if it had one, may have passed to another."""
        mine = _rows.c.lease_owner.is_(None) if message.owner is None else _rows.c.lease_owner == message.owner
        held = update(_rows).where(_rows.c.id == message.id, _rows.c.status == _PENDING, mine)
        with self._database.writing() as connection:
            connection.execute(held.values({**_FREE_AGAIN, **values}))


def _apart(busy: Collection[int], channels: Collection[str] | None) -> dict[str, Any]:
    return {"busy": list(busy), "all": channels is None, "channels": list(channels or ())}


def row(one: Outgoing, conversation_id: int, at: datetime, event_id: str | None = None) -> dict[str, Any]:
    """A row of the outbox, ready to be inserted. Raises ValueError where it edits `#` and no number."""
    if one.edits is not None and one.edits.startswith("#") and not _NUMBER.fullmatch(one.edits):
        raise ValueError("an edit names a row by its number: #12")
    what = {"key": one.key, "edits": one.edits, "priority": one.priority, "body": one.body}
    where = {"conversation_id": conversation_id, "event_id": event_id}
    return {**what, **where, "due_at": one.due_at or at, "status": "pending", "attempts": 0}

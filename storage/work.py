"""The unit of work: one event, one conversation, one transaction.

- The conversation is locked first: one turn at a time on it, in whatever process.
- The event's id is inserted in this very transaction. An id already taken makes `first_time` False, and then nothing
  is written, whatever the block does.
- What is kept, recorded and queued is written when the block ends; the rest (applications, missions, claims, requests,
  the own rows of the outbox) is read and written at once, in the same transaction.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Table, bindparam, delete, insert, select, update

from storage import conversations, gaps, outbox, own_rows, requests
from storage.applications import Applications
from storage.claims import Claims
from storage.database import Database
from storage.gaps import Gap
from storage.missions import Missions
from storage.own_rows import Sent
from storage.records import Assessed, Filed, Json, Outgoing, Record
from storage.requests import RequestRow
from storage.tables import Assessment, AuditLine, Conversation, Identity, Person, Queued, Received, StoredFile, table

_people, _identities, _conversations = table(Person), table(Identity), table(Conversation)
_inbox, _outbox = table(Received), table(Queued)
_assessments, _files, _audit = table(Assessment), table(StoredFile), table(AuditLine)

# Built once: SQLAlchemy then finds the compiled text again without building the statement.
_FIND = (
    select(
        _conversations.c.id,
        _conversations.c.person_id,
        _conversations.c.version,
        _conversations.c.unreachable_at,
        _conversations.c.state,
        _people.c.last_seen_at,
    )
    .join(_people, _people.c.id == _conversations.c.person_id)
    .where(_conversations.c.channel == bindparam("channel"), _conversations.c.address == bindparam("address"))
    # The weaker of PostgreSQL's two locks: turns exclude each other, yet others may queue messages to it.
    .with_for_update(of=_conversations, key_share=True)
)
_WHOSE = select(_identities.c.person_id).where(
    _identities.c.channel == bindparam("channel"), _identities.c.address == bindparam("address")
)
_TOUCH = (
    update(_conversations)
    .where(_conversations.c.id == bindparam("conversation"))
    .values(updated_at=bindparam("now"), unreachable_at=None)
)
_KEEP = _TOUCH.values(state=bindparam("kept"), version=_conversations.c.version + 1)
_SEEN = update(_people).where(_people.c.id == bindparam("person")).values(last_seen_at=bindparam("day"))
_GREET = insert(_people).returning(_people.c.id)
_QUEUE = insert(_outbox)
_TABLE_OF: Mapping[type[Record], Table] = {Assessed: _assessments, Filed: _files}


@dataclass(slots=True)
class Work:
    """One turn on one conversation: what is known when it begins, and what it will leave."""

    conversation_id: int
    person_id: int
    event_id: str
    at: datetime
    # What people wrote stays out of any printed form: a traceback or a log must not show it.
    state: Any = field(repr=False)
    version: int
    applications: Applications = field(repr=False)
    missions: Missions = field(repr=False)
    claims: Claims = field(repr=False)
    _database: Database = field(repr=False)
    _connection: Connection = field(repr=False)
    first_time: bool = True
    _kept: list[Json] = field(default_factory=list, repr=False)
    _rows: list[tuple[Table, Mapping[str, Any]]] = field(default_factory=list, repr=False)
    _messages: list[Mapping[str, Any]] = field(default_factory=list, repr=False)
    _gathered: int = 0

    @property
    def queued(self) -> int:
        """How many messages this turn sends: none means that nobody need be woken."""
        return len(self._messages) + self._gathered if self.first_time else 0

    def keep(self, state: Json) -> None:
        """Keep this state; the last one given counts."""
        self._kept = [state]

    def record(self, *records: Record) -> None:
        """Leave these records, as rows of this transaction."""
        whose = {"person_id": self.person_id, "created_at": self.at}
        self._rows.extend((_TABLE_OF[type(record)], {**whose, **_fields(record)}) for record in records)

    def queue(self, messages: Iterable[Outgoing], conversation_id: int | None = None) -> None:
        """Send these once committed, in this order; to this conversation, or to the one named."""
        target = self.conversation_id if conversation_id is None else conversation_id
        self._messages.extend(outbox.row(one, target, self.at, self.event_id) for one in messages)

    def sent(self, row_id: int) -> Sent | None:
        """A message of this conversation, by the number of its row; None for any other number."""
        return own_rows.sent(self._connection, self.conversation_id, row_id)

    def gather(self, key: str, part: Json, due_at: datetime, order: str = "album") -> None:
        """Add a part to the order of this key that waits in this conversation, and put it off until `due_at`.

        Where none waits one begins: `{"order": order, "parts": [part]}`.
        """
        begun = Outgoing({"order": order, "parts": [part]}, key=key)
        own_rows.gather(self._connection, self.conversation_id, begun, part, due_at)
        self._gathered += 1

    def gathered(self, row_id: int) -> list[Json] | None:
        """All the parts of an order, which is done with this turn; None when it was done before."""
        return own_rows.gathered(self._connection, self.conversation_id, row_id, self.at)

    def conversation(self, channel: str, address: str) -> int | None:
        """The number of the conversation at an address; None where nobody has spoken there."""
        return conversations.conversation_at(self._connection, channel, address)

    def thread(self, channel: str, address: str, about: str) -> int:
        """The number of the staff's thread at an address, made where there is none; `about`: `request:<id>` …"""
        return conversations.thread(self._database, self._connection, channel, address, about, self.at)

    def ask(self, id: str, region: str) -> RequestRow:
        """The person asks for a human of a region's network, or says more; new is the request that bears this id."""
        whose = (self.person_id, self.conversation_id)
        return requests.ask(self._database, self._connection, id, region, *whose, self.at)

    def note_gap(self, gap: Gap) -> None:
        """Count a question that found no good answer; nothing of whoever asks it is kept."""
        gaps.note(self._database, self._connection, gap)

    def settle_gap(self, gap: Gap) -> None:
        """It found one after all."""
        gaps.settle(self._connection, gap)

    def audit(self, who: str, action: str, subject: str, detail: Json = None) -> None:
        """Note who did what. Name people by number, `person:12`: such lines are found again when one is erased."""
        line = {"at": self.at, "who": who, "action": action, "subject": subject, "detail": detail}
        self._rows.append((_audit, line))


def begin(database: Database, connection: Connection, channel: str, address: str, event_id: str, at: datetime) -> Work:
    """Lock the conversation held at this address, making it and its person if need be, and take the event."""
    place = {"channel": channel, "address": address}
    found = connection.execute(_FIND, place).first()
    if found is None:
        _meet(database, connection, place, at)
        found = connection.execute(_FIND, place).first()
    if found is None:
        raise ValueError("a thread of the staff is no person: what is said there is taken by `Store.desk`")
    if _day(found.last_seen_at) < _day(at):
        connection.execute(_SEEN, {"person": found.person_id, "day": _day(at)})
    own = (database, connection, found.person_id, at)
    whose = (found.id, found.person_id, event_id, at, found.state, found.version)
    claims = Claims(connection, found.person_id, at)
    return Work(*whose, Applications(*own), Missions(*own), claims, database, connection)


def take(database: Database, connection: Connection, work: Work, error: str | None = None) -> None:
    """Insert the event's id, as done or as failed; an id already there makes `first_time` False."""
    work.first_time = received(database, connection, work.event_id, work.at, error)


def received(database: Database, connection: Connection, event_id: str, at: datetime, error: str | None = None) -> bool:
    """Insert an event's id, as done or as failed; False when it is there already."""
    event = {"event_id": event_id, "at": at, "status": "failed" if error else "done", "error": error}
    return database.added(connection, _inbox, event)


def finish(database: Database, connection: Connection, work: Work) -> None:
    """Write what the turn leaves; nothing when the event had been taken before."""
    if not work.first_time:
        database.undo(connection)
        return
    touched = {"conversation": work.conversation_id, "now": work.at}
    if work._kept:
        connection.execute(_KEEP, {**touched, "kept": work._kept[0]})
    else:
        connection.execute(_TOUCH, touched)
    for rows, values in work._rows:
        # Twice the same file by the same person is one hold on it; other rows cannot conflict.
        database.added(connection, rows, values)
    if work._messages:
        connection.execute(_QUEUE, work._messages)


def _meet(database: Database, connection: Connection, place: Mapping[str, str], at: datetime) -> None:
    """Make the conversation, and the person unless they are known there. Somebody else may be doing so right now."""
    person_id = connection.execute(_WHOSE, place).scalar()
    if person_id is None:
        person_id = _greet(database, connection, place, at)
    conversation = {**place, "person_id": person_id, "version": 0, "created_at": at, "updated_at": at}
    database.added(connection, _conversations, conversation)


def _greet(database: Database, connection: Connection, place: Mapping[str, str], at: datetime) -> int:
    person = connection.execute(_GREET, {"created_at": at, "last_seen_at": _day(at)}).scalar_one()
    identity = {**place, "person_id": person, "created_at": at}
    # PostgreSQL waits here for a rival that greets the same person: if it commits, theirs counts and ours goes.
    if not database.added(connection, _identities, identity):
        connection.execute(delete(_people).where(_people.c.id == person))
        return int(connection.execute(_WHOSE, place).scalar_one())
    return int(person)


def _day(at: datetime) -> datetime:
    return at.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)


def _fields(record: Record) -> dict[str, Any]:
    return {one.name: getattr(record, one.name) for one in fields(record)}

"""How long what people tell us is kept, and how it is erased: by time (`purge`) or at their request (`forget`).

Personal data goes once its purpose is served (GDPR, article 5(1)(e)), or when the person asks (article 17). What
stays names nobody: event numbers, and audit lines without their detail.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, delete, or_, select, update

from storage.tables import Assessment, AuditLine, Conversation, Person, Queued, Received, StoredFile, table

_people, _conversations, _outbox = table(Person), table(Conversation), table(Queued)
_inbox, _assessments = table(Received), table(Assessment)
_files, _audit = table(StoredFile), table(AuditLine)


@dataclass(frozen=True, slots=True)
class Retention:
    """How long each thing is kept after it last served."""

    conversations: timedelta = timedelta(days=730)
    """After the last event: two calls for projects, so that nobody starts again from one year to the next."""
    assessments: timedelta = timedelta(days=730)
    """After they were given: the same two calls."""
    sent_bodies: timedelta = timedelta(days=30)
    """After sending or giving up: long enough to look into a complaint."""
    undelivered: timedelta = timedelta(days=30)
    """After they were due: later, a message would only puzzle."""
    inbox: timedelta = timedelta(days=90)
    """Far longer than any channel delivers an event again."""
    audit: timedelta = timedelta(days=5 * 365)
    """The French limitation period of civil actions (Code civil, article 2224)."""


@dataclass(frozen=True, slots=True)
class Purged:
    """How many rows of each went, or were emptied."""

    conversations: int
    people: int
    assessments: int
    sent_bodies: int
    undelivered: int
    inbox: int
    audit: int
    files: tuple[str, ...] = ()
    """The SHA-256 of the files that nobody holds any more, for the file store to remove."""


def forget(connection: Connection, person_id: int, at: datetime, who: str) -> tuple[str, ...]:
    """Erase a person; return the SHA-256 of the files that nobody holds any more, for the file store to remove.

    Their identities, conversations, messages, assessments and holds on files go with their row (`tables.py`).
    """
    # Locked first: a turn under way on one of them ends before, and the next one finds nobody.
    own = select(_conversations.c.id).where(_conversations.c.person_id == person_id).with_for_update()
    names = [f"person:{person_id}", *(f"conversation:{one}" for one in connection.scalars(own))]
    theirs = set(connection.scalars(select(_files.c.sha256).where(_files.c.person_id == person_id)))
    if connection.execute(delete(_people).where(_people.c.id == person_id)).rowcount:
        about = or_(_audit.c.subject.in_(names), _audit.c.who.in_(names))
        connection.execute(update(_audit).where(about).values(detail=None))
        line = {"at": at, "who": who, "action": "forgotten", "subject": names[0]}
        connection.execute(_audit.insert(), line)
    return _orphans(connection, theirs)


def purge(connection: Connection, now: datetime, policy: Retention) -> Purged:
    """Erase what has been kept long enough."""
    leaving = select(_files.c.sha256).join(_people, _people.c.id == _files.c.person_id)
    theirs = set(connection.scalars(leaving.where(_last_seen_before(now - policy.conversations))))
    return Purged(
        undelivered=_give_up(connection, now, policy),
        sent_bodies=_empty_bodies(connection, now, policy),
        inbox=_gone(connection, _inbox, _inbox.c.at < now - policy.inbox),
        assessments=_gone(connection, _assessments, _assessments.c.created_at < now - policy.assessments),
        conversations=_gone(connection, _conversations, _conversations.c.updated_at < now - policy.conversations),
        people=_gone(connection, _people, _silent(now - policy.conversations)),
        audit=_gone(connection, _audit, _audit.c.at < now - policy.audit),
        files=_orphans(connection, theirs),
    )


def _orphans(connection: Connection, names: set[str]) -> tuple[str, ...]:
    held = connection.scalars(select(_files.c.sha256).where(_files.c.sha256.in_(names)))
    return tuple(sorted(names - set(held)))


def _give_up(connection: Connection, now: datetime, policy: Retention) -> int:
    late = (_outbox.c.status == "pending", _outbox.c.due_at < now - policy.undelivered)
    return connection.execute(update(_outbox).where(*late).values(status="dead", ended_at=now)).rowcount


def _empty_bodies(connection: Connection, now: datetime, policy: Retention) -> int:
    old = (_outbox.c.ended_at < now - policy.sent_bodies, _outbox.c.body.is_not(None))
    return connection.execute(update(_outbox).where(*old).values(body=None)).rowcount


def _silent(since: datetime) -> ColumnElement[bool]:
    talks = select(_conversations.c.id).where(_conversations.c.person_id == _people.c.id).exists()
    return _last_seen_before(since) & ~talks


def _last_seen_before(since: datetime) -> ColumnElement[bool]:
    return _people.c.last_seen_at < since


def _gone(connection: Connection, rows: Any, old: ColumnElement[bool]) -> int:
    return connection.execute(delete(rows).where(old)).rowcount

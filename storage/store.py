"""The one door to the rows: open it, take turns, and it promises that what was committed stays.

store = Store.open("sqlite:////home/ana/explor.db")
store.migrate()
with store.turn(channel="console", address="ana", event_id="console:ana:1", at=now) as work:
    if work.first_time:
        work.keep({"answers": {}})
        work.queue([Outgoing(body={"text": "Bonjour"})])
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from sqlmodel import Session

from storage import conversations, retention, work
from storage.database import PATIENCE, Database
from storage.desk import Desk
from storage.errors import StorageError
from storage.migrations import is_current, migrate
from storage.outbox import Outbox
from storage.records import Outgoing
from storage.retention import Purged, Retention
from storage.work import Work


class Store:
    """Everything that is kept in rows, in one database. Safe to share between threads."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.outbox = Outbox(database)

    @classmethod
    def open(cls, url: str, patience: float = PATIENCE) -> "Store":
        """Open `sqlite:////path/file.db` or `postgresql://user@host/name`; wait `patience` seconds for a lock.

        Raises `StorageError`: bad_url, not_durable, unwritable, not_a_database, unreachable, busy.
        """
        return cls(Database.open(url, patience))

    @property
    def embedded(self) -> bool:
        """Whether this is the default of one process with its own file, which migrates itself at start."""
        return self._database.embedded

    def migrate(self) -> None:
        """Bring the tables up to date; at once when they are. Raises `StorageError` too_new."""
        migrate(self._database)

    def require_current(self) -> None:
        """Raises `StorageError` not_migrated unless the tables are those of this version."""
        if not is_current(self._database):
            raise StorageError("not_migrated", "the database has other tables than this version: migrate it first")

    def require_writable(self) -> None:
        """Raises `StorageError` unless rows can be written right now; writes none."""
        with self._database.writing() as connection:
            connection.exec_driver_sql("UPDATE inbox SET status = status WHERE event_id IS NULL")

    @contextmanager
    def together(self) -> Iterator[None]:
        """Make one transaction of all that this thread writes in the block, on SQLite: one wait for the disk.

        Each `turn`, `failed`, `desk` or word to the outbox is undone alone when it raises: catch that inside the
        block. Whatever the block itself raises undoes them all, and so does a commit that fails: a transient
        `StorageError`, so answer for none of them before the block has ended. PostgreSQL commits each by itself.
        """
        with self._database.together():
            yield

    @contextmanager
    def turn(self, *, channel: str, address: str, event_id: str, at: datetime) -> Iterator[Work]:
        """One event of one conversation, in one transaction; the first one at an address makes the person.

        `event_id` is unique over all channels and is kept after the person is forgotten: it must not name them.
        Whatever the block raises rolls everything back and goes through; then call `failed`. A `StorageError` that is
        `transient` means that the event was neither taken nor guilty: deliver it again.
        """
        with self._database.writing() as connection:
            current = work.begin(self._database, connection, channel, address, event_id, at)
            work.take(self._database, connection, current)
            yield current
            work.finish(self._database, connection, current)

    @contextmanager
    def desk(self, at: datetime, event_id: str | None = None) -> Iterator[Desk]:
        """The network's side, in one transaction: whatever the block raises rolls everything back.

        An event is taken in it as in a turn: one that had been taken leaves nothing, and `first_time` is False.
        """
        with self._database.writing() as connection:
            first_time = event_id is None or work.received(self._database, connection, event_id, at)
            yield Desk(self._database, connection, at, first_time)
            if not first_time:
                self._database.undo(connection)

    @contextmanager
    def look(self, at: datetime) -> Iterator[Desk]:
        """The network's side as it is committed, to look at only: it waits for no writer, and locks nothing."""
        with self._database.reading() as connection:
            yield Desk(self._database, connection, at, first_time=False)

    def failed(
        self, *, channel: str, address: str, event_id: str, at: datetime, error: str, apology: Iterable[Outgoing]
    ) -> bool:
        """Record that an event's turn raised `error` (its type's name, no more), and queue an apology.

        It will not be tried again. False, and nothing written, when the event had been taken or recorded before.
        """
        with self._database.writing() as connection:
            current = work.begin(self._database, connection, channel, address, event_id, at)
            work.take(self._database, connection, current, error)
            current.queue(apology)
            work.finish(self._database, connection, current)
        return current.first_time

    def conversation(self, channel: str, address: str) -> int | None:
        """The conversation at an address; None when nobody has spoken there, or they have been forgotten."""
        with self._database.reading() as connection:
            return conversations.conversation_at(connection, channel, address)

    def kept(self, channel: str, address: str) -> Any:
        """The state of the conversation at an address, as it was last kept; None where there is none."""
        with self._database.reading() as connection:
            return conversations.state_at(connection, channel, address)

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session on what is committed, for lists and looks: `session.exec(select(Assessment))`."""
        with self._database.reading() as connection, Session(connection, expire_on_commit=False) as session:
            yield session

    def forget(self, person_id: int, at: datetime, who: str) -> tuple[str, ...]:
        """Erase a person (GDPR, article 17): everything of theirs but audit lines that name nobody.

        Returns the SHA-256 of the files nobody holds any more: hand them to `FileStore.remove`.
        """
        with self._database.writing() as connection:
            return retention.forget(connection, person_id, at, who)

    def purge(self, now: datetime, policy: Retention | None = None) -> Purged:
        """Erase what has been kept long enough. Once a day is often enough."""
        with self._database.writing() as connection:
            return retention.purge(connection, now, policy or Retention())

    def close(self) -> None:
        self._database.close()

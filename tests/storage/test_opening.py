"""A database that cannot be opened says why, with a code; none of it shows a password."""

import sqlite3
import stat
import threading
import traceback
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path

import psycopg
import pytest

from storage.errors import StorageError
from storage.store import Store
from tests.storage.rows import say, state


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("", "bad_url"),
        ("explor.db", "bad_url"),
        ("mysql://ana:secret@localhost/explor", "bad_url"),
        ("postgresql://ana:secret@localhost:port/explor", "bad_url"),
        ("sqlite://", "not_durable"),
        ("sqlite:///:memory:", "not_durable"),
        ("postgresql://ana:secret@localhost:1/explor", "unreachable"),
        ("sqlite:////proc/explor/explor.db", "unwritable"),
    ],
)
def test_an_address_that_leads_nowhere_is_explained(url: str, code: str) -> None:
    with pytest.raises(StorageError) as caught:
        Store.open(url)

    assert caught.value.code == code
    assert "secret" not in "".join(traceback.format_exception(caught.value))


def test_a_folder_is_no_database(tmp_path: Path) -> None:
    with pytest.raises(StorageError) as caught:
        Store.open(f"sqlite:///{tmp_path}")

    assert caught.value.code == "unwritable"


def test_some_other_file_is_no_database_and_is_left_as_it_was(tmp_path: Path) -> None:
    letter = tmp_path / "letter.txt"
    letter.write_text("Chère Ana, " * 100)

    with pytest.raises(StorageError) as caught:
        Store.open(f"sqlite:///{letter}")

    assert caught.value.code == "not_a_database"
    assert letter.read_text() == "Chère Ana, " * 100


def test_a_new_file_is_for_its_owners_eyes_only(tmp_path: Path, now: datetime) -> None:
    file = tmp_path / "new folder" / "explor.db"

    store = Store.open(f"sqlite:///{file}")
    store.migrate()
    say(store, "ana", "1", now)

    for path in (file, file.with_name("explor.db-wal")):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    store.close()


def test_sqlite_is_asked_to_keep_its_word(tmp_path: Path) -> None:
    store = Store.open(f"sqlite:///{tmp_path / 'explor.db'}")

    with store.reading() as session:
        told = {
            name: session.connection().exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        }

    assert told == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 10_000}
    store.close()


def test_several_processes_may_open_a_new_file_at_once(tmp_path: Path) -> None:
    together = threading.Barrier(8)

    def open_and_close(file: Path) -> None:
        together.wait(30)
        store = Store.open(f"sqlite:///{file}")
        store.migrate()
        store.close()

    with ThreadPoolExecutor(8) as threads:
        for number in range(6):
            list(threads.map(open_and_close, [tmp_path / f"{number}.db"] * 8))


def test_connections_that_the_server_cut_are_replaced(postgresql_url: str, now: datetime) -> None:
    store = Store.open(postgresql_url)
    say(store, "ana", "1", now)

    cut(postgresql_url)

    say(store, "ana", "2", now, state={"n": 2})
    assert state(store, "ana", now) == {"n": 2}
    store.close()


def test_a_turn_cut_off_in_the_middle_can_be_delivered_again(postgresql_url: str, now: datetime) -> None:
    store = Store.open(postgresql_url)

    def interrupted() -> None:
        with store.turn(channel="console", address="bob", event_id="3", at=now) as work:
            cut(postgresql_url)
            work.keep({"n": 1})

    with pytest.raises(StorageError) as caught:
        interrupted()
    assert caught.value.transient

    say(store, "bob", "3", now, state={"n": 2})
    assert state(store, "bob", now) == {"n": 2}
    store.close()


def cut(url: str) -> None:
    """End every other connection, as a server that restarts does."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("""
            SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
            WHERE datname = current_database() AND pid <> pg_backend_pid()""")


def test_a_file_that_another_program_keeps_to_itself_is_said_to_be_busy(tmp_path: Path) -> None:
    file = tmp_path / "explor.db"
    other = sqlite3.connect(file)
    other.execute("PRAGMA locking_mode=EXCLUSIVE")
    other.execute("CREATE TABLE mine (id INTEGER)")

    with pytest.raises(StorageError) as caught:
        Store.open(f"sqlite:///{file}", patience=0.05)

    assert caught.value.code == "busy"
    other.close()

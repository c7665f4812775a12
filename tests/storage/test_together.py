"""Several people's turns in one transaction: each fails alone, and all are kept or none is."""

import threading
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from sqlalchemy import Engine, event, text

from storage.errors import StorageError
from storage.records import Outgoing
from storage.store import Store
from storage.tables import Conversation, Identity, Person, Queued, Received
from tests.storage.rows import bodies, counts, rows, say, state
from tests.storage.test_kill import die, in_a_process

NOW = datetime(2025, 5, 14, 9, 30, tzinfo=UTC)
TABLES = (Person, Identity, Conversation, Received, Queued)


class Bug(Exception):
    """What our own code may raise."""


@pytest.fixture
def one_file(sqlite_url: str) -> Iterator[Store]:
    """A store on SQLite, which is where jobs are grouped."""
    opened = Store.open(sqlite_url)
    yield opened
    opened.close()


def stumble(store: Store, address: str, event_id: str) -> None:
    with store.turn(channel="console", address=address, event_id=event_id, at=NOW) as work:
        work.keep({"n": "never"})
        work.queue([Outgoing(body="never")])
        raise Bug


def test_turns_taken_together_are_all_kept(store: Store) -> None:
    with store.together():
        ana, bob = say(store, "ana", "1", NOW, "un", state={"n": 1}), say(store, "bob", "2", NOW, "one")
        say(store, "ana", "3", NOW, "deux", state={"n": 3})

    assert (bodies(store, ana, NOW), bodies(store, bob, NOW)) == (["un", "deux"], ["one"])
    assert state(store, "ana", NOW) == {"n": 3}
    assert counts(store, *TABLES) == (2, 2, 2, 3, 3)


def test_nothing_is_seen_by_others_before_all_is_kept(one_file: Store, sqlite_url: str) -> None:
    other = Store.open(sqlite_url)
    with one_file.together():
        say(one_file, "ana", "1", NOW)
        assert counts(other, *TABLES) == (0,) * len(TABLES)
        assert counts(one_file, Person) == (1,), "whoever writes reads what they wrote"
        assert one_file.conversation("console", "ana") == 1
        assert one_file.kept("console", "ana") == {"last": "1"}

    assert counts(other, Person) == (1,)
    other.close()


def test_a_turn_that_fails_is_undone_alone(store: Store) -> None:
    with store.together():
        say(store, "ana", "1", NOW, state={"n": 1})
        with pytest.raises(Bug):
            stumble(store, "bob", "2")
        store.failed(channel="console", address="bob", event_id="2", at=NOW, error="Bug", apology=[Outgoing("Pardon")])
        say(store, "ana", "3", NOW, state={"n": 3})

    assert state(store, "ana", NOW) == {"n": 3}
    assert [(one.event_id, one.status) for one in rows(store, Received)] == [
        ("1", "done"),
        ("2", "failed"),
        ("3", "done"),
    ]
    assert [row.body for row in rows(store, Queued)] == ["Pardon"]


def test_a_turn_that_the_database_refuses_is_undone_alone(store: Store) -> None:
    with store.together():
        ana = say(store, "ana", "1", NOW)
        with (
            pytest.raises(StorageError) as caught,
            store.turn(channel="console", address="bob", event_id="2", at=NOW) as work,
        ):
            work.queue([Outgoing(body="à personne")], conversation_id=ana + 1000)
        say(store, "bob", "2", NOW, "one")

    assert caught.value.code == "refused"
    assert counts(store, *TABLES) == (2, 2, 2, 2, 1)


def test_an_event_that_comes_again_among_others_changes_nothing_of_theirs(store: Store) -> None:
    say(store, "ana", "1", NOW, state={"n": 1})

    with store.together():
        say(store, "bob", "2", NOW, "one")
        say(store, "ana", "1", NOW, "encore", state={"n": "again"})
        say(store, "eve", "2", NOW, "encore")
        say(store, "bob", "3", NOW, "two")

    assert state(store, "ana", NOW) == {"n": 1}
    assert [row.body for row in rows(store, Queued)] == ["one", "two"]
    assert counts(store, Person, Received) == (2, 3)


def test_words_to_the_outbox_and_to_the_desk_are_part_of_it(one_file: Store, sqlite_url: str) -> None:
    conversation = say(one_file, "ana", "1", NOW, "un")
    waiting = one_file.outbox.pending(conversation, NOW)[0]
    other = Store.open(sqlite_url)

    with one_file.together():
        one_file.outbox.done(waiting, "v1", NOW)
        with one_file.desk(NOW) as desk:
            desk.queue([Outgoing("deux")], conversation)
        assert bodies(other, conversation, NOW) == ["un"]

    assert bodies(other, conversation, NOW) == ["deux"]
    other.close()


def test_what_the_group_itself_raises_undoes_it_all(one_file: Store) -> None:
    def stop_halfway() -> None:
        with one_file.together():
            say(one_file, "ana", "1", NOW)
            raise Bug

    with pytest.raises(Bug):
        stop_halfway()

    assert counts(one_file, *TABLES) == (0,) * len(TABLES)
    say(one_file, "ana", "1", NOW)
    assert counts(one_file, Person) == (1,)


def test_a_commit_that_fails_keeps_nobodys_turn_and_all_may_come_again(one_file: Store) -> None:
    def put_off_the_check(connection: object) -> None:
        connection.exec_driver_sql("PRAGMA defer_foreign_keys=ON")  # type: ignore[attr-defined]

    def write_to_nobody() -> None:
        with one_file.together():
            say(one_file, "ana", "1", NOW, state={"n": 1})
            with one_file.turn(channel="console", address="bob", event_id="2", at=NOW) as work:
                work.queue([Outgoing(body="à personne")], conversation_id=1000)

    event.listen(one_file._database.engine, "begin", put_off_the_check)
    with pytest.raises(StorageError):
        write_to_nobody()
    event.remove(one_file._database.engine, "begin", put_off_the_check)

    assert counts(one_file, *TABLES) == (0,) * len(TABLES)
    say(one_file, "ana", "1", NOW, state={"n": 1})
    assert state(one_file, "ana", NOW) == {"n": 1}


def test_when_sqlite_gives_the_whole_transaction_up_nobody_is_told_otherwise(one_file: Store) -> None:
    """As it may when a disk is full: without care, the jobs that follow would be kept and those before be lost."""
    with one_file._database.writing() as connection:
        connection.execute(
            text("""CREATE TRIGGER disk_full BEFORE INSERT ON outbox WHEN NEW.body = '"full"'
                    BEGIN SELECT RAISE(ROLLBACK, 'disk full'); END""")
        )

    def three_people() -> None:
        with one_file.together():
            say(one_file, "ana", "1", NOW)
            with pytest.raises(StorageError):
                say(one_file, "bob", "2", NOW, "full")
            with pytest.raises(StorageError) as after:
                say(one_file, "eve", "3", NOW)
            assert after.value.transient

    with pytest.raises(StorageError) as caught:
        three_people()

    assert caught.value.transient
    assert counts(one_file, *TABLES) == (0,) * len(TABLES)


def test_another_thread_writes_by_itself(store: Store) -> None:
    def bob() -> None:
        say(store, "bob", "2", NOW)

    thread = threading.Thread(target=bob)
    with store.together():
        say(store, "ana", "1", NOW)
        thread.start()
        if not store.embedded:  # SQLite has one writer: there it waits for the group
            thread.join(30)
            assert not thread.is_alive()
        say(store, "ana", "3", NOW)
    thread.join(30)

    assert (state(store, "ana", NOW), state(store, "bob", NOW)) == ({"last": "3"}, {"last": "2"})


def a_group(store: Store) -> None:
    with store.together():
        say(store, "ana", "2", NOW, "deux", state={"n": 2})
        say(store, "bob", "3", NOW, "one")
        say(store, "ana", "2", NOW, "encore")


def test_killed_before_any_statement_of_a_group_none_of_it_was(sqlite_url: str, one_file: Store) -> None:
    say(one_file, "ana", "1", NOW, "un", state={"n": 1})

    def killed_before_statement(number: int) -> bool:
        def run(store: Store) -> None:
            left = [number]

            def count_down(*_: object) -> None:
                left[0] -= 1
                if left[0] == 0:
                    die()

            event.listen(Engine, "before_cursor_execute", count_down)
            a_group(store)

        return not in_a_process(sqlite_url, run)

    kills = 0
    while killed_before_statement(kills + 1):
        kills += 1
        assert state(one_file, "ana", NOW) == {"n": 1}
        assert counts(one_file, *TABLES) == (1, 1, 1, 1, 1)

    assert kills >= 15, "three turns"
    assert counts(one_file, *TABLES) == (2, 2, 2, 3, 3), "the group that was not killed is whole"


def test_killed_at_the_commit_of_a_group_none_of_it_was(sqlite_url: str, one_file: Store) -> None:
    def run(store: Store) -> None:
        event.listen(Engine, "commit", die)
        a_group(store)

    assert not in_a_process(sqlite_url, run)

    assert counts(one_file, *TABLES) == (0,) * len(TABLES)


def test_killed_right_after_the_commit_of_a_group_all_of_it_is_there(sqlite_url: str, one_file: Store) -> None:
    def run(store: Store) -> None:
        a_group(store)
        die()

    assert not in_a_process(sqlite_url, run)

    assert counts(one_file, *TABLES) == (2, 2, 2, 2, 2)

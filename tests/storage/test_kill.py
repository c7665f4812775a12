"""`kill -9` at any point: what was committed stays, what was not leaves no trace."""

import os
import signal
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import Engine, event

from storage.records import Assessed, Outgoing
from storage.store import Store
from storage.tables import (
    Application,
    Assessment,
    AuditLine,
    Conversation,
    Identity,
    Person,
    Queued,
    Received,
    SubmittedVersion,
)
from tests.storage.rows import bodies, counts, rows, state

NOW = datetime(2025, 5, 14, 9, 30, tzinfo=UTC)
TABLES = (Person, Identity, Conversation, Received, Queued, Assessment, AuditLine, Application, SubmittedVersion)


def a_turn(store: Store, number: int) -> None:
    with store.turn(channel="console", address="ana", event_id=str(number), at=NOW) as work:
        work.applications.begin(str(number), "hauts-de-france", None, {"n": number})
        work.applications.submit(str(number), "HDF", NOW)
        work.keep({"n": number})
        work.queue([Outgoing(body=f"{number}a"), Outgoing(body=f"{number}b")])
        work.record(Assessed(at=NOW, verdict="eligible", situation={"n": number}, result={}))
        work.audit(f"person:{work.person_id}", "spoke", f"conversation:{work.conversation_id}")


def die(*_: Any) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def start(url: str, work: Callable[[Store], None]) -> int:
    """Run `work` in a process of its own, which never comes back into the tests."""
    child = os.fork()
    if child == 0:
        try:
            work(Store.open(url))
            os._exit(0)
        finally:
            os._exit(1)
    return child


def in_a_process(url: str, work: Callable[[Store], None]) -> bool:
    """True when it came to its end, False when it was killed."""
    status = os.waitpid(start(url, work), 0)[1]
    assert not os.WIFEXITED(status) or os.WEXITSTATUS(status) == 0, "it was to work or to be killed, and failed"
    return os.WIFEXITED(status)


def killed_before_statement(number: int) -> Callable[[Store], None]:
    """A second turn, killed before its n-th statement reaches the database."""

    def run(store: Store) -> None:
        left = [number]

        def count_down(*_: Any) -> None:
            left[0] -= 1
            if left[0] == 0:
                die()

        event.listen(Engine, "before_cursor_execute", count_down)
        a_turn(store, 2)

    return run


def test_killed_before_any_statement_of_a_turn_the_turn_never_was(url: str) -> None:
    assert in_a_process(url, lambda store: a_turn(store, 1))

    kills = 0
    while not in_a_process(url, killed_before_statement(kills + 1)):
        kills += 1
        look = Store.open(url)
        assert state(look, "ana", NOW) == {"n": 1}
        assert counts(look, *TABLES) == (1, 1, 1, 1, 2, 1, 1, 1, 1)
        look.close()

    assert kills >= 12, "find, take, begin, submit, keep, two records and the messages are at least twelve statements"
    look = Store.open(url)
    assert counts(look, *TABLES) == (1, 1, 1, 2, 4, 2, 2, 2, 2), "the turn that was not killed is whole"
    look.close()


def test_killed_at_the_commit_of_a_first_turn_there_is_nobody_yet(url: str) -> None:
    def run(store: Store) -> None:
        event.listen(Engine, "commit", die)
        a_turn(store, 1)

    assert not in_a_process(url, run)

    look = Store.open(url)
    assert counts(look, *TABLES) == (0,) * len(TABLES)
    look.close()


def test_killed_right_after_the_commit_nothing_is_lost(url: str) -> None:
    def run(store: Store) -> None:
        a_turn(store, 1)
        a_turn(store, 2)
        die()

    assert not in_a_process(url, run)

    look = Store.open(url)
    assert state(look, "ana", NOW) == {"n": 2}
    assert counts(look, *TABLES) == (1, 1, 1, 2, 4, 2, 2, 2, 2)
    assert bodies(look, rows(look, Conversation)[0].id or 0, NOW) == ["1a", "1b", "2a", "2b"]
    look.close()


@pytest.mark.parametrize("turns", [3, 17, 40])
def test_killed_from_outside_while_it_works_all_it_said_it_had_done_is_there(url: str, turns: int) -> None:
    said, heard = os.pipe()

    def run(store: Store) -> None:
        for number in range(1, 10_000):
            a_turn(store, number)
            os.write(heard, b".")

    child = start(url, run)
    for _ in range(turns):
        os.read(said, 1)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    os.close(said)
    os.close(heard)

    look = Store.open(url)
    last = state(look, "ana", NOW)["n"]
    assert last >= turns
    assert counts(look, *TABLES) == (1, 1, 1, last, 2 * last, last, last, last, last)
    look.close()

"""What a channel hears is committed before it is acknowledged, in order, with the others' or without them."""

import asyncio
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from random import Random
from typing import Any

import pytest

from bot.metrics import Metrics
from bot.render import Capabilities
from bot.turn import Assistant, Heard
from bot.words import PARIS
from bot.writer import Stopped, Writer
from dialogs.catalogue import CATALOGUE
from dialogs.core.events import Typed
from storage.errors import StorageError
from storage.store import Store
from storage.tables import Received
from tests.play import facts
from tests.storage.rows import rows

NOW = datetime(2025, 5, 10, 10, tzinfo=PARIS)


class Naps:
    """Sleeping that takes no time: how long was asked for."""

    def __init__(self) -> None:
        self.asked: list[float] = []

    async def sleep(self, seconds: float) -> None:
        self.asked.append(seconds)


@pytest.fixture
def naps() -> Naps:
    return Naps()


def front(store: Store, naps: Naps, room: int = 1024) -> Writer:
    assistant = Assistant(store, facts(), CATALOGUE)
    return Writer(assistant, {"test": Capabilities()}, Random(1), Metrics(), naps.sleep, room)


@pytest.fixture
async def writer(store: Store, naps: Naps) -> AsyncIterator[Writer]:
    """On either database."""
    writer = front(store, naps)
    yield writer
    await writer.stop()


@pytest.fixture
def sqlite(sqlite_url: str) -> Iterator[Store]:
    store = Store.open(sqlite_url, patience=0.05)
    yield store
    store.close()


def heard(number: int, address: str = "ana", words: str = "bonjour") -> Heard:
    return Heard("test", address, f"test:{number}", NOW, Typed(words), "fr")


def taken(store: Store) -> list[tuple[str, str]]:
    return [(row.event_id, row.status) for row in rows(store, Received)]


class Gate:
    """A job that begins, and waits to be let go: what comes meanwhile is a group."""

    def __init__(self) -> None:
        self.begun, self.go = threading.Event(), threading.Event()

    def job(self) -> None:
        self.begun.set()
        self.go.wait(10)


async def busy(writer: Writer) -> tuple[Gate, "asyncio.Task[None]"]:
    """The writer with its hands full."""
    gate = Gate()
    task = asyncio.create_task(writer.do(gate.job))
    await asyncio.to_thread(gate.begun.wait, 10)
    return gate, task


def starting(writer: Writer, *jobs: Callable[[], Any]) -> "list[asyncio.Task[Any]]":
    return [asyncio.create_task(writer.do(job)) for job in jobs]


async def test_an_event_is_committed_when_it_is_acknowledged(writer: Writer, store: Store) -> None:
    assert await writer.hear(heard(1)) is True
    assert taken(store) == [("test:1", "done")]
    assert store.conversation("test", "ana") is not None


async def test_an_event_that_comes_twice_is_one_turn(writer: Writer, store: Store) -> None:
    first, again = await asyncio.gather(writer.hear(heard(1)), writer.hear(heard(1)))

    assert (first, again) == (True, False)
    assert taken(store) == [("test:1", "done")]


async def test_many_people_at_once_are_all_heard(writer: Writer, store: Store) -> None:
    done = await asyncio.gather(*(writer.hear(heard(number, f"p{number % 7}")) for number in range(100)))

    assert all(done)
    assert len(taken(store)) == 100


async def test_messages_of_one_person_are_taken_in_the_order_they_came(writer: Writer, store: Store) -> None:
    await asyncio.gather(*(writer.hear(heard(number, words=f"mot {number}")) for number in range(10)))

    with store.turn(channel="test", address="ana", event_id="look", at=NOW) as work:
        assert work.version == 10
    conversation = store.conversation("test", "ana")
    assert conversation is not None
    order = [int(row.id) for row in store.outbox.pending(conversation, NOW)]
    assert order == sorted(order)


async def test_whoever_is_woken_finds_what_was_committed(writer: Writer, store: Store) -> None:
    found: list[int] = []
    writer.on_commit(lambda: found.append(len(taken(store))))
    await writer.hear(heard(1))
    await writer.hear(heard(2))

    assert found == [1, 2]


async def test_what_waits_together_is_committed_together(sqlite: Store, naps: Naps) -> None:
    writer, commits = front(sqlite, naps), list[int]()
    gate, first = await busy(writer)
    writer.on_commit(lambda: commits.append(len(taken(sqlite))))
    people = [asyncio.create_task(writer.hear(heard(number, f"p{number}"))) for number in range(5)]
    await asyncio.sleep(0)
    gate.go.set()
    await asyncio.gather(first, *people)

    assert commits == [0, 5], "one commit for the five"
    await writer.stop()


async def test_a_job_that_fails_is_told_alone_and_the_others_of_its_group_stay(sqlite: Store, naps: Naps) -> None:
    writer = front(sqlite, naps)
    gate, first = await busy(writer)

    def write(number: int, *, fail: bool) -> str:
        with sqlite.turn(channel="test", address=f"p{number}", event_id=f"test:{number}", at=NOW) as work:
            work.keep({})
            if fail:
                raise ValueError("mine")
        return f"kept {number}"

    tasks = starting(writer, lambda: write(1, fail=False), lambda: write(2, fail=True), lambda: write(3, fail=False))
    await asyncio.sleep(0)
    gate.go.set()
    one, two, three = await asyncio.gather(*tasks, return_exceptions=True)

    assert (one, repr(two), three) == ("kept 1", "ValueError('mine')", "kept 3")
    assert taken(sqlite) == [("test:1", "done"), ("test:3", "done")]
    await first
    await writer.stop()


async def test_nobody_is_acknowledged_when_the_commit_fails(
    sqlite: Store, naps: Naps, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = Store.together

    @contextmanager
    def failing(store: Store) -> Iterator[None]:
        with whole(store):
            yield
            raise StorageError("interrupted", "the disk is full")

    with monkeypatch.context() as failure:
        failure.setattr(Store, "together", failing)
        writer = front(sqlite, naps)
        people = [asyncio.create_task(writer.hear(heard(number, f"p{number}"))) for number in range(3)]
        ended = await asyncio.gather(*people, return_exceptions=True)
        await writer.stop()

    assert [str(error) for error in ended] == ["the disk is full"] * 3
    assert taken(sqlite) == []


async def test_an_event_refused_while_another_process_was_writing_is_taken_when_it_comes_again(
    sqlite: Store, naps: Naps, sqlite_url: str
) -> None:
    writer, rival = front(sqlite, naps), Store.open(sqlite_url)
    with rival.turn(channel="test", address="rival", event_id="rival", at=NOW), pytest.raises(StorageError) as refused:
        await writer.hear(heard(1))

    assert refused.value.code == "busy"
    assert await writer.hear(heard(1)) is True
    rival.close()
    await writer.stop()


async def test_a_database_that_is_away_for_a_moment_is_waited_for(
    sqlite: Store, naps: Naps, monkeypatch: pytest.MonkeyPatch
) -> None:
    writer, turn, away = front(sqlite, naps), Store.turn, iter([True, True, False])

    def sometimes(store: Store, **where: Any) -> Any:
        if next(away):
            raise StorageError("interrupted", "the database is restarting")
        return turn(store, **where)

    monkeypatch.setattr(Store, "turn", sometimes)
    assert await writer.hear(heard(1)) is True

    assert len(naps.asked) == 2
    assert 0 < naps.asked[0] < naps.asked[1]
    assert taken(sqlite) == [("test:1", "done")]
    await writer.stop()


async def test_a_database_that_stays_away_is_said_so_that_the_event_is_delivered_again(
    sqlite: Store, naps: Naps, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(store: Store, **where: Any) -> Any:
        raise StorageError("unreachable", "no")

    writer = front(sqlite, naps)
    monkeypatch.setattr(Store, "turn", away)
    with pytest.raises(StorageError, match="no"):
        await writer.hear(heard(1))

    assert len(naps.asked) == 4
    await writer.stop()


async def test_stopping_finishes_what_was_accepted_and_refuses_what_comes_after(sqlite: Store, naps: Naps) -> None:
    writer = front(sqlite, naps)
    gate, first = await busy(writer)
    accepted = [asyncio.create_task(writer.hear(heard(number, f"p{number}"))) for number in range(100)]
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    stopping = asyncio.create_task(writer.stop())
    await asyncio.sleep(0)
    late = asyncio.create_task(writer.hear(heard(200, "late")))
    gate.go.set()
    await asyncio.gather(first, stopping, *accepted)

    assert len(taken(sqlite)) == 100
    with pytest.raises(Stopped):
        await late


async def test_whoever_brings_more_than_there_is_room_for_waits(sqlite: Store, naps: Naps) -> None:
    writer, begun = front(sqlite, naps, room=2), list[int]()
    gate, first = await busy(writer)
    tasks = starting(writer, *(lambda number=number: begun.append(number) for number in range(5)))
    await asyncio.sleep(0)
    assert writer.accepted == 2

    gate.go.set()
    await asyncio.gather(first, *tasks)
    assert begun == [0, 1, 2, 3, 4]
    assert writer.accepted == 0
    await writer.stop()


async def test_somebody_who_leaves_before_the_answer_harms_nobody(sqlite: Store, naps: Naps) -> None:
    writer = front(sqlite, naps)
    gate, first = await busy(writer)
    leaver, stays = (asyncio.create_task(writer.hear(heard(number, f"p{number}"))) for number in range(2))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    leaver.cancel()
    gate.go.set()

    assert await stays is True
    await first
    await writer.stop()
    assert len(taken(sqlite)) == 2, "accepted is accepted"

"""What was queued arrives, in order, once as a rule; what cannot arrive holds nobody up, and is told.

The clock stands still until a test moves it, and the channel is in the test's hands: it records what it is asked to
send, and fails when it is told to.
"""

import asyncio
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any

import pytest
from sqlmodel import select

from bot.channels.base import Card, Gone, Letter, Moved, NotSent, Rejected, Removal, SlowDown
from bot.dispatch import AT_ONCE, TRIES, Dispatcher
from bot.metrics import Metrics
from bot.offices import Office
from bot.render import Capabilities, File, Line, Message
from bot.turn import Assistant, Heard
from bot.words import PARIS
from bot.writer import Writer
from dialogs.catalogue import CATALOGUE
from dialogs.core.events import Typed
from storage.errors import StorageError
from storage.outbox import Message as Row
from storage.outbox import Outbox
from storage.records import Outgoing
from storage.store import Store
from storage.tables import Queued
from tests.play import facts

NOW = datetime(2025, 5, 10, 10, tzinfo=PARIS)
ABLE = Capabilities()
SECOND = timedelta(seconds=1)


class Time:
    """A clock that stands still, and those who sleep until it is moved."""

    def __init__(self) -> None:
        self.now = NOW
        self.sleepers: list[tuple[datetime, asyncio.Future[None]]] = []

    def clock(self) -> datetime:
        return self.now

    async def sleep(self, seconds: float) -> None:
        waking: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.sleepers.append((self.now + timedelta(seconds=seconds), waking))
        await waking

    def passes(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)
        for until, waking in self.sleepers:
            if until <= self.now and not waking.done():
                waking.set_result(None)
        self.sleepers = [one for one in self.sleepers if not one[1].done()]

    @property
    def awaited(self) -> bool:
        return any(not waking.done() for _, waking in self.sleepers)

    @property
    def wakes_in(self) -> float:
        """Seconds until somebody wakes."""
        return min((until - self.now).total_seconds() for until, waking in self.sleepers if not waking.done())


@dataclass
class Place:
    """A channel: what it was asked to send, in order, and what it does instead of sending."""

    name: str = "test"
    able: Capabilities = ABLE
    begun: list[str] = field(default_factory=list)
    sent: list[str] = field(default_factory=list)
    letters: list[Letter] = field(default_factory=list)
    faults: list[Exception] = field(default_factory=list)
    closed: set[str] = field(default_factory=set)
    gate: asyncio.Event = field(default_factory=asyncio.Event)
    shown_busy: list[str] = field(default_factory=list)

    async def busy(self, address: str) -> None:
        self.shown_busy.append(address)

    async def send(self, letter: Letter) -> str | None:
        self.begun.append(words(letter))
        while letter.address in self.closed:
            await self.gate.wait()
        if self.faults:
            raise self.faults.pop(0)
        self.sent.append(words(letter))
        self.letters.append(letter)
        return f"vendor-{letter.row}"

    def open(self) -> None:
        self.closed.clear()
        self.gate.set()


def words(letter: Letter) -> str:
    content = letter.content
    if isinstance(content, Message):
        return " ".join(line.text for line in content.lines)
    return type(content).__name__


def body(text: str) -> dict[str, Any]:
    return Message("fr", (Line("body", text),)).to_json()


@dataclass
class Post:
    """One process that sends, in the test's hands."""

    store: Store
    owner: str = "one"
    time: Time = field(default_factory=Time)
    place: Place = field(default_factory=Place)

    def __post_init__(self) -> None:
        offices = {"hauts-de-france": Office("desk", "C1")}
        self.assistant = Assistant(self.store, facts(), CATALOGUE, offices=offices)
        self.metrics = Metrics()
        self.writer = Writer(self.assistant, {"test": ABLE}, Random(1), self.metrics, self.time.sleep)
        self.dispatcher = Dispatcher(
            self.assistant,
            {"test": self.place},
            self.writer,
            self.time.clock,
            Random(1),
            self.metrics,
            self.owner,
            self.time.sleep,
        )
        self.running: asyncio.Task[None] | None = None

    def say(self, address: str, *said: str | Outgoing, channel: str = "test") -> int:
        """What a turn would queue for somebody; the number of their conversation."""
        event = f"event:{self.owner}:{Random().random()}"
        with self.store.turn(channel=channel, address=address, event_id=event, at=self.time.now) as work:
            work.queue(one if isinstance(one, Outgoing) else Outgoing(body=body(one)) for one in said)
            conversation = work.conversation_id
        self.dispatcher.wake()
        return conversation

    def start(self) -> None:
        self.running = asyncio.create_task(self.dispatcher.run())

    async def until(self, seen: Callable[[], bool]) -> None:
        """Let it work until this is so."""
        async with asyncio.timeout(20):
            while not seen():
                await asyncio.sleep(0)

    async def settled(self) -> list[str]:
        """Let it work until there is nothing more to do at this hour; what was sent so far."""
        if self.running is None:
            self.start()
        await self.until(lambda: self.dispatcher.idle and self.time.awaited)
        return self.place.sent

    async def passes(self, seconds: float) -> list[str]:
        self.time.passes(seconds)
        return await self.settled()

    async def stop(self) -> None:
        await self.dispatcher.stop()
        await self.writer.stop()
        if self.running is not None:
            await self.running

    async def killed(self) -> None:
        """Nothing more is begun, ended or written by it."""
        for task in (self.running, *self.dispatcher._tasks):
            if task is not None:
                task.cancel()
        await self.writer.stop()

    def outcomes(self) -> dict[str, int]:
        """How often each outcome was counted."""
        counted = (sample for metric in self.metrics.tried.collect() for sample in metric.samples)
        return {one.labels["outcome"]: int(one.value) for one in counted if one.name.endswith("_total")}


@pytest.fixture
async def post(store: Store) -> AsyncIterator[Post]:
    """On either database."""
    post = Post(store)
    yield post
    await post.stop()


@pytest.fixture
def sqlite(sqlite_url: str) -> Iterator[Store]:
    store = Store.open(sqlite_url)
    yield store
    store.close()


@pytest.fixture
async def alone(sqlite: Store) -> AsyncIterator[Post]:
    """Where one process sends."""
    post = Post(sqlite)
    yield post
    await post.stop()


def statuses(store: Store, conversation: int) -> list[str]:
    with store.reading() as session:
        rows = session.exec(select(Queued).where(Queued.conversation_id == conversation).order_by("id"))
        return [row.status for row in rows]


# -- arriving --------------------------------------------------------------------------------------------------------


async def test_what_was_queued_arrives_in_order_and_only_once(post: Post) -> None:
    conversation = post.say("ana", "un", "deux", "trois")

    assert await post.settled() == ["un", "deux", "trois"]
    assert statuses(post.store, conversation) == ["sent"] * 3
    assert await post.passes(3600) == ["un", "deux", "trois"]


async def test_an_answer_leaves_as_soon_as_its_turn_is_committed(post: Post) -> None:
    await post.settled()
    await post.writer.hear(Heard("test", "ana", "test:1", NOW, Typed("bonjour"), "fr"))

    assert len(await post.settled()) > 0
    assert post.time.now == NOW


async def test_a_person_whose_line_is_slow_holds_nobody_else_up(post: Post) -> None:
    post.place.closed = {"ana"}
    post.say("ana", "un", "deux")
    post.say("bob", "one", "two")
    post.start()
    await post.until(lambda: post.place.sent == ["one", "two"])

    assert sorted(post.place.begun) == ["one", "two", "un"], "one of each conversation at a time"
    post.place.open()
    assert await post.settled() == ["one", "two", "un", "deux"]


async def test_an_alert_does_not_wait_for_the_message_under_way(post: Post) -> None:
    post.place.closed = {"ana"}
    post.say("ana", "un", "deux")
    post.start()
    await post.until(lambda: post.place.begun == ["un"])
    post.say("ana", Outgoing(body=body("ALERTE"), priority=10))
    await post.until(lambda: post.place.begun == ["un", "ALERTE"])

    post.place.open()
    await post.settled()
    assert sorted(post.place.sent[:2]) == ["ALERTE", "un"]
    assert post.place.sent[2:] == ["deux"]
    assert [letter.urgent for letter in post.place.letters if words(letter) == "ALERTE"] == [True]


async def test_no_more_are_under_way_than_there_is_room_for(alone: Post) -> None:
    people = [f"p{number}" for number in range(AT_ONCE + 5)]
    alone.place.closed = set(people)
    for one in people:
        alone.say(one, one)
    alone.start()
    await alone.until(lambda: len(alone.place.begun) == AT_ONCE and alone.time.sleepers != [])
    assert len(alone.place.begun) == AT_ONCE

    alone.place.open()
    assert sorted(await alone.settled()) == sorted(people)


async def test_a_reminder_arrives_at_its_hour(post: Post) -> None:
    post.say("ana", Outgoing(body=body("rappel"), due_at=NOW + 20 * SECOND), "un")

    assert await post.settled() == ["un"]
    assert post.time.wakes_in == 20
    assert await post.passes(19) == ["un"]
    assert await post.passes(1) == ["un", "rappel"]


async def test_what_another_process_queued_is_found_within_half_a_minute(post: Post, url: str) -> None:
    await post.settled()
    other = Store.open(url)
    with other.turn(channel="test", address="ana", event_id="other", at=NOW) as work:
        work.queue([Outgoing(body=body("un"))])
    other.close()

    assert await post.settled() == []
    assert post.time.wakes_in == 30
    assert await post.passes(30) == ["un"]


async def test_a_message_takes_the_place_of_the_one_it_edits(post: Post) -> None:
    post.say("ana", Outgoing(body=body("question"), key="q"))
    await post.settled()
    post.say("ana", Outgoing(body=body("réponse"), edits="q"))
    await post.settled()

    asked, answered = post.place.letters
    assert (asked.replaces, answered.replaces) == (None, f"vendor-{asked.row}")


async def test_the_first_message_of_a_thread_opens_it_and_the_others_go_there(post: Post) -> None:
    def tell(said: str) -> None:
        with post.store.desk(NOW) as desk:
            thread = desk.thread("test", "C1/request:1", "request:1")
            desk.queue([Outgoing(body=body(said))], thread)
        post.dispatcher.wake()

    tell("ouverture")
    await post.settled()
    tell("suite")
    await post.settled()

    first, second = post.place.letters
    assert (first.thread, second.thread) == (None, f"vendor-{first.row}")


async def test_what_is_for_a_channel_that_is_not_served_is_left_alone(post: Post) -> None:
    for number in range(AT_ONCE * 2):
        elsewhere = post.say(f"terminal {number}", "un", channel="console")
    post.say("ana", "deux")

    assert await post.settled() == ["deux"]
    assert statuses(post.store, elsewhere) == ["pending"]
    assert post.time.wakes_in == 30, "and nobody is kept awake by it"


# -- orders, and what is made when it is sent ------------------------------------------------------------------------


async def test_an_order_is_carried_out_and_what_follows_leaves_in_its_place(
    post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    def obey(assistant: Assistant, row: Any, now: datetime, able: Capabilities) -> tuple[Outgoing, ...]:
        return (Outgoing(body=body(f"fait : {row.body['order']}")),)

    monkeypatch.setattr(Assistant, "obey", obey)
    conversation = post.say("ana", "un", Outgoing(body={"order": "paper"}))

    assert await post.settled() == ["un", "fait : paper"]
    assert statuses(post.store, conversation) == ["sent"] * 3


async def test_a_person_who_has_everything_erased_is_sent_nothing_more(post: Post) -> None:
    post.say("ana", "adieu")
    with post.store.turn(channel="test", address="ana", event_id="bye", at=NOW) as work:
        work.queue([Outgoing(body={"order": "forget", "person": work.person_id}), Outgoing(body=body("encore"))])

    assert await post.settled() == ["adieu"]
    assert post.store.conversation("test", "ana") is None


async def test_what_is_made_when_it_is_sent_is_made_then_and_not_sent_when_it_is_no_longer_wanted(
    post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = {"paper": File("a.pdf", b"%PDF"), "card": Card("HDF-1", "t", "s"), "removal": Removal(), "gone": None}
    monkeypatch.setattr(Assistant, "content", lambda self, row, now: made[row.body["content"]])
    conversation = post.say("ana", *(Outgoing(body={"content": kind}) for kind in made))

    assert await post.settled() == ["File", "Card", "Removal"]
    assert statuses(post.store, conversation) == ["sent"] * 4
    assert post.outcomes() == {"sent": 3, "dropped": 1}
    assert post.place.shown_busy == ["ana"] * 4


async def test_an_order_that_nobody_knows_is_given_up_in_the_end_and_holds_nobody_up(post: Post) -> None:
    post.say("ana", Outgoing(body={"order": "dance"}), "après")
    post.say("bob", "one")
    assert await post.settled() == ["one"]
    for _ in range(TRIES):
        await post.passes(2 * 3600)

    assert post.place.sent == ["one", "après"]


# -- what a vendor may answer ----------------------------------------------------------------------------------------


async def test_a_vendor_that_asks_to_wait_is_obeyed_for_that_person_alone(post: Post) -> None:
    post.place.faults = [SlowDown(7)]
    post.say("ana", "un", "deux")
    await post.settled()
    post.say("bob", "one")

    assert await post.settled() == ["one"]
    assert await post.passes(6) == ["one"]
    assert await post.passes(1) == ["one", "un", "deux"]


async def test_being_asked_to_wait_is_not_a_failure(post: Post) -> None:
    post.place.faults = [SlowDown(1) for _ in range(3 * TRIES)]
    post.say("ana", "un")
    for _ in range(3 * TRIES):
        await post.settled()
        post.time.passes(1)

    assert await post.settled() == ["un"]
    assert post.outcomes() == {"slow_down": 3 * TRIES, "sent": 1}


async def test_a_person_who_blocked_the_bot_is_left_in_peace_until_they_come_back(post: Post) -> None:
    post.place.faults = [Gone()]
    post.say("ana", "un")
    await post.settled()
    assert await post.passes(48 * 3600) == []

    post.say("ana", "deux")  # a turn: they have written again
    assert await post.settled() == ["un", "deux"]


async def test_a_conversation_that_moved_is_followed(post: Post) -> None:
    post.place.faults = [Moved("ana-2")]
    post.say("ana", "un", "deux")

    assert await post.settled() == ["un", "deux"]
    assert [letter.address for letter in post.place.letters] == ["ana-2", "ana-2"]


async def test_a_conversation_that_moved_to_where_somebody_talks_already_is_left_where_it_is(post: Post) -> None:
    post.say("bob", "one")
    await post.settled()
    post.place.faults = [Moved("bob")]
    post.say("ana", "un")
    await post.settled()

    assert await post.passes(3600) == ["one"]


async def test_what_a_vendor_refuses_is_given_up_at_once_and_the_next_one_goes(post: Post) -> None:
    post.place.faults = [Rejected("too long")]
    conversation = post.say("ana", "un", "deux")

    assert await post.settled() == ["deux"]
    assert statuses(post.store, conversation) == ["dead", "sent"]


async def test_the_staff_are_told_of_what_was_given_up(post: Post) -> None:
    state = kept_by_somebody_of("hauts-de-france", post)
    with post.store.turn(channel="test", address="ana", event_id="1", at=NOW) as work:
        work.keep(state)
        work.queue([Outgoing(body=body("un"))])
    post.place.faults = [Rejected("no")]
    await post.settled()

    thread = post.store.conversation("desk", "C1/undelivered:hauts-de-france")
    assert thread is not None
    assert statuses(post.store, thread) == ["pending"]


def kept_by_somebody_of(region: str, post: Post) -> dict[str, Any]:
    """The state of somebody who has said hello and chosen a region."""
    post.assistant.hear(Heard("console", "model", "model", NOW, Typed("bonjour"), "fr"), ABLE)
    kept = post.store.kept("console", "model")
    return {**kept, "profile": {**kept["profile"], "region": region}}


async def test_a_failure_is_tried_again_with_growing_patience_then_given_up(post: Post) -> None:
    post.place.faults = [ConnectionError() for _ in range(TRIES)]
    conversation = post.say("ana", "un", "deux")
    waits: list[float] = []
    while await post.settled() == []:
        waits.append((next_try(post.store) - post.time.now).total_seconds())
        assert await post.passes(waits[-1] - 1) == [], "not before its hour"
        post.time.passes(1)

    due = (2, 10, 50, 250, 1250, 3600, 3600)
    assert all(base * 0.8 <= wait <= base * 1.2 for base, wait in zip(due, waits, strict=True))
    assert await post.settled() == ["deux"]
    assert statuses(post.store, conversation) == ["dead", "sent"]


def next_try(store: Store) -> datetime:
    with store.reading() as session:
        return max(row.next_try_at for row in session.exec(select(Queued)) if row.next_try_at)


async def test_those_who_failed_together_are_not_all_tried_again_at_the_same_instant(alone: Post) -> None:
    alone.place.faults = [ConnectionError() for _ in range(10)]
    for number in range(10):
        alone.say(f"p{number}", "un")
    await alone.settled()
    with alone.store.reading() as session:
        tries = {row.next_try_at for row in session.exec(select(Queued))}

    assert len(tries) == 10


# -- what the database may do ----------------------------------------------------------------------------------------


async def test_what_was_sent_and_could_not_be_marked_is_not_sent_again(
    alone: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(outbox: Outbox, *_what: Any) -> None:
        raise StorageError("interrupted", "the disk is full")

    with monkeypatch.context() as disk:
        disk.setattr(Outbox, "done_many", full)
        disk.setattr(Outbox, "done", full)
        conversation = alone.say("ana", "un", "deux")
        alone.say("bob", "one")
        alone.start()
        for _ in range(20):
            await alone.until(lambda: len(alone.time.sleepers) >= 2 and not alone.dispatcher._woken.is_set())
            alone.time.passes(alone.time.wakes_in)
    assert sorted(alone.place.begun) == ["one", "un"]

    for _ in range(3):
        await alone.until(lambda: alone.time.sleepers != [])
        alone.time.passes(60)
    await alone.until(lambda: alone.dispatcher.idle)
    assert sorted(alone.place.sent) == ["deux", "one", "un"]
    assert statuses(alone.store, conversation) == ["sent", "sent"]


async def test_what_leaves_while_the_next_is_looked_for_is_not_sent_again(
    alone: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    looks, seen, go = Outbox.heads, threading.Event(), threading.Event()

    def slow(outbox: Outbox, *what: Any, **how: Any) -> list[Row]:
        found = looks(outbox, *what, **how)
        if any(row.address == "bob" for row in found):  # what "ana" has in hand still waits there
            seen.set()
            go.wait(20)
        return found

    monkeypatch.setattr(Outbox, "heads", slow)
    alone.place.closed = {"ana"}
    conversation = alone.say("ana", "un")
    alone.start()
    await alone.until(lambda: alone.place.begun == ["un"])
    alone.say("bob", "one")
    await alone.until(seen.is_set)
    alone.place.open()
    await alone.until(lambda: not alone.dispatcher._in_hand)
    assert statuses(alone.store, conversation) == ["sent"]
    go.set()

    await alone.until(lambda: "one" in alone.place.sent)
    assert await alone.settled() == ["un", "one"]


async def test_a_database_that_is_away_is_waited_for(alone: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(outbox: Outbox, *_what: Any, **_how: Any) -> None:
        raise StorageError("unreachable", "no")

    with monkeypatch.context() as database:
        database.setattr(Outbox, "heads", away)
        alone.say("ana", "un")
        assert await alone.settled() == []
        assert await alone.passes(1) == []

    assert await alone.passes(1) == ["un"]


async def test_a_bug_of_ours_in_a_mark_repeats_nothing_to_anybody(alone: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(outbox: Outbox, *_what: Any) -> None:
        raise KeyError("oops")

    monkeypatch.setattr(Outbox, "done_many", broken)
    alone.say("ana", "un")
    alone.start()
    await alone.until(lambda: alone.place.sent == ["un"])
    for _ in range(5):
        await alone.until(lambda: alone.dispatcher._resting)
        alone.time.passes(30)

    assert alone.place.begun == ["un"]


# -- starting and stopping -------------------------------------------------------------------------------------------


async def test_stopping_finishes_what_is_under_way_and_begins_nothing_more(sqlite: Store) -> None:
    post = Post(sqlite)
    post.place.closed = {"ana"}
    conversation = post.say("ana", "un", "deux")
    post.start()
    await post.until(lambda: post.place.begun == ["un"])
    stopping = asyncio.create_task(post.stop())
    await asyncio.sleep(0)
    post.place.open()
    await stopping

    assert post.place.sent == ["un"]
    assert statuses(sqlite, conversation) == ["sent", "pending"]


async def test_stopping_does_not_wait_for_ever(sqlite: Store) -> None:
    post = Post(sqlite)
    post.place.closed = {"ana"}
    post.say("ana", "un")
    post.start()
    await post.until(lambda: post.place.begun == ["un"])
    stopping = asyncio.create_task(post.stop())
    await post.until(lambda: any(until == NOW + 8 * SECOND for until, _ in post.time.sleepers))
    post.time.passes(8)
    await stopping

    next_day = Post(sqlite)
    assert await next_day.settled() == ["un"], "it is sent at the next start"
    await next_day.stop()


async def test_after_a_kill_what_was_under_way_is_repeated_and_nothing_else(sqlite: Store) -> None:
    killed = Post(sqlite)
    killed.place.closed = {"ana"}
    killed.say("ana", "un", "deux")
    killed.say("bob", "one", "two")
    killed.start()
    await killed.until(lambda: killed.place.sent == ["one", "two"] and len(killed.dispatcher._in_hand) == 1)
    await killed.killed()

    post = Post(sqlite)
    assert await post.settled() == ["un", "deux"]
    await post.stop()


async def test_two_processes_share_the_work_and_send_each_thing_once(postgresql_url: str) -> None:
    stores = [Store.open(postgresql_url) for _ in range(2)]
    one, two = (Post(store, owner) for store, owner in zip(stores, ("one", "two"), strict=True))
    for number in range(60):
        one.say(f"p{number}", f"{number} un", f"{number} deux")
    one.start()
    two.start()
    await one.until(lambda: len(one.place.sent) + len(two.place.sent) == 120)
    sent = [*one.place.sent, *two.place.sent]

    assert len(set(sent)) == 120
    for post in (one, two):
        ordered = [words.split()[1] for words in post.place.sent]
        assert {"un", "deux"} >= set(ordered)
    await asyncio.gather(one.stop(), two.stop())
    for store in stores:
        store.close()


async def test_what_a_dead_process_had_in_hand_is_taken_over_when_its_lease_runs_out(postgresql_url: str) -> None:
    store = Store.open(postgresql_url)
    dead = Post(store, "dead")
    dead.say("ana", "un")
    store.outbox.claim(NOW, 10, "dead", timedelta(minutes=5))

    post = Post(store, "two")
    assert await post.settled() == []
    assert await post.passes(301) == ["un"]
    for each in (dead, post):
        await each.stop()
    store.close()


@pytest.mark.parametrize("fault", [NotSent("odd"), TimeoutError(), ValueError("a bug"), OSError()])
async def test_any_other_failure_may_pass(alone: Post, fault: Exception) -> None:
    alone.place.faults = [fault]
    alone.say("ana", "un")
    assert await alone.settled() == []

    assert await alone.passes(3) == ["un"]

"""Whatever happens to the outbox, in whatever order, what is claimed is what a plain list of messages says it is."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule, run_state_machine_as_test

from storage.outbox import Message
from storage.records import Outgoing
from storage.store import Store
from storage.tables import Person
from tests.storage.rows import rows, say

LEASE = timedelta(minutes=10)
MINUTES = st.integers(0, 20).map(lambda minutes: timedelta(minutes=minutes))
NOBODY = "nobody"


@dataclass
class Expected:
    """A message as a plain list remembers it."""

    body: int
    who: str
    priority: int
    due_at: datetime
    tried_at: datetime | None = None
    held_until: datetime | None = None
    owner: str = NOBODY

    @property
    def place(self) -> tuple[int, int]:
        return (-self.priority, self.body)


@dataclass
class Plain:
    """The rules of the outbox, on a list."""

    waiting: list[Expected] = field(default_factory=list)
    unreachable: set[str] = field(default_factory=set)

    def next(self, now: datetime) -> list[Expected]:
        """The first due message of every conversation, if it may be tried and nobody holds one as urgent."""
        due = [one for one in self.waiting if one.due_at <= now]
        heads = [min((one for one in due if one.who == who), key=lambda one: one.place) for who in {d.who for d in due}]
        held = {(one.who, one.priority) for one in due if one.held_until and one.held_until > now}
        free = [one for one in heads if (one.who, one.priority) not in held and one.who not in self.unreachable]
        return sorted((one for one in free if not one.tried_at or one.tried_at <= now), key=lambda one: one.place)


def machine(store: Store) -> type[RuleBasedStateMachine]:
    """A machine on this store; each example begins by forgetting everybody."""
    numbers: Iterator[int] = count(1)

    class OutboxMachine(RuleBasedStateMachine):
        def __init__(self) -> None:
            super().__init__()
            self.now = datetime(2025, 5, 14, tzinfo=UTC)
            self.plain = Plain()
            self.leased: list[Message] = []
            self.conversations: dict[str, int] = {}
            for person in rows(store, Person):
                store.forget(person.id or 0, self.now, who="nobody")

        @rule(who=st.sampled_from("abc"), priority=st.sampled_from((0, 0, 1)), later=MINUTES, failed=st.booleans())
        def queue(self, who: str, priority: int, later: timedelta, failed: bool) -> None:
            body = next(numbers)
            message = Outgoing(body=body, priority=priority, due_at=self.now + later)
            if failed:
                place = {"channel": "console", "address": who, "event_id": str(body), "at": self.now}
                store.failed(**place, error="Bug", apology=[message])  # type: ignore[arg-type]
            else:
                self.conversations[who] = say(store, who, str(body), self.now, message)
            self.plain.waiting.append(Expected(body, who, priority, self.now + later))
            self.plain.unreachable.discard(who)

        @rule(passed=MINUTES)
        def wait(self, passed: timedelta) -> None:
            self.now += passed

        @rule(owner=st.sampled_from(("one", "two")), limit=st.integers(1, 4))
        def claim(self, owner: str, limit: int) -> None:
            expected = self.plain.next(self.now)[:limit]
            leased = store.outbox.claim(self.now, limit, owner, LEASE)
            assert [message.body for message in leased] == [one.body for one in expected]
            self.leased.extend(leased)
            for one in expected:
                one.owner, one.held_until = owner, self.now + LEASE

        @rule(busy=st.sets(st.sampled_from("abc")), limit=st.integers(1, 4))
        def look(self, busy: set[str], limit: int) -> None:
            numbers = [number for who in busy if (number := store.conversation("console", who))]
            expected = [one.body for one in self.plain.next(self.now) if one.who not in busy]
            assert [message.body for message in store.outbox.heads(self.now, limit, numbers)] == expected[:limit]
            again = store.outbox.next_due(self.now, numbers)
            assert bool(expected) == (again is not None and again <= self.now), "neither asleep nor in circles"
            if again is not None and again > self.now:
                assert not store.outbox.heads(again - timedelta(microseconds=1), 1, numbers)

        @precondition(lambda self: self.leased)
        @rule(data=st.data())
        def sent(self, data: st.DataObject) -> None:
            message = self.take(data)
            store.outbox.done(message, None, self.now)
            self.plain.waiting = [one for one in self.plain.waiting if one.body != message.body]

        @precondition(lambda self: self.leased)
        @rule(data=st.data())
        def given_up(self, data: st.DataObject) -> None:
            message = self.take(data)
            store.outbox.dead(message, self.now)
            held = self.held(message)
            self.plain.waiting = [one for one in self.plain.waiting if one is not held]

        @precondition(lambda self: self.leased)
        @rule(data=st.data(), later=MINUTES)
        def not_sent(self, data: st.DataObject, later: timedelta) -> None:
            message = self.take(data)
            store.outbox.retry(message, self.now + later)
            if held := self.held(message):
                held.owner, held.held_until, held.tried_at = NOBODY, None, self.now + later

        @precondition(lambda self: self.conversations)
        @rule(data=st.data())
        def blocked(self, data: st.DataObject) -> None:
            who = data.draw(st.sampled_from(sorted(self.conversations)))
            store.outbox.unreachable(self.conversations[who], self.now)
            self.plain.unreachable.add(who)

        @rule()
        def restarted(self) -> None:
            store.outbox.release()
            for one in self.plain.waiting:
                one.owner, one.held_until = NOBODY, None

        def take(self, data: st.DataObject) -> Message:
            message = data.draw(st.sampled_from(self.leased))
            self.leased.remove(message)
            return message

        def held(self, message: Message) -> Expected | None:
            """The message, if whoever speaks of it still has it; the lease may have passed to another."""
            return next((o for o in self.plain.waiting if (o.body, o.owner) == (message.body, message.owner)), None)

    return OutboxMachine


def test_the_outbox_is_what_a_plain_list_says(store: Store) -> None:
    several = settings(
        max_examples=60,
        stateful_step_count=40,
        deadline=None,
        derandomize=True,
        suppress_health_check=[HealthCheck.too_slow],
    )
    run_state_machine_as_test(machine(store), settings=several)

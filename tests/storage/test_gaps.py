"""Questions without a good answer: counted by day, kept without anybody, gone after a year."""

from datetime import date, datetime, timedelta

import pytest

from storage.gaps import Gap
from storage.records import Outgoing
from storage.store import Store
from storage.tables import Person
from tests.storage.rows import counts

MAY = date(2025, 5, 10)
HDF, OCC = "hauts-de-france", "occitanie"
ASKED = Gap("unanswered", MAY, "fr", HDF, None, "Faut-il un parapluie ?")


def note(store: Store, now: datetime, *gaps: Gap) -> None:
    for place, gap in enumerate(gaps):
        with store.turn(channel="console", address="ana", event_id=f"{now}:{gap}:{place}", at=now) as work:
            work.note_gap(gap)


def seen(store: Store, now: datetime, *args: object, **kwargs: object) -> list[Gap]:
    with store.desk(now) as desk:
        return list(desk.gaps(*args, **kwargs))  # type: ignore[arg-type]


def test_the_same_question_is_one_line_counted(store: Store, now: datetime) -> None:
    later = Gap("unanswered", MAY + timedelta(days=3), "fr", HDF, None, ASKED.words)
    note(store, now, ASKED, ASKED, later)

    assert seen(store, now) == [Gap("unanswered", later.day, "fr", HDF, None, ASKED.words, 3)]


def test_the_most_frequent_come_first_and_a_network_sees_its_own(store: Store, now: datetime) -> None:
    other = Gap("disliked", MAY, "ar", OCC, "cap", "السقف؟")
    nobody = Gap("not_chosen", MAY, "en", None, "visa", "visa?")
    note(store, now, ASKED, other, other, nobody)

    assert [gap.count for gap in seen(store, now)] == [2, 1, 1]
    assert {gap.words for gap in seen(store, now, (HDF, None))} == {ASKED.words, nobody.words}
    assert [gap.words for gap in seen(store, now, None, "ar")] == [other.words]
    assert seen(store, now, since=MAY + timedelta(days=1)) == []
    assert seen(store, now, before=MAY) == []


def test_what_found_its_answer_is_taken_back(store: Store, now: datetime) -> None:
    note(store, now, ASKED, ASKED)
    for left in ([1], []):
        with store.turn(channel="console", address="ana", event_id=f"settles {left}", at=now) as work:
            work.settle_gap(ASKED)
        assert [gap.count for gap in seen(store, now)] == left


def test_an_event_taken_twice_counts_once(store: Store, now: datetime) -> None:
    for _time in range(2):
        with store.turn(channel="console", address="ana", event_id="once", at=now) as work:
            work.note_gap(ASKED)

    assert [gap.count for gap in seen(store, now)] == [1]


def test_nothing_in_it_leads_to_whoever_asked_nor_goes_with_them(store: Store, now: datetime) -> None:
    note(store, now, ASKED)
    with store.turn(channel="console", address="ana", event_id="who", at=now) as work:
        person = work.person_id

    store.forget(person, now, "person:1")

    assert counts(store, Person) == (0,)
    assert [gap.words for gap in seen(store, now)] == [ASKED.words]


@pytest.mark.parametrize(("days", "gone"), [(365, 0), (367, 1)])
def test_it_goes_after_a_year(store: Store, now: datetime, days: int, gone: int) -> None:
    note(store, now, Gap("unanswered", now.date(), "fr", None, None, "?"))

    assert store.purge(now + timedelta(days=days)).gaps == gone
    assert len(seen(store, now)) == 1 - gone


def test_an_order_waits_once_in_a_thread_however_many_put_it_there(store: Store, now: datetime) -> None:
    weekly = Outgoing({"order": "digest"}, "digest", due_at=now + timedelta(days=7))
    with store.desk(now) as desk:
        thread = desk.thread("slack", "C1/network:x", "network:x")
        assert desk.queue_once(weekly, thread)
    with store.desk(now) as desk:
        assert not desk.queue_once(weekly, thread)

    (row,) = store.outbox.pending(thread, now + timedelta(days=8))
    store.outbox.replace(row, [], now)
    with store.desk(now) as desk:
        assert desk.queue_once(weekly, thread), "the one before has left"

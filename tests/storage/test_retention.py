"""What people told us goes when they ask, or when it has served."""

from datetime import datetime, timedelta

import pytest

from storage.records import Assessed, Filed, Outgoing
from storage.retention import Purged, Retention
from storage.store import Store
from storage.tables import (
    Assessment,
    AuditLine,
    Conversation,
    Forwarded,
    Identity,
    Person,
    Queued,
    Received,
    Request,
    StoredFile,
)
from tests.storage.rows import bodies, counts, rows, say, state

PERSONAL = (Person, Identity, Conversation, Queued, Assessment, StoredFile)
SHARED, OWN = "a" * 64, "b" * 64
DAY = timedelta(days=1)


def a_full_life(store: Store, address: str, at: datetime, *files: str) -> int:
    """A turn that leaves something of every kind; returns the person's number."""
    with store.turn(channel="console", address=address, event_id=f"update {ord(address[0])}", at=at) as work:
        work.keep({"secret": address})
        work.queue([Outgoing(body="secret")])
        work.record(Assessed(at=at, verdict="eligible", situation={"secret": 1}, result={}))
        work.record(*(Filed(sha256=name, size=1, mime="image/jpeg") for name in files))
        work.audit(f"person:{work.person_id}", "spoke", f"conversation:{work.conversation_id}", {"secret": address})
        return work.person_id


def test_a_person_who_asks_is_erased_and_the_others_stay(store: Store, now: datetime) -> None:
    ana, bob = a_full_life(store, "ana", now, SHARED, OWN), a_full_life(store, "bob", now, SHARED)

    orphans = store.forget(ana, now, who=f"person:{ana}")

    assert orphans == (OWN,), "the file that Bob holds too is not to be removed"
    assert counts(store, *PERSONAL) == (1,) * len(PERSONAL)
    assert [person.id for person in rows(store, Person)] == [bob]
    assert state(store, "bob", now) == {"secret": "bob"}


def test_what_stays_of_an_erased_person_names_nobody(store: Store, now: datetime) -> None:
    ana = a_full_life(store, "ana", now)

    store.forget(ana, now + DAY, who="person:7")

    lines = [(line.who, line.action, line.subject, line.detail) for line in rows(store, AuditLine)]
    assert lines == [
        (f"person:{ana}", "spoke", "conversation:1", None),
        ("person:7", "forgotten", f"person:{ana}", None),
    ]
    assert "ana" not in str([event.model_dump() for event in rows(store, Received)])


def test_what_the_staff_noted_of_an_erased_persons_conversation_loses_its_detail(store: Store, now: datetime) -> None:
    ana = a_full_life(store, "ana", now)
    with store.turn(channel="slack", address="U1", event_id="a remark", at=now) as work:
        work.audit(f"person:{work.person_id}", "noted", "conversation:1", {"secret": "ana"})

    store.forget(ana, now, who="person:7")

    assert [line.detail for line in rows(store, AuditLine)] == [None, None, None]


def test_audit_lines_of_others_keep_their_detail(store: Store, now: datetime) -> None:
    a_full_life(store, "bob", now)
    ana = a_full_life(store, "ana", now)

    store.forget(ana, now, who="person:7")

    assert [line.detail for line in rows(store, AuditLine)] == [{"secret": "bob"}, None, None]


def test_erasing_twice_is_erasing_once(store: Store, now: datetime) -> None:
    ana = a_full_life(store, "ana", now)

    store.forget(ana, now, who="person:7")
    assert store.forget(ana, now, who="person:7") == ()

    assert [line.action for line in rows(store, AuditLine)] == ["spoke", "forgotten"]


def test_an_old_event_delivered_again_does_not_bring_an_erased_person_back(store: Store, now: datetime) -> None:
    store.forget(a_full_life(store, "ana", now), now, who="person:7")

    a_full_life(store, "ana", now)

    assert counts(store, *PERSONAL) == (0,) * len(PERSONAL)


def test_an_erased_person_who_comes_back_is_somebody_new(store: Store, now: datetime) -> None:
    ana = a_full_life(store, "ana", now)
    store.forget(ana, now, who="person:7")

    with store.turn(channel="console", address="ana", event_id="later", at=now) as work:
        assert work.state is None
        assert work.person_id > ana, "a number never names a second person"


def test_a_message_in_flight_to_somebody_erased_meanwhile_harms_nothing(store: Store, now: datetime) -> None:
    ana = a_full_life(store, "ana", now)
    message = store.outbox.claim(now, 1, "one", DAY)[0]
    store.forget(ana, now, who="person:7")
    bob = say(store, "bob", "1", now, "Bonjour")

    store.outbox.done(message, "v1", now)

    assert bodies(store, bob, now) == ["Bonjour"]


def test_nothing_is_purged_before_its_time(store: Store, now: datetime) -> None:
    a_full_life(store, "ana", now)

    assert store.purge(now + 30 * DAY) == Purged(0, 0, 0, 0, 0, 0, 0)


@pytest.mark.parametrize(
    ("days", "purged"),
    [
        (31, Purged(conversations=0, people=0, assessments=0, sent_bodies=0, undelivered=1, inbox=0, audit=0)),
        (91, Purged(conversations=0, people=0, assessments=0, sent_bodies=0, undelivered=1, inbox=1, audit=0)),
        (731, Purged(conversations=1, people=1, assessments=1, sent_bodies=0, undelivered=1, inbox=1, audit=0)),
        (1826, Purged(conversations=1, people=1, assessments=1, sent_bodies=0, undelivered=1, inbox=1, audit=1)),
    ],
)
def test_each_thing_goes_once_it_has_served(store: Store, now: datetime, days: int, purged: Purged) -> None:
    a_full_life(store, "ana", now)

    assert store.purge(now + days * DAY) == purged
    assert store.purge(now + days * DAY) == Purged(0, 0, 0, 0, 0, 0, 0)


def test_after_two_years_of_silence_nothing_personal_is_left(store: Store, now: datetime) -> None:
    a_full_life(store, "ana", now, OWN)

    assert store.purge(now + 731 * DAY).files == (OWN,)

    assert counts(store, *PERSONAL) == (0,) * len(PERSONAL)


def test_a_person_is_kept_as_long_as_their_conversation_to_the_hour(store: Store, now: datetime) -> None:
    a_full_life(store, "ana", now)

    assert store.purge(now + 730 * DAY - DAY / 24).people == 0
    assert state(store, "ana", now) == {"secret": "ana"}


def test_a_conversation_that_goes_on_is_kept_however_old(store: Store, now: datetime) -> None:
    a_full_life(store, "ana", now)
    say(store, "ana", "later", now + 700 * DAY, state={"n": 2})

    purged = store.purge(now + 800 * DAY)

    assert (purged.conversations, purged.people) == (0, 0)
    assert state(store, "ana", now + 800 * DAY) == {"n": 2}


def test_a_sent_message_loses_its_words_and_can_still_be_edited(store: Store, now: datetime) -> None:
    say(store, "ana", "1", now, Outgoing(body="secret", key="card"))
    store.outbox.done(store.outbox.claim(now, 1, "one", DAY)[0], "message 55", now)

    assert store.purge(now + 31 * DAY).sent_bodies == 1

    assert [row.body for row in rows(store, Queued)] == [None]
    say(store, "ana", "2", now + 31 * DAY, Outgoing(body="nouveau", edits="card"))
    assert store.outbox.claim(now + 31 * DAY, 1, "one", DAY)[0].edits_vendor_id == "message 55"


def test_a_message_too_late_to_be_of_use_is_given_up_and_counted(store: Store, now: datetime) -> None:
    conversation = say(store, "ana", "1", now, "Bonjour", Outgoing(body="rappel", due_at=now + 20 * DAY))

    store.purge(now + 31 * DAY)

    assert bodies(store, conversation, now + 31 * DAY) == ["rappel"]
    assert store.outbox.undelivered(now + 31 * DAY).dead == 1


def test_a_network_may_keep_things_for_a_shorter_time(store: Store, now: datetime) -> None:
    a_full_life(store, "ana", now)

    assert store.purge(now + 8 * DAY, Retention(conversations=7 * DAY)).people == 1


# -- the staff's side ------------------------------------------------------------------------------------------------


def a_request(store: Store, who: str, at: datetime) -> int:
    """Somebody asks for a human, the staff relay an answer; returns the person's number."""
    with store.turn(channel="console", address=who, event_id=f"{who} asks", at=at) as work:
        request = work.ask(f"request of {who}", "bretagne")
        thread = work.thread("slack", f"C1/{who}", f"request:{request.id}")
        work.queue([Outgoing(body="secret")], thread)
    with store.desk(at) as desk:
        desk.note_relayed(thread, "170.1", work.conversation_id, "relay:1")
        desk.audit("staff:Chloé", "answered", f"request:{request.id}", {"secret": who})
    return work.person_id


STAFFS = (Request, Forwarded, Conversation, Queued)


def test_the_staff_keep_nothing_of_what_an_erased_person_asked(store: Store, now: datetime) -> None:
    ana = a_request(store, "ana", now)
    a_request(store, "bob", now)

    store.forget(ana, now, who="person:7")

    assert counts(store, *STAFFS) == (1, 1, 2, 1)
    assert [line.detail for line in sorted(rows(store, AuditLine), key=lambda line: line.id or 0)] == [
        None,
        {"secret": "bob"},
        None,
    ]


def test_a_request_goes_three_months_after_it_was_closed_and_its_thread_with_it(store: Store, now: datetime) -> None:
    a_request(store, "ana", now)
    with store.desk(now) as desk:
        desk.close_request("request of ana")

    kept = store.purge(now + 92 * DAY)
    gone = store.purge(now + 93 * DAY)

    assert (kept.requests, kept.threads) == (0, 0)
    assert (gone.requests, gone.threads) == (1, 1)
    assert counts(store, Request, Forwarded, Conversation, Person) == (0, 0, 1, 1)
    assert rows(store, AuditLine)[0].detail is None


def test_a_request_that_nobody_closed_is_kept_as_long_as_its_conversation(store: Store, now: datetime) -> None:
    a_request(store, "ana", now)

    assert store.purge(now + 730 * DAY).threads == 0
    assert store.purge(now + 731 * DAY).threads == 1

    assert counts(store, *STAFFS, Person) == (0, 0, 0, 0, 0)


def test_a_thread_about_an_application_goes_when_the_application_does(store: Store, now: datetime) -> None:
    submit(store, now)
    with store.desk(now) as desk:
        desk.thread("slack", "C1/a", "application:a")
        desk.thread("slack", "C1", "network:bretagne")
        desk.refuse("a", "Chloé")

    assert store.purge(now + 92 * DAY).threads == 0
    purged = store.purge(now + 93 * DAY)

    assert (purged.applications, purged.threads) == (1, 1)
    left = [one.about for one in rows(store, Conversation)]
    assert sorted(left, key=str) == [None, "network:bretagne"], "a network's own thread stays"


def test_a_thread_stays_as_long_as_its_application_even_in_silence(store: Store, now: datetime) -> None:
    submit(store, now)
    with store.desk(now) as desk:
        thread = desk.thread("slack", "C1/a", "application:a")

    store.purge(now + 3 * 365 * DAY)

    with store.desk(now) as desk:
        assert desk.thread("slack", "C1/a", "application:a") == thread


def test_what_the_staff_were_sent_about_an_application_forgets_who_left_it(store: Store, now: datetime) -> None:
    ana = submit(store, now)
    with store.desk(now) as desk:
        thread = desk.thread("slack", "C1/a", "application:a")
        desk.queue([Outgoing("secret d'Ana")], thread)
    store.outbox.done(store.outbox.heads(now, 1)[0], "170.1", now)

    store.forget(ana, now, who="person:7")

    assert [(row.body, row.vendor_id) for row in rows(store, Queued)] == [(None, "170.1")]
    with store.desk(now) as desk:
        assert desk.get("a") is not None, "the network still has to account for what was submitted"


def submit(store: Store, at: datetime) -> int:
    with store.turn(channel="console", address="ana", event_id="submits", at=at) as work:
        work.applications.begin("a", "bretagne", None, {"n": 1})
        work.applications.submit("a", "BRE", at)
        return work.person_id

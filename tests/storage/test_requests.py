"""A person asks for a human; the staff answers in a thread of its own."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest

from storage.errors import NotAllowed
from storage.records import Outgoing
from storage.requests import Relayed, RequestRow
from storage.store import Store
from storage.tables import AuditLine, Conversation, Person, Queued, Request
from tests.storage.rows import bodies, counts, rows, say

MINUTE = timedelta(minutes=1)
HDF, OCC = "hauts-de-france", "occitanie"


class Bug(Exception):
    """What our own code may raise."""


def ask(store: Store, who: str, id: str, at: datetime, region: str = HDF, channel: str = "console") -> RequestRow:
    with store.turn(channel=channel, address=who, event_id=f"{who} {id} {at}", at=at) as work:
        return work.ask(id, region)


def submitted(store: Store, who: str, id: str, at: datetime, region: str = HDF, call: str | None = "2025") -> None:
    with store.turn(channel="console", address=who, event_id=f"submits {id}", at=at) as work:
        work.applications.begin(id, region, call, {"n": 1})
        work.applications.submit(id, region[:3], at)


# -- asking ----------------------------------------------------------------------------------------------------------


def test_whoever_asks_for_a_human_waits_for_an_answer(store: Store, now: datetime) -> None:
    asked = ask(store, "ana", "r1", now)

    assert (asked.id, asked.region, asked.state) == ("r1", HDF, "open")
    assert (asked.opened_at, asked.said_at, asked.answered_at, asked.assigned_to) == (now, now, None, None)
    assert asked.conversation_id == store.conversation("console", "ana")
    with store.desk(now) as desk:
        assert desk.request("r1") == asked
        assert desk.request("r2") is None


def test_staff_see_what_whoever_asks_has_submitted_to_their_network(store: Store, now: datetime) -> None:
    asked = ask(store, "ana", "r1", now)
    submitted(store, "ana", "a1", now)
    submitted(store, "ana", "a2", now, region=OCC)
    submitted(store, "bob", "a3", now)
    with store.turn(channel="console", address="ana", event_id="drafts", at=now) as work:
        work.applications.begin("a4", HDF, "2026", {})
    with store.desk(now) as desk:
        assert [row.id for row in desk.submitted_by(asked.person_id, HDF)] == ["a1"]


def test_staff_know_whether_somebody_can_be_reached(store: Store, now: datetime) -> None:
    asked = ask(store, "ana", "r1", now)
    with store.desk(now) as desk:
        assert not desk.unreachable(asked.conversation_id)
    store.outbox.unreachable(asked.conversation_id, now)
    with store.desk(now) as desk:
        assert desk.unreachable(asked.conversation_id)
    ask(store, "ana", "r1", now + MINUTE)
    with store.desk(now) as desk:
        assert not desk.unreachable(asked.conversation_id)


def test_who_says_more_before_it_is_closed_has_still_one_request(store: Store, now: datetime) -> None:
    ask(store, "ana", "r1", now)

    again = ask(store, "ana", "r2", now + MINUTE)

    assert (again.id, again.opened_at, again.said_at) == ("r1", now, now + MINUTE)
    assert counts(store, Request) == (1,)


def test_a_network_does_not_see_the_requests_to_another(store: Store, now: datetime) -> None:
    ask(store, "ana", "r1", now)
    ask(store, "ana", "r2", now, region=OCC)
    ask(store, "bob", "r3", now - MINUTE)

    with store.desk(now) as desk:
        assert [one.id for one in desk.requests([HDF])] == ["r3", "r1"], "whoever has waited longest first"
        assert [one.id for one in desk.requests([OCC])] == ["r2"]
        assert desk.requests([]) == []


def test_an_answer_ends_the_wait_until_the_person_says_more(store: Store, now: datetime) -> None:
    ask(store, "ana", "r1", now)
    with store.desk(now + MINUTE) as desk:
        assert desk.answered("r1", "Chloé")
        assert desk.requests([HDF]) == []
        answered = desk.requests([HDF], open_only=False)[0]
        assert (answered.state, answered.answered_at, answered.assigned_to) == ("answered", now + MINUTE, "Chloé")

    again = ask(store, "ana", "r2", now + 2 * MINUTE)

    assert (again.id, again.state, again.assigned_to) == ("r1", "open", "Chloé")


def test_a_second_who_answers_does_not_take_it_from_the_first(store: Store, now: datetime) -> None:
    ask(store, "ana", "r1", now)

    with store.desk(now) as desk:
        assert desk.answered("r1", "Chloé")
        assert desk.answered("r1", "Malik")
        request = desk.request("r1")

    assert request is not None
    assert request.assigned_to == "Chloé"


def test_once_closed_the_next_words_are_a_new_request(store: Store, now: datetime) -> None:
    ask(store, "ana", "r1", now)
    with store.desk(now) as desk:
        assert desk.close_request("r1")
        assert not desk.close_request("r1")
        assert not desk.answered("r1", "Chloé")
        assert not desk.close_request("unknown")

    again = ask(store, "ana", "r2", now + MINUTE)

    assert again.id == "r2"
    assert [(one.id, one.state, one.closed_at) for one in rows(store, Request)] == [
        ("r1", "closed", now),
        ("r2", "open", None),
    ]


def test_an_event_delivered_twice_asks_once(store: Store, now: datetime) -> None:
    ask(store, "ana", "r1", now)

    with store.turn(channel="console", address="ana", event_id=f"ana r1 {now}", at=now) as work:
        assert work.ask("r2", OCC).id == "r2"

    assert counts(store, Request) == (1,)


def test_one_person_who_asks_in_several_events_at_once_has_one_request(store: Store, now: datetime) -> None:
    together = threading.Barrier(5)

    def speak(number: int) -> str:
        together.wait()
        return ask(store, "ana", f"r{number}", now).id

    with ThreadPoolExecutor(5) as threads:
        given = set(threads.map(speak, range(5)))

    assert len(given) == 1
    assert counts(store, Request) == (1,)


# -- the staff's threads ---------------------------------------------------------------------------------------------


def test_a_turn_opens_a_thread_of_the_staff_and_writes_in_it(store: Store, now: datetime) -> None:
    with store.turn(channel="telegram", address="ana", event_id="1", at=now) as work:
        request = work.ask("r1", HDF)
        thread = work.thread("slack", "C1/request:r1", f"request:{request.id}")
        work.queue([Outgoing("Ana demande quelqu'un.")], thread)
        assert work.thread("slack", "C1/request:r1", "request:r1") == thread

    assert bodies(store, thread, now) == ["Ana demande quelqu'un."]
    message = store.outbox.heads(now, 1)[0]
    assert (message.channel, message.address, message.about) == ("slack", "C1/request:r1", "request:r1")
    assert counts(store, Person, Conversation) == (1, 2)


def test_two_turns_that_open_the_same_thread_at_once_open_one(store: Store, now: datetime) -> None:
    together = threading.Barrier(4)

    def open_it(number: int) -> int:
        together.wait()
        with store.desk(now) as desk:
            return desk.thread("slack", "C1/network:bretagne", "network:bretagne")

    with ThreadPoolExecutor(4) as threads:
        assert len(set(threads.map(open_it, range(4)))) == 1

    assert counts(store, Conversation) == (1,)


def test_the_message_that_opens_a_thread_is_the_first_that_was_sent(store: Store, now: datetime) -> None:
    with store.desk(now) as desk:
        thread = desk.thread("slack", "C1/a", "application:a")
        desk.queue([Outgoing("fiche"), Outgoing("suite")], thread)
    first = store.outbox.heads(now, 1)[0]
    assert first.root is None

    assert store.outbox.rooted(thread, "170.1") == "170.1"
    assert store.outbox.rooted(thread, "170.2") == "170.1"

    store.outbox.done(first, "170.1", now)
    assert store.outbox.heads(now, 1)[0].root == "170.1"


def test_a_thread_that_could_not_be_reached_is_tried_again_when_somebody_returns_to_it(
    store: Store, now: datetime
) -> None:
    with store.desk(now) as desk:
        thread = desk.thread("slack", "C1/a", "application:a")
        desk.queue([Outgoing("fiche")], thread)
    store.outbox.unreachable(thread, now)
    assert store.outbox.heads(now, 1) == []

    with store.desk(now) as desk:
        desk.thread("slack", "C1/a", "application:a")

    assert [message.body for message in store.outbox.heads(now, 1)] == ["fiche"]


def test_what_was_submitted_and_has_no_card_yet_is_found_network_by_network(store: Store, now: datetime) -> None:
    for who, region in (("ana", HDF), ("bob", HDF), ("eve", OCC)):
        submitted(store, who, f"of {who}", now, region)
    with store.turn(channel="console", address="zoe", event_id="drafts", at=now) as work:
        work.applications.begin("a draft", HDF, None, {})
    with store.desk(now) as desk:
        desk.thread("slack", "C1/of ana", "application:of ana")

        assert [row.id for row in desk.without_thread("slack", [HDF])] == ["of bob"]
        assert [row.id for row in desk.without_thread("other", [HDF, OCC])] == ["of ana", "of bob", "of eve"]
        desk.accept("of bob", "Chloé")
        assert desk.without_thread("slack", [HDF]) == []


def test_the_staff_see_how_many_places_of_a_call_are_taken(store: Store, now: datetime) -> None:
    for who in ("ana", "bob", "eve"):
        submitted(store, who, who, now)
    submitted(store, "zoe", "zoe", now, call="2026")

    with store.desk(now) as desk:
        assert desk.accepted_in("2025") == 0
        for id in ("ana", "bob", "zoe"):
            desk.accept(id, "Chloé")
        assert (desk.accepted_in("2025"), desk.accepted_in("2026")) == (2, 1)


def test_of_two_who_take_an_application_at_once_one_has_it_and_the_other_reads_who(store: Store, now: datetime) -> None:
    submitted(store, "ana", "a", now)
    together = threading.Barrier(2)

    def take(who: str) -> bool:
        together.wait()
        with store.desk(now) as desk:
            return desk.assign("a", who)

    with ThreadPoolExecutor(2) as threads:
        took = dict(zip(("Chloé", "Malik"), threads.map(take, ("Chloé", "Malik")), strict=True))

    assert sorted(took.values()) == [False, True]
    with store.desk(now) as desk:
        row = desk.get("a")
        assert row is not None
        assert took[row.assigned_to or ""]
        assert row.assigned_at == now


def test_an_application_is_handed_over_by_whoever_knows_who_has_it(store: Store, now: datetime) -> None:
    submitted(store, "ana", "a", now)

    with store.desk(now) as desk:
        assert desk.assign("a", "Chloé")
        assert not desk.assign("a", "Chloé")
        assert not desk.assign("a", "Malik", instead_of="Zoé")
        assert desk.assign("a", "Malik", instead_of="Chloé")
        with pytest.raises(NotAllowed):
            desk.assign("unknown", "Chloé")


# -- what is relayed -------------------------------------------------------------------------------------------------


def test_what_a_message_of_the_staff_became_is_found_again(store: Store, now: datetime) -> None:
    ana = say(store, "ana", "1", now, state={"lang": "pt"})
    with store.desk(now) as desk:
        thread = desk.thread("slack", "C1/r1", "request:r1")
        assert desk.relayed(thread, "170.1") is None
        assert desk.note_relayed(thread, "170.1", ana, "relay:1")
        assert not desk.note_relayed(thread, "170.1", ana, "relay:2")

    with store.desk(now) as desk:
        assert desk.relayed(thread, "170.1") == Relayed(ana, "relay:1")
        assert desk.relayed(ana, "170.1") is None
        assert desk.person_of(ana) == {"lang": "pt"}
        assert desk.person_of(thread) is None
        assert desk.person_of(999) is None


# -- one event, once -------------------------------------------------------------------------------------------------


def act(store: Store, conversation: int, event_id: str | None, at: datetime) -> bool:
    with store.desk(at, event_id) as desk:
        desk.queue([Outgoing("Bonjour")], conversation)
        desk.audit("staff:Chloé", "answered", "request:r1")
        return desk.first_time


def test_an_event_of_the_staff_delivered_twice_is_done_once(store: Store, now: datetime) -> None:
    ana = say(store, "ana", "1", now)

    assert act(store, ana, "slack:1", now)
    assert not act(store, ana, "slack:1", now)

    assert bodies(store, ana, now) == ["Bonjour"]
    assert counts(store, AuditLine) == (1,)


def test_what_the_staff_do_without_an_event_is_done_each_time(store: Store, now: datetime) -> None:
    ana = say(store, "ana", "1", now)

    assert act(store, ana, None, now)
    assert act(store, ana, None, now)

    assert bodies(store, ana, now) == ["Bonjour", "Bonjour"]


def test_an_event_of_the_staff_that_fails_may_come_again(store: Store, now: datetime) -> None:
    def stumble() -> None:
        with store.desk(now, "slack:1"):
            raise Bug

    with pytest.raises(Bug):
        stumble()

    assert act(store, say(store, "ana", "1", now), "slack:1", now)


def test_an_event_of_the_staff_that_comes_again_among_others_undoes_nothing_of_theirs(
    store: Store, now: datetime
) -> None:
    ana = say(store, "ana", "1", now)
    act(store, ana, "slack:1", now)

    with store.together():
        say(store, "bob", "2", now, "one")
        act(store, ana, "slack:1", now)
        act(store, ana, "slack:2", now)

    assert [row.body for row in rows(store, Queued)] == ["Bonjour", "one", "Bonjour"]


def test_nobody_speaks_in_a_thread_of_the_staff_as_a_person_would(store: Store, now: datetime) -> None:
    with store.desk(now) as desk:
        desk.thread("slack", "C1/a", "application:a")

    with pytest.raises(ValueError, match="thread of the staff"):
        ask(store, "C1/a", "r1", now, channel="slack")

    assert counts(store, Person) == (0,)

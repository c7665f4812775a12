"""One event, one conversation, one transaction."""

import threading
import traceback
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta, timezone
from itertools import count
from typing import Any

import pytest

from storage.errors import StorageError
from storage.records import Assessed, Filed, Outgoing
from storage.store import Store
from storage.tables import (
    Assessment,
    AuditLine,
    Conversation,
    Identity,
    Person,
    Queued,
    Received,
    StoredFile,
)
from tests.storage.rows import bodies, counts, rows, say, state

EVERYTHING = (Person, Identity, Conversation, Received, Queued, Assessment, StoredFile, AuditLine)


class Bug(Exception):
    """What our own code may raise."""


def test_what_a_person_said_is_found_again_by_the_next_turn(store: Store, now: datetime) -> None:
    say(store, "ana", "1", now, state={"answers": {"name": "Ana"}})

    with store.turn(channel="console", address="ana", event_id="2", at=now) as work:
        assert work.first_time
        assert work.state == {"answers": {"name": "Ana"}}
        assert work.version == 1


def test_a_person_is_the_same_at_every_turn_and_two_people_are_two(store: Store, now: datetime) -> None:
    ana, again, bob = say(store, "ana", "1", now), say(store, "ana", "2", now), say(store, "bob", "3", now)

    assert ana == again != bob
    assert counts(store, Person, Identity, Conversation) == (2, 2, 2)


def test_a_conversation_is_found_by_its_address_once_it_has_begun(store: Store, now: datetime) -> None:
    assert store.conversation("console", "ana") is None

    assert say(store, "ana", "1", now) == store.conversation("console", "ana")


def test_the_same_address_on_two_channels_is_two_people(store: Store, now: datetime) -> None:
    for channel in ("telegram", "slack"):
        with store.turn(channel=channel, address="42", event_id=channel, at=now) as work:
            work.keep({})

    assert counts(store, Person, Conversation) == (2, 2)


def test_an_event_delivered_twice_is_one_turn(store: Store, now: datetime) -> None:
    conversation = say(store, "ana", "1", now, "Bonjour", state={"n": 1})

    with store.turn(channel="console", address="ana", event_id="1", at=now) as work:
        assert not work.first_time
        work.keep({"n": 2})
        work.queue([Outgoing(body="Bonjour encore")])
        work.audit("person:1", "spoke", "conversation:1")
        assert work.queued == 0

    assert state(store, "ana", now) == {"n": 1}
    assert bodies(store, conversation, now) == ["Bonjour"]
    assert counts(store, AuditLine, Received) == (0, 1)


def test_an_event_that_comes_again_at_an_unknown_address_makes_nobody(store: Store, now: datetime) -> None:
    say(store, "ana", "1", now)

    say(store, "bob", "1", now)

    assert counts(store, Person, Identity, Conversation) == (1, 1, 1)


def test_a_turn_that_fails_leaves_no_trace(store: Store, now: datetime) -> None:
    def stumble() -> None:
        with store.turn(channel="console", address="ana", event_id="1", at=now) as work:
            work.keep({"n": 1})
            work.queue([Outgoing(body="Bonjour")])
            work.record(Assessed(at=now, verdict="eligible", situation={}, result={}))
            work.audit("person:1", "spoke", "conversation:1")
            raise Bug

    with pytest.raises(Bug):
        stumble()

    assert counts(store, *EVERYTHING) == (0,) * len(EVERYTHING)


def test_a_turn_refused_by_the_database_leaves_no_trace_and_quotes_nothing(store: Store, now: datetime) -> None:
    conversation, secret = say(store, "ana", "1", now, state={"n": 1}), "06 12 34 56 78"

    def write_to_nobody() -> None:
        with store.turn(channel="console", address="ana", event_id="2", at=now) as work:
            work.keep({"n": 2})
            work.queue([Outgoing(body=secret)], conversation_id=conversation + 1000)

    with pytest.raises(StorageError) as caught:
        write_to_nobody()

    assert caught.value.code == "refused"
    assert not caught.value.transient
    assert secret not in "".join(traceback.format_exception(caught.value))
    assert state(store, "ana", now) == {"n": 1}
    assert counts(store, Received, Queued) == (1, 0)


def test_an_error_in_which_a_database_quotes_the_whole_row_is_told_without_it(store: Store, now: datetime) -> None:
    secret = "06 12 34 56 78"
    incomplete = Outgoing(body=secret, priority=None)  # type: ignore[arg-type]

    with pytest.raises(StorageError) as caught:
        say(store, "ana", "1", now, incomplete)

    assert secret not in "".join(traceback.format_exception(caught.value))


def test_what_is_not_json_is_refused_before_anything_is_written(store: Store, now: datetime) -> None:
    with pytest.raises(ValueError, match="JSON"):
        say(store, "ana", "1", now, state={"n": float("nan")})

    assert counts(store, *EVERYTHING) == (0,) * len(EVERYTHING)


def test_a_failed_event_is_recorded_and_apologised_for_once(store: Store, now: datetime) -> None:
    say(store, "ana", "1", now, state={"n": 1})
    failure = {"channel": "console", "address": "ana", "event_id": "2", "at": now, "error": "KeyError"}
    sorry = [Outgoing(body="Pardon, je me suis trompé.")]

    assert store.failed(**failure, apology=sorry)  # type: ignore[arg-type]
    assert not store.failed(**failure, apology=sorry)  # type: ignore[arg-type]

    failed = next(event for event in rows(store, Received) if event.event_id == "2")
    assert (failed.status, failed.error, failed.at) == ("failed", "KeyError", now)
    assert [message.body for message in rows(store, Queued)] == ["Pardon, je me suis trompé."]
    assert state(store, "ana", now) == {"n": 1}


def test_a_failed_event_is_not_taken_again_and_does_not_hold_up_the_next(store: Store, now: datetime) -> None:
    store.failed(channel="console", address="ana", event_id="1", at=now, error="KeyError", apology=[])

    with store.turn(channel="console", address="ana", event_id="1", at=now) as again:
        assert not again.first_time
    with store.turn(channel="console", address="ana", event_id="2", at=now) as next_one:
        assert next_one.first_time
        assert next_one.state is None


def test_a_person_whose_very_first_event_fails_still_gets_the_apology(store: Store, now: datetime) -> None:
    store.failed(
        channel="console", address="ana", event_id="1", at=now, error="KeyError", apology=[Outgoing(body="Pardon")]
    )

    assert bodies(store, rows(store, Conversation)[0].id or 0, now) == ["Pardon"]


def test_a_success_is_never_turned_into_a_failure(store: Store, now: datetime) -> None:
    say(store, "ana", "1", now)

    assert not store.failed(channel="console", address="ana", event_id="1", at=now, error="KeyError", apology=[])

    assert [event.status for event in rows(store, Received)] == ["done"]


def test_twenty_turns_at_once_on_one_conversation_lose_no_answer(store: Store, now: datetime) -> None:
    numbers = count(1)

    def add_one(_: int) -> None:
        with store.turn(channel="console", address="ana", event_id=str(next(numbers)), at=now) as work:
            work.keep({"n": (work.state or {"n": 0})["n"] + 1})

    with ThreadPoolExecutor(5) as threads:
        list(threads.map(add_one, range(20)))

    assert state(store, "ana", now) == {"n": 20}


def test_first_messages_of_one_person_at_the_same_instant_make_one_person(store: Store, now: datetime) -> None:
    together = threading.Barrier(5)

    def first_words(number: int) -> int:
        together.wait()
        return say(store, "ana", str(number), now, number)

    with ThreadPoolExecutor(5) as threads:
        conversations = set(threads.map(first_words, range(5)))

    assert len(conversations) == 1
    assert counts(store, Person, Identity, Conversation, Received, Queued) == (1, 1, 1, 5, 5)


def test_the_same_event_delivered_to_five_threads_is_one_turn(store: Store, now: datetime) -> None:
    together = threading.Barrier(5)

    def deliver(_: int) -> None:
        together.wait()
        say(store, "ana", "1", now, "Bonjour")

    with ThreadPoolExecutor(5) as threads:
        list(threads.map(deliver, range(5)))

    assert counts(store, Person, Received, Queued) == (1, 1, 1)


def test_two_conversations_both_get_through(store: Store, now: datetime) -> None:
    started, finished = threading.Event(), threading.Event()

    def bob() -> None:
        started.set()
        say(store, "bob", "2", now, state={"n": "bob"})
        finished.set()

    thread = threading.Thread(target=bob)
    with store.turn(channel="console", address="ana", event_id="1", at=now) as work:
        thread.start()
        assert started.wait(30)
        # PostgreSQL lets Bob pass while Ana thinks; SQLite, with its one writer, lets him pass right after.
        assert store.embedded or finished.wait(30)
        work.keep({"n": "ana"})
    thread.join(30)

    assert (state(store, "ana", now), state(store, "bob", now)) == ({"n": "ana"}, {"n": "bob"})


def test_a_message_to_somebody_does_not_wait_for_their_own_turn_to_end(store: Store, now: datetime) -> None:
    ana = say(store, "ana", "1", now)

    def staff() -> None:
        with store.turn(channel="slack", address="U1", event_id="2", at=now) as work:
            work.queue([Outgoing(body="Votre dossier est accepté.")], conversation_id=ana)

    thread = threading.Thread(target=staff)
    with store.turn(channel="console", address="ana", event_id="3", at=now) as work:
        thread.start()
        if not store.embedded:  # SQLite has one writer: there it waits its turn
            thread.join(30)
            assert not thread.is_alive()
        work.keep({"n": 3})
    thread.join(30)

    assert bodies(store, ana, now) == ["Votre dossier est accepté."]


def test_two_people_who_write_to_each_other_at_once_do_not_lock_each_other_out(store: Store, now: datetime) -> None:
    ana, bob = say(store, "ana", "1", now), say(store, "bob", "2", now)
    together = threading.Barrier(2)

    def write(who: str, whom: int) -> None:
        with store.turn(channel="console", address=who, event_id=f"from {who}", at=now) as work:
            if not store.embedded:  # both have begun: only PostgreSQL lets them
                together.wait(30)
            work.queue([Outgoing(body=f"de {who}")], conversation_id=whom)

    with ThreadPoolExecutor(2) as threads:
        list(threads.map(write, ("ana", "bob"), (bob, ana)))

    assert (bodies(store, ana, now), bodies(store, bob, now)) == (["de bob"], ["de ana"])


def test_a_turn_that_waits_too_long_says_so_and_can_be_delivered_again(url: str, now: datetime) -> None:
    slow, hasty = Store.open(url), Store.open(url, patience=0.05)
    say(slow, "ana", "1", now)

    with slow.turn(channel="console", address="ana", event_id="2", at=now):
        with pytest.raises(StorageError) as caught:
            say(hasty, "ana", "3", now)
        assert caught.value.code == "busy"
        assert caught.value.transient
    say(hasty, "ana", "3", now, state={"n": 3})

    assert state(slow, "ana", now) == {"n": 3}
    slow.close()
    hasty.close()


def test_one_process_that_keeps_the_database_to_itself_is_told_to_its_other_threads(url: str, now: datetime) -> None:
    store = Store.open(url, patience=0.05)
    say(store, "ana", "1", now)

    def rival() -> str:
        with pytest.raises(StorageError) as caught:
            say(store, "ana", "3", now)
        return caught.value.code

    with ThreadPoolExecutor(1) as thread, store.turn(channel="console", address="ana", event_id="2", at=now):
        assert thread.submit(rival).result(30) == "busy"
    store.close()


def test_a_verdict_is_kept_with_what_it_was_given_on(store: Store, now: datetime) -> None:
    with store.turn(channel="console", address="ana", event_id="1", at=now) as work:
        work.record(
            Assessed(at=now, region="hauts-de-france", verdict="eligible", situation={"sdgs": [2]}, result={"a": 1})
        )

    kept = rows(store, Assessment)[0]
    assert (kept.person_id, kept.region, kept.verdict, kept.at) == (work.person_id, "hauts-de-france", "eligible", now)
    assert (kept.situation, kept.result, kept.created_at) == ({"sdgs": [2]}, {"a": 1}, now)


def test_the_same_photo_sent_twice_is_one_file_and_by_two_people_two_holds(store: Store, now: datetime) -> None:
    photo = Filed(sha256="a" * 64, size=1000, mime="image/jpeg")
    for event, address in enumerate(("ana", "ana", "bob")):
        with store.turn(channel="console", address=address, event_id=str(event), at=now) as work:
            work.record(photo)

    assert counts(store, StoredFile) == (2,)


def test_what_the_staff_did_is_written_down_in_the_same_transaction(store: Store, now: datetime) -> None:
    with store.turn(channel="slack", address="U1", event_id="1", at=now) as work:
        work.audit("person:7", "accepted", "application:3", {"call": "hdf-2025"})

    line = rows(store, AuditLine)[0]
    assert (line.at, line.who, line.action, line.subject, line.detail) == (
        now,
        "person:7",
        "accepted",
        "application:3",
        {"call": "hdf-2025"},
    )


def test_a_turn_may_write_to_another_conversation(store: Store, now: datetime) -> None:
    ana = say(store, "ana", "1", now)

    with store.turn(channel="slack", address="U1", event_id="2", at=now) as work:
        work.queue([Outgoing(body="Votre dossier est accepté.")], conversation_id=ana)
        work.queue([Outgoing(body="Accepté.")])

    assert bodies(store, ana, now) == ["Votre dossier est accepté."]
    assert bodies(store, work.conversation_id, now) == ["Accepté."]


AWKWARD: list[Any] = [
    "fin\u0000suite",
    "demi-paire \ud83d",
    "👩🏽‍🌾 🇧🇯",
    "ما هي الجمعية؟ ١٥ يونيو",
    "« l'été » — \\u0000 \" ' ; DROP TABLE people --",
    {"\u0000": ["\u2028", 1.5, -(2**70), True, None]},
    "x" * 200_000,
    [],
    "",
    0,
    False,
]


@pytest.mark.parametrize("said", AWKWARD, ids=lambda said: ascii(said)[:20])
def test_whatever_a_person_can_type_survives(store: Store, now: datetime, said: Any) -> None:
    conversation = say(store, "ana", "1", now, said, state={"said": said})

    assert state(store, "ana", now) == {"said": said}
    assert bodies(store, conversation, now) == [said]


def test_an_address_that_a_database_cannot_hold_is_still_one_person(store: Store, now: datetime) -> None:
    first, again = say(store, "a\u0000\ud83dna", "1\u0000", now), say(store, "a\u0000\ud83dna", "2", now)

    assert first == again != say(store, "ana", "3", now)
    assert counts(store, Person, Received) == (2, 3)


def test_an_instant_comes_back_as_the_same_instant_with_its_zone(store: Store) -> None:
    in_paris_summer = datetime(2025, 6, 15, 23, 59, 59, 999999, tzinfo=timezone(timedelta(hours=2)))

    say(store, "ana", "1", in_paris_summer)

    kept = rows(store, Conversation)[0].updated_at
    assert kept == in_paris_summer
    assert kept.tzinfo is UTC


def test_an_instant_without_a_zone_is_refused(store: Store, now: datetime) -> None:
    with pytest.raises(ValueError, match="zone"):
        say(store, "ana", "1", now.replace(tzinfo=None))

    assert counts(store, *EVERYTHING) == (0,) * len(EVERYTHING)


def test_when_people_come_is_kept_to_the_day_only(store: Store, now: datetime) -> None:
    say(store, "ana", "1", now)
    say(store, "ana", "2", now + timedelta(days=1, hours=3))

    person = rows(store, Person)[0]
    assert person.last_seen_at == datetime(2025, 5, 15, tzinfo=UTC)


def test_a_turn_shown_in_a_traceback_shows_nothing_that_was_said(store: Store, now: datetime) -> None:
    say(store, "ana", "1", now, state={"answer": "secret"})

    with store.turn(channel="console", address="ana", event_id="2", at=now) as work:
        work.keep({"answer": "secret"})
        work.queue([Outgoing(body="secret")])
        assert "secret" not in repr(work)

"""What is on its way out: the order it leaves in, and who has it in hand."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta

import psycopg
import pytest

from storage.outbox import Message, Undelivered
from storage.records import Outgoing
from storage.store import Store
from storage.tables import Conversation, Identity, Person, Queued
from tests.storage.rows import bodies, counts, rows, say

MINUTE = timedelta(minutes=1)


def claim(store: Store, now: datetime, owner: str = "one", limit: int = 100) -> list[Message]:
    return store.outbox.claim(now, limit, owner, MINUTE)


def deliver_all(store: Store, now: datetime) -> list[object]:
    """Claim and send until nothing is left; what was sent, in order."""
    sent: list[object] = []
    while leased := claim(store, now):
        for message in leased:
            sent.append(message.body)
            store.outbox.done(message, f"v{message.id}", now)
    return sent


def test_messages_of_a_conversation_leave_in_the_order_they_were_said(store: Store, now: datetime) -> None:
    say(store, "ana", "1", now, "un", "deux")
    say(store, "ana", "2", now, "trois")

    assert deliver_all(store, now) == ["un", "deux", "trois"]


def test_one_message_of_a_conversation_is_in_flight_at_a_time(store: Store, now: datetime) -> None:
    say(store, "ana", "1", now, "un", "deux")
    say(store, "bob", "2", now, "one", "two")

    assert [message.body for message in claim(store, now)] == ["un", "one"]
    assert claim(store, now, "two") == []


def test_a_message_says_where_it_goes(store: Store, now: datetime) -> None:
    conversation = say(store, "ana", "1", now, Outgoing(body="un", key="question"))

    message = claim(store, now)[0]

    assert (message.channel, message.address, message.conversation_id) == ("console", "ana", conversation)
    assert (message.key, message.edits, message.edits_vendor_id) == ("question", None, None)
    assert (message.attempts, message.owner) == (1, "one")


def test_an_alert_leaves_before_everything_else_even_in_a_full_outbox(store: Store, now: datetime) -> None:
    for number in range(30):
        say(store, f"p{number}", str(number), now, "un", "deux")
    say(store, "p7", "alert", now, Outgoing(body="ALERTE", priority=10))

    assert [message.body for message in claim(store, now, limit=1)] == ["ALERTE"]


def test_an_alert_does_not_wait_for_the_message_in_flight(store: Store, now: datetime) -> None:
    say(store, "ana", "1", now, "un", "deux")
    claim(store, now, "one, killed since")
    say(store, "ana", "alert", now, Outgoing(body="ALERTE", priority=10))

    assert [message.body for message in claim(store, now, "two")] == ["ALERTE"]


def test_a_reminder_whose_hour_comes_waits_for_the_message_in_flight(store: Store, now: datetime) -> None:
    say(store, "ana", "1", now, Outgoing(body="rappel", due_at=now + MINUTE / 2), "un")
    assert [message.body for message in claim(store, now, "one")] == ["un"]

    assert claim(store, now + MINUTE / 2, "two") == []


def test_a_reminder_waits_for_its_hour_and_holds_nothing_up(store: Store, now: datetime) -> None:
    conversation = say(store, "ana", "1", now, Outgoing(body="rappel", due_at=now + MINUTE), "un")

    assert bodies(store, conversation, now) == ["un"]
    assert deliver_all(store, now) == ["un"]
    assert deliver_all(store, now + MINUTE) == ["rappel"]


def test_a_message_to_be_tried_again_holds_back_those_behind_it_but_no_other_conversation(
    store: Store, now: datetime
) -> None:
    say(store, "ana", "1", now, "un", "deux")
    first = claim(store, now)[0]
    store.outbox.retry(first, now + MINUTE)
    say(store, "bob", "2", now, "one")

    assert deliver_all(store, now) == ["one"]
    assert [message.attempts for message in claim(store, now + MINUTE)] == [2]


def test_a_message_given_up_lets_the_next_one_go(store: Store, now: datetime) -> None:
    say(store, "ana", "1", now, "un", "deux")
    store.outbox.dead(claim(store, now)[0], now)

    assert deliver_all(store, now) == ["deux"]
    assert store.outbox.undelivered(now) == Undelivered(waiting=0, oldest_due_at=None, dead=1)


def test_a_lease_that_runs_out_is_taken_over(store: Store, now: datetime) -> None:
    say(store, "ana", "1", now, "un")
    claim(store, now, "one")

    assert claim(store, now + MINUTE / 2, "two") == []
    assert [(message.body, message.attempts) for message in claim(store, now + MINUTE, "two")] == [("un", 2)]


def test_the_former_owner_of_a_lease_can_only_say_that_it_was_sent(store: Store, now: datetime) -> None:
    say(store, "ana", "1", now, "un")
    late = claim(store, now, "one")[0]
    claim(store, now + MINUTE, "two")

    store.outbox.dead(late, now + MINUTE)
    store.outbox.retry(late, now)
    assert claim(store, now + MINUTE, "three") == [], "still in the hands of its new owner"

    store.outbox.done(late, "v1", now + MINUTE)
    assert deliver_all(store, now + 3 * MINUTE) == []


def test_a_message_declared_sent_stays_sent(store: Store, now: datetime) -> None:
    say(store, "ana", "1", now, "un")
    message = claim(store, now)[0]
    store.outbox.done(message, "v1", now)

    store.outbox.dead(message, now)
    store.outbox.retry(message, now)

    assert [(row.status, row.vendor_id, row.ended_at) for row in rows(store, Queued)] == [("sent", "v1", now)]


def test_five_owners_never_have_the_same_message_nor_two_of_one_conversation(store: Store, now: datetime) -> None:
    for number in range(40):
        say(store, f"p{number}", str(number), now, "un", "deux")

    with ThreadPoolExecutor(5) as threads:
        leased = threads.map(lambda owner: claim(store, now, f"owner {owner}", limit=8), range(5))
        taken = [message for one in leased for message in one]

    assert len({message.conversation_id for message in taken}) == len(taken)
    assert {message.body for message in taken} == {"un"}
    # What a rival had just locked may be left for the next round, never lost.
    assert len(taken) + len(claim(store, now)) == 40


def test_five_owners_together_deliver_everything_once_and_in_order(store: Store, now: datetime) -> None:
    for number in range(60):
        say(store, f"p{number % 6}", str(number), now, number)
    sent: list[int] = []

    def work(owner: int) -> None:
        while store.outbox.undelivered(now).waiting:
            for message in claim(store, now, f"owner {owner}", limit=2):
                sent.append(message.body)
                store.outbox.done(message, None, now)

    with ThreadPoolExecutor(5) as threads:
        list(threads.map(work, range(5)))

    assert sorted(sent) == list(range(60))
    for person in range(6):
        assert [number for number in sent if number % 6 == person] == list(range(person, 60, 6))


def test_a_sender_takes_what_is_free_without_waiting_for_another(postgresql_url: str, now: datetime) -> None:
    store = Store.open(postgresql_url, patience=0.05)
    say(store, "ana", "1", now, "un")
    say(store, "bob", "2", now, "one")

    with psycopg.connect(postgresql_url) as other:
        other.execute("SELECT id FROM outbox ORDER BY id LIMIT 1 FOR UPDATE")
        assert [message.body for message in claim(store, now)] == ["one"]
    store.close()


def test_what_a_killed_process_held_is_free_when_the_only_sender_starts_again(store: Store, now: datetime) -> None:
    say(store, "ana", "1", now, "un")
    claim(store, now, "killed")

    assert store.outbox.release() == 1

    assert deliver_all(store, now) == ["un"]


def test_an_edit_names_the_message_as_the_channel_knows_it(store: Store, now: datetime) -> None:
    say(store, "ana", "1", now, Outgoing(body="un", key="card"))
    store.outbox.done(claim(store, now)[0], "message 55", now)
    say(store, "ana", "2", now, Outgoing(body="un bis", key="card", edits="card"))
    say(store, "bob", "3", now, Outgoing(body="one", edits="card"))

    ana, bob = claim(store, now)

    assert (ana.edits, ana.edits_vendor_id) == ("card", "message 55")
    assert (bob.edits, bob.edits_vendor_id) == ("card", None)


def test_a_second_edit_follows_the_message_that_was_sent_anew(store: Store, now: datetime) -> None:
    for event, vendor_id in (("1", "message 55"), ("2", "message 56")):
        say(store, "ana", event, now, Outgoing(body="un", key="card", edits="card"))
        store.outbox.done(claim(store, now)[0], vendor_id, now)

    say(store, "ana", "3", now, Outgoing(body="un", edits="card"))

    assert claim(store, now)[0].edits_vendor_id == "message 56"


def test_nothing_is_sent_to_somebody_who_blocked_us_until_they_write_again(store: Store, now: datetime) -> None:
    conversation = say(store, "ana", "1", now, "un")
    store.outbox.unreachable(conversation, now)
    assert claim(store, now) == []
    assert store.outbox.undelivered(now).waiting == 1

    say(store, "ana", "2", now, "deux")

    assert deliver_all(store, now) == ["un", "deux"]


def test_a_failed_event_too_shows_that_somebody_is_back(store: Store, now: datetime) -> None:
    store.outbox.unreachable(say(store, "ana", "1", now), now)

    store.failed(
        channel="console", address="ana", event_id="2", at=now, error="KeyError", apology=[Outgoing(body="Pardon")]
    )

    assert deliver_all(store, now) == ["Pardon"]


def test_a_channel_that_sends_by_itself_reads_in_order_and_marks(store: Store, now: datetime) -> None:
    conversation = say(store, "ana", "1", now, "un", Outgoing(body="d'abord", priority=1), "deux")

    waiting = store.outbox.pending(conversation, now)
    assert [message.body for message in waiting] == ["d'abord", "un", "deux"]
    store.outbox.done(waiting[0], None, now)
    store.outbox.dead(waiting[1], now)

    assert bodies(store, conversation, now) == ["deux"]


def test_what_is_in_somebodys_hands_is_not_offered_to_a_channel_that_sends_by_itself(
    store: Store, now: datetime
) -> None:
    conversation = say(store, "ana", "1", now, "un", "deux")
    claim(store, now)

    assert bodies(store, conversation, now) == ["deux"]


def test_what_waits_is_counted_since_the_oldest(store: Store, now: datetime) -> None:
    say(store, "ana", "1", now, "un", Outgoing(body="rappel", due_at=now + MINUTE))
    say(store, "bob", "2", now - MINUTE, "one")

    assert store.outbox.undelivered(now) == Undelivered(waiting=2, oldest_due_at=now - MINUTE, dead=0)


def test_a_word_about_a_message_erased_meanwhile_changes_nothing(store: Store, now: datetime) -> None:
    say(store, "ana", "1", now, "un")
    gone = replace(claim(store, now)[0], id=999)

    store.outbox.done(gone, "v1", now)

    assert counts(store, Queued) == (1,)
    assert rows(store, Queued)[0].status == "pending"


def test_a_message_shown_in_a_log_shows_nothing_that_was_said(store: Store, now: datetime) -> None:
    say(store, "ana", "1", now, "secret")

    assert "secret" not in repr(claim(store, now))
    assert "ana" not in repr(claim(store, now + MINUTE))


def test_whoever_serves_some_channels_is_not_given_what_is_for_others(store: Store, now: datetime) -> None:
    say(store, "ana", "1", now, "un", Outgoing(body="rappel", due_at=now + MINUTE))

    assert store.outbox.heads(now, 10, channels=["telegram", "slack"]) == []
    assert store.outbox.next_due(now, channels=["telegram"]) is None
    assert store.outbox.claim(now, 10, "one", MINUTE, channels=["telegram"]) == []
    assert store.outbox.next_due(now, channels=["console"]) == now
    assert [message.body for message in store.outbox.heads(now, 10, channels=["console"])] == ["un"]
    assert [message.body for message in store.outbox.claim(now, 10, "one", MINUTE, channels=["console"])] == ["un"]


def test_a_message_put_off_waits_and_that_was_no_attempt(store: Store, now: datetime) -> None:
    say(store, "ana", "1", now, "un", "deux")
    store.outbox.put_off(claim(store, now)[0], now + MINUTE)
    assert claim(store, now) == []
    again = claim(store, now + MINUTE)
    assert [(message.body, message.attempts) for message in again] == [("un", 1)]
    store.outbox.put_off(again[0], now + MINUTE)

    head = store.outbox.heads(now + MINUTE, 10)[0]
    store.outbox.put_off(head, now + 2 * MINUTE)
    assert store.outbox.heads(now + MINUTE, 10) == []
    assert [message.attempts for message in store.outbox.heads(now + 2 * MINUTE, 10)] == [0]


# -- one process that sends, and remembers what it has in hand -------------------------------------------------------


def heads(store: Store, now: datetime, *busy: int) -> list[object]:
    return [message.body for message in store.outbox.heads(now, 100, busy)]


def test_one_process_sends_the_next_of_each_conversation_and_writes_nothing_before(store: Store, now: datetime) -> None:
    ana = say(store, "ana", "1", now, "un", "deux")
    bob = say(store, "bob", "2", now, "one", Outgoing(body="ALERTE", priority=10))

    assert heads(store, now) == ["ALERTE", "un"]
    assert heads(store, now) == ["ALERTE", "un"]
    assert heads(store, now, ana) == ["ALERTE"]
    assert heads(store, now, ana, bob) == []
    assert [message.body for message in store.outbox.heads(now, 1)] == ["ALERTE"]


def test_one_process_that_sends_is_told_all_of_a_message(store: Store, now: datetime) -> None:
    conversation = say(store, "ana", "1", now, Outgoing(body="un", key="card", priority=3))

    message = store.outbox.heads(now, 1)[0]

    assert (message.channel, message.address, message.conversation_id) == ("console", "ana", conversation)
    assert (message.key, message.priority, message.due_at, message.attempts) == ("card", 3, now, 0)
    assert (message.root, message.about, message.owner) == (None, None, None)


def test_one_process_too_waits_for_hours_and_tries_and_for_those_who_blocked_us(store: Store, now: datetime) -> None:
    say(store, "ana", "1", now, Outgoing(body="rappel", due_at=now + MINUTE), "un", "deux")
    store.outbox.unreachable(say(store, "bob", "2", now, "one"), now)
    store.outbox.retry(store.outbox.heads(now, 1)[0], now + 2 * MINUTE)

    assert heads(store, now) == []
    assert heads(store, now + MINUTE) == ["rappel"]
    store.outbox.dead(store.outbox.heads(now + MINUTE, 1)[0], now + MINUTE)
    assert heads(store, now + MINUTE) == []
    assert heads(store, now + 2 * MINUTE) == ["un"]


def test_an_attempt_is_counted_once_with_or_without_a_lease(store: Store, now: datetime) -> None:
    say(store, "ana", "1", now, "un")
    for failed in (1, 2):
        store.outbox.retry(store.outbox.heads(now, 1)[0], now)
        assert store.outbox.heads(now, 1)[0].attempts == failed

    store.outbox.retry(claim(store, now)[0], now)
    assert store.outbox.heads(now, 1)[0].attempts == 3


def test_several_messages_are_said_to_be_sent_at_once(store: Store, now: datetime) -> None:
    say(store, "ana", "1", now, "un")
    say(store, "bob", "2", now, "one")
    say(store, "eve", "3", now, "uno")
    ana, bob, _ = store.outbox.heads(now, 10)

    store.outbox.done_many([(ana, "v1"), (bob, None)], now)
    store.outbox.done_many([], now)

    assert heads(store, now) == ["uno"]
    assert {(row.body, row.status, row.vendor_id) for row in rows(store, Queued)} == {
        ("un", "sent", "v1"),
        ("one", "sent", None),
        ("uno", "pending", None),
    }


# -- when to look again ----------------------------------------------------------------------------------------------


def test_an_empty_outbox_need_not_be_looked_at_again(store: Store, now: datetime) -> None:
    assert store.outbox.next_due(now) is None
    store.outbox.unreachable(say(store, "ana", "1", now, "un", Outgoing("deux", due_at=now + MINUTE)), now)

    assert store.outbox.next_due(now) is None


def test_the_outbox_says_when_to_look_again(store: Store, now: datetime) -> None:
    ana = say(store, "ana", "1", now, Outgoing(body="rappel", due_at=now + 3 * MINUTE), "un", "deux")
    assert store.outbox.next_due(now) == now
    assert store.outbox.next_due(now, busy=[ana]) == now + 3 * MINUTE

    store.outbox.retry(store.outbox.heads(now, 1)[0], now + MINUTE)

    assert store.outbox.next_due(now) == now + MINUTE, "the one behind it waits too, although it is due"
    assert store.outbox.next_due(now + MINUTE / 2) == now + MINUTE
    say(store, "bob", "2", now, Outgoing("rappel", due_at=now + MINUTE / 3))
    assert store.outbox.next_due(now) == now + MINUTE / 3


def test_a_row_in_somebodys_hands_is_looked_at_again_when_the_lease_ends(store: Store, now: datetime) -> None:
    say(store, "ana", "1", now, "un", "deux")
    claim(store, now)

    assert store.outbox.next_due(now) == now + MINUTE


def test_a_reminder_due_before_a_message_in_hand_is_no_reason_to_look_again_and_again(
    store: Store, now: datetime
) -> None:
    say(store, "ana", "1", now, Outgoing(body="rappel", due_at=now + MINUTE / 2), "un")
    claim(store, now)

    assert store.outbox.next_due(now + MINUTE / 2) == now + MINUTE


# -- what follows an order -------------------------------------------------------------------------------------------


def test_what_an_order_brings_about_follows_it_in_its_conversation(store: Store, now: datetime) -> None:
    say(store, "ana", "1", now, {"order": "remind"}, "deux")
    order = store.outbox.heads(now, 1)[0]

    assert store.outbox.replace(order, [Outgoing("Votre brouillon vous attend.", key="r"), Outgoing("suite")], now)

    assert deliver_all(store, now) == ["deux", "Votre brouillon vous attend.", "suite"]


def test_an_order_obeyed_twice_brings_nothing_about_twice(store: Store, now: datetime) -> None:
    say(store, "ana", "1", now, {"order": "remind"})
    order = store.outbox.heads(now, 1)[0]

    assert store.outbox.replace(order, [], now)
    assert not store.outbox.replace(order, [Outgoing("encore")], now)

    assert heads(store, now) == []


def test_an_order_that_erased_its_own_conversation_brings_nothing_about(store: Store, now: datetime) -> None:
    say(store, "ana", "1", now, {"order": "forget"})
    order = store.outbox.heads(now, 1)[0]
    store.forget(rows(store, Person)[0].id or 0, now, who="person:1")

    assert not store.outbox.replace(order, [Outgoing("adieu")], now)

    assert counts(store, Queued) == (0,)


# -- edits by number, and addresses that move ------------------------------------------------------------------------


def test_an_edit_may_name_a_row_by_its_number(store: Store, now: datetime) -> None:
    say(store, "ana", "1", now, "un", "deux")
    deliver_all(store, now)
    first, second = sorted(row.id or 0 for row in rows(store, Queued))
    say(store, "ana", "2", now, Outgoing(body="un bis", edits=f"#{first}"))
    say(store, "bob", "3", now, Outgoing(body="one", edits=f"#{second}"))

    ana, bob = store.outbox.heads(now, 10)

    assert (ana.edits, ana.edits_vendor_id) == (f"#{first}", f"v{first}")
    assert bob.edits_vendor_id is None, "a row of another conversation is nobody's business"


def test_a_number_that_names_nothing_edits_nothing(store: Store, now: datetime) -> None:
    for edits in ("#999", "#0", "#" + "9" * 18):
        say(store, "ana", edits, now, Outgoing(body=edits, edits=edits))
        message = store.outbox.heads(now, 1)[0]
        assert message.edits_vendor_id is None
        store.outbox.done(message, None, now)


@pytest.mark.parametrize("edits", ["#", "#card", "#-1", "#1; --", "#" + "9" * 19, "#١٢"])
def test_what_is_no_number_is_refused_before_anything_is_written(store: Store, now: datetime, edits: str) -> None:
    with pytest.raises(ValueError, match="number"):
        say(store, "ana", "1", now, Outgoing(body="un", edits=edits))

    assert counts(store, Queued) == (0,)


def test_a_conversation_that_moves_goes_on_with_the_same_person(store: Store, now: datetime) -> None:
    ana = say(store, "ana", "1", now, "un", state={"n": 1})

    assert store.outbox.moved(ana, "ana in her new home")

    assert store.outbox.heads(now, 1)[0].address == "ana in her new home"
    assert store.kept("console", "ana in her new home") == {"n": 1}
    assert say(store, "ana in her new home", "2", now) == ana
    assert counts(store, Person, Identity, Conversation) == (1, 1, 1)
    assert say(store, "ana", "3", now) != ana, "whoever speaks at the old address now is somebody else"


def test_a_conversation_does_not_move_in_with_somebody(store: Store, now: datetime) -> None:
    ana, bob = say(store, "ana", "1", now), say(store, "bob", "2", now)

    assert not store.outbox.moved(ana, "bob")
    assert not store.outbox.moved(999, "nowhere")

    assert (store.conversation("console", "ana"), store.conversation("console", "bob")) == (ana, bob)

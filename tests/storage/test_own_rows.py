"""What a turn may do with the rows of its own conversation: know what was sent, and gather for one answer."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Any

import pytest

from storage.own_rows import Sent
from storage.records import Json, Outgoing
from storage.store import Store
from storage.tables import Queued
from tests.storage.rows import counts, rows, say

MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)


def press(store: Store, who: str, number: int, at: datetime) -> Sent | None:
    with store.turn(channel="console", address=who, event_id=f"press {who} {number} {at}", at=at) as work:
        return work.sent(number)


def send(store: Store, at: datetime) -> list[int]:
    """Send all that is due; the numbers of the rows, in order."""
    numbers = []
    while heads := store.outbox.heads(at, 10):
        for message in heads:
            store.outbox.done(message, f"v{message.id}", at)
            numbers.append(message.id)
    return numbers


# -- what was sent ---------------------------------------------------------------------------------------------------


def test_a_press_finds_the_message_it_was_made_on(store: Store, now: datetime) -> None:
    say(store, "ana", "1", now, Outgoing({"text": "Oui ?"}, key="question"))
    [number] = send(store, now)

    assert press(store, "ana", number, now) == Sent({"text": "Oui ?"}, "question", f"v{number}", last=True)


def test_only_the_last_message_is_the_last(store: Store, now: datetime) -> None:
    say(store, "ana", "1", now, "un", "deux")
    first, second = send(store, now)

    def last(number: int, at: datetime) -> bool:
        found = press(store, "ana", number, at)
        return found is not None and found.last

    assert (last(first, now), last(second, now)) == (False, True)
    say(store, "ana", "2", now + MINUTE, "trois")
    assert not last(second, now + MINUTE), "what waits is about to come after it"


def test_orders_that_wait_or_were_obeyed_come_after_nothing(store: Store, now: datetime) -> None:
    reminder = Outgoing({"order": "reminder"}, due_at=now + DAY)
    say(store, "ana", "1", now, "un", Outgoing({"order": "news"}), reminder)
    number = send(store, now)[0]

    found = press(store, "ana", number, now)

    assert found is not None
    assert found.last


def test_a_message_whose_hour_came_later_came_after(store: Store, now: datetime) -> None:
    say(store, "ana", "1", now, Outgoing("rappel", due_at=now + MINUTE))
    say(store, "ana", "2", now, "un")
    [number] = send(store, now)
    [reminder] = send(store, now + MINUTE)

    before, after = press(store, "ana", number, now + MINUTE), press(store, "ana", reminder, now + MINUTE)

    assert before is not None
    assert after is not None
    assert (before.last, after.last) == (False, True)


def test_a_press_quicker_than_the_word_that_it_was_sent_is_understood(store: Store, now: datetime) -> None:
    say(store, "ana", "1", now, Outgoing("un", key="question"))
    number = store.outbox.heads(now, 1)[0].id

    assert press(store, "ana", number, now) == Sent("un", "question", None, last=True)


def test_a_press_on_what_is_not_there_is_a_press_on_nothing(store: Store, now: datetime) -> None:
    say(store, "bob", "1", now, "one")
    say(store, "ana", "2", now, "un", Outgoing({"order": "news"}), "trois")
    store.outbox.dead(next(one for one in store.outbox.heads(now, 9) if one.body == "un"), now)
    others, given_up, order, mine = sorted(row.id or 0 for row in rows(store, Queued))
    send(store, now)

    assert press(store, "ana", mine, now) is not None
    for number in (others, given_up, order, 999, 0, -1, 2**63, 2**200):
        assert press(store, "ana", number, now) is None, number


def test_a_press_on_a_message_that_has_lost_its_words_is_a_press_on_nothing(store: Store, now: datetime) -> None:
    say(store, "ana", "1", now, "un")
    [number] = send(store, now)
    store.purge(now + 31 * DAY)

    assert press(store, "ana", number, now + 31 * DAY) is None


# -- gathering -------------------------------------------------------------------------------------------------------


def photo(store: Store, name: str, at: datetime, who: str = "ana", key: str = "album:7") -> None:
    with store.turn(channel="console", address=who, event_id=name, at=at) as work:
        work.gather(key, name, at + MINUTE)
        assert work.queued == 1


def answer(store: Store, number: int, at: datetime, who: str = "ana") -> list[Json] | None:
    with store.turn(channel="console", address=who, event_id=f"outbox:{number}", at=at) as work:
        return work.gathered(number)


def test_the_photos_of_an_album_are_one_order_put_off_at_each(store: Store, now: datetime) -> None:
    photo(store, "a", now)
    photo(store, "b", now + MINUTE / 2)

    assert store.outbox.heads(now + MINUTE, 10) == []
    [order] = store.outbox.heads(now + 2 * MINUTE, 10)
    assert (order.body, order.key) == ({"order": "album", "parts": ["a", "b"]}, "album:7")
    assert order.due_at == now + MINUTE / 2 + MINUTE


def test_albums_and_people_are_kept_apart(store: Store, now: datetime) -> None:
    photo(store, "a", now)
    photo(store, "b", now, key="album:8")
    photo(store, "c", now, who="bob")

    assert [row.body["parts"] for row in rows(store, Queued)] == [["a"], ["b"], ["c"]]


def test_all_photos_are_answered_once(store: Store, now: datetime) -> None:
    photo(store, "a", now)
    photo(store, "b", now)
    [order] = store.outbox.heads(now + 2 * MINUTE, 10)

    assert answer(store, order.id, now + 2 * MINUTE) == ["a", "b"]
    assert store.outbox.heads(now + 2 * MINUTE, 10) == []
    with store.turn(channel="console", address="ana", event_id="again", at=now) as work:
        assert work.gathered(order.id) is None


def test_a_photo_that_comes_while_the_order_is_in_hand_is_answered_with_the_others(store: Store, now: datetime) -> None:
    photo(store, "a", now)
    [order] = store.outbox.claim(now + MINUTE, 10, "one", 10 * MINUTE)
    photo(store, "b", now + MINUTE)

    assert answer(store, order.id, now + MINUTE) == ["a", "b"]
    assert not store.outbox.replace(order, [Outgoing("deux fois")], now + MINUTE)


def test_an_order_that_was_put_off_while_in_hand_is_not_done(store: Store, now: datetime) -> None:
    photo(store, "a", now)
    [order] = store.outbox.heads(now + MINUTE, 10)
    photo(store, "b", now)

    assert not store.outbox.replace(order, [Outgoing("Une photo reçue.")], now + MINUTE)

    [again] = store.outbox.heads(now + 2 * MINUTE, 10)
    assert again.body["parts"] == ["a", "b"]


def test_a_photo_that_comes_after_the_answer_waits_for_its_own(store: Store, now: datetime) -> None:
    photo(store, "a", now)
    [order] = store.outbox.heads(now + MINUTE, 10)
    answer(store, order.id, now + MINUTE)

    photo(store, "b", now + MINUTE)

    [late] = store.outbox.heads(now + 2 * MINUTE, 10)
    assert late.body["parts"] == ["b"]


def test_a_photo_delivered_twice_is_gathered_once(store: Store, now: datetime) -> None:
    photo(store, "a", now)
    with store.turn(channel="console", address="ana", event_id="a", at=now) as work:
        work.gather("album:7", "a", now + MINUTE)
        assert work.queued == 0

    assert [row.body["parts"] for row in rows(store, Queued)] == [["a"]]


def test_nobody_takes_what_another_has_gathered(store: Store, now: datetime) -> None:
    photo(store, "a", now)
    [order] = store.outbox.heads(now + MINUTE, 10)

    assert answer(store, order.id, now, who="bob") is None

    assert answer(store, order.id, now) == ["a"]


def test_photos_that_come_at_once_are_all_there(store: Store, now: datetime) -> None:
    together = threading.Barrier(5)

    def arrive(number: int) -> None:
        together.wait()
        photo(store, str(number), now)

    with ThreadPoolExecutor(5) as threads:
        list(threads.map(arrive, range(5)))

    assert counts(store, Queued) == (1,)
    assert sorted(rows(store, Queued)[0].body["parts"]) == ["0", "1", "2", "3", "4"]


@pytest.mark.parametrize("part", ["\u0000", {"file": "x" * 1000}, None, ["a", ["b"]]])
def test_a_part_is_whatever_json_can_say(store: Store, now: datetime, part: Any) -> None:
    for event_id in ("1", "2"):
        with store.turn(channel="console", address="ana", event_id=event_id, at=now) as work:
            work.gather("album:7", part, now)
    [order] = store.outbox.heads(now + MINUTE, 10)

    assert answer(store, order.id, now) == [part, part]

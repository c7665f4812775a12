"""Between a person and their network: what each gets of what the other writes, and who hears of what did not arrive."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.desk import NotYours, Staff
from bot.offices import Office, Thread
from bot.relay import Relay, TooLong, UnknownRequest
from bot.reminders import working_day_after
from bot.render import Capabilities, Message
from bot.turn import Assistant, Heard
from bot.words import PARIS
from dialogs.core.events import Opened, Typed
from storage.outbox import Message as Row
from storage.records import Outgoing
from storage.requests import RequestRow
from tests.bot.applications import submitted
from tests.play import assistant, messages

NOW = datetime(2025, 5, 12, 10, tzinfo=PARIS)
ABLE = Capabilities()
HDF = "hauts-de-france"
LEA = Staff("Léa", frozenset({HDF}))
MARC = Staff("Marc", frozenset({"occitanie"}))


@pytest.fixture
def bot(tmp_path: Path) -> Iterator[Assistant]:
    with assistant(tmp_path, [HDF]) as found:
        yield found


@pytest.fixture
def relay(bot: Assistant) -> Relay:
    return Relay(bot.store, bot.facts, bot.offices)


class Awa:
    """Somebody who writes to their network."""

    def __init__(self, bot: Assistant, lang: str = "fr") -> None:
        self.bot, self.lang, self.count = bot, lang, 0

    def says(self, *said: str) -> list[str]:
        for words in said:
            self.count += 1
            event = Opened() if words == "/start" else Typed(words)
            assert self.bot.hear(Heard("console", "awa", f"awa:{self.count}", NOW, event, self.lang), ABLE)
            told = self.reads()
        return told

    def reads(self, at: datetime = NOW) -> list[str]:
        return [text(one) for one in messages(self.bot, "console", "awa", at, ABLE)]


def text(message: Message) -> str:
    return "\n".join(line.text for line in message.lines)


def asks(bot: Assistant, words: str = "Pouvons-nous déposer sans convention ?", lang: str = "fr") -> Awa:
    awa = Awa(bot, lang)
    awa.says("/start", "/region", "Lille", "/contact", words)
    return awa


def request(bot: Assistant) -> RequestRow:
    with bot.store.desk(NOW) as desk:
        (found,) = desk.requests({HDF}, open_only=False)
    return found


def thread(bot: Assistant, at: datetime = NOW) -> list[Any]:
    """What waits to be put in the thread of the request, in order."""
    office = bot.offices[HDF]
    place = bot.store.conversation(office.channel, f"{office.address}/request:{request(bot).id}")
    assert place is not None
    return [row.body for row in bot.store.outbox.pending(place, at)]


def said_in(bot: Assistant, at: datetime = NOW) -> str:
    return "\n".join(text(Message.from_json(body)) for body in thread(bot, at) if "lines" in body)


# -- from the person -------------------------------------------------------------------------------------------------


def test_staff_get_a_card_and_the_words_as_they_were_written(bot: Assistant) -> None:
    asks(bot, "On peut déposer ? *vite* <@U1>")
    assert thread(bot)[0] == {"content": "card", "about": f"request:{request(bot).id}"}
    assert said_in(bot) == "La personne écrit (français) :\nOn peut déposer ? *vite* <@U1>"


def test_a_second_message_goes_on_in_the_same_thread(bot: Assistant) -> None:
    awa = asks(bot)
    awa.says("/contact", "Et pour l'avion ?")
    assert request(bot).state == "open"
    assert "Et pour l'avion ?" in said_in(bot)


def test_where_nobody_reads_here_the_person_gets_the_addresses_and_is_asked_for_nothing(tmp_path: Path) -> None:
    with assistant(tmp_path) as bot:
        awa = Awa(bot)
        told = awa.says("/start", "/region", "Lille", "/contact")
        assert any("Explor-RRMA@lianescooperation.org" in one for one in told)
        assert not any("je le transmets" in one for one in told)


# -- from the staff --------------------------------------------------------------------------------------------------


def test_an_answer_reaches_the_person_in_their_language_and_is_shown_as_sent(bot: Assistant, relay: Relay) -> None:
    awa = asks(bot, lang="ar")
    assert relay.send(LEA, request(bot).id, "Oui, sans problème.", NOW, "17.1", "slack:1")
    (told,) = awa.reads()
    assert "Oui, sans problème." in told
    assert "/شخص" in told
    assert "Lianes coopération" in told
    assert "Envoyé à la personne par Léa :\nOui, sans problème." in said_in(bot)
    assert request(bot).state == "answered"


def test_the_same_event_twice_is_one_answer(bot: Assistant, relay: Relay) -> None:
    awa = asks(bot)
    assert relay.send(LEA, request(bot).id, "Oui.", NOW, "17.1", "slack:1")
    assert not relay.send(LEA, request(bot).id, "Oui.", NOW, "17.1", "slack:1")
    assert len(awa.reads()) == 1


def test_an_edit_and_a_deletion_follow(bot: Assistant, relay: Relay) -> None:
    asks(bot)
    about = f"request:{request(bot).id}"
    office = bot.offices[HDF]
    relay.send(LEA, request(bot).id, "Oui, avant le 15.", NOW, "17.1", "slack:1")
    key = f"relay:{request(bot).id}:17.1"
    assert relay.edited(office, about, "17.1", "Oui, avant le 16.", NOW, "slack:2")
    assert relay.deleted(office, about, "17.1", NOW, "slack:3")
    rows = [row for row in _rows(bot) if row.edits == key]
    assert "Oui, avant le 16." in text(Message.from_json(rows[0].body))
    assert rows[1].body == {"content": "removal"}


def test_what_staff_write_among_themselves_has_nobody_to_follow_it(bot: Assistant, relay: Relay) -> None:
    awa = asks(bot)
    about = f"request:{request(bot).id}"
    assert not relay.edited(bot.offices[HDF], about, "18.1", "Entre nous : non.", NOW, "slack:2")
    assert not relay.deleted(bot.offices[HDF], about, "18.1", NOW, "slack:3")
    assert awa.reads() == []


def test_staff_of_another_network_send_nothing(bot: Assistant, relay: Relay) -> None:
    asks(bot)
    with pytest.raises(NotYours):
        relay.send(MARC, request(bot).id, "Oui.", NOW, "17.1", "slack:1")


@pytest.mark.parametrize("words", ["", "   ", "x" * 3001])
def test_an_answer_without_words_or_too_long_is_not_sent(bot: Assistant, relay: Relay, words: str) -> None:
    asks(bot)
    with pytest.raises(TooLong):
        relay.send(LEA, request(bot).id, words, NOW, "17.1", "slack:1")


def test_a_request_whose_person_had_everything_erased_is_no_more(bot: Assistant, relay: Relay) -> None:
    awa = asks(bot)
    gone = request(bot).id
    awa.says("/donnees", "2", "oui")
    with pytest.raises(UnknownRequest):
        relay.send(LEA, gone, "Oui.", NOW, "17.1", "slack:1")


# -- what did not arrive ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("why", "sentence"), [("dead", "plusieurs fois"), ("gone", "a bloqué l'assistant")])
def test_staff_hear_of_an_answer_that_was_not_delivered(bot: Assistant, relay: Relay, why: Any, sentence: str) -> None:
    asks(bot)
    relay.send(LEA, request(bot).id, "Oui.", NOW, "17.1", "slack:1")
    answer = next(row for row in _rows(bot) if (row.key or "").startswith("relay:"))
    bot.undelivered(answer, why, NOW)
    assert sentence in said_in(bot)


def test_staff_hear_of_a_deletion_that_was_refused(bot: Assistant, relay: Relay) -> None:
    asks(bot)
    relay.send(LEA, request(bot).id, "Oui.", NOW, "17.1", "slack:1")
    relay.deleted(bot.offices[HDF], f"request:{request(bot).id}", "17.1", NOW, "slack:2")
    removal = next(row for row in _rows(bot) if row.body.get("content") == "removal")
    bot.undelivered(removal, "dead", NOW)
    assert "elle peut encore lire ce message" in said_in(bot)


def test_staff_hear_at_once_that_a_person_has_blocked_the_assistant(bot: Assistant, relay: Relay) -> None:
    asks(bot)
    bot.store.outbox.unreachable(request(bot).conversation_id, NOW)
    relay.send(LEA, request(bot).id, "Oui.", NOW, "17.1", "slack:1")
    assert said_in(bot).endswith("Non remis : la personne a bloqué l'assistant. Le message partira si elle revient.")


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ({"content": "card", "about": "application:app1"}, "La fiche de HDF-2025-0001 n'a pas pu s'afficher ici"),
        ({"content": "card", "about": "request:r1"}, "Une personne demande à vous parler."),
        ({"content": "card", "about": "offer:o1"}, "Une offre d'expertise est arrivée"),
        ({"content": "paper", "about": "application:app1", "name": "v1.pdf"}, "Le document v1.pdf n'a pas pu"),
    ],
)
def test_staff_hear_of_a_card_or_a_paper_that_could_not_be_shown(bot: Assistant, body: Any, told: str) -> None:
    submitted(bot.store)
    office, about = bot.offices[HDF], body["about"]
    with bot.store.desk(NOW) as desk:
        Thread(desk, office, about).put(Outgoing(body))
    place = bot.store.conversation(office.channel, f"{office.address}/{about}")
    assert place is not None
    (row,) = bot.store.outbox.pending(place, NOW)
    for why in ("gone", "dead"):
        bot.undelivered(row, why, NOW)
    (_row, notice) = bot.store.outbox.pending(place, NOW)
    assert told in text(Message.from_json(notice.body))


@pytest.mark.parametrize(("said", "offices"), [("Lille", [HDF]), ("Toulouse", [HDF]), (None, [HDF, "occitanie"])])
def test_a_message_that_never_arrived_is_told_to_the_network_or_to_all_where_it_is_not_known(
    tmp_path: Path, said: str | None, offices: list[str]
) -> None:
    with assistant(tmp_path, offices) as bot:
        Awa(bot).says("/start", *(["/region", said] if said else []))
        Awa(bot).bot.hear(Heard("console", "awa", "awa:x", NOW, Typed("/menu"), "fr"), ABLE)
        mine = bot.store.conversation("console", "awa")
        assert mine is not None
        bot.undelivered(bot.store.outbox.pending(mine, NOW)[0], "dead", NOW)
        for region in offices:
            office = bot.offices[region]
            place = bot.store.conversation(office.channel, f"{office.address}/undelivered:{region}")
            assert place is not None
            (row,) = bot.store.outbox.pending(place, NOW)
            assert "n'a pas pu être remis" in text(Message.from_json(row.body))


def test_a_person_hears_of_words_that_did_not_reach_the_staff(bot: Assistant) -> None:
    awa = asks(bot)
    office = bot.offices[HDF]
    place = bot.store.conversation(office.channel, f"{office.address}/request:{request(bot).id}")
    assert place is not None
    words = next(row for row in bot.store.outbox.pending(place, NOW) if (row.key or "").startswith("said:"))
    bot.undelivered(words, "dead", NOW)
    (told,) = awa.reads()
    assert "n'a pas pu être transmis à Lianes coopération" in told


# -- after a working day ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "due"),
    [
        ("2025-05-12T10:20", "2025-05-13T10:20"),
        ("2025-05-16T15:00", "2025-05-19T15:00"),  # a Friday
        ("2025-05-17T11:00", "2025-05-19T11:00"),  # a Saturday
        ("2025-05-12T22:45", "2025-05-13T18:45"),
        ("2025-05-12T04:10", "2025-05-13T09:00"),
        ("2025-03-28T10:00", "2025-03-31T10:00"),  # over the change of clocks
    ],
)
def test_a_working_day_is_counted_in_paris_and_ends_in_office_hours(said: str, due: str) -> None:
    at = datetime.fromisoformat(said).replace(tzinfo=PARIS)
    assert working_day_after(at) == datetime.fromisoformat(due).replace(tzinfo=PARIS)


def test_staff_are_reminded_of_whoever_waits_and_of_nobody_else(bot: Assistant, relay: Relay) -> None:
    asks(bot)
    (order,) = [row for row in _rows(bot, NOW + timedelta(days=2)) if row.body.get("order") == "unanswered"]
    (told,) = bot.obey(order, NOW + timedelta(days=1), ABLE)
    assert Message.from_json(told.body).lines[0].role == "aloud"
    relay.send(LEA, request(bot).id, "Oui.", NOW + timedelta(hours=1), "17.1", "slack:1")
    assert bot.obey(order, NOW + timedelta(days=1), ABLE) == ()


def _rows(bot: Assistant, at: datetime = NOW) -> list[Row]:
    """Whatever waits in any conversation."""
    return [
        row
        for channel, address in _places(bot)
        if (place := bot.store.conversation(channel, address)) is not None
        for row in bot.store.outbox.pending(place, at)
    ]


def _places(bot: Assistant) -> list[tuple[str, str]]:
    office: Office = bot.offices[HDF]
    return [("console", "awa"), (office.channel, f"{office.address}/request:{request(bot).id}")]

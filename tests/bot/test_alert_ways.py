"""By which ways an alert goes: a notice in Slack that rings, an e-mail, and a first place among all that waits."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import insert

from bot.channels.base import Action, Letter, Notice, Rejected
from bot.channels.bell import Bell
from bot.channels.mail import Mail
from bot.channels.slack.blocks import EVERYONE, is_aloud, laid_out
from bot.networks import roster
from bot.render import Line, Message
from bot.settings import BadSettings, Settings
from bot.turn import Assistant
from storage.errors import NotAllowed
from storage.store import Store
from storage.tables import Conversation, Identity, Person, Queued, table
from tests.bot.rescue import NOW, REGION, Somebody, mission
from tests.bot.test_filing import MailServer, listening
from tests.emulators.slack import words
from tests.emulators.slack.rules import check_message
from tests.play import assistant
from tests.storage.missions import come, prepared, turn

NOTICE = Notice(
    "Alerte : Inès <!channel>", ("<!here> *gras*", "x" * 4000), (Action("acknowledge", "a1", "Je m'en occupe"),), True
)
LETTER = Message("fr", (Line("title", "Alerte : Inès"), Line("body", "Accident")))


def test_a_notice_rings_for_everybody_and_nobody_s_words_do() -> None:
    laid = laid_out(NOTICE)
    check_message(laid.text, laid.blocks)
    assert laid.text.startswith(f"{EVERYONE} Alerte")
    assert laid.text.count("<!") == 1
    assert [one["text"]["text"] for one in laid.blocks if one.get("text", {}).get("type") == "mrkdwn"] == [EVERYONE]
    assert laid.blocks[-1]["elements"][0]["action_id"] == "card.acknowledge.0"
    assert is_aloud(NOTICE)


def test_a_notice_of_what_is_over_rings_for_nobody() -> None:
    laid = laid_out(Notice("Alerte : close", ("Tout va bien",)))
    assert EVERYONE not in laid.text + words({"blocks": laid.blocks})


async def test_an_alert_comes_by_e_mail_with_its_first_line_as_subject() -> None:
    server = MailServer()
    async with listening(server) as smtp:
        await Mail(smtp, lambda: NOW).send(Letter(7, "astreinte@reseau.example/alert:a1", LETTER))
    email = server.received()
    assert (email["To"], email["Subject"]) == ("astreinte@reseau.example", "Alerte : Inès")
    assert "Accident" in email.get_content()
    assert "à la demande de la personne de contact" not in email.get_content()


@pytest.mark.parametrize(
    ("answers", "silent", "error"),
    [
        ({"RCPT": "550 nobody"}, False, Rejected),
        ({"RCPT": "451 later"}, False, ConnectionError),
        ({}, True, ConnectionError),
    ],
)
async def test_what_may_pass_is_tried_again_and_a_refusal_is_not(
    answers: dict[str, str], silent: bool, error: type[Exception]
) -> None:
    async with listening(MailServer(answers, silent_after_text=silent)) as smtp:
        with pytest.raises(error):
            await Mail(smtp, lambda: NOW).send(Letter(7, "a@b.example/alert:a1", LETTER))


async def test_nothing_is_shown_by_the_bell() -> None:
    with pytest.raises(Rejected):
        await Bell().send(Letter(7, "alert:a1", LETTER))


def test_whoever_is_told_is_set_with_one_way_each(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EXPLOR_ALERTS_ROSTER", '{"bretagne": [{"name": "Chloé", "telegram": 700}]}')
    monkeypatch.setenv("EXPLOR_ALERTS_REPEAT", "[60]")
    found = roster(Settings.read())
    assert found.may_see("telegram", "700", "bretagne") is not None
    assert found.may_see("telegram", "700", "occitanie") is None
    assert [found.wait(step).seconds for step in (1, 2, 3)] == [20, 60, 60]
    for wrong in (
        '{"name": "Chloé"}',
        '{"name": "Chloé", "telegram": 7, "email": "a@b"}',
        '{"name": "C", "email": "a@b"}',
    ):
        monkeypatch.setenv("EXPLOR_ALERTS_ROSTER", f'{{"bretagne": [{wrong}]}}')
        with pytest.raises(BadSettings):
            Settings.read()


@pytest.fixture
def bot(tmp_path: Path) -> Iterator[Assistant]:
    with assistant(tmp_path, [REGION]) as opened:
        yield opened


def test_an_alert_leaves_first_of_ten_thousand_rows(bot: Assistant) -> None:
    crowded(bot.store, 10_000)
    ines = Somebody(bot, "ines").joins(mission(bot))
    ines.says("sos")
    crowded_again = bot.store.outbox.undelivered(NOW).waiting
    (alert,) = (one.press for one in ines.messages[0].choices if one.label == "Alerter mon réseau")
    assert crowded_again >= 10_000
    from bot.turn import Heard
    from dialogs.core.events import Pressed
    from tests.bot.rescue import ABLE

    bot.hear(Heard("telegram", "ines", "the alert", NOW, Pressed(*alert), "fr"), ABLE)
    first, second, *_others = bot.store.outbox.heads(NOW, 5)
    assert {first.channel, second.channel} == {"slack", "telegram"}
    assert {"content", "alert"} <= set(first.body) | set(second.body)
    assert min(first.priority, second.priority) > 0


def crowded(store: Store, many: int) -> None:
    """As many conversations, each with a message that has waited for an hour."""
    at = NOW - timedelta(hours=1)
    ids = range(1_000, 1_000 + many)
    kept = {"created_at": at, "updated_at": at, "version": 0}
    body = Message("fr", (Line("body", "Bonjour"),)).to_json()
    due = {"due_at": at, "status": "pending", "attempts": 0, "priority": 0, "body": body}
    with store._database.writing() as connection:
        connection.execute(insert(table(Person)), [{"id": id, "created_at": at, "last_seen_at": at} for id in ids])
        where = [{"channel": "crowd", "address": str(id), "person_id": id} for id in ids]
        connection.execute(insert(table(Identity)), [{**one, "created_at": at} for one in where])
        connection.execute(insert(table(Conversation)), [{**one, "id": one["person_id"], **kept} for one in where])
        connection.execute(insert(table(Queued)), [{"conversation_id": id, **due} for id in ids])


# -- storage ---------------------------------------------------------------------------------------------------------


def test_words_are_added_to_an_alert_that_somebody_has_taken_and_to_nobody_else_s(store: Store) -> None:
    prepared(store, "m1", NOW)
    come(store, "m1", "ana", NOW)
    come(store, "m1", "bob", NOW)
    with turn(store, "ana", "alerts", NOW) as work:
        work.missions.alert("m1", "a1", "Accident")
    with store.desk(NOW) as desk:
        assert desk.missions.acknowledge("a1", "Léa")
    with turn(store, "ana", "adds", NOW) as work:
        added = work.missions.add("a1", "à Ouidah", (6.4, 2.0))
    assert (added.words, added.latitude, added.state) == ("Accident\nà Ouidah", 6.4, "acknowledged")
    with pytest.raises(NotAllowed), turn(store, "bob", "adds", NOW) as work:
        work.missions.add("a1", "pas à moi")


def test_the_desk_knows_what_has_arrived_and_hurries_what_waits_to_be_tried_again(store: Store) -> None:
    from storage.records import Outgoing

    with store.desk(NOW) as desk:
        place = desk.thread("slack", "C1/alert:a1", "alert:a1")
        assert desk.conversation("slack", "C1/alert:a1") == place
        desk.queue([Outgoing({"content": "alert"}, key="alert")], place)
    (row,) = store.outbox.pending(place, NOW)
    store.outbox.retry(row, NOW + timedelta(hours=1))
    assert store.outbox.heads(NOW, 5) == []
    with store.desk(NOW) as desk:
        assert not desk.arrived(place, "alert")
        assert desk.hurry(place, "alert")
    (again,) = store.outbox.heads(NOW, 5)
    store.outbox.done(again, "1.1", NOW)
    with store.desk(NOW) as desk:
        assert desk.arrived(place, "alert")
        assert not desk.hurry(place, "alert")

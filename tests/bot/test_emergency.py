"""A call for help: what calls, what is answered whatever is broken, and what becomes of an alert."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest
from structlog.testing import capture_logs

from bot.alerts import URGENT, Roster
from bot.channels.base import Notice
from bot.orders import content
from bot.turn import Assistant
from bot.words import LANGUAGES
from dialogs.core.events import Opened, Pressed, Sent, Typed
from dialogs.emergency.acts import press
from dialogs.emergency.words import called
from storage.missions import Missions
from storage.tables import AuditLine, Queued
from tests.bot.rescue import NOW, REGION, Somebody, mission, queued, the_alerts, watched
from tests.play import assistant
from tests.storage.rows import rows


@pytest.fixture
def bot(tmp_path: Path) -> Iterator[Assistant]:
    with assistant(tmp_path, [REGION]) as opened:
        yield watched(opened)


@pytest.fixture
def ines(bot: Assistant) -> Somebody:
    """A volunteer in the field."""
    return Somebody(bot, "ines").joins(mission(bot))


# -- what calls ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "urgence",
        "URGENCE !!!",
        "Au secours",
        "SOS",
        "🆘",
        "emergency",
        "Emergência!",
        "¡emergencia!",
        "socorro",
        "طوارئ",
        "الطوارئ!",
        "طوارىء",
        "نجدة",
        "حالة طارئة",
        "/urgence",
        "/URGENCE@explor_bot",
        "/sos",
        "/emergency",
        "/طوارئ",
        "/urgance",
        "urjence",
        "emergancy",
        "urgnece",
    ],
)
def test_a_call_for_help_is_understood_in_any_language_and_with_a_slip(text: str) -> None:
    assert called(text) == ""


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("/urgence Je suis blessé", "Je suis blessé"),
        ("Urgence : nous avons eu un accident", "Urgence : nous avons eu un accident"),
        ("sos accident de moto", "sos accident de moto"),
        ("Emergency! We lost Paul", "Emergency! We lost Paul"),
        ("emergencia estoy en el hospital", "emergencia estoy en el hospital"),
        ("طوارئ، وقع حادث", "طوارئ، وقع حادث"),
    ],
)
def test_what_is_said_with_the_call_is_kept_for_the_alert(text: str, words: str) -> None:
    assert called(text) == words


@pytest.mark.parametrize(
    "text",
    [
        "",
        "/",
        "112",
        "aide",
        "help",
        "Urgence climatique et accès à l'eau",
        "SOS Sahel",
        "SOS Villages d'enfants",
        "Émergence",
        "recours",
        "Que faire en cas d'urgence ?",
        "Une maison pour les urgences de Kayes",
        "طوارق",
        "/aide",
    ],
)
def test_the_name_of_a_project_or_a_question_is_no_call(text: str) -> None:
    assert called(text) is None


@pytest.mark.parametrize("word", ["aide", "help", "ajuda", "ayuda", "مساعدة"])
def test_the_word_for_help_shows_help_with_the_emergency_as_its_first_button(bot: Assistant, word: str) -> None:
    ana = Somebody(bot, "ana")
    ana.says(Opened(), "/eligibilite", word)
    assert ana.messages[0].choices[0].label == "Urgence"
    assert "Secours" in ana.presses("Urgence")


# -- what is answered ------------------------------------------------------------------------------------------------


def test_a_volunteer_sees_the_local_numbers_first_then_the_contacts_in_their_order(ines: Somebody) -> None:
    told = ines.says("urgence")
    places = [told.index(each) for each in ("117", "+33 3 20 00 00 00", "+229 01 97 00 00 00", "+33 1 40 00 00 00")]
    assert places == sorted(places)
    assert len(ines.messages) == 1
    assert told.index("Bénin") < told.index("117")


def test_every_number_has_its_source_and_says_that_nobody_verified_it(ines: Somebody) -> None:
    told = ines.says("urgence")
    assert told.count("Non vérifié") == 8
    assert "UIT-T E.129" in told
    assert "Donné par votre réseau, fiche de la mission du 31 août 2025" in told


def test_an_expert_who_comes_to_france_gets_112_and_is_told_that_their_consulate_is_missing(bot: Assistant) -> None:
    told = Somebody(bot, "kofi").joins(mission(bot, direction="reciprocity")).says("sos")
    assert "112 : tous les secours" in told
    assert "117" not in told
    assert "Le consulat de votre pays en France n'est pas encore indiqué." in told


def test_somebody_without_a_mission_gets_112_and_another_country_by_its_name(bot: Assistant) -> None:
    ana = Somebody(bot, "ana")
    assert "112 : tous les secours" in ana.says(Opened(), "urgence")
    assert "Secours : Sénégal" in ana.says("au Sénégal")
    assert "Secours : Togo" in ana.presses("Togo")
    assert not any(one.press[2].startswith("=alert") for one in ana.messages[0].choices)


def test_the_first_words_of_somebody_may_be_a_call(bot: Assistant) -> None:
    assert "112" in Somebody(bot, "new").says("au secours !")


def test_the_form_in_hand_is_as_it_was_and_its_question_comes_again(bot: Assistant) -> None:
    ana = Somebody(bot, "ana")
    ana.says(Opened(), "/eligibilite", "59000", "urgence")
    assert "Qui voyage ?" in ana.presses("Reprendre où j'en étais")


def test_words_that_only_looked_like_a_call_can_still_be_the_answer(bot: Assistant) -> None:
    ana = Somebody(bot, "ana")
    ana.says(Opened(), "/offrir")
    before = ana.says("/reprendre")
    ana.says("Urgence : eau potable")
    assert "Urgence : appelez" not in ana.presses("C'était ma réponse")
    assert before


@pytest.mark.parametrize("lang", LANGUAGES)
def test_it_is_said_in_the_language_of_the_person_whatever_the_word(bot: Assistant, lang: str) -> None:
    told = Somebody(bot, f"one {lang}", lang).says(Opened(), "emergency")
    assert ("Urgence : appelez d'abord" in told) == (lang == "fr")


def test_in_arabic_each_number_keeps_its_own_direction(bot: Assistant) -> None:
    told = Somebody(bot, "samir", "ar").joins(mission(bot)).says("طوارئ")
    assert "\u2068+229 01 97 00 00 00\u2069" in told
    assert "\u2068117\u2069" in told


# -- whatever is broken ----------------------------------------------------------------------------------------------


def broken(*_given: Any, **_more: Any) -> Any:
    raise RuntimeError("secret words")


def test_it_answers_when_the_sheet_of_the_mission_cannot_be_read(bot: Assistant, ines: Somebody) -> None:
    with bot.store._database.writing() as connection:
        connection.exec_driver_sql("UPDATE missions SET sheet = '{\"contacts\": 5}'")
    told = ines.says("urgence")
    assert "117" in told
    assert "Je n'arrive pas à lire les contacts de votre mission" in told


@pytest.mark.parametrize(
    "what",
    ["bot.turn.take", "bot.turn.resumed", "bot.turn.shares", "bot.turn.TurnOracle", "bot.turn.in_the_field.missions"],
)
def test_it_answers_when_the_dialogs_the_state_or_the_world_fail(
    bot: Assistant, ines: Somebody, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    monkeypatch.setattr(what, broken)
    assert "117" in ines.says("urgence")
    assert "Elle va à" in ines.alerts()


@pytest.mark.parametrize("said", [Typed("sos"), press("open"), Sent("photo", caption="urgence"), Opened("urgence")])
def test_the_plain_number_is_said_when_missions_cannot_be_read(
    bot: Assistant, ines: Somebody, monkeypatch: pytest.MonkeyPatch, said: Any
) -> None:
    monkeypatch.setattr(Missions, "mine", broken)
    with capture_logs() as logs:
        assert "112 : tous les secours, en France et en Europe." in ines.says(said)
    assert "secret" not in str(logs)


def test_it_answers_in_french_when_a_translation_cannot_be_read(
    bot: Assistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.words.catalogue", broken)
    assert "112" in Somebody(bot, "ana", "ar").says("طوارئ")


def test_an_alert_leaves_when_the_data_of_its_region_are_gone(bot: Assistant, ines: Somebody) -> None:
    ines.bot = replace(bot, facts=replace(bot.facts, regions=MappingProxyType({})))
    assert "Elle va à : votre réseau, sur Slack." in ines.alerts()
    assert [one.state for one in the_alerts(bot)] == ["open"]


def test_an_apology_has_the_emergency_as_its_button(bot: Assistant, monkeypatch: pytest.MonkeyPatch) -> None:
    ana = Somebody(bot, "ana")
    with monkeypatch.context() as patch:
        patch.setattr("bot.turn.take", broken)
        assert "Pardon" in ana.says("/eligibilite")
    assert "112" in ana.presses("Urgence")


# -- the alert -------------------------------------------------------------------------------------------------------


def test_an_alert_is_kept_and_on_its_way_before_anything_was_sent(bot: Assistant, ines: Somebody) -> None:
    told = ines.alerts()
    (alert,) = the_alerts(bot)
    assert alert.state == "open"
    assert "Elle va à : Lianes coopération, sur Slack." in told
    assert "Appelez Léa Martin : +33 3 20 00 00 00." in told
    assert {"content": "alert", "alert": alert.id} in queued(bot, "slack", NOW)
    assert ines.messages[-1].shares == "location"


def test_a_position_and_words_are_added_to_the_same_alert(bot: Assistant, ines: Somebody) -> None:
    ines.alerts()
    ines.says(Sent("location", latitude=6.41, longitude=2.03), "Accident de moto")
    (alert,) = the_alerts(bot)
    assert (alert.words, alert.latitude, alert.longitude) == ("Accident de moto", 6.41, 2.03)


def test_words_said_with_the_call_are_in_the_alert(bot: Assistant, ines: Somebody) -> None:
    ines.says("/urgence On m'a volé mon passeport")
    ines.presses("Alerter mon réseau")
    assert [alert.words for alert in the_alerts(bot)] == ["On m'a volé mon passeport"]


def test_pressed_again_it_is_the_same_alert(bot: Assistant, ines: Somebody) -> None:
    ines.says("/urgence")
    (alerting,) = (one.press for one in ines.messages[0].choices if one.label == "Alerter mon réseau")
    ines.says(Pressed(*alerting), Pressed(*alerting))
    assert len(the_alerts(bot)) == 1


def test_a_command_ends_the_adding_and_is_obeyed(bot: Assistant, ines: Somebody) -> None:
    ines.alerts()
    assert "Que voulez-vous faire ?" in ines.says("/menu")
    ines.says("1")
    assert [alert.words for alert in the_alerts(bot)] == [None]


def test_news_between_two_words_do_not_end_the_adding(bot: Assistant, ines: Somebody) -> None:
    from dialogs.core.events import Came

    ines.alerts()
    ines.says(Came("mission.stage", {"id": "x", "stage": "mission"}), "Je suis à la mairie")
    assert [alert.words for alert in the_alerts(bot)] == ["Je suis à la mairie"]


def test_what_is_written_hours_later_is_no_longer_part_of_the_alert(bot: Assistant, ines: Somebody) -> None:
    ines.alerts()
    ines.now += timedelta(hours=2)
    ines.says("Bonjour")
    assert [alert.words for alert in the_alerts(bot)] == [None]


def test_somebody_who_is_not_in_the_mission_gets_numbers_and_gives_no_alert(bot: Assistant, ines: Somebody) -> None:
    ines.says("/urgence")
    (alerting,) = (one.press for one in ines.messages[0].choices if one.label == "Alerter mon réseau")
    eve = Somebody(bot, "eve")
    told = eve.says(Opened(), Pressed(*alerting))
    assert "112" in told
    assert "/contact" in told
    assert the_alerts(bot) == []


# -- further ---------------------------------------------------------------------------------------------------------


def arrived(bot: Assistant) -> None:
    """Slack takes all that waits for it."""
    while waiting := bot.store.outbox.heads(NOW + timedelta(days=1), 100, channels=("slack",)):
        for row in waiting:
            bot.store.outbox.done(row, "1.1", NOW)


def test_where_slack_has_it_nothing_more_is_said_at_first_then_that_nobody_answered(
    bot: Assistant, ines: Somebody
) -> None:
    Somebody(bot, "700").says(Opened())
    ines.alerts()
    arrived(bot)
    assert ines.later(seconds=60).sees() == ""
    told = ines.later(minutes=3).sees()
    assert "Personne n'a encore répondu à votre alerte." in told
    assert "Appelez Léa Martin" in told
    assert "Chloé, sur Telegram" in told


def test_where_slack_is_silent_the_roster_is_told_at_once_and_the_volunteer_which_way(
    bot: Assistant, ines: Somebody
) -> None:
    Somebody(bot, "700").says(Opened())
    ines.alerts()
    told = ines.later(seconds=30).sees()
    assert "Slack ne répond pas" in told
    assert "Je préviens autrement : Chloé, sur Telegram." in told
    assert "L'astreinte, par e-mail" in ines.later(minutes=3).sees()
    assert queued(bot, "mail")


def test_without_any_place_of_the_staff_the_roster_has_it_first(tmp_path: Path) -> None:
    with assistant(tmp_path) as opened:
        bot = watched(opened)
        ines = Somebody(bot, "ines").joins(mission(bot))
        assert "L'astreinte, par e-mail" in ines.alerts(), "Chloé has never written to the bot"


def test_without_any_way_the_volunteer_is_told_so_and_whom_to_call(tmp_path: Path) -> None:
    with assistant(tmp_path) as bot:
        ines = Somebody(bot, "ines").joins(mission(bot))
        told = ines.alerts()
    assert "je ne peux la remettre à personne d'ici" in told
    assert "Appelez Léa Martin" in told


def test_it_is_repeated_until_somebody_has_seen_it_and_not_after(bot: Assistant, ines: Somebody) -> None:
    ines.alerts()
    arrived(bot)
    ines.later(minutes=20)
    assert len([body for body in queued(bot, "slack") if body.get("content") == "alert"]) == 1, "one at a time"
    assert the_alerts(bot)[0].escalated == 4
    bot.alarms.seen(bot.store, the_alerts(bot)[0].id, "Léa", {REGION}, ines.now)
    ines.later(minutes=60)
    assert the_alerts(bot)[0].escalated == 4


def test_a_step_that_is_carried_out_twice_is_one_step(bot: Assistant, ines: Somebody) -> None:
    ines.alerts()
    (order,) = queued(bot, "bell", NOW + timedelta(seconds=21))
    before = len(rows(bot.store, Queued))
    bot.alarms.ring(bot.store, order, NOW + timedelta(seconds=21))
    once = len(rows(bot.store, Queued))
    bot.alarms.ring(bot.store, order, NOW + timedelta(seconds=22))
    assert before < once == len(rows(bot.store, Queued))


def test_a_restart_between_two_steps_loses_none(tmp_path: Path) -> None:
    with assistant(tmp_path, [REGION]) as bot:
        Somebody(bot, "ines").joins(mission(bot)).alerts()
    with assistant(tmp_path, [REGION]) as bot:
        ines = Somebody(bot, "ines")
        assert "Personne n'a encore répondu" in ines.later(minutes=4).sees()


# -- seen ------------------------------------------------------------------------------------------------------------


def test_the_first_who_takes_care_of_it_is_told_to_the_volunteer_and_to_the_second(
    bot: Assistant, ines: Somebody
) -> None:
    ines.alerts()
    (alert,) = the_alerts(bot)
    assert bot.alarms.seen(bot.store, alert.id, "Léa", {REGION}, NOW).kind == "done"
    second = bot.alarms.seen(bot.store, alert.id, "Marc", {REGION}, NOW)
    assert (second.kind, second.by) == ("already", "Léa")
    assert "Léa a vu votre alerte et s'en occupe." in ines.sees()
    lines = [line for line in rows(bot.store, AuditLine) if line.action.startswith("alert.")]
    assert [(line.action, line.who) for line in lines][-1] == ("alert.acknowledged", "staff:Léa")


def test_staff_of_another_region_take_care_of_nothing(bot: Assistant, ines: Somebody) -> None:
    ines.alerts()
    (alert,) = the_alerts(bot)
    assert bot.alarms.seen(bot.store, alert.id, "Marc", {"occitanie"}, NOW).kind == "not_yours"
    assert the_alerts(bot)[0].state == "open"


def test_somebody_of_the_roster_takes_care_of_it_in_telegram(bot: Assistant, ines: Somebody) -> None:
    chloe = Somebody(bot, "700")
    chloe.says(Opened())
    ines.alerts()
    ines.later(seconds=30)
    assert "Alerte : Inès" in chloe.later(seconds=30).sees()
    assert "vous vous occupez de cette alerte" in chloe.presses("Je m'en occupe")
    assert "Chloé a vu votre alerte et s'en occupe." in ines.sees()


def test_somebody_who_is_not_of_the_roster_cannot_say_so(bot: Assistant, ines: Somebody) -> None:
    ines.alerts()
    (alert,) = the_alerts(bot)
    eve = Somebody(bot, "eve")
    assert "Vous n'êtes pas sur la liste" in eve.says(Opened(), press("seen", alert.id))
    assert the_alerts(bot)[0].state == "open"


def test_all_is_well_closes_it_and_tells_the_staff(bot: Assistant, ines: Somebody) -> None:
    ines.alerts()
    ines.presses("Tout va bien")
    (alert,) = the_alerts(bot)
    assert alert.state == "closed"
    shown = notice(bot)
    assert "close, tout va bien" in shown.title
    assert shown.actions == ()
    assert not shown.everyone


def test_nobody_closes_the_alert_of_another(bot: Assistant, ines: Somebody) -> None:
    ines.alerts()
    (alert,) = the_alerts(bot)
    Somebody(bot, "eve").says(Opened(), press("well", alert.id))
    assert the_alerts(bot)[0].state == "open"


# -- what the staff read ---------------------------------------------------------------------------------------------


def notice(bot: Assistant) -> Notice:
    """The alert as the staff's place would show it now."""
    heads = bot.store.outbox.heads(NOW + timedelta(days=1), 100, channels=("slack",))
    (row,) = (row for row in heads if row.body.get("content") == "alert")
    shown = content(bot, row, NOW)
    assert isinstance(shown, Notice)
    return shown


def test_the_staff_read_who_where_since_when_and_may_take_care_of_it(bot: Assistant, ines: Somebody) -> None:
    ines.alerts()
    ines.says("Accident", Sent("location", latitude=6.41, longitude=2.03))
    shown = notice(bot)
    words = "\n".join((shown.title, *shown.lines)).replace("\u202f", " ").replace("\xa0", " ")
    assert "Alerte : Inès, mission MHDF-2025-0001" in words
    for told in ("Bénin", "Accident", "6.41000, 2.03000", "3 septembre 2025 à 20:10"):
        assert told in words
    assert [action.act for action in shown.actions] == ["acknowledge"]
    assert shown.everyone


def test_nothing_of_a_person_is_logged(bot: Assistant) -> None:
    with capture_logs() as logs:
        ines = Somebody(bot, "ines").joins(mission(bot))
        ines.alerts()
        ines.says("Accident de moto")
        ines.later(minutes=10)
    assert "moto" not in str(logs)
    assert "Inès" not in str(logs)


def test_all_of_it_goes_before_anything_else(bot: Assistant, ines: Somebody) -> None:
    before = len(rows(bot.store, Queued))
    ines.alerts()
    sent = sorted(rows(bot.store, Queued), key=lambda row: row.id or 0)[before:]
    urgent = [row for row in sent if "card" not in str(row.body)]
    assert urgent
    assert all(row.priority >= URGENT for row in urgent)


def test_a_network_that_has_set_up_nobody_still_repeats_in_slack(bot: Assistant) -> None:
    alone = replace(bot, roster=Roster())
    ines = Somebody(alone, "ines").joins(mission(alone))
    ines.alerts()
    assert "Votre réseau n'a pas donné d'autre moyen" in ines.later(seconds=30).sees()
    assert the_alerts(alone)[0].escalated == 1

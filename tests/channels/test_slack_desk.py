"""What staff do in Slack, over HTTP and over Socket Mode, through the vendor's own libraries."""

from collections.abc import AsyncIterator
from datetime import datetime
from typing import Any

import pytest
from structlog.testing import capture_logs

from bot.channels.slack.front import Deadline, Inputs, Item, NotNow, Outcome, Source, Thread, Waiting
from tests.channels.slack_desk import ASKED, CARD, MODES, NOON, REFERENCE, REQUEST, Office, office
from tests.emulators.slack import NotAnswered, NotThere, words
from tests.emulators.slack.web import changed


@pytest.fixture(params=MODES)
async def at(request: pytest.FixtureRequest) -> AsyncIterator[Office]:
    async with office(request.param) as held:
        yield held


# -- cards -----------------------------------------------------------------------------------------------------------


async def test_an_application_is_accepted_with_a_word_and_whoever_did_it_is_told(at: Office) -> None:
    card = await at.shows(CARD)
    await at.ana.presses(card, "Accepter")
    await at.settled()
    assert "Il reste 3 places sur 10." in words(at.modal())
    await at.ana.submits(at.modal(), {"Quelques mots pour l'association (facultatif)": " Bravo ! "})
    await at.settled()
    assert at.desk.acts == [("Ana", "accept", REFERENCE, Inputs(words="Bravo !"))]
    assert at.told(at.ana) == "C'est accepté. L'association est prévenue."
    assert at.slack.views == {}


async def test_of_two_who_press_at_once_one_decides_and_the_other_is_told_by_whom(at: Office) -> None:
    card = await at.shows(CARD)
    await at.ana.presses(card, "Accepter")
    await at.settled()
    first = at.modal()
    await at.ben.presses(card, "Refuser")
    await at.settled()
    second = at.modal()
    await at.ana.submits(first)
    await at.ben.submits(second, {"Motif, en vos mots": "Trop tard."})
    await at.settled()
    assert [act for _who, act, _about, _inputs in at.desk.acts] == ["accept"]
    assert at.told(at.ben) == "Ana l'a déjà accepté le 2 mars 2026 à 12:00."


async def test_who_presses_after_the_decision_is_told_instead_of_being_asked(at: Office) -> None:
    card = await at.shows(CARD)
    at.desk.outcomes["accept"] = Outcome("already", "accepted", "Ben", NOON)
    await at.ana.presses(card, "Accepter")
    await at.settled()
    assert at.slack.views == {}
    assert at.told(at.ana) == "Ben l'a déjà accepté le 2 mars 2026 à 12:00."


async def test_a_refusal_gives_a_reason_from_the_rules_or_in_words(at: Office) -> None:
    card = await at.shows(CARD)
    await at.ana.presses(card, "Refuser")
    await at.settled()
    asked = await at.ana.submits(at.modal())
    assert asked is not None
    assert asked["errors"] == {"words": "Choisissez un motif, ou écrivez-le : l'association doit savoir pourquoi."}
    await at.ana.submits(asked, {"Motif, parmi les règles": "Le siège est hors de la région"})
    await at.settled()
    assert at.desk.acts == [("Ana", "refuse", REFERENCE, Inputs(reason="head_office"))]
    assert at.told(at.ana) == "C'est refusé. L'association est prévenue."


async def test_a_correction_names_questions_and_says_what_is_wrong(at: Office) -> None:
    card = await at.shows(CARD)
    await at.ana.presses(card, "Demander une correction")
    await at.settled()
    with pytest.raises(NotThere, match="Questions à revoir"):
        await at.ana.submits(at.modal(), {"Ce qui ne va pas": "Illisible."})
    await at.ana.submits(at.modal(), {"Questions à revoir": ["SIRET", "Nom"], "Ce qui ne va pas": "Illisible."})
    await at.settled()
    fields = ("siret", "org_name")
    assert at.desk.acts == [("Ana", "correct", REFERENCE, Inputs(words="Illisible.", fields=fields))]


async def test_what_the_desk_finds_unclear_is_said_in_the_modal_and_nothing_typed_is_lost(at: Office) -> None:
    card = await at.shows(CARD)
    await at.ana.presses(card, "Accepter")
    await at.settled()
    at.desk.outcomes["accept"] = Outcome("unclear")
    asked = await at.ana.submits(at.modal())
    assert asked is not None
    assert asked["errors"] == {"words": "Il manque quelque chose : choisissez, ou écrivez quelques mots."}
    assert asked["id"] in at.slack.views


async def test_somebody_says_that_they_look_after_it_without_being_asked_anything(at: Office) -> None:
    card = await at.shows(CARD)
    await at.ben.presses(card, "Je m'en occupe")
    await at.settled()
    assert at.desk.acts == [("Ben", "assign", REFERENCE, Inputs())]
    assert at.told(at.ben) == "C'est noté : vous vous en occupez."
    assert at.slack.views == {}


async def test_a_request_is_closed_at_a_press(at: Office) -> None:
    card = await at.shows(ASKED)
    await at.ana.presses(card, "Clore la demande")
    await at.settled()
    assert at.desk.acts == [("Ana", "close", REQUEST, Inputs())]


async def test_a_reply_is_read_again_as_the_person_will_get_it_before_it_goes(at: Office) -> None:
    card = await at.shows(ASKED)
    await at.ana.presses(card, "Répondre à la personne")
    await at.settled()
    preview = await at.ana.submits(at.modal(), {"Votre réponse": "Bonjour *Awa* & <tous>"})
    assert preview is not None
    assert at.desk.acts == []
    assert "Lianes Coopération vous répond :\nBonjour *Awa* & <tous>" in words(preview)
    await at.ana.submits(preview)
    await at.settled()
    assert at.desk.acts == [("Ana", "reply", REQUEST, Inputs(words="Bonjour *Awa* & <tous>"))]
    assert at.slack.views == {}


async def test_a_card_of_another_network_is_refused_in_a_sentence(at: Office) -> None:
    card = await at.shows(CARD)
    at.desk.outcomes["assign"] = Outcome("not_yours")
    await at.ana.presses(card, "Je m'en occupe")
    await at.settled()
    assert at.told(at.ana) == "Ce dossier est d'un autre réseau : vous ne pouvez pas agir dessus."


# -- access ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("label", ["Accepter", "Je m'en occupe"])
async def test_who_is_not_staff_acts_on_nothing_and_is_told_how_to_get_access(at: Office, label: str) -> None:
    card = await at.shows(CARD)
    await at.stranger.presses(card, label)
    await at.settled()
    assert at.desk.acts == []
    assert at.slack.views == {}
    assert "Envoyez votre identifiant Slack, U09EVE," in at.told(at.stranger)


async def test_who_is_no_longer_staff_cannot_hand_in_a_modal_opened_before(at: Office) -> None:
    card = await at.shows(CARD)
    await at.ana.presses(card, "Accepter")
    await at.settled()
    at.desk.staff.clear()
    await at.ana.submits(at.modal())
    await at.settled()
    assert at.desk.acts == []
    assert "Vous n'avez pas encore accès" in at.told(at.ana)


async def test_who_is_not_in_the_channel_is_told_in_their_own_conversation_with_the_app(at: Office) -> None:
    card = await at.shows(CARD)
    at.room.members.discard(at.ana.id)
    await at.ana.presses(card, "Je m'en occupe")
    await at.settled()
    assert words(at.slack.channels["DU01ANA"].messages[-1]) == "C'est noté : vous vous en occupez."


# -- once ------------------------------------------------------------------------------------------------------------


async def test_a_press_that_comes_twice_is_one_act(at: Office) -> None:
    card = await at.shows(CARD)
    payload = await at.ben.presses(card, "Je m'en occupe")
    await at.ben.again(payload)
    await at.settled()
    assert len(at.desk.acts) == 1
    assert len(set(at.desk.events)) == 1
    assert len(at.slack.shown_to(at.ben.id)) == 1


async def test_a_button_pressed_again_is_another_press(at: Office) -> None:
    card = await at.shows(CARD)
    await at.ben.presses(card, "Je m'en occupe")
    await at.ben.presses(card, "Je m'en occupe")
    assert len(set(at.desk.events)) == 2


async def test_a_modal_that_comes_twice_is_one_act(at: Office) -> None:
    card = await at.shows(CARD)
    await at.ana.presses(card, "Accepter")
    await at.settled()
    modal = at.modal()
    await at.ana.submits(modal)
    await at.ana.again(modal["submission"])
    await at.settled()
    assert len(at.desk.acts) == 1
    assert at.told(at.ana) == "C'est accepté. L'association est prévenue."


async def test_an_event_that_was_not_taken_comes_again_and_is_one_edit(at: Office) -> None:
    sent = await at.ana.writes(at.room, "internal", root=(await at.shows(ASKED))["ts"])
    source = Source(at.room.id, sent["thread_ts"], sent["ts"])
    at.desk.relayed[source] = "Bonjour"
    at.desk.failures = [NotNow(), NotNow()]
    at.slack.delivery.patience = 0.5
    await at.ana.edits(at.room, sent, ">> Bonsoir")
    tries = at.slack.delivery.tried[-3:]
    assert [number for _id, number, _reason in tries] == [0, 1, 2]
    assert len({id for id, _number, _reason in tries}) == 1
    assert tries[-1][2] == ""
    assert at.desk.relayed == {source: "Bonsoir"}


async def test_an_act_that_could_not_be_taken_is_not_acknowledged_and_may_be_done_again(at: Office) -> None:
    card = await at.shows(CARD)
    await at.ana.presses(card, "Accepter")
    await at.settled()
    at.desk.failures = [NotNow()]
    at.slack.delivery.patience = 0.2
    modal = at.modal()
    with pytest.raises(NotAnswered):
        await at.ana.submits(modal)
    assert modal["id"] in at.slack.views
    at.slack.delivery.patience = 3.0
    await at.ana.submits(modal)
    await at.settled()
    assert [act for _who, act, _about, _inputs in at.desk.acts] == ["accept"]


async def test_an_error_of_ours_is_apologised_for_and_blocks_nobody(at: Office) -> None:
    card = await at.shows(CARD)
    at.desk.failures = [RuntimeError("mot secret")]
    with capture_logs() as noted:
        await at.ana.presses(card, "Je m'en occupe")
        await at.settled()
    assert [(one["event"], one["error"]) for one in noted] == [("slack_listener_failed", "RuntimeError")]
    assert "secret" not in str(noted)
    assert at.told(at.ana).startswith("Pardon : une erreur de notre côté")
    await at.ben.presses(card, "Je m'en occupe")
    assert [who for who, *_rest in at.desk.acts] == ["Ben"]


async def test_a_modal_that_could_not_open_is_apologised_for(at: Office) -> None:
    card = await at.shows(CARD)
    at.slack.fails("views.open", "expired_trigger_id")
    await at.ana.presses(card, "Accepter")
    await at.settled()
    assert at.slack.views == {}
    assert at.told(at.ana).startswith("Pardon : une erreur de notre côté")


async def test_a_look_that_failed_is_apologised_for(at: Office) -> None:
    at.desk.failures = [NotNow()]
    await at.ana.commands(at.room, "/explor deadline")
    await at.settled()
    assert at.told(at.ana).startswith("Pardon : une erreur de notre côté")


async def test_a_name_that_slack_does_not_tell_holds_up_nobody(at: Office) -> None:
    card = await at.shows(CARD)
    at.slack.fails("users.info", "internal_error")
    await at.ana.presses(card, "Je m'en occupe")
    assert [act for _who, act, _about, _inputs in at.desk.acts] == ["assign"]


async def test_a_wrong_token_leaves_events_to_come_again(at: Office) -> None:
    """Bolt by itself answers 200 where it cannot tell who it is, and the event is lost."""
    at.slack.fails("auth.test", "invalid_auth")
    at.slack.delivery.patience = 0.5
    await at.ana.writes(at.room, "bonjour")
    assert [bool(reason) for _id, _number, reason in at.slack.delivery.tried] == [True, False]


async def test_an_event_that_nobody_asked_for_is_acknowledged(at: Office) -> None:
    await at.slack.delivery.told({"type": "reaction_added", "user": at.ana.id, "item": {}, "event_ts": "1.2"})
    assert at.slack.delivery.tried[-1][1:] == (0, "")


# -- threads ---------------------------------------------------------------------------------------------------------


@pytest.fixture
async def root(at: Office) -> str:
    """A thread with somebody at its end."""
    ts = str((await at.shows(ASKED))["ts"])
    at.desk.threads[ts] = Thread(REQUEST, "Awa Diarra")
    return ts


async def test_what_staff_write_in_a_thread_stays_between_them(at: Office, root: str) -> None:
    await at.ana.writes(at.room, "Qui connaît cette dame ?", root)
    await at.ana.writes(at.room, "> cité d'un autre", root)
    await at.settled()
    assert at.desk.acts == []
    assert at.slack.ephemerals == []


async def test_two_chevrons_show_what_would_go_and_a_press_sends_it(at: Office, root: str) -> None:
    sent = await at.ana.writes(at.room, ">> Bonjour *Awa*, voyez <https://lianes.org> & :wave:", root)
    await at.settled()
    [shown] = at.slack.shown_to(at.ana.id)
    assert shown["thread_ts"] == root
    assert "Aperçu : rien n'est encore parti." in words(shown)
    assert "Bonjour *Awa*, voyez <https://lianes.org> & 👋" in words(shown)
    assert at.desk.acts == []
    await at.ana.presses(shown, "Envoyer à Awa Diarra")
    await at.settled()
    [(who, act, about, inputs)] = at.desk.acts
    assert (who, act, about) == ("Ana", "reply", REQUEST)
    assert inputs.words == "Bonjour *Awa*, voyez <https://lianes.org> & 👋"
    assert inputs.source == Source(at.room.id, root, sent["ts"])
    assert words(shown) == "C'est parti. Votre réponse est aussi affichée dans le fil."


async def test_a_preview_can_be_given_up(at: Office, root: str) -> None:
    await at.ana.writes(at.room, ">> Bonjour", root)
    await at.settled()
    [shown] = at.slack.shown_to(at.ana.id)
    await at.ana.presses(shown, "Annuler")
    await at.settled()
    assert words(shown) == "Rien n'a été envoyé."
    assert at.desk.acts == []


async def test_a_preview_pressed_twice_or_shown_twice_sends_once(at: Office, root: str) -> None:
    sent = await at.ana.writes(at.room, ">> Bonjour", root)
    await at.ana.edits(at.room, sent, ">> Bonjour !")
    await at.settled()
    first, second = at.slack.shown_to(at.ana.id)
    payload = await at.ana.presses(second, "Envoyer à Awa Diarra")
    await at.ana.again(payload)
    await at.ana.presses(first, "Envoyer à Awa Diarra")
    await at.settled()
    assert [inputs.words for *_who, inputs in at.desk.acts] == ["Bonjour !"]
    assert words(first) == "C'était déjà fait : rien n'a changé."


async def test_an_edit_of_what_was_sent_follows_and_so_does_its_deletion(at: Office, root: str) -> None:
    sent = await at.ana.writes(at.room, ">> Rendez-vous lundi", root)
    await at.settled()
    await at.ana.presses(at.slack.shown_to(at.ana.id)[0], "Envoyer à Awa Diarra")
    source = Source(at.room.id, root, sent["ts"])
    await at.ana.edits(at.room, sent, ">> Rendez-vous mardi")
    assert at.desk.relayed == {source: "Rendez-vous mardi"}
    assert len(at.slack.shown_to(at.ana.id)) == 1
    await at.ana.deletes(at.room, sent)
    await at.settled()
    assert at.desk.relayed == {}


async def test_a_change_that_is_not_of_the_words_shows_nothing_again(at: Office, root: str) -> None:
    """Slack tells of a link that it unfolded as of an edit."""
    sent = await at.ana.writes(at.room, ">> voyez https://lianes.org", root)
    await at.slack.delivery.told(changed(at.slack, at.room, sent, {**sent, "attachments": [{"title": "Lianes"}]}))
    await at.settled()
    assert len(at.slack.shown_to(at.ana.id)) == 1


async def test_the_deletion_of_an_internal_remark_reaches_nobody(at: Office, root: str) -> None:
    remark = await at.ana.writes(at.room, "à nous", root)
    await at.ana.deletes(at.room, remark)
    await at.settled()
    assert at.desk.acts == []


@pytest.mark.parametrize("subtype", [None, "file_share", "thread_broadcast"])
async def test_a_file_is_not_sent_and_its_author_is_told_so(at: Office, root: str, subtype: str | None) -> None:
    more: dict[str, Any] = {"subtype": subtype} if subtype else {}
    await at.ana.writes(at.room, ">> Voici la charte", root, files=[{"id": "F1"}], **more)
    await at.settled()
    assert "Seuls les mots sont envoyés à la personne, pas les fichiers." in at.told(at.ana)


async def test_chevrons_in_a_thread_with_nobody_at_its_end_send_nothing_and_say_so(at: Office) -> None:
    card = await at.shows(CARD)
    await at.ana.writes(at.room, ">> Bonjour", card["ts"])
    await at.settled()
    assert at.told(at.ana).startswith("Rien n'a été envoyé : personne n'est au bout de ce fil.")
    await at.ana.writes(at.room, ">> Bonjour")
    await at.settled()
    assert at.told(at.ana).startswith("Rien n'a été envoyé : personne n'est au bout de ce fil.")


async def test_chevrons_of_somebody_who_is_not_staff_send_nothing(at: Office, root: str) -> None:
    await at.stranger.writes(at.room, ">> Bonjour", root)
    await at.settled()
    assert "Vous n'avez pas encore accès" in at.told(at.stranger)


async def test_chevrons_alone_send_nothing(at: Office, root: str) -> None:
    await at.ana.writes(at.room, ">>  ", root)
    await at.settled()
    assert at.told(at.ana).startswith("Rien n'a été envoyé : écrivez votre message")


async def test_a_message_too_long_for_a_button_is_not_sent_by_halves(at: Office, root: str) -> None:
    await at.ana.writes(at.room, ">> " + "mot " * 600, root)
    await at.settled()
    assert at.told(at.ana).startswith("Rien n'a été envoyé : ce message est trop long.")


async def test_the_app_does_not_answer_itself_nor_other_apps(at: Office, root: str) -> None:
    await at.channel.client.chat_postMessage(channel=at.room.id, text=">> bonjour", thread_ts=root)
    await at.ana.writes(at.room, ">> bonjour", root, bot_id="B0OTHER")
    await at.settled()
    assert at.slack.ephemerals == []


async def test_joining_a_channel_or_leaving_the_archive_lets_the_app_write_again(at: Office) -> None:
    await at.ana.invites_the_app(at.room)
    await at.slack.delivery.told({"type": "channel_unarchive", "channel": "C01LILLE", "user": at.ana.id})
    await at.slack.delivery.told({"type": "member_joined_channel", "channel": "C01LILLE", "user": at.ben.id})
    assert at.desk.opened == ["C01LILLE", "C01LILLE"]


# -- /explor and the App Home ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("line", ["/explor", "/explor aide", "/explor HELP"])
async def test_help_tells_what_can_be_asked(at: Office, line: str) -> None:
    await at.ana.commands(at.room, line)
    await at.settled()
    assert "/explor dossier RÉFÉRENCE" in at.told(at.ana)


async def test_what_is_not_understood_is_said_with_the_help(at: Office) -> None:
    await at.ana.commands(at.room, "/explor <!channel> danse")
    await at.settled()
    assert at.told(at.ana).startswith("Je n'ai pas compris « <!channel> ».")
    assert "/explor attente" in at.told(at.ana)


WAITS = (
    Waiting(
        "Lianes Coopération", (Item("HDF-2026-0007 : Les Amis du Mali", "À décider", NOON, "https://x.slack.com/a"),)
    ),
    Waiting("Autre", ()),
)


@pytest.mark.parametrize("verb", ["attente", "pending"])
async def test_what_waits_is_listed_by_network(at: Office, verb: str) -> None:
    at.desk.waits = WAITS
    await at.ana.commands(at.room, f"/explor {verb}")
    await at.settled()
    assert "Lianes Coopération\nHDF-2026-0007 : Les Amis du Mali" in at.told(at.ana)
    assert "À décider · depuis le 2 mars 2026 à 12:00" in at.told(at.ana)
    assert "Autre" not in at.told(at.ana)


async def test_nothing_that_waits_is_said_too(at: Office) -> None:
    await at.ana.commands(at.room, "/explor pending")
    await at.settled()
    assert "Rien n'attend : tout est à jour." in at.told(at.ana)


async def test_an_application_is_shown_with_its_buttons_to_whoever_asks_for_it(at: Office) -> None:
    await at.ana.commands(at.room, f"/explor dossier {REFERENCE.lower()}")
    await at.settled()
    [shown] = at.slack.shown_to(at.ana.id)
    assert words(shown).startswith(CARD.title)
    await at.ana.presses(shown, "Je m'en occupe")
    await at.settled()
    assert at.desk.acts == [("Ana", "assign", REFERENCE, Inputs())]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("/explor dossier XYZ-1", "Ce dossier n'existe plus"),
        ("/explor dossier", "Ajoutez la référence"),
        ("/explor mission HDF-2026-0007", "Cette mission n'existe pas, ou elle est d'un autre réseau."),
        ("/explor mission MHDF-2026-0001", "HDF-2026-0007 : Les Amis du Mali"),
        ("/explor mission", "Ajoutez la référence, par exemple : /explor mission MHDF-2026-0001"),
        ("/explor missions", "Aucune mission n'est en cours."),
        ("/explor échéance", "Aucun appel n'est ouvert ni annoncé."),
    ],
)
async def test_every_question_has_an_answer(at: Office, line: str, said: str) -> None:
    await at.ana.commands(at.room, line)
    await at.settled()
    assert said in at.told(at.ana)


async def test_the_calls_are_told_with_their_closing_and_their_places(at: Office) -> None:
    closes = datetime.fromisoformat("2026-06-15T23:59:00+02:00")
    others = (Deadline("Autre", "Appel d'hiver", None), Deadline("Loin", "", None))
    at.desk.calls = (Deadline("Lianes", "Appel 2026", closes, 3), *others)
    await at.ana.commands(at.room, "/explor deadline")
    await at.settled()
    assert "Lianes : Appel 2026, clôture le 15 juin 2026 à 23:59 · il reste 3 places" in at.told(at.ana)
    assert "Autre : Appel d'hiver, date de clôture non publiée" in at.told(at.ana)
    assert "Loin : aucun appel n'est ouvert ni annoncé" in at.told(at.ana)


async def test_a_command_of_somebody_who_is_not_staff_tells_how_to_get_access(at: Office) -> None:
    await at.stranger.commands(at.room, "/explor pending")
    await at.settled()
    assert "Vous n'avez pas encore accès" in at.told(at.stranger)


async def test_the_app_home_tells_what_waits_and_to_others_how_to_get_access(at: Office) -> None:
    at.desk.waits = WAITS
    await at.ana.opens_home()
    await at.stranger.opens_home()
    await at.settled()
    home = words(at.slack.homes[at.ana.id])
    assert home.startswith("Ce qui vous attend\nLianes Coopération\nHDF-2026-0007")
    assert "Aucun appel n'est ouvert" in home
    assert "Envoyez votre identifiant Slack, U09EVE," in words(at.slack.homes[at.stranger.id])


async def test_a_link_may_be_followed(at: Office) -> None:
    at.desk.waits = WAITS
    await at.ana.commands(at.room, "/explor pending")
    await at.settled()
    await at.ana.presses(at.slack.shown_to(at.ana.id)[0], "Ouvrir")


async def test_a_long_list_stays_within_slack_s_limits_and_says_that_there_is_more(at: Office) -> None:
    items = tuple(Item(f"HDF-2026-{number:04} : " + "Les Amis " * 30, "À décider", NOON) for number in range(300))
    at.desk.waits = (Waiting("Lianes", items),)
    await at.ana.commands(at.room, "/explor pending")
    await at.ana.opens_home()
    await at.settled()
    for shown in (at.slack.shown_to(at.ana.id)[0], at.slack.homes[at.ana.id]):
        assert "HDF-2026-0000" in words(shown)
        assert "La suite est trop longue pour Slack" in words(shown)

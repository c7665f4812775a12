"""What staff do with missions in Slack, from the button to the rows and back: the real desk, the real library."""

import re
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date
from io import StringIO
from pathlib import Path
from random import Random
from typing import Any

import pytest

from bot import desk
from bot.cards import card
from bot.channels.base import Card
from bot.channels.console import Clock, Console
from bot.desk import Staff
from bot.front import StaffFront
from bot.metrics import Metrics
from bot.missions import Chair
from bot.render import Capabilities, File
from bot.turn import Assistant
from bot.writer import Writer
from dialogs.proposal import Reaction
from knowledge.mission_sheet import Wording
from storage.missions import MissionJoined
from storage.records import Json
from tests.bot.applications import submitted
from tests.bot.test_missions import APPLICATION, LATER, LEA, REFERENCE, REGION, chair, used
from tests.channels.slack_desk import Office, office
from tests.emulators.slack import words
from tests.play import assistant

OFFER: dict[str, Json] = {
    "who": "individual",
    "name": "Paul Martin",
    "skill": "Vingt ans dans la transformation du manioc en farine.",
    "domains": ["agriculture"],
    "languages": ["français"],
    "availability": "septembre et octobre",
    "employer_agreement": "none",
    "email": "paul@example.org",
}
OTHER: dict[str, Json] = {**OFFER, "name": "Zoé Petit", "skill": "Comptable à la retraite.", "domains": ["health"]}


class Desk:
    """The real desk of a network behind Slack's emulator, and what became of it."""

    def __init__(self, bot: Assistant, at: Office) -> None:
        self.bot, self.at = bot, at

    def card(self, about: str) -> Card:
        found = card(self.bot.store, self.bot.facts, self.bot.offices, about, LATER)
        assert found is not None
        return found

    async def shows(self, about: str) -> dict[str, Any]:
        return await self.at.shows(self.card(about))

    async def mission(self) -> dict[str, Any]:
        return await self.shows(f"mission:{self.chair().mission(REFERENCE).mission.id}")

    def chair(self, staff: Staff = LEA) -> Chair:
        return chair(self.bot, staff)

    def begun(self) -> None:
        self.chair().begin(APPLICATION)

    async def asks(self, label: str, who: Any = None) -> dict[str, Any]:
        """Press a button of the mission's card; the modal that opens."""
        await (who or self.at.ana).presses(await self.mission(), label)
        await self.at.settled()
        return self.at.modal()

    def told(self, who: Any = None) -> str:
        return self.at.told(who or self.at.ana)

    def thread(self) -> list[str]:
        """What the staff read in the mission's thread, besides its card."""
        address = f"C-{REGION}/mission:{self.chair().mission(REFERENCE).mission.id}"
        sent = self.bot.deliver("slack", address, LATER, Capabilities(files=True))
        return [self._said(one) for one in sent if not isinstance(one, Card)]

    def _said(self, one: Any) -> str:
        return one.name if isinstance(one, File) else "\n".join(line.text for line in one.lines)


@pytest.fixture
async def room(tmp_path: Path) -> AsyncIterator[Desk]:
    with assistant(tmp_path, [REGION]) as bot:
        submitted(bot.store)
        desk.accept(bot.store, LEA, APPLICATION, LATER)
        writer = Writer(bot, {"slack": Capabilities()}, Random(1), Metrics())
        people = {"U01ANA": LEA.regions, "U02BEN": LEA.regions, "U03MAX": frozenset({"occitanie"})}
        front = StaffFront(bot, writer, people, lambda: LATER, bot_name="explor_bot")
        async with office("http", front) as at:
            yield Desk(bot, at)
        await writer.stop()


def offers(bot: Assistant, who: str = "paul", id: str = "offer1", answers: dict[str, Json] = OFFER) -> None:
    with bot.store.turn(channel="console", address=who, event_id=f"{who} offers", at=LATER) as work:
        work.applications.offer(id, REGION, answers)


# -- beginning -------------------------------------------------------------------------------------------------------


async def test_the_card_of_an_accepted_application_begins_its_mission_once_whoever_presses(room: Desk) -> None:
    shown = await room.shows("application:app1")
    await room.at.ana.presses(shown, "Créer la mission")
    await room.at.ben.presses(shown, "Créer la mission")
    await room.at.settled()

    assert len(room.chair().missions()) == 1
    assert room.told() == "La mission est créée : sa fiche est dans son propre fil."
    assert room.told(room.at.ben) == "C'était déjà fait : rien n'a changé."
    assert [one.label for one in room.card("application:app1").actions] == []


async def test_the_mission_is_found_again_by_its_reference_and_in_the_list(room: Desk) -> None:
    room.begun()
    await room.at.ana.commands(room.at.room, f"/explor mission {REFERENCE.lower()}")
    await room.at.settled()
    assert f"{REFERENCE} : Les Amis de Kpomassé" in room.told()
    await room.at.ana.commands(room.at.room, "/explor missions")
    await room.at.settled()
    assert f"{REFERENCE} : Les Amis de Kpomassé\nBénin, étape : Besoin d'expertise exprimé" in room.told()


# -- inviting --------------------------------------------------------------------------------------------------------


async def test_an_invitation_is_shown_once_to_who_asked_and_its_link_lets_in(room: Desk) -> None:
    room.begun()
    form = await room.asks("Inviter")
    await room.at.ana.submits(form, {"Rôle dans la mission": "volontaire", "Prénom ou nom": "Inès"})
    await room.at.ana.again(form["submission"])
    await room.at.settled()

    shown = [words(one) for one in room.at.slack.shown_to("U01ANA")]
    [told] = [said for said in shown if "t.me/explor_bot" in said]
    code = re.search(r"start=mission_(\w+)", told)
    assert code is not None
    assert code[1] not in str([one for one in shown if one != told]), "it was shown once"
    assert room.at.slack.shown_to("U02BEN") == []
    assert isinstance(used(room.bot, "ines", code[1]), MissionJoined)


async def test_somebody_who_is_in_is_invited_again_only_when_that_is_said(room: Desk) -> None:
    room.begun()
    first = room.chair().invite(REFERENCE, "volunteer", "Inès")
    used(room.bot, "thief", first.code)  # type: ignore[union-attr]
    asked = {"Rôle dans la mission": "volontaire", "Prénom ou nom": "Inès"}

    form = await room.at.ana.submits(await room.asks("Inviter"), asked)
    assert form is not None
    assert "Inès est déjà dans la mission." in form["errors"]["replace"]
    yes = {"Remplacer qui est entré sous ce nom ?": "Oui, cette personne sort de la mission"}
    await room.at.ana.submits(form, {**asked, **yes})
    await room.at.settled()
    assert "t.me/explor_bot" in room.told()


# -- describing ------------------------------------------------------------------------------------------------------


async def test_a_mission_is_described_in_a_modal_and_only_a_change_makes_a_new_livret(room: Desk) -> None:
    room.begun()
    await room.at.ana.submits(await room.asks("Modifier"))
    await room.at.settled()
    assert room.told() == "C'était déjà fait : rien n'a changé."
    assert room.chair().mission(REFERENCE).mission.livret_version == 1

    given = {
        "Premier jour": "2025-09-01",
        "Dernier jour": "2025-09-12",
        "Fuseau horaire": "Africa/Porto-Novo",
        "Lieux": "Kpomassé ; 6,42 ; 2,01\nCotonou",
        "Contacts": "! réseau ; Léa ; +33 3 20 00 00 00\npartenaire ; Koffi ; ; koffi@example.org",
    }
    await room.at.ana.submits(await room.asks("Modifier"), given)
    await room.at.settled()
    sheet = room.chair().mission(REFERENCE).sheet
    assert (sheet.version, sheet.first_day, sheet.days) == (2, date(2025, 9, 1), 12)
    assert [(one.name, one.latitude) for one in sheet.places] == [("Kpomassé", 6.42), ("Cotonou", None)]
    assert [(one.role, one.name, one.emergency) for one in sheet.contacts] == [
        ("network", "Léa", True),
        ("partner", "Koffi", False),
    ]
    assert sheet.objectives, "what was not touched stays"


@pytest.mark.parametrize(
    ("label", "typed", "entry", "says"),
    [
        ("Dernier jour", "2024-01-01", "last_day", "La mission finit avant de commencer."),
        ("Fuseau horaire", "Cotonou", "zone", "Ce fuseau horaire n'existe pas."),
        ("Contacts", "ministre ; Léa", "contacts", "Un par ligne : rôle ; nom"),
        ("Contacts", "réseau ; Léa ; appelez-moi", "contacts", "vérifiez son numéro"),
        ("Lieux", "Kpomassé ; au nord", "places", "nom ; latitude ; longitude"),
        ("Lieux", "Kpomassé ; 91 ; 2", "places", "Un lieu n'a pas pu être lu."),
    ],
)
async def test_what_cannot_be_kept_is_said_under_its_input_and_nothing_is_changed(
    room: Desk, label: str, typed: str, entry: str, says: str
) -> None:
    room.begun()
    form = await room.at.ana.submits(await room.asks("Modifier"), {"Premier jour": "2025-09-01", label: typed})
    assert form is not None
    assert says in form["errors"][entry]
    assert room.chair().mission(REFERENCE).mission.livret_version == 1


async def test_of_two_who_describe_at_once_the_second_loses_nothing_and_erases_nothing(room: Desk) -> None:
    room.begun()
    mine = await room.asks("Modifier")
    theirs = await room.asks("Modifier", room.at.ben)
    await room.at.ana.submits(mine, {"Titre de la mission": "Le manioc d'Ana"})
    form = await room.at.ben.submits(theirs, {"Titre de la mission": "Le manioc de Ben"})
    assert form is not None
    assert "Quelqu'un a changé cette mission entre-temps." in form["errors"]["title"]
    assert room.chair().mission(REFERENCE).sheet.title == "Le manioc d'Ana"


async def test_a_contact_left_as_it_stands_keeps_where_its_number_comes_from(room: Desk) -> None:
    room.begun()
    before = room.chair().mission(REFERENCE).sheet.contacts
    await room.at.ana.submits(await room.asks("Modifier"), {"Titre de la mission": "Un autre titre"})
    assert room.chair().mission(REFERENCE).sheet.contacts == before
    assert any(one.source for one in before)


async def test_the_sections_of_the_livret_are_written_and_taken_back(room: Desk) -> None:
    room.begun()
    room.chair().move(REFERENCE, "preparation")
    await room.at.ana.submits(await room.asks("Écrire le livret"), {"Au retour": "Écrivez-nous **vite**."})
    assert [one.markdown for one in room.chair().mission(REFERENCE).sheet.wordings] == ["Écrivez-nous **vite**."]
    await room.at.ana.submits(await room.asks("Écrire le livret"), {"Au retour": ""})
    assert room.chair().mission(REFERENCE).sheet.wordings == ()
    assert room.chair().mission(REFERENCE).mission.livret_version == 3


async def test_what_is_too_long_for_a_modal_is_said_and_kept(room: Desk) -> None:
    room.begun()
    room.chair().move(REFERENCE, "preparation")
    long = "x" * 3001
    chair_ = room.chair()
    version = chair_.mission(REFERENCE).mission.livret_version
    written = Wording(section="return", lang="fr", markdown=long)
    chair_.rewrite(REFERENCE, version, lambda sheet: replace(sheet, wordings=(written,)))
    form = await room.asks("Écrire le livret")
    assert "« Au retour » est trop long pour cette fenêtre" in words(form)
    await room.at.ana.submits(form, {"Les contacts": "Léa d'abord."})
    kept = {one.section: one.markdown for one in room.chair().mission(REFERENCE).sheet.wordings}
    assert kept == {"return": long, "contacts": "Léa d'abord."}


# -- experts ---------------------------------------------------------------------------------------------------------


async def test_offers_are_ranked_with_reasons_and_nobody_is_asked_until_somebody_chooses(room: Desk) -> None:
    room.begun()
    offers(room.bot, "zoe", "offer0", OTHER)
    offers(room.bot)
    form = await room.asks("Chercher un expert")
    said = words(form)
    assert said.index("1. Paul Martin") < said.index("2. Zoé Petit")
    assert "Mots en commun : manioc, farine." in said.replace("transformer, ", "").replace(" et ", ", ")
    assert "c'est vous qui choisissez" in said
    assert room.bot.store.outbox.pending(room.bot.store.conversation("console", "paul") or 0, LATER) == []


async def test_who_is_asked_answers_and_the_staff_hear_it_in_the_thread(room: Desk) -> None:
    room.begun()
    offers(room.bot)
    form = await room.asks("Chercher un expert")
    await room.at.ana.submits(form, {"À qui proposer la mission ?": "1. Paul Martin", SAY: "Appelez-moi."})
    await room.at.settled()
    assert room.told() == "La proposition est partie. La réponse arrivera dans le fil de la mission."

    paul = Talk(room.bot, "paul")
    heard = paul.says()
    assert "Lianes coopération vous propose une mission :" in heard
    assert "Ce que dit le réseau : Appelez-moi." in heard
    assert "Merci ! Lianes coopération le sait" in paul.says("Oui, cela m'intéresse")
    assert "Paul Martin est d'accord pour en parler." in "\n".join(room.thread())
    again = await room.asks("Chercher un expert")
    assert "Est d'accord pour parler de cette mission." in words(again)
    assert "submit" not in again, "there is nobody left to ask"


async def test_two_who_propose_to_the_same_person_at_once_ask_once(room: Desk) -> None:
    room.begun()
    offers(room.bot)
    mine, theirs = await room.asks("Chercher un expert"), await room.asks("Chercher un expert", room.at.ben)
    chosen = {"À qui proposer la mission ?": "1. Paul Martin"}
    await room.at.ana.submits(mine, chosen)
    await room.at.ben.submits(theirs, chosen)
    await room.at.settled()
    assert room.told(room.at.ben) == "C'était déjà fait : rien n'a changé."
    assert Talk(room.bot, "paul").says().count("vous propose une mission") == 1


async def test_who_takes_their_offer_back_is_shown_to_nobody_any_more(room: Desk) -> None:
    room.begun()
    offers(room.bot)
    form = await room.asks("Chercher un expert")
    await room.at.ana.submits(form, {"À qui proposer la mission ?": "1. Paul Martin"})
    paul = Talk(room.bot, "paul")
    paul.says()
    assert "votre offre n'est plus dans la liste" in paul.says("Retirer mon offre")
    mission = room.chair().mission(REFERENCE).mission.id
    late = paul.says(f"@press reaction reaction {Reaction(mission, 'offer1', 'yes').pressed}")
    assert "Cette proposition n'est plus là." in late
    assert "Paul Martin a retiré son offre d'expertise." in "\n".join(room.thread())
    await room.at.ana.presses(await room.mission(), "Chercher un expert")
    await room.at.settled()
    assert "Aucune offre d'expertise n'est enregistrée" in words(room.at.modal())


SAY = "Quelques mots pour cette personne"


class Talk:
    """Somebody in their own conversation."""

    def __init__(self, bot: Assistant, who: str) -> None:
        self.out = StringIO()
        self.console = Console(bot, "fr", who, Clock(LATER), self.out)

    def says(self, line: str = "@open") -> str:
        """Type or press something; what is read then, with what waited."""
        before = len(self.out.getvalue())
        self.console.listen(iter([line]), script=True)
        return self.out.getvalue()[before:].replace("\u202f", " ").replace("\xa0", " ")


async def test_an_answer_to_a_proposal_made_to_somebody_else_is_worth_nothing(room: Desk) -> None:
    room.begun()
    offers(room.bot)
    form = await room.asks("Chercher un expert")
    await room.at.ana.submits(form, {"À qui proposer la mission ?": "1. Paul Martin"})
    mission = room.chair().mission(REFERENCE).mission.id
    pressed = Reaction(mission, "offer1", "withdrawn").pressed
    assert "Cette proposition n'est plus là." in Talk(room.bot, "eve").says(f"@press reaction reaction {pressed}")
    assert "Déjà contacté pour cette mission" in words(await room.asks("Chercher un expert"))


# -- papers ----------------------------------------------------------------------------------------------------------


async def test_the_drafts_come_into_the_thread_at_a_press(room: Desk) -> None:
    room.begun()
    await room.at.ana.presses(await room.mission(), "Préparer les documents")
    await room.at.settled()
    assert room.told() == "Les projets de documents arrivent dans le fil de la mission."
    assert [name for name in room.thread() if name.endswith(".docx")] == [
        f"{REFERENCE}-termes-de-reference.docx",
        f"{REFERENCE}-convention.docx",
    ]


async def test_the_report_comes_into_the_thread_once_the_mission_is_over(room: Desk) -> None:
    room.begun()
    room.chair().move(REFERENCE, "review")
    await room.at.ana.presses(await room.mission(), "Rapport de mission")
    await room.at.settled()
    assert f"{REFERENCE}-rapport.pdf" in room.thread()


# -- who may ---------------------------------------------------------------------------------------------------------

LABELS = ("Inviter", "Modifier", "Chercher un expert", "Préparer les documents")


@pytest.mark.parametrize("label", LABELS)
async def test_a_stranger_does_nothing_to_a_mission(room: Desk, label: str) -> None:
    room.begun()
    await room.at.stranger.presses(await room.mission(), label)
    await room.at.settled()
    assert room.at.slack.views == {}
    assert "Vous n'avez pas encore accès" in room.told(room.at.stranger)


@pytest.mark.parametrize("label", LABELS)
async def test_staff_of_another_network_do_nothing_to_it(room: Desk, label: str) -> None:
    room.begun()
    max_ = room.at.slack.member("U03MAX", "Max", room.at.room)
    await max_.presses(await room.mission(), label)
    await room.at.settled()
    assert room.at.slack.views == {}
    assert room.told(max_) == "Ce dossier est d'un autre réseau : vous ne pouvez pas agir dessus."


async def test_a_modal_opened_before_one_left_the_staff_is_worth_nothing(room: Desk) -> None:
    room.begun()
    form = await room.asks("Inviter")
    form["private_metadata"] = form["private_metadata"].replace(REFERENCE, "MHDF-2025-0009")
    await room.at.ana.submits(form, {"Rôle dans la mission": "volontaire", "Prénom ou nom": "Inès"})
    await room.at.settled()
    assert room.told() == "Ce dossier n'existe plus, ou cette référence n'existe pas."

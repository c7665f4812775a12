"""What staff do with claims in Slack: the card with its receipt, the four decisions, several at once."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

import pytest

from bot.cards import card
from bot.channels.base import Card
from bot.front import StaffFront
from bot.metrics import Metrics
from bot.render import Capabilities, File
from bot.turn import Assistant
from bot.writer import Writer
from storage.claims import ClaimRow
from tests.bot.claimed import ALL, NOW, Paid, claimed, keeper, mission, news
from tests.bot.test_missions import FILE, LEA, REFERENCE, REGION
from tests.channels.slack_desk import Office, office
from tests.emulators.slack import words as as_sent
from tests.play import assistant

HOUR = timedelta(hours=1)


def words(shown: dict[str, Any]) -> str:
    """What is read of a message, its narrow spaces as spaces."""
    return as_sent(shown).replace("\u00a0", " ").replace("\u202f", " ")


class Desk:
    """The real desk of a network behind Slack's emulator, an hour after the receipts came in."""

    def __init__(self, bot: Assistant, at: Office) -> None:
        self.bot, self.at = bot, at

    def card(self, about: str) -> Card:
        found = card(self.bot.store, self.bot.facts, self.bot.offices, about, NOW)
        assert found is not None
        return found

    async def shows(self, claim: ClaimRow) -> dict[str, Any]:
        return await self.at.shows(self.card(f"claim:{claim.id}"))

    async def mission(self, reference: str = REFERENCE) -> dict[str, Any]:
        return await self.at.shows(self.card(f"mission:{keeper(self.bot, ALL).book(reference).mission.id}"))

    async def presses(self, shown: dict[str, Any], label: str, who: Any = None) -> dict[str, Any]:
        """Press a button; the modal that opens, if one does."""
        await (who or self.at.ana).presses(shown, label)
        await self.at.settled()
        return self.at.modal() if self.at.slack.views else {}

    async def submits(self, form: dict[str, Any], given: dict[str, Any], who: Any = None) -> dict[str, Any] | None:
        wrong = await (who or self.at.ana).submits(form, given)
        await self.at.settled()
        return wrong

    def told(self, who: Any = None) -> str:
        return self.at.told(who or self.at.ana).replace("\u00a0", " ")

    def now(self, claim: ClaimRow) -> ClaimRow:
        return keeper(self.bot).claim(claim.id)[1]

    def balances(self) -> dict[str, int]:
        return {name: cents for name, cents in keeper(self.bot).book(REFERENCE).balances.items() if cents}


def at_the_desk(bot: Assistant) -> tuple[StaffFront, Writer]:
    """Everybody of the staff, an hour after the receipts came in."""
    writer = Writer(bot, {"slack": Capabilities()}, Random(1), Metrics())
    everywhere = LEA.regions | {"centre-val-de-loire"}
    people = {"U01ANA": everywhere, "U02BEN": everywhere, "U03MAX": frozenset({"occitanie"})}
    return StaffFront(bot, writer, people, lambda: NOW + HOUR), writer


@pytest.fixture
async def room(tmp_path: Path) -> AsyncIterator[Desk]:
    with assistant(tmp_path, [REGION]) as bot:
        mission(bot)
        front, writer = at_the_desk(bot)
        async with office("http", front) as at:
            yield Desk(bot, at)
        await writer.stop()


# -- the card --------------------------------------------------------------------------------------------------------


async def test_the_card_shows_what_was_read_beside_what_was_confirmed_with_the_rule_and_its_cap(room: Desk) -> None:
    said = words(await room.shows(claimed(room.bot, Paid(says={"minor": 5400}))))

    assert "MHDF-2025-0001, dépense nº 1 : Hébergement, 54 €" in said
    assert "54 €\nlu : 45 € (98 %)" in said
    assert "Montant : ce n'est pas ce qui a été lu." in said
    assert "La règle*\nCompte pour 54 €.\nComptée en entier.\nSource : " in said
    assert "Avant : 300 €\nAprès : 246 €" in said
    assert "Inès" in said


async def test_the_receipt_is_a_private_upload_in_the_thread_of_its_card(room: Desk) -> None:
    one = claimed(room.bot)
    card, receipt = list(room.bot.deliver("slack", f"C-{REGION}/claim:{one.id}", NOW, Capabilities(files=True)))

    assert isinstance(card, Card)
    assert isinstance(receipt, File)
    assert receipt.name == "reçu nº 1.jpg"
    assert receipt.content.startswith(b"\xff\xd8\xff")


async def test_the_same_receipt_in_another_mission_is_named_and_its_card_linked(room: Desk) -> None:
    first = claimed(room.bot)
    mission(room.bot, FILE.replace("Transformer", "Cultiver"), "Paul", "paul")
    second = claimed(room.bot, who="paul")
    with room.bot.store.desk(NOW) as desk:
        office = room.bot.offices[REGION]
        place = desk.thread(office.channel, f"{office.address}/claim:{first.id}", f"claim:{first.id}")
    room.bot.store.outbox.rooted(place, "1700.1", None)
    shown = room.card(f"claim:{second.id}")

    assert "Ressemble au reçu nº 1" in str(shown.sections)
    assert "MHDF-2025-0001, dépense nº 1 (À décider)" in str(shown.sections)
    assert ("Comparer avec la dépense nº 1", f"https://slack.com/archives/C-{REGION}/p17001") in shown.links


async def test_a_long_card_keeps_within_the_limits_of_slack(room: Desk) -> None:
    long = "é<&>" * 700
    one = claimed(room.bot, Paid(supplier=long, proved=False, category="local_transport"))
    said = words(await room.shows(one))
    assert "Déclaration sur l'honneur" in said


# -- deciding --------------------------------------------------------------------------------------------------------


async def test_an_approved_claim_is_in_the_ledger_its_volunteer_hears_and_the_mission_shows_it(room: Desk) -> None:
    one = claimed(room.bot)
    await room.presses(await room.shows(one), "Approuver")

    assert room.told() == "C'est approuvé. La personne est prévenue."
    assert (room.now(one).state, room.now(one).decided_by) == ("approved", "staff:Ana")
    assert news(room.bot) == [("claim.approved", one.id)]
    assert room.balances()["expense:lodging"] == 4500
    assert "Comptées : 45 €" in words(await room.mission())
    assert "Approuvée, par Ana, le 20 septembre 2025 à 11:00" in words(await room.shows(one))


async def test_a_part_is_approved_with_its_amount_and_reason(room: Desk) -> None:
    one = claimed(room.bot)
    form = await room.presses(await room.shows(one), "Approuver une partie")
    wrong = await room.submits(form, {"Montant approuvé": "50", "Pourquoi, en vos mots": "Sans le petit déjeuner."})
    assert wrong is not None
    assert [one.replace("\u00a0", " ") for one in wrong["errors"].values()] == [
        "Écrivez un montant entre zéro et 45 €."
    ]
    await room.submits(wrong, {"Montant approuvé": "30,50", "Pourquoi, en vos mots": "Sans le petit déjeuner."})

    assert (room.now(one).state, room.now(one).approved) == ("part", Decimal("30.50"))
    assert room.now(one).decision_words == "Sans le petit déjeuner."
    assert news(room.bot) == [("claim.part", one.id)]
    assert room.balances()["expense:lodging"] == 3050


async def test_a_question_opens_the_claim_again_for_its_volunteer(room: Desk) -> None:
    one = claimed(room.bot)
    form = await room.presses(await room.shows(one), "Poser une question")
    await room.submits(form, {"Votre question": "Combien de nuits ?"})

    assert room.now(one).state == "asked"
    assert news(room.bot) == [("claim.asked", one.id)]
    with room.bot.store.turn(channel="console", address="ines", event_id="answers", at=NOW + HOUR) as work:
        work.claims.change(one.id, replace(one.spent, nights=2))
        assert work.claims.confirm(one.id).state == "confirmed"


async def test_a_refusal_needs_a_reason_and_takes_one_of_the_rules(room: Desk) -> None:
    one = claimed(room.bot)
    form = await room.presses(await room.shows(one), "Refuser")
    wrong = await room.submits(form, {})
    assert wrong is not None
    assert list(wrong["errors"].values()) == ["La personne doit savoir pourquoi : écrivez quelques mots."]
    await room.submits(wrong, {"Motif, parmi les règles": "Le justificatif n'est pas lisible."})

    assert (room.now(one).state, room.now(one).decision_words) == ("refused", "unreadable")
    assert "*Dit à la personne*\nLe justificatif n'est pas lisible." in words(await room.shows(one))
    assert room.balances() == {}


async def test_of_two_who_decide_at_once_the_first_does_and_the_other_is_told(room: Desk) -> None:
    one = claimed(room.bot)
    shown = await room.shows(one)
    form = await room.presses(shown, "Refuser", room.at.ben)
    await room.presses(shown, "Approuver")
    await room.submits(form, {"Pourquoi, en vos mots": "Trop tard."}, room.at.ben)

    assert room.now(one).state == "approved"
    assert room.told(room.at.ben) == "C'était déjà décidé : Approuvée, par Ana, le 20 septembre 2025 à 11:00."
    assert [name for name, _id in news(room.bot)] == ["claim.approved"]


async def test_a_press_that_comes_twice_is_one_decision(room: Desk) -> None:
    one = claimed(room.bot)
    await room.at.ana.presses(await room.shows(one), "Approuver")
    await room.at.slack.delivery.settled()
    again = room.at.ana
    await again.presses(await room.at.shows(room.card(f"claim:{one.id}")), "Revoir la décision")
    await room.at.settled()
    assert [name for name, _id in news(room.bot)] == ["claim.approved"]


async def test_what_its_volunteer_has_changed_since_is_not_decided_on(room: Desk) -> None:
    one = claimed(room.bot)
    shown = await room.shows(one)
    with room.bot.store.turn(channel="console", address="ines", event_id="changes", at=NOW + HOUR) as work:
        work.claims.change(one.id, replace(one.spent, minor=9900))
        work.claims.confirm(one.id)
    await room.presses(shown, "Approuver")

    assert room.now(one).state == "confirmed"
    assert room.told() == "Cette dépense a changé entre-temps : regardez de nouveau sa fiche, rien n'est décidé."


async def test_a_decision_is_revised_and_the_ledger_follows(room: Desk) -> None:
    one = claimed(room.bot)
    await room.presses(await room.shows(one), "Approuver")
    form = await room.presses(await room.shows(one), "Revoir la décision")
    await room.submits(form, {"Décision": "Refusée", "Motif, parmi les règles": "Cette dépense a déjà été envoyée."})

    assert room.now(one).state == "refused"
    assert room.balances() == {}
    assert keeper(room.bot).verify().faults == ()


async def test_staff_of_another_network_decide_on_nothing(room: Desk) -> None:
    one = claimed(room.bot)
    room.at.slack.member("U03MAX", "Max", room.at.room)
    max_ = room.at.slack.members["U03MAX"]
    await max_.presses(await room.shows(one), "Approuver")
    await room.at.settled()
    await room.at.stranger.presses(await room.shows(one), "Approuver")
    await room.at.settled()

    assert room.now(one).state == "confirmed"
    assert room.told(max_) == "Ce dossier est d'un autre réseau : vous ne pouvez pas agir dessus."
    assert "pas encore accès" in room.told(room.at.stranger)


# -- several at once -------------------------------------------------------------------------------------------------


async def test_those_without_doubt_are_listed_then_approved_together(room: Desk) -> None:
    sure = [claimed(room.bot, Paid(total=f"{10 + n}.00", day=date(2025, 9, 2 + n))) for n in range(3)]
    unsure = claimed(room.bot, Paid(total="70.00", sure=0.6))
    shown = await room.mission()
    assert "4 à décider (claires : 3)" in words(shown)
    form = await room.presses(shown, "Approuver les 3 dépenses claires")
    assert [f"nº {one.number} :" in words(form) for one in (*sure, unsure)] == [True, True, True, False]
    await room.submits(form, {})

    assert {room.now(one).state for one in sure} == {"approved"}
    assert room.now(unsure).state == "confirmed"
    assert sorted(news(room.bot)) == sorted(("claim.approved", one.id) for one in sure)
    assert room.balances()["expense:lodging"] == 3300


async def test_a_list_that_has_changed_since_approves_nothing(room: Desk) -> None:
    first = claimed(room.bot)
    form = await room.presses(await room.mission(), "Approuver la dépense claire")
    second = claimed(room.bot, Paid(total="12.00", day=date(2025, 9, 5)))
    await room.submits(form, {})

    assert {room.now(one).state for one in (first, second)} == {"confirmed"}
    assert "La liste a changé entre-temps" in room.told()


async def test_what_together_goes_beyond_a_cap_is_not_without_doubt(room: Desk) -> None:
    for day in (2, 3):
        claimed(room.bot, Paid(total="200.00", day=date(2025, 9, day)))
    assert "(claires : 1)" in words(await room.mission())


# -- what the network bought, what it sets -----------------------------------------------------------------------------


async def test_a_flight_that_the_network_bought_is_entered_and_counts(room: Desk) -> None:
    form = await room.presses(await room.mission(), "Saisir une dépense")
    await room.submits(form, {"Montant": "1 240,50", "Fournisseur": "Air Bénin"})

    assert room.told() == "La dépense est enregistrée."
    assert room.balances()["bought"] == -124050
    assert "Déjà acheté par le réseau : 1 240,50 €" in words(await room.mission())


async def test_a_region_without_rules_has_them_set_on_the_mission_with_who_and_when(room: Desk) -> None:
    elsewhere = mission(room.bot, FILE.replace("hauts-de-france", "centre-val-de-loire"), "Paul", "paul", ALL)
    one = claimed(room.bot, Paid(total="90.00", category="visa"), "paul")
    assert "n'a pas publié" in words(await room.shows(one))
    form = await room.presses(await room.mission(elsewhere), "Fixer les règles de la mission")
    wrong = await room.submits(form, {"Visa, plafond (€)": "beaucoup"})
    assert wrong is not None
    assert list(wrong["errors"]) == ["visa"]
    await room.submits(wrong, {"Visa, plafond (€)": "60", "Part du réseau (%)": "50", "Indemnités, par jour (€)": ""})

    assert room.told() == "Les règles de la mission sont enregistrées."
    said = words(await room.shows(one))
    assert "Compte pour 60 €." in said
    assert "Fixé pour cette mission par Ana, le 20 septembre 2025." in said
    again = await room.presses(await room.mission(elsewhere), "Fixer les règles de la mission")
    assert {"60", "50"} <= {
        block["element"].get("initial_value") for block in again["blocks"] if block["type"] == "input"
    }


async def test_what_waits_for_a_rate_says_so_on_its_card_and_on_the_card_of_the_mission(room: Desk) -> None:
    one = claimed(room.bot, Paid(total="600.00", currency="GHS"))
    await room.presses(await room.shows(one), "Approuver")

    assert "Le taux InforEuro de la monnaie GHS manque (septembre 2025) : cette dépense attend." in words(
        await room.shows(one)
    )
    assert "1 attend son taux ou sa règle" in words(await room.mission())


@pytest.mark.parametrize("count", [1, 95])
async def test_many_clear_claims_are_listed_whole_or_sent_to_the_command_line(room: Desk, count: int) -> None:
    for n in range(count):
        claimed(room.bot, Paid(total=f"1.{n:02}", day=date(2025, 9, 1 + n % 12)))
    form = await room.presses(
        await room.mission(), "Approuver la dépense claire" if count == 1 else f"Approuver les {count} dépenses claires"
    )
    assert bool(form) is (count == 1)
    if count > 1:
        assert f"explor claims approve {REFERENCE} --clear" in room.told()

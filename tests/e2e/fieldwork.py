"""The journey goes on: the accepted application becomes a mission, which is prepared, lived, and looked back upon."""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from io import BytesIO
from typing import Any
from zoneinfo import ZoneInfo

from pydantic import SecretStr

from bot.bookkeeping import Bookkeeper
from bot.desk import Staff
from bot.exports import FORMATS, Exports
from bot.missions import Chair
from bot.offices import Office
from bot.settings import Bank
from bot.turn import unguessable
from storage.files import FileStore
from tests.e2e.acting import Acting
from tests.e2e.stage import REGION, ROOM
from tests.emulators.slack import words
from tests.emulators.telegram import Person
from tests.play import facts
from tests.receipts.__main__ import TAXI, drawn

OFFER = (
    "/offrir",
    "31000",
    "1",
    "Énergie du Sud",
    "Léa Petit, responsable mécénat",
    "Ingénieure en génie électrique, dix ans de mini-réseaux solaires.",
    "6",
    "français",
    "anglais",
    "terminé",
    "1, 2",
    "1",
    "Deux semaines entre septembre et novembre",
    "lea@energie.example",
    "passer",
    "oui",
    "oui",
)
INTERVIEW = (
    "Très bien, malgré la pluie.",
    "Deux groupes ont changé leur façon de faire.",
    "J'écoute davantage.",
    "passer",
    "Un guide illustré, à la mairie.",
    "passer",
    "passer",
    "passer",
    "oui",
)
BANK = Bank(name="Occitanie Coopération", iban=SecretStr("FR7630006000011234567890189"), bic="AGRIFRPP")
ZONE = "Africa/Porto-Novo"
DAYS = 9
SOON = timedelta(days=6)
"""From the invitation to the first day."""


@dataclass
class Fieldwork(Acting):
    """The story of a mission, from the offer of an expert to the report; `application` is that of its beginning."""

    application: str = ""
    reference: str = field(default="", init=False)
    exported: Mapping[str, bytes] = field(default_factory=dict, init=False)

    def __post_init__(self) -> None:
        self.lea = self.stage.telegram.person("Léa", "fr")
        self.samir = self.stage.telegram.person("Samir", "ar")

    async def play(self) -> None:
        await self.an_expert_offers()
        await self.the_mission_begins()
        await self.the_expert_is_found()
        await self.people_are_invited()
        await self.it_is_prepared()
        await self.a_day_without_news()
        await self.an_alert()
        await self.a_receipt()
        await self.looking_back()
        await self.it_is_paid()

    # -- before ----------------------------------------------------------------------------------------------------

    async def an_expert_offers(self) -> None:
        await self.says(self.lea, "/start", "Que voulez-vous faire ?")
        for line in OFFER:
            await self.says(self.lea, line)
        await self.card("Énergie du Sud")

    async def the_mission_begins(self) -> None:
        await self.again(lambda: self.marc.presses(self.shown(self.application), "Créer la mission"))
        card = await self.card("Étape :", "MOCC-")
        found = re.search(r"MOCC-\d{4}-\d{4}", words(card))
        assert found is not None
        self.reference = found[0]
        self.first = (self.stage.now() + SOON).date()
        described = {
            "Premier jour": str(self.first),
            "Dernier jour": str(self.first + timedelta(days=DAYS)),
            "Fuseau horaire": ZONE,
            "Lieux": "Kpomassé ; 6,42 ; 2,01",
            "Contacts": "! réseau ; Ana ; +33 5 61 00 00 00\npartenaire ; Koffi ; +229 01 97 00 00 00",
        }
        await self.fills(self.marc, "Modifier", described, self.mission)
        await self.card(self.reference, "Kpomassé")

    async def the_expert_is_found(self) -> None:
        await self.moves("recherche")
        form = await self.opens(self.marc, "Chercher un expert", self.mission)
        self.tell("EXPLOR → Slack", words(form))
        assert "génie électrique" in words(form)
        asked = {"À qui proposer la mission ?": "1. Léa Petit, responsable mécénat"}
        await self.again(lambda: self.marc.submits(form, asked))
        await self.sees(self.lea, "Une mission pour vous ?")
        await self.presses(self.lea, "Oui, cela m'intéresse", "vous écrira pour en parler")
        await self.thread("Léa Petit")

    async def people_are_invited(self) -> None:
        await self.joins(self.lea, "Léa")
        await self.sees(self.lea, f"Bienvenue dans la mission {self.reference}")
        await self.joins(self.samir, "Samir")
        await self.sees(self.samir, self.reference)
        await self.card(self.reference, "Samir")

    async def joins(self, person: Person, name: str) -> None:
        """A colleague invites them in Slack, and hands the link over in their own way."""
        await self.fills(
            self.ana, "Inviter", {"Rôle dans la mission": "volontaire", "Prénom ou nom": name}, self.mission
        )
        told = await self.in_slack(lambda: self.whispered(f"Le code pour {name}"))
        self.tell("EXPLOR → Ana", told)
        link = re.search(r"start=(mission_\w+)", told)
        assert link is not None
        await person.starts(link[1])

    def whispered(self, text: str) -> str | None:
        """What Ana alone was shown."""
        shown = map(words, self.stage.slack.shown_to(self.ana.id))
        return next((one for one in shown if text in one), None)

    # -- getting ready ---------------------------------------------------------------------------------------------

    async def it_is_prepared(self) -> None:
        for stage in ("convention", "préparation"):
            await self.moves(stage)
        await self.says(self.lea, "/preparation", "0 point fait")
        await self.says(self.lea, "1", "1 point fait")
        await self.says(self.lea, "/livret", "Que voulez-vous lire ?")
        await self.presses(self.lea, "Le livret en PDF")
        await self.sees_file(self.lea, ".pdf")
        await self.says(self.samir, "/livret")
        await self.says(self.samir, "9")
        await self.sees_file(self.samir, ".pdf")

    # -- over there ------------------------------------------------------------------------------------------------

    async def a_day_without_news(self) -> None:
        """The network asks once a day if all is well; Léa agrees, then has no network one evening."""
        with self.desk() as chair:
            chair.check_in_daily(self.reference, True)
        self.tell("Ana", "explor mission checkins on")
        await self.sees(self.lea, "Pendant la mission, je peux vous demander")
        await self.says(self.lea, "oui", "Je vous le demanderai chaque jour")
        await self.moves("mission")
        await self.comes(self.first_evening)
        await self.sees(self.lea, "Léa, tout va bien aujourd'hui ?")
        await self.comes(self.first_evening + timedelta(hours=2, minutes=5))
        await self.sees(self.lea, "Je n'ai pas encore eu de vos nouvelles")
        await self.comes(self.first_evening + timedelta(hours=4, minutes=10))
        await self.thread("n'a pas répondu au point du jour")
        await self.says(self.lea, "tout va bien", "c'est noté : tout va bien")
        await self.thread("vient de répondre : tout va bien")

    async def an_alert(self) -> None:
        await self.says(self.lea, "/urgence", "Urgence : appelez d'abord")
        await self.presses(self.lea, "Alerter mon réseau", "Votre alerte est enregistrée")
        await self.says(self.lea, "Panne de voiture de nuit, tout le monde est sauf.")
        alarm = await self.thread("Alerte : Léa")
        await self.again(lambda: self.ana.presses(alarm, "Je m'en occupe"))
        await self.sees(self.lea, "Ana a vu votre alerte")
        await self.presses(self.lea, "Tout va bien", "tout va bien")
        await self.thread("close, tout va bien")

    async def a_receipt(self) -> None:
        """A photo, read on this machine; the person confirms, the network decides."""
        await self.lea.sends_photo(taxi(self.first))
        await self.sees(self.lea, "Reçu ✓")
        await self.sees(self.lea, "à vérifier par vous")
        await self.presses(self.lea, "Vérifier la dépense nº 1", "Est-ce bien cela ?")
        await self.says(self.lea, "oui", "C'est noté : dépense nº 1")
        with self.accounts() as accounts:
            accounts.keeper.set_terms(self.reference, {"caps": {"local_transport": "200"}})
        self.tell("Ana", "explor claims terms: 200 € for local transport, which this network has not published")
        await self.card("À décider", "dépense nº 1")
        await self.again(lambda: self.ana.presses(self.shown("dépense nº 1"), "Approuver"))
        await self.sees(self.lea, "Dépense nº 1 acceptée")
        await self.card("Approuvée, par Ana", "dépense nº 1")

    async def looking_back(self) -> None:
        await self.moves("bilan")
        await self.comes(self.first_evening + timedelta(days=DAYS + 20))
        await self.sees(self.lea, "Entretien au retour")
        await self.presses(self.lea, "Répondre maintenant")
        for line in INTERVIEW:
            await self.says(self.lea, line)
        await self.sees(self.lea, "Vos réponses sont gardées")
        await self.again(lambda: self.marc.presses(self.mission(), "Rapport de mission"))
        await self.in_slack(lambda: "rapport" in str(self.stage.slack.files))

    async def it_is_paid(self) -> None:
        """The refund is paid; the accounts are checked, and leave as files."""
        with self.accounts() as accounts:
            accounts.keeper.set_bank(self.reference, "Léa", "Léa Petit", "FR7630006000011234567890189")
            accounts.keeper.pay(self.reference)
            self.exported = {form: accounts.made(self.reference, form) for form in FORMATS}
            with accounts.keeper.store.desk(self.stage.now()) as desk:
                self.verified = desk.ledger.verify()
        for name, content in self.exported.items():
            self.tell("Ana", f"explor ledger export --mission {self.reference} --format {name}: {len(content)} bytes")
        entries, faults = self.verified.mark.count, self.verified.faults
        self.tell("Ana", f"explor ledger verify: {entries} entries, {len(faults)} faults")

    # -- the desk --------------------------------------------------------------------------------------------------

    @contextmanager
    def desk(self) -> Iterator[Chair]:
        """The command line of a colleague, beside the server."""
        with self.stage.store() as store:
            staff, offices = Staff("Ana", frozenset({REGION})), {REGION: Office("slack", ROOM)}
            yield Chair(store, facts(), staff, self.stage.now(), unguessable, offices)

    @contextmanager
    def accounts(self) -> Iterator[Exports]:
        """The same colleague at the accounts."""
        with self.stage.store() as store:
            staff, offices = Staff("Ana", frozenset({REGION})), {REGION: Office("slack", ROOM)}
            known, now = facts(), self.stage.now()
            keeper = Bookkeeper(store, known, known.rates, staff, now, unguessable, offices=offices)
            yield Exports(keeper, FileStore(self.stage.folder / "files"), {REGION: BANK})

    @property
    def first_evening(self) -> datetime:
        """When the first day's question is due, over there."""
        return datetime.combine(self.first, time(18, 5), ZoneInfo(ZONE))

    async def comes(self, when: datetime) -> None:
        """It is that hour."""
        self.tell("…", f"{when:%d/%m, %H:%M}")
        await self.stage.passes(when - self.stage.now())

    async def moves(self, stage: str) -> None:
        """On to the next stage, and the card says so."""
        label = next(label for label in labels(self.mission()) if label.startswith("Passer à l'étape"))
        assert stage in label.casefold(), label
        await self.again(lambda: self.marc.presses(self.mission(), label))
        await self.card(self.reference, f"Étape : {label.partition(' : ')[2]}")

    def mission(self) -> Any:
        """The card of the mission."""
        return self.shown(self.reference, "Étape :")


def taxi(day: date) -> bytes:
    """A photo of the receipt of a taxi, of that day."""
    lines = tuple(f"Date : {day:%d/%m/%Y}" if str(line).startswith("Date") else line for line in TAXI)
    picture = BytesIO()
    drawn(lines).save(picture, "JPEG", quality=80)
    return picture.getvalue()


def labels(card: Any) -> list[str]:
    """The buttons of a card."""
    elements = (element for block in card["blocks"] for element in block.get("elements", ()))
    return [element["text"]["text"] for element in elements if element.get("type") == "button"]

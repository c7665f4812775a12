"""A whole journey: an association applies in Telegram, staff ask for a correction in Slack, it corrects, they accept.

The same journey is a test, a test with the server killed all along, and what `make demo` shows.
"""

from dataclasses import dataclass
from typing import Any

from tests.e2e.acting import Acting
from tests.emulators.slack import Member
from tests.emulators.telegram import Person
from tests.play import TRANSCRIPTS, Script

APPLICATION = "pre_fiche_no_calls.txt"
CORRECTED = "Qui sait réparer une pompe solaire de 1 kW, et l'apprendre à deux personnes par école."


def application() -> tuple[str, ...]:
    """What the association types, from the first word to the submission: that of the transcript."""
    lines = Script.read((TRANSCRIPTS / APPLICATION).read_text(encoding="utf-8")).lines
    return lines[: lines.index("/menu")]


@dataclass
class Journey(Acting):
    """The story under way."""

    reference: str = ""

    def __post_init__(self) -> None:
        self.awa = self.stage.telegram.person("Awa", "fr")

    async def play(self) -> None:
        awa = self.awa
        await self.applies(awa)
        await self.asks_for_a_correction(self.ana)
        await self.corrects(awa)
        await self.accepts(self.marc)
        await self.hears(awa)
        await self.comes_too_late()

    # -- the association -------------------------------------------------------------------------------------------

    async def applies(self, awa: Person) -> None:
        await self.says(awa, "/start", "Que voulez-vous faire ?")
        for line in application():
            await self.says(awa, line)
        done = await self.sees(awa, "enregistré")
        self.reference = next(word for word in done.text.split() if word.startswith("OCC-"))
        await self.sees_file(awa, f"{self.reference}-v1-pre-fiche.docx")

    async def corrects(self, awa: Person) -> None:
        await self.sees(awa, "demande une correction")
        await self.says(awa, "/dossier", "Quel dossier voulez-vous ouvrir ?")
        for line in ("1", "1", "1", CORRECTED, "oui"):  # this one, its correction, the first field; it is right now
            await self.says(awa, line)
        await self.says(awa, "1", "version 2")
        await self.sees_file(awa, f"{self.reference}-v2-pre-fiche.docx")

    async def hears(self, awa: Person) -> None:
        await self.sees(awa, "le réseau retient le dossier")

    # -- the staff -------------------------------------------------------------------------------------------------

    async def asks_for_a_correction(self, ana: Member) -> None:
        await self.card("À décider")
        asked = {"Questions à revoir": ["Besoin d'expertise"], "Ce qui ne va pas": "Précisez la puissance des pompes."}
        await self.fills(ana, "Demander une correction", asked, self.first)
        self.tell("Ana (Slack)", "demande une correction : « Précisez la puissance des pompes. »")
        await self.card("Correction demandée par Ana")

    async def accepts(self, marc: Member) -> None:
        await self.card("À décider")
        await self.fills(marc, "Accepter", {}, self.first)
        self.tell("Marc (Slack)", "accepte")
        await self.card("Accepté par Marc")

    async def comes_too_late(self) -> None:
        """What was decided is not offered any more."""
        card = await self.card("Accepté par Marc")
        assert "Refuser" not in str(card)

    def first(self) -> Any:
        """The card of the application."""
        return self.stage.room.roots[0]

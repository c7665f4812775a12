"""A whole journey: an association applies in Telegram, staff ask for a correction in Slack, it corrects, they accept.

The same journey is a test, a test with the server killed all along, and what `make demo` shows.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from tests.e2e.stage import ANA, MARC, Stage
from tests.emulators.slack import Member, NotAnswered, words
from tests.emulators.telegram import Person, Shown
from tests.play import TRANSCRIPTS, Script

APPLICATION = "pre_fiche_no_calls.txt"
CORRECTED = "Qui sait réparer une pompe solaire de 1 kW, et l'apprendre à deux personnes par école."

Tell = Callable[[str, str], None]


def untold(_who: str, _what: str) -> None:
    """For a story that nobody watches."""


def application() -> tuple[str, ...]:
    """What the association types, from the first word to the submission: that of the transcript."""
    lines = Script.read((TRANSCRIPTS / APPLICATION).read_text(encoding="utf-8")).lines
    return lines[: lines.index("/menu")]


@dataclass
class Journey:
    """The story under way."""

    stage: Stage
    tell: Tell = untold
    reference: str = ""

    def __post_init__(self) -> None:
        self.awa = self.stage.telegram.person("Awa", "fr")

    async def play(self) -> None:
        awa = self.awa
        ana, marc = (self.stage.slack.member(id, name, self.stage.room) for id, name in ((ANA, "Ana"), (MARC, "Marc")))
        await self.applies(awa)
        await self.asks_for_a_correction(ana)
        await self.corrects(awa)
        await self.accepts(marc)
        await self.hears(awa)
        await self.comes_too_late(ana)

    # -- the association -------------------------------------------------------------------------------------------

    async def applies(self, awa: Person) -> None:
        await self._says(awa, "/start", "Que voulez-vous faire ?")
        for line in application():
            await self._says(awa, line)
        done = await self._sees(awa, "enregistré")
        self.reference = next(word for word in done.text.split() if word.startswith("OCC-"))
        await self._sees_file(awa, f"{self.reference}-v1-pre-fiche.docx")

    async def corrects(self, awa: Person) -> None:
        await self._sees(awa, "demande une correction")
        await self._says(awa, "/dossier", "Quel dossier voulez-vous ouvrir ?")
        for line in ("1", "1", "1", CORRECTED, "oui"):  # this one, its correction, the first field; it is right now
            await self._says(awa, line)
        await self._says(awa, "1", "version 2")
        await self._sees_file(awa, f"{self.reference}-v2-pre-fiche.docx")

    async def hears(self, awa: Person) -> None:
        await self._sees(awa, "le réseau retient le dossier")

    async def _says(self, awa: Person, line: str, sees: str = "") -> None:
        """Type, and wait for whatever the bot answers: a message that is new, or changed in its place."""
        before = _look(awa)
        self.tell("Awa", line)
        await awa.says(line)
        await self._until(awa, lambda: _look(awa) != before and any(sees in one.text for one in awa.messages))

    async def _sees(self, awa: Person, text: str) -> Shown:
        found = await self._until(awa, lambda: next((one for one in awa.messages if text in one.text), None))
        assert isinstance(found, Shown)
        self.tell("EXPLOR → Awa", found.text)
        return found

    async def _sees_file(self, awa: Person, name: str) -> None:
        await self._until(awa, lambda: any(one.file_name == name for one in awa.messages))
        self.tell("EXPLOR → Awa", f"📄 {name}")

    async def _until(self, awa: Person, there: Callable[[], Any]) -> Any:
        return await self.stage.telegram.state.until(
            there, lambda: f"{awa.chat.title} sees {[one.text[:80] for one in awa.messages[-4:]]}", patience=PATIENCE
        )

    # -- the staff -------------------------------------------------------------------------------------------------

    async def asks_for_a_correction(self, ana: Member) -> None:
        await self._card("À décider")
        form = await self._opens(ana, "Demander une correction")
        asked = {"Questions à revoir": ["Besoin d'expertise"], "Ce qui ne va pas": "Précisez la puissance des pompes."}
        await self._again(lambda: ana.submits(form, asked))
        self.tell("Ana (Slack)", "demande une correction : « Précisez la puissance des pompes. »")
        await self._card("Correction demandée par Ana")

    async def accepts(self, marc: Member) -> None:
        await self._card("À décider")
        form = await self._opens(marc, "Accepter")
        await self._again(lambda: marc.submits(form, {}))
        self.tell("Marc (Slack)", "accepte")
        await self._card("Accepté par Marc")

    async def comes_too_late(self, ana: Member) -> None:
        """A colleague who presses an old card is told by whom it was done."""
        card = await self._card("Accepté par Marc")
        assert "Refuser" not in str(card)

    async def _card(self, status: str) -> Any:
        """The one card of the application, once it says this."""
        card = await self.stage.slack.until(
            lambda: next((one for one in self.stage.room.roots if status in words(one)), None), PATIENCE
        )
        self.tell("EXPLOR → Slack", words(card).splitlines()[0] + " — " + status)
        return card

    async def _opens(self, member: Member, label: str) -> Any:
        """Press until a modal is there: one that was pressed while the server was away opens nothing."""

        async def press() -> Any:
            shown = set(self.stage.slack.views)
            await member.presses(self.stage.room.roots[0], label)
            return await self.stage.slack.until(
                lambda: next((view for id, view in self.stage.slack.views.items() if id not in shown), None), 5.0
            )

        self.tell(f"{member.name} (Slack)", f"[ {label} ]")
        return await self._again(press)

    async def _again(self, act: Callable[[], Awaitable[Any]]) -> Any:
        """As a person does whose press was not answered: once more, a little later."""
        for _time in range(40):
            try:
                return await act()
            except (NotAnswered, TimeoutError):
                continue
        raise AssertionError("staff were never answered")


PATIENCE = 30.0


def _look(awa: Person) -> list[tuple[int, str]]:
    return [(one.id, one.text) for one in awa.messages]

"""A receipt from the volunteer's phone to the staff's card, and the decision back to the phone in their language."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from bot.channels.base import Card
from bot.channels.console import Clock, Console
from bot.clerk import Clerk
from bot.local_receipts import Receipts
from bot.offices import said
from bot.render import Capabilities, File
from bot.turn import Assistant
from bot.words import say
from dialogs.claim_words import REFUSALS
from dialogs.core.reply import Part
from dialogs.core.text import _
from knowledge.schema import PARIS
from storage.claims import Spent
from storage.files import FileStore
from tests.bot.claimed import keeper
from tests.bot.test_missions import REFERENCE, REGION
from tests.play import assistant
from tests.receipts import read as recorded

NOW = datetime(2025, 9, 6, 10, tzinfo=PARIS)
LATER = NOW + timedelta(hours=1)
BEGIN = (
    "@mission import tests/missions/kpomasse.yaml",
    f"@mission invite {REFERENCE} volunteer Inès",
    "@open mission_abcdefgh2227",
)
SENT = ("@photo tests/receipts/taxi.jpg", "@now +1m", "@wake", "vérifier la dépense nº 1", "oui")
Chat = Callable[..., str]


@contextmanager
def chatting(folder: Path) -> Iterator[tuple[Assistant, Chat]]:
    """A chat in a terminal: what is written, and what was said in answer since the last time."""
    with assistant(folder, [REGION]) as bot:
        out, clerk = StringIO(), Clerk(bot.store, bot.facts, FileStore(folder / "files"), bot.fresh)
        console = Console(bot, "fr", "ana", Clock(NOW), out, receipts=Receipts(clerk, recorded))
        console.greet()

        def says(*lines: str) -> str:
            before = len(out.getvalue())
            console.listen(iter(lines), script=True)
            return out.getvalue()[before:].replace("\u00a0", " ").replace("\u202f", " ")

        says(*BEGIN)
        yield bot, says


def cards(bot: Assistant) -> list[Any]:
    """What the staff find in the thread of the first claim, since the last time."""
    (one,) = keeper(bot, at=NOW).looked(REFERENCE)
    return list(bot.deliver("slack", f"C-{REGION}/claim:{one.claim.id}", LATER, Capabilities(files=True)))


def test_what_a_volunteer_confirms_is_on_the_desk_with_its_picture(tmp_path: Path) -> None:
    with chatting(tmp_path) as (bot, says):
        says(*SENT)
        card, picture = cards(bot)

        assert isinstance(card, Card)
        assert isinstance(picture, File)
        assert card.title.startswith(f"{REFERENCE}, dépense nº 1 : Transports sur place, 25")
        assert "TAXI KOFFI SERVICES" in dict(card.fields)["Fournisseur"]
        assert picture.content.startswith(b"\xff\xd8\xff")
        assert b"Exif" not in picture.content


def test_a_question_of_the_staff_comes_back_answered_on_the_same_card_and_the_picture_once(tmp_path: Path) -> None:
    with chatting(tmp_path) as (bot, says):
        says(*SENT)
        cards(bot)
        keeper(bot, at=NOW).decide(REFERENCE, 1, "asked", "D'où à où ?")
        assert "D'où à où ?" in says("@wake")
        says("Répondre au réseau, dépense nº 1", "De l'aéroport à l'hôtel", "oui")
        again = cards(bot)

        assert [type(one) for one in again if not isinstance(one, Card)] == []
        assert "De l'aéroport à l'hôtel" in str(again[-1].sections)


@pytest.mark.parametrize("lang", ["fr", "pt", "ar"])
def test_a_refusal_is_told_with_its_reason_in_the_language_of_the_volunteer(tmp_path: Path, lang: str) -> None:
    with chatting(tmp_path) as (bot, says):
        says(*SENT, "/langue", {"fr": "1", "pt": "3", "ar": "5"}[lang])
        keeper(bot, at=NOW).decide(REFERENCE, 1, "refused", refusal="unreadable")

        assert say(REFUSALS["unreadable"], lang) in says("@wake")


def test_the_boarding_pass_is_asked_for_after_the_return(tmp_path: Path) -> None:
    with chatting(tmp_path) as (bot, says):
        flight = Spent("flight", NOW.date(), 64020, "EUR", 2, "Air Bénin", paid_by="network")
        keeper(bot, at=NOW).enter(REFERENCE, flight)
        about = f"mission:{keeper(bot).book(REFERENCE).mission.id}"
        back = datetime(2025, 9, 13, 10, tzinfo=PARIS)
        list(bot.deliver("slack", f"C-{REGION}/{about}", back, Capabilities(files=True)))

        assert "Envoyez ici une photo de votre carte d'embarquement" in says("@now +8d", "@wake")


def test_a_claim_that_is_taken_back_is_said_in_its_thread(tmp_path: Path) -> None:
    with chatting(tmp_path) as (bot, says):
        says(*SENT)
        (one,) = keeper(bot, at=NOW).looked(REFERENCE)
        office = bot.offices[REGION]
        with bot.store.turn(channel="console", address="ana", event_id="drops", at=NOW) as work:
            from bot.carrying import Hands, carry_out
            from dialogs.core.effects import Record

            hands = Hands(work, bot.facts, NOW, "fr", bot.offices)
            carry_out([Record("claim.drop", {"id": one.claim.id})], hands)
        place = bot.store.conversation("slack", f"{office.address}/claim:{one.claim.id}")
        bodies = [row.body for row in bot.store.outbox.pending(place or 0, NOW)]
        assert said(office, Part(_("La personne a retiré cette dépense."))).body in bodies

"""What becomes of a receipt after its number was given: fetched, kept, read, and laid before its volunteer.

The rows are the queue: a receipt says by its state what is still to be done with it, so that a kill loses nothing and
does nothing twice. Each step is one transaction; fetching and reading happen between them, in nobody's way.

    waiting_fetch --fetched--> fetched --read--> read, with a draft of its claim
                  --lost-->    lost              --refused--> refused        told with what to do

What is to be looked at is told once nothing of that volunteer is under way any more: one message for an album.
"""

import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import structlog

from bot.claiming import minor
from bot.resuming import resumed
from bot.words import PARIS, say
from dialogs.core.text import Money
from knowledge.base import Knowledge
from storage.claims import ReceiptRow, Spent
from storage.claims_desk import Clean, Lookalike
from storage.desk import Desk
from storage.errors import FileMissing
from storage.files import FileStore
from storage.missions import MissionRow
from storage.missions_desk import MissionMember
from storage.records import Outgoing
from storage.store import Store

if TYPE_CHECKING:
    from bot.reading.fields.found import Found
    from bot.reading.fields.receipt import Fields
    from bot.reading.reading import Asked, Reading

log = structlog.get_logger()

Likely = dict[str, Any]
"""Another receipt that may be the same one, as it is kept: its id, number, mission and sender's place, and why."""
REST = timedelta(seconds=2)
"""How long after the last receipt was read its volunteer is told: others may be on their way."""
PATIENCE = timedelta(hours=24)
"""How long a file is tried to be fetched; then it is asked for again."""
SURE, LIKELY = 0.90, 0.75
"""From which confidence a field is not asked; and, for what the person sees again on the card, a proposal stands."""


@dataclass(frozen=True)
class Clerk:
    """Whoever takes receipts from one state to the next. `originals`: regions that keep what was sent as it came."""

    store: Store
    facts: Knowledge
    files: FileStore
    fresh: Callable[[], str]
    originals: frozenset[str] = frozenset()

    def waiting(self, now: datetime) -> Sequence[ReceiptRow]:
        """What is to be fetched or read, the oldest first."""
        with self.store.look(now) as desk:
            return desk.claims.waiting()

    # -- fetched -----------------------------------------------------------------------------------------------------

    def keep(self, content: bytes) -> str:
        """Keep the bytes under their hash, before the row that names them."""
        return self.files.put(content)

    def fetched(self, id: str, sha256: str, size: int, now: datetime) -> None:
        """The file is at hand. It stays as it came until it was read."""
        with self.store.desk(now) as desk:
            desk.claims.fetched(id, sha256, "application/octet-stream", size)

    def lost(self, id: str, why: str, now: datetime) -> None:
        """It cannot be fetched any more: it is asked for again."""
        with self.store.desk(now) as desk:
            row = desk.claims.receipt(id)
            if row is not None and desk.claims.lost(id, why):
                self._tell(desk, row, "receipt.lost", number=row.number)
                self._rested(desk, row, now)

    def refused(self, id: str, why: str, now: datetime) -> None:
        """Its file cannot be taken: what to do is told. `why` is a code of `bot.reading.refusals`."""
        with self.store.desk(now) as desk:
            row = desk.claims.receipt(id)
            if row is None or not desk.claims.refuse_receipt(id, why):
                return
            self._tell(desk, row, "receipt.refused", number=row.number)
            self._rested(desk, row, now)
            left = desk.claims.unheld(row.kept_sha256, row.original_sha256)
        self._remove(left)

    # -- read --------------------------------------------------------------------------------------------------------

    def content(self, row: ReceiptRow) -> bytes | None:
        """The bytes of a receipt that was fetched; None where they are gone or damaged."""
        try:
            return self.files.get(row.kept_sha256 or "")
        except (FileMissing, ValueError):
            return None

    def asked(self, row: ReceiptRow, now: datetime) -> "Asked":
        """What helps to read it: the day it was sent, and where the mission is."""
        from bot.reading.reading import Asked

        with self.store.look(now) as desk:
            country = desk.claims.country(row.mission_id or "")
        return Asked(row.sent_at.astimezone(PARIS).date(), country)

    def clean(self, reading: "Reading") -> Clean | None:
        """Keep the copy without anything but its pixels."""
        if not reading.kept:
            return None
        content, mime = (reading.kept[0], "image/jpeg") if len(reading.kept) == 1 else (bound(reading.kept), PDF)
        return Clean(self.files.put(content), mime, len(content))

    def alike(self, row: ReceiptRow, reading: "Reading", now: datetime) -> list[Likely]:
        """What it looks like, among all that was sent to this network and read by then."""
        with self.store.look(now) as desk:
            others = desk.claims.lookalikes(row.id)
        return list(_alike(reading, others))

    def read(
        self, row: ReceiptRow, reading: "Reading", clean: Clean | None, alike: list[Likely], now: datetime
    ) -> None:
        """It was read: its volunteer has a claim to look at. Once only, whatever is done twice."""
        if reading.refusal is not None:
            self.refused(row.id, reading.refusal.value, now)
            return
        with self.store.desk(now) as desk:
            mission = desk.missions.get(row.mission_id) if row.mission_id else None
            if mission is not None and desk.claims.read(row.id, reading.to_json(), alike, clean):
                self._draft(desk, row, mission, reading)
                self._rested(desk, row, now)
            left = desk.claims.unheld(row.kept_sha256)
        self._remove(left)

    def _draft(self, desk: Desk, row: ReceiptRow, mission: MissionRow, reading: "Reading") -> None:
        told = reading.to_json()
        as_read = {"fields": told["fields"], "legible": reading.legible, "flaws": told["flaws"]}
        lang = self._lang(self._member(desk, row))
        spent = known(reading.fields, mission, row.sent_at.astimezone(PARIS).date(), lang)
        desk.claims.draft(self.fresh(), row, spent, as_read)

    # -- told --------------------------------------------------------------------------------------------------------

    def _rested(self, desk: Desk, row: ReceiptRow, now: datetime) -> None:
        """Once nothing of this volunteer is under way: what is to be looked at is told, all at once."""
        mine = (one for one in desk.claims.receipts(row.mission_id or "") if one.place == row.place)
        if any(one.state in ("waiting_fetch", "fetched") for one in mine):
            return
        member = self._member(desk, row)
        if member is not None:
            news = _news("receipts.read", mission=row.mission_id)
            said = Outgoing(news, key=f"receipts:{row.mission_id}", due_at=now + REST)
            desk.queue_once(said, member.conversation_id)

    def _tell(self, desk: Desk, row: ReceiptRow, name: str, **values: Any) -> None:
        member = self._member(desk, row)
        if member is not None:
            desk.queue([Outgoing(_news(name, mission=row.mission_id, **values))], member.conversation_id)

    def _member(self, desk: Desk, row: ReceiptRow) -> MissionMember | None:
        """Where whoever sent it talks to us: where they sent it from."""
        there = [one for one in desk.missions.members(row.mission_id or "") if one.mission_person_id == row.place]
        return next((one for one in there if one.channel == row.channel), there[0] if there else None)

    def _lang(self, member: MissionMember | None) -> str:
        return resumed(member.state, "fr").profile.lang if member else "fr"

    def _remove(self, names: Sequence[str]) -> None:
        for name in names:
            self.files.remove(name)


def _alike(reading: "Reading", others: Sequence[Lookalike]) -> Iterator[Likely]:
    from bot.reading.likeness import likeness
    from bot.reading.reading import Reading

    for other in others:
        read = None if other.reading is None else Reading.from_json(other.reading)
        if read and (why := likeness(reading.traits, read.traits)):
            about = {"receipt": other.receipt_id, "number": other.number, "mission": other.mission_id}
            yield {**about, "place": other.place, "why": [str(one) for one in why]}


PDF = "application/pdf"


def _news(name: str, **values: Any) -> dict[str, Any]:
    return {"order": "news", "name": name, "values": values}


def bound(pages: Sequence[bytes]) -> bytes:
    """Several pages as one PDF."""
    from PIL import Image

    first, *others = (Image.open(io.BytesIO(page)) for page in pages)
    made = io.BytesIO()
    first.save(made, "PDF", save_all=True, append_images=others)
    return made.getvalue()


def known(fields: "Fields", mission: MissionRow, today: date, lang: str) -> Spent:
    """What is not asked: what was read without doubt and is not odd; and a proposal for what stands on the card."""
    from bot.reading.fields.services import NAMES

    day, service = _sure(fields.day), _sure(fields.service, LIKELY)
    total, code = _sure(fields.total), _sure(fields.currency)
    spent = Spent(
        day=day if day and day <= today else None,
        supplier=_sure(fields.supplier),
        service=say(NAMES[service], lang) if service else None,
        category=_sure(fields.category, LIKELY),
    )
    money = Money(total, code) if total and code and total > 0 else None
    return spent if money is None else replace(spent, **minor(money))


def _sure(found: "Found[Any] | None", least: float = SURE) -> Any:
    return found.value if found is not None and found.confidence >= least else None

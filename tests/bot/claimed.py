"""A mission whose volunteer sent receipts, for the tests of the staff's side: not read, but as a reading is kept."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from bot.bookkeeping import Bookkeeper
from bot.claims import present
from bot.desk import Staff
from bot.missions import Invited
from bot.missions_file import parse
from bot.offices import Thread
from bot.reading.fields.found import Found
from bot.reading.fields.receipt import Fields
from bot.reading.likeness import Traits
from bot.reading.reading import Reading
from bot.turn import Assistant
from knowledge.schema import PARIS
from storage.claims import ClaimRow, Spent
from tests.bot.test_missions import FILE, LEA, chair, used
from tests.play import facts

NOW = datetime(2025, 9, 20, 10, tzinfo=PARIS)
ALL = Staff("Léa", frozenset(facts().regions))
INES = "ines"
PICTURE = b"\xff\xd8\xff a kept copy"


@dataclass(frozen=True)
class Paid:
    """A receipt as it was read, and what its volunteer says of it where that is something else."""

    total: str = "45.00"
    day: date = date(2025, 9, 3)
    supplier: str = "Chez Marie"
    category: str = "lodging"
    currency: str = "EUR"
    sure: float = 0.98
    says: dict[str, Any] = field(default_factory=dict)
    legible: bool = True
    proved: bool = True
    number: str | None = None


def mission(bot: Assistant, text: str = FILE, name: str = "Inès", who: str = INES, staff: Staff = LEA) -> str:
    """A mission with a volunteer who talks to us; its reference."""
    reference = chair(bot, staff).bring(parse("mission.yaml", text)).mission.reference
    invited = chair(bot, staff).invite(reference, "volunteer", name)
    assert isinstance(invited, Invited)
    used(bot, who, invited.code)
    chair(bot, staff).move(reference, "mission")
    return reference


def keeper(bot: Assistant, staff: Staff = LEA, at: datetime = NOW, event: str | None = None) -> Bookkeeper:
    who = (staff, at, bot.fresh)
    return Bookkeeper(bot.store, bot.facts, bot.facts.rates, *who, event_id=event, offices=bot.offices)


def claimed(bot: Assistant, paid: Paid = Paid(), who: str = INES, at: datetime = NOW) -> ClaimRow:
    """A receipt that came in, was kept and read, and whose claim is confirmed."""
    with bot.store.turn(channel="console", address=who, event_id=bot.fresh(), at=at) as work:
        mine = work.missions.mine()[0].mission
        receipt = work.claims.receive(bot.fresh(), mine.id, "console", "file").id if paid.proved else None
    assert bot.papers is not None
    if receipt is not None:
        kept = bot.papers.files.put(PICTURE + receipt.encode())
        with bot.store.desk(at) as desk:
            desk.claims.fetched(receipt, kept, "image/jpeg", len(PICTURE))
            desk.claims.read(receipt, reading(paid).to_json())
    with bot.store.turn(channel="console", address=who, event_id=bot.fresh(), at=at) as work:
        draft = work.claims.draft(bot.fresh(), mine.id, spent(paid), [receipt] if receipt else [])
        if receipt is None:
            work.claims.change(draft.id, spent(paid), sworn={"why": "driver", "name": "Inès Diallo"})
        done = work.claims.confirm(draft.id)
        if mine.region in bot.offices:
            present(Thread(work, bot.offices[mine.region], f"claim:{done.id}"), done, draft)
        return done


def spent(paid: Paid) -> Spent:
    told = Spent(paid.category, paid.day, int(Decimal(paid.total).scaleb(2)), paid.currency, 2, paid.supplier)
    return replace(told, **paid.says)


def reading(paid: Paid) -> Reading:
    total, found = (
        Decimal(paid.total),
        Fields(
            day=Found(paid.day, paid.sure),
            supplier=Found(paid.supplier, paid.sure),
            total=Found(Decimal(paid.total), paid.sure),
            currency=Found(paid.currency, paid.sure),
        ),
    )
    traits = Traits(f"{paid}", (), paid.day, total, paid.number, frozenset())
    return Reading(paid.legible, fields=found, traits=traits, pages=1)


def news(bot: Assistant, who: str = INES) -> list[tuple[str, Any]]:
    """What their network has for them, and of which claim or mission."""
    place = bot.store.conversation("console", who)
    rows = bot.store.outbox.pending(place, datetime(2030, 1, 1, tzinfo=PARIS)) if place else []
    bodies = (row.body for row in rows if row.body.get("order") == "news")
    return [(one["name"], one["values"]["id"]) for one in bodies if one["name"].startswith("claim.")]

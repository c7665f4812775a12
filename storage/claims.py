"""Receipts and claims, for the volunteers who send them: part of a turn, in its transaction (`work.claims`).

- A volunteer reaches what is theirs, in missions that they are in, and nothing else; all other rows are `NotAllowed`
  unknown. The association and the partner reach none of it: they are told totals, never shown a receipt.
- A receipt is a row, with its number, before anything is fetched or read. A number is never given twice.
- A claim is a draft until the person confirms it; what was confirmed is kept beside what was read. Changed before it is
  decided, it is a draft again. Nothing here enters the ledger: only what the staff decides does.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal

from sqlalchemy import ColumnElement, Connection, Select, delete, func, insert, select, update

from storage.errors import NotAllowed
from storage.records import Json
from storage.tables import BankAccount, ClaimRecord, Mission, MissionTerms, Participant, Proof, Receipt, Waiver, table

_missions, _places = table(Mission), table(Participant)
_receipts, _claims, _proofs = table(Receipt), table(ClaimRecord), table(Proof)
_waivers, _banks, _terms = table(Waiver), table(BankAccount), table(MissionTerms)

ReceiptState = Literal["waiting_fetch", "fetched", "read", "lost", "refused"]
ClaimState = Literal["draft", "confirmed", "approved", "part", "asked", "refused"]
UNDECIDED = frozenset({"draft", "confirmed", "asked"})
DECIDED = frozenset({"approved", "part", "refused"})
WITHDRAWN = "withdrawn"
"""Why a receipt is refused that its sender took back."""


@dataclass(frozen=True, slots=True)
class ReceiptRow:
    """A proof that somebody sent. `reading` and `duplicates` are kept as they were handed in."""

    id: str
    mission_id: str | None
    place: str
    number: int
    sent_at: datetime
    state: ReceiptState
    why: str | None
    channel: str
    vendor_file_id: str | None = field(repr=False)
    media_group: str | None
    mime: str | None
    size: int | None
    kept_sha256: str | None
    original_sha256: str | None
    fetched_at: datetime | None
    read_at: datetime | None
    insisted: bool
    reading: Any = field(repr=False)
    duplicates: Any = field(repr=False)


@dataclass(frozen=True, slots=True)
class Spent:
    """An expense as it is told. `minor` counts the smallest unit of `currency`: 10 to the power -`exponent`.

    A per diem has `days` and may have no amount. None: not known yet.
    """

    category: str | None = None
    day: date | None = None
    minor: int | None = None
    currency: str | None = None
    exponent: int = 2
    supplier: str | None = field(default=None, repr=False)
    service: str | None = field(default=None, repr=False)
    paid_by: str = "volunteer"
    days: int | None = None
    nights: int | None = None

    @property
    def amount(self) -> Decimal | None:
        """The amount, exact, in `currency`."""
        return None if self.minor is None else Decimal(self.minor).scaleb(-self.exponent)

    @property
    def missing(self) -> tuple[str, ...]:
        """What has to be known before it is confirmed: day, category, and an amount or the days of a per diem."""
        by_the_day = self.category == "per_diem"
        needed = ("category", "day", "days") if by_the_day else ("category", "day", "minor", "currency", "supplier")
        return tuple(name for name in needed if getattr(self, name) is None)


@dataclass(frozen=True, slots=True)
class ClaimRow:
    """A claim as it stands; `place` is that of the volunteer, None where the staff entered it for nobody."""

    id: str
    mission_id: str | None
    place: str | None
    number: int
    state: ClaimState
    spent: Spent
    receipts: tuple[str, ...]
    created_at: datetime
    updated_at: datetime
    confirmed_at: datetime | None
    entered_by: str | None
    decided_by: str | None
    decided_at: datetime | None
    decided_minor: int | None
    decision_words: str | None = field(repr=False)
    sworn: Any = field(repr=False)
    as_read: Any = field(repr=False)
    as_confirmed: Any = field(repr=False)

    @property
    def approved(self) -> Decimal | None:
        """What the staff approved of the amount; None for all of it, or while nothing is decided."""
        return None if self.decided_minor is None else Decimal(self.decided_minor).scaleb(-self.spent.exponent)


@dataclass(frozen=True, slots=True)
class BankRow:
    """Where a volunteer is paid."""

    place: str
    holder: str = field(repr=False)
    iban: str = field(repr=False)
    given_at: datetime
    paid_at: datetime | None


class Claims:
    """What one volunteer may do with their receipts and claims, within one turn. Else raises `NotAllowed` unknown."""

    def __init__(self, connection: Connection, person_id: int, at: datetime) -> None:
        self._connection = connection
        self._person = person_id
        self._at = at

    # -- receipts --------------------------------------------------------------------------------------------------

    def receive(
        self, id: str, mission_id: str, channel: str, vendor_file_id: str, media_group: str | None = None
    ) -> ReceiptRow:
        """A receipt that came in, numbered; to be fetched. Its `number` is what the person is told at once."""
        place = self._place(mission_id)
        sent = {"channel": channel, "vendor_file_id": vendor_file_id, "media_group": media_group, "sent_at": self._at}
        number = self._next(_receipts, _receipts.c.place == place)
        row = {"id": id, "mission_id": mission_id, "place": place, "number": number, "insisted": False, **sent}
        self._connection.execute(insert(_receipts), {**row, "state": "waiting_fetch"})
        return self.receipt(id)

    def receipts(self, mission_id: str) -> Sequence[ReceiptRow]:
        """Those of the person in a mission, by their numbers; without those they took back."""
        wanted = RECEIPTS.filter_by(place=self._place(mission_id)).order_by(_receipts.c.number)
        return [one for one in receipts(self._connection, wanted) if one.why != WITHDRAWN]

    def receipt(self, id: str) -> ReceiptRow:
        """One of them, locked until the turn ends."""
        found = receipts(self._connection, self._own(RECEIPTS, _receipts).where(_receipts.c.id == id))
        if not found:
            raise NotAllowed("unknown")
        return found[0]

    def insist(self, id: str) -> None:
        """« C'est le mieux que je puisse »: the staff decides on what cannot be read well."""
        self._connection.execute(update(_receipts).filter_by(id=self.receipt(id).id).values(insisted=True))

    def take_back(self, id: str) -> tuple[str, ...]:
        """Forget what was sent by mistake: its number stays, its file does not. Raises closed once it was decided on.

        Returns the SHA-256 of the files that nobody holds any more, to remove after the turn.
        """
        mine = self.receipt(id)
        proves = select(_claims.c.state).join(_proofs).where(_proofs.c.receipt_id == id)
        if DECIDED & set(self._connection.scalars(proves)):
            raise NotAllowed("closed")
        self._connection.execute(delete(_proofs).filter_by(receipt_id=id))
        self._connection.execute(update(_receipts).filter_by(id=id).values(state="refused", why=WITHDRAWN, **EMPTY))
        return unheld(self._connection, {mine.kept_sha256, mine.original_sha256})

    # -- claims ----------------------------------------------------------------------------------------------------

    def draft(
        self, id: str, mission_id: str, spent: Spent, receipts: Iterable[str] = (), *, as_read: Json = None
    ) -> ClaimRow:
        """A claim on these receipts of the person, for them to look at and confirm."""
        place = self._place(mission_id)
        proofs = [self.receipt(one).id for one in receipts]
        add(self._connection, id, mission_id, spent, self._at, place=place, state="draft", as_read=as_read)
        prove(self._connection, id, proofs)
        return self.get(id)

    def mine(self, mission_id: str) -> Sequence[ClaimRow]:
        """The person's claims in a mission, by their numbers."""
        return claims(self._connection, CLAIMS.filter_by(place=self._place(mission_id)))

    def get(self, id: str) -> ClaimRow:
        """One of them, locked until the turn ends."""
        found = claims(self._connection, self._own(CLAIMS, _claims).where(_claims.c.id == id))
        if not found:
            raise NotAllowed("unknown")
        return found[0]

    def change(self, id: str, spent: Spent, receipts: Iterable[str] | None = None, *, sworn: Json = None) -> ClaimRow:
        """Tell it otherwise: it is a draft again. Raises closed once it was decided. `receipts` None: the same."""
        self._undecided(id)
        if receipts is not None:
            prove(self._connection, id, [self.receipt(one).id for one in receipts])
        self._set(id, state="draft", sworn=sworn, confirmed_at=None, **asdict(spent))
        return self.get(id)

    def note(self, id: str, told: Json) -> None:
        """Keep beside what was read what the person said of it: that it is no duplicate, an answer to the staff."""
        mine = self._undecided(id)
        self._set(id, as_read={**(mine.as_read or {}), "told": told})

    def confirm(self, id: str) -> ClaimRow:
        """What stands there is right. Raises closed once it was decided; incomplete where something is missing."""
        mine = self._undecided(id)
        if mine.state == "confirmed":
            return mine
        unproved = mine.spent.category != "per_diem" and not mine.receipts and mine.sworn is None
        if mine.spent.missing or unproved:
            raise NotAllowed("incomplete")
        self._set(id, state="confirmed", confirmed_at=self._at, as_confirmed=confirmed(mine))
        return self.get(id)

    def withdraw(self, id: str) -> None:
        """Take a claim back; its receipts stay. Raises closed once it was decided."""
        self._undecided(id)
        self._connection.execute(delete(_claims).filter_by(id=id))

    # -- money -----------------------------------------------------------------------------------------------------

    def counted(self, mission_id: str) -> Sequence[ClaimRow]:
        """The claims of the whole mission, as far as its caps need them: nobody's supplier, service or words."""
        self._place(mission_id)
        return [_bare(one) for one in claims(self._connection, CLAIMS.filter_by(mission_id=mission_id))]

    def terms(self, mission_id: str) -> Mapping[str, Any] | None:
        """What the staff set on the mission; None where nothing is set."""
        self._place(mission_id)
        wanted = select(_terms.c.terms).filter_by(mission_id=mission_id)
        found: Mapping[str, Any] | None = self._connection.scalar(wanted)
        return found

    def waive(self, mission_id: str, wanted: bool = True) -> None:
        """Give one's refund up, or not after all."""
        place = self._place(mission_id)
        self._connection.execute(delete(_waivers).filter_by(place=place))
        if wanted:
            by = {"at": self._at, "by": f"person:{self._person}"}
            self._connection.execute(insert(_waivers), {"place": place, "mission_id": mission_id, **by})

    def waived(self, mission_id: str) -> bool:
        """Whether the person gives their refund up."""
        wanted = select(_waivers.c.place).filter_by(place=self._place(mission_id))
        return self._connection.scalar(wanted) is not None

    def bank(self, mission_id: str, holder: str | None, iban: str | None) -> None:
        """Where to be paid, checked before; None erases it."""
        place = self._place(mission_id)
        self._connection.execute(delete(_banks).filter_by(place=place))
        if holder is not None and iban is not None:
            account = {"place": place, "holder": holder, "iban": iban, "given_at": self._at}
            self._connection.execute(insert(_banks), account)

    # -- how it is done --------------------------------------------------------------------------------------------

    def _place(self, mission_id: str) -> str:
        """The person's own place there as a volunteer, locked until the turn ends: numbers are given one by one."""
        own = select(_places.c.id).filter_by(mission_id=mission_id, person_id=self._person, role="volunteer")
        found: str | None = self._connection.scalar(own.with_for_update(key_share=True))
        if found is None:
            raise NotAllowed("unknown")
        return found

    def _own(self, wanted: Select[Any], rows: Any) -> Select[Any]:
        here = wanted.join(_places, _places.c.id == rows.c.place)
        mine = here.where(_places.c.person_id == self._person, _places.c.role == "volunteer")
        return mine.with_for_update(of=rows, key_share=True)

    def _undecided(self, id: str) -> ClaimRow:
        mine = self.get(id)
        if mine.state in DECIDED:
            raise NotAllowed("closed")
        return mine

    def _set(self, id: str, **values: Any) -> None:
        self._connection.execute(update(_claims).filter_by(id=id).values(updated_at=self._at, **values))

    def _next(self, rows: Any, which: ColumnElement[bool]) -> int:
        return int(self._connection.scalar(select(func.coalesce(func.max(rows.c.number), 0)).where(which)) or 0) + 1


# -- rows, for both sides --------------------------------------------------------------------------------------------

RECEIPTS: Select[Any] = select(*_receipts.c)
CLAIMS: Select[Any] = select(*_claims.c)
EMPTY = dict.fromkeys(
    ("vendor_file_id", "media_group", "kept_sha256", "original_sha256", "reading", "duplicates", "mime", "size")
)
"""What a receipt is without anything of its sender."""
_SPENT = tuple(one.name for one in fields(Spent))


def receipts(connection: Connection, wanted: Select[Any]) -> Sequence[ReceiptRow]:
    """Receipts, of a selection of whole rows."""
    return [ReceiptRow(**found._mapping) for found in connection.execute(wanted)]


def claims(connection: Connection, wanted: Select[Any]) -> Sequence[ClaimRow]:
    """Claims with the ids of their receipts, of a selection of whole rows, by their numbers."""
    found = connection.execute(wanted.order_by(_claims.c.number, _claims.c.id)).mappings().all()
    proofs = select(*_proofs.c).join(_receipts).where(_proofs.c.claim_id.in_([row["id"] for row in found]))
    pairs = connection.execute(proofs.order_by(_receipts.c.number)).all()
    return [_claim(dict(row), tuple(receipt for claim, receipt in pairs if claim == row["id"])) for row in found]


def add(connection: Connection, id: str, mission_id: str, spent: Spent, at: datetime, **values: Any) -> None:
    """A new claim, with the next number of its mission. Raises `NotAllowed` unknown where there is no such mission."""
    # Locked, and as weakly as in `missions.py`: of two who claim at once, the second gets the number after.
    locked = select(_missions.c.id).filter_by(id=mission_id).with_for_update(key_share=True)
    if connection.scalar(locked) is None:
        raise NotAllowed("unknown")
    last = connection.scalar(select(func.max(_claims.c.number)).filter_by(mission_id=mission_id)) or 0
    row = {"id": id, "mission_id": mission_id, "number": last + 1, "created_at": at, "updated_at": at}
    connection.execute(insert(_claims), {**row, **asdict(spent), **values})


def prove(connection: Connection, claim_id: str, receipt_ids: Iterable[str]) -> None:
    """Which receipts prove a claim, in place of those that did."""
    connection.execute(delete(_proofs).filter_by(claim_id=claim_id))
    rows = [{"claim_id": claim_id, "receipt_id": one} for one in dict.fromkeys(receipt_ids)]
    if rows:
        connection.execute(insert(_proofs), rows)


def confirmed(claim: ClaimRow) -> dict[str, Json]:
    """What is kept of a claim as it was confirmed."""
    day = claim.spent.day.isoformat() if claim.spent.day else None
    return {**asdict(claim.spent), "day": day, "receipts": list(claim.receipts), "sworn": claim.sworn}


def _bare(claim: ClaimRow) -> ClaimRow:
    """What, when and how much: nothing that tells more of whoever paid."""
    spent = replace(claim.spent, supplier=None, service=None)
    return replace(claim, spent=spent, decision_words=None, sworn=None, as_read=None, as_confirmed=None)


def unheld(connection: Connection, names: Iterable[str | None]) -> tuple[str, ...]:
    """Those of these files that no receipt has."""
    wanted = {name for name in names if name}
    held: set[str] = set()
    for column in (_receipts.c.kept_sha256, _receipts.c.original_sha256):
        held |= set(connection.scalars(select(column).where(column.in_(wanted))))
    return tuple(sorted(wanted - held))


def _claim(row: dict[str, Any], proofs: tuple[str, ...]) -> ClaimRow:
    spent = Spent(**{name: row.pop(name) for name in _SPENT})
    return ClaimRow(spent=spent, receipts=proofs, **row)

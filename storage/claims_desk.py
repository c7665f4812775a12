"""Receipts and claims, for the network and for jobs: part of the desk, in its transaction (`desk.claims`).

Whether somebody may is for the caller to say. What is done twice is done once: the second time gets False, or None.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import Connection, delete, insert, select, update

from storage.claims import (
    CLAIMS,
    EMPTY,
    RECEIPTS,
    BankRow,
    ClaimRow,
    ReceiptRow,
    Spent,
    add,
    claims,
    prove,
    receipts,
    unheld,
)
from storage.database import Database
from storage.errors import NotAllowed
from storage.records import Json
from storage.tables import BankAccount, ClaimRecord, Mission, MissionTerms, Proof, Receipt, Waiver, table

_receipts, _claims, _missions = table(Receipt), table(ClaimRecord), table(Mission)
_terms, _waivers, _banks, _proofs = table(MissionTerms), table(Waiver), table(BankAccount), table(Proof)

Outcome = Literal["approved", "part", "asked", "refused"]


@dataclass(frozen=True, slots=True)
class Lookalike:
    """A receipt that was read elsewhere, to compare another with."""

    receipt_id: str
    mission_id: str | None
    place: str
    number: int
    kept_sha256: str | None
    reading: Any = field(repr=False)


@dataclass(frozen=True, slots=True)
class Clean:
    """The copy of a receipt that is kept once it was read: without anything of its camera. `size` in bytes."""

    kept_sha256: str
    mime: str
    size: int


class ClaimsDesk:
    """What the network may do with receipts and claims, and what jobs find to do, within one transaction."""

    def __init__(self, database: Database, connection: Connection, at: datetime) -> None:
        self._database = database
        self._connection = connection
        self._at = at

    # -- receipts --------------------------------------------------------------------------------------------------

    def receipt(self, id: str) -> ReceiptRow | None:
        """A receipt. Locked until the end."""
        wanted = RECEIPTS.filter_by(id=id).with_for_update(key_share=True)
        return next(iter(receipts(self._connection, wanted)), None)

    def receipts(self, mission_id: str) -> Sequence[ReceiptRow]:
        """Those of a mission, by their senders and numbers."""
        wanted = RECEIPTS.filter_by(mission_id=mission_id).order_by(_receipts.c.place, _receipts.c.number)
        return receipts(self._connection, wanted)

    def waiting(self, states: Collection[str] = ("waiting_fetch", "fetched")) -> Sequence[ReceiptRow]:
        """Those that wait to be fetched or read, the oldest first."""
        wanted = RECEIPTS.where(_receipts.c.state.in_(states)).order_by(_receipts.c.sent_at, _receipts.c.id)
        return receipts(self._connection, wanted)

    def fetched(self, id: str, kept_sha256: str, mime: str, size: int, original_sha256: str | None = None) -> bool:
        """Its file is kept (`size` in bytes); False where it was, or was given up, or is unknown."""
        kept = {"kept_sha256": kept_sha256, "original_sha256": original_sha256, "mime": mime, "size": size}
        return self._step(id, ("waiting_fetch",), state="fetched", fetched_at=self._at, why=None, **kept)

    def read(self, id: str, reading: Json, duplicates: Json = None, clean: Clean | None = None) -> bool:
        """It was read; False where it was before, or there is nothing to read. `clean`: the copy to keep instead."""
        found = {"reading": reading, "duplicates": duplicates, "read_at": self._at, **(asdict(clean) if clean else {})}
        return self._step(id, ("fetched",), state="read", **found)

    def draft(self, id: str, receipt: ReceiptRow, spent: Spent, as_read: Json) -> None:
        """A claim on a receipt that was read, for whoever sent it to look at and confirm."""
        assert receipt.mission_id is not None, "read while its mission is there"  # noqa: S101
        by = {"place": receipt.place, "state": "draft", "as_read": as_read}
        add(self._connection, id, receipt.mission_id, spent, self._at, **by)
        prove(self._connection, id, [receipt.id])

    def unheld(self, *names: str | None) -> tuple[str, ...]:
        """Those of these files that no receipt has any more: to remove after the transaction."""
        return unheld(self._connection, names)

    def lost(self, id: str, why: str) -> bool:
        """It cannot be fetched any more: it has to be asked for again. `why` is a code."""
        return self._step(id, ("waiting_fetch",), state="lost", why=why)

    def refuse_receipt(self, id: str, why: str) -> bool:
        """Its file cannot be taken (a bomb, empty, not a picture); `why` is a code."""
        return self._step(id, ("waiting_fetch", "fetched"), state="refused", why=why, **EMPTY)

    def country(self, mission_id: str) -> str | None:
        """Where a mission takes place; None where there is no such mission. Locks nothing."""
        found: str | None = self._connection.scalar(select(_missions.c.country).filter_by(id=mission_id))
        return found

    def lookalikes(self, id: str) -> Sequence[Lookalike]:
        """All other receipts that were fetched in the region of this one, across its missions: compare, never block."""
        here = select(_missions.c.region).join(_receipts, _receipts.c.mission_id == _missions.c.id)
        region = here.where(_receipts.c.id == id).scalar_subquery()
        other = (_receipts.c.id, _receipts.c.mission_id, _receipts.c.place, _receipts.c.number)
        wanted = select(*other, _receipts.c.kept_sha256, _receipts.c.reading).join(_missions)
        kept = (_missions.c.region == region, _receipts.c.id != id, _receipts.c.kept_sha256.is_not(None))
        found = self._connection.execute(wanted.where(*kept).order_by(_receipts.c.sent_at, _receipts.c.id))
        return [Lookalike(*one) for one in found]

    # -- claims ----------------------------------------------------------------------------------------------------

    def of(self, mission_id: str, states: Collection[str] | None = None) -> Sequence[ClaimRow]:
        """The claims of a mission, by their numbers; in these states only, if told so."""
        wanted = CLAIMS.filter_by(mission_id=mission_id)
        return claims(self._connection, wanted if states is None else wanted.where(_claims.c.state.in_(states)))

    def get(self, id: str) -> ClaimRow | None:
        """A claim. Locked until the end."""
        wanted = CLAIMS.filter_by(id=id).with_for_update(key_share=True)
        return next(iter(claims(self._connection, wanted)), None)

    def numbered(self, mission_id: str, number: int) -> ClaimRow | None:
        """The claim of a number in a mission. Locked until the end."""
        wanted = CLAIMS.filter_by(mission_id=mission_id, number=number).with_for_update(key_share=True)
        return next(iter(claims(self._connection, wanted)), None)

    def proved_by(self, receipt_ids: Collection[str]) -> Sequence[ClaimRow]:
        """The claims that any of these receipts proves, whatever their mission."""
        proofs = select(_proofs.c.claim_id).where(_proofs.c.receipt_id.in_(receipt_ids))
        return claims(self._connection, CLAIMS.where(_claims.c.id.in_(proofs)))

    def enter(
        self, id: str, mission_id: str, spent: Spent, who: str, *, place: str | None = None, proofs: Iterable[str] = ()
    ) -> ClaimRow:
        """An expense that the staff enters, and so approves: a flight that the network bought, a paper receipt.

        Raises `NotAllowed` unknown; incomplete where something is missing.
        """
        if set(spent.missing) - {"supplier"} or (spent.paid_by == "volunteer" and place is None):
            raise NotAllowed("incomplete")
        by = {"entered_by": who, "decided_by": who, "decided_at": self._at}
        add(self._connection, id, mission_id, spent, self._at, place=place, state="approved", **by)
        prove(self._connection, id, proofs)
        found = self.get(id)
        assert found is not None  # noqa: S101 (it was just made)
        return found

    def decide(
        self, id: str, outcome: Outcome, who: str, words: str | None = None, *, minor: int | None = None
    ) -> bool:
        """Decide on what was confirmed; `minor` is what is approved of it in part. A later decision takes its place.

        False where it stands so, or is a draft. Raises `NotAllowed` unknown; incomplete for a part that is none, or
        without words where the volunteer has to be told why.
        """
        found = self._known(id)
        self._require(found, outcome, words, minor)
        same = (found.state, found.decided_minor, found.decision_words) == (outcome, minor, words)
        if found.state == "draft" or same:
            return False
        decided = {"decided_by": who, "decided_at": self._at, "decided_minor": minor, "decision_words": words}
        self._connection.execute(update(_claims).filter_by(id=id).values(state=outcome, updated_at=self._at, **decided))
        return True

    # -- money -----------------------------------------------------------------------------------------------------

    def terms(self, mission_id: str) -> Mapping[str, Any] | None:
        """What the staff set on a mission; None where nothing is set."""
        wanted = select(_terms.c.terms).filter_by(mission_id=mission_id)
        found: Mapping[str, Any] | None = self._connection.scalar(wanted)
        return found

    def terms_set(self, mission_id: str) -> tuple[str, datetime] | None:
        """Who set them, and when; None where nothing is set."""
        wanted = select(_terms.c.set_by, _terms.c.set_at).filter_by(mission_id=mission_id)
        found = self._connection.execute(wanted).first()
        return None if found is None else (found.set_by, found.set_at)

    def set_terms(self, mission_id: str, terms: Mapping[str, Json] | None, who: str) -> None:
        """Set them, in place of those that were; None: none."""
        self._connection.execute(delete(_terms).filter_by(mission_id=mission_id))
        if terms is not None:
            row = {"mission_id": mission_id, "set_at": self._at, "set_by": who, "terms": terms}
            self._connection.execute(insert(_terms), row)

    def waived(self, mission_id: str) -> frozenset[str]:
        """The places of those who give their refund up."""
        return frozenset(self._connection.scalars(select(_waivers.c.place).filter_by(mission_id=mission_id)))

    def waive(self, mission_id: str, place: str, who: str) -> bool:
        """Note that somebody gives their refund up, who told the staff so; False where it was noted."""
        row = {"place": place, "mission_id": mission_id, "at": self._at, "by": who}
        return self._database.added(self._connection, _waivers, row)

    def bank(self, place: str) -> BankRow | None:
        """Where a volunteer is paid, if they have told."""
        found = self._connection.execute(select(*_banks.c).filter_by(place=place)).first()
        return BankRow(*found) if found else None

    def set_bank(self, place: str, holder: str, iban: str) -> None:
        """Where a volunteer is paid, who told the staff so; checked before."""
        self._connection.execute(delete(_banks).filter_by(place=place))
        self._connection.execute(insert(_banks), {"place": place, "holder": holder, "iban": iban, "given_at": self._at})

    def paid(self, place: str) -> None:
        """Note that they were paid: their account is not needed much longer."""
        self._connection.execute(update(_banks).filter_by(place=place).values(paid_at=self._at))

    # -- how it is done --------------------------------------------------------------------------------------------

    def _known(self, id: str) -> ClaimRow:
        found = self.get(id)
        if found is None:
            raise NotAllowed("unknown")
        return found

    def _require(self, found: ClaimRow, outcome: Outcome, words: str | None, minor: int | None) -> None:
        whole = found.spent.minor or 0
        parted = minor is not None and 0 < minor < whole if outcome == "part" else minor is None
        if not parted or (outcome != "approved" and not words):
            raise NotAllowed("incomplete")

    def _step(self, id: str, before: Collection[str], **values: Any) -> bool:
        mine = update(_receipts).where(_receipts.c.id == id, _receipts.c.state.in_(before))
        return self._connection.execute(mine.values(values)).rowcount == 1

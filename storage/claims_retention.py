"""How long receipts, claims and bank accounts are kept, and what of them outlives their sender (`retention.py` calls).

What is in the ledger is an accounting record: it stays ten years after the end of its financial year (Code de commerce,
article L123-22, which associations that keep accounts follow), whatever its sender wishes (GDPR, article 17(3)(b)).
Of it stays what proves the expense: the amount, the day, the supplier, the decision, the picture without its EXIF data,
or the sworn statement. What was read, what it looked like, what the vendor calls it and the original go. Whatever is
not in the ledger goes with its sender, or after its time. The entries themselves name nobody, and stay.
"""

from datetime import datetime

from sqlalchemy import ColumnElement, Connection, Table, and_, delete, func, or_, select, update

from storage.claims import EMPTY, unheld
from storage.tables import BankAccount, ClaimRecord, LedgerEntry, Participant, Proof, Receipt, Waiver, table

_places, _receipts, _claims = table(Participant), table(Receipt), table(ClaimRecord)
_proofs, _waivers, _banks, _ledger = table(Proof), table(Waiver), table(BankAccount), table(LedgerEntry)

_KEPT = ("kept_sha256", "mime", "size")
_STRIPPED = {name: value for name, value in EMPTY.items() if name not in _KEPT}


def without_sender(connection: Connection) -> tuple[str, ...]:
    """Erase what belongs to places that are gone, but for what is in the ledger, which is stripped.

    Returns the SHA-256 of the files that no receipt has any more.
    """
    names = _files(connection, gone_from(_receipts))
    connection.execute(delete(_claims).where(gone_from(_claims), ~_posted()))
    connection.execute(update(_claims).where(gone_from(_claims)).values(as_read=None, as_confirmed=None))
    connection.execute(delete(_waivers).where(gone_from(_waivers)))
    connection.execute(delete(_receipts).where(gone_from(_receipts), ~_proves()))
    connection.execute(update(_receipts).where(gone_from(_receipts)).values(_STRIPPED))
    return unheld(connection, names)


def unclaimed(connection: Connection, before: datetime) -> tuple[int, tuple[str, ...]]:
    """Erase what was sent before and is not in the ledger, and the originals; how many receipts, and their files."""
    old = _receipts.c.sent_at < before
    names = _files(connection, old)
    connection.execute(delete(_claims).where(_claims.c.updated_at < before, ~_posted()))
    count = connection.execute(delete(_receipts).where(old, ~_proves())).rowcount
    connection.execute(update(_receipts).where(old).values(_STRIPPED))
    return count, unheld(connection, names)


def accounted(connection: Connection, before: datetime) -> tuple[int, tuple[str, ...]]:
    """Erase claims of which the last entry is that old, with their receipts; how many claims, and the files."""
    last = select(func.max(_ledger.c.at)).where(_ledger.c.claim == _claims.c.id).scalar_subquery()
    over = list(connection.scalars(select(_claims.c.id).where(_posted(), last < before)))
    proofs = list(connection.scalars(select(_proofs.c.receipt_id).where(_proofs.c.claim_id.in_(over))))
    names = _files(connection, _receipts.c.id.in_(proofs))
    connection.execute(delete(_claims).where(_claims.c.id.in_(over)))
    connection.execute(delete(_receipts).where(_receipts.c.id.in_(proofs), ~_proves()))
    return len(over), unheld(connection, names)


def paid(connection: Connection, after_payment: datetime, at_most: datetime) -> int:
    """Erase the bank accounts paid before the first instant, and those told before the second."""
    old = or_(_banks.c.paid_at < after_payment, _banks.c.given_at < at_most)
    return connection.execute(delete(_banks).where(old)).rowcount


def gone_from(rows: Table) -> ColumnElement[bool]:
    """Rows of a person whose place in the mission is no more."""
    there = select(_places.c.id).where(_places.c.id == rows.c.place).exists()
    return and_(rows.c.place.is_not(None), ~there)


def _posted() -> ColumnElement[bool]:
    return select(_ledger.c.number).where(_ledger.c.claim == _claims.c.id).exists()


def _proves() -> ColumnElement[bool]:
    """Receipts of something that is in the ledger."""
    both = select(_proofs.c.claim_id).join(_ledger, _ledger.c.claim == _proofs.c.claim_id)
    return both.where(_proofs.c.receipt_id == _receipts.c.id).exists()


def _files(connection: Connection, which: ColumnElement[bool]) -> set[str]:
    found = connection.execute(select(_receipts.c.kept_sha256, _receipts.c.original_sha256).where(which))
    return {name for row in found for name in row if name}

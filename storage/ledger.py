"""The book of what missions cost and of who pays: it only grows, and shows whether anybody has touched it.

- An entry moves an amount, in cents of euro, from the account `credit` to the account `debit`. So every entry balances
  by itself, and so do all of them: double entry that the shape of the table keeps.
- What was written is never changed or removed: triggers refuse it, whatever code asks. A correction is an entry that
  takes another one back (`reverses`), at most once; then comes the right one.
- Each entry has the hash of its fields and of the hash before it. `ledger_head` has the count and the last hash, in
  another table; it is the row for which writers wait, so there is one chain however many write.
- `verify` finds a row that was changed, removed, inserted or moved, and a tail that was cut. It cannot find that
  somebody with all rights on the database has rewritten the tail with the head: compare then with a head that was
  noted elsewhere (`Mark`: each statement that is exported bears one).
- It holds no name and no free words on people: a volunteer is `refund:<place>`, which leads nowhere once the place of
  the mission is gone.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import UTC, date, datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, Select, Text, func, insert, select, type_coerce, update

from storage.columns import storable
from storage.errors import NotAllowed
from storage.tables import LedgerEntry, LedgerHead, table

_ledger, _head = table(LedgerEntry), table(LedgerHead)
START = "0" * 64
"""The hash before the first entry."""


@dataclass(frozen=True, slots=True)
class Entry:
    """An amount to move: `cents` of euro from `credit` to `debit`, both accounts, for a reason.

    `rule` (its id, since when it holds, its source) and `rate` are JSON, as they were applied. `claim` is an id.
    """

    day: date
    region: str
    mission: str
    kind: str
    debit: str
    credit: str
    cents: int
    why: str
    claim: str | None = None
    rule: Mapping[str, Any] | None = None
    rate: Mapping[str, Any] | None = None
    reverses: int | None = None

    def __post_init__(self) -> None:
        if self.cents <= 0 or self.debit == self.credit:
            raise ValueError(f"an entry moves a positive amount between two accounts, not {self.cents} cents")


@dataclass(frozen=True, slots=True)
class Written:
    """An entry as it stands in the book."""

    number: int
    at: datetime
    who: str
    entry: Entry
    previous: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Mark:
    """Where the book stood: how many entries, and the hash of the last. As text `12:9f86…`, to note elsewhere."""

    count: int
    sha256: str

    def __str__(self) -> str:
        return f"{self.count}:{self.sha256}"

    @classmethod
    def read(cls, text: str) -> "Mark":
        """Raises `ValueError` for what is no mark."""
        count, _, digest = text.strip().partition(":")
        if not count.isdecimal() or len(digest) != 64 or not set(digest) <= set("0123456789abcdef"):
            raise ValueError("a mark reads COUNT:HASH, 64 hexadecimal digits after the colon")
        return cls(int(count), digest)


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with the book, at which entry; `changed`, `missing`, `broken`, `reversal`, `head` or `mark`."""

    number: int
    what: str


@dataclass(frozen=True, slots=True)
class Verified:
    """What a walk over the whole book has found: where it stands, and what is wrong."""

    mark: Mark
    faults: tuple[Fault, ...]


class Ledger:
    """The book, within one transaction of the desk. Who may write is for the caller to say."""

    def __init__(self, connection: Connection, at: datetime) -> None:
        self._connection = connection
        self._at = at

    def write(self, entries: Iterable[Entry], who: str) -> tuple[Written, ...]:
        """Write these at the end, in this order; other writers wait until this transaction ends."""
        mark, written = self.lock(), list[Written]()
        for entry in entries:
            one = _sealed(mark.count + 1, self._at, who, entry, mark.sha256)
            self._connection.execute(insert(_ledger), _row(one))
            mark = Mark(one.number, one.sha256)
            written.append(one)
        if written:
            self._connection.execute(update(_head).values(count=mark.count, sha256=mark.sha256))
        return tuple(written)

    def reverse(self, number: int, who: str, why: str) -> Written | None:
        """Take an entry back by its opposite; None where it was. Raises `NotAllowed` unknown; closed for a reversal."""
        self.lock()
        found = self._one(number)
        if found is None:
            raise NotAllowed("unknown")
        if found.entry.reverses is not None:
            raise NotAllowed("closed")
        if self._reversed(number):
            return None
        return self.write((opposite(found, self._at.date(), why),), who)[0]

    def of(self, mission: str) -> tuple[Written, ...]:
        """All the entries of a mission, the first first."""
        return self._many(_ENTRIES.where(_ledger.c.mission == mission))

    def live(self, mission: str) -> tuple[Written, ...]:
        """Those that were not taken back, without those that take back."""
        found = self.of(mission)
        gone = {one.entry.reverses for one in found}
        return tuple(one for one in found if one.entry.reverses is None and one.number not in gone)

    def balances(self, mission: str | None = None) -> Mapping[str, int]:
        """What stands on each account, in cents: what it received less what it gave. Their sum is zero."""
        held: dict[str, int] = defaultdict(int)
        for side, sign in ((_ledger.c.debit, 1), (_ledger.c.credit, -1)):
            wanted = select(side, func.sum(_ledger.c.cents)).group_by(side)
            wanted = wanted if mission is None else wanted.where(_ledger.c.mission == mission)
            for account, cents in self._connection.execute(wanted):
                held[account] += sign * int(cents)
        return {account: held[account] for account in sorted(held)}

    def lock(self) -> Mark:
        """Where the book stands. Nobody writes until this transaction ends."""
        found = self._connection.execute(select(_head.c.count, _head.c.sha256).with_for_update()).one()
        return Mark(*found)

    def verify(self, noted: Mark | None = None) -> Verified:
        """Walk the whole book, while nobody writes; `noted` is where it once stood."""
        head, walk = self.lock(), _Walk()
        for row in self._connection.execute(_RAW.execution_options(yield_per=1000)):
            walk.step(row, noted)
        return Verified(head, (*walk.faults, *walk.end(head, noted)))

    # -- how it is done --------------------------------------------------------------------------------------------

    def _one(self, number: int) -> Written | None:
        return next(iter(self._many(_ENTRIES.where(_ledger.c.number == number))), None)

    def _many(self, wanted: Select[Any]) -> tuple[Written, ...]:
        return tuple(_written(row) for row in self._connection.execute(wanted))

    def _reversed(self, number: int) -> bool:
        return self._connection.scalar(select(_ledger.c.number).filter_by(reverses=number)) is not None


_ENTRIES: Select[Any] = select(*_ledger.c).order_by(_ledger.c.number)
_AS_TEXT: list[Any] = [type_coerce(one, Text()).label(one.name) for one in _ledger.c]
_RAW: Select[Any] = select(*_AS_TEXT).order_by(_ledger.c.number)
"""The same, read as the driver gives it: a walk goes on past what cannot be read."""


def opposite(written: Written, day: date, why: str) -> Entry:
    """The entry that takes another one back."""
    entry = written.entry
    return replace(entry, day=day, debit=entry.credit, credit=entry.debit, why=why, reverses=written.number)


class _Walk:
    """One walk over the book, entry by entry."""

    def __init__(self) -> None:
        self.faults: list[Fault] = []
        self._last = Mark(0, START)
        self._marked = False
        self._moves: dict[int, tuple[str, str, int]] = {}

    def step(self, row: Any, noted: Mark | None) -> None:
        try:
            one = _read(row)
        except (ValueError, TypeError):  # what no entry can be: somebody wrote it past the code
            self.faults.append(Fault(row.number, "changed"))
            self._last = Mark(row.number, row.sha256)
            return
        self.faults += [Fault(one.number, what) for what in self._wrong(one)]
        self._marked = self._marked or Mark(one.number, one.sha256) == noted
        self._moves[one.number] = (one.entry.debit, one.entry.credit, one.entry.cents)
        self._last = Mark(one.number, one.sha256)

    def end(self, head: Mark, noted: Mark | None) -> Iterator[Fault]:
        if head != self._last:
            yield Fault(head.count, "head")
        if noted is not None and not self._marked and noted != Mark(0, START):
            yield Fault(noted.count, "mark")

    def _wrong(self, one: Written) -> Iterator[str]:
        if one.number != self._last.count + 1:
            yield "missing"
        if one.previous != self._last.sha256:
            yield "broken"
        if one.sha256 != _digest(one):
            yield "changed"
        entry = one.entry
        if entry.reverses is not None and self._moves.get(entry.reverses) != (entry.credit, entry.debit, entry.cents):
            yield "reversal"


def _sealed(number: int, at: datetime, who: str, entry: Entry, previous: str) -> Written:
    bare = Written(number, at, storable(who), entry, previous, "")
    return replace(bare, sha256=_digest(bare))


def _digest(one: Written) -> str:
    """The hash of an entry: SHA-256 of its fields as sorted, compact JSON, the hash before it among them."""
    entry = asdict(one.entry)
    fields = {**entry, "day": one.entry.day.isoformat(), "number": one.number, "who": one.who, "previous": one.previous}
    fields["at"] = one.at.astimezone(UTC).isoformat(timespec="microseconds")
    return sha256(json.dumps(fields, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def _row(one: Written) -> dict[str, Any]:
    sealed = {"number": one.number, "at": one.at, "who": one.who, "previous": one.previous, "sha256": one.sha256}
    return {**asdict(one.entry), **sealed}


def _read(row: Any) -> Written:
    """An entry of a raw row: SQLite keeps days, instants and JSON as text. Raises `ValueError`, `TypeError`."""
    values = dict(row._mapping)
    for name, read in (("rule", json.loads), ("rate", json.loads), ("day", date.fromisoformat), ("at", _instant)):
        if isinstance(values[name], str):
            values[name] = read(values[name])
    return _sorted_out(values)


def _instant(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def _written(row: Any) -> Written:
    return _sorted_out(dict(row._mapping))


def _sorted_out(values: dict[str, Any]) -> Written:
    number, at, who, previous, digest = (values.pop(name) for name in ("number", "at", "who", "previous", "sha256"))
    return Written(number, at, who, Entry(**values), previous, digest)

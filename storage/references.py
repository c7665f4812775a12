"""References that people read aloud, `HDF-2026-0007`: a prefix, a year in Paris, and a number given once."""

from datetime import datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from storage.database import Database
from storage.tables import ReferenceCounter, table

_counters = table(ReferenceCounter)
_PARIS = ZoneInfo("Europe/Paris")


class Reference(NamedTuple):
    """The three parts of a reference; as text, the way people read it."""

    prefix: str
    year: int
    number: int

    def __str__(self) -> str:
        return f"{self.prefix}-{self.year}-{self.number:04d}"


def read(text: str) -> Reference | None:
    """A reference as people type it: « hdf-2026-7 » is HDF-2026-0007; None where it is none."""
    rest, _, number = text.strip().rpartition("-")
    prefix, _, year = rest.upper().rpartition("-")
    return Reference(prefix, int(year), int(number)) if _is_number(year) and _is_number(number) else None


def following(database: Database, connection: Connection, prefix: str, at: datetime) -> Reference:
    """The next one of a prefix and the year: others wait for this transaction to end, so none is lost or shared."""
    year = at.astimezone(_PARIS).year
    counter = database.insert(_counters).values(prefix=prefix, year=year, last=1)
    counter = counter.on_conflict_do_update(index_elements=["prefix", "year"], set_={"last": _counters.c.last + 1})
    return Reference(prefix, year, connection.execute(counter.returning(_counters.c.last)).scalar_one())


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= 9

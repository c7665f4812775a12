"""What the assistant could not answer, by day: questions without whoever asked, counted, so that staff write answers.

No person, conversation or event is kept beside them, so nothing leads back to anybody: they are not erased with a
person, but after a time (`retention.py`). Whoever notes one has taken the personal data out of its words.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from sqlalchemy import ColumnElement, Connection, and_, delete, func, select, update

from storage.database import Database
from storage.tables import Gap as GapRow
from storage.tables import table

_gaps = table(GapRow)

Kind = Literal["unanswered", "not_chosen", "disliked"]
KINDS: tuple[Kind, ...] = ("unanswered", "not_chosen", "disliked")


@dataclass(frozen=True, slots=True)
class Gap:
    """A question that found no good answer: not answered, offered entries in vain, or an answer found useless.

    `entry` is the one that was told, or offered first; `day` the (last) day on which it was asked, in Paris.
    """

    kind: Kind
    day: date
    lang: str
    region: str | None
    entry: str | None
    words: str
    count: int = 1


def note(database: Database, connection: Connection, gap: Gap) -> None:
    """Count it once more."""
    # A rival turn that notes the same is waited for here: if it commits, its row is counted up.
    if not database.added(connection, _gaps, {**_key(gap), "count": 1}):
        connection.execute(update(_gaps).where(_is(gap)).values(count=_gaps.c.count + 1))


def settle(connection: Connection, gap: Gap) -> None:
    """It was answered after all: count it once less."""
    connection.execute(update(_gaps).where(_is(gap)).values(count=_gaps.c.count - 1))
    connection.execute(delete(_gaps).where(_is(gap), _gaps.c.count < 1))


def among(
    connection: Connection,
    regions: Collection[str | None] | None = None,
    lang: str | None = None,
    since: date | None = None,
    before: date | None = None,
) -> list[Gap]:
    """Those of these regions (None among them: of whoever had not said theirs), the most frequent first."""
    same = (_gaps.c.kind, _gaps.c.lang, _gaps.c.region, _gaps.c.entry, _gaps.c.words)
    times, last = func.sum(_gaps.c.count).label("times"), func.max(_gaps.c.day).label("last")
    wanted = select(*same, times, last).where(*_among(regions, lang, since, before)).group_by(*same)
    found = connection.execute(wanted.order_by(times.desc(), last.desc(), *same))
    return [
        Gap(row.kind, row.last, row.lang, row.region or None, row.entry or None, row.words, int(row.times))
        for row in found
    ]


def _among(
    regions: Collection[str | None] | None, lang: str | None, since: date | None, before: date | None
) -> list[ColumnElement[bool]]:
    wanted: list[ColumnElement[bool]] = []
    if regions is not None:
        wanted.append(_gaps.c.region.in_([region or "" for region in regions]))
    if lang is not None:
        wanted.append(_gaps.c.lang == lang)
    if since is not None:
        wanted.append(_gaps.c.day >= since)
    if before is not None:
        wanted.append(_gaps.c.day < before)
    return wanted


def _key(gap: Gap) -> dict[str, Any]:
    """Its row: nothing is an empty text there, since a key holds no NULL."""
    what = {"kind": gap.kind, "day": gap.day, "lang": gap.lang, "words": gap.words}
    return {**what, "region": gap.region or "", "entry": gap.entry or ""}


def _is(gap: Gap) -> ColumnElement[bool]:
    return and_(*(_gaps.c[name] == value for name, value in _key(gap).items()))

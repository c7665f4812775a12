"""What is due in a mission, for one of its people: rows of the outbox with their hour.

Each says the day it was planned for. When its hour comes the dialogs look at how things stand, and are silent where
that day was moved: another row was planned then.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.words import PARIS
from dialogs.field.mission import Mission
from storage.records import Json, Outgoing

DAYS_BEFORE_DEPARTURE = 7
"""The livret as a file leaves a week before: time to read it, print it and ask, and few facts change after that."""
HOUR = time(10)
"""In Paris: a time at which a phone may ring."""


def news(name: str, due: datetime, **values: Json) -> Outgoing:
    return Outgoing({"order": "news", "name": name, "values": values}, due_at=due)


def at(day: date, hour: time, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, hour, zone)


def planned(one: Mission) -> Iterator[Outgoing]:
    """Everything that is due in a mission by its dates."""
    yield from _departure(one)


def _departure(one: Mission) -> Iterator[Outgoing]:
    first = one.sheet.first_day
    if first is not None and one.role == "volunteer":
        due = at(first - timedelta(days=DAYS_BEFORE_DEPARTURE), HOUR, PARIS)
        yield news("mission.departure", due, id=one.id, day=first.isoformat())


def replanned(one: Mission, before: Mapping[str, Json]) -> Iterator[Outgoing]:
    """What is due now and was not with the dates of `before` (first_day, last_day; ISO or None)."""
    was = frozenset(map(_mark, planned(_with(one, before))))
    return (row for row in planned(one) if _mark(row) not in was)


def _mark(row: Outgoing) -> str:
    return f"{row.body} {row.due_at}"


def _with(one: Mission, before: Mapping[str, Json]) -> Mission:
    days = {name: date.fromisoformat(str(day)) if day else None for name, day in before.items()}
    return replace(one, sheet=replace(one.sheet, **days))  # type: ignore[arg-type]

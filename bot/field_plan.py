"""What is due in a mission, for one of its people: rows of the outbox with their hour.

Each says the day it was planned for. When its hour comes the dialogs look at how things stand, and are silent where
that day was moved: another row was planned then.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.desk import Offices
from bot.words import PARIS
from dialogs.field.mission import Mission
from knowledge.base import Knowledge
from knowledge.interviews import planned as schedule
from knowledge.schema import Interviews
from storage.records import Json, Outgoing
from storage.work import Work

DAYS_BEFORE_DEPARTURE = 7
"""The livret as a file leaves a week before: time to read it, print it and ask, and few facts change after that."""
HOUR = time(10)
"""In Paris: a time at which a phone may ring."""


def news(name: str, due: datetime, **values: Json) -> Outgoing:
    return Outgoing({"order": "news", "name": name, "values": values}, due_at=due)


def at(day: date, hour: time, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, hour, zone)


@dataclass(frozen=True)
class Scene:
    """Where something is done: the transaction, the places of the staff, and what is known."""

    work: Work
    offices: Offices
    facts: Knowledge


def planned(one: Mission, known: Interviews) -> Iterator[Outgoing]:
    """Everything that is due in a mission by its dates."""
    yield from _departure(one)
    yield from interviews(one, known, later=False)


def interviews(one: Mission, known: Interviews, *, later: bool) -> Iterator[Outgoing]:
    """The days of the interviews before and after, or of those `later`, which are only for who agrees."""
    if one.role == "partner":
        return
    for each in schedule(known, one.sheet, one.role):
        if each.day is not None and (each.interview.moment == "later") == later:
            due = at(each.day, HOUR, PARIS)
            yield news("interview.due", due, id=one.id, interview=each.interview.id, day=each.day.isoformat())


def _departure(one: Mission) -> Iterator[Outgoing]:
    first = one.sheet.first_day
    if first is not None and one.role == "volunteer":
        due = at(first - timedelta(days=DAYS_BEFORE_DEPARTURE), HOUR, PARIS)
        yield news("mission.departure", due, id=one.id, day=first.isoformat())


def replanned(one: Mission, before: Mapping[str, Json], known: Interviews) -> Iterator[Outgoing]:
    """What is due now and was not with the dates of `before` (first_day, last_day; ISO or None)."""
    was = frozenset(map(_mark, _all(_with(one, before), known)))
    return (row for row in _all(one, known) if _mark(row) not in was)


def _all(one: Mission, known: Interviews) -> Iterator[Outgoing]:
    yield from planned(one, known)
    if one.followed_up:
        yield from interviews(one, known, later=True)


def _mark(row: Outgoing) -> str:
    return f"{row.body} {row.due_at}"


def _with(one: Mission, before: Mapping[str, Json]) -> Mission:
    days = {name: date.fromisoformat(str(day)) if day else None for name, day in before.items()}
    return replace(one, sheet=replace(one.sheet, **days))  # type: ignore[arg-type]

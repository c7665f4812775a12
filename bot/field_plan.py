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
DATES = ("first_day", "last_day")
"""What the rest is planned by, as a sheet calls it."""
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


@dataclass(frozen=True, slots=True)
class Due:
    """Something that is due by the dates of a mission: on which day, told at which instant."""

    name: str
    day: date
    at: datetime
    interview: str | None = None

    @property
    def subject(self) -> tuple[str, str | None]:
        """What it is about, whatever its day."""
        return self.name, self.interview

    def row(self, mission: str) -> Outgoing:
        return news(self.name, self.at, id=mission, day=self.day.isoformat(), interview=self.interview)


def planned(one: Mission, known: Interviews) -> Iterator[Due]:
    """Everything that is due in a mission by its dates, but for what only those who agreed are asked."""
    first = one.sheet.first_day
    if first is not None and one.role == "volunteer":
        yield Due("mission.departure", first, at(first - timedelta(days=DAYS_BEFORE_DEPARTURE), HOUR, PARIS))
    yield from interviews(one, known, later=False)


def interviews(one: Mission, known: Interviews, *, later: bool) -> Iterator[Due]:
    """The days of the interviews before and after, or of those `later`, which are only for who agrees."""
    if one.role == "partner":
        return
    for each in schedule(known, one.sheet, one.role):
        if each.day is not None and (each.interview.moment == "later") == later:
            yield Due("interview.due", each.day, at(each.day, HOUR, PARIS), each.interview.id)


def replanned(one: Mission, before: Mapping[str, Json], known: Interviews, now: datetime) -> Iterator[Due]:
    """What is due now and was not with the dates of `before` (first_day, last_day; ISO or None).

    What was told already is not told again because its day has moved by a few.
    """
    was = frozenset(_all(_with(one, before), known))
    told = frozenset(due.subject for due in was if due.at <= now)
    return (due for due in _all(one, known) if due not in was and not (due.at <= now and due.subject in told))


def _all(one: Mission, known: Interviews) -> Iterator[Due]:
    yield from planned(one, known)
    if one.followed_up:
        yield from interviews(one, known, later=True)


def _with(one: Mission, before: Mapping[str, Json]) -> Mission:
    first, last = (date.fromisoformat(str(day)) if (day := before.get(name)) else None for name in DATES)
    return replace(one, sheet=replace(one.sheet, first_day=first, last_day=last))

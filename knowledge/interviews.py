"""The interviews before and after a mission, and months later: for whom, on which day, and which of them are due."""

import calendar
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from knowledge.mission_sheet import MissionSheet
from knowledge.schema import Interview, Interviews

Who = Literal["volunteer", "association"]


@dataclass(frozen=True, slots=True)
class Planned:
    """An interview of a mission, its day, and the day from which it makes no sense any more.

    None where the days of the mission are not known, or where it never goes out of date.
    """

    interview: Interview
    day: date | None
    until: date | None

    def on(self, today: date) -> bool:
        """Whether it may be held today."""
        return self.day is not None and self.day <= today and (self.until is None or today < self.until)


def planned(known: Interviews, sheet: MissionSheet, who: Who) -> tuple[Planned, ...]:
    """The interviews of a volunteer or of an association, in the order of the file."""
    theirs = (each for each in known.interviews if each.who in (who, "everyone"))
    return tuple(Planned(each, _day(each, sheet), _until(each, sheet)) for each in theirs)


def due(
    plan: tuple[Planned, ...], held: frozenset[str], agreed: Mapping[str, bool], today: date
) -> tuple[Interview, ...]:
    """What may be asked today: its day has come, it was not `held`, and the person agreed where they must.

    `agreed` is the person's last answer to each question of agreement: without a yes, nothing is asked later.
    """
    return tuple(
        each.interview
        for each in plan
        if each.on(today)
        and each.interview.id not in held
        and (each.interview.agreed is None or agreed.get(each.interview.agreed, False))
    )


def _day(interview: Interview, sheet: MissionSheet) -> date | None:
    if interview.moment == "before":
        return sheet.first_day - timedelta(days=interview.days) if sheet.first_day else None
    if sheet.last_day is None:
        return None
    return _months_after(sheet.last_day, interview.months) + timedelta(days=interview.days)


def _until(interview: Interview, sheet: MissionSheet) -> date | None:
    """What is expected of a mission is not asked once it has begun."""
    return sheet.first_day if interview.moment == "before" else None


def _months_after(day: date, months: int) -> date:
    """The same day of a later month, or its last one where it is shorter."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))

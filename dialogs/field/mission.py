"""The missions that a person is in, as the dialogs may know them: plain values, and how one is named.

`missions(world)` gives them, the oldest first. There is nothing of anybody else's in them but names.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from dialogs.core.dialog import World
from dialogs.core.reply import Part
from dialogs.core.text import CountryName, Text, _
from dialogs.field.expenses import Book
from dialogs.field_words import MISSION_STAGES
from knowledge.mission_sheet import MissionSheet

Role = Literal["volunteer", "association", "partner"]
Stage = Literal["need", "expert_search", "convention", "preparation", "mission", "review", "closed"]
Day = Literal["asked", "asked_again", "missed", "fine"]
"""What became of the check-in of a day."""


@dataclass(frozen=True, slots=True)
class Alert:
    """An alert of this person that is not over; `acknowledged_by` is None until somebody of the staff has seen it."""

    id: str
    at: datetime
    state: Literal["open", "acknowledged"]
    acknowledged_by: str | None = None
    acknowledged_at: datetime | None = None


@dataclass(frozen=True)
class Mission:
    """A mission, and what is this person's own in it.

    `checkins`: the network asks every day those who agree (`asked_daily`), but for a pause until `paused_until`
    excluded. `days`: the check-ins that wait for an answer, and those of the last days. `ticks` are items of
    `knowledge/preparation.yaml`, `interviews` kinds of interview given.
    """

    id: str
    stage: Stage
    role: Role
    name: str = field(repr=False)
    sheet: MissionSheet = field(repr=False)
    checkins: bool = False
    asked_daily: bool = False
    paused_until: date | None = None
    followed_up: bool = False
    ticks: frozenset[str] = frozenset()
    interviews: frozenset[str] = frozenset()
    days: Mapping[date, Day] = field(default_factory=dict)
    alerts: tuple[Alert, ...] = ()
    book: Book | None = field(default=None, repr=False)
    """Its money, for a volunteer."""

    @property
    def over(self) -> bool:
        """Whether it is closed: nothing is asked any more."""
        return self.stage == "closed"

    def today(self, now: datetime) -> date:
        """The day that it is there."""
        return now.astimezone(self.sheet.time_zone).date()

    def in_the_field(self, now: datetime) -> bool:
        """Whether it is one of its days, both ends included, and it goes on; False while they are not known."""
        first, last = self.sheet.first_day, self.sheet.last_day
        going = self.stage not in ("review", "closed")
        return going and first is not None and last is not None and first <= self.today(now) <= last


def missions(world: World) -> tuple[Mission, ...]:
    """All that this person is in, the oldest first."""
    return tuple(one for one in world.missions if isinstance(one, Mission))


def mission(world: World, id: object) -> Mission | None:
    """The one of this id, if this person is in it."""
    return next((one for one in missions(world) if one.id == id), None)


def travelling(world: World) -> Mission | None:
    """The mission that a volunteer spends for now: the one whose days these are, else the last that is not closed."""
    open_ones = [one for one in missions(world) if one.book is not None and not one.over]
    now = (one for one in reversed(open_ones) if one.in_the_field(world.now))
    return next(now, open_ones[-1] if open_ones else None)


def short(one: Mission) -> Text:
    """Its name on a button."""
    return _("{association} · {country}", association=one.sheet.association, country=_there(one))


def named(one: Mission) -> tuple[Part, ...]:
    """Which mission it is, where and when, and how far."""
    sheet = one.sheet
    return (
        Part(_("Mission {reference}", reference=sheet.reference), "title"),
        Part(short(one), "item"),
        Part(when(sheet), "item"),
        Part(_("Étape : {stage}", stage=MISSION_STAGES[one.stage]), "item"),
    )


def when(sheet: MissionSheet) -> Text:
    """Its dates, as far as they are known."""
    first, last = sheet.first_day, sheet.last_day
    if first and last:
        return _("Du {first} au {last}", first=first, last=last)
    if first:
        return _("À partir du {first}", first=first)
    return _("Le réseau n'a pas encore indiqué les dates.")


def _there(one: Mission) -> CountryName:
    return CountryName(one.sheet.field_country)

"""Check-ins, carried out in the transaction of the turn: what is noted, what is due next, what the staff hear.

What is due is a row of the volunteer's own conversation with its hour: it survives restarts, and leaves once. Each day
plans the next one; a day that was planned twice is asked once, and ends the second plan.
"""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from bot.field_plan import Scene, at, news
from bot.offices import CHECKIN_AT, Thread, aloud
from dialogs.core.reply import Part
from dialogs.core.text import Text, _
from dialogs.field.mission import Mission
from storage.records import Outgoing

AGAIN = timedelta(hours=2)
"""After which it is asked again, and after which the staff are told: a meal or a journey takes no longer."""

Values = Mapping[str, Any]

MISSED = _(
    "{name} n'a pas répondu au point du jour du {day}, demandé deux fois. Appelez cette personne ou le partenaire."
)
BACK = _("{name} vient de répondre : tout va bien.")


def agree(scene: Scene, one: Mission, values: Values) -> Iterator[Outgoing]:
    """Whether the volunteer is asked; from the next hour that comes."""
    scene.work.missions.agree_checkins(one.id, values["agreed"])
    if values["agreed"]:
        yield from first(scene, one)


def first(scene: Scene, one: Mission) -> Iterator[Outgoing]:
    """The first day from now on that it is asked, where there is one."""
    if one.sheet.first_day is not None:
        yield from _due(scene, one, max(one.sheet.first_day, one.today(scene.work.at)))


def pause(scene: Scene, one: Mission, values: Values) -> Iterator[Outgoing]:
    until = date.fromisoformat(values["until"]) if values["until"] else None
    scene.work.missions.pause_checkins(one.id, until)
    return iter(())


def fine(scene: Scene, one: Mission, values: Values) -> Iterator[Outgoing]:
    """All is well; those who were told of a missed one hear that too."""
    before = [scene.work.missions.checkin(one.id, date.fromisoformat(day)) for day in values["days"]]
    if any(row is not None and row.state == "missed" for row in before):
        _tell(scene, one, BACK.fill(name=one.name))
    return iter(())


def asked(scene: Scene, one: Mission, values: Values) -> Iterator[Outgoing]:
    """It is asked: what follows if nothing is answered, and the next day."""
    day = date.fromisoformat(values["day"])
    if scene.work.missions.ask_checkin(one.id, day):
        yield news("checkin.again", scene.work.at + AGAIN, id=one.id, day=values["day"])
        yield from _due(scene, one, day + timedelta(days=1))


def following(scene: Scene, one: Mission, values: Values) -> Iterator[Outgoing]:
    """It is not asked this day: the next one, or the day that a pause ends."""
    after = date.fromisoformat(values["after"]) + timedelta(days=1)
    resumes = date.fromisoformat(values["from"]) if values["from"] else after
    day = max(after, resumes, one.today(scene.work.at))
    yield from _asking(one, day, _hour(scene, one, day))  # at once where a server was down at that hour


def again(scene: Scene, one: Mission, values: Values) -> Iterator[Outgoing]:
    if scene.work.missions.late_checkin(one.id, date.fromisoformat(values["day"]), "asked_again"):
        yield news("checkin.missed", scene.work.at + AGAIN, id=one.id, day=values["day"])


def missed(scene: Scene, one: Mission, values: Values) -> Iterator[Outgoing]:
    day = date.fromisoformat(values["day"])
    if scene.work.missions.late_checkin(one.id, day, "missed"):
        _tell(scene, one, MISSED.fill(name=one.name, day=day))
    return iter(())


def _tell(scene: Scene, one: Mission, text: Text) -> None:
    """To everybody in the place of the network, in the thread of the mission."""
    office = scene.offices.get(one.sheet.region)
    if office is not None:
        Thread(scene.work, office, f"mission:{one.id}").put(aloud(office, Part(text)))


def _due(scene: Scene, one: Mission, day: date) -> Iterator[Outgoing]:
    """The question of a day; of the next one where its hour has passed."""
    late = _hour(scene, one, day) <= scene.work.at
    day += timedelta(days=late)
    yield from _asking(one, day, _hour(scene, one, day))


def _asking(one: Mission, day: date, due: datetime) -> Iterator[Outgoing]:
    """None after the last day."""
    if one.sheet.last_day is not None and day <= one.sheet.last_day:
        yield news("checkin.due", due, id=one.id, day=day.isoformat())


def _hour(scene: Scene, one: Mission, day: date) -> datetime:
    office = scene.offices.get(one.sheet.region)
    return at(day, office.checkin_at if office else CHECKIN_AT, one.sheet.time_zone)

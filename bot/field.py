"""What people do in their missions, carried out in the transaction of the turn; and their missions for the dialogs."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any, cast

import structlog

from bot import checkins
from bot.codes import digest
from bot.desk import Offices
from bot.field_plan import DATES, Scene, interviews, planned, replanned
from bot.missions import came_in, sheet_of, volunteers
from bot.render import File
from bot.resuming import resumed
from bot.shelf import Shelf
from dialogs.core.events import Came
from dialogs.field.mission import Alert, Mission, Stage
from knowledge.livret.changes import changed
from knowledge.mission_sheet import MissionSheet
from storage.desk import Desk
from storage.missions import MissionJoined, MissionShare
from storage.outbox import Message as Row
from storage.records import Json, Outgoing
from storage.store import Store
from storage.work import Work

log = structlog.get_logger()

LIVRET = "livret"
"""The content of a row that sends a file of the livret."""

# -- what the dialogs may know ---------------------------------------------------------------------------------------


def missions(shares: Iterable[MissionShare]) -> Iterator[Mission]:
    """The missions of a person. One whose sheet cannot be read is left out, and said in the log: the rest goes on."""
    for share in shares:
        try:
            yield mission(share)
        except ValueError as error:
            log.error("mission_unreadable", mission=share.mission.reference, error=type(error).__name__)


def mission(share: MissionShare) -> Mission:
    """A mission as its person may know it. Raises `ValueError` for a sheet that cannot be read."""
    row, me = share.mission, share.me
    own = (me.name,) if me.role == "volunteer" else ()
    fellows = (one.name for one in share.fellows if one.role == "volunteer")
    return Mission(
        id=row.id,
        stage=cast("Stage", row.stage),
        role=me.role,
        name=me.name,
        sheet=sheet_of(row, (*own, *fellows)),
        checkins=row.checkins,
        asked_daily=me.consent_checkins,
        paused_until=me.paused_until,
        followed_up=me.consent_followup,
        ticks=share.ticks,
        interviews=share.interviews,
        days={one.day: one.state for one in share.checkins},
        alerts=tuple(_alerts(share)),
    )


def _alerts(share: MissionShare) -> Iterator[Alert]:
    for one in share.alerts:
        if one.state != "closed":
            yield Alert(one.id, one.at, one.state, one.acknowledged_by, one.acknowledged_at)


# -- a code ----------------------------------------------------------------------------------------------------------


def join(work: Work, offices: Offices, code: str) -> Came | None:
    """Let the person in with a code, and tell the staff; None where no mission knows the code."""
    outcome = work.missions.join(digest(code))
    came_in(work, offices, outcome)
    if isinstance(outcome, MissionJoined):
        return Came("mission.joined", {"id": outcome.mission_id, "again": outcome.again})
    if outcome.why == "unknown":
        return None
    return Came("mission.not_joined", {"why": outcome.why, "told": outcome.region in offices})


# -- the livret ------------------------------------------------------------------------------------------------------


def sent(id: str, kind: str, lang: str) -> Outgoing:
    """A file of the livret on its way: made when it is sent, so that it is the version of that moment."""
    return Outgoing({"content": LIVRET, "mission": id, "file": kind, "lang": lang})


def file(store: Store, shelf: Shelf, row: Row, now: datetime) -> File | None:
    """What such a row sends; None where the mission is gone, or whoever asked is no longer in it."""
    with store.desk(now) as desk:
        found = desk.missions.get(row.body["mission"])
        inside = found and any(one.conversation_id == row.conversation_id for one in desk.missions.members(found.id))
        sheet = sheet_of(found, volunteers(desk.missions.people(found.id))) if found and inside else None
    return shelf.file(sheet, row.body["lang"], row.body["file"]) if sheet else None


def with_changes(store: Store, shelf: Shelf, row: Row, now: datetime) -> dict[str, Any]:
    """News of a livret with what changed in it, in the person's language, and the dates that it had before."""
    told = row.body["values"]
    lang = resumed(store.kept(row.channel, row.address), "fr").profile.lang
    with store.desk(now) as desk:
        sheets = _versions(desk, told["id"])
    before, after = sheets.get(told["since"]), sheets.get(told["version"])
    if before is None or after is None:
        return {**told, "changes": []}
    lines = changed(shelf.chapters(before, lang), shelf.chapters(after, lang))
    return {**told, "changes": [asdict(one) for one in lines], "before": _dates(before)}


def _versions(desk: Desk, id: str) -> dict[int, MissionSheet]:
    row, people = desk.missions.get(id), desk.missions.people(id)
    if row is None:
        return {}
    then = (replace(row, sheet=one.sheet, livret_version=one.number) for one in desk.missions.livrets(id))
    return {one.livret_version: sheet_of(one, volunteers(people)) for one in then}


def _dates(sheet: MissionSheet) -> dict[str, Json]:
    days = dict(zip(DATES, (sheet.first_day, sheet.last_day), strict=True))
    return {name: day.isoformat() if day else None for name, day in days.items()}


# -- what is done ----------------------------------------------------------------------------------------------------

Act = Callable[[Scene, Mission, Mapping[str, Any]], Iterator[Outgoing]]


def act(name: str, scene: Scene, values: Mapping[str, Any]) -> tuple[Outgoing, ...]:
    """Do what a record of this name says in a mission of the person; nothing in one that they are not in."""
    found = _mine(scene.work, values["id"])
    return tuple(ACTS[name](scene, found, values)) if found else ()


def _tick(scene: Scene, one: Mission, values: Mapping[str, Any]) -> Iterator[Outgoing]:
    scene.work.missions.tick(one.id, values["item"], values["done"])
    return iter(())


def _replan(scene: Scene, one: Mission, values: Mapping[str, Any]) -> Iterator[Outgoing]:
    """The dates have changed: what is due by them is planned again."""
    due = replanned(one, values["before"], scene.facts.interviews, scene.work.at)
    yield from (each.row(one.id) for each in due)
    if one.asked_daily and _dates(one.sheet) != values["before"]:
        yield from checkins.first(scene, one)


def _keep_interview(scene: Scene, one: Mission, values: Mapping[str, Any]) -> Iterator[Outgoing]:
    scene.work.missions.interview(values["row"], one.id, values["kind"], values["answers"])
    return iter(())


def _follow(scene: Scene, one: Mission, values: Mapping[str, Any]) -> Iterator[Outgoing]:
    """Whether the person is asked again months later; planned when they agree, not each time they say so again."""
    scene.work.missions.agree_followup(one.id, values["agreed"])
    if values["agreed"] and not one.followed_up:
        yield from (each.row(one.id) for each in interviews(one, scene.facts.interviews, later=True))


ACTS: Mapping[str, Act] = {
    "mission.tick": _tick,
    "mission.planned": _replan,
    "interview.keep": _keep_interview,
    "interview.follow": _follow,
    "checkin.agree": checkins.agree,
    "checkin.pause": checkins.pause,
    "checkin.fine": checkins.fine,
    "checkin.asked": checkins.asked,
    "checkin.next": checkins.following,
    "checkin.again": checkins.again,
    "checkin.missed": checkins.missed,
}


FOLLOWS: Mapping[str, str] = {"mission.tick": "mission.ticked"}
"""The news of what was done, where the dialogs show it at once."""

# -- what is due -----------------------------------------------------------------------------------------------------


def plan(scene: Scene, id: str) -> tuple[Outgoing, ...]:
    """What is due in a mission that the person has just joined."""
    found = _mine(scene.work, id)
    return tuple(each.row(id) for each in planned(found, scene.facts.interviews)) if found else ()


def _mine(work: Work, id: str) -> Mission | None:
    return next((one for one in missions(work.missions.mine()) if one.id == id), None)

"""What people do in their missions, carried out in the transaction of the turn; and their missions for the dialogs."""

from collections.abc import Iterable, Iterator
from typing import cast

import structlog

from bot.codes import digest
from bot.desk import Offices
from bot.missions import came_in, sheet_of
from dialogs.core.events import Came
from dialogs.field.mission import Alert, Mission, Stage
from storage.missions import MissionJoined, MissionShare
from storage.work import Work

log = structlog.get_logger()

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

"""What `explor mission …` prints with --json; README.md documents it."""

from datetime import date, datetime
from typing import Any

from bot.missions import AlreadyIn, Invited, MissionAlready, MissionDone, Whole
from bot.words import PARIS
from knowledge.mission_sheet import freeze
from storage.missions import MissionPerson, MissionRow


def mission_json(row: MissionRow) -> dict[str, Any]:
    """One mission, in short."""
    return {
        "reference": row.reference,
        "region": row.region,
        "stage": row.stage,
        "direction": row.direction,
        "country": row.country,
        "starts": _day(row.starts),
        "ends": _day(row.ends),
        "association": row.sheet.get("association"),
        "livret": row.livret_version,
        "checkins": row.checkins,
        "rules": row.rules,
        "created_at": _instant(row.created_at),
        "created_by": row.created_by,
    }


def whole_json(found: Whole) -> dict[str, Any]:
    """One mission with its people and its sheet. What a volunteer left for an emergency is not in it."""
    people = [_person(one, found) for one in found.people]
    return {**mission_json(found.mission), "people": people, "sheet": freeze(found.sheet)}


def acted_json(outcome: MissionDone | MissionAlready) -> dict[str, Any]:
    """What an act did: `done` is false where nothing was left to do."""
    told = outcome.told if isinstance(outcome, MissionDone) else 0
    return {"done": isinstance(outcome, MissionDone), "told": told, "mission": mission_json(outcome.mission)}


def invited_json(outcome: Invited | AlreadyIn) -> dict[str, Any]:
    """The code, the once that it is shown; `done` is false and there is none where they are in already."""
    about = {"reference": outcome.mission.reference, "role": outcome.person.role, "name": outcome.person.name}
    if not isinstance(outcome, Invited):
        return {"done": False, **about}
    made = {"code": outcome.code, "start": outcome.start, "expires_at": _instant(outcome.expires_at)}
    return {"done": True, **about, **made}


def _person(one: MissionPerson, found: Whole) -> dict[str, Any]:
    return {
        "role": one.role,
        "name": one.name,
        "joined_at": _instant(one.joined_at),
        "checkins": one.consent_checkins,
        "ticked": sorted(found.ticks.get(one.id, ())),
    }


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _instant(at: datetime | None) -> str | None:
    return at.astimezone(PARIS).isoformat() if at else None

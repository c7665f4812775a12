"""Missions for the tests of storage: one that is prepared, and people who come in by their codes."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime, timedelta

from storage.missions import MissionJoined, MissionNotJoined, MissionShare, Role
from storage.missions_desk import Plan
from storage.store import Store
from storage.work import Work

HDF = "hauts-de-france"
PLAN = Plan("outgoing", "BJ", date(2025, 9, 1), date(2025, 9, 12), "Africa/Porto-Novo", {"title": "Le manioc"})
RULES = {"at": "2025-05-14T09:30:00+00:00", "since": "2025-01-01"}
WEEK = timedelta(days=7)


def prepared(store: Store, id: str, at: datetime, plan: Plan = PLAN, application_id: str | None = None) -> str:
    """A new mission; returns its reference."""
    with store.desk(at) as desk:
        row = desk.missions.create(id, "MHDF", HDF, plan, RULES, "Chloé", application_id=application_id)
        assert row is not None
        return row.reference


def secret(plan: Plan, words: str) -> Plan:
    return replace(plan, sheet={"title": words})


def invited(store: Store, mission: str, place: str, at: datetime, role: Role = "volunteer", name: str = "") -> str:
    """A place in a mission and a code for it, which is returned."""
    with store.desk(at) as desk:
        expected = desk.missions.expect(place, mission, role, name or place)
        code = f"code of {expected.id} at {at.isoformat()}"
        assert desk.missions.invite(expected.id, code, at + WEEK, "Chloé")
        return code


@contextmanager
def turn(store: Store, who: str, event: object, at: datetime) -> Iterator[Work]:
    with store.turn(channel="console", address=who, event_id=f"{who} {event}", at=at) as work:
        yield work


class _Looked(Exception):
    """Rolls a look back."""


def shares(store: Store, who: str, at: datetime) -> list[MissionShare]:
    """What somebody sees; looking at it keeps nothing."""
    seen: list[MissionShare] = []
    try:
        with turn(store, who, "looks", at) as work:
            seen += work.missions.mine()
            raise _Looked
    except _Looked:
        return seen


def join(store: Store, who: str, code: str, at: datetime) -> MissionJoined | MissionNotJoined:
    with turn(store, who, f"joins {code} at {at}", at) as work:
        return work.missions.join(code)


def come(store: Store, mission: str, who: str, at: datetime, role: Role = "volunteer") -> str:
    """Somebody in a mission; returns the id of their place."""
    joined = join(store, who, invited(store, mission, f"{who} in {mission}", at, role, who), at)
    assert isinstance(joined, MissionJoined)
    return joined.mission_person_id

"""Missions, for those who are in them: part of a turn, in its transaction (`work.missions`).

- A person is in a mission once they have used the code of a place that the network keeps there; nothing else opens one.
- They see the mission, who else is in it, and what is their own: their list, alerts, check-ins, emergency data. Nobody
  reads those of another. A mission that they are not in is `NotAllowed` unknown, as one that does not exist.
- An alert is a row before it is anything else: what sends it may fail, what keeps it has not.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, Literal

from sqlalchemy import Connection, Select, bindparam, delete, func, insert, or_, select, update

from storage import proposals
from storage.database import Database
from storage.errors import NotAllowed
from storage.records import Json
from storage.references import Reference
from storage.tables import Alert, AuditLine, Checkin, Interview, Mission, MissionCode, Participant, Tick, table

_missions, _places, _codes = table(Mission), table(Participant), table(MissionCode)
_alerts, _checkins, _ticks, _interviews = table(Alert), table(Checkin), table(Tick), table(Interview)
_audit = table(AuditLine)

Role = Literal["volunteer", "association", "partner"]
Kind = Literal["before", "after", "m3", "m6", "m12"]
"""When somebody is asked what they make of a mission; `m3` is three months after it."""
RECENT = timedelta(days=2)
"""Check-ins of the last days are seen though they were answered: no day is asked twice, in any time zone."""
STAGES = ("need", "expert_search", "convention", "preparation", "mission", "review", "closed")


@dataclass(frozen=True, slots=True)
class MissionRow:
    """A mission as it stands. `sheet` and `rules` are kept as they were handed in."""

    id: str
    application_id: str | None
    reference: str
    region: str
    stage: str
    direction: str
    country: str
    starts: date | None
    ends: date | None
    zone: str | None
    livret_version: int
    livret_at: datetime
    checkins: bool
    created_at: datetime
    updated_at: datetime
    created_by: str
    rules: dict[str, Any]
    sheet: dict[str, Any] = field(repr=False)


@dataclass(frozen=True, slots=True)
class MissionPerson:
    """A place in a mission, and who has it: nobody yet while `person_id` is None."""

    id: str
    mission_id: str
    role: Role
    name: str = field(repr=False)
    person_id: int | None
    created_at: datetime
    joined_at: datetime | None
    consent_checkins: bool
    paused_until: date | None
    consent_followup: bool
    emergency: Any = field(repr=False)


@dataclass(frozen=True, slots=True)
class Fellow:
    """What one knows of another person of one's mission."""

    role: Role
    name: str = field(repr=False)
    joined: bool


@dataclass(frozen=True, slots=True)
class AlertRow:
    """Somebody called for their network; `mission_person_id` is None once they have been erased."""

    id: str
    mission_id: str
    mission_person_id: str | None
    at: datetime
    words: str | None = field(repr=False)
    latitude: float | None = field(repr=False)
    longitude: float | None = field(repr=False)
    state: Literal["open", "acknowledged", "closed"]
    acknowledged_by: str | None
    acknowledged_at: datetime | None
    closed_at: datetime | None
    escalated: int
    last_escalated_at: datetime | None
    tried: tuple[dict[str, Any], ...]


@dataclass(frozen=True, slots=True)
class CheckinRow:
    """Whether all was well on a day, there."""

    mission_person_id: str
    day: date
    state: Literal["asked", "asked_again", "fine", "missed"]
    asked_at: datetime
    answered_at: datetime | None


@dataclass(frozen=True, slots=True)
class MissionShare:
    """A mission that a person is in, with what is theirs: what they ticked, their alerts that are not closed, the
    check-ins that they have not answered and those of the last days, the interviews that they have given."""

    mission: MissionRow
    me: MissionPerson
    fellows: tuple[Fellow, ...]
    ticks: frozenset[str]
    alerts: tuple[AlertRow, ...]
    checkins: tuple[CheckinRow, ...]
    interviews: frozenset[str]


@dataclass(frozen=True, slots=True)
class MissionJoined:
    """The person is in; `again`: they were before, and the code is not spent by it."""

    mission_id: str
    mission_person_id: str
    region: str
    role: Role
    name: str = field(repr=False)
    again: bool = False


@dataclass(frozen=True, slots=True)
class MissionNotJoined:
    """The code lets nobody in; but for one that is unknown, it says whose it was, for the staff."""

    why: Literal["unknown", "expired", "used"]
    mission_id: str | None = None
    region: str | None = None
    name: str | None = field(default=None, repr=False)


class Missions:
    """What one person may do in the missions they are in, within one turn. Raises `NotAllowed` unknown elsewhere."""

    def __init__(self, database: Database, connection: Connection, person_id: int, at: datetime) -> None:
        self._database = database
        self._connection = connection
        self._person = person_id
        self._at = at

    def mine(self) -> list[MissionShare]:
        """All that the person is in, the oldest first; one small read for whoever is in none."""
        found = [place_and_mission(one) for one in self._connection.execute(_MINE, {"person": self._person})]
        return _shares(self._connection, found, self._at.date() - RECENT) if found else []

    def join(self, code_sha256: str) -> MissionJoined | MissionNotJoined:
        """Let the person in with a code, which is spent by it. What came of it is in the audit."""
        outcome = self._join(code_sha256)
        refused = outcome.why if isinstance(outcome, MissionNotJoined) else None
        subject = f"mission:{outcome.mission_id}" if outcome.mission_id else "code"
        action = "mission.join_refused" if refused else "mission.joined"
        line = {"at": self._at, "who": f"person:{self._person}", "action": action, "subject": subject}
        detail = {"why": refused} if refused else {"again": getattr(outcome, "again", False)}
        self._connection.execute(insert(_audit), {**line, "detail": detail})
        return outcome

    def alert(
        self, mission_id: str, id: str, words: str | None = None, place: tuple[float, float] | None = None
    ) -> AlertRow:
        """Call for the network. One that nobody has acknowledged goes on: words are added, `place` (degrees) is new."""
        mine = self._place(mission_id)
        latitude, longitude = place or (None, None)
        waiting = select(*_alerts.c).filter_by(mission_person_id=mine, state="open").with_for_update()
        found = self._connection.execute(waiting).first()
        if found is None:
            where = {"id": id, "mission_id": mission_id, "mission_person_id": mine, "at": self._at, "state": "open"}
            said = {"words": words, "latitude": latitude, "longitude": longitude, "escalated": 0}
            return alert_row(self._connection.execute(insert(_alerts).returning(*_alerts.c), {**where, **said}).one())
        return self._say_more(found, words, place)

    def add(self, alert_id: str, words: str | None = None, place: tuple[float, float] | None = None) -> AlertRow:
        """Say more in one's own alert, acknowledged or not. Raises `NotAllowed` for another's, or for a closed one."""
        own = (_alerts.c.id == alert_id, _alerts.c.state != "closed", _places.c.person_id == self._person)
        joined = select(*_alerts.c).join(_places, _places.c.id == _alerts.c.mission_person_id).where(*own)
        found = self._connection.execute(joined.with_for_update(of=_alerts)).first()
        if found is None:
            raise NotAllowed("unknown")
        return self._say_more(found, words, place)

    def _say_more(self, found: Any, words: str | None, place: tuple[float, float] | None) -> AlertRow:
        said = {"words": "\n".join(part for part in (found.words, words) if part) or None}
        moved = dict(zip(("latitude", "longitude"), place, strict=True)) if place else {}
        more = update(_alerts).filter_by(id=found.id).values(**said, **moved).returning(*_alerts.c)
        return alert_row(self._connection.execute(more).one())

    def close_alert(self, alert_id: str) -> bool:
        """All is well again; False where it was closed before. Raises `NotAllowed` for an alert of another."""
        own = (_alerts.c.id == alert_id, _places.c.person_id == self._person)
        joined = select(_alerts.c.id).join(_places, _places.c.id == _alerts.c.mission_person_id).where(*own)
        if self._connection.scalar(joined) is None:
            raise NotAllowed("unknown")
        return end_alert(self._connection, alert_id, self._at)

    def tick(self, mission_id: str, item: str, done: bool = True) -> None:
        """Note that something of one's own list is done, or is not after all."""
        key = {"mission_person_id": self._place(mission_id), "item": item}
        if done:
            self._database.added(self._connection, _ticks, {**key, "at": self._at})
        else:
            self._connection.execute(delete(_ticks).filter_by(**key))

    def checkin(self, mission_id: str, day: date) -> CheckinRow | None:
        """All is well on that day. What stood there before is returned: if it was missed, somebody worries."""
        key = {"mission_person_id": self._place(mission_id, "volunteer"), "day": day}
        fine = {"state": "fine", "answered_at": self._at}
        found = self._connection.execute(select(*_CHECKIN).filter_by(**key).with_for_update()).first()
        if found is None:
            self._database.added(self._connection, _checkins, {**key, **fine, "asked_at": self._at})
            return None
        if found.answered_at is None:
            self._connection.execute(update(_checkins).filter_by(**key).values(fine))
        return CheckinRow(*found)

    def ask_checkin(self, mission_id: str, day: date) -> bool:
        """Note that they are asked about a day; False when they were, or have said by themselves that all is well."""
        key = {"mission_person_id": self._place(mission_id, "volunteer"), "day": day}
        return self._database.added(self._connection, _checkins, {**key, "state": "asked", "asked_at": self._at})

    def late_checkin(self, mission_id: str, day: date, state: Literal["asked_again", "missed"]) -> bool:
        """Note that they have not answered yet; False when that was noted, or they have."""
        key = {"mission_person_id": self._place(mission_id, "volunteer"), "day": day}
        waiting = ("asked",) if state == "asked_again" else ("asked", "asked_again")
        mine = update(_checkins).filter_by(**key).where(_checkins.c.state.in_(waiting))
        return self._connection.execute(mine.values(state=state)).rowcount == 1

    def agree_checkins(self, mission_id: str, agreed: bool) -> None:
        """Whether the volunteer wants to be asked every day."""
        self._note(mission_id, "volunteer", consent_checkins=agreed, paused_until=None)

    def pause_checkins(self, mission_id: str, until: date | None) -> None:
        """Ask nothing before that day; None: go on at once."""
        self._note(mission_id, "volunteer", paused_until=until)

    def agree_followup(self, mission_id: str, agreed: bool) -> None:
        """Whether the person may be asked again months later."""
        self._note(mission_id, consent_followup=agreed)

    def emergency(self, mission_id: str, data: Json) -> None:
        """What the staff should know of a volunteer in an emergency; None erases it. Nobody else reads it."""
        self._note(mission_id, "volunteer", emergency=data)

    def interview(self, id: str, mission_id: str, kind: Kind, answers: Mapping[str, Json]) -> None:
        """What the person says of the mission; said again, it takes the place of what they had said."""
        key = {"mission_person_id": self._place(mission_id), "kind": kind}
        self._connection.execute(delete(_interviews).filter_by(**key))
        self._connection.execute(insert(_interviews), {**key, "id": id, "at": self._at, "answers": answers})
        self._connection.execute(update(_missions).filter_by(id=mission_id).values(updated_at=self._at))

    def answer(self, mission_id: str, offer_id: str, said: proposals.Answer) -> tuple[MissionRow, str] | None:
        """What the person says of a mission proposed to an offer of theirs: the mission, and the name they gave.

        None where nothing was proposed to them, or they had said so. "withdrawn" takes their offer away.
        """
        name = proposals.answer(self._connection, self._person, mission_id, offer_id, said, self._at)
        if name is None:
            return None
        return mission_row(self._connection.execute(MISSIONS.where(_missions.c.id == mission_id)).one()), name

    def _place(self, mission_id: str, role: Role | None = None) -> str:
        """The person's own place there, locked until the turn ends."""
        own = select(_places.c.id).filter_by(mission_id=mission_id, person_id=self._person)
        wanted = own if role is None else own.filter_by(role=role)
        found: str | None = self._connection.scalar(wanted.with_for_update(key_share=True))
        if found is None:
            raise NotAllowed("unknown")
        return found

    def _note(self, mission_id: str, role: Role | None = None, **values: Any) -> None:
        place = self._place(mission_id, role)
        self._connection.execute(update(_places).filter_by(id=place).values(values))

    def _join(self, code_sha256: str) -> MissionJoined | MissionNotJoined:
        code = select(_codes).filter_by(code_sha256=code_sha256)
        known = self._connection.execute(code).first()
        # Locked before the code is looked at again: of two who use it at once, the second finds it used.
        found = self._connection.execute(_PLACE, {"place": known.mission_person_id if known else None}).first()
        if known is None or found is None:
            return MissionNotJoined("unknown")
        place, mission = place_and_mission(found)
        if already := self._already_in(mission):
            return already
        why = self._why_not(self._connection.execute(code).one(), mission)
        if why is not None:
            return MissionNotJoined(why, mission.id, mission.region, place.name)
        self._let_in(place, code_sha256)
        return MissionJoined(mission.id, place.id, mission.region, place.role, place.name)

    def _already_in(self, mission: MissionRow) -> MissionJoined | None:
        own = select(_places.c.id, _places.c.role, _places.c.name)
        found = self._connection.execute(own.filter_by(mission_id=mission.id, person_id=self._person)).first()
        return None if found is None else MissionJoined(mission.id, found.id, mission.region, *found[1:], again=True)

    def _why_not(self, code: Any, mission: MissionRow) -> Literal["used", "expired"] | None:
        if code.used_at is not None:
            return "used"
        return "expired" if code.expires_at <= self._at or mission.stage == "closed" else None

    def _let_in(self, place: MissionPerson, code_sha256: str) -> None:
        spent = update(_codes).filter_by(code_sha256=code_sha256)
        self._connection.execute(spent.values(used_by=self._person, used_at=self._at))
        mine = update(_places).filter_by(id=place.id)
        self._connection.execute(mine.values(person_id=self._person, joined_at=self._at))


# -- rows, for both sides --------------------------------------------------------------------------------------------

_MISSION = (
    _missions.c.id,
    _missions.c.application_id,
    _missions.c.prefix,
    _missions.c.year,
    _missions.c.number,
    _missions.c.region,
    _missions.c.stage,
    _missions.c.direction,
    _missions.c.country,
    _missions.c.starts,
    _missions.c.ends,
    _missions.c.zone,
    _missions.c.livret_version,
    _missions.c.livret_at,
    _missions.c.checkins,
    _missions.c.created_at,
    _missions.c.updated_at,
    _missions.c.created_by,
    _missions.c.rules,
    _missions.c.sheet,
)
_PERSON = (
    _places.c.id,
    _places.c.mission_id,
    _places.c.role,
    _places.c.name,
    _places.c.person_id,
    _places.c.created_at,
    _places.c.joined_at,
    _places.c.consent_checkins,
    _places.c.paused_until,
    _places.c.consent_followup,
    _places.c.emergency,
)
_CHECKIN = (
    _checkins.c.mission_person_id,
    _checkins.c.day,
    _checkins.c.state,
    _checkins.c.asked_at,
    _checkins.c.answered_at,
)
MISSIONS: Select[Any] = select(*_MISSION)
PEOPLE: Select[Any] = select(*_PERSON)
CHECKINS: Select[Any] = select(*_CHECKIN)
BOTH: Select[Any] = select(*_PERSON, *_MISSION).join(_missions, _missions.c.id == _places.c.mission_id)
"""A place, then its mission: see `place_and_mission`."""

# Built once: SQLAlchemy then finds the compiled text again without building the statement.
_MINE = BOTH.where(_places.c.person_id == bindparam("person")).order_by(_missions.c.created_at, _missions.c.id)
_PLACE = BOTH.where(_places.c.id == bindparam("place")).with_for_update(of=_places, key_share=True)


def mission_row(found: Iterable[Any]) -> MissionRow:
    """A mission, of a row of `MISSIONS`."""
    id, application_id, prefix, year, number, *rest = found
    return MissionRow(id, application_id, str(Reference(prefix, year, number)), *rest)


def alert_row(found: Any) -> AlertRow:
    """An alert, of a whole row."""
    values = dict(found._mapping)
    return AlertRow(**{**values, "tried": tuple(values["tried"] or ())})


def place_and_mission(found: Iterable[Any]) -> tuple[MissionPerson, MissionRow]:
    """A place and its mission, of a row of `BOTH`."""
    values = tuple(found)
    return MissionPerson(*values[: len(_PERSON)]), mission_row(values[len(_PERSON) :])


def end_alert(connection: Connection, alert_id: str, at: datetime, who: str | None = None) -> bool:
    """Close an alert; False where it is unknown or was closed before."""
    alive = update(_alerts).where(_alerts.c.id == alert_id, _alerts.c.state != "closed")
    by = func.coalesce(_alerts.c.acknowledged_by, who)
    seen = func.coalesce(_alerts.c.acknowledged_at, at if who else None)
    closed = alive.values(state="closed", closed_at=at, acknowledged_by=by, acknowledged_at=seen)
    return connection.execute(closed).rowcount == 1


def _shares(connection: Connection, found: list[tuple[MissionPerson, MissionRow]], recent: date) -> list[MissionShare]:
    places, missions = [place.id for place, _mission in found], [mission.id for _place, mission in found]
    everybody = connection.execute(_in_the_order_they_came(PEOPLE.where(_places.c.mission_id.in_(missions)))).all()
    ticks = _by_place(connection, select(_ticks.c.mission_person_id, _ticks.c.item), _ticks, places)
    interviews = _by_place(connection, select(_interviews.c.mission_person_id, _interviews.c.kind), _interviews, places)
    alerts = _alerts_of(connection, places)
    waiting = or_(_checkins.c.answered_at.is_(None), _checkins.c.day >= recent)
    open_days = CHECKINS.where(_checkins.c.mission_person_id.in_(places), waiting)
    checkins = [CheckinRow(*one) for one in connection.execute(open_days.order_by(_checkins.c.day))]
    return [
        MissionShare(
            mission,
            me,
            tuple(_fellow(one) for one in everybody if one.mission_id == mission.id and one.id != me.id),
            frozenset(item for place, item in ticks if place == me.id),
            tuple(alert for alert in alerts if alert.mission_person_id == me.id),
            tuple(checkin for checkin in checkins if checkin.mission_person_id == me.id),
            frozenset(kind for place, kind in interviews if place == me.id),
        )
        for me, mission in found
    ]


def _alerts_of(connection: Connection, places: list[str]) -> list[AlertRow]:
    own = select(*_alerts.c).where(_alerts.c.mission_person_id.in_(places), _alerts.c.state != "closed")
    return [alert_row(one) for one in connection.execute(own.order_by(_alerts.c.at.desc(), _alerts.c.id))]


def _by_place(connection: Connection, wanted: Select[Any], rows: Any, places: list[str]) -> list[tuple[str, str]]:
    return [(place, value) for place, value in connection.execute(wanted.where(rows.c.mission_person_id.in_(places)))]


def _in_the_order_they_came(people: Select[Any]) -> Select[Any]:
    return people.order_by(_places.c.created_at, _places.c.id)


def _fellow(one: Any) -> Fellow:
    return Fellow(one.role, one.name, one.person_id is not None)

"""Missions, for the network and for jobs: part of the desk, in its transaction (`desk.missions`).

Whether somebody may is for the caller to say. What is done twice is done once: the second time gets False, or None.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Select, delete, insert, select, update

from storage import proposals, references
from storage.applications import digest
from storage.database import Database
from storage.errors import NotAllowed
from storage.missions import (
    BOTH,
    CHECKINS,
    MISSIONS,
    PEOPLE,
    AlertRow,
    CheckinRow,
    MissionPerson,
    MissionRow,
    Role,
    alert_row,
    end_alert,
    mission_row,
    place_and_mission,
)
from storage.records import Json
from storage.tables import (
    Alert,
    Checkin,
    Conversation,
    Interview,
    Livret,
    Mission,
    MissionCode,
    Participant,
    Tick,
    table,
)

_missions, _places, _codes, _livrets = table(Mission), table(Participant), table(MissionCode), table(Livret)
_alerts, _checkins, _ticks, _interviews = table(Alert), table(Checkin), table(Tick), table(Interview)
_conversations = table(Conversation)
_BY_REFERENCE = (_missions.c.year, _missions.c.number, _missions.c.prefix)


@dataclass(frozen=True, slots=True)
class Plan:
    """What a mission is, as the network has it: the columns that are looked up, and the sheet of the livret."""

    direction: str
    country: str
    starts: date | None
    ends: date | None
    zone: str | None
    sheet: Mapping[str, Json] = field(repr=False)


@dataclass(frozen=True, slots=True)
class LivretVersion:
    """What the livret was made of, at a version."""

    mission_id: str
    number: int
    made_at: datetime
    by: str
    sha256: str
    sheet: dict[str, Any] = field(repr=False)


@dataclass(frozen=True, slots=True)
class MissionMember:
    """Where somebody in a mission talks to us; `state` is what their conversation keeps."""

    mission_person_id: str
    role: Role
    person_id: int
    conversation_id: int
    channel: str
    address: str = field(repr=False)
    state: Any = field(repr=False)


@dataclass(frozen=True, slots=True)
class InterviewRow:
    """What somebody said of a mission."""

    id: str
    mission_id: str
    mission_person_id: str
    role: Role
    kind: str
    at: datetime
    answers: dict[str, Any] = field(repr=False)


class MissionsDesk:
    """What the network may do with missions, and what jobs find to do, within one transaction."""

    def __init__(self, database: Database, connection: Connection, at: datetime) -> None:
        self._database = database
        self._connection = connection
        self._at = at

    # -- missions --------------------------------------------------------------------------------------------------

    def create(
        self,
        id: str,
        prefix: str,
        region: str,
        plan: Plan,
        rules: Mapping[str, Json],
        who: str,
        *,
        application_id: str | None = None,
        stage: str = "need",
    ) -> MissionRow | None:
        """A new mission, numbered, with the first version of its livret; None where its application has one."""
        if application_id is not None and self.of_application(application_id) is not None:
            return None
        given = references.following(self._database, self._connection, prefix.upper(), self._at)
        origin = {"id": id, "region": region, "rules": rules, "application_id": application_id, "stage": stage}
        kept = {"created_at": self._at, "updated_at": self._at, "created_by": who}
        livret = {"livret_version": 1, "livret_at": self._at}
        row = {**given._asdict(), **origin, **asdict(plan), **kept, **livret, "checkins": False}
        if not self._database.added(self._connection, _missions, row):
            return None  # of two who begin the same one at once
        self._keep(id, 1, plan, who)
        return self.get(id)

    def find(self, reference: str) -> MissionRow | None:
        """The mission of a reference, as people type it. Locked until the end."""
        given = references.read(reference)
        return self._one(MISSIONS.filter_by(**given._asdict())) if given else None

    def get(self, id: str) -> MissionRow | None:
        """The mission of an id. Locked until the end."""
        return self._one(MISSIONS.where(_missions.c.id == id))

    def of_application(self, application_id: str) -> MissionRow | None:
        """The mission that an application became. Locked until the end."""
        return self._one(MISSIONS.where(_missions.c.application_id == application_id))

    def list(self, region: str | None = None, stage: str | None = None) -> Sequence[MissionRow]:
        """Missions, by year and number; of one region or at one stage only, if told so."""
        wanted = MISSIONS if region is None else MISSIONS.where(_missions.c.region == region)
        wanted = wanted if stage is None else wanted.where(_missions.c.stage == stage)
        return [mission_row(found) for found in self._connection.execute(wanted.order_by(*_BY_REFERENCE))]

    def move(self, id: str, stage: str) -> bool:
        """Say where it is in the process; False when it stands there. Raises `NotAllowed` unknown."""
        if self._known(id).stage == stage:
            return False
        self._change(id, stage=stage)
        return True

    def check_in_daily(self, id: str, wanted: bool) -> bool:
        """Whether the network asks volunteers every day; False when that stood so. Raises `NotAllowed` unknown."""
        if self._known(id).checkins == wanted:
            return False
        self._change(id, checkins=wanted)
        return True

    def set_sheet(self, id: str, plan: Plan, who: str) -> int | None:
        """Keep what the livret is made of as its next version, whose number is returned; None when nothing changed.

        Raises `NotAllowed` unknown.
        """
        row = self._known(id)
        if _plan_of(row) == _plain(plan):
            return None
        number = row.livret_version + 1
        self._change(id, livret_version=number, livret_at=self._at, **asdict(plan))
        self._keep(id, number, plan, who)
        return number

    def livrets(self, id: str) -> Sequence[LivretVersion]:
        """What the livret was made of, the first version first."""
        wanted = select(*_livrets.c).filter_by(mission_id=id).order_by(_livrets.c.number)
        return [LivretVersion(*found) for found in self._connection.execute(wanted)]

    # -- people ----------------------------------------------------------------------------------------------------

    def people(self, id: str) -> Sequence[MissionPerson]:
        """Who is in a mission, or is expected there, those who were named first first."""
        wanted = PEOPLE.where(_places.c.mission_id == id).order_by(_places.c.created_at, _places.c.id)
        return [MissionPerson(*found) for found in self._connection.execute(wanted)]

    def person(self, mission_person_id: str) -> MissionPerson | None:
        """A place of a mission. Locked until the end."""
        wanted = PEOPLE.where(_places.c.id == mission_person_id).with_for_update(key_share=True)
        found = self._connection.execute(wanted).first()
        return MissionPerson(*found) if found else None

    def expect(self, id: str, mission_id: str, role: Role, name: str) -> MissionPerson:
        """A place for somebody; the one that is there, where that name has that role. Raises `NotAllowed` unknown."""
        self._known(mission_id)  # locked: of two who name somebody at once, the second finds them named
        there = next((one for one in self.people(mission_id) if (one.role, one.name) == (role, name)), None)
        if there is not None:
            return there
        place = {"id": id, "mission_id": mission_id, "role": role, "name": name, "created_at": self._at}
        row = {**place, "consent_checkins": False, "consent_followup": False}
        return MissionPerson(*self._connection.execute(insert(_places).returning(*PEOPLE.selected_columns), row).one())

    def invite(self, mission_person_id: str, code_sha256: str, expires_at: datetime, who: str) -> bool:
        """Let them in by the code of this hash, which takes the place of an earlier one; False when they are in.

        Raises `NotAllowed` unknown.
        """
        place = self.person(mission_person_id)
        if place is None:
            raise NotAllowed("unknown")
        if place.person_id is not None:
            return False
        earlier = update(_codes).filter_by(mission_person_id=mission_person_id, used_at=None)
        self._connection.execute(earlier.where(_codes.c.expires_at > self._at).values(expires_at=self._at))
        made = {"made_by": who, "made_at": self._at, "expires_at": expires_at}
        code = {"code_sha256": code_sha256, "mission_person_id": mission_person_id, **made}
        self._connection.execute(insert(_codes), code)
        return True

    def let_out(self, mission_person_id: str) -> bool:
        """Take a place away, with its codes and all that whoever had it left there; False where there is none."""
        return self._connection.execute(delete(_places).filter_by(id=mission_person_id)).rowcount == 1

    def members(self, id: str) -> Sequence[MissionMember]:
        """Where everybody who joined talks to us."""
        there = (_conversations.c.id, _conversations.c.channel, _conversations.c.address, _conversations.c.state)
        wanted = (
            select(_places.c.id, _places.c.role, _places.c.person_id, *there)
            .join(_conversations, _conversations.c.person_id == _places.c.person_id)
            .where(_places.c.mission_id == id)
            .order_by(_places.c.joined_at, _places.c.id, _conversations.c.id)
        )
        return [MissionMember(*found) for found in self._connection.execute(wanted)]

    def proposals(self, id: str) -> Mapping[str, str]:
        """The offers that a mission was proposed to: "asked", or what was last answered."""
        return proposals.proposals(self._connection, id)

    def ticks(self, id: str) -> Mapping[str, frozenset[str]]:
        """What each person of a mission has ticked, by their place; of those who ticked something."""
        wanted = select(_ticks.c.mission_person_id, _ticks.c.item).join(
            _places, _places.c.id == _ticks.c.mission_person_id
        )
        done: dict[str, set[str]] = {}
        for place, item in self._connection.execute(wanted.where(_places.c.mission_id == id)):
            done.setdefault(place, set()).add(item)
        return {place: frozenset(items) for place, items in done.items()}

    def interviews(self, id: str) -> Sequence[InterviewRow]:
        """What was said of a mission, the first first."""
        said = (_interviews.c.id, _places.c.mission_id, _places.c.id, _places.c.role)
        what = (_interviews.c.kind, _interviews.c.at, _interviews.c.answers)
        wanted = select(*said, *what).join(_places, _places.c.id == _interviews.c.mission_person_id)
        wanted = wanted.where(_places.c.mission_id == id).order_by(_interviews.c.at, _interviews.c.id)
        return [InterviewRow(*found) for found in self._connection.execute(wanted)]

    # -- alerts ----------------------------------------------------------------------------------------------------

    def alerts(self, states: Collection[str] = ("open",), mission_id: str | None = None) -> Sequence[AlertRow]:
        """Alerts in these states, whoever has waited longest first; of one mission only, if told so."""
        wanted = select(*_alerts.c).where(_alerts.c.state.in_(states))
        wanted = wanted if mission_id is None else wanted.where(_alerts.c.mission_id == mission_id)
        return [alert_row(found) for found in self._connection.execute(wanted.order_by(_alerts.c.at, _alerts.c.id))]

    def alert(self, alert_id: str) -> AlertRow | None:
        """An alert. Locked until the end."""
        found = self._connection.execute(select(*_alerts.c).filter_by(id=alert_id).with_for_update()).first()
        return alert_row(found) if found else None

    def acknowledge(self, alert_id: str, who: str) -> bool:
        """Somebody takes care of it; False where it is unknown, or somebody did before, or it is over."""
        mine = update(_alerts).filter_by(id=alert_id, state="open")
        done = mine.values(state="acknowledged", acknowledged_by=who, acknowledged_at=self._at)
        return self._connection.execute(done).rowcount == 1

    def close_alert(self, alert_id: str, who: str) -> bool:
        """It is over; False where it is unknown or was closed before."""
        return end_alert(self._connection, alert_id, self._at, who)

    def escalated(self, alert_id: str, step: int, tried: Mapping[str, Json]) -> bool:
        """Note that it went further, for the `step`-th time (1, 2, …), and how; False once it is not open, or was."""
        alert = self.alert(alert_id)
        if alert is None or alert.state != "open" or alert.escalated >= step:
            return False
        further = {"escalated": step, "last_escalated_at": self._at, "tried": [*alert.tried, dict(tried)]}
        self._connection.execute(update(_alerts).filter_by(id=alert_id).values(further))
        return True

    # -- check-ins -------------------------------------------------------------------------------------------------

    def to_check_in(self) -> Sequence[tuple[MissionRow, MissionPerson]]:
        """The volunteers in the field who agreed to be asked, where the network asks. Day, hour and pause are yours."""
        agreed = (_places.c.role == "volunteer", _places.c.consent_checkins, _places.c.person_id.is_not(None))
        wanted = BOTH.where(_missions.c.stage == "mission", _missions.c.checkins, *agreed).order_by(_places.c.id)
        both = (place_and_mission(found) for found in self._connection.execute(wanted))
        return [(mission, place) for place, mission in both]

    def ask_checkin(self, mission_person_id: str, day: date) -> bool:
        """Note that they are asked about a day; False when they were, or have said by themselves that all is well."""
        key = {"mission_person_id": mission_person_id, "day": day}
        return self._database.added(self._connection, _checkins, {**key, "state": "asked", "asked_at": self._at})

    def ask_checkin_again(self, mission_person_id: str, day: date) -> bool:
        """Note that they are asked once more; False when they were, or have answered."""
        return self._checkin(mission_person_id, day, ("asked",), "asked_again")

    def miss_checkin(self, mission_person_id: str, day: date) -> bool:
        """Note that they did not answer; False when that was noted, or they did."""
        return self._checkin(mission_person_id, day, ("asked", "asked_again"), "missed")

    def open_checkins(self) -> Sequence[CheckinRow]:
        """Those that wait for an answer, the oldest day first."""
        waiting = CHECKINS.where(_checkins.c.answered_at.is_(None), _checkins.c.state != "missed")
        found = self._connection.execute(waiting.order_by(_checkins.c.day, _checkins.c.mission_person_id))
        return [CheckinRow(*one) for one in found]

    def _checkin(self, mission_person_id: str, day: date, before: Collection[str], state: str) -> bool:
        mine = update(_checkins).filter_by(mission_person_id=mission_person_id, day=day)
        return self._connection.execute(mine.where(_checkins.c.state.in_(before)).values(state=state)).rowcount == 1

    # -- how it is done --------------------------------------------------------------------------------------------

    def _one(self, wanted: Select[Any]) -> MissionRow | None:
        # The weaker of PostgreSQL's two locks: what points at a mission may still be written.
        found = self._connection.execute(wanted.with_for_update(key_share=True)).first()
        return mission_row(found) if found else None

    def _known(self, id: str) -> MissionRow:
        row = self.get(id)
        if row is None:
            raise NotAllowed("unknown")
        return row

    def _change(self, id: str, **values: Any) -> None:
        self._connection.execute(update(_missions).filter_by(id=id).values(updated_at=self._at, **values))

    def _keep(self, id: str, number: int, plan: Plan, who: str) -> None:
        version = {"mission_id": id, "number": number, "made_at": self._at, "by": who}
        self._connection.execute(insert(_livrets), {**version, "sha256": digest(plan.sheet), "sheet": plan.sheet})


def _plan_of(row: MissionRow) -> dict[str, Any]:
    return _plain(Plan(row.direction, row.country, row.starts, row.ends, row.zone, row.sheet))


def _plain(plan: Plan) -> dict[str, Any]:
    """As it is compared: a sheet that was written in another order is the same."""
    return {**asdict(plan), "sheet": digest(plan.sheet)}

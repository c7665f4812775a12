"""Missions at the network's desk: begun, described, moved on, and whom they let in.

- Whoever acts says who they are (`Staff`), and acts for their own regions only.
- Each act is one transaction: the change, the line of audit, the card in the thread of the mission, and the news to
  everybody in it, who read them in their own language.
- An act done twice is done once. A code is shown once, when it is made; only its hash is kept.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, cast, get_args

from bot.codes import digest
from bot.desk import NEWS, NOWHERE, DeskError, NotYours, Offices, Staff, Unclear, Unknown
from bot.missions_file import Described, Untold, of_application
from bot.offices import Thread, Transaction, aloud
from dialogs.core.reply import Part
from dialogs.core.text import Text, _
from dialogs.field_words import MEMBERS
from knowledge.base import Knowledge
from knowledge.mission_sheet import MissionSheet, freeze, thaw
from storage.applications import ApplicationRow, Version
from storage.desk import Desk
from storage.missions import STAGES, MissionJoined, MissionNotJoined, MissionPerson, MissionRow, Role
from storage.missions_desk import Plan
from storage.records import Json, Outgoing
from storage.store import Store

INVITATION = timedelta(days=14)
"""How long a code may be used: people who prepare a mission may be away for a week or two."""

STAMPED = ("reference", "version", "region", "volunteers", "rules_at", "updated_at")
"""What a sheet says of itself that is kept elsewhere: in the columns, or by the people of the mission."""


class Stale(DeskError):
    """Somebody else has described the mission since it was looked at."""


@dataclass(frozen=True)
class MissionDone:
    """The act was done; `told` counts the conversations that will hear of it."""

    mission: MissionRow
    told: int = 0


@dataclass(frozen=True)
class MissionAlready:
    """Nothing was changed: it stood so. `repeat`: it was this very event, delivered twice."""

    mission: MissionRow
    repeat: bool = False


@dataclass(frozen=True)
class Invited:
    """Somebody may come in, with a code that nobody will be shown again."""

    mission: MissionRow
    person: MissionPerson
    code: str = field(repr=False)
    expires_at: datetime

    @property
    def start(self) -> str:
        """What a link to the bot carries: `https://t.me/BOT?start=mission_CODE`."""
        return f"mission_{self.code}"


@dataclass(frozen=True)
class AlreadyIn:
    """Whoever bears this name in this role has joined: no code was made. `repeat`: the event came twice."""

    mission: MissionRow
    person: MissionPerson
    repeat: bool = False


@dataclass(frozen=True)
class Whole:
    """A mission with its people, and what each has ticked, by their place."""

    mission: MissionRow
    people: Sequence[MissionPerson]
    ticks: Mapping[str, frozenset[str]]

    @property
    def sheet(self) -> MissionSheet:
        return sheet_of(self.mission, volunteers(self.people))


@dataclass(frozen=True)
class Chair:
    """Somebody of the staff at the desk: who they are, what is known, at which instant, and the places to show it in.

    `fresh` gives unguessable ids and codes. `event_id`: the event that an act comes of, taken once.
    """

    store: Store
    facts: Knowledge
    staff: Staff
    at: datetime
    fresh: Callable[[], str]
    offices: Offices = field(default_factory=lambda: NOWHERE)
    event_id: str | None = None

    # -- looking ---------------------------------------------------------------------------------------------------

    def missions(self, region: str | None = None, stage: str | None = None) -> list[MissionRow]:
        """The missions of the staff's regions, by reference."""
        with self.store.desk(self.at) as desk:
            return [row for row in desk.missions.list(region, stage) if row.region in self.staff.regions]

    def mission(self, reference: str) -> Whole:
        """One mission. Raises `Unknown`, `NotYours`."""
        with self.store.desk(self.at) as desk:
            row = self.found(desk, reference)
            return Whole(row, desk.missions.people(row.id), desk.missions.ticks(row.id))

    # -- beginning -------------------------------------------------------------------------------------------------

    def begin(self, reference: str) -> MissionDone | MissionAlready:
        """The mission of an accepted application, its sheet filled with what the association wrote.

        Raises `Unknown`, `NotYours`; `Unclear` unless it is accepted, or where its answers cannot make a mission.
        """
        with self.store.desk(self.at, self.event_id) as desk:
            application = desk.find(reference)
            if application is None:
                raise Unknown(f"no application is called {reference}")
            self._require(application.region, application.reference or reference)
            if (there := desk.missions.of_application(application.id)) is not None:
                return MissionAlready(there, repeat=not desk.first_time)
            if application.state != "accepted":
                raise Unclear(f"{application.reference} is {application.state}: a mission comes of an accepted one")
            given = self._told(application, desk.versions(application.id)[-1])
            row = self._create(desk, given, application.id, application.stage)
            if row.region in self.offices:
                Thread(desk, self.offices[row.region], f"application:{application.id}").card()
            self.says(desk, row, f"application:{application.id}", _("La mission {reference} est créée."))
            return MissionDone(row)

    def _told(self, application: ApplicationRow, version: Version) -> Described:
        try:
            return of_application(version.answers, application.region, self.facts)
        except Untold as untold:
            raise Unclear(f"{application.reference} does not answer {untold}: bring the mission from a file") from None

    def bring(self, given: Described) -> MissionDone | MissionAlready:
        """A mission as a file describes it: a new one, or the next version of the one whose reference the file bears.

        Raises `Unknown`, `NotYours`; `Unclear` where the region is none of ours, or not that of the mission.
        """
        self._require(given.sheet.region, given.sheet.title or given.sheet.association)
        with self.store.desk(self.at, self.event_id) as desk:
            if given.reference is not None:
                return self._describe(desk, given, self.found(desk, given.reference))
            if (same := self._same(desk, given)) is not None:
                return MissionAlready(same, repeat=not desk.first_time)
            return MissionDone(self._create(desk, given))

    # -- moving on -------------------------------------------------------------------------------------------------

    def move(self, reference: str, stage: str) -> MissionDone | MissionAlready:
        """Say how far a mission is (`STAGES`); its application goes with it. Raises `Unclear` for another word."""
        if stage not in STAGES:
            raise Unclear(f"no stage is called {stage}; there are: {', '.join(STAGES)}")
        with self.store.desk(self.at, self.event_id) as desk:
            row = self.found(desk, reference)
            if not desk.first_time or not desk.missions.move(row.id, stage):
                return MissionAlready(row, repeat=not desk.first_time)
            self.note(desk, row, "mission.stage", {"stage": stage})
            told = self._tell(desk, row, "mission.stage", {"stage": stage})
            told |= self._move_application(desk, row, stage, told)
            self._card(desk, row)
            return MissionDone(self.found(desk, reference), len(told))

    def rewrite(
        self, reference: str, version: int, change: Callable[[MissionSheet], MissionSheet]
    ) -> MissionDone | MissionAlready:
        """Describe a mission anew, from its sheet as it stood at a version of its livret.

        Raises what `change` raises, and `Stale` where somebody has described it since: nothing of theirs is lost.
        """
        with self.store.desk(self.at, self.event_id) as desk:
            row = self.found(desk, reference)
            if desk.first_time and row.livret_version != version:
                raise Stale(f"{row.reference} is at version {row.livret_version} by now")
            sheet = sheet_of(row, volunteers(desk.missions.people(row.id)))
            return self._describe(desk, Described(change(sheet), row.reference), row)

    def check_in_daily(self, reference: str, wanted: bool) -> MissionDone | MissionAlready:
        """Whether volunteers who agree are asked every day if all is well."""
        with self.store.desk(self.at, self.event_id) as desk:
            row = self.found(desk, reference)
            if not desk.first_time or not desk.missions.check_in_daily(row.id, wanted):
                return MissionAlready(row, repeat=not desk.first_time)
            self.note(desk, row, "mission.checkins", {"wanted": wanted})
            told = self._tell(desk, row, "mission.checkins", {"wanted": wanted})
            self._card(desk, row)
            return MissionDone(self.found(desk, reference), len(told))

    # -- people ----------------------------------------------------------------------------------------------------

    def invite(self, reference: str, role: str, name: str, *, again: bool = False) -> Invited | AlreadyIn:
        """A code for somebody, good for 14 days, once; an earlier one of theirs is worth nothing from now on.

        `again`: whoever came in under that name is let out first, with all they left there (a code that was stolen, a
        volunteer who is replaced). Raises `Unknown`, `NotYours`; `Unclear` for another role or for no name.
        """
        said = " ".join(name.split())
        if role not in get_args(Role) or not said:
            raise Unclear(f"an invitation has a name, and a role among {', '.join(get_args(Role))}")
        with self.store.desk(self.at, self.event_id) as desk:
            row = self.found(desk, reference)
            person = self._expected(desk, row, cast("Role", role), said, again=again)
            if not desk.first_time or person.person_id is not None:
                return AlreadyIn(row, person, repeat=not desk.first_time)
            code, expires_at = self.fresh(), self.at + INVITATION
            desk.missions.invite(person.id, digest(code), expires_at, self.staff.name)
            self.note(desk, row, "mission.invited", {"role": role, "place": person.id})
            self._card(desk, row)
            return Invited(row, person, code, expires_at)

    def _expected(self, desk: Desk, row: MissionRow, role: Role, name: str, *, again: bool) -> MissionPerson:
        person = desk.missions.expect(self.fresh(), row.id, role, name)
        if not again or person.person_id is None:
            return person
        desk.missions.let_out(person.id)
        self.note(desk, row, "mission.let_out", {"place": person.id})
        return desk.missions.expect(self.fresh(), row.id, role, name)

    # -- how it is done --------------------------------------------------------------------------------------------

    def found(self, desk: Desk, reference: str) -> MissionRow:
        """The mission of a reference, locked. Raises `Unknown`, `NotYours`."""
        row = desk.missions.find(reference)
        if row is None:
            raise Unknown(f"no mission is called {reference}")
        self._require(row.region, row.reference)
        return row

    def _require(self, region: str, what: str) -> None:
        if region not in self.facts.regions:
            raise Unclear(f"no region is called {region}; there are: {', '.join(self.facts.regions)}")
        if region not in self.staff.regions:
            raise NotYours(f"{what} is of {region}: {self.staff.name} does not act for that region")

    def _create(
        self, desk: Desk, given: Described, application_id: str | None = None, stage: str = "need"
    ) -> MissionRow:
        region = given.sheet.region
        prefix = f"M{self.facts.region(region).prefix}"
        rules = rules_at(self.facts, region, given.rules_at or self.at)
        new = (self.fresh(), prefix, region, plan_of(given.sheet), rules, self.staff.name)
        row = desk.missions.create(*new, application_id=application_id, stage=stage)
        if row is None:
            raise Unclear("somebody has just begun this mission: look at it first")
        self._name(desk, row, given.sheet.volunteers)
        self.note(desk, row, "mission.created", {"reference": row.reference})
        self._card(desk, row)
        return row

    def _describe(self, desk: Desk, given: Described, row: MissionRow) -> MissionDone | MissionAlready:
        if given.sheet.region != row.region:
            raise Unclear(f"{row.reference} is of {row.region}, and the file says {given.sheet.region}")
        if not desk.first_time:
            return MissionAlready(row, repeat=True)
        version = desk.missions.set_sheet(row.id, plan_of(given.sheet), self.staff.name)
        if not self._name(desk, row, given.sheet.volunteers) and version is None:
            return MissionAlready(row)
        self.note(desk, row, "mission.described", {"version": version or row.livret_version})
        news: dict[str, Json] = {"version": version, "since": row.livret_version}
        told = self._tell(desk, row, "mission.livret", news) if version else frozenset[int]()
        self._card(desk, row)
        return MissionDone(self.found(desk, row.reference), len(told))

    def _same(self, desk: Desk, given: Described) -> MissionRow | None:
        """The mission that this very file made before."""
        plan = plan_of(given.sheet)
        return next((row for row in desk.missions.list(given.sheet.region) if row.sheet == plan.sheet), None)

    def _name(self, desk: Desk, row: MissionRow, volunteers: Iterable[str]) -> int:
        """Keep a place for each volunteer of a file; how many are new. Nobody is let out because a file is silent."""
        before = {place.id for place in desk.missions.people(row.id)}
        places = {desk.missions.expect(self.fresh(), row.id, "volunteer", name).id for name in volunteers}
        return len(places - before)

    def note(self, desk: Desk, row: MissionRow, action: str, detail: Mapping[str, Json]) -> None:
        """Note what these staff did to a mission."""
        desk.audit(f"staff:{self.staff.name}", action, f"mission:{row.id}", detail)

    def _tell(self, desk: Desk, row: MissionRow, name: str, values: Mapping[str, Json]) -> frozenset[int]:
        """Queue the news to every conversation of those who joined; which ones."""
        about: dict[str, Json] = {"id": row.id, "reference": row.reference, **values}
        order: dict[str, Json] = {"order": NEWS, "name": name, "values": about}
        where = frozenset(member.conversation_id for member in desk.missions.members(row.id))
        for conversation in sorted(where):
            desk.queue([Outgoing(order)], conversation)
        return where

    def _move_application(self, desk: Desk, row: MissionRow, stage: str, told: frozenset[int]) -> frozenset[int]:
        """The application stands where its mission does; its members hear of it, unless they just did as people of it.

        An application knows no stage after the review.
        """
        if row.application_id is None or stage == STAGES[-1] or not desk.move(row.application_id, stage):
            return frozenset()
        order: dict[str, Json] = {"id": row.application_id, "stage": stage}
        news = Outgoing({"order": NEWS, "name": "application.stage", "values": order})
        others = {member.conversation_id for member in desk.members(row.application_id)} - told
        for conversation in sorted(others):
            desk.queue([news], conversation)
        if row.region in self.offices:
            Thread(desk, self.offices[row.region], f"application:{row.application_id}").card()
        return frozenset(others)

    def _card(self, desk: Desk, row: MissionRow) -> None:
        if row.region in self.offices:
            Thread(desk, self.offices[row.region], f"mission:{row.id}").card()

    def says(self, desk: Desk, row: MissionRow, about: str, text: Text) -> None:
        """Say something in a thread of the network of a mission; it may name `{reference}`."""
        if row.region in self.offices:
            Thread(desk, self.offices[row.region], about).says(Part(text.fill(reference=row.reference)))


# -- what came of a code ---------------------------------------------------------------------------------------------

CAME_IN = _("{name} ({role}) a rejoint la mission.")
USED_AGAIN = _(
    "Quelqu'un d'autre a essayé le code de {name}, qui avait déjà servi : cette personne n'est pas entrée. Si ce n'est "
    "pas {name} qui est dans la mission, refaites une invitation qui remplace la première."
)
TOO_LATE = _("Le code de {name} a été essayé, mais il ne sert plus : faites-en un autre.")


def came_in(tx: Transaction, offices: Offices, outcome: MissionJoined | MissionNotJoined) -> None:
    """Tell the staff, in the thread of the mission, what came of a code; nothing of one that nobody made."""
    office = offices.get(outcome.region or "")
    if office is None or outcome.mission_id is None:
        return
    thread = Thread(tx, office, f"mission:{outcome.mission_id}")
    if isinstance(outcome, MissionNotJoined):
        words = USED_AGAIN if outcome.why == "used" else TOO_LATE
        thread.put(aloud(office, Part(words.fill(name=outcome.name or "—"))))
    elif not outcome.again:
        thread.card()
        thread.says(Part(CAME_IN.fill(name=outcome.name, role=MEMBERS[outcome.role])))


# -- the sheet, as it is kept and as it is read ----------------------------------------------------------------------


def sheet_of(row: MissionRow, named: Iterable[str]) -> MissionSheet:
    """What a mission is, whole. Its volunteers are named by the people of the mission: a name goes with its person."""
    stamps: dict[str, Any] = {
        "reference": row.reference,
        "version": row.livret_version,
        "region": row.region,
        "volunteers": list(named),
        "rules_at": row.rules["at"],
        "updated_at": row.livret_at,
    }
    return thaw({**row.sheet, **stamps})


def volunteers(people: Iterable[MissionPerson]) -> Iterator[str]:
    """The names of those who go, joined or expected."""
    return (one.name for one in people if one.role == "volunteer")


def plan_of(sheet: MissionSheet) -> Plan:
    """What is kept of a description: all but what is stamped on it when it is read."""
    data = {name: value for name, value in freeze(sheet).items() if name not in STAMPED}
    return Plan(sheet.direction, sheet.country, sheet.first_day, sheet.last_day, sheet.zone, data)


def rules_at(facts: Knowledge, region: str, at: datetime) -> dict[str, Json]:
    """The rules in force in a region at an instant: they hold for the mission, whatever is published later."""
    since = facts.edition(region, at).since
    return {"at": at.astimezone(UTC).isoformat(), "since": since.isoformat() if since else None}

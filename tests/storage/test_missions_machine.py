"""Whatever four people and the staff do, in whatever order, nobody reaches a row of a mission that they are not in.

Two missions are kept beside a plain list of who is where and of what each left there. After every step everybody looks:
what they see is exactly what the list says, and what they try elsewhere is refused and changes nothing.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from storage.errors import NotAllowed
from storage.missions import MissionJoined, MissionNotJoined, Missions, MissionShare
from storage.store import Store
from storage.tables import Mission, Person
from tests.storage.missions import HDF, PLAN, RULES, WEEK, secret, shares, turn
from tests.storage.rows import rows

PEOPLE = ("ana", "bob", "eve", "zoe")
AT_FIRST = (("ana", 0, "volunteer"), ("ana", 1, "volunteer"), ("bob", 0, "volunteer"), ("eve", 1, "association"))
"""Who is where when an example begins: one person in both missions, one in each, and one in none."""
who_ever = st.sampled_from(PEOPLE)
where_ever = st.integers(0, 1)
roles = st.sampled_from(("volunteer", "volunteer", "association", "partner"))
days = st.integers(0, 2).map(lambda day: date(2025, 9, 1) + timedelta(days=day))


@dataclass
class Left:
    """What somebody left in a mission."""

    role: str
    name: str
    who: str | None = None
    emergency: Any = None
    ticks: set[str] = field(default_factory=set)
    words: str = ""
    days: set[date] = field(default_factory=set)
    interviews: set[str] = field(default_factory=set)


@dataclass
class Code:
    """A code, and the place that it opens."""

    mission: str
    place: str
    expires_at: datetime
    used: bool = False


def machine(store: Store) -> type[RuleBasedStateMachine]:
    """A machine on this store; each example begins with two new missions, and people in them."""
    numbers: Iterator[int] = count(1)

    class MissionMachine(RuleBasedStateMachine):
        def __init__(self) -> None:
            super().__init__()
            self.now = datetime(2025, 5, 14, tzinfo=UTC)
            for person in rows(store, Person):
                store.forget(person.id or 0, self.now, who="nobody")
            example = next(numbers)
            self.missions = [f"one {example}", f"two {example}"]
            self.places: dict[str, dict[str, Left]] = {mission: {} for mission in self.missions}
            self.codes: dict[str, Code] = {}
            with store.desk(self.now) as desk:
                for mission in self.missions:
                    plan = secret(PLAN, f"of {mission}")
                    assert desk.missions.create(mission, "MHDF", HDF, plan, RULES, "Chloé")
            for who, where, role in AT_FIRST:
                self.invite(where, role, who)
                self.use(who, [*self.codes][-1])

        # -- what the staff do -------------------------------------------------------------------------------------

        @rule(where=where_ever, role=roles, name=st.sampled_from(PEOPLE))
        def invite(self, where: int, role: Any, name: str) -> None:
            mission, code = self.missions[where], f"code {next(numbers)}"
            with store.desk(self.now) as desk:
                place = desk.missions.expect(f"place {next(numbers)}", mission, role, name)
                left = self.places[mission].setdefault(place.id, Left(role, name))
                invited = desk.missions.invite(place.id, code, self.now + WEEK, "Chloé")
            assert invited == (left.who is None)
            if invited:
                for other in self.codes.values():
                    if other.place == place.id:
                        other.expires_at = min(other.expires_at, self.now)
                self.codes[code] = Code(mission, place.id, self.now + WEEK)

        @rule(data=st.data())
        def let_out(self, data: st.DataObject) -> None:
            known = [place for places in self.places.values() for place in places]
            place = data.draw(st.sampled_from([*known, "unknown"]))
            with store.desk(self.now) as desk:
                assert desk.missions.let_out(place) == (place in known)
            self.forget_places([place])

        @rule(where=where_ever)
        def write_the_livret(self, where: int) -> None:
            mission = self.missions[where]
            with store.desk(self.now) as desk:
                desk.missions.set_sheet(mission, secret(PLAN, f"of {mission}, version {next(numbers)}"), "Chloé")

        @rule(data=st.data(), day=days)
        def ask_whether_all_is_well(self, data: st.DataObject, day: date) -> None:
            known = {place: left for places in self.places.values() for place, left in places.items() if left.who}
            if known:
                place = data.draw(st.sampled_from(sorted(known)))
                with store.desk(self.now) as desk:
                    if desk.missions.ask_checkin(place, day):
                        known[place].days.add(day)

        # -- what people do ----------------------------------------------------------------------------------------

        @rule(who=who_ever, data=st.data())
        def join(self, who: str, data: st.DataObject) -> None:
            self.use(who, data.draw(st.sampled_from([*self.codes, "a guess"])))

        def use(self, who: str, name: str) -> None:
            with turn(store, who, next(numbers), self.now) as work:
                outcome = work.missions.join(name)
            code = self.codes.get(name)
            if code is None:
                assert outcome == MissionNotJoined("unknown")
            elif self.left(who, code.mission):
                assert isinstance(outcome, MissionJoined)
                assert outcome.again
            elif code.used:
                assert isinstance(outcome, MissionNotJoined)
                assert outcome.why == "used"
            elif code.expires_at <= self.now:
                assert isinstance(outcome, MissionNotJoined)
                assert outcome.why == "expired"
            else:
                assert isinstance(outcome, MissionJoined)
                assert outcome.mission_person_id == code.place
                self.places[code.mission][code.place].who = who
                code.used = True

        @rule(who=who_ever, where=where_ever, item=st.sampled_from("pq"), done=st.booleans())
        def tick(self, who: str, where: int, item: str, done: bool) -> None:
            def write(missions: Missions, mission: str) -> None:
                missions.tick(mission, item, done)

            if left := self.tried(who, where, write):
                left.ticks = left.ticks | {item} if done else left.ticks - {item}

        @rule(who=who_ever, where=where_ever)
        def leave_emergency_data(self, who: str, where: int) -> None:
            data = f"of {who} in {where}: {next(numbers)}"
            if left := self.tried(who, where, lambda missions, mission: missions.emergency(mission, data), True):
                left.emergency = data

        @rule(who=who_ever, where=where_ever)
        def alert(self, who: str, where: int) -> None:
            words = f"{who} in {where}: {next(numbers)}"

            def call(missions: Missions, mission: str) -> None:
                missions.alert(mission, f"alert {next(numbers)}", words)

            if left := self.tried(who, where, call):
                left.words = f"{left.words}\n{words}".strip()

        @rule(who=who_ever, where=where_ever, day=days)
        def say_that_all_is_well(self, who: str, where: int, day: date) -> None:
            def answer(missions: Missions, mission: str) -> None:
                missions.checkin(mission, day)

            if left := self.tried(who, where, answer, True):
                left.days.discard(day)

        @rule(who=who_ever, where=where_ever, kind=st.sampled_from(("before", "after")))
        def tell(self, who: str, where: int, kind: Any) -> None:
            def say(missions: Missions, mission: str) -> None:
                missions.interview(f"interview {next(numbers)}", mission, kind, {})

            if left := self.tried(who, where, say):
                left.interviews.add(kind)

        @rule(who=who_ever, whose=who_ever, where=where_ever)
        def end_an_alert(self, who: str, whose: str, where: int) -> None:
            """Knowing the id of somebody's alert opens nothing."""
            theirs = self.left(whose, self.missions[where])
            with store.desk(self.now) as desk:
                alerts = desk.missions.alerts(("open",), self.missions[where])
            for alert in (one for one in alerts if theirs and one.words == theirs.words):
                try:
                    with turn(store, who, next(numbers), self.now) as work:
                        work.missions.close_alert(alert.id)
                except NotAllowed:
                    assert who != whose
                    continue
                assert who == whose
                assert theirs is not None
                theirs.words = ""

        @rule(who=who_ever)
        def be_erased(self, who: str) -> None:
            with turn(store, who, next(numbers), self.now) as work:
                person = work.person_id
            store.forget(person, self.now, who=f"person:{person}")
            self.forget_places(
                [id for places in self.places.values() for id, left in places.items() if left.who == who]
            )

        @rule(days=st.sampled_from((1, 7)))
        def wait(self, days: int) -> None:
            self.now += timedelta(days=days)

        # -- what holds --------------------------------------------------------------------------------------------

        @invariant()
        def everybody_sees_what_is_theirs(self) -> None:
            for who in PEOPLE:
                seen = {share.mission.id: share for share in shares(store, who, self.now)}
                assert set(seen) == {mission for mission in self.missions if self.left(who, mission)}
                for mission, share in seen.items():
                    self.is_what_was_left(who, mission, share)

        def is_what_was_left(self, who: str, mission: str, share: MissionShare) -> None:
            mine = self.left(who, mission)
            assert mine is not None
            assert (share.me.role, share.me.name, share.me.emergency) == (mine.role, mine.name, mine.emergency)
            assert (set(share.ticks), set(share.interviews)) == (mine.ticks, mine.interviews)
            assert [alert.words for alert in share.alerts] == ([mine.words] if mine.words else [])
            assert {checkin.day for checkin in share.checkins} == mine.days
            others = [one for one in self.places[mission].values() if one is not mine]
            fellows = sorted((one.role, one.name, one.joined) for one in share.fellows)
            assert fellows == sorted((one.role, one.name, one.who is not None) for one in others)
            assert share.mission.sheet["title"].startswith(f"of {mission}")

        def left(self, who: str, mission: str) -> Left | None:
            return next((one for one in self.places[mission].values() if one.who == who), None)

        def tried(
            self, who: str, where: int, act: Callable[[Missions, str], None], volunteers: bool = False
        ) -> Left | None:
            """What they have there, if they might do that; otherwise it was refused."""
            mission = self.missions[where]
            left = self.left(who, mission)
            allowed = left if left and (left.role == "volunteer" or not volunteers) else None
            try:
                with turn(store, who, next(numbers), self.now) as work:
                    act(work.missions, mission)
            except NotAllowed:
                assert allowed is None
                return None
            assert allowed is not None
            return allowed

        def forget_places(self, ids: list[str]) -> None:
            for places in self.places.values():
                for id in ids:
                    places.pop(id, None)
            self.codes = {name: code for name, code in self.codes.items() if code.place not in ids}

    return MissionMachine


def test_nobody_reaches_a_row_of_a_mission_that_they_are_not_in(store: Store) -> None:
    several = settings(
        max_examples=15,
        stateful_step_count=40,
        deadline=None,
        derandomize=True,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
    )
    run_state_machine_as_test(machine(store), settings=several)
    assert rows(store, Mission)

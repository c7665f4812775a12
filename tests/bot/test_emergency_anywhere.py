"""Help is at hand in every state of every dialog, whatever is broken; and nobody reaches the mission of another."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import count
from pathlib import Path
from types import MappingProxyType
from typing import Any, NoReturn

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from bot.emergency import KEPT
from bot.offices import Office
from bot.turn import Assistant
from dialogs.catalogue import CATALOGUE
from dialogs.core.events import Opened, Pressed, Said, Sent, Typed
from dialogs.core.state import State, freeze
from dialogs.emergency.acts import press
from storage.missions import Missions
from tests.bot.rescue import LEA, NOW, REGION, Somebody, chair, mission, the_alerts, watched
from tests.dialogs.events import CATALOGUES, Drawn, conversations, events
from tests.dialogs.events import Person as Talker
from tests.play import assistant

CALLS = ("/urgence", "sos", "URGENCE !", "emergency", "طوارئ", "/emergencia", "urjence")


class Broken(Mapping[Any, Any]):
    """Something that fails however it is looked at."""

    def __getitem__(self, key: object) -> NoReturn:
        raise RuntimeError("broken")

    def __iter__(self) -> NoReturn:
        raise RuntimeError("broken")

    def __len__(self) -> NoReturn:
        raise RuntimeError("broken")


def fails(*_given: object, **_more: object) -> NoReturn:
    raise RuntimeError("broken")


SERVICES: Mapping[str, Any] = {
    "nothing": lambda bot, patch: bot,
    "the questions and answers": lambda bot, patch: replace(bot, questions=fails),
    "the data of the regions": lambda bot, patch: replace(bot, facts=replace(bot.facts, regions=MappingProxyType({}))),
    "the places of the staff": lambda bot, patch: replace(bot, offices=Broken()),
    "the papers": lambda bot, patch: replace(bot, papers=None),
    "the dialogs": lambda bot, patch: patch.setattr("bot.turn.take", fails) or bot,
    "reading the state": lambda bot, patch: patch.setattr("bot.turn.resumed", fails) or bot,
    "the missions": lambda bot, patch: patch.setattr(Missions, "mine", fails) or bot,
    "the sheet of the mission": lambda bot, patch: patch.setattr("bot.missions.sheet_of", fails) or bot,
    "the emergency numbers": lambda bot, patch: replace(bot, facts=replace(bot.facts, emergency=None)),
    "the names of countries": lambda bot, patch: patch.setattr("bot.emergency._country", fails) or bot,
}
"""What may be broken, and how it breaks."""


@pytest.fixture(scope="module")
def bot(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    with assistant(tmp_path_factory.mktemp("anywhere"), [REGION]) as opened:
        yield watched(opened)


@pytest.fixture(scope="module")
def ines(bot: Assistant) -> Somebody:
    return Somebody(bot, "ines").joins(mission(bot))


def put(bot: Assistant, who: str, state: State) -> dict[str, Any]:
    """Somebody in the middle of a conversation, as a database would have kept it."""
    kept: dict[str, Any] = json.loads(json.dumps(freeze(state)))
    event = bot.new_event_id("telegram")
    with bot.store.turn(channel="telegram", address=who, event_id=event, at=NOW) as work:
        work.keep(kept)
    return kept


@pytest.mark.parametrize("id", [dialog.id for dialog in CATALOGUE.dialogs])
def test_a_call_is_answered_in_every_state_of_every_dialog_whatever_is_broken(
    id: str, bot: Assistant, ines: Somebody
) -> None:
    @settings(max_examples=8, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
    @given(
        conversations(id), st.lists(events(id), max_size=3), st.sampled_from(CALLS), st.sampled_from(sorted(SERVICES))
    )
    def check(state: State, story: list[Drawn], call: str, broken: str) -> None:
        person = Talker(CATALOGUES[id], state)
        for event in story:
            person.hears(event)
        kept = put(bot, "ines", person.state)
        with pytest.MonkeyPatch.context() as patch:
            ines.bot = SERVICES[broken](bot, patch)
            told = ines.says(call)
        ines.bot = bot
        assert "112" in told, f"{broken} is broken"
        assert len(ines.messages) == 1
        left = bot.store.kept("telegram", "ines")
        assert {name: value for name, value in left.items() if name != KEPT} == kept
        assert ines.says(press("resume"))

    check()


@settings(max_examples=40, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(
    st.recursive(st.none() | st.booleans() | st.text(max_size=5), lambda one: st.lists(one, max_size=2), max_leaves=4)
    | st.dictionaries(
        st.sampled_from(("profile", "stack", KEPT, "shelf")),
        st.none() | st.dictionaries(st.sampled_from(("waits", "what", "until", "lang")), st.text(max_size=3)),
    )
)
def test_a_call_is_answered_whatever_the_database_has_kept(bot: Assistant, ines: Somebody, raw: Any) -> None:
    with bot.store.turn(channel="telegram", address="ines", event_id=bot.new_event_id("x"), at=NOW) as work:
        work.keep(raw)
    assert "117" in ines.says("sos")


# -- nobody reaches the mission of another ---------------------------------------------------------------------------

WHERE = {"ana": (0, 1), "bob": (0,), "eve": (1,), "zoe": ()}
"""Who is in which of the two missions: one person in both, one in each, one in none."""
SECRETS = (("Association Hippocampe", "Contact Libellule"), ("Association Ornithorynque", "Contact Axolotl"))
"""What only those of a mission may read."""
who_ever = st.sampled_from(sorted(WHERE))
where_ever = st.integers(0, 1)


def machine(bot: Assistant) -> type[RuleBasedStateMachine]:
    """Four people and two missions, new for each example; whatever is said goes through the whole assistant."""
    numbers = count(1)

    class FieldMachine(RuleBasedStateMachine):
        def __init__(self) -> None:
            super().__init__()
            example = next(numbers)
            self.refs = [self.mission_of(*secrets, example) for secrets in SECRETS]
            self.ids = [chair(bot).mission(reference).mission.id for reference in self.refs]
            self.people = {name: Somebody(bot, f"{name}{example}") for name in WHERE}
            for name, places in WHERE.items():
                for place in places:
                    self.people[name].joins(self.refs[place], "association" if name == "eve" else "volunteer", name)
            self.said: dict[str, str] = {}
            self.words = count(1)

        def mission_of(self, association: str, contact: str, example: int) -> str:
            reference = mission(bot, association=association, title=f"Mission {association} {example}")
            whole = chair(bot).mission(reference)
            sheet = {**whole.mission.sheet}
            sheet["contacts"] = [{**one, "name": contact} for one in sheet["contacts"]]
            with bot.store.desk(NOW) as desk:
                row = desk.missions.find(reference)
                assert row is not None
                from storage.missions_desk import Plan

                plan = Plan(row.direction, row.country, row.starts, row.ends, row.zone, sheet)
                desk.missions.set_sheet(row.id, plan, LEA.name)
            return reference

        # -- what people do ----------------------------------------------------------------------------------------

        def says(self, who: str, said: Said | str) -> None:
            told = self.people[who].says(said)
            for place, secrets in enumerate(SECRETS):
                if place not in WHERE[who]:
                    assert not any(secret in told for secret in (*secrets, self.refs[place])), told
            for words, speaker in self.said.items():
                assert words not in told or speaker == who

        @rule(who=who_ever, call=st.sampled_from(CALLS))
        def call(self, who: str, call: str) -> None:
            self.says(who, call)

        @rule(who=who_ever, where=where_ever)
        def alert(self, who: str, where: int) -> None:
            """Also with a forged button, of a mission that they are not in."""
            self.says(who, press("alert", self.ids[where]))

        @rule(who=who_ever, where=where_ever)
        def look(self, who: str, where: int) -> None:
            self.says(who, press("mission", self.ids[where]))

        @rule(who=who_ever)
        def write(self, who: str) -> None:
            words = f"Histoire de {who} numéro {next(self.words)}"
            self.said[words] = who
            self.says(who, words)

        @rule(who=who_ever)
        def be_somewhere(self, who: str) -> None:
            self.says(who, Sent("location", latitude=6.4, longitude=2.0))

        @rule(who=who_ever, which=st.integers(0, 9), act=st.sampled_from(("well", "seen")))
        def meddle(self, who: str, which: int, act: str) -> None:
            """Close or take an alert, with a button that may never have been shown to them."""
            before = [one for one in the_alerts(bot) if one.mission_id in self.ids and one.state != "closed"]
            if not before:
                return
            old = before[which % len(before)]
            self.says(who, press(act, old.id))
            now = next(one for one in the_alerts(bot) if one.id == old.id)
            own = act == "well" and self.owner(old.mission_person_id) == who
            assert now.state == ("closed" if own else old.state), f"{who} changed the alert of another"

        @rule(
            who=who_ever,
            act=st.sampled_from(("alert", "mission", "country", "nonsense")),
            what=st.sampled_from(("", "x")),
        )
        def forge(self, who: str, act: str, what: str) -> None:
            self.says(who, press(act, what))

        @rule(who=who_ever, where=where_ever, dialog=st.sampled_from([one.id for one in CATALOGUE.dialogs]))
        def forge_anything(self, who: str, where: int, dialog: str) -> None:
            found = CATALOGUE.dialog(dialog)
            assert found is not None
            for step in found.steps[:2]:
                for value in (self.ids[where], f"=open|{self.ids[where]}|", f"=livret|{self.ids[where]}|mission"):
                    self.says(who, Pressed(f"{dialog}@{self.ids[where]}", step.id, value))
                    self.says(who, Pressed(dialog, step.id, value))

        @rule(who=who_ever, said=st.sampled_from(("/menu", "1", "/aide", "Bénin", "/mission", "/livret", "/reprendre")))
        def go_on(self, who: str, said: str) -> None:
            self.says(who, Opened() if said == "1" else Typed(said))

        @rule(seconds=st.sampled_from((10, 30, 300)))
        def wait(self, seconds: int) -> None:
            for somebody in self.people.values():
                somebody.later(seconds=seconds)
                break

        # -- what holds --------------------------------------------------------------------------------------------

        def owner(self, place: str | None) -> str:
            with bot.store.desk(NOW) as desk:
                found = desk.missions.person(place or "")
            return found.name if found else ""

        @invariant()
        def every_alert_is_of_somebody_in_the_mission(self) -> None:
            for alert in the_alerts(bot):
                if alert.mission_id in self.ids:
                    name = self.owner(alert.mission_person_id)
                    assert self.ids.index(alert.mission_id) in WHERE[name]
                    for line in (alert.words or "").splitlines():
                        assert self.said.get(line, name) == name

    return FieldMachine


def test_nobody_reaches_the_mission_of_another_by_anything_they_say(tmp_path: Path) -> None:
    with assistant(tmp_path, [REGION]) as opened:
        bot = replace(watched(opened), offices={REGION: Office("slack", "C-1")})
        run_state_machine_as_test(
            machine(bot),
            settings=settings(
                max_examples=12,
                stateful_step_count=25,
                deadline=None,
                derandomize=True,
                suppress_health_check=list(HealthCheck),
            ),
        )

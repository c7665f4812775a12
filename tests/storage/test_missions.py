"""A mission: the network prepares it, people come in by a code, and each sees what is theirs."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import get_args

import pytest

from storage.errors import NotAllowed, StorageError
from storage.missions import STAGES, Kind, MissionJoined, MissionNotJoined, MissionShare
from storage.missions_desk import LivretVersion
from storage.records import Outgoing
from storage.retention import Retention
from storage.store import Store
from storage.tables import (
    Alert,
    AuditLine,
    Checkin,
    Conversation,
    Interview,
    Mission,
    MissionCode,
    Participant,
    Queued,
    Tick,
)
from storage.work import Work
from tests.storage.missions import HDF, PLAN, RULES, WEEK, come, invited, join, prepared, secret, shares, turn
from tests.storage.rows import bodies, counts, rows, say

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
FIRST = date(2025, 9, 1)
ALL = (Mission, Participant, MissionCode, Alert, Checkin, Tick, Interview)


def share(store: Store, who: str, at: datetime) -> MissionShare:
    [only] = shares(store, who, at)
    return only


def accepted(store: Store, id: str, at: datetime) -> None:
    with turn(store, "awa", f"submits {id}", at) as work:
        work.applications.begin(id, HDF, None, {"org_name": "Les Amis"})
        work.applications.submit(id, "HDF", at)


# -- the network prepares it -----------------------------------------------------------------------------------------


def test_a_mission_has_a_number_of_its_own_that_people_read_aloud(store: Store, now: datetime) -> None:
    assert [prepared(store, id, now) for id in ("m1", "m2")] == ["MHDF-2025-0001", "MHDF-2025-0002"]

    with store.desk(now) as desk:
        found = desk.missions.find(" mhdf-2025-2")
        assert found is not None
        assert (found.id, found.region, found.stage, found.livret_version) == ("m2", HDF, "need", 1)
        assert (found.starts, found.ends, found.zone) == (FIRST, date(2025, 9, 12), "Africa/Porto-Novo")
        assert (found.sheet, found.rules, found.created_by) == ({"title": "Le manioc"}, RULES, "Chloé")
        assert [desk.missions.find(other) for other in ("HDF-2025-2", "MHDF-2025-3", "m2", "")] == [None] * 4


def test_an_application_becomes_one_mission_even_if_asked_twice(store: Store, now: datetime) -> None:
    accepted(store, "a", now)
    prepared(store, "m1", now, application_id="a")

    with store.desk(now) as desk:
        again = desk.missions.create("m2", "MHDF", HDF, PLAN, RULES, "Malik", application_id="a")
        of_it = desk.missions.of_application("a")

    assert again is None
    assert of_it is not None
    assert of_it.id == "m1"
    assert counts(store, Mission) == (1,)


def test_of_two_who_begin_the_mission_of_an_application_at_once_one_does(store: Store, now: datetime) -> None:
    accepted(store, "a", now)
    together = threading.Barrier(3)

    def begin(number: int) -> bool:
        together.wait()
        with store.desk(now) as desk:
            return desk.missions.create(f"m{number}", "MHDF", HDF, PLAN, RULES, "Léa", application_id="a") is not None

    with ThreadPoolExecutor(3) as threads:
        assert sorted(threads.map(begin, range(3))) == [False, False, True]


def test_a_mission_outlives_its_application(store: Store, now: datetime) -> None:
    accepted(store, "a", now)
    prepared(store, "m1", now, application_id="a")

    store.purge(now + 6 * 365 * DAY, Retention(missions=10 * 365 * DAY))

    [mission] = rows(store, Mission)
    assert (mission.id, mission.application_id) == ("m1", None)


def test_missions_are_listed_by_region_and_by_stage(store: Store, now: datetime) -> None:
    for id in ("m1", "m2", "m3"):
        prepared(store, id, now)
    with store.desk(now) as desk:
        assert desk.missions.move("m2", "preparation")
        assert not desk.missions.move("m2", "preparation")

        assert [row.id for row in desk.missions.list()] == ["m1", "m2", "m3"]
        assert [row.id for row in desk.missions.list(HDF, "need")] == ["m1", "m3"]
        assert desk.missions.list("occitanie") == []
        with pytest.raises(NotAllowed):
            desk.missions.move("unknown", "closed")


def test_every_stage_of_the_programme_can_be_kept_and_no_other(store: Store, now: datetime) -> None:
    prepared(store, "m1", now)
    for stage in (*STAGES[1:], STAGES[0]):
        with store.desk(now) as desk:
            assert desk.missions.move("m1", stage)

    with pytest.raises(StorageError), store.desk(now) as desk:
        desk.missions.move("m1", "over")


def test_what_changes_in_the_sheet_is_a_new_version_of_the_livret_and_what_does_not_is_none(
    store: Store, now: datetime
) -> None:
    prepared(store, "m1", now)
    with store.desk(now + MINUTE) as desk:
        assert desk.missions.set_sheet("m1", PLAN, "Malik") is None
        assert desk.missions.set_sheet("m1", secret(PLAN, "Le gari"), "Malik") == 2
        assert desk.missions.set_sheet("m1", replace(secret(PLAN, "Le gari"), ends=None), "Léa") == 3
        row, versions = desk.missions.get("m1"), desk.missions.livrets("m1")

    assert row is not None
    assert (row.livret_version, row.sheet, row.ends) == (3, {"title": "Le gari"}, None)
    assert (row.livret_at, row.created_at) == (now + MINUTE, now)
    assert [(one.number, one.by, one.sheet["title"]) for one in versions] == [
        (1, "Chloé", "Le manioc"),
        (2, "Malik", "Le gari"),
        (3, "Léa", "Le gari"),
    ]
    assert isinstance(versions[0], LivretVersion)
    assert versions[0].sha256 != versions[1].sha256 == versions[2].sha256


# -- people come in --------------------------------------------------------------------------------------------------


def test_a_code_lets_one_person_into_their_place(store: Store, now: datetime) -> None:
    prepared(store, "m1", now)
    code = invited(store, "m1", "p1", now, name="Inès")

    assert join(store, "ines", code, now) == MissionJoined("m1", "p1", HDF, "volunteer", "Inès")

    mine = share(store, "ines", now)
    assert (mine.mission.id, mine.me.id, mine.me.name, mine.me.joined_at) == ("m1", "p1", "Inès", now)
    assert shares(store, "somebody", now) == []


def test_a_code_used_by_another_lets_nobody_in_and_says_whose_it_was(store: Store, now: datetime) -> None:
    prepared(store, "m1", now)
    code = invited(store, "m1", "p1", now, name="Inès")
    join(store, "ines", code, now)

    assert join(store, "thief", code, now) == MissionNotJoined("used", "m1", HDF, "Inès")

    assert shares(store, "thief", now) == []
    assert share(store, "ines", now).me.id == "p1"


def test_who_types_their_code_again_is_told_that_they_are_in(store: Store, now: datetime) -> None:
    prepared(store, "m1", now)
    code = invited(store, "m1", "p1", now, name="Inès")
    join(store, "ines", code, now)

    assert join(store, "ines", code, now + 30 * DAY) == MissionJoined("m1", "p1", HDF, "volunteer", "Inès", again=True)


def test_a_code_for_somebody_else_is_not_spent_by_whoever_is_in_already(store: Store, now: datetime) -> None:
    prepared(store, "m1", now)
    come(store, "m1", "ines", now)
    code = invited(store, "m1", "p2", now, "association", "Awa")

    tried = join(store, "ines", code, now)

    assert isinstance(tried, MissionJoined)
    assert (tried.name, tried.again) == ("ines", True)
    assert join(store, "awa", code, now) == MissionJoined("m1", "p2", HDF, "association", "Awa")


def test_a_code_that_is_too_old_lets_nobody_in(store: Store, now: datetime) -> None:
    prepared(store, "m1", now)
    code = invited(store, "m1", "p1", now, name="Inès")

    assert join(store, "ines", code, now + WEEK) == MissionNotJoined("expired", "m1", HDF, "Inès")


def test_a_mission_that_is_closed_takes_nobody_in(store: Store, now: datetime) -> None:
    prepared(store, "m1", now)
    code = invited(store, "m1", "p1", now)
    with store.desk(now) as desk:
        desk.missions.move("m1", "closed")

    assert isinstance(join(store, "ines", code, now), MissionNotJoined)


def test_a_code_that_nobody_made_reveals_nothing(store: Store, now: datetime) -> None:
    assert join(store, "ines", "a code", now) == MissionNotJoined("unknown")


def test_a_new_code_takes_the_place_of_the_one_that_was_lost(store: Store, now: datetime) -> None:
    prepared(store, "m1", now)
    lost = invited(store, "m1", "p1", now, name="Inès")
    found = invited(store, "m1", "another id", now + MINUTE, name="Inès")

    assert isinstance(join(store, "thief", lost, now + MINUTE), MissionNotJoined)
    assert isinstance(join(store, "ines", found, now + MINUTE), MissionJoined)
    assert [place.id for place in rows(store, Participant)] == ["p1"], "the same name in the same role is one place"


def test_nobody_is_invited_to_a_place_that_is_taken(store: Store, now: datetime) -> None:
    prepared(store, "m1", now)
    place = come(store, "m1", "ines", now)

    with store.desk(now) as desk:
        assert not desk.missions.invite(place, "another", now + WEEK, "Chloé")
        with pytest.raises(NotAllowed):
            desk.missions.invite("unknown", "another", now + WEEK, "Chloé")


def test_of_two_who_use_a_code_at_once_one_is_in(store: Store, now: datetime) -> None:
    prepared(store, "m1", now)
    code = invited(store, "m1", "p1", now)
    together = threading.Barrier(3)

    def use(who: str) -> bool:
        together.wait()
        return isinstance(join(store, who, code, now), MissionJoined)

    with ThreadPoolExecutor(3) as threads:
        assert sorted(threads.map(use, ("ana", "bob", "eve"))) == [False, False, True]


def test_a_code_tried_in_a_turn_that_fails_is_not_spent(store: Store, now: datetime) -> None:
    prepared(store, "m1", now)
    code = invited(store, "m1", "p1", now)

    def stumble() -> None:
        with turn(store, "ines", "stumbles", now) as work:
            work.missions.join(code)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        stumble()

    assert isinstance(join(store, "ines", code, now), MissionJoined)


def test_every_code_that_was_tried_is_in_the_audit_without_a_name(store: Store, now: datetime) -> None:
    prepared(store, "m1", now)
    code = invited(store, "m1", "p1", now, name="Inès")
    for who, tried in (("ines", code), ("thief", code), ("thief", "guess")):
        join(store, who, tried, now)

    assert [(line.who, line.action, line.subject, line.detail) for line in rows(store, AuditLine)] == [
        ("person:1", "mission.joined", "mission:m1", {"again": False}),
        ("person:2", "mission.join_refused", "mission:m1", {"why": "used"}),
        ("person:2", "mission.join_refused", "code", {"why": "unknown"}),
    ]


def test_whoever_came_in_with_a_stolen_code_is_let_out_and_leaves_nothing_to_the_next(
    store: Store, now: datetime
) -> None:
    prepared(store, "m1", now)
    code = invited(store, "m1", "p1", now, name="Inès")
    join(store, "thief", code, now)
    with turn(store, "thief", "writes", now) as work:
        work.missions.emergency("m1", {"call": "the thief"})
        work.missions.tick("m1", "passport")
        work.missions.alert("m1", "a1", "the thief's")
    with store.desk(now) as desk:
        assert desk.missions.let_out("p1")
        assert not desk.missions.let_out("p1")
        assert desk.missions.person("p1") is None

    joined = join(store, "ines", invited(store, "m1", "p2", now, name="Inès"), now)

    assert isinstance(joined, MissionJoined)
    assert shares(store, "thief", now) == []
    mine = share(store, "ines", now)
    assert (mine.me.emergency, mine.ticks, mine.alerts) == (None, frozenset(), ())
    assert isinstance(join(store, "thief", code, now), MissionNotJoined)


def test_people_of_a_mission_know_of_each_other_what_the_network_calls_them(store: Store, now: datetime) -> None:
    prepared(store, "m1", now)
    come(store, "m1", "ines", now)
    come(store, "m1", "awa", now + MINUTE, "association")
    invited(store, "m1", "p3", now + 2 * MINUTE, "partner", "La mairie")
    with turn(store, "ines", "says whom to call", now) as work:
        work.missions.emergency("m1", {"call": "her sister"})

    seen = share(store, "awa", now)

    fellows = [(one.role, one.name, one.joined) for one in seen.fellows]
    assert fellows == [("volunteer", "ines", True), ("partner", "La mairie", False)]
    assert "her sister" not in repr(seen) + str([one.__class__.__slots__ for one in seen.fellows])
    assert seen.me.emergency is None


def test_the_network_writes_to_everybody_who_joined(store: Store, now: datetime) -> None:
    prepared(store, "m1", now)
    come(store, "m1", "ines", now)
    invited(store, "m1", "p2", now)
    with store.desk(now) as desk:
        [member] = desk.missions.members("m1")
        desk.queue([Outgoing("Bon voyage")], member.conversation_id)

    assert (member.role, member.channel, member.address) == ("volunteer", "console", "ines")
    assert bodies(store, member.conversation_id, now) == ["Bon voyage"]


# -- in the field ----------------------------------------------------------------------------------------------------


def test_an_alert_is_kept_and_waits_until_somebody_takes_care_of_it(store: Store, now: datetime) -> None:
    prepared(store, "m1", now)
    place = come(store, "m1", "ines", now)
    with turn(store, "ines", "calls", now) as work:
        work.missions.alert("m1", "a1", "Accident de moto", (6.35, 2.1))

    with store.desk(now + MINUTE) as desk:
        [alert] = desk.missions.alerts()
        assert (alert.id, alert.mission_id, alert.mission_person_id, alert.at) == ("a1", "m1", place, now)
        assert (alert.words, alert.latitude, alert.longitude) == ("Accident de moto", 6.35, 2.1)
        assert desk.missions.acknowledge("a1", "Chloé")
        assert not desk.missions.acknowledge("a1", "Malik")
        assert not desk.missions.acknowledge("unknown", "Malik")
        assert desk.missions.alerts() == []

    [seen] = share(store, "ines", now + 2 * MINUTE).alerts
    assert (seen.state, seen.acknowledged_by, seen.acknowledged_at) == ("acknowledged", "Chloé", now + MINUTE)


def test_an_alert_that_waits_is_added_to_and_one_that_is_taken_care_of_is_not(store: Store, now: datetime) -> None:
    prepared(store, "m1", now)
    come(store, "m1", "ines", now)
    with turn(store, "ines", 1, now) as work:
        assert work.missions.alert("m1", "a1").words is None
        assert work.missions.alert("m1", "a2", "Je suis tombée", (6.0, 2.0)).id == "a1"
        more = work.missions.alert("m1", "a3", "Le genou")
    assert (more.words, more.latitude) == ("Je suis tombée\nLe genou", 6.0)
    with store.desk(now) as desk:
        desk.missions.acknowledge("a1", "Chloé")

    with turn(store, "ines", 2, now + MINUTE) as work:
        assert work.missions.alert("m1", "a4", "Encore").id == "a4"

    with store.desk(now) as desk:
        assert [one.id for one in desk.missions.alerts(("open", "acknowledged"), "m1")] == ["a1", "a4"]


def test_an_alert_goes_further_once_a_step_until_it_is_taken_care_of(store: Store, now: datetime) -> None:
    prepared(store, "m1", now)
    come(store, "m1", "ines", now)
    with turn(store, "ines", 1, now) as work:
        work.missions.alert("m1", "a1")

    with store.desk(now + MINUTE) as desk:
        assert desk.missions.escalated("a1", 1, {"way": "slack", "outcome": "down"})
        assert not desk.missions.escalated("a1", 1, {"way": "slack", "outcome": "twice"})
        assert desk.missions.escalated("a1", 2, {"way": "email"})
        alert = desk.missions.alert("a1")
        assert alert is not None
        assert (alert.escalated, alert.last_escalated_at) == (2, now + MINUTE)
        assert [one["way"] for one in alert.tried] == ["slack", "email"]
        desk.missions.acknowledge("a1", "Chloé")
        assert not desk.missions.escalated("a1", 3, {"way": "phone"})
        assert not desk.missions.escalated("unknown", 1, {})


def test_an_alert_is_over_when_the_person_or_the_network_says_so(store: Store, now: datetime) -> None:
    prepared(store, "m1", now)
    come(store, "m1", "ines", now)
    with turn(store, "ines", 1, now) as work:
        work.missions.alert("m1", "a1")
        assert work.missions.close_alert("a1")
        assert not work.missions.close_alert("a1")
        work.missions.alert("m1", "a2")
    with store.desk(now) as desk:
        assert not desk.missions.acknowledge("a1", "Chloé"), "nobody is needed any more"
        assert desk.missions.close_alert("a2", "Chloé")
        assert not desk.missions.close_alert("a2", "Malik")
        closed = desk.missions.alerts(("closed",))

    assert [(one.id, one.acknowledged_by, one.closed_at) for one in closed] == [("a1", None, now), ("a2", "Chloé", now)]
    assert share(store, "ines", now).alerts == ()


def test_a_volunteer_who_agreed_is_asked_every_day_and_answers(store: Store, now: datetime) -> None:
    prepared(store, "m1", now)
    place = come(store, "m1", "ines", now)
    come(store, "m1", "bob", now)
    with turn(store, "ines", "agrees", now) as work:
        work.missions.agree_checkins("m1", True)
    with store.desk(now) as desk:
        assert desk.missions.to_check_in() == []
        desk.missions.move("m1", "mission")
        assert desk.missions.check_in_daily("m1", True)
        assert not desk.missions.check_in_daily("m1", True)
        [(mission, person)] = desk.missions.to_check_in()
        assert (mission.id, person.id) == ("m1", place)
        assert desk.missions.ask_checkin(place, FIRST)
        assert not desk.missions.ask_checkin(place, FIRST)
        assert [one.day for one in desk.missions.open_checkins()] == [FIRST]
    assert [one.state for one in share(store, "ines", now).checkins] == ["asked"]

    with turn(store, "ines", "is fine", now + MINUTE) as work:
        before = work.missions.checkin("m1", FIRST)
        assert before is not None
        assert before.state == "asked"
        assert work.missions.checkin("m1", FIRST + DAY) is None

    with store.desk(now) as desk:
        assert desk.missions.open_checkins() == []
        assert not desk.missions.ask_checkin(place, FIRST + DAY), "they said so by themselves"
        assert not desk.missions.miss_checkin(place, FIRST)
    assert [one.state for one in share(store, "ines", now + DAY).checkins] == ["fine", "fine"]
    assert share(store, "ines", now + 120 * DAY).checkins == (), "those of the last days are seen, no older one"


def test_a_check_in_without_an_answer_is_asked_once_more_then_missed_and_an_answer_still_counts(
    store: Store, now: datetime
) -> None:
    prepared(store, "m1", now)
    place = come(store, "m1", "ines", now)
    with store.desk(now) as desk:
        desk.missions.ask_checkin(place, FIRST)
        assert desk.missions.ask_checkin_again(place, FIRST)
        assert not desk.missions.ask_checkin_again(place, FIRST)
        assert desk.missions.miss_checkin(place, FIRST)
        assert not desk.missions.miss_checkin(place, FIRST)
        assert desk.missions.open_checkins() == []
    assert [one.state for one in share(store, "ines", now).checkins] == ["missed"]

    with turn(store, "ines", "is fine", now + MINUTE) as work:
        before = work.missions.checkin("m1", FIRST)

    assert before is not None
    assert before.state == "missed"
    assert [(one.state, one.answered_at) for one in rows(store, Checkin)] == [("fine", now + MINUTE)]


def test_check_ins_are_paused_and_taken_up_again(store: Store, now: datetime) -> None:
    prepared(store, "m1", now)
    come(store, "m1", "ines", now)
    with turn(store, "ines", 1, now) as work:
        work.missions.agree_checkins("m1", True)
        work.missions.pause_checkins("m1", FIRST)
    assert (share(store, "ines", now).me.consent_checkins, share(store, "ines", now).me.paused_until) == (True, FIRST)

    with turn(store, "ines", 2, now) as work:
        work.missions.pause_checkins("m1", None)
    assert share(store, "ines", now).me.paused_until is None


def test_only_a_volunteer_is_asked_whether_all_is_well_or_leaves_emergency_data(store: Store, now: datetime) -> None:
    prepared(store, "m1", now)
    come(store, "m1", "awa", now, "association")
    refused: tuple[Callable[[Work], object], ...] = (
        lambda work: work.missions.emergency("m1", {}),
        lambda work: work.missions.checkin("m1", FIRST),
        lambda work: work.missions.agree_checkins("m1", True),
        lambda work: work.missions.pause_checkins("m1", None),
    )
    for number, act in enumerate(refused):
        with pytest.raises(NotAllowed), turn(store, "awa", number, now) as work:
            act(work)


# -- before and after ------------------------------------------------------------------------------------------------


def test_each_ticks_their_own_list(store: Store, now: datetime) -> None:
    prepared(store, "m1", now)
    ines, bob = come(store, "m1", "ines", now), come(store, "m1", "bob", now)
    with turn(store, "ines", 1, now) as work:
        for item in ("passport", "insurance", "insurance", "ariane"):
            work.missions.tick("m1", item)
        work.missions.tick("m1", "ariane", done=False)
    with turn(store, "bob", 1, now) as work:
        work.missions.tick("m1", "passport")

    assert share(store, "ines", now).ticks == {"passport", "insurance"}
    with store.desk(now) as desk:
        assert desk.missions.ticks("m1") == {ines: {"passport", "insurance"}, bob: {"passport"}}


def test_what_people_say_of_the_mission_is_kept_once_per_interview(store: Store, now: datetime) -> None:
    prepared(store, "m1", now)
    place = come(store, "m1", "ines", now)
    for number, kind in enumerate(get_args(Kind)):
        with turn(store, "ines", number, now + number * MINUTE) as work:
            work.missions.interview(f"i{number}", "m1", kind, {"first": 1})
            work.missions.interview(f"again {number}", "m1", kind, {"second": number})

    assert share(store, "ines", now).interviews == set(get_args(Kind))
    with store.desk(now) as desk:
        said = desk.missions.interviews("m1")
    assert [(one.kind, one.role, one.mission_person_id, one.answers) for one in said] == [
        (kind, "volunteer", place, {"second": number}) for number, kind in enumerate(get_args(Kind))
    ]


def test_people_agree_to_be_asked_again_months_later(store: Store, now: datetime) -> None:
    prepared(store, "m1", now)
    come(store, "m1", "awa", now, "association")
    assert not share(store, "awa", now).me.consent_followup

    with turn(store, "awa", 1, now) as work:
        work.missions.agree_followup("m1", True)

    assert share(store, "awa", now).me.consent_followup


# -- how long it is kept ---------------------------------------------------------------------------------------------


def a_mission_lived(store: Store, now: datetime) -> None:
    prepared(store, "m1", now)
    place = come(store, "m1", "ines", now)
    come(store, "m1", "awa", now, "association")
    with turn(store, "ines", "lives", now) as work:
        work.missions.emergency("m1", {"secret": 1})
        work.missions.alert("m1", "a1", "secret", (6.0, 2.0))
        work.missions.tick("m1", "passport")
        work.missions.interview("i1", "m1", "before", {"secret": 2})
        work.missions.checkin("m1", FIRST)
    with store.desk(now) as desk:
        thread = desk.thread("slack", "C1/mission:m1", "mission:m1")
        desk.queue([Outgoing("secret")], thread)
        desk.missions.escalated("a1", 1, {"secret": 3})
        desk.audit("staff:Chloé", "mission.invited", "mission:m1", {"name": "secret"})
        assert desk.missions.person(place) is not None


def test_whoever_is_erased_leaves_their_mission_with_all_they_left_there(store: Store, now: datetime) -> None:
    a_mission_lived(store, now)

    [sent] = store.outbox.heads(now, 1)
    store.outbox.done(sent, "170.1", now)

    store.forget(1, now, who="person:1")

    kept = {model: rows(store, model) for model in ALL}
    assert [len(kept[model]) for model in ALL] == [1, 1, 1, 1, 0, 0, 0]
    [alert] = rows(store, Alert)
    assert (alert.mission_person_id, alert.words, alert.latitude, alert.tried) == (None, None, None, None)
    assert "secret" not in str(kept)
    assert [row.body for row in rows(store, Queued)] == [None], "what the staff were sent may quote them"
    assert [one.name for one in share(store, "awa", now).fellows] == []


def test_what_served_in_the_field_goes_three_months_after_the_last_day(store: Store, now: datetime) -> None:
    a_mission_lived(store, now)
    last_day = datetime(2025, 9, 12, 12, tzinfo=now.tzinfo)

    assert store.purge(last_day + 92 * DAY).field == 0
    assert counts(store, Checkin) == (1,)
    assert store.purge(last_day + 93 * DAY).field == 3

    assert counts(store, Mission, Participant, Alert, Checkin, Tick, Interview) == (1, 2, 1, 0, 1, 1)
    assert [place.emergency for place in rows(store, Participant)] == [None, None]
    assert [(one.words, one.longitude) for one in rows(store, Alert)] == [(None, None)]


def test_codes_go_three_months_after_they_expired(store: Store, now: datetime) -> None:
    a_mission_lived(store, now)

    assert store.purge(now + WEEK + 92 * DAY).codes == 0
    assert store.purge(now + WEEK + 93 * DAY).codes == 2


def test_a_mission_goes_once_it_need_not_be_accounted_for_with_its_thread_and_what_was_noted(
    store: Store, now: datetime
) -> None:
    a_mission_lived(store, now)

    assert store.purge(now + 5 * 365 * DAY).missions == 0
    gone = store.purge(now + 5 * 365 * DAY + MINUTE, Retention(audit=9999 * DAY))

    assert (gone.missions, gone.threads) == (1, 1)
    assert counts(store, *ALL) == (0,) * len(ALL)
    assert {line.detail for line in rows(store, AuditLine)} == {None}
    assert not [one for one in rows(store, Conversation) if one.about]


def test_somebody_silent_for_two_years_leaves_no_place_to_the_next_one(store: Store, now: datetime) -> None:
    a_mission_lived(store, now)
    say(store, "awa", "later", now + 700 * DAY)

    store.purge(now + 731 * DAY, Retention(field=9999 * DAY))

    assert [place.name for place in rows(store, Participant)] == ["awa"]
    assert [(one.words, one.mission_person_id) for one in rows(store, Alert)] == [(None, None)]

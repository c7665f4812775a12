"""Applications: whose they are, who may write in them, what is kept of them as submitted, and for how long."""

import threading
import traceback
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

import pytest
from sqlalchemy import text

from storage.applications import ApplicationRow, Applications, Joined, NotJoined, Submitted, canonical
from storage.errors import NotAllowed, StorageError
from storage.records import Filed, Json, Outgoing
from storage.retention import Retention
from storage.store import Store
from storage.tables import (
    Application,
    AuditLine,
    Conversation,
    Invitation,
    Membership,
    Offer,
    Person,
    ReferenceCounter,
    SubmittedVersion,
)
from tests.storage.rows import bodies, counts, rows, say

CALL, DAY, MONTH = "hdf-2025", timedelta(days=1), timedelta(days=30)
CODE, PAPER = "c" * 64, "f" * 64
NOW = datetime(2025, 5, 14, 9, 30, tzinfo=UTC)
_events = count()


@contextmanager
def turn(store: Store, who: str, at: datetime = NOW) -> Iterator[Applications]:
    """What somebody does with their applications, in a turn of their own."""
    with store.turn(channel="console", address=who, event_id=f"event {next(_events)}", at=at) as work:
        yield work.applications


def begin(store: Store, who: str, id: str = "one", call: str | None = CALL, **answers: Json) -> ApplicationRow:
    with turn(store, who) as hers:
        return hers.begin(id, "hauts-de-france", call, answers)


def mine(store: Store, who: str) -> list[ApplicationRow]:
    with turn(store, who) as hers:
        return hers.mine()


def answers(store: Store, who: str) -> dict[str, Any]:
    """The answers of somebody's only application."""
    (only,) = mine(store, who)
    return only.answers


def write(store: Store, who: str, question: str, value: Json, id: str = "one", at: datetime = NOW) -> None:
    with turn(store, who, at) as hers:
        hers.write(id, question, value)


def submit(store: Store, who: str, id: str = "one", at: datetime = NOW, prefix: str = "HDF") -> Submitted:
    with turn(store, who, at) as hers:
        return hers.submit(id, prefix, at)


def share(store: Store, owner: str, colleague: str, id: str = "one", code: str = CODE) -> None:
    with turn(store, owner) as hers:
        hers.invite(id, code, NOW + DAY)
    assert join(store, colleague, code) == Joined(id)


def join(store: Store, who: str, code: str = CODE, at: datetime = NOW) -> Joined | NotJoined:
    with turn(store, who, at) as theirs:
        return theirs.join(code)


def person(store: Store, who: str) -> int:
    return {row.address: row.person_id or 0 for row in rows(store, Conversation)}[who]


def correct(store: Store, *fields: str, id: str = "one") -> bool:
    with store.desk(NOW) as desk:
        return desk.correct(id, "lea", fields, "Précisez")


def decide(store: Store, verdict: str, id: str = "one", at: datetime = NOW) -> bool:
    with store.desk(at) as desk:
        return desk.accept(id, "lea", "Bravo") if verdict == "accept" else desk.refuse(id, "lea", "Désolés")


def refused(store: Store, why: str, act: Callable[[Applications], object], who: str, at: datetime = NOW) -> None:
    """The person is refused, and nothing changes."""

    def try_it() -> None:
        with turn(store, who, at) as theirs:
            act(theirs)

    before = [row.model_dump() for row in rows(store, Application)]
    with pytest.raises(NotAllowed) as caught:
        try_it()
    assert caught.value.why == why
    assert [row.model_dump() for row in rows(store, Application)] == before


def execute(store: Store, statement: str) -> None:
    with store._database.writing() as connection:
        connection.execute(text(statement))


def in_a_row(times: int, work: Callable[[int], None]) -> Callable[[], None]:
    """The same work, one turn after the other."""

    def run() -> None:
        for number in range(times):
            work(number)

    return run


def together(*works: Callable[[], Any]) -> list[Any]:
    """Run these at the same instant, each in its thread."""
    ready = threading.Barrier(len(works))

    def run(work: Callable[[], Any]) -> Any:
        ready.wait(10)
        return work()

    with ThreadPoolExecutor(len(works)) as threads:
        return list(threads.map(run, works))


# Whose it is


def test_what_was_begun_is_found_again_with_its_answers(store: Store) -> None:
    begun = begin(store, "ana", name="Les Amis", sdgs=[1, 4])

    assert mine(store, "ana") == [begun]
    assert (begun.state, begun.stage, begun.reference, begun.version) == ("draft", "need", None, 0)
    assert (begun.owner, begun.colleagues, begun.answers) == (True, 0, {"name": "Les Amis", "sdgs": [1, 4]})


def test_two_strangers_with_the_same_siret_never_see_each_others_draft(store: Store) -> None:
    begin(store, "ana", "one", siret="80295478500028", secret="of Ana")
    begin(store, "bob", "two", siret="80295478500028", secret="of Bob")

    assert answers(store, "ana")["secret"] == "of Ana"
    assert answers(store, "bob")["secret"] == "of Bob"


@pytest.mark.parametrize(
    "act",
    [
        lambda theirs: theirs.write("one", "name", "x"),
        lambda theirs: theirs.submit("one", "HDF", NOW),
        lambda theirs: theirs.withdraw("one"),
        lambda theirs: theirs.invite("one", CODE, NOW + DAY),
        lambda theirs: theirs.recontact("one", True),
        lambda theirs: theirs.versions("one"),
        lambda theirs: theirs.members("one"),
        lambda theirs: theirs.begin("one", "hauts-de-france", None, {}),
        lambda theirs: theirs.begin("one", "hauts-de-france", CALL, {}),
    ],
)
def test_a_stranger_who_knows_the_id_can_do_nothing_and_learns_nothing(
    store: Store, act: Callable[[Applications], object]
) -> None:
    begin(store, "ana")

    refused(store, "unknown", act, "bob")


def test_an_unknown_id_is_told_with_the_same_word(store: Store) -> None:
    refused(store, "unknown", lambda theirs: theirs.write("nothing", "name", "x"), "bob")


def test_one_draft_per_owner_and_call_is_found_again_as_it_was_left(store: Store) -> None:
    begin(store, "ana", "one", name="as left")

    again = begin(store, "ana", "two", name="begun again")

    assert (again.id, again.answers) == ("one", {"name": "as left"})
    assert counts(store, Application, Membership) == (1, 1)


def test_another_call_another_need_and_another_year_are_other_drafts(store: Store) -> None:
    for id, call in (("a", CALL), ("b", "hdf-2026"), ("c", None), ("d", None)):
        begin(store, "ana", id, call)

    assert [row.id for row in mine(store, "ana")] == ["a", "b", "c", "d"]


def test_once_submitted_or_withdrawn_another_draft_of_the_call_may_begin(store: Store) -> None:
    begin(store, "ana", "one")
    submit(store, "ana", "one")
    begin(store, "ana", "two")
    with turn(store, "ana") as hers:
        hers.withdraw("two")

    assert begin(store, "ana", "three").id == "three"


def test_a_person_on_two_devices_who_begins_twice_at_once_has_one_draft(store: Store) -> None:
    say(store, "ana", "a", NOW)
    say(store, "ana's phone", "b", NOW)
    # Nobody can link two conversations yet, so this is done by hand.
    execute(store, f"UPDATE conversations SET person_id = {person(store, 'ana')}")

    begun = together(lambda: begin(store, "ana", "one").id, lambda: begin(store, "ana's phone", "two").id)

    assert len(set(begun)) == 1
    assert counts(store, Application) == (1,)


def test_a_turn_that_fails_begins_nothing(store: Store) -> None:
    def stumble() -> None:
        with turn(store, "ana") as hers:
            hers.begin("one", "hauts-de-france", CALL, {})
            hers.submit("one", "HDF", NOW)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        stumble()

    assert counts(store, Application, Membership, SubmittedVersion, ReferenceCounter) == (0, 0, 0, 0)


def test_an_event_delivered_twice_writes_once(store: Store) -> None:
    begin(store, "ana")
    for value in ("first", "again"):
        with store.turn(channel="console", address="ana", event_id="the same", at=NOW) as work:
            work.applications.write("one", "name", value)

    assert answers(store, "ana") == {"name": "first"}


# Writing


def test_every_answer_is_kept_as_it_is_given(store: Store) -> None:
    begin(store, "ana", name="Les Amis")

    write(store, "ana", "people", [{"name": "أمل"}, {"name": "Zoé \x00\ud800"}])
    write(store, "ana", "website", None)

    assert answers(store, "ana") == {
        "name": "Les Amis",
        "people": [{"name": "أمل"}, {"name": "Zoé \x00\ud800"}],
        "website": None,
    }


def test_colleagues_who_answer_different_questions_at_once_lose_nothing(store: Store) -> None:
    begin(store, "ana")
    people = ["ana", "bob", "chloe", "dan"]
    for number, colleague in enumerate(people[1:]):
        share(store, "ana", colleague, code=str(number))

    def fill_in(who: str) -> Callable[[], None]:
        return in_a_row(5, lambda number: write(store, who, f"{who} {number}", number))

    together(*(fill_in(who) for who in people))

    assert answers(store, "ana") == {f"{who} {number}": number for who in people for number in range(5)}
    assert mine(store, "ana")[0].revision == 20


def test_what_somebody_has_read_does_not_change_under_their_hands(store: Store) -> None:
    """So a clash is seen: whoever comes second reads what the first has answered."""
    begin(store, "ana")
    share(store, "ana", "bob")

    def add_one(who: str) -> Callable[[], None]:
        def once(_: int) -> None:
            with turn(store, who) as theirs:
                (read,) = theirs.mine()
                theirs.write("one", "count", read.answers.get("count", 0) + 1)

        return in_a_row(5, once)

    together(add_one("ana"), add_one("bob"))

    assert answers(store, "ana") == {"count": 10}


def test_what_is_submitted_withdrawn_or_decided_takes_no_more_answers(store: Store) -> None:
    begin(store, "ana", "one")
    submit(store, "ana", "one")
    refused(store, "closed", lambda hers: hers.write("one", "name", "x"), "ana")
    refused(store, "closed", lambda hers: hers.submit("one", "HDF", NOW), "ana")
    decide(store, "accept")
    refused(store, "closed", lambda hers: hers.write("one", "name", "x"), "ana")
    refused(store, "closed", lambda hers: hers.withdraw("one"), "ana")

    begin(store, "ana", "two")
    with turn(store, "ana") as hers:
        hers.withdraw("two")
    refused(store, "closed", lambda hers: hers.write("two", "name", "x"), "ana")
    refused(store, "closed", lambda hers: hers.invite("two", CODE, NOW + DAY), "ana")


def test_an_application_in_a_traceback_shows_nothing_that_was_said(store: Store) -> None:
    begin(store, "ana", secret="06 12 34 56 78")

    assert "06 12" not in str(mine(store, "ana"))
    submit(store, "ana")
    with store.desk(NOW) as desk:
        assert "06 12" not in str([desk.list(), desk.versions("one"), desk.members("one")])


# Sharing


def test_a_colleague_who_was_invited_fills_in_the_same_draft(store: Store) -> None:
    begin(store, "ana", name="Les Amis")
    share(store, "ana", "bob")

    write(store, "bob", "budget", "1200.00")

    assert answers(store, "ana") == answers(store, "bob") == {"name": "Les Amis", "budget": "1200.00"}
    (hers,), (his,) = mine(store, "ana"), mine(store, "bob")
    assert (hers.owner, his.owner, hers.colleagues) == (True, False, 1)


def test_an_invitation_lets_one_colleague_in(store: Store) -> None:
    begin(store, "ana")
    share(store, "ana", "bob")

    assert join(store, "eve") == NotJoined("used")
    assert mine(store, "eve") == []


def test_of_two_who_use_a_code_at_once_one_gets_in(store: Store) -> None:
    begin(store, "ana")
    with turn(store, "ana") as hers:
        hers.invite("one", CODE, NOW + DAY)

    said = together(*(lambda who=who: join(store, who) for who in ("bob", "eve", "dan")))

    assert sorted(said, key=str) == [Joined("one"), NotJoined("used"), NotJoined("used")]
    assert counts(store, Membership) == (2,)


def test_a_code_ends_at_its_hour_and_not_before(store: Store) -> None:
    begin(store, "ana")
    with turn(store, "ana") as hers:
        hers.invite("one", CODE, NOW + DAY)

    assert join(store, "bob", at=NOW + DAY) == NotJoined("expired")
    assert join(store, "bob", at=NOW + DAY - timedelta(seconds=1)) == Joined("one")


def test_a_code_that_nobody_made_opens_nothing(store: Store) -> None:
    begin(store, "ana")

    assert join(store, "bob", "d" * 64) == NotJoined("unknown")


def test_a_code_to_what_was_withdrawn_opens_nothing(store: Store) -> None:
    begin(store, "ana")
    with turn(store, "ana") as hers:
        hers.invite("one", CODE, NOW + DAY)
        hers.withdraw("one")

    assert join(store, "bob") == NotJoined("expired")


def test_whoever_is_in_already_does_not_spend_the_code(store: Store) -> None:
    begin(store, "ana")
    with turn(store, "ana") as hers:
        hers.invite("one", CODE, NOW + DAY)

    assert join(store, "ana") == Joined("one")
    assert join(store, "bob") == Joined("one")
    assert join(store, "bob") == Joined("one")


def test_only_the_owner_invites_and_withdraws(store: Store) -> None:
    begin(store, "ana")
    share(store, "ana", "bob")

    refused(store, "not_owner", lambda his: his.invite("one", "d" * 64, NOW + DAY), "bob")
    refused(store, "not_owner", lambda his: his.withdraw("one"), "bob")


def test_everybody_in_it_can_be_told(store: Store) -> None:
    begin(store, "ana")
    share(store, "ana", "bob")
    bob = say(store, "bob", "kept", NOW, state={"profile": {"lang": "pt"}})

    with store.desk(NOW) as desk:
        told = [(one.address, one.owner) for one in desk.members("one")]
        desk.queue([Outgoing(body=1), Outgoing(body=2)], desk.members("one")[1].conversation_id)
    with turn(store, "bob") as his:
        states = [one.state for one in his.members("one")]

    assert told == [("ana", True), ("bob", False)]
    assert states == [None, {"profile": {"lang": "pt"}}]
    assert bodies(store, bob, NOW) == [1, 2]


# Submitting


def test_what_is_submitted_gets_a_reference_and_is_kept_as_it_was(store: Store) -> None:
    begin(store, "ana", name="Les Amis")

    submitted = submit(store, "ana")

    assert (submitted.reference, submitted.version, submitted.at) == ("HDF-2025-0001", 1, NOW)
    (row,) = mine(store, "ana")
    assert (row.state, row.reference, row.version, row.submitted_at) == ("submitted", "HDF-2025-0001", 1, NOW)
    with turn(store, "ana") as hers:
        (version,) = hers.versions("one")
    assert (version.number, version.reference, version.lang) == (1, "HDF-2025-0001", "fr")
    assert (version.answers, version.sha256, version.pdf_sha256) == ({"name": "Les Amis"}, submitted.sha256, None)


def test_the_same_answers_in_another_order_are_the_same_document(store: Store) -> None:
    begin(store, "ana", "one", a=1, b={"x": 1, "y": "é"})
    begin(store, "bob", "two", b={"y": "é", "x": 1}, a=1)

    assert submit(store, "ana", "one").sha256 == submit(store, "bob", "two").sha256
    kept = [list(row.answers) + list(row.answers["b"]) for row in rows(store, SubmittedVersion)]
    assert kept == [["a", "b", "x", "y"]] * 2
    assert canonical({"b": "é", "a": None}) == '{"a":null,"b":"\\u00e9"}'


def test_references_count_from_one_by_network_and_by_year_in_paris(store: Store) -> None:
    midnight = datetime(2025, 12, 31, 23, 0, tzinfo=UTC)  # 2026 begins in Paris
    for number in range(6):
        begin(store, "ana", str(number), None)

    references = [
        submit(store, "ana", "0", NOW).reference,
        submit(store, "ana", "1", midnight - timedelta(seconds=1)).reference,
        submit(store, "ana", "2", midnight).reference,
        submit(store, "ana", "3", NOW, "OCC").reference,
        submit(store, "ana", "4", NOW, "hdf").reference,
    ]

    assert references == ["HDF-2025-0001", "HDF-2025-0002", "HDF-2026-0001", "OCC-2025-0001", "HDF-2025-0003"]


def test_references_of_submissions_at_once_are_unique_and_without_a_gap(store: Store) -> None:
    people = [f"person {number}" for number in range(6)]
    for who in people:
        for number in range(3):
            begin(store, who, f"{who}/{number}", None)

    def hand_in(who: str) -> Callable[[], list[str]]:
        return lambda: [submit(store, who, f"{who}/{number}").reference for number in range(3)]

    given = [reference for theirs in together(*map(hand_in, people)) for reference in theirs]

    assert sorted(given) == [f"HDF-2025-{number:04d}" for number in range(1, 19)]


def test_a_submission_that_fails_takes_no_number(store: Store) -> None:
    begin(store, "ana", "one")
    begin(store, "bob", "two")

    def stumble() -> None:
        with turn(store, "ana") as hers:
            hers.submit("one", "HDF", NOW)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        stumble()

    assert submit(store, "bob", "two").reference == "HDF-2025-0001"
    assert mine(store, "ana")[0].state == "draft"


def test_of_two_colleagues_who_submit_at_once_one_submits(store: Store) -> None:
    begin(store, "ana")
    share(store, "ana", "bob")

    def hand_in(who: str) -> Callable[[], str]:
        def run() -> str:
            try:
                return submit(store, who).reference
            except NotAllowed as refusal:
                return refusal.why

        return run

    assert sorted(together(hand_in("ana"), hand_in("bob"))) == ["HDF-2025-0001", "closed"]
    assert counts(store, SubmittedVersion) == (1,)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE application_versions SET answers = '{}'",
        "UPDATE application_versions SET sha256 = 'x', answers = '{}'",
        "UPDATE application_versions SET reference = 'HDF-2025-0009'",
        "UPDATE application_versions SET submitted_at = created_at FROM applications",
        "UPDATE application_versions SET lang = 'en'",
        "UPDATE application_versions SET number = 2",
        "UPDATE application_versions SET application_id = 'two'",
        "UPDATE application_versions SET correction_words = 'x'",
        "UPDATE application_versions SET correction_fields = '[]'",
        "UPDATE application_versions SET pdf_sha256 = NULL",
        "UPDATE application_versions SET pdf_sha256 = 'x'",
        "DELETE FROM application_versions",
    ],
)
def test_a_submitted_version_never_changes_whatever_asks(store: Store, statement: str) -> None:
    begin(store, "ana", "one", name="Les Amis")
    begin(store, "ana", "two", None)
    submit(store, "ana")
    with store.desk(NOW) as desk:
        desk.version_paper("one", 1, PAPER)
    before = [row.model_dump() for row in rows(store, SubmittedVersion)]

    with pytest.raises(StorageError) as caught:
        execute(store, statement)

    assert caught.value.code == "refused"
    assert "Les Amis" not in "".join(traceback.format_exception(caught.value))
    assert [row.model_dump() for row in rows(store, SubmittedVersion)] == before


def test_no_version_is_replaced_or_emptied_by_the_databases_own_short_cuts(store: Store) -> None:
    begin(store, "ana")
    submit(store, "ana")
    columns = "application_id, number, reference, submitted_at, lang, sha256, answers"
    short_cut = (
        f"INSERT OR REPLACE INTO application_versions ({columns}) "
        "SELECT application_id, number, reference, submitted_at, lang, sha256, '{}' FROM application_versions"
        if store.embedded
        else "TRUNCATE application_versions"
    )

    with pytest.raises(StorageError):
        execute(store, short_cut)

    assert counts(store, SubmittedVersion) == (1,)


def test_the_paper_of_a_version_is_set_once(store: Store) -> None:
    begin(store, "ana")
    submit(store, "ana")

    with store.desk(NOW) as desk:
        assert desk.version_paper("one", 1, PAPER) == PAPER
    with store.desk(NOW) as desk:
        assert desk.version_paper("one", 1, "e" * 64) == PAPER
        assert [one.pdf_sha256 for one in desk.versions("one")] == [PAPER]


# Correcting and deciding


def test_a_correction_takes_the_fields_it_names_and_those_that_follow_from_them(store: Store) -> None:
    begin(store, "ana", head_office="59000", network="Lianes", name="Les Amis")
    submit(store, "ana")

    assert correct(store, "head_office")

    refused(store, "not_asked", lambda hers: hers.write("one", "name", "x"), "ana")
    refused(store, "not_asked", lambda hers: hers.write("one", "network", "x"), "ana")
    with turn(store, "ana") as hers:
        hers.write("one", "head_office", "31000")
        hers.write("one", "network", "Occitanie Coopération", lambda row: (*row.correction_fields, "network"))
    assert answers(store, "ana") == {"head_office": "31000", "network": "Occitanie Coopération", "name": "Les Amis"}


def test_a_correction_opens_the_next_version_and_leaves_the_first(store: Store) -> None:
    begin(store, "ana", head_office="59000")
    first = submit(store, "ana")
    correct(store, "head_office")
    (asked,) = mine(store, "ana")
    write(store, "ana", "head_office", "80000")

    second = submit(store, "ana", at=NOW + DAY)

    assert (asked.state, asked.correction_fields, asked.correction_words) == (
        "correction",
        ("head_office",),
        "Précisez",
    )
    assert (second.reference, second.version) == (first.reference, 2)
    assert second.sha256 != first.sha256
    with store.desk(NOW) as desk:
        kept = [
            (one.answers["head_office"], one.correction_fields, one.correction_words) for one in desk.versions("one")
        ]
    assert kept == [("59000", (), None), ("80000", ("head_office",), "Précisez")]
    (row,) = mine(store, "ana")
    assert (row.state, row.version, row.correction_fields, row.correction_words) == ("submitted", 2, (), None)
    assert row.submitted_at == NOW + DAY


def test_what_is_decided_during_a_correction_is_decided_on_what_was_submitted(store: Store) -> None:
    begin(store, "ana", head_office="59000")
    submit(store, "ana")
    correct(store, "head_office")
    write(store, "ana", "head_office", "half typed")

    assert decide(store, "accept")

    (row,) = mine(store, "ana")
    assert (row.state, row.answers, row.correction_fields) == ("accepted", {"head_office": "59000"}, ())


@pytest.mark.parametrize(("first", "second"), [("accept", "accept"), ("accept", "refuse"), ("refuse", "accept")])
def test_a_decision_is_taken_once_and_tells_by_whom_and_when(store: Store, first: str, second: str) -> None:
    begin(store, "ana")
    submit(store, "ana")

    assert decide(store, first)
    assert not decide(store, second, at=NOW + DAY)
    assert not correct(store, "name")

    with store.desk(NOW + DAY) as desk:
        row = desk.find("HDF-2025-0001")
        assert row is not None
        assert (row.state, row.decided_by, row.decided_at) == (f"{first}ed".replace("eed", "ed"), "lea", NOW)
        assert row.decision_words == ("Bravo" if first == "accept" else "Désolés")


def test_of_two_of_the_staff_who_decide_at_once_one_decides(store: Store) -> None:
    begin(store, "ana")
    submit(store, "ana")

    said = together(lambda: decide(store, "accept"), lambda: decide(store, "refuse"))

    assert sorted(said) == [False, True]


def test_a_draft_cannot_be_decided_upon(store: Store) -> None:
    begin(store, "ana")

    assert not decide(store, "accept")
    assert not decide(store, "refuse")
    assert not correct(store, "name")
    with store.desk(NOW) as desk:
        assert not desk.move("one", "mission")
    with pytest.raises(NotAllowed):
        decide(store, "accept", "nothing")


def test_the_person_sees_where_it_is_in_the_process(store: Store) -> None:
    begin(store, "ana")
    submit(store, "ana")
    decide(store, "accept")

    with store.desk(NOW) as desk:
        assert desk.move("one", "convention")
        assert not desk.move("one", "convention")

    assert mine(store, "ana")[0].stage == "convention"


def test_the_desk_finds_a_reference_as_people_type_it(store: Store) -> None:
    begin(store, "ana")
    submit(store, "ana")

    with store.desk(NOW) as desk:
        for typed in ("HDF-2025-0001", " hdf-2025-1 "):
            row = desk.find(typed)
            assert row is not None
            assert (row.id, row.owner, row.members) == ("one", False, 1)
        for wrong in ("HDF-2025-0002", "OCC-2025-0001", "HDF", "", "--", "HDF-2025-99999999999", "HDF-20²5-1"):
            assert desk.find(wrong) is None


def test_the_desk_lists_what_was_submitted_and_no_draft(store: Store) -> None:
    begin(store, "ana", "a")
    begin(store, "bob", "b")
    begin(store, "chloe", "c")
    submit(store, "bob", "b")
    submit(store, "ana", "a")
    decide(store, "accept", "a")

    with store.desk(NOW) as desk:
        assert [row.reference for row in desk.list()] == ["HDF-2025-0001", "HDF-2025-0002"]
        assert [row.id for row in desk.list(state="accepted")] == ["a"]
        assert [row.id for row in desk.list("hauts-de-france", "submitted")] == ["b"]
        assert desk.list("occitanie") == []
        assert desk.list(state="draft") == []


def test_an_offer_of_expertise_reaches_its_network_and_one_to_any_reaches_all(store: Store) -> None:
    with turn(store, "ana") as hers:
        hers.offer("x", "occitanie", {"skill": "comptabilité"})
        hers.offer("y", None, {"skill": "eau"})

    with store.desk(NOW) as desk:
        assert [offer.answers["skill"] for offer in desk.offers("occitanie")] == ["comptabilité", "eau"]
        assert [offer.answers["skill"] for offer in desk.offers("hauts-de-france")] == ["eau"]
        assert len(desk.offers()) == 2


# Forgetting


def test_forgetting_a_person_takes_their_drafts_offers_and_memberships(store: Store) -> None:
    begin(store, "ana", secret="of Ana")
    begin(store, "bob", "two")
    with turn(store, "ana") as hers:
        hers.offer("x", None, {"skill": "eau"})
    with store.desk(NOW) as desk:
        desk.audit("bot", "noted", "application:one", {"secret": "of Ana"})

    store.forget(person(store, "ana"), NOW, "person:7")

    assert [row.id for row in rows(store, Application)] == ["two"]
    assert counts(store, Offer, Membership) == (0, 1)
    assert [line.detail for line in rows(store, AuditLine)] == [None, None]


def test_a_submitted_application_keeps_its_versions_and_loses_the_person(store: Store) -> None:
    begin(store, "ana", name="Les Amis")
    submit(store, "ana")
    with store.desk(NOW) as desk:
        desk.version_paper("one", 1, PAPER)
    with store.turn(channel="console", address="ana", event_id="her hold on the paper", at=NOW) as work:
        work.record(Filed(PAPER, 1, "application/pdf"))
        ana = work.person_id

    assert store.forget(ana, NOW, "person:7") == (), "the network's copy of the paper stays"

    with store.desk(NOW) as desk:
        row = desk.find("HDF-2025-0001")
        assert row is not None
        assert (row.members, desk.members("one")) == (0, [])
        assert [one.answers for one in desk.versions("one")] == [{"name": "Les Amis"}]
        assert desk.accept("one", "lea")
    assert [row.owner_id for row in rows(store, Application)] == [None]
    assert mine(store, "ana") == []


def test_a_shared_draft_goes_on_with_the_oldest_colleague_as_its_owner(store: Store) -> None:
    begin(store, "ana", name="Les Amis")
    share(store, "ana", "bob", code="1")
    share(store, "ana", "chloe", code="2")

    store.forget(person(store, "ana"), NOW, "person:7")

    (his,), (hers,) = mine(store, "bob"), mine(store, "chloe")
    assert (his.owner, hers.owner, his.colleagues, his.answers) == (True, False, 1, {"name": "Les Amis"})
    assert begin(store, "bob", "two").id == "one", "it is his draft of that call now"


def test_a_colleague_who_has_a_draft_of_that_call_already_does_not_inherit_a_second(store: Store) -> None:
    begin(store, "ana", "one")
    begin(store, "bob", "his own")
    share(store, "ana", "bob", code="1")
    share(store, "ana", "chloe", code="2")

    store.forget(person(store, "ana"), NOW, "person:7")

    assert {row.id: row.owner for row in mine(store, "bob")} == {"his own": True, "one": False}
    assert mine(store, "chloe")[0].owner


def test_forgetting_a_colleague_changes_nothing_else(store: Store) -> None:
    begin(store, "ana", name="Les Amis")
    share(store, "ana", "bob")

    store.forget(person(store, "bob"), NOW, "person:7")

    (row,) = mine(store, "ana")
    assert (row.owner, row.colleagues, row.answers) == (True, 0, {"name": "Les Amis"})
    assert join(store, "eve") == NotJoined("used"), "a code that somebody forgotten has used stays used"


def test_an_invitation_of_somebody_forgotten_names_nobody(store: Store) -> None:
    begin(store, "ana")
    share(store, "ana", "bob")

    store.forget(person(store, "ana"), NOW, "person:7")
    store.forget(person(store, "bob"), NOW, "person:7")

    assert counts(store, Application, Invitation, Person) == (0, 0, 0)


# Keeping


def kept_for(store: Store, days: int, policy: Retention | None = None) -> bool:
    """Whether it is there at the end of that day, and gone a second later."""
    end = NOW + days * DAY
    assert store.purge(end, policy).applications == 0
    assert counts(store, Application) == (1,)
    assert store.purge(end + timedelta(seconds=1), policy).applications == 1
    assert store.purge(end + timedelta(seconds=1), policy).applications == 0
    return counts(store, Application, Membership, SubmittedVersion) == (0, 0, 0)


def test_a_draft_is_kept_two_years_after_it_was_last_touched(store: Store) -> None:
    begin(store, "ana")

    assert kept_for(store, 730)


def test_a_draft_that_goes_on_is_kept_however_old(store: Store) -> None:
    begin(store, "ana")
    write(store, "ana", "name", "x", at=NOW + 700 * DAY)

    assert kept_for(store, 1430)


def test_what_was_withdrawn_is_kept_two_years(store: Store) -> None:
    begin(store, "ana")
    submit(store, "ana")
    with turn(store, "ana", NOW) as hers:
        hers.withdraw("one")

    assert kept_for(store, 730)


def test_what_was_refused_is_kept_three_months(store: Store) -> None:
    begin(store, "ana")
    submit(store, "ana")
    decide(store, "refuse")

    assert kept_for(store, 92)


def test_what_was_refused_is_kept_two_years_for_those_who_agreed_to_be_contacted_again(store: Store) -> None:
    begin(store, "ana")
    with turn(store, "ana") as hers:
        hers.recontact("one", True)
    submit(store, "ana")
    decide(store, "refuse")

    assert kept_for(store, 730)


@pytest.mark.parametrize("state", ["submitted", "correction", "accepted"])
def test_what_a_network_has_in_hand_is_kept_five_years(store: Store, state: str) -> None:
    begin(store, "ana")
    submit(store, "ana")
    assert state != "correction" or correct(store, "name")
    assert state != "accepted" or decide(store, "accept")

    assert kept_for(store, 5 * 365)


def test_the_papers_of_what_is_erased_are_named_to_be_removed(store: Store) -> None:
    begin(store, "ana")
    submit(store, "ana")
    decide(store, "refuse")
    with store.desk(NOW) as desk:
        desk.version_paper("one", 1, PAPER)
        desk.audit("lea", "refused", "application:one", {"words": "secret"})

    purged = store.purge(NOW + 4 * MONTH)

    assert (purged.applications, purged.files) == (1, (PAPER,))
    assert [line.detail for line in rows(store, AuditLine)] == [None]


def test_a_number_is_never_given_twice_even_after_a_purge(store: Store) -> None:
    begin(store, "ana")
    submit(store, "ana")
    decide(store, "refuse")
    store.purge(NOW + 4 * MONTH)
    begin(store, "ana")

    assert submit(store, "ana", at=NOW + 4 * MONTH).reference == "HDF-2025-0002"


def test_offers_are_kept_two_years(store: Store) -> None:
    with turn(store, "ana") as hers:
        hers.offer("x", None, {})

    assert store.purge(NOW + 730 * DAY).offers == 0
    assert store.purge(NOW + 731 * DAY).offers == 1


def test_somebody_silent_for_two_years_leaves_what_they_shared_to_the_others(store: Store) -> None:
    begin(store, "ana", name="Les Amis")
    share(store, "ana", "bob")
    write(store, "bob", "name", "x", at=NOW + 700 * DAY)

    assert store.purge(NOW + 740 * DAY).people == 1

    (row,) = mine(store, "bob")
    assert (row.owner, row.colleagues) == (True, 0)

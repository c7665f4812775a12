"""The network's desk: who may act, what is done once, what is noted, and who hears of it."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import select

from bot import desk
from bot.channels.console import ABLE
from bot.desk import Already, Done, NotYours, Staff, Unclear, Unknown
from bot.knowledge_files import load
from bot.turn import Assistant, Heard
from dialogs.catalogue import CATALOGUE
from dialogs.core.events import Opened
from storage.errors import StorageError
from storage.records import Json, Outgoing
from storage.store import Store
from storage.tables import AuditLine
from tests.play import messages

AT = datetime(2025, 5, 14, 10, 0, tzinfo=UTC)
LATER = AT + timedelta(hours=3)
HDF, PACA = "hauts-de-france", "provence-alpes-cote-d-azur"
LEA = Staff("Léa", frozenset({HDF}))
MARC = Staff("Marc", frozenset({PACA}))
KNOWN = ("org_name", "context", "need")
ANSWERS: dict[str, Json] = {"org_name": "Les Amis de Kpomassé", "context": "Le projet."}

Act = Callable[[Store, Staff, str, datetime], Done | Already]

ACTS: dict[str, Act] = {
    "accepted": lambda store, staff, ref, at: desk.accept(store, staff, ref, at, "Bravo !"),
    "refused": lambda store, staff, ref, at: desk.refuse(store, staff, ref, at, "Trop tard."),
    "correction": lambda store, staff, ref, at: desk.correct(store, staff, ref, at, ["context"], "Précisez.", KNOWN),
}


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    path = tmp_path_factory.mktemp("desk") / "template.db"
    store = Store.open(f"sqlite:///{path}")
    store.migrate()
    store.close()
    return path.read_bytes()


@pytest.fixture
def store(tmp_path: Path, template: bytes) -> Iterator[Store]:
    (tmp_path / "explor.db").write_bytes(template)
    opened = Store.open(f"sqlite:///{tmp_path / 'explor.db'}")
    yield opened
    opened.close()


def submitted(store: Store, who: str = "awa", region: str = HDF, prefix: str = "HDF", id: str = "app1") -> str:
    with store.turn(channel="console", address=who, event_id=f"{who}:{id}", at=AT) as work:
        work.applications.begin(id, region, None, ANSWERS)
        return work.applications.submit(id, prefix, AT).reference


def shared_with(store: Store, id: str, owner: str, colleague: str) -> None:
    with store.turn(channel="console", address=owner, event_id=f"{owner}:invite", at=AT) as work:
        work.applications.invite(id, "0" * 64, LATER)
    with store.turn(channel="console", address=colleague, event_id=f"{colleague}:join", at=AT) as work:
        work.applications.join("0" * 64)


def heard(store: Store, who: str) -> list[Any]:
    """The orders that wait for somebody's conversation."""
    conversation = store.conversation("console", who)
    assert conversation is not None
    return [row.body for row in store.outbox.pending(conversation, LATER)]


def noted(store: Store) -> list[tuple[str, str, str, Any]]:
    with store.reading() as session:
        lines = session.exec(select(AuditLine).order_by("id")).all()
    return [(line.who, line.action, line.subject, line.detail) for line in lines if line.who.startswith("staff:")]


# --- acting ---


def test_an_accepted_application_is_told_to_its_owner_and_to_its_colleagues(store: Store) -> None:
    reference = submitted(store)
    shared_with(store, "app1", "awa", "bruno")
    done = desk.accept(store, LEA, reference, LATER, " Bravo ! ")
    assert isinstance(done, Done)
    assert (done.application.state, done.application.decided_by, done.told) == ("accepted", "Léa", 2)
    order = {"order": "news", "name": "application.accepted", "values": {"id": "app1", "words": "Bravo !"}}
    assert heard(store, "awa") == heard(store, "bruno") == [order]


def test_a_refusal_is_told_with_its_reason(store: Store) -> None:
    done = desk.refuse(store, LEA, submitted(store), LATER, "Hors du thème.")
    assert isinstance(done, Done)
    assert done.application.state == "refused"
    assert heard(store, "awa")[0]["values"] == {"id": "app1", "words": "Hors du thème."}


def test_a_decision_may_come_without_words(store: Store) -> None:
    desk.accept(store, LEA, submitted(store), LATER, "   ")
    assert heard(store, "awa")[0]["values"]["words"] is None


def test_a_correction_names_the_questions_once_and_says_what_is_wrong(store: Store) -> None:
    done = desk.correct(store, LEA, submitted(store), LATER, ["need", "context", "need"], "Précisez le besoin.", KNOWN)
    assert isinstance(done, Done)
    assert done.application.state == "correction"
    assert done.application.correction_fields == ("need", "context")
    assert heard(store, "awa") == [
        {
            "order": "news",
            "name": "application.correction",
            "values": {"id": "app1", "fields": ["need", "context"], "words": "Précisez le besoin."},
        }
    ]


def test_a_stage_is_told(store: Store) -> None:
    reference = submitted(store)
    desk.accept(store, LEA, reference, LATER)
    done = desk.move(store, LEA, reference, LATER, "expert_search")
    assert isinstance(done, Done)
    assert done.application.stage == "expert_search"
    assert heard(store, "awa")[-1]["values"] == {"id": "app1", "stage": "expert_search"}
    assert isinstance(desk.move(store, LEA, reference, LATER, "expert_search"), Already)


@pytest.mark.parametrize("typed", ["hdf-2025-1", " HDF-2025-0001 "])
def test_a_reference_may_be_typed_as_people_type(store: Store, typed: str) -> None:
    submitted(store)
    assert isinstance(desk.accept(store, LEA, typed, LATER), Done)


# --- twice ---


@pytest.mark.parametrize("act", ACTS)
def test_pressed_twice_the_second_is_told_by_whom_and_when(store: Store, act: str) -> None:
    reference = submitted(store)
    ines = Staff("Inès", frozenset({HDF, PACA}))
    assert isinstance(ACTS[act](store, LEA, reference, LATER), Done)
    again = ACTS[act](store, ines, reference, LATER + timedelta(minutes=1))
    assert isinstance(again, Already)
    assert (again.application.state, again.application.decided_by, again.application.decided_at) == (act, "Léa", LATER)
    assert len(heard(store, "awa")) == 1
    assert [who for who, *_rest in noted(store)] == ["staff:Léa"]


def test_a_decision_is_not_turned_around_by_a_late_press(store: Store) -> None:
    reference = submitted(store)
    desk.refuse(store, LEA, reference, LATER)
    again = desk.accept(store, LEA, reference, LATER)
    assert isinstance(again, Already)
    assert again.application.state == "refused"


def test_what_was_withdrawn_stays_withdrawn(store: Store) -> None:
    reference = submitted(store)
    with store.turn(channel="console", address="awa", event_id="awa:2", at=AT) as work:
        work.applications.withdraw("app1")
    for act in ACTS.values():
        found = act(store, LEA, reference, LATER)
        assert isinstance(found, Already)
        assert found.application.state == "withdrawn"
    assert heard(store, "awa") == []


# --- who may ---


@pytest.mark.parametrize("act", ACTS)
def test_nobody_decides_for_another_region(store: Store, act: str) -> None:
    reference = submitted(store)
    with pytest.raises(NotYours, match="Marc does not act for that region"):
        ACTS[act](store, MARC, reference, LATER)
    assert heard(store, "awa") == []
    assert noted(store) == []
    assert desk.applications(store, LEA, LATER)[0].state == "submitted"


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("reference", ["HDF-2025-0002", "", "HDF", "app1", "HDF-2025-٣", "x" * 400, "HDF--1", "-1-1"])
def test_what_nobody_submitted_cannot_be_decided(store: Store, act: str, reference: str) -> None:
    submitted(store)
    with pytest.raises(Unknown):
        ACTS[act](store, LEA, reference, LATER)


def test_each_sees_the_applications_and_offers_of_their_regions(store: Store) -> None:
    ours, theirs = submitted(store), submitted(store, "zoe", PACA, "PACA", "app2")
    with store.turn(channel="console", address="zoe", event_id="zoe:offers", at=AT) as work:
        work.applications.offer("o1", HDF, {"skill": "eau"})
        work.applications.offer("o2", PACA, {"skill": "sol"})
        work.applications.offer("o3", None, {"skill": "air"})
    assert [row.reference for row in desk.applications(store, LEA, LATER)] == [ours]
    assert [row.reference for row in desk.applications(store, MARC, LATER)] == [theirs]
    assert desk.applications(store, LEA, LATER, region=PACA) == []
    assert desk.applications(store, LEA, LATER, state="refused") == []
    assert [offer.id for offer in desk.offers(store, LEA, LATER)] == ["o1", "o3"]
    with pytest.raises(NotYours):
        desk.application(store, LEA, theirs, LATER)
    row, versions = desk.application(store, LEA, ours, LATER)
    assert (row.reference, [version.answers for version in versions]) == (ours, [ANSWERS])


# --- what is asked for ---


@pytest.mark.parametrize(
    ("fields", "words", "said"),
    [
        (["contexte"], "Précisez.", "no question is called contexte; there are: context, need, org_name"),
        ([], "Précisez.", "at least one question"),
        (["context"], "  ", "says what is wrong"),
    ],
)
def test_an_unclear_correction_reaches_nobody(store: Store, fields: list[str], words: str, said: str) -> None:
    reference = submitted(store)
    with pytest.raises(Unclear, match=said):
        desk.correct(store, LEA, reference, LATER, fields, words, KNOWN)
    assert heard(store, "awa") == []


def test_a_stage_is_one_of_the_process(store: Store) -> None:
    with pytest.raises(Unclear, match="no stage is called done; there are: need, expert_search"):
        desk.move(store, LEA, submitted(store), LATER, "done")


# --- what is noted ---


def test_the_audit_says_who_did_what_and_not_what_was_said(store: Store) -> None:
    reference = submitted(store)
    desk.correct(store, LEA, reference, LATER, ["context"], "Mots privés", KNOWN)
    desk.refuse(store, LEA, reference, LATER, "Mots privés")
    subject = "application:app1"
    kept = {"reference": reference, "version": 1}
    assert noted(store) == [
        ("staff:Léa", "application.correction", subject, {**kept, "fields": ["context"]}),
        ("staff:Léa", "application.refused", subject, kept),
    ]


def test_a_decision_that_cannot_be_told_is_not_taken(store: Store, tmp_path: Path) -> None:
    """One transaction: decision, audit and news stand or fall together."""
    reference = submitted(store)
    with _without_outbox(tmp_path), pytest.raises(StorageError):
        desk.accept(store, LEA, reference, LATER)
    assert desk.applications(store, LEA, LATER)[0].state == "submitted"
    assert noted(store) == []
    assert isinstance(desk.accept(store, LEA, reference, LATER), Done)


@contextmanager
def _without_outbox(folder: Path) -> Iterator[None]:
    for old, new in (("outbox", "gone"), ("gone", "outbox")):
        with closing(sqlite3.connect(folder / "explor.db")) as database:
            database.execute(f"ALTER TABLE {old} RENAME TO {new}")
        if new == "gone":
            yield


def test_what_is_being_corrected_is_shown_as_it_was_submitted(store: Store) -> None:
    reference = submitted(store)
    desk.correct(store, LEA, reference, LATER, ["context"], "Précisez.", KNOWN)
    with store.turn(channel="console", address="awa", event_id="awa:4", at=LATER) as work:
        work.applications.write("app1", "context", "Pas encore fini")
    assert desk.application(store, LEA, reference, LATER)[0].answers == ANSWERS
    assert desk.applications(store, LEA, LATER)[0].answers == ANSWERS


@pytest.mark.parametrize("lang", ["fr", "pt", "ar"])
def test_each_member_reads_the_decision_in_their_language(store: Store, lang: str) -> None:
    assistant = Assistant(store, load(), CATALOGUE)
    assistant.hear(Heard("console", "awa", "hello", AT, Opened(), lang), ABLE)
    reference = submitted(store)
    _shown = list(assistant.deliver("console", "awa", LATER, ABLE))
    desk.accept(store, LEA, reference, LATER, "Bravo à tous !")
    told = list(messages(assistant, "console", "awa", LATER, ABLE))
    assert told
    assert {message.lang for message in told} == {lang}
    assert any("Bravo à tous !" in line.text for message in told for line in message.lines)
    assert list(assistant.deliver("console", "awa", LATER, ABLE)) == []


def test_news_wait_behind_what_was_already_on_its_way(store: Store) -> None:
    reference = submitted(store)
    with store.turn(channel="console", address="awa", event_id="awa:3", at=AT) as work:
        work.queue([Outgoing({"text": "Bonjour"})])
    desk.accept(store, LEA, reference, LATER)
    assert [body.get("text") or body["name"] for body in heard(store, "awa")] == ["Bonjour", "application.accepted"]

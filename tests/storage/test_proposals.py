"""A mission proposed to somebody who offered their expertise: who may answer, what is kept, and what is erased."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

from storage.proposals import ANSWERED, PROPOSED, Answer
from storage.store import Store
from storage.tables import AuditLine, Offer
from tests.storage.missions import HDF, prepared, turn
from tests.storage.rows import rows


def offered(store: Store, now: datetime, who: str = "paul", id: str = "offer1") -> None:
    with turn(store, who, f"{who} offers", now) as work:
        work.applications.offer(id, HDF, {"name": "Paul"})


def proposed(store: Store, now: datetime, mission: str = "m1", offer: str = "offer1") -> None:
    with store.desk(now) as desk:
        desk.audit("staff:Léa", PROPOSED, f"mission:{mission}", {"offer": offer})


def answer(store: Store, now: datetime, said: Answer, who: str = "paul", mission: str = "m1", n: int = 0) -> str | None:
    """What the staff would read of whom; None where nothing came of it."""
    with turn(store, who, f"{who} {said} {mission} {n}", now) as work:
        found = work.missions.answer(mission, "offer1", said)
        return found[1] if found else None


def standing(store: Store, now: datetime, mission: str = "m1") -> dict[str, str]:
    with store.desk(now) as desk:
        return dict(desk.missions.proposals(mission))


def test_the_last_answer_counts_and_the_same_one_is_kept_once(store: Store, now: datetime) -> None:
    prepared(store, "m1", now)
    offered(store, now)
    proposed(store, now)
    assert standing(store, now) == {"offer1": "asked"}
    told = (answer(store, now, "yes"), answer(store, now, "yes", n=1), answer(store, now, "no"))
    assert told == ("Paul", None, "Paul")
    assert standing(store, now) == {"offer1": "no"}


def test_nobody_answers_what_was_not_proposed_to_them(store: Store, now: datetime) -> None:
    prepared(store, "m1", now)
    prepared(store, "m2", now)
    offered(store, now)
    assert answer(store, now, "yes") is None, "nothing was proposed yet"
    proposed(store, now)
    assert answer(store, now, "withdrawn", who="eve") is None, "it is not their offer"
    assert answer(store, now, "yes", mission="m2") is None, "another mission was"
    assert answer(store, now, "yes", mission="gone") is None
    assert len(rows(store, Offer)) == 1
    assert (standing(store, now), standing(store, now, "m2")) == ({"offer1": "asked"}, {})


def test_an_offer_that_is_taken_back_is_gone_and_answers_nothing_more(store: Store, now: datetime) -> None:
    prepared(store, "m1", now)
    offered(store, now)
    proposed(store, now)
    assert answer(store, now, "withdrawn") == "Paul"
    assert rows(store, Offer) == []
    assert answer(store, now, "yes") is None


def test_of_two_presses_at_once_one_is_told(store: Store, now: datetime) -> None:
    prepared(store, "m1", now)
    offered(store, now)
    proposed(store, now)
    with ThreadPoolExecutor(2) as pool:
        told = list(pool.map(lambda n: answer(store, now, "yes", n=n), range(2)))
    assert sorted(told, key=str) == [None, "Paul"]


def test_somebody_who_is_erased_leaves_nothing_that_leads_to_them(store: Store, now: datetime) -> None:
    prepared(store, "m1", now)
    offered(store, now)
    proposed(store, now)
    answer(store, now, "yes")
    [offer] = rows(store, Offer)
    store.forget(offer.person_id, now, who=f"person:{offer.person_id}")
    assert rows(store, Offer) == []
    kept = [(line.action, line.detail) for line in rows(store, AuditLine) if line.action in (PROPOSED, ANSWERED)]
    assert kept == [(PROPOSED, {"offer": "offer1"}), (ANSWERED, None)]
    assert "Paul" not in str(kept)

"""Receipts and claims: numbered at once, seen by their sender and the staff; what is kept of them, and until when."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from storage.claims import ClaimRow, Spent
from storage.claims_desk import Clean
from storage.errors import NotAllowed
from storage.ledger import Entry
from storage.retention import Retention
from storage.store import Store
from storage.tables import AuditLine, BankAccount, ClaimRecord, LedgerEntry, Proof, Receipt, Waiver
from storage.work import Work
from tests.storage.missions import come, prepared, turn
from tests.storage.rows import counts, rows

DAY, YEAR = timedelta(days=1), timedelta(days=366)
ROOM = Spent("lodging", date(2025, 9, 3), 180000, "XOF", 0, "Chez Marie", "trois nuits", nights=3)
KEPT, ORIGINAL = "a" * 64, "b" * 64


@pytest.fixture
def field(store: Store, now: datetime) -> Store:
    """A mission with Awa and Ben as volunteers and an association, and another mission with Zoé."""
    for mission, people in (("m1", ("awa", "ben")), ("m2", ("zoe",))):
        prepared(store, mission, now)
        for who in people:
            come(store, mission, who, now)
    come(store, "m1", "asso", now, "association")
    return store


def sends(store: Store, who: str, id: str, at: datetime, mission: str = "m1") -> int:
    with turn(store, who, f"sends {id}", at) as work:
        return work.claims.receive(id, mission, "telegram", f"file {id}", "album 1").number


def fetched(store: Store, id: str, at: datetime, kept: str = KEPT) -> None:
    with store.desk(at) as desk:
        assert desk.claims.fetched(id, kept, "image/jpeg", 1234, ORIGINAL)
        assert desk.claims.read(id, {"total": {"value": "180000"}}, [{"receipt": "r9"}])


def claimed(store: Store, who: str, id: str, at: datetime, *receipts: str, spent: Spent = ROOM) -> ClaimRow:
    with turn(store, who, f"claims {id}", at) as work:
        work.claims.draft(id, "m1", spent, receipts, as_read={"total": "180000"})
        return work.claims.confirm(id)


def decided(store: Store, id: str, at: datetime, outcome: str = "approved", **told: object) -> bool:
    with store.desk(at) as desk:
        return desk.claims.decide(id, outcome, "staff:Léa", **told)  # type: ignore[arg-type]


def posted(store: Store, claim: str, at: datetime) -> None:
    entry = Entry(
        at.date(), "hauts-de-france", "MHDF-2025-0001", "claim", "expense:lodging", "refund:p", 27441, "x", claim
    )
    with store.desk(at) as desk:
        desk.ledger.write([entry], "staff:Léa")


# -- receipts --------------------------------------------------------------------------------------------------------


def test_receipts_are_numbered_by_volunteer_and_mission_and_wait_to_be_fetched(field: Store, now: datetime) -> None:
    assert [sends(field, "awa", id, now) for id in ("r1", "r2")] == [1, 2]
    assert sends(field, "ben", "r3", now) == 1

    with turn(field, "awa", "looks", now) as work:
        [first, _second] = work.claims.receipts("m1")
    assert (first.state, first.vendor_file_id, first.media_group, first.insisted) == (
        "waiting_fetch",
        "file r1",
        "album 1",
        False,
    )
    with field.desk(now) as desk:
        assert [one.id for one in desk.claims.waiting()] == ["r1", "r2", "r3"]


def test_of_many_sent_at_once_each_has_its_number(field: Store, now: datetime) -> None:
    together = threading.Barrier(4)

    def send(number: int) -> int:
        together.wait()
        return sends(field, "awa", f"r{number}", now)

    with ThreadPoolExecutor(4) as threads:
        assert sorted(threads.map(send, range(4))) == [1, 2, 3, 4]


def test_a_receipt_is_fetched_once_and_read_once(field: Store, now: datetime) -> None:
    sends(field, "awa", "r1", now)
    with field.desk(now) as desk:
        assert not desk.claims.read("r1", {})
    fetched(field, "r1", now)

    with field.desk(now) as desk:
        assert not desk.claims.fetched("r1", KEPT, "image/jpeg", 1)
        assert not desk.claims.read("r1", {})
        assert not desk.claims.lost("r1", "gone")
        assert not desk.claims.refuse_receipt("r1", "bomb")
        row = desk.claims.receipt("r1")
    assert row is not None
    assert (row.state, row.kept_sha256, row.original_sha256, row.size) == ("read", KEPT, ORIGINAL, 1234)
    assert (row.reading, row.duplicates) == ({"total": {"value": "180000"}}, [{"receipt": "r9"}])


def test_a_file_that_cannot_be_had_or_taken_says_why(field: Store, now: datetime) -> None:
    for id in ("r1", "r2"):
        sends(field, "awa", id, now)
    with field.desk(now) as desk:
        assert desk.claims.lost("r1", "expired")
        assert desk.claims.refuse_receipt("r2", "bomb")
        assert [(one.state, one.why) for one in desk.claims.receipts("m1")] == [
            ("lost", "expired"),
            ("refused", "bomb"),
        ]
        assert desk.claims.waiting() == []


def test_what_was_sent_by_mistake_is_forgotten_but_for_its_number(field: Store, now: datetime) -> None:
    for id in ("r1", "r2"):
        sends(field, "awa", id, now)
        fetched(field, id, now, KEPT if id == "r1" else "c" * 64)
    with turn(field, "awa", "takes back", now) as work:
        # The original is held by the other receipt too.
        assert work.claims.take_back("r2") == ("c" * 64,)
        assert [one.id for one in work.claims.receipts("m1")] == ["r1"]

    assert sends(field, "awa", "r3", now) == 3
    gone = next(one for one in rows(field, Receipt) if one.id == "r2")
    assert (gone.vendor_file_id, gone.kept_sha256, gone.reading, gone.state) == (None, None, None, "refused")


def test_what_was_decided_on_is_not_taken_back(field: Store, now: datetime) -> None:
    sends(field, "awa", "r1", now)
    claimed(field, "awa", "c1", now, "r1")
    decided(field, "c1", now)
    refused: dict[str, Callable[[Work], object]] = {
        "take_back": lambda work: work.claims.take_back("r1"),
        "change": lambda work: work.claims.change("c1", ROOM),
        "confirm": lambda work: work.claims.confirm("c1"),
        "withdraw": lambda work: work.claims.withdraw("c1"),
    }
    for act in refused.values():
        with pytest.raises(NotAllowed, match="closed"), turn(field, "awa", "tries", now) as work:
            act(work)


def test_lookalikes_are_sought_across_the_missions_of_the_region(field: Store, now: datetime) -> None:
    sends(field, "awa", "r1", now)
    sends(field, "ben", "r2", now)
    sends(field, "zoe", "r3", now, "m2")
    fetched(field, "r2", now)
    fetched(field, "r3", now)
    with field.desk(now) as desk:
        found = desk.claims.lookalikes("r1")
    assert [(one.receipt_id, one.mission_id, one.kept_sha256) for one in found] == [
        ("r2", "m1", KEPT),
        ("r3", "m2", KEPT),
    ]


# -- claims ----------------------------------------------------------------------------------------------------------


def test_a_claim_keeps_what_was_read_beside_what_was_confirmed(field: Store, now: datetime) -> None:
    sends(field, "awa", "r1", now)
    with turn(field, "awa", "drafts", now) as work:
        draft = work.claims.draft("c1", "m1", replace(ROOM, minor=81000), ["r1"], as_read={"total": "81000"})
        assert (draft.number, draft.state, str(draft.spent.amount)) == (1, "draft", "81000")
        work.claims.change("c1", ROOM)
        row = work.claims.confirm("c1")

    assert (row.state, row.as_read, row.receipts) == ("confirmed", {"total": "81000"}, ("r1",))
    assert {name: row.as_confirmed[name] for name in ("minor", "currency", "day", "receipts")} == {
        "minor": 180000,
        "currency": "XOF",
        "day": "2025-09-03",
        "receipts": ["r1"],
    }


def test_amounts_are_exact_whatever_the_currency() -> None:
    assert str(Spent(minor=1250, currency="EUR").amount) == "12.50"
    assert str(Spent(minor=180000, currency="XOF", exponent=0).amount) == "180000"
    assert str(Spent(minor=1, currency="TND", exponent=3).amount) == "0.001"
    assert Spent().amount is None


def test_a_claim_is_not_confirmed_without_what_the_rules_ask(field: Store, now: datetime) -> None:
    sends(field, "awa", "r1", now)
    lacking = [replace(ROOM, **{name: None}) for name in ("category", "day", "minor", "currency", "supplier")]  # type: ignore[arg-type]
    for place, (spent, receipts) in enumerate([*((one, ["r1"]) for one in lacking), (ROOM, [])]):
        with pytest.raises(NotAllowed, match="incomplete"), turn(field, "awa", place, now) as work:
            work.claims.confirm(work.claims.draft("c1", "m1", spent, receipts).id)
    assert counts(field, ClaimRecord) == (0,)


def test_a_sworn_statement_stands_in_the_place_of_a_receipt_and_a_per_diem_needs_none(
    field: Store, now: datetime
) -> None:
    with turn(field, "awa", "swears", now) as work:
        work.claims.draft("c1", "m1", ROOM)
        work.claims.change("c1", ROOM, sworn={"why": "marché", "signed": "Awa"})
        assert work.claims.confirm("c1").sworn == {"why": "marché", "signed": "Awa"}
        work.claims.draft("c2", "m1", Spent("per_diem", date(2025, 9, 3), days=5))
        assert work.claims.confirm("c2").state == "confirmed"


def test_a_claim_that_is_changed_or_asked_about_is_confirmed_again(field: Store, now: datetime) -> None:
    sends(field, "awa", "r1", now)
    claimed(field, "awa", "c1", now, "r1")
    assert decided(field, "c1", now, "asked", words="Quelle nuit ?")

    with turn(field, "awa", "answers", now) as work:
        assert work.claims.get("c1").decision_words == "Quelle nuit ?"
        assert work.claims.change("c1", replace(ROOM, nights=2)).state == "draft"
        assert work.claims.confirm("c1").state == "confirmed"
        work.claims.withdraw("c1")
        assert work.claims.mine("m1") == []


def test_the_staff_decides_once_and_may_decide_otherwise_later(field: Store, now: datetime) -> None:
    sends(field, "awa", "r1", now)
    with turn(field, "awa", "drafts", now) as work:
        work.claims.draft("c1", "m1", ROOM, ["r1"])
    assert not decided(field, "c1", now)  # nobody has confirmed it
    with turn(field, "awa", "confirms", now) as work:
        work.claims.confirm("c1")

    assert decided(field, "c1", now)
    assert not decided(field, "c1", now)
    assert decided(field, "c1", now, "part", words="Deux nuits.", minor=120000)
    with field.desk(now) as desk:
        row = desk.claims.numbered("m1", 1)
        assert row is not None
        assert (row.state, str(row.approved), row.decided_by) == ("part", "120000", "staff:Léa")
        assert [one.id for one in desk.claims.of("m1", ("part",))] == ["c1"]
        assert desk.claims.of("m1", ("refused",)) == []
    for wrong in ({"minor": 180000}, {"minor": 0}, {}):
        with pytest.raises(NotAllowed, match="incomplete"):
            decided(field, "c1", now, "part", words="Une part.", **wrong)
    with pytest.raises(NotAllowed, match="incomplete"):
        decided(field, "c1", now, "refused")
    with pytest.raises(NotAllowed, match="unknown"):
        decided(field, "c9", now)


# -- rights ----------------------------------------------------------------------------------------------------------

ACTS: dict[str, Callable[[Work], object]] = {
    "receive": lambda work: work.claims.receive("x", "m1", "telegram", "f"),
    "receipts": lambda work: work.claims.receipts("m1"),
    "receipt": lambda work: work.claims.receipt("r1"),
    "insist": lambda work: work.claims.insist("r1"),
    "take_back": lambda work: work.claims.take_back("r1"),
    "draft": lambda work: work.claims.draft("x", "m1", ROOM),
    "mine": lambda work: work.claims.mine("m1"),
    "get": lambda work: work.claims.get("c1"),
    "change": lambda work: work.claims.change("c1", ROOM),
    "confirm": lambda work: work.claims.confirm("c1"),
    "withdraw": lambda work: work.claims.withdraw("c1"),
    "waive": lambda work: work.claims.waive("m1"),
    "waived": lambda work: work.claims.waived("m1"),
    "bank": lambda work: work.claims.bank("m1", "Zoé", "FR76"),
}
OF_A_FELLOW = ("receipt", "insist", "take_back", "get", "change", "confirm", "withdraw")


def test_nobody_reaches_the_receipts_and_claims_of_another(field: Store, now: datetime) -> None:
    sends(field, "awa", "r1", now)
    claimed(field, "awa", "c1", now, "r1")
    strangers = [(who, name) for who in ("zoe", "asso", "nobody") for name in ACTS]
    for who, name in [*strangers, *(("ben", name) for name in OF_A_FELLOW)]:
        with pytest.raises(NotAllowed, match="unknown"), turn(field, who, f"tries {name}", now) as work:
            ACTS[name](work)
    with turn(field, "awa", "does it all", now) as work:
        for name, act in ACTS.items():
            if name != "take_back":
                act(work)


def test_nobody_claims_on_the_receipt_of_another(field: Store, now: datetime) -> None:
    sends(field, "awa", "r1", now)
    with pytest.raises(NotAllowed, match="unknown"), turn(field, "ben", "claims", now) as work:
        work.claims.draft("c1", "m1", ROOM, ["r1"])


# -- keeping ---------------------------------------------------------------------------------------------------------


def test_whoever_is_forgotten_leaves_what_the_accounts_need_and_nothing_else(field: Store, now: datetime) -> None:
    for number, id in enumerate(("r1", "r2")):
        sends(field, "awa", id, now)
        fetched(field, id, now, "cd"[number] * 64)
        claimed(field, "awa", f"c{number + 1}", now, id)
    with turn(field, "awa", "tells", now) as work:
        work.claims.bank("m1", "Awa Diallo", "FR76")
        work.claims.waive("m1")
    decided(field, "c1", now)
    posted(field, "c1", now)
    with turn(field, "awa", "asks", now) as work:
        awa = work.person_id

    files = field.forget(awa, now, "staff:Léa")

    assert files == (ORIGINAL, "d" * 64)
    [claim], [receipt] = rows(field, ClaimRecord), rows(field, Receipt)
    assert (claim.id, claim.minor, claim.supplier, claim.as_read, claim.as_confirmed) == (
        "c1",
        180000,
        "Chez Marie",
        None,
        None,
    )
    assert (receipt.id, receipt.kept_sha256, receipt.original_sha256) == ("r1", "c" * 64, None)
    assert (receipt.vendor_file_id, receipt.reading, receipt.duplicates) == (None, None, None)
    assert counts(field, BankAccount, Waiver, Proof, LedgerEntry) == (0, 0, 1, 1)
    with field.desk(now) as desk:
        assert desk.ledger.verify().faults == ()


def test_what_nobody_claimed_goes_after_a_year_and_what_is_in_the_ledger_after_the_accounts(
    field: Store, now: datetime
) -> None:
    for number, id in enumerate(("r1", "r2")):
        sends(field, "awa", id, now)
        fetched(field, id, now, "cd"[number] * 64)
    claimed(field, "awa", "c1", now, "r1")
    decided(field, "c1", now)
    posted(field, "c1", now)
    forever = Retention(missions=99 * YEAR, conversations=99 * YEAR)

    assert field.purge(now + YEAR - DAY, forever).receipts == 0
    after_a_year = field.purge(now + YEAR + DAY, forever)
    assert (after_a_year.receipts, after_a_year.files) == (1, (ORIGINAL, "d" * 64))
    assert field.purge(now + 11 * YEAR - DAY, forever).claims == 0
    after_all = field.purge(now + 11 * YEAR + DAY, forever)
    assert (after_all.claims, after_all.files) == (1, ("c" * 64,))
    assert counts(field, Receipt, ClaimRecord, LedgerEntry) == (0, 0, 1)


def test_claims_in_the_ledger_outlive_their_mission(field: Store, now: datetime) -> None:
    sends(field, "awa", "r1", now)
    fetched(field, "r1", now)
    claimed(field, "awa", "c1", now, "r1")
    claimed(field, "awa", "c2", now, "r1")
    decided(field, "c1", now)
    posted(field, "c1", now)

    field.purge(now + 5 * YEAR, Retention())

    [claim], [receipt] = rows(field, ClaimRecord), rows(field, Receipt)
    assert (claim.id, claim.mission_id, receipt.kept_sha256, receipt.mission_id) == ("c1", None, KEPT, None)


def test_a_bank_account_goes_a_month_after_the_payment_or_a_year_after_it_was_told(field: Store, now: datetime) -> None:
    for who in ("awa", "ben"):
        with turn(field, who, "tells", now) as work:
            work.claims.bank("m1", who, "FR76")
    with field.desk(now + DAY) as desk:
        desk.claims.paid("awa in m1")

    assert field.purge(now + 30 * DAY).bank_accounts == 0
    assert field.purge(now + 32 * DAY).bank_accounts == 1
    assert [one.holder for one in rows(field, BankAccount)] == ["ben"]
    assert field.purge(now + 367 * DAY).bank_accounts == 1


def test_a_refund_is_given_up_and_taken_up_again(field: Store, now: datetime) -> None:
    with turn(field, "awa", "gives up", now) as work:
        work.claims.waive("m1")
        assert work.claims.waived("m1")
    with field.desk(now) as desk:
        assert desk.claims.waived("m1") == {"awa in m1"}
        assert not desk.claims.waive("m1", "awa in m1", "staff:Léa")
    with turn(field, "awa", "does not after all", now) as work:
        work.claims.waive("m1", wanted=False)
        assert not work.claims.waived("m1")


def test_nothing_of_a_receipt_or_a_claim_is_in_the_audit_or_in_a_printed_row(field: Store, now: datetime) -> None:
    sends(field, "awa", "r1", now)
    row = claimed(field, "awa", "c1", now, "r1")
    assert "Chez Marie" not in repr(row)
    assert not [line for line in rows(field, AuditLine) if "Chez Marie" in str(line)]


# -- read, and told --------------------------------------------------------------------------------------------------


def test_once_it_is_read_the_clean_copy_takes_the_place_of_what_was_sent(field: Store, now: datetime) -> None:
    sends(field, "awa", "r1", now)
    with field.desk(now) as desk:
        desk.claims.fetched("r1", KEPT, "application/octet-stream", 99)
        assert desk.claims.read("r1", {}, [], Clean(ORIGINAL, "image/jpeg", 12))
        assert desk.claims.unheld(KEPT, ORIGINAL) == (KEPT,), "nobody holds what was sent any more"
    with field.look(now) as desk:
        row = desk.claims.receipt("r1")
        assert row is not None
        assert (row.kept_sha256, row.mime, row.size, row.state) == (ORIGINAL, "image/jpeg", 12, "read")


def test_a_receipt_that_was_read_has_a_draft_of_its_sender(field: Store, now: datetime) -> None:
    sends(field, "awa", "r1", now)
    fetched(field, "r1", now)
    with field.desk(now) as desk:
        row = desk.claims.receipt("r1")
        assert row is not None
        desk.claims.draft("c1", row, Spent(category="visa"), {"legible": True})
        assert desk.claims.country("m1") == "BJ"
    with turn(field, "awa", "looks", now) as work:
        (mine,) = work.claims.mine("m1")
        assert (mine.state, mine.receipts, mine.spent.category) == ("draft", ("r1",), "visa")
        work.claims.note("c1", {"alike": "two"})
        assert work.claims.get("c1").as_read == {"legible": True, "told": {"alike": "two"}}


def test_a_volunteer_sees_of_the_others_what_the_caps_need_and_no_more(field: Store, now: datetime) -> None:
    sends(field, "awa", "r1", now)
    fetched(field, "r1", now)
    claimed(field, "awa", "c1", now, "r1")
    with field.desk(now) as desk:
        desk.claims.set_terms("m1", {"share": "0.5"}, "staff:Léa")
    with turn(field, "ben", "looks", now) as work:
        (other,) = work.claims.counted("m1")
        assert (other.spent.category, other.spent.minor) == ("lodging", 180000)
        assert (other.spent.supplier, other.spent.service, other.as_read, other.as_confirmed) == (None,) * 4
        assert work.claims.terms("m1") == {"share": "0.5"}
    with pytest.raises(NotAllowed), turn(field, "zoe", "looks", now) as work:
        work.claims.counted("m1")

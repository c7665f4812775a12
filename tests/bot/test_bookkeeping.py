"""The accounts of a mission: posted to the cent, once; paid, given up, invoiced; corrected by taking back."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal

import pytest

from bot.bookkeeping import Bookkeeper
from bot.desk import NotYours, Staff, Unclear, Unknown
from storage.claims import Spent
from storage.store import Store
from tests.bot.accounts import (
    AT,
    HDF,
    OCC,
    REFERENCE,
    WORKED,
    Worked,
    balances,
    keeper,
    prepared,
    spent,
)

CAPS = WORKED["Hauts-de-France at all its caps"]
SHARED = WORKED["two volunteers share the cap of Occitanie"]


@pytest.mark.parametrize("name", WORKED)
def test_a_mission_worked_by_hand_has_its_accounts_to_the_cent(store: Store, name: str) -> None:
    prepared(store, WORKED[name])

    posted = keeper(store).post(REFERENCE)

    assert balances(posted.book) == WORKED[name].balances
    assert sum(posted.book.balances.values()) == 0
    assert keeper(store).verify().faults == ()


def test_posting_the_same_statement_again_writes_nothing(sqlite_url: str) -> None:
    store = opened(sqlite_url, SHARED)
    first = keeper(store).post(REFERENCE)
    again = keeper(store).post(REFERENCE)

    assert len(first.written) == 8
    assert again.written == ()
    assert again.book.entries == first.book.entries


def test_a_statement_that_changed_takes_back_what_no_longer_holds_and_writes_what_does(sqlite_url: str) -> None:
    store = opened(sqlite_url, SHARED)
    before = keeper(store).post(REFERENCE).book
    assert keeper(store).decide(REFERENCE, 3, "part", "La moitié seulement.", Decimal("210.00"))
    book = keeper(store).book(REFERENCE)

    written = book.entries[len(before.entries) :]
    kinds = [(one.entry.kind, one.entry.reverses is not None) for one in written]
    # The share stands at its cap of 1400 whatever happens: only the room and the association's part are new.
    assert kinds == [("claim", True), ("association", True), ("claim", False), ("association", False)]
    assert balances(book)["refund:awa"] == -39055
    assert balances(book)["association"] == 205630 - 21000
    assert keeper(store).verify().faults == ()


def test_a_volunteer_is_paid_what_is_due_and_once(sqlite_url: str) -> None:
    store = opened(sqlite_url, SHARED)
    paid = keeper(store).pay(REFERENCE)

    assert [(one.entry.debit, one.entry.cents) for one in paid.done] == [("refund:awa", 60055), ("refund:ben", 9500)]
    assert balances(paid.book)["bank"] == -69555
    assert paid.book.owed("refund:awa") == 0
    assert keeper(store).pay(REFERENCE).done == ()


def test_however_many_pay_at_once_each_is_paid_once(store: Store) -> None:
    prepared(store, SHARED)
    together = threading.Barrier(3)

    def pay(_: int) -> None:
        together.wait()
        keeper(store).pay(REFERENCE)

    with ThreadPoolExecutor(3) as threads:
        list(threads.map(pay, range(3)))

    book = keeper(store).book(REFERENCE)
    assert (book.balances["bank"], book.balances["refund:awa"], len(book.entries)) == (-69555, 0, 10)
    assert keeper(store).verify().faults == ()


def test_a_part_may_be_paid_but_not_more_than_is_due(sqlite_url: str) -> None:
    store = opened(sqlite_url, SHARED)
    keeper(store).pay(REFERENCE, "awa", Decimal("100.55"), "cash")

    assert str(keeper(store).book(REFERENCE).owed("refund:awa")) == "500.00"
    with pytest.raises(Unclear, match=r"Awa is due 500\.00"):
        keeper(store).pay(REFERENCE, "Awa", Decimal("500.01"))
    with pytest.raises(Unclear, match="payment is one of"):
        keeper(store).pay(REFERENCE, how="gold")
    with pytest.raises(Unknown, match="Awa, Ben"):
        keeper(store).pay(REFERENCE, "Cléa")


def test_a_payment_that_came_back_is_due_again(sqlite_url: str) -> None:
    store = opened(sqlite_url, SHARED)
    payment = keeper(store).pay(REFERENCE, "Ben").done[0]

    back = keeper(store).reverse(REFERENCE, payment.number, "returned")

    assert [one.entry.reverses for one in back.done] == [payment.number]
    assert str(back.book.owed("refund:ben")) == "95.00"
    for number, why in ((payment.number, "returned"), (1, "mistake"), (back.done[0].number, "returned")):
        with pytest.raises(Unclear, match="no payment or invoice"):
            keeper(store).reverse(REFERENCE, number, why)
    with pytest.raises(Unclear, match="taken back for one of"):
        keeper(store).reverse(REFERENCE, payment.number, "because")


def test_a_refund_may_be_given_up_until_it_is_paid(sqlite_url: str) -> None:
    store = opened(sqlite_url, SHARED)
    given = keeper(store).waive(REFERENCE, "Awa")

    assert balances(given.book)["gift"] == -60055
    assert given.book.owed("refund:awa") == 0
    assert keeper(store).waive(REFERENCE, "Awa").written == ()
    keeper(store).pay(REFERENCE, "Ben")
    with pytest.raises(Unclear, match="paid already"):
        keeper(store).waive(REFERENCE, "Ben")


def test_the_association_is_asked_once_for_what_it_owes_and_pays_it(sqlite_url: str) -> None:
    store = opened(sqlite_url, SHARED)
    asked = keeper(store).invoice(REFERENCE)

    assert [(one.entry.kind, one.entry.cents) for one in asked.done] == [("invoice", 205630)]
    assert keeper(store).invoice(REFERENCE).done == ()
    with pytest.raises(Unclear, match=r"2056\.30 €"):
        keeper(store).receive(REFERENCE, Decimal("2056.31"))
    assert keeper(store).receive(REFERENCE, Decimal("56.30")).done[0].entry.cents == 5630
    assert keeper(store).receive(REFERENCE).done[0].entry.cents == 200000
    assert keeper(store).receive(REFERENCE).done == ()
    assert "invoiced" not in balances(keeper(store).book(REFERENCE))


def test_what_was_asked_in_excess_is_taken_off_before_anything_is_given_back(sqlite_url: str) -> None:
    store = opened(sqlite_url, WORKED["reciprocity"])
    keeper(store).invoice(REFERENCE)
    keeper(store).receive(REFERENCE, Decimal("800.00"))
    keeper(store).decide(REFERENCE, 2, "refused", "Achetée deux fois.")  # 52 € less, so 26 € less for the association

    less = keeper(store).invoice(REFERENCE)
    back = keeper(store).repay(REFERENCE)

    # 19.30 was asked and not paid; the other 6.70 was.
    assert [(one.entry.debit, one.entry.cents) for one in less.done] == [("association", 1930)]
    assert [(one.entry.credit, one.entry.cents) for one in back.done] == [("bank", 670)]
    assert {"association", "invoiced"}.isdisjoint(balances(back.book))


def test_what_was_paid_is_no_gift_whatever_is_said_later(sqlite_url: str) -> None:
    store = opened(sqlite_url, SHARED)
    keeper(store).pay(REFERENCE)
    with store.desk(AT) as desk:
        desk.claims.waive("m", "awa", "person:1")
    assert keeper(store).post(REFERENCE).written == ()
    assert "gift" not in keeper(store).book(REFERENCE).balances


def test_an_association_that_paid_beyond_its_part_gets_the_rest_back(sqlite_url: str) -> None:
    claims = (spent("1", "flight", "1000", paid_by="association"), spent("2", "lodging", "100"))
    store = opened(sqlite_url, Worked(HDF, claims, {}))
    keeper(store).post(REFERENCE)

    back = keeper(store).repay(REFERENCE)

    # Its part is half of 1100; it has paid 1000.
    assert [(one.entry.kind, one.entry.cents) for one in back.done] == [("repaid", 45000)]
    assert keeper(store).invoice(REFERENCE).done == ()
    assert keeper(store).repay(REFERENCE).done == ()


def test_what_is_neither_confirmed_nor_decided_enters_no_account(sqlite_url: str) -> None:
    store = opened(sqlite_url, Worked(HDF, (), {}))
    with store.desk(AT) as desk:
        desk.claims.enter("c", "m", Spent("visa", AT.date(), 6000, "EUR"), "staff:Léa", place="awa")
        desk.claims.decide("c", "asked", "staff:Léa", "Quelle date ?")

    assert keeper(store).post(REFERENCE).written == ()
    assert keeper(store).book(REFERENCE).account.statement.waiting == ("001",)


def test_a_refused_expense_leaves_the_accounts_with_its_reason(sqlite_url: str) -> None:
    store = opened(sqlite_url, SHARED)
    keeper(store).post(REFERENCE)
    with pytest.raises(Unclear, match="reason"):
        keeper(store).decide(REFERENCE, 4, "refused")
    assert keeper(store).decide(REFERENCE, 4, "refused", "Ce n'est pas un visa.")
    assert not keeper(store).decide(REFERENCE, 4, "refused", "Ce n'est pas un visa.")

    assert "refund:ben" not in balances(keeper(store).post(REFERENCE).book)


def test_an_entry_tells_who_when_why_of_which_claim_by_which_rule_and_rate(sqlite_url: str) -> None:
    store = opened(sqlite_url, WORKED["CFA francs use up a cap"])
    late = next(one for one in keeper(store).post(REFERENCE).written if one.entry.claim == "claim late")

    entry = late.entry
    assert (late.who, late.at, entry.day.isoformat()) == ("staff:Léa", AT, "2026-08-12")
    assert entry.why == "claim_cut claim_converted"
    assert entry.rule is not None
    assert entry.rule["id"] == "hauts-de-france/local_transport"
    assert entry.rule["source"]["section"]
    assert entry.rate is not None
    assert {name: entry.rate[name] for name in ("currency", "month", "units", "original")} == {
        "currency": "XOF",
        "month": "2026-08",
        "units": "655.957",
        "original": "98400",
    }


def test_the_staff_sets_the_rules_where_none_are_published_and_nowhere_else(sqlite_url: str) -> None:
    region = "auvergne-rhone-alpes"
    store = opened(sqlite_url, Worked(region, (spent("1", "visa", "60"),), {}))
    assert keeper(store).post(REFERENCE).written == ()

    keeper(store).set_terms(REFERENCE, {"caps": {"visa": "50"}, "share": "0.5"})

    found = balances(keeper(store).post(REFERENCE).book)
    assert found == {"expense:visa": 5000, "refund:awa": -5000, "share": 2500, "association": 2500, "billed": -5000}
    with pytest.raises(Unclear):
        keeper(store).set_terms(REFERENCE, {"caps": {"boat": "50"}})
    assert balances(keeper(store).book(REFERENCE)) == found


def test_what_is_published_is_not_set_again(sqlite_url: str) -> None:
    store = opened(sqlite_url, CAPS)
    with pytest.raises(Unclear, match="published"):
        keeper(store).set_terms(REFERENCE, {"share": "0.9"})
    assert len(keeper(store).post(REFERENCE).written) == 9


def test_staff_of_another_network_see_no_account_and_change_none(sqlite_url: str) -> None:
    store = opened(sqlite_url, SHARED)
    other = keeper(store, Staff("Marc", frozenset({HDF})))
    acts: tuple[Callable[[Bookkeeper], object], ...] = (
        lambda one: one.book(REFERENCE),
        lambda one: one.post(REFERENCE),
        lambda one: one.pay(REFERENCE),
        lambda one: one.waive(REFERENCE, "Awa"),
        lambda one: one.invoice(REFERENCE),
        lambda one: one.receive(REFERENCE),
        lambda one: one.repay(REFERENCE),
        lambda one: one.reverse(REFERENCE, 1, "mistake"),
        lambda one: one.decide(REFERENCE, 1, "approved"),
        lambda one: one.enter(REFERENCE, Spent()),
        lambda one: one.set_terms(REFERENCE, None),
    )
    for act in acts:
        with pytest.raises(NotYours):
            act(other)
    with pytest.raises(Unknown):
        keeper(store).book("MTEST-2026-0002")
    assert keeper(store).book(REFERENCE).entries == ()


def test_what_the_network_bought_is_entered_by_the_staff_and_owed_to_nobody(sqlite_url: str) -> None:
    store = opened(sqlite_url, Worked(OCC, (), {}))
    claim = keeper(store).enter(REFERENCE, Spent("flight", AT.date(), 64020, "EUR", paid_by="network"))

    assert (claim.number, claim.state, claim.place) == (1, "approved", None)
    assert balances(keeper(store).post(REFERENCE).book)["bought"] == -64020
    with pytest.raises(Unclear, match="who paid"):
        keeper(store).enter(REFERENCE, Spent("visa", AT.date(), 100, "EUR"))


def test_an_event_delivered_twice_pays_once(sqlite_url: str) -> None:
    store = opened(sqlite_url, SHARED)
    for _ in range(2):
        keeper(store, event="slack:1").pay(REFERENCE, "Awa", Decimal(100))

    assert str(keeper(store).book(REFERENCE).owed("refund:awa")) == "500.55"


def opened(url: str, worked: Worked) -> Store:
    store = Store.open(url)
    prepared(store, worked)
    return store

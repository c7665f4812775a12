"""What always holds of the accounts, whatever was spent, by whom, and in which order it came."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.books import Account, account_of, cents, changes, entries_of, euros
from knowledge.rules import CATEGORIES
from knowledge.settlement import PAYERS
from storage.claims import ClaimRow, Spent
from storage.ledger import START, Entry, Written, opposite
from storage.missions import MissionRow
from tests.bot.accounts import AT, FACTS, HDF, OCC, PACA

DAY = date(2026, 9, 30)
CURRENCIES = (("EUR", 2), ("XOF", 0), ("CVE", 2), ("GHS", 2))


def mission(region: str) -> MissionRow:
    rules = {"at": AT.isoformat(), "since": "2025-01-01"}
    days = (date(2026, 8, 8), date(2026, 8, 17), None)
    stands: tuple[Any, ...] = ("mission", "outgoing", "BJ", *days, 1, AT, False, AT, AT, "Léa", rules, {})
    return MissionRow("m", None, "MTEST-2026-0001", region, *stands)


@st.composite
def claims(draw: st.DrawFn) -> tuple[ClaimRow, ...]:
    return tuple(draw(_claim(number)) for number in range(1, draw(st.integers(0, 8)) + 1))


@st.composite
def _claim(draw: st.DrawFn, number: int) -> ClaimRow:
    category, paid_by = draw(st.sampled_from(CATEGORIES)), draw(st.sampled_from(PAYERS))
    currency, exponent = draw(st.sampled_from(CURRENCIES))
    day = date(2026, 8, draw(st.integers(8, 17)))
    minor = draw(st.integers(0, 20_000_000))
    days = draw(st.integers(0, 20)) if category == "per_diem" else None
    spent = Spent(category, day, minor, currency, exponent, "Chez Marie", None, paid_by, days)
    place = draw(st.sampled_from(("awa", "ben"))) if paid_by == "volunteer" else None
    state = draw(st.sampled_from(("approved", "part", "refused", "confirmed", "asked", "draft")))
    decided = draw(st.integers(1, minor - 1)) if state == "part" and minor > 1 else None
    who = (AT, AT, AT, None, "staff", AT, decided, None, None, None, None)
    return ClaimRow(f"c{number}", "m", place, number, state, spent, (), *who)  # type: ignore[arg-type]


def account(region: str, rows: Iterable[ClaimRow], waived: frozenset[str] = frozenset()) -> Account:
    return account_of(mission(region), tuple(rows), FACTS, FACTS.rates, waived=waived)


def balances(entries: Iterable[Entry]) -> Mapping[str, int]:
    held: dict[str, int] = defaultdict(int)
    for entry in entries:
        held[entry.debit] += entry.cents
        held[entry.credit] -= entry.cents
    return {name: held[name] for name in held if held[name]}


def booked(entries: Iterable[Entry], after: int = 0) -> list[Written]:
    return [Written(number, AT, "staff", entry, START, START) for number, entry in enumerate(entries, after + 1)]


REGIONS = st.sampled_from((HDF, OCC, PACA))
WAIVED = st.sampled_from((frozenset[str](), frozenset({"awa"}), frozenset({"awa", "ben"})))


@settings(deadline=None)
@given(REGIONS, claims(), WAIVED)
def test_expenses_are_what_is_billed_and_the_book_balances(
    region: str, rows: tuple[ClaimRow, ...], waived: frozenset[str]
) -> None:
    found = account(region, rows, waived)
    held = balances(entries_of(found, DAY))

    assert sum(held.values()) == 0
    expenses = sum(amount for name, amount in held.items() if name.startswith("expense:"))
    assert euros(expenses) == found.statement.eligible
    assert expenses == -held.get("billed", 0)
    share, association = found.statement.share, found.statement.association
    assert share is not None
    assert association is not None
    assert share + association == found.statement.eligible
    assert cents(share) == held.get("share", 0)


@settings(deadline=None)
@given(REGIONS, claims(), WAIVED)
def test_each_volunteer_is_due_the_refund_of_the_statement_and_gifts_are_due_to_nobody(
    region: str, rows: tuple[ClaimRow, ...], waived: frozenset[str]
) -> None:
    found = account(region, rows, waived)
    held = balances(entries_of(found, DAY))
    for place, refund in found.statement.refunds.items():
        assert -held.get(f"refund:{place}", 0) == cents(refund)
    assert -held.get("gift", 0) == sum(map(cents, found.statement.gifts.values()))


@settings(deadline=None)
@given(REGIONS, claims())
def test_nothing_is_negative_or_above_its_cap(region: str, rows: tuple[ClaimRow, ...]) -> None:
    found = account(region, rows)
    held = balances(entries_of(found, DAY))
    for category in CATEGORIES:
        cap, spent = found.rules.allowed(category).cap, held.get(f"expense:{category}", 0)
        assert spent >= 0
        assert cap is None or euros(spent) <= cap
    funding = found.rules.funding
    most = None if funding is None else funding.cap_per_mission
    assert most is None or euros(held.get("share", 0)) <= most.euros


@settings(deadline=None)
@given(REGIONS, claims(), st.integers())
def test_the_order_in_which_receipts_came_changes_nothing(region: str, rows: tuple[ClaimRow, ...], seed: int) -> None:
    shuffled = list(rows)
    Random(seed).shuffle(shuffled)
    assert list(entries_of(account(region, shuffled), DAY)) == list(entries_of(account(region, rows), DAY))


@settings(deadline=None)
@given(REGIONS, claims(), claims())
def test_a_statement_that_changes_ends_where_the_new_one_would_have_begun(
    region: str, before: tuple[ClaimRow, ...], after: tuple[ClaimRow, ...]
) -> None:
    old, new = (list(entries_of(account(region, rows), DAY)) for rows in (before, after))
    gone, missing = changes(booked(old), new)
    corrected = [*old, *(opposite(one, DAY, "statement_changed") for one in gone), *missing]

    assert balances(corrected) == balances(new)
    assert changes(booked(new), new) == ([], [])
    assert balances([*old, *(opposite(one, DAY, "x") for one in booked(old))]) == {}


def test_a_statement_whose_document_is_cited_otherwise_has_nothing_new() -> None:
    row = ClaimRow("c1", "m", "awa", 1, "approved", Spent("visa", DAY, 5000, "EUR"), (), AT, AT, *([None] * 9))
    [entry, *_rest] = entries_of(account(HDF, [row]), DAY)
    assert entry.rule is not None
    cited = replace(entry, rule={**entry.rule, "source": {"title": "Une autre édition"}}, day=date(2027, 1, 1))
    assert changes(booked([cited]), [entry]) == ([], [])
    newer = replace(entry, rule={**entry.rule, "since": "2027-01-01"})
    assert changes(booked([newer]), [entry]) == (booked([newer]), [entry])


def test_amounts_are_whole_cents() -> None:
    assert (cents(Decimal("12.5")), euros(1250)) == (1250, Decimal("12.50"))
    with pytest.raises(ValueError, match="whole cents"):
        cents(Decimal("0.001"))

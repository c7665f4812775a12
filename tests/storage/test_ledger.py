"""The book: it only grows, it balances, and it shows whether anybody has touched it, on both databases."""

import shutil
import threading
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storage.errors import NotAllowed, StorageError
from storage.ledger import START, Entry, Fault, Mark, Verified, Written, opposite
from storage.store import Store

DAY = date(2026, 8, 10)
ROOM = Entry(DAY, "occitanie", "MOCC-2026-0001", "claim", "expense:lodging", "refund:p1", 42000, "within_cap", "c1")
VISA = replace(ROOM, debit="expense:visa", credit="refund:p2", cents=9500, claim="c2", rate={"units": "655.957"})
TOLD = replace(ROOM, kind="payment", debit="refund:p1", credit="bank", cents=42000, claim=None, why="transfer")
TRIGGERS = {
    "sqlite": ("ledger_never_changes", "ledger_stays", "ledger_goes_on", "ledger_head_follows"),
    "postgresql": ("ledger", "ledger_head"),
}


def wrote(store: Store, at: datetime, *entries: Entry) -> tuple[Written, ...]:
    with store.desk(at) as desk:
        return desk.ledger.write(entries, "staff:Léa")


def verified(store: Store, at: datetime, noted: Mark | None = None) -> Verified:
    with store.desk(at) as desk:
        return desk.ledger.verify(noted)


def said(store: Store, *statements: str) -> None:
    """SQL, past the code."""
    with store._database.writing() as connection:
        for statement in statements:
            connection.exec_driver_sql(statement)


def tampered(store: Store, *statements: str) -> None:
    """SQL, past the code and the triggers: somebody with all rights on the database."""
    if store.embedded:
        off = [f"DROP TRIGGER {name}" for name in TRIGGERS["sqlite"]]
    else:
        off = [f"ALTER TABLE {name} DISABLE TRIGGER USER" for name in TRIGGERS["postgresql"]]
    said(store, *off, *statements)


# -- what it holds ---------------------------------------------------------------------------------------------------


def test_entries_are_numbered_sealed_and_counted_on_their_accounts(store: Store, now: datetime) -> None:
    first, second = wrote(store, now, ROOM, VISA)

    assert (first.number, first.previous, first.entry) == (1, START, ROOM)
    assert (second.number, second.previous, second.at) == (2, first.sha256, now)
    with store.desk(now) as desk:
        assert desk.ledger.of("MOCC-2026-0001") == (first, second)
        assert desk.ledger.balances() == {
            "expense:lodging": 42000,
            "expense:visa": 9500,
            "refund:p1": -42000,
            "refund:p2": -9500,
        }
        assert desk.ledger.balances("MOCC-2026-0002") == {}
        assert desk.ledger.lock() == Mark(2, second.sha256)
    assert verified(store, now).faults == ()


def test_the_same_book_has_the_same_hashes_on_every_database(url: str, now: datetime) -> None:
    store = Store.open(url)
    second = wrote(store, now, ROOM, VISA)[1]
    store.close()
    assert second.sha256 == "2813908259c97240a1352373feceea27603496e6ecc3285394828b2807271847"


def test_an_entry_is_taken_back_once_by_its_opposite(store: Store, now: datetime) -> None:
    wrote(store, now, ROOM, VISA)
    with store.desk(now) as desk:
        back = desk.ledger.reverse(1, "staff:Léa", "mistake")
        assert back is not None
        assert (back.entry.debit, back.entry.credit, back.entry.reverses) == ("refund:p1", "expense:lodging", 1)
        assert desk.ledger.reverse(1, "staff:Léa", "mistake") is None
        assert [one.number for one in desk.ledger.live("MOCC-2026-0001")] == [2]
        assert desk.ledger.balances()["refund:p1"] == 0
        for number, why in ((9, "unknown"), (3, "closed")):
            with pytest.raises(NotAllowed, match=why):
                desk.ledger.reverse(number, "staff:Léa", "mistake")
    assert verified(store, now).faults == ()


def test_nothing_and_a_move_within_an_account_are_no_entries() -> None:
    for wrong in ({"cents": 0}, {"cents": -1}, {"credit": ROOM.debit}):
        with pytest.raises(ValueError, match="positive amount between two accounts"):
            replace(ROOM, **wrong)


def test_many_who_write_at_once_make_one_chain(store: Store, now: datetime) -> None:
    together = threading.Barrier(4)

    def write(number: int) -> None:
        together.wait()
        for cents in range(1, 6):
            wrote(store, now, replace(ROOM, cents=100 * number + cents))

    with ThreadPoolExecutor(4) as threads:
        list(threads.map(write, range(4)))

    found = verified(store, now)
    assert (found.mark.count, found.faults) == (20, ())


def breaks_off(store: Store, at: datetime) -> None:
    with store.desk(at) as desk:
        cents = desk.ledger.write([VISA], "staff:Léa")[0].entry.cents
        raise ZeroDivisionError(cents)


def test_what_is_rolled_back_leaves_no_gap(store: Store, now: datetime) -> None:
    wrote(store, now, ROOM)
    with pytest.raises(ZeroDivisionError):
        breaks_off(store, now)
    assert wrote(store, now, VISA)[0].number == 2
    assert verified(store, now).faults == ()


# -- what the database refuses ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE ledger SET cents = 1 WHERE number = 1",
        "UPDATE ledger SET sha256 = 'x'",
        "DELETE FROM ledger WHERE number = 2",
        "DELETE FROM ledger",
        "DELETE FROM ledger_head",
        "UPDATE ledger_head SET count = 1",
        "UPDATE ledger_head SET count = 3, sha256 = 'x'",
        "UPDATE ledger_head SET sha256 = 'x'",
        "INSERT INTO ledger_head (id, count, sha256) VALUES (2, 0, 'x')",
        "INSERT INTO ledger SELECT 9, at, day, region, mission, kind, debit, credit, cents, who, why, claim, reverses,"
        " rule, rate, previous, sha256 FROM ledger WHERE number = 2",
        "INSERT INTO ledger SELECT 3, at, day, region, mission, kind, debit, debit, cents, who, why, claim, reverses,"
        " rule, rate, previous, sha256 FROM ledger WHERE number = 2",
        "INSERT INTO ledger SELECT 3, at, day, region, mission, kind, debit, credit, 0, who, why, claim, reverses,"
        " rule, rate, previous, sha256 FROM ledger WHERE number = 2",
    ],
)
def test_the_database_itself_refuses_to_change_the_book(store: Store, now: datetime, statement: str) -> None:
    wrote(store, now, ROOM, VISA)
    with pytest.raises(StorageError):
        said(store, statement)
    assert verified(store, now).faults == ()


def test_sqlite_refuses_to_replace_an_entry(sqlite_url: str, now: datetime) -> None:
    store = Store.open(sqlite_url)
    wrote(store, now, ROOM, VISA)
    with pytest.raises(StorageError):
        said(store, "INSERT OR REPLACE INTO ledger SELECT * FROM ledger WHERE number = 1")
    with pytest.raises(StorageError):
        said(store, "INSERT OR REPLACE INTO ledger_head (id, count, sha256) VALUES (1, 0, 'x')")
    store.close()


def test_postgresql_refuses_to_empty_the_book(postgresql_url: str, now: datetime) -> None:
    store = Store.open(postgresql_url)
    wrote(store, now, ROOM, VISA)
    for name in ("ledger", "ledger_head"):
        with pytest.raises(StorageError):
            said(store, f"TRUNCATE {name}")
    store.close()


# -- what a walk finds -----------------------------------------------------------------------------------------------

SWAP = "UPDATE ledger SET number = {} WHERE number = {}"


@pytest.mark.parametrize(
    ("statements", "faults"),
    [
        (("UPDATE ledger SET cents = 1 WHERE number = 2",), (Fault(2, "changed"),)),
        (("UPDATE ledger SET who = 'staff:Marc' WHERE number = 1",), (Fault(1, "changed"),)),
        (("UPDATE ledger SET cents = -5 WHERE number = 2",), (Fault(2, "changed"),)),
        (("UPDATE ledger SET rate = 'nonsense' WHERE number = 2",), (Fault(2, "changed"),)),
        (("DELETE FROM ledger WHERE number = 2",), (Fault(3, "missing"), Fault(3, "broken"))),
        (("DELETE FROM ledger WHERE number = 3",), (Fault(3, "head"),)),
        (
            (SWAP.format(9, 1), SWAP.format(1, 2), SWAP.format(2, 9)),
            (
                Fault(1, "broken"),
                Fault(1, "changed"),
                Fault(2, "broken"),
                Fault(2, "changed"),
                Fault(3, "broken"),
            ),
        ),
        (
            (
                "INSERT INTO ledger SELECT 4, at, day, region, mission, kind, debit, credit, cents, who, why, claim,"
                " reverses, rule, rate, sha256, sha256 FROM ledger WHERE number = 3",
            ),
            (Fault(4, "changed"), Fault(3, "head")),
        ),
        (("UPDATE ledger_head SET count = 2",), (Fault(2, "head"),)),
    ],
)
def test_a_walk_finds_what_was_changed_removed_moved_or_added(
    store: Store, now: datetime, statements: Iterable[str], faults: tuple[Fault, ...]
) -> None:
    wrote(store, now, ROOM, VISA, TOLD)
    off = "" if store.embedded else "ALTER TABLE ledger DROP CONSTRAINT ck_ledger_moves"
    loosened = "PRAGMA ignore_check_constraints = ON" if store.embedded else off
    tampered(store, loosened, *statements)
    assert verified(store, now).faults == faults


def test_a_tail_rewritten_with_its_head_shows_against_a_mark_noted_elsewhere(store: Store, now: datetime) -> None:
    wrote(store, now, ROOM, VISA)
    noted = verified(store, now).mark
    tampered(store, "DELETE FROM ledger WHERE number = 2", f"UPDATE ledger_head SET count = 1, sha256 = {FIRST}")
    wrote(store, now, TOLD)

    assert verified(store, now).faults == ()  # the chain is whole: from within nothing shows
    assert verified(store, now, noted).faults == (Fault(2, "mark"),)


FIRST = "(SELECT sha256 FROM ledger WHERE number = 1)"


def test_a_mark_that_was_noted_is_found_again_in_a_book_that_went_on(store: Store, now: datetime) -> None:
    empty = verified(store, now).mark
    wrote(store, now, ROOM)
    noted = Mark.read(f" {verified(store, now).mark} ")
    wrote(store, now, VISA)

    assert verified(store, now, noted).faults == ()
    assert verified(store, now, empty).faults == ()
    for wrong in ("", "1", "1:xyz", "x:" + "0" * 64, "1:" + "0" * 63):
        with pytest.raises(ValueError, match="COUNT:HASH"):
            Mark.read(wrong)


def test_a_reversal_that_is_not_the_opposite_shows(store: Store, now: datetime) -> None:
    first = wrote(store, now, ROOM)[0]
    wrote(store, now, replace(opposite(first, DAY, "mistake"), cents=1))
    assert verified(store, now).faults == (Fault(2, "reversal"),)


# -- what always holds -----------------------------------------------------------------------------------------------

ACCOUNTS = st.sampled_from(("expense:visa", "refund:p1", "refund:p2", "bank", "share", "billed"))


@st.composite
def moves(draw: st.DrawFn) -> Entry:
    debit, credit = draw(st.lists(ACCOUNTS, min_size=2, max_size=2, unique=True))
    words = draw(st.sampled_from(("", "visa", "« Été »", "طوارئ", 'a\\b"c')))
    cents = draw(st.integers(1, 10**12))
    return replace(ROOM, debit=debit, credit=credit, cents=cents, why=words, rule={"id": words, "since": None})


@pytest.fixture(scope="module")
def whole_run(migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """One database for all examples: each is rolled back."""
    path = tmp_path_factory.mktemp("ledger") / "explor.db"
    shutil.copyfile(migrated_sqlite, path)
    store = Store.open(f"sqlite:///{path}")
    yield store
    store.close()


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(moves(), st.booleans()), max_size=12))
def test_the_book_balances_and_what_is_taken_back_leaves_zero(
    whole_run: Store, given_moves: list[tuple[Entry, bool]]
) -> None:
    with pytest.raises(_PlayedError):
        played(whole_run, given_moves)


class _PlayedError(Exception):
    """Rolls an example back."""


def played(store: Store, given_moves: list[tuple[Entry, bool]]) -> None:
    with store.desk(datetime(2026, 9, 30, tzinfo=UTC)) as desk:
        ledger = desk.ledger
        for entry, back in given_moves:
            before = ledger.balances()
            [one] = ledger.write([entry], "staff:Léa")
            assert sum(ledger.balances().values()) == 0
            if back:
                assert ledger.reverse(one.number, "staff:Léa", "mistake") is not None
                after = ledger.balances()
                assert all(after.get(account, 0) == before.get(account, 0) for account in after)
        assert ledger.verify().faults == ()
        raise _PlayedError

"""One durable turn, from the event to the commit, beside what SQLite itself needs at the same `synchronous`.

Then the same turn with 100 and with 100,000 conversations stored.
"""

import sqlite3
import tempfile
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

from bot.channels.console import ABLE
from bot.turn import Assistant, Heard
from bot.words import PARIS
from dialogs.core.events import Typed
from tests.bench.measure import alternated, row
from tests.play import assistant

NOW = datetime(2026, 11, 20, 10, tzinfo=PARIS)
RUNS = 300


def turns(bot: Assistant, address: str) -> Callable[[], bool]:
    """A person who changes the same two answers back and forth: each turn reads, thinks, writes and commits."""
    number = count()

    def one(said: str) -> bool:
        heard = Heard("console", address, f"{address}:{next(number)}", NOW, Typed(said))
        return bot.hear(heard, ABLE)

    for said in ("bonjour", "/eligibilite", "59000"):
        one(said)
    words = iter(lambda: "1" if next(number) % 2 else "/retour", None)
    return lambda: one(next(words))


def bare(folder: Path) -> Callable[[], None]:
    """An insert, an update and a commit, by the standard library alone."""
    connection = sqlite3.connect(folder / "bare.db", isolation_level=None)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("CREATE TABLE inbox (id TEXT PRIMARY KEY, at TEXT)")
    connection.execute("CREATE TABLE conversation (id INTEGER PRIMARY KEY, state TEXT)")
    connection.execute("INSERT INTO conversation VALUES (1, '{}')")
    number, state = count(), "x" * 600

    def one() -> None:
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("INSERT INTO inbox VALUES (?, ?)", (f"event-{next(number)}", NOW.isoformat()))
        connection.execute("UPDATE conversation SET state = ? WHERE id = 1", (state,))
        connection.execute("COMMIT")

    return one


def crowd(bot: Assistant, people: int) -> None:
    """As many conversations as asked for, each with a state of usual size."""
    state = '{"format": 1, "profile": {"lang": "fr", "region": null}, "stack": [], "shelf": []}' + " " * 500
    at = NOW.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f")
    with closing(sqlite3.connect(_path(bot))) as raw:
        known = raw.execute("SELECT max(id) FROM people").fetchone()[0] or 0
        columns = {table: _required(raw, table) for table in ("people", "identities", "conversations")}
        ids = range(known + 1, people + 1)
        values = {
            "id": 0,
            "created_at": at,
            "last_seen_at": at,
            "updated_at": at,
            "channel": "crowd",
            "state": state,
            "version": 1,
        }
        for table, names in columns.items():
            marks = ", ".join("?" for _ in names)
            rows = ([_value(name, id, values) for name in names] for id in ids)
            raw.executemany(f"INSERT INTO {table} ({', '.join(names)}) VALUES ({marks})", rows)
        raw.commit()


def _required(raw: sqlite3.Connection, table: str) -> list[str]:
    return [name for _, name, _, required, _, key in raw.execute(f"PRAGMA table_info({table})") if required or key]


def _value(name: str, id: int, values: dict[str, object]) -> object:
    return id if name in ("id", "person_id") else f"address-{id}" if name == "address" else values.get(name, 0)


def _path(bot: Assistant) -> str:
    with bot.store.reading() as session:
        return str(session.connection().exec_driver_sql("PRAGMA database_list").one()[2])


def run() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with assistant(folder) as bot:
            ours, theirs = alternated(turns(bot, "ana"), bare(folder), RUNS)
            row("one durable turn: processor time", f"{ours.cpu:.2f} ms", "(target: at most 2 ms)")
            row("  bare sqlite3, insert + update + commit", f"{theirs.cpu:.2f} ms")
            row("one durable turn: wall", f"{ours.wall:.2f} ms", f"{ours.wall / theirs.wall:.2f} times bare sqlite3")
    with (
        tempfile.TemporaryDirectory() as few,
        tempfile.TemporaryDirectory() as many,
        assistant(Path(few)) as small,
        assistant(Path(many)) as large,
    ):
        crowd(small, 100)
        crowd(large, 100_000)
        one, other = alternated(turns(small, "ana"), turns(large, "ana"), RUNS)
        row("the same turn, 100 conversations", f"{one.cpu:.2f} ms", f"wall {one.wall:.2f} ms")
        ratio = f"{other.cpu / one.cpu:.2f} times (target: within 1.3)"
        row("the same turn, 100,000 conversations", f"{other.cpu:.2f} ms", f"wall {other.wall:.2f} ms", ratio)

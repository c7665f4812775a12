"""What a durable turn costs, and a look at what is to be sent: `python -m tests.storage.bench`, or `turn_cost()`,
`grouped_cost()` and `heads_cost()` from a larger benchmark.

CPU is what counts here (`time.process_time`, user and system): the wall depends on the disk's `fsync`, so it is told
beside that of a bare `sqlite3` insert + update + commit at the same `synchronous=FULL`, in the same run.
"""

import json
import sqlite3
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

from sqlalchemy import insert

from storage.database import Database
from storage.migrations import migrate
from storage.records import Outgoing
from storage.store import Store
from storage.tables import Conversation, Identity, Person, Received, table

NOW = datetime(2025, 5, 14, 9, 30, tzinfo=UTC)
STATE = {"answers": {f"question_{number}": f"la réponse numéro {number}" for number in range(40)}}
BODY = {"text": "Dans quel pays est votre partenaire ? " * 4, "choices": [["pays", "valeur"]] * 5}


@dataclass(frozen=True)
class Cost:
    """Milliseconds a turn."""

    cpu: float
    wall: float


def turn_cost(conversations: int, turns: int = 500) -> Cost:
    """A turn that keeps a state of 40 answers and sends one message, among so many stored conversations."""
    with tempfile.TemporaryDirectory() as folder:
        store = filled(Path(folder) / "explor.db", conversations)
        whose = Random(1)
        cost = measured(turns, lambda number: a_turn(store, f"p{whose.randrange(conversations)}", f"turn {number}"))
        store.close()
        return cost


def grouped_cost(size: int, turns: int = 512) -> Cost:
    """The same turn, of as many people as a group is large, committed together."""
    with tempfile.TemporaryDirectory() as folder:
        store = filled(Path(folder) / "explor.db", 1000)
        whose = Random(1)

        def a_group(number: int) -> None:
            with store.together():
                for place in range(size):
                    a_turn(store, f"p{whose.randrange(1000)}", f"turn {number} {place}")

        cost = measured(turns // size, a_group)
        store.close()
        return Cost(cost.cpu / size, cost.wall / size)


def heads_cost(waiting: int, due_at: datetime = NOW) -> Cost:
    """A look at the next 32 rows to send, while so many people have one that waits."""
    with tempfile.TemporaryDirectory() as folder:
        store = filled(Path(folder) / "explor.db", max(waiting, 1))
        for number in range(1, waiting + 1, 1000):
            with store.desk(NOW) as desk:
                for conversation in range(number, min(number + 1000, waiting + 1)):
                    desk.queue([Outgoing(body=BODY, due_at=due_at)], conversation)
        cost = measured(200, lambda _: looked(store))
        store.close()
        return cost


def looked(store: Store) -> None:
    store.outbox.heads(NOW, 32)


def bare_cost(turns: int = 500) -> Cost:
    """The least that durable can cost: the same state, one insert and one update, by the bare driver."""
    with tempfile.TemporaryDirectory() as folder:
        bare = sqlite3.connect(Path(folder) / "bare.db", isolation_level=None)
        bare.executescript("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL")
        bare.executescript("CREATE TABLE inbox (id TEXT PRIMARY KEY); CREATE TABLE talks (id INTEGER, state TEXT)")
        bare.execute("INSERT INTO talks VALUES (1, '')")
        cost = measured(turns, lambda number: a_bare_turn(bare, number))
        bare.close()
        return cost


def a_turn(store: Store, address: str, event_id: str) -> None:
    with store.turn(channel="console", address=address, event_id=event_id, at=NOW) as work:
        work.keep(STATE)
        work.queue([Outgoing(body=BODY, key="question")])


def a_bare_turn(bare: sqlite3.Connection, number: int) -> None:
    bare.execute("BEGIN IMMEDIATE")
    bare.execute("INSERT INTO inbox VALUES (?)", (str(number),))
    bare.execute("UPDATE talks SET state = ? WHERE id = 1", (json.dumps(STATE),))
    bare.execute("COMMIT")


def filled(file: Path, conversations: int) -> Store:
    """A store in which so many people have talked once."""
    database = Database.open(f"sqlite:///{file}")
    migrate(database)
    numbers = range(1, conversations + 1)
    with database.writing() as connection:
        people = [{"id": number, "created_at": NOW, "last_seen_at": NOW} for number in numbers]
        connection.execute(insert(table(Person)), people)
        places = [
            {"person_id": number, "channel": "console", "address": f"p{number - 1}", "created_at": NOW}
            for number in numbers
        ]
        connection.execute(insert(table(Identity)), places)
        talks = [{**place, "version": 1, "updated_at": NOW, "state": STATE} for place in places]
        connection.execute(insert(table(Conversation)), talks)
        events = [{"event_id": f"old {number}", "at": NOW, "status": "done"} for number in numbers]
        connection.execute(insert(table(Received)), events)
    return Store(database)


def measured(turns: int, turn: Callable[[int], None]) -> Cost:
    for number in range(50):  # the first ones compile statements and fill caches
        turn(-number - 1)
    cpu, wall = time.process_time(), time.perf_counter()
    for number in range(turns):
        turn(number)
    return Cost((time.process_time() - cpu) / turns * 1000, (time.perf_counter() - wall) / turns * 1000)


def main() -> None:
    bare, few, many = bare_cost(), turn_cost(100), turn_cost(100_000)
    told("bare sqlite3", bare)
    told("100 conversations", few)
    told("100,000 conversations", many)
    for size in (1, 8, 32):
        grouped = grouped_cost(size)
        told(f"together, {size}", grouped)
        print(f"{'turns a second':>24}: {1000 / grouped.wall:.0f}, alone {1000 / few.wall:.0f}")
    told("heads, nothing waits", heads_cost(0))
    told("heads, 10,000 wait", heads_cost(10_000))
    told("heads, 10,000 later", heads_cost(10_000, NOW + timedelta(days=3)))
    print(f"{'wall, beside bare':>24}: {few.wall / bare.wall:.1f} times")
    print(f"{'CPU, many beside few':>24}: {many.cpu / few.cpu:.2f} times")


def told(name: str, cost: Cost) -> None:
    print(f"{name:>24}: {cost.cpu:.2f} ms of CPU, {cost.wall:.2f} ms")


if __name__ == "__main__":
    main()

"""A call for help, from the event to the commit: with 10,000 conversations kept and 10,000 rows that wait to leave.

Then an alert among those rows: which one the way out takes first.
"""

import tempfile
import time
from datetime import timedelta
from pathlib import Path

from sqlalchemy import insert
from sqlmodel import select

from bot.channels.console import ABLE
from bot.render import Line, Message
from bot.turn import Assistant, Heard
from dialogs.core.events import Typed
from storage.tables import Conversation, Queued, table
from tests.bench.durable import crowd
from tests.bench.measure import row
from tests.bot.rescue import NOW, REGION, Somebody, mission
from tests.play import assistant

PEOPLE = 10_000
RUNS = 500
WORDS = ("/urgence", "sos", "طوارئ", "urgence", "emergency")


def run() -> None:
    with tempfile.TemporaryDirectory() as folder, assistant(Path(folder), [REGION]) as bot:
        crowd(bot, PEOPLE)
        full(bot)
        ines = Somebody(bot, "ines").joins(mission(bot))
        answers(bot)
        first(bot, ines)


def full(bot: Assistant) -> None:
    """A row on its way to each of them."""
    due = {"due_at": NOW - timedelta(hours=1), "status": "pending", "attempts": 0, "priority": 0}
    body = Message("fr", (Line("body", "Bonjour"),)).to_json()
    with bot.store.reading() as session:
        ids = session.exec(select(Conversation.id)).all()
    with bot.store._database.writing() as connection:
        connection.execute(insert(table(Queued)), [{"conversation_id": id, "body": body, **due} for id in ids])


def answers(bot: Assistant) -> None:
    """The time of each answer, of which p99 is what is promised; the wall has the disk's `fsync` in it, the CPU not."""
    walls, cpus = [], []
    for number in range(RUNS + 20):
        heard = Heard("telegram", "ines", f"call {number}", NOW, Typed(WORDS[number % len(WORDS)]), "fr")
        wall, cpu = time.perf_counter(), time.process_time()
        bot.hear(heard, ABLE)
        cpus.append((time.process_time() - cpu) * 1000)
        walls.append((time.perf_counter() - wall) * 1000)
    told = (
        f"{name} p50 {_at(times[20:], 0.5):.1f}, p99 {_at(times[20:], 0.99):.1f} ms"
        for name, times in (("CPU", cpus), ("wall", walls))
    )
    row("a call for help, to the commit (p99 under 20 ms)", *told)


def _at(times: list[float], share: float) -> float:
    return sorted(times)[int(len(times) * share)]


def first(bot: Assistant, ines: Somebody) -> None:
    """The place of an alert in the queue."""
    ines.alerts()
    began = time.perf_counter()
    heads = bot.store.outbox.heads(NOW, 20)
    took = (time.perf_counter() - began) * 1000
    places = [place for place, one in enumerate(heads, 1) if one.body.get("content") == "alert"]
    waiting = bot.store.outbox.undelivered(NOW).waiting
    row(f"an alert among {waiting:,} rows: its place", f"{places[0]}", f"look {took:.1f} ms")

"""`explor serve` for a story: the real server, in a hurry. Its pauses are short and no vendor's pace is kept.

    python -m tests.e2e.served          waits for orders on standard input, one a line

It has everything imported and makes a process for each server that it is told to start, so that a server which is
killed and started again costs no time:

    {"start": {"EXPLOR_…": "…"}, "log": "server.log", "later": seconds}      →  its number
    {"kill": number}                                       →  0, once it is dead (SIGKILL)
    {"stop": number}                                       →  its exit code (SIGTERM)
"""

import asyncio
import json
import os
import signal
import sys
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from bot.channels.telegram.pacing import Rates
from bot.documents import to_docx, to_pdf
from bot.knowledge_files import load
from bot.logs import configure
from bot.serve import World, run
from bot.settings import Settings
from knowledge.base import Knowledge
from storage.store import Store

AT_ONCE = Rates(chat=1e6, chat_burst=1e6, all=1e6, all_burst=1e6)
LAZY = (to_pdf, to_docx)  # imported here, so that no server has to


async def nap(seconds: float) -> None:
    """Nobody in a story has half a minute."""
    await asyncio.sleep(min(seconds, 0.02))


def serve(facts: Knowledge, environment: Mapping[str, str], log: str, later: timedelta) -> int:
    """A server until it is told to stop, by a clock that is ahead; its exit code."""
    os.environ.update(environment)
    with Path(log).open("a", buffering=1, encoding="utf-8") as stream:
        settings = Settings.read()
        configure(settings.log, stream)
        store = Store.open(settings.database_url)
        store.migrate()
        try:
            run(
                settings,
                facts,
                store,
                World(clock=lambda: datetime.now(UTC) + later, sleep=nap, rates=AT_ONCE, slack_every=0.0),
            )
        finally:
            store.close()
    return 0


def started(facts: Knowledge, environment: Mapping[str, str], log: str, later: timedelta) -> int:
    number = os.fork()
    if number:
        return number
    code = 1
    try:
        code = serve(facts, environment, log, later)
    finally:
        os._exit(code)


def ended(number: int, by: signal.Signals) -> int:
    os.kill(number, by)
    return os.waitstatus_to_exitcode(os.waitpid(number, 0)[1])


def obey(facts: Knowledge, order: Mapping[str, Any]) -> int:
    match order:
        case {"start": environment, "log": log, "later": seconds}:
            return started(facts, environment, log, timedelta(seconds=seconds))
        case {"kill": number}:
            return min(ended(number, signal.SIGKILL), 0)
        case {"stop": number}:
            return ended(number, signal.SIGTERM)
    raise ValueError(order)


def main() -> None:
    facts = load()
    for line in sys.stdin:
        print(obey(facts, json.loads(line)), flush=True)


if __name__ == "__main__":
    main()

"""The stage of a story: Telegram and Slack on loopback, and the real server in a process that may be killed."""

import asyncio
import json
import sys
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

from storage.store import Store
from tests.emulators.slack import APP_TOKEN, BOT_TOKEN, BOT_USER, Channel, Workspace
from tests.emulators.telegram import Emulator

REGION = "occitanie"
ROOM, ANA, MARC = "C0OCCITANIE", "U0ANA", "U0MARC"


class Servers:
    """Where servers are made, killed and stopped: `tests/e2e/served.py`, in a process of its own."""

    async def __aenter__(self) -> "Servers":
        self._process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "tests.e2e.served", stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE
        )
        return self

    async def __aexit__(self, *_error: object) -> None:
        assert self._process.stdin is not None
        self._process.stdin.close()
        await self._process.wait()

    async def told(self, **order: Any) -> int:
        """Give an order; its answer."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(order).encode() + b"\n")
        return int(await asyncio.wait_for(self._process.stdout.readline(), 30))


@dataclass
class Stage:
    """Everything of one story. `kills`: how often the server was killed; `later`: how far its clock is ahead; `more`:
    settings of this story."""

    folder: Path
    servers: Servers
    telegram: Emulator
    slack: Workspace
    room: Channel
    kills: int = 0
    later: timedelta = timedelta()
    more: Mapping[str, str] = field(default_factory=dict)
    _server: int | None = field(default=None, init=False)

    @property
    def database(self) -> str:
        return f"sqlite:///{self.folder / 'explor.db'}"

    async def start(self) -> None:
        log = str(self.folder / "server.log")
        self._server = await self.servers.told(start=self._environment(), log=log, later=self.later.total_seconds())

    async def kill(self) -> None:
        """`kill -9`, in the middle of whatever it is doing."""
        await self.servers.told(kill=self._server)
        self.kills += 1

    async def stop(self) -> int:
        """SIGTERM; the exit code."""
        if self._server is None:
            return 0
        number, self._server = self._server, None
        return await self.servers.told(stop=number)

    async def passes(self, time: timedelta) -> None:
        """Time goes by: the server is stopped in order, and is up again that much later."""
        assert await self.stop() == 0
        self.later += time
        await self.start()

    def now(self) -> datetime:
        """The hour of the story."""
        return datetime.now(UTC) + self.later

    async def quiet(self) -> None:
        """Once nothing that is due waits to be sent."""
        with self.store() as store:
            async with asyncio.timeout(60):
                while store.outbox.undelivered(self.now()).waiting:
                    await asyncio.sleep(0.02)

    @contextmanager
    def store(self) -> Iterator[Store]:
        """What is kept, read beside the server."""
        opened = Store.open(self.database)
        try:
            yield opened
        finally:
            opened.close()

    def _environment(self) -> dict[str, str]:
        network = {REGION: {"channel": ROOM, "staff": [ANA, MARC]}}
        return {
            "EXPLOR_DATABASE_URL": self.database,
            "EXPLOR_TELEGRAM_TOKEN": self.telegram.token,
            "EXPLOR_TELEGRAM_API_ROOT": self.telegram.root,
            "EXPLOR_TELEGRAM_NAME": "explor_bot",
            "EXPLOR_SLACK_BOT_TOKEN": BOT_TOKEN,
            "EXPLOR_SLACK_APP_TOKEN": APP_TOKEN,
            "EXPLOR_SLACK_API_ROOT": self.slack.api,
            "EXPLOR_SLACK_NETWORKS": json.dumps(network),
            "EXPLOR_SERVER_PORT": "0",
            "EXPLOR_LOG": "json",
            **self.more,
        }


@asynccontextmanager
async def stage(folder: Path, servers: Servers) -> AsyncIterator[Stage]:
    """A stage with its server running; what is left of it ends with the block."""
    async with Emulator() as telegram, Workspace() as slack:
        room = slack.channel(ROOM, "explor-occitanie")
        room.members.add(BOT_USER)
        here = Stage(folder, servers, telegram, slack, room)
        await here.start()
        try:
            yield here
        finally:
            await here.stop()


@dataclass
class Fate:
    """Kills the server at random moments of a story: before some of its calls to a vendor are answered, or after.

    The same seed kills at the same calls. Never more than `most` times, so that a story ends.
    """

    stage: Stage
    random: Random
    most: int = 4
    _task: "asyncio.Task[None] | None" = field(default=None, init=False)

    async def __aenter__(self) -> "Fate":
        self._task = asyncio.create_task(self._strike())
        return self

    async def __aexit__(self, *_error: object) -> None:
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def _strike(self) -> None:
        for _time in range(self.most):
            calls = self._calls() + self.random.randint(3, 60)
            while self._calls() < calls:
                await asyncio.sleep(self.random.uniform(0.001, 0.01))
            await self.stage.kill()
            await self.stage.start()

    def _calls(self) -> int:
        return len(self.stage.telegram.calls) + len(self.stage.slack.calls)

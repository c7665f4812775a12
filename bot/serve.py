"""The server, assembled: one process that hears, thinks, keeps, sends, and is watched over.

    channels --hear--> writer --commit--> dispatcher --send--> channels

- It starts with a token of Telegram and nothing else, and also when a vendor is out of reach.
- Told to stop, it takes nothing more, finishes what it took and what is on its way, and closes, in less than 10 s.
- A part of it that ends by itself is a bug: the whole stops in order, and exits with 1, to be started again.
"""

import asyncio
import fcntl
import gc
import os
import signal
import socket
from collections.abc import Awaitable, Callable, Coroutine, Iterable, Iterator
from contextlib import AbstractAsyncContextManager, AsyncExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from random import Random
from typing import Any
from uuid import uuid4

import structlog
import uvicorn
from sqlalchemy.engine import make_url
from starlette.applications import Starlette

from bot.answering import LiveQuestions
from bot.books import Till
from bot.carrying import catch_up
from bot.channels.base import Channel
from bot.channels.bell import Bell
from bot.channels.mail import Mail
from bot.channels.slack.channel import ABLE as SLACK_ABLE
from bot.channels.slack.channel import NAME as SLACK
from bot.channels.slack.pace import EVERY
from bot.channels.telegram.looks import ABLE as TELEGRAM_ABLE
from bot.channels.telegram.pacing import Rates
from bot.channels.telegram.reading import CHANNEL as TELEGRAM
from bot.clerk import Clerk
from bot.dispatch import Dispatcher
from bot.errands import Errands
from bot.front import StaffFront
from bot.lines import Line, Refused, slack_line, telegram_line
from bot.metrics import Metrics, Waiting
from bot.networks import offices, roster, staff
from bot.papers import Papers
from bot.rate_files import LiveRates
from bot.reading.reader import Reader
from bot.server import Watch, app
from bot.settings import Settings
from bot.turn import Assistant, innermost
from bot.waiting import first
from bot.writer import Stopped, Writer
from dialogs.catalogue import CATALOGUE
from knowledge.base import Knowledge
from storage.errors import StorageError
from storage.store import Store

log = structlog.get_logger()

ABLE = {TELEGRAM: TELEGRAM_ABLE, SLACK: SLACK_ABLE}

DAY = 24 * 3600.0
"""Seconds between two purges."""

LOOK = 10.0
"""Seconds between two looks at the staff's questions and answers."""

GARBAGE = 10_000
"""Objects made before those that only hold each other are looked for. Few are: a turn leaves next to none."""

FINISHING = 5
"""Seconds for the requests in hand at the end."""

LEAVING = 8.5
"""Seconds for everything else that was taken, at the end."""

NO_CHANNEL = """No channel is set, so there is nothing to serve. Set at least one:
- Telegram: ask @BotFather for a token (/newbot), and set EXPLOR_TELEGRAM_TOKEN;
- Slack: install slack/manifest.yaml, and set EXPLOR_SLACK_BOT_TOKEN and EXPLOR_SLACK_APP_TOKEN;
or write them to explor.toml: see explor.example.toml. Then try `explor doctor`."""


class CannotServe(Exception):
    """Something has to be set right first; the message says what."""


@dataclass(frozen=True)
class World:
    """What the server takes from outside itself, so that a test can stand in for it."""

    clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    random: Random = field(default_factory=Random)
    rates: Rates = field(default_factory=Rates)
    slack_every: float = EVERY


def run(settings: Settings, facts: Knowledge, store: Store, world: World | None = None) -> None:
    """Serve until SIGTERM or SIGINT. Raises `CannotServe` with what to do first."""
    import uvloop

    async def until_told() -> None:
        stop = asyncio.Event()
        for one in (signal.SIGTERM, signal.SIGINT):
            asyncio.get_running_loop().add_signal_handler(one, stop.set)
        await serve(settings, facts, store, stop, world)

    with _only_one(store, settings.database_url):
        # What is known and imported stays: the collector need not walk it again for every few turns.
        gc.collect()
        gc.freeze()
        gc.set_threshold(GARBAGE)
        uvloop.run(until_told())


async def serve(
    settings: Settings,
    facts: Knowledge,
    store: Store,
    stop: asyncio.Event,
    world: World | None = None,
    started: Callable[[int], None] = lambda port: None,
) -> None:
    """Serve until `stop` is set; `started` is told the port once everything listens."""
    require_channels(settings, facts)
    world = world or World()
    papers, known = Papers.of(store, facts, settings), LiveQuestions(facts, settings.faq_folder)
    till = Till(LiveRates(settings.rates, facts.rates), settings.rate_months)
    places, people, ask = offices(settings), roster(settings), known.ready
    assistant = Assistant(store, facts, CATALOGUE, papers, offices=places, questions=ask, roster=people, till=till)
    metrics = Metrics()
    writer = Writer(assistant, ABLE, world.random, metrics, world.sleep)
    async with AsyncExitStack() as opened:
        opened.push_async_callback(writer.stop)
        lines = [await opened.enter_async_context(line) for line in _lines(settings, assistant, writer, world)]
        channels = {one.name: one for one in (*(line.channel for line in lines), *_silent(settings, world))}
        dispatcher = Dispatcher(
            assistant, channels, writer, world.clock, world.random, metrics, uuid4().hex, world.sleep
        )
        watch = _watch(assistant, writer, dispatcher, metrics, settings, world)
        routes = [route for line in lines for route in line.routes]
        server = _Server(app(watch, routes), settings.server.host, settings.server.port, started)
        await writer.do(lambda: catch_up(store, assistant.offices, world.clock()))
        parts = [line.run(stop) for line in lines]
        parts += [_purging(assistant, writer, world, stop), _rereading(known, world, stop)]
        parts += [_errands(assistant, papers, lines, writer, world, settings).run(stop)]
        await _live(parts, server, dispatcher, stop)


def require_channels(settings: Settings, facts: Knowledge) -> None:
    """Raises `CannotServe` unless there is a channel to serve, and every network that is set is one of ours."""
    if settings.telegram.token is None and settings.slack.bot_token is None:
        raise CannotServe(NO_CHANNEL)
    for setting, regions in (("slack.networks", settings.slack.networks), ("alerts.roster", settings.alerts.roster)):
        if unknown := sorted(set(regions) - set(facts.regions)):
            known = ", ".join(sorted(facts.regions))
            raise CannotServe(f"{setting}: there is no region {', '.join(unknown)}. There are: {known}")


@contextmanager
def _only_one(store: Store, url: str) -> Iterator[None]:
    """On SQLite one process sends: a second one would send everything twice."""
    if not store.embedded:
        yield
        return
    # A file beside the database: a lock on its own file would end with the first connection that is closed.
    held = os.open(f"{make_url(url).database}.serve", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    except BlockingIOError:
        raise CannotServe("another `explor serve` runs on this database: stop it first, or use PostgreSQL") from None
    finally:
        os.close(held)


def _lines(
    settings: Settings, assistant: Assistant, writer: Writer, world: World
) -> Iterator[AbstractAsyncContextManager[Line]]:
    if settings.telegram.token is not None:
        yield telegram_line(settings.telegram, writer, world.clock, world.sleep, world.rates)
    if settings.slack.bot_token is not None:
        front = StaffFront(assistant, writer, staff(settings), world.clock, bot_name=settings.telegram.name)
        yield slack_line(settings.slack, front, world.sleep, world.slack_every)


def _silent(settings: Settings, world: World) -> Iterator[Channel]:
    """The channels by which nobody is heard: what an alert needs where the others fail."""
    yield Bell()
    if settings.smtp is not None:
        yield Mail(settings.smtp, world.clock)


def _watch(
    assistant: Assistant, writer: Writer, dispatcher: Dispatcher, metrics: Metrics, settings: Settings, world: World
) -> Watch:
    store, token = assistant.store, settings.server.metrics_token

    def kept() -> None:
        store.require_current()
        store.require_writable()

    async def database() -> None:
        await writer.do(kept)

    async def sending() -> None:
        if not dispatcher.alive:
            raise RuntimeError("the dispatcher has ended")

    async def waiting() -> Waiting:
        now = world.clock()
        return Waiting(await asyncio.to_thread(store.outbox.undelivered, now), now)

    checks = {"database": database, "dispatcher": sending}
    return Watch(checks, metrics, waiting, token.get_secret_value() if token else None)


def _errands(
    assistant: Assistant, papers: Papers, lines: Iterable[Line], writer: Writer, world: World, settings: Settings
) -> Errands:
    """Whoever fetches and reads the receipts that came in."""
    clerk = Clerk(assistant.store, assistant.facts, papers.files, assistant.fresh)
    fetches = {line.channel.name: line.fetch for line in lines if line.fetch is not None}
    return Errands(clerk, fetches, Reader(), writer, world.clock, world.sleep)


class _Server(uvicorn.Server):
    """Uvicorn, that leaves the signals to us, and says when it listens."""

    def __init__(self, application: Starlette, host: str, port: int, started: Callable[[int], None]) -> None:
        config = uvicorn.Config(
            application,
            http="httptools",
            ws="none",
            lifespan="off",
            log_config=None,
            access_log=False,
            server_header=False,
            timeout_graceful_shutdown=FINISHING,
        )
        super().__init__(config)
        self._socket = _listening(host, port)
        self._started = started

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield

    async def listen(self) -> None:
        """Until `should_exit` is set; the requests in hand are answered first."""
        await self.serve([self._socket])

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        host, port = self._socket.getsockname()[:2]
        log.info("serving", host=host, port=port)
        self._started(port)


def _listening(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=2048)
    except OSError as error:
        raise CannotServe(f"cannot listen on {host}, port {port}: {error.strerror}") from None


async def _live(
    parts: Iterable[Coroutine[Any, Any, None]], server: _Server, dispatcher: Dispatcher, stop: asyncio.Event
) -> None:
    """All the parts, until told to stop or one of them ends; then all of them, in order."""
    tasks = [asyncio.create_task(part) for part in (*parts, server.listen(), dispatcher.run())]
    await first(stop.wait(), asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED))
    ended = [] if stop.is_set() else [task for task in tasks if task.done()]
    stop.set()
    server.should_exit = True
    await asyncio.gather(dispatcher.stop(), asyncio.wait(tasks, timeout=LEAVING))
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    log.info("stopped")
    _blame(ended)


def _blame(ended: Iterable["asyncio.Task[None]"]) -> None:
    """A part that ended before it was told to: why."""
    for task in ended:
        error = task.exception()
        if isinstance(error, Refused):
            raise CannotServe(str(error))
        log.critical("part_ended", error=type(error).__name__, where=innermost(error) if error else "")
        raise CannotServe("a part of the server has ended: its log says which and where")


async def _purging(assistant: Assistant, writer: Writer, world: World, stop: asyncio.Event) -> None:
    """What has been kept long enough goes, once a day."""
    while not stop.is_set():
        try:
            purged = await writer.do(lambda: assistant.store.purge(world.clock()))
            if assistant.papers:
                await asyncio.to_thread(assistant.papers.forget, purged.files)
            log.info("purged", count=purged.people + purged.applications + purged.offers)
        except (StorageError, Stopped, OSError) as error:
            log.warning("not_purged", error=type(error).__name__)
        await first(stop.wait(), world.sleep(DAY))


async def _rereading(known: LiveQuestions, world: World, stop: asyncio.Event) -> None:
    """The questions and answers are made beside the turns, and again when the staff have changed theirs."""
    while not stop.is_set():
        await asyncio.to_thread(known.current, world.clock())
        await first(stop.wait(), world.sleep(LOOK))

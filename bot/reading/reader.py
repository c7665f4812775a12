"""The way in: bytes of a file go in, a `Reading` comes out, always, whatever the file.

    with Bench() as bench: bench.read(content, Asked(today))        where waiting is no matter: the command line
    reader = Reader(); await reader.read(content, Asked(today)); await reader.close()      in the bot

One process reads, one file at a time (`worker.py`). It is kept warm, replaced after so many files, killed when a page
takes too long; if it dies the file "could not be read" and the next one gets a new process. Nothing heavy is imported
here.
"""

import asyncio
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import Any, BinaryIO, NamedTuple, Self, cast

from bot.reading import frames
from bot.reading.files import LARGEST
from bot.reading.reading import UNASKED, Asked, Reading, refused
from bot.reading.refusals import Refusal

PATIENCE = 60.0
"""Seconds for a page, beside the limit of the processor's time: a process may also wait."""
WARMING = 60.0
"""Seconds for the engine to load."""
FILES_EACH = 200
"""After so many files a fresh process takes over, whatever memory the old one has gathered."""


class Lost(Exception):
    """The process died, was killed, or was too slow."""


class Hired(NamedTuple):
    """A process that reads, what it is asked by and what it tells by."""

    process: "subprocess.Popen[bytes]"
    asks: BinaryIO
    tells: BinaryIO

    def ask(self, said: dict[str, Any], content: bytes, seconds: float) -> None:
        """Hand over a file. Raises `Lost`."""
        with self._within(seconds):
            frames.write(self.asks, said, content)

    def told(self, seconds: float) -> tuple[dict[str, Any], bytes]:
        """What it says, if it says it in time. Raises `Lost`."""
        with self._within(seconds):
            return frames.read(self.tells)

    @contextmanager
    def _within(self, seconds: float) -> Iterator[None]:
        """After so long it is killed, which breaks the pipe that is waited for."""
        watch = threading.Timer(seconds, self.process.kill)
        watch.start()
        try:
            yield
        except frames.Broken as error:
            raise Lost from error
        finally:
            watch.cancel()

    def end(self) -> None:
        """Whatever it is doing."""
        self.process.kill()
        with self.process:
            pass


class Bench:
    """A place where one file at a time is read, in a process of its own, started when it is first needed."""

    def __init__(self, patience: float = PATIENCE, files_each: int = FILES_EACH) -> None:
        self._patience = patience
        self._files_each = files_each
        self._hired: Hired | None = None
        self._done = 0
        self._turn = threading.Lock()

    @property
    def pid(self) -> int | None:
        """The process in use."""
        return self._hired.process.pid if self._hired else None

    def warm(self) -> None:
        """Load the engine now, so that the first receipt does not wait for it. Raises nothing."""
        with self._turn:
            try:
                self._ready()
            except (Lost, OSError):
                self.close()

    def read(self, content: bytes, asked: Asked = UNASKED) -> Reading:
        """The reading of a file. Never raises: a file that cannot be read is a reading that says why."""
        if not 0 < len(content) <= LARGEST:
            return refused(content, Refusal.TOO_LARGE if content else Refusal.EMPTY)
        with self._turn:
            return self._read(content, asked)

    def _read(self, content: bytes, asked: Asked) -> Reading:
        try:
            return self._asked(content, asked)
        except (Lost, OSError, ValueError, KeyError):
            self.close()
            return refused(content, Refusal.GAVE_UP)

    def _asked(self, content: bytes, asked: Asked) -> Reading:
        hired = self._ready()
        hired.ask(asked.to_json(), content, self._patience)
        kept: list[bytes] = []
        said, picture = hired.told(self._patience)
        while "page" in said:
            kept.append(picture)
            said, picture = hired.told(self._patience)
        self._count()
        if "refused" in said:
            return refused(content, Refusal(said["refused"]))
        return Reading.from_json(said["reading"], tuple(kept))

    def _ready(self) -> Hired:
        """The process, warm; a new one where there is none or it is dead."""
        if self._hired is None or self._hired.process.poll() is not None:
            self.close()
            self._hired = _hire()
            self._hired.told(WARMING)
        return self._hired

    def _count(self) -> None:
        self._done += 1
        if self._done >= self._files_each:
            self.close()

    def close(self) -> None:
        """End the process. A later `read` starts another."""
        hired, self._hired, self._done = self._hired, None, 0
        if hired is not None:
            hired.end()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _hire() -> Hired:
    """A worker with its pipes. It is told no secret of ours, and a Ctrl-C of the terminal is not for it.

    Few arenas: each would take its share of the address space allowed.
    """
    environment = {
        "MALLOC_ARENA_MAX": "2",
        "PATH": os.environ.get("PATH", os.defpath),
        "PYTHONPATH": os.pathsep.join(sys.path),
    }
    process = subprocess.Popen(
        [sys.executable, "-m", "bot.reading.worker"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=environment,
        bufsize=0,
        start_new_session=True,
    )
    return Hired(process, cast(BinaryIO, process.stdin), cast(BinaryIO, process.stdout))


class Reader:
    """A bench for the bot: whoever waits for a reading holds neither the loop nor a thread until it is their turn."""

    def __init__(self, bench: Bench | None = None) -> None:
        self._bench = bench or Bench()
        self._turn = asyncio.Lock()

    async def read(self, content: bytes, asked: Asked = UNASKED) -> Reading:
        """The reading of a file; never raises but for a cancellation."""
        async with self._turn:
            return await asyncio.to_thread(self._bench.read, content, asked)

    async def warm(self) -> None:
        async with self._turn:
            await asyncio.to_thread(self._bench.warm)

    async def close(self) -> None:
        """End the process at once; a reading under way comes out as one that could not be made."""
        await asyncio.to_thread(self._bench.close)

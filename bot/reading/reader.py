"""The way in: bytes of a file go in, a `Reading` comes out, always, whatever the file.

    with Bench() as bench: bench.read(content, Asked(today))        where waiting is no matter: the command line
    reader = Reader(); await reader.read(content, Asked(today)); await reader.close()      in the bot

One process reads, one file at a time (`worker.py`). It is kept warm, replaced after so many files, killed when a page
takes too long; if it dies the file "could not be read" and the next one gets a new process. Nothing heavy is imported
here.
"""

import asyncio
import os
import select
import subprocess
import sys
from types import TracebackType
from typing import Self

from bot.reading import frames
from bot.reading.files import LARGEST
from bot.reading.reading import Asked, Reading, refused
from bot.reading.refusals import Refusal

PATIENCE = 60.0
"""Seconds for a page, beside the limit of the processor's time: a process may also wait."""
WARMING = 60.0
"""Seconds for the engine to load."""
FILES_EACH = 200
"""After so many files a fresh process takes over, whatever memory the old one has gathered."""


class Lost(Exception):
    """The process died, was killed, or was too slow."""


class Bench:
    """A place where one file at a time is read, in a process of its own, started when it is first needed."""

    def __init__(self, patience: float = PATIENCE, files_each: int = FILES_EACH) -> None:
        self._patience = patience
        self._files_each = files_each
        self._process: subprocess.Popen[bytes] | None = None
        self._done = 0

    @property
    def pid(self) -> int | None:
        """The process in use."""
        return self._process.pid if self._process else None

    def warm(self) -> None:
        """Load the engine now, so that the first receipt does not wait for it. Raises nothing."""
        try:
            self._warm()
        except Lost:
            self.close()

    def read(self, content: bytes, asked: Asked = Asked()) -> Reading:  # noqa: B008  (frozen)
        """The reading of a file. Never raises: a file that cannot be read is a reading that says why."""
        if not 0 < len(content) <= LARGEST:
            return refused(content, Refusal.TOO_LARGE if content else Refusal.EMPTY)
        try:
            return self._asked(content, asked)
        except (Lost, frames.Broken, ValueError, KeyError):
            self.close()
            return refused(content, Refusal.GAVE_UP)

    def _asked(self, content: bytes, asked: Asked) -> Reading:
        process = self._warm()
        assert process.stdin is not None
        frames.write(process.stdin, asked.to_json(), content)
        kept: list[bytes] = []
        while True:
            said, picture = self._told(process, self._patience)
            if "page" in said:
                kept.append(picture)
                continue
            self._count()
            if "refused" in said:
                return refused(content, Refusal(said["refused"]))
            return Reading.from_json(said["reading"], tuple(kept))

    def _warm(self) -> "subprocess.Popen[bytes]":
        """The process, ready; a new one where there is none or it is dead."""
        if self._process is None or self._process.poll() is not None:
            self.close()
            self._process = _started()
            self._told(self._process, WARMING)
        return self._process

    def _told(self, process: "subprocess.Popen[bytes]", seconds: float) -> tuple[dict[str, object], bytes]:
        """What the process says, if it says it in time."""
        assert process.stdout is not None
        ready, _, _ = select.select([process.stdout], [], [], seconds)
        if not ready:
            raise Lost
        try:
            return frames.read(process.stdout)
        except frames.Broken as error:
            raise Lost from error

    def _count(self) -> None:
        self._done += 1
        if self._done >= self._files_each:
            self.close()

    def close(self) -> None:
        """End the process, whatever it is doing. A later `read` starts another."""
        process, self._process, self._done = self._process, None, 0
        if process is None:
            return
        process.kill()
        with process:
            pass

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()


def _started() -> "subprocess.Popen[bytes]":
    """A worker with its pipes. Few arenas: each would take its share of the address space allowed."""
    environment = {**os.environ, "MALLOC_ARENA_MAX": "2", "PYTHONPATH": os.pathsep.join(sys.path)}
    return subprocess.Popen(
        [sys.executable, "-m", "bot.reading.worker"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=environment,
        bufsize=0,
    )


class Reader:
    """A bench for the bot: whoever waits for a reading holds neither the loop nor a thread until it is their turn."""

    def __init__(self, bench: Bench | None = None) -> None:
        self._bench = bench or Bench()
        self._turn = asyncio.Lock()

    async def read(self, content: bytes, asked: Asked = Asked()) -> Reading:  # noqa: B008  (frozen)
        """The reading of a file; never raises but for a cancellation."""
        async with self._turn:
            return await asyncio.to_thread(self._bench.read, content, asked)

    async def warm(self) -> None:
        async with self._turn:
            await asyncio.to_thread(self._bench.warm)

    async def close(self) -> None:
        """End the process at once; a reading under way comes out as one that could not be made."""
        await asyncio.to_thread(self._bench.close)

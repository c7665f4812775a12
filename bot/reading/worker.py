"""The reader's own process: `python -m bot.reading.worker`. Files in on its standard input, readings out.

It is the only room that imports the engine. It is bounded: address space, processor time for each page, no file
written, no core dumped; whatever a file does to it, it is one process that dies, and the bot starts another. It ends
with the bot: at the end of its input.
"""

import os
import resource
import sys
from contextlib import suppress
from typing import TYPE_CHECKING, Any, BinaryIO

from bot.reading import frames
from bot.reading.refusals import Refusal, Unreadable

if TYPE_CHECKING:
    from bot.reading.engine import Eyes

MEMORY = 2 * 1024**3
"""Bytes of address space."""
SECONDS = 60
"""Of processor, for a page: twenty times what a receipt takes."""
NICENESS = 5
"""People who talk with the bot come first."""


def main() -> None:
    """Read what is asked, one file after the other, until nobody asks any more."""
    asked, told = _pipes()
    _bound()
    eyes = _eyes()
    frames.write(told, {"ready": True})
    with suppress(frames.Broken):
        while True:
            said, content = frames.read(asked)
            _answer(told, eyes, said, content)


def _pipes() -> tuple[BinaryIO, BinaryIO]:
    """The two pipes; what a library prints goes nowhere, for it may quote a receipt."""
    asked, told = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(nowhere, stream)
    return asked, told


def _bound() -> None:
    os.nice(NICENESS)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


def _eyes() -> "Eyes":
    from bot.reading.engine import Eyes

    return Eyes()


def _grant(seconds: int = SECONDS) -> None:
    """Processor time from now on; more than that and the kernel ends this process."""
    used = sum(resource.getrusage(resource.RUSAGE_SELF)[:2])
    resource.setrlimit(resource.RLIMIT_CPU, (int(used) + seconds, resource.RLIM_INFINITY))


def _answer(told: BinaryIO, eyes: "Eyes", said: dict[str, Any], content: bytes) -> None:
    """Everything about one file. What our own code stumbles over is a file that could not be read."""
    try:
        frames.write(told, {"reading": _read(told, eyes, said, content)})
    except Unreadable as error:
        frames.write(told, {"refused": error.refusal})
    except frames.Broken:
        raise
    except MemoryError:
        sys.exit(1)
    except Exception:
        frames.write(told, {"refused": Refusal.GAVE_UP})


def _read(told: BinaryIO, eyes: "Eyes", said: dict[str, Any], content: bytes) -> dict[str, Any]:
    from bot.reading.files import jpeg, pictures
    from bot.reading.pages import page_of
    from bot.reading.reading import Asked, reading

    pages = []
    _grant()
    for number, picture in enumerate(pictures(content), 1):
        seen = eyes.see(picture)
        pages.append(page_of(seen))
        frames.write(told, {"page": number}, jpeg(seen.upright))
        _grant()
    return reading(content, pages, Asked.from_json(said)).to_json()


if __name__ == "__main__":
    main()

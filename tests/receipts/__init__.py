"""Receipts drawn for the tests, and what the reader read of them.

No receipt of anybody: they are drawn here (`python -m tests.receipts` draws and reads them all again, with the real
reader). Reading one takes seconds, so most tests use what was read then; `test_recordings.py` reads one again.
"""

import hashlib
import json
from functools import cache
from pathlib import Path
from typing import Any

from bot.reading.reading import Asked, Reading, refused
from bot.reading.refusals import Refusal

FOLDER = Path(__file__).parent
RECORDED = FOLDER / "recorded.json"


@cache
def recordings() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(RECORDED.read_text(encoding="utf-8"))
    return found


def read(content: bytes, asked: Asked) -> Reading:
    """What was read of a drawn receipt; anything else is a file that is none."""
    told = recordings().get(hashlib.sha256(content).hexdigest())
    return Reading.from_json(told["reading"], (content,)) if told else refused(content, Refusal.FORMAT)


class Recordings:
    """A reader, as a server has one, that has read the drawn receipts before. `seen` counts the files it was given."""

    def __init__(self) -> None:
        self.seen: list[bytes] = []

    async def read(self, content: bytes, asked: Asked) -> Reading:
        self.seen.append(content)
        return read(content, asked)

    async def close(self) -> None:
        """There is no process to end."""

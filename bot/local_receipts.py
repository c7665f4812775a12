"""Receipts in a terminal: `@photo FILE` is read from this machine's disk, at once, one after the other."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from bot.channels.base import FileGone
from bot.clerk import Clerk

if TYPE_CHECKING:
    from bot.reading.reading import Asked, Reading
    from storage.claims import ReceiptRow


@dataclass(frozen=True)
class Receipts:
    """Whoever does in a terminal what `bot.errands` does in a server. `read` is `bot.reading.reader.Bench.read`."""

    clerk: Clerk
    read: "Callable[[bytes, Asked], Reading]"

    def work(self, now: datetime, channel: str) -> None:
        """Take every receipt of a channel as far as it goes."""
        while rows := [row for row in self.clerk.waiting(now) if row.channel == channel]:
            for row in rows:
                self._step(row, now)

    def _step(self, row: "ReceiptRow", now: datetime) -> None:
        if row.state == "waiting_fetch":
            self._fetch(row, now)
            return
        content = self.clerk.content(row)
        if content is None:
            self.clerk.refused(row.id, "damaged", now)
            return
        reading = self.read(content, self.clerk.asked(row, now))
        alike = self.clerk.alike(row, reading, now)
        self.clerk.read(row, reading, self.clerk.clean(reading), alike, now)

    def _fetch(self, row: "ReceiptRow", now: datetime) -> None:
        try:
            content = fetched(row.vendor_file_id or "")
        except FileGone as gone:
            self.clerk.lost(row.id, gone.why, now)
            return
        if content:
            self.clerk.fetched(row.id, self.clerk.keep(content), len(content), now)
        else:
            self.clerk.refused(row.id, "empty", now)


def fetched(path: str) -> bytes:
    """The bytes of a file of this machine. Raises `FileGone`."""
    try:
        return Path(path).read_bytes()
    except OSError:
        raise FileGone("gone") from None

"""Volunteers on a mission who send receipts, for the tests: what they send, what they read, what the machine does."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path

from bot.clerk import Clerk
from bot.desk import Staff
from bot.local_receipts import Receipts
from bot.missions import Chair, Invited
from bot.missions_file import parse
from bot.render import Capabilities, Message
from bot.turn import Assistant, Heard
from bot.words import PARIS
from dialogs.core.events import Opened, Pressed, Said, Sent, Typed
from storage.tables import ClaimRecord, Receipt
from tests.play import assistant, messages
from tests.receipts import FOLDER, read
from tests.storage.rows import rows

REGION = "hauts-de-france"
AT = datetime(2025, 9, 6, 10, tzinfo=PARIS)
SOON = timedelta(minutes=1)
LEA = Staff("Léa", frozenset({REGION}))
SHEET = Path(__file__).parents[1] / "missions" / "kpomasse.yaml"
ABLE = Capabilities(max_text=100_000)

TAXI, HOTEL, BLURRED = (str(FOLDER / name) for name in ("taxi.jpg", "hotel.jpg", "blurred.jpg"))


@dataclass
class Field:
    """A mission under way. `hears` is one event of somebody; `reads` what they are told from then on."""

    bot: Assistant
    now: datetime = AT
    reference: str = ""
    numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def __post_init__(self) -> None:
        self.reference = self.chair.bring(parse("kpomasse.yaml", SHEET.read_text(encoding="utf-8"))).mission.reference

    @property
    def chair(self) -> Chair:
        return Chair(self.bot.store, self.bot.facts, LEA, self.now, self.bot.fresh, self.bot.offices)

    @property
    def clerk(self) -> Clerk:
        assert self.bot.papers is not None
        return Clerk(self.bot.store, self.bot.facts, self.bot.papers.files, self.bot.fresh)

    def comes(self, name: str, role: str = "volunteer") -> None:
        """Somebody joins the mission."""
        made = self.chair.invite(self.reference, role, name)
        assert isinstance(made, Invited)
        self.hears(name, Opened(made.start))
        self.reads(name)

    def hears(self, name: str, said: Said, album: str | None = None) -> None:
        heard = Heard("console", name, f"test:{next(self.numbers)}", self.now, said, "fr", album)
        assert self.bot.hear(heard, ABLE)

    def sends(self, name: str, path: str, album: str | None = None) -> None:
        self.hears(name, Sent("photo", file_id=path, mime="image/jpeg"), album)

    def says(self, name: str, words: str) -> str:
        self.hears(name, Typed(words))
        return self.reads(name)

    def presses(self, name: str, label: str) -> str:
        """Press the last button of this label."""
        press = self.buttons[name][label]
        self.hears(name, press)
        return self.reads(name)

    buttons: dict[str, dict[str, Pressed]] = field(default_factory=dict)

    def reads(self, name: str) -> str:
        """All that has come for somebody, as plain text."""
        found = list(messages(self.bot, "console", name, self.now, ABLE))
        for message in found:
            shown = {choice.label: Pressed(*choice.press) for choice in message.choices}
            self.buttons[name] = {**self.buttons.get(name, {}), **shown}
        return "\n".join(text(message) for message in found)

    def works(self) -> None:
        """The machine fetches and reads all that waits; a minute passes."""
        Receipts(self.clerk, read).work(self.now, "console")
        self.now += SOON

    @property
    def receipts(self) -> list[Receipt]:
        return sorted(rows(self.bot.store, Receipt), key=lambda one: (one.place, one.number))

    @property
    def claims(self) -> list[ClaimRecord]:
        return sorted(rows(self.bot.store, ClaimRecord), key=lambda one: one.number)


def text(message: Message) -> str:
    """Its words, with plain spaces."""
    return "\n".join(line.text for line in message.lines).replace("\xa0", " ").replace("\u202f", " ")


@contextmanager
def field_of(folder: Path, *volunteers: str) -> Iterator[Field]:
    """A mission in Benin, its volunteers in the chat."""
    with assistant(folder, [REGION]) as bot:
        made = Field(bot)
        for name in volunteers:
            made.comes(name)
        yield made

"""A conversation played for real: the whole assistant on a real SQLite file, through the console, from a script.

A transcript is a text that a coordinator can read and correct:

    # What a person gets, in one sentence
    lang: fr
    now: 2025-05-10T10:00+02:00

    > what the person types
      what the bot answers, indented

Every turn goes through the database, so that the state has been JSON each time it is read.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from io import StringIO
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.channels.console import Clock, Console
from bot.clerk import Clerk
from bot.contracts import read_at
from bot.faq_files import load_faq
from bot.knowledge_files import load
from bot.local_receipts import Receipts
from bot.offices import Office
from bot.papers import Papers
from bot.questions import Questions
from bot.render import Capabilities, Message
from bot.turn import Assistant
from dialogs.catalogue import CATALOGUE
from knowledge.base import Knowledge
from storage.files import FileStore
from storage.store import Store
from tests.receipts import read as recorded

TRANSCRIPTS = Path(__file__).parent / "transcripts"


@cache
def facts() -> Knowledge:
    return load()


@cache
def questions() -> Questions:
    """What answers questions, with the words of the package; made once, at the first question of all."""
    return Questions(load_faq(), facts())


def tokens() -> Callable[[], str]:
    """Ids and codes that are the same in every play of a story."""
    numbers = count(1)
    readable = str.maketrans("01234567", "23456789")
    return lambda: "abcdefgh" + f"{next(numbers):04o}".translate(readable)


@cache
def _migrated() -> bytes:
    """A database with its tables and nothing in them: copied, it takes a hundredth of the time."""
    with TemporaryDirectory() as folder:
        store = Store.open(f"sqlite:///{folder}/explor.db")
        store.migrate()
        store.close()
        return (Path(folder) / "explor.db").read_bytes()


@contextmanager
def assistant(folder: Path, offices: Iterable[str] = ()) -> Iterator[Assistant]:
    """The assistant on the database of a folder, made at the first use; staff of `offices` read in threads."""
    path = folder / "explor.db"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        path.write_bytes(_migrated())
    store = Store.open(f"sqlite:///{path}")
    try:
        papers = Papers(store, facts(), FileStore(folder / "files"))
        places = {region: Office("slack", f"C-{region}") for region in offices}
        yield Assistant(store, facts(), CATALOGUE, papers, tokens(), places, lambda at: questions())
    finally:
        store.close()


def messages(bot: Assistant, channel: str, address: str, now: datetime, able: Capabilities) -> Iterator[Message]:
    """The messages that are due to somebody; papers and the rest are left aside."""
    return (content for content in bot.deliver(channel, address, now, able) if isinstance(content, Message))


@dataclass(frozen=True)
class Script:
    """A transcript without its answers: what is needed to play it again. `offices`: regions whose staff read here."""

    title: str
    lang: str
    now: str
    lines: tuple[str, ...]
    offices: tuple[str, ...] = ()

    @staticmethod
    def read(text: str) -> "Script":
        head, _, rest = text.partition("\n\n")
        title, *settings = head.splitlines()
        values = dict(line.split(": ", 1) for line in settings)
        lines = tuple(line[2:] for line in rest.splitlines() if line.startswith("> "))
        offices = tuple(values["offices"].split()) if "offices" in values else ()
        return Script(title.removeprefix("# "), values["lang"], values["now"], lines, offices)

    def played(self, folder: Path, lang: str | None = None) -> str:
        """The whole transcript, as it is when played today."""
        with assistant(folder, self.offices) as bot:
            out = StringIO()
            clerk = Clerk(bot.store, bot.facts, FileStore(folder / "files"), bot.fresh)
            receipts = Receipts(clerk, recorded)
            console = Console(bot, lang or self.lang, "ana", Clock(read_at(self.now)), out, receipts=receipts)
            console.greet()
            console.listen(iter(self.lines), script=True)
        offices = f"offices: {' '.join(self.offices)}\n" if self.offices else ""
        head = f"# {self.title}\nlang: {self.lang}\nnow: {self.now}\n{offices}\n"
        return head + out.getvalue().rstrip() + "\n"


def scripts() -> list[Path]:
    return sorted(TRANSCRIPTS.glob("*.txt"))

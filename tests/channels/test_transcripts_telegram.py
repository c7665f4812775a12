"""The same conversation wherever it is had: transcripts of the console, told through Telegram, word for word.

Real library, real database, real writer and dispatcher; the strict emulator is Telegram. Looks are left apart: marks,
gaps, and where a long message is cut. What is compared is every line and every button, to each person, in order.
"""

import asyncio
import json
import re
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from io import StringIO
from pathlib import Path
from random import Random
from typing import Any

import pytest
from sqlmodel import col, select

from bot.channels.console import ABLE as CONSOLE_ABLE
from bot.channels.console import CHANNEL, Clock, Console
from bot.channels.telegram import looks
from bot.channels.telegram.channel import Telegram
from bot.channels.telegram.courtesies import Courtesies
from bot.channels.telegram.hearing import Hearing, introduced
from bot.channels.telegram.pacing import Pace, Rates
from bot.channels.telegram.reading import pressed
from bot.channels.telegram.request import bot_at
from bot.contracts import read_at
from bot.dispatch import Dispatcher
from bot.metrics import Metrics
from bot.render import Choice, File, Message
from bot.turn import Assistant
from bot.writer import Writer
from dialogs.catalogue import CATALOGUE
from dialogs.core.dialog import Question
from dialogs.core.kinds import SeveralChoices
from storage.tables import Conversation, Queued
from tests.channels.telegram_bot import Rest
from tests.emulators.telegram import Emulator
from tests.emulators.telegram.entities import parsed
from tests.emulators.telegram.people import Person
from tests.play import TRANSCRIPTS, Script, assistant

SHORT = (
    "arabic",
    "change_language",
    "contact_relayed",
    "did_you_mean",
    "edit_the_first_answer",
    "emergency_arabic",
    "interrupted_by_a_question",
    "odd_messages",
    "pre_fiche_two_people",
    "privacy_and_forgetting",
    "reminders",
    "resume_after_a_week",
    "rules_part_by_part",
    "stale_buttons",
    "two_people",
)

LONG = (("pre_fiche_corrected", "typing"), ("pre_fiche_whole", "pressing"))
"""Eighty turns each: once is enough."""

TOLD = (*((name, by) for name in SHORT for by in ("typing", "pressing")), *LONG)

FILE = {"file_id": "F", "file_unique_id": "U", "file_size": 12_000}
LOOK = {"type": "regular", "width": 512, "height": 512, "is_animated": False, "is_video": False}
MEDIA: dict[str, dict[str, Any]] = {
    "voice": {"voice": {**FILE, "duration": 3}},
    "sticker": {"sticker": {**FILE, **LOOK}},
}

PRESSED = "✓ "
"""Begins the line that says what was pressed, which a console shows by itself."""

Lines = dict[str, list[str]]
"""What each person was shown: every line, button and file, in order."""


@pytest.mark.parametrize(("name", "by"), TOLD)
async def test_what_the_console_says_telegram_says(name: str, by: str, tmp_path: Path) -> None:
    script = Script.read((TRANSCRIPTS / f"{name}.txt").read_text(encoding="utf-8"))
    told = await through_telegram(script, tmp_path / "telegram", presses=by == "pressing")
    assert told == through_the_console(script, tmp_path / "console")


def bare(text: str) -> Iterator[str]:
    """The lines of a text without the marks of a channel."""
    for line in text.splitlines():
        if kept := line.replace("\u200f", "").strip().removeprefix("• ").removeprefix("↳ ").strip():
            yield kept


def short(label: str) -> str:
    """A label as it fits on a button of Telegram's."""
    return label if len(label) <= looks.ABLE.max_label else label[: looks.ABLE.max_label - 1] + "…"


# -- in the console --------------------------------------------------------------------------------------------------


@dataclass
class Listened(Console):
    """A console whose words are kept as they came, before it lays them out."""

    seen: Lines = field(default_factory=dict)

    def _show_what_came(self) -> None:
        shown = self.seen.setdefault(self.name, [])
        for content in self.assistant.deliver(CHANNEL, self.name, self.clock.now(), CONSOLE_ABLE):
            if isinstance(content, Message):
                shown += [row for line in content.lines for row in bare(line.text)]
                shown += [short(choice.label) for choice in content.choices]
            elif isinstance(content, File):
                shown.append(content.name)


def through_the_console(script: Script, folder: Path) -> Lines:
    with assistant(folder, script.offices) as bot:
        console = Listened(bot, script.lang, "ana", Clock(read_at(script.now)), StringIO())
        console.greet()
        console.listen(iter(script.lines), script=True)
        return console.seen


# -- in Telegram -----------------------------------------------------------------------------------------------------


@dataclass
class Stage:
    """Telegram, the assistant behind it, and those who talk; `ana` is who talks now."""

    script: Script
    presses: bool
    bot: Assistant
    telegram: Emulator
    clock: Clock
    hearing: Hearing
    dispatcher: Dispatcher
    quiet: asyncio.Event
    people: dict[str, Person] = field(default_factory=dict)
    name: str = "ana"

    @property
    def person(self) -> Person:
        if self.name not in self.people:
            self.people[self.name] = self.telegram.person(self.name, self.script.lang)
        return self.people[self.name]

    async def play(self, line: str) -> None:
        if line.startswith("@"):
            await self.direct(*line[1:].strip().partition(" ")[::2])
        elif (data := self.button(line)) is not None:
            await self.person.forges(data, self.person.messages[-1].id)
        else:
            await self.person.says(line)
        await self.heard()

    async def direct(self, verb: str, rest: str) -> None:
        """What the console does with a line that begins with "@", as it is done in Telegram."""
        match verb:
            case "now":
                self.clock.set(rest)
            case "as":
                self.name = rest
            case "desk":
                Console(self.bot, "fr", "staff", self.clock, StringIO()).take_line(f"@desk {rest}", script=True)
            case "press":
                await self.person.forges(self.anywhere(*rest.split(" ")), self.person.messages[-1].id)
            case "open":
                await self.person.starts(rest)
            case "photo":
                await self.person.sends_photo(b"photo")
            case "forward":
                await self.person.forwards(rest)
            case "empty":
                await self.person.says("")
            case "voice" | "sticker":
                await self.person.sends(**MEDIA[verb])

    async def heard(self) -> None:
        """Everything that was said is taken, and all that is due has been sent."""
        pending = self.telegram.state.pending
        self.quiet.clear()
        while pending:
            await self.hearing.take(pending.popleft())
        self.dispatcher.wake()
        await self.quiet.wait()

    # -- buttons -----------------------------------------------------------------------------------------------------

    def button(self, typed: str) -> str | None:
        """The button that a number stands for, where the last message has one."""
        if not self.presses or not re.fullmatch(r"\d{1,2}", typed):
            return None
        number, message = self.rows()[-1]
        numbered = [place for place, choice in enumerate(message.choices) if is_an_answer(choice)]
        return pressed(number, numbered[int(typed) - 1]) if 1 <= int(typed) <= len(numbered) else None

    def anywhere(self, *press: str) -> str:
        """The data of this very button on the newest message that has it; else, of one that never was."""
        for number, message in reversed(self.rows()):
            for place, choice in enumerate(message.choices):
                if choice.press == press:
                    return pressed(number, place)
        return pressed(999_999, 0)

    def rows(self) -> list[tuple[int, Message]]:
        """What was said to whoever talks now, with its row."""
        wanted = select(Queued.id, Queued.body).join(Conversation).where(Conversation.address == str(self.person.id))
        with self.bot.store.reading() as session:
            found = session.exec(wanted.order_by(col(Queued.id))).all()
        return [(number or 0, Message.from_json(body)) for number, body in found if body and "lines" in body]

    # -- what was shown ----------------------------------------------------------------------------------------------

    def seen(self) -> Lines:
        lines: Lines = {name: [] for name in self.people}
        names = {str(person.id): name for name, person in self.people.items()}
        for call in self.telegram.calls:
            if call.method in ("sendmessage", "editmessagetext", "senddocument"):
                lines[names[str(call.params["chat_id"])]] += shown(call.method, call.params)
        return lines


def is_an_answer(choice: Choice) -> bool:
    """Whether to press it is to give its number. Where several may be chosen, it is not: a press ticks one of them."""
    where, step, value = choice.press
    dialog = CATALOGUE.dialog(where.partition("@")[0])
    question = dialog.step(step) if dialog else None
    several = isinstance(question, Question) and isinstance(question.kind, SeveralChoices)
    return not choice.way and not value.startswith("=") and not several


def shown(method: str, params: dict[str, Any]) -> Iterator[str]:
    if method == "senddocument":
        yield params["document"].name
        return
    lines, markup = list(bare(parsed(params["text"])[0])), json.loads(params.get("reply_markup", "{}"))
    yield from lines[lines[0].startswith(PRESSED) :]  # in the place of a question, or after it
    buttons = [button for rows in markup.values() if isinstance(rows, list) for row in rows for button in row]
    yield from (button["text"] for button in buttons if not any(name.startswith("request_") for name in button))


@asynccontextmanager
async def staged(script: Script, folder: Path, presses: bool) -> AsyncIterator[Stage]:
    """The assistant as `explor serve` puts it together, at the time of the script."""
    clock, rest, quiet = Clock(read_at(script.now)), Rest(), asyncio.Event()
    with assistant(folder, script.offices) as whole:
        async with Emulator() as telegram:
            bot = bot_at(telegram.token, telegram.root)
            me = await introduced(bot)
            courtesies = Courtesies(bot, me)
            writer = Writer(whole, {"telegram": looks.ABLE}, Random(1), Metrics())
            channel = Telegram(bot, Pace(rest.clock, rest.sleep, Rates()))

            async def until_woken(_seconds: float) -> None:
                if dispatcher.idle:
                    quiet.set()
                await asyncio.Event().wait()

            given = (clock.now, Random(1), Metrics(), "test", until_woken)
            dispatcher = Dispatcher(whole, {"telegram": channel}, writer, *given)
            sending = asyncio.create_task(dispatcher.run())
            hearing = Hearing(writer, me, courtesies, clock.now)
            try:
                yield Stage(script, presses, whole, telegram, clock, hearing, dispatcher, quiet)
            finally:
                await dispatcher.stop()
                await sending
                await writer.stop()
                await courtesies.close()
                await bot.request.shutdown()


async def through_telegram(script: Script, folder: Path, *, presses: bool) -> Lines:
    async with staged(script, folder, presses) as stage:
        await stage.person.starts()
        await stage.heard()
        for line in script.lines:
            await stage.play(line)
        return stage.seen()

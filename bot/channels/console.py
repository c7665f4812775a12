"""The console: a chat in a terminal, or a script on standard input. It needs no account anywhere.

Lines that begin with "@" are for the console itself, so that a script can tell a whole story:

    @now 2025-05-10T10:00+02:00     set the clock (or `@now +7d`, `+2h`, `+30m`)
    @as ana                         be another person
    @press eligibility legal_form association_1901      press a button of any earlier message, also a stale one
    @photo FILE, @album FILE FILE…                      send receipts; `@photo` alone is a photo that nobody has
    @photo, @voice, @sticker, @location, @empty, @forward WORDS     what a phone can send besides words
    @open                           open the conversation again, as after a restart
    @wake                           show what has come due meanwhile
    @desk accept HDF-2025-0001 WORDS, @desk refuse …, @desk correct REF field,field WORDS      what the network decides
    @desk reply WORDS               what it answers to whoever waits longest for an answer
    @desk seen NAME                 somebody of its staff takes care of the alert that has waited longest
    @mission import FILE.yaml, @mission invite REF volunteer NAME, @mission stage REF mission, @mission checkins REF on

The clock stands still at `--now` when one is given; otherwise it is the machine's.
"""

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import TextIO

from bot import desk
from bot.contracts import BadInput, read_at
from bot.desk import DeskError, Staff
from bot.local_receipts import Receipts
from bot.missions import Chair, Invited
from bot.missions_file import parse
from bot.relay import Relay
from bot.render import Capabilities, Choice, File, Message
from bot.turn import Assistant, Heard
from bot.words import PARIS, say
from dialogs.core.events import Opened, Pressed, Said, Sent, Typed
from dialogs.pre_fiche.sections import FIELDS
from knowledge.faults import KnowledgeFaults

CHANNEL = "console"
ABLE = Capabilities(max_text=1_000_000, max_buttons=200, max_label=400)

_DELTA = re.compile(r"\+(\d+)([mhd])")
_UNITS = {"m": "minutes", "h": "hours", "d": "days"}
_SENT: dict[str, Said] = {
    "photo": Sent("photo", file_id="photo-1", mime="image/jpeg", size=240_000),
    "voice": Sent("voice", file_id="voice-1", mime="audio/ogg", size=12_000),
    "sticker": Sent("sticker", file_id="sticker-1"),
    "location": Sent("location", latitude=6.41, longitude=2.03),
    "empty": Typed(""),
}


SCENE = ("@now", "@as", "@album", "@open", "@wake", "@desk", "@mission", "@press", "@forward")
DIRECTIVES = (*SCENE, *(f"@{name}" for name in _SENT))


DECISIONS = {"accept": desk.accept, "refuse": desk.refuse}


class BadDirective(Exception):
    """A line that begins with "@" and is not one of the console's own."""


@dataclass
class Clock:
    """The time that the console hands in: fixed where it was given, else the machine's."""

    fixed: datetime | None = None

    def now(self) -> datetime:
        return self.fixed or datetime.now(PARIS)

    def set(self, words: str) -> None:
        if delta := _DELTA.fullmatch(words):
            self.fixed = self.now() + timedelta(**{_UNITS[delta[2]]: int(delta[1])})
        else:
            self.fixed = read_at(words)


@dataclass
class Console:
    """One terminal: who speaks, the clock, and where words come from and go to."""

    assistant: Assistant
    lang: str
    name: str
    clock: Clock
    out: TextIO = field(default_factory=lambda: sys.stdout)
    keep: TextIO | None = None
    folder: Path | None = None
    receipts: Receipts | None = None
    named: dict[str, Said] = field(default_factory=dict)
    """The buttons of the last turn that have a name and no number: typed, it presses them."""

    def greet(self) -> None:
        """Open the conversation, or take it up where it was left."""
        self.hear(Opened())

    def listen(self, lines: Iterator[str], *, script: bool) -> None:
        """Take every line until there is none left. In a `script` lines are shown, and "@" directs the scene."""
        for line in lines:
            self.take_line(line.rstrip("\n"), script=script)

    def take_line(self, line: str, *, script: bool) -> None:
        if script:
            self._write(f"> {line}")
        elif self.keep:
            self.keep.write(f"> {line}\n")
        if script and line.startswith("@"):
            self._direct(line[1:])
        else:
            self.hear(self.named.get(line.strip().casefold(), Typed(line)))

    def hear(self, said: Said) -> None:
        """One event in, every message due to this person out."""
        self._take(said)
        self.named = {}
        self._show_what_came()

    def _take(self, said: Said, album: str | None = None) -> None:
        event_id = self.assistant.new_event_id(CHANNEL)
        heard = Heard(CHANNEL, self.name, event_id, self.clock.now(), said, self.lang, album)
        self.assistant.hear(heard, ABLE)

    def _send_album(self, paths: list[str]) -> None:
        album = self.assistant.new_event_id(CHANNEL)
        for path in paths:
            self._take(Sent("photo", file_id=path, mime="image/jpeg"), album)
        self._show_what_came()

    def _show_what_came(self) -> None:
        if self.receipts is not None:
            self.receipts.work(self.clock.now(), CHANNEL)
        self.assistant.ring(self.clock.now())
        for content in self.assistant.deliver(CHANNEL, self.name, self.clock.now(), ABLE):
            if isinstance(content, File):
                self._hand_over(content)
            elif isinstance(content, Message):
                self.named |= {choice.label.casefold(): Pressed(*choice.press) for choice in _named(content)}
                self._write(shown(content))

    def _hand_over(self, file: File) -> None:
        """A file goes to the folder of papers, where there is one; its name is told in any case."""
        if self.folder is not None:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            (self.folder / Path(file.name).name).write_bytes(file.content)
        where = self.folder / Path(file.name).name if self.folder else file.name
        self._write(f"  📄 {where}\n")

    def _write(self, text: str) -> None:
        for stream in filter(None, (self.out, self.keep)):
            stream.write(text + "\n")
            stream.flush()

    def _set_clock(self, words: str) -> None:
        try:
            self.clock.set(words)
        except BadInput as error:
            raise BadDirective(say(error.text, self.lang)) from None

    def _decide(self, words: str) -> None:
        """The network's part of a story, as `explor application` would do it."""
        act, reference, rest = [*words.split(" ", 2), "", ""][:3]
        store, now, staff = self.assistant.store, self.clock.now(), self._staff
        try:
            if act == "correct":
                fields, _, said = rest.partition(" ")
                desk.correct(
                    store, staff, reference, now, fields.split(","), said, FIELDS, offices=self.assistant.offices
                )
            elif act == "seen":
                self._see(f"{reference} {rest}".strip() or "réseau")
            elif act == "reply":
                self._reply(staff, f"{reference} {rest}".strip())
            elif act in DECISIONS:
                DECISIONS[act](store, staff, reference, now, rest or None, offices=self.assistant.offices)
            else:
                raise BadDirective(f"desk {words}")
        except DeskError as error:
            raise BadDirective(str(error)) from None
        self._show_what_came()

    def _chair(self, words: str) -> None:
        """The network's part in a mission, as `explor mission` would do it; what it makes is shown."""
        bot = self.assistant
        chair = Chair(bot.store, bot.facts, self._staff, self.clock.now(), bot.fresh, bot.offices)
        try:
            made = acted(chair, words)
        except (DeskError, KnowledgeFaults, OSError, ValueError) as error:
            raise BadDirective(f"mission {words}: {error}") from None
        self._write(f"  ⚙ {made}\n")
        self._show_what_came()

    @property
    def _staff(self) -> Staff:
        return Staff("réseau", frozenset(self.assistant.facts.regions))

    def _see(self, name: str) -> None:
        """Somebody of the staff takes care of the alert that has waited longest."""
        bot, now = self.assistant, self.clock.now()
        with bot.store.desk(now) as waiting:
            found = next(iter(waiting.missions.alerts()), None)
        if found is None:
            raise BadDirective("desk seen: no alert waits")
        bot.alarms.seen(bot.store, found.id, name, self._staff.regions, now)

    def _reply(self, staff: Staff, words: str) -> None:
        bot, now = self.assistant, self.clock.now()
        with bot.store.desk(now) as waiting:
            found = next(iter(waiting.requests(staff.regions)), None)
        if found is None:
            raise BadDirective("desk reply: nobody waits for an answer")
        event_id = bot.new_event_id(CHANNEL)
        Relay(bot.store, bot.facts, bot.offices).send(staff, found.id, words, now, event_id, event_id)

    def _direct(self, words: str) -> None:
        verb, _, rest = words.strip().partition(" ")
        if verb == "now":
            self._set_clock(rest.strip())
        elif verb == "as" and rest.strip():
            self.name = rest.strip()
        elif verb == "wake":
            self._show_what_came()
        elif verb == "desk":
            self._decide(rest.strip())
        elif verb == "mission":
            self._chair(rest.strip())
        elif verb == "album":
            self._send_album(rest.split())
        elif said := spoken(verb, rest.strip()):
            self.hear(said)
        else:
            raise BadDirective(words)


def acted(chair: Chair, words: str) -> str:
    """Do what a line says about a mission; what staff would read of it. Raises `ValueError` for another line."""
    match words.split(" ", 3):
        case ["import", path]:
            return chair.bring(parse(path, Path(path).read_text(encoding="utf-8"))).mission.reference
        case ["invite", reference, role, name]:
            made = chair.invite(reference, role, name)
            return made.start if isinstance(made, Invited) else made.person.name
        case ["stage", reference, stage]:
            return chair.move(reference, stage).mission.stage
        case ["checkins", reference, wanted]:
            return f"{reference} {chair.check_in_daily(reference, wanted == 'on').mission.checkins}"
    raise ValueError("no such act")


def spoken(verb: str, rest: str) -> Said | None:
    """What a directive makes the person say."""
    if verb == "press":
        dialog, question, value = [*rest.split(" ", 2), "", ""][:3]
        return Pressed(dialog, question, value)
    if verb == "forward":
        return Typed(rest, forwarded=True)
    if verb == "open":
        return Opened(rest)
    if verb == "photo" and rest:
        return Sent("photo", file_id=rest, mime="image/jpeg")
    return _SENT.get(verb)


def shown(message: Message) -> str:
    """A message as a terminal shows it: indented, choices numbered, ways out as commands."""
    lines = [line for part in message.lines for line in _laid(part.role, part.text)]
    answers = [choice for choice in message.choices if not choice.way]
    numbered = [choice for choice in answers if _has_number(choice)]
    lines += [f"  {place}. {choice.label}" for place, choice in enumerate(numbered, 1)]
    if others := [choice.label for choice in _named(message)]:
        lines.append("  " + "  ".join(f"[ {label} ]" for label in others))
    if ways := [f"/{choice.command}" for choice in message.choices if choice.way and choice.command]:
        lines += ["", "  ".join(ways)]
    return "\n".join(f"  {line}".rstrip() for line in lines) + "\n"


def _named(message: Message) -> list[Choice]:
    """The buttons that are shown by their name."""
    return [choice for choice in message.choices if not (choice.way or _has_number(choice) or _is_edit(choice))]


def _has_number(choice: Choice) -> bool:
    """The engine reads a number as the n-th answer; its own buttons have names, and an edit has its number already."""
    return choice.press[2].startswith(("=pick:", "=none", "=mine:", "=yours:")) or not choice.press[2].startswith("=")


def _is_edit(choice: Choice) -> bool:
    return choice.press[2] == "=edit"


def _laid(role: str, text: str) -> list[str]:
    lines = text.split("\n")
    if role == "title":
        return ["", *lines, "─" * min(60, max(map(len, lines)))]
    if role == "question":
        return ["", *lines, ""]
    marks = {"item": "• ", "detail": "    ", "source": "    ↳ ", "progress": "— "}
    mark = marks.get(role, "")
    return [f"{mark}{line}" if place == 0 else f"{' ' * len(mark)}{line}" for place, line in enumerate(lines)]

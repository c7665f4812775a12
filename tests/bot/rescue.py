"""Missions and people in them, for the tests of emergencies: the assistant, and what each of them is told."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from bot.alerts import Roster, Watcher
from bot.desk import Staff
from bot.missions import Chair, Invited
from bot.missions_file import parse
from bot.render import Capabilities, Message
from bot.turn import Assistant, Heard
from bot.words import PARIS
from dialogs.core.events import Opened, Pressed, Said, Typed
from storage.missions import AlertRow

REGION = "hauts-de-france"
FILE = Path(__file__).parents[1] / "missions" / "kpomasse.yaml"
NOW = datetime(2025, 9, 3, 20, 10, tzinfo=PARIS)
LEA = Staff("Léa", frozenset({REGION}))
ABLE = Capabilities(shares=True, edits_messages=True)
ROSTER = Roster(
    {REGION: (Watcher("Chloé", "telegram", "700"), Watcher("L'astreinte", "mail", "astreinte@reseau.example"))}
)


def mission(bot: Assistant, **changes: str) -> str:
    """A mission of the file, with some of its lines changed; its reference."""
    text = FILE.read_text(encoding="utf-8")
    for name, value in changes.items():
        text = "\n".join(f"{name}: {value}" if line.startswith(f"{name}:") else line for line in text.splitlines())
    return chair(bot).bring(parse("mission.yaml", text)).mission.reference


def chair(bot: Assistant) -> Chair:
    return Chair(bot.store, bot.facts, LEA, NOW - timedelta(days=3), bot.fresh, bot.offices)


class Somebody:
    """A person of a channel, who sees what is sent to them."""

    def __init__(self, bot: Assistant, address: str, lang: str = "fr", channel: str = "telegram") -> None:
        self.bot, self.address, self.lang, self.channel, self.now = bot, address, lang, channel, NOW

    def joins(self, reference: str, role: str = "volunteer", name: str = "Inès") -> "Somebody":
        invited = chair(self.bot).invite(reference, role, name)
        assert isinstance(invited, Invited)
        self.says(Opened(invited.start))
        return self

    def says(self, *said: Said | str) -> str:
        """Say all this; the words that follow the last of it."""
        told = ""
        for one in said:
            event = Typed(one) if isinstance(one, str) else one
            id = self.bot.new_event_id(self.channel)
            self.bot.hear(Heard(self.channel, self.address, id, self.now, event, self.lang), ABLE)
            told = self.sees()
        return told

    def sees(self) -> str:
        """All that has come since the last look."""
        self.messages = [one for one in self._due() if isinstance(one, Message)]
        return "\n".join(line.text for one in self.messages for line in one.lines)

    def _due(self) -> Any:
        return self.bot.deliver(self.channel, self.address, self.now, ABLE)

    def presses(self, label: str) -> str:
        """A button of what was seen last."""
        shown = {one.label: one.press for message in self.messages for one in message.choices}
        return self.says(Pressed(*shown[label]))

    def alerts(self) -> str:
        """Give the alert of the mission that they are in."""
        self.says("/urgence")
        shown = [one for message in self.messages for one in message.choices if one.press[2].startswith("=alert|")]
        return self.says(Pressed(*shown[0].press))

    def later(self, **time: float) -> "Somebody":
        """So much later, the bell has rung as often as it was due."""
        end = self.now + timedelta(**time)
        while self.now < end:
            self.now = min(self.now + timedelta(seconds=10), end)
            self.bot.ring(self.now)
        return self


def watched(bot: Assistant, roster: Roster = ROSTER) -> Assistant:
    return replace(bot, roster=roster)


def the_alerts(bot: Assistant) -> list[AlertRow]:
    """Every alert, whatever its state."""
    with bot.store.desk(NOW) as desk:
        return list(desk.missions.alerts(("open", "acknowledged", "closed")))


def queued(bot: Assistant, channel: str, at: datetime | None = None) -> list[Mapping[str, Any]]:
    """What waits to leave by a channel, or for the bell."""
    rows = bot.store.outbox.heads(at or NOW + timedelta(days=1), 1000, channels=(channel,))
    return [row.body for row in rows]

"""An alert from end to end: Slack is down, nobody answers, the volunteer reads Arabic, and the server is killed.

The real server, Telegram's and Slack's own libraries, their emulators, and a mail server of this machine.
"""

import asyncio
import json
import os
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.policy import default
from itertools import count
from pathlib import Path
from typing import Any

from bot.desk import Staff
from bot.missions import Chair, Invited
from bot.missions_file import parse
from bot.offices import Office
from storage.tables import Alert, AuditLine
from tests.bot.rescue import FILE
from tests.bot.test_filing import MailServer, listening
from tests.e2e.stage import ANA, MARC, REGION, ROOM, Servers, Stage
from tests.emulators.slack import BOT_USER, Workspace, words
from tests.emulators.telegram import Emulator, Person, Shown
from tests.play import facts
from tests.storage.rows import rows

SOON = {"EXPLOR_ALERTS_LOOK": "0.3", "EXPLOR_ALERTS_REPEAT": "[1.0]"}
"""The pauses of a story: nobody waits for minutes."""
DOWN = 10**6
"""Calls: for as long as the story needs."""


@dataclass
class Story:
    """Everybody in it."""

    stage: Stage
    samir: Person
    chloe: Person
    mail: MailServer

    async def sees(self, person: Person, text: str, after: int = 0) -> Shown:
        """A message of the bot with these words, past another one."""

        def there() -> Shown | None:
            return next((one for one in person.messages if text in one.text and one.id > after), None)

        found = await self.stage.telegram.state.until(
            there, lambda: f"{person.chat.title} sees {[one.text for one in person.messages[-4:]]}", patience=20.0
        )
        assert isinstance(found, Shown)
        return found

    async def alarm(self) -> Any:
        """The alert as it stands in the channel of the staff."""
        return await self.stage.slack.until(
            lambda: next((one for one in self.stage.room.roots if "Alerte" in words(one)), None), 20.0
        )

    async def mailed(self, text: str) -> str:
        async with asyncio.timeout(20):
            while not any(text in letter for letter in self.letters()):
                await asyncio.sleep(0.05)
        return next(letter for letter in self.letters() if text in letter)

    def letters(self) -> list[str]:
        return [_read(raw) for raw in self.mail.taken]


def _read(raw: bytes) -> str:
    email: Any = message_from_bytes(raw, policy=default)
    return f"{email['To']}\n{email['Subject']}\n{email.get_content()}"


@asynccontextmanager
async def story(folder: Path) -> AsyncIterator[Story]:
    """A server with a roster of two: Chloé in Telegram, then somebody by e-mail."""
    mail = MailServer()
    async with Servers() as servers, Emulator() as telegram, Workspace() as slack, listening(mail) as smtp:
        room = slack.channel(ROOM, "explor-occitanie")
        room.members.add(BOT_USER)
        samir, chloe = telegram.person("Samir", "ar"), telegram.person("Chloé", "fr")
        roster = [{"name": "Chloé", "telegram": chloe.id}, {"name": "L'astreinte", "email": "astreinte@reseau.example"}]
        more = {
            **SOON,
            "EXPLOR_ALERTS_ROSTER": json.dumps({REGION: roster}),
            "EXPLOR_SMTP_URL": f"smtp+plain://127.0.0.1:{smtp.port}",
            "EXPLOR_SMTP_FROM": smtp.sender,
        }
        stage = Stage(folder, servers, telegram, slack, room, more=more)
        await stage.start()
        try:
            yield Story(stage, samir, chloe, mail)
        finally:
            await stage.stop()


def invited(stage: Stage) -> str:
    """A mission of the network, with a place for Samir; what his link carries."""
    numbers: Callable[[], str] = (f"fresh{number:04}" for number in count(1)).__next__
    today = datetime.now(UTC).date()
    text = FILE.read_text(encoding="utf-8").replace("region: hauts-de-france", f"region: {REGION}")
    text = text.replace("2025-09-01\n", f"{today}\n", 1).replace("2025-09-12\n", f"{today + timedelta(days=7)}\n", 1)
    with stage.store() as store:
        offices = {REGION: Office("slack", ROOM)}
        chair = Chair(store, facts(), Staff("Ana", frozenset({REGION})), datetime.now(UTC), numbers, offices)
        made = chair.invite(chair.bring(parse("mission.yaml", text)).mission.reference, "volunteer", "Samir")
        assert isinstance(made, Invited)
        return made.start


async def test_an_alert_in_arabic_goes_on_with_slack_down_until_somebody_takes_it(tmp_path: Path) -> None:
    async with story(tmp_path) as here:
        samir, stage = here.samir, here.stage
        await here.chloe.starts()
        await here.sees(here.chloe, "Que voulez-vous faire ?")
        await samir.starts(invited(stage))
        await here.sees(samir, "MOCC-")
        stage.slack.fails("chat.postMessage", cut=True, times=DOWN)

        await samir.says("طوارئ")
        numbers = await here.sees(samir, "طوارئ: اتصل أولًا")
        assert numbers.text.index("\u2068117\u2069") < numbers.text.index("\u2068+33 3 20 00 00 00\u2069")
        await samir.presses("تنبيه شبكتي")
        await here.sees(samir, "سُجّل إنذارك وهو يُرسل الآن.")
        await here.sees(samir, "أين أنت، وماذا يحدث؟")
        await samir.shares("مشاركة موقعي", location={"latitude": 6.41, "longitude": 2.03})
        await samir.says("حادث دراجة")

        down = await here.sees(samir, "لا يستجيب Slack")
        assert "\u2068Chloé\u2069، على Telegram" in down.text
        await here.sees(here.chloe, "Alerte : Samir, mission MOCC-")
        await here.sees(here.chloe, "حادث دراجة")
        letter = await here.mailed("حادث دراجة")
        assert "astreinte@reseau.example\nAlerte : Samir, mission MOCC-" in letter
        assert "6.41000, 2.03000" in letter
        assert "L'astreinte" in (await here.sees(samir, "لم يُجب أحد بعد عن إنذارك.")).text

        await stage.kill()
        seen = samir.messages[-1].id
        await stage.start()
        await here.sees(samir, "لم يُجب أحد بعد عن إنذارك.", after=seen)

        stage.slack.faults.clear()
        alarm = await here.alarm()
        assert alarm["text"].startswith("<!channel> Alerte : Samir")
        assert "حادث دراجة" in words(alarm)
        ana, marc = (stage.slack.member(id, name, stage.room) for id, name in ((ANA, "Ana"), (MARC, "Marc")))
        pressed = await ana.presses(alarm, "Je m'en occupe")
        await here.sees(samir, "رأى \u2068Ana\u2069 إنذارك وهو يهتم به.")
        await marc.presses({**alarm, "blocks": pressed["message"]["blocks"]}, "Je m'en occupe", stage.room)
        await stage.slack.until(lambda: "Ana s'occupe déjà" in str(stage.slack.shown_to(MARC)), 20.0)
        await stage.slack.until(lambda: "prise en charge" in words(stage.room.message(alarm["ts"])), 20.0)
        await here.sees(here.chloe, "Ana s'en occupe.")

        await samir.presses("كل شيء بخير")
        await here.sees(samir, "أُخبر شبكتك أن كل شيء بخير.")
        await stage.slack.until(lambda: "close, tout va bien" in words(stage.room.message(alarm["ts"])), 20.0)
        await here.mailed("close, tout va bien")
        told(here)
        kept(stage)


def kept(stage: Stage) -> None:
    """One alert, one acknowledgement; and nothing of anybody in the log."""
    with stage.store() as store:
        assert [(one.state, one.acknowledged_by) for one in rows(store, Alert)] == [("closed", "Ana")]
        acts = [line.action for line in rows(store, AuditLine) if line.action.startswith("alert.")]
    assert acts == ["alert.given", "alert.acknowledged", "alert.closed"]
    log = (stage.folder / "server.log").read_text(encoding="utf-8")
    for secret in ("Samir", "حادث", "6.41000", "Chloé", "astreinte@", "+229"):
        assert secret not in log


def told(here: Story) -> None:
    """The story as it was read, for whoever wants to look at it."""
    if path := os.environ.get("EXPLOR_SHOW"):
        said = {"Samir": here.samir.texts, "Chloé": here.chloe.texts, "mail": here.letters()}
        said["Slack"] = [words(one) for one in here.stage.room.messages]
        shown = (f"{'=' * 20} {who}\n" + "\n-----\n".join(texts) for who, texts in said.items())
        Path(path).write_text("\n".join(shown), encoding="utf-8")

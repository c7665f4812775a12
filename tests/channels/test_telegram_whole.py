"""A person talks to the whole assistant through Telegram: real library, real database, an emulator for Telegram."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

from bot.channels.telegram.channel import Telegram
from bot.channels.telegram.courtesies import Courtesies
from bot.channels.telegram.hearing import Hearing, introduced
from bot.channels.telegram.looks import ABLE
from bot.channels.telegram.pacing import Pace, Rates
from bot.channels.telegram.polling import Polling
from bot.channels.telegram.request import bot_at
from bot.dispatch import Dispatcher
from bot.metrics import Metrics
from bot.words import PARIS
from bot.writer import Writer
from tests.channels.telegram_bot import Rest
from tests.emulators.telegram import Emulator, Person
from tests.play import TRANSCRIPTS, Script, assistant

START = datetime(2025, 5, 10, 10, tzinfo=PARIS)


@asynccontextmanager
async def talking(folder: Path) -> AsyncIterator[Emulator]:
    """The assistant as `explor serve` runs it, polling an emulator."""
    started = time.monotonic()

    def now() -> datetime:
        return START + timedelta(seconds=time.monotonic() - started)

    with assistant(folder) as whole:
        async with Emulator() as telegram:
            bot, rest, stop = bot_at(telegram.token, telegram.root), Rest(), asyncio.Event()
            me = await introduced(bot)
            courtesies = Courtesies(bot, me)
            writer = Writer(whole, {"telegram": ABLE}, Random(1), Metrics())
            channel = Telegram(bot, Pace(rest.clock, rest.sleep, Rates()))
            dispatcher = Dispatcher(whole, {"telegram": channel}, writer, now, Random(1), Metrics(), "test")
            polling = Polling(bot, Hearing(writer, me, courtesies, now), asyncio.sleep)
            tasks = [asyncio.create_task(polling.run(stop)), asyncio.create_task(dispatcher.run())]
            try:
                yield telegram
            finally:
                stop.set()
                await dispatcher.stop()
                await asyncio.gather(*tasks)
                await writer.stop()
                await courtesies.close()
                await bot.request.shutdown()


async def test_a_number_is_shared_by_a_button_or_passed_by_a_key(tmp_path: Path) -> None:
    async with talking(tmp_path) as telegram:
        lea = telegram.person("Léa", "fr")
        await lea.starts()
        await offered(lea)
        await lea.says("lea@energie.example")
        await lea.sees("téléphone")
        await lea.shares("Partager mon numéro", contact={"phone_number": "33612345678", "first_name": "Léa"})
        await lea.sees("Vos données")
        await lea.says("/modifier 12")
        asked = await lea.sees("Votre réponse : +33 6 12 34 56 78")
        await lea.shares("Garder cette réponse")
        await lea.sees("", after=asked.id)


async def offered(lea: Person) -> None:
    """Answer all the questions of an offer, up to the address."""
    lines = Script.read((TRANSCRIPTS / "offer_by_a_company.txt").read_text(encoding="utf-8")).lines
    for line in lines[: lines.index("lea@energie.example")]:
        last = lea.messages[-1].id if lea.messages else 0
        await lea.says(line)
        await lea.sees("", after=last)


async def test_a_press_is_answered_in_the_place_of_its_question_and_an_older_button_below(tmp_path: Path) -> None:
    async with talking(tmp_path) as telegram:
        ana = telegram.person("Ana", "fr")
        await ana.starts()
        menu = await ana.sees("Que voulez-vous faire ?")
        await ana.presses("Mon association peut-elle demander une mission ?")
        question = await ana.sees("Où est le siège")
        assert (question.id, question.edited) == (menu.id, True)
        assert "✓ Mon association peut-elle demander une mission ?" in question.text
        await ana.says("59000")
        following = await ana.sees(after=question.id)
        assert not following.edited
        await ana.forges(question.raw["reply_markup"]["inline_keyboard"][-1][-1]["callback_data"], question.id)
        await ana.sees(after=following.id)
        await telegram.settled()
        await telegram.sees_call("answerCallbackQuery", 2)


async def test_a_forged_press_and_a_stranger_s_button_harm_nothing(tmp_path: Path) -> None:
    async with talking(tmp_path) as telegram:
        ana, zoe = telegram.person("Ana", "fr"), telegram.person("Zoé", "fr")
        await ana.starts()
        await ana.sees("EXPLOR")
        await zoe.starts()
        await zoe.sees("EXPLOR")
        before = len(zoe.messages)
        for data in ("1:1:0", "1:zzzzzzzzzzzz:zz", "2:1:1", "", "x" * 64):
            await zoe.forges(data)
            before += 1
            await zoe.sees_many(before)
        assert not any(message.edited for message in (*ana.messages, *zoe.messages))
        await telegram.settled()


async def test_whatever_is_sent_is_answered(tmp_path: Path) -> None:
    file = {"file_id": "F", "file_unique_id": "U", "file_size": 9}
    async with talking(tmp_path) as telegram:
        ana = telegram.person("Ana", "pt")
        await ana.starts()
        await ana.sees()
        for content in (
            {"voice": {**file, "duration": 3}},
            {"sticker": {**file, "type": "regular", "width": 1, "height": 1, "is_animated": False, "is_video": False}},
            {"location": {"latitude": 50.6, "longitude": 3.1}},
            {"contact": {"phone_number": "+33612345678", "first_name": "Ana"}},
            {"dice": {"emoji": "🎲", "value": 4}},
        ):
            last = ana.messages[-1].id
            await ana.sends(**content)
            await ana.sees(after=last)
        last = ana.messages[-1].id
        await ana.edits("changed")
        await ana.sees(after=last)

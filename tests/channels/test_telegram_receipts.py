"""A volunteer sends receipts in Telegram: real library, real database, an emulator for Telegram."""

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
from bot.errands import Errands
from bot.metrics import Metrics
from bot.missions import Invited
from bot.writer import Writer
from tests.bot.spending import AT, BLURRED, HOTEL, TAXI, Field, field_of
from tests.channels.telegram_bot import Rest
from tests.emulators.telegram import Emulator
from tests.emulators.telegram.people import Person
from tests.receipts import Recordings


@asynccontextmanager
async def on_a_mission(folder: Path) -> AsyncIterator[tuple[Field, Person]]:
    """The assistant as `explor serve` runs it, and a volunteer who has joined a mission by a link."""
    started = time.monotonic()

    def now() -> datetime:
        return AT + timedelta(seconds=time.monotonic() - started)

    with field_of(folder) as field:
        async with Emulator() as telegram:
            bot, rest, stop = bot_at(telegram.token, telegram.root), Rest(), asyncio.Event()
            me = await introduced(bot)
            courtesies = Courtesies(bot, me)
            writer = Writer(field.bot, {"telegram": ABLE}, Random(1), Metrics())
            channel = Telegram(bot, Pace(rest.clock, rest.sleep, Rates()))
            dispatcher = Dispatcher(field.bot, {"telegram": channel}, writer, now, Random(1), Metrics(), "test")
            errands = Errands(field.clerk, {"telegram": channel.fetch}, Recordings(), writer, now)
            polling = Polling(bot, Hearing(writer, me, courtesies, now), asyncio.sleep)
            parts = (polling.run(stop), dispatcher.run(), errands.run(stop))
            tasks = [asyncio.create_task(part) for part in parts]
            made = field.chair.invite(field.reference, "volunteer", "Inès")
            assert isinstance(made, Invited)
            ines = telegram.person("Inès", "fr")
            await ines.starts(made.start)
            await ines.sees("Bienvenue dans la mission")
            try:
                yield field, ines
            finally:
                stop.set()
                await dispatcher.stop()
                await asyncio.gather(*tasks)
                await writer.stop()
                await courtesies.close()
                await bot.request.shutdown()


async def test_a_photo_is_numbered_fetched_read_and_confirmed_by_buttons(tmp_path: Path) -> None:
    async with on_a_mission(tmp_path) as (field, ines):
        await ines.sends_photo(Path(TAXI).read_bytes())
        await ines.sees("Reçu ✓ nº 1")
        await ines.sees("J'ai lu votre reçu.")
        await ines.presses("Vérifier la dépense nº 1")
        await ines.sees("Est-ce bien cela ?")
        await ines.presses("Oui, c'est juste")
        await ines.sees("C'est noté : dépense nº 1.")
        assert [(one.state, one.minor, one.currency) for one in field.claims] == [("confirmed", 25000, "XOF")]


async def test_an_album_is_one_word_of_thanks_and_one_list(tmp_path: Path) -> None:
    async with on_a_mission(tmp_path) as (field, ines):
        await ines.sends_album([Path(path).read_bytes() for path in (TAXI, HOTEL, BLURRED)])
        await ines.sees("Reçus ✓ nº 1, 2 et 3")
        await ines.sees("3 dépenses à vérifier")
        assert sum("Reçu" in text and "✓" in text for text in ines.texts) == 1
        assert [one.state for one in field.receipts] == ["read"] * 3

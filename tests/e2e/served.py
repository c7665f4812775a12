"""`explor serve` for a story: the real server, in a hurry. Its pauses are short and no vendor's pace is kept.

python -m tests.e2e.served          settings come from the environment, as for `explor serve`
"""

import asyncio

from bot.channels.telegram.pacing import Rates
from bot.knowledge_files import load
from bot.logs import configure
from bot.serve import World, run
from bot.settings import Settings
from storage.store import Store

AT_ONCE = Rates(chat=1e6, chat_burst=1e6, all=1e6, all_burst=1e6)


async def nap(seconds: float) -> None:
    """Nobody in a story has half a minute."""
    await asyncio.sleep(min(seconds, 0.02))


def main() -> None:
    settings = Settings.read()
    configure(settings.log)
    store = Store.open(settings.database_url)
    store.migrate()
    try:
        run(settings, load(), store, World(sleep=nap, rates=AT_ONCE))
    finally:
        store.close()


if __name__ == "__main__":
    main()

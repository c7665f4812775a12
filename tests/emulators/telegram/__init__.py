"""A strict emulator of Telegram's Bot API on loopback, driven as people would.

    async with Emulator() as telegram:
        ana = telegram.person("Ana", lang="pt")
        await ana.starts()
        await ana.sees("Olá")
        await ana.presses("Sim")
        assert "…" in ana.messages[-1].text

It refuses what Telegram refuses, in Telegram's words; where their source says it, the place is named.
`python -m tests.emulators.telegram --port 8081` runs it in a process of its own.
"""

from tests.emulators.telegram.people import Group, Person, Shown
from tests.emulators.telegram.server import Emulator, Trouble

__all__ = ["Emulator", "Group", "Person", "Shown", "Trouble"]

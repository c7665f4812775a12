"""Where orders wait that belong to no conversation: they are carried out when they are due, and nothing is shown."""

from bot.alerts import BELL
from bot.channels.base import Letter, Rejected
from bot.render import Capabilities


class Bell:
    """A channel without anybody at its end (`bot.channels.base.Channel`)."""

    name = BELL
    able = Capabilities()

    async def busy(self, address: str) -> None:
        """Nobody waits here."""

    async def send(self, letter: Letter) -> None:
        """Never called for an order, and nothing else is to be put here."""
        raise Rejected("nobody reads here")

"""The way out by e-mail, to those of a network who are told of an alert there. Nothing is heard by it.

A letter's address is `<mailbox>/<about>`. The first line is its subject. Where the server may have taken a letter, or
may not, it is sent again: an alert that comes twice does no harm, one that never comes does.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from bot import filing
from bot.alerts import MAIL
from bot.channels.base import Letter, Rejected
from bot.render import Capabilities, Message
from bot.settings import Smtp

UNDER = "\n-- \nEnvoyé par l'assistant EXPLOR.\n"


@dataclass(frozen=True)
class Mail:
    """The channel of e-mails (`bot.channels.base.Channel`)."""

    smtp: Smtp
    clock: Callable[[], datetime]
    name: ClassVar[str] = MAIL
    able: ClassVar[Capabilities] = Capabilities(max_buttons=0)

    async def busy(self, address: str) -> None:
        """Nobody waits before a mailbox."""

    async def send(self, letter: Letter) -> None:
        """Send a message as an e-mail. Raises `Rejected` where another try would do no better."""
        if not isinstance(letter.content, Message):
            raise Rejected("only words are sent by e-mail")
        done = await filing.send(_prepared(letter, letter.content), self.smtp, self.clock())
        if done.outcome == "unsure" or done.again:
            raise ConnectionError(done.why)
        if done.outcome == "not_sent":
            raise Rejected(done.why)


def _prepared(letter: Letter, message: Message) -> filing.Letter:
    subject, *lines = (line.text for line in message.lines)
    to = letter.address.partition("/")[0]
    body = "\n\n".join((subject, *lines)) + "\n"
    return filing.Letter(to, None, " ".join(subject.split()), body, f"row.{letter.row}", under=UNDER)

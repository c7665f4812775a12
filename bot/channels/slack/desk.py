"""What every listener shares: the desk behind, who acts, and the sentences that only they see."""

from collections.abc import Coroutine
from dataclasses import dataclass
from typing import Any

import structlog
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.channels.slack import words
from bot.channels.slack.blocks import Block, fallback
from bot.channels.slack.channel import reason
from bot.channels.slack.front import Front
from bot.channels.slack.later import Later
from bot.channels.slack.people import People
from bot.desk import Staff
from bot.words import say
from dialogs.core.text import Text

log = structlog.get_logger()


@dataclass(frozen=True)
class Desk:
    """The desk, seen from the listeners."""

    client: AsyncWebClient
    front: Front
    people: People
    later: Later

    async def staff(self, user: str, channel: str, thread: str | None = None) -> Staff | None:
        """Who they are; others are told, once Slack is answered, how to get access."""
        staff = await self.people.staff(user)
        if staff is None:
            self.later.do(self.tell(user, channel, self.no_access(user), None, thread))
        return staff

    def behind(self, work: Coroutine[Any, Any, Any], user: str, channel: str, thread: str | None = None) -> None:
        """Do what they asked for once Slack is answered; they are told where it fails."""
        self.later.do(self._or_sorry(work, user, channel, thread))

    async def _or_sorry(self, work: Coroutine[Any, Any, Any], user: str, channel: str, thread: str | None) -> None:
        try:
            await work
        except Exception:
            self.later.do(self.tell(user, channel, words.SORRY, None, thread))
            raise

    def no_access(self, user: str) -> Text:
        return words.NO_ACCESS.fill(user=user)

    def say(self, text: Text, staff: Staff | None) -> str:
        return say(text, self.front.lang(staff))

    async def tell(
        self,
        user: str,
        channel: str,
        text: Text,
        staff: Staff | None,
        thread: str | None = None,
        blocks: list[Block] | None = None,
    ) -> None:
        """A sentence that only they see; in their own conversation with the app where they are not in the channel."""
        said: dict[str, Any] = {"text": fallback(self.say(text, staff)), "blocks": blocks}
        try:
            await self.client.chat_postEphemeral(channel=channel or user, user=user, thread_ts=thread, **said)
        except SlackApiError as error:
            log.info("slack_ephemeral_refused", why=reason(error))
            await self.client.chat_postMessage(channel=user, **said)

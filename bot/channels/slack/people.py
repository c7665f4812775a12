"""Who acts: the name that colleagues read, and whether they are staff."""

import asyncio
from dataclasses import dataclass, field

from aiohttp import ClientError
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.channels.slack.front import Front
from bot.desk import Staff

MOST = 1000
"""Names remembered; past that all are asked for again."""


@dataclass
class People:
    """The users of the workspace, as they are met."""

    client: AsyncWebClient
    front: Front
    _names: dict[str, str] = field(default_factory=dict)

    async def staff(self, user: str) -> Staff | None:
        return await self.front.staff_of(user, await self.name(user))

    async def name(self, user: str) -> str:
        """Their name; their id where Slack does not tell it now: nobody's act waits for a name."""
        if user not in self._names:
            try:
                found = await asyncio.wait_for(self._asked(user), timeout=1.0)
            except (SlackApiError, ClientError, TimeoutError):
                return user
            if len(self._names) >= MOST:
                self._names.clear()
            self._names[user] = found
        return self._names[user]

    async def _asked(self, user: str) -> str:
        profile = (await self.client.users_info(user=user))["user"]["profile"]
        return str(profile.get("display_name") or profile.get("real_name") or user)

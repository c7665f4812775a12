"""What is done once Slack is answered: it keeps nobody waiting, and what must not be lost is not done here."""

import asyncio
from collections.abc import Coroutine
from dataclasses import dataclass, field
from typing import Any

import structlog
from slack_sdk.errors import SlackApiError

from bot.channels.slack.channel import reason

log = structlog.get_logger()


@dataclass
class Later:
    """Work under way behind the answers, which a stop waits for."""

    _tasks: set[asyncio.Task[None]] = field(default_factory=set)

    def do(self, work: Coroutine[Any, Any, Any]) -> None:
        task = asyncio.ensure_future(_quietly(work))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def done(self, patience: float | None = None) -> None:
        """Wait for what is under way, and for what it started; what is left after `patience` seconds is dropped."""
        try:
            async with asyncio.timeout(patience):
                while self._tasks:
                    await asyncio.wait(set(self._tasks))
        except TimeoutError:
            for task in self._tasks:
                task.cancel()


async def _quietly(work: Coroutine[Any, Any, Any]) -> None:
    try:
        await work
    except SlackApiError as error:
        log.warning("slack_refused", why=reason(error))
    except Exception as error:
        log.error("slack_later_failed", error=type(error).__name__)

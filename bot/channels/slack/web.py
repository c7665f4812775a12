"""The client of Slack's Web API, as this channel uses it.

It tries nothing again by itself: a message sent twice is worse than one sent late, and the outbox knows how to wait.
What the libraries log is reduced to where and what kind: their sentences quote what people wrote.
"""

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from urllib.parse import urlsplit

import aiohttp
import structlog
from slack_sdk.web.async_client import AsyncWebClient

log = structlog.get_logger()

API = "https://slack.com/api/"

_TIMEOUT = 30
"""Seconds for one call."""


class _Discreet(logging.Handler):
    """Passes on where a library complained, never what it said."""

    def emit(self, record: logging.LogRecord) -> None:
        kind = record.exc_info[0] if record.exc_info else None
        log.warning("slack_library", where=f"{record.module}.{record.funcName}", error=kind.__name__ if kind else None)


def discreet() -> logging.Logger:
    """A logger to hand to Slack's libraries; its own, so that nothing reaches the root's handlers."""
    logger = logging.Logger("slack", logging.ERROR)
    logger.addHandler(_Discreet())
    return logger


@asynccontextmanager
async def opened(token: str, api: str = API) -> AsyncIterator[AsyncWebClient]:
    """A client with one pool of connections, closed at the end."""
    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=_TIMEOUT)) as session:
        client = AsyncWebClient(
            token, base_url=api, timeout=_TIMEOUT, session=session, retry_handlers=[], logger=discreet()
        )
        if urlsplit(api).hostname in ("127.0.0.1", "localhost", "::1"):
            client.proxy = None  # the library takes the machine's proxy for every address, its own included
        yield client

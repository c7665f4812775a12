"""The channels in service, as they are set: each with its way out, its routes, and what runs until told to stop.

A line that cannot reach its vendor when the server starts goes on trying; meanwhile nothing is acknowledged for it, so
nothing is lost, and the other lines work.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import structlog
from aiohttp import ClientError
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route
from telegram import Bot
from telegram.error import InvalidToken, TelegramError

from bot.channels.base import Channel
from bot.channels.slack import app, server, web
from bot.channels.slack.channel import DOCTOR, Slack, reason
from bot.channels.slack.front import Front
from bot.channels.slack.pace import EVERY
from bot.channels.slack.pace import Pace as SlackPace
from bot.channels.telegram import webhook
from bot.channels.telegram.channel import Telegram
from bot.channels.telegram.courtesies import Courtesies, fill_menus
from bot.channels.telegram.hearing import Hearing, introduced
from bot.channels.telegram.pacing import Pace, Rates
from bot.channels.telegram.polling import Polling
from bot.channels.telegram.reading import Me
from bot.channels.telegram.request import bot_at
from bot.lanes import Lanes
from bot.settings import Slack as SlackSettings
from bot.settings import Telegram as TelegramSettings
from bot.waiting import first
from bot.writer import Writer
from dialogs.commands import COMMANDS

log = structlog.get_logger()

Clock = Callable[[], datetime]
Sleep = Callable[[float], Awaitable[None]]
Endpoint = Callable[[Request], Awaitable[Response]]

AGAIN = 5.0
"""Seconds before a vendor that could not be reached at the start is called again."""


class Refused(Exception):
    """The vendor will not have us as we are set up; the message says what to do."""


@dataclass(frozen=True)
class Line:
    """A channel in service. `run` takes what comes until the event is set, then finishes what it took."""

    channel: Channel
    run: Callable[[asyncio.Event], Coroutine[Any, Any, None]]
    routes: tuple[BaseRoute, ...] = ()
    fetch: Callable[[str], Awaitable[bytes]] | None = None
    """How to get a file that somebody sent; None where nobody sends any."""


# -- Telegram --------------------------------------------------------------------------------------------------------


@asynccontextmanager
async def telegram_line(
    settings: TelegramSettings, writer: Writer, clock: Clock, sleep: Sleep, rates: Rates
) -> AsyncIterator[Line]:
    """The bot of a token; its connections are closed at the end."""
    token = settings.token.get_secret_value() if settings.token else ""
    bot = bot_at(token, settings.api_root)
    line = _Telegram(settings, bot, _place(settings, token), writer, clock, sleep)
    routes = (Route(line.place.path, line.hear, methods=["POST"]),) if settings.mode == "webhook" else ()
    try:
        channel = Telegram(bot, Pace(time.monotonic, sleep, rates))
        yield Line(channel, line.run, routes, channel.fetch)
    finally:
        await bot.request.shutdown()


def _place(settings: TelegramSettings, token: str) -> webhook.Place:
    drawn = webhook.Place.of(token)
    return replace(drawn, secret=settings.secret.get_secret_value()) if settings.secret else drawn


@dataclass
class _Telegram:
    """The way in from Telegram, once it has told who the bot is."""

    settings: TelegramSettings
    bot: Bot
    place: webhook.Place
    writer: Writer
    clock: Clock
    sleep: Sleep
    endpoint: Endpoint | None = None

    async def hear(self, request: Request) -> Response:
        """Telegram calls; before the bot knows itself it is to call again."""
        return await self.endpoint(request) if self.endpoint else Response(status_code=503)

    async def run(self, stop: asyncio.Event) -> None:
        me = await self._introduced(stop)
        if me is None:
            return
        courtesies = Courtesies(self.bot, me)
        hearing = Hearing(self.writer, me, courtesies, self.clock)
        try:
            await (self._called(hearing, stop) if self.settings.mode == "webhook" else self._asking(hearing, stop))
        finally:
            await courtesies.close()

    async def _called(self, hearing: Hearing, stop: asyncio.Event) -> None:
        self.endpoint = webhook.route(self.place, hearing, Lanes()).endpoint
        public = self.settings.public_url or ""
        await self._until_done("announce", lambda: webhook.announce(self.bot, public, self.place), stop)
        await self._until_done("menus", lambda: fill_menus(self.bot, COMMANDS), stop)
        await stop.wait()

    async def _asking(self, hearing: Hearing, stop: asyncio.Event) -> None:
        await self._until_done("delete_webhook", self.bot.delete_webhook, stop)
        await self._until_done("menus", lambda: fill_menus(self.bot, COMMANDS), stop)
        await Polling(self.bot, hearing, self.sleep).run(stop)

    async def _introduced(self, stop: asyncio.Event) -> Me | None:
        found: list[Me] = []

        async def ask() -> None:
            found.append(await introduced(self.bot))

        await self._until_done("introduce", ask, stop)
        return found[0] if found else None

    async def _until_done(self, what: str, call: Callable[[], Awaitable[object]], stop: asyncio.Event) -> None:
        """Call until Telegram has answered, or we are told to stop."""
        while not stop.is_set():
            try:
                await call()
                return
            except InvalidToken:
                raise Refused("Telegram refuses the token: take a new one from @BotFather, and set it") from None
            except TelegramError as error:
                log.warning("telegram_away", what=what, error=type(error).__name__)
            await first(stop.wait(), self.sleep(AGAIN))


# -- Slack -----------------------------------------------------------------------------------------------------------


@asynccontextmanager
async def slack_line(settings: SlackSettings, front: Front, sleep: Sleep, every: float = EVERY) -> AsyncIterator[Line]:
    """The app of a workspace, a message in a channel `every` so many seconds; its connections are closed at the end."""
    token = settings.bot_token.get_secret_value() if settings.bot_token else ""
    async with web.opened(token, f"{settings.api_root}/") as client:
        way = app.build(front, client)
        channel = Slack(client, SlackPace(time.monotonic, sleep, every))
        if settings.mode == "http" and settings.signing_secret:
            route = server.route(way, settings.signing_secret.get_secret_value(), time.time)
            yield Line(channel, _Called(way, client).run, (route,))
        elif settings.app_token:
            socket = server.Socket(way, settings.app_token.get_secret_value(), client)
            yield Line(channel, _Connected(socket).run)


async def _introduced(client: AsyncWebClient, app_token: str | None = None) -> None:
    """Say at once in the log what Slack refuses. People in Telegram are served all the same, and nothing is lost."""
    try:
        await client.auth_test()
        if app_token is not None:
            await client.apps_connections_open(app_token=app_token)
    except SlackApiError as error:
        log.error("slack_refuses", why=reason(error), do=DOCTOR)
    except (ClientError, TimeoutError) as error:
        log.warning("slack_away", error=type(error).__name__)


@dataclass(frozen=True)
class _Called:
    """Slack calls us; what goes on behind the answers is finished at the end."""

    way: app.Way
    client: AsyncWebClient

    async def run(self, stop: asyncio.Event) -> None:
        await first(stop.wait(), _introduced(self.client))
        await stop.wait()
        await self.way.later.done(5.0)


@dataclass(frozen=True)
class _Connected:
    """We keep a connection to Slack."""

    socket: server.Socket

    async def run(self, stop: asyncio.Event) -> None:
        await first(stop.wait(), _introduced(self.socket.web, self.socket.app_token))
        await self.socket.start()
        try:
            await stop.wait()
        finally:
            await self.socket.stop()

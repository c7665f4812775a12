"""The way in from Slack: each thing that it says, to its listener.

- Slack is answered when the listener is done, and what changes anything is committed by then. One that could not be
  taken (`NotNow`) is not acknowledged: Slack brings it again, and its id makes it one act.
- An error of ours is logged without anybody's words, told to whoever acted, and acknowledged: it would fail again.
- What the app itself posts, and what it did not ask for, is acknowledged and left alone.
"""

import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

import structlog
from slack_bolt.async_app import AsyncApp, AsyncBoltRequest
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.error import BoltUnhandledRequestError
from slack_bolt.response import BoltResponse
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.channels.slack import words
from bot.channels.slack.channel import reason
from bot.channels.slack.commands import Commands
from bot.channels.slack.desk import Desk
from bot.channels.slack.front import Front, NotNow
from bot.channels.slack.later import Later
from bot.channels.slack.people import People
from bot.channels.slack.pressed import Ack, Body, Pressed, noted
from bot.channels.slack.threads import Threads
from bot.channels.slack.web import discreet

log = structlog.get_logger()

COMMAND = "/explor"
EVENTS = ("message", "app_home_opened", "member_joined_channel", "channel_unarchive", "group_unarchive")
"""What the app asks Slack to tell it; slack/manifest.yaml subscribes to the same."""


@dataclass(frozen=True)
class Way:
    """The way in: Bolt's app, and what goes on behind its answers."""

    app: AsyncApp
    later: Later


def build(front: Front, client: AsyncWebClient) -> Way:
    """The app with all its listeners. What it is given is known to be of Slack: `server.py` sees to it."""
    app = AsyncApp(
        logger=discreet(),
        name="explor",
        client=client,
        authorize=_authorize(client),
        process_before_response=True,
        request_verification_enabled=False,
        ssl_check_enabled=False,
        raise_error_for_unhandled_request=True,
    )
    later = Later()
    desk = Desk(client, front, People(client, front), later)
    app.error(_failed(desk))
    _listen(app, desk)
    return Way(app, later)


def _listen(app: AsyncApp, desk: Desk) -> None:
    pressed, threads, commands = Pressed(desk), Threads(desk), Commands(desk)
    app.action(re.compile(r"\Acard\."))(pressed.button)
    app.action("relay.send")(threads.send)
    app.action("relay.cancel")(threads.cancel)
    app.action(re.compile(r"\Alink\b"))(noted)
    app.view(re.compile(r"\Aask\."))(pressed.submitted)
    app.view("send.reply")(pressed.send)
    app.command(COMMAND)(commands.explor)
    heard = (threads.message, commands.home, _joined(desk), _unarchived(desk), _unarchived(desk))
    for event, listener in zip(EVENTS, heard, strict=True):
        app.event(event)(listener)


Listener = Callable[..., Awaitable[Any]]


def _joined(desk: Desk) -> Listener:
    async def joined(ack: Ack, event: Body, context: Mapping[str, Any]) -> None:
        """Somebody came into a channel; where it is the bot, it can write there."""
        if event["user"] == context.get("bot_user_id"):
            await desk.front.reachable(event["channel"])
        await ack()

    return joined


def _unarchived(desk: Desk) -> Listener:
    async def unarchived(ack: Ack, event: Body) -> None:
        await desk.front.reachable(event["channel"])
        await ack()

    return unarchived


def _authorize(client: AsyncWebClient) -> Listener:
    """Who the app is, asked once. Where that fails now Slack is to come again: Bolt by itself would acknowledge."""
    known: list[AuthorizeResult] = []

    async def authorize() -> AuthorizeResult:
        if not known:
            try:
                answer = await client.auth_test()
            except SlackApiError as error:
                raise NotNow(reason(error)) from None
            known.append(AuthorizeResult.from_auth_test_response(auth_test_response=answer, bot_token=client.token))
        return known[0]

    return authorize


def _failed(desk: Desk) -> Listener:
    async def failed(error: Exception, request: AsyncBoltRequest) -> BoltResponse:
        if isinstance(error, BoltUnhandledRequestError):
            return BoltResponse(status=200)
        if isinstance(error, NotNow):
            log.warning("slack_not_now")
            return BoltResponse(status=503)
        log.error("slack_listener_failed", error=type(error).__name__)
        _apologise(desk, request.body)
        return BoltResponse(status=200)

    return failed


def _apologise(desk: Desk, body: Body) -> None:
    """To whoever pressed or handed in something; a message in a thread asked for nothing."""
    if user := body.get("user", {}).get("id"):
        channel = body.get("channel", {}).get("id", "")
        desk.later.do(desk.tell(user, channel, words.SORRY, None))

"""How Slack reaches the app: over HTTP at a public address, or over a WebSocket that the app itself opens.

HTTP: the signature is checked first, on a body of 1 MiB at most, against a clock that is handed in; whoever cannot
prove to be Slack, or comes 5 minutes late, is told 401 and nothing else
(docs.slack.dev, authentication/verifying-requests-from-slack). Socket Mode: an envelope is acknowledged like an HTTP
request, and one that is not comes again.
"""

import asyncio
import contextlib
from collections.abc import Callable
from dataclasses import dataclass, field

from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.adapter.starlette.async_handler import to_async_bolt_request, to_starlette_response
from slack_sdk.signature import Clock, SignatureVerifier
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.web.async_client import AsyncWebClient
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route

from bot.channels.slack.app import Way
from bot.channels.slack.web import discreet

PATH = "/slack/events"
"""For events, buttons, modals and commands alike: the address that the manifest of an HTTP app names."""

MOST = 1 << 20
"""Bytes of a request. Slack's own are some kilobytes."""


# -- HTTP ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _HandedIn(Clock):
    """Slack's verifier asks a clock: the one that we were handed."""

    clock: Callable[[], float]

    def now(self) -> float:
        return self.clock()


def route(way: Way, secret: str, clock: Callable[[], float]) -> Route:
    """The endpoint; `clock` gives seconds since 1970."""
    verifier = SignatureVerifier(secret, _HandedIn(clock))

    async def hear(request: Request) -> Response:
        body = await _body(request)
        if body is None:
            return Response(status_code=413)
        if not signed(verifier, request, body):
            return Response(status_code=401)
        return to_starlette_response(await way.app.async_dispatch(to_async_bolt_request(request, body)))

    return Route(PATH, hear, methods=["POST"])


async def _body(request: Request) -> bytes | None:
    """The whole body; None as soon as it is too long."""
    body = bytearray()
    with contextlib.suppress(ClientDisconnect):
        async for piece in request.stream():
            body += piece
            if len(body) > MOST:
                return None
    return bytes(body)


def signed(verifier: SignatureVerifier, request: Request, body: bytes) -> bool:
    """Whether Slack sent this. What the library would stumble on is not signed either."""
    timestamp = request.headers.get("x-slack-request-timestamp", "")
    signature = request.headers.get("x-slack-signature", "")
    if not (timestamp.isascii() and timestamp.isdigit() and len(timestamp) < 16 and signature.isascii()):
        return False
    try:
        return verifier.is_valid(body, timestamp, signature)
    except UnicodeDecodeError:
        return False


# -- Socket Mode -----------------------------------------------------------------------------------------------------


class _Handler(AsyncSocketModeHandler):
    """Bolt's, that knows how many envelopes are in hand."""

    def __init__(self, way: Way, app_token: str, web: AsyncWebClient) -> None:
        super().__init__(way.app, app_token, logger=discreet(), web_client=web)
        self.in_hand: set[asyncio.Task[None] | None] = set()

    async def handle(self, client: SocketModeClient, req: SocketModeRequest) -> None:  # type: ignore[override]
        task = asyncio.current_task()
        self.in_hand.add(task)
        try:
            await super().handle(client, req)
        finally:
            self.in_hand.discard(task)


@dataclass
class Socket:
    """The app's own connection to Slack."""

    way: Way
    app_token: str
    web: AsyncWebClient
    _handler: _Handler | None = field(default=None, init=False)
    _connecting: asyncio.Task[None] | None = field(default=None, init=False)

    async def start(self) -> None:
        """Connect, and stay connected; returns at once: where Slack is out of reach it is tried again and again."""
        self._handler = _Handler(self.way, self.app_token, self.web)
        self._handler.client.proxy = self.web.proxy
        self._connecting = asyncio.create_task(self._handler.connect_async())  # type: ignore[no-untyped-call]

    async def connected(self) -> bool:
        return self._handler is not None and await self._handler.client.is_connected()

    async def stop(self, patience: float = 5.0) -> None:
        """Take no more, finish and acknowledge what is in hand, then disconnect."""
        if self._handler is None or self._connecting is None:
            return
        self._handler.client.socket_mode_request_listeners.clear()
        if in_hand := {task for task in self._handler.in_hand if task is not None}:
            await asyncio.wait(in_hand, timeout=patience)
        await self._close(self._handler, self._connecting)
        await self.way.later.done(patience)

    async def _close(self, handler: _Handler, connecting: asyncio.Task[None]) -> None:
        connecting.cancel()
        await handler.close_async()  # type: ignore[no-untyped-call]
        client = handler.client
        tasks = (connecting, client.message_processor, client.current_session_monitor, client.message_receiver)
        await asyncio.gather(*(task for task in tasks if task is not None), return_exceptions=True)

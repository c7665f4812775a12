"""The webhook: Telegram calls us, and is told 200 only after the commit. Anything but 2xx makes it call again.

The address cannot be guessed, and the secret in the header is compared in constant time. With the right secret,
nonsense is answered with 200 all the same: it would come back for ever, and hold up the chat it came for.

Source: core.telegram.org/bots/api, "setWebhook".
"""

import hmac
import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import structlog
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route
from telegram import Bot

from bot.channels.telegram.hearing import Hearing
from bot.channels.telegram.reading import WANTED, chat_of
from bot.lanes import Lanes

log = structlog.get_logger()

HEADER = "X-Telegram-Bot-Api-Secret-Token"
MAX_BODY = 1024 * 1024


@dataclass(frozen=True)
class Place:
    """Where Telegram finds the webhook, and how it shows that it is Telegram. Neither is ever printed."""

    path: str
    secret: str

    @staticmethod
    def of(token: str, secret: str | None = None) -> "Place":
        """Drawn from the token, so that every process of an installation has the same, with nothing to configure; an
        operator may choose the secret."""
        return Place(f"/telegram/{_drawn(token, 'path')}", secret or _drawn(token, "secret"))

    def __repr__(self) -> str:
        return "Place()"


def _drawn(token: str, purpose: str) -> str:
    return hmac.new(token.encode(), f"explor webhook {purpose}".encode(), "sha256").hexdigest()


async def announce(bot: Bot, public: str, place: Place, connections: int = 40) -> None:
    """Tell Telegram where to call; `public` is the https address of the server, without a path."""
    await bot.set_webhook(
        public.rstrip("/") + place.path,
        max_connections=connections,
        allowed_updates=list(WANTED),
        secret_token=place.secret,
    )


def answering(place: Place, hearing: Hearing, lanes: Lanes) -> Callable[[Request], Awaitable[Response]]:
    """What answers Telegram's calls."""
    return _Webhook(place, hearing, lanes).hear


def route(place: Place, hearing: Hearing, lanes: Lanes) -> Route:
    """The webhook as a route of the server."""
    return Route(place.path, answering(place, hearing, lanes), methods=["POST"])


class _TooLong(Exception):
    """A body of more than a mebibyte."""


@dataclass(frozen=True)
class _Webhook:
    place: Place
    hearing: Hearing
    lanes: Lanes

    async def hear(self, request: Request) -> Response:
        if not self._knows(request.headers.get(HEADER, "")):
            return Response(status_code=403)
        if request.headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
            return Response(status_code=415)
        try:
            update = _decoded(await _body(request))
        except _TooLong:
            return Response(status_code=413)
        except ClientDisconnect:
            return Response(status_code=400)
        return await self._answer(update)

    def _knows(self, secret: str) -> bool:
        return hmac.compare_digest(secret.encode(), self.place.secret.encode())

    async def _answer(self, update: object) -> Response:
        try:
            await self.lanes.run(chat_of(update), lambda: self.hearing.take(update))
        except Exception as error:  # not committed: Telegram is to bring it again
            log.error("telegram_update_refused", error=type(error).__name__)
            return Response(status_code=500)
        return Response(status_code=200)


async def _body(request: Request) -> bytes:
    """The body, given up as soon as it is too long, whatever its header promised."""
    body = bytearray()
    async for piece in request.stream():
        body += piece
        if len(body) > MAX_BODY:
            raise _TooLong
    return bytes(body)


def _decoded(body: bytes) -> object:
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        log.warning("telegram_sent_no_json")
        return None

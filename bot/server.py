"""What answers over HTTP: the routes of the channels, and three looks for whoever watches over the server.

`/healthz`: the process is alive. `/readyz`: it can do its work, or 503 and what cannot. `/metrics`: numbers of things,
for this machine alone, or for whoever has the token. Nothing here tells anything about anybody.
"""

import asyncio
import hmac
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from ipaddress import ip_address
from itertools import count
from uuid import uuid4

import structlog
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from prometheus_client.registry import Collector
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Route
from starlette.types import ASGIApp, Receive, Scope, Send

from bot.metrics import Metrics
from bot.turn import innermost

log = structlog.get_logger()

Check = Callable[[], Awaitable[None]]
"""Raises when something is not as it should be."""

PATIENCE = 3.0
"""Seconds that a check may take."""


@dataclass(frozen=True)
class Watch:
    """What whoever watches may see. `checks` by name; `waiting` counts what has not arrived."""

    checks: Mapping[str, Check]
    metrics: Metrics
    waiting: Callable[[], Awaitable[Collector]]
    token: str | None = None

    def routes(self) -> list[BaseRoute]:
        return [
            Route("/healthz", self.alive),
            Route("/readyz", self.ready),
            Route("/metrics", self.numbers),
        ]

    async def alive(self, request: Request) -> Response:
        return PlainTextResponse("alive\n")

    async def ready(self, request: Request) -> Response:
        found = await asyncio.gather(*(_passes(check) for check in self.checks.values()))
        return JSONResponse(dict(zip(self.checks, found, strict=True)), 200 if all(found) else 503)

    async def numbers(self, request: Request) -> Response:
        if not (self._has_token(request) if self.token else _on_this_machine(request)):
            return Response(status_code=404)
        counted = generate_latest(self.metrics.registry)
        try:
            async with asyncio.timeout(PATIENCE):
                counted += generate_latest(_Alone(await self.waiting()))
        except Exception as error:  # a database that is away is no reason to hide the rest
            log.warning("metrics_incomplete", error=type(error).__name__, where=innermost(error))
        return Response(counted, media_type=CONTENT_TYPE_LATEST)

    def _has_token(self, request: Request) -> bool:
        given = request.headers.get("authorization", "").removeprefix("Bearer ")
        return hmac.compare_digest(given.encode(), (self.token or "").encode())


class _Alone:
    """A registry of one collector, made for one look."""

    def __init__(self, collector: Collector) -> None:
        self.collect = collector.collect


class Named:
    """Gives each request an id: every line of the log that it brings about bears it."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self._here, self._numbers = uuid4().hex[:8], count(1)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        with structlog.contextvars.bound_contextvars(request=f"{self._here}-{next(self._numbers)}"):
            await self.app(scope, receive, send)


def app(watch: Watch, routes: Sequence[BaseRoute]) -> Starlette:
    """The one application: the routes of the channels beside those of whoever watches."""
    return Starlette(routes=[*routes, *watch.routes()], middleware=[Middleware(Named)])


async def _passes(check: Check) -> bool:
    try:
        async with asyncio.timeout(PATIENCE):
            await check()
    except Exception as error:
        log.warning("not_ready", error=type(error).__name__, where=innermost(error))
        return False
    return True


def _on_this_machine(request: Request) -> bool:
    """Asked for from here, and not through a proxy that stands here for somebody else."""
    forwarded = {"x-forwarded-for", "x-real-ip", "forwarded", "via"} & set(request.headers.keys())
    return not forwarded and request.client is not None and _loopback(request.client.host)


def _loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False

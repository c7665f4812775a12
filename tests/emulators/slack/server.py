"""Slack's side of the wire: the Web API, uploads, `response_url`, and the WebSocket of Socket Mode."""

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from aiohttp import web

from tests.emulators.slack.ids import APP_TOKEN, BOT_TOKEN
from tests.emulators.slack.rules import Refused
from tests.emulators.slack.web import METHODS

if TYPE_CHECKING:
    from tests.emulators.slack.workspace import Fault, Workspace

LIMIT = 1 << 26


def application(slack: "Workspace") -> web.Application:
    """The web application over a workspace."""
    wire = _Wire(slack)
    app = web.Application(client_max_size=LIMIT)
    app.router.add_route("*", "/api/{method}", wire.call)
    app.router.add_post("/upload/{file}", wire.upload)
    app.router.add_post("/response/{id}", wire.respond)
    app.router.add_get("/link", wire.socket)
    if slack.control is not None:
        app.add_subapp("/control", slack.control(slack))
    app.on_shutdown.append(wire.closing)
    return app


class _Wire:
    """The handlers of a workspace."""

    def __init__(self, slack: "Workspace") -> None:
        self.slack = slack

    async def closing(self, _app: web.Application) -> None:
        await self.slack.delivery.hang_up()

    async def call(self, request: web.Request) -> web.StreamResponse:
        """One call of the Web API."""
        method = request.match_info["method"]
        arguments = await _arguments(request)
        self.slack.calls.append((method, arguments))
        fault = self.slack.fault(method)
        try:
            if fault is not None and (answer := _broken(request, fault)) is not None:
                return answer
            return web.json_response(await self._answer(method, arguments, request))
        except Refused as refused:
            return _refusal(refused)
        finally:
            await self.slack.notice()

    async def _answer(self, method: str, arguments: dict[str, Any], request: web.Request) -> dict[str, Any]:
        if method not in METHODS:
            raise Refused("unknown_method")
        token = request.headers.get("Authorization", "").removeprefix("Bearer ") or arguments.get("token", "")
        wanted = APP_TOKEN if method == "apps.connections.open" else BOT_TOKEN
        if not token:
            raise Refused("not_authed")
        if token != wanted or self.slack.revoked:
            raise Refused("invalid_auth" if not self.slack.revoked else "account_inactive")
        return {"ok": True, **await METHODS[method](self.slack, arguments)}

    async def upload(self, request: web.Request) -> web.Response:
        """The bytes of a file whose upload was announced."""
        file = self.slack.files.get(request.match_info["file"])
        content = await request.read()
        if file is None or len(content) != file["length"]:
            return web.Response(status=400, text="not the announced length")
        file["content"] = content
        return web.Response(text=f"OK - {len(content)}")

    async def respond(self, request: web.Request) -> web.Response:
        """An answer to a press or a command, to the address that came with it."""
        place = self.slack.response_urls.get(request.match_info["id"])
        if place is None or place["left"] == 0:
            return web.Response(status=404, text="used_url" if place else "invalid_url")
        place["left"] -= 1
        try:
            self.slack.delivery.answered(place, await request.json())
        except Refused as refused:
            return web.Response(status=400, text=refused.error)
        await self.slack.notice()
        return web.Response(text="ok")

    async def socket(self, request: web.Request) -> web.StreamResponse:
        """A connection of Socket Mode."""
        return await self.slack.delivery.connected(request)


async def _arguments(request: web.Request) -> dict[str, Any]:
    """The arguments of a call, from JSON, a form or the query; what is JSON in a form is read."""
    if request.content_type == "application/json":
        return dict(await request.json())
    given: Mapping[str, Any] = {**request.query, **await request.post()}
    return {name: _read(value) for name, value in given.items()}


def _read(value: Any) -> Any:
    if isinstance(value, str) and value[:1] in ("[", "{"):
        return json.loads(value)
    return value


def _broken(request: web.Request, fault: "Fault") -> web.Response | None:
    """What a fault answers; None where the call goes through."""
    if fault.cut and request.transport is not None:
        request.transport.abort()
        return web.Response(status=500)
    if fault.garbled:
        return web.Response(status=fault.status, text="<html>", content_type="text/html")
    if fault.error:
        raise Refused(fault.error, **({"_retry_after": fault.retry_after} if fault.retry_after is not None else {}))
    return None


def _refusal(refused: Refused) -> web.Response:
    """Slack refuses with 200, but where it asks to wait."""
    retry_after = refused.answer.pop("_retry_after", None)
    if refused.error == "ratelimited":
        return web.json_response(refused.answer, status=429, headers={"Retry-After": str(retry_after or 1)})
    return web.json_response(refused.answer)

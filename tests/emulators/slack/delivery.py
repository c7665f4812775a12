"""How what happens in the workspace reaches the app: signed requests, or envelopes on a WebSocket.

An event that is not acknowledged within three seconds comes again, three times, with its number and the reason
(apis/events-api, "Error handling"). A press, a modal or a command does not: the person sees that it failed.
"""

import asyncio
import contextlib
import hashlib
import hmac
import json
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import aiohttp
from aiohttp import web

from tests.emulators.slack.ids import APP, BOT_USER, SIGNING_SECRET, TEAM
from tests.emulators.slack.rules import check_message

if TYPE_CHECKING:
    from tests.emulators.slack.workspace import Message, Workspace

ACKNOWLEDGE = 3.0
RETRIES = (0.0, 60.0, 300.0)
"""Seconds before each new try of an event."""

RESPONSES = 5
"""How often a `response_url` may be used."""

wall = time.time


@dataclass(frozen=True)
class Answer:
    """What the app answered; `reason` says why it is not an acknowledgement, in Slack's words."""

    payload: Any = None
    reason: str = ""


@dataclass
class _Link:
    """One connection of Socket Mode."""

    socket: web.WebSocketResponse
    waiting: dict[str, asyncio.Future[Any]] = field(default_factory=dict)


class Delivery:
    """The way to the app, by HTTP where an address is set, else by the connections that the app opened."""

    def __init__(self, slack: "Workspace") -> None:
        self.slack = slack
        self.http: str | None = None
        self.secret: str | None = None
        self.patience = ACKNOWLEDGE
        self.links: list[_Link] = []
        self.tried: list[tuple[str, int, str]] = []
        """Every try of an event: its id, its number, and why it was not the last ("" where it was)."""
        self._tasks: set[asyncio.Task[Any]] = set()
        self._linked = asyncio.Condition()

    # -- events ----------------------------------------------------------------------------------------------------

    def happened(self, event: "Message") -> None:
        """Something happened: the app is told behind, again and again as Slack does."""
        if self.http is None and not self.links:
            return
        self._behind(self.told(event))

    async def told(self, event: "Message") -> bool:
        """Tell the app; whether it acknowledged in the end."""
        body = {
            "token": "verification",
            "team_id": TEAM,
            "api_app_id": APP,
            "type": "event_callback",
            "event": event,
            "event_id": f"Ev{self.slack.number():06}",
            "event_time": int(self.slack.clock()),
            "authorizations": [{"team_id": TEAM, "user_id": BOT_USER, "is_bot": True}],
        }
        return await self.brought(body)

    async def brought(self, body: dict[str, Any]) -> bool:
        """Bring an event until it is acknowledged."""
        reason = ""
        for number, pause in enumerate((0.0, *RETRIES)):
            if number and pause:
                await self.slack.sleep(pause)
            answer = await self.give("events_api", body, number, reason)
            self.tried.append((body["event_id"], number, answer.reason))
            await self.slack.notice()
            if not answer.reason:
                return True
            reason = answer.reason
        return False

    def _behind(self, work: Any) -> None:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def settled(self) -> None:
        """Wait until the app has been told of everything."""
        while self._tasks:
            await asyncio.gather(*self._tasks, return_exceptions=True)

    async def stop(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self.hang_up()

    # -- one delivery ----------------------------------------------------------------------------------------------

    async def give(self, kind: str, payload: dict[str, Any], number: int = 0, reason: str = "") -> Answer:
        """Deliver once, and say what came back within three seconds."""
        if self.http is not None:
            return await self._post(self.http, kind, payload, number, reason)
        return await self._envelope(kind, payload, number, reason)

    async def _post(self, url: str, kind: str, payload: dict[str, Any], number: int, reason: str) -> Answer:
        body = _body(kind, payload)
        headers = self.signed(body)
        headers["Content-Type"] = "application/json" if kind == "events_api" else "application/x-www-form-urlencoded"
        if number:
            headers |= {"X-Slack-Retry-Num": str(number), "X-Slack-Retry-Reason": reason}
        try:
            timeout = aiohttp.ClientTimeout(total=self.patience)
            async with (
                aiohttp.ClientSession(timeout=timeout) as session,
                session.post(url, data=body, headers=headers) as answer,
            ):
                return _read(answer.status, await answer.text())
        except TimeoutError:
            return Answer(reason="http_timeout")
        except aiohttp.ClientError:
            return Answer(reason="connection_failed")

    def signed(self, body: bytes, at: float | None = None) -> dict[str, str]:
        """The headers that prove that it is Slack."""
        stamp = str(int(self.slack.clock() if at is None else at))
        secret = (self.secret or SIGNING_SECRET).encode()
        digest = hmac.new(secret, f"v0:{stamp}:".encode() + body, hashlib.sha256).hexdigest()
        return {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": f"v0={digest}"}

    # -- Socket Mode -----------------------------------------------------------------------------------------------

    async def connected(self, request: web.Request) -> web.WebSocketResponse:
        """The app has opened a connection: read what it acknowledges until it closes."""
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        link = _Link(socket)
        await socket.send_json({"type": "hello", "num_connections": len(self.links) + 1})
        async with self._linked:
            self.links.append(link)
            self._linked.notify_all()
        await self.slack.notice()
        try:
            async for message in socket:
                self._acknowledged(link, json.loads(message.data))
        finally:
            self.links.remove(link)
            for future in link.waiting.values():
                if not future.done():
                    future.set_exception(ConnectionError())
            await self.slack.notice()
        return socket

    def _acknowledged(self, link: _Link, message: dict[str, Any]) -> None:
        future = link.waiting.pop(message["envelope_id"], None)
        if future is not None and not future.done():
            future.set_result(message.get("payload"))

    async def _envelope(self, kind: str, payload: dict[str, Any], number: int, reason: str) -> Answer:
        try:
            async with asyncio.timeout(self.patience), self._linked:
                await self._linked.wait_for(lambda: self.links)
            return await self._sent(self.links[-1], kind, payload, number, reason)
        except TimeoutError:
            return Answer(reason="timeout")
        except (ConnectionError, aiohttp.ClientError):
            return Answer(reason="connection_failed")

    async def _sent(self, link: _Link, kind: str, payload: dict[str, Any], number: int, reason: str) -> Answer:
        id = f"envelope-{self.slack.number()}"
        future: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        link.waiting[id] = future
        envelope = {
            "envelope_id": id,
            "type": kind,
            "payload": payload,
            "accepts_response_payload": kind != "events_api",
        }
        if kind == "events_api":
            envelope |= {"retry_attempt": number, "retry_reason": reason}
        await link.socket.send_json(envelope)
        async with asyncio.timeout(self.patience):
            return Answer(await future)

    async def refresh(self, reason: str = "refresh_requested") -> None:
        """Slack asks for a new connection, and drops the old one once it is there."""
        old = list(self.links)
        for link in old:
            await link.socket.send_json({"type": "disconnect", "reason": reason})
        async with self._linked:
            await self._linked.wait_for(lambda: any(link not in old for link in self.links))
        for link in old:
            await link.socket.close()

    async def hang_up(self) -> None:
        """Close every connection without a word."""
        for link in list(self.links):
            with contextlib.suppress(ConnectionError):
                await link.socket.close()

    # -- response_url ----------------------------------------------------------------------------------------------

    def response_url(self, user: str, channel: str, shown: "Message | None") -> str:
        id = f"R{self.slack.number():06}"
        self.slack.response_urls[id] = {"user": user, "channel": channel, "shown": shown, "left": RESPONSES}
        return f"{self.slack.url}/response/{id}"

    def answered(self, place: dict[str, Any], answer: dict[str, Any]) -> None:
        """What the app says at a `response_url`: instead of what was pressed, or besides, to one person or to all."""
        shown = place["shown"]
        if answer.get("delete_original") and shown in self.slack.ephemerals:
            self.slack.ephemerals.remove(shown)
            return
        check_message(answer.get("text"), answer.get("blocks"))
        said = {"text": answer.get("text", ""), "blocks": answer.get("blocks") or []}
        if answer.get("replace_original") and shown is not None:
            shown.update(said)
            return
        place = {"user": place["user"], "channel": place["channel"], "thread_ts": answer.get("thread_ts")}
        self.slack.ephemerals.append({"ts": self.slack.ts(), **place, **said, "ephemeral": True})


def _body(kind: str, payload: dict[str, Any]) -> bytes:
    """JSON for events, a form for the rest (interactivity, "Request payloads")."""
    if kind == "events_api":
        return json.dumps(payload, ensure_ascii=False).encode()
    form = payload if kind == "slash_commands" else {"payload": json.dumps(payload, ensure_ascii=False)}
    return urlencode(form).encode()


def _read(status: int, text: str) -> Answer:
    if status != 200:
        return Answer(reason="http_error")
    try:
        return Answer(json.loads(text) if text else None)
    except json.JSONDecodeError:
        return Answer({"text": text})

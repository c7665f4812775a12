"""Telegram for a measure, as light as can be, so that what is measured is the bot.

It posts updates to the webhook that the bot sets, over 40 connections as Telegram does by default, or gives them to
getUpdates; and it notes when an answer reaches it. It checks nothing: `tests/emulators/telegram` is the strict one.
"""

import asyncio
import json
import re
import time
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, Protocol
from urllib.parse import SplitResult, parse_qs, urlsplit

TOKEN = "123456789:measured-token-of-thirty-five-chars"
ME = {"id": 123456789, "is_bot": True, "first_name": "Measured", "username": "measured_bot"}
CONNECTIONS = 40
AGAIN = 0.05
"""Seconds before an update that the bot did not take is brought again."""

_LENGTH = re.compile(rb"content-length: *(\d+)", re.IGNORECASE)
_CHAT = re.compile(rb"""chat_id"?[=:] *"?(\d+)""")
_TEXT = re.compile(rb"""(?:^|&)text=([^&]*)|"text": *"([^"]*)""")
"""Whether they come as a form or as JSON."""

Json = dict[str, Any]


class Takes(Protocol):
    """What is done with a message of HTTP: its connection, its head, its body."""

    def __call__(self, http: "Http", head: bytes, body: bytes, /) -> None: ...


class Http(asyncio.Protocol):
    """Either end of a connection that stays open. Bodies have a length: neither end here sends others."""

    transport: asyncio.Transport

    def __init__(self, take: Takes, lost: Callable[[], None] = lambda: None) -> None:
        self._take, self._lost = take, lost
        self._came = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = transport  # type: ignore[assignment]

    def connection_lost(self, _error: Exception | None) -> None:
        self._lost()

    def data_received(self, data: bytes) -> None:
        self._came += data
        while (end := self._came.find(b"\r\n\r\n") + 4) > 3:
            length = _LENGTH.search(self._came, 0, end)
            whole = end + (int(length[1]) if length else 0)
            if len(self._came) < whole:
                return
            head, body, self._came = self._came[:end], self._came[end:whole], self._came[whole:]
            self._take(self, head, body)

    def answer(self, result: object) -> None:
        body = json.dumps({"ok": True, "result": result}).encode()
        head = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n" % len(body)
        if not self.transport.is_closing():
            self.transport.write(head + body)


class Line:
    """One connection to the bot, opened when it is needed."""

    def __init__(self, host: str, port: int) -> None:
        self._where = (host, port)
        self._http: Http | None = None
        self._status: asyncio.Future[int] | None = None

    async def post(self, request: bytes) -> int:
        """The status of the answer. Raises `OSError` where there is none."""
        loop = asyncio.get_running_loop()
        if self._http is None:
            _, self._http = await loop.create_connection(lambda: Http(self._took, self._lost), *self._where)
        self._status = loop.create_future()
        self._http.transport.write(request)
        return await self._status

    def _took(self, _http: Http, head: bytes, _body: bytes) -> None:
        if self._status and not self._status.done():
            self._status.set_result(int(head[9:12]))

    def _lost(self) -> None:
        self._http = None
        if self._status and not self._status.done():
            self._status.set_exception(ConnectionError("the bot is gone"))


@dataclass
class Telegram:
    """One bot's Telegram. `delay`: seconds that each message takes to be sent, as over a real line.

    `reached` is told the chat of each answer; `sent` has a digest of every text, by chat.
    """

    delay: float = 0.0
    reached: Callable[[int], None] = lambda chat: None
    ready: asyncio.Event = field(default_factory=asyncio.Event)
    sent: dict[int, list[int]] = field(default_factory=dict)
    count: int = 0
    _number: int = 700_000_000
    _hook: SplitResult | None = None
    _secret: str = ""
    _lines: "asyncio.LifoQueue[Line]" = field(default_factory=asyncio.LifoQueue)
    _waiting: deque[Json] = field(default_factory=deque)
    _came: asyncio.Event = field(default_factory=asyncio.Event)
    _tasks: set["asyncio.Task[None]"] = field(default_factory=set)

    async def listen(self) -> str:
        """The address to call instead of Telegram's."""
        server = await asyncio.get_running_loop().create_server(lambda: Http(self._called), "127.0.0.1", 0)
        return f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"

    # -- towards the bot ---------------------------------------------------------------------------------------------

    def update(self, chat: int, words: str) -> Json:
        """Somebody says something in their chat."""
        self._number += 1
        who = {"id": chat, "is_bot": False, "first_name": "Ana", "language_code": "fr"}
        where = {"id": chat, "type": "private", "first_name": "Ana"}
        message = {"message_id": self._number, "from": who, "chat": where, "date": int(time.time()), "text": words}
        if words.startswith("/"):
            message["entities"] = [{"type": "bot_command", "offset": 0, "length": len(words)}]
        return {"update_id": self._number, "message": message}

    def bring(self, *updates: Json) -> None:
        """Let the bot have these, in this order, whatever becomes of it meanwhile."""
        if self._hook:
            self._begin(self._post_all(updates, self._hook))
        else:
            self._waiting.extend(updates)
            self._came.set()

    async def _post_all(self, updates: tuple[Json, ...], hook: SplitResult) -> None:
        for update in updates:
            body = json.dumps(update).encode()
            head = (
                f"POST {hook.path} HTTP/1.1\r\nHost: {hook.netloc}\r\nContent-Type: application/json\r\n"
                f"X-Telegram-Bot-Api-Secret-Token: {self._secret}\r\nContent-Length: {len(body)}\r\n\r\n"
            )
            while not await self._posted(head.encode() + body):
                await asyncio.sleep(AGAIN)

    async def _posted(self, request: bytes) -> bool:
        line = await self._lines.get()
        try:
            with suppress(OSError):
                return 200 <= await line.post(request) < 300
            return False
        finally:
            self._lines.put_nowait(line)

    # -- from the bot ------------------------------------------------------------------------------------------------

    def _called(self, http: Http, head: bytes, body: bytes) -> None:
        method = head.split(b" ", 2)[1].rpartition(b"/")[2].partition(b"?")[0].lower()
        if method == b"sendmessage":
            self._later(lambda: self._said(http, body))
        elif method == b"getupdates":
            self._begin(self._polled(http, _params(body)))
        else:
            if method == b"setwebhook":
                self._hooked(_params(body))
            http.answer(ME if method == b"getme" else True)

    def _later(self, call: Callable[[], None]) -> None:
        if self.delay:
            asyncio.get_running_loop().call_later(self.delay, call)
        else:
            call()

    def _said(self, http: Http, body: bytes) -> None:
        chat, text = _CHAT.search(body), _TEXT.search(body)
        if chat is None or text is None:
            raise ValueError("a message without a chat or a text")
        place = int(chat[1])
        self.count += 1
        self.sent.setdefault(place, []).append(hash(text[0]))
        http.answer({"message_id": self.count, "date": 0, "chat": {"id": place, "type": "private"}, "text": "x"})
        self.reached(place)

    def _hooked(self, params: dict[str, str]) -> None:
        hook = urlsplit(params["url"])
        if self._hook is None:
            for _ in range(CONNECTIONS):
                self._lines.put_nowait(Line(str(hook.hostname), int(hook.port or 80)))
        self._hook, self._secret = hook, params.get("secret_token", "")
        self.ready.set()

    async def _polled(self, http: Http, params: dict[str, str]) -> None:
        """Asking for an offset acknowledges what is before it."""
        self.ready.set()
        offset = int(params.get("offset") or 0)
        while self._waiting and self._waiting[0]["update_id"] < offset:
            self._waiting.popleft()
        if not self._waiting:
            self._came.clear()
            with suppress(TimeoutError):
                await asyncio.wait_for(self._came.wait(), float(params.get("timeout") or 0))
        http.answer(list(self._waiting)[: int(params.get("limit") or 100)])

    def _begin(self, work: Any) -> None:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


def _params(body: bytes) -> dict[str, str]:
    if body.startswith(b"{"):
        return {name: str(value) for name, value in json.loads(body).items()}
    return {name: values[0] for name, values in parse_qs(body.decode()).items()}

"""The emulator as a server: HTTP on loopback, long polling, webhook delivery, and trouble on demand."""

import asyncio
import json
import secrets
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, Self

from aiohttp import ClientError, ClientSession, ClientTimeout, web

from tests.emulators.telegram import api
from tests.emulators.telegram.people import NEVER_STARTED, Group, Person
from tests.emulators.telegram.state import Chat, Json, Refused, State, StoredFile

TOKEN = "123456789:emulated-token-of-thirty-five-chars"
CONFLICT = (
    "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
)
OUSTED = "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"


@dataclass
class Trouble:
    """What goes wrong with the next `times` calls of a method (to a chat, where one is given).

    kind: "flood" (429, wait `seconds`), "error" (500), "gateway" (502, a page of HTML), "cut" (the line breaks before
    anything is done), "lost" (it breaks after: done, and nobody told), "slow" (`seconds`), "held" (until `go` is set),
    "nonsense" (200, and no JSON).
    """

    kind: str
    method: str = "sendmessage"
    times: int = 1
    chat: int | None = None
    seconds: float = 0
    go: asyncio.Event = field(default_factory=asyncio.Event)
    met: asyncio.Event = field(default_factory=asyncio.Event)

    def fits(self, method: str, params: Mapping[str, Any]) -> bool:
        right_chat = self.chat is None or str(params.get("chat_id")) == str(self.chat)
        return self.times > 0 and self.method.lower() == method and right_chat


@dataclass(frozen=True)
class Call:
    """A call that the bot made, in order; the method's name in lower case."""

    method: str
    params: dict[str, Any]


class Emulator:
    """Telegram for one bot, at `root`. `retry` is the pause in seconds before a webhook is called again."""

    def __init__(self, token: str = TOKEN, port: int = 0, retry: float = 0.01) -> None:
        self.token = token
        self.calls: list[Call] = []
        self.delivered: list[tuple[int, int]] = []
        me = {"id": int(token.partition(":")[0]), "is_bot": True, "first_name": "EXPLOR", "username": "explor_test_bot"}
        self.state = State(token, me)
        self._port = port
        self._retry = retry
        self._troubles: list[Trouble] = []
        self._poll: asyncio.Future[None] | None = None
        self._deliveries: dict[int, asyncio.Task[None]] = {}
        self._stopping = False

    # -- as a test sees it -------------------------------------------------------------------------------------------

    def person(self, name: str, lang: str | None = "fr", *, started: bool = True) -> Person:
        """Somebody new; one who never `started` the bot cannot be written to."""
        number = self.state.next("person", 10_001)
        user = {"id": number, "is_bot": False, "first_name": name} | ({"language_code": lang} if lang else {})
        chat = Chat(number, "private", name, user, None if started else NEVER_STARTED)
        self.state.chats[number] = chat
        return Person(self.state, chat, user)

    def group(self, title: str) -> Group:
        chat = Chat(-self.state.next("group", 501), "group", title)
        self.state.chats[chat.id] = chat
        return Group(self.state, chat)

    def trouble(self, kind: str, method: str = "sendMessage", **more: Any) -> Trouble:
        """Something goes wrong with the next calls; see `Trouble`."""
        self._troubles.append(Trouble(kind, method.lower(), **more))
        return self._troubles[-1]

    def freezes(self, message_id: int) -> None:
        """This message is too old now to be edited or deleted."""
        self.state.frozen.add(message_id)

    def called(self, method: str) -> list[Call]:
        return [call for call in self.calls if call.method == method.lower()]

    async def sees_call(self, method: str, count: int = 1) -> list[Call]:
        """The calls of a method, once there are so many."""
        return await self.state.until(
            lambda: calls if len(calls := self.called(method)) >= count else None,
            lambda: f"waits for {count} {method}: {[call.method for call in self.calls]}",
        )

    async def settled(self) -> None:
        """Every update is acknowledged."""
        await self.state.until(lambda: not self.state.pending, lambda: f"not acknowledged: {list(self.state.pending)}")

    async def acknowledges(self, update: int | None) -> None:
        """This update is acknowledged."""
        number = update or 0
        await self.state.until(lambda: self.state.acknowledged(number), lambda: f"{number} is not acknowledged")

    @property
    def root(self) -> str:
        return f"http://127.0.0.1:{self._port}"

    # -- the server --------------------------------------------------------------------------------------------------

    async def __aenter__(self) -> Self:
        app = web.Application(client_max_size=64 * 1024 * 1024)
        app.router.add_route("*", "/bot{token}/{method}", self._called)
        app.router.add_get("/file/bot{token}/{path:.+}", self._download)
        self.extend(app)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", self._port)
        await site.start()
        self._port = self._runner.addresses[0][1]
        self._session = ClientSession(timeout=ClientTimeout(total=30))
        self._pump = asyncio.create_task(self._deliver_all())
        return self

    async def __aexit__(self, *_error: object) -> None:
        self._stopping = True
        tasks = [self._pump, *self._deliveries.values()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        for trouble in self._troubles:
            trouble.go.set()
        if self._poll and not self._poll.done():
            self._poll.set_result(None)
        await self._session.close()
        await self._runner.cleanup()

    def extend(self, app: web.Application) -> None:
        """More routes, for the emulator that stands alone."""

    async def _called(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"].lower()
        try:
            params = await self._admitted(request, method)
            trouble = self._meets(method, params)
            if trouble and trouble.kind in ("cut", "error", "gateway", "nonsense"):
                return self._broken(request, trouble)
            if trouble and trouble.kind == "flood":
                wait = int(trouble.seconds)
                raise Refused(429, f"Too Many Requests: retry after {wait}", retry_after=wait)
            await self._delayed(trouble)
            answer = await self._answer(method, params)
        except Refused as refusal:
            return _refusal(refusal)
        finally:
            self.state.changed()
        if trouble and trouble.kind == "lost":
            return self._broken(request, trouble)
        return web.json_response({"ok": True, "result": answer})

    async def _admitted(self, request: web.Request, method: str) -> dict[str, Any]:
        """The parameters of a call that may be made; it is noted."""
        token = request.match_info["token"]
        number, colon, secret = token.partition(":")
        if not (number.isdecimal() and colon and secret):
            raise Refused(404, "Not Found")
        if not secrets.compare_digest(token.encode(), self.token.encode()):
            raise Refused(401, "Unauthorized")
        if method not in api.METHODS and method != "getupdates":
            raise Refused(404, "Not Found: method not found")
        params = await _params(request)
        self.calls.append(Call(method, params))
        self.state.changed()
        return params

    async def _answer(self, method: str, params: dict[str, Any]) -> Any:
        if method == "getupdates":
            return await self._updates(params)
        return api.METHODS[method](self.state, params)

    def _meets(self, method: str, params: dict[str, Any]) -> Trouble | None:
        trouble = next((one for one in self._troubles if one.fits(method, params)), None)
        if trouble:
            trouble.times -= 1
            trouble.met.set()
        return trouble

    def _broken(self, request: web.Request, trouble: Trouble) -> web.StreamResponse:
        if trouble.kind == "error":
            return _refusal(Refused(500, "Internal Server Error"))
        if trouble.kind == "gateway":
            return web.Response(status=502, text="<html><h1>502 Bad Gateway</h1></html>", content_type="text/html")
        if trouble.kind == "nonsense":
            return web.Response(text="<html>captive portal</html>", content_type="text/html")
        assert request.transport is not None
        request.transport.abort()
        return web.Response()

    async def _delayed(self, trouble: Trouble | None) -> None:
        if trouble and trouble.kind == "slow":
            await asyncio.sleep(trouble.seconds)
        if trouble and trouble.kind == "held":
            await trouble.go.wait()

    async def _download(self, request: web.Request) -> web.Response:
        wanted = request.match_info["path"]
        file = next((one for one in self.state.files.values() if one.path == wanted), None)
        if request.match_info["token"] != self.token or file is None:
            return _refusal(Refused(404, "Not Found"))
        return web.Response(body=file.content, content_type="application/octet-stream")

    # -- updates -----------------------------------------------------------------------------------------------------

    async def _updates(self, params: dict[str, Any]) -> list[Json]:
        """Long polling. A second caller ousts the first, as with Telegram."""
        if self.state.webhook:
            raise Refused(409, CONFLICT)
        api.allow(self.state, params)
        if self._poll and not self._poll.done():
            self._poll.set_exception(Refused(409, OUSTED))
        mine: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._poll = mine
        deadline = asyncio.get_running_loop().time() + min(int(params.get("timeout") or 0), 50)
        while not (found := api.offered(self.state, params)) and not mine.done():
            left = deadline - asyncio.get_running_loop().time()
            if left <= 0:
                break
            await asyncio.wait({mine, changed := _task(self.state)}, timeout=left, return_when=asyncio.FIRST_COMPLETED)
            changed.cancel()
        if mine.done():
            mine.result()
        else:
            mine.set_result(None)
        return found

    async def _deliver_all(self) -> None:
        """Post what is pending to the webhook: each chat in order, the chats side by side."""
        while True:
            changed = self.state._changed
            if self.state.webhook:
                for update in list(self.state.pending):
                    place = _chat_of(update)
                    if place not in self._deliveries or self._deliveries[place].done():
                        self._deliveries[place] = asyncio.create_task(self._deliver_chat(place))
            await changed.wait()

    async def _deliver_chat(self, place: int) -> None:
        while self.state.webhook and not self._stopping:
            update = next((one for one in self.state.pending if _chat_of(one) == place), None)
            if update is None:
                return
            if await self._delivered(update):
                with suppress(ValueError):
                    self.state.pending.remove(update)
                self.state.changed()
            else:
                await asyncio.sleep(self._retry)

    async def _delivered(self, update: Json) -> bool:
        hook = self.state.webhook
        if hook is None:
            return False
        headers = {"X-Telegram-Bot-Api-Secret-Token": hook.secret} if hook.secret else {}
        try:
            async with self._session.post(hook.url, json=update, headers=headers) as answer:
                self.delivered.append((update["update_id"], answer.status))
                hook.error = "" if answer.ok else f"Wrong response from the webhook: {answer.status} {answer.reason}"
                return 200 <= answer.status < 300
        except (ClientError, TimeoutError, OSError):
            hook.error = "Connection refused"
            return False


def _task(state: State) -> asyncio.Task[Any]:
    return asyncio.create_task(state._changed.wait())


def _chat_of(update: Json) -> int:
    one = next(value for key, value in update.items() if key != "update_id")
    return int(one.get("message", one)["chat"]["id"])


def _refusal(refusal: Refused) -> web.Response:
    told: Json = {"ok": False, "error_code": refusal.code, "description": refusal.description}
    more = {"parameters": refusal.parameters} if refusal.parameters else {}
    return web.json_response({**told, **more}, status=refusal.code)


async def _params(request: web.Request) -> dict[str, Any]:
    """From the query, a form, parts of a form or JSON, as Telegram takes them ("Making requests")."""
    params: dict[str, Any] = dict(request.query)
    if request.content_type == "application/json":
        return {**params, **(json.loads(await request.read() or b"{}"))}
    for name, value in (await request.post()).items():
        if isinstance(value, web.FileField):
            params[name] = StoredFile(value.file.read(), value.filename, value.content_type)
        else:
            params[name] = value
    return params

"""The workspace: its channels, what is in them, and who is there. Slack's web server runs over it."""

import asyncio
import itertools
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from tests.emulators.slack import delivery
from tests.emulators.slack.ids import BOT_USER
from tests.emulators.slack.member import Member
from tests.emulators.slack.rules import Refused

Message = dict[str, Any]

TRIGGER_LASTS = 3.0
"""Seconds that a press allows for opening a modal."""

SPENT = float("-inf")


@dataclass
class Channel:
    """A channel: who is in it, and its messages, oldest first."""

    id: str
    name: str
    members: set[str] = field(default_factory=lambda: {BOT_USER})
    archived: bool = False
    messages: list[Message] = field(default_factory=list)

    def message(self, ts: str) -> Message:
        found = next((one for one in self.messages if one["ts"] == ts), None)
        if found is None:
            raise Refused("message_not_found")
        return found

    def thread(self, root: str) -> list[Message]:
        """The answers under a message."""
        return [one for one in self.messages if one.get("thread_ts") == root and one["ts"] != root]

    @property
    def roots(self) -> list[Message]:
        """What stands in the channel itself."""
        return [one for one in self.messages if one.get("thread_ts") in (None, one["ts"])]


@dataclass
class Fault:
    """What the next calls of a method meet: an error of Slack's, a delay, a cut connection, a broken answer."""

    error: str = ""
    retry_after: float | None = None
    cut: bool = False
    garbled: bool = False
    status: int = 200
    times: int = 1


@dataclass
class Workspace:
    """Slack, whole. `clock` gives its seconds since 1970; `sleep` is how it waits before it delivers again."""

    clock: Callable[[], float] = delivery.wall
    sleep: Callable[[float], Any] = asyncio.sleep
    port: int = 0
    paced: bool = False
    control: Callable[["Workspace"], web.Application] | None = None
    channels: dict[str, Channel] = field(default_factory=dict)
    members: dict[str, Member] = field(default_factory=dict)
    views: dict[str, Message] = field(default_factory=dict)
    homes: dict[str, Message] = field(default_factory=dict)
    ephemerals: list[Message] = field(default_factory=list)
    files: dict[str, dict[str, Any]] = field(default_factory=dict)
    calls: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    triggers: dict[str, float] = field(default_factory=dict)
    response_urls: dict[str, Message] = field(default_factory=dict)
    faults: dict[str, list[Fault]] = field(default_factory=dict)
    last_post: dict[str, float] = field(default_factory=dict)
    revoked: bool = False

    def __post_init__(self) -> None:
        self._numbers = itertools.count(1)
        self._seconds = int(self.clock())
        self.changed = asyncio.Condition()
        self.delivery = delivery.Delivery(self)
        self._runner: web.AppRunner | None = None

    # -- running ---------------------------------------------------------------------------------------------------

    async def __aenter__(self) -> "Workspace":
        from tests.emulators.slack.server import application

        self._runner = web.AppRunner(application(self), access_log=None, shutdown_timeout=1.0)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", self.port)
        await site.start()
        self.port = self._runner.addresses[0][1]
        return self

    async def __aexit__(self, *_error: object) -> None:
        await self.delivery.stop()
        if self._runner is not None:
            await self._runner.cleanup()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def api(self) -> str:
        """The root of the Web API, for `AsyncWebClient(base_url=…)`."""
        return f"{self.url}/api/"

    def install(self, http: str | None = None) -> None:
        """Deliver over HTTP to this address; without one, over Socket Mode."""
        self.delivery.http = http

    # -- who and where ---------------------------------------------------------------------------------------------

    def channel(self, id: str, name: str = "") -> Channel:
        return self.channels.setdefault(id, Channel(id, name or id.lower()))

    def member(self, id: str, name: str, *channels: Channel) -> Member:
        for channel in channels:
            channel.members.add(id)
        return self.members.setdefault(id, Member(self, id, name))

    def place(self, id: str) -> Channel:
        """A channel that the bot may write to; a user's id is the conversation with them."""
        if id in self.members:
            return self.channels.setdefault(f"D{id}", Channel(f"D{id}", "direct"))
        if id not in self.channels:
            raise Refused("channel_not_found")
        channel = self.channels[id]
        if channel.archived:
            raise Refused("is_archived")
        if BOT_USER not in channel.members:
            raise Refused("not_in_channel")
        return channel

    # -- ids and time ----------------------------------------------------------------------------------------------

    def number(self) -> int:
        return next(self._numbers)

    def ts(self) -> str:
        """The id of a message: an instant, and never the same twice."""
        return f"{self._seconds}.{self.number():06}"

    def trigger(self) -> str:
        id = f"{self.number()}.trigger"
        self.triggers[id] = self.clock() + TRIGGER_LASTS
        return id

    def spend(self, trigger: str) -> None:
        """A trigger opens one modal, within three seconds."""
        until = self.triggers.get(trigger)
        if until is None:
            raise Refused("invalid_trigger_id")
        if until == SPENT:
            raise Refused("exchanged_trigger_id")
        if until < self.clock():
            raise Refused("expired_trigger_id")
        self.triggers[trigger] = SPENT

    # -- faults and waiting ----------------------------------------------------------------------------------------

    def fails(self, method: str, error: str = "", **how: Any) -> None:
        """The next call of a method fails so (`Fault`)."""
        self.faults.setdefault(method, []).append(Fault(error, **how))

    def fault(self, method: str) -> Fault | None:
        waiting = self.faults.get(method, [])
        if not waiting:
            return None
        waiting[0].times -= 1
        return waiting.pop(0) if waiting[0].times <= 0 else waiting[0]

    def called(self, method: str) -> list[dict[str, Any]]:
        """What this method was called with, call by call."""
        return [arguments for name, arguments in self.calls if name == method]

    async def until(self, there: Callable[[], Any], patience: float = 10.0) -> Any:
        """Wait until something is there, and return it."""
        async with asyncio.timeout(patience), self.changed:
            await self.changed.wait_for(there)
        return there()

    async def notice(self) -> None:
        async with self.changed:
            self.changed.notify_all()

    def shown_to(self, user: str) -> list[Message]:
        """What only this person saw."""
        return [one for one in self.ephemerals if one["user"] == user]


def words(shown: Mapping[str, Any]) -> str:
    """What a message, a modal or a home says, as it is read on a screen: one line a text."""
    return "\n".join(_words(shown.get("blocks") or [])) or str(shown.get("text", ""))


def _words(part: Any) -> list[str]:
    if isinstance(part, list):
        return [text for one in part for text in _words(one)]
    if not isinstance(part, Mapping):
        return []
    if isinstance(part.get("text"), str):
        return [part["text"]]
    inside = ("text", "label", "fields", "elements", "accessory")
    return [text for name in inside if name in part for text in _words(part[name])]

"""The app on a workspace, in one process: over HTTP or over Socket Mode, with a desk that notes what it is asked."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Literal

import uvicorn
from starlette.applications import Starlette

from bot.channels.base import Action, Card
from bot.channels.slack.app import Way, build
from bot.channels.slack.channel import Slack
from bot.channels.slack.front import (
    Deadline,
    Form,
    Front,
    Group,
    Inputs,
    NotNow,
    Option,
    Outcome,
    Source,
    Thread,
    Waiting,
)
from bot.channels.slack.pace import Pace
from bot.channels.slack.server import Socket, route
from bot.channels.slack.web import opened
from bot.desk import Staff
from bot.render import Line, Message
from tests.emulators.slack import APP_TOKEN, BOT_TOKEN, SIGNING_SECRET, Channel, Member, Workspace

Mode = Literal["http", "socket"]

MODES: tuple[Mode, ...] = ("http", "socket")

NOON = datetime(2026, 3, 2, 11, 0, tzinfo=UTC)
REFERENCE, REQUEST, MISSION = "HDF-2026-0007", "request:r1", "MHDF-2026-0001"

LILLE = Staff("Ana", frozenset({"hauts-de-france"}))

CARD = Card(
    reference=REFERENCE,
    title=f"{REFERENCE} : Les Amis du Mali",
    status="À décider",
    fields=(("Association", "Les Amis du Mali"), ("Pays", "Mali")),
    sections=(("Avis", ("Éligible : l'association a deux ans.",)),),
    actions=(
        Action("accept", REFERENCE, "Accepter", "primary"),
        Action("correct", REFERENCE, "Demander une correction"),
        Action("refuse", REFERENCE, "Refuser", "danger"),
        Action("assign", REFERENCE, "Je m'en occupe"),
    ),
)
ASKED = Card(
    reference=REQUEST,
    title="Une personne demande à vous parler",
    status="Attend une réponse",
    actions=(Action("reply", REQUEST, "Répondre à la personne"), Action("close", REQUEST, "Clore la demande")),
)


@dataclass
class Desk:
    """A desk of one network, with one application and one request; every act is noted once for each event."""

    staff: dict[str, Staff] = field(default_factory=lambda: {"U01ANA": LILLE, "U02BEN": Staff("Ben", LILLE.regions)})
    acts: list[tuple[str, str, str, Inputs]] = field(default_factory=list)
    events: list[str] = field(default_factory=list)
    threads: dict[str, Thread] = field(default_factory=dict)
    relayed: dict[Source, str] = field(default_factory=dict)
    waits: tuple[Waiting, ...] = ()
    calls: tuple[Deadline, ...] = ()
    opened: list[str] = field(default_factory=list)
    outcomes: dict[str, Outcome] = field(default_factory=dict)
    card: Card = CARD
    failures: list[Exception] = field(default_factory=list)
    gate: asyncio.Event | None = None
    begun: asyncio.Event = field(default_factory=asyncio.Event)

    async def _take(self) -> None:
        self.begun.set()
        if self.gate is not None:
            await self.gate.wait()
        if self.failures:
            raise self.failures.pop(0)

    def lang(self, staff: Staff | None) -> str:
        return "fr"

    async def staff_of(self, user: str, name: str) -> Staff | None:
        return self.staff.get(user)

    async def act(self, event: str, staff: Staff, act: str, about: str, inputs: Inputs) -> Outcome:
        await self._take()
        self.events.append(event)
        if event in self.events[:-1]:
            return Outcome("repeat")
        if act in self.outcomes:
            return self.outcomes[act]
        if act in ("accept", "refuse"):
            state = {"accept": "accepted", "refuse": "refused"}[act]
            self.outcomes = dict.fromkeys(("accept", "refuse"), Outcome("already", state, staff.name, NOON))
        self.acts.append((staff.name, act, about, inputs))
        if inputs.source is not None:
            self.relayed[inputs.source] = inputs.words
        return Outcome("done")

    async def form(self, staff: Staff, act: str, about: str) -> Form | Outcome:
        await self._take()
        if (known := self.outcomes.get(act)) is not None:
            return known
        fields = (Group("Association", (Option("org_name", "Nom"), Option("siret", "SIRET"))),)
        reasons = (Option("head_office", "Le siège est hors de la région"),)
        return Form(about, ("Il reste 3 places sur 10.",), reasons, fields)

    async def preview(self, staff: Staff, about: str, words: str) -> Message | Outcome:
        if len(words) > 3000 or not words:
            return Outcome("too_long")
        lines = (Line("title", "Lianes Coopération vous répond :"), Line("body", words))
        return Message("en", lines)

    async def thread(self, staff: Staff, channel: str, root: str) -> Thread | None:
        return self.threads.get(root)

    async def edited(self, event: str, source: Source, words: str) -> bool:
        await self._take()
        if source not in self.relayed:
            return False
        if event not in self.events:
            self.relayed[source] = words
        self.events.append(event)
        return True

    async def deleted(self, event: str, source: Source) -> bool:
        await self._take()
        return self.relayed.pop(source, None) is not None

    async def waiting(self, staff: Staff) -> tuple[Waiting, ...]:
        return self.waits

    async def application(self, staff: Staff, reference: str) -> Card | None:
        return self.card if reference == REFERENCE else None

    async def mission(self, staff: Staff, reference: str) -> Card | None:
        return self.card if reference == MISSION else None

    async def missions(self, staff: Staff) -> tuple[Waiting, ...]:
        return self.waits

    async def deadlines(self, staff: Staff) -> tuple[Deadline, ...]:
        await self._take()
        return self.calls

    async def reachable(self, channel: str) -> None:
        self.opened.append(channel)


@dataclass
class Office:
    """What a test holds: the workspace, the desk, the app, and two colleagues in a room."""

    slack: Workspace
    desk: Desk
    way: Way
    channel: Slack
    room: Channel
    ana: Member
    ben: Member
    stranger: Member
    socket: Socket | None = None

    async def shows(self, card: Card) -> dict[str, Any]:
        """Post a card, as the outbox would, and return its message."""
        from bot.channels.base import Letter

        ts = await self.channel.send(Letter(1, f"{self.room.id}/{card.reference}", card))
        await self.slack.delivery.settled()
        return self.room.message(ts or "")

    async def settled(self) -> None:
        """Everything heard, and everything answered."""
        await self.slack.delivery.settled()
        await self.way.later.done()

    def told(self, who: Member) -> str:
        """The last thing that only this person saw."""
        from tests.emulators.slack import words

        return words(self.slack.shown_to(who.id)[-1])

    def modal(self) -> dict[str, Any]:
        """The modal on the screen."""
        return list(self.slack.views.values())[-1]


async def no_sleep(_seconds: float) -> None:
    """Time does not pass in these tests."""


@contextlib.asynccontextmanager
async def served(app: Starlette) -> AsyncIterator[str]:
    """An ASGI app on loopback."""
    config = uvicorn.Config(app, host="127.0.0.1", port=0, log_level="critical", lifespan="off", ws="none")
    config.load()
    server = uvicorn.Server(config)
    server.lifespan = config.lifespan_class(config)
    await server.startup()  # not `serve`, whose loop only wakes ten times a second
    try:
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    finally:
        await server.shutdown()


@contextlib.asynccontextmanager
async def office(mode: Mode, front: Front | None = None, **how: Any) -> AsyncIterator[Office]:
    """The whole, in one mode; with another desk than the one that notes what it is asked, where one is given."""
    async with Workspace(sleep=no_sleep, **how) as slack, opened(BOT_TOKEN, slack.api) as client:
        desk = Desk()
        way = build(front or desk, client)
        room = slack.channel("C01LILLE", "explor-hauts-de-france")
        ana, ben = slack.member("U01ANA", "Ana", room), slack.member("U02BEN", "Ben", room)
        channel = Slack(client, Pace(slack.clock, no_sleep))
        held = Office(slack, desk, way, channel, room, ana, ben, slack.member("U09EVE", "Eve", room))
        async with _http(held) if mode == "http" else _socket(held, client):
            yield held
            await held.way.later.done()


@contextlib.asynccontextmanager
async def _http(held: Office) -> AsyncIterator[None]:
    app = Starlette(routes=[route(held.way, SIGNING_SECRET, held.slack.clock)])
    async with served(app) as url:
        held.slack.install(f"{url}/slack/events")
        yield
        await held.settled()


@contextlib.asynccontextmanager
async def _socket(held: Office, client: Any) -> AsyncIterator[None]:
    held.socket = Socket(held.way, APP_TOKEN, client)
    await held.socket.start()
    await held.slack.until(lambda: held.slack.delivery.links)
    try:
        yield
        await held.settled()
    finally:
        await held.socket.stop()


__all__ = ["ASKED", "CARD", "MODES", "NOON", "REFERENCE", "REQUEST", "Desk", "Mode", "NotNow", "Office", "office"]

"""`/explor`, and the App Home: what staff may look at. Nothing is changed here; Slack is answered first."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any

from bot.channels.slack import limits, words
from bot.channels.slack.blocks import Block, Laid, aside, card, fallback, header, plain, section
from bot.channels.slack.desk import Desk
from bot.channels.slack.front import Deadline, Item, Waiting
from bot.channels.slack.pressed import Ack, Body
from bot.desk import Staff
from dialogs.core.text import Text

Respond = Callable[..., Awaitable[Any]]

NAMES: Mapping[str, tuple[str, ...]] = {
    "help": ("", "aide", "help", "ajuda", "ayuda"),
    "pending": ("attente", "pending", "pendentes", "pendientes"),
    "application": ("dossier", "candidature", "application", "candidatura", "solicitud"),
    "mission": ("mission", "missão", "missao", "misión", "mision"),
    "missions": ("missions", "missões", "missoes", "misiones"),
    "deadline": ("échéance", "echeance", "deadline", "prazo", "plazo"),
}
"""What may follow `/explor`, whatever the language of the network."""

WHICH: Mapping[str, Text] = {"application": words.WHICH, "mission": words.WHICH_MISSION}
"""What to say where a reference is missing."""

VERBS = {name: look for look, names in NAMES.items() for name in names}


@dataclass(frozen=True)
class Commands:
    """The listeners of looks."""

    desk: Desk

    async def explor(self, ack: Ack, body: Body, respond: Respond) -> None:
        await ack()
        self.desk.behind(self._answer(body, respond), body["user_id"], body["channel_id"])

    async def _answer(self, body: Body, respond: Respond) -> None:
        staff = await self.desk.people.staff(body["user_id"])
        if staff is None:
            await respond(fallback(self.desk.say(self.desk.no_access(body["user_id"]), None)))
            return
        verb, _space, rest = body.get("text", "").strip().partition(" ")
        laid = await self._look(staff, verb, rest.strip())
        await respond(text=laid.text, blocks=laid.blocks, response_type="ephemeral")

    async def _look(self, staff: Staff, verb: str, rest: str) -> Laid:
        look = VERBS.get(verb.casefold())
        if look is None:
            return self._help(staff, words.NOT_UNDERSTOOD.fill(words=verb))
        if look in WHICH and not rest:
            return self._said(staff, WHICH[look])
        return await _LOOKS[look](self, staff, rest)

    async def _helped(self, staff: Staff, rest: str) -> Laid:
        return self._help(staff)

    def _help(self, staff: Staff, *before: Text) -> Laid:
        lines = [self.desk.say(text, staff) for text in (*before, *words.HELP)]
        note = self.desk.say(words.HELP_NOTE, staff)
        return Laid(fallback("\n".join(lines)), [section("\n".join(lines)), aside([note])])

    async def _pending(self, staff: Staff, rest: str) -> Laid:
        blocks = self._waiting(staff, await self.desk.front.waiting(staff), limits.BLOCKS)
        return Laid(fallback(self.desk.say(words.HOME, staff)), blocks)

    async def _application(self, staff: Staff, rest: str) -> Laid:
        found = await self.desk.front.application(staff, rest.upper())
        return card(found) if found else self._said(staff, words.FAILED["unknown"])

    async def _mission(self, staff: Staff, rest: str) -> Laid:
        found = await self.desk.front.mission(staff, rest.upper())
        return card(found) if found else self._said(staff, words.NO_MISSION)

    async def _missions(self, staff: Staff, rest: str) -> Laid:
        """The missions that go on, as many as one message carries."""
        networks = await self.desk.front.missions(staff)
        rows = [block for one in networks if one.items for block in self._network(staff, one)]
        blocks = _light(rows[: limits.BLOCKS - 2]) or [section(self.desk.say(words.NO_MISSIONS, staff))]
        more = [aside([self.desk.say(words.AND_MORE, staff)])] if len(blocks) < len(rows) else []
        head = self.desk.say(words.MISSIONS, staff)
        return Laid(fallback(head), [header(head), *blocks, *more])

    async def _deadline(self, staff: Staff, rest: str) -> Laid:
        blocks = self._calls(staff, await self.desk.front.deadlines(staff))
        return Laid(fallback(self.desk.say(words.CALLS, staff)), blocks[: limits.BLOCKS])

    def _said(self, staff: Staff, text: Text) -> Laid:
        said = self.desk.say(text, staff)
        return Laid(fallback(said), [section(said)])

    # -- the App Home ----------------------------------------------------------------------------------------------

    async def home(self, ack: Ack, event: Body) -> None:
        """Somebody opens the app's own page."""
        await ack()
        if event.get("tab") == "home":
            self.desk.later.do(self._publish(event["user"]))

    async def _publish(self, user: str) -> None:
        staff = await self.desk.people.staff(user)
        blocks = await self._home(staff) if staff else [section(self.desk.say(self.desk.no_access(user), None))]
        await self.desk.client.views_publish(user_id=user, view={"type": "home", "blocks": blocks})

    async def _home(self, staff: Staff) -> list[Block]:
        calls = self._calls(staff, await self.desk.front.deadlines(staff))[: limits.VIEW_BLOCKS // 2]
        waiting = await self.desk.front.waiting(staff)
        return [*self._waiting(staff, waiting, limits.VIEW_BLOCKS - len(calls)), *calls]

    # -- lists -----------------------------------------------------------------------------------------------------

    def _waiting(self, staff: Staff, waiting: tuple[Waiting, ...], most: int) -> list[Block]:
        """What waits, network by network; where it is too much, the oldest of it and a word that there is more."""
        head = [header(self.desk.say(words.HOME, staff))]
        rows = [block for one in waiting if one.items for block in self._network(staff, one)]
        if not rows:
            return [*head, section(self.desk.say(words.ALL_DONE, staff))]
        room = most - len(head) - 1
        kept = [*head, *_light(rows[:room])]
        more = [aside([self.desk.say(words.AND_MORE, staff)])] if len(kept) <= len(rows) else []
        return [*kept, *more]

    def _network(self, staff: Staff, waiting: Waiting) -> list[Block]:
        return [header(waiting.network), *(self._item(staff, item) for item in waiting.items)]

    def _item(self, staff: Staff, item: Item) -> Block:
        detail = self.desk.say(words.since(item.detail, item.since), staff) if item.since else item.detail
        return {**section(f"{item.title}\n{detail}"), **self._link(staff, item.url)}

    def _link(self, staff: Staff, url: str | None) -> Block:
        if url is None:
            return {}
        label = plain(self.desk.say(words.OPEN, staff), limits.BUTTON)
        return {"accessory": {"type": "button", "action_id": "link", "text": label, "url": url}}

    def _calls(self, staff: Staff, deadlines: tuple[Deadline, ...]) -> list[Block]:
        lines = [self._call(staff, one) for one in deadlines] or [self.desk.say(words.NO_CALL, staff)]
        return [
            header(self.desk.say(words.CALLS, staff)),
            *(section(line) for line in islice(lines, limits.BLOCKS - 1)),
        ]

    def _call(self, staff: Staff, deadline: Deadline) -> str:
        said = self.desk.say(words.closing(deadline), staff)
        left = deadline.places_left
        return said if left is None else f"{said} · {self.desk.say(words.places(left), staff)}"


_LOOKS: Mapping[str, Callable[[Commands, Staff, str], Awaitable[Laid]]] = {
    "help": Commands._helped,
    "pending": Commands._pending,
    "application": Commands._application,
    "mission": Commands._mission,
    "missions": Commands._missions,
    "deadline": Commands._deadline,
}


def _light(blocks: list[Block]) -> list[Block]:
    """As many of these as one message carries."""
    while blocks and limits.weight(blocks) > limits.MESSAGE - limits.TEXT:
        blocks = blocks[: len(blocks) * 3 // 4]
    return blocks

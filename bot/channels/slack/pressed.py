"""Buttons and modals of cards.

A press that asks nothing is done, then answered. One that asks opens a modal; handing the modal in is the act. Slack is
answered only after the act is committed, so that an unanswered one may come again: its id is the same.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

from bot.channels.slack import words
from bot.channels.slack.desk import Desk
from bot.channels.slack.forms import ASKING, WORDS, Asked, answered, first_input, modal, preview, previewable
from bot.channels.slack.front import Inputs, Outcome
from bot.channels.slack.reading import press_id, submit_id
from bot.desk import Staff
from dialogs.core.text import Text, literal

Ack = Callable[..., Awaitable[Any]]
Body = Mapping[str, Any]

WRONG = frozenset({"unclear", "too_long", "stale"})
"""Outcomes that whoever filled in the modal can mend in it."""


@dataclass(frozen=True)
class Pressed:
    """The listeners of cards."""

    desk: Desk

    async def button(self, ack: Ack, body: Body) -> None:
        """A button of a card: `card.<act>.<place>`, its value what it is about."""
        user, channel = body["user"]["id"], body.get("channel", {}).get("id", "")
        staff = await self.desk.staff(user, channel)
        action = body["actions"][0]
        asked = Asked(action["action_id"].split(".")[1], action["value"], channel)
        if staff is not None and asked.act in ASKING:
            self.desk.behind(self._open(body["trigger_id"], user, staff, asked), user, channel)
        elif staff is not None:
            outcome = await self.desk.front.act(press_id(body), staff, asked.act, asked.about, Inputs())
            self._tell(user, staff, asked, outcome)
        await ack()

    async def _open(self, trigger: str, user: str, staff: Staff, asked: Asked) -> None:
        form = await self.desk.front.form(staff, asked.act, asked.about)
        if isinstance(form, Outcome):
            self._tell(user, staff, asked, form)
            return
        await self.desk.client.views_open(trigger_id=trigger, view=modal(asked, form, self.desk.front.lang(staff)))

    async def submitted(self, ack: Ack, body: Body) -> None:
        """A modal handed in: the act itself, or for a reply its preview."""
        asked, user = Asked.of(body["view"]), body["user"]["id"]
        staff = await self.desk.staff(user, asked.channel)
        if staff is None:
            await ack()
        elif asked.act == "reply":
            await self._preview(ack, staff, asked, answered(body["view"]).words)
        else:
            await self._act(ack, body, staff, asked, answered(body["view"]))

    async def _act(self, ack: Ack, body: Body, staff: Staff, asked: Asked, inputs: Inputs) -> None:
        if asked.act == "refuse" and not (inputs.reason or inputs.words):
            await self._wrong(ack, words.REASON_NEEDED, staff)
            return
        outcome = await self.desk.front.act(submit_id(body), staff, asked.act, asked.about, inputs)
        if outcome.kind in WRONG:
            text = literal(outcome.said) if outcome.said else words.FAILED[outcome.kind]
            await self._wrong(ack, text, staff, outcome.entry or first_input(body["view"]))
            return
        self._tell(body["user"]["id"], staff, asked, outcome)
        await ack()

    async def _preview(self, ack: Ack, staff: Staff, asked: Asked, said: str) -> None:
        written = Asked(asked.act, asked.about, asked.channel, said)
        if not previewable(written):
            await self._wrong(ack, words.SHORTER, staff)
            return
        letter = await self.desk.front.preview(staff, asked.about, said)
        if isinstance(letter, Outcome):
            await self._wrong(ack, words.outcome(asked.act, letter) or words.NOTHING_TO_DO, staff)
            return
        await ack(response_action="push", view=preview(written, letter, self.desk.front.lang(staff)))

    async def send(self, ack: Ack, body: Body) -> None:
        """The preview of a reply, handed in: it goes."""
        asked, user = Asked.of(body["view"]), body["user"]["id"]
        staff = await self.desk.staff(user, asked.channel)
        if staff is not None:
            inputs = Inputs(words=asked.words)
            outcome = await self.desk.front.act(submit_id(body), staff, asked.act, asked.about, inputs)
            self._tell(user, staff, asked, outcome)
        await ack(response_action="clear")

    async def _wrong(self, ack: Ack, text: Text, staff: Staff, entry: str = WORDS) -> None:
        """Say in the modal what is missing; nothing that was typed is lost."""
        await ack(response_action="errors", errors={entry: self.desk.say(text, staff)})

    def _tell(self, user: str, staff: Staff, asked: Asked, outcome: Outcome) -> None:
        text = literal(outcome.said) if outcome.said else words.outcome(asked.act, outcome)
        if text is not None:
            self.desk.later.do(self.desk.tell(user, asked.channel, text, staff))


async def noted(ack: Ack) -> None:
    """A press that only opens a link."""
    await ack()

"""What staff write in threads. It stays there, unless it begins with `>>`.

Such a message is previewed to its author alone, and goes to the person at the press of a button. Afterwards it is
followed: edited, it is edited at the person's; deleted, it is taken back.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from slack_sdk.webhook.async_client import AsyncWebhookClient

from bot.channels.slack import limits, words
from bot.channels.slack.blocks import Block, button, laid_out, section
from bot.channels.slack.desk import Desk
from bot.channels.slack.front import Inputs, Outcome, Source, Thread
from bot.channels.slack.limits import fits
from bot.channels.slack.pressed import Ack, Body
from bot.channels.slack.reading import event_id, for_the_person, relay_id, typed
from bot.desk import Staff
from bot.render import Message
from dialogs.core.text import Text

SPOKEN = frozenset({None, "file_share", "thread_broadcast"})
"""The kinds of message that somebody wrote; the others are Slack's own news."""


@dataclass(frozen=True)
class Draft:
    """A message about to be sent: what the button « Envoyer » carries, whole."""

    about: str
    root: str
    ts: str
    words: str

    def kept(self) -> str:
        whole = [self.about, self.root, self.ts, self.words]
        return json.dumps(whole, ensure_ascii=False, separators=(",", ":"))

    @staticmethod
    def of(value: str) -> "Draft":
        return Draft(*json.loads(value))


@dataclass(frozen=True)
class Threads:
    """The listeners of messages."""

    desk: Desk

    async def message(self, ack: Ack, body: Body) -> None:
        """Anything that happened to a message of a channel where the app is."""
        event = body["event"]
        if event.get("subtype") == "message_changed":
            await self._changed(body, event)
        elif event.get("subtype") == "message_deleted":
            await self._deleted(body, event["channel"], event.get("previous_message") or {}, event["deleted_ts"])
        elif event.get("subtype") in SPOKEN and not _is_ours(event):
            await self._spoken(event["channel"], event)
        await ack()

    async def _spoken(self, channel: str, message: Mapping[str, Any]) -> None:
        """A new message, or one that now begins with `>>`: previewed once Slack is answered."""
        said = for_the_person(typed(message))
        if said is not None:
            root = message.get("thread_ts") or message["ts"]
            self.desk.behind(self._preview(channel, root, message, said), message["user"], channel, root)

    async def _changed(self, body: Body, event: Mapping[str, Any]) -> None:
        now, before, channel = event["message"], event.get("previous_message") or {}, event["channel"]
        if now.get("subtype") == "tombstone":
            await self._deleted(body, channel, before, now["ts"])
        elif not _is_ours(now) and now.get("text") != before.get("text"):
            source = Source(channel, now.get("thread_ts") or now["ts"], now["ts"])
            said = typed(now)
            marked = for_the_person(said)
            kept = said if marked is None else marked
            if not (kept and await self.desk.front.edited(event_id(body), source, kept)):
                await self._spoken(channel, now)

    async def _deleted(self, body: Body, channel: str, before: Mapping[str, Any], ts: str) -> None:
        if not _is_ours(before):
            await self.desk.front.deleted(event_id(body), Source(channel, before.get("thread_ts") or ts, ts))

    async def _preview(self, channel: str, root: str, message: Mapping[str, Any], said: str) -> None:
        user, ts = message["user"], message["ts"]
        staff = await self.desk.staff(user, channel, root)
        if staff is None:
            return
        thread = await self.desk.front.thread(staff, channel, root)
        shown = await self._shown(staff, thread, Draft(thread.about if thread else "", root, ts, said))
        if isinstance(shown, Text):
            await self.desk.tell(user, channel, shown, staff, root)
            return
        files = [section(self.desk.say(words.WORDS_ONLY, staff))] if message.get("files") else []
        await self.desk.tell(user, channel, words.PREVIEW, staff, root, [*shown, *files])

    async def _shown(self, staff: Staff, thread: Thread | None, draft: Draft) -> list[Block] | Text:
        """What its author sees: the preview with its two buttons, or why nothing can be sent."""
        if thread is None:
            return words.NOT_A_THREAD
        if not draft.words:
            return words.NOTHING_TO_SEND
        if not fits(draft.kept(), limits.VALUE):
            return words.TOO_LONG_HERE
        letter = await self.desk.front.preview(staff, draft.about, draft.words)
        if isinstance(letter, Outcome):
            return words.outcome("reply", letter) or words.KEPT
        return self._blocks(staff, thread, draft, letter)

    def _blocks(self, staff: Staff, thread: Thread, draft: Draft, letter: Message) -> list[Block]:
        send = self.desk.say(words.SEND_TO.fill(person=thread.person), staff)
        cancel = self.desk.say(words.CANCEL, staff)
        choice = [button("relay.send", send, draft.kept(), "primary"), button("relay.cancel", cancel, draft.ts)]
        intro = section(self.desk.say(words.PREVIEW, staff))
        return [intro, *laid_out(letter).blocks, {"type": "actions", "elements": choice}]

    async def send(self, ack: Ack, body: Body) -> None:
        """« Envoyer » under a preview: these words go, once, whatever is pressed again."""
        user, channel = body["user"]["id"], body["channel"]["id"]
        draft = Draft.of(body["actions"][0]["value"])
        staff = await self.desk.staff(user, channel, draft.root)
        if staff is not None:
            inputs = Inputs(words=draft.words, source=Source(channel, draft.root, draft.ts))
            outcome = await self.desk.front.act(relay_id(channel, draft.ts), staff, "reply", draft.about, inputs)
            text = words.outcome("reply", outcome) or words.NOTHING_TO_DO
            self.desk.later.do(self._instead(body, self.desk.say(text, staff)))
        await ack()

    async def cancel(self, ack: Ack, body: Body) -> None:
        """« Annuler » under a preview."""
        staff = await self.desk.people.staff(body["user"]["id"])
        self.desk.later.do(self._instead(body, self.desk.say(words.KEPT, staff)))
        await ack()

    async def _instead(self, body: Body, said: str) -> None:
        """The preview gives way to what became of it."""
        await _Answer(self.desk, body["response_url"]).replace(said)


@dataclass(frozen=True)
class _Answer:
    """The address that Slack gives with a press, to change what was pressed."""

    desk: Desk
    url: str

    async def replace(self, said: str) -> None:
        client = self.desk.client
        hook = AsyncWebhookClient(self.url, session=client.session, logger=client.logger, retry_handlers=[])
        hook.proxy = client.proxy
        await hook.send_dict({"text": said, "blocks": [section(said)], "replace_original": True})


def _is_ours(message: Mapping[str, Any]) -> bool:
    """Written by an app: this one, whose posts and changes come back as events, or another."""
    return bool(message.get("bot_id"))

"""A person at their screen: what they press, write, change and hand in."""

import html
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tests.emulators.slack.ids import APP, BOT, BOT_USER, TEAM
from tests.emulators.slack.rules import Refused, check_message, check_view, length
from tests.emulators.slack.web import changed, kept, removed

if TYPE_CHECKING:
    from tests.emulators.slack.workspace import Channel, Message, Workspace

EMOJI = {":wave:": "1f44b", ":fr:": "1f1eb-1f1f7"}


class NotAnswered(Exception):
    """The app did not answer a press, a modal or a command: Slack shows a warning beside it."""


class NotThere(Exception):
    """What the person looks for is not on their screen."""


@dataclass
class Member:
    """Somebody of the workspace."""

    slack: "Workspace" = field(repr=False)
    id: str
    name: str

    @property
    def user(self) -> dict[str, str]:
        return {"id": self.id, "username": self.name.lower(), "name": self.name.lower(), "team_id": TEAM}

    # -- writing ---------------------------------------------------------------------------------------------------

    async def writes(self, where: "Channel", text: str, root: str | None = None, **more: Any) -> "Message":
        """A message in a channel, or in the thread under `root`; returns once the app has heard of it."""
        message: Message = {
            "type": "message",
            "user": self.id,
            "ts": self.slack.ts(),
            "client_msg_id": f"m{self.slack.number()}",
            "text": html.escape(text, quote=False),
            "blocks": _rich(text),
            **({"thread_ts": root} if root else {}),
            **more,
        }
        where.messages.append(message)
        event = {**message, "channel": where.id, "channel_type": "channel", "event_ts": message["ts"]}
        await self.slack.delivery.told(event)
        return message

    async def edits(self, where: "Channel", message: "Message", text: str) -> None:
        before = dict(message)
        edited = {"user": self.id, "ts": self.slack.ts()}
        message.update(text=html.escape(text, quote=False), blocks=_rich(text), edited=edited)
        await self.slack.delivery.told(changed(self.slack, where, before, message))

    async def deletes(self, where: "Channel", message: "Message") -> None:
        removed(self.slack, where, message)
        await self.slack.delivery.settled()

    # -- pressing --------------------------------------------------------------------------------------------------

    async def presses(self, shown: "Message", label: str, where: "Channel | None" = None) -> "Message":
        """Press a button of a message or of an ephemeral; returns the payload, to press again with `again`."""
        block, element = _button(shown, label)
        channel = where.id if where else shown.get("channel") or self._channel_of(shown)
        payload = self._press(shown, block, element, channel)
        await self.again(payload)
        return payload

    async def again(self, payload: dict[str, Any]) -> Any:
        """Bring an interaction to the app, also one that was brought before."""
        answer = await self.slack.delivery.give("interactive", payload)
        if answer.reason:
            raise NotAnswered(answer.reason)
        return answer.payload

    def _channel_of(self, shown: "Message") -> str:
        for channel in self.slack.channels.values():
            if any(one is shown for one in channel.messages):
                return channel.id
        raise NotThere("this message is in no channel")

    def _press(self, shown: "Message", block: Any, element: Any, channel: str) -> dict[str, Any]:
        ephemeral = bool(shown.get("ephemeral"))
        container = {
            "type": "message",
            "message_ts": shown["ts"],
            "channel_id": channel,
            "is_ephemeral": ephemeral,
            **({"thread_ts": shown["thread_ts"]} if shown.get("thread_ts") else {}),
        }
        action = {
            "type": "button",
            "action_id": element["action_id"],
            "block_id": block.get("block_id", "auto"),
            "text": element["text"],
            "action_ts": self.slack.ts(),
            **({"value": element["value"]} if "value" in element else {}),
        }
        return {
            "type": "block_actions",
            "team": {"id": TEAM, "domain": "explor"},
            "user": self.user,
            "api_app_id": APP,
            "container": container,
            "trigger_id": self.slack.trigger(),
            "channel": {"id": channel, "name": channel.lower()},
            **({} if ephemeral else {"message": dict(shown)}),
            "response_url": self.slack.delivery.response_url(self.id, channel, shown if ephemeral else None),
            "actions": [action],
        }

    # -- modals ----------------------------------------------------------------------------------------------------

    async def submits(self, view: "Message", given: Mapping[str, Any] | None = None) -> "Message | None":
        """Fill in a modal, by label, and hand it in; returns the modal that comes next, itself where it has errors."""
        values = dict(_filled(view, dict(given or {})))
        view["state"] = {"values": values}
        payload = {
            "type": "view_submission",
            "team": {"id": TEAM, "domain": "explor"},
            "user": self.user,
            "api_app_id": APP,
            "trigger_id": self.slack.trigger(),
            "view": {**view, "app_id": APP, "bot_id": BOT},
            "response_urls": [],
        }
        view["submission"] = payload
        return self._next(view, await self.again(payload))

    def _next(self, view: "Message", answer: Any) -> "Message | None":
        """What the app's answer makes of the modals on the screen."""
        view["errors"] = {}
        action = (answer or {}).get("response_action")
        if action == "errors":
            inputs = {block.get("block_id") for block in view["blocks"] if block["type"] == "input"}
            if strange := set(answer["errors"]) - inputs:
                raise Refused("invalid_blocks", f"errors for {strange}")
            view["errors"] = answer["errors"]
            return view
        if action in ("push", "update"):
            check_view(answer["view"])
            return self._shown(view, action, answer["view"])
        gone = [id for id, one in self.slack.views.items() if action == "clear" or id == view["id"]]
        for id in gone:
            del self.slack.views[id]
        return None

    def _shown(self, view: "Message", action: str, next: Mapping[str, Any]) -> "Message":
        if action == "update":
            view.update(next)
            return view
        return kept(self.slack, next, root=view["root_view_id"])

    # -- commands and the App Home ---------------------------------------------------------------------------------

    async def commands(self, where: "Channel", line: str) -> None:
        """`/explor pending`."""
        command, _space, text = line.partition(" ")
        payload = {
            "token": "verification",
            "team_id": TEAM,
            "api_app_id": APP,
            "channel_id": where.id,
            "channel_name": where.name,
            "user_id": self.id,
            "user_name": self.name.lower(),
            "command": command,
            "text": text,
            "trigger_id": self.slack.trigger(),
            "response_url": self.slack.delivery.response_url(self.id, where.id, None),
        }
        answer = await self.slack.delivery.give("slash_commands", payload)
        if answer.reason:
            raise NotAnswered(answer.reason)
        if answer.payload:
            check_message(answer.payload.get("text"), answer.payload.get("blocks"))
            self.slack.delivery.answered({"user": self.id, "channel": where.id, "shown": None}, answer.payload)

    async def opens_home(self) -> None:
        event = {"type": "app_home_opened", "user": self.id, "channel": f"D{self.id}", "tab": "home"}
        await self.slack.delivery.told({**event, "event_ts": self.slack.ts()})

    async def invites_the_app(self, where: "Channel") -> None:
        where.members.add(BOT_USER)
        event = {"type": "member_joined_channel", "user": BOT_USER, "channel": where.id, "channel_type": "C"}
        await self.slack.delivery.told({**event, "team": TEAM, "inviter": self.id, "event_ts": self.slack.ts()})


def _rich(text: str) -> list[dict[str, Any]]:
    """What the composer sends beside the text: here, which sign each emoji is."""
    found = [name for name in EMOJI if name in text]
    emoji = [{"type": "emoji", "name": name.strip(":"), "unicode": EMOJI[name]} for name in found]
    section = {"type": "rich_text_section", "elements": [{"type": "text", "text": text}, *emoji]}
    return [{"type": "rich_text", "block_id": "auto", "elements": [section]}]


def _elements(shown: Mapping[str, Any]) -> Iterator[tuple[Any, Any]]:
    for block in shown.get("blocks") or []:
        yield from ((block, element) for element in block.get("elements", []) if element.get("type") == "button")
        if block.get("accessory", {}).get("type") == "button":
            yield block, block["accessory"]


def _button(shown: Mapping[str, Any], label: str) -> tuple[Any, Any]:
    for block, element in _elements(shown):
        if element["text"]["text"] == label:
            return block, element
    raise NotThere(
        f"no button {label!r}; there are {[element['text']['text'] for _block, element in _elements(shown)]}"
    )


def _filled(view: Mapping[str, Any], given: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """The state of a modal's inputs; refused as Slack's own screen does what is missing, too long or not offered."""
    for block in view["blocks"]:
        if block["type"] != "input":
            continue
        value = given.pop(block["label"]["text"], _now(block["element"]))
        if value in (None, "") and not block.get("optional"):
            raise NotThere(f"{block['label']['text']!r} must be filled in")
        element = block["element"]
        yield block["block_id"], {element["action_id"]: _value(element, value)}
    if given:
        raise NotThere(f"no input is called {list(given)}")


def _now(element: Mapping[str, Any]) -> Any:
    """What stands in an input before anybody touches it."""
    option = element.get("initial_option")
    return option["text"]["text"] if option else element.get("initial_value") or element.get("initial_date")


def _value(element: Mapping[str, Any], value: Any) -> dict[str, Any]:
    kind = element["type"]
    if kind == "plain_text_input":
        if value is not None and length(value) > element.get("max_length", 3000):
            raise NotThere("too long for this input")
        return {"type": kind, "value": value or None}
    if kind == "datepicker":
        return {"type": kind, "selected_date": value}
    options = [
        *element.get("options", []),
        *(one for group in element.get("option_groups", []) for one in group["options"]),
    ]
    by_label = {option["text"]["text"]: option for option in options}
    if kind == "static_select":
        return {"type": kind, "selected_option": by_label[value] if value is not None else None}
    return {"type": kind, "selected_options": [by_label[one] for one in value or []]}

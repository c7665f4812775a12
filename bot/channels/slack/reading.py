"""From what Slack says to plain values: words as they were typed, and an id for each act.

Slack writes `&`, `<`, `>` as entities, links and names between angle brackets, and emoji as `:names:`. The blocks that
come with a message tell the sign of each emoji.
"""

import hashlib
import html
import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

Payload = Mapping[str, Any]

TO_THE_PERSON = ">>"

_REFERENCE = re.compile(r"<([^<>]*)>")
_EMOJI = re.compile(r":([\w+'-]+):")


def typed(message: Payload) -> str:
    """What a person typed in a message."""
    signs = dict(_emoji(message.get("blocks", [])))
    text = _REFERENCE.sub(_shown, message.get("text") or "")
    return _EMOJI.sub(lambda name: signs.get(name[1], name[0]), html.unescape(text)).strip()


def _shown(reference: re.Match[str]) -> str:
    """A link as its address, with its label where it has one; a name or a channel as its label."""
    target, _bar, label = reference[1].partition("|")
    if target.startswith(("@", "#", "!")):
        return label or target
    address = target.removeprefix("mailto:").removeprefix("tel:")
    return address if label in ("", address, target) else f"{label} ({address})"


def _emoji(element: Any) -> Iterator[tuple[str, str]]:
    """The names and signs of the emoji in rich text, however deep."""
    if isinstance(element, list):
        for one in element:
            yield from _emoji(one)
    elif isinstance(element, dict):
        if element.get("type") == "emoji" and element.get("unicode"):
            yield element["name"], "".join(chr(int(code, 16)) for code in element["unicode"].split("-"))
        yield from _emoji(element.get("elements", []))


def for_the_person(words: str) -> str | None:
    """What follows `>>`; None where the message is for colleagues."""
    return words.removeprefix(TO_THE_PERSON).strip() if words.startswith(TO_THE_PERSON) else None


# -- one id for one act, however often Slack brings it ---------------------------------------------------------------


def event_id(body: Payload) -> str:
    """Of something that happened in a channel."""
    return f"slack:{body['event_id']}"


def press_id(body: Payload) -> str:
    """Of the press of a button."""
    action, user = body["actions"][0], body["user"]["id"]
    return _digest("press", user, _place(body), action["action_id"], action["action_ts"])


def submit_id(body: Payload) -> str:
    """Of a modal handed in: the same modal with the same answers is the same act."""
    view = body["view"]
    return _digest("submit", body["user"]["id"], view["id"], view["state"]["values"])


def relay_id(channel: str, ts: str) -> str:
    """Of a message being sent to a person: once, whatever the number of previews of it."""
    return _digest("relay", channel, ts)


def _place(body: Payload) -> list[str]:
    container = body.get("container", {})
    return [container.get(key, "") for key in ("channel_id", "message_ts", "view_id")]


def _digest(*parts: Any) -> str:
    whole = json.dumps(parts, sort_keys=True, ensure_ascii=False)
    return f"slack:{hashlib.sha256(whole.encode('utf-8', 'surrogatepass')).hexdigest()[:32]}"

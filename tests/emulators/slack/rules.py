"""What Block Kit allows, from docs.slack.dev/reference/block-kit and /reference/views: each fault in a sentence.

Lengths are UTF-16 units with `&`, `<` and `>` escaped, the strictest way that has been seen.
"""

import html
import json
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

Block = Mapping[str, Any]

MESSAGE_BLOCKS, VIEW_BLOCKS = 50, 100
MESSAGE_SIZE = 13_200
TEXT_SIZE = 4000
STYLES = ("primary", "danger")


def length(text: str) -> int:
    return len(html.escape(text, quote=False).encode("utf-16-le", "surrogatepass")) // 2


class Refused(Exception):
    """Slack's own word, and what it says besides."""

    def __init__(self, error: str, *messages: str, **more: Any) -> None:
        super().__init__(error, *messages)
        self.answer = {"ok": False, "error": error, "response_metadata": {"messages": list(messages)}, **more}
        self.error = error


def check_message(text: str | None, blocks: Any) -> None:
    """A message as `chat.postMessage` takes it."""
    if not text and not blocks:
        raise Refused("no_text")
    if text and length(text) > TEXT_SIZE:
        raise Refused("msg_too_long")
    _check(blocks or [], MESSAGE_BLOCKS, inputs=False)
    if length(json.dumps(blocks or [], ensure_ascii=False, separators=(",", ":"))) > MESSAGE_SIZE:
        raise Refused("msg_blocks_too_long")


def check_view(view: Any) -> None:
    """A modal or an App Home, as `views.open` and `views.publish` take it."""
    faults = list(_view(view)) if isinstance(view, Mapping) else ["must be an object"]
    if faults:
        raise Refused("invalid_arguments", *faults)
    try:
        _check(view["blocks"], VIEW_BLOCKS, inputs=view["type"] == "modal")
    except Refused as refused:
        raise Refused("invalid_arguments", *refused.answer["response_metadata"]["messages"]) from None


def _view(view: Block) -> Iterator[str]:
    if view.get("type") not in ("modal", "home"):
        yield "type must be modal or home"
    if not isinstance(view.get("blocks"), list):
        yield "blocks is missing"
    if view.get("type") == "modal":
        yield from _text(view.get("title"), 24, "title", plain=True)
        for name in ("submit", "close"):
            if name in view:
                yield from _text(view[name], 24, name, plain=True)
        if "submit" not in view and any(block.get("type") == "input" for block in view.get("blocks", [])):
            yield "submit is required when there is an input"
    yield from _at_most(view.get("private_metadata", ""), 3000, "private_metadata")
    yield from _at_most(view.get("callback_id", ""), 255, "callback_id")


def _check(blocks: Any, most: int, *, inputs: bool) -> None:
    if not isinstance(blocks, list):
        raise Refused("invalid_blocks_format")
    faults = [f"no more than {most} items allowed"] if len(blocks) > most else []
    for place, block in enumerate(blocks):
        faults += [f"{fault} [json-pointer:/blocks/{place}]" for fault in _block(block, inputs=inputs)]
    ids = [block["block_id"] for block in blocks if isinstance(block, Mapping) and "block_id" in block]
    faults += ["block_id already exists"] if len(set(ids)) < len(ids) else []
    if faults:
        raise Refused("invalid_blocks", *faults)


def _block(block: Any, *, inputs: bool) -> Iterator[str]:
    kind = str(block.get("type")) if isinstance(block, Mapping) else ""
    if kind not in _BLOCKS or (kind == "input" and not inputs):
        yield f"unsupported type: {kind}"
        return
    allowed = {"type", "block_id", *_BLOCKS[kind][0]}
    yield from (f"invalid additional property: {name}" for name in block if name not in allowed)
    yield from _at_most(block.get("block_id", ""), 255, "block_id")
    yield from _BLOCKS[kind][1](block)


def _section(block: Block) -> Iterator[str]:
    if "text" not in block and "fields" not in block:
        yield "text or fields is required"
    if "text" in block:
        yield from _text(block["text"], 3000, "text")
    if "fields" in block:
        yield from _count(block["fields"], 10, "fields")
        for field in block["fields"]:
            yield from _text(field, 2000, "fields")
    if "accessory" in block:
        yield from _element(block["accessory"])


def _header(block: Block) -> Iterator[str]:
    yield from _text(block.get("text"), 150, "text", plain=True)


def _context(block: Block) -> Iterator[str]:
    yield from _count(block.get("elements"), 10, "elements")
    for element in block.get("elements") or []:
        yield from _text(element, 3000, "elements")


def _actions(block: Block) -> Iterator[str]:
    yield from _count(block.get("elements"), 25, "elements")
    elements = block.get("elements") or []
    for element in elements:
        yield from _element(element)
    ids = [element.get("action_id") for element in elements]
    if len(set(ids)) < len(ids):
        yield "action_id already exists in this block"


def _input(block: Block) -> Iterator[str]:
    yield from _text(block.get("label"), 2000, "label", plain=True)
    if "hint" in block:
        yield from _text(block["hint"], 2000, "hint", plain=True)
    yield from _element(block.get("element"))


def _divider(block: Block) -> Iterator[str]:
    yield from ()


_BLOCKS: Mapping[str, tuple[tuple[str, ...], Callable[[Block], Iterator[str]]]] = {
    "section": (("text", "fields", "accessory", "expand"), _section),
    "header": (("text",), _header),
    "context": (("elements",), _context),
    "actions": (("elements",), _actions),
    "input": (("label", "hint", "element", "optional", "dispatch_action"), _input),
    "divider": ((), _divider),
}


# -- elements --------------------------------------------------------------------------------------------------------


def _element(element: Any) -> Iterator[str]:
    kind = str(element.get("type")) if isinstance(element, Mapping) else ""
    if kind not in _ELEMENTS:
        yield f"unsupported element: {kind}"
        return
    yield from _at_most(element.get("action_id", ""), 255, "action_id")
    if "placeholder" in element:
        yield from _text(element["placeholder"], 150, "placeholder", plain=True)
    yield from _ELEMENTS[kind](element)


def _button(element: Block) -> Iterator[str]:
    yield from _text(element.get("text"), 75, "text", plain=True)
    yield from _at_most(element.get("value", ""), 2000, "value")
    yield from _at_most(element.get("url", ""), 3000, "url")
    if "style" in element and element["style"] not in STYLES:
        yield "style must be primary or danger"


def _text_input(element: Block) -> Iterator[str]:
    if not 1 <= element.get("max_length", 3000) <= 3000:
        yield "max_length must be between 1 and 3000"
    yield from _at_most(element.get("initial_value", ""), 3000, "initial_value")


def _day(element: Block) -> Iterator[str]:
    if "initial_date" in element and not re.fullmatch(r"\d{4}-\d{2}-\d{2}", str(element["initial_date"])):
        yield "initial_date must be YYYY-MM-DD"


def _menu(element: Block) -> Iterator[str]:
    if ("options" in element) == ("option_groups" in element):
        yield "options or option_groups is required, and not both"
    if "option_groups" in element:
        yield from _count(element["option_groups"], 100, "option_groups")
        for group in element["option_groups"]:
            yield from _text(group.get("label"), 75, "label", plain=True)
            yield from _options(group.get("options"))
    else:
        yield from _options(element.get("options"))
    if "initial_option" in element and element["initial_option"] not in (element.get("options") or []):
        yield "initial_option must be one of the options"


def _options(options: Any) -> Iterator[str]:
    yield from _count(options, 100, "options")
    for option in options or []:
        yield from _text(option.get("text"), 75, "option text", plain=True)
        yield from _at_most(option.get("value", ""), 75, "option value")


_ELEMENTS: Mapping[str, Callable[[Block], Iterator[str]]] = {
    "button": _button,
    "plain_text_input": _text_input,
    "datepicker": _day,
    "static_select": _menu,
    "multi_static_select": _menu,
}


# -- texts and counts ------------------------------------------------------------------------------------------------


def _text(text: Any, most: int, where: str, *, plain: bool = False) -> Iterator[str]:
    if not isinstance(text, Mapping) or not isinstance(text.get("text"), str):
        yield f"{where} must be a text object"
        return
    if text.get("type") not in (("plain_text",) if plain else ("plain_text", "mrkdwn")):
        yield f"{where}: unsupported type {text.get('type')}"
    if "emoji" in text and text["type"] != "plain_text":
        yield f"{where}: emoji is for plain_text only"
    if not 1 <= length(text["text"]) <= most:
        yield f"{where} must be between 1 and {most} characters"


def _at_most(value: Any, most: int, where: str) -> Iterator[str]:
    if not isinstance(value, str) or length(value) > most:
        yield f"{where} must be a string of at most {most} characters"


def _count(items: Any, most: int, where: str) -> Iterator[str]:
    if not isinstance(items, list) or not 1 <= len(items) <= most:
        yield f"{where} must have between 1 and {most} items"

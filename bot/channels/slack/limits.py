"""Slack's limits, each with the page of docs.slack.dev that says it, and the tools that keep them.

Lengths are counted as Slack does at its strictest: UTF-16 units, with `&`, `<` and `>` as `&amp;`, `&lt;` and `&gt;`.
"""

import json
from collections.abc import Iterable
from typing import Any

BLOCKS = 50
"""Blocks of a message (reference/block-kit/blocks)."""

VIEW_BLOCKS = 100
"""Blocks of a modal or of an App Home (reference/views)."""

MESSAGE = 12_500
"""A whole message, as JSON. Undocumented: `msg_blocks_too_long` comes from about 13,200 (slackapi/bolt-js#2509)."""

TEXT = 3000
"""A text of a section, at least 1 (reference/block-kit/composition-objects/text-object)."""

FIELDS, FIELD = 10, 2000
"""Fields of a section, and the text of one (reference/block-kit/blocks/section-block)."""

HEADER = 150
"""The text of a header (reference/block-kit/blocks/header-block)."""

BUTTON, VALUE = 75, 2000
"""A button: its text, its value (reference/block-kit/block-elements/button-element)."""

BUTTONS = 25
"""Elements of an actions block (reference/block-kit/blocks/actions-block)."""

CONTEXT = 10
"""Elements of a context block (reference/block-kit/blocks/context-block)."""

OPTIONS, OPTION = 100, 75
"""Options or groups of a menu; the text or value of one, the label of a group (composition-objects/option-object)."""

VIEW_TITLE = 24
"""The title of a modal, and its two buttons (reference/views/modal-views)."""

METADATA = 3000
"""What a modal carries for us (reference/views/modal-views)."""

INPUT = 3000
"""What may be typed in a text input (reference/block-kit/block-elements/plain-text-input-element)."""

LABEL = 2000
"""The label of an input (reference/block-kit/blocks/input-block)."""

FALLBACK = 1000
"""The text beside the blocks, for notifications. Slack takes 4,000; nobody reads so much there."""

MORE = " …"


def escaped(words: str) -> str:
    """The three characters that Slack reads as its own signs (messaging/formatting-message-text)."""
    return words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def size(words: str) -> int:
    return len(escaped(words).encode("utf-16-le", "surrogatepass")) // 2


def fits(words: str, most: int) -> bool:
    return size(words) <= most


def cut(words: str, most: int) -> str:
    """As many of these words as fit, « … » in the place of the rest."""
    if fits(words, most):
        return words
    room = most - size(MORE)
    return "".join(_first(words, room)).rstrip() + MORE


def parted(words: str, most: int) -> tuple[str, str]:
    """As many of these words as fit, and the rest; between lines where it may be, else between words."""
    head = "".join(_first(words, most))
    if len(head) < len(words):
        breaks = (head.rfind(sign, len(head) // 2) for sign in ("\n", " "))
        head = head[: next((place for place in breaks if place > 0), len(head))]
    return head, words[len(head) :].strip()


def _first(words: str, room: int) -> Iterable[str]:
    for sign in words:
        room -= size(sign)
        if room < 0:
            return
        yield sign


def weight(blocks: list[dict[str, Any]]) -> int:
    """How much a list of blocks counts."""
    return size(json.dumps(blocks, ensure_ascii=False, separators=(",", ":")))

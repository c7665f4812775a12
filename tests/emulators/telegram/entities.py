"""Telegram's HTML, read as Telegram reads it: text and entities, or its own words for what is wrong.

After TDLib, `td/telegram/MessageEntity.cpp`, `parse_html`. Offsets and lengths are UTF-16 code units; the offsets in
errors are bytes of UTF-8.
"""

import re
from dataclasses import dataclass, field
from typing import Any

KINDS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
    "a": "text_link",
}
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_ESCAPE = re.compile(r"&(?:(lt|gt|amp|quot);|#(\d{1,7});|#x([0-9a-fA-F]{1,6});)")
_NAME = re.compile(r"<([^\s>]*)[\s>]")
_START = re.compile(r"<([^\s>/]*)((?:\s+[a-zA-Z-]+(?:=(?:\"[^\"]*\"|'[^']*'|[^\s>]+))?)*)\s*>")
_END = re.compile(r"</([^\s>]*)\s*>")
_HREF = re.compile(r"href=(?:\"([^\"]*)\"|'([^']*)'|(\S+))")


class BadHtml(Exception):
    """It is not Telegram's HTML; the message says why, as Telegram does."""


def units(text: str) -> int:
    """Length in UTF-16 code units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


@dataclass
class _Reading:
    html: str
    at: int = 0
    text: str = ""
    open: list[tuple[str, str, int]] = field(default_factory=list)
    entities: list[dict[str, Any]] = field(default_factory=list)

    @property
    def byte(self) -> int:
        return len(self.html[: self.at].encode("utf-8", "surrogatepass"))

    def step(self) -> None:
        letter = self.html[self.at]
        if letter == "&" and (escaped := _ESCAPE.match(self.html, self.at)):
            self.text += _unescaped(escaped)
            self.at = escaped.end()
        elif letter == "<":
            self.tag()
        else:
            self.text += letter
            self.at += 1

    def tag(self) -> None:
        if self.html.startswith("</", self.at):
            self.end()
        else:
            self.start()

    def start(self) -> None:
        begun, found = _NAME.match(self.html, self.at), _START.match(self.html, self.at)
        name = begun[1].lower() if begun else ""
        if begun and name not in KINDS and name != "span":
            raise BadHtml(f'Unsupported start tag "{name}" at byte offset {self.byte}')
        if begun is None or found is None:
            raise BadHtml(f"Unclosed start tag at byte offset {self.byte}")
        if name == "span" and "tg-spoiler" not in found[2]:
            raise BadHtml(f'Tag "span" must have class "tg-spoiler" at byte offset {self.byte}')
        link = _HREF.search(found[2])
        self.open.append((name, next(filter(None, link.groups()), "") if link else "", units(self.text)))
        self.at = found.end()

    def end(self) -> None:
        if not self.open:
            raise BadHtml(f"Unexpected end tag at byte offset {self.byte}")
        found = _END.match(self.html, self.at)
        if found is None:
            raise BadHtml(f"Unclosed end tag at byte offset {self.byte}")
        name, link, offset = self.open.pop()
        if found[1] and found[1].lower() != name:
            wrong = f'expected "</{name}>", found "</{found[1].lower()}>"'
            raise BadHtml(f"Unmatched end tag at byte offset {self.byte}, {wrong}")
        if length := units(self.text) - offset:
            entity = {"type": KINDS.get(name, "spoiler"), "offset": offset, "length": length}
            self.entities.append({**entity, "url": link} if name == "a" else entity)
        self.at = found.end()


def parsed(html: str) -> tuple[str, list[dict[str, Any]]]:
    """The text and its entities, white space trimmed at both ends. Raises `BadHtml`."""
    reading = _Reading(html)
    while reading.at < len(html):
        reading.step()
    if reading.open:
        raise BadHtml(f'Can\'t find end tag corresponding to start tag "{reading.open[-1][0]}"')
    return trimmed(reading.text, reading.entities)


def trimmed(text: str, entities: list[dict[str, Any]]) -> tuple[str, list[dict[str, Any]]]:
    """As Telegram keeps a text: nothing blank at its ends, and the entities where their words now are."""
    before = units(text) - units(text.lstrip())
    whole = text.strip()
    moved = [{**one, "offset": max(0, one["offset"] - before)} for one in entities]
    kept = [{**one, "length": min(one["length"], units(whole) - one["offset"])} for one in moved]
    return whole, sorted((one for one in kept if one["length"] > 0), key=lambda one: (one["offset"], -one["length"]))


def _unescaped(found: re.Match[str]) -> str:
    if found[1]:
        return _NAMED[found[1]]
    code = int(found[2]) if found[2] else int(found[3], 16)
    return chr(code) if 0 < code < 0x110000 else found[0]

"""How a message looks in Telegram: a little HTML, and a keyboard under it. Always within what Telegram takes.

Sources: core.telegram.org/bots/api, "sendMessage" (4096 characters after entities parsing), "HTML style",
"InlineKeyboardButton" (callback_data of 1 to 64 bytes); limits.tginfo.me, "Bots" (100 buttons, 8 in a row, about 10 kB
of markup). Characters are counted as Telegram counts entities, in UTF-16.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from html import escape
from itertools import pairwise
from typing import Any
from unicodedata import bidirectional

from bot.channels.telegram.reading import pressed
from bot.render import Capabilities, Choice, Line, Message
from bot.words import RIGHT_TO_LEFT, say
from dialogs.core.events import Share
from dialogs.core.text import Text, _

MAX_TEXT = 4096
MAX_BUTTONS = 100
MAX_MARKUP = 9_500
MAX_NAME = 120

ABLE = Capabilities(max_text=3_700, max_buttons=MAX_BUTTONS, max_label=64, edits_messages=True, files=True, shares=True)
"""Texts are cut a little short of the limit, which leaves room for bullets and marks of direction."""

Markup = Mapping[str, Any]
"""An "InlineKeyboardMarkup" or a "ReplyKeyboardMarkup", as JSON has it. (The library's own objects take longer than all
the rest of a message.)"""

SHARING: Mapping[Share, Text] = {"contact": _("Partager mon numéro"), "location": _("Partager ma position")}

_SHORT = 16
_LONG = 200
_RLM = "\u200f"
_NOTHING = "…"
_UNSENT = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")
_UNNAMED = re.compile(r'[\x00-\x1f\x7f/\\:"*?<>|\ud800-\udfff]')


@dataclass(frozen=True)
class _Look:
    """What a role wears: a tag, a mark before its first line, and whether it keeps close to what is above."""

    tag: str = ""
    mark: str = ""
    close: bool = False


_LOOKS = {
    "title": _Look("b"),
    "question": _Look("b"),
    "item": _Look(mark="• ", close=True),
    "detail": _Look(mark="\u2003", close=True),
    "note": _Look("i"),
    "source": _Look("i", "↳ ", close=True),
    "progress": _Look("i"),
    "chosen": _Look("b"),
}
_BARE = _Look()
_UNDER = frozenset({"progress"})
"""Roles that what follows keeps close to."""


def html(message: Message) -> str:
    """The text in Telegram's HTML; everything that anybody wrote is escaped."""
    return "".join(gap + _dressed(_look(line), shown) for gap, line, shown in _laid(message))


def plain(message: Message) -> str:
    """The same without its looks."""
    return "".join(gap + shown for gap, _line, shown in _laid(message))


def keyboard(message: Message, row: int) -> Markup | None:
    """The buttons of the message that leaves as this row: answers first, the ways out in rows of their own."""
    if message.shares:
        return _sharing(message, message.shares)
    if not message.choices:
        return None
    placed = list(enumerate(message.choices))[:MAX_BUTTONS]
    most = MAX_MARKUP // len(placed) - len(pressed(row, MAX_BUTTONS)) - 40
    answers = [(place, choice) for place, choice in placed if not choice.way]
    ways = [(place, choice) for place, choice in placed if choice.way]
    rows = [*_rows(answers, 2), *_rows(ways, 3)]
    return {"inline_keyboard": [[_button(row, place, choice, most) for place, choice in one] for one in rows]}


def _sharing(message: Message, shares: Share) -> Markup:
    """A keyboard in the place of the phone's own, gone once it was used: what is shared, and the ways out.

    Telegram has no such button under a message ("KeyboardButton"), and no message with both keyboards. A key types its
    label: the ways out are understood by theirs.
    """
    share = {"text": say(SHARING[shares], message.lang), f"request_{shares}": True}
    ways = [{"text": choice.label} for choice in message.choices if choice.way]
    return {"keyboard": [[share], ways] if ways else [[share]], "resize_keyboard": True, "one_time_keyboard": True}


def name(file_name: str) -> str:
    """A file's name as every system takes it, its ending kept."""
    stem, dot, ending = _UNNAMED.sub("_", file_name).rpartition(".")
    return f"{stem[:MAX_NAME]}{dot}{ending[:16]}".strip() or "document"


def _look(line: Line) -> _Look:
    return _LOOKS.get(line.role, _BARE)


def _laid(message: Message) -> Iterator[tuple[str, Line, str]]:
    """Each line with the gap before it and its words, marks and direction set."""
    lines = _fitting([line for line in message.lines if _UNSENT.sub("", line.text).strip()], message.lang)
    for before, line in pairwise((None, *lines)):
        if line is not None:
            yield _gap(before, line), line, _marked(line, message.lang)
    if not lines:
        yield "", Line("body", _NOTHING), _NOTHING


def _gap(before: Line | None, line: Line) -> str:
    if before is None:
        return ""
    close = before.role in _UNDER or (_look(line).close and before.role != "question")
    return "\n" if close else "\n\n"


def _marked(line: Line, lang: str) -> str:
    """In a right-to-left language a line that begins with a Latin name must still start from the right."""
    rows = _UNSENT.sub("", line.text.strip()).splitlines()
    mark = _look(line).mark
    rows = [mark + row if place == 0 else " " * len(mark) + row for place, row in enumerate(rows)]
    return "\n".join(_RLM + row if lang in RIGHT_TO_LEFT and _begins_left(row) else row for row in rows)


def _begins_left(row: str) -> bool:
    """Does its first letter run left to right? Digits too, for they take the side of what follows."""
    kinds = (bidirectional(letter) for letter in row)
    return next((kind in ("L", "EN") for kind in kinds if kind in ("L", "EN", "R", "AL", "AN")), False)


def _dressed(look: _Look, shown: str) -> str:
    safe = escape(shown, quote=False)
    return f"<{look.tag}>{safe}</{look.tag}>" if look.tag else safe


def _fitting(lines: Sequence[Line], lang: str) -> list[Line]:
    """The lines, the longest shortened until all fit, or those in the middle left out; a question, last, stays."""
    fitting = list(lines)
    while (excess := _size(fitting, lang) - MAX_TEXT) > 0:
        place = max(range(len(fitting)), key=lambda at: len(fitting[at].text))
        text = fitting[place].text
        if len(text) > _LONG:
            kept = len(text) - max(2, excess // 2)  # a character counts for one or two
            fitting[place] = replace(fitting[place], text=text[: max(kept, _LONG - 1)].rstrip() + _NOTHING)
        else:
            middle = len(fitting) // 2
            del fitting[middle : middle + max(1, excess // (2 * _LONG))]
    return fitting


def _size(lines: Sequence[Line], lang: str) -> int:
    return sum(units(_marked(line, lang)) + 2 for line in lines)


def units(text: str) -> int:
    """The length of a text in UTF-16 code units."""
    return len(text.encode("utf-16-le", "replace")) // 2


def _rows(placed: Sequence[tuple[int, Choice]], wide: int) -> Iterator[Sequence[tuple[int, Choice]]]:
    """One button a row; up to `wide` where all are short."""
    step = wide if all(len(choice.label) <= _SHORT for _place, choice in placed) else 1
    for start in range(0, len(placed), step):
        yield placed[start : start + step]


def _button(row: int, place: int, choice: Choice, most: int) -> Mapping[str, str]:
    return {"text": _label(choice.label, most), "callback_data": pressed(row, place)}


def _label(label: str, most: int) -> str:
    """Within `most` bytes of UTF-8: a large keyboard of long words would be refused whole."""
    clean = _UNSENT.sub("", label).strip() or _NOTHING
    whole = clean.encode()
    return clean if len(whole) <= most else whole[: most - 3].decode("utf-8", "ignore") + _NOTHING

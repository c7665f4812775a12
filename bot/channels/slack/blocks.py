"""From what is sent to Block Kit, within Slack's limits.

What people wrote is always `plain_text`: nothing in it is read as a sign, and it is copied as it was written. Only our
own labels are mrkdwn. What does not fit is cut at « … », and the card says that the PDF has the whole.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, islice
from typing import Any

from bot.channels.base import Action, Card, Notice
from bot.channels.slack import limits, words
from bot.channels.slack.limits import cut, escaped, fits, parted
from bot.render import Line, Message
from bot.words import say

Block = dict[str, Any]

SHORT = 200
"""A value longer than this stands in a section of its own, as wide as the screen."""

STYLES = frozenset({"primary", "danger"})

ALOUD = "aloud"
"""The role of a line that everybody in the channel is to see, not only those who follow the thread."""

_SIGNS = str.maketrans("", "", "*_~`")
_ASIDE = frozenset({"note", "source", "progress"})
_MARKS = {"item": "• ", "detail": "    "}


@dataclass(frozen=True)
class Laid:
    """A message laid out: its blocks, and the text that a notification shows."""

    text: str
    blocks: list[Block]


def laid_out(content: Card | Message | Notice) -> Laid:
    """A card, a notice or a message, ready to be sent."""
    match content:
        case Card():
            return card(content)
        case Notice():
            return notice(content)
        case Message():
            return message(content)


# -- notices ---------------------------------------------------------------------------------------------------------

EVERYONE = "<!channel>"
"""Rings for everybody in the channel (docs.slack.dev, "Formatting message text", special mentions)."""


def notice(shown: Notice) -> Laid:
    """The ring, in a text of our own that nobody's words are part of; then what it is about, and what may be done."""
    ring = [{"type": "section", "text": {"type": "mrkdwn", "text": EVERYONE}}] if shown.everyone else []
    foot = buttons(shown.actions)
    head = [*ring, header(shown.title)]
    kept, _whole = _fitting([block for line in shown.lines for block in map(section, _pieces(line))], [*head, *foot])
    text = fallback(" ".join((shown.title, *shown.lines)))
    return Laid(f"{EVERYONE} {text}" if ring else text, [*head, *kept, *foot])


# -- cards -----------------------------------------------------------------------------------------------------------


def card(shown: Card) -> Laid:
    """Title, status, fields in two columns, sections, buttons. The buttons are never what is left out."""
    head = [header(shown.title), aside([shown.status])]
    body = [*_fields(shown), *_sections(shown)]
    foot = [*buttons(shown.actions), *_links(shown)]
    kept, whole = _fitting(body, taken=[*head, *foot, aside([say(words.IN_THE_PDF, shown.lang)])])
    whole = whole and not _shortened(shown)
    note = [] if whole else [aside([say(words.IN_THE_PDF, shown.lang)])]
    return Laid(fallback(f"{shown.title} · {shown.status}"), [*head, *kept, *note, *foot])


def _fields(shown: Card) -> Iterator[Block]:
    """Labels and values side by side, five pairs a section."""
    pairs = iter([(label, value) for label, value in shown.fields if fits(value, SHORT)])
    while five := list(islice(pairs, limits.FIELDS // 2)):
        yield {"type": "section", "fields": [text for label, value in five for text in (bold(label), plain(value))]}


def _sections(shown: Card) -> Iterator[Block]:
    long = [(label, (value,)) for label, value in shown.fields if not fits(value, SHORT)]
    for title, lines in [*shown.sections, *long]:
        yield {"type": "section", "text": bold(title)}
        if lines:
            yield section("\n".join(lines))


def _shortened(shown: Card) -> bool:
    """Whether a text of the card, by itself, is longer than Slack shows."""
    texts = ["\n".join(lines) for _title, lines in shown.sections] + [value for _label, value in shown.fields]
    return not all(fits(text, limits.TEXT) for text in texts)


def _fitting(body: Sequence[Block], taken: list[Block]) -> tuple[list[Block], bool]:
    """As much of the body as goes beside what is taken, and whether that is all of it."""
    kept: list[Block] = []
    room, places = limits.MESSAGE - limits.weight(taken), limits.BLOCKS - len(taken)
    for block in body:
        room, places = room - limits.weight([block]), places - 1
        if room < 0 or places < 0:
            break
        kept.append(block)
    return kept, len(kept) == len(body)


def buttons(actions: Sequence[Action]) -> list[Block]:
    """The buttons, in as many rows as they need."""
    elements = [_button(place, action) for place, action in enumerate(actions)]
    rows = range(0, len(elements), limits.BUTTONS)
    return [{"type": "actions", "elements": elements[row : row + limits.BUTTONS]} for row in rows]


def _button(place: int, action: Action) -> Block:
    return button(f"card.{action.act}.{place}", action.label, action.about, action.style)


def _links(shown: Card) -> list[Block]:
    """A row of addresses: pressing one only opens it."""
    pairs = shown.links[: limits.BUTTONS]
    named = [{"text": plain(label, limits.BUTTON), "url": url} for label, url in pairs]
    elements = [{"type": "button", "action_id": f"link.{place}", **one} for place, one in enumerate(named)]
    return [{"type": "actions", "elements": elements}] if elements else []


def button(id: str, label: str, value: str, style: str = "") -> Block:
    """A button. Its value is ours and must fit: cut, it would name something else."""
    if not fits(value, limits.VALUE):
        raise ValueError(f"the value of the button {id} has {limits.size(value)} characters")
    look = {"style": style} if style in STYLES else {}
    return {"type": "button", "action_id": id, "text": plain(label, limits.BUTTON), "value": value, **look}


# -- messages --------------------------------------------------------------------------------------------------------


def message(shown: Message) -> Laid:
    """The lines of a message. Its choices are not shown: a thread of staff has nobody's questions to answer."""
    whole = "\n".join(line.text for line in shown.lines)
    blocks = [block for aside, run in groupby(shown.lines, _is_aside) for block in _run(list(run), aside)]
    kept, _all = _fitting(blocks, taken=[])
    return Laid(fallback(whole), kept or [section("")])


def is_aloud(content: Card | Message | Notice) -> bool:
    if isinstance(content, Notice):
        return content.everyone
    return isinstance(content, Message) and any(line.role == ALOUD for line in content.lines)


def _is_aside(line: Line) -> bool:
    return line.role in _ASIDE


def _run(lines: list[Line], is_aside: bool) -> list[Block]:
    said = "\n".join(_MARKS.get(line.role, "") + line.text for line in lines)
    return [aside([piece]) if is_aside else section(piece) for piece in _pieces(said)]


def _pieces(said: str) -> Iterator[str]:
    """A text in pieces that each fit in a block."""
    piece, rest = parted(said.strip(), limits.TEXT)
    yield piece
    while rest:
        piece, rest = parted(rest, limits.TEXT)
        yield piece


# -- pieces of Block Kit ---------------------------------------------------------------------------------------------


def plain(said: str, most: int = limits.TEXT) -> Block:
    """Words as they are. Slack takes no empty text: « — » stands for none."""
    return {"type": "plain_text", "text": cut(said.replace("\0", "").strip() or "—", most), "emoji": False}


def bold(label: str) -> Block:
    """A label of ours, in bold, on one line."""
    flat = re.sub(r"\s+", " ", label.translate(_SIGNS)).strip() or "—"
    return {"type": "mrkdwn", "text": f"*{escaped(cut(flat, SHORT))}*", "verbatim": True}


def header(title: str) -> Block:
    return {"type": "header", "text": plain(re.sub(r"\s+", " ", title), limits.HEADER)}


def section(said: str) -> Block:
    return {"type": "section", "text": plain(said)}


def aside(said: Iterable[str]) -> Block:
    """Small print."""
    return {"type": "context", "elements": [plain(one) for one in islice(said, limits.CONTEXT)]}


def fallback(said: str) -> str:
    """The text of a notification: escaped, so that nobody's words ring for a whole channel."""
    return escaped(cut(said.strip() or "—", limits.FALLBACK))

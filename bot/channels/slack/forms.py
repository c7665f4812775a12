"""The modals: what staff are asked before an act, and what they answered.

A modal carries where it was opened from (`Asked`), so that the answer needs nothing that this process remembers.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from itertools import islice
from typing import Any

from bot.channels.slack import limits, words
from bot.channels.slack.blocks import Block, header, laid_out, plain, section
from bot.channels.slack.front import Entry, Form, Group, Inputs, Option
from bot.channels.slack.limits import fits
from bot.render import Message
from bot.words import say
from dialogs.core.text import Text

ASKING = frozenset(
    {"accept", "refuse", "correct", "reply"}
    | {"invite", "describe", "livret", "experts"}
    | {"part", "ask", "refuse_claim", "revise", "batch", "expense", "terms"}
)
"""The acts that a modal stands before; the others are done at the press."""

REPLY_MOST = 2400
"""Characters of a reply typed in a modal: with what else it carries, its preview fits in Slack's 3,000."""

WORDS, REASON, FIELDS = "words", "reason", "fields"


@dataclass(frozen=True)
class Asked:
    """What a modal is for, and the place in Slack it was opened from; `words`: those of a reply that is previewed."""

    act: str
    about: str
    channel: str
    words: str = ""

    def kept(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False, separators=(",", ":"))

    @staticmethod
    def of(view: Mapping[str, Any]) -> "Asked":
        return Asked(**json.loads(view["private_metadata"]))


def modal(asked: Asked, form: Form, lang: str) -> Block:
    """The modal of an act."""
    head = [header(form.title), *(section(note) for note in form.notes)]
    inputs = list(_INPUTS.get(asked.act, _entries)(form, lang))
    frame = _frame(f"ask.{asked.act}", words.TITLES[asked.act], words.SUBMITS[asked.act], lang)
    if not inputs and not form.confirms:
        frame.pop("submit")  # there is nothing to hand in: it is only read
    room = limits.VIEW_BLOCKS - len(inputs)
    kept = replace(asked, about=form.about or asked.about).kept()
    return {**frame, "private_metadata": kept, "blocks": [*head[:room], *inputs]}


def preview(asked: Asked, letter: Message, lang: str) -> Block:
    """What the person would get, to be sent or written again."""
    frame = _frame("send.reply", words.PREVIEW_TITLE, words.SEND, lang, close=words.EDIT)
    blocks = [section(say(words.PREVIEW, lang)), {"type": "divider"}, *laid_out(letter).blocks]
    return {**frame, "private_metadata": asked.kept(), "blocks": blocks[: limits.VIEW_BLOCKS]}


def previewable(asked: Asked) -> bool:
    """Whether the words fit in what a modal carries."""
    return fits(asked.kept(), limits.METADATA)


def _frame(id: str, title: Text, submit: Text, lang: str, close: Text = words.CANCEL) -> Block:
    texts = {"title": title, "submit": submit, "close": close}
    short = {name: plain(say(text, lang), limits.VIEW_TITLE) for name, text in texts.items()}
    return {"type": "modal", "callback_id": id, **short}


# -- the inputs of each modal ----------------------------------------------------------------------------------------


def _accept(form: Form, lang: str) -> Iterator[Block]:
    yield _words(words.ACCEPT_WORDS, lang, optional=True)


def _refuse(form: Form, lang: str) -> Iterator[Block]:
    if form.reasons:
        options = [_option(option) for option in islice(form.reasons, limits.OPTIONS)]
        menu = {"type": "static_select", "options": options}
        yield _input(REASON, words.REFUSE_REASON, menu, lang, optional=True)
    yield _words(words.REFUSE_WORDS, lang, optional=bool(form.reasons))


def _correct(form: Form, lang: str) -> Iterator[Block]:
    groups = [part for group in form.groups for part in _parts(group, lang)][: limits.OPTIONS]
    yield _input(FIELDS, words.CORRECT_FIELDS, {"type": "multi_static_select", "option_groups": groups}, lang)
    yield _words(words.CORRECT_WORDS, lang)


def _reply(form: Form, lang: str) -> Iterator[Block]:
    yield _words(words.REPLY_WORDS, lang, most=REPLY_MOST, hint=False)


_INPUTS = {"accept": _accept, "refuse": _refuse, "correct": _correct, "reply": _reply}


def _entries(form: Form, lang: str) -> Iterator[Block]:
    """What a form has to fill in, as it stands now."""
    for entry in islice(form.entries, limits.VIEW_BLOCKS):
        element = _ELEMENTS[entry.kind](entry)
        block = _named(entry.id, entry.label, element, lang, optional=entry.optional)
        yield {**block, "hint": plain(entry.hint, limits.LABEL)} if entry.hint else block


def _typed(entry: Entry) -> Block:
    now = {"initial_value": entry.value} if entry.value and fits(entry.value, limits.INPUT) else {}
    return {"type": "plain_text_input", "multiline": entry.kind == "words", "max_length": limits.INPUT, **now}


def _day(entry: Entry) -> Block:
    return {"type": "datepicker", **({"initial_date": entry.value} if entry.value else {})}


def _choice(entry: Entry) -> Block:
    options = [_option(option) for option in islice(entry.options, limits.OPTIONS)]
    now = next((option for option in options if option["value"] == entry.value), None)
    return {"type": "static_select", "options": options, **({"initial_option": now} if now else {})}


_ELEMENTS = {"line": _typed, "words": _typed, "day": _day, "choice": _choice}


def _words(label: Text, lang: str, *, optional: bool = False, most: int = limits.INPUT, hint: bool = True) -> Block:
    element = {"type": "plain_text_input", "multiline": True, "max_length": most}
    block = _input(WORDS, label, element, lang, optional=optional)
    return {**block, "hint": plain(say(words.AS_WRITTEN, lang), limits.LABEL)} if hint else block


def _input(id: str, label: Text, element: Block, lang: str, *, optional: bool = False) -> Block:
    return _named(id, say(label, lang), element, lang, optional=optional)


def _named(id: str, label: str, element: Block, lang: str, *, optional: bool = False) -> Block:
    chosen = {} if element["type"] == "plain_text_input" else {"placeholder": plain(say(words.CHOOSE, lang))}
    named = {**element, "action_id": id, **chosen}
    return {
        "type": "input",
        "block_id": id,
        "label": plain(label, limits.LABEL),
        "element": named,
        "optional": optional,
    }


def _option(option: Option) -> Block:
    if not fits(option.id, limits.OPTION):
        raise ValueError(f"the option {option.id!r} is longer than {limits.OPTION} characters")
    return {"text": plain(option.label, limits.OPTION), "value": option.id}


def _parts(group: Group, lang: str) -> Iterator[Block]:
    """A group of a menu, in as many as its options need."""
    options, label = iter(group.options), group.label
    while part := [_option(option) for option in islice(options, limits.OPTIONS)]:
        yield {"label": plain(label, limits.OPTION), "options": part}
        label = say(words.CONTINUED.fill(group=group.label), lang)


# -- what was answered -----------------------------------------------------------------------------------------------


def answered(view: Mapping[str, Any]) -> Inputs:
    """The answers of a modal."""
    values = {id: element[id] for id, element in view["state"]["values"].items()}
    chosen = values.get(REASON, {}).get("selected_option") or {}
    fields = values.get(FIELDS, {}).get("selected_options") or []
    said = values.get(WORDS, {}).get("value") or ""
    given = {id: _value(element) for id, element in values.items() if id not in (WORDS, REASON, FIELDS)}
    chosen_fields = tuple(one["value"] for one in fields)
    return Inputs(words=said.strip(), reason=chosen.get("value"), fields=chosen_fields, values=given)


def first_input(view: Mapping[str, Any]) -> str:
    """Where to say what no input alone is at fault for."""
    ids = [block["block_id"] for block in view["blocks"] if block["type"] == "input"]
    return WORDS if WORDS in ids or not ids else str(ids[0])


def _value(element: Mapping[str, Any]) -> str:
    """What stands in an input, whatever its kind; "" where it was left empty."""
    option = element.get("selected_option") or {}
    return str(element.get("value") or element.get("selected_date") or option.get("value") or "").strip()

"""What an order does when its time has come, and what is made only when it is sent.

A row of the outbox is a message, ready; an order, `{"order": kind, …}`, whose outcome takes its place; or a reference,
`{"content": kind, …}`, made from what is kept at the moment of sending, so that what is late is not stale.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from bot.cards import card
from bot.channels.base import Content, Removal
from bot.render import Capabilities, Message
from dialogs.core.events import Came, Said, Sent
from storage.outbox import Message as Row
from storage.records import Outgoing

if TYPE_CHECKING:
    from bot.turn import Assistant

Orders = Mapping[str, Callable[["Assistant", Row, datetime, Capabilities], tuple[Outgoing, ...]]]
Contents = Mapping[str, Callable[["Assistant", Row, datetime], Content | None]]


class Unknown(Exception):
    """An order or a reference of a kind that nothing here knows: of a newer version, or of nobody."""


def is_order(body: Any) -> bool:
    return "order" in body


def obey(assistant: "Assistant", row: Row, now: datetime, able: Capabilities) -> tuple[Outgoing, ...]:
    """Carry an order out; what follows is to be sent in its place. Raises `Unknown`."""
    if (order := ORDERS.get(str(row.body["order"]))) is None:
        raise Unknown(str(row.body["order"]))
    return order(assistant, row, now, able)


def content(assistant: "Assistant", row: Row, now: datetime) -> Content | None:
    """What a row sends; None where what it is about is gone. Raises `Unknown`."""
    if "content" not in row.body:
        return Message.from_json(row.body)
    if (make := CONTENTS.get(str(row.body["content"]))) is None:
        raise Unknown(str(row.body["content"]))
    return make(assistant, row, now)


# -- orders ----------------------------------------------------------------------------------------------------------


def _forget(assistant: "Assistant", row: Row, now: datetime, able: Capabilities) -> tuple[Outgoing, ...]:
    files = assistant.store.forget(row.body["person"], now, who=f"person:{row.body['person']}")
    if assistant.papers:
        assistant.papers.forget(files)
    return ()


def _news(assistant: "Assistant", row: Row, now: datetime, able: Capabilities) -> tuple[Outgoing, ...]:
    return _said(assistant, row, now, able, Came(row.body["name"], row.body["values"]))


def _album(assistant: "Assistant", row: Row, now: datetime, able: Capabilities) -> tuple[Outgoing, ...]:
    """The files that were sent together, as one thing said: one answer, not ten."""
    parts = [Sent(**{**part, "album": ()}) for part in row.body["parts"]]
    others = tuple(part.file_id for part in parts[1:] if part.file_id)
    return _said(assistant, row, now, able, replace(parts[0], album=others))


def _said(
    assistant: "Assistant", row: Row, now: datetime, able: Capabilities, said: Said
) -> tuple[Outgoing, ...]:
    """What comes of an order is an event like any other, once: its id is the row's."""
    from bot.turn import Heard

    assistant.hear(Heard(row.channel, row.address, f"outbox:{row.id}", now, said), able)
    return ()


def _paper(assistant: "Assistant", row: Row, now: datetime, able: Capabilities) -> tuple[Outgoing, ...]:
    return assistant.papers.file(row.body, now, able) if assistant.papers else ()


ORDERS: Orders = {"forget": _forget, "news": _news, "album": _album, "paper": _paper}


# -- references ------------------------------------------------------------------------------------------------------


def _file(assistant: "Assistant", row: Row, now: datetime) -> Content | None:
    return assistant.papers.paper(row.body, now) if assistant.papers else None


def _card(assistant: "Assistant", row: Row, now: datetime) -> Content | None:
    return card(assistant.store, assistant.facts, assistant.offices, row.body["about"], now)


def _removal(assistant: "Assistant", row: Row, now: datetime) -> Content | None:
    return Removal()


CONTENTS: Contents = {"paper": _file, "card": _card, "removal": _removal}

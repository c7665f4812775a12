"""What an order does when its time has come, and what is made only when it is sent.

A row of the outbox is a message, ready; an order, `{"order": kind, …}`, whose outcome takes its place; or a reference,
`{"content": kind, …}`, made from what is kept at the moment of sending, so that what is late is not stale.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from mimetypes import guess_extension
from typing import TYPE_CHECKING, Any

from bot import alerts, field, gaps
from bot.cards import card
from bot.channels.base import Content, Removal
from bot.offices import aloud
from bot.render import Capabilities, File, Message, messages
from bot.words import say
from dialogs.core.events import Came, Said
from dialogs.core.reply import Part, Reply
from dialogs.core.text import _
from storage.outbox import Message as Row
from storage.records import Outgoing

if TYPE_CHECKING:
    from bot.shelf import Shelf
    from bot.turn import Assistant, Gathered
    from storage.store import Store

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


def _discard(assistant: "Assistant", row: Row, now: datetime, able: Capabilities) -> tuple[Outgoing, ...]:
    """Remove the files of what was taken back, but for those that somebody holds by now."""
    with assistant.store.desk(now) as desk:
        files = desk.claims.unheld(*row.body["files"])
    if assistant.papers:
        assistant.papers.forget(files)
    return ()


def _news(assistant: "Assistant", row: Row, now: datetime, able: Capabilities) -> tuple[Outgoing, ...]:
    complete = COMPLETED.get(row.body["name"])
    values = complete(assistant.store, assistant.shelf, row, now) if complete else row.body["values"]
    return _said(assistant, row, now, able, Came(row.body["name"], values))


COMPLETED: Mapping[str, Callable[["Store", "Shelf", Row, datetime], dict[str, Any]]] = {
    "mission.livret": field.with_changes,
}
"""News that are completed when they are told: what they say depends on the language they are told in."""


def _album(assistant: "Assistant", row: Row, now: datetime, able: Capabilities) -> tuple[Outgoing, ...]:
    from bot.turn import Gathered

    return _said(assistant, row, now, able, Gathered(row.id))


def _said(
    assistant: "Assistant", row: Row, now: datetime, able: Capabilities, said: "Said | Gathered"
) -> tuple[Outgoing, ...]:
    """What comes of an order is an event like any other, once: its id is the row's."""
    from bot.turn import Heard

    assistant.hear(Heard(row.channel, row.address, f"outbox:{row.id}", now, said), able)
    return ()


def _paper(assistant: "Assistant", row: Row, now: datetime, able: Capabilities) -> tuple[Outgoing, ...]:
    return assistant.papers.file(row.body, now, able) if assistant.papers else ()


def _overdue(assistant: "Assistant", row: Row, now: datetime, able: Capabilities) -> tuple[Outgoing, ...]:
    """The day on which applicants were to be answered has passed: the staff hear of one that is still undecided."""
    with assistant.store.desk(now) as desk:
        found = desk.get(row.body["application"])
    if found is None or found.state != "submitted" or found.version != row.body["version"]:
        return ()
    return _to_staff(assistant, found.region, Part(OVERDUE.fill(reference=found.reference)))


def _unanswered(assistant: "Assistant", row: Row, now: datetime, able: Capabilities) -> tuple[Outgoing, ...]:
    """A person's words have waited for a working day."""
    with assistant.store.desk(now) as desk:
        found = desk.request(row.body["request"])
    said_at = datetime.fromisoformat(row.body["said_at"])
    if found is None or found.state == "closed" or (found.answered_at and found.answered_at >= said_at):
        return ()
    return _to_staff(assistant, found.region, Part(UNANSWERED))


OVERDUE = _("La date annoncée pour les réponses est passée, et {reference} attend encore une décision.")
UNANSWERED = _("Cette personne attend une réponse depuis un jour ouvré.")


def _to_staff(assistant: "Assistant", region: str, *parts: Part) -> tuple[Outgoing, ...]:
    office = assistant.offices.get(region)
    return (aloud(office, *parts),) if office else ()


def _digest(assistant: "Assistant", row: Row, now: datetime, able: Capabilities) -> tuple[Outgoing, ...]:
    """What was not answered this week, to the staff of a network; nothing once it has no place any more."""
    office = assistant.offices.get(row.body["region"])
    if office is None:
        return ()
    with assistant.store.desk(now) as desk:
        return gaps.digest(desk, office, row.body, now)


def _boarding_pass(assistant: "Assistant", row: Row, now: datetime, able: Capabilities) -> tuple[Outgoing, ...]:
    """The day after a mission: its volunteers are asked for the boarding pass of a flight that the network bought."""
    from bot.claims import ask_boarding_pass

    with assistant.store.desk(now, f"outbox:{row.id}") as desk:
        return ask_boarding_pass(desk, row.body["claim"], now)


def _ring(assistant: "Assistant", row: Row, now: datetime, able: Capabilities) -> tuple[Outgoing, ...]:
    assistant.alarms.ring(assistant.store, row.body, now)
    return ()


def _seen(assistant: "Assistant", row: Row, now: datetime, able: Capabilities) -> tuple[Outgoing, ...]:
    """Somebody of the roster has pressed, in the chat of this row: only there is it known who they are."""
    alarms, alert = assistant.alarms, row.body["alert"]
    watched = [region for region in alarms.roster.watchers if alarms.roster.may_see(row.channel, row.address, region)]
    who = next((alarms.roster.may_see(row.channel, row.address, region) for region in watched), None)
    found = alarms.seen(assistant.store, alert, who.name if who else "", watched, now)
    said = alerts.SEEN_WORDS[found.kind].fill(who=found.by or "—")
    told = messages((Reply((Part(said),)),), row.body["lang"], able)
    return tuple(Outgoing(one.to_json(), priority=alerts.URGENT) for one in told)


ORDERS: Orders = {
    alerts.ORDER: _ring,
    alerts.SEEN_ORDER: _seen,
    "boarding_pass": _boarding_pass,
    gaps.ORDER: _digest,
    "forget": _forget,
    "discard": _discard,
    "news": _news,
    "album": _album,
    "paper": _paper,
    "overdue": _overdue,
    "unanswered": _unanswered,
}


# -- references ------------------------------------------------------------------------------------------------------


def _file(assistant: "Assistant", row: Row, now: datetime) -> Content | None:
    return assistant.papers.paper(row.body, now) if assistant.papers else None


def _mission_paper(assistant: "Assistant", row: Row, now: datetime) -> Content | None:
    from bot.mission_papers import paper  # with the room of documents: a chat begins without it

    with assistant.store.desk(now) as desk:
        make = paper(desk, row.body, assistant.facts, now)
    return make() if make else None


def _livret(assistant: "Assistant", row: Row, now: datetime) -> Content | None:
    return field.file(assistant.store, assistant.shelf, row, now)


def _card(assistant: "Assistant", row: Row, now: datetime) -> Content | None:
    return card(assistant.store, assistant.facts, assistant.offices, row.body["about"], now, assistant.till)


def _receipt(assistant: "Assistant", row: Row, now: datetime) -> Content | None:
    """The kept copy of a receipt; None where it was erased since, or nothing is kept here."""
    with assistant.store.desk(now) as desk:
        found = desk.claims.receipt(row.body["receipt"])
    if found is None or found.kept_sha256 is None or assistant.papers is None:
        return None
    name = say(_("reçu nº {number}", number=found.number), _office_lang(assistant, row))
    mime = found.mime or "image/jpeg"
    return File(f"{name}{guess_extension(mime) or ''}", assistant.papers.files.get(found.kept_sha256), mime)


def _office_lang(assistant: "Assistant", row: Row) -> str:
    here = (one.lang for one in assistant.offices.values() if row.address.startswith(f"{one.address}/"))
    return next(here, "fr")


def _notice(assistant: "Assistant", row: Row, now: datetime) -> Content | None:
    return alerts.notice(assistant.store, assistant.offices, row.body, now)


def _removal(assistant: "Assistant", row: Row, now: datetime) -> Content | None:
    return Removal()


CONTENTS: Contents = {
    "paper": _file,
    "mission_paper": _mission_paper,
    field.LIVRET: _livret,
    "card": _card,
    "receipt": _receipt,
    alerts.CONTENT: _notice,
    "removal": _removal,
}

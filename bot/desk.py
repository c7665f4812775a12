"""The network's desk: what its staff do to applications that were submitted; the command line calls it, as a chat may.

- Whoever acts says who they are (`Staff`), and acts for their own regions only.
- Each act is one transaction: the decision, the line of audit, and the news to every member of the application.
  The news wait in the outbox as orders; each member's conversation words them in its own language.
- An act done twice is done once: the second time says who had done it, and when.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot import reminders
from bot.offices import Office, Thread
from storage.applications import ApplicationRow, Version
from storage.desk import Desk, Offered
from storage.records import Json, Outgoing
from storage.store import Store

NEWS = "news"
"""The order that brings a `Came` to a conversation: {"order", "name", "values"}."""

Offices = Mapping[str, Office]
"""The place of each network, by region; a card there shows what was done, wherever it was done."""

NOWHERE: Offices = {}

STAGES = ("need", "expert_search", "convention", "preparation", "mission", "review")


@dataclass(frozen=True)
class Staff:
    """Somebody of a network: the name that their colleagues will read, and the regions (slugs) they act for."""

    name: str
    regions: frozenset[str]


@dataclass(frozen=True)
class Done:
    """The act was done; `told` counts the conversations that will hear of it."""

    application: ApplicationRow
    told: int


@dataclass(frozen=True)
class Already:
    """Nothing was changed: the state, and `decided_by` and `decided_at`, say what had been done before.

    `repeat`: it was this very event, delivered twice.
    """

    application: ApplicationRow
    repeat: bool = False


class DeskError(Exception):
    """The act cannot be done; the message says why, in a sentence for staff."""


class Unknown(DeskError):
    """No submitted application bears this reference."""


class NotYours(DeskError):
    """The application is of a region that this person does not act for."""


class Unclear(DeskError):
    """What was asked for cannot be passed on as it is."""


# -- looking ---------------------------------------------------------------------------------------------------------


def applications(
    store: Store, staff: Staff, at: datetime, region: str | None = None, state: str | None = None
) -> list[ApplicationRow]:
    """The submitted applications of the staff's regions, by reference."""
    with store.desk(at) as desk:
        return [_as_submitted(desk, row) for row in desk.list(region, state) if row.region in staff.regions]


def application(store: Store, staff: Staff, reference: str, at: datetime) -> tuple[ApplicationRow, list[Version]]:
    """One application with its versions, the oldest first. Raises `Unknown`, `NotYours`."""
    with store.desk(at) as desk:
        row = _as_submitted(desk, _found(desk, staff, reference))
        return row, list(desk.versions(row.id))


def _as_submitted(desk: Desk, row: ApplicationRow) -> ApplicationRow:
    """With the answers that were handed in: while a correction is written, the others belong to those who write it."""
    return replace(row, answers=desk.versions(row.id)[-1].answers) if row.state == "correction" else row


def offers(store: Store, staff: Staff, at: datetime, region: str | None = None) -> list[Offered]:
    """The offers of expertise to the staff's regions; one that names no region is for all."""
    with store.desk(at) as desk:
        return [offer for offer in desk.offers(region) if offer.region is None or offer.region in staff.regions]


# -- deciding --------------------------------------------------------------------------------------------------------


def accept(
    store: Store,
    staff: Staff,
    reference: str,
    at: datetime,
    words: str | None = None,
    *,
    offices: Offices = NOWHERE,
    event_id: str | None = None,
) -> Done | Already:
    """The network takes the application. `words` are passed on to its members as they are."""
    said = _said(words)
    act = _Act("accepted", {"words": said}, lambda desk, id: desk.accept(id, staff.name, said))
    return _do(act, store, staff, reference, at, offices, event_id)


def refuse(
    store: Store,
    staff: Staff,
    reference: str,
    at: datetime,
    words: str | None = None,
    *,
    offices: Offices = NOWHERE,
    event_id: str | None = None,
) -> Done | Already:
    """The network does not take the application. `words` are passed on to its members as they are."""
    said = _said(words)
    act = _Act("refused", {"words": said}, lambda desk, id: desk.refuse(id, staff.name, said))
    return _do(act, store, staff, reference, at, offices, event_id)


def correct(
    store: Store,
    staff: Staff,
    reference: str,
    at: datetime,
    fields: Sequence[str],
    words: str,
    known: Collection[str],
    *,
    offices: Offices = NOWHERE,
    event_id: str | None = None,
) -> Done | Already:
    """Ask the members to answer some questions again; `words` say what is wrong. `known`: the questions there are.

    Raises `Unclear` where a field is not one of these, or where nothing is said.
    """
    named, said = list(dict.fromkeys(fields)), _said(words)
    if strange := [field for field in named if field not in known]:
        raise Unclear(f"no question is called {', '.join(strange)}; there are: {', '.join(sorted(known))}")
    if not named or not said:
        raise Unclear("a correction names at least one question and says what is wrong, for those who correct it")
    news = {"fields": named, "words": said}
    act = _Act("correction", news, lambda desk, id: desk.correct(id, staff.name, named, said))
    return _do(act, store, staff, reference, at, offices, event_id)


def move(
    store: Store,
    staff: Staff,
    reference: str,
    at: datetime,
    stage: str,
    *,
    offices: Offices = NOWHERE,
    event_id: str | None = None,
) -> Done | Already:
    """Say how far an application is in the process (`STAGES`). Raises `Unclear` for another word."""
    if stage not in STAGES:
        raise Unclear(f"no stage is called {stage}; there are: {', '.join(STAGES)}")
    act = _Act("stage", {"stage": stage}, lambda desk, id: desk.move(id, stage))
    return _do(act, store, staff, reference, at, offices, event_id)


def assign(
    store: Store, staff: Staff, reference: str, at: datetime, *, offices: Offices = NOWHERE, event_id: str | None = None
) -> Done | Already:
    """Say to one's colleagues that one looks after it. The members are not told: the network answers them."""
    act = _Act("assigned", None, lambda desk, id: desk.assign(id, staff.name))
    return _do(act, store, staff, reference, at, offices, event_id)


def _said(words: str | None) -> str | None:
    return (words or "").strip() or None


@dataclass(frozen=True)
class _Act:
    """A change to make, and the news of it for the members; None where it does not concern them."""

    name: str
    news: Mapping[str, Json] | None
    change: Callable[[Desk, str], bool]


def _do(
    act: _Act, store: Store, staff: Staff, reference: str, at: datetime, offices: Offices, event_id: str | None
) -> Done | Already:
    with store.desk(at, event_id) as desk:
        row = _found(desk, staff, reference)
        if not desk.first_time:
            return Already(row, repeat=True)
        if not act.change(desk, row.id):
            return Already(row)
        # What was said stays with the application, where it is erased with it: the audit line keeps the act alone.
        kept = {name: value for name, value in (act.news or {}).items() if name != "words"}
        detail = {"reference": row.reference, "version": row.version, **kept}
        desk.audit(f"staff:{staff.name}", f"application.{act.name}", f"application:{row.id}", detail)
        told = 0 if act.news is None else _tell(desk, row, f"application.{act.name}", act.news, at)
        if row.region in offices:
            Thread(desk, offices[row.region], f"application:{row.id}").card()
        return Done(_found(desk, staff, reference), told)


def _found(desk: Desk, staff: Staff, reference: str) -> ApplicationRow:
    row = desk.find(reference)
    if row is None:
        raise Unknown(f"no application is called {reference}")
    if row.region not in staff.regions:
        raise NotYours(f"{row.reference} is of {row.region}: {staff.name} does not act for that region")
    return row


def _tell(desk: Desk, row: ApplicationRow, name: str, values: Mapping[str, Json], at: datetime) -> int:
    """Queue the news to every conversation of every member, and what recalls it."""
    order: dict[str, Json] = {"order": NEWS, "name": name, "values": {"id": row.id, **values}}
    later = reminders.correction(row.id, row.version, at) if name == "application.correction" else ()
    members = desk.members(row.id)
    for member in members:
        desk.queue([Outgoing(order), *later], member.conversation_id)
    return len(members)

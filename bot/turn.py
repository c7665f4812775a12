"""The one way in: one event, one transaction.

The state is read, `take()` thinks, the next state, the records and the rendered messages are kept, and only then is
the event acknowledged to its channel. The same event twice is one turn. An event that makes our code fail is rolled
back, recorded as failed, answered with an apology, and never blocks the others.
"""

import traceback
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import structlog

from bot.render import Capabilities, Message, messages
from bot.words import LANGUAGES, PARIS, language_of, speaker
from dialogs.core.catalogue import Catalogue
from dialogs.core.dialog import World
from dialogs.core.effects import Effect, Forget, Order, Record
from dialogs.core.events import Event, Said
from dialogs.core.reply import Part, Reply
from dialogs.core.state import Profile, State, freeze, thaw
from dialogs.core.take import take
from dialogs.core.text import _
from knowledge.base import Knowledge
from storage.errors import StorageError
from storage.records import Assessed, Outgoing
from storage.store import Store
from storage.work import Work

log = structlog.get_logger()

FORGET = "forget"

SORRY = Reply(
    (
        Part(_("Pardon : une erreur de notre côté m'empêche de traiter ce message. Vos réponses sont gardées.")),
        Part(_("Réessayez, ou tapez /contact pour joindre une personne du réseau."), "note"),
    )
)


@dataclass(frozen=True)
class Heard:
    """An event as a channel delivers it: whose conversation, and the language the client asks for."""

    channel: str
    address: str
    event_id: str
    at: datetime
    said: Said
    locale: str | None = None


@dataclass(frozen=True)
class Assistant:
    """The bot, whole: what it keeps, what it knows, and what it can talk about."""

    store: Store
    facts: Knowledge
    catalogue: Catalogue

    def new_event_id(self, channel: str) -> str:
        """For a channel whose events bear no id of their own."""
        return f"{channel}:{uuid4().hex}"

    def hear(self, heard: Heard, able: Capabilities) -> bool:
        """Take one event; False when it had been taken before. After this returns it may be acknowledged.

        Raises a transient `StorageError` when the database could not be reached: the event is then still to be taken.
        """
        try:
            return self._turn(heard, able)
        except StorageError as error:
            if error.transient:
                raise
            return self._apologise(heard, able, error)
        except Exception as error:  # our bug, never the person's: it must not block the events behind it
            return self._apologise(heard, able, error)

    def _turn(self, heard: Heard, able: Capabilities) -> bool:
        where = {"channel": heard.channel, "address": heard.address}
        with self.store.turn(**where, event_id=heard.event_id, at=heard.at) as work:
            if work.first_time:
                self._think(work, heard, able)
            return work.first_time

    def _think(self, work: Work, heard: Heard, able: Capabilities) -> None:
        state = resumed(work.state, language_of(heard.locale))
        at = heard.at.astimezone(PARIS)
        world = World(self.facts, at, state.profile, speaker(state.profile.lang))
        turn = take(self.catalogue, state, Event(heard.event_id, at, heard.said), world)
        work.keep(freeze(turn.state))
        work.record(*records(turn.effects))
        work.queue(outgoing(messages(turn.replies, turn.state.profile.lang, able)))
        work.queue(orders(turn.effects, work.person_id))

    def _apologise(self, heard: Heard, able: Capabilities, error: Exception) -> bool:
        name = type(error).__name__
        log.error("turn_failed", channel=heard.channel, error=name, where=_innermost(error))
        said = outgoing(messages((SORRY,), self._language(heard), able))
        where = {"channel": heard.channel, "address": heard.address}
        return self.store.failed(**where, event_id=heard.event_id, at=heard.at, error=name, apology=said)

    def _language(self, heard: Heard) -> str:
        """The language that the person chose, or that their client asks for."""
        kept = self.store.kept(heard.channel, heard.address)
        return resumed(kept, language_of(heard.locale)).profile.lang

    def deliver(self, channel: str, address: str, now: datetime) -> Iterator[Message]:
        """What is due to one person, in order, for a channel that shows it at once.

        A message is marked as sent when the next one is asked for: a kill in between shows it again, never loses it.
        """
        conversation = self.store.conversation(channel, address)
        for row in self.store.outbox.pending(conversation, now) if conversation is not None else ():
            if "order" not in row.body:
                yield Message.from_json(row.body)
            elif not self._obeyed(row.body, now):
                self.store.outbox.dead(row, now)
                continue
            self.store.outbox.done(row, None, now)

    def _obeyed(self, order: Mapping[str, Any], now: datetime) -> bool:
        """Orders wait behind the words that announce them, so that a goodbye is said before all is erased.

        False for an order that this version does not know: it is given up and logged, never taken for done.
        """
        if order["order"] == FORGET:
            self.store.forget(order["person"], now, who=f"person:{order['person']}")
            return True
        log.error("order_unknown", order=order["order"])
        return False


def resumed(kept: object, lang: str) -> State:
    """The conversation as it was kept; `lang` where none was, or one that is no longer spoken here."""
    state = thaw(kept, Profile(lang))
    return state if state.profile.lang in LANGUAGES else replace(state, profile=replace(state.profile, lang=lang))


def outgoing(said: Iterable[Message]) -> tuple[Outgoing, ...]:
    return tuple(Outgoing(body=message.to_json(), key=message.key) for message in said)


def records(effects: Iterable[Effect]) -> tuple[Assessed, ...]:
    """The rows that a turn leaves besides its conversation."""
    return tuple(_RECORDS[effect.kind](effect.values) for effect in effects if isinstance(effect, Record))


def orders(effects: Iterable[Effect], person: int) -> tuple[Outgoing, ...]:
    """What the world has to do after the commit."""
    return tuple(Outgoing(body=body) for effect in effects if (body := _order(effect, person)))


def _order(effect: Effect, person: int) -> dict[str, Any] | None:
    match effect:
        case Forget():
            return {"order": FORGET, "person": person}
        case Order(kind=kind, values=values):
            return {"order": kind, **values}
    return None


def _assessed(values: Mapping[str, Any]) -> Assessed:
    return Assessed(**{**values, "at": datetime.fromisoformat(values["at"])})


_RECORDS = {"assessed": _assessed}


def _innermost(error: BaseException) -> str:
    """File and line where it failed: enough to mend it, and nothing that the person wrote."""
    frames = traceback.extract_tb(error.__traceback__)
    return f"{Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else ""

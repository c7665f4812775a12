"""The one way in: one event, one transaction.

The state is read, `take()` thinks, the next state, the records and the rendered messages are kept, and only then is
the event acknowledged to its channel. The same event twice is one turn. An event that makes our code fail is rolled
back, recorded as failed, answered with an apology, and never blocks the others.
"""

import secrets
import traceback
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime, timedelta
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import structlog

from bot import claiming, orders
from bot import field as in_the_field
from bot.affording import SpendingOracle
from bot.alerts import BELL, Alarms, Roster
from bot.books import Till
from bot.carrying import Hands, carry_out, shares
from bot.channels.base import Content
from bot.emergency import KEPT, FirstAid, calling, language, urgent
from bot.offices import Office
from bot.oracle import TurnOracle
from bot.papers import Papers
from bot.relay import Relay, Why
from bot.render import Capabilities, Line, Message, messages
from bot.resuming import resumed
from bot.shelf import Shelf
from bot.words import PARIS, language_of, speaker
from dialogs.core.catalogue import Catalogue
from dialogs.core.dialog import World
from dialogs.core.events import Came, Event, Pressed, Said, Sent
from dialogs.core.oracle import Oracle
from dialogs.core.reply import Part, Reply
from dialogs.core.state import Profile, freeze
from dialogs.core.take import take
from dialogs.core.text import _
from dialogs.emergency import answer
from dialogs.emergency.acts import FIRST_AID
from dialogs.field.expenses import Book
from dialogs.field.mission import Mission
from knowledge.base import Knowledge
from storage.errors import StorageError
from storage.outbox import Message as Row
from storage.records import Outgoing
from storage.store import Store
from storage.work import Work

if TYPE_CHECKING:
    from bot.questions import Questions

log = structlog.get_logger()

SORRY = Reply(
    (
        Part(_("Pardon : une erreur de notre côté m'empêche de traiter ce message. Vos réponses sont gardées.")),
        Part(_("Réessayez, ou tapez /contact pour joindre une personne du réseau."), "note"),
    ),
    (FIRST_AID,),
)


@dataclass(frozen=True)
class Tapped:
    """A press on the `place`-th button (from 0) of the message that left as row `row` of the outbox.

    Nothing in it is believed: the row is looked up among those of the very conversation it is pressed in.
    """

    row: int
    place: int


@dataclass(frozen=True)
class Gathered:
    """The time has come to answer an album, kept in row `row` of the outbox: its files are answered as one."""

    row: int


@dataclass(frozen=True)
class Heard:
    """An event as a channel delivers it: whose conversation, and the language the client asks for.

    `album` is what the channel calls the set of files that this one belongs to: they are answered together.
    """

    channel: str
    address: str
    event_id: str
    at: datetime
    said: Said | Tapped | Gathered
    locale: str | None = None
    album: str | None = None


READABLE = "abcdefghjkmnpqrstuvwxyz23456789"
"""Letters and digits without those that are taken for one another: i, l, o, 0, 1."""


def unguessable() -> str:
    """A new id or code, long enough not to be guessed, easy to read aloud."""
    return "".join(secrets.choice(READABLE) for _place in range(12))


ALBUM = timedelta(seconds=1.5)
"""How long after the last file of an album it is answered: the vendor never says which one is the last."""

CHOSEN = "chosen"
"""The role of the line that keeps what was pressed, where the question itself is replaced."""


@dataclass(frozen=True)
class Meant:
    """What an event says once the button is known; `replaces` and `label` are set where the answer takes its place."""

    said: Said
    replaces: str | None = None
    label: str = ""


@dataclass(frozen=True)
class Assistant:
    """The bot, whole: what it keeps, what it knows, what it can talk about, and where staff read.

    `questions` gives what answers questions at an instant, ready or made now; None where nothing does. `roster`: whom
    an alert reaches besides the staff's place.
    """

    store: Store
    facts: Knowledge
    catalogue: Catalogue
    papers: Papers | None = None
    fresh: Callable[[], str] = unguessable
    offices: Mapping[str, Office] = field(default_factory=dict)
    questions: "Callable[[datetime], Questions] | None" = None
    till: Till | None = None
    """The rates at hand; None: those that were shipped."""
    roster: Roster = field(default_factory=Roster)

    @property
    def alarms(self) -> Alarms:
        """What carries alerts."""
        return Alarms(self.facts, self.offices, self.roster)

    @property
    def first_aid(self) -> FirstAid:
        """What answers a call for help, before anything else hears of it."""
        return FirstAid(self.facts, self.alarms, self.fresh, lambda text: self.catalogue.told(text) is not None)

    @cached_property
    def shelf(self) -> Shelf:
        """The livrets, for those who read them."""
        return Shelf(self.facts)

    def new_event_id(self, channel: str) -> str:
        """For a channel whose events bear no id of their own."""
        return f"{channel}:{uuid4().hex}"

    # -- in --------------------------------------------------------------------------------------------------------

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
            if work.first_time and heard.album and isinstance(heard.said, Sent):
                self._gather(work, heard, heard.said)
            elif work.first_time:
                self._answer(work, heard, able)
            return work.first_time

    def _gather(self, work: Work, heard: Heard, sent: Sent) -> None:
        """What comes in an album is answered together; a receipt has its number at once all the same."""
        receipt = self._receipt(work, heard, sent)
        part = claiming.part_of_album(receipt) if receipt else asdict(sent)
        work.gather(f"album:{heard.album}", part, heard.at + ALBUM)

    def _receipt(self, work: Work, heard: Heard, said: Said) -> Came | None:
        """A file of a volunteer is a receipt, whatever they were asked."""
        if not isinstance(said, Sent):
            return None
        return claiming.receive(work, said, heard.at.astimezone(PARIS), heard.channel, heard.album, self.fresh)

    def _answer(self, work: Work, heard: Heard, able: Capabilities) -> None:
        """First aid hears everything first; what is no emergency is a receipt, or for the dialogs."""
        meant = self._meant(work, heard, able)
        said = self.first_aid.take(work, heard, meant.said, able) if meant else None
        if meant and said:
            said = self._receipt(work, heard, said) or said
            self._think(work, heard, able, meant if said is meant.said else Meant(said))

    def _think(self, work: Work, heard: Heard, able: Capabilities, meant: Meant) -> None:
        """Take the event, then the news that its own records bring about, all in this transaction."""
        state = resumed(work.state, language_of(heard.locale))
        at = heard.at.astimezone(PARIS)
        told: list[Reply] = []
        after: list[Outgoing] = []
        coming: list[Said] = [meant.said]
        while coming:
            world = self._world(work, state.profile, at)
            turn = take(self.catalogue, state, Event(heard.event_id, at, coming.pop(0)), world)
            state = turn.state
            told = [*(reply for reply in told if not reply.asks), *turn.replies]
            if isinstance(meant.said, Came) and all(reply.asks for reply in told):
                told = []  # news that say nothing are no occasion to ask again
            carried = carry_out(turn.effects, Hands(work, self.facts, at, state.profile.lang, self.offices))
            coming += carried.news
            after += carried.orders
        work.keep(freeze(state) | _still_waited_for(work, meant.said))
        work.queue(outgoing(in_place(messages(told, state.profile.lang, able), meant.label), meant.replaces))
        work.queue(after)

    def _world(self, work: Work, profile: Profile, at: datetime) -> World:
        """What the dialogs may know in this turn."""
        missions = tuple(self._missions(work))
        books = [one.book for one in missions if one.book is not None]
        shared = shares(work.applications.mine(), self.papers.in_chat if self.papers else ())
        return World(
            self.facts,
            at,
            profile,
            speaker(profile.lang),
            shared={**shared, **claiming.shares(books)},
            fresh=self.fresh(),
            relays=frozenset(self.offices),
            oracle=self._oracle(at, books),
            missions=missions,
            money=books[-1].currency if books else None,
            livret=self.shelf.chapters,
        )

    def _oracle(self, at: datetime, books: list[Book]) -> Oracle | None:
        """What answers questions; to whoever is on a mission, also about what is left of its money."""
        if self.questions is None:
            return None
        known = TurnOracle(partial(self.questions, at))
        return SpendingOracle(known, books[-1]) if books else known

    def _missions(self, work: Work) -> Iterator[Mission]:
        """The missions of a person, each with its money for a volunteer."""
        found = work.missions.mine()
        till = self.till or Till(lambda: self.facts.rates)
        books = {one.mission.id: claiming.book(work, one, self.facts, till) for one in found}
        return (replace(one, book=books[one.id]) for one in in_the_field.missions(found))

    def _meant(self, work: Work, heard: Heard, able: Capabilities) -> Meant | None:
        """What was said, in words of the dialogs; None for an album that was answered before."""
        match heard.said:
            case Tapped(row=row, place=place):
                return _pressed(work, row, place, able)
            case Gathered(row=row):
                parts = work.gathered(row)
                return Meant(claiming.together(parts) or _album(parts)) if parts else None
            case said:
                return Meant(said)

    def _apologise(self, heard: Heard, able: Capabilities, error: Exception) -> bool:
        name = type(error).__name__
        log.error("turn_failed", channel=heard.channel, error=name, where=innermost(error))
        words = calling(heard.said)
        lang = self._language(heard)
        said = outgoing(messages((SORRY,), lang, able)) if words is None else plainly(words, lang, able)
        where = {"channel": heard.channel, "address": heard.address}
        return self.store.failed(**where, event_id=heard.event_id, at=heard.at, error=name, apology=said)

    def _language(self, heard: Heard) -> str:
        """The language that the person chose, or that their client asks for."""
        return language(self.store.kept(heard.channel, heard.address), heard.locale)

    # -- out -------------------------------------------------------------------------------------------------------

    def obey(self, row: Row, now: datetime, able: Capabilities) -> tuple[Outgoing, ...]:
        """Carry out the order of a row whose time has come; what it gives to send takes the row's place.

        Raises `orders.Unknown` for an order that nothing here knows, and whatever carrying it out raises.
        """
        return orders.obey(self, row, now, able)

    def content(self, row: Row, now: datetime) -> Content | None:
        """What a row sends; None where what it is about is gone, and nothing is to be sent any more."""
        return orders.content(self, row, now)

    def undelivered(self, row: Row, why: Why, now: datetime) -> None:
        """A row will not arrive, or not before somebody comes back: whoever should know is told."""
        Relay(self.store, self.facts, self.offices).undelivered(row, why, now)

    def ring(self, now: datetime) -> None:
        """Carry out what the bell has due, where no dispatcher does: a chat in a terminal."""
        outbox = self.store.outbox
        while rows := outbox.heads(now, 10, channels=(BELL,)):
            for row in rows:
                outbox.replace(row, self.obey(row, now, Capabilities()), now)

    def deliver(self, channel: str, address: str, now: datetime, able: Capabilities) -> Iterator[Content]:
        """What is due to one person, in order, for a channel that shows it at once.

        A message is marked as sent when the next one is asked for: a kill in between shows it again, never loses it.
        Orders wait behind the words that announce them.
        """
        conversation = self.store.conversation(channel, address)
        while rows := self.store.outbox.pending(conversation, now) if conversation is not None else ():
            for row in rows:
                yield from self._delivered(row, now, able)

    def _delivered(self, row: Row, now: datetime, able: Capabilities) -> Iterator[Content]:
        outbox = self.store.outbox
        try:
            if orders.is_order(row.body):
                outbox.replace(row, self.obey(row, now, able), now)
                return
            content = self.content(row, now)
        except orders.Unknown as unknown:
            log.error("order_unknown", order=str(unknown))
            outbox.dead(row, now)
            return
        except Exception as error:  # our bug: said in the log, and the conversation goes on
            log.error("order_failed", error=type(error).__name__, where=innermost(error))
            outbox.dead(row, now)
            return
        if content is not None:
            yield content
        outbox.done(row, None, now)


def plainly(words: str, lang: str, able: Capabilities) -> list[Outgoing]:
    """The answer to a call for help that needs nothing; in French, which needs no catalogue, if that fails too."""
    try:
        return urgent((answer.plain(words),), lang, able)
    except Exception as error:  # whatever is wrong with a translation, the number is told
        log.error("words_failed", error=type(error).__name__)
        return urgent((answer.plain(),), "fr", able)


def _still_waited_for(work: Work, said: Said) -> dict[str, Any]:
    """News are no answer: what first aid waits for, it goes on waiting for."""
    kept = work.state if isinstance(work.state, Mapping) else {}
    return {KEPT: kept[KEPT]} if isinstance(said, Came) and KEPT in kept else {}


def _pressed(work: Work, row: int, place: int, able: Capabilities) -> Meant:
    """A press is looked up among what was sent here; one that is not found is one on a button long gone."""
    sent = work.sent(row)
    choices = sent.body.get("choices", ()) if sent and isinstance(sent.body, Mapping) else ()
    if sent is None or not 0 <= place < len(choices):
        return Meant(Pressed("", "", ""))
    label, press, *_rest = choices[place]
    if sent.last and able.edits_messages:
        return Meant(Pressed(*press), f"#{row}", label)
    return Meant(Pressed(*press))


def _album(parts: list[Any]) -> Sent:
    """Files that were sent together, as one thing said: one answer, not ten."""
    first, *others = (Sent(**{**part, "album": ()}) for part in parts)
    return replace(first, album=tuple(one.file_id for one in others if one.file_id))


def outgoing(said: Iterable[Message], replaces: str | None = None) -> tuple[Outgoing, ...]:
    """Messages as rows; the first one takes the place of the row named, if one is."""
    rows = [Outgoing(body=message.to_json(), key=message.key) for message in said]
    return tuple(replace(row, edits=None if place else replaces) for place, row in enumerate(rows))


def in_place(said: tuple[Message, ...], label: str) -> tuple[Message, ...]:
    """The same, the first one opening with what was pressed: the question that it replaces is not seen any more."""
    if not label or not said:
        return said
    first, *others = said
    return (replace(first, lines=(Line(CHOSEN, f"✓ {label}"), *first.lines)), *others)


def innermost(error: BaseException) -> str:
    """File and line where it failed: enough to mend it, and nothing that the person wrote."""
    frames = traceback.extract_tb(error.__traceback__)
    return f"{Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else ""

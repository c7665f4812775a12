"""A list of any other kind, as one answer: add, remove, done.

What is listed so far travels in the partial, as JSON:

    [dump, ...]                                             an answer that is being edited
    {"items": [dump, ...], "maybe": [dump, ...],            items, readings of a doubtful one waiting for a choice,
     "inner": partial of the item, "waiting": [line, ...]}  and lines of the same message not read yet

The list asks about a doubtful item itself, so that the other items are kept and more can be added afterwards.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

from dialogs.core.events import Said, Typed
from dialogs.core.kind import Accepted, Json, Kind, Option, Outcome, Partial, Reading, Refused, Unreadable, Unsure
from dialogs.core.kinds.choices import Choice
from dialogs.core.kinds.contacts import Email, Phone
from dialogs.core.kinds.countries import Country
from dialogs.core.kinds.texts import LongText, ShortText
from dialogs.core.reading.choosing import DONE, NONE, by_number, place_of, removal, says, yes_no_unknown
from dialogs.core.route import digest
from dialogs.core.text import Listed, Text, _, _n

T = TypeVar("T")

FINISHED, OTHER = _("Terminé"), _("Autre chose : je réécris")
MOST_LINES = 50
TOLD_TOGETHER = (Choice, Country, Email, Phone)
"""Kinds whose answers may share a line: in the others, a comma or an « et » is part of one answer."""
BETWEEN = re.compile(r"\s*[,;،؛]\s*|\s+(?:et|and|y|e)\s+|\s+و\s*")


@dataclass(frozen=True, slots=True)
class Listing(Generic[T]):
    """A list under way."""

    items: tuple[T, ...] = ()
    maybe: tuple[T, ...] = ()
    inner: Json = None
    waiting: tuple[str, ...] = ()


class ListOf(Kind[tuple[T, ...]]):
    """Between `min` and `max` answers of one kind. Each message adds; each line of a message is an item."""

    name = "list_of"

    def __init__(self, kind: Kind[T], *, min: int = 1, max: int = 20) -> None:
        if isinstance(kind, ListOf):
            raise TypeError("a list of lists: nobody could tell which one « terminé » ends")
        self.kind, self.min, self.max = kind, min, max

    @property
    def free(self) -> bool:
        return self.kind.free

    # -- what is said --------------------------------------------------------------------------------------------

    def read(self, said: Said, reading: Reading) -> Outcome[tuple[T, ...]]:
        listing = self._listing(reading.partial)
        text = said.text.strip() if isinstance(said, Typed) and not said.forwarded else ""
        if listing.maybe and text and (settled := self._settled(text, listing, reading)):
            return settled
        if says(text, DONE) or (says(text, NONE) and not self.min and not listing.items):
            return self._done(listing, reading)
        listing = replace(listing, maybe=(), waiting=())
        if (wanted := removal(text)) is not None:
            return self._removed(listing, self._place(wanted, listing, reading), reading)
        return self._said(listing, said, text, reading)

    def press(self, value: str, reading: Reading) -> Outcome[tuple[T, ...]]:
        listing = self._listing(reading.partial)
        act, _colon, mark = value.partition(":")
        match act:
            case "=done":
                return self._done(listing, reading)
            case "=remove":
                return self._removed(listing, self._marked(mark, listing.items), reading)
            case "=item":
                return self._picked(listing, self._marked(mark, listing.maybe), reading)
            case "=other":
                return self._asked(replace(listing, maybe=(), inner=None), reading)
        listing = replace(listing, maybe=(), waiting=())
        return self._step(listing, lambda inside: self.kind.press(value, inside), reading)

    def _marks(self, items: Sequence[T]) -> list[str]:
        """What buttons bear of the items they are about, twins told apart: a stale one never acts on another."""
        names = [digest(self.kind.dump(item))[:12] for item in items]
        return [f"{name}:{names[:place].count(name)}" for place, name in enumerate(names)]

    def _marked(self, mark: str, items: Sequence[T]) -> int:
        """The place, from 1, of the item that a button is about."""
        marks = self._marks(items)
        if mark not in marks:
            raise Refused(_("Ce choix n'est plus valable."))
        return marks.index(mark) + 1

    def _settled(self, text: str, listing: Listing[T], reading: Reading) -> Outcome[tuple[T, ...]] | None:
        """What a typed answer to "did you mean" leads to; None when it is something new."""
        said = yes_no_unknown(text)
        if said == "no":
            return self._asked(replace(listing, maybe=()), reading)
        if said == "yes" and len(listing.maybe) == 1:
            return self._picked(listing, 1, reading)
        candidates = self._candidates(listing)
        if numbered := by_number(text, candidates):
            place = [option.value for option in candidates].index(numbered[0]) + 1
            return (
                self._picked(listing, place, reading)
                if place <= len(listing.maybe)
                else self._asked(replace(listing, maybe=()), reading)
            )
        return None

    def _picked(self, listing: Listing[T], number: int, reading: Reading) -> Outcome[tuple[T, ...]]:
        item = listing.maybe[number - 1]
        return self._asked(self._added(replace(listing, maybe=()), item), reading)

    def _said(self, listing: Listing[T], said: Said, text: str, reading: Reading) -> Outcome[tuple[T, ...]]:
        lines = [line for line in (line.strip(" \t-•*–") for line in text.splitlines()) if line]
        keeps_lines = isinstance(self.kind, LongText) and not isinstance(self.kind, ShortText)
        if not keeps_lines and len(lines := [part for line in lines for part in self._told(line, reading)]) > 1:
            return self._asked(replace(listing, waiting=tuple(lines[:MOST_LINES])), reading)
        return self._step(listing, lambda inside: self.kind.read(said, inside), reading)

    def _told(self, line: str, reading: Reading) -> list[str]:
        """`Togo, Mali et Bénin`: its items one by one, when each reads surely and the whole does not."""
        parts = [part for part in BETWEEN.split(line[:2000]) if part][:MOST_LINES]
        fresh = replace(reading, partial=None)
        apart = len(parts) > 1 and isinstance(self.kind, TOLD_TOGETHER) and not self._sure(line, fresh)
        return parts if apart and all(self._sure(part, fresh) for part in parts) else [line]

    def _sure(self, text: str, reading: Reading) -> bool:
        try:
            return isinstance(self.kind.read(Typed(text), reading), Accepted)
        except Refused:
            return False

    # -- one step -------------------------------------------------------------------------------------------------

    def _asked(self, listing: Listing[T], reading: Reading) -> Outcome[tuple[T, ...]]:
        """Read the lines still waiting; stop at the first that needs the person."""
        while listing.waiting and not listing.maybe and listing.inner is None:
            line, listing = listing.waiting[0], replace(listing, waiting=listing.waiting[1:])
            try:
                listing = self._heard(listing, self.kind.read(Typed(line), self._inside(listing, reading)))[0]
            except Refused as refused:
                return self._partial(replace(listing, waiting=()), self._left_out(listing, line, refused.text))
        return self._partial(listing, self._say(listing, reading))

    def _left_out(self, listing: Listing[T], line: str, why: Text) -> Text:
        if listing.waiting:
            return _(
                "Je n'ai pas pu lire « {line} » : {why} Les lignes suivantes ne sont pas lues : renvoyez-les ensuite.",
                line=line,
                why=why,
            )
        return _("Je n'ai pas pu lire « {line} » : {why}", line=line, why=why)

    def _step(
        self, listing: Listing[T], read: Callable[[Reading], Outcome[T]], reading: Reading
    ) -> Outcome[tuple[T, ...]]:
        after, say = self._heard(listing, read(self._inside(listing, reading)))
        return self._partial(after, say or self._say(after, reading))

    def _heard(self, listing: Listing[T], outcome: Outcome[T]) -> tuple[Listing[T], Text | None]:
        match outcome:
            case Accepted(value=item):
                return self._added(listing, item), None
            case Unsure(candidates=candidates):
                self._room(listing)
                return replace(listing, maybe=tuple(candidates), inner=None), None
            case Partial(kept=kept, say=say):
                return replace(listing, inner=kept), say

    def _inside(self, listing: Listing[T], reading: Reading) -> Reading:
        return replace(reading, partial=listing.inner)

    def _added(self, listing: Listing[T], item: T) -> Listing[T]:
        self._room(listing)
        return replace(listing, items=(*listing.items, item), inner=None)

    def _room(self, listing: Listing[T]) -> None:
        if len(listing.items) >= self.max:
            raise Refused(
                _(
                    "La liste est complète : {max} au plus. Dites « terminé », ou retirez-en un : « supprimer 1 ».",
                    max=self.max,
                )
            )

    def _place(self, wanted: str, listing: Listing[T], reading: Reading) -> int:
        place = place_of(wanted, [reading.say(self.kind.show(item)) for item in listing.items])
        if place is None:
            raise Refused(_("Dites le numéro de la réponse à retirer, par exemple « supprimer 1 »."))
        return place

    def _removed(self, listing: Listing[T], number: int, reading: Reading) -> Outcome[tuple[T, ...]]:
        if not 1 <= number <= len(listing.items):
            raise Refused(_("Il n'y a pas de numéro {number} dans la liste.", number=number))
        items = (*listing.items[: number - 1], *listing.items[number:])
        listing = replace(listing, items=items, inner=None, maybe=(), waiting=())
        return self._partial(listing, self._say(listing, reading))

    def _done(self, listing: Listing[T], reading: Reading) -> Outcome[tuple[T, ...]]:
        if listing.maybe or listing.inner is not None:
            raise Refused(_("Il reste une réponse à préciser. {question}", question=self._say(listing, reading)))
        if len(listing.items) < self.min:
            raise Refused(
                _n("Il en faut au moins {count}. Ajoutez-le.", "Il en faut au moins {count}. Ajoutez-en.", self.min)
            )
        return Accepted(listing.items)

    # -- what is kept and said ------------------------------------------------------------------------------------

    def _partial(self, listing: Listing[T], say: Text) -> Partial:
        kept: dict[str, Json] = {"items": [self.kind.dump(item) for item in listing.items]}
        if listing.maybe:
            kept["maybe"] = [self.kind.dump(item) for item in listing.maybe]
        if listing.inner is not None:
            kept["inner"] = listing.inner
        if listing.waiting:
            kept["waiting"] = list(listing.waiting)
        return Partial(kept, say)

    def _listing(self, partial: Json) -> Listing[T]:
        """Any JSON gives a list under way: what does not read is left out."""
        if isinstance(partial, list | tuple):
            return Listing(self._loaded(partial)[: self.max])
        if not isinstance(partial, dict):
            return Listing()
        lines = partial.get("waiting")
        return Listing(
            self._loaded(partial.get("items"))[: self.max],
            self._loaded(partial.get("maybe"))[:5],
            partial.get("inner"),
            tuple(line for line in lines if isinstance(line, str)) if isinstance(lines, list | tuple) else (),
        )

    def _loaded(self, raw: Json) -> tuple[T, ...]:
        found = []
        for item in raw if isinstance(raw, list | tuple) else ():
            try:
                found.append(self.kind.load(item))
            except Unreadable:
                continue
        return tuple(found)

    def edited_from(self, raw: Json) -> Json:
        """The list as it is: what is said next adds to it or takes from it."""
        return raw

    def prompt(self, partial: Json, reading: Reading) -> Text | None:
        return None if partial is None else self._say(self._listing(partial), reading)

    def _say(self, listing: Listing[T], reading: Reading) -> Text:
        if len(listing.maybe) == 1:
            return _("Vous voulez dire : {answer} ?", answer=self.kind.show(listing.maybe[0]))
        if listing.maybe:
            return _("Que voulez-vous dire ?")
        if listing.inner is not None and (asked := self.kind.prompt(listing.inner, self._inside(listing, reading))):
            return asked
        if not listing.items:
            return _("La liste est vide. Ajoutez une réponse.")
        shown = Listed(tuple(self._numbered(listing.items)))
        if len(listing.items) >= self.max:
            return _("Votre liste : {items}. Elle est complète : dites « terminé ».", items=shown)
        if len(listing.items) < self.min:
            return _("Votre liste : {items}. Ajoutez-en encore.", items=shown)
        return _("Votre liste : {items}. Ajoutez autre chose, ou dites « terminé ».", items=shown)

    def _numbered(self, items: Sequence[T]) -> list[Text]:
        return [_("{number}. {item}", number=place, item=self.kind.show(item)) for place, item in enumerate(items, 1)]

    # -- the answer -----------------------------------------------------------------------------------------------

    def dump(self, value: tuple[T, ...]) -> Json:
        return [self.kind.dump(item) for item in value]

    def load(self, raw: Json) -> tuple[T, ...]:
        if not isinstance(raw, list | tuple) or not self.min <= len(raw) <= self.max:
            raise Unreadable(self.name)
        return tuple(self.kind.load(item) for item in raw)

    def show(self, value: tuple[T, ...]) -> Text:
        if not value:
            return _("Aucun")
        return _("{items}", items=Listed(tuple(self.kind.show(item) for item in value)))

    def options(self, reading: Reading) -> tuple[Option, ...]:
        listing = self._listing(reading.partial)
        if listing.maybe:
            return self._candidates(listing)
        full = len(listing.items) >= self.max
        inner = () if full else self.kind.options(self._inside(listing, reading))
        removals = tuple(
            Option(f"=remove:{mark}", _("Retirer : {item}", item=self.kind.show(item)))
            for mark, item in zip(self._marks(listing.items), listing.items, strict=True)
        )
        if listing.inner is not None:
            return (*inner, Option("=other", OTHER), *removals)
        done = (Option("=done", FINISHED, DONE),) if len(listing.items) >= self.min else ()
        return (*inner, *done, *removals)

    def _candidates(self, listing: Listing[T]) -> tuple[Option, ...]:
        marks = self._marks(listing.maybe)
        shown = [Option(f"=item:{mark}", self.kind.show(item)) for mark, item in zip(marks, listing.maybe, strict=True)]
        return (*shown, Option("=other", OTHER))

    def hint(self) -> Text | None:
        how = _n(
            "{count} réponse au plus. Dites « terminé » à la fin.",
            "Une réponse par message ou par ligne, {count} au plus. Dites « terminé » à la fin.",
            self.max,
        )
        inner = self.kind.hint()
        return how if inner is None else _("{list} Pour chacune : {item}", list=how, item=inner)

    def fingerprint(self) -> str:
        return f"{self.name}({self.kind.fingerprint()};{self.min}..{self.max})"


__all__ = ["ListOf"]

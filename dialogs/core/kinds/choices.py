"""One of some options, several of them, yes or no. Pressed, numbered, named, or nearly named."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Literal

from dialogs.core.events import Said, Typed
from dialogs.core.kind import (
    Accepted,
    Json,
    Kind,
    Option,
    Outcome,
    Partial,
    Reading,
    Refused,
    Unreadable,
    Unsure,
    words,
)
from dialogs.core.reading.choosing import ALL, DONE, NONE, chosen, recognised, says, yes_no_unknown
from dialogs.core.reading.letters import loose
from dialogs.core.text import Listed, Text, _, _n

Answer3 = Literal["yes", "no", "unknown"]

DID_YOU_MEAN = _("Que voulez-vous dire ?")
YES, NO, UNKNOWN = _("Oui"), _("Non"), _("Je ne sais pas")
TICKED = _("✓ {label}")
FINISHED = _("Terminé")

STRONG = re.compile(r"[,;/+&\n،؛]")
WEAK = re.compile(r" (?:et|and|y|e|ou|or|plus) | و ?")


RUN = re.compile(r"(?:(?:de|du|from|من) )?(\d{1,2}) (?:a|au|to|through|hasta|ate|ao|الي) (\d{1,2})")
BEFORE_NUMBER = re.compile(
    r"^ ?(?:(?:les?|the|los|el|os|o) |l')?"
    r"(?:odd|sdgs?|ods|objectifs?|goals?|objetivos?|numeros?|n°|الهدف|الاهداف) ?(?=\d)"
)
"""`1 à 3`, `ODD 4`, as `loose` leaves them."""


class Choice(Kind[str]):
    """One of `options`; T is its value."""

    name = "choice"

    def __init__(self, options: Sequence[Option]) -> None:
        self.choices = tuple(options)
        self.labels = {option.value: option.label for option in self.choices}

    def read(self, said: Said, reading: Reading) -> Outcome[str]:
        found = recognised(words(said), self.choices, reading)
        if found.exact and len(found.keys) == 1:
            return Accepted(found.keys[0])
        if found.keys:
            return Unsure(found.keys, DID_YOU_MEAN)
        raise Refused(_("Je n'ai pas reconnu votre choix. Répondez par un des choix proposés, ou par son numéro."))

    def press(self, value: str, reading: Reading) -> Outcome[str]:
        return Accepted(value) if value in self.labels else self.read(Typed(value), reading)

    def dump(self, value: str) -> Json:
        return value

    def load(self, raw: Json) -> str:
        if not isinstance(raw, str) or raw not in self.labels:
            raise Unreadable(self.name)
        return raw

    def show(self, value: str) -> Text:
        return self.labels[value]

    def options(self, reading: Reading) -> tuple[Option, ...]:
        return self.choices

    def fingerprint(self) -> str:
        return f"{self.name}({','.join(sorted(self.labels))})"


class YesNo(Kind[bool]):
    """Yes or no, in any of the five languages, in a thumb or in a letter."""

    name = "yes_no"

    def read(self, said: Said, reading: Reading) -> Outcome[bool]:
        match yes_no_unknown(words(said)):
            case "yes":
                return Accepted(True)
            case "no":
                return Accepted(False)
            case "unknown":
                raise Refused(_("Ici, il me faut un oui ou un non. Prenez votre temps : vos réponses sont gardées."))
        number = chosen(words(said), self.options(reading), reading)
        if number.exact and len(number.keys) == 1:
            return Accepted(number.keys == ("yes",))
        raise Refused(_("Répondez par oui ou par non, s'il vous plaît."))

    def dump(self, value: bool) -> Json:
        return value

    def load(self, raw: Json) -> bool:
        if not isinstance(raw, bool):
            raise Unreadable(self.name)
        return raw

    def show(self, value: bool) -> Text:
        return YES if value else NO

    def options(self, reading: Reading) -> tuple[Option, ...]:
        return (Option("yes", YES), Option("no", NO))


class YesNoUnsure(Kind[Answer3]):
    """Yes, no, or "I do not know", which is an answer too."""

    name = "yes_no_unsure"
    labels: dict[Answer3, Text] = {"yes": YES, "no": NO, "unknown": UNKNOWN}  # noqa: RUF012

    def read(self, said: Said, reading: Reading) -> Outcome[Answer3]:
        text = words(said)
        found = chosen(text, self.options(reading), reading)
        value = yes_no_unknown(text) or (found.keys[0] if found.exact and len(found.keys) == 1 else None)
        for answer in self.labels:
            if answer == value:
                return Accepted(answer)
        raise Refused(_("Répondez par oui, par non, ou par « je ne sais pas », s'il vous plaît."))

    def dump(self, value: Answer3) -> Json:
        return value

    def load(self, raw: Json) -> Answer3:
        for answer in self.labels:
            if answer == raw:
                return answer
        raise Unreadable(self.name)

    def show(self, value: Answer3) -> Text:
        return self.labels[value]

    def options(self, reading: Reading) -> tuple[Option, ...]:
        return tuple(Option(value, label) for value, label in self.labels.items())


class SeveralChoices(Kind[tuple[str, ...]]):
    """Some of `options`: all in one message, or ticked one by one until "done". Kept in the order of the options."""

    name = "several_choices"

    def __init__(self, options: Sequence[Option], *, min: int = 1, max: int | None = None) -> None:
        self.choices = tuple(options)
        self.labels = {option.value: option.label for option in self.choices}
        self.min, self.max = min, len(self.choices) if max is None else max

    def read(self, said: Said, reading: Reading) -> Outcome[tuple[str, ...]]:
        text = words(said)
        ticked = self._ticked(reading.partial)
        if says(text, DONE):
            return self._done(ticked)
        if says(text, ALL):
            return self._whole(tuple(self.labels))
        if says(text, NONE) and self.min == 0:
            return Accepted(())
        return self._named(text, ticked, reading)

    def _named(self, text: str, ticked: tuple[str, ...], reading: Reading) -> Outcome[tuple[str, ...]]:
        found = recognised(text, self.choices, reading)
        if found.exact and len(found.keys) == 1:
            return self._whole((*ticked, *found.keys))
        several = [recognised(part, self.choices, reading) for part in parts(text, reading, self.choices)]
        keys = [key for part in several for key in part.keys[:1]]
        if not keys or not all(part.keys for part in several):
            raise Refused(_("Je n'ai pas tout reconnu. Donnez les numéros de vos choix, par exemple : 1, 3."))
        if all(part.exact and len(part.keys) == 1 for part in several):
            return self._whole((*ticked, *keys))
        return Unsure((self._fits(self._sorted((*ticked, *keys))),), DID_YOU_MEAN)

    def press(self, value: str, reading: Reading) -> Outcome[tuple[str, ...]]:
        ticked = self._ticked(reading.partial)
        if value == "=done":
            return self._done(ticked)
        if value not in self.labels:
            return self.read(Typed(value), reading)
        toggled = [key for key in ticked if key != value] if value in ticked else [*ticked, value]
        return self._more(self._sorted(toggled))

    def _whole(self, keys: Iterable[str]) -> Outcome[tuple[str, ...]]:
        return Accepted(self._fits(self._sorted(keys)))

    def _done(self, ticked: tuple[str, ...]) -> Outcome[tuple[str, ...]]:
        return Accepted(self._fits(ticked))

    def _fits(self, keys: tuple[str, ...]) -> tuple[str, ...]:
        if len(keys) < self.min:
            raise Refused(_n("Choisissez au moins {count} réponse.", "Choisissez au moins {count} réponses.", self.min))
        if len(keys) > self.max:
            raise Refused(_n("Choisissez au plus {count} réponse.", "Choisissez au plus {count} réponses.", self.max))
        return keys

    def _more(self, ticked: tuple[str, ...]) -> Partial:
        if len(ticked) > self.max:
            raise Refused(_n("Choisissez au plus {count} réponse.", "Choisissez au plus {count} réponses.", self.max))
        return Partial(list(ticked), self._so_far(ticked))

    def prompt(self, partial: Json, reading: Reading) -> Text | None:
        return None if partial is None else self._so_far(self._ticked(partial))

    def _so_far(self, ticked: tuple[str, ...]) -> Text:
        if not ticked:
            return _("Rien n'est coché pour l'instant.")
        choices = Listed(tuple(self.labels[key] for key in ticked))
        return _("Coché : {choices}. Ajoutez-en, ou dites « terminé ».", choices=choices)

    def _sorted(self, keys: Iterable[str]) -> tuple[str, ...]:
        wanted = set(keys)
        return tuple(key for key in self.labels if key in wanted)

    def _ticked(self, partial: Json) -> tuple[str, ...]:
        kept = partial if isinstance(partial, list | tuple) else ()
        return self._sorted(key for key in kept if isinstance(key, str))

    def dump(self, value: tuple[str, ...]) -> Json:
        return list(value)

    def load(self, raw: Json) -> tuple[str, ...]:
        ticked = self._ticked(raw)
        if not isinstance(raw, list | tuple) or list(ticked) != list(raw) or not self.min <= len(ticked) <= self.max:
            raise Unreadable(self.name)
        return ticked

    def show(self, value: tuple[str, ...]) -> Text:
        if not value:
            return _("Aucun")
        return _("{choices}", choices=Listed(tuple(self.labels[key] for key in value)))

    def options(self, reading: Reading) -> tuple[Option, ...]:
        ticked = self._ticked(reading.partial)
        marked = tuple(
            replace(option, label=TICKED.fill(label=option.label)) if option.value in ticked else option
            for option in self.choices
        )
        return (*marked, Option("=done", FINISHED, DONE)) if len(ticked) >= self.min else marked

    def hint(self) -> Text | None:
        if self.max == len(self.choices):
            return _("Plusieurs réponses possibles : par exemple « 1, 3 ».")
        return _n("{count} réponse au plus.", "{count} réponses au plus : par exemple « 1, 3 ».", self.max)

    def fingerprint(self) -> str:
        return f"{self.name}({','.join(sorted(self.labels))};{self.min}..{self.max})"


def parts(text: str, reading: Reading, options: Sequence[Option]) -> list[str]:
    """`1, 3 et 5`, `1 3 5`, `1 à 3`, `eau et santé`: what is named, one by one. A label with an "et" stays whole."""
    found: list[str] = []
    for piece in STRONG.split(text[:2000]):
        if not piece.strip(" ."):
            continue
        piece = BEFORE_NUMBER.sub("", loose(piece))
        if run := RUN.fullmatch(piece):
            found += [str(number) for number in range(int(run[1]), int(run[2]) + 1)] or [piece]
            continue
        whole = chosen(piece, options, reading)
        found += [piece] if whole.exact else [part for part in WEAK.split(f" {loose(piece)} ") if part.strip(" .")]
        if len(found) > 2 * len(options):
            break
    return [word for piece in found for word in _numbers_apart(piece)]


def _numbers_apart(piece: str) -> list[str]:
    found = piece.split()
    return found if len(found) > 1 and all(word.isdigit() for word in found) else [piece]

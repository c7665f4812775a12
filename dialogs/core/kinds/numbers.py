"""Whole and decimal numbers."""

import re
from dataclasses import replace
from decimal import Decimal
from typing import Generic, TypeVar

from dialogs.core.events import Said
from dialogs.core.kind import Accepted, Json, Kind, Outcome, Reading, Refused, Unreadable, Unsure, in_french, words
from dialogs.core.reading.calendar_words import HALVES, LENGTHS
from dialogs.core.reading.letters import fold, loose
from dialogs.core.reading.matching import unique
from dialogs.core.reading.numerals import Heard, decimals_of, heard, whole
from dialogs.core.text import Text, _, _n

N = TypeVar("N", int, Decimal)

WHICH_NUMBER = _("Est-ce bien ce nombre ?")
COUNTS = (0, 1, 2, 5, 11, 100)
"""One for each of the six plural forms of Arabic, which has the most."""
STORED = re.compile(r"-?\d{1,18}(\.\d{1,9})?")


def without_unit(rest: tuple[str, ...], unit: Text | None, reading: Reading) -> tuple[str, ...]:
    """What is left once the unit is taken away, in the person's language or in French, in any number."""
    if unit is None:
        return rest
    said = (say(replace(unit, count=count)) for say in (reading.say, in_french) for count in COUNTS)
    known = {word.removesuffix("s") for name in said for word in fold(name).split()}
    return tuple(word for word in rest if word.removesuffix("s") not in known)


class _AnyNumber(Kind[N], Generic[N]):
    """What whole and decimal numbers share: `min` and `max` inclusive, `decimals` at most, an optional `unit`.

    The unit is a plural sentence with its `{count}`: "{count} jour", "{count} jours".
    """

    min: N
    max: N

    def __init__(self, min: N, max: N, decimals: int, unit: Text | None) -> None:
        self.min, self.max, self.decimals, self.unit = min, max, decimals, unit

    def read(self, said: Said, reading: Reading) -> Outcome[N]:
        found = heard(words(said), reading.lang)
        found = found if self.decimals else whole(found)
        if not found.values:
            raise Refused(_("Je cherche un nombre, par exemple {example}.", example=self._example()))
        exact = [value for value in found.values if self._precise(value)]
        if not exact:
            raise Refused(self._too_precise())
        fitting = [value for value in exact if self.min <= value <= self.max]
        if not fitting:
            raise Refused(_("Donnez un nombre entre {min} et {max}.", min=self.min, max=self.max))
        candidates = unique(self._number(value) for value in fitting)[:5]
        return Accepted(candidates[0]) if self._sure(found, reading) else Unsure(candidates, WHICH_NUMBER)

    def _sure(self, found: Heard, reading: Reading) -> bool:
        return len(found.values) == 1 and not found.several and not without_unit(found.rest, self.unit, reading)

    def _precise(self, value: Decimal) -> bool:
        return decimals_of(value) <= self.decimals

    def _too_precise(self) -> Text:
        if not self.decimals:
            return _("Donnez un nombre entier, sans virgule.")
        return _n(
            "Donnez au plus {count} chiffre après la virgule.",
            "Donnez au plus {count} chiffres après la virgule.",
            self.decimals,
        )

    def _example(self) -> N:
        usual = self._number(Decimal(12))
        return usual if self.min <= usual <= self.max else self.min

    def _number(self, value: Decimal) -> N:
        raise NotImplementedError

    def show(self, value: N) -> Text:
        if self.unit is None:
            return _("{number}", number=value)
        return replace(self.unit, count=int(value), params={**self.unit.params, "count": value})

    def hint(self) -> Text | None:
        return _("Un nombre entre {min} et {max}.", min=self.min, max=self.max)

    def fingerprint(self) -> str:
        return f"{self.name}({self.min}..{self.max};{self.decimals})"


class Integer(_AnyNumber[int]):
    """A whole number, `int`."""

    name = "integer"

    def __init__(self, *, min: int = 0, max: int = 1_000_000, unit: Text | None = None) -> None:
        super().__init__(min, max, 0, unit)

    def _number(self, value: Decimal) -> int:
        return int(value)

    def dump(self, value: int) -> Json:
        return value

    def load(self, raw: Json) -> int:
        if not isinstance(raw, int) or isinstance(raw, bool) or not self.min <= raw <= self.max:
            raise Unreadable(self.name)
        return raw


ONE = frozenset({"a", "the", "la", "el", "l", "o"})
PIECES = re.compile(r"\d+(?:[.,]\d+)?|[^\W\d_]+|[^\w\s]")


class DayCount(Integer):
    """A length in days. Weeks are counted in days and read back; months and hours are asked again in days."""

    def __init__(self, *, min: int = 1, max: int = 365) -> None:
        super().__init__(min=min, max=max, unit=_n("{count} jour", "{count} jours", 1))

    def read(self, said: Said, reading: Reading) -> Outcome[int]:
        pieces = PIECES.findall(loose(words(said)[:200]))
        units = [LENGTHS[piece] for piece in pieces if piece in LENGTHS]
        named = {unit for _times, unit in units}
        if not named or (named == {"day"} and heard(" ".join(pieces), reading.lang).values):
            return super().read(said, reading)
        if len(units) > 1 or not named <= {"day", "week"} or HALVES & set(pieces):
            raise Refused(self._in_days())
        (times, unit), number = units[0], " ".join(piece for piece in pieces if piece not in LENGTHS)
        return self._counted(number, times * (7 if unit == "week" else 1), reading)

    def _counted(self, number: str, days: int, reading: Reading) -> Outcome[int]:
        """So many times so many days: always read back. No number is one: a week, أسبوعين."""
        found = heard(number, reading.lang)
        counts = found.values or ((Decimal(1),) if set(found.rest) <= ONE else ())
        fitting = unique(
            int(count * days) for count in counts if count % 1 == 0 and self.min <= count * days <= self.max
        )
        if not fitting:
            raise Refused(self._in_days())
        return Unsure(fitting[:5], WHICH_NUMBER)

    def _in_days(self) -> Text:
        return _(
            "Donnez la durée en jours, entre {min} et {max} : par exemple {example}.",
            min=self.min,
            max=self.max,
            example=self.show(self._example()),
        )


class Number(_AnyNumber[Decimal]):
    """A decimal number, exact, kept as its digits."""

    name = "number"

    def __init__(
        self,
        *,
        min: Decimal = Decimal(0),
        max: Decimal = Decimal(10**9),
        decimals: int = 2,
        unit: Text | None = None,
    ) -> None:
        super().__init__(min, max, decimals, unit)

    def _number(self, value: Decimal) -> Decimal:
        return round(value, self.decimals).normalize() + 0

    def dump(self, value: Decimal) -> Json:
        return f"{value:f}"

    def load(self, raw: Json) -> Decimal:
        if not isinstance(raw, str) or not raw.isascii() or not STORED.fullmatch(raw):
            raise Unreadable(self.name)
        value = Decimal(raw)
        if not self._precise(value) or not self.min <= value <= self.max:
            raise Unreadable(self.name)
        return value

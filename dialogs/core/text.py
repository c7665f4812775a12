"""Words that wait for a language.

A `Text` is a French sentence (its msgid) and the values that fill it. It becomes a sentence of the person's
language in `bot/words.py`, never here. Msgids are whole sentences, so that a dialog file reads as a script and a
translator sees what a person sees.

    _("Il reste {days} jours.", days=3)
    _n("{count} jour", "{count} jours", days)
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Literal


@dataclass(frozen=True, slots=True)
class Money:
    """An exact amount and its ISO 4217 currency."""

    amount: Decimal
    currency: str = "EUR"


@dataclass(frozen=True, slots=True)
class Exact:
    """A number shown with every digit that it has, such as an exchange rate; others may be shown rounded."""

    number: Decimal


@dataclass(frozen=True, slots=True)
class CountryName:
    """The name of a country (ISO 3166 alpha-2, or XK), in the language of whoever reads."""

    code: str


@dataclass(frozen=True, slots=True)
class LanguageName:
    """The name of a language, in itself: Français, العربية."""

    code: str


@dataclass(frozen=True, slots=True)
class Month:
    """A month of a year, shown as juillet 2025; `day` is any day of it."""

    day: date


@dataclass(frozen=True, slots=True)
class Percent:
    """A share, 0 to 1, shown as 50 %."""

    share: Decimal


@dataclass(frozen=True, slots=True)
class Listed:
    """Several values in one sentence: a, b and c."""

    items: tuple[object, ...]
    joined: Literal["and", "or"] = "and"


@dataclass(frozen=True, slots=True)
class Spoken:
    """Words that are said already, in the language of their message, with all that keeps their parts in place."""

    words: str


@dataclass(frozen=True)
class Text:
    """A sentence to be said in the person's language.

    Its places take str (somebody's words or a proper name: shown as it is, isolated, never parsed), int, Decimal, date,
    datetime, the classes above, or another Text.
    """

    msgid: str
    params: Mapping[str, object] = field(default_factory=dict)
    plural: str | None = None
    count: int | None = None

    def fill(self, **params: object) -> "Text":
        """The same sentence with more of its places filled."""
        return replace(self, params={**self.params, **params})

    def __hash__(self) -> int:
        return hash((self.msgid, self.plural, self.count))


def _(msgid: str, **params: object) -> Text:
    """A French sentence, marked for translation."""
    return Text(msgid, params)


def _n(singular: str, plural: str, count: int, **params: object) -> Text:
    """A French sentence that agrees with a number; `{count}` is filled with it."""
    return Text(singular, {"count": count, **params}, plural, count)


def spoken(words: str) -> Text:
    """A sentence that is one already, in the language it is shown in."""
    return Text("{spoken}", {"spoken": Spoken(words)})


def literal(words: str) -> Text:
    """Words that are the same in every language: a name, a number as typed."""
    return Text("{literal}", {"literal": words})

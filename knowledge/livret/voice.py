"""How one language writes what a template says: handed in from above, as nothing here speaks a language."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from knowledge.base import Cited


@dataclass(frozen=True)
class Voice:
    """The words of one language, each value with its own direction kept apart from the sentence's.

    `instant` writes the hour of the zone that the datetime bears. `word` names a code of a table: ("role", "embassy").
    """

    lang: str
    name: Callable[[str], str]
    number: Callable[[int], str]
    money: Callable[[Decimal], str]
    percent: Callable[[Decimal], str]
    day: Callable[[date], str]
    instant: Callable[[datetime], str]
    hour: Callable[[datetime], str]
    country: Callable[[str], str]
    listed: Callable[[Sequence[str]], str]
    cited: Callable[[Cited], str]
    word: Callable[[str, str], str]

"""What comes of a file: its fields, the verdict on its legibility, and what tells it from other receipts."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, cast

from bot.reading.boxes import Box, rows, stacked
from bot.reading.fields.found import Found
from bot.reading.fields.labels import Labelled, labelled
from bot.reading.fields.numbers import tokens
from bot.reading.fields.receipt import Fields, fields
from bot.reading.legibility import ADVICE, Flaw, Page, flaws
from bot.reading.likeness import Traits
from bot.reading.refusals import SENTENCES, Refusal
from dialogs.core.text import Text

LEGIBLE = 0.5
"""Text read with less confidence is noise: a stain, a signature, letters of another script."""
NAMES_OF_TOTALS = frozenset({"final", "total", "taxed", "card", "cash", "sub"})


@dataclass(frozen=True)
class Asked:
    """What is known beside the file: the day it was sent, and the country (ISO 3166) of the mission."""

    today: date | None = None
    country: str | None = None

    def to_json(self) -> dict[str, Any]:
        return {"today": self.today and self.today.isoformat(), "country": self.country}

    @staticmethod
    def from_json(data: Any) -> "Asked":
        return Asked(data["today"] and date.fromisoformat(data["today"]), data["country"])


@dataclass(frozen=True)
class Reading:
    """All that was read of a file. `kept`: a JPEG a page, without anything but its pixels; not in the JSON."""

    legible: bool
    flaws: tuple[Flaw, ...] = ()
    refusal: Refusal | None = None
    fields: Fields = Fields()
    traits: Traits = Traits()
    pages: int = 0
    kept: tuple[bytes, ...] = field(default=(), repr=False, compare=False)

    @property
    def reasons(self) -> tuple[Text, ...]:
        """What is wrong with the file, and what to do, in the order to be told."""
        refused = (SENTENCES[self.refusal],) if self.refusal else ()
        return (*refused, *(ADVICE[flaw] for flaw in self.flaws))

    def to_json(self) -> dict[str, Any]:
        return {
            "legible": self.legible,
            "flaws": list(self.flaws),
            "refusal": self.refusal,
            "fields": {name: _dumped(getattr(self.fields, name)) for name in LOADS},
            "traits": self.traits.to_json(),
            "pages": self.pages,
        }

    @staticmethod
    def from_json(data: Any, kept: tuple[bytes, ...] = ()) -> "Reading":
        return Reading(
            data["legible"],
            tuple(Flaw(flaw) for flaw in data["flaws"]),
            Refusal(data["refusal"]) if data["refusal"] else None,
            Fields(**{name: _loaded(data["fields"][name], load) for name, load in LOADS.items()}),
            Traits.from_json(data["traits"]),
            data["pages"],
            kept,
        )


def _category(value: str) -> Any:
    return cast(Any, value)


LOADS: dict[str, Callable[[str], Any]] = {
    "day": date.fromisoformat,
    "supplier": str,
    "total": Decimal,
    "currency": str,
    "number": str,
    "service": str,
    "category": _category,
}
"""Every field, and how its value is read back from JSON."""


def _dumped(found: Found[Any] | None) -> dict[str, Any] | None:
    if found is None:
        return None
    others = [str(other) for other in found.others]
    return {"value": str(found.value), "confidence": round(found.confidence, 3), "others": others}


def _loaded(data: Any, load: Callable[[str], Any]) -> Found[Any] | None:
    if data is None:
        return None
    return Found(load(data["value"]), data["confidence"], tuple(load(other) for other in data["others"]))


def refused(content: bytes, refusal: Refusal) -> Reading:
    """The reading of a file that gave no picture."""
    return Reading(False, refusal=refusal, traits=Traits(hashlib.sha256(content).hexdigest()))


def reading(content: bytes, pages: Sequence[Page], asked: Asked) -> Reading:
    """The reading of a file whose pages were seen. Several pages are read as one long receipt."""
    seen = rows(_legible(stacked(page.boxes for page in pages)))
    found = fields(seen, asked.today, asked.country)
    wrong = flaws(pages, found.day is not None, _named(labelled(seen), found))
    traits = Traits(
        hashlib.sha256(content).hexdigest(),
        tuple(page.likeness for page in pages),
        found.day.value if found.day else None,
        found.total.value if found.total else None,
        found.number.value if found.number else None,
        tokens(seen),
    )
    return Reading(not wrong, wrong, None, found, traits, len(pages))


def _legible(boxes: Sequence[Box]) -> tuple[Box, ...]:
    return tuple(box for box in boxes if box.confidence >= LEGIBLE)


def _named(seen: Sequence[Labelled], found: Fields) -> bool:
    """Whether the total stands beside a word that says that it is one."""
    if found.total is None:
        return False
    named = (row for row in seen if row.name in NAMES_OF_TOTALS)
    return any(amount.value == found.total.value for row in named for amount in row.amounts)



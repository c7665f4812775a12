"""What `explor receipts read` prints: the documented JSON, and the same for people."""

from collections.abc import Callable, Iterator
from typing import Any

from bot.reading.fields.found import Found
from bot.reading.fields.services import NAMES
from bot.reading.reading import Reading
from bot.words import shown
from dialogs.core.text import Money, Text, _

Say = Callable[[Text], str]

LABELS = (
    ("day", _("Date")),
    ("supplier", _("Fournisseur")),
    ("total", _("Total")),
    ("number", _("Numéro")),
    ("service", _("Service")),
)
"""What a person is shown of a reading, in this order."""


def reading_json(file: str, reading: Reading, say: Say) -> dict[str, Any]:
    """One object a file; a field that was not found is null."""
    fields = reading.fields
    return {
        "file": file,
        "legible": reading.legible,
        "reasons": [say(reason) for reason in reading.reasons],
        "date": _field(fields.day),
        "supplier": _field(fields.supplier),
        "total": _field(fields.total),
        "currency": _field(fields.currency),
        "number": _field(fields.number),
        "service": _field(fields.service),
        "category": _field(fields.category),
        "pages": reading.pages,
    }


def _field(found: Found[Any] | None) -> dict[str, Any] | None:
    return None if found is None else {"value": str(found.value), "confidence": round(found.confidence, 3)}


def reading_lines(file: str, reading: Reading, say: Say, lang: str) -> Iterator[str]:
    """The file, what was read of it with its share of certainty, and what to do about the rest."""
    yield file
    for name, label in LABELS:
        found: Found[Any] | None = getattr(reading.fields, name)
        if found is not None:
            value = shown(_value(name, found.value, reading), lang)
            yield f"  {say(label)} : {value} ({found.confidence:.0%})"
    yield from (f"  ! {say(reason)}" for reason in reading.reasons)


def _value(name: str, value: Any, reading: Reading) -> object:
    """As a person reads it: an amount with its currency, a service by its name."""
    if name == "total" and reading.fields.currency:
        return Money(value, reading.fields.currency.value)
    return NAMES[value] if name == "service" else value

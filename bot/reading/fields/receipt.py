"""All the fields of a receipt at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from bot.reading.boxes import Row
from bot.reading.fields.currencies import WHOLE, country, currency
from bot.reading.fields.dates import day
from bot.reading.fields.found import Found
from bot.reading.fields.labels import labelled
from bot.reading.fields.numbers import invoice_number
from bot.reading.fields.services import category, service
from bot.reading.fields.suppliers import supplier
from bot.reading.fields.totals import total
from knowledge.schema import Category


@dataclass(frozen=True)
class Fields:
    """What a receipt says, each with its confidence; None where nothing was found."""

    day: Found[date] | None = None
    supplier: Found[str] | None = None
    total: Found[Decimal] | None = None
    currency: Found[str] | None = None
    number: Found[str] | None = None
    service: Found[str] | None = None
    category: Found[Category] | None = None


def fields(rows: Sequence[Row], today: date | None = None, expected: str | None = None) -> Fields:
    """The fields of the rows of a receipt. `today`: when it was sent; `expected`: the country of the mission."""
    money = currency(rows, expected)
    whole = money is not None and money.value in WHOLE
    told = service(rows)
    return Fields(
        day(rows, today, country(rows) or expected),
        supplier(rows),
        total(labelled(rows), whole),
        money,
        invoice_number(rows),
        told,
        category(told),
    )

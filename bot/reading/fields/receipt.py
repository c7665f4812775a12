"""All the fields of a receipt at once."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
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
from dialogs.core.reading.amounts import decimals, fits, settled
from dialogs.core.reading.currencies import DOLLARS
from dialogs.core.text import Money
from knowledge.schema import Category

EITHER = 0.5
"""Two orders of figures, as likely one as the other."""


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
    told, where = service(rows), country(rows) or expected
    return Fields(
        _in_order(day(rows, today, where), where, money),
        supplier(rows),
        _settled(total(labelled(rows, decimals(money.value) if money else 2), whole), money),
        money,
        invoice_number(rows),
        told,
        category(told),
    )


def _in_order(found: Found[date] | None, where: str | None, money: Found[str] | None) -> Found[date] | None:
    """Where dollars were paid and nothing tells the country, a day that may be turned is asked about."""
    dollars = where is None and money is not None and money.value in DOLLARS
    if not dollars or found is None or not any(_turned(found.value, other) for other in found.others):
        return found
    return replace(found, confidence=min(found.confidence, EITHER))


def _turned(one: date, other: date) -> bool:
    return (one.year, one.month, one.day) == (other.year, other.day, other.month)


def _settled(paid: Found[Decimal] | None, money: Found[str] | None) -> Found[Decimal] | None:
    """The amounts with the decimals of the currency: 12 € is 12.00, 5 000 FCFA has none. What does not fit is left."""
    if paid is None or money is None:
        return paid
    value, *others = (_exactly(Money(amount, money.value)) for amount in (paid.value, *paid.others))
    return Found(value, paid.confidence, tuple(others))


def _exactly(amount: Money) -> Decimal:
    return settled(amount).amount if fits(amount) else amount.amount

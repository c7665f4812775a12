"""What one euro is worth in another currency, in a month, by InforEuro; exact, and never guessed.

The InforEuro table of the month comes first. A fixed parity serves only where the table has not the currency and
public authorities guarantee the peg (`rates/parities.yaml`); whoever reads the line is told. Else there is no rate: the
expense waits for one. Rates are units of the currency for one euro, as the European Commission publishes them.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from math import floor
from typing import Literal

from knowledge.schema import Parities, Parity, RateOrigin, RateTable, Source

EURO = "EUR"
_HALF = Fraction(1, 2)


@dataclass(frozen=True, slots=True)
class Rate:
    """The units of a currency for one euro, for a month. `source` is None for the euro, which needs none."""

    currency: str
    month: str
    units: Decimal
    origin: RateOrigin | Literal["parity", "euro"]
    source: Source | None

    def euros(self, amount: Decimal) -> Decimal:
        """An amount of the currency in euros, to the cent, half up.

        In fractions: a quotient cut to the digits of a decimal context could fall on the wrong side of a half cent.
        """
        return Decimal(floor(Fraction(amount) * 100 / Fraction(self.units) + _HALF)).scaleb(-2)


@dataclass(frozen=True)
class Rates:
    """Every rate at hand: the tables by their month (`2026-08`), the parities by their currency."""

    tables: Mapping[str, RateTable]
    parities: Mapping[str, Parity]

    @classmethod
    def of(cls, parities: Parities, tables: Iterable[RateTable]) -> "Rates":
        return cls({}, {parity.currency: parity for parity in parities.parities}).over(tables)

    def find(self, currency: str, month: str) -> Rate | None:
        """The rate of a currency for a month; None where it is missing, and nothing may be assumed."""
        if currency == EURO:
            return Rate(EURO, month, Decimal(1), "euro", None)
        table = self.tables.get(month)
        if table is not None and currency in table.rates:
            return Rate(currency, month, table.rates[currency], table.origin, table.source)
        parity = self.parities.get(currency)
        return Rate(currency, month, parity.rate, "parity", parity.source) if parity else None

    def over(self, tables: Iterable[RateTable]) -> "Rates":
        """These rates, where the tables of `tables` take the place of those of the same months."""
        months = {**self.tables, **{table.month: table for table in tables}}
        return Rates({month: months[month] for month in sorted(months)}, self.parities)

    def only(self, tables: Iterable[RateTable]) -> "Rates":
        """The rates of `tables` and no others but the parities."""
        return Rates({table.month: table for table in tables}, self.parities)


def month_of(day: date) -> str:
    """The month of a day, as the tables are named: `2026-08`."""
    return f"{day:%Y-%m}"

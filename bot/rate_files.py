"""The InforEuro tables that an operator adds to the shipped ones: one JSON file a month, in a folder of their own.

A table comes from the service of the European Commission, or from a file that holds its reply, and is checked before it
is kept: a wrong rate would pay people wrongly. A month that is kept takes the place of the shipped one, whole. Nothing
is fetched but when it is asked for.
"""

import json
import re
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import structlog
from pydantic import ValidationError

from knowledge.rates import EURO, Rates
from knowledge.schema import Parity, RateOrigin, RateTable, Source
from storage.files import write_whole

log = structlog.get_logger()

_MOST_BYTES = 2_000_000
_NEAR = Decimal("0.02")
_LEAST, _MOST, _MOST_DIGITS = Decimal("1e-12"), Decimal("1e12"), 24


class BadRates(Exception):
    """Rates that cannot be had or used, and why, in a sentence for the operator."""


def kept_rates(folder: Path, shipped: Rates) -> Rates:
    """The shipped rates, and over them those kept in the folder. Raises `BadRates` for a file that is damaged."""
    return shipped.over(_read(path) for path in sorted(folder.glob("????-??.json")))


class LiveRates:
    """The rates at hand while a server runs: read again when something in their folder has changed.

    A file that is damaged is said in the log, and the rates that were at hand before stay.
    """

    def __init__(self, folder: Path, shipped: Rates) -> None:
        self._folder, self._shipped = folder, shipped
        self._seen: tuple[tuple[str, int], ...] | None = None
        self._rates = shipped

    def __call__(self) -> Rates:
        seen = tuple((path.name, path.stat().st_mtime_ns) for path in sorted(self._folder.glob("????-??.json")))
        if seen != self._seen:
            self._seen = seen
            try:
                self._rates = kept_rates(self._folder, self._shipped)
            except BadRates as error:
                log.error("rates_damaged", why=str(error))
        return self._rates


def keep(folder: Path, table: RateTable) -> Path:
    """Keep a table; its file is whole or absent."""
    path = folder / f"{table.month}.json"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    write_whole(path, table.model_dump_json(indent=1).encode())
    return path


def month_in(name: str) -> str | None:
    """The month in the name of a file, such as `monthly-rates-2026-10.json`, if there is just one."""
    found = set(re.findall(r"(?<!\d)20\d\d-(?:0[1-9]|1[0-2])(?!\d)", name))
    return found.pop() if len(found) == 1 else None


def read_reply(text: str, month: str, origin: RateOrigin, taken_on: date, parities: Mapping[str, Parity]) -> RateTable:
    """The table in a reply of the service (`monthly-rates`), which does not say its month. Raises `BadRates`.

    A list of objects, with `isoA3Code` the currency and `value` its units for one euro, or null where there is none; a
    currency comes once for each of its countries.
    """
    rates: dict[str, Decimal] = {}
    for currency, units in _rows(_parsed(text)):
        if rates.setdefault(currency, units) != units:
            raise BadRates(f"{currency} has two rates: {rates[currency]} and {units}.")
    if not rates:
        raise BadRates("This holds no rate.")
    for parity in parities.values():
        _near(parity, rates.get(parity.currency))
    source = Source(document="inforeuro", section=f"Taux mensuels, {month}")
    try:
        return RateTable(month=month, origin=origin, taken_on=taken_on, rates=rates, source=source)
    except ValidationError as error:
        raise BadRates(f"These are no rates of a month: {error.errors()[0]['msg']}.") from None


async def fetch(service: str, month: str, seconds: float) -> str:
    """The reply of the service for a month, `seconds` at most. Raises `BadRates` with what to do instead."""
    from aiohttp import ClientError, ClientSession, ClientTimeout

    year, number = month.split("-")
    asked = {"year": year, "month": str(int(number)), "lang": "en"}
    try:
        async with (
            ClientSession(timeout=ClientTimeout(total=seconds), trust_env=True) as session,
            session.get(service, params=asked, raise_for_status=True) as reply,
        ):
            return (await _whole(reply.content.iter_chunked(65_536))).decode()
    except (ClientError, TimeoutError, UnicodeDecodeError) as error:
        why = str(error) or type(error).__name__
        raise BadRates(
            f"The InforEuro service gave no rates for {month} ({why}). Try again later, or download them and run "
            "`explor rates import FILE`."
        ) from None


async def _whole(chunks: Any) -> bytes:
    body = b""
    async for chunk in chunks:
        body += chunk
        if len(body) > _MOST_BYTES:
            raise BadRates("The InforEuro service sent far more than a month of rates.")
    return body


def _read(path: Path) -> RateTable:
    try:
        table = RateTable.model_validate_json(path.read_bytes())
    except (OSError, ValidationError) as error:
        why = error.strerror if isinstance(error, OSError) else "it is not a table of rates"
        raise BadRates(f"{path}: {why}. Remove it, then import or update this month again.") from None
    if table.month != path.stem:
        raise BadRates(f"{path} holds the rates of {table.month}.")
    return table


def _parsed(text: str) -> list[Any]:
    try:
        found = json.loads(text.removeprefix("\ufeff"), parse_float=Decimal, parse_int=Decimal, parse_constant=_refused)
    except (ValueError, ArithmeticError, RecursionError):
        raise BadRates("This is not JSON.") from None
    if not isinstance(found, list):
        raise BadRates("This is not a list of rates.")
    return found


def _refused(constant: str) -> None:
    raise ValueError(constant)


def _rows(rows: list[Any]) -> Iterator[tuple[str, Decimal]]:
    """Each currency with its rate; the euro and the currencies without a rate are left out."""
    for number, row in enumerate(rows, 1):
        if not isinstance(row, dict) or not {"isoA3Code", "value"} <= row.keys():
            raise BadRates(f"Row {number} has not the keys isoA3Code and value.")
        currency, units = row["isoA3Code"], row["value"]
        if not isinstance(currency, str) or not re.fullmatch("[A-Z]{3}", currency):
            raise BadRates(f"Row {number}: {str(currency)[:20]!r} is not a currency.")
        if units is not None and not _plausible(units):
            raise BadRates(f"Row {number}: {str(units)[:20]!r} is not a rate of {currency}.")
        if units is not None and currency != EURO:
            yield currency, units


def _plausible(units: object) -> bool:
    """A number above zero, of a size and with digits that a rate may have."""
    return isinstance(units, Decimal) and _LEAST <= units <= _MOST and len(units.as_tuple().digits) <= _MOST_DIGITS


def _near(parity: Parity, units: Decimal | None) -> None:
    """Where the peg is known, a rate far from it shows a table that is upside down, or of something else."""
    if units is not None and abs(units / parity.rate - 1) > _NEAR:
        raise BadRates(
            f"{parity.currency} is at {units} here, and one euro is {parity.rate} by agreement: these are not units "
            "of each currency for one euro."
        )

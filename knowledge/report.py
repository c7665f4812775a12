"""The figures of a year, for the funders: missions, days and money by region, type, theme, goal, direction and country.

Pure: rows in, tables out. A row holds nobody's name; it is a mission whose first day is known. A mission with several
themes or goals counts in each of them, so those tables add up to more than the missions: `overlapping` tells which.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

Dimension = Literal["region", "type", "theme", "sdg", "direction", "country"]
UNKNOWN = ""
"""The key of what a mission does not say."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MissionRow:
    """One mission, as plain figures. Money in euros: what the network paid, what others do; None if not known.

    `region` a slug, `country` ISO 3166 alpha-2 (or XK), `direction`, `type` and `themes` codes, `sdgs` 1 to 17.
    """

    region: str
    direction: str
    country: str
    first_day: date
    days: int | None = None
    type: str | None = None
    themes: tuple[str, ...] = ()
    sdgs: tuple[int, ...] = ()
    network_paid: Decimal | None = None
    co_funding: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Figures:
    """What some missions add up to, and how many of them have not told their days, what was paid, what others give."""

    missions: int
    days: int
    network_paid: Decimal
    co_funding: Decimal
    unknown_days: int
    unknown_paid: int
    unknown_co_funding: int


@dataclass(frozen=True, slots=True)
class Line:
    """One key of a table (`UNKNOWN` for missions that do not say it), and what its missions add up to."""

    key: str
    figures: Figures


@dataclass(frozen=True, slots=True)
class Breakdown:
    """One table: its lines from the most missions to the fewest, then by key; what is unknown comes last."""

    dimension: Dimension
    lines: tuple[Line, ...]
    overlapping: bool


@dataclass(frozen=True, slots=True)
class Report:
    """A year: the whole, and its tables."""

    year: int
    whole: Figures
    breakdowns: tuple[Breakdown, ...]


_KEYS: tuple[tuple[Dimension, Callable[[MissionRow], tuple[str, ...]], bool], ...] = (
    ("region", lambda row: (row.region,), False),
    ("type", lambda row: (row.type or UNKNOWN,), False),
    ("theme", lambda row: tuple(dict.fromkeys(row.themes)) or (UNKNOWN,), True),
    ("sdg", lambda row: tuple(str(goal) for goal in dict.fromkeys(row.sdgs)) or (UNKNOWN,), True),
    ("direction", lambda row: (row.direction,), False),
    ("country", lambda row: (row.country,), False),
)


def report(rows: Sequence[MissionRow], year: int) -> Report:
    """The figures of the missions whose first day is in this year."""
    of_year = [row for row in rows if row.first_day.year == year]
    tables = tuple(_breakdown(of_year, dimension, keys, several) for dimension, keys, several in _KEYS)
    return Report(year, _figures(of_year), tables)


def _breakdown(
    rows: Sequence[MissionRow], dimension: Dimension, keys: Callable[[MissionRow], tuple[str, ...]], several: bool
) -> Breakdown:
    found = {key for row in rows for key in keys(row)}
    lines = (Line(key, _figures([row for row in rows if key in keys(row)])) for key in found)
    ordered = sorted(lines, key=lambda line: (line.key == UNKNOWN, -line.figures.missions, _rank(line.key)))
    return Breakdown(dimension, tuple(ordered), several)


def _rank(key: str) -> tuple[int, str]:
    """Goals by their number, the rest by its letters."""
    return (int(key), "") if key.isdecimal() else (0, key)


def _figures(rows: Sequence[MissionRow]) -> Figures:
    return Figures(
        missions=len(rows),
        days=sum(row.days or 0 for row in rows),
        network_paid=sum((row.network_paid or Decimal() for row in rows), Decimal()),
        co_funding=sum((row.co_funding or Decimal() for row in rows), Decimal()),
        unknown_days=sum(row.days is None for row in rows),
        unknown_paid=sum(row.network_paid is None for row in rows),
        unknown_co_funding=sum(row.co_funding is None for row in rows),
    )

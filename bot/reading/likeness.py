"""Whether two files show the same receipt, and what makes one think so. It warns; a person decides.

Two receipts of one shop can have the same day and amount: what differs (their numbers) is told too.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

NEAR = 6
"""Bits of 64 by which the hashes of one picture, recompressed, may differ. Paper photographed again differs by more."""
ALIKE = 0.5
"""Share of the figures of two papers that are common (Jaccard), from which they are taken for the same."""
FEWEST = 6
"""Figures on a paper below which sharing half of them says nothing."""


class Likeness(StrEnum):
    """What is alike, the surest first; `OTHER_NUMBER` speaks against."""

    SAME_FILE = "same_file"
    SAME_PICTURE = "same_picture"
    SAME_NUMBER = "same_number"
    SAME_FIGURES = "same_figures"
    SAME_DAY_AND_TOTAL = "same_day_and_total"
    OTHER_NUMBER = "other_number"


@dataclass(frozen=True)
class Traits:
    """What tells a receipt from others: SHA-256 of its file, pHash of each page, day, total, number, all its figures."""

    sha256: str = ""
    pictures: tuple[str, ...] = ()
    day: date | None = None
    total: Decimal | None = None
    number: str | None = None
    figures: frozenset[str] = frozenset()

    def to_json(self) -> dict[str, Any]:
        return {
            "sha256": self.sha256,
            "pictures": list(self.pictures),
            "day": self.day and self.day.isoformat(),
            "total": None if self.total is None else str(self.total),
            "number": self.number,
            "figures": sorted(self.figures),
        }

    @staticmethod
    def from_json(data: Any) -> "Traits":
        return Traits(
            data["sha256"],
            tuple(data["pictures"]),
            date.fromisoformat(data["day"]) if data["day"] else None,
            None if data["total"] is None else Decimal(data["total"]),
            data["number"],
            frozenset(data["figures"]),
        )


def likeness(one: Traits, other: Traits) -> tuple[Likeness, ...]:
    """Why the two may be the same receipt; empty where nothing says so."""
    looks = (
        (Likeness.SAME_FILE, bool(one.sha256) and one.sha256 == other.sha256),
        (Likeness.SAME_PICTURE, _same_picture(one, other)),
        (Likeness.SAME_NUMBER, _same_number(one, other)),
        (Likeness.SAME_FIGURES, _same_figures(one, other)),
        (Likeness.SAME_DAY_AND_TOTAL, _same_day_and_total(one, other)),
    )
    alike = tuple(reason for reason, seen in looks if seen)
    against = one.number and other.number and one.number != other.number
    return (*alike, Likeness.OTHER_NUMBER) if alike and against else alike


def _same_picture(one: Traits, other: Traits) -> bool:
    """Page by page, as many pages."""
    pairs = list(zip(one.pictures, other.pictures, strict=False))
    as_many = len(one.pictures) == len(other.pictures) > 0
    return as_many and all((int(left, 16) ^ int(right, 16)).bit_count() <= NEAR for left, right in pairs)


def _same_day_and_total(one: Traits, other: Traits) -> bool:
    known = one.day is not None and one.total is not None
    return known and (one.day, one.total) == (other.day, other.total)


def _same_number(one: Traits, other: Traits) -> bool:
    """A number alone is not enough: every shop has a ticket 12. The same total beside it is."""
    return one.number is not None and one.number == other.number and one.total == other.total


def _same_figures(one: Traits, other: Traits) -> bool:
    shared, every = one.figures & other.figures, one.figures | other.figures
    return min(len(one.figures), len(other.figures)) >= FEWEST and len(shared) >= ALIKE * len(every)

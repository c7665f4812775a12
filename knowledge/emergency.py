"""Whom to call when it matters: the emergency numbers of a country, each with its source and whether anybody tried it.

Pure, and apart from everything else: `read` needs two files only, so that the numbers are there when a region's data,
the answers or anything else cannot be read. No number is ever called verified unless a network wrote that it is.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import get_args

from knowledge.faults import Fault, KnowledgeFaults, Yaml
from knowledge.schema import (
    Document,
    Documents,
    Emergency,
    EmergencyCountry,
    EmergencyNumber,
    EmergencyService,
    Source,
    Strict,
    Verified,
)

FILES: tuple[tuple[str, type[Strict]], ...] = (("emergency.yaml", Emergency), ("documents.yaml", Documents))
"""All that is read for an emergency."""

SERVICES: tuple[EmergencyService, ...] = get_args(EmergencyService)
RESCUE: frozenset[EmergencyService] = frozenset({"ambulance", "police", "fire"})


@dataclass(frozen=True, slots=True)
class Number:
    """A number to call: `updated` is the day of the source's entry, `verified` who tried it and when, or None."""

    number: str
    services: tuple[EmergencyService, ...]
    source: Source
    updated: date | None
    verified: Verified | None

    @property
    def general(self) -> bool:
        """Whether it calls every rescue service."""
        return "general" in self.services or set(self.services) >= RESCUE


@dataclass(frozen=True)
class Numbers:
    """What an emergency needs, and nothing more: the numbers by country, and the documents they were read in."""

    emergency: Emergency
    documents: Mapping[str, Document]


def read(files: Mapping[str, str]) -> Numbers:
    """The numbers in these files (their text by path, others are left alone); raises `KnowledgeFaults`."""
    found = [_read(path, files.get(path, ""), shape) for path, shape in FILES]
    faults = tuple(fault for _, faults in found for fault in faults)
    emergency, documents = (model for model, _ in found)
    if not isinstance(emergency, Emergency) or not isinstance(documents, Documents):
        raise KnowledgeFaults(faults)
    return Numbers(emergency, documents.documents)


def _read(path: str, text: str, shape: type[Strict]) -> tuple[Strict | None, list[Fault]]:
    return Yaml(path, text).read(shape)


def numbers(known: Emergency, country: str) -> tuple[Number, ...]:
    """The numbers of a country (ISO 3166 alpha-2, or XK), those for everything first; none where none is known."""
    found = _country(known, country)
    return tuple(sorted((_number(one, found) for one in found.numbers), key=_order)) if found else ()


def unanswered(known: Emergency, country: str) -> tuple[EmergencyService, ...]:
    """The rescue services that no number known here calls: to be told, never filled with another country's."""
    here = numbers(known, country)
    if any(number.general for number in here):
        return ()
    called = {service for number in here for service in number.services}
    return tuple(service for service in SERVICES if service in RESCUE - called)


def disputed(known: Emergency, country: str) -> bool:
    """Whether other public lists give other numbers for this country."""
    found = _country(known, country)
    return found is not None and found.disputed


def _country(known: Emergency, country: str) -> EmergencyCountry | None:
    return next((each for each in known.countries if each.country == country), None)


def _number(one: EmergencyNumber, country: EmergencyCountry) -> Number:
    own = one.source is not None
    return Number(
        number=one.number,
        services=tuple(sorted(one.services, key=SERVICES.index)),
        source=one.source or country.source,
        updated=one.updated if own else one.updated or country.updated,
        verified=one.verified,
    )


def _order(number: Number) -> tuple[bool, int]:
    """For everything first, then by service; numbers of one service stay as they are written."""
    return not number.general, SERVICES.index(number.services[0])

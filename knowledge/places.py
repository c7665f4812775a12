"""From a head office to its region: a postcode, or a département, and the commune where a postcode is not enough.

Five postcodes are shared by communes of two regions (Insee, code officiel géographique). There the commune decides; a
commune that is almost the name of an exception is asked again rather than guessed.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Literal
from unicodedata import decimal, normalize

from knowledge.base import Knowledge
from knowledge.schema import Departement, PostcodeException

_CLOSE = 0.75  # "Lajous" is close to Lajoux, its neighbour Mijoux is not


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place that a shared postcode may mean: a commune, or (None) all its other communes."""

    commune: str | None
    departement: str
    region_name: str
    region: str | None


@dataclass(frozen=True, slots=True)
class Location:
    """Where a head office is.

    - `region`: in one of ours, `region` is its slug; `outside`: in a region without a network known here;
    - `ambiguous`: the postcode is shared and the commune is missing or unclear, `candidates` are the possible places;
    - `unknown`: no département begins like this.
    """

    kind: Literal["region", "outside", "ambiguous", "unknown"]
    head_office: str
    region: str | None = None
    region_name: str = ""
    departement: str = ""
    departement_name: str = ""
    candidates: tuple[Candidate, ...] = ()


@lru_cache(500)
def locate(facts: Knowledge, head_office: str, commune: str | None = None) -> Location:
    """Where this postcode ("59000") or département ("59", "2A", "1") is. Total: anything else is `unknown`."""
    code = _tidy(head_office)
    exceptions = facts.exceptions.get(code, ())
    usual = _departement(facts, code)
    if exceptions and exceptions[0].whole:
        return _at(facts, code, facts.departements[exceptions[0].departement])
    if usual is None:
        return Location("unknown", code)
    if not exceptions:
        return _at(facts, code, usual)
    named = _which(exceptions, commune)
    if named == "unclear":
        return _shared(facts, code, usual, exceptions)
    return _at(facts, code, usual if named == "another" else facts.departements[named.departement])


def squeezed(name: str) -> str:
    """A name without case, accents, spaces, hyphens and apostrophes; "St" and "Ste" in full."""
    plain = normalize("NFKD", name.casefold().replace("œ", "oe")).encode("ascii", "ignore").decode()
    words = re.findall(r"[a-z0-9]+", plain)
    return "".join({"st": "saint", "ste": "sainte"}.get(word, word) for word in words)


def _tidy(head_office: str) -> str:
    western = "".join(str(decimal(sign, sign)) for sign in head_office.upper() if not sign.isspace())
    return western.zfill(2) if re.fullmatch(r"\d", western) else western


def _departement(facts: Knowledge, code: str) -> Departement | None:
    if re.fullmatch(r"[0-9]{5}", code):
        return facts.by_prefix.get(code[:3]) or facts.by_prefix.get(code[:2])
    return facts.departements.get("2A" if code == "20" else code)


def _which(
    exceptions: Sequence[PostcodeException], commune: str | None
) -> PostcodeException | Literal["another", "unclear"]:
    given = squeezed(commune or "")
    for exception in exceptions:
        if squeezed(exception.commune) == given:
            return exception
    unclear = not given or any(_close(given, squeezed(exception.commune)) for exception in exceptions)
    return "unclear" if unclear else "another"


def _close(given: str, name: str) -> bool:
    return name.startswith(given) or given.startswith(name) or SequenceMatcher(None, given, name).ratio() >= _CLOSE


def _at(facts: Knowledge, code: str, departement: Departement) -> Location:
    return Location(
        kind="region" if departement.region else "outside",
        head_office=code,
        region=departement.region,
        region_name=_region_name(facts, departement),
        departement=departement.code,
        departement_name=departement.name,
    )


def _shared(facts: Knowledge, code: str, usual: Departement, exceptions: Sequence[PostcodeException]) -> Location:
    places = [(exception.commune, facts.departements[exception.departement]) for exception in exceptions]
    candidates = tuple(
        Candidate(commune, departement.code, _region_name(facts, departement), departement.region)
        for commune, departement in (*places, (None, usual))
    )
    return Location("ambiguous", code, candidates=candidates)


def _region_name(facts: Knowledge, departement: Departement) -> str:
    return facts.region(departement.region).name if departement.region else departement.other_region or ""

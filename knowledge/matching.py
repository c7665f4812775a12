"""Offers of expertise beside a need: ranked, each with its reasons, for staff to choose. Nothing is decided here.

Pure and deterministic: the same offers and need give the same order, whatever order they came in. A reason is a code
and the values it stands on; `dialogs/matching.py` has its sentence. What an offer does not say counts neither for nor
against it, and is told.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

Code = Literal[
    "theme_shared",
    "theme_other",
    "skill_shared",
    "skill_other",
    "language_shared",
    "language_missing",
    "language_unknown",
    "free",
    "not_free",
    "free_unknown",
    "region_same",
    "region_other",
    "employer_agrees",
    "employer_asked",
]

POINTS: dict[Code, int] = {
    "theme_shared": 30,
    "skill_shared": 10,  # a word, up to `MOST_WORDS` of them
    "language_shared": 20,
    "language_missing": -20,
    "free": 20,
    "not_free": -20,
    "region_same": 10,
    "employer_agrees": 5,
}
"""What a reason weighs; those that are not here weigh nothing."""

MOST_WORDS = 4
_ROOT = 6
_WORD = re.compile(r"\w{4,}")
_COMMON = frozenset(
    _WORD.findall("""
    dans avec pour leur leurs notre votre plus cette sont annees experience mission projet projets association
    associations travail travaux with from that this have years project work para como sobre anos proyecto trabajo
    projeto trabalho التي الذي مشروع جمعية
    """)
)


@dataclass(frozen=True, slots=True)
class Offer:
    """What somebody offers. `months`: those of the year in which they said they are free, 1 to 12; none if unread."""

    id: str
    region: str | None
    skill: str
    themes: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    availability: str = ""
    months: frozenset[int] = frozenset()
    employer: Literal["yes", "under_way", "no", "none"] | None = None


@dataclass(frozen=True, slots=True)
class Need:
    """What a mission needs. `languages`: one of them is enough."""

    region: str
    skill: str
    themes: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    first_day: date | None = None
    last_day: date | None = None


@dataclass(frozen=True, slots=True)
class Reason:
    """Why an offer stands where it does: a code, and what it was read in."""

    code: Code
    values: tuple[str, ...] = ()

    @property
    def points(self) -> int:
        each = min(len(self.values), MOST_WORDS) if self.code == "skill_shared" else 1
        return POINTS.get(self.code, 0) * each


@dataclass(frozen=True, slots=True)
class Match:
    """An offer, and the reasons of its place."""

    offer: Offer
    reasons: tuple[Reason, ...]

    @property
    def points(self) -> int:
        """How well it answers: only its order among the others means anything."""
        return sum(reason.points for reason in self.reasons)


def ranked(offers: Sequence[Offer], need: Need) -> tuple[Match, ...]:
    """Every offer, the best answer first; equals by their id. None is left out: staff see what was passed over."""
    matches = (Match(offer, tuple(_reasons(offer, need))) for offer in offers)
    return tuple(sorted(matches, key=lambda match: (-match.points, match.offer.id)))


def _reasons(offer: Offer, need: Need) -> Iterator[Reason]:
    themes = tuple(theme for theme in need.themes if theme in offer.themes)
    if need.themes:
        yield Reason("theme_shared", themes) if themes else Reason("theme_other", offer.themes)
    words = tuple(_shared(need.skill, offer.skill))
    yield Reason("skill_shared", words) if words else Reason("skill_other")
    if need.languages:
        yield _language(offer, need)
    yield from _free(offer, need)
    yield Reason("region_same" if offer.region == need.region else "region_other")
    yield from _employer(offer)


def _language(offer: Offer, need: Need) -> Reason:
    if not offer.languages:
        return Reason("language_unknown")
    spoken = " ".join(_bare(language) for language in offer.languages)
    shared = tuple(language for language in need.languages if _bare(language)[:_ROOT] in spoken)
    return Reason("language_shared", shared) if shared else Reason("language_missing", need.languages)


def _free(offer: Offer, need: Need) -> Iterator[Reason]:
    if need.first_day is None:
        return
    if not offer.months:
        yield Reason("free_unknown", (offer.availability,) if offer.availability else ())
        return
    fits = _months(need.first_day, need.last_day or need.first_day) <= offer.months
    yield Reason("free" if fits else "not_free", (offer.availability,))


def _employer(offer: Offer) -> Iterator[Reason]:
    if offer.employer in ("yes", "none"):
        yield Reason("employer_agrees")
    elif offer.employer in ("under_way", "no"):
        yield Reason("employer_asked")


def _months(first: date, last: date) -> frozenset[int]:
    """The months of the year that a mission falls in."""
    count = (last.year - first.year) * 12 + last.month - first.month
    return frozenset((first.month - 1 + step) % 12 + 1 for step in range(count + 1))


def _shared(wanted: str, offered: str) -> Iterator[str]:
    """The words of the need whose roots the offer has, as the need writes them, each once."""
    roots = {_root(word) for word in _words(offered)}
    seen: set[str] = set()
    for word in _words(wanted):
        root = _root(word)
        if root in roots and root not in seen:
            seen.add(root)
            yield word


def _words(text: str) -> Iterator[str]:
    return (word for word in _WORD.findall(text.casefold()) if _bare(word) not in _COMMON)


def _root(word: str) -> str:
    """The beginning of a word: close enough to know "électricien" in "électricité"."""
    return _bare(word).removeprefix("ال")[:_ROOT]


def _bare(word: str) -> str:
    apart = unicodedata.normalize("NFKD", word).casefold()
    return "".join(letter for letter in apart if not unicodedata.combining(letter))

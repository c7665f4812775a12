"""Finding what a person named among things that have names: exactly, by how it begins, or by what it looks like."""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from dialogs.core.reading.letters import fold, squeezed

K = TypeVar("K", bound=Hashable)

SHORTEST_TYPO = 4
"""Words of three letters are too close to one another for a typo to mean anything."""

LONGEST_NAME = 80
ALIKE = 74.0
"""On rapidfuzz's 0-100 ratio: about one letter in four may differ."""

NEARLY = 12.0
"""Candidates are those within this many points of the best one."""


@dataclass(frozen=True, slots=True)
class Found(Generic[K]):
    """What was named. `exact`: by a whole name or an unambiguous beginning; else it only looks like it."""

    keys: tuple[K, ...]
    exact: bool


def named(text: str, names: Mapping[str, Sequence[K]], most: int = 5) -> Found[K]:
    """Look `text` up among `names`, a squeezed name to what bears it. Whole names, then beginnings, then typos."""
    wanted = squeezed(text)
    if not wanted or len(wanted) > LONGEST_NAME or _numbers_run_together(wanted, text):
        return Found((), False)
    if whole := names.get(wanted):
        return Found(tuple(whole)[:most], True)
    begun = beginning(wanted, names)
    if len(begun) == 1:
        return Found(begun, True)
    return Found(begun[:most] or alike(wanted, names, most), False)


def _numbers_run_together(wanted: str, text: str) -> bool:
    """ "1, 3" is two numbers: squeezed into 13 it would name another thing."""
    return wanted.isdigit() and fold(text) != wanted


def beginning(wanted: str, names: Mapping[str, Sequence[K]]) -> tuple[K, ...]:
    """What has a name that begins so. A beginning is at least three letters long."""
    if len(wanted) < 3 or wanted.isdigit():
        return ()
    return unique(key for name, keys in names.items() if name.startswith(wanted) for key in keys)


def alike(wanted: str, names: Mapping[str, Sequence[K]], most: int = 5) -> tuple[K, ...]:
    """What has a name that differs by a few letters, the likest first."""
    from rapidfuzz import fuzz, process

    if len(wanted) < SHORTEST_TYPO or wanted.isdigit():
        return ()
    hits = process.extract(wanted, names.keys(), scorer=fuzz.ratio, score_cutoff=ALIKE, limit=4 * most)
    near = [name for name, score, _place in hits if score >= hits[0][1] - NEARLY]
    return unique(key for name in near for key in names[name])[:most]


def unique(keys: Iterable[K]) -> tuple[K, ...]:
    """Each once, in the order of their first appearance."""
    return tuple(dict.fromkeys(keys))


def index(pairs: Iterable[tuple[str, K]]) -> dict[str, tuple[K, ...]]:
    """Names and what bears them, ready for `named`."""
    found: dict[str, tuple[K, ...]] = {}
    for name, key in pairs:
        if short := squeezed(name):
            found[short] = unique((*found.get(short, ()), key))
    return found


def phrases(text: str, longest: int = 6, most_words: int = 40) -> Iterable[str]:
    """The runs of words of a sentence, the longest first, so that a name can be found inside it."""
    parts = fold(text).split()[:most_words]
    for size in range(min(longest, len(parts)), 0, -1):
        for start in range(len(parts) - size + 1):
            yield " ".join(parts[start : start + size])


__all__ = ["Found", "alike", "beginning", "index", "named", "phrases", "unique"]

"""The communes of France by name, and by what a name looks like when it is misspelt.

The text of the file is handed in and read when the first name is looked up, so that starting costs nothing. Accents,
case, hyphens and a leading article do not count, "St" is "Saint" and "s/" is "sur".
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from unicodedata import normalize

_IN_FULL = {"st": "saint", "ste": "sainte", "sts": "saints", "stes": "saintes"}
_TO_SPACE = str.maketrans("-'’()/.,", " " * 8)
_SHORTEST = 4
_LONGEST = 60


@dataclass(frozen=True, slots=True)
class Commune:
    """A commune and the code of its département.

    `postcodes`: those that begin like another département's. `former`: it is part of a larger commune today.
    """

    name: str
    departement: str
    postcodes: tuple[str, ...] = ()
    former: bool = False

    def has(self, code: str) -> bool:
        """Whether a département's code, or a postcode, can be this commune's."""
        begins = "20" if self.departement in {"2A", "2B"} else self.departement
        if len(code) == 5:
            return code.startswith(begins) or code in self.postcodes
        return code == self.departement


@dataclass(frozen=True)
class Communes:
    """`text`: a line for each name, the largest commune first; its head says how it is written."""

    text: str

    def named(self, name: str) -> tuple[Commune, ...]:
        """The communes of this name, the largest first; the former ones only where none bears it today.

        An article that was said is heeded where it helps: "Le Pin" is not "Pin", but "Havre" is "Le Havre".
        """
        found = self._at(self._index.get(_key(name), ()))
        if _key(name) != _whole(name):
            found = tuple(one for one in found if _whole(one.name) == _whole(name)) or found
        return tuple(one for one in found if not one.former) or found

    def at(self, name: str, code: str) -> tuple[Commune, ...]:
        """The communes of this name, today's or former, in a département or at a postcode."""
        return tuple(one for one in self._at(self._index.get(_key(name), ())) if one.has(code))

    def beginning(self, name: str) -> Iterator[Commune]:
        """The communes whose name begins so (four letters at least), the largest first."""
        wanted = _key(name)
        places = (place for key, found in self._index.items() if key.startswith(wanted) for place in found)
        return (one for place in places for one in self._on(place)) if len(wanted) >= _SHORTEST else iter(())

    def misspelt(self, name: str) -> Iterator[Commune]:
        """The communes whose name is a slip or two away, the closest first, then the largest."""
        from rapidfuzz import process
        from rapidfuzz.distance import OSA

        wanted = _key(name)
        if not _SHORTEST <= len(wanted) <= _LONGEST:
            return
        near = process.extract(wanted, self._index.keys(), scorer=OSA.distance, score_cutoff=slips(wanted), limit=20)
        for key, _distance, _place in near:
            yield from self._at(self._index[key])

    @cached_property
    def _lines(self) -> list[str]:
        return [line for line in self.text.splitlines() if line and not line.startswith("#")]

    @cached_property
    def _index(self) -> dict[str, list[int]]:
        """The lines of each key. All names are made plain at once: one by one it would take ten times as long."""
        names = "\n".join(line.partition(";")[0] for line in self._lines)
        index: dict[str, list[int]] = {}
        for place, words in enumerate(_plain(names).split("\n")):
            first, _space, rest = words.strip().partition(" ")
            key = (rest if first in _ARTICLES and rest else words).replace(" ", "")
            index.setdefault(key, []).append(place)
        index.pop("", None)
        return index

    def _at(self, places: "list[int] | tuple[int, ...]") -> tuple[Commune, ...]:
        return tuple(one for place in places for one in self._on(place))

    def _on(self, place: int) -> Iterator[Commune]:
        name, _semicolon, rest = self._lines[place].partition(";")
        for said in rest.split():
            code, _colon, postcodes = said.removeprefix("~").partition(":")
            yield Commune(name, code, tuple(postcodes.split(",")) if postcodes else (), said.startswith("~"))


_ARTICLES = frozenset({"l", "le", "la", "les"})


def slips(word: str) -> int:
    """How many letters of a word may be wrong, missing, too many or swapped: one, or two in a long word."""
    return 1 if len(word) < 8 else 2


def _plain(text: str) -> str:
    """Without case, accents and punctuation; lines and the spaces between words stay."""
    lower = text.casefold().replace("œ", "oe").replace("æ", "ae").translate(_TO_SPACE)
    return normalize("NFKD", lower).encode("ascii", "ignore").decode()


def _words(name: str) -> list[str]:
    words = re.findall(r"[a-z0-9]+", _plain(re.sub(r"(?i)\bs/s?", "sur ", name[:200])))
    return [_IN_FULL.get(word, word) for word in words]


def _whole(name: str) -> str:
    return "".join(_words(name))


def _key(name: str) -> str:
    words = _words(name)
    return "".join(words[1:] if words[:1] and words[0] in _ARTICLES and words[1:] else words)

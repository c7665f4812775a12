"""The communes of France by name, and by what a name looks like when it is misspelt.

The text of the file is handed in and read when the first name is looked up, so that starting costs nothing. Accents,
case, hyphens and a leading article do not count, "St" is "Saint" and "s/" is "sur".
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import takewhile
from unicodedata import normalize

_IN_FULL = {"st": "saint", "ste": "sainte", "sts": "saints", "stes": "saintes"}
_TO_SPACE = bytes.maketrans(b"-'()/.,", b" " * 7)
_SHORTEST = 3
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

    text: str = field(repr=False)

    def named(self, name: str) -> tuple[Commune, ...]:
        """The communes of this name, the largest first; a former one only where none bears it today.

        An article that was said is heeded where it helps: "Le Pin" is not "Pin", but "Havre" is "Le Havre".
        """
        found = tuple(_on(self._index.get(_key(name), "")))
        if _key(name) != _whole(name):
            found = tuple(one for one in found if _whole(one.name) == _whole(name)) or found
        today = {_whole(one.name) for one in found if not one.former}
        return tuple(one for one in found if not one.former or _whole(one.name) not in today)

    def at(self, name: str, code: str) -> tuple[Commune, ...]:
        """The communes of this name, today's or former, in a département or at a postcode."""
        return tuple(one for one in _on(self._index.get(_key(name), "")) if one.has(code))

    def beginning(self, name: str) -> Iterator[Commune]:
        """The communes whose name begins so (three letters at least), the largest first."""
        wanted = _key(name)
        if len(wanted) >= _SHORTEST:
            for key, lines in self._index.items():
                if key.startswith(wanted):
                    yield from _on(lines)

    def larger(self, name: str) -> Iterator[Commune]:
        """The communes whose name goes on after these words, larger than any that stops there: Aix-en-Provence."""
        before = takewhile(lambda one: _key(one.name) != _key(name), self.beginning(name))
        return (one for one in before if _begins(one.name, name))

    def misspelt(self, name: str) -> Iterator[Commune]:
        """The communes whose name is closest to this one, a slip or two away; the largest first."""
        from rapidfuzz import process
        from rapidfuzz.distance import OSA

        wanted = _key(name)
        if not _SHORTEST < len(wanted) <= _LONGEST:
            return
        near = process.extract(wanted, self._index.keys(), scorer=OSA.distance, score_cutoff=slips(wanted), limit=20)
        for key, distance, _place in near:
            if distance == near[0][1]:
                yield from _on(self._index[key])

    @cached_property
    def _index(self) -> dict[str, str]:
        """The lines of each key. All names are made plain at once: one by one it would take ten times as long."""
        lines = [line for line in self.text.splitlines() if ";" in line and not line.startswith("#")]
        plain = _plain("\n".join(line[: line.index(";")] for line in lines))
        index: dict[str, str] = {}
        for words, line in zip(plain.split("\n"), lines, strict=True):
            first, _space, rest = words.partition(" ")
            key = (rest if first in _ARTICLES else words).replace(" ", "")
            index[key] = f"{index[key]}\n{line}" if key in index else line
        return index


def _on(lines: str) -> Iterator[Commune]:
    for line in lines.splitlines():
        name, _semicolon, rest = line.partition(";")
        for said in rest.split():
            code, _colon, postcodes = said.removeprefix("~").partition(":")
            yield Commune(name, code, tuple(postcodes.split(",")) if postcodes else (), said.startswith("~"))


_ARTICLES = frozenset({"l", "le", "la", "les"})


def slips(word: str) -> int:
    """How many letters of a word may be wrong, missing, too many or swapped: one, or two in a long word."""
    return 1 if len(word) < 8 else 2


def _plain(text: str) -> str:
    """Without case, accents and punctuation; lines and the spaces between words stay."""
    lower = text.casefold().replace("œ", "oe").replace("æ", "ae").replace("’", "'")
    return normalize("NFKD", lower).encode("ascii", "ignore").translate(_TO_SPACE).decode()


def _words(name: str) -> list[str]:
    words = re.findall(r"[a-z0-9]+", _plain(re.sub(r"(?i)\bs/s?", "sur ", name[:200])))
    return [_IN_FULL.get(word, word) for word in words]


def _whole(name: str) -> str:
    return "".join(_words(name))


def _key(name: str) -> str:
    return "".join(_without_article(name))


def _begins(name: str, first: str) -> bool:
    wanted = _without_article(first)
    return _without_article(name)[: len(wanted)] == wanted


def _without_article(name: str) -> list[str]:
    words = _words(name)
    return words[1:] if words[1:] and words[0] in _ARTICLES else words

"""From a question to the terms that an index keeps: words without their endings, and what some of them stand for.

A country, a French place or a number is also a class (`<country>`): no entry can list all that people name.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from knowledge.finding.letters import arabic, arabic_stem, unstuck, words
from knowledge.finding.tongues import SHORT, STOPS

Named = Mapping[str, str]
"""Names, folded and without spaces, and their class: {"burkinafaso": "<country>"}."""

_BEGINNING = 6
"""Letters that stand for a word: as good as Snowball's stems on all the questions we have, and much faster."""
_LONGEST = 4
"""Words of the longest name that is looked for."""
_REMEMBERED = 20_000
"""Words whose stem is remembered."""


class Terms:
    """The terms of one language."""

    def __init__(self, lang: str, named: Named) -> None:
        self.lang = lang
        self._stops = STOPS[lang]
        self._short = SHORT[lang]
        self._named = named
        self._names = sorted(named)
        self._beginnings: dict[str, tuple[str, ...]] = {}
        self._stemmed: dict[str, str] = {}
        self._stem: Callable[[str], str] = arabic_stem if lang == "ar" else _beginning

    def words(self, text: str) -> list[str]:
        """The words of a folded text that mean something, in order, and the classes of the names in it.

        A text of nothing but stop words keeps them.
        """
        spoken = self._spoken(text)
        kept = [word for word in spoken if not self._small(word)]
        return [*(kept or spoken), *self._classes(spoken)]

    def classes(self, text: str) -> list[str]:
        """The classes of the names in a folded text, and whether it has a number."""
        return list(self._classes(self._spoken(text)))

    def spelled(self, text: str) -> str:
        """The same text with the words that people shorten in full."""
        return " ".join(self._spoken(text))

    def _spoken(self, text: str) -> list[str]:
        spoken = words(text)
        if self._short.keys().isdisjoint(spoken):
            return spoken
        return " ".join(self._short.get(word, word) for word in spoken).split()

    def speaks(self, word: str) -> bool:
        """Whether a word of a folded text is one that this language uses for anything."""
        return self._small(word) or word in self._short

    def _small(self, word: str) -> bool:
        """Whether a word means nothing by itself; in Arabic another such may be stuck to it, as in وفي."""
        return word in self._stops or (self.lang == "ar" and any(one in self._stops for one in unstuck(word)))

    def stem(self, word: str) -> str:
        """The word without its endings, and without its article in Arabic; a class is itself."""
        if word not in self._stemmed:
            make_room(self._stemmed)
            self._stemmed[word] = self._stems(word)
        return self._stemmed[word]

    def _stems(self, word: str) -> str:
        if word.startswith("<") or word.isdigit() or arabic(word) != (self.lang == "ar"):
            return word
        return self._stem(word)

    def _classes(self, spoken: list[str]) -> Iterator[str]:
        if any(map(str.isdigit, spoken)):
            yield "<number>"
        yield from dict.fromkeys(word for word in self._classed(spoken) if word[0] == "<")

    def beside_names(self, text: str) -> list[str]:
        """The words of a folded text that mean something and are in no name."""
        return [word for word in self._classed(self._spoken(text)) if word[0] != "<" and not self._small(word)]

    def classed(self, text: str) -> list[str]:
        """The words of a folded text, spelled in full, each name being one word: its class."""
        return self._classed(text.split())

    def _classed(self, spoken: list[str]) -> list[str]:
        found: list[str] = []
        start = 0
        while start < len(spoken):
            heads = self._beginnings.get(spoken[start])
            name, size = ("", 0) if heads == () else self._name(spoken, start)
            found.append(name or spoken[start])
            start += size or 1
        return found

    def _name(self, spoken: list[str], start: int) -> tuple[str, int]:
        """The class of the name that begins here, and its number of words; ("", 0) where there is none."""
        for first in self._heads(spoken[start]):
            for size in range(1, _LONGEST + 1):
                run = "".join((first, *spoken[start + 1 : start + size]))
                if run in self._named:
                    return self._named[run], size
        return "", 0

    def _heads(self, word: str) -> tuple[str, ...]:
        """The word, or what it is without Arabic particles, where a name begins so."""
        if word not in self._beginnings:
            make_room(self._beginnings)
            forms = unstuck(word) if self.lang == "ar" else (word,)
            self._beginnings[word] = tuple(filter(self._begins_a_name, forms))
        return self._beginnings[word]

    def _begins_a_name(self, word: str) -> bool:
        place = bisect_left(self._names, word)
        return place < len(self._names) and self._names[place].startswith(word)


def make_room(memory: dict[str, Any]) -> None:
    """What people type has no end: a memory of it must have one."""
    if len(memory) > _REMEMBERED:
        memory.clear()


def _beginning(word: str) -> str:
    return word[:_BEGINNING]

"""From a question to the terms that an index keeps: words without their endings, and what some of them stand for.

A country, a French place or a number is also a class (`<country>`): no entry can list all that people name.
"""

from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from knowledge.finding.letters import JOINING, arabic, arabic_stem, unstuck, words
from knowledge.finding.tongues import SHORT, STOPS

Named = Mapping[str, str]
"""Names, folded and without spaces, and their class: {"burkinafaso": "<country>"}."""

_BEGINNING = 6
"""Letters that stand for a word: as good as Snowball's stems on all the questions we have, and much faster."""
_LONGEST = 4
"""Words of the longest name that is looked for."""
_REMEMBERED = 20_000
"""Words of which it is remembered what was made of them."""


@dataclass(frozen=True, slots=True)
class Heard:
    """A text as one language hears it.

    `spoken`: its words, short ways to write in full; `classed`: the same, each name being its class; `words`: those
    that mean something, and the classes of names and numbers.
    """

    spoken: Sequence[str]
    classed: Sequence[str]
    words: Sequence[str]

    @property
    def spelled(self) -> str:
        """The text in full."""
        return " ".join(self.spoken)

    @property
    def classes(self) -> list[str]:
        """The classes of the names and numbers, each once."""
        return [word for word in self.words if word[0] == "<"]


class Terms:
    """The terms of one language."""

    def __init__(self, lang: str, named: Named) -> None:
        self.lang = lang
        self._stops = STOPS[lang]
        self._short = SHORT[lang]
        self._named = named
        self._names = sorted(named)
        self.stem: Callable[[str], str] = lru_cache(_REMEMBERED)(self._stems)
        self._heads: Callable[[str], tuple[str, ...]] = lru_cache(_REMEMBERED)(self._beginnings)

    def hear(self, text: str) -> Heard:
        """A folded text. One of nothing but stop words keeps them."""
        spoken = self._spoken(text)
        classed = self._classed(spoken)
        kept = [word for word in spoken if not self._small(word)] or spoken
        number = ["<number>"] if any(map(str.isdigit, spoken)) else []
        return Heard(spoken, classed, [*kept, *number, *dict.fromkeys(word for word in classed if word[0] == "<")])

    def beside_names(self, text: str) -> list[str]:
        """The words of a folded text that mean something and are in no name."""
        return [word for word in self._classed(self._spoken(text)) if word[0] != "<" and not self._small(word)]

    def speaks(self, word: str) -> bool:
        """Whether a word of a folded text is one that this language uses for anything."""
        return self._small(word) or word in self._short

    def _spoken(self, text: str) -> list[str]:
        spoken = words(text)
        if self._short.keys().isdisjoint(spoken):
            return spoken
        return " ".join(self._short.get(word, word) for word in spoken).split()

    def _small(self, word: str) -> bool:
        """Whether a word means nothing by itself; in Arabic another such may be stuck to it, as in وفي."""
        return word in self._stops or (word[0] in JOINING and word[1:] in self._stops)

    def _stems(self, word: str) -> str:
        """The word without its endings, and without its article in Arabic; a class is itself."""
        if word.startswith("<") or word.isdigit() or arabic(word) != (self.lang == "ar"):
            return word
        return arabic_stem(word) if self.lang == "ar" else word[:_BEGINNING]

    def _classed(self, spoken: Sequence[str]) -> list[str]:
        found: list[str] = []
        start = 0
        while start < len(spoken):
            heads = self._heads(spoken[start])
            name, size = self._name(heads, spoken[start + 1 : start + _LONGEST]) if heads else ("", 1)
            found.append(name or spoken[start])
            start += size
        return found

    def _name(self, heads: Sequence[str], following: Sequence[str]) -> tuple[str, int]:
        """The class of the name that begins with one of these, and its number of words; ("", 1) where there is none."""
        for first in heads:
            for size in range(1, _LONGEST + 1):
                if (run := "".join((first, *following[: size - 1]))) in self._named:
                    return self._named[run], size
        return "", 1

    def _beginnings(self, word: str) -> tuple[str, ...]:
        """The word, or what it is without Arabic particles, where a name begins so."""
        forms = unstuck(word) if self.lang == "ar" else (word,)
        return tuple(filter(self._begins_a_name, forms))

    def _begins_a_name(self, word: str) -> bool:
        place = bisect_left(self._names, word)
        return place < len(self._names) and self._names[place].startswith(word)

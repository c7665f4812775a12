"""From a question to the terms that an index keeps: words without their endings, and what some of them stand for.

A country, a French place or a number is also a class (`<country>`): nobody can list in the entries all that people name.
"""

from collections.abc import Callable, Iterator, Mapping

import snowballstemmer

from knowledge.finding.letters import arabic, bare, folded, words
from knowledge.finding.tongues import SHORT, SNOWBALL, STOPS

Named = Mapping[str, str]
"""Names, folded and without spaces, and their class: {"burkinafaso": "<country>"}."""

_LONGEST = 4
"""Words of the longest name that is looked for."""
_BEGUN = 3
"""Letters that are enough to know that no name begins so."""


class Terms:
    """The terms of one language."""

    def __init__(self, lang: str, named: Named) -> None:
        self.lang = lang
        self._stops = STOPS[lang]
        self._short = SHORT[lang]
        self._named = named
        self._begun = {name[:_BEGUN] for name in named}
        self._stemmed: dict[str, str] = {}
        self._stem: Callable[[str], str] = snowballstemmer.stemmer(SNOWBALL[lang]).stemWord

    def words(self, text: str) -> list[str]:
        """The words of a folded text that mean something, in order, and the classes of the names in it.

        A text of nothing but stop words keeps them.
        """
        spoken = words(self.spelled(text))
        kept = [word for word in spoken if word not in self._stops]
        return [*(kept or spoken), *self._classes(spoken)]

    def spelled(self, text: str) -> str:
        """The same text with the words that people shorten in full."""
        return " ".join(self._short.get(word, word) for word in words(text))

    def stem(self, word: str) -> str:
        """The word without its endings, and without its article in Arabic; a class is itself."""
        if word not in self._stemmed:
            if len(self._stemmed) > 20_000:
                self._stemmed.clear()
            self._stemmed[word] = self._stems(word)
        return self._stemmed[word]

    def _stems(self, word: str) -> str:
        if word.startswith("<") or word.isdigit():
            return word
        if self.lang == "ar":
            return str(self._stem(bare(word))) if arabic(word) else word
        return word if arabic(word) else folded(self._stem(word))

    def _classes(self, spoken: list[str]) -> Iterator[str]:
        if any(word.isdigit() for word in spoken):
            yield "<number>"
        yield from dict.fromkeys(class_ for start in range(len(spoken)) if (class_ := self._class(spoken, start)))

    def _class(self, spoken: list[str], start: int) -> str | None:
        """The class of a name that begins here."""
        first = bare(spoken[start]) if self.lang == "ar" else spoken[start]
        if first[:_BEGUN] not in self._begun and len(first) >= _BEGUN:
            return None
        runs = ("".join((first, *spoken[start + 1 : start + size])) for size in range(1, _LONGEST + 1))
        return next((self._named[run] for run in runs if run in self._named), None)

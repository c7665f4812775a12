"""One language of the entries: how a question reads in it, what it knows of the words, and which entries it finds."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from rapidfuzz import fuzz, process

from knowledge.finding.darija import Darija
from knowledge.finding.index import Document, Index, Scored
from knowledge.finding.letters import arabic, folded, words
from knowledge.finding.likeness import Likeness, telling
from knowledge.finding.meanings import Meanings
from knowledge.finding.terms import Named, Terms
from knowledge.finding.tuning import Tuning

_SHORTEST_TYPO = 4
_ALIKE = 75.0
"""On rapidfuzz's 0-100 ratio: about one letter in four may differ."""
_MOST_ALIKE = 3


@dataclass(frozen=True)
class Candidate:
    """An entry that a question may be about, and the language in which it was found."""

    id: str
    lang: str
    scored: Scored

    def blended(self, other: "Candidate | None", share: float) -> "Candidate":
        """The same entry, scored as for this text and, to this share, for another; None where it was not found."""
        return replace(self, scored=self.scored.blended(other.scored if other else None, share))


Alike = Callable[[Iterable[str]], Iterable[tuple[str, float]]]


class Language:
    """A language, and the entries that are written in it."""

    def __init__(self, lang: str, documents: Sequence[Document], named: Named, tuning: Tuning) -> None:
        self.lang = lang
        self.ids = [document.id for document in documents]
        self.terms = Terms(lang, named)
        self._meanings = Meanings(lang)
        self.index = Index(documents, self.terms, self._meanings, tuning)
        self._place = {id_: entry for entry, id_ in enumerate(self.ids)}
        self._known = sorted(self.index.vocabulary)
        self._darija = Darija(self._known) if lang == "ar" else None

    def read(self, question: str, foreign: Callable[[str], bool]) -> str:
        """A question, folded; in Arabic, out of Latin letters too. `foreign` tells a word of another language."""
        text = folded(question)
        return self._darija.read(text, foreign) if self._darija else text

    def speaks(self, word: str) -> bool:
        """Whether the language has a word for anything, or the entries use it."""
        return self.terms.speaks(word) or word in self.index.vocabulary

    def heard(self, text: str) -> float:
        """The share of the words of a text that the language speaks, 0 to 1; Arabic letters are always Arabic."""
        spoken = words(text)
        return sum(self.speaks(word) or (self.lang == "ar" and arabic(word)) for word in spoken) / max(len(spoken), 1)

    def find(self, text: str, alike: Alike, known: Callable[[str], bool], mix: Tuning) -> Iterator[Candidate]:
        """The best entries; `alike` compares meanings with all entries; `known`: some language knows a word."""
        heard = self.terms.hear(text)
        meant = {self._place[id_]: share for id_, share in alike(self._meanings.of(heard)) if id_ in self._place}
        weighted = self._weighted(heard.words, known, mix.typo)
        for scored in self.index.scores(heard, weighted, meant, mix):
            yield Candidate(self.ids[scored.entry], self.lang, scored)

    def _weighted(self, asked: Sequence[str], known: Callable[[str], bool], typo: float) -> dict[str, float]:
        """Each word, or what it may stand for where no language knows it, and how much it counts."""
        weighted: dict[str, float] = {}
        for word in asked:
            for other, weight in self._read_as(word, known, typo):
                weighted[other] = max(weighted.get(other, 0.0), weight)
        return weighted

    def _read_as(self, word: str, known: Callable[[str], bool], typo: float) -> Iterator[tuple[str, float]]:
        alike = [] if len(word) < _SHORTEST_TYPO or known(word) else self._alike(word)
        if not alike:
            yield word, 1.0
        for other, ratio, _place in alike:
            yield other, typo * (ratio / 100) ** 2

    def _alike(self, word: str) -> list[tuple[str, float, int]]:
        return process.extract(word, self._known, scorer=fuzz.ratio, score_cutoff=_ALIKE, limit=_MOST_ALIKE)


class Meant:
    """What the entries mean, by all that they are asked in all languages together."""

    def __init__(self, languages: Iterable[Language]) -> None:
        meant: dict[str, Counter[str]] = {}
        for language in languages:
            for id_, counts in zip(language.ids, language.index.meant, strict=True):
                meant.setdefault(id_, Counter()).update(counts)
        self._ids = list(meant)
        self._likeness = Likeness(list(meant.values()), telling(list(meant.values())))

    def alike(self, meanings: Iterable[str]) -> Iterator[tuple[str, float]]:
        """The entries that share some of these meanings, and how alike they are, 0 to 1."""
        for number, share in self._likeness.to(Counter(meanings)).items():
            yield self._ids[number], share

"""The index of one language: which entries speak of a word (BM25F), look alike letter by letter, are asked alike.

An entry is one document of several fields: its questions, its keywords, its answer. A word counts by its rarity, its
field and how often it comes; the weights are computed once, when the index is made. Pure Python, a few megabytes.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import astuple, dataclass
from heapq import nlargest
from itertools import chain

from knowledge.finding.fitted import TUNING
from knowledge.finding.letters import folded, grams
from knowledge.finding.likeness import Likeness, seldom
from knowledge.finding.meanings import Meanings
from knowledge.finding.terms import Heard, Terms
from knowledge.finding.tuning import Tuning

__all__ = ["TUNING", "Document", "Index", "Scored", "Tuning"]

MOST = 12
"""Entries of one language that are worth comparing with those of another."""


@dataclass(frozen=True)
class Document:
    """What an entry holds in one language, field by field."""

    id: str
    questions: tuple[str, ...]
    keywords: tuple[str, ...] = ()
    answer: str = ""


@dataclass(frozen=True)
class Scored:
    """One entry for one question; all are 0..1, or a little above.

    `words`: by what it speaks of; `letters`: by its spelling; `said`: by the question of the entry that is nearest,
    with its small words and their order; `meant`: by what the words stand for; `covered`: how much of the question it
    has. The score weighs the first four.
    """

    entry: int
    score: float
    words: float
    letters: float
    said: float
    meant: float
    covered: float

    def blended(self, other: "Scored | None", share: float) -> "Scored":
        """The mean of what two texts give this entry, the other one having this share."""
        mine, its = astuple(self)[1:], astuple(other)[1:] if other else (0.0,) * 6
        return Scored(self.entry, *((1 - share) * one + share * two for one, two in zip(mine, its, strict=True)))


@dataclass(frozen=True)
class _Read:
    """The words of one document, field by field, and of each of its questions; its letters; what it means."""

    fields: Mapping[str, Sequence[str]]
    said: Sequence[Counter[str]]
    signs: Counter[str]
    meant: Counter[str]


class Index:
    """The entries of one language. `meant`: how often each entry, by number, speaks of each meaning."""

    def __init__(
        self, documents: Sequence[Document], terms: Terms, meanings: Meanings, tuning: Tuning = TUNING
    ) -> None:
        self.terms = terms
        self.tuning = tuning
        self.size = len(documents)
        read = [_Reading(terms, meanings).of(document) for document in documents]
        self.meant = [one.meant for one in read]
        self.vocabulary = {word for one in read for field in ("questions", "keywords") for word in one.fields[field]}
        stems = [{field: Counter(map(terms.stem, words)) for field, words in one.fields.items()} for one in read]
        self._idf = _rarity(stems, self.size)
        self._unknown = math.log(1 + self.size)
        self._words = self._postings(stems)
        self._letters = _likeness([one.signs for one in read])
        self._said = _likeness([said for one in read for said in one.said])
        self._asked_by = [entry for entry, one in enumerate(read) for _ in one.said]

    def known(self, word: str) -> bool:
        """Whether some entry has this word, whatever its ending."""
        return self.terms.stem(word) in self._idf

    def scores(
        self, heard: Heard, weighted: Mapping[str, float], meant: Mapping[int, float], mix: Tuning, most: int = MOST
    ) -> list[Scored]:
        """The best entries for a text, best first.

        `weighted` has its words, or what they may mean; `meant` how alike each entry is in meaning; `mix` the weights.
        """
        asked = self._asked(weighted)
        sums, covered = self._sums(asked)
        letters = self._letters.to(Counter(chain.from_iterable(map(grams, heard.spoken))))
        said = self._nearest(heard)
        ideal = sum(self._rare(stem) * weight for stem, weight in asked.items()) or 1.0
        best = ideal * (1 + self.tuning.saturation)
        alike = {
            entry: (sums.get(entry, 0.0) / best, letters.get(entry, 0.0), said.get(entry, 0.0), meant.get(entry, 0.0))
            for entry in sums.keys() | letters.keys()
        }
        scores = {entry: mix.score(*four) for entry, four in alike.items()}
        return [
            Scored(entry, scores[entry], *alike[entry], covered.get(entry, 0.0) / ideal)
            for entry in nlargest(most, scores, key=scores.__getitem__)
        ]

    def deciding(self, words: Iterable[str], entry: int) -> tuple[str, ...]:
        """The words that an entry has, the rarest first."""
        having = [word for word in words if entry in dict(self._words.get(self.terms.stem(word), ()))]
        return tuple(sorted(having, key=lambda word: -self._rare(self.terms.stem(word))))

    def spoken_of(self, words: Sequence[str], entry: int) -> float:
        """How much of these words an entry has, 0 to 1, by their rarity; all of no words."""
        having = sum(self._rare(self.terms.stem(word)) for word in self.deciding(words, entry))
        return having / sum(self._rare(self.terms.stem(word)) for word in words) if words else 1.0

    def _nearest(self, heard: Heard) -> dict[int, float]:
        """For each entry, how alike the nearest of its questions is."""
        nearest: dict[int, float] = defaultdict(float)
        for question, alike in self._said.to(_phrased(self.terms, heard)).items():
            entry = self._asked_by[question]
            nearest[entry] = max(nearest[entry], alike)
        return nearest

    def _asked(self, weighted: Mapping[str, float]) -> Mapping[str, float]:
        """The words of a question without their endings."""
        stems: dict[str, float] = {}
        for word, weight in weighted.items():
            stem = self.terms.stem(word)
            stems[stem] = max(stems.get(stem, 0.0), weight)
        return stems

    def _rare(self, stem: str) -> float:
        return self._idf.get(stem, self._unknown)

    def _sums(self, asked: Mapping[str, float]) -> tuple[dict[int, float], dict[int, float]]:
        """What each entry scores, and how much of the question it covers."""
        sums: dict[int, float] = defaultdict(float)
        covered: dict[int, float] = defaultdict(float)
        for stem, weight in asked.items():
            for entry, gain in self._words.get(stem, ()):
                sums[entry] += gain * weight
                covered[entry] += self._idf[stem] * weight
        return sums, covered

    def _postings(self, fields: Sequence[Mapping[str, Counter[str]]]) -> dict[str, list[tuple[int, float]]]:
        weights = {field: float(getattr(self.tuning, field)) for field in ("questions", "keywords", "answer")}
        means = {field: sum(one[field].total() for one in fields) / max(self.size, 1) or 1.0 for field in weights}
        postings: dict[str, list[tuple[int, float]]] = defaultdict(list)
        for entry, one in enumerate(fields):
            for stem, often in self._often(one, weights, means).items():
                gain = self._idf[stem] * often * (1 + self.tuning.saturation) / (often + self.tuning.saturation)
                postings[stem].append((entry, gain))
        return dict(postings)

    def _often(
        self, fields: Mapping[str, Counter[str]], weights: Mapping[str, float], means: Mapping[str, float]
    ) -> Mapping[str, float]:
        often: dict[str, float] = defaultdict(float)
        for field, counts in fields.items():
            longer = 1 - self.tuning.length + self.tuning.length * counts.total() / means[field]
            for stem, count in counts.items():
                often[stem] += weights[field] * count / longer
        return often


class _Reading:
    """Takes the documents of a language to pieces."""

    def __init__(self, terms: Terms, meanings: Meanings) -> None:
        self._terms = terms
        self._meanings = meanings

    def of(self, document: Document) -> _Read:
        asked = [self._terms.hear(folded(text)) for text in document.questions]
        keywords = [self._terms.hear(folded(text)) for text in document.keywords]
        fields = {
            "questions": [word for text in asked for word in text.words],
            "keywords": [word for text in keywords for word in text.words],
            "answer": self._terms.beside_names(folded(document.answer)),
        }
        every = (*asked, *keywords)
        signs = Counter(chain.from_iterable(grams(word) for text in every for word in text.spoken))
        meant = Counter(chain.from_iterable(map(self._meanings.of, every)))
        return _Read(fields, [_phrased(self._terms, text) for text in asked], signs, meant)


def _phrased(terms: Terms, heard: Heard) -> Counter[str]:
    """All the words without their endings, the small ones too, and each with the one before it.

    A name is its class: « un expert du Sénégal » is asked as « un expert du Bénin ».
    """
    stems = list(map(terms.stem, heard.classed))
    return Counter((*stems, *map(" ".join, zip(("", *stems), stems, strict=False))))


def _rarity(fields: Sequence[Mapping[str, Counter[str]]], size: int) -> dict[str, float]:
    entries = Counter(stem for one in fields for stem in {stem for counts in one.values() for stem in counts})
    return {stem: math.log(1 + (size - count + 0.5) / (count + 0.5)) for stem, count in entries.items()}


def _likeness(texts: Sequence[Counter[str]]) -> Likeness:
    return Likeness(texts, seldom(texts))

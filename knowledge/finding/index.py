"""The index of one language: which entries speak of a word (BM25F), and which look alike letter by letter.

An entry is one document of several fields: its questions, its keywords, its answer. A word counts by its rarity, its
field and how often it comes; the weights are computed once, when the index is made. Pure Python, a few megabytes.
"""

import math
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from knowledge.finding.letters import folded, grams
from knowledge.finding.terms import Terms


@dataclass(frozen=True)
class Document:
    """What an entry holds in one language, field by field."""

    id: str
    questions: tuple[str, ...]
    keywords: tuple[str, ...] = ()
    answer: str = ""


@dataclass(frozen=True)
class Tuning:
    """The constants of the scores, chosen on the development questions (`tests/faq/fit.py`)."""

    questions: float = 1.0
    keywords: float = 2.0
    answer: float = 0.3
    length: float = 0.3
    saturation: float = 1.2
    letters: float = 0.6
    nearest: float = 0.3
    typo: float = 0.75


TUNING = Tuning()


@dataclass(frozen=True)
class Scored:
    """One entry for one question: `words`, `letters`, `nearest` and `score` in 0..1 or a little above."""

    entry: int
    score: float
    words: float
    letters: float
    nearest: float
    covered: float


class Index:
    """The entries of one language."""

    def __init__(self, documents: Sequence[Document], terms: Terms, tuning: Tuning = TUNING) -> None:
        self.terms = terms
        self.tuning = tuning
        self.size = len(documents)
        fields = [self._fields(document) for document in documents]
        self.vocabulary = {word for document in documents for word in self._spoken(document)}
        self._idf = _rarity(fields, self.size)
        self._words = self._postings(fields)
        self._unknown = math.log(1 + self.size)
        self._letters, self._letters_idf = _letter_postings(documents)
        self._variants = [
            [frozenset(grams(folded(question))) for question in document.questions] for document in documents
        ]

    def known(self, word: str) -> bool:
        """Whether some entry has this word, whatever its ending."""
        return self.terms.stem(word) in self._idf

    def scores(self, text: str, weighted: Mapping[str, float], most: int = 12) -> list[Scored]:
        """The best entries for a folded text; `weighted` has its words (or what they may stand for), 0..1 each."""
        total, sums, covered = self._sums(weighted)
        letters = self._letter_sums(text)
        signs = frozenset(grams(text))
        best = sorted(
            sums.keys() | letters.keys(),
            key=lambda entry: sums.get(entry, 0) / total + self.tuning.letters * letters.get(entry, 0),
            reverse=True,
        )
        found = [
            self._scored(entry, sums.get(entry, 0.0) / total, letters.get(entry, 0.0), covered.get(entry, 0.0), signs)
            for entry in best[:most]
        ]
        return sorted(found, key=lambda one: one.score, reverse=True)

    def deciding(self, weighted: Mapping[str, float], entry: int) -> tuple[str, ...]:
        """The words that an entry has, the rarest first."""
        having = [word for word in weighted if entry in dict(self._words.get(self.terms.stem(word), ()))]
        return tuple(sorted(having, key=lambda word: -self._idf[self.terms.stem(word)]))

    def _scored(self, entry: int, words: float, letters: float, covered: float, signs: frozenset[str]) -> Scored:
        nearest = max((_alike(signs, variant) for variant in self._variants[entry]), default=0.0)
        score = words + self.tuning.letters * letters + self.tuning.nearest * nearest
        return Scored(entry, score, words, letters, nearest, covered)

    def _sums(self, weighted: Mapping[str, float]) -> tuple[float, dict[int, float], dict[int, float]]:
        """What the best possible entry would score, what each scores, and the part of the question each covers."""
        sums: dict[int, float] = defaultdict(float)
        covered: dict[int, float] = defaultdict(float)
        total = mass = 0.0
        stems: dict[str, float] = {}
        for word, weight in weighted.items():
            stem = self.terms.stem(word)
            stems[stem] = max(stems.get(stem, 0.0), weight)
        for stem, weight in stems.items():
            idf = self._idf.get(stem, self._unknown)
            total += idf * (1 + self.tuning.saturation) * weight
            mass += idf * weight
            for entry, gain in self._words.get(stem, ()):
                sums[entry] += gain * weight
                covered[entry] += idf * weight
        return total or 1.0, sums, {entry: part / (mass or 1.0) for entry, part in covered.items()}

    def _letter_sums(self, text: str) -> dict[int, float]:
        counts = Counter(grams(text))
        vector = {sign: (1 + math.log(n)) * self._letters_idf.get(sign, 0.0) for sign, n in counts.items()}
        length = math.sqrt(sum(value * value for value in vector.values())) or 1.0
        sums: dict[int, float] = defaultdict(float)
        for sign, value in vector.items():
            if value and sign in self._letters:
                for entry, weight in zip(*self._letters[sign], strict=True):
                    sums[entry] += weight * value / length
        return sums

    def _spoken(self, document: Document) -> Iterable[str]:
        for text in (*document.questions, *document.keywords):
            yield from self.terms.words(folded(text))

    def _fields(self, document: Document) -> Mapping[str, Counter[str]]:
        texts = {"questions": document.questions, "keywords": document.keywords, "answer": (document.answer,)}
        return {
            field: Counter(self.terms.stem(word) for text in parts if text for word in self.terms.words(folded(text)))
            for field, parts in texts.items()
        }

    def _postings(self, fields: Sequence[Mapping[str, Counter[str]]]) -> dict[str, list[tuple[int, float]]]:
        weights = {field: getattr(self.tuning, field) for field in ("questions", "keywords", "answer")}
        means = {
            field: sum(sum(one[field].values()) for one in fields) / max(self.size, 1) or 1.0 for field in weights
        }
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
            longer = 1 - self.tuning.length + self.tuning.length * sum(counts.values()) / means[field]
            for stem, count in counts.items():
                often[stem] += weights[field] * count / longer
        return often


def _rarity(fields: Sequence[Mapping[str, Counter[str]]], size: int) -> dict[str, float]:
    entries = Counter(stem for one in fields for stem in {stem for counts in one.values() for stem in counts})
    return {stem: math.log(1 + (size - count + 0.5) / (count + 0.5)) for stem, count in entries.items()}


def _letter_postings(
    documents: Sequence[Document],
) -> tuple[dict[str, tuple["array[int]", "array[float]"]], dict[str, float]]:
    """For each run of letters, the entries that have it and how much: unit vectors, one an entry."""
    counted = [
        Counter(sign for text in (*one.questions, *one.keywords) for sign in grams(folded(text))) for one in documents
    ]
    having = Counter(sign for counts in counted for sign in counts)
    idf = {sign: math.log(1 + len(documents) / count) for sign, count in having.items()}
    postings: dict[str, tuple[array[int], array[float]]] = {}
    for entry, counts in enumerate(counted):
        vector = {sign: (1 + math.log(n)) * idf[sign] for sign, n in counts.items()}
        length = math.sqrt(sum(value * value for value in vector.values())) or 1.0
        for sign, value in vector.items():
            entries, weights = postings.setdefault(sign, (array("H"), array("f")))
            entries.append(entry)
            weights.append(value / length)
    return postings, idf


def _alike(one: frozenset[str], other: frozenset[str]) -> float:
    """Dice's coefficient."""
    return 2 * len(one & other) / ((len(one) + len(other)) or 1)

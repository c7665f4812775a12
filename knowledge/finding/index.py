"""The index of one language: which entries speak of a word (BM25F), and which look alike letter by letter.

An entry is one document of several fields: its questions, its keywords, its answer. A word counts by its rarity, its
field and how often it comes; the weights are computed once, when the index is made. Pure Python, a few megabytes.
"""

import math
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from heapq import nlargest

from knowledge.finding.letters import folded, grams, words
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
    same: float = 0.7
    typo: float = 0.75


TUNING = Tuning()
_CLOSE = 3
"""The power of `nearest` in the score: a question nearly asked by an entry counts, a word in common does not."""


@dataclass(frozen=True)
class Scored:
    """One entry for one question: `words`, `letters`, `nearest` and `score` in 0..1 or a little above."""

    entry: int
    score: float
    words: float
    letters: float
    nearest: float
    covered: float


@dataclass(frozen=True)
class _Read:
    """The words of one document, field by field, and of each of its questions."""

    fields: Mapping[str, Sequence[str]]
    questions: Sequence[Sequence[str]]
    spelled: Sequence[str]
    signs: Counter[str]


class Index:
    """The entries of one language."""

    def __init__(self, documents: Sequence[Document], terms: Terms, tuning: Tuning = TUNING) -> None:
        self.terms = terms
        self.tuning = tuning
        self.size = len(documents)
        self._grams: dict[str, list[str]] = {}
        read = [self._read(document) for document in documents]
        self.vocabulary = {word for one in read for field in ("questions", "keywords") for word in one.fields[field]}
        stems = [{field: Counter(map(terms.stem, words)) for field, words in one.fields.items()} for one in read]
        self._idf = _rarity(stems, self.size)
        self._unknown = math.log(1 + self.size)
        self._words = self._postings(stems)
        self._letters, self._letters_idf = _letter_postings([one.signs for one in read])
        self._same = {spelled: entry for entry, one in enumerate(read) for spelled in one.spelled}
        self._questions = [[self._weighed(question) for question in one.questions] for one in read]
        self._grams.clear()

    def known(self, word: str) -> bool:
        """Whether some entry has this word, whatever its ending."""
        return self.terms.stem(word) in self._idf

    def scores(self, text: str, weighted: Mapping[str, float], most: int = 12) -> list[Scored]:
        """The best entries for a folded text, spelled in full; `weighted` has its words, or what they may mean."""
        asked = self._asked(weighted)
        sums, covered = self._sums(asked)
        letters = self._letter_sums(text)
        ideal = sum(self._rare(stem) * weight for stem, weight in asked.items()) or 1.0
        best = ideal * (1 + self.tuning.saturation)
        rough = {
            entry: sums.get(entry, 0.0) / best + self.tuning.letters * letters.get(entry, 0.0)
            for entry in sums.keys() | letters.keys()
        }
        if text in self._same:
            rough[self._same[text]] = rough.get(self._same[text], 0.0) + self.tuning.same
        found = [
            self._scored(entry, rough[entry], sums.get(entry, 0.0) / best, letters, covered, asked, ideal)
            for entry in nlargest(most, rough, key=rough.__getitem__)
        ]
        return sorted(found, key=lambda one: one.score, reverse=True)

    def deciding(self, words: Iterable[str], entry: int) -> tuple[str, ...]:
        """The words that an entry has, the rarest first."""
        having = [word for word in words if entry in dict(self._words.get(self.terms.stem(word), ()))]
        return tuple(sorted(having, key=lambda word: -self._rare(self.terms.stem(word))))

    def _scored(
        self,
        entry: int,
        rough: float,
        words: float,
        letters: Mapping[int, float],
        covered: Mapping[int, float],
        asked: Mapping[str, float],
        ideal: float,
    ) -> Scored:
        nearest = max((_alike(asked, ideal, *one, self._idf) for one in self._questions[entry]), default=0.0)
        score = rough + self.tuning.nearest * nearest**_CLOSE
        return Scored(entry, score, words, letters.get(entry, 0.0), nearest, covered.get(entry, 0.0) / ideal)

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

    def _letter_sums(self, text: str) -> dict[int, float]:
        counts = Counter(sign for word in words(text) for sign in grams(word))
        vector = {sign: (1 + math.log(n)) * self._letters_idf.get(sign, 0.0) for sign, n in counts.items()}
        length = math.sqrt(sum(value * value for value in vector.values())) or 1.0
        sums: dict[int, float] = defaultdict(float)
        for sign, value in vector.items():
            if value:
                share = value / length
                for entry, weight in zip(*self._letters[sign], strict=True):
                    sums[entry] += weight * share
        return sums

    def _read(self, document: Document) -> _Read:
        asked = [folded(text) for text in document.questions]
        keywords = [folded(text) for text in document.keywords]
        questions = [self.terms.words(text) for text in asked]
        fields = {
            "questions": [word for question in questions for word in question],
            "keywords": [word for text in keywords for word in self.terms.words(text)],
            "answer": self.terms.beside_names(folded(document.answer)),
        }
        signs = Counter(sign for text in (*asked, *keywords) for word in words(text) for sign in self._cut(word))
        return _Read(fields, questions, [self.terms.spelled(text) for text in asked], signs)

    def _cut(self, word: str) -> list[str]:
        if word not in self._grams:
            self._grams[word] = grams(word)
        return self._grams[word]

    def _weighed(self, question: Sequence[str]) -> tuple[tuple[str, ...], float]:
        """The stems of one question, and what they weigh together."""
        stems = tuple({self.terms.stem(word) for word in question})
        return stems, sum(self._rare(stem) for stem in stems)

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


def _rarity(fields: Sequence[Mapping[str, Counter[str]]], size: int) -> dict[str, float]:
    entries = Counter(stem for one in fields for stem in {stem for counts in one.values() for stem in counts})
    return {stem: math.log(1 + (size - count + 0.5) / (count + 0.5)) for stem, count in entries.items()}


_Postings = dict[str, tuple["array[int]", "array[float]"]]


def _letter_postings(counted: Sequence[Counter[str]]) -> tuple[_Postings, dict[str, float]]:
    """For each run of letters, the entries that have it and how much: unit vectors, one an entry."""
    having = Counter(sign for counts in counted for sign in counts)
    idf = {sign: math.log(1 + len(counted) / count) for sign, count in having.items()}
    postings: _Postings = {}
    for entry, counts in enumerate(counted):
        vector = {sign: (1 + math.log(n)) * idf[sign] for sign, n in counts.items()}
        length = math.sqrt(sum(value * value for value in vector.values())) or 1.0
        for sign, value in vector.items():
            entries, weights = postings.setdefault(sign, (array("H"), array("f")))
            entries.append(entry)
            weights.append(value / length)
    return postings, idf


def _alike(
    asked: Mapping[str, float], ideal: float, stems: Sequence[str], weight: float, idf: Mapping[str, float]
) -> float:
    """How much two questions share, by the rarity of the words: Dice's coefficient, weighed."""
    shared = sum(idf[stem] * asked[stem] for stem in stems if stem in asked)
    return 2 * shared / (ideal + weight or 1.0)

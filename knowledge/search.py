"""From a question in any of the languages to an entry, to a few that it may be, or to "I don't know".

Deterministic and offline: an index for each language is asked, and the best score of each entry kept, so that the
language of the interface does not matter. A word that no index knows is read as the known words that it looks like.
How sure the result is, is calibrated (`knowledge/finding/confidence.py`), and `why` tells the words that decided.
"""

import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, fields, replace

from rapidfuzz import fuzz, process

from knowledge.entries import Faq, prose
from knowledge.finding.confidence import Confidence, Outcome, Seen
from knowledge.finding.fitted import CONFIDENCE
from knowledge.finding.index import TUNING, Document, Index, Scored, Tuning
from knowledge.finding.letters import folded, words
from knowledge.finding.likeness import Likeness, telling
from knowledge.finding.meanings import Meanings
from knowledge.finding.parts import cuts, last_sentence
from knowledge.finding.terms import Named, Terms

__all__ = ["Document", "Found", "Search", "documents_of"]

MOST_SUGGESTED = 3
_KEPT = 5
_SHORTEST_TYPO = 4
_ALIKE = 75.0
"""On rapidfuzz's 0-100 ratio: about one letter in four may differ."""
_MOST_ALIKE = 3
SURE = 0.85
"""The probability from which a part of a message is a question of its own."""
_LAST = 0.25
"""What the last sentence of a long question weighs, the whole being the rest."""
_HEARD = 0.3
"""Beside the language that knows most words of a question, those are asked that know this share of as many."""
_FOLLOWING = 3
"""Words of a question that may lean on the one before: more say by themselves what they mean."""
_LONGEST = 1000
"""Characters of a message that are read: nobody asks in more, and a book must not hold the line."""


@dataclass(frozen=True)
class Candidate:
    """An entry that a question may be about, and the language in which it was found."""

    id: str
    lang: str
    scored: Scored

    def blended(self, other: "Candidate | None", share: float) -> "Candidate":
        """The same entry, scored as for this text and, to this share, for another; None where it was not found."""
        return replace(self, scored=self.scored.blended(other and other.scored, share))


@dataclass(frozen=True)
class Found:
    """What a question is about, best first. `right`: the probability that the first is what was asked for."""

    outcome: Outcome
    candidates: tuple[Candidate, ...]
    right: float
    among: float
    seen: Seen
    declined: bool = False

    @property
    def entry(self) -> str | None:
        """The entry of an answer; None where there is none."""
        return self.candidates[0].id if self.outcome == "answer" and self.candidates else None

    @property
    def refused(self) -> str | None:
        """The entry that says that the question is not ours, where that is what was found."""
        return self.candidates[0].id if self.declined else None

    @property
    def ids(self) -> tuple[str, ...]:
        return tuple(candidate.id for candidate in self.candidates)


def documents_of(faq: Faq, langs: Sequence[str]) -> dict[str, tuple[Document, ...]]:
    """What the search keeps of the questions and answers, language by language."""
    return {
        lang: tuple(
            Document(id_, one.questions, one.keywords, prose(one.answer)) for id_, one in faq.asked(lang).items()
        )
        for lang in langs
    }


class Search:
    """The indexes of all languages. `refused`: the entries that say "this is not ours"."""

    def __init__(
        self,
        documents: Mapping[str, Sequence[Document]],
        named: Named,
        refused: frozenset[str] = frozenset(),
        confidence: Confidence = CONFIDENCE,
        tuning: Tuning = TUNING,
    ) -> None:
        self._ids = {lang: [document.id for document in ones] for lang, ones in documents.items()}
        self._terms = {lang: Terms(lang, named) for lang in documents}
        self._indexes = {lang: Index(ones, self._terms[lang], tuning) for lang, ones in documents.items() if ones}
        self._known = {lang: sorted(index.vocabulary) for lang, index in self._indexes.items()}
        self._meanings = {lang: Meanings(lang) for lang in documents}
        self._meant = self._meant_by(documents)
        self._refused = refused
        self._confidence = confidence
        self._tuning = tuning

    def trusting(self, confidence: Confidence, tuning: Tuning | None = None) -> "Search":
        """The same search with another confidence, and other weights of the likenesses: the indexes are shared."""
        other = copy(self)
        other._confidence = confidence
        other._tuning = tuning or self._tuning
        return other

    def find(self, question: str) -> Found:
        """What a question is about. Never raises, whatever was typed."""
        found = self.candidates(question)
        seen = self._seen(folded(question[:_LONGEST]), found)
        outcome, right, among = self._confidence.outcome(seen)
        declined = outcome == "answer" and found[0].id in self._refused
        if declined or not found:
            outcome = "unknown"
        return Found(outcome, tuple(found[:_KEPT]), right, among, seen, declined)

    def candidates(self, question: str) -> list[Candidate]:
        """The entries that a question may be about, best first, each in the language that finds it best.

        Who writes long tells much before asking: the last sentence of a long question counts once more.
        """
        found = self._best(folded(question[:_LONGEST]))
        if (last := last_sentence(question[:_LONGEST])) is not None:
            again = self._best(folded(last))
            found = {id_: one.blended(again.get(id_), _LAST) for id_, one in found.items()}
        return sorted(found.values(), key=lambda one: (-one.scored.score, one.id))

    def _best(self, text: str) -> dict[str, Candidate]:
        best: dict[str, Candidate] = {}
        for candidate in self._candidates(text):
            if candidate.id not in best or best[candidate.id].scored.score < candidate.scored.score:
                best[candidate.id] = candidate
        return best

    def find_all(self, message: str) -> tuple[Found, ...]:
        """What each question of a message is about: several only where each is sure, and about another entry."""
        whole = self.find(message)
        for parts in cuts(message[:_LONGEST]):
            found = tuple(self.find(part) for part in parts)
            sure = [one for one in found if one.outcome == "answer" and one.right >= SURE]
            if len(sure) > 1 and len({one.entry for one in sure}) == len(sure):
                return tuple(sure)
        return (whole,)

    def find_after(self, question: str, last: str) -> Found:
        """What a question is about that follows an answer: where it is not clear alone, it may go on about that one."""
        alone = self.find(question)
        if alone.outcome == "answer" or len(self._content(question)) > _FOLLOWING:
            return alone
        going_on = next((one for one in alone.candidates if one.id == last), None)
        if going_on is None:
            return alone
        others = tuple(one for one in alone.candidates if one.id != last)
        return Found("answer", (going_on, *others), alone.right, alone.among, alone.seen)

    def only_names(self, question: str) -> bool:
        """Whether a question says nothing but the name of a place: « et pour l'Occitanie ? »."""
        text = folded(question[:_LONGEST])
        return not all(index.terms.beside_names(text) for index in self._indexes.values())

    def _content(self, question: str) -> list[str]:
        """The words of a question that mean something in the language that knows most of them."""
        text = folded(question[:_LONGEST])
        return min((index.terms.words(text) for index in self._indexes.values()), key=len, default=[])

    def heard(self, question: str) -> dict[str, float]:
        """For each language, the share of the words that it knows, 0 to 1: which one the question may be in."""
        return self._heard(folded(question[:_LONGEST]))

    def _heard(self, text: str) -> dict[str, float]:
        spoken = words(text)
        return {lang: sum(self._speaks(lang, word) for word in spoken) / max(len(spoken), 1) for lang in self._terms}

    def _speaks(self, lang: str, word: str) -> bool:
        return self._terms[lang].speaks(word) or (lang in self._indexes and word in self._indexes[lang].vocabulary)

    def why(self, question: str, candidate: Candidate) -> tuple[str, ...]:
        """The words of the question that speak for an entry, the rarest first."""
        index = self._indexes[candidate.lang]
        asked = index.terms.words(folded(question[:_LONGEST]))
        return index.deciding(dict.fromkeys(asked), candidate.scored.entry)

    def _candidates(self, text: str) -> Iterator[Candidate]:
        spoken = {lang: index.terms.words(text) for lang, index in self._indexes.items()}
        known = {word for lang, words in spoken.items() for word in words if self._indexes[lang].known(word)}
        for lang in self._likely(text):
            index, spelled = self._indexes[lang], self._terms[lang].spelled(text)
            meant = self._meant.to(Counter(self._meanings[lang].of(spelled)))
            here = {self._place[lang][entry]: alike for entry, alike in meant.items() if entry in self._place[lang]}
            for scored in index.scores(spelled, self._weighted(lang, spoken[lang], known), here, self._tuning):
                yield Candidate(self._ids[lang][scored.entry], lang, scored)

    def _likely(self, text: str) -> list[str]:
        """The languages that a text may be in: the one that knows most of its words, and those not far from it."""
        heard = self._heard(text)
        least = _HEARD * max((heard[lang] for lang in self._indexes), default=0.0)
        return [lang for lang in self._indexes if heard[lang] >= least]

    def _meant_by(self, documents: Mapping[str, Sequence[Document]]) -> Likeness:
        """What the entries mean, by what they say in all languages together."""
        meant: dict[str, Counter[str]] = {id_: Counter() for ones in self._ids.values() for id_ in ones}
        for lang, ones in documents.items():
            for one in ones:
                for text in (*one.questions, *one.keywords):
                    meant[one.id].update(self._meanings[lang].of(self._terms[lang].spelled(folded(text))))
        self._place = {
            lang: {entry: ids.index(id_) for entry, id_ in enumerate(meant) if id_ in ids}
            for lang, ids in self._ids.items()
        }
        texts = list(meant.values())
        return Likeness(texts, telling(texts))

    def _weighted(self, lang: str, words: Sequence[str], known: set[str]) -> dict[str, float]:
        """Each word, or what it may stand for where no language knows it, and how much it counts."""
        weighted: dict[str, float] = {}
        for word in words:
            for meant, weight in self._read_as(lang, word, known):
                weighted[meant] = max(weighted.get(meant, 0.0), weight)
        return weighted

    def _read_as(self, lang: str, word: str, known: set[str]) -> Iterator[tuple[str, float]]:
        alike = [] if word in known or len(word) < _SHORTEST_TYPO else self._alike(lang, word)
        if not alike:
            yield word, 1.0
        for other, ratio, _place in alike:
            yield other, self._tuning.typo * (ratio / 100) ** 2

    def _alike(self, lang: str, word: str) -> list[tuple[str, float, int]]:
        return process.extract(word, self._known[lang], scorer=fuzz.ratio, score_cutoff=_ALIKE, limit=_MOST_ALIKE)

    def _seen(self, text: str, found: Sequence[Candidate]) -> Seen:
        if not found:
            return Seen(*[0.0] * (len(fields(Seen)) - 1), 1.0)
        first, scores = found[0].scored, [one.scored.score for one in found]
        asked = self._indexes[found[0].lang].terms.words(text)
        unknown = sum(not any(index.known(word) for index in self._indexes.values()) for word in asked)
        odds = [math.exp(self._tuning.sharpness * (score - first.score)) for score in scores]
        return Seen(
            score=first.score,
            margin=first.score - (scores[1] if len(scores) > 1 else 0.0),
            share=1 / sum(odds),
            words=first.words,
            letters=first.letters,
            said=first.said,
            meant=first.meant,
            covered=first.covered,
            length=len(asked),
            rest=sum(scores[1:4]) / 3,
            refused=sum(one for one, candidate in zip(odds, found, strict=True) if candidate.id in self._refused)
            / sum(odds),
            strange=unknown / max(len(asked), 1),
        )

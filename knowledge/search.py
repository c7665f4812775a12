"""From a question in any of the languages to an entry, to a few that it may be, or to "I don't know".

Deterministic and offline: an index for each language is asked, and the best score of each entry kept, so that the
language of the interface does not matter. A word that no index knows is read as the known words that it looks like.
How sure the result is, is calibrated (`knowledge/finding/confidence.py`), and `why` tells the words that decided.
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass

from knowledge.entries import Faq, prose
from knowledge.finding.confidence import Confidence, Outcome, Seen
from knowledge.finding.fitted import CONFIDENCE
from knowledge.finding.index import TUNING, Document, Tuning
from knowledge.finding.language import Candidate, Language, Meant
from knowledge.finding.parts import cuts, last_sentence
from knowledge.finding.terms import Named

__all__ = ["Candidate", "Document", "Found", "Search", "documents_of"]

MOST_SUGGESTED = 3
_KEPT = 5
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
        self._languages = {lang: Language(lang, ones, named, tuning) for lang, ones in documents.items()}
        self._meant = Meant(self._languages.values())
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
        seen = self._seen(question, found)
        outcome, right, among = self._confidence.outcome(seen)
        declined = outcome == "answer" and found[0].id in self._refused
        if declined or not found:
            outcome = "unknown"
        return Found(outcome, tuple(found[:_KEPT]), right, among, seen, declined)

    def candidates(self, question: str) -> list[Candidate]:
        """The entries that a question may be about, best first, each in the language that finds it best.

        Who writes long tells much before asking: the last sentence of a long question counts once more.
        """
        found = self._best(question[:_LONGEST])
        if (last := last_sentence(question[:_LONGEST])) is not None:
            again = self._best(last)
            found = {id_: one.blended(again.get(id_), _LAST) for id_, one in found.items()}
        return sorted(found.values(), key=lambda one: (-one.scored.score, one.id))

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
        read = self._read(question)
        return not all(one.terms.beside_names(read[lang]) for lang, one in self._languages.items())

    def heard(self, question: str) -> dict[str, float]:
        """For each language, the share of the words that it knows, 0 to 1: which one the question may be in."""
        read = self._read(question)
        return {lang: one.heard(read[lang]) for lang, one in self._languages.items()}

    def why(self, question: str, candidate: Candidate) -> tuple[str, ...]:
        """The words of the question that speak for an entry, the rarest first."""
        language = self._languages[candidate.lang]
        asked = language.terms.hear(self._read(question)[candidate.lang]).words
        return language.index.deciding(dict.fromkeys(asked), language.ids.index(candidate.id))

    def _content(self, question: str) -> Sequence[str]:
        """The words of a question that mean something in the language that knows most of them."""
        read = self._read(question)
        return min((one.terms.hear(read[lang]).words for lang, one in self._languages.items()), key=len, default=[])

    def _read(self, question: str) -> dict[str, str]:
        """A question as each language reads it."""
        return {lang: one.read(question[:_LONGEST], self._foreign) for lang, one in self._languages.items()}

    def _foreign(self, word: str) -> bool:
        """Whether a word is one of a language written in Latin letters."""
        return any(one.speaks(word) for lang, one in self._languages.items() if lang != "ar")

    def _best(self, text: str) -> dict[str, Candidate]:
        """Each entry that may be meant, in the language that finds it best."""
        best: dict[str, Candidate] = {}
        for candidate in self._found(self._read(text)):
            if candidate.id not in best or best[candidate.id].scored.score < candidate.scored.score:
                best[candidate.id] = candidate
        return best

    def _found(self, read: Mapping[str, str]) -> Iterator[Candidate]:
        for lang in self._likely(read):
            yield from self._languages[lang].find(read[lang], self._meant.alike, self._known, self._tuning)

    def _known(self, word: str) -> bool:
        """Whether the entries of any language have a word, whatever its ending."""
        return any(one.index.known(word) for one in self._languages.values())

    def _likely(self, read: Mapping[str, str]) -> list[str]:
        """The languages that a text may be in: the one that knows most of its words, and those not far from it."""
        heard = {lang: one.heard(read[lang]) for lang, one in self._languages.items() if one.ids}
        return [lang for lang in heard if heard[lang] >= _HEARD * max(heard.values())]

    def _seen(self, question: str, found: Sequence[Candidate]) -> Seen:
        if not found:
            return Seen()
        first, scores = found[0].scored, [one.scored.score for one in found]
        language = self._languages[found[0].lang]
        text = self._read(question)[language.lang]
        asked = language.terms.hear(text).words
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
            beside=language.index.spoken_of(language.terms.beside_names(text), first.entry),
            strange=sum(not self._known(word) for word in asked) / max(len(asked), 1),
        )

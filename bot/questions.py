"""From a question somebody typed to what they read: the entry, the region, the language, and the words.

Everything is handed in or made once; asking is pure. `Context` is what the last answer was about: « et pour
l'Occitanie ? » asks the same of another region, "and how much?" goes on about the same entry.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.asked_language import asked_language
from bot.faq_files import VOICES, answers_of
from dialogs.answer_names import names, region_in, regions_by_name, without_region
from dialogs.answer_told import Told, not_sure, told, unknown
from dialogs.core.oracle import Context
from knowledge.answering import Answered, Answers
from knowledge.base import Cited, Knowledge
from knowledge.entries import LANGS, Faq
from knowledge.finding.confidence import Outcome
from knowledge.finding.index import TUNING, Tuning
from knowledge.search import MOST_SUGGESTED, SURE, Found, Search, documents_of

LEANING = 4
"""Words of a message that names a region and asks nothing clear: it asks of that region what was asked before."""

REFUSED = "elsewhere"
"""The topic of the entries that say that something is not ours."""


def refused_entries(faq: Faq) -> frozenset[str]:
    """The entries that say that something is not ours."""
    return frozenset(id_ for id_, topic in faq.topics.items() if topic == REFUSED)


@dataclass(frozen=True)
class Suggested:
    """An entry that the question may be about: the words of its button, and its answer."""

    entry: str
    title: str
    answer: Told


@dataclass(frozen=True)
class Reply:
    """What is said to one question, asked in the language `asked`; `lang` is that of the words told.

    `entry` is None unless it is answered; `declined` is the entry that says that it is not ours.
    """

    outcome: Outcome
    entry: str | None
    told: Told
    lang: str
    region: str | None
    confidence: float
    cited: tuple[Cited, ...]
    suggested: tuple[Suggested, ...]
    asked: str
    declined: str | None = None

    @property
    def clear(self) -> bool:
        """Whether what was meant is beyond doubt."""
        return self.outcome == "answer" and self.confidence >= SURE


class Questions:
    """Answers questions from the entries and the facts. Making one takes most of a second: keep it."""

    def __init__(self, faq: Faq, facts: Knowledge, tuning: Tuning = TUNING) -> None:
        self.answers: Answers = answers_of(faq, facts)
        self.facts = facts
        self._regions = regions_by_name(facts)
        self.search = Search(documents_of(faq, LANGS), names(facts), refused_entries(faq), tuning=tuning)
        asked_language("bonjour", {}, "fr")  # its model is read now, not while somebody waits

    def ask(
        self, question: str, region: str | None, lang: str, at: datetime, last: Context | None = None
    ) -> tuple[Reply, ...]:
        """A reply to each question of a message. `lang` is that of the conversation; `region` the person's own."""
        spoken = asked_language(question, self.search.heard(question), lang)
        named = region_in(question, self._regions)
        here = named or (last.region if last and last.region else region)
        if last and named and self.search.only_names(question):
            return (self._same(last.entry, here, spoken, at),)
        # « le plafond en Occitanie » is about the cap, « un réseau en Occitanie ? » about regions: both are tried
        asked = (question, without_region(question, self._regions)) if named else (question,)
        found = max((self._found(one, last) for one in asked), key=lambda found: found[0].right)
        if last and named and found[0].outcome != "answer" and len(question.split()) <= LEANING:
            return (self._same(last.entry, here, spoken, at),)
        return tuple(self._reply(one, here, spoken, at) for one in found)

    def _found(self, question: str, last: Context | None) -> tuple[Found, ...]:
        """Several questions are each clear by themselves; one alone may go on about the last answer."""
        found = self.search.find_all(question)
        return found if last is None or len(found) > 1 else (self.search.find_after(question, last.entry),)

    def entry(self, entry: str, region: str | None, lang: str, at: datetime) -> Reply:
        """An entry, told for itself."""
        return self._same(entry, region, lang, at)

    def tell(self, entry: str, region: str | None, lang: str, at: datetime) -> Told:
        """The words of an entry."""
        return told(self.answers.tell(entry, lang, region, at), self.facts, VOICES, lang)

    def _same(self, entry: str, region: str | None, lang: str, at: datetime) -> Reply:
        answered = self.answers.tell(entry, lang, region, at)
        return self._answer(answered, lang, 1.0, ())

    def title(self, id_: str, lang: str) -> str:
        """The first way to ask is the name of an entry."""
        asked: Mapping[str, Any] = self.answers.faq.asked(lang)
        return str((asked.get(id_) or self.answers.faq.entries[id_]).questions[0])

    def _reply(self, found: Found, region: str | None, lang: str, at: datetime) -> Reply:
        suggested = () if found.outcome == "unknown" else self._suggested(found, region, lang, at)
        if found.entry is not None:
            answered = self.answers.tell(found.entry, lang, region, at)
            return self._answer(answered, lang, found.right, suggested[1:])
        if found.outcome == "suggest":
            words = not_sure([one.title for one in suggested], VOICES[lang])
            return Reply("suggest", None, words, lang, region, found.right, (), suggested, lang)
        words = self._unknown(found, region, lang, at)
        return Reply("unknown", None, words, lang, region, found.right, (), (), lang, found.refused)

    def _answer(self, answered: Answered, lang: str, confidence: float, suggested: tuple[Suggested, ...]) -> Reply:
        words = told(answered, self.facts, VOICES, lang)
        where = (answered.lang, answered.region)
        return Reply("answer", answered.entry, words, *where, confidence, answered.cited, suggested, lang)

    def _suggested(self, found: Found, region: str | None, lang: str, at: datetime) -> tuple[Suggested, ...]:
        return tuple(
            Suggested(id_, self.title(id_, lang), self.tell(id_, region, lang, at))
            for id_ in found.ids[:MOST_SUGGESTED]
        )

    def _unknown(self, found: Found, region: str | None, lang: str, at: datetime) -> Told:
        """What is not ours is said so; else that the assistant does not know, and whom to ask."""
        if found.refused is not None:
            return self.tell(found.refused, region, lang, at)
        here = self.facts.region(region) if region else None
        return unknown(here, VOICES[lang])


def reply_json(replies: tuple[Reply, ...]) -> dict[str, Any]:
    """The JSON of `explor ask`. A message of several questions is told together; its first entry leads."""
    first = replies[0]
    return {
        "outcome": first.outcome,
        "entry": first.entry,
        "answer": "\n\n".join(one.told.whole for one in replies),
        "lang": first.lang,
        "region": first.region,
        "confidence": round(first.confidence, 3),
        "sources": [_source(cited) for one in replies for cited in one.cited],
        "suggestions": [{"entry": one.entry, "answer": one.answer.whole} for one in first.suggested],
        "entries": [one.entry for one in replies if one.entry],
    }


def _source(cited: Cited) -> dict[str, Any]:
    return {
        "document": cited.title,
        "section": cited.section,
        "date": cited.date,
        "dated": cited.dated,
        "url": cited.url,
    }

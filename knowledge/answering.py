"""An entry of the questions and answers, told for one region, at an instant, in one language.

What a network has not published is said so, with what is known and the contact: no other region's rule is borrowed.
Without a region, an answer that needs one tells what each network has published, as far as there is room.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from knowledge.base import Cited, Knowledge
from knowledge.entries import MASTER, UNSOURCED, Faq, Said
from knowledge.filling import Filler, Words
from knowledge.names import Names, NeedsRegion, NotPublished
from knowledge.schema import Source

MOST_ANSWER = 600
"""Characters of an answer, its source not counted: what a phone shows without scrolling."""
MOST_MORE = 3000

State = Literal["told", "unpublished", "depends"]
Label = Literal["automatic", "french"]


@dataclass(frozen=True)
class Answered:
    """What is said: `label` tells a translation that nobody proof-read, or French for want of a translation.

    `regions` has, without a region, each region that published its answer, with that answer.
    """

    entry: str
    lang: str
    region: str | None
    state: State
    text: str
    more: str | None = None
    cited: tuple[Cited, ...] = ()
    tensions: tuple[str, ...] = ()
    label: Label | None = None
    regions: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Answers:
    """Everything that can be answered: the entries, the facts that fill them, and a filler for each language."""

    faq: Faq
    facts: Knowledge
    fillers: dict[str, Filler]

    def tell(self, id_: str, lang: str, slug: str | None, at: datetime) -> Answered:
        """The answer to an entry. Raises `KeyError` for an unknown one, `BadTemplate` for a broken one."""
        spoken = lang if self._translated(id_, lang) else MASTER
        telling = _Telling(self, id_, spoken, slug, at)
        try:
            return telling.told(self._label(id_, lang, spoken))
        except NotPublished:
            return telling.unpublished(self._label(id_, lang, spoken))
        except NeedsRegion:
            return telling.everywhere(self._label(id_, lang, spoken))

    def _translated(self, id_: str, lang: str) -> bool:
        """A translation whose French has moved on says what is no longer so: it is not told."""
        return lang == MASTER or (id_ in self.faq.asked(lang) and not self.faq.stale(lang, id_))

    def _label(self, id_: str, lang: str, spoken: str) -> Label | None:
        if spoken != lang:
            return "french"
        if lang == MASTER or self.faq.translations[lang][id_].proofread:
            return None
        return "automatic"


class _Telling:
    """One answer under way."""

    def __init__(self, answers: Answers, id_: str, lang: str, slug: str | None, at: datetime) -> None:
        self.answers, self.id, self.lang, self.slug, self.at = answers, id_, lang, slug, at
        self.filler = answers.fillers[lang]
        self.names = Names(answers.facts, slug, at)
        self.said, self.prose = _wording(answers.faq, id_, lang, slug)

    @property
    def words(self) -> Words:
        return self.filler.words

    def told(self, label: Label | None) -> Answered:
        text = self.filler.fill(self.said.answer, self.names)
        sources = (*self.names.log.sources, *self.prose)
        return self._answered("told", text, self._more(), sources, label)

    def unpublished(self, label: Label | None) -> Answered:
        """The standard sentence, what is known, and whom to ask; the source is the document that is silent."""
        region = self.answers.facts.region(self.slug or "")
        silent = self.answers.facts.edition(region.slug, self.at).silent
        known = self._known()
        sources = (*self.names.log.sources, silent) if known else (silent,)
        sentences = (self.words.not_published(region.network.name), known, self.words.contact(region))
        return self._answered("unpublished", " ".join(filter(None, sentences)), self._more(), sources, label)

    def everywhere(self, label: Label | None) -> Answered:
        told = tuple(self._by_region())
        sources = tuple(dict.fromkeys(cited for _, one in told for cited in one.cited))
        texts = tuple((str(one.region), one.text) for _, one in told)
        return Answered(self.id, self.lang, None, "depends", "", None, sources, (), label, texts)

    def _by_region(self) -> Iterator[tuple[str, Answered]]:
        for slug in self.answers.facts.regions:
            one = self.answers.tell(self.id, self.lang, slug, self.at)
            if one.state == "told":
                yield slug, one

    def _known(self) -> str | None:
        return self._optional(self.said.unpublished)

    def _more(self) -> str | None:
        return self._optional(self.said.more)

    def _optional(self, template: str | None) -> str | None:
        """A template that may say nothing: where it prints a fact that is missing, it is left out."""
        if template is None:
            return None
        try:
            return self.filler.fill(template, self.names) or None
        except (NotPublished, NeedsRegion):
            return None

    def _answered(
        self, state: State, text: str, more: str | None, sources: tuple[Source, ...], label: Label | None
    ) -> Answered:
        cited = tuple(self.answers.facts.cited(source) for source in dict.fromkeys(sources))
        tensions = self.names.log.tensions
        return Answered(self.id, self.lang, self.slug, state, text, more, cited, tensions, label)


def _wording(faq: Faq, id_: str, lang: str, slug: str | None) -> tuple[Said, tuple[Source, ...]]:
    """The region's own words where it has them, else the common ones; and the sources of that prose."""
    entry = faq.entries[id_]
    asked = faq.asked(lang)[id_]
    own = entry.regions.get(slug or "")
    if own is None:
        return asked, entry.sources
    regions = entry.regions if lang == MASTER else faq.translations[lang][id_].regions
    return regions.get(slug or "", asked), own.sources


def sourced(faq: Faq, answered: Answered) -> bool:
    """Whether an answer has the source that its topic calls for."""
    return bool(answered.cited) or faq.topics[answered.entry] in UNSOURCED

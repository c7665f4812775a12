"""The questions and answers as the dialogs ask for them: pure within a turn, and asked once for each question.

`questions` gives what answers now, loaded at the first question; within a turn nothing is read again.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING

from bot.words import LANGUAGES
from dialogs.core.oracle import Answer, Context, Entry

if TYPE_CHECKING:
    from bot.questions import Questions, Reply

Asked = tuple[str, str | None, str, Context | None]


@dataclass
class TurnOracle:
    """Answers for one turn: the same question is looked for once, however often the route is walked."""

    questions: "Callable[[], Questions]"
    _given: dict[Asked, tuple[Answer, ...]] = field(default_factory=dict)

    def ask(
        self, words: str, region: str | None, lang: str, at: datetime, last: Context | None = None
    ) -> tuple[Answer, ...]:
        asked = (words, region, lang, last)
        if asked not in self._given:
            self._given[asked] = tuple(self._answers(*asked, at))
        return self._given[asked]

    def tell(self, entry: str, region: str | None, lang: str, at: datetime) -> Answer | None:
        known = self.questions()
        here = region in (None, *known.facts.regions)
        if entry not in known.answers.faq.entries or lang not in LANGUAGES or not here:
            return None
        return _answer(known, known.entry(entry, region, lang, at))

    def _answers(self, words: str, region: str | None, lang: str, last: Context | None, at: datetime) -> list[Answer]:
        known = self.questions()
        replies = known.ask(words, region, lang, at, _last(known, last))
        return [_answer(known, reply) for reply in replies]


def _last(known: "Questions", last: Context | None) -> Context | None:
    """What the last answer was about, if that is still there."""
    if last is None or last.entry not in known.answers.faq.entries:
        return None
    return last if last.region in known.facts.regions else replace(last, region=None)


def _answer(known: "Questions", reply: "Reply") -> Answer:
    related = known.answers.faq.entries[reply.entry].related if reply.entry else ()
    return Answer(
        outcome=reply.outcome,
        entry=reply.entry,
        lang=reply.asked,
        region=reply.region,
        text=reply.told.text if reply.outcome != "suggest" else "",
        notes=reply.told.notes,
        more=reply.told.more,
        clear=reply.clear,
        ours=reply.declined is None,
        related=tuple(Entry(id_, known.title(id_, reply.asked)) for id_ in related),
        suggested=tuple(Entry(one.entry, one.title) for one in reply.suggested),
    )

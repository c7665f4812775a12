"""Questions about what is left, answered to whoever is on a mission before those of everybody are looked for."""

from dataclasses import dataclass
from datetime import datetime

from bot.words import say
from dialogs.core.oracle import Answer, Context, Oracle
from dialogs.field.affording import Wish, sentences, wish
from dialogs.field.expenses import Book
from dialogs.sources import Footnotes


@dataclass(frozen=True)
class SpendingOracle:
    """`others`, for one who is on a mission: what is left of its caps is told from `book`."""

    others: Oracle
    book: Book

    def ask(
        self, words: str, region: str | None, lang: str, at: datetime, last: Context | None = None
    ) -> tuple[Answer, ...]:
        asked = wish(words, self.book.currency)
        return self.others.ask(words, region, lang, at, last) if asked is None else (self._answer(asked, at),)

    def tell(self, entry: str, region: str | None, lang: str, at: datetime) -> Answer | None:
        return self.others.tell(entry, region, lang, at)

    def _answer(self, asked: Wish, at: datetime) -> Answer:
        """In the language of the question, with the rule's source."""
        cite, source = Footnotes(self.book.rules.facts), self.book.allowed(asked.category).source
        first, *others = sentences(asked, self.book, at.date())
        lines = (cite.item(first, source).text, *others)
        text = "\n".join(say(line, asked.lang) for line in lines)
        notes = tuple(say(part.text, asked.lang) for part in cite.parts()[1:])
        region = self.book.rules.region.slug
        return Answer("answer", None, asked.lang, region, text, notes, clear=True)

"""The livrets of missions: written when somebody first wants one, and laid out as the files that a phone keeps."""

from collections.abc import Callable, Mapping
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from bot.render import File
from bot.words import LANGUAGES
from knowledge.base import Knowledge
from knowledge.mission_sheet import MissionSheet

if TYPE_CHECKING:
    from bot.livret import Livrets
    from knowledge.livret.blocks import Chapter

READ_AT_ONCE = 64
"""Livrets kept written: of those who read theirs at the same time."""

MIMES: Mapping[str, str] = {
    "pdf": "application/pdf",
    "html": "text/html",
    "ics": "text/calendar",
    "vcf": "text/vcard",
}
"""The files of a livret, by the end of their name."""


class Shelf:
    """The livrets, for those who read them. What writes them is loaded at the first reading."""

    def __init__(self, facts: Knowledge) -> None:
        self._facts = facts
        self.chapters = lru_cache(READ_AT_ONCE)(self._chapters)

    def file(self, sheet: MissionSheet, lang: str, kind: str) -> File:
        """One file of a livret; `kind` is one of `MIMES`. Not for the event loop: a PDF takes tens of ms."""
        name = f"{sheet.reference}-{lang}.{kind}"
        return File(name, self._makers[kind](sheet, lang), MIMES[kind])

    @cached_property
    def _livrets(self) -> "Livrets":
        from bot.livret import Livrets
        from bot.livret_files import load_livret

        return Livrets.of(self._facts, load_livret(), LANGUAGES)

    def _chapters(self, sheet: MissionSheet, lang: str) -> "tuple[Chapter, ...]":
        return self._livrets.written(sheet, lang)

    @cached_property
    def _makers(self) -> Mapping[str, Callable[[MissionSheet, str], bytes]]:
        from bot.documents.livret import livret_html, livret_pdf
        from bot.livret import calendar, contact_cards

        return {
            "pdf": lambda sheet, lang: livret_pdf(self._livrets.livret(sheet, lang)),
            "html": lambda sheet, lang: livret_html(self._livrets.livret(sheet, lang)).encode(),
            "ics": calendar,
            "vcf": contact_cards,
        }

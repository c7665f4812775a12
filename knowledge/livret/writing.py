"""A mission, what the programme knows and the templates: the chapters of a livret, in the words of one language.

What staff wrote takes the place of a template's section, but in an emergency: there the numbers stay first, and the
staff's words follow. Whatever was typed is shown as it was typed: it is escaped before Markdown is read, and templates
run in Jinja2's sandbox with no name but those of `names.py`.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from jinja2 import StrictUndefined, TemplateError
from jinja2.sandbox import SandboxedEnvironment

from knowledge.base import Cited, Knowledge
from knowledge.livret.blocks import Block, Chapter, Heading
from knowledge.livret.marks import blocks, escaped
from knowledge.livret.names import Asked, names
from knowledge.livret.templates import SECTIONS, Template, Templates
from knowledge.livret.voice import Voice
from knowledge.mission_sheet import MissionSheet, SectionId, Wording

__all__ = ["BadTemplate", "Writer"]

_TURNS = re.compile("[\u202a-\u202e\u2066-\u2069]")
_PARAGRAPH = re.compile(r"\n\s*\n")


class BadTemplate(ValueError):
    """A template that cannot be filled: a misspelt name, a wrong filter, a missing fact that it did not ask about."""


class _Shown(str):
    """Words that are ready to stand in Markdown."""

    __slots__ = ()


class Writer:
    """Writes livrets in one language. A template is compiled once."""

    def __init__(self, templates: Templates, voice: Voice) -> None:
        self._templates = templates
        self._voice = voice
        self._compiled: dict[SectionId, Any] = {}

    def chapters(self, sheet: MissionSheet, facts: Knowledge) -> tuple[Chapter, ...]:
        """The eight sections in their order. Raises `BadTemplate` for what only a template can have wrong."""
        said = names(sheet, facts)
        return tuple(self._chapter(section, sheet, said) for section in SECTIONS)

    def chapter(self, section: SectionId, sheet: MissionSheet, facts: Knowledge) -> Chapter:
        """One section."""
        return self._chapter(section, sheet, names(sheet, facts))

    def _chapter(self, section: SectionId, sheet: MissionSheet, said: Mapping[str, Any]) -> Chapter:
        title, *written = blocks(self._filled(self._templates.of(self._voice.lang, section), sheet, said))
        own = _wording(sheet, section, self._voice.lang)
        if own is None:
            return Chapter(section, _title(title), tuple(written), self._voice.lang)
        theirs = blocks(_TURNS.sub("", own.markdown))
        kept = tuple(written) if section == "emergency" else ()
        return Chapter(section, _title(title), (*kept, *theirs), own.lang)

    def _filled(self, template: Template, sheet: MissionSheet, said: Mapping[str, Any]) -> str:
        try:
            if template.section not in self._compiled:
                self._compiled[template.section] = _environment(self._voice).from_string(template.text)
            filled: str = self._compiled[template.section].render(said, zone=sheet.time_zone)
        except (TemplateError, TypeError, ValueError, ArithmeticError) as error:
            raise BadTemplate(f"{template.path}: {error}") from error
        return filled


def _title(first: Block) -> str:
    return first.text if isinstance(first, Heading) else ""


def _wording(sheet: MissionSheet, section: SectionId, lang: str) -> Wording | None:
    """What staff wrote for a section: in the reader's language if they did, or else as they wrote it."""
    written = [wording for wording in sheet.wordings if wording.section == section]
    return next((wording for wording in written if wording.lang == lang), written[0] if written else None)


def _environment(voice: Voice) -> SandboxedEnvironment:
    shown = _Filters(voice)
    environment = SandboxedEnvironment(
        undefined=StrictUndefined, finalize=shown.finalized, autoescape=False, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters = shown.table()
    environment.globals = {}
    return environment


class _Filters:
    """Each fact as the language writes it, and nothing printed that has no way of being written."""

    def __init__(self, voice: Voice) -> None:
        self._voice = voice

    def table(self) -> dict[str, Callable[..., str]]:
        voice = self._voice
        return {
            "day": self._of(date, voice.day),
            "money": self._of(Decimal, voice.money),
            "percent": self._of(Decimal, voice.percent),
            "country": self._of(str, voice.country),
            "cited": self._of(Cited, voice.cited),
            "instant": self._at(voice.instant),
            "hour": self._at(voice.hour),
            "listed": self._listed,
            "word": self._word,
            "words": self._words,
            "capital": self._capital,
            "phone": self._phone,
            "mail": self._mail,
            "paragraphs": self._paragraphs,
            "contact": self._contact,
        }

    def finalized(self, value: object) -> str:
        """A text as it was typed, a number; anything else is a mistake of the template."""
        if isinstance(value, _Shown):
            return value
        if isinstance(value, StrictUndefined):
            return str(value)
        if isinstance(value, bool) or not isinstance(value, str | int):
            raise TypeError(f"{value!r} cannot be printed as it is: it needs a filter, or an if")
        return self._safe(value) if isinstance(value, str) else _Shown(escaped(self._voice.number(value)))

    def _safe(self, words: str) -> _Shown:
        return _Shown(escaped(self._voice.name(words)))

    def _of(self, kind: type, show: Callable[[Any], str]) -> Callable[[object], str]:
        def shown(value: object) -> str:
            if not isinstance(value, kind):
                raise TypeError(f"this filter does not take {value!r}")
            return _Shown(escaped(show(value)))

        return shown

    def _at(self, show: Callable[[datetime], str]) -> Callable[[object, ZoneInfo], str]:
        def shown(value: object, zone: ZoneInfo) -> str:
            if not isinstance(value, datetime):
                raise TypeError(f"this filter does not take {value!r}")
            return _Shown(escaped(show(value.astimezone(zone))))

        return shown

    def _listed(self, values: Sequence[str]) -> str:
        return _Shown(escaped(self._voice.listed(tuple(values))))

    def _word(self, code: str, table: str) -> str:
        return _Shown(escaped(self._voice.word(table, code)))

    def _words(self, codes: Sequence[str], table: str) -> str:
        return _Shown(escaped(self._voice.listed(tuple(self._voice.word(table, code) for code in codes))))

    def _capital(self, words: str) -> str:
        return _Shown(words[:1].upper() + words[1:])

    def _phone(self, number: str) -> str:
        called = "".join(sign for sign in number if sign.isdigit() or sign == "+")
        return _Shown(f"[{self._safe(number)}](tel:{called})")

    def _mail(self, address: str) -> str:
        return _Shown(f"[{self._safe(address)}](mailto:{escaped(address)})")

    def _paragraphs(self, words: str) -> str:
        return _Shown("\n\n".join(self._safe(part) for part in _PARAGRAPH.split(words) if part.strip()))

    def _contact(self, asked: Asked) -> str:
        """Whom to ask, and how if it is known."""
        ways = tuple(self._ways(asked))
        return _Shown(f"{self._safe(asked.name)} ({', '.join(ways)})" if ways else self._safe(asked.name))

    def _ways(self, asked: Asked) -> Iterator[str]:
        if asked.phone:
            yield self._phone(asked.phone)
        if asked.email:
            yield self._mail(asked.email)

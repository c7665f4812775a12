"""The livret of a mission in somebody's language: what is told in the chat, and the data of its files.

`written` gives the chapters; `livret` the same with its cover, for `bot/documents/livret.py`. Nothing here asks a
clock: the livret of a version is always the same.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial

from babel.dates import format_time

from bot.documents.calendar import Event, to_ics
from bot.documents.cards import Card, to_vcards
from bot.documents.livret import Livret
from bot.words import CONVENTIONS, at_its_hour, isolated, say, shown
from dialogs.core.text import CountryName, Listed, Money, Percent, Text, _
from dialogs.field_words import BY_MACHINE, JOURNEYS, ROLES, TABLES, source_text
from knowledge.base import Knowledge
from knowledge.livret.blocks import Chapter
from knowledge.livret.templates import Templates
from knowledge.livret.voice import Voice
from knowledge.livret.writing import Writer
from knowledge.mission_sheet import Contact, MissionSheet


def voice(lang: str) -> Voice:
    """How a language writes the facts of a template."""

    def told(value: object) -> str:
        return isolated(shown(value, lang), lang)

    return Voice(
        lang=lang,
        name=told,
        number=told,
        money=lambda euros: told(Money(euros)),
        percent=lambda share: told(Percent(share)),
        day=told,
        instant=lambda at: isolated(at_its_hour(at, lang), lang),
        hour=lambda at: format_time(at, "HH:mm", tzinfo=at.tzinfo, locale=CONVENTIONS.get(lang, lang)),
        country=lambda code: told(CountryName(code)),
        listed=lambda words: shown(Listed(tuple(words)), lang),
        cited=lambda cited: say(source_text(cited), lang),
        word=lambda table, code: say(TABLES[table][code], lang),
    )


@dataclass(frozen=True)
class Livrets:
    """Whoever writes livrets: what is known, and one writer for each language."""

    facts: Knowledge
    templates: Templates
    writers: Mapping[str, Writer]

    @staticmethod
    def of(facts: Knowledge, templates: Templates, langs: tuple[str, ...]) -> "Livrets":
        return Livrets(facts, templates, {lang: Writer(templates, voice(lang)) for lang in langs})

    def written(self, sheet: MissionSheet, lang: str) -> tuple[Chapter, ...]:
        """The chapters of a mission, in a language."""
        return self.writers[lang].chapters(sheet, self.facts)

    def livret(self, sheet: MissionSheet, lang: str) -> Livret:
        """The livret of a mission, to be laid out."""
        said = partial(say, lang=lang)
        network = self.facts.region(sheet.region).network.name
        version = _("Version {version}, mise à jour le {at}", version=sheet.version, at=sheet.updated_at)
        return Livret(
            lang=lang,
            at=sheet.updated_at,
            title=said(_("Livret du volontaire")),
            subtitle=said(Text("{association} · {country}", _cover(sheet))),
            reference=sheet.reference,
            version=said(version),
            contents=said(_("Sommaire")),
            chapters=self.written(sheet, lang),
            notes=(said(BY_MACHINE),) if self.templates.by_machine(lang) else (),
            footer=network,
        )


def calendar(sheet: MissionSheet, lang: str) -> bytes:
    """The journeys and the appointments of a mission, as an .ics file."""
    return to_ics(sheet.reference, (*_journeys(sheet, lang), *_appointments(sheet)), sheet.version, sheet.updated_at)


def _journeys(sheet: MissionSheet, lang: str) -> Iterator[Event]:
    for rank, journey in enumerate(sheet.journeys):
        places = {"kind": JOURNEYS[journey.kind], "origin": journey.origin, "destination": journey.destination}
        yield Event(
            key=f"{sheet.reference} {journey.kind} {rank}",
            title=say(_("{kind} : {origin} – {destination}", **places), lang),
            starts=journey.leaves,
            ends=journey.arrives,
            place=journey.origin,
            note=" · ".join(filter(None, (journey.reference, journey.note))),
        )


def _appointments(sheet: MissionSheet) -> Iterator[Event]:
    for rank, meeting in enumerate(sheet.appointments):
        namesakes = [one.title for one in sheet.appointments[:rank]].count(meeting.title)
        yield Event(
            key=f"{sheet.reference} {meeting.title} {namesakes}",
            title=meeting.title,
            starts=meeting.starts,
            ends=meeting.ends,
            place=meeting.place or "",
            note=" · ".join(filter(None, (*meeting.people, meeting.note))),
        )


def contact_cards(sheet: MissionSheet, lang: str) -> bytes:
    """The contacts of a mission that can be reached, as a .vcf file."""
    reached = (contact for contact in sheet.contacts if contact.phone or contact.email)
    return to_vcards(tuple(_card(contact, lang) for contact in reached))


def _card(contact: Contact, lang: str) -> Card:
    role = say(ROLES[contact.role], lang)
    return Card(contact.name, role, contact.phone, contact.email, contact.note or "")


def _cover(sheet: MissionSheet) -> dict[str, object]:
    return {"association": sheet.association, "country": CountryName(sheet.field_country)}

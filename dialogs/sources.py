"""How a fact is cited to a person, and how a network is reached: the same words everywhere."""

from collections.abc import Iterable

from dialogs.core.reply import Part
from dialogs.core.text import Text, _, literal
from knowledge.base import Cited, Knowledge
from knowledge.schema import Contact, Region


def source(cited: Cited) -> Part:
    """Document, section, date: where a person finds the sentence again."""
    places = {"title": cited.title, "section": cited.section, "date": cited.date}
    if cited.dated:
        return Part(_("Source : {title}, « {section} », {date}", **places), "source")
    return Part(_("Source : {title}, « {section} » (sans date, lu le {date})", **places), "source")


def contact_parts(region: Region, facts: Knowledge) -> tuple[Part, ...]:
    """Whom to write to in a region, or that its network has published no one."""
    lines = list(_contacts(region))
    if not lines:
        unknown = _("{network} n'a pas publié d'adresse électronique ni de téléphone que je connaisse.", network=region.network.name)
        lines = [Part(unknown)]
    sources = dict.fromkeys(contact.source for contact in region.contacts)
    return (*lines, *(source(facts.cited(one)) for one in list(sources)[:1]))


def _contacts(region: Region) -> Iterable[Part]:
    for contact in region.contacts:
        yield Part(_contact(contact), "item")
    if region.website:
        yield Part(_("Page du réseau : {url}", url=region.website.url), "item")
    if region.address:
        yield Part(_("Adresse : {address}", address=region.address.text), "item")


def _contact(contact: Contact) -> Text:
    known = [one for one in (contact.name, contact.email, contact.phone) if one]
    return literal(" · ".join(known))

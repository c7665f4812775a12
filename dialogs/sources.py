"""How a fact is cited to a person, and how a network is reached: the same words everywhere."""

from collections.abc import Iterable, Iterator
from datetime import date

from dialogs.core.reply import Part
from dialogs.core.text import Text, _, literal
from dialogs.wording import reason_text
from knowledge.base import Cited, Knowledge
from knowledge.reasons import by_network
from knowledge.schema import Contact, Fact, Region, Source


class Footnotes:
    """Sources numbered in the order they are cited, each told once at the end: a phone has little room."""

    def __init__(self, facts: Knowledge) -> None:
        self._facts = facts
        self._numbers: dict[Cited, int] = {}
        self._told: set[str] = set()

    def item(self, words: Text, *sources: Cited | Source) -> Part:
        """A line that bears the numbers of its sources."""
        cited_ones = [source if isinstance(source, Cited) else self._facts.cited(source) for source in sources]
        for cited in dict.fromkeys(cited_ones):
            number = self._numbers.setdefault(cited, len(self._numbers) + 1)
            words = _("{words} [{number}]", words=words, number=number)
        return Part(words, "item")

    def fact(self, words: Text, network: str, *facts: Fact) -> tuple[Part, ...]:
        """Facts in words: the line with its sources, then what the documents leave unclear, told once in a message."""
        line = self.item(words, *(fact.source for fact in facts))
        unclear = self._untold(code for fact in facts for code in fact.tensions)
        return (line, *(Part(reason_text(by_network(code, network)), "detail") for code in unclear))

    def _untold(self, codes: Iterable[str]) -> Iterator[str]:
        for code in codes:
            if code not in self._told:
                self._told.add(code)
                yield code

    def parts(self) -> tuple[Part, ...]:
        """Document, section, date of each: where a person finds the sentence again."""
        if not self._numbers:
            return ()
        notes = (Part(_footnote(number, cited), "source") for cited, number in self._numbers.items())
        return (Part(_("Sources"), "title"), *notes)


def _footnote(number: int, cited: Cited) -> Text:
    places = {"number": number, "title": cited.title, "section": cited.section}
    if cited.dated:
        return _("[{number}] {title}, « {section} », {date}", **places, date=cited.date)
    read = date.fromisoformat(cited.date)
    return _("[{number}] {title}, « {section} » (sans date, lu le {date})", **places, date=read)


def contact_parts(region: Region) -> tuple[Part, ...]:
    """Whom to write to in a region, or that its network has published no one."""
    network = region.network.name
    unknown = _("{network} n'a pas publié d'adresse électronique ni de téléphone que je connaisse.", network=network)
    return tuple(_contacts(region)) or (Part(unknown),)


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

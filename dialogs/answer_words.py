"""How each language writes the facts of an answer: the same words as everywhere else in the conversation.

`words_of` makes, from a way to say a `Text`, the `Words` that `knowledge/filling.py` asks for.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Literal, cast

from dialogs.core.text import Listed, Money, Month, Percent, Text, _, _n, literal
from dialogs.wording import CATEGORIES, DIRECTIONS, LEGAL_FORMS, MISSION_TYPES, PAYERS
from knowledge.filling import Words
from knowledge.schema import Region

EXPERTS: Mapping[str, Text] = {
    "employees": _("Salariés"),
    "local_agents": _("Agents de collectivités"),
    "consultants": _("Consultants"),
    "retired": _("Retraités"),
}

CODES: Mapping[str, Text] = {**CATEGORIES, **DIRECTIONS, **LEGAL_FORMS, **MISSION_TYPES, **PAYERS, **EXPERTS}
"""Every code that a template may list, in words."""


def words_of(lang: str, say: Callable[[Text], str]) -> Words:
    """The words of the language that `say` speaks."""
    return Words(
        lang=lang,
        name=lambda name: say(literal(name)),
        number=lambda number: say(_value(number)),
        money=lambda euros: say(_value(Money(euros))),
        percent=lambda share: say(_value(Percent(share))),
        date=lambda day: say(_value(day)),
        month=lambda day: say(_value(Month(day))),
        days=lambda count: say(_n("{count} jour", "{count} jours", count)),
        missions=lambda count: say(_n("{count} mission", "{count} missions", count)),
        listed=lambda items, joined: say(_value(_list(items, joined, say))),
        contact=lambda region: say(contact_sentence(region)),
        not_published=lambda network: say(not_published(network)),
        your_region=say(_("de votre région")),
    )


def not_published(network: str) -> Text:
    """What is said where a network is silent."""
    return _("Le réseau {network} n'a pas publié cette information, à ma connaissance.", network=network)


def contact_sentence(region: Region | None) -> Text:
    """Whom to ask, as one whole sentence; without a region, that it is needed."""
    if region is None:
        return _("Dites-moi votre région : je vous donnerai le contact de son réseau.")
    known = contact_words(region)
    if known:
        return _("Contact : {contact}.", contact=known)
    return _("Il n'a pas publié de contact que je connaisse : demandez à parler à une personne.")


def network_contact(region: Region) -> Text:
    """The network of a region and whom to ask there."""
    known = contact_words(region)
    if known:
        return _("Le réseau de la région {region} : {network}, {contact}.", **_of(region), contact=known)
    return _("Le réseau de la région {region} : {network}. Il n'a pas publié de contact.", **_of(region))


def _of(region: Region) -> Mapping[str, str]:
    return {"region": region.name, "network": region.network.name}


def contact_words(region: Region) -> str:
    """The name, address and numbers of a network, as it published them; nothing where it did not."""
    people = [one for contact in region.contacts for one in (contact.name, contact.email, contact.phone) if one]
    places = [region.address.text if region.address else None, region.website.url if region.website else None]
    return ", ".join([*people, *filter(None, places)])


def _value(value: object) -> Text:
    return Text("{value}", {"value": value})


def _list(items: Sequence[str], joined: str, say: Callable[[Text], str]) -> Listed:
    """Codes in the words of the language, without the capital they have at the head of a line; names as they are."""
    words = tuple(_inside(say(CODES[item])) if item in CODES else item for item in items)
    return Listed(words, cast('Literal["and", "or"]', joined))


def _inside(label: str) -> str:
    return label[:1].lower() + label[1:]

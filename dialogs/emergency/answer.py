"""What is said in an emergency: the numbers to call, first; then the alert, who has seen it, whom to call meanwhile.

Every number stands with its source and the day it was last verified, or says that nobody did. Nothing is said to have
arrived that has only left.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from dialogs.core.reply import Button, Part, Reply
from dialogs.core.text import CountryName, Listed, Text, _, literal
from dialogs.emergency.acts import ALERT, COUNTRY, MEANT, MISSION, RESUME, WELL, button
from dialogs.field_words import ROLES, SERVICES, source_text
from knowledge.base import Cited
from knowledge.emergency import Number
from knowledge.mission_sheet import Contact
from knowledge.schema import EmergencyService

KEY = "emergency"

EUROPE = "112"
"""Calls every rescue service in the European Union, whatever else is not known (directive 2018/1972, article 109)."""

AT_HAND = ("FR", "BJ", "BF", "CM", "CI", "MG", "MA", "SN", "TG", "TN")
"""Countries to press; any other is typed."""

OTHERS = frozenset({"insurance", "crisis_centre", "embassy", "consulate"})
"""Whom one calls in an emergency even where the staff have not said so of this very contact."""


@dataclass(frozen=True)
class Told:
    """A number, and where it was read."""

    number: Number
    source: Cited


@dataclass(frozen=True)
class Rescue:
    """The rescue services of a country, as far as they are known."""

    country: str
    numbers: tuple[Told, ...]
    unanswered: tuple[EmergencyService, ...] = ()
    disputed: bool = False


@dataclass(frozen=True)
class Mission:
    """What of a mission matters in an emergency; `contacts` of the day `written`, None where they cannot be read."""

    id: str
    reference: str
    contacts: tuple[Contact, ...] | None
    comes_to_france: bool = False
    written: date | None = None


@dataclass(frozen=True)
class Known:
    """What is known of somebody who calls for help: where, in which mission, in which others, and what they said."""

    rescue: Rescue
    france: Rescue | None = None
    mission: Mission | None = None
    others: tuple[Mission, ...] = ()
    words: str = ""
    alert: str | None = None


# -- whom to call ----------------------------------------------------------------------------------------------------


def first(known: Known) -> Reply:
    """All there is to call, in one message, the rescue services before anybody else."""
    parts = (
        Part(_("Urgence : appelez d'abord"), "title"),
        *_rescue(known.rescue),
        *(_in_france(known.france) if known.france else ()),
        *(_contacts(known.mission) if known.mission else _nobody()),
    )
    return Reply(parts, tuple(_buttons(known)), key=KEY)


def plain(words: str = "") -> Reply:
    """What can be said when nothing can be read: better a short word than none."""
    parts = (
        Part(_("Urgence : appelez d'abord"), "title"),
        Part(_("{number} : tous les secours, en France et en Europe.", number=EUROPE), "item"),
        Part(_("Ailleurs : le numéro des secours du pays où vous êtes. Demandez-le autour de vous.")),
        Part(_("Je n'arrive pas à lire les autres numéros : ils sont dans votre livret."), "note"),
    )
    return Reply(parts, (*_meant(words), _resume()), key=KEY)


def _rescue(rescue: Rescue) -> Iterator[Part]:
    yield Part(_("Secours : {country}", country=CountryName(rescue.country)), "title")
    yield from _numbers(rescue.numbers)
    if not rescue.numbers:
        yield Part(_("Je ne connais aucun numéro de secours pour ce pays : demandez-le autour de vous."))
    elif rescue.unanswered:
        missing = Listed(tuple(SERVICES[service] for service in rescue.unanswered))
        yield Part(_("Aucun numéro connu ici pour : {services}. Demandez-le autour de vous.", services=missing), "note")
    if rescue.disputed:
        yield Part(_("D'autres listes publiques donnent d'autres numéros pour ce pays."), "note")


def _numbers(numbers: Iterable[Told]) -> Iterator[Part]:
    """The numbers; under those that were read together, where and when."""
    for (source, updated), together in groupby(numbers, key=lambda one: (one.source, one.number.updated)):
        for told in together:
            yield Part(_number(told.number), "item")
        cited = source_text(source)
        said = _("{source}, fiche du {day}", source=cited, day=updated) if updated else cited
        yield Part(said, "source")


def _number(number: Number) -> Text:
    services = Listed((SERVICES["general"],) if number.general else tuple(SERVICES[one] for one in number.services))
    if number.verified is None:
        return _("{number} : {services}. Non vérifié.", number=number.number, services=services)
    day = number.verified.day
    return _("{number} : {services}. Vérifié le {day}.", number=number.number, services=services, day=day)


def _in_france(france: Rescue) -> Iterator[Part]:
    """For whoever has not left yet, or is back."""
    general = [told for told in france.numbers if told.number.general][:1]
    if general:
        yield Part(_("Si vous êtes en France"), "title")
        yield from _numbers(general)


def _contacts(mission: Mission) -> Iterator[Part]:
    yield Part(_("Puis, pour la mission {reference}", reference=mission.reference), "title")
    if mission.contacts is None:
        yield Part(_("Je n'arrive pas à lire les contacts de votre mission : ils sont dans votre livret."))
        return
    called = to_call(mission)
    for contact in called:
        yield Part(_contact(contact), "item")
        if contact.source:
            yield Part(literal(contact.source), "source")
    if mission.written and any(contact.source is None for contact in called):
        yield Part(_("Donné par votre réseau, fiche de la mission du {day}", day=mission.written), "source")
    if not called:
        yield Part(_("Le réseau n'a encore donné aucun contact d'urgence pour cette mission."))
    yield from _missing(mission, frozenset(contact.role for contact in called))


def to_call(mission: Mission) -> tuple[Contact, ...]:
    """Those to call, in the order of the staff; then assistance, crisis centre, embassy, consulate."""
    there = [contact for contact in mission.contacts or () if contact.phone]
    ordered = [contact for contact in there if contact.emergency]
    return (*ordered, *(contact for contact in there if not contact.emergency and contact.role in OTHERS))


def _contact(contact: Contact) -> Text:
    values = {"name": contact.name, "role": ROLES[contact.role], "phone": contact.phone}
    if contact.verified is None:
        return _("{phone} : {name}, {role}. Non vérifié.", **values)
    return _("{phone} : {name}, {role}. Vérifié le {day}.", **values, day=contact.verified)


def _missing(mission: Mission, roles: frozenset[str]) -> Iterator[Part]:
    if "insurance" not in roles:
        yield Part(_("L'assistance de l'assurance n'est pas encore indiquée."), "note")
    if mission.comes_to_france and not roles & {"consulate", "embassy"}:
        yield Part(_("Le consulat de votre pays en France n'est pas encore indiqué."), "note")


def _nobody() -> Iterator[Part]:
    yield Part(_("Vous êtes dans un autre pays ? Choisissez-le, ou écrivez son nom."))
    yield Part(_("Pour écrire ensuite à une personne du réseau : /contact."), "note")


def _buttons(known: Known) -> Iterator[Button]:
    if known.alert:
        yield _well(known.alert)
    elif known.mission:
        yield button(_("Alerter mon réseau"), ALERT, known.mission.id)
    for other in known.others:
        yield button(_("Mission {reference}", reference=other.reference), MISSION, other.id)
    if known.mission:
        yield button(_("Un autre pays"), COUNTRY)
    else:
        yield from (_country(code) for code in AT_HAND if code != known.rescue.country)
    yield from _meant(known.words)
    yield _resume()


def _meant(words: str) -> Iterator[Button]:
    """Words that began like a call for help may have been an answer."""
    if words:
        yield button(_("C'était ma réponse"), MEANT, words)


def _resume() -> Button:
    return button(_("Reprendre où j'en étais"), RESUME, way=True, command="reprendre")


def _well(alert: str) -> Button:
    return button(_("Tout va bien"), WELL, alert)


def which_country() -> Reply:
    """Where somebody in a mission may be instead."""
    ask = _("Dans quel pays êtes-vous ? Choisissez-le, ou écrivez son nom.")
    return Reply((Part(ask, "question"),), (*map(_country, AT_HAND), _resume()), key=KEY)


def _country(code: str) -> Button:
    return button(Text("{country}", {"country": CountryName(code)}), COUNTRY, code)


# -- the alert -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Way:
    """By which an alert goes to somebody: `name` of the network or of a person there."""

    channel: str
    name: object


WAYS = {
    "slack": _("{name}, sur Slack"),
    "mail": _("{name}, par e-mail"),
    "telegram": _("{name}, sur Telegram"),
}


def ways(found: Iterable[Way]) -> Listed:
    return Listed(tuple(WAYS[way.channel].fill(name=way.name) for way in found))


@dataclass(frozen=True)
class Call:
    """Whom to call while nobody has answered: a contact of the mission, else the rescue services."""

    name: str | None
    phone: str


def call_text(call: Call) -> Text:
    if call.name is None:
        return _("Appelez les secours : {phone}.", phone=call.phone)
    return _("Appelez {name} : {phone}.", name=call.name, phone=call.phone)


def alerted(alert: str, gone: tuple[Way, ...], call: Call) -> tuple[Reply, ...]:
    """It is on its way, to whom, and what to do meanwhile; then what may be added."""
    if gone:
        said = [Part(_("Votre alerte est enregistrée et part maintenant."), "title")]
        said.append(Part(_("Elle va à : {ways}.", ways=ways(gone))))
        said.append(Part(_("Je vous écris dès que quelqu'un l'a vue, et si personne ne répond.")))
    else:
        said = [Part(_("Votre alerte est enregistrée, mais je ne peux la remettre à personne d'ici."), "title")]
        said.append(Part(_("Votre réseau n'a pas encore réglé par où il la reçoit.")))
    said.append(Part(_("N'attendez pas : appelez.")))
    said.append(Part(call_text(call), "item"))
    return Reply(tuple(said), (_well(alert), _resume()), key=KEY), where_and_what()


def where_and_what() -> Reply:
    """Optional, after the alert has left: a position, and words."""
    ask = _("Où êtes-vous, et que se passe-t-il ? Envoyez votre position, ou quelques mots : je les ajoute à l'alerte.")
    return Reply((Part(ask, "question"),), key=KEY, shares="location")


def added(alert: str) -> Reply:
    return Reply((Part(_("Je l'ajoute à votre alerte et je le transmets.")),), (_well(alert), _resume()), key=KEY)


def only_words(alert: str) -> Reply:
    said = _("Je ne peux transmettre que des mots ou une position. Dites en quelques mots ce que vous vouliez montrer.")
    return Reply((Part(said),), (_well(alert), _resume()), key=KEY)


def not_in_a_mission() -> Reply:
    said = _("Une alerte part d'une mission où vous êtes, et je n'en trouve pas. Appelez les secours ci-dessus.")
    return Reply((Part(said), *_nobody()), (_resume(),), key=KEY)


def over(now: bool) -> Reply:
    """All is well, said once or again."""
    done, before = _("Tant mieux. Je préviens votre réseau que tout va bien."), _("Cette alerte est déjà close.")
    return Reply((Part(done if now else before),), (_resume(),), key=KEY)


def nobody_yet(alert: str, told: tuple[Way, ...], call: Call) -> Reply:
    parts = [Part(_("Personne n'a encore répondu à votre alerte."), "title"), Part(call_text(call))]
    if told:
        parts.append(Part(_("Je préviens encore : {ways}.", ways=ways(told))))
    return Reply(tuple(parts), (_well(alert),), key=KEY)


def slack_is_down(alert: str, told: tuple[Way, ...], call: Call) -> Reply:
    parts = [Part(_("Slack ne répond pas : votre réseau n'y a pas encore vu votre alerte."), "title")]
    if told:
        parts.append(Part(_("Je préviens autrement : {ways}.", ways=ways(told))))
    else:
        parts.append(Part(_("Votre réseau n'a pas donné d'autre moyen : j'essaie encore.")))
    return Reply((*parts, Part(call_text(call))), (_well(alert),), key=KEY)


def seen(alert: str, who: str) -> Reply:
    said = _("{who} a vu votre alerte et s'en occupe.", who=who)
    return Reply((Part(said, "title"),), (_well(alert),), key=KEY)

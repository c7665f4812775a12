"""The rules and dates of a region, as it published them, each with its source. What is not published is told so."""

from collections.abc import Iterator

from dialogs.core.dialog import Answers, Dialog, Stop, World
from dialogs.core.reply import Part
from dialogs.core.text import Listed, Money, Percent, Text, _, _n, literal
from dialogs.region import if_unknown, keep_region, region_here
from dialogs.sources import Footnotes, contact_parts
from dialogs.verdict import call_parts
from dialogs.wording import CATEGORIES, CRITERIA, LEGAL_FORMS
from knowledge.calls import call_at
from knowledge.schema import (
    AnyCriterion,
    Call,
    DurationCriterion,
    Edition,
    Expense,
    Funding,
    LegalFormCriterion,
    Region,
)


def told(answers: Answers, world: World) -> tuple[Part, ...]:
    here = region_here(answers, world)
    edition = world.facts.edition(here.slug, world.now)
    call = call_at(here, world.now)
    cite = Footnotes(world.facts)
    return (
        Part(_("EXPLOR en {region}, avec {network}", region=here.name, network=here.network.name), "title"),
        *call_parts(call, here.slug, world.facts, cite),
        *(_call(call.call, cite) if call.call else ()),
        *_criteria(edition, here, cite),
        *_funding(edition.funding, here, cite),
        *_papers(here, cite),
        Part(_("Joindre le réseau"), "title"),
        *contact_parts(here),
        *cite.parts(),
    )


def _call(call: Call, cite: Footnotes) -> Iterator[Part]:
    if call.places:
        places = _n("{count} mission à financer.", "{count} missions à financer.", call.places.count)
        yield cite.item(places, call.places.source)
    if call.selection and call.selection.first and call.selection.last:
        first, last = call.selection.first, call.selection.last
        yield cite.item(_("Sélection du {first} au {last}.", first=first, last=last), call.selection.source)
    if call.mission and call.mission.first and call.mission.last:
        first, last = call.mission.first, call.mission.last
        yield cite.item(_("Missions entre le {first} et le {last}.", first=first, last=last), call.mission.source)


def _criteria(edition: Edition, here: Region, cite: Footnotes) -> Iterator[Part]:
    yield Part(_("Les conditions publiées"), "title")
    if not edition.criteria:
        none = _("{network} n'a publié aucune condition que je connaisse : demandez-lui.", network=here.network.name)
        yield cite.item(none, edition.silent)
    for criterion in edition.criteria:
        yield cite.item(_criterion(criterion), criterion.source)


def _criterion(criterion: AnyCriterion) -> Text:
    title = CRITERIA[criterion.id]
    match criterion:
        case LegalFormCriterion(accepted=accepted):
            forms = Listed(tuple(LEGAL_FORMS[one] for one in accepted), "or")
            return _("{criterion} : {forms}", criterion=title, forms=forms)
        case DurationCriterion(least=least, most=most):
            return _("{criterion} : de {least} à {most} jours", criterion=title, least=least, most=most)
    return title


def _funding(funding: Funding | None, here: Region, cite: Footnotes) -> Iterator[Part]:
    yield Part(_("Ce que paie le réseau"), "title")
    if funding is None:
        yield Part(_("{network} n'a rien publié là-dessus : demandez-lui.", network=here.network.name))
        return
    yield cite.item(_share(funding), funding.share.source)
    if funding.fee:
        fee = _("Frais demandés par mission : {amount}", amount=Money(funding.fee.euros))
        yield cite.item(fee, funding.fee.source)
    for expense in funding.expenses:
        yield cite.item(_expense(expense), expense.source)


def _share(funding: Funding) -> Text:
    share = Percent(funding.share.share)
    if funding.cap_per_mission:
        cap = Money(funding.cap_per_mission.euros)
        return _("{share} des frais de la mission, {cap} au plus", share=share, cap=cap)
    return _("{share} des frais de la mission ; aucun plafond publié", share=share)


def _expense(expense: Expense) -> Text:
    name = CATEGORIES[expense.category]
    if expense.cap is not None:
        return _("{category} : {cap} au plus", category=name, cap=Money(expense.cap))
    if expense.rate is not None and expense.days is not None:
        rate = Money(expense.rate)
        return _("{category} : {rate} par jour, {days} jours au plus", category=name, rate=rate, days=expense.days)
    return _("{category} : compté, sans plafond publié", category=name)


def _papers(here: Region, cite: Footnotes) -> Iterator[Part]:
    if here.papers:
        yield Part(_("Les documents à envoyer"), "title")
        for paper in here.papers:
            yield cite.item(literal(paper.name), paper.source)


PROGRAMME = Dialog(
    id="programme",
    version=1,
    title=_("Règles et dates"),
    steps=(if_unknown, Stop(id="told", say=told, then=keep_region)),
)

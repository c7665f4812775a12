"""The rules and dates of a region, as it published them, each with its source. What is not published is told so."""

from collections.abc import Iterator

from dialogs.core.dialog import Answers, Dialog, Stop, World
from dialogs.core.reply import Part
from dialogs.core.text import Listed, Money, Percent, Text, _, _n, literal
from dialogs.region import if_unknown, keep_region, region_here
from dialogs.sources import contact_parts, source
from dialogs.verdict import call_parts
from dialogs.wording import CATEGORIES, CRITERIA, LEGAL_FORMS
from knowledge.base import Knowledge
from knowledge.calls import call_at
from knowledge.schema import Call, Edition, Expense, Fact, Funding, Region

def told(answers: Answers, world: World) -> tuple[Part, ...]:
    here = region_here(answers, world)
    edition = world.facts.edition(here.slug, world.now)
    call = call_at(here, world.now)
    return (
        Part(_("EXPLOR en {region}, avec {network}", region=here.name, network=here.network.name), "title"),
        *call_parts(call, here.slug, world.facts),
        *(_call(call.call, world.facts) if call.call else ()),
        *_criteria(edition, here, world.facts),
        *_funding(edition.funding, here, world.facts),
        *_papers(here, world.facts),
        Part(_("Joindre le réseau"), "title"),
        *contact_parts(here, world.facts),
    )


def _call(call: Call, facts: Knowledge) -> Iterator[Part]:
    if call.places:
        yield Part(_n("{count} mission à financer.", "{count} missions à financer.", call.places.count), "item")
    if call.selection and call.selection.first and call.selection.last:
        first, last = call.selection.first, call.selection.last
        yield Part(_("Sélection du {first} au {last}.", first=first, last=last), "item")
    if call.mission and call.mission.first and call.mission.last:
        first, last = call.mission.first, call.mission.last
        yield Part(_("Missions entre le {first} et le {last}.", first=first, last=last), "item")


def _criteria(edition: Edition, here: Region, facts: Knowledge) -> Iterator[Part]:
    yield Part(_("Les conditions publiées"), "title")
    if not edition.criteria:
        yield Part(_("{network} n'a publié aucune condition que je connaisse : demandez-lui.", network=here.network.name))
        yield source(facts.cited(edition.silent))
    for criterion in edition.criteria:
        yield Part(_criterion(criterion), "item")
    yield from _cited(edition.criteria, facts)


def _criterion(criterion: Fact) -> Text:
    title = CRITERIA[getattr(criterion, "id")]  # noqa: B009  # every criterion has its id; Fact itself has none
    if accepted := getattr(criterion, "accepted", None):
        return _("{criterion} : {forms}", criterion=title, forms=Listed(tuple(LEGAL_FORMS[one] for one in accepted), "or"))
    if most := getattr(criterion, "most", None):
        return _(
            "{criterion} : de {least} à {most} jours", criterion=title, least=getattr(criterion, "least"), most=most  # noqa: B009
        )
    return title


def _funding(funding: Funding | None, here: Region, facts: Knowledge) -> Iterator[Part]:
    yield Part(_("Ce que paie le réseau"), "title")
    if funding is None:
        yield Part(_("{network} n'a rien publié là-dessus : demandez-lui.", network=here.network.name))
        return
    yield Part(_share(funding), "item")
    if funding.fee:
        yield Part(_("Frais demandés par mission : {amount}", amount=Money(funding.fee.euros)), "item")
    for expense in funding.expenses:
        yield Part(_expense(expense), "item")
    yield from _cited((funding.share, *funding.expenses), facts)


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


def _papers(here: Region, facts: Knowledge) -> Iterator[Part]:
    if here.papers:
        yield Part(_("Les documents à envoyer"), "title")
        for paper in here.papers:
            yield Part(literal(paper.name), "item")
        yield from _cited(here.papers, facts)


def _cited(found: tuple[Fact, ...], facts: Knowledge) -> Iterator[Part]:
    """Each document and section once."""
    for one in dict.fromkeys(fact.source for fact in found):
        yield source(facts.cited(one))


PROGRAMME = Dialog(
    id="programme",
    version=1,
    title=_("Règles et dates"),
    steps=(if_unknown, Stop(id="told", say=told, then=keep_region)),
)

"""What a region has published, part by part, each fact with its source. What is not published is told so.

Whatever the documents leave unclear about a fact is told under it. Texts that the region files hold in French (an
address, the name of a paper, what a public receives) are shown as they are.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import date

from dialogs.core.dialog import Answers, Dialog, Question, Stop, World
from dialogs.core.kind import Option
from dialogs.core.kinds import Choice
from dialogs.core.reply import Part
from dialogs.core.text import Listed, Money, Month, Percent, Text, _, _n, literal
from dialogs.region import if_unknown, keep_region, region_here
from dialogs.sources import Footnotes, contact_parts
from dialogs.verdict import call_parts
from dialogs.wording import (
    CATEGORIES,
    CRITERIA,
    DIRECTIONS,
    LEGAL_FORMS,
    MISSION_TYPES,
    PAYERS,
    PUBLICS,
    UNLISTED,
    reason_text,
)
from knowledge.base import Knowledge
from knowledge.calls import call_at
from knowledge.reasons import by_network
from knowledge.schema import (
    AnyCriterion,
    Call,
    DirectionCriterion,
    DurationCriterion,
    Edition,
    Expense,
    Fact,
    Funding,
    LegalFormCriterion,
    Missions,
    Region,
)


class Leaflet:
    """What one region says, with the footnotes of the message under way."""

    def __init__(self, here: Region, edition: Edition, facts: Knowledge) -> None:
        self.here = here
        self.edition = edition
        self.facts = facts
        self.cite = Footnotes(facts)

    @property
    def network(self) -> str:
        return self.here.network.name

    def fact(self, words: Text, *facts: Fact) -> tuple[Part, ...]:
        return self.cite.fact(words, self.network, *facts)

    def nothing(self) -> tuple[Part, ...]:
        """What is said where a whole part is not published."""
        none = _("{network} n'a rien publié là-dessus : demandez-lui.", network=self.network)
        return (self.cite.item(none, self.edition.silent),)


def told(answers: Answers, world: World) -> tuple[Part, ...]:
    """The part that was chosen, in one message."""
    here = region_here(answers, world)
    leaflet = Leaflet(here, world.facts.edition(here.slug, world.now), world.facts)
    title = _("EXPLOR en {region}, avec {network}", region=here.name, network=here.network.name)
    return (Part(title, "title"), *PARTS[answers[part]](leaflet, world), *leaflet.cite.parts())


# -- dates and papers -----------------------------------------------------------------------------------------------


def dates(leaflet: Leaflet, world: World) -> Iterator[Part]:
    here = leaflet.here
    call = call_at(here, world.now)
    yield from call_parts(call, here.slug, world.facts, leaflet.cite)
    if call.call:
        yield from _call(call.call, leaflet)
    if here.steps:
        yield Part(_("Les étapes"), "title")
        yield from leaflet.fact(literal(" → ".join(here.steps.steps)), here.steps)
    if here.papers:
        yield Part(_("Les documents à envoyer"), "title")
        for paper in here.papers:
            yield from leaflet.fact(literal(paper.name), paper)
    yield Part(_("Joindre le réseau"), "title")
    yield from contact_parts(here)


def _call(call: Call, leaflet: Leaflet) -> Iterator[Part]:
    if call.places:
        places = _n("{count} mission à financer.", "{count} missions à financer.", call.places.count)
        yield from leaflet.fact(places, call.places)
    if call.selection and call.selection.first and call.selection.last:
        first, last = call.selection.first, call.selection.last
        yield from leaflet.fact(_("Sélection du {first} au {last}.", first=first, last=last), call.selection)
    if call.answer:
        yield from leaflet.fact(_("Réponse : {when}.", when=call.answer.text), call.answer)
    if call.missions:
        yield from _missions(call.missions, leaflet)


def _missions(missions: Missions, leaflet: Leaflet) -> Iterator[Part]:
    months = _("Missions de {first} à {last}.", first=_month(missions.first), last=_month(missions.last))
    yield from leaflet.fact(months, missions)
    if missions.before:
        yield from leaflet.fact(_("Missions finies avant le {day}.", day=missions.before.day), missions.before)


def _month(month: str) -> Month:
    return Month(date.fromisoformat(f"{month}-01"))


# -- conditions -----------------------------------------------------------------------------------------------------


def conditions(leaflet: Leaflet, world: World) -> Iterator[Part]:
    edition = leaflet.edition
    yield Part(_("Les conditions publiées"), "title")
    if not edition.criteria:
        none = _("{network} n'a publié aucune condition que je connaisse : demandez-lui.", network=leaflet.network)
        yield leaflet.cite.item(none, edition.silent)
    for criterion in edition.criteria:
        yield from leaflet.fact(_criterion(criterion), criterion)
    yield from _charter(leaflet)


def _criterion(criterion: AnyCriterion) -> Text:
    title = CRITERIA[criterion.id]
    match criterion:
        case LegalFormCriterion(accepted=accepted):
            forms = Listed(tuple(LEGAL_FORMS[one] for one in accepted), "or")
            return _("{criterion} : {forms}", criterion=title, forms=forms)
        case DirectionCriterion(published=published):
            ways = Listed(tuple(DIRECTIONS[one] for one in published), "or")
            return _("{criterion} : {forms}", criterion=title, forms=ways)
        case DurationCriterion(least=least, most=most):
            return _("{criterion} : de {least} à {most} jours", criterion=title, least=least, most=most)
    return title


def _charter(leaflet: Leaflet) -> Iterator[Part]:
    charter = leaflet.here.charter
    if charter is None:
        return
    yield Part(_("La charte du réseau"), "title")
    said = _("Adoptée le {adopted}.", adopted=charter.adopted)
    if charter.amended:
        said = _("Adoptée le {adopted}, modifiée le {amended}.", adopted=charter.adopted, amended=charter.amended)
    yield from leaflet.fact(said, charter)
    yield from (Part(literal(foundation), "item") for foundation in charter.foundations)


# -- money ----------------------------------------------------------------------------------------------------------


def money(leaflet: Leaflet, world: World) -> Iterator[Part]:
    funding = leaflet.edition.funding
    yield Part(_("Ce que paie le réseau"), "title")
    if funding is None:
        yield from leaflet.nothing()
    else:
        yield from _share(funding, leaflet)
        yield from _expenses(funding, leaflet)
        yield from _refunds(funding, leaflet)
    for statement in (leaflet.here.host, leaflet.here.tax):
        if statement:
            yield from leaflet.fact(literal(statement.text), statement)


def _share(funding: Funding, leaflet: Leaflet) -> Iterator[Part]:
    share, cap = Percent(funding.share.share), funding.cap_per_mission
    if cap:
        said = _("{share} des frais de la mission, {cap} au plus", share=share, cap=Money(cap.euros))
    else:
        said = _("{share} des frais de la mission ; aucun plafond publié", share=share)
    yield from leaflet.fact(said, funding.share)
    if funding.base_cap:
        most = Money(funding.base_cap.euros)
        yield from leaflet.fact(_("La part se calcule sur {cap} de dépenses au plus", cap=most), funding.base_cap)
    if funding.rest:
        payers = Listed(tuple(PAYERS[one] for one in funding.rest.payers), "or")
        yield from leaflet.fact(_("Le reste est payé par {payers}", payers=payers), funding.rest)
    if funding.fee:
        fee = _("Frais demandés par mission : {amount}", amount=Money(funding.fee.euros))
        yield from leaflet.fact(fee, funding.fee)


def _expenses(funding: Funding, leaflet: Leaflet) -> Iterator[Part]:
    yield Part(_("Les dépenses"), "title")
    for expense in funding.expenses:
        yield from leaflet.fact(_expense(expense), expense)
    yield from leaflet.fact(UNLISTED[funding.unlisted.treatment], funding.unlisted)


def _expense(expense: Expense) -> Text:
    name = CATEGORIES[expense.category]
    if expense.cap is not None:
        return _("{category} : {cap} au plus", category=name, cap=Money(expense.cap))
    if expense.rate is not None and expense.days is not None:
        rate = Money(expense.rate)
        return _("{category} : {rate} par jour, {days} jours au plus", category=name, rate=rate, days=expense.days)
    return _("{category} : compté, sans plafond publié", category=name)


def _refunds(funding: Funding, leaflet: Leaflet) -> Iterator[Part]:
    if funding.receipts:
        yield from leaflet.fact(reason_text(by_network("note_receipts", leaflet.network)), funding.receipts)
    if funding.conversion:
        rate = _("Dépenses en monnaie étrangère : {rate}", rate=funding.conversion.text)
        yield from leaflet.fact(rate, funding.conversion)


# -- who and what ---------------------------------------------------------------------------------------------------


def people(leaflet: Leaflet, world: World) -> Iterator[Part]:
    here = leaflet.here
    yield Part(_("Les missions"), "title")
    yield from _missions_told(leaflet)
    if here.audiences:
        yield Part(_("À qui s'adresse EXPLOR"), "title")
        for audience in here.audiences:
            yield from leaflet.fact(literal(audience.text), audience)
    if here.support:
        yield Part(_("Ce que chacun reçoit"), "title")
        for support in here.support:
            items = Listed(support.items)
            said = _("{public} : {items}", public=PUBLICS[support.public], items=items)
            yield from leaflet.fact(said, support)
    yield Part(_("Qui porte EXPLOR"), "title")
    yield from _behind(leaflet)


def _missions_told(leaflet: Leaflet) -> Iterator[Part]:
    here = leaflet.here
    if here.experts:
        said = _("Qui peut partir : {experts}")
        if here.experts.status:
            said = _("Qui peut partir : {experts} ({status})", status=here.experts.status)
        yield from leaflet.fact(said.fill(experts=Listed(here.experts.kinds)), here.experts)
    yield from _types(leaflet)
    if here.themes:
        yield from leaflet.fact(literal(here.themes.text), here.themes)
    if here.reciprocity:
        yield from leaflet.fact(_("Réciprocité : {text}", text=here.reciprocity.text), here.reciprocity)


def _types(leaflet: Leaflet) -> Iterator[Part]:
    """The types the region lists; else those of the whole programme, and what the region's document leaves unclear."""
    listed = leaflet.here.mission_types
    if listed and listed.types:
        types = Listed(tuple(MISSION_TYPES[one] for one in listed.types))
        yield from leaflet.fact(_("Types de mission : {types}", types=types), listed)
        return
    everywhere = leaflet.facts.programme.mission_types
    types = Listed(tuple(MISSION_TYPES[one.id] for one in everywhere))
    said = _("Types de mission, pour tout le programme : {types}", types=types)
    yield from leaflet.fact(said, *everywhere)
    if listed:
        none = _("{network} ne donne pas sa propre liste", network=leaflet.network)
        yield from leaflet.fact(none, listed)


def _behind(leaflet: Leaflet) -> Iterator[Part]:
    here, programme = leaflet.here, leaflet.facts.programme
    member = next(one for one in programme.networks if one.region == here.slug)
    yield from leaflet.fact(literal(f"{here.network.name} ({here.network.kind})"), here.network, member)
    if here.funders:
        yield from leaflet.fact(_("Financement : {funders}", funders=here.funders.text), here.funders)
    yield from leaflet.fact(_("EXPLOR existe depuis {year}", year=str(programme.since.year)), programme.since)
    yield from leaflet.fact(literal(programme.history.text), programme.history)


# -- the dialog -----------------------------------------------------------------------------------------------------

PARTS: Mapping[str, Callable[[Leaflet, World], Iterator[Part]]] = {
    "dates": dates,
    "conditions": conditions,
    "money": money,
    "people": people,
}

part = Question(
    id="part",
    title=_("Partie"),
    ask=_("Que voulez-vous savoir ?"),
    kind=Choice(
        (
            Option("dates", _("Les dates, les documents, le contact"), ("dates", "datas", "fechas")),
            Option("conditions", _("Les conditions"), ("conditions", "condicoes", "condiciones")),
            Option("money", _("Ce que paie le réseau"), ("argent", "money", "dinheiro", "dinero")),
            Option("people", _("Qui peut partir, pour quoi, avec quel appui"), ("qui", "who", "quem", "quien")),
        )
    ),
)

PROGRAMME = Dialog(
    id="programme",
    version=2,
    migrations={1: dict},  # 1 told everything in one message, and asked for no part
    title=_("Règles et dates"),
    steps=(if_unknown, part, Stop(id="told", say=told, then=keep_region)),
)

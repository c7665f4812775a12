"""What would a mission cost us? Line by line in euros, each with its cap and its source, then who pays what.

The sums are `knowledge.funding`'s. Every line may be passed: what is not given is not counted.
"""

from dataclasses import fields
from decimal import Decimal

from dialogs.core.dialog import Answers, Dialog, Question, Review, Stop, World
from dialogs.core.kinds import DayCount, MoneyKind
from dialogs.core.reply import Part
from dialogs.core.text import Money, Text, _
from dialogs.region import if_unknown, keep_region, region_here
from dialogs.sources import Footnotes, contact_parts
from dialogs.wording import CATEGORIES, STEPS, reason_text
from knowledge.base import Knowledge
from knowledge.funding import Costs, Estimate, Line, estimate
from knowledge.rules import Step


def unpublished(answers: Answers, world: World) -> bool:
    """Whether the network has published nothing to compute with."""
    return world.facts.edition(region_here(answers, world).slug, world.now).funding is None


def cost(id: str, ask: Text) -> Question[Money]:
    return Question(id=id, title=CATEGORIES[id], ask=ask, kind=MoneyKind(max=Decimal(100_000)), optional=True)


flight = cost("flight", _("L'avion, avec le trajet jusqu'à l'aéroport : combien en tout, en euros ?"))
local_transport = cost("local_transport", _("Les transports sur place (taxi, chauffeur, bus) : combien ?"))
per_diem_days = Question(
    id="per_diem_days",
    title=_("Jours d'indemnités (per diem)"),
    ask=_("Pour combien de jours faut-il une indemnité (per diem : une somme fixe par jour pour les petits frais) ?"),
    kind=DayCount(min=1, max=365),
    optional=True,
)
visa = cost("visa", _("Le visa : combien ?"))
lodging = cost("lodging", _("L'hébergement : combien en tout ?"))
health = cost("health", _("Les vaccins et médicaments : combien en tout ?"))
insurance = cost("insurance", _("L'assurance : combien ?"))
other = cost("other", _("Autre chose (matériel, documents, repas pris à part) : combien en tout ?"))

MONEY_LINES = (flight, local_transport, visa, lodging, health, insurance, other)


def costs(answers: Answers) -> Costs:
    """What was given, as the rules read it; a line that was passed is not there."""
    given = {line.id: money.amount for line in MONEY_LINES if (money := answers.get(line)) is not None}
    return Costs(per_diem_days=answers.get(per_diem_days), **given)


def nothing_given(answers: Answers, world: World) -> bool:
    found = costs(answers)
    return all(getattr(found, field.name) is None for field in fields(found))


def estimated(answers: Answers, world: World) -> tuple[Part, ...]:
    result = estimate(world.facts, costs(answers), region_here(answers, world).slug, world.now)
    return estimate_parts(result, world.facts)


def estimate_parts(result: Estimate, facts: Knowledge) -> tuple[Part, ...]:
    """The estimate as a person reads it: the answer first, then the lines, then what to know."""
    cite = Footnotes(facts)
    return (
        Part(_("Estimation du coût d'une mission"), "title"),
        *_totals(result),
        Part(_("Le détail"), "title"),
        *(cite.item(_line(line), line.source) for line in result.lines),
        *(cite.item(_step(step), step.source) for step in result.steps),
        Part(_("À savoir"), "title"),
        *(Part(reason_text(note), "item") for note in result.notes),
        Part(_("Avis donné à titre indicatif : c'est le réseau qui décide."), "note"),
        *cite.parts(),
    )


def _totals(result: Estimate) -> tuple[Part, ...]:
    """The answer to "what would it cost us?", in a few lines; what is not published is left out, the notes say so."""
    lines = [_("Total demandé : {amount}", amount=Money(result.asked))]
    if result.share is not None and result.association is not None:
        lines.append(_("Le réseau paierait : {amount}", amount=Money(result.share)))
        lines.append(_("Resterait à votre charge : {amount}", amount=Money(result.association)))
    if result.not_eligible:
        lines.append(_("Dépenses non comptées, à votre charge aussi : {amount}", amount=Money(result.not_eligible)))
    if result.fee is not None:
        lines.append(_("Frais demandés par le réseau, en plus : {amount}", amount=Money(result.fee)))
    return tuple(Part(line, "item") for line in lines)


def _line(line: Line) -> Text:
    said = _("{category} : {reason}")
    if line.asked is not None and line.eligible is not None:
        amounts = {"asked": Money(line.asked), "eligible": Money(line.eligible)}
        said = _("{category} : {asked} → {eligible}. {reason}", **amounts)
    return said.fill(category=CATEGORIES[line.category], reason=reason_text(line.reason))


def _step(step: Step) -> Text:
    said = _("{step} : {reason}")
    if step.amount is not None:
        said = _("{step} = {amount}. {reason}", amount=Money(step.amount))
    return said.fill(step=STEPS[step.id], reason=reason_text(step.reason))


def no_rules(answers: Answers, world: World) -> tuple[Part, ...]:
    here = region_here(answers, world)
    said = _(
        "{network} n'a pas publié ce qu'il paie pour une mission : je ne peux pas calculer.", network=here.network.name
    )
    return (Part(said), Part(_("Demandez-lui directement :")), *contact_parts(here))


ESTIMATE = Dialog(
    id="estimate",
    version=1,
    title=_("Coût d'une mission"),
    keeps_answers=True,
    steps=(
        if_unknown,
        Stop(id="unpublished", when=unpublished, say=no_rules, then=keep_region),
        flight,
        local_transport,
        per_diem_days,
        visa,
        lodging,
        health,
        insurance,
        other,
        Stop(
            id="nothing",
            when=nothing_given,
            say=_("Vous n'avez donné aucun montant : il n'y a rien à calculer. Revenez quand vous voulez."),
        ),
        Review(
            id="review",
            title=_("Relecture"),
            ask=_("Voici vos montants. Tout est juste ?"),
            confirm=_("Oui, calculez"),
        ),
        Stop(id="estimated", say=estimated, then=keep_region),
    ),
)

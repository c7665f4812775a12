"""Can this association ask for a mission? Only what the rules of its region need is asked, what tells a "no" first.

The verdict is `knowledge.eligibility`'s; this file asks and tells. The answers are kept for the pré-fiche to take over.
"""

from collections.abc import Callable
from dataclasses import asdict
from typing import Any, Literal, cast

from dialogs.core.dialog import Answers, Dialog, Predicate, Question, Review, Stop, World
from dialogs.core.effects import Effect, Record, Settings, Tell
from dialogs.core.kind import Option
from dialogs.core.kinds import Choice, Country, DayCount, HeadOffice, SeveralChoices, YesNoUnsure
from dialogs.core.reply import Part
from dialogs.core.text import Text, _
from dialogs.verdict import call_words, verdict_parts
from dialogs.wording import DIRECTIONS, LEGAL_FORMS, SDGS
from knowledge.calls import call_at
from knowledge.eligibility import Assessment, Situation, assess, refuses
from knowledge.places import locate
from knowledge.schema import CriterionId, Direction, LegalForm

Answer3 = Literal["yes", "no", "unknown"]


def published(criterion: str) -> Predicate:
    """Whether the region of this conversation has published the criterion: its question is then worth asking."""

    def asked(answers: Answers, world: World) -> bool:
        region = region_here(answers, world)
        return region is not None and criterion in criteria_of(region, world)

    return asked


def criteria_of(region: str, world: World) -> frozenset[str]:
    return world.facts.edition(region, world.now).published


def region_here(answers: Answers, world: World) -> str | None:
    place = answers[head_office]
    return locate(world.facts, place.code, place.commune).region


def network_name(answers: Answers, world: World) -> str:
    region = region_here(answers, world)
    return world.facts.region(region).network.name if region else "EXPLOR"


def of_network(text: Text) -> Callable[[Answers, World], Text]:
    """A question that names the network of the region."""
    return lambda answers, world: text.fill(network=network_name(answers, world))


def placed(answers: Answers, world: World) -> tuple[Effect, ...]:
    """The region is known from here on; a call that is closed is told at once, not after ten questions."""
    region = region_here(answers, world)
    if region is None:
        return ()
    call = call_at(world.facts.region(region), world.now)
    closed = (Tell(call_words(call, network_name(answers, world))),) if call.status == "closed" else ()
    return (Settings(region=region), *closed)


head_office = Question(
    id="head_office",
    title=_("Siège"),
    ask=_("Où est le siège de votre association ?"),
    kind=HeadOffice(),
    why=_("Chaque réseau aide les associations de sa région : le siège dit lequel est le vôtre."),
    then=placed,
)

direction = Question(
    id="direction",
    title=_("Sens de la mission"),
    ask=_("Qui voyage ?"),
    kind=Choice(tuple(Option(value, label) for value, label in DIRECTIONS.items())),
    why=_("Les missions peuvent aussi amener en France une personne du pays partenaire : c'est la réciprocité."),
)

legal_form = Question(
    id="legal_form",
    title=_("Forme juridique"),
    ask=_("Quelle est la forme juridique de votre structure ?"),
    kind=Choice(tuple(Option(value, label) for value, label in LEGAL_FORMS.items())),
    when=published("legal_form"),
    why=_("Les documents disent quelles structures peuvent demander une mission."),
)

partner_country = Question(
    id="partner_country",
    title=_("Pays du partenaire"),
    ask=_("Dans quel pays est votre partenaire ?"),
    kind=Country(),
    why=_("Certaines aides sont réservées aux pays qui reçoivent l'aide publique au développement."),
)

already_supported = Question(
    id="already_supported",
    title=_("Déjà aidée par EXPLOR"),
    ask=_("Votre association a-t-elle déjà bénéficié d'EXPLOR ?"),
    kind=YesNoUnsure(),
    when=published("already_supported"),
)

new_project = Question(
    id="new_project",
    title=_("Nouveau projet"),
    ask=_("Cette fois, est-ce pour un nouveau projet ?"),
    kind=YesNoUnsure(),
    when=lambda answers, world: answers[already_supported] != "no",
)

need_with_partner = Question(
    id="need_with_partner",
    title=_("Besoin vu avec le partenaire"),
    ask=_("Avez-vous défini le besoin d'expertise avec votre partenaire local ?"),
    kind=YesNoUnsure(),
    when=published("need_with_partner"),
)

duration_days = Question(
    id="duration_days",
    title=_("Durée"),
    ask=_("Combien de jours durerait la mission sur place ? Si vous ne savez pas encore, passez."),
    kind=DayCount(min=1, max=365),
    optional=True,
    when=published("duration_days"),
)

solidarity_field = Question(
    id="solidarity_field",
    title=_("Solidarité internationale"),
    ask=_(
        "Votre projet relève-t-il de la solidarité internationale : éducation à la citoyenneté, mobilité de jeunes, "
        "microprojet, autre action avec un partenaire ?"
    ),
    kind=YesNoUnsure(),
    when=published("solidarity_field"),
)

sdgs = Question(
    id="sdgs",
    title=_("Objectifs de développement durable"),
    ask=_("À quels objectifs de développement durable (ODD) la mission contribue-t-elle ? Si vous hésitez, passez."),
    kind=SeveralChoices(tuple(Option(str(number), name) for number, name in SDGS.items()), min=1),
    optional=True,
    when=published("sdgs"),
)

network_member = Question(
    id="network_member",
    title=_("Lien avec le réseau"),
    ask=of_network(_("Votre association est-elle déjà active dans le réseau {network}, membre ou accompagnée ?")),
    kind=YesNoUnsure(),
    when=published("network_member"),
)

field_experience = Question(
    id="field_experience",
    title=_("Expérience de terrain"),
    ask=_("Votre association a-t-elle déjà mené des actions sur le terrain, avec un partenaire ?"),
    kind=YesNoUnsure(),
    when=published("field_experience"),
)

general_interest = Question(
    id="general_interest",
    title=_("Intérêt général"),
    ask=_("Votre projet est-il d'intérêt général, sans profit et ouvert à tous ?"),
    kind=YesNoUnsure(),
    when=published("general_interest"),
)

charter = Question(
    id="charter",
    title=_("Charte du réseau"),
    ask=of_network(_("Votre mission respecte-t-elle les valeurs de la charte de {network} ?")),
    kind=YesNoUnsure(),
    when=published("charter"),
    why=_(
        "Ses cinq fondements : une même conception du développement, un partenariat qui va vers la réciprocité, les "
        "politiques publiques prises en compte, l'éducation au développement, le travail en réseau."
    ),
)

_TRUTH: dict[Answer3, bool | None] = {"yes": True, "no": False, "unknown": None}


def truth(answers: Answers, question: Question[Answer3]) -> bool | None:
    """Yes, no, or None while it is not known."""
    return _TRUTH[answers.get(question) or "unknown"]


def situation(answers: Answers) -> Situation:
    """What has been answered so far, as the rules read it."""
    place = answers.get(head_office)
    goals = answers.get(sdgs)
    return Situation(
        direction=cast("Direction | None", answers.get(direction)),
        legal_form=cast("LegalForm | None", answers.get(legal_form)),
        head_office=place.code if place else None,
        head_office_commune=place.commune if place else None,
        partner_country=answers.get(partner_country),
        solidarity_field=truth(answers, solidarity_field),
        sdgs=tuple(int(goal) for goal in goals) if goals else None,
        need_with_partner=truth(answers, need_with_partner),
        already_supported=truth(answers, already_supported),
        new_project=truth(answers, new_project),
        duration_days=answers.get(duration_days),
        network_member=truth(answers, network_member),
        field_experience=truth(answers, field_experience),
        general_interest=truth(answers, general_interest),
        charter=truth(answers, charter),
    )


def judged(answers: Answers, world: World) -> Assessment:
    return assess(world.facts, situation(answers), None, world.now)


def refused_by(criterion: CriterionId) -> Predicate:
    """Whether this criterion is already a "no": nothing that follows could change the verdict."""

    def refused(answers: Answers, world: World) -> bool:
        return refuses(world.facts, situation(answers), criterion, world.now)

    return refused


def verdict(answers: Answers, world: World) -> tuple[Part, ...]:
    return verdict_parts(judged(answers, world), world.facts)


def keep(answers: Answers, world: World) -> tuple[Effect, ...]:
    """Remember the region, and record the verdict with all that it was drawn from."""
    found = judged(answers, world)
    return (Settings(region=found.region), Record("assessed", assessed(found, situation(answers))))


def assessed(found: Assessment, known: Situation) -> dict[str, Any]:
    """The assessment as plain JSON: codes and values, so that it can be worded again in any language."""
    return {
        "at": found.at.isoformat(),
        "verdict": found.verdict,
        "region": found.region,
        "situation": asdict(known),
        "result": [{"id": one.id, "status": one.status, "reason": one.reason.code} for one in found.findings],
    }


def early_no(criterion: CriterionId) -> Stop:
    return Stop(id=f"no_{criterion}", when=refused_by(criterion), say=verdict, then=keep)


ELIGIBILITY = Dialog(
    id="eligibility",
    version=1,
    title=_("Votre éligibilité"),
    keeps_answers=True,
    steps=(
        head_office,
        early_no("head_office"),
        direction,
        legal_form,
        early_no("legal_form"),
        partner_country,
        early_no("partner_country"),
        already_supported,
        new_project,
        early_no("already_supported"),
        need_with_partner,
        early_no("need_with_partner"),
        duration_days,
        early_no("duration_days"),
        solidarity_field,
        early_no("solidarity_field"),
        network_member,
        early_no("network_member"),
        field_experience,
        early_no("field_experience"),
        general_interest,
        early_no("general_interest"),
        charter,
        early_no("charter"),
        sdgs,
        Review(
            id="review",
            title=_("Relecture"),
            ask=_("Voici vos réponses. Tout est juste ?"),
            confirm=_("Oui, donnez-moi l'avis"),
        ),
        Stop(id="verdict", say=verdict, then=keep),
    ),
)

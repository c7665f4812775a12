"""The other way in: a company, a local authority or a person offers its expertise. The network finds it in its list.

The networks' process has this mirrored entry: a skill to share, then the search for a partner who needs it.
"""

from typing import Any

from dialogs.core.dialog import Answers, Dialog, Question, Review, Stop, World
from dialogs.core.effects import Effect, Record, Settings
from dialogs.core.kind import Option
from dialogs.core.kinds import Choice, Email, ListOf, LongText, Phone, SeveralChoices, ShortText
from dialogs.core.reply import Part
from dialogs.core.text import _
from dialogs.pre_fiche.agreement import Agreement
from dialogs.pre_fiche.commitments import notice
from dialogs.pre_fiche.wording import FRAMES, THEMES
from dialogs.region import if_unknown, region_here
from dialogs.sources import contact_parts

who = Question(
    id="who",
    title=_("Qui offre"),
    ask=_("Merci ! Au nom de qui offrez-vous une expertise ?"),
    kind=Choice(
        (
            Option("company", _("Une entreprise"), ("entreprise", "company", "empresa", "شركة")),
            Option("local_authority", _("Une collectivité"), ("collectivite", "mairie", "council", "municipio")),
            Option("individual", _("Moi-même"), ("moi", "particulier", "myself", "individual")),
        )
    ),
)

organisation = Question(
    id="organisation",
    title=_("Organisation"),
    ask=_("Comment s'appelle votre organisation ?"),
    kind=ShortText(min=2, max=150),
    when=lambda answers, world: answers[who] != "individual",
)

name = Question(
    id="name",
    title=_("Personne à contacter"),
    ask=_("Comment vous appelez-vous, et quelle est votre fonction ?"),
    kind=ShortText(min=2, max=120),
)

skill = Question(
    id="skill",
    title=_("Expertise offerte"),
    ask=_("Quelle expertise offrez-vous ? Métier, années d'expérience, ce que vous savez transmettre."),
    kind=LongText(min=10, max=1500),
)

domains = Question(
    id="domains",
    title=_("Domaines"),
    ask=_("Dans quels domaines ?"),
    kind=SeveralChoices(THEMES),
)

languages = Question(
    id="languages",
    title=_("Langues"),
    ask=_("Quelles langues sont parlées pour travailler ?"),
    kind=ListOf(ShortText(min=2, max=60), min=1, max=8),
)

frame = Question(
    id="frame",
    title=_("Cadre"),
    ask=_("Dans quel cadre ce temps serait-il donné ?"),
    kind=SeveralChoices(FRAMES),
    why=_("Une mission dure une à deux semaines ; la personne qui part est bénévole."),
)

employer_agreement = Question(
    id="employer_agreement",
    title=_("Accord de l'employeur"),
    ask=_("L'employeur est-il d'accord ?"),
    kind=Choice(
        (
            Option("yes", _("Oui"), ("oui", "yes")),
            Option("under_way", _("C'est en discussion"), ("en cours", "discussion")),
            Option("no", _("Pas encore demandé"), ("non", "no", "pas encore")),
            Option("none", _("Il n'y a pas d'employeur"), ("sans employeur", "retraite", "independant")),
        )
    ),
)

availability = Question(
    id="availability",
    title=_("Disponibilité"),
    ask=_("Quand, et combien de temps ? Par exemple : « deux semaines entre septembre et novembre »."),
    kind=ShortText(min=3, max=300),
)

email = Question(
    id="email",
    title=_("Adresse électronique"),
    ask=_("À quelle adresse électronique le réseau peut-il vous répondre ?"),
    kind=Email(),
)

phone = Question(
    id="phone",
    title=_("Téléphone"),
    ask=_("Et par téléphone ? C'est facultatif : vous pouvez passer."),
    kind=Phone(),
    optional=True,
)

privacy = Question(
    id="privacy_notice",
    title=_("Données personnelles"),
    ask=_("Avez-vous lu ce qui est fait de vos données ?"),
    kind=Agreement(),
    above=notice,
)

QUESTIONS: tuple[Question[Any], ...] = (
    who,
    organisation,
    name,
    skill,
    domains,
    languages,
    frame,
    employer_agreement,
    availability,
    email,
    phone,
    privacy,
)


def recorded(answers: Answers, world: World) -> tuple[Part, ...]:
    here = region_here(answers, world)
    network = here.network.name
    return (
        Part(_("Merci ! Votre offre est enregistrée."), "title"),
        Part(
            _(
                "{network} la trouve dans sa liste d'offres. Si une association a besoin de cette expertise, le réseau "
                "peut vous écrire.",
                network=network,
            )
        ),
        Part(_("Pour le joindre directement :")),
        *contact_parts(here),
    )


def record(answers: Answers, world: World) -> tuple[Effect, ...]:
    """What was given, and only that."""
    region = region_here(answers, world).slug
    values = ((question, answers.get(question)) for question in QUESTIONS)
    given = {question.id: question.kind.dump(value) for question, value in values if value is not None}
    if answers[who] == "individual":
        given.pop(organisation.id, None)
    return (Settings(region=region), Record("offer.record", {"id": world.fresh, "region": region, "answers": given}))


OFFER = Dialog(
    id="offer",
    version=1,
    title=_("Offrir une expertise"),
    keeps_answers=True,
    steps=(
        if_unknown,
        *QUESTIONS,
        Review(
            id="review",
            title=_("Relecture"),
            ask=_("Voici votre offre. Tout est juste ?"),
            confirm=_("Oui, enregistrez-la pour le réseau"),
        ),
        Stop(id="recorded", say=recorded, then=record),
    ),
)

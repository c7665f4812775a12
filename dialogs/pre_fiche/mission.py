"""Fourth section: what the mission is for, and when. Its length and its days keep to what the region has published."""

from dataclasses import replace
from datetime import date

from dialogs.core.dialog import Answers, Question, World
from dialogs.core.kind import Option
from dialogs.core.kinds import Choice, DateRange, Integer, ListOf, LongText, SeveralChoices, ShortText
from dialogs.core.reply import Part
from dialogs.core.text import Text, _, _n
from dialogs.eligibility import direction, general_interest, sdgs, solidarity_field
from dialogs.pre_fiche.application import given
from dialogs.pre_fiche.rules import length_of, mission_days, network_of, published, unpublished
from dialogs.pre_fiche.section import section
from dialogs.pre_fiche.wording import MISSION_TYPES, PROJECT_STAGES, THEMES
from dialogs.wording import SDGS
from knowledge.base import paris_day

mission_title = Question(
    id="mission_title",
    title=_("Titre de la mission"),
    ask=_("Donnez un titre court à la mission."),
    kind=ShortText(min=5, max=120),
)

project_stage = Question(
    id="project_stage",
    title=_("Avancement du projet"),
    ask=_("Où en est le projet ?"),
    kind=Choice(PROJECT_STAGES),
)


def south_south_note(answers: Answers, world: World) -> tuple[Part, ...]:
    if given(direction, answers, world) != "south_south":
        return ()
    network = network_of(answers, world)
    said = _("Aucune règle n'est publiée pour une mission Sud-Sud : parlez-en d'abord à {network}.", network=network)
    return (Part(said, "note"),)


mission_type = Question(
    id="mission_type",
    title=_("Type de mission"),
    ask=_("De quel type de mission s'agit-il ?"),
    kind=SeveralChoices(MISSION_TYPES),
    above=south_south_note,
)

themes = Question(
    id="themes",
    title=_("Thèmes"),
    ask=_("Quels en sont les thèmes ?"),
    kind=SeveralChoices(THEMES),
)

theme_other = Question(
    id="theme_other",
    title=_("Autre thème"),
    ask=_("Quel est cet autre thème ?"),
    kind=ShortText(min=2, max=120),
    when=lambda answers, world: "other" in answers[themes],
)

mission_solidarity = replace(solidarity_field, when=published("solidarity_field"))
mission_interest = replace(general_interest, when=published("general_interest"))

GOALS = SeveralChoices(tuple(Option(str(number), name) for number, name in SDGS.items()), min=1, max=5)

mission_sdgs = replace(
    sdgs,
    ask=_("À quels objectifs de développement durable (ODD) la mission contribue-t-elle ? Donnez-en cinq au plus."),
    kind=GOALS,
    optional=False,
    when=published("sdgs"),
)

sdgs_if_any = replace(
    sdgs,
    id="sdgs_if_any",
    ask=_("À quels objectifs de développement durable (ODD) la mission contribue-t-elle ? C'est facultatif."),
    kind=GOALS,
    optional=True,
    when=unpublished("sdgs"),
)

context = Question(
    id="context",
    title=_("Contexte"),
    ask=_("Racontez le projet en quelques lignes : où, avec qui, pour quoi."),
    kind=LongText(min=50, max=2000),
)

need = Question(
    id="need",
    title=_("Besoin d'expertise"),
    ask=_("De quelle expertise avez-vous besoin, précisément ?"),
    kind=LongText(min=30, max=1500),
)

objectives = Question(
    id="objectives",
    title=_("Objectifs de la mission"),
    ask=_("Quels sont les objectifs de la mission ? De un à quatre."),
    kind=ListOf(ShortText(min=10, max=300), min=1, max=4),
)

deliverables = Question(
    id="deliverables",
    title=_("Ce que la mission laissera"),
    ask=_("Que doit laisser la mission : rapport, fiches, plan, formation… ? De une à cinq choses."),
    kind=ListOf(ShortText(min=3, max=200), min=1, max=5),
    why=_("Pensez à ce que votre équipe et votre partenaire pourront utiliser après la mission."),
)

people_to_meet = Question(
    id="people_to_meet",
    title=_("Personnes à rencontrer"),
    ask=_(
        "Qui faudra-t-il rencontrer sur place (mairie, ministère, école…) ? Dites aussi qui est prévenu. Facultatif."
    ),
    kind=ListOf(ShortText(min=2, max=200), min=1, max=10),
    optional=True,
    why=_("Les rencontres se préparent mieux quand elles sont demandées avant le départ."),
)

local_skills = Question(
    id="local_skills",
    title=_("Compétences sur place"),
    ask=_("Quelles compétences existent déjà sur place, et qu'avez-vous déjà essayé ? C'est facultatif."),
    kind=LongText(max=800),
    optional=True,
)

remote_prep = Question(
    id="remote_prep",
    title=_("Échanges avant la mission"),
    ask=_("Comment échangerez-vous à distance avec la personne experte, avant la mission ? C'est facultatif."),
    kind=LongText(max=800),
    optional=True,
    why=_("Plusieurs mois d'échanges avant le départ aident à réussir la mission."),
)


def length_fits(days: int, answers: Answers, world: World) -> Text | None:
    """The published length, told again where it is not kept."""
    limits = length_of(answers, world)
    if limits is None or limits.least <= days <= limits.most:
        return None
    network = network_of(answers, world)
    return _(
        "{network} soutient des missions de {least} à {most} jours.",
        network=network,
        least=limits.least,
        most=limits.most,
    )


def length_words(answers: Answers, world: World) -> Text:
    limits = length_of(answers, world)
    if limits is None:
        return _("Combien de jours la mission dure-t-elle sur place ?")
    return _(
        "Combien de jours la mission dure-t-elle sur place ? De {least} à {most} jours.",
        least=limits.least,
        most=limits.most,
    )


duration_days = Question(
    id="duration_days",
    title=_("Durée"),
    ask=length_words,
    kind=Integer(min=1, max=365, unit=_n("{count} jour", "{count} jours", 1)),
    check=length_fits,
)


def days_fit(span: tuple[date, date], answers: Answers, world: World) -> Text | None:
    """The days are ahead, hold the whole mission, and lie where the call takes missions."""
    first, last = span
    window = mission_days(answers, world)
    days = given(duration_days, answers, world)
    if first < paris_day(world.now):
        return _("Cette période a déjà commencé : donnez des dates à venir.")
    if days is not None and (last - first).days + 1 < days:
        return _n(
            "La mission dure {count} jour : cette période est trop courte.",
            "La mission dure {count} jours : cette période est trop courte.",
            days,
        )
    if window and (first < window[0] or last > window[1]):
        return _("Les missions de cet appel ont lieu entre le {first} et le {last}.", first=window[0], last=window[1])
    return None


date_window = Question(
    id="date_window",
    title=_("Période souhaitée"),
    ask=_("À quelle période : au plus tôt, au plus tard ?"),
    kind=DateRange(),
    check=days_fit,
)

follow_up = Question(
    id="follow_up",
    title=_("Après la mission"),
    ask=_("Que ferez-vous après la mission, avec qui et avec quels moyens ? C'est facultatif."),
    kind=LongText(max=1200),
    optional=True,
)

MISSION = section(
    "mission",
    _("La mission"),
    (
        mission_title,
        project_stage,
        direction,
        mission_type,
        themes,
        theme_other,
        mission_solidarity,
        mission_interest,
        mission_sdgs,
        sdgs_if_any,
        context,
        need,
        objectives,
        deliverables,
        people_to_meet,
        local_skills,
        remote_prep,
        duration_days,
        date_window,
        follow_up,
    ),
)

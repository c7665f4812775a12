"""Third section: with whom. The partner's country is eligibility's answer."""

from dataclasses import replace

from dialogs.core.dialog import Answers, Question, World
from dialogs.core.kinds import Choice, LongText, ShortText
from dialogs.core.text import Text, _
from dialogs.eligibility import need_with_partner, partner_country
from dialogs.pre_fiche.application import given
from dialogs.pre_fiche.rules import host_asked, published
from dialogs.pre_fiche.section import section
from dialogs.pre_fiche.wording import AGREEMENTS, HOSTING, PARTNER_TYPES

partner_name = Question(
    id="partner_name",
    title=_("Partenaire local"),
    ask=_("Comment s'appelle votre partenaire : organisation, commune, coopérative ?"),
    kind=ShortText(min=2, max=150),
)

partner_type = Question(
    id="partner_type",
    title=_("Type de partenaire"),
    ask=_("De quel type d'organisation s'agit-il ?"),
    kind=Choice(PARTNER_TYPES),
)

partner_place = Question(
    id="partner_place",
    title=_("Lieu du projet"),
    ask=_("Dans quelle ville, commune ou région se passe le projet ?"),
    kind=ShortText(min=2, max=120),
)

partner_contact = Question(
    id="partner_contact",
    title=_("Contact chez le partenaire"),
    ask=_("Qui est votre contact chez le partenaire, et quelle langue parle cette personne ? C'est facultatif."),
    kind=ShortText(min=2, max=150),
    optional=True,
    why=_("Un nom et une langue suffisent. N'écrivez rien sur sa santé, sa religion ou ses opinions."),
)

partner_need = replace(need_with_partner, when=published("need_with_partner"))


def codesign_words(answers: Answers, world: World) -> Text:
    """Behind a yes that was given earlier, only the story is asked."""
    if given(need_with_partner, answers, world) == "yes":
        return _("Vous avez défini le besoin avec votre partenaire : comment ? Réunion, échange, demande écrite…")
    return _(
        "Comment le besoin a-t-il été vu, ou sera-t-il vu, avec votre partenaire : réunion, échange, demande écrite ?"
    )


partner_codesign = Question(
    id="partner_codesign",
    title=_("Besoin vu ensemble"),
    ask=codesign_words,
    kind=LongText(min=30, max=1500),
)

partner_hosting = Question(
    id="partner_hosting",
    title=_("Accueil sur place"),
    ask=_("Le partenaire peut-il loger la personne experte et assurer ses déplacements sur place ?"),
    kind=Choice(HOSTING),
    when=host_asked,
    why=_("Le réseau demande que le partenaire s'en charge, dans la mesure du possible."),
)

partner_agreement = Question(
    id="partner_agreement",
    title=_("Convention de partenariat"),
    ask=_("Avez-vous une convention avec ce partenaire ? C'est facultatif."),
    kind=Choice(AGREEMENTS),
    optional=True,
)

PARTNER = section(
    "partner",
    _("Votre partenaire"),
    (
        partner_name,
        partner_type,
        partner_country,
        partner_place,
        partner_contact,
        partner_need,
        partner_codesign,
        partner_hosting,
        partner_agreement,
    ),
)

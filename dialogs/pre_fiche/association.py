"""First section: who asks. What eligibility has asked is there already, under the same ids."""

from dataclasses import replace

from dialogs.core.dialog import Answers, Question, World, always
from dialogs.core.kinds import LongText, Rna, SeveralChoices, ShortText, Siret
from dialogs.core.text import Text, _
from dialogs.eligibility import (
    already_supported,
    field_experience,
    head_office,
    legal_form,
    network_member,
    new_project,
)
from dialogs.pre_fiche.application import given
from dialogs.pre_fiche.rules import kind_asked, of_network, published
from dialogs.pre_fiche.section import section
from dialogs.pre_fiche.wording import ORG_KINDS

org_name = Question(
    id="org_name",
    title=_("Nom de l'association"),
    ask=_("Comment s'appelle votre association, telle qu'elle est déclarée ?"),
    kind=ShortText(min=2, max=150),
)

org_legal_form = replace(legal_form, when=always)

org_rna = Question(
    id="org_rna",
    title=_("Numéro RNA"),
    ask=_("Quel est son numéro RNA ? Il est sur le récépissé de déclaration. Si vous ne l'avez pas, passez."),
    kind=Rna(),
    optional=True,
    why=_("Il aide le réseau à retrouver votre association. Les associations d'Alsace et de Moselle n'en ont pas."),
)

org_siret = Question(
    id="org_siret",
    title=_("Numéro SIRET"),
    ask=_("A-t-elle un numéro SIRET ? Sinon, passez."),
    kind=Siret(),
    optional=True,
    why=_("Il faut un SIRET pour recevoir une subvention publique, employer quelqu'un ou payer la TVA."),
)

org_kind = Question(
    id="org_kind",
    title=_("Type de structure"),
    ask=_("Que fait surtout votre association ?"),
    kind=SeveralChoices(ORG_KINDS),
    when=kind_asked,
)

org_network_member = replace(
    network_member,
    ask=of_network(_("Votre association est-elle déjà active dans le réseau {network}, membre ou accompagnée ?")),
    when=published("network_member"),
)


def experience_words(answers: Answers, world: World) -> Text:
    """Behind a yes that was given earlier, only the story is asked."""
    match given(field_experience, answers, world):
        case "yes":
            return _("Vous avez une expérience de terrain : dans quels pays, quelles années, pour quelles actions ?")
        case "no":
            return _("Vous n'avez pas encore d'expérience de terrain. Qu'avez-vous déjà fait avec des partenaires ?")
    return _("Quelle est votre expérience de terrain : pays, années, actions ? Quelques lignes suffisent.")


org_field_experience = Question(
    id="org_field_experience",
    title=_("Expérience de terrain"),
    ask=experience_words,
    kind=LongText(min=20, max=1500),
)

org_already_supported = replace(already_supported, when=published("already_supported"))

org_new_project = replace(new_project, when=lambda answers, world: answers[org_already_supported] != "no")

org_prior_explor = Question(
    id="org_prior_explor",
    title=_("Aide d'EXPLOR reçue avant"),
    ask=_("EXPLOR vous a déjà aidés : en quelle année, et pour quel projet ?"),
    kind=LongText(min=4, max=600),
    when=lambda answers, world: answers[org_already_supported] == "yes",
)

ASSOCIATION = section(
    "association",
    _("Votre association"),
    (
        org_name,
        org_legal_form,
        org_rna,
        org_siret,
        head_office,
        org_kind,
        org_network_member,
        org_field_experience,
        org_already_supported,
        org_new_project,
        org_prior_explor,
    ),
)

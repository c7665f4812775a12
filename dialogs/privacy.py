"""What is kept about a person, why, for how long, and how to have it erased (GDPR, articles 13 and 17).

The lengths are those of `storage/retention.py`; a test holds the two together.
"""

from dialogs.core.dialog import Answers, Dialog, Question, Stop, World
from dialogs.core.effects import Effect, Forget
from dialogs.core.kind import Option
from dialogs.core.kinds import Choice, YesNo
from dialogs.core.reply import Part
from dialogs.core.text import Text, _, _n

MONTHS_KEPT = 24
DAYS_SENT_KEPT = 30
YEARS_ACCEPTED, MONTHS_REFUSED = 5, 3
MONTHS_ASKED = 12
YEARS_MISSION, MONTHS_FIELD = 5, 3
YEARS_ACCOUNTS, DAYS_BANK = 11, 30

NOTICE: tuple[Text, ...] = (
    _("Pourquoi : vous dire si une mission est possible, préparer votre demande et vous répondre. Rien d'autre."),
    _("Quoi : vos réponses, et l'adresse de cette conversation pour pouvoir vous répondre."),
    _("Qui en répond et les lit : le réseau régional de votre région, et lui seul."),
    _("De quel droit : parce que vous le demandez, pour préparer un accord avec le réseau (RGPD, article 6.1.b)."),
    _n(
        "Combien de temps : {count} mois après votre dernier message, puis tout est effacé.",
        "Combien de temps : {count} mois après votre dernier message, puis tout est effacé.",
        MONTHS_KEPT,
    ),
    _n(
        "Les messages que je vous envoie sont effacés de nos serveurs après {count} jour.",
        "Les messages que je vous envoie sont effacés de nos serveurs après {count} jours.",
        DAYS_SENT_KEPT,
    ),
    _(
        "Un dossier déposé : {accepted} ans s'il est retenu, {refused} mois s'il est refusé, ou {months} mois si vous "
        "acceptez d'être recontactés.",
        accepted=YEARS_ACCEPTED,
        refused=MONTHS_REFUSED,
        months=MONTHS_KEPT,
    ),
    _(
        "Une question à laquelle je n'ai pas su répondre : {months} mois, sans votre nom ni vos coordonnées, pour que "
        "le réseau écrive la réponse.",
        months=MONTHS_ASKED,
    ),
    _(
        "Une mission : {years} ans, avec ce que vous avez dit aux entretiens. Les points du jour et les alertes : "
        "{months} mois après son dernier jour.",
        years=YEARS_MISSION,
        months=MONTHS_FIELD,
    ),
    _(
        "Une dépense de mission remboursée : son reçu et son montant restent {years} ans dans les comptes du réseau, "
        "comme la loi le demande, même si vous faites effacer le reste. Votre compte bancaire : {days} jours après le "
        "paiement.",
        years=YEARS_ACCOUNTS,
        days=DAYS_BANK,
    ),
    _("Vos droits : voir, corriger, faire effacer. Ici même, ou auprès du réseau, ou de la CNIL (cnil.fr)."),
    _("N'écrivez rien sur la santé, la religion ou les opinions de quelqu'un : je n'en ai pas besoin."),
)

what = Question(
    id="what",
    title=_("Vos données"),
    ask=_("Que voulez-vous faire ?"),
    kind=Choice(
        (
            Option("nothing", _("Rien : c'est clair"), ("ok", "rien", "nothing", "nada", "لا شيء")),
            Option("erase", _("Tout effacer"), ("effacer", "erase", "delete", "apagar", "borrar", "حذف")),
        )
    ),
)

sure = Question(
    id="sure",
    title=_("Effacer"),
    ask=_("Toutes vos réponses seront effacées, sans retour possible. Voulez-vous vraiment tout effacer ?"),
    kind=YesNo(),
    when=lambda answers, world: answers[what] == "erase",
)


def erased(answers: Answers, world: World) -> bool:
    return answers[what] == "erase" and answers[sure]


def shown(answers: Answers, world: World) -> tuple[Part, ...]:
    return (Part(_("Vos données"), "title"), *(Part(line, "item") for line in NOTICE))


def gone(answers: Answers, world: World) -> tuple[Part, ...]:
    """It is said what is out of our reach: the copies in the networks' own tools."""
    return (
        Part(_("C'est effacé. Vous pouvez recommencer quand vous voulez.")),
        Part(
            _(
                "Ce que le réseau a déjà reçu de vous (un dossier déposé, un message à une personne) a pu être copié "
                "chez lui : demandez-lui aussi de l'effacer."
            ),
            "note",
        ),
    )


def erase(answers: Answers, world: World) -> tuple[Effect, ...]:
    return (Forget(),)


PRIVACY = Dialog(
    id="privacy",
    version=1,
    title=_("Vos données"),
    intro=shown,
    steps=(
        what,
        sure,
        Stop(id="erased", when=erased, say=gone, then=erase),
        Stop(id="kept", say=_("D'accord. Rien n'a changé.")),
    ),
)

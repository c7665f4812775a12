"""What staff read in Slack, besides the cards: short answers, modals, `/explor`, the App Home."""

from collections.abc import Mapping
from datetime import datetime

from bot.channels.slack.front import Deadline, Outcome
from bot.words import PARIS
from dialogs.core.text import Text, _, _n

IN_THE_PDF = _("La suite est trop longue pour Slack : le PDF du fil contient tout.")

# -- what became of an act -------------------------------------------------------------------------------------------

DONE: Mapping[str, Text] = {
    "accept": _("C'est accepté. L'association est prévenue."),
    "refuse": _("C'est refusé. L'association est prévenue."),
    "correct": _("La correction est demandée. L'association la fera dans sa conversation."),
    "assign": _("C'est noté : vous vous en occupez."),
    "reply": _("C'est parti. Votre réponse est aussi affichée dans le fil."),
    "close": _("La demande est close."),
    "stage": _("La mission change d'étape. Les personnes qui y sont en sont prévenues."),
    "acknowledge": _("C'est noté : vous vous occupez de cette alerte. La personne le sait. Appelez-la."),
    "begin": _("La mission est créée : sa fiche est dans son propre fil."),
    "invite": _("L'invitation est faite."),
    "describe": _("C'est enregistré. Si le livret change, les personnes de la mission le sauront."),
    "livret": _("C'est enregistré. Si le livret change, les personnes de la mission le sauront."),
    "experts": _("La proposition est partie. La réponse arrivera dans le fil de la mission."),
    "papers": _("Les projets de documents arrivent dans le fil de la mission."),
    "report": _("Le rapport arrive dans le fil de la mission."),
    "approve": _("C'est approuvé. La personne est prévenue."),
    "part": _("C'est approuvé en partie. La personne est prévenue."),
    "ask": _("La question est posée. La réponse arrivera sur la fiche de la dépense."),
    "refuse_claim": _("C'est refusé. La personne est prévenue."),
    "revise": _("La décision est changée. La personne est prévenue."),
    "batch": _("C'est approuvé. Les personnes sont prévenues."),
    "expense": _("La dépense est enregistrée."),
    "terms": _("Les règles de la mission sont enregistrées."),
}

ALREADY: Mapping[str, Text] = {
    "accepted": _("{who} l'a déjà accepté le {at}."),
    "refused": _("{who} l'a déjà refusé le {at}."),
    "correction": _("{who} a déjà demandé une correction le {at}."),
    "withdrawn": _("L'association a retiré ce dossier."),
    "assigned": _("{who} s'en occupe déjà."),
    "closed": _("Cette demande est déjà close."),
    "acknowledged": _("{who} s'occupe déjà de cette alerte, depuis le {at}."),
    "over": _("Cette alerte est close : la personne a dit que tout va bien."),
}
NOTHING_TO_DO = _("C'était déjà fait : rien n'a changé.")

FAILED: Mapping[str, Text] = {
    "unknown": _("Ce dossier n'existe plus, ou cette référence n'existe pas."),
    "not_yours": _("Ce dossier est d'un autre réseau : vous ne pouvez pas agir dessus."),
    "unclear": _("Il manque quelque chose : choisissez, ou écrivez quelques mots."),
    "too_long": _("Ce message est vide ou trop long. Coupez-le en deux."),
    "stale": _(
        "Quelqu'un a changé cette mission entre-temps. Copiez ce que vous avez écrit, fermez cette fenêtre et "
        "rouvrez-la : rien n'est remplacé."
    ),
}

SOMEBODY = _("Quelqu'un")
SORRY = _("Pardon : une erreur de notre côté a empêché cette action. Réessayez dans un instant.")
NO_ACCESS = _(
    "Vous n'avez pas encore accès à l'assistant EXPLOR. Envoyez votre identifiant Slack, {user}, à la personne qui "
    "l'administre dans votre réseau : elle l'ajoutera à la liste de l'équipe."
)


def outcome(act: str, what: Outcome) -> Text | None:
    """What to tell who acted; None where it was told already."""
    if what.kind == "repeat":
        return None
    if what.kind == "already":
        return ALREADY.get(what.state, NOTHING_TO_DO).fill(who=what.by or SOMEBODY, at=_minute(what.at))
    return DONE[act] if what.kind == "done" else FAILED[what.kind]


def _minute(at: datetime | None) -> datetime | str:
    return at.astimezone(PARIS).replace(second=0, microsecond=0) if at else "—"


# -- modals ----------------------------------------------------------------------------------------------------------

TITLES: Mapping[str, Text] = {
    "accept": _("Accepter le dossier"),
    "refuse": _("Refuser le dossier"),
    "correct": _("Demander une correction"),
    "reply": _("Répondre"),
    "invite": _("Inviter à la mission"),
    "describe": _("Modifier la mission"),
    "livret": _("Écrire le livret"),
    "experts": _("Chercher un expert"),
    "part": _("Approuver une partie"),
    "ask": _("Poser une question"),
    "refuse_claim": _("Refuser la dépense"),
    "revise": _("Revoir la décision"),
    "batch": _("Approuver ensemble"),
    "expense": _("Saisir une dépense"),
    "terms": _("Règles de la mission"),
}
SUBMITS: Mapping[str, Text] = {
    "accept": _("Accepter"),
    "refuse": _("Refuser"),
    "correct": _("Demander"),
    "reply": _("Relire"),
    "invite": _("Inviter"),
    "describe": _("Enregistrer"),
    "livret": _("Enregistrer"),
    "experts": _("Proposer"),
    "part": _("Approuver"),
    "ask": _("Envoyer"),
    "refuse_claim": _("Refuser"),
    "revise": _("Enregistrer"),
    "batch": _("Tout approuver"),
    "expense": _("Enregistrer"),
    "terms": _("Enregistrer"),
}
CANCEL = _("Annuler")
ACCEPT_WORDS = _("Quelques mots pour l'association (facultatif)")
REFUSE_REASON = _("Motif, parmi les règles")
REFUSE_WORDS = _("Motif, en vos mots")
CORRECT_FIELDS = _("Questions à revoir")
CORRECT_WORDS = _("Ce qui ne va pas")
REPLY_WORDS = _("Votre réponse")
AS_WRITTEN = _("L'association lira vos mots tels quels.")
CHOOSE = _("Choisir")
CONTINUED = _("{group} (suite)")
REASON_NEEDED = _("Choisissez un motif, ou écrivez-le : l'association doit savoir pourquoi.")
SHORTER = _("C'est trop long pour un seul message : raccourcissez, ou envoyez-en deux.")

# -- writing to a person ---------------------------------------------------------------------------------------------

PREVIEW = _("Aperçu : rien n'est encore parti. Voici ce que la personne lira :")
PREVIEW_TITLE = _("Relire avant l'envoi")
SEND = _("Envoyer")
SEND_TO = _("Envoyer à {person}")
EDIT = _("Modifier")
KEPT = _("Rien n'a été envoyé.")
NOT_A_THREAD = _(
    "Rien n'a été envoyé : personne n'est au bout de ce fil. Pour écrire à une personne, répondez dans le fil de sa "
    "demande."
)
NOTHING_TO_SEND = _("Rien n'a été envoyé : écrivez votre message après les deux chevrons.")
WORDS_ONLY = _("Seuls les mots sont envoyés à la personne, pas les fichiers.")
TOO_LONG_HERE = _(
    "Rien n'a été envoyé : ce message est trop long. Coupez-le en deux, ou passez par le bouton Répondre."
)

# -- /explor and the App Home ----------------------------------------------------------------------------------------

HELP = (
    _("/explor attente : ce qui attend une réponse de votre réseau"),
    _("/explor dossier RÉFÉRENCE : la fiche d'un dossier, par exemple HDF-2026-0007"),
    _("/explor mission RÉFÉRENCE : le suivi d'une mission"),
    _("/explor missions : les missions en cours"),
    _("/explor échéance : les dates de clôture des appels"),
    _("/explor aide : ce message"),
)
HELP_NOTE = _(
    "Dans le fil d'une demande, ce que vous écrivez reste entre vous. Pour écrire à la personne, commencez par deux "
    "chevrons (>>) ; vous relisez avant l'envoi."
)
NOT_UNDERSTOOD = _("Je n'ai pas compris « {words} ».")
WHICH = _("Ajoutez la référence, par exemple : /explor dossier HDF-2026-0007")
WHICH_MISSION = _("Ajoutez la référence, par exemple : /explor mission MHDF-2026-0001")
NO_MISSION = _("Cette mission n'existe pas, ou elle est d'un autre réseau.")
MISSIONS = _("Les missions en cours")
NO_MISSIONS = _("Aucune mission n'est en cours.")
HOME = _("Ce qui vous attend")
ALL_DONE = _("Rien n'attend : tout est à jour.")
SINCE = _("{detail} · depuis le {since}")
OPEN = _("Ouvrir")
CALLS = _("Dates de clôture")
NO_CALL = _("Aucun appel n'est ouvert ni annoncé.")
NO_CALL_THERE = _("{network} : aucun appel n'est ouvert ni annoncé")
UNKNOWN_CLOSING = _("{network} : {call}, date de clôture non publiée")
CLOSING = _("{network} : {call}, clôture le {at}")
AND_MORE = _("La suite est trop longue pour Slack : commencez par ceux-ci.")


def since(detail: str, at: datetime) -> Text:
    return SINCE.fill(detail=detail, since=_minute(at))


def closing(deadline: Deadline) -> Text:
    """When a call closes: the last instant that counts is just before."""
    said = CLOSING if deadline.closes else UNKNOWN_CLOSING if deadline.call else NO_CALL_THERE
    return said.fill(network=deadline.network, call=deadline.call, at=_minute(deadline.closes))


def places(count: int) -> Text:
    return _n("il reste {count} place", "il reste {count} places", count)

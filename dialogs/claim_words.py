"""What is said of claims on both sides: to the volunteers who made them, and to the staff who decide."""

from collections.abc import Mapping

from dialogs.core.text import Text, _, literal

REFUSALS: Mapping[str, Text] = {
    "unreadable": _("Le justificatif n'est pas lisible."),
    "incomplete": _("Il manque sur le justificatif la date, le fournisseur, le service ou le montant."),
    "not_listed": _("Cette dépense n'est pas dans la liste du réseau."),
    "not_mission": _("Cette dépense n'est pas de cette mission, ou pas de ses dates."),
    "twice": _("Cette dépense a déjà été envoyée."),
    "unproved": _("Une déclaration ne suffit pas pour cette dépense : il faut un justificatif."),
}
"""Why a claim is refused, among the rules; told in the language of whoever made it."""


def kept(refusal: str | None, words: str | None) -> str | None:
    """What is kept of what is said with a decision: the code of the reason on the first line, then the words."""
    return "\n".join(part for part in (refusal, (words or "").strip()) if part) or None


def decision_texts(said: str | None) -> tuple[Text, ...]:
    """What was said with a decision, to be told in any language: the reason among the rules, then the staff's words."""
    first, _line, rest = (said or "").partition("\n")
    if first in REFUSALS:
        return (REFUSALS[first], *decision_texts(rest))
    return (literal(said),) if said else ()


STATES: Mapping[str, Text] = {
    "draft": _("En cours de saisie"),
    "confirmed": _("À décider"),
    "approved": _("Approuvée"),
    "part": _("Approuvée en partie"),
    "asked": _("Question posée"),
    "refused": _("Refusée"),
}
"""How far a claim is."""

PAID_BY: Mapping[str, Text] = {
    "volunteer": _("le volontaire"),
    "network": _("le réseau"),
    "association": _("l'association"),
    "employer": _("l'employeur"),
}

"""The words of a mission's checklist: a sentence for each item of `knowledge/preparation.yaml`, some with advice."""

from collections.abc import Mapping

from dialogs.core.text import Text, _

PARTS: Mapping[str, Text] = {
    "partner": _("Avec le partenaire"),
    "network": _("Avec le réseau"),
    "papers": _("Papiers et voyage"),
    "safety": _("Santé et sécurité"),
}

ITEMS: Mapping[str, Text] = {
    "first_exchange": _("Parler une première fois à distance avec le partenaire"),
    "programme": _("Convenir du programme, jour par jour, avec le partenaire"),
    "people_to_meet": _("Faire la liste des personnes à rencontrer"),
    "institutions": _("Prévenir les institutions du pays"),
    "local_skills": _("Repérer les compétences présentes sur place"),
    "deliverables": _("Convenir de ce qui sera remis, et sous quelle forme"),
    "working_language": _("Choisir la langue de travail, et un interprète s'il en faut un"),
    "convention": _("Signer la convention"),
    "mission_sheet": _("Lire la fiche de mission"),
    "training": _("Suivre la préparation proposée par le réseau"),
    "expense_rules": _("Demander ce qui est pris en charge, et ce que vous avancez"),
    "passport": _("Vérifier la date de fin du passeport"),
    "visa": _("Demander au consulat s'il faut un visa, et le demander"),
    "invitation": _("Demander une lettre d'invitation à l'association qui accueille"),
    "visa_france": _("Demander un visa pour la France au consulat"),
    "tickets": _("Savoir qui achète les billets, et les recevoir"),
    "lodging": _("Noter l'adresse de la première nuit"),
    "money": _("Prévoir deux moyens de payer sur place"),
    "copies": _("Faire une copie des papiers, gardée à part"),
    "vaccines": _("Voir un médecin ou un centre de vaccination"),
    "insurance": _("Recevoir l'attestation d'assurance et le numéro de l'assistance"),
    "ariane": _("Inscrire le voyage sur Ariane, si vous êtes de nationalité française"),
    "emergency_numbers": _("Enregistrer les numéros d'urgence dans votre téléphone"),
    "consulate": _("Noter le numéro du consulat de votre pays en France"),
    "embassy": _("Noter le numéro de l'ambassade de votre pays"),
    "livret": _("Garder le livret hors ligne, dans votre téléphone ou sur papier"),
}

ADVICE: Mapping[str, Text] = {
    "first_exchange": _("Être en lien plusieurs mois avant rend la mission plus efficace."),
    "people_to_meet": _("Autorités, services techniques, artisans, groupes d'usagers : votre partenaire les connaît."),
    "institutions": _("Une visite annoncée est mieux reçue. Convenez avec le partenaire de qui écrit."),
    "local_skills": _("Quelqu'un fait peut-être déjà, tout près, ce que vous venez apporter."),
    "vaccines": _(
        "Certains vaccins se font des semaines avant. Ne nous dites rien de votre santé : cochez quand c'est vu."
    ),
    "ariane": _("C'est gratuit : {url}. Les alertes arrivent par courriel ou par message."),
    "emergency_numbers": _("Faites-les confirmer par votre partenaire à l'arrivée."),
}


def advice(item: str) -> Text | None:
    """A word of advice on an item, where there is one."""
    found = ADVICE.get(item)
    return found.fill(url=ARIANE) if found is not None and item == "ariane" else found


ARIANE = "https://fildariane.diplomatie.gouv.fr"
"""As `documents.yaml` has it."""

"""The words of the interviews of `knowledge/interviews.yaml`: before the mission, after it, and months later."""

from collections.abc import Mapping

from dialogs.core.text import Text, _

INTERVIEWS: Mapping[str, Text] = {
    "before_volunteer": _("Entretien avant le départ"),
    "before_association": _("Entretien avant la mission"),
    "after_volunteer": _("Entretien au retour"),
    "after_association": _("Entretien après la mission"),
    "months_3": _("Trois mois après"),
    "months_6": _("Six mois après"),
    "months_12": _("Un an après"),
}

QUESTIONS: Mapping[str, Text] = {
    # Before, to volunteers.
    "motivations": _("Qu'est-ce qui vous donne envie de faire cette mission ?"),
    "expectations": _("Qu'en attendez-vous, pour le projet et pour vous ?"),
    "methods": _("Comment pensez-vous travailler sur place ?"),
    "apprehensions": _("Y a-t-il des choses qui vous inquiètent, par exemple dans la rencontre entre deux cultures ?"),
    # Before, to associations.
    "association_motivations": _("Pourquoi avez-vous voulu cette mission ?"),
    "association_expectations": _("Qu'en attendez-vous pour le projet et pour votre association ?"),
    "association_methods": _("Comment la mission va-t-elle se dérouler, et quelle part y prendra votre partenaire ?"),
    "association_worries": _("Y a-t-il des choses qui vous inquiètent ?"),
    # After, to volunteers.
    "course": _("Comment la mission s'est-elle passée ?"),
    "project_effect": _("Qu'a-t-elle changé pour le projet ?"),
    "own_practice": _("Qu'a-t-elle changé dans votre façon de travailler ?"),
    "difficulties": _("Quelles difficultés avez-vous rencontrées ?"),
    "handed_over": _("Qu'avez-vous remis, à qui, et sous quelle forme ?"),
    "skills_found": _("Quelles compétences avez-vous trouvées sur place ?"),
    "follow_up": _("Quelle suite voyez-vous, et quelle part voulez-vous y prendre ?"),
    "advice": _("Que diriez-vous à la personne qui partira après vous ?"),
    # After, to associations.
    "association_course": _("Comment la mission s'est-elle passée pour vous et pour votre partenaire ?"),
    "association_project_effect": _("Le projet a-t-il changé à la suite de la mission ? En quoi ?"),
    "association_practice": _("Qu'a-t-elle changé dans la façon de travailler de votre association ?"),
    "association_difficulties": _("Quelles difficultés votre association a-t-elle rencontrées ?"),
    "association_received": _("Qu'avez-vous reçu, et qu'en faites-vous ?"),
    "association_skills_found": _("Quelles compétences ont été trouvées sur place ?"),
    "association_resources": _("Que faut-il à présent au projet : argent, temps, compétences ?"),
    "association_follow_up": _("Quelle suite voyez-vous avec cette personne ou avec votre réseau ?"),
    # Months later.
    "asked_later": _("Pouvons-nous vous demander des nouvelles du projet dans quelques mois ?"),
    "still_in_touch": _("Êtes-vous encore en lien ?"),
    "advice_used": _("Les conseils de la mission ont-ils servi ?"),
    "changed_since": _("Qu'est-ce qui a changé depuis ?"),
    "new_funding": _("Le projet a-t-il trouvé de nouveaux financements ?"),
    "needs_now": _("De quoi le projet a-t-il besoin à présent ?"),
    "what_remains": _("Un an après, que reste-t-il de la mission ?"),
}

OPTIONS: Mapping[str, Text] = {
    "all": _("Oui, tous"),
    "part": _("En partie"),
    "none": _("Non"),
    "too_early": _("C'est trop tôt pour le dire"),
    "found": _("Oui, il en a trouvé"),
    "looking": _("Il en cherche"),
    "not_needed": _("Il n'en a pas besoin"),
    "not_found": _("Non, pas encore"),
}

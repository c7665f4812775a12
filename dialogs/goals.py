"""The seventeen sustainable development goals of the United Nations (Agenda 2030), by their number, in short names."""

from dialogs.core.text import Text, _

GOALS: dict[int, Text] = {
    1: _("Pas de pauvreté"),
    2: _("Faim « zéro »"),
    3: _("Bonne santé et bien-être"),
    4: _("Éducation de qualité"),
    5: _("Égalité entre les sexes"),
    6: _("Eau propre et assainissement"),
    7: _("Énergie propre et d'un coût abordable"),
    8: _("Travail décent et croissance économique"),
    9: _("Industrie, innovation et infrastructure"),
    10: _("Inégalités réduites"),
    11: _("Villes et communautés durables"),
    12: _("Consommation et production responsables"),
    13: _("Lutte contre les changements climatiques"),
    14: _("Vie aquatique"),
    15: _("Vie terrestre"),
    16: _("Paix, justice et institutions efficaces"),
    17: _("Partenariats pour la réalisation des objectifs"),
}

"""The words of a mission in the field: contacts, rescue services, journeys, and where a fact was read.

Codes come from `knowledge/mission_sheet.py` and `knowledge/schema.py`; each has its sentence here.
"""

from collections.abc import Mapping
from datetime import date

from dialogs.core.text import Text, _
from dialogs.pre_fiche.wording import STAGES
from dialogs.wording import CATEGORIES, MISSION_TYPES
from knowledge.base import Cited

ROLES: Mapping[str, Text] = {
    "network": _("votre réseau"),
    "partner": _("votre partenaire"),
    "association": _("l'association"),
    "insurance": _("l'assistance de l'assurance"),
    "crisis_centre": _("le centre de crise du ministère français des Affaires étrangères"),
    "embassy": _("l'ambassade"),
    "consulate": _("le consulat"),
    "other": _("autre contact"),
}

SERVICES: Mapping[str, Text] = {
    "general": _("tous les secours"),
    "ambulance": _("ambulance"),
    "police": _("police"),
    "fire": _("pompiers"),
    "text": _("par message, sans parler ni entendre"),
}

DIRECTIONS: Mapping[str, Text] = {
    "outgoing": _("De la France vers le pays du partenaire"),
    "reciprocity": _("Du pays du partenaire vers la France"),
    "south_south": _("D'un pays partenaire vers un autre"),
}

JOURNEYS: Mapping[str, Text] = {
    "departure": _("Aller"),
    "return": _("Retour"),
    "local": _("Trajet sur place"),
}

MISSION_STAGES: Mapping[str, Text] = {**STAGES, "closed": _("Mission close")}
"""The process of an application, and its end."""

MEMBERS: Mapping[str, Text] = {
    "volunteer": _("volontaire"),
    "association": _("association"),
    "partner": _("partenaire"),
}
"""What somebody is in a mission."""

SECTIONS: Mapping[str, Text] = {
    "mission": _("La mission"),
    "context": _("Le contexte"),
    "emergency": _("En cas d'urgence"),
    "contacts": _("Les contacts"),
    "logistics": _("Voyage et logement"),
    "partner": _("Avec le partenaire"),
    "expenses": _("Dépenses et reçus"),
    "return": _("Au retour"),
}
"""The sections of the livret, as a button names them."""

TABLES: Mapping[str, Mapping[str, Text]] = {
    "role": ROLES,
    "service": SERVICES,
    "direction": DIRECTIONS,
    "journey": JOURNEYS,
    "type": MISSION_TYPES,
    "category": CATEGORIES,
}
"""The tables that a template of the livret may look a code up in."""

BY_MACHINE = _("Traduction faite par une machine, relue par personne. En cas de doute, la version française compte.")


def source_text(cited: Cited) -> Text:
    """Where a fact was read: document, section, and its date or the day it was read."""
    places = {"title": cited.title, "section": cited.section}
    if cited.dated:
        return _("{title}, « {section} », {date}", **places, date=cited.date)
    return _("{title}, « {section} » (sans date, lu le {date})", **places, date=date.fromisoformat(cited.date))

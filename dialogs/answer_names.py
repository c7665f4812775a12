"""The names that questions are full of and that no entry can list: countries, months, French places.

For the search they are classes: a question about Togo, Peru or Mozambique is a question about `<country>`.
"""

from collections.abc import Iterator, Mapping

from dialogs.core.reading.calendar_words import MONTHS
from dialogs.core.reading.countries import names as countries
from dialogs.core.reading.letters import squeezed
from knowledge.base import Knowledge

CITIES = (
    "Paris | باريس | Lille | ليل | Amiens | Dunkerque | Calais | Arras | Roubaix | Tourcoing | Valenciennes | Beauvais"
    " | Lyon | Lyons | ليون | Grenoble | Saint-Étienne | Villeurbanne | Clermont-Ferrand | Annecy | Chambéry | Valence"
    " | Marseille | Marseilles | Marsella | Marselha | مرسيليا | مارسيليا | Nice | Niza | Toulon | Avignon | Aix-en-Provence"
    " | Cannes | Antibes | Gap | Toulouse | Tolosa | تولوز | Montpellier | مونبلييه | Nîmes | Perpignan | Béziers | Albi"
    " | Narbonne | Carcassonne | Rodez | Tarbes | Orléans | Tours | Bourges | Blois | Chartres | Châteauroux | Nantes"
    " | نانت | Angers | Le Mans | La Roche-sur-Yon | Laval | Cholet | Saint-Nazaire | Strasbourg | Bordeaux | Burdeos"
    " | Rennes | Nancy | Metz | Dijon | Rouen | Limoges | Brest | Le Havre"
)
REGIONS = "Nord-Pas-de-Calais | Picardie | PACA | ARA | HDF | Rhône-Alpes | Bretagne | Normandie | Alsace | Lorraine"
"""Places that people name besides those of our regions; towns whose name is a word of a language are left out."""

_NOT_NAMES = frozenset({"nice", "tours", "gap", "ara", "mada", "laval", "valence", "car", "blois"})
_LEAST = 4


def names(facts: Knowledge) -> Mapping[str, str]:
    """Each name, folded and without spaces, and its class."""
    return {name: class_ for name, class_ in _named(facts) if name not in _NOT_NAMES}


def _named(facts: Knowledge) -> Iterator[tuple[str, str]]:
    yield from ((name, "<month>") for name in MONTHS if len(name) >= _LEAST)
    yield from ((name, "<country>") for name in countries() if len(name) >= _LEAST)
    places = [*CITIES.split(" | "), *REGIONS.split(" | "), *(region.name for region in facts.regions.values())]
    yield from ((squeezed(name), "<place>") for name in places)

"""The names that questions are full of and that no entry can list: countries, months, French places.

For the search they are classes: a question about Togo, Peru or Mozambique is a question about `<country>`. The names of
our regions and networks also tell which region a question is about.
"""

from collections.abc import Iterator, Mapping

from dialogs.core.reading.calendar_words import MONTHS
from dialogs.core.reading.countries import names as countries
from dialogs.core.reading.letters import fold, squeezed
from dialogs.core.reading.matching import phrases
from knowledge.base import Knowledge
from knowledge.finding.letters import unstuck

CITIES = """
    Paris | باريس | Lille | ليل | Amiens | Dunkerque | Calais | Arras | Roubaix | Tourcoing | Valenciennes | Beauvais
    | Lyon | Lyons | ليون | Grenoble | Saint-Étienne | Villeurbanne | Clermont-Ferrand | Annecy | Chambéry
    | Marseille | Marseilles | Marsella | Marselha | مرسيليا | مارسيليا | Niza | Toulon | Avignon | Aix-en-Provence
    | Cannes | Antibes | Toulouse | Tolosa | تولوز | Montpellier | مونبلييه | Nîmes | Perpignan | Béziers | Albi
    | Narbonne | Carcassonne | Rodez | Tarbes | Orléans | Bourges | Chartres | Châteauroux | Nantes | نانت | Angers
    | Le Mans | La Roche-sur-Yon | Cholet | Saint-Nazaire | Strasbourg | Bordeaux | Burdeos | Rennes | Nancy | Metz
    | Dijon | Rouen | Limoges | Brest | Le Havre | Bretagne | Normandie | Alsace | Lorraine
"""
"""Places that people name; towns whose name is also a word (Nice, Tours, Gap) are left out."""

REGIONS: Mapping[str, str] = {
    "hauts-de-france": "HDF | Nord-Pas-de-Calais | Picardie | Hauts de France | Lianes",
    "occitanie": "Occitania | Occitânia | أوكسيتاني",
    "provence-alpes-cote-d-azur": "PACA | Région Sud | Provence | Provenza | Provença | Côte d'Azur | بروفانس",
    "auvergne-rhone-alpes": "AURA | Rhône-Alpes | Auvergne | Auvernia",
    "centre-val-de-loire": "CVL | Val de Loire",
    "pays-de-la-loire": "PDL | Pays de Loire | País del Loira",
}
"""How else people name our regions."""

_LEAST = 4
"""Letters of a name that is looked for: shorter ones are words."""


def names(facts: Knowledge) -> Mapping[str, str]:
    """Each name, folded and without spaces, and its class."""
    return dict(_named(facts))


def _named(facts: Knowledge) -> Iterator[tuple[str, str]]:
    yield from ((name, "<month>") for name in MONTHS if len(name) >= _LEAST)
    yield from ((name, "<country>") for name in countries() if len(name) >= _LEAST)
    yield from ((squeezed(name), "<place>") for name in CITIES.split("|"))
    yield from ((name, "<place>") for name in regions_by_name(facts))


def regions_by_name(facts: Knowledge) -> Mapping[str, str]:
    """How people name a region or its network, folded and without spaces, and its slug."""
    found: dict[str, str] = {}
    for slug, region in facts.regions.items():
        others = REGIONS[slug].split("|") if slug in REGIONS else ()
        found |= {squeezed(name): slug for name in (region.name, region.network.name, *others)}
    return found


def without_region(words: str, by_name: Mapping[str, str]) -> str:
    """The same words without the names of regions and networks."""
    named = [run for run in phrases(words) if squeezed(run) in by_name]
    kept = f" {fold(words)} "
    for run in named:
        kept = kept.replace(f" {run} ", " ")
    return kept.strip()


def region_in(words: str, by_name: Mapping[str, str]) -> str | None:
    """The region that a sentence names, if it names one alone."""
    named = (squeezed(form) for run in phrases(words) for form in unstuck(run))
    found = {by_name[name] for name in named if name in by_name}
    return found.pop() if len(found) == 1 else None

"""What the name of a place may mean: a département or a commune, alone or told apart by its département or region.

A name that only one place has is taken. A name that several have is asked about, and so is a name that is nearly one.
A département goes before a commune of its name, unless the two have not the same network.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain, islice

from dialogs.core.kind import Accepted, Outcome, Refused, Unsure
from dialogs.core.reading.letters import fold, loose, squeezed
from dialogs.core.reading.matching import Found, beginning, index, named, unique
from dialogs.core.text import Text, _
from knowledge.base import Knowledge
from knowledge.communes import Commune, slips

WHERE = _("Où est le siège ?")
MOST = 5
CODE = re.compile(r"\d{1,2}|2[ab]|9[78]\d")
LEADING = re.compile(
    r"^(?:a|au|dans|en|le|la|les|l|departement|dept|dpt|du|de|d|the|in|code|postal|cp|siege|region|"
    r"(?:ville|commune|mairie) (?=de|d))\b ?"
)
BETWEEN = re.compile(r"[,;:/()\[\]]| [-–—] ")
NUMBERED = (
    re.compile(rf"(?P<code>{CODE.pattern})\b[ -]*(?P<name>\D+)"),
    re.compile(rf"(?P<name>\D+?)[ -]*\b(?P<code>{CODE.pattern})"),
)
ARRONDISSEMENT = re.compile(
    r"(?:paris (?:1?\d|20)|lyon \d|marseille (?:\d|1[0-6])) ?(?:er|e|eme|ieme|nd)?(?: arrondissement| arr| ardt)?"
)
OTHER_NAMES: Mapping[str, str] = {
    "aura": "Auvergne-Rhône-Alpes",
    "auvergne": "Auvergne-Rhône-Alpes",
    "rhonealpes": "Auvergne-Rhône-Alpes",
    "bourgogne": "Bourgogne-Franche-Comté",
    "franchecomte": "Bourgogne-Franche-Comté",
    "centre": "Centre-Val de Loire",
    "alsace": "Grand Est",
    "lorraine": "Grand Est",
    "champagneardenne": "Grand Est",
    "nordpasdecalais": "Hauts-de-France",
    "picardie": "Hauts-de-France",
    "idf": "Île-de-France",
    "regionparisienne": "Île-de-France",
    "bassenormandie": "Normandie",
    "hautenormandie": "Normandie",
    "aquitaine": "Nouvelle-Aquitaine",
    "limousin": "Nouvelle-Aquitaine",
    "poitoucharentes": "Nouvelle-Aquitaine",
    "languedocroussillon": "Occitanie",
    "midipyrenees": "Occitanie",
    "provence": "Provence-Alpes-Côte d'Azur",
    "sud": "Provence-Alpes-Côte d'Azur",
}
"""Regions as people call them: short, or by their names of before 2016."""


@dataclass(frozen=True, slots=True)
class Place:
    """`code`: a postcode ("59000") or a département ("59", "2A", "971"); `commune`: its name, where it was said.

    `name` is that of the département, when the code is one and there is no commune: only to show it again.
    """

    code: str
    commune: str | None = None
    name: str | None = field(default=None, compare=False)


def placed(text: str, facts: Knowledge) -> Outcome[Place]:
    """The place of these words, which hold no postcode. Raises `Refused` where only a postcode can help."""
    bare = _bare(text)
    if CODE.fullmatch(bare):
        return _code(bare.upper(), facts)
    name, codes = _divided(text, facts)
    return _within(name, codes, facts) if codes else _alone(name, facts)


def elsewhere(code: str, commune: str | None, facts: Knowledge) -> tuple[Place, ...]:
    """Where this commune is, when it is not at this postcode; nothing when it may be, or is not a commune."""
    if not commune or any(one.startswith(code[:2]) for one in _codes(commune, facts)):
        return ()
    communes = facts.communes
    near = chain(communes.at(commune, code), communes.beginning(commune))
    return () if any(one.has(code) for one in near) else _ours_first(communes.named(commune), facts)[: MOST - 1]


def not_there(code: str, others: tuple[Place, ...]) -> Text:
    """Why the places of `elsewhere` are asked about."""
    commune = others[0].commune or others[0].code
    return _("{commune} n'a pas le code postal {code}. Où est le siège ?", commune=commune, code=code)


def departements(text: str, facts: Knowledge) -> Found[str]:
    """The départements that a name may mean. Several whole names begin alike, so a beginning is asked about."""
    known = _departement_names(facts)
    return Found(named(text, known).keys, text.replace(" ", "") in known)


# -- a name, or a number ----------------------------------------------------------------------------------------------


def _alone(text: str, facts: Knowledge) -> Outcome[Place]:
    """A name with nothing beside it to tell where it is."""
    bare = _bare(text)
    found = departements(bare, facts)
    towns = facts.communes.named(text) or facts.communes.named(bare)
    if found.exact:
        return _departement_or_town(text, found.keys, towns, facts)
    if region := _regions(facts).get(squeezed(bare)):
        raise Refused(_by_region(region, facts))
    if towns:
        return _town(text, towns, facts)
    near = tuple(islice(_near(bare, facts), MOST)) or tuple(departement(code, facts) for code in found.keys)
    if near:
        return Unsure(near, WHERE)
    raise Refused(_("Je ne sais pas placer ce nom. Donnez le code postal du siège, par exemple 59000."))


def _code(code: str, facts: Knowledge) -> Outcome[Place]:
    codes = _numbers(code, facts)
    if not codes:
        raise Refused(_no_departement(code))
    places = tuple(departement(one, facts) for one in codes)
    return Accepted(places[0]) if len(places) == 1 else Unsure(places, WHERE)


def _no_departement(code: str) -> Text:
    return _("Il n'y a pas de département {code}. Donnez le code postal du siège.", code=code)


def _departement_or_town(
    text: str, codes: tuple[str, ...], towns: Iterable[Commune], facts: Knowledge
) -> Outcome[Place]:
    """A département; with it, the communes of its name that have another network: Vienne is also in Isère."""
    networks = {facts.departements[code].region for code in codes}
    spelt = (text.casefold(), *(facts.departements[code].name.casefold() for code in codes))  # Loire is not Loiré
    here = (one for one in towns if not one.former and one.name.casefold().endswith(spelt))
    others = (one for one in here if _network(one.departement, facts) not in networks)
    places = tuple(departement(code, facts) for code in codes)
    return _one_of(text, (*places, *_ours_first(others, facts)), facts)


def _town(text: str, towns: tuple[Commune, ...], facts: Knowledge) -> Outcome[Place]:
    """The communes of a name, and larger ones whose name goes on: "Aix" is more often Aix-en-Provence than Aix."""
    own = _ours_first(towns, facts)
    larger = map(_place, islice(facts.communes.larger(text), max(0, MOST - len(own))))
    return _one_of(text, (*own, *larger), facts)


def _one_of(text: str, places: tuple[Place, ...], facts: Knowledge) -> Outcome[Place]:
    if len(places) == 1:
        return Accepted(places[0])
    if len(places) <= MOST:
        return Unsure(places, WHERE)
    raise Refused(
        _(
            "Plusieurs communes s'appellent {name} : {places}… Donnez le code postal du siège.",
            name=places[-1].commune or text,
            places=", ".join(_told(place, facts) for place in places[:3]),
        )
    )


def _near(bare: str, facts: Knowledge) -> Iterator[Place]:
    """What the words begin or nearly say, départements first, each once."""
    begun = beginning(squeezed(bare), _departement_names(facts))
    places = (departement(code, facts) for code in unique(begun or _misspelt(bare, facts)))
    towns = chain(facts.communes.misspelt(bare), facts.communes.beginning(bare))
    seen: set[Place] = set()
    for place in chain(places, map(_place, towns)):
        if place not in seen:
            seen.add(place)
            yield place


def _misspelt(bare: str, facts: Knowledge) -> Iterator[str]:
    from rapidfuzz.distance import OSA

    wanted = squeezed(bare)
    for name, codes in _departement_names(facts).items():
        if len(wanted) > 3 and OSA.distance(wanted, name) <= slips(wanted):
            yield from codes


# -- a name and what tells it apart -----------------------------------------------------------------------------------


def _divided(text: str, facts: Knowledge) -> tuple[str, tuple[str, ...]]:
    """ "Lille (59)", "59 Lille", "Lille, Nord": the name, and the départements it may be in, if any."""
    parts = [part.strip() for part in BETWEEN.split(text[:200]) if fold(part) not in {"", "france"}]
    for place, name in enumerate(parts) if len(parts) > 1 else ():
        others = [_codes(part, facts) for other, part in enumerate(parts) if other != place]
        if CODE.fullmatch(_bare(name)) is None and all(others):
            return _plain(name), _shared(others)
    whole = " ".join(parts)
    if ARRONDISSEMENT.fullmatch(fold(whole)):
        return fold(whole).split()[0], ()
    return _numbered(whole, facts) or (whole, ())


def _numbered(text: str, facts: Knowledge) -> tuple[str, tuple[str, ...]] | None:
    for pattern in NUMBERED:
        found = pattern.fullmatch(_bare(loose(text)) if text[:1].isalpha() else loose(text))
        if found and (codes := _numbers(found["code"].upper(), facts)):
            return found["name"].strip(), codes
        if found and facts.communes.named(found["name"]):
            raise Refused(_no_departement(found["code"]))
    return None


def _within(name: str, codes: tuple[str, ...], facts: Knowledge) -> Outcome[Place]:
    """A name in one of these départements; one that is elsewhere is asked about, with the reason."""
    towns = unique(one for code in codes for text in (name, _bare(name)) for one in facts.communes.at(text, code))
    own = departements(_bare(name), facts)
    if own.exact and set(own.keys) & set(codes):
        return Accepted(departement(next(code for code in own.keys if code in codes), facts))
    if towns:
        return _one_of(name, tuple(map(_place, towns)), facts)
    others = tuple(departement(code, facts) for code in own.keys if own.exact)
    if others := (*others, *_ours_first(facts.communes.named(name) or facts.communes.named(_bare(name)), facts)):
        there = tuple(departement(code, facts) for code in codes[:1])
        return Unsure((*there, *others)[:MOST], _not_in(codes[0], others[0], facts))
    near = tuple(islice((place for place in _near(_bare(name), facts) if place.code in codes), MOST))
    if near:
        return Unsure(near, WHERE)
    raise Refused(_("Je ne sais pas placer ce nom. Donnez le code postal du siège, par exemple 59000."))


def _not_in(code: str, place: Place, facts: Knowledge) -> Text:
    return _(
        "{name} n'est pas dans le département {code} ({departement}). Où est le siège ?",
        name=place.commune or place.name or place.code,
        code=code,
        departement=facts.departements[code].name,
    )


def _codes(text: str, facts: Knowledge) -> tuple[str, ...]:
    """The départements that a number, the name of a département or the name of a region stands for."""
    bare = _bare(text)
    if CODE.fullmatch(bare):
        return _numbers(bare.upper(), facts)
    found = departements(bare, facts)
    region = _regions(facts).get(squeezed(bare), "")
    return found.keys if found.exact else tuple(_departements_of(region, facts))


def _shared(groups: list[tuple[str, ...]]) -> tuple[str, ...]:
    """The codes that all groups have; those of the first, where they have none."""
    return tuple(code for code in groups[0] if all(code in group for group in groups)) or groups[0]


def _numbers(code: str, facts: Knowledge) -> tuple[str, ...]:
    code = code.zfill(2)
    return ("2A", "2B") if code == "20" else (code,) if code in facts.departements else ()


# -- regions and départements -----------------------------------------------------------------------------------------


def departement(code: str, facts: Knowledge) -> Place:
    return Place(code, None, facts.departements[code].name)


def _departement_names(facts: Knowledge) -> dict[str, tuple[str, ...]]:
    places = facts.departements.values()
    names = ((name, found.code) for found in places for name in (found.name, LEADING.sub("", fold(found.name))))
    return index((*names, ("Corse", "2A"), ("Corse", "2B"), ("Corsica", "2A"), ("Corsica", "2B")))


def _regions(facts: Knowledge) -> dict[str, str]:
    """What a region is called, squeezed, and its name."""
    names = {_region_of(code, facts) for code in facts.departements}
    short = {squeezed(region.prefix): region.name for region in facts.regions.values()}
    return {**OTHER_NAMES, **short, **{squeezed(name): name for name in names if name}}


def _region_of(code: str, facts: Knowledge) -> str:
    found = facts.departements[code]
    return facts.region(found.region).name if found.region else found.other_region or ""


def _departements_of(region: str, facts: Knowledge) -> Iterator[str]:
    return (code for code in facts.departements if region and _region_of(code, facts) == region)


def _by_region(region: str, facts: Knowledge) -> Text:
    examples = [facts.departements[code].name for code in islice(_departements_of(region, facts), 3)]
    return _(
        "{region} est une région. Donnez le code postal du siège, sa commune ou son département : {examples}…",
        region=region,
        examples=", ".join(examples),
    )


def _network(code: str, facts: Knowledge) -> str | None:
    return found.region if (found := facts.departements.get(code)) else None


# -- words ------------------------------------------------------------------------------------------------------------


def _place(commune: Commune) -> Place:
    return Place(commune.departement, commune.name)


def _ours_first(communes: Iterable[Commune], facts: Knowledge) -> tuple[Place, ...]:
    known = (one for one in communes if one.departement in facts.departements)
    return tuple(map(_place, sorted(known, key=lambda one: _network(one.departement, facts) is None)))


def _told(place: Place, facts: Knowledge) -> str:
    return f"{facts.departements[place.code].name} ({place.code})"


def _bare(text: str) -> str:
    """The words without those that only lead to a place: "dans le Nord", "ville de Lille"."""
    bare = fold(text[:200])
    while (shorter := LEADING.sub("", bare)) and shorter != bare:
        bare = shorter
    return bare


def _plain(name: str) -> str:
    """ "Lyon 3e" is Lyon."""
    return fold(name).split()[0] if ARRONDISSEMENT.fullmatch(fold(name)) else name


__all__ = ["WHERE", "Place", "departement", "departements", "elsewhere", "not_there", "placed"]

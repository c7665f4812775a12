"""For what was paid: words of the paper that tell the service, and the category of the rules that it belongs to.

A proposal: the person chooses. Categories are those of the expense rules (`knowledge/schema.py`, `Category`).
"""

import re
from collections.abc import Mapping, Sequence
from functools import cache

from bot.reading.boxes import Row
from bot.reading.fields.found import Found
from bot.reading.fields.vocabulary import words_of
from dialogs.core.text import Text, _
from knowledge.schema import Category

SERVICES: Mapping[str, tuple[Category, str]] = {
    "plane": (
        "flight",
        """vol | flight | boarding pass | boarding | carte d embarquement | e ticket | billet electronique | air france
        | airlines | airways | royal air maroc | brussels airlines | tap air portugal | tap portugal | corsair | transavia
        | turkish airlines | ethiopian | asky | air senegal | billet d avion | passagem aerea | vuelo | voo | tarjeta
        de embarque | cartao de embarque | iberia | bagage | excess baggage | easyjet | ryanair | رحلة | طيران""",
    ),
    "taxi": (
        "local_transport",
        "taxi | uber | bolt | yango | heetch | course | chauffeur | driver | vtc | cab | motorista | conductor | sept places"
        " | moto taxi | zemidjan | tuk tuk | careem | indriver | تاكسي | أجرة",
    ),
    "bus": (
        "local_transport",
        """bus | autobus | autocar | gare routiere | autocarro | onibus | colectivo | minibus | flixbus | ouibus | coach
        | car rapide | ndiaga ndiaye | ligne | dakar dem dikk | tcv | stif | rakieta | حافلة""",
    ),
    "train": (
        "local_transport",
        "train | sncf | ter | tgv | ratp | metro | tramway | tram | navigo | rer | comboio | comboios | tren | renfe"
        " | railway | gare sncf | gare du nord | ouigo | cp comboios | قطار | ticket t | ile de france mobilites",
    ),
    "car": (
        "local_transport",
        """location de voiture | location vehicule | location de vehicule | car rental | rent a car | aluguer | alquiler
        de coches | hertz | avis | europcar | sixt | location 4x4""",
    ),
    "fuel": (
        "local_transport",
        """carburant | essence | gasoil | gazole | diesel | petrol | fuel | gasolina | gasoleo | super sans plomb | sp95
        | sp98 | station service | total energies | totalenergies | shell | petronas | petron | oilibya | ola energy
        | elton | fuelsave | ron95 | ron 95 | combustivel | combustible | بنزين | وقود""",
    ),
    "toll": (
        "local_transport",
        "peage | autoroute | toll | portagem | peaje | parking | stationnement | estacionamento | aparcamiento | bac | ferry",
    ),
    "hotel": (
        "lodging",
        """hotel | auberge | hostel | guest house | guesthouse | nuitee | nuitees | nuit | nuits | chambre | hebergement
        | lodging | lodge | room | night | nights | residence hoteliere | quarto | noite | noites | habitacion | noche
        | noches | hospedaje | alojamento | airbnb | booking com | booking | taxe de sejour | pension | campement | فندق
        | غرفة | ليلة | pousada""",
    ),
    "medicine": (
        "health",
        """pharmacie | pharmacy | farmacia | farmasi | medicament | medicaments | medicine | malarone | doliprane
        | paracetamol | antipaludique | atovaquone | paludisme | remedios | comprimes | medicamento | صيدلية | drugstore""",
    ),
    "doctor": (
        "health",
        """vaccin | vaccins | vaccination | vaccine | fievre jaune | yellow fever | consultation | medecin | docteur
        | clinique | clinic | hopital | hospital | laboratoire | institut pasteur | vacina | vacuna | centre de vaccination
        | doctor | medico | dr | stamaril | تلقيح | طبيب""",
    ),
    "visa": (
        "visa",
        """frais de visa | visa fee | visa d entree | e visa | evisa | visa application | consulat | consulate | ambassade
        | embassy | embaixada | embajada | consulado | visa touristique | demande de visa | vfs global | capago | tlscontact
        | visto | visado | تأشيرة | سفارة | قنصلية""",
    ),
    "insurance": (
        "insurance",
        """assurance | assurance voyage | assur travel | insurance | seguro | seguros | chapka | mondial assistance | axa
        | allianz | europ assistance | rapatriement | police d assurance | تأمين | april international | avi international""",
    ),
    "meal": (
        "per_diem",
        """restaurant | restoran | restaurante | cafe | brasserie | pizzeria | snack | bistro | dejeuner | diner
        | petit dejeuner | plat du jour | menu | couverts | boisson | repas | almoco | jantar | comida | cena | desayuno
        | bakery | boulangerie | patisserie | padaria | panaderia | fast food | burger | pizza | lunch | dinner | breakfast
        | مطعم | مقهى | table | dibiterie | maquis""",
    ),
    "shopping": (
        "per_diem",
        """supermarche | supermarket | supermercado | auchan | carrefour | super u | leclerc | intermarche | casino | lidl
        | monoprix | pingo doce | mercadona | continente | mini market | epicerie | superette | alimentation | grocery
        | mercearia | mini mercado | cash carry | marjane | eau minerale""",
    ),
    "telephone": (
        "other",
        "recharge | carte sim | sim card | forfait | internet | orange | telecel | mtn | airtel | telma | digi | sonatel"
        " | free | unitel | credit telephonique | data bundle | photocopie | impression | fax | cyber",
    ),
}
"""A service, its category, and words that tell it. Words weigh the same; the service with most of them is proposed."""

NAMES: Mapping[str, Text] = {
    "plane": _("Billet d'avion"),
    "taxi": _("Taxi ou chauffeur"),
    "bus": _("Bus ou car"),
    "train": _("Train, métro ou tram"),
    "car": _("Location de voiture"),
    "fuel": _("Carburant"),
    "toll": _("Péage, bac ou parking"),
    "hotel": _("Nuits d'hôtel"),
    "medicine": _("Médicaments"),
    "doctor": _("Vaccin ou consultation"),
    "visa": _("Visa"),
    "insurance": _("Assurance"),
    "meal": _("Repas"),
    "shopping": _("Courses"),
    "telephone": _("Téléphone ou internet"),
}
HEAD = 6
"""Rows at the head of the paper, where the name of the house counts twice."""
FIRM, WEAK = 0.8, 0.55


@cache
def _looks() -> Mapping[str, re.Pattern[str]]:
    return {name: _any_of(words) for name, (_category, words) in SERVICES.items()}


def _any_of(words: str) -> re.Pattern[str]:
    folded = sorted((words_of(word) for word in words.split("|")), key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(re.escape(word) for word in folded if word)})\b")


def service(rows: Sequence[Row]) -> Found[str] | None:
    """The service that most words tell, as a key of `SERVICES`."""
    head, body = (" ".join(words_of(row.text) for row in part) for part in (rows[:HEAD], rows[HEAD:]))
    told = {name: 2 * _count(look, head) + _count(look, body) for name, look in _looks().items()}
    best = sorted((name for name in told if told[name]), key=lambda name: -told[name])
    if not best:
        return None
    rival = told[best[1]] if len(best) > 1 else 0
    return Found(best[0], FIRM if told[best[0]] > rival + 1 else WEAK, tuple(best[1:4]))


def _count(look: re.Pattern[str], words: str) -> int:
    return len(set(look.findall(words)))


def category(of: Found[str] | None) -> Found[Category] | None:
    """The category of the rules that a service belongs to."""
    if of is None:
        return None
    others = dict.fromkeys(SERVICES[other][0] for other in of.others)
    chosen = SERVICES[of.value][0]
    return Found(chosen, of.confidence, tuple(other for other in others if other != chosen))

"""« Est-ce que je peux prendre un taxi à 90 € ? »: answered from what is left of the cap, to whoever is on a mission.

Only what is plainly such a question is taken for one, in five languages: may I, or what is left; for what; how much.
Anything else is for the questions and answers of everybody.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from dialogs.core.reading.amounts import amounts, fits, settled
from dialogs.core.reading.letters import fold
from dialogs.core.text import Money, Text, _
from dialogs.field.expenses import Book, Left
from dialogs.field.paid import KNOWN, UNSAID
from dialogs.wording import CATEGORIES
from knowledge.schema import Day

MAY: Mapping[str, str] = {
    "fr": "puis je|je peux|peut on|on peut|ai je droit|ai je le droit|j ai droit|j ai le droit|pourrais je",
    "en": "can i|may i|could i|am i allowed|can we|may we",
    "pt": "posso|podemos|tenho direito|poderia",
    "es": "puedo|podemos|tengo derecho|podria",
    "ar": "هل يمكنني|هل استطيع|يمكنني|هل اقدر|هل يحق لي|ممكن|نقدر|واش نقدر",
}
LEFT: Mapping[str, str] = {
    "fr": "me reste|reste t il|il reste combien|combien reste|combien il reste",
    "en": "how much is left|how much do i have left|what is left|how much remains",
    "pt": "quanto me resta|quanto resta|quanto sobra",
    "es": "cuanto me queda|cuanto queda|cuanto resta",
    "ar": "كم بقي|كم تبقى|كم يتبقى|شحال بقى",
}
THINGS: Mapping[str, str] = {
    "local_transport": """taxi|taxis|moto|motos|zemidjan|bus|autobus|autocar|train|chauffeur|voiture|uber|transport
        |transports|driver|car|autocarro|onibus|comboio|carro|motorista|tren|coche|conductor|transporte|transportes
        |تاكسي|سيارة|حافلة|قطار|سائق|النقل|نقل""",
    "lodging": """hotel|hotels|auberge|hebergement|chambre|nuit|nuits|room|hostel|night|nights|lodging|alojamento|quarto
        |noite|alojamiento|habitacion|noche|فندق|الفندق|غرفة|ليلة|سكن""",
    "flight": "avion|vol|flight|plane|aviao|voo|vuelo|طائرة|طيران|الطائرة",
    "visa": "visa|visto|visado|تاشيرة|التاشيرة",
    "health": """vaccin|vaccins|medicament|medicaments|pharmacie|vaccine|vaccines|medicine|pharmacy|vacina|vacinas
        |medicamento|medicamentos|farmacia|vacuna|vacunas|لقاح|دواء|ادوية|تطعيم|صيدلية""",
    "insurance": "assurance|insurance|seguro|تامين|التامين",
}
"""What a question may be about, folded, and the category of the rules that it belongs to."""

_UNITS = (
    r"€|euros?|eur|f ?cfa|cfa|xof|xaf|francs?|usd|dollars?|\$|£|pounds?|dirhams?|dh|dinars?"
    "|يورو|اورو|أورو|فرنك|دولار|درهم|دينار"
)
_AMOUNT = re.compile(rf"(?:[€$£]\s*\d[\d .,٫٬]*)|(?:\d[\d .,٫٬]*\s*(?:{_UNITS})(?!\w))", re.IGNORECASE)
_JOINED = "(?:و?ب?ال|لل|ل|ب)?"
"""What Arabic writes as one word with the next: the, for the, for, with."""
_BETWEEN = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody would like to spend on, and how much (None: they ask what is left), asked in `lang`."""

    category: str
    amount: Money | None
    lang: str


def wish(words: str, here: str | None) -> Wish | None:
    """What is asked, if it is plainly that. `here`: the currency of the place, where a name may mean several."""
    text = f" {_BETWEEN.sub(' ', fold(words[:300]))} "
    category = next((one for one, things in _THINGS.items() if things.search(text)), None)
    if category is None:
        return None
    if lang := _asks(text, _LEFT):
        return Wish(category, None, lang)
    lang, amount = _asks(text, _MAY), _amount(words[:300], here)
    return Wish(category, amount, lang) if lang and amount else None


def _asks(text: str, looks: Mapping[str, re.Pattern[str]]) -> str | None:
    return next((lang for lang, look in looks.items() if look.search(text)), None)


def _amount(words: str, here: str | None) -> Money | None:
    """The one amount that is named with its currency; None where there are several, or it may be several."""
    found = _AMOUNT.findall(words)
    read = amounts(found[0], "fr", KNOWN, UNSAID).readings if len(found) == 1 else ()
    told = [one for one in read if one.currency == here] or list(read)
    sure = len(told) == 1 and told[0].currency != UNSAID and fits(told[0])
    return settled(told[0]) if sure else None


def _any_of(words: str) -> re.Pattern[str]:
    folded = "|".join(fold(word.strip()) for word in words.split("|"))
    return re.compile(f" {_JOINED}(?:{folded}) ")


_MAY = {lang: _any_of(words) for lang, words in MAY.items()}
_LEFT = {lang: _any_of(words) for lang, words in LEFT.items()}
_THINGS = {category: _any_of(words) for category, words in THINGS.items()}


# -- what is answered ------------------------------------------------------------------------------------------------


def sentences(asked: Wish, book: Book, today: Day) -> Iterator[Text]:
    """Whether it is within what is left, by the rules frozen on the mission. It decides nothing: the staff does."""
    name, treatment = CATEGORIES[asked.category], book.allowed(asked.category).treatment
    found = book.left(asked.category)
    if treatment in ("refused", "not_listed"):
        yield _("{category} : le réseau ne rembourse pas cette catégorie.", category=name)
    elif treatment != "counted":
        yield _("{category} : le réseau n'a rien publié. Demandez-lui avant de payer.", category=name)
    elif found is None:
        yield _("{category} : pas de plafond.", category=name)
    else:
        yield from _within(asked, book, found, today)
    yield _("Gardez le reçu : date, fournisseur, service et montant, bien lisibles.")


def _within(asked: Wish, book: Book, found: Left, today: Day) -> Iterator[Text]:
    names = {"category": CATEGORIES[asked.category], "left": Money(found.left), "cap": Money(found.cap)}
    if asked.amount is None:
        yield _("{category} : il reste {left} sur {cap}.", **names)
        return
    euros = book.euros(asked.amount, today)
    if euros is None:
        yield _("{category} : il reste {left} sur {cap}. Je n'ai pas encore le taux de change de ce mois.", **names)
    elif euros <= found.left:
        yield WITHIN.fill(**names, amount=asked.amount, after=Money(found.left - euros))
    else:
        yield BEYOND.fill(**names, amount=asked.amount, over=Money(euros - found.left))


WITHIN = _("{category} : oui, {amount} tient dans ce qui reste, {left} sur {cap}. Il resterait {after}.")
BEYOND = _("{category} : pas en entier. Il reste {left} sur {cap} ; de {amount}, {over} ne seraient pas comptés.")

"""Which country people mean: CLDR names in five languages, codes, flags, and the names that only people use."""

import re
from collections.abc import Iterator, Mapping
from functools import cache

from dialogs.core.reading.letters import fold, squeezed
from dialogs.core.reading.matching import Found, alike, beginning, index, phrases, unique

LOCALES = ("fr", "en", "es", "pt", "pt_PT", "ar")

NOT_COUNTRIES = frozenset(["AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "ZZ"])
"""CLDR groupings, reserved codes and pseudo-places; XK, Kosovo, stays."""

ALIASES: Mapping[str, str] = {
    "CD": "RDC | RD Congo | DRC | DR Congo | République démocratique du Congo | Congo démocratique | Zaïre | Kinshasa"
    " | Congo RDC | Democratic Republic of the Congo | Democratic Republic of Congo | República Democrática del Congo"
    " | República Democrática do Congo | جمهورية الكونغو الديمقراطية | الكونغو الديمقراطية",
    "CG": "République du Congo | Republic of the Congo | Congo Brazza | Brazzaville | Congo Brazzaville"
    " | República del Congo | República do Congo | جمهورية الكونغو",
    "CV": "Cap Vert | Cabo Verde | Cape Verde | Iles du Cap-Vert",
    "CI": "Côte d'Ivoire | Ivory Coast | Costa de Marfil | Costa do Marfim | RCI | ساحل العاج | كوت ديفوار",
    "CF": "Centrafrique | RCA | République centrafricaine | Central African Republic | CAR",
    "GN": "Guinée Conakry | Guinea Conakry | Conakry",
    "GW": "Guinée Bissau | Guinea Bissau | Bissau",
    "GQ": "Guinée équatoriale | Equatorial Guinea",
    "SZ": "Swaziland | Eswatini | Suazilandia",
    "MM": "Birmanie | Burma | Myanmar | Birmania",
    "US": "USA | États-Unis | Etats Unis d'Amérique | United States of America | EEUU | EE UU | EUA | Amérique"
    " | America | أمريكا | الولايات المتحدة الأمريكية",
    "GB": "UK | Royaume-Uni | Grande-Bretagne | Angleterre | England | Great Britain | Inglaterra | Écosse | بريطانيا"
    " | إنجلترا",
    "AE": "EAU | UAE | Emirats | Émirats arabes unis | الإمارات",
    "CZ": "Tchéquie | République tchèque | Czech Republic",
    "MK": "Macédoine | Macédoine du Nord | Macedonia",
    "NL": "Hollande | Pays-Bas | Holland | Holanda",
    "TL": "Timor oriental | East Timor | Timor Leste",
    "VN": "Viet Nam | Vietnam",
    "LA": "Laos",
    "PS": "Palestine | Territoires palestiniens | Cisjordanie | Gaza | Palestina | فلسطين | غزة",
    "SY": "Syrie | Syria",
    "RU": "Russie | Russia",
    "MD": "Moldavie | Moldova",
    "VA": "Vatican",
    "CN": "Chine | China | RPC",
    "TW": "Taïwan | Taiwan",
    "HK": "Hong Kong",
    "BF": "Burkina | Haute-Volta | Faso",
    "BJ": "Dahomey",
    "ST": "Sao Tomé | São Tomé | Sao Tomé et Principe",
    "BA": "Bosnie | Bosnia",
    "LK": "Ceylan | Ceylon",
    "TR": "Turquie | Turkey",
    "SA": "Arabie saoudite | Saoudie | السعودية",
    "DO": "République dominicaine | Dominicana | Saint-Domingue",
    "HT": "Haïti | Haiti",
    "MG": "Madagascar | Mada",
    "MR": "Mauritanie | Mauritania",
    "TZ": "Tanzanie | Zanzibar",
    "EH": "Sahara occidental",
    "XK": "Kosovo | كوسوفو | Kosova",
    "LY": "Libye | Libya",
    "MA": "Maroc | المغرب | al maghrib",
    "DZ": "Algérie | الجزائر | DZ",
    "TN": "Tunisie | تونس",
    "SN": "Sénégal",
    "CM": "Cameroun | Kamerun",
    "PH": "Philippines",
    "IR": "Iran",
    "SS": "Soudan du Sud | Sud-Soudan",
    "PG": "Papouasie",
}

AMBIGUOUS: Mapping[str, str] = {
    "CG CD": "Congo | Kongo | le Congo | الكونغو",
    "GN GW GQ": "Guinée | Guinea | Guiné | غينيا",
    "KR KP": "Corée | Korea | Corea | Coreia | كوريا",
    "VG VI": "Îles Vierges | Virgin Islands",
    "MF SX": "Saint-Martin | Sint Maarten",
    "DM DO": "Dominique | Dominica",
    "SD SS": "les Soudans",
    "WS AS": "les Samoa",
}

LEADING = """
    au aux en le la les l un une du de des d a dans vers pour chez c est pays
    in the at to from is it o os as no na nos nas em do da el los las del
    في ال من الى هو هي بلد
"""
ARTICLES = frozenset(LEADING.split())

FLAG = re.compile("[\U0001f1e6-\U0001f1ff]{2}")
MOST = 5


@cache
def codes() -> frozenset[str]:
    """ISO 3166 alpha-2 of every country and territory, and XK."""
    from babel import Locale

    found = {str(code) for code in Locale("en").territories if re.fullmatch("[A-Z]{2}", str(code))}
    return frozenset(found - NOT_COUNTRIES)


@cache
def names() -> dict[str, tuple[str, ...]]:
    """Every squeezed name and the countries it may mean. Names that are ambiguous in speech mean all of theirs."""
    found = index(_named())
    for both, spoken in AMBIGUOUS.items():
        found |= {squeezed(name): tuple(both.split()) for name in spoken.split(" | ")}
    return found


def _named() -> Iterator[tuple[str, str]]:
    from babel import Locale

    for code, spoken in ALIASES.items():
        yield from ((name, code) for name in spoken.split(" | "))
    spoken_in = [Locale.parse(locale).territories for locale in LOCALES]
    for code in sorted(codes()):
        said = {names[code] for names in spoken_in if code in names}
        shorter = {re.sub(r"\(.*\)", "", name).removeprefix("ال") for name in said}
        yield from ((name, code) for name in sorted(said | shorter))


def countries(text: str) -> Found[str]:
    """The countries a text may name. Exact: its whole name, a flag, or a code in capitals; all else is asked."""
    if flags := _flags(text):
        return Found(flags, True)
    bare = _bare(text)
    if whole := names().get(squeezed(text)) or names().get(bare):
        return Found(whole[:MOST], True)
    if code := _code(text.strip()):
        return Found((code,), text.strip().isupper())
    inside = unique(code for phrase in phrases(text) for code in _whole_word(phrase))
    if inside:
        return Found(inside[:MOST], False)
    return Found((beginning(bare, names()) or alike(bare, names()))[:MOST] if len(bare) < 60 else (), False)


def _flags(text: str) -> tuple[str, ...]:
    pairs = ("".join(chr(ord(char) - 0x1F1E6 + 65) for char in pair) for pair in FLAG.findall(text[:200]))
    return unique(pair for pair in pairs if pair in codes())[:MOST]


def _bare(text: str) -> str:
    """The name without what is said before it: au Bénin, en Côte d'Ivoire, في المغرب."""
    parts = fold(text[:300]).split()
    while len(parts) > 1 and parts[0] in ARTICLES:
        parts = parts[1:]
    return "".join(parts)


def _whole_word(phrase: str) -> tuple[str, ...]:
    """The countries that a run of words inside a sentence names; short words there are words, not codes."""
    short = squeezed(phrase)
    return names().get(short, ()) if len(short) > 3 else ()


def _code(text: str) -> str | None:
    """ISO alpha-2 or alpha-3, as CLDR maps them."""
    from babel.core import get_global

    code = text.upper()
    if len(text) not in (2, 3) or not text.isascii() or not text.isalpha():
        return None
    if len(code) == 3:
        (code, *_others) = get_global("territory_aliases").get(code) or [""]
    return code if code in codes() else None

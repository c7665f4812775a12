"""In what money a receipt is: the signs beside its amounts, else the country that its words tell, else the one expected."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache

from bot.reading.boxes import Row
from bot.reading.fields.found import Found
from bot.reading.fields.vocabulary import COUNTRIES, words_of
from dialogs.core.reading.currencies import CFA, DOLLARS

SIGNS: Mapping[str, tuple[str, ...]] = {
    r"€|\beuros?\b|\beur\b": ("EUR",),
    r"\bf\W?\s?cfa\b|\bfr?s?\W?\s?cfa\b|(?<=\d)\s?f?cfa\b|\bcfa\b": CFA,
    r"\bxof\b": ("XOF",),
    r"\bxaf\b": ("XAF",),
    r"(?<![a-z])rm(?=\s?\d|\s*[):]|\s*$)|\bmyr\b": ("MYR",),
    r"(?<=\d)\$\d\d\b|\bcve\b|\bescudos?\b|\becv\b": ("CVE",),
    r"us\$|\busd\b|\$us": ("USD",),
    r"r\$|\bbrl\b": ("BRL",),
    r"\$": DOLLARS,
    r"£|\bgbp\b": ("GBP",),
    r"\bkmf\b|\bfc\b(?=\s*$)": ("KMF", "CDF"),
    r"\bmad\b|(?<=\d)\s?dhs?\b": ("MAD", "AED"),
    r"\btnd\b|(?<=\d)\s?dt\b": ("TND",),
    r"\bdzd\b|(?<=\d)\s?da\b": ("DZD",),
    r"\bgnf\b|\bfg\b": ("GNF",),
    r"\bmga\b|\bariary\b|(?<=\d)\s?ar\b|\bar(?=\s?\d)": ("MGA",),
    r"\bcdf\b": ("CDF",),
    r"\bhtg\b|\bgourdes?\b": ("HTG",),
    r"₦|\bngn\b": ("NGN",),
    r"₵|\bghs\b": ("GHS",),
    r"₹|\binr\b|\brs\b": ("INR",),
    r"₫|\bvnd\b": ("VND",),
    r"\bkes\b|\bksh\b": ("KES",),
    r"\bchf\b": ("CHF",),
    r"\bmur\b": ("MUR",),
    r"\bmru\b": ("MRU",),
    r"\bcad\b": ("CAD",),
    r"(?<=\d)\s?f\b(?!\s?\w)": (*CFA, "GNF", "KMF", "CDF", "DJF"),
}
"""What is printed beside amounts, and the currencies it may mean, the likeliest first."""
WHOLE = frozenset({"XOF", "XAF", "KMF", "GNF", "MGA", "VND", "CDF", "RWF", "BIF", "DJF"})
"""Money that has no cents, or whose cents nobody prints."""
SURE, LIKELY, GUESSED = 0.97, 0.75, 0.4


@cache
def _looks() -> tuple[tuple[re.Pattern[str], tuple[str, ...]], ...]:
    return tuple((re.compile(sign, re.IGNORECASE), codes) for sign, codes in SIGNS.items())


@cache
def _places() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((code, _any_of(words)) for code, (_, words) in COUNTRIES.items())


def _any_of(words: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(re.escape(word.strip()) for word in words.split('|'))})\b")


def country(rows: Sequence[Row]) -> str | None:
    """The country (ISO 3166) that most words on the paper tell; None where none does."""
    words = " ".join(words_of(row.text) for row in rows)
    seen = Counter({code: len(set(look.findall(words))) for code, look in _places() if look.search(words)})
    return seen.most_common(1)[0][0] if seen else None


def currency(rows: Sequence[Row], expected: str | None = None) -> Found[str] | None:
    """The currency (ISO 4217). `expected`: the country where the person is, for a sign that several share."""
    here = country(rows)
    homes = [COUNTRIES[code][0] for code in (here, expected) if code in COUNTRIES]
    votes: Counter[tuple[str, ...]] = Counter()
    for row in rows:
        votes.update(_of(row.text))
    if not votes:
        return Found(homes[0], LIKELY if here else GUESSED) if homes else None
    codes = votes.most_common(1)[0][0]
    settled = next((home for home in homes if home in codes), codes[0])
    sure = SURE if len(codes) == 1 else LIKELY + 0.15 if settled in homes else GUESSED
    return Found(settled, sure, tuple(code for code in codes if code != settled)[:3])


def _of(text: str) -> Counter[tuple[str, ...]]:
    """The signs of a row: the first of the table that fits takes the place from the others."""
    found: Counter[tuple[str, ...]] = Counter()
    for look, codes in _looks():
        text, times = look.subn(" ", text)
        if times:
            found[codes] += times
    return found

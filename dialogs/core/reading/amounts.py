"""Amounts of money as people write them: what currency is named, and what number is left.

amounts("1.400,50 euros", "fr", ("EUR",), "EUR")  one reading, 1400.50 EUR
amounts("15.000 FCFA", "fr", ("XOF", "XAF"), ..)  two readings: West or Central Africa
amounts("cent euros vingt", "fr", ("EUR",), ..)   one reading, 100.20 EUR, to be asked: no word for cents is said

The name of the currency stays in the text as a mark, so that numbers on its two sides are never read as one.
"""

import re
from collections.abc import Sequence, Set
from dataclasses import dataclass, replace
from decimal import Decimal

from dialogs.core.reading.currencies import LONGEST_FIRST, SIGNS, WORDS
from dialogs.core.reading.letters import loose, vocabulary
from dialogs.core.reading.matching import unique
from dialogs.core.reading.numerals import Heard, decimals_of, heard, whole
from dialogs.core.text import Money

CENTS_AFTER_SIGN = re.compile(r"(\d)\s*€\s*(\d{2})(?!\d)")
CIFRAO = re.compile(r"(\d)\$(\d{2})(?!\d)")
MILLIONS = re.compile(r"(\d)\s*m\s?(?=€|\$|eur\b|usd\b|f?cfa\b)")
"""12€50 is 12,50 €; 1.400$00 is how Cabo Verde writes escudos; 2 M€ is two million."""

MARK = "¤"
CENTS = vocabulary("centime centimes cent cents centimo centimos centavo centavos سنتيم سنتيمات سنتا سنت")
OF_EURO = re.compile(r"\b(cents?|centimos?|centimes?|centavos?) (?:d'|de |of (?:a )?)euros?\b")
"""50 centimes d'euro: the euro is no second currency there."""
AND = re.compile(r"^(?:(?:et|and|y|e|con|com|with|avec|و)(?![^\W_])|و(?=\d)) ?")
NOTHING = Heard((Decimal(0),), False, ())

ARTICLES = ("le", "l")
"""Le is also the sign of the leone."""

WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class Amounts:
    """The readings of one amount. `named`: every currency its words may mean, allowed or not; empty when none."""

    readings: tuple[Money, ...]
    named: tuple[str, ...]
    several: bool
    rest: tuple[str, ...]


def amounts(text: str, lang: str, currencies: Sequence[str], default: str) -> Amounts:
    """What amount a text may be, in the `currencies` that are allowed, exact whatever their decimals."""
    codes, bare = currency(text[:1000], currencies)
    allowed = unique(code for code in codes if code in currencies) if codes else (default,)
    found = with_cents(bare, lang) or _unmarked(heard(bare, lang))
    if found.rest and not codes and (sign := foreign(text[:200])):
        return Amounts((), (sign,), found.several, found.rest)
    pairs = ((value, code) for code in allowed for value in _written_so(found, code))
    return Amounts(tuple(Money(value, code) for value, code in pairs), codes, found.several, found.rest)


def _unmarked(found: Heard) -> Heard:
    return replace(found, rest=tuple(word for word in found.rest if word != MARK))


def _written_so(found: Heard, code: str) -> tuple[Decimal, ...]:
    """The readings that the currency allows: 15.000 FCFA is fifteen thousand."""
    return (found if decimals(code) else whole(found)).values


def with_cents(text: str, lang: str) -> Heard | None:
    """`100 ¤ et 50 centimes`, `100 ¤ 50`, `50 centimes`: with its cents. None when the text is not written so.

    Without a word for cents it is doubtful (`rest` is not empty), and so is « mille euros cinq cents ».
    """
    *before, side = re.split(rf"\s*{MARK}[\s{MARK}]*", text.strip())
    if len(before) > 1 or not all(before):
        return None
    units = heard(before[0], lang) if before else NOTHING
    words = AND.sub("", side).split() or [""]
    said = words[-1] in CENTS
    cents = heard(" ".join(words[:-1] if said else words), lang)
    if not (before or said) or cents.rest or not _units(units) or not _units(cents) or not 0 < cents.values[0] < 100:
        return None
    return _added(units, cents.values[0], words, heard(" ".join(words), lang) if said else None)


def _added(units: Heard, cents: Decimal, words: Sequence[str], plain: Heard | None) -> Heard | None:
    """Units and cents in one. `plain`: the same words when « cents » may be hundreds."""
    value = units.values[0] + cents / 100
    if plain is None or not _units(plain) or plain.rest:
        return replace(units, values=(value,), rest=(*units.rest, *(words if plain is None else ())))
    both = (value, units.values[0] + plain.values[0])
    return None if units is NOTHING else replace(units, values=both, rest=(*units.rest, *words))


def _units(found: Heard) -> bool:
    return len(found.values) == 1 and not found.several and found.values[0] % 1 == 0


def currency(text: str, currencies: Sequence[str]) -> tuple[tuple[str, ...], str]:
    """The currencies a text may name, and the text with a mark in the place of their names.

    An ISO code counts when it is allowed, or in capitals: "all" and "try" are words before they are currencies.
    """
    known = {*currencies, *(word for word in WORD.findall(text) if word.isupper() and iso(word))}
    text = MILLIONS.sub(r"\1 million ", CENTS_AFTER_SIGN.sub(r"\1,\2 €", OF_EURO.sub(r"\1", loose(text))))
    if CIFRAO.search(text):
        return ("CVE",), CIFRAO.sub(r"\1,\2 ", text)
    for name, codes in (*LONGEST_FIRST, *SIGNS.items()):
        if name in text:
            return _further(codes, text.replace(name, f" {MARK} "), known)
    return _further((), text, known)


def _further(codes: tuple[str, ...], text: str, known: Set[str]) -> tuple[tuple[str, ...], str]:
    """Take the currency words out too. Of two names that disagree, the second stays in the text, to be asked about."""
    for word in WORD.findall(text):
        more = WORDS.get(word) or ((word.upper(),) if word.upper() in known else ())
        both = tuple(code for code in more if not codes or code in codes)
        if both:
            codes, text = both, re.sub(rf"(?<![^\W\d_]){re.escape(word)}(?![^\W\d_])", f" {MARK} ", text, count=1)
    return codes, text


def foreign(text: str) -> str | None:
    """A currency that is none of ours but that price-parser knows, as it is written: 20 zł."""
    from price_parser import Price

    sign = Price.fromstring(text).currency
    return sign if sign and loose(sign) not in ARTICLES else None


def iso(word: str) -> bool:
    """Whether these are the three letters of an ISO 4217 code."""
    from babel.numbers import is_currency

    return len(word) == 3 and word.isascii() and is_currency(word)


def decimals(code: str) -> int:
    """How many decimals the currency has: 2 for EUR, 0 for XOF, 3 for TND (CLDR)."""
    from babel.numbers import get_currency_precision

    return int(get_currency_precision(code))


def fits(money: Money) -> bool:
    """Whether the amount has no more decimals than its currency."""
    return decimals_of(money.amount) <= decimals(money.currency)


def settled(money: Money) -> Money:
    """The same amount with exactly the decimals of its currency."""
    step = Decimal(1).scaleb(-decimals(money.currency))
    return Money(money.amount.quantize(step), money.currency)

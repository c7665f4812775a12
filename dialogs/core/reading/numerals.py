"""Numbers as people write them: digits of any script, thousands separators, words of five languages.

heard("1 400", "fr").values  == (1400,)
heard("1.400", "fr").values  == (1400, 1.4)     two readings of one number: it has to be asked
heard("mille deux", "fr").values == (1002, 1200)  many say it for twelve hundred
heard("deux mille", "fr"), heard("mil", "pt"), heard("خمسة وعشرون", "ar")
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from dialogs.core.reading.letters import folded, loose
from dialogs.core.reading.matching import unique

LONGEST_RUN = 21
MOST_TOKENS = 40
LONGEST_SPELLED = 12
MOST_FACTORS = 2
SPOKEN = ("fr", "en", "es", "pt")
"""The languages text2num knows and the bot speaks; Arabic has its own small table below."""

TOKEN = re.compile(r"(?<![\w.,'-])-?\d+(?:[.,']\d+| \d{3}(?!\d))*|\d+(?:[.,']\d+| \d{3}(?!\d))*|[^\W\d_]+|[^\s\w]|_")

THOUSAND, MILLION = Decimal(1000), Decimal(1_000_000)
MULTIPLIERS: Mapping[str, Decimal] = {
    **dict.fromkeys(("k", "mille", "mil", "thousand", "الف", "الاف", "الفا"), THOUSAND),
    **dict.fromkeys(("million", "millions", "millon", "millones", "milhao", "milhoes", "مليون", "ملايين"), MILLION),
}
COLLECTIVES: Mapping[str, Decimal] = {
    **dict.fromkeys(("dizaine", "dizaines", "decena", "decenas", "dezena", "dezenas"), Decimal(10)),
    **dict.fromkeys(("douzaine", "douzaines", "dozen", "dozens", "docena", "docenas", "duzia", "duzias"), Decimal(12)),
    **dict.fromkeys(("quinzaine", "quincena", "quinzena"), Decimal(15)),
    **dict.fromkeys(("vingtaine", "score"), Decimal(20)),
    **dict.fromkeys(("trentaine",), Decimal(30)),
    **dict.fromkeys(("quarantaine",), Decimal(40)),
    **dict.fromkeys(("cinquantaine",), Decimal(50)),
    **dict.fromkeys(("centaine", "centaines", "centena", "centenas", "centenar", "centenares"), Decimal(100)),
    **dict.fromkeys(("millier", "milliers", "millar", "millares", "milhar", "milhares"), THOUSAND),
}
"""Round numbers that are only about so many: what they give is always read back."""

ABOUT = """
    environ about around roughly approximately cerca aproximadamente unos unas soit a peu pres de d des du of
    حوالي تقريبا نحو
"""
FILLERS = frozenset((*ABOUT.split(), *'~≈=:.!,;()"«»'))

RESTORED: Mapping[str, Mapping[str, str]] = {
    "fr": {"zero": "zéro"},
    "en": {},
    "es": {
        "dieciseis": "dieciséis",
        "veintidos": "veintidós",
        "veintitres": "veintitrés",
        "veintiseis": "veintiséis",
        "millon": "millón",
    },
    "pt": {"milhao": "milhão", "milhoes": "milhões"},
}
"""Accents that text2num insists on."""

ARABIC = {
    folded(name): value
    for value, names in {
        0: "صفر",
        1: "واحد واحدة",
        2: "اثنان اثنين اثنتان اثنتين اثنا اثنتا اثني جوج",
        3: "ثلاثة ثلاث تلاتة",
        4: "أربعة أربع",
        5: "خمسة خمس",
        6: "ستة ست",
        7: "سبعة سبع",
        8: "ثمانية ثماني ثمان تمانية",
        9: "تسعة تسع",
        10: "عشرة عشر",
        11: "أحدعشر حداش",
        20: "عشرون عشرين",
        30: "ثلاثون ثلاثين",
        40: "أربعون أربعين",
        50: "خمسون خمسين",
        60: "ستون ستين",
        70: "سبعون سبعين",
        80: "ثمانون ثمانين",
        90: "تسعون تسعين",
        100: "مئة مائة مية",
        200: "مئتان مئتين مائتان مائتين ميتين",
        300: "ثلاثمئة ثلاثمائة",
        400: "أربعمئة أربعمائة",
        500: "خمسمئة خمسمائة",
        600: "ستمئة ستمائة",
        700: "سبعمئة سبعمائة",
        800: "ثمانمئة ثمانمائة ثمانيمئة",
        900: "تسعمئة تسعمائة",
        1000: "ألف آلاف ألفا",
        2000: "ألفان ألفين",
        1_000_000: "مليون ملايين",
        2_000_000: "مليونان مليونين",
    }.items()
    for name in names.split()
}
ARABIC[folded("أحد")] = ARABIC[folded("إحدى")] = 1

DIGITS = {
    name: value for value, name in enumerate(("deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf"), 2)
}
ROUNDS = frozenset({"mille", "million", "millions"})
"""In French, « mille deux » is 1002 in a school book and 1200 at the market."""


@dataclass(frozen=True, slots=True)
class Heard:
    """The numbers in a text. One number with two readings, or `several` numbers; `rest`: the words that are neither."""

    values: tuple[Decimal, ...]
    several: bool
    rest: tuple[str, ...]


def decimals_of(value: Decimal) -> int:
    """How many figures stand after the point, trailing zeros apart."""
    exponent = value.normalize().as_tuple().exponent
    return max(-exponent, 0) if isinstance(exponent, int) else 0


def whole(found: Heard) -> Heard:
    """The same, where there are no decimals: 15.000 can only be fifteen thousand."""
    if found.several:
        return found
    integers = tuple(value for value in found.values if value.as_tuple().exponent == 0)
    return replace(found, values=integers or found.values[:1])


def heard(text: str, lang: str) -> Heard:
    """Every number in `text`, digits first, words in the person's language and in French, then in the others."""
    tokens = _tokens(text)
    found = _heard(tokens, (lang, "fr"))
    return found if found.values else _heard(tokens, (*SPOKEN, "ar"))


def _tokens(text: str) -> list[str]:
    unhyphened = re.sub(r"(?<=[^\W\d_])[-'](?=[^\W\d_])", " ", loose(text[:1000]))
    return TOKEN.findall(unhyphened)[:MOST_TOKENS]


def _heard(tokens: Sequence[str], langs: Sequence[str]) -> Heard:
    terms: list[tuple[Decimal, ...]] = []
    rest: list[str] = []
    for values, words in _terms(tokens, langs):
        if values:
            terms.append(values)
        rest += words
    if len(terms) == 1:
        return Heard(terms[0], False, tuple(rest))
    return Heard(unique(value for term in terms for value in term), bool(terms), tuple(rest))


def _terms(tokens: Sequence[str], langs: Sequence[str]) -> Iterator[tuple[tuple[Decimal, ...], list[str]]]:
    """Each number with the doubtful words in it, and each other word alone."""
    place = 0
    while place < len(tokens):
        values, size, doubtful = _number_at(tokens, place, langs)
        if size:
            yield values, doubtful
        elif tokens[place] not in FILLERS:
            yield (), [tokens[place]]
        place += size or 1


def _number_at(tokens: Sequence[str], place: int, langs: Sequence[str]) -> tuple[tuple[Decimal, ...], int, list[str]]:
    """The number that begins at `place`: its readings, how many tokens it takes, the words that make it approximate."""
    values, size = _simple_at(tokens, place, langs)
    doubtful: list[str] = []
    if not size:
        return (), 0, doubtful
    for _time in range(MOST_FACTORS):
        if not (factor := _factor(_at(tokens, place + size))):
            break
        short = tokens[place + size] == "k"
        doubtful += [tokens[place + size]] if tokens[place + size] in COLLECTIVES else []
        values, size = tuple(value * factor for value in values), size + 1
        more, used = _simple_at(tokens, place + size, langs)
        if used and len(more) == 1 and 0 < more[0] < factor and _factor(_at(tokens, place + size + used)) is None:
            values, size = _after(values, more[0], factor, short), size + used
    return values, size, doubtful


def _after(values: Sequence[Decimal], more: Decimal, factor: Decimal, short: bool) -> tuple[Decimal, ...]:
    """`2k5` is 2005 or 2500: a lone digit may count what comes next below the thousand, or the units."""
    plain = tuple(value + more for value in values)
    doubtful = more < 100 if short else 1 < more < 10 <= factor
    return unique((*plain, *(value + more * factor / (10 if more < 10 else 100) for value in values if doubtful)))


def _at(tokens: Sequence[str], place: int) -> str:
    return tokens[place] if place < len(tokens) else ""


def _factor(token: str) -> Decimal | None:
    return MULTIPLIERS.get(token) or COLLECTIVES.get(token)


def _simple_at(tokens: Sequence[str], place: int, langs: Sequence[str]) -> tuple[tuple[Decimal, ...], int]:
    token = _at(tokens, place)
    if token.lstrip("-")[:1].isdecimal():
        return plain(token), 1
    for size in range(min(LONGEST_SPELLED, len(tokens) - place), 0, -1):
        words = tokens[place : place + size]
        if all(word.isalpha() for word in words) and (value := spelled(words, langs)) is not None:
            return _meant(words, Decimal(value)), size
    return (), 0


def _meant(words: Sequence[str], value: Decimal) -> tuple[Decimal, ...]:
    """What a number in words may mean: a lone digit after mille or million, the units or what comes below."""
    digit = DIGITS.get(words[-1]) if len(words) > 1 and words[-2] in ROUNDS else None
    if digit is None:
        return (value,)
    return value, value + digit * (MULTIPLIERS[words[-2]] / 10 - 1)


def plain(run: str) -> tuple[Decimal, ...]:
    """The readings of one run of digits and separators (`1.400,50`): the likeliest first, none if it is no number."""
    sign, run = (-1, run[1:]) if run.startswith("-") else (1, run)
    if len(run) > LONGEST_RUN:
        return ()
    return tuple(sign * value for value in _unsigned(run))


def _unsigned(run: str) -> tuple[Decimal, ...]:
    marks = [char for char in run if char in ".,"]
    spaced = "'" in run or " " in run
    if len(set(marks)) == 2:
        return _decimal(run, marks[-1], marks[0])
    if len(marks) == 1 and not spaced:
        return unique((*_grouped(run, marks[0]), *_decimal(run, marks[0], "")))
    if len(marks) == 1:
        return _decimal(run, marks[0], "' ")
    return _grouped(run, ".,' ")


def _decimal(run: str, point: str, grouping: str) -> tuple[Decimal, ...]:
    whole, _point, cents = run.rpartition(point)
    if run.count(point) != 1 or not cents.isdecimal():
        return ()
    return tuple(value + Decimal(f"0.{cents}") for value in _grouped(whole, grouping))


def _grouped(run: str, grouping: str) -> tuple[Decimal, ...]:
    """`1 400`, `1.400.000`: groups of three after a first one that is not zero; or no separator at all."""
    head, *groups = re.split(f"[{re.escape(grouping)}]", run) if grouping else [run]
    if not head.isdecimal() or (groups and (len(head) > 3 or head.startswith("0"))):
        return ()
    if not all(len(group) == 3 and group.isdecimal() for group in groups):
        return ()
    return (Decimal("".join((head, *groups))),)


def spelled(words: Sequence[str], langs: Sequence[str]) -> int | None:
    """The whole number these folded words say in one of `langs`, if they do."""
    for lang in langs:
        value = arabic(words) if lang == "ar" else _text2num(words, lang)
        if value is not None:
            return value
    return None


def _text2num(words: Sequence[str], lang: str) -> int | None:
    from text_to_num import text2num

    if lang not in RESTORED:
        return None
    try:
        return int(text2num(" ".join(RESTORED[lang].get(word, word) for word in words), lang))
    except ValueError:
        return None


def arabic(words: Sequence[str]) -> int | None:
    """`خمسة وعشرون` is 25: units before tens, joined by و; ألف and مليون multiply what stands before them.

    None for words that are several numbers side by side: `سبعة ثمانية` is seven, then eight.
    """
    total = part = 0
    for word in words:
        bound = word not in ARABIC and word.startswith("و")
        value = ARABIC.get(word[1:] if bound else word)
        if value is None or (value == 0 and len(words) > 1):
            return None
        joined = (_added if value < 1000 else _scaled)(total, part, value, bound)
        if joined is None:
            return None
        total, part = joined
    return total + part


def _added(total: int, part: int, value: int, bound: bool) -> tuple[int, int] | None:
    """Join what is below a thousand: where the size falls, in teens, and on both sides of و."""
    units, tens = part % 10, part % 100
    if value == 100 and 1 < part < 10 and not bound:
        return total, part * 100
    teen = 0 < tens < 10 and value == 10 and not bound
    tens_after_units = 0 < tens < 10 and 20 <= value < 100 and bound
    units_after_tens = tens >= 20 and not units and value < 10 and bound
    falls = part == 0 or (tens == 0 and value < 100)
    return (total, part + value) if teen or tens_after_units or units_after_tens or falls else None


def _scaled(total: int, part: int, value: int, bound: bool) -> tuple[int, int] | None:
    """Join thousands or millions, each smaller than what was said before: مليون وألف."""
    step = 1000 if value < 1_000_000 else 1_000_000
    dual = value != step
    if (part and (bound or dual)) or (total and (step == 1_000_000 or total % 1_000_000)):
        return None
    return total + (part or 1) * value, 0


__all__ = ["Heard", "decimals_of", "heard", "plain", "spelled", "whole"]

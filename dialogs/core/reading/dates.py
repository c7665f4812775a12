"""Dates as people write them. Strict forms are read here; dateparser reads the rest, and what it says is always asked.

What is certain, and what is read back:

- A day, a month and a year of four digits are certain, and so are today, tomorrow, yesterday and their neighbours.
- Figures are day first in French, Spanish, Portuguese and Arabic; in English, where both orders are used, figures that
  have two readings are asked.
- A year that is missing is the next to come (or the last past one, when `prefer` is "past"). It is certain when that
  day is at most 183 days away, or falls on the day of the week that was said; beyond, it is read back beside the
  nearest one on the other side of today.
- Everything else (next Monday, in two weeks, a year of two figures that contradicts `prefer`, words left over, a month
  misspelt) is read back.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Literal

from dialogs.core.kind import Refused
from dialogs.core.reading.calendar_words import (
    ALSO_NUMBERS,
    EARLIER,
    FILLERS,
    HIJRI,
    LAST,
    LATER,
    MONTHS,
    MONTHS_OF_TWO_WORDS,
    NEAR_DAYS,
    NEXT,
    UNITS,
    WEEKDAYS,
)
from dialogs.core.reading.letters import fold, loose
from dialogs.core.reading.matching import unique
from dialogs.core.reading.numerals import spelled
from dialogs.core.text import Text, _

Prefer = Literal["future", "past"]

OBVIOUS = timedelta(days=183)
LONGEST = 100
FIRST_YEAR, LAST_YEAR = 1900, 2100
SHORTEST_TYPO, MONTH_ALIKE = 4, 80.0
LANGUAGES = ("fr", "en", "es", "pt", "ar")

TOKEN = re.compile(
    r"(?P<iso>\d{4}([-/.])\d{1,2}\2\d{1,2})(?!\d)"
    r"|(?P<dmy>\d{1,2}([-/.])\d{1,2}\4\d{2,4})(?!\d)"
    r"|(?P<dm>\d{1,2}([-/.])\d{1,2})(?!\d|\6\d)"
    r"|(?P<num>\d{1,8})(?!\d)(?:(?:er|re|ere|eme|st|nd|rd|th|e|o|a)\b)?"
    r"|(?P<word>[^\W\d_]+)"
    r"|(?P<mark>[^\s\w]|_|\d+)"
)


@dataclass(frozen=True, slots=True)
class Days:
    """The days a text may mean, the likeliest first; `sure` when it can only be the first."""

    days: tuple[date, ...]
    sure: bool


@dataclass(frozen=True, slots=True)
class Written:
    """A date as it stands in a text. `figures`: the month is a figure too, and may have been written first.

    `month_first`: June 15, which in languages that do not write so may be June 2015. `run_together`: 15062026.
    """

    day: int
    month: int | None = None
    year: int | None = None
    figures: bool = False
    month_first: bool = False
    run_together: bool = False
    short_year: bool = False


@dataclass(frozen=True, slots=True)
class Scanned:
    """The dates of a text in their order, the day of the week it says, the words that are none of that."""

    dates: tuple[Written, ...]
    weekday: int | None
    rest: tuple[str, ...]
    month: int | None = None


@dataclass(frozen=True, slots=True)
class Token:
    """A word or a figure, and what it may be in a date."""

    sort: str
    text: str


def days(text: str, lang: str, today: date, prefer: Prefer = "future") -> Days:
    """The days that `text` may mean. Raises `Refused`, with what is missing, when it means none."""
    if len(text) > LONGEST:
        raise Refused(_("Écrivez seulement la date, par exemple « 12 mars 2026 »."))
    near = relative(text, lang, today, prefer)
    return near or _written(text, lang, today, prefer)


def _written(text: str, lang: str, today: date, prefer: Prefer) -> Days:
    found = scan(text, lang)
    if not found.month and not any(date.month for date in found.dates) and (spelt := _respelt(text)):
        return replace(_written(spelt, lang, today, prefer), sure=False)
    if set(found.rest) & HIJRI:
        raise Refused(_("Je ne lis que le calendrier grégorien. Donnez la date ainsi : 12/03/2026."))
    dates = [written for written in found.dates if written.month or not found.rest]
    if not dates:
        return _unread(text, found, lang, today, prefer)
    resolved = [resolve(written, lang, today, prefer, found.weekday) for written in dates]
    sure = len(dates) == 1 and resolved[0].sure and not found.rest
    return Days(unique(day for one in resolved for day in one.days)[:5], sure)


def _respelt(text: str) -> str | None:
    """The text with its misspelt month put right; None when no word is nearly a month."""
    from rapidfuzz import fuzz, process

    long_names = [name for name in MONTHS if len(name) >= SHORTEST_TYPO]
    for word in fold(text).split():
        known = len(word) < SHORTEST_TYPO or word in WEEKDAYS or word in FILLERS or word in UNITS
        if not known and (near := process.extractOne(word, long_names, scorer=fuzz.ratio, score_cutoff=MONTH_ALIKE)):
            return loose(text).replace(word, near[0], 1)
    return None


def _unread(text: str, found: Scanned, lang: str, today: date, prefer: Prefer) -> Days:
    if found.month and (found.rest or not found.dates):
        raise Refused(_("Il me faut un jour précis : par exemple « 12 mars 2026 »."))
    if guessed := dateparsed(text, lang, today, prefer):
        return Days((guessed,), False)
    raise Refused(_("Je ne reconnais pas de date. Écrivez-la ainsi : 12 mars 2026, ou 12/03/2026."))


# -- the words and figures of a date -------------------------------------------------------------------------------


def scan(text: str, lang: str) -> Scanned:
    """Find the dates written in a text, whole or without their year, their month."""
    tokens = list(_tokens(text, lang))
    dates: list[Written] = []
    rest: list[str] = []
    month: int | None = None
    place = 0
    while place < len(tokens):
        written, size = _at(tokens, place)
        if written:
            dates.append(written)
        elif tokens[place].sort == "month":
            month = MONTHS[tokens[place].text]
        elif tokens[place].sort != "weekday":
            rest.append(tokens[place].text)
        place += size or 1
    weekday = next((WEEKDAYS[token.text] for token in tokens if token.sort == "weekday"), None)
    return Scanned(tuple(dates), weekday, tuple(rest), month)


def _tokens(text: str, lang: str) -> Iterator[Token]:
    """Words and figures, each with what it may be; what joins them (of, de, commas) left out."""
    plain = re.sub(r"(?<=\d)\s*([/.])\s*(?=\d)", r"\1", loose(text[:LONGEST]))
    for two, one in MONTHS_OF_TWO_WORDS:
        plain = plain.replace(two, one)
    found = [Token(match.lastgroup or "mark", match[0]) for match in TOKEN.finditer(plain)]
    named = sum(1 for token in found if token.text in MONTHS)
    words = [_named(token, alone=named == 1) for token in found]
    return (token for token in _spelled(words, lang) if token.text not in FILLERS)


def _named(token: Token, alone: bool) -> Token:
    if token.sort != "word":
        return token
    if token.text in MONTHS and (alone or token.text not in ALSO_NUMBERS):
        return replace(token, sort="month")
    if token.text in WEEKDAYS:
        return replace(token, sort="weekday")
    return token


def _spelled(tokens: Sequence[Token], lang: str) -> Iterator[Token]:
    """Days in words become figures: quince de junio, premier mai."""
    place = 0
    while place < len(tokens):
        size, value = _day_in_words(tokens, place, lang)
        yield Token("num", str(value)) if size else tokens[place]
        place += size or 1


FIRST = frozenset({"premier", "first", "primero", "primeiro"})


def _day_in_words(tokens: Sequence[Token], place: int, lang: str) -> tuple[int, int]:
    if tokens[place].text in FIRST:
        return 1, 1
    for size in (3, 2, 1):
        run = tokens[place : place + size]
        if len(run) < size or any(token.sort != "word" or token.text in FILLERS for token in (run[0], run[-1])):
            continue
        value = spelled([token.text for token in run], unique((lang, *LANGUAGES)))
        if value is not None and 1 <= value <= 31:
            return size, value
    return 0, 0


def _at(tokens: Sequence[Token], place: int) -> tuple[Written | None, int]:
    """The date that begins at this token, if one does, and how many tokens it takes."""
    token = tokens[place]
    match token.sort:
        case "iso":
            year, month, day = (int(part) for part in re.split(r"[-/.]", token.text))
            return Written(day, month, year), 1
        case "dmy":
            return _in_figures(*re.split(r"[-/.]", token.text)), 1
        case "dm":
            return _in_figures(*re.split(r"[-/.]", token.text)), 1
        case "num":
            return _from_number(tokens, place)
        case "month":
            return _from_month(tokens, place)
    return None, 0


def _in_figures(day: str, month: str, year: str = "") -> Written:
    return Written(int(day), int(month), int(year) if year else None, figures=True, short_year=0 < len(year) < 4)


def _from_number(tokens: Sequence[Token], place: int) -> tuple[Written | None, int]:
    figure = _figure(tokens[place])
    if len(figure) > 2:
        return _compact(figure) if len(figure) == 8 else (None, 0)
    if _sort(tokens, place + 1) == "month":
        year, size = _year(tokens, place + 2)
        return Written(int(figure), MONTHS[tokens[place + 1].text], year, short_year=_short(year)), 2 + size
    year, size = _year(tokens, place + 1, short=False)
    return Written(int(figure), None, year), 1 + size


def _from_month(tokens: Sequence[Token], place: int) -> tuple[Written | None, int]:
    """June 15, June 15 2026."""
    if _sort(tokens, place + 1) != "num" or len(_figure(tokens[place + 1])) > 2:
        return None, 0
    year, size = _year(tokens, place + 2)
    day = int(_figure(tokens[place + 1]))
    return Written(day, MONTHS[tokens[place].text], year, month_first=True, short_year=_short(year)), 2 + size


def _compact(figure: str) -> tuple[Written | None, int]:
    """15062026, 20260615."""
    if FIRST_YEAR <= int(figure[:4]) <= LAST_YEAR and int(figure[4:6]) <= 12:
        return Written(int(figure[6:]), int(figure[4:6]), int(figure[:4]), run_together=True), 1
    return Written(int(figure[:2]), int(figure[2:4]), int(figure[4:]), run_together=True), 1


def _sort(tokens: Sequence[Token], place: int) -> str:
    return tokens[place].sort if place < len(tokens) else ""


def _figure(token: Token) -> str:
    found = re.match(r"\d+", token.text)
    return found[0] if found else ""


def _year(tokens: Sequence[Token], place: int, short: bool = True) -> tuple[int | None, int]:
    """A year of four figures, or of two when nothing follows (14 in "12 mars 14h" is an hour)."""
    if _sort(tokens, place) != "num":
        return None, 0
    figure = _figure(tokens[place])
    last = place + 1 == len(tokens) and figure == tokens[place].text
    if len(figure) == 4 or (short and len(figure) == 2 and last):
        return int(figure), 1
    return None, 0


def _short(year: int | None) -> bool:
    return year is not None and year < 100


# -- from what is written to days ----------------------------------------------------------------------------------


def resolve(written: Written, lang: str, today: date, prefer: Prefer, weekday: int | None = None) -> Days:
    """The days one written date may be. Raises `Refused` when there is no such day."""
    orders = [(order, day) for order in _orders(written, lang) if (day := _in_year(order, today, prefer))]
    if not orders:
        raise Refused(_impossible(written))
    candidates = unique(day for _order, found in orders for day in found.days)
    foreign = lang != "en" and (_american(written) or (written.month_first and written.year is None))
    sure = len(orders) == 1 and orders[0][1].sure and not foreign and not written.run_together
    if weekday is not None:
        fitting = tuple(day for day in candidates if day.weekday() == weekday)
        return Days(fitting or candidates, len(fitting) == 1 and len(orders) == 1)
    return Days(candidates, sure)


def _orders(written: Written, lang: str) -> tuple[Written, ...]:
    """Day first; in English figures may be month first too, and elsewhere only when nothing else makes a date."""
    swapped = replace(written, day=written.month or 0, month=written.day)
    if not written.figures or written.month is None or written.day == written.month:
        return (written,)
    if lang == "en":
        return (written, swapped)
    return (swapped,) if _american(written) else (written,)


def _american(written: Written) -> bool:
    return written.figures and (written.month or 0) > 12 and written.day <= 12


def _in_year(written: Written, today: date, prefer: Prefer) -> Days | None:
    """The day in its year; None when there is no such day."""
    if written.month is None:
        return _in_month(written.day, today, prefer)
    if written.year is not None:
        return _dated(written, written.year, today, prefer)
    around = [day for year in range(today.year - 8, today.year + 9) if (day := _day(year, written.month, written.day))]
    coming = next((day for day in around if day >= today), None)
    past = next((day for day in reversed(around) if day <= today), None)
    near, far = (coming, past) if prefer == "future" else (past, coming)
    if near is None or far is None:
        return None
    return Days((near,), True) if abs(near - today) <= OBVIOUS else Days((near, far), False)


def _dated(written: Written, year: int, today: date, prefer: Prefer) -> Days | None:
    """A year of two figures is of this century, or of the last one for a past that has not come yet."""
    if written.short_year:
        year += 1900 if prefer == "past" and 2000 + year > today.year else 2000
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Refused(_("Vérifiez l'année, s'il vous plaît : écrivez-la avec quatre chiffres."))
    day = _day(year, written.month or 0, written.day)
    odd = day is not None and written.short_year and ((day < today) if prefer == "future" else (day > today))
    return Days((day,), not odd) if day else None


def _in_month(number: int, today: date, prefer: Prefer) -> Days | None:
    """ "Le 15": the next 15th, or the last one; read back."""
    step = 1 if prefer == "future" else -1
    span = (today + timedelta(days=step * away) for away in range(62))
    found = next((day for day in span if day.day == number), None)
    return Days((found,), False) if found else None


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _impossible(written: Written) -> Text:
    if written.month is not None and not 1 <= written.month <= 12:
        return _("Cette date n'existe pas : il n'y a pas de mois {month}. Vérifiez-la.", month=written.month)
    if written.year is not None and written.day == 29 and written.month == 2:
        return _("Cette date n'existe pas : cette année-là, février a 28 jours. Vérifiez-la.")
    return _("Cette date n'existe pas : ce mois n'a pas de jour {day}. Vérifiez-la.", day=written.day)


# -- today, next Monday, in two weeks ------------------------------------------------------------------------------


def relative(text: str, lang: str, today: date, prefer: Prefer) -> Days | None:
    """A day told from today, or None."""
    plain = fold(text)
    if (away := NEAR_DAYS.get(plain.replace(" ", ""))) is not None:
        return Days((today + timedelta(days=away),), True)
    return _weekday(plain, today, prefer) or _away(plain, lang, today)


def _weekday(plain: str, today: date, prefer: Prefer) -> Days | None:
    """Lundi, lundi prochain: the coming one, or the one after; always read back."""
    words = [word for word in plain.split() if word not in FILLERS]
    wanted = [WEEKDAYS[word] for word in words if word in WEEKDAYS]
    others = {word for word in words if word not in WEEKDAYS} - {"feira"}
    if len(wanted) != 1 or not others <= NEXT | LAST:
        return None
    back = bool(others & LAST) or (prefer == "past" and not others)
    coming = today + timedelta(days=(wanted[0] - today.weekday()) % 7 or 7)
    passed = today - timedelta(days=(today.weekday() - wanted[0]) % 7 or 7)
    week = timedelta(days=7)
    return Days((passed, passed - week) if back else (coming, coming + week), False)


def _away(plain: str, lang: str, today: date) -> Days | None:
    """Dans deux semaines, three days ago, بعد أسبوعين."""
    for marks, sign in ((EARLIER, -1), (LATER, 1)):
        for mark in marks:
            inside = f" {plain} ".replace(f" {mark} ", " ", 1).split()
            if len(inside) < len(plain.split()) and (found := duration(inside, lang)):
                return _counted(today, found, sign)
    return None


def duration(words: Sequence[str], lang: str) -> tuple[int, str] | None:
    """`two weeks`, `10 jours`, `أسبوعين`: how many of which unit, at most 2,000."""
    if not words or len(words) > 6 or not (unit := _unit(words)):
        return None
    place, (times, name) = unit
    number = [word for word in (*words[:place], *words[place + 1 :]) if word not in ("de", "the")]
    count = _count(number, lang)
    return (count * times, name) if count and count * times <= 2000 else None


def _unit(words: Sequence[str]) -> tuple[int, tuple[int, str]] | None:
    found = [(place, UNITS[word]) for place, word in enumerate(words) if word in UNITS]
    return found[-1] if len(found) == 1 else None


def _count(number: Sequence[str], lang: str) -> int | None:
    if not number or number == ["a"]:
        return 1
    if len(number) == 1 and number[0].isascii() and number[0].isdigit() and len(number[0]) < 5:
        return int(number[0])
    return spelled(number, unique((lang, *LANGUAGES)))


def _counted(today: date, length: tuple[int, str], sign: int) -> Days | None:
    """In French, huit jours are a week and quinze jours two: both readings are given."""
    count, unit = length
    candidates = [shifted(today, sign * count, unit)]
    if unit == "day" and count in (8, 15):
        candidates.append(shifted(today, sign * (count - 1), unit))
    found = unique(day for day in candidates if day)
    return Days(found, False) if found else None


def shifted(today: date, count: int, unit: str) -> date | None:
    """The day so many units away, the last of its month where it has no such day."""
    if unit in ("day", "week"):
        return today + timedelta(days=count * (7 if unit == "week" else 1))
    months = today.year * 12 + today.month - 1 + count * (12 if unit == "year" else 1)
    year, month = divmod(months, 12)
    fitting = (_day(year, month + 1, day) for day in range(today.day, today.day - 4, -1))
    return next((day for day in fitting if day), None)


# -- the rest ------------------------------------------------------------------------------------------------------


def dateparsed(text: str, lang: str, today: date, prefer: Prefer) -> date | None:
    """What dateparser makes of it. It misreads silently, so that the caller always asks."""
    import dateparser

    settings = {
        "RELATIVE_BASE": datetime.combine(today, time(12)),
        "PREFER_DATES_FROM": prefer,
        "DATE_ORDER": "DMY",
        "REQUIRE_PARTS": ["day", "month"],
        "PARSERS": ["relative-time", "absolute-time"],
    }
    try:
        found = dateparser.parse(text, languages=list(unique((lang, "fr"))), settings=settings)
    except Exception:
        return None  # the library raises many things on odd input; none of them is a date
    return found.date() if found and FIRST_YEAR <= found.year <= LAST_YEAR else None

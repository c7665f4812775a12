"""The day of a receipt: every date on the paper is a rival, weighed by where it stands and what is near.

    14/05/2026   14.05.26   2026-05-14   14 mai 2026   May 14, 2026   14MAI26   20260514

Figures are day first, save where the paper is of a country that writes the month first, or where only that makes a date.
"""

import math
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from bot.reading.boxes import Row
from bot.reading.fields.fitted import DATE, DATE_SURE
from bot.reading.fields.found import Found, chances, logistic, weighed
from bot.reading.fields.vocabulary import DATE_WORDS, NOT_THE_DATE, pattern, words_of
from dialogs.core.reading.calendar_words import MONTHS
from dialogs.core.reading.letters import folded, loose

EARLIEST = 2000
MONTH_FIRST = frozenset({"US"})

MONTH = "|".join(sorted((re.escape(name) for name in MONTHS if name.isascii() or len(name) > 2), key=len, reverse=True))
FIGURES = re.compile(
    r"(?<!\d)(?<!\d[./:])(?P<a>\d{1,2})\s?(?P<mark>[-/.'])\s?(?P<b>\d{1,2})\s?(?P=mark)\s?(?P<c>(?:19|20)\d{2}|\d{2})"
    r"(?=$|[^\d./-]|[./-](?!\d)|[0-2]\d\s?[:.hH]\s?\d\d)"
)
SPACED = re.compile(r"(?<!\d)(?<!\d[./:-])(?P<a>\d{2}) (?P<b>\d{2}) (?P<c>20\d{2})(?!\d)")
YEAR_FIRST = re.compile(
    r"(?<!\d)(?<!\d[./:-])(?P<c>(?:19|20)\d{2})\s?(?P<mark>[-/.])\s?(?P<b>\d{1,2})\s?(?P=mark)\s?(?P<a>\d{1,2})"
    r"(?=$|\D|[0-2]\d\s?[:.hH]\s?\d\d)"
)
RUN_TOGETHER = re.compile(r"(?<!\d)(?P<c>20[0-4]\d)(?P<b>0[1-9]|1[0-2])(?P<a>0[1-9]|[12]\d|3[01])(?!\d)")
WORDED = re.compile(
    rf"(?<!\d)(?P<a>\d{{1,2}})(?:er|re|st|nd|rd|th|o|a)?[\s./,-]*(?:de |of |d')?\s?(?P<month>{MONTH})"
    r"[\s./,'-]*(?:de |of |del )?\s?(?P<c>(?:19|20)\d{2}|\d{2}(?!\d|:))",
)
MONTH_THEN_DAY = re.compile(
    rf"(?<![^\W\d_])(?P<month>{MONTH})[\s./-]*(?P<a>\d{{1,2}})(?:st|nd|rd|th)?[\s,./-]+(?P<c>(?:19|20)\d{{2}}|\d{{2}}(?!\d|:))"
)
TIME = re.compile(r"(?<!\d)(?:[01]?\d|2[0-3])\s?[:hH]\s?[0-5]\d(?!\d)")
NAMED, UNWANTED = pattern(DATE_WORDS), pattern(NOT_THE_DATE)
LETTERS = str.maketrans("OoQlI|", "000111")
ALMOST = re.compile(r"(?<![^\W\d])[\dOoQlI|]{1,2}([-/.])[\dOoQlI|]{1,2}\1[\dOoQlI|]{2,4}(?![^\W\d])")


@dataclass(frozen=True)
class Seen:
    """A date on a row. `order`: its figures could be read otherwise; `full`: its year has four figures."""

    day: date
    other: date | None
    full: bool
    worded: bool
    row: int


def day(rows: Sequence[Row], today: date | None = None, country: str | None = None) -> Found[date] | None:
    """The day of the receipt. `today`: nothing was paid later; `country`: whose order of figures it follows."""
    rivals = traits(rows, today, country)
    if not rivals:
        return None
    scores = {one: weighed(seen, DATE) for one, seen in rivals.items()}
    best, *others = sorted(scores, key=lambda one: -scores[one])
    sure = logistic(weighed(doubts(best, rivals, chances(scores)), DATE_SURE))
    turned = [seen.other for seen in seen_dates(rows, country) if seen.day == best and seen.other]
    return Found(best, sure, tuple(dict.fromkeys([*turned, *others]))[:3])


def doubts(best: date, rivals: Mapping[date, Mapping[str, float]], shares: Mapping[date, float]) -> dict[str, float]:
    seen, share = rivals[best], min(max(shares[best], 1e-4), 1 - 1e-4)
    names = ("full", "worded", "either", "timed", "named", "read", "times", "future")
    return {"one": 1.0, "share": math.log(share / (1 - share)), **{name: seen[name] for name in names}}


def traits(rows: Sequence[Row], today: date | None, country: str | None) -> Mapping[date, Mapping[str, float]]:
    """Every date on the paper with what is seen of it."""
    places: dict[date, list[Seen]] = defaultdict(list)
    for seen in seen_dates(rows, country):
        places[seen.day].append(seen)
    first = min((one.row for found in places.values() for one in found), default=0)
    return {value: _traits(value, found, rows, today, first) for value, found in places.items()}


def _traits(value: date, found: Sequence[Seen], rows: Sequence[Row], today: date | None, first: int) -> dict[str, float]:
    near = [words_of(rows[one.row].text) for one in found]
    above = [words_of(rows[one.row - 1].text) if one.row else "" for one in found]
    return {
        "full": float(any(one.full for one in found)),
        "worded": float(any(one.worded for one in found)),
        "either": float(all(one.other is not None for one in found)),
        "named": float(any(NAMED.search(words) for words in near)),
        "under": float(any(NAMED.search(words) for words in above)),
        "unwanted": float(all(UNWANTED.search(words) for words in near)),
        "timed": float(any(TIME.search(rows[one.row].text) for one in found)),
        "times": math.log(len(found)),
        "first": float(any(one.row == first for one in found)),
        "late": min(one.row for one in found) / max(len(rows), 1),
        "future": float(today is not None and value > today),
        "old": float(today is not None and value.year < today.year - 10),
        "read": max(rows[one.row].confidence for one in found),
    }


def seen_dates(rows: Sequence[Row], country: str | None) -> Iterator[Seen]:
    for place, row in enumerate(rows):
        texts = [box.text for box in row.boxes]
        once = list(dict.fromkeys([*texts, *([row.text] if len(texts) > 1 else [])]))
        yield from dict.fromkeys(seen for text in once for seen in _in(text, place, country))


def _in(text: str, place: int, country: str | None) -> Iterator[Seen]:
    plain = ALMOST.sub(lambda seen: seen[0].translate(LETTERS), text)
    for found in YEAR_FIRST.finditer(plain):
        yield from _seen(found["a"], found["b"], found["c"], place, False)
    for look in (FIGURES, SPACED):
        for found in look.finditer(plain):
            yield from _figures(found, place, country)
    words = loose(plain)
    for look in (WORDED, MONTH_THEN_DAY):
        for found in look.finditer(words):
            yield from _seen(found["a"], str(MONTHS[folded(found["month"])]), found["c"], place, True)
    for found in RUN_TOGETHER.finditer(plain):
        yield from _seen(found["a"], found["b"], found["c"], place, False)


def _figures(found: re.Match[str], place: int, country: str | None) -> Iterator[Seen]:
    """Day, month, year; or month, day, year; or, with a year of two figures, year, month, day."""
    a, b, c = found["a"], found["b"], found["c"]
    orders = [(a, b, c), (b, a, c)]
    if country in MONTH_FIRST:
        orders.reverse()
    if len(c) == 2 and int(a) > 12 and not _date(a, b, c):
        orders.append((c, b, a))
    read = [value for order in orders if (value := _date(*order))]
    if read:
        other = read[1] if len(read) > 1 and read[1] != read[0] else None
        yield Seen(read[0], other, len(c) == 4, False, place)


def _seen(a: str, b: str, c: str, place: int, worded: bool) -> Iterator[Seen]:
    value = _date(a, b, c)
    if value:
        yield Seen(value, None, len(c) == 4, worded, place)


def _date(a: str, b: str, c: str) -> date | None:
    try:
        value = date(int(c) if len(c) == 4 else 2000 + int(c), int(b), int(a))
    except ValueError:
        return None
    return value if EARLIEST <= value.year <= 2099 else None

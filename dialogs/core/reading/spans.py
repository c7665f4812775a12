"""From one day to another, as people write it: du 3 au 10 avril, 3-10/04/2026, from April 3 to 10, 2026."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from dialogs.core.reading.calendar_words import MONTHS, UNITS
from dialogs.core.reading.dates import LONGEST, Days, Prefer, Written, duration, relative, resolve, scan, shifted
from dialogs.core.reading.letters import fold, loose, vocabulary
from dialogs.core.reading.matching import unique

Span = tuple[date, date]

FIGURES_THEN_DATE = re.compile(r"(?<![\d/.-])(\d{1,2}) ?- ?(?=\d{1,2}[/.]\d{1,2}[/.]\d{2,4})")
FIGURES_THEN_WORD = re.compile(r"(?<![\d/.-])(\d{1,2}) ?[-/] ?(\d{1,2})(?= (?:de |of )?([^\W\d_]+))")
WORD_THEN_FIGURES = re.compile(r"([^\W\d_]+) (\d{1,2}) ?- ?(\d{1,2})(?![\d/.-])")
"""`3-10` is the 3rd of October, unless a month is written beside it."""

JOINING = vocabulary("""
    au a to until till through hasta ate y e et and from du desde entre between de الى حتى و بين من
    inclus inclusive included
""") | frozenset("-→>/")

FOR = vocabulary("pour pendant durant for during por durante لمدة خلال")
LONGEST_LENGTH = 4
"""Words in a length: dans les vingt et un jours."""


@dataclass(frozen=True, slots=True)
class Spans:
    """The stretches a text may mean, ends included, whichever way round; `sure` when only the first."""

    spans: tuple[Span, ...]
    sure: bool


def spans(text: str, lang: str, today: date, prefer: Prefer) -> Spans | None:
    """The stretches of days in `text`; None when there are not two days in it. Raises `Refused` on impossible days."""
    if len(text) > LONGEST or relative(text, lang, today, prefer):
        return None
    if during := _during(fold(text).split(), lang, today, prefer):
        return during
    found = scan(_apart(loose(text)), lang)
    joined = set(found.rest) <= JOINING
    if len(found.dates) != 2 or not (joined or any(written.month for written in found.dates)):
        return None
    start, end = _shared(*found.dates)
    first = resolve(start, lang, today, prefer)
    pairs = [pair for day in first.days for pair in _ends(day, start, end, lang, prefer)]
    sure = joined and first.sure and len(pairs) == 1 and pairs[0][1]
    return Spans(unique(pair for pair, _sure in pairs)[:5], sure)


def dates_in(text: str, lang: str) -> int:
    """How many dates are written in a text."""
    return len(scan(_apart(loose(text[:LONGEST])), lang).dates)


def _during(words: list[str], lang: str, today: date, prefer: Prefer) -> Spans | None:
    """`3 juin pour 10 jours`, `two weeks from 3 June`: a day and a length, always read back."""
    for length, rest in _lengths(words, lang):
        found = scan(rest, lang)
        if len(found.dates) == 1 and (found.dates[0].month or set(found.rest) <= FOR):
            first = resolve(found.dates[0], lang, today, prefer)
            told = unique((day, last) for day in first.days for last in lasts(day, length, lang))
            return Spans(told[:5], False) if told else None
    return None


def _lengths(words: list[str], lang: str) -> Iterator[tuple[str, str]]:
    """Each run of words that is a length, the longest first, and the words that are left."""
    for size in range(LONGEST_LENGTH, 0, -1):
        for place in range(len(words) - size + 1):
            run = words[place : place + size]
            unit = UNITS.get(run[-1])
            if unit and (size > 1 or unit[0] > 1) and duration(run, lang):
                yield " ".join(run), " ".join(words[:place] + words[place + size :])


def _ends(day: date, start: Written, end: Written, lang: str, prefer: Prefer) -> list[tuple[Span, bool]]:
    """The ends that go with a start: the same order of figures, and the first one after it when the year is missing."""
    found: Days = resolve(end, lang, day, "future" if end.year is None else prefer)
    if start.figures and end.figures and (start.day, start.month) != (day.day, day.month):
        swapped = [last for last in found.days if (last.month, last.day) == (end.day, end.month)]
        return [((day, last), True) for last in swapped or found.days]
    if start.figures and end.figures:
        straight = [last for last in found.days if (last.day, last.month) == (end.day, end.month)]
        return [((day, last), found.sure or len(straight) == 1) for last in straight or found.days]
    return [((day, last), found.sure) for last in found.days[:1] if last >= day or end.year] or [
        ((day, last), False) for last in found.days
    ]


def _shared(start: Written, end: Written) -> tuple[Written, Written]:
    """What one date leaves out, the other says: du 3 au 10 avril 2026, du 28 décembre au 4 janvier 2026."""
    if start.month is None:
        start = replace(start, month=end.month, figures=end.figures)
    if end.month is None:
        end = replace(end, month=start.month, figures=start.figures)
    if start.year is None and end.year is not None:
        before = _over_new_year(start, end) and not start.figures
        start = replace(start, year=end.year - 1 if before else end.year, short_year=end.short_year)
    return start, end


def _over_new_year(start: Written, end: Written) -> bool:
    """Whether the stretch runs into the next year: December to January does, June to May of one year is a mistake."""
    months = (end.month or 0) - (start.month or 0)
    return months < 0 and months % 12 <= 6


def _apart(text: str) -> str:
    """Set the two days of `3-10 avril` apart."""
    text = FIGURES_THEN_DATE.sub(r"\1 au ", text)
    text = FIGURES_THEN_WORD.sub(lambda it: f"{it[1]} au {it[2]}" if it[3] in MONTHS else it[0], text)
    return WORD_THEN_FIGURES.sub(lambda it: f"{it[1]} {it[2]} au {it[3]}" if it[1] in MONTHS else it[0], text)


def lasts(start: date, plain: str, lang: str) -> tuple[date, ...]:
    """The last days of `10 jours`, `two weeks`, `un mois`, at most 366 days: ten days from the 3rd end on the 12th, or
    on the 13th for who does not count the first."""
    found = duration([word for word in plain.split() if word not in FOR], lang)
    after = shifted(start, *found) if found else None
    one = timedelta(days=1)
    return (after - one, after) if after and start < after <= start + 366 * one else ()

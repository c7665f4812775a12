"""From one day to another, as people write it: du 3 au 10 avril, 3-10/04/2026, from April 3 to 10, 2026."""

import re
from dataclasses import dataclass, replace
from datetime import date

from dialogs.core.reading.dates import LONGEST, Days, Prefer, Written, duration, relative, resolve, scan
from dialogs.core.reading.letters import loose, vocabulary
from dialogs.core.reading.matching import unique

Span = tuple[date, date]

FIGURES_THEN_DATE = re.compile(r"(?<![\d/.-])(\d{1,2}) ?- ?(?=\d{1,2}[/.]\d{1,2}[/.]\d{2,4})")
FIGURES_THEN_WORD = re.compile(r"(?<![\d/.-])(\d{1,2}) ?[-/] ?(\d{1,2})(?= (?:de |of )?[^\W\d_])")
WORD_THEN_FIGURES = re.compile(r"(?<=[^\W\d_] )(\d{1,2}) ?- ?(\d{1,2})(?![\d/.-])")
"""`3-10` is the 3rd of October, unless a month is written beside it."""

JOINING = vocabulary("""
    au a to until till through hasta ate y e et and from du desde entre between de الى حتى و بين من
    inclus inclusive included
""") | frozenset("-→>/")

WEEK_DAYS = {"day": 1, "week": 7}


@dataclass(frozen=True, slots=True)
class Spans:
    """The stretches a text may mean, ends included, whichever way round; `sure` when only the first."""

    spans: tuple[Span, ...]
    sure: bool


def spans(text: str, lang: str, today: date, prefer: Prefer) -> Spans | None:
    """The stretches of days in `text`; None when there are not two days in it. Raises `Refused` on impossible days."""
    if len(text) > LONGEST or relative(text, lang, today, prefer):
        return None
    found = scan(_apart(loose(text)), lang)
    if len(found.dates) != 2:
        return None
    start, end = _shared(*found.dates)
    if start.month is None or end.month is None:
        return None
    first = resolve(start, lang, today, prefer)
    pairs = [pair for day in first.days for pair in _ends(day, start, end, lang, prefer)]
    joined = set(found.rest) <= JOINING
    sure = joined and first.sure and len(pairs) == 1 and pairs[0][1]
    return Spans(unique(pair for pair, _sure in pairs)[:5], sure)


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
    text = FIGURES_THEN_WORD.sub(r"\1 au \2", text)
    return WORD_THEN_FIGURES.sub(r"\1 au \2", text)


def length(plain: str, lang: str) -> int | None:
    """`10 jours`, `two weeks`: how many days, at most 366."""
    found = duration(plain.split(), lang)
    days = found[0] * WEEK_DAYS.get(found[1], 0) if found else 0
    return days if 0 < days <= 366 else None

"""A day, and a stretch of days. What is certain and what is read back is settled in `dialogs/core/reading/dates.py`."""

from collections.abc import Mapping
from datetime import date

from dialogs.core.events import Said
from dialogs.core.kind import Accepted, Json, Kind, Outcome, Partial, Reading, Refused, Unreadable, Unsure, words
from dialogs.core.reading.dates import Prefer, days
from dialogs.core.reading.letters import fold
from dialogs.core.reading.spans import dates_in, lasts, spans
from dialogs.core.text import Text, _

WHICH_DAY, WHICH_DAYS = _("Est-ce bien cette date ?"), _("Est-ce bien ces dates ?")
Span = tuple[date, date]


class _Bounded:
    """Days between `earliest` and `latest`, both included, where they are given."""

    earliest: date | None
    latest: date | None

    def _within(self, day: date) -> bool:
        return (self.earliest is None or day >= self.earliest) and (self.latest is None or day <= self.latest)

    def _outside(self) -> Text:
        if self.earliest and self.latest:
            return _("Donnez une date entre le {earliest} et le {latest}.", earliest=self.earliest, latest=self.latest)
        if self.earliest:
            return _("Donnez une date à partir du {earliest}.", earliest=self.earliest)
        return _("Donnez une date jusqu'au {latest}.", latest=self.latest)

    def _bounds(self) -> str:
        return f"{self.earliest or ''}..{self.latest or ''}"


class Day(_Bounded, Kind[date]):
    """One day. `prefer` says on which side of today a missing year is looked for."""

    name = "day"

    def __init__(self, *, earliest: date | None = None, latest: date | None = None, prefer: Prefer = "future") -> None:
        self.earliest, self.latest, self.prefer = earliest, latest, prefer

    def read(self, said: Said, reading: Reading) -> Outcome[date]:
        found = days(words(said), reading.lang, reading.today, self.prefer)
        fitting = tuple(day for day in found.days if self._within(day))
        if not fitting:
            raise Refused(self._outside())
        return Accepted(fitting[0]) if found.sure else Unsure(fitting, WHICH_DAY)

    def dump(self, value: date) -> Json:
        return value.isoformat()

    def load(self, raw: Json) -> date:
        day = stored(raw, self.name)
        if not self._within(day):
            raise Unreadable(self.name)
        return day

    def show(self, value: date) -> Text:
        return _("{day}", day=value)

    def hint(self) -> Text | None:
        return _("Par exemple « 12 mars 2026 » ou 12/03/2026.")

    def fingerprint(self) -> str:
        return f"{self.name}({self._bounds()})"


class DateRange(_Bounded, Kind[Span]):
    """A first and a last day, both included. When only the first is told, the last is asked."""

    name = "date_range"

    def __init__(self, *, earliest: date | None = None, latest: date | None = None, prefer: Prefer = "future") -> None:
        self.earliest, self.latest, self.prefer = earliest, latest, prefer

    def read(self, said: Said, reading: Reading) -> Outcome[Span]:
        text = words(said)
        if (found := spans(text, reading.lang, reading.today, self.prefer)) is not None:
            return self._judged(found.spans, found.sure)
        if (start := self._start(reading.partial)) is not None:
            return self._ended(start, text, reading)
        return self._begun(text, reading)

    def _judged(self, found: tuple[Span, ...], sure: bool) -> Outcome[Span]:
        forward = tuple(span for span in found if span[0] <= span[1])
        if not forward:
            raise Refused(_("La fin est avant le début. Vérifiez les deux dates, s'il vous plaît."))
        fitting = tuple(span for span in forward if self._within(span[0]) and self._within(span[1]))
        if not fitting:
            raise Refused(self._outside())
        return Accepted(fitting[0]) if sure else Unsure(fitting[:5], WHICH_DAYS)

    def _begun(self, text: str, reading: Reading) -> Partial:
        """Only a start. When it may be several days the likeliest is kept: it is shown, and the whole is confirmed."""
        if dates_in(text, reading.lang) > 2 or lasts(reading.today, fold(text), reading.lang):
            raise Refused(_("Par exemple « du 3 au 10 avril 2026 »."))
        found = days(text, reading.lang, reading.today, self.prefer)
        start = next((day for day in found.days if self._within(day)), None)
        if start is None:
            raise Refused(self._outside())
        return Partial({"start": start.isoformat(), "sure": found.sure}, _ended_when(start))

    def prompt(self, partial: Json, reading: Reading) -> Text | None:
        start = self._start(partial)
        return None if start is None else _ended_when(start)

    def _ended(self, start: date, text: str, reading: Reading) -> Outcome[Span]:
        """The end, told as a day or as a length: ten days from the 3rd end on the 12th or on the 13th."""
        if told := lasts(start, fold(text), reading.lang):
            return self._judged(tuple((start, last) for last in told), sure=False)
        found = days(text, reading.lang, start, "future")
        certain = isinstance(reading.partial, Mapping) and reading.partial.get("sure") is True
        return self._judged(tuple((start, day) for day in found.days), found.sure and certain)

    def _start(self, partial: Json) -> date | None:
        try:
            return stored(partial.get("start"), self.name) if isinstance(partial, Mapping) else None
        except Unreadable:
            return None

    def dump(self, value: Span) -> Json:
        return [value[0].isoformat(), value[1].isoformat()]

    def load(self, raw: Json) -> Span:
        if not isinstance(raw, list | tuple) or len(raw) != 2:
            raise Unreadable(self.name)
        start, end = stored(raw[0], self.name), stored(raw[1], self.name)
        if not start <= end or not self._within(start) or not self._within(end):
            raise Unreadable(self.name)
        return start, end

    def show(self, value: Span) -> Text:
        return _("du {start} au {end}", start=value[0], end=value[1])

    def hint(self) -> Text | None:
        return _("Par exemple « du 3 au 10 avril 2026 ».")

    def fingerprint(self) -> str:
        return f"{self.name}({self._bounds()})"


def _ended_when(start: date) -> Text:
    return _("Début : {start}. Quelle est la date de fin ?", start=start)


def stored(raw: Json, name: str) -> date:
    """A day as it is kept, and only so: YYYY-MM-DD."""
    try:
        day = date.fromisoformat(raw) if isinstance(raw, str) else None
    except ValueError:
        day = None
    if day is None or day.isoformat() != raw:
        raise Unreadable(name)
    return day

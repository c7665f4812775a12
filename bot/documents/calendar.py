"""Dates of a mission as a calendar file (RFC 5545), for the phone of whoever leaves.

Hours are written in UTC: every phone shows them in its own zone, and none has to know the others. What people typed is
escaped by the library; what cannot be shown is taken out. The same events give the same bytes.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256

from bot.documents.direction import cleaned

_PRODUCT = "-//EXPLOR assistant//FR"


@dataclass(frozen=True)
class Event:
    """Something at an hour. `key` is what stays the same when it is moved; without an end it lasts an hour."""

    key: str
    title: str
    starts: datetime
    ends: datetime | None = None
    place: str = ""
    note: str = ""

    @property
    def uid(self) -> str:
        """The same event in each version of the file, and nobody's words."""
        return f"{sha256(self.key.encode('utf-8', 'replace')).hexdigest()[:32]}@explor.assistant"


def to_ics(name: str, events: Sequence[Event], version: int, at: datetime) -> bytes:
    """The events as an .ics file. `version`, from 1, lets a calendar replace what it had; `at` is when it was made."""
    from icalendar import Calendar, vText

    calendar = Calendar()
    calendar.add("prodid", _PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", vText(_line(name)))
    for event in events:
        calendar.add_component(_component(event, version, at))
    file: bytes = calendar.to_ical()
    return file


def _component(event: Event, version: int, at: datetime):  # type: ignore[no-untyped-def]  # the library's own
    from icalendar import Event as Component

    component = Component()
    component.add("uid", event.uid)
    component.add("dtstamp", _utc(at))
    component.add("sequence", version)
    component.add("dtstart", _utc(event.starts))
    component.add("dtend", _utc(event.ends or event.starts + timedelta(hours=1)))
    for name, words in (("summary", event.title), ("location", event.place), ("description", event.note)):
        if words:
            component.add(name, _line(words))
    return component


def _utc(at: datetime) -> datetime:
    return at.astimezone(UTC).replace(microsecond=0)


def _line(words: str) -> str:
    """The words on one line, without what a calendar cannot show."""
    return " ".join(cleaned(words).split())

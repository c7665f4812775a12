"""What is said later if nothing has happened by then: rows of the outbox with their hour.

A reminder is an order, not a sentence: when its hour comes, the dialogs (or the desk) look at how things stand, and say
something only if it still has a point. It survives restarts, and leaves once.
"""

from collections.abc import Iterator
from datetime import datetime, time, timedelta

from bot.words import PARIS
from knowledge.schema import Call
from storage.records import Outgoing

DAYS_BEFORE = (7, 1)
"""Days before the end of a call at which a draft that was not submitted is recalled."""
CORRECTION_AFTER = (timedelta(days=3), timedelta(days=7))
"""After the network asked for a correction."""
WORKING_HOURS = (9, 18)
HOUR = time(10)
"""In Paris: a time at which a phone may ring."""


def _at(day: datetime) -> datetime:
    return datetime.combine(day.astimezone(PARIS).date(), HOUR, PARIS)


def _news(name: str, due: datetime, **values: str | int) -> Outgoing:
    return Outgoing({"order": "news", "name": name, "values": values}, due_at=due)


def before_the_deadline(application: str, call: Call, now: datetime) -> Iterator[Outgoing]:
    """To whoever fills in a draft; those whose hour has passed are left out."""
    last = call.closes - timedelta(seconds=1)
    for days in DAYS_BEFORE:
        due = _at(last - timedelta(days=days))
        if due > now:
            yield _news("reminder.deadline", due, id=application, call=call.id, days=days)


def correction(application: str, version: int, now: datetime) -> tuple[Outgoing, ...]:
    """To every member of an application that waits for their correction."""
    return tuple(
        _news("reminder.correction", _at(now + after), id=application, version=version) for after in CORRECTION_AFTER
    )


def overdue(application: str, version: int, call: Call) -> Iterator[Outgoing]:
    """To the staff, when the day on which applicants were to be answered has passed."""
    if call.answer is not None and call.answer.by is not None:
        due = datetime.combine(call.answer.by + timedelta(days=1), HOUR, PARIS)
        yield Outgoing({"order": "overdue", "application": application, "version": version}, due_at=due)


def unanswered(request: str, said_at: datetime) -> Outgoing:
    """To the staff, when a person's words have waited for a working day."""
    due = working_day_after(said_at)
    return Outgoing({"order": "unanswered", "request": request, "said_at": said_at.isoformat()}, due_at=due)


def working_day_after(at: datetime) -> datetime:
    """The same hour of the next working day in Paris, within office hours; public holidays are counted as days."""
    local = at.astimezone(PARIS)
    first, last = WORKING_HOURS
    due = local + timedelta(days=1)
    while due.weekday() >= 5:
        due += timedelta(days=1)
    return due.replace(hour=min(max(due.hour, first), last), minute=0 if due.hour < first else due.minute)

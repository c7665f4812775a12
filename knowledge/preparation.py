"""What remains to prepare before a mission: the items that are for it, and the day each is best done by."""

from dataclasses import dataclass
from datetime import date, timedelta

from knowledge.mission_sheet import MissionSheet
from knowledge.schema import Preparation, PreparationItem, Source, When


@dataclass(frozen=True, slots=True)
class Task:
    """One item of a mission's checklist. `by` is None while the first day is not known."""

    id: str
    part: str
    by: date | None
    source: Source | None


def checklist(known: Preparation, sheet: MissionSheet) -> tuple[Task, ...]:
    """The items that are for this mission, the earliest first; items of one day stay in the order of the file."""
    for_it = [item for item in known.items if _applies(item.when, known, sheet)]
    return tuple(_task(item, sheet) for item in sorted(for_it, key=lambda item: -item.before))


def late(tasks: tuple[Task, ...], done: frozenset[str], today: date) -> tuple[Task, ...]:
    """The items that are not done, and were best done before today."""
    return tuple(task for task in tasks if task.id not in done and task.by is not None and task.by < today)


def _task(item: PreparationItem, sheet: MissionSheet) -> Task:
    by = sheet.first_day - timedelta(days=item.before) if sheet.first_day else None
    return Task(item.id, item.part, by, item.source)


def _applies(when: When, known: Preparation, sheet: MissionSheet) -> bool:
    groups = {group.id for group in known.groups if sheet.country in group.countries}
    travels = when.directions is None or sheet.direction in when.directions
    return travels and groups >= set(when.inside) and not groups & set(when.outside)

"""What the world brings to those who are in a mission, in words; others are told nothing."""

from collections.abc import Callable, Iterator, Mapping
from itertools import islice
from typing import Any

from dialogs.core.catalogue import News
from dialogs.core.dialog import World
from dialogs.core.effects import Effect, Record
from dialogs.core.events import Came
from dialogs.core.reply import Part
from dialogs.core.text import Text, _, spoken
from dialogs.field import checkin, interviews
from dialogs.field.joining import doors, not_joined, welcome
from dialogs.field.livret import send
from dialogs.field.mission import mission
from dialogs.field.preparation import ticked
from dialogs.field.standing import MEANINGS
from dialogs.field_words import MISSION_STAGES

SILENCE = News(())
MOST_CHANGES = 12
"""Lines that a change of the livret shows: who wants them all has the file."""


def joined(came: Came, world: World) -> News:
    """A welcome, and whether to be asked every day where the network offers it."""
    found = mission(world, came.values.get("id"))
    if found is None:
        return SILENCE
    parts, buttons = welcome(found, again=came.values.get("again") is True)
    return News(parts, checkin.asks_consent(found, world), buttons)


def stage(came: Came, world: World) -> News:
    """How far it is now, and what that means."""
    found = mission(world, came.values.get("id"))
    if found is None or found.stage != came.values.get("stage"):
        return SILENCE  # it has moved on since, and that is told too
    said = _("Mission {reference} : nouvelle étape, {stage}.")
    head = said.fill(reference=found.sheet.reference, stage=MISSION_STAGES[found.stage])
    return News((Part(head, "title"), Part(MEANINGS[found.stage])), buttons=() if found.over else doors("livret"))


def livret(came: Came, world: World) -> News:
    """Only what is new in the livret; and its file, once for the version that stands."""
    found = mission(world, came.values.get("id"))
    changes = came.values.get("changes")
    if found is None or not changes:
        return SILENCE
    title = _("Le livret de la mission {reference} a changé", reference=found.sheet.reference)
    effects: tuple[Effect, ...] = (Record("mission.planned", {"id": found.id, "before": came.values.get("before")}),)
    if came.values.get("version") == found.sheet.version:
        effects += send(found, "pdf")
    return News((Part(title, "title"), *_changed(changes)), effects, doors("livret"))


def _changed(changes: list[dict[str, Any]]) -> Iterator[Part]:
    yield from islice(_lines(changes), MOST_CHANGES)
    if sum(1 for _line in _lines(changes)) > MOST_CHANGES:
        yield Part(_("D'autres lignes ont changé : lisez le livret."), "note")


def _lines(changes: list[dict[str, Any]]) -> Iterator[Part]:
    for one in changes:
        for line in one["new"]:
            yield Part(_of(NEW, one, line), "item")
        for line in one["gone"]:
            yield Part(_of(GONE, one, line), "item")


NEW = _("{section}. Changé : {line}")
GONE = _("{section}. Ne vaut plus : {line}")


def _of(said: Text, one: Mapping[str, Any], line: str) -> Text:
    return said.fill(section=spoken(str(one["title"])), line=spoken(line))


def departure(came: Came, world: World) -> News:
    """The livret as a file, some days before the first day; silent where that day has been moved."""
    found = mission(world, came.values.get("id"))
    if found is None or found.over or found.role != "volunteer" or str(found.sheet.first_day) != came.values.get("day"):
        return SILENCE
    if found.sheet.last_day is not None and found.today(world.now) > found.sheet.last_day:
        return SILENCE
    first = Part(
        _("Votre mission {reference} commence le {day}.", reference=found.sheet.reference, day=found.sheet.first_day)
    )
    keep = Part(_("Voici votre livret : gardez-le sur votre téléphone, il se lit sans réseau."))
    return News((first, keep), send(found, "pdf"), doors("livret", "preparation"))


FIELD_NEWS: Mapping[str, Callable[[Came, World], News]] = {
    "mission.joined": joined,
    "mission.not_joined": not_joined,
    "mission.stage": stage,
    "mission.livret": livret,
    "mission.departure": departure,
    "mission.ticked": ticked,
    "mission.checkins": checkin.network_asks,
    "interview.due": interviews.due,
    "checkin.due": checkin.due,
    "checkin.again": checkin.again,
    "checkin.missed": checkin.missed,
}

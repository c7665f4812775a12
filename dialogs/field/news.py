"""What the world brings to those who are in a mission, in words; others are told nothing."""

from collections.abc import Callable, Mapping

from dialogs.core.catalogue import News
from dialogs.core.dialog import World
from dialogs.core.events import Came
from dialogs.field.joining import joined, not_joined

FIELD_NEWS: Mapping[str, Callable[[Came, World], News]] = {
    "mission.joined": joined,
    "mission.not_joined": not_joined,
}

"""What a button about a mission says: what is to be done, in which mission, and with what. It means the same for ever.

Nothing in it is believed: each dialog looks the mission up among those of the person.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from dialogs.core.events import Pressed, Said
from dialogs.core.kind import Accepted, Json, Kind, Outcome, Reading, Refused, Unreadable
from dialogs.core.text import Text, _, literal

GONE = _("Ce bouton n'est plus valable. Tapez /mission pour retrouver votre mission.")


@dataclass(frozen=True, slots=True)
class Deed:
    """Something to do in a mission (its id; empty for none), with `what`: a section, a page, a day."""

    act: str
    mission: str = ""
    what: str = ""

    @property
    def pressed(self) -> str:
        """What its button carries."""
        return "=" + "|".join((self.act, self.mission, self.what))


class Pressing(Kind[Deed]):
    """What a button under something told says; nobody types it. `acts` are all that may be done."""

    name = "pressing"

    def __init__(self, acts: Iterable[str]) -> None:
        self.acts = frozenset(acts)

    def read(self, said: Said, reading: Reading) -> Outcome[Deed]:
        raise Refused(GONE)

    def press(self, value: str, reading: Reading) -> Outcome[Deed]:
        try:
            return Accepted(self.load(value.removeprefix("=").split("|")))
        except Unreadable:
            raise Refused(GONE) from None

    def dump(self, value: Deed) -> Json:
        return [value.act, value.mission, value.what]

    def load(self, raw: Json) -> Deed:
        match raw:
            case [str(act), str(mission), str(what)] if act in self.acts:
                return Deed(act, mission, what)
        raise Unreadable(self.name)

    def show(self, value: Deed) -> Text:
        return literal(value.what)

    def fingerprint(self) -> str:
        return f"{self.name}({','.join(sorted(self.acts))})"


def press(dialog: str, question: str, act: str, mission: str = "", what: str = "") -> Pressed:
    """A press on a button that says this."""
    return Pressed(dialog, question, Deed(act, mission, what).pressed)

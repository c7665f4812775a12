"""What the buttons of an emergency do. The assistant hears them before any dialog; the dialog here stands in elsewhere.

A press bears all that it is about, `=alert|<mission>|`. Nothing in it is believed: one must be in the mission.
"""

from dialogs.core.dialog import Dialog, Question, Stop
from dialogs.core.events import Pressed
from dialogs.core.reply import Button
from dialogs.core.text import Text, _
from dialogs.field.pressing import Deed, Pressing

ID = "emergency"
OPEN = "open"
"""Show the numbers."""
COUNTRY = "country"
"""Those of a country; without one, ask which."""
MISSION = "mission"
"""Those of another mission."""
ALERT = "alert"
"""Alert the network of a mission."""
WELL = "well"
"""All is well again."""
SEEN = "seen"
"""Somebody of the staff has seen an alert and takes care of it."""
RESUME = "resume"
"""Go back to what was in hand."""
MEANT = "meant"
"""These words were an answer after all."""

LABEL = _("Urgence")
PLAIN = _(
    "En cas d'urgence, appelez d'abord les secours du pays où vous êtes : 112 en France et en Europe. Puis tapez "
    "/urgence."
)


def press(act: str, about: str = "") -> Pressed:
    """What a button of an emergency says."""
    return Pressed(ID, "do", Deed(act, about).pressed)


def button(label: Text, act: str, about: str = "", *, way: bool = False, command: str | None = None) -> Button:
    return Button(label, press(act, about), way=way, command=command)


def pressed(said: object) -> tuple[str, str] | None:
    """The act of a press and what it is about; None for one that is of no emergency."""
    if not isinstance(said, Pressed) or said.dialog != ID:
        return None
    act, _bar, about = said.value.removeprefix("=").partition("|")
    return act, about.removesuffix("|")


FIRST_AID = button(LABEL, OPEN)
"""The button that stands first where help is told, and where something went wrong."""

EMERGENCY = Dialog(
    id=ID,
    version=1,
    title=LABEL,
    pressed=True,
    steps=(
        Question(
            id="do",
            title=LABEL,
            ask=PLAIN,
            kind=Pressing((OPEN,)),
        ),
        Stop(id="plain", say=PLAIN),
    ),
)

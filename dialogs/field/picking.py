"""Which mission is meant: nothing to ask of whoever is in one only, and a code of whoever is in none."""

from dialogs.core.dialog import Answers, Question, Stop, World
from dialogs.core.effects import Open
from dialogs.core.events import Said
from dialogs.core.kind import Accepted, Json, Kind, Option, Outcome, Reading, Refused, Unreadable, words
from dialogs.core.text import Text, _, literal
from dialogs.field.joining import JOIN_MISSION
from dialogs.field.mission import Mission, mission, missions, short

LONGEST = 40
"""Characters of the id of a mission."""


class Which(Kind[str]):
    """One of the missions of the person, by its id; its options are those of the question."""

    name = "which_mission"

    def read(self, said: Said, reading: Reading) -> Outcome[str]:
        words(said)
        raise Refused(_("Je n'ai pas reconnu votre choix. Répondez par un des choix proposés, ou par son numéro."))

    def press(self, value: str, reading: Reading) -> Outcome[str]:
        try:
            return Accepted(self.load(value))
        except Unreadable:
            raise Refused(_("Je n'ai pas ce choix. Donnez un numéro de la liste.")) from None

    def dump(self, value: str) -> Json:
        return value

    def load(self, raw: Json) -> str:
        if not isinstance(raw, str) or not raw.isalnum() or len(raw) > LONGEST:
            raise Unreadable(self.name)
        return raw

    def show(self, value: str) -> Text:
        return literal(value)


def mine(answers: Answers, world: World) -> tuple[Option, ...]:
    return tuple(Option(one.id, short(one)) for one in missions(world))


def known(id: str, answers: Answers, world: World) -> Text | None:
    return None if mission(world, id) else _("Vous n'êtes pas dans cette mission.")


which = Question(
    id="which",
    title=_("Mission"),
    ask=_("De quelle mission s'agit-il ?"),
    kind=Which(),
    when=lambda answers, world: len(missions(world)) > 1,
    options=mine,
    check=known,
)


def chosen(answers: Answers, world: World) -> Mission | None:
    """The mission that is meant, once it is known."""
    found, id = missions(world), answers.get(which)
    return found[0] if len(found) == 1 else mission(world, id)


def outside(answers: Answers, world: World) -> bool:
    return not missions(world)


nowhere = Stop(
    id="nowhere",
    when=outside,
    say=_("Vous n'êtes dans aucune mission ici. Votre réseau donne à chaque personne un code pour y entrer."),
    then=lambda answers, world: (Open(JOIN_MISSION),),
)
"""For whoever is in no mission."""

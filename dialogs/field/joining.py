"""Joining a mission with a code of the network, by a link or typed; what came of it, and where it leads."""

from collections.abc import Mapping

from dialogs.core.catalogue import News
from dialogs.core.dialog import Answers, Dialog, Question, Stop, World
from dialogs.core.effects import Effect, Open, Record
from dialogs.core.events import Came
from dialogs.core.reply import Button, Part
from dialogs.core.text import Text, _
from dialogs.emergency.acts import FIRST_AID
from dialogs.emergency.acts import ID as EMERGENCY
from dialogs.field.mission import Mission, short, when
from dialogs.field.pressing import Pressing, press
from dialogs.field_words import MEMBERS
from dialogs.pre_fiche.sharing import Code

JOIN_MISSION, GO = "mission.join", "mission.go"

# -- a code ----------------------------------------------------------------------------------------------------------


class MissionCode(Code):
    """A code that lets into a mission."""

    name = "mission_code"
    wrong = _("Un code ressemble à abcd-efgh-jkmn. Recopiez celui que votre réseau vous a donné.")


code = Question(
    id="code",
    title=_("Code"),
    ask=_("Quel code votre réseau vous a-t-il donné ?"),
    kind=MissionCode(),
    why=_("Un code ouvre une mission, pour une seule personne. Connaître son nom ou sa référence n'ouvre rien."),
)


def join(answers: Answers, world: World) -> tuple[Effect, ...]:
    return (Record("mission.join", {"code": answers[code]}),)


JOINING_MISSION = Dialog(
    id=JOIN_MISSION,
    version=1,
    title=_("Rejoindre une mission"),
    steps=(code, Stop(id="asked", say=lambda answers, world: (), then=join)),
)

# -- where it leads --------------------------------------------------------------------------------------------------

DOORS: Mapping[str, Text] = {
    "livret": _("Ouvrir le livret"),
    "preparation": _("Préparer le départ"),
    "emergency": _("Urgence"),
    "checkin": _("Point du jour"),
    "interviews": _("Entretiens"),
}
"""What a mission offers, by the id of its dialog."""

where = Question(
    id="where",
    title=_("Mission"),
    ask=_("Que voulez-vous ouvrir ?"),
    kind=Pressing(DOORS),
)

GOING = Dialog(
    id=GO,
    version=1,
    title=_("Mission"),
    pressed=True,
    steps=(
        where,
        Stop(id="gone", say=lambda answers, world: (), then=lambda answers, world: (Open(answers[where].act),)),
    ),
)


def doors(*names: str) -> tuple[Button, ...]:
    """Buttons that open these, whenever they are pressed."""
    return tuple(FIRST_AID if name == EMERGENCY else Button(DOORS[name], press(GO, where.id, name)) for name in names)


# -- what came of it -------------------------------------------------------------------------------------------------


def welcome(found: Mission, *, again: bool) -> tuple[tuple[Part, ...], tuple[Button, ...]]:
    """The mission that was joined, and what it offers."""
    offered = ("livret", "preparation", "emergency") if found.role == "volunteer" else ("livret", "emergency")
    return _welcome(found, again=again), doors(*offered)


def _welcome(found: Mission, *, again: bool) -> tuple[Part, ...]:
    reference = found.sheet.reference
    new = _("Bienvenue dans la mission {reference}", reference=reference)
    known = _("Vous êtes déjà dans la mission {reference}", reference=reference)
    return (
        Part(known if again else new, "title"),
        Part(short(found), "item"),
        Part(when(found.sheet), "item"),
        Part(_("Votre place : {role}", role=MEMBERS[found.role]), "item"),
        Part(_("Tout ce qu'il vous faut est dans le livret. Tapez /mission pour y revenir à tout moment."), "note"),
    )


NOT_JOINED: Mapping[str, Text] = {
    "unknown": _("Je ne connais pas ce code. Vérifiez-le avec votre réseau."),
    "expired": _("Ce code ne sert plus : il était valable 14 jours. J'ai prévenu votre réseau : demandez-en un autre."),
    "used": _("Ce code a déjà servi à quelqu'un d'autre. J'ai prévenu votre réseau : s'il est à vous, demandez-en un."),
}


def not_joined(came: Came, world: World) -> News:
    why, told = str(came.values.get("why")), came.values.get("told") is True
    return News((Part((NOT_JOINED if told else UNTOLD).get(why, NOT_JOINED["unknown"])),))


UNTOLD: Mapping[str, Text] = {
    "expired": _("Ce code ne sert plus : il était valable 14 jours. Demandez-en un autre à votre réseau."),
    "used": _("Ce code a déjà servi à quelqu'un d'autre. S'il est à vous, dites-le à votre réseau."),
}
"""The same, where the staff have no place here to be told in."""
